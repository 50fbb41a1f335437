/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Converting values to positions on an axis, and choosing round numbers for its ticks.
 *
 * A log axis is truly logarithmic, even near zero: equal distances are equal factors everywhere.
 * Ticks are at 1, 2 and 5 · 10^k; if those are too many, at powers of ten only, and then at every
 * second, third … power.  On a linear axis the step is the smallest of 1, 2, 5 · 10^k that doesn't
 * give too many ticks.
 */
#include "ui/plot/common/value-axis.h"

#include <math.h>

/* Space above and below the curve, as a share of the range. */
#define AIR .06
/* A log axis that spans less than this factor has the ticks of a linear one. */
#define NARROW 6.0

static void
make_positive (double *minimum, double *maximum)
{
  if (*maximum <= 0.0)
    *maximum = 1.0;
  if (*minimum <= 0.0)
    *minimum = *maximum * 1e-3;
}

static void
make_wide (double *minimum, double *maximum, gboolean logarithmic)
{
  if (logarithmic)
    {
      if (*maximum / *minimum < 1.05)
        {
          *minimum /= 1.05;
          *maximum *= 1.05;
        }
    }
  else if (*maximum - *minimum <= 1e-9 * MAX (fabs (*minimum), fabs (*maximum)))
    {
      double half = *maximum != 0.0 ? fabs (*maximum) * .05 : .5;

      *minimum -= half;
      *maximum += half;
    }
}

DhValueAxis
dh_value_axis_fit (double minimum, double maximum, gboolean logarithmic)
{
  double air;

  if (!isfinite (minimum) || !isfinite (maximum))
    {
      minimum = logarithmic ? .01 : 0.0;
      maximum = 1.0;
    }
  if (minimum > maximum)
    {
      double swap = minimum;

      minimum = maximum;
      maximum = swap;
    }
  if (logarithmic)
    make_positive (&minimum, &maximum);
  make_wide (&minimum, &maximum, logarithmic);
  if (logarithmic)
    {
      air = pow (maximum / minimum, AIR);
      return (DhValueAxis) { minimum / air, maximum * air, TRUE };
    }
  air = (maximum - minimum) * AIR;
  /* A loss is never negative: leave no space below zero. */
  return (DhValueAxis) { minimum >= 0.0 ? MAX (minimum - air, 0.0) : minimum - air, maximum + air,
                         FALSE };
}

DhValueAxis
dh_value_axis_count (guint64 length)
{
  return (DhValueAxis) { 1.0, MAX (length, 2), FALSE };
}

double
dh_value_axis_position (const DhValueAxis *self, double value)
{
  if (self->logarithmic)
    return log (value / self->minimum) / log (self->maximum / self->minimum);
  return (value - self->minimum) / (self->maximum - self->minimum);
}

double
dh_value_axis_value (const DhValueAxis *self, double position)
{
  if (self->logarithmic)
    return self->minimum * pow (self->maximum / self->minimum, position);
  return self->minimum + position * (self->maximum - self->minimum);
}

static guint
append_tick (const DhValueAxis *self, double value, guint n, DhTick *ticks)
{
  double position = dh_value_axis_position (self, value);

  if (position < -1e-9 || position > 1.0 + 1e-9 || n >= DH_AXIS_MAX_TICKS)
    return n;
  ticks[n].value = value;
  ticks[n].position = position;
  dh_value_format (value, ticks[n].label, sizeof ticks[n].label);
  return n + 1;
}

static guint
get_linear_ticks (const DhValueAxis *self, guint n_wanted, DhTick *ticks)
{
  static const double mantissas[] = { 1, 2, 5, 10 };
  double range = self->maximum - self->minimum;
  double power = pow (10.0, floor (log10 (range / n_wanted)));
  double step = power;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (mantissas); i++)
    {
      step = mantissas[i] * power;
      if (floor (self->maximum / step) - ceil (self->minimum / step) + 1 <= n_wanted)
        break;
    }
  for (double k = ceil (self->minimum / step - 1e-9);
       k * step <= self->maximum * (1 + 1e-12) && n < n_wanted; k++)
    n = append_tick (self, fabs (k) < .5 ? 0.0 : k * step, n, ticks);
  return n;
}

/* Ticks at m · 10^k for all k that are multiples of `stride`, and for the first n_mantissas of 1,
 * 5, 2. With ticks NULL it only counts them. */
static guint
get_decade_ticks (const DhValueAxis *self, guint n_mantissas, int stride, DhTick *ticks)
{
  static const double mantissas[3][3] = { { 1 }, { 1, 5 }, { 1, 2, 5 } };
  int first = (int) floor (log10 (self->minimum)), last = (int) ceil (log10 (self->maximum));
  DhTick spare[DH_AXIS_MAX_TICKS];
  guint n = 0;

  for (int k = first; k <= last; k++)
    for (guint m = 0; m < n_mantissas; m++)
      if (((k % stride) + stride) % stride == 0)
        n = append_tick (self, mantissas[n_mantissas - 1][m] * pow (10.0, k), n,
                         ticks != NULL ? ticks : spare);
  return n;
}

static guint
get_log_ticks (const DhValueAxis *self, guint n_wanted, DhTick *ticks)
{
  guint n;

  /* Within less than a decade, the round numbers of a linear step are correct on a log axis too,
   * and there are more of them. */
  if (self->maximum / self->minimum < NARROW)
    return get_linear_ticks (self, n_wanted, ticks);
  for (guint n_mantissas = 3; n_mantissas >= 1; n_mantissas--)
    {
      n = get_decade_ticks (self, n_mantissas, 1, NULL);
      if (n >= MIN (2, n_wanted) && n <= n_wanted)
        return get_decade_ticks (self, n_mantissas, 1, ticks);
    }
  for (int stride = 1; stride < 400; stride++)
    {
      n = get_decade_ticks (self, 1, stride, NULL);
      if (n > 0 && n <= n_wanted && (n >= 2 || stride > 1))
        return get_decade_ticks (self, 1, stride, ticks);
    }
  return get_linear_ticks (self, n_wanted, ticks);
}

guint
dh_value_axis_get_ticks (const DhValueAxis *self, guint n_wanted, DhTick *ticks)
{
  n_wanted = CLAMP (n_wanted, 1, DH_AXIS_MAX_TICKS);
  return self->logarithmic ? get_log_ticks (self, n_wanted, ticks)
                           : get_linear_ticks (self, n_wanted, ticks);
}

/* "5e-4", not C's "5.0e-04" */
static void
format_exponent (double value, char *text, gsize size)
{
  int exponent = (int) floor (log10 (fabs (value)));
  double mantissa = round (value / pow (10.0, exponent) * 10.0) / 10.0;

  if (fabs (mantissa) >= 10.0)
    {
      mantissa /= 10.0;
      exponent++;
    }
  g_snprintf (text, size, "%ge%d", mantissa, exponent);
}

void
dh_value_format (double value, char *text, gsize size)
{
  double absolute = fabs (value);

  if (!isfinite (value))
    g_strlcpy (text, "–", size);
  else if (absolute == 0.0)
    g_strlcpy (text, "0", size);
  else if (absolute >= 1e6)
    g_snprintf (text, size, "%.3gM", value / 1e6);
  else if (absolute >= 1e4)
    g_snprintf (text, size, "%.3gk", value / 1e3);
  else if (absolute >= 1e-3)
    g_snprintf (text, size, "%.4g", value);
  else
    format_exponent (value, text, size);
}
