/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Series of the functions that have an addition theorem: sine, cosine and tangent, their hyperbolic
 * likes and the arc tangent.
 *
 * Each is a power series in what goes to 0, and the theorem leads from there to any place:
 * sin (a + u) = sin a cos u + cos a sin u, and similarly for the others.
 */
#include "core/landscape/power-series-private.h"

#include <math.h>

/* sin u and cos u, or sinh u and cosh u, for a u that goes to 0 */
static DhSeries
wave_of_small (const DhSeries *u, gboolean even, double sign)
{
  double coefficients[DH_SERIES_LONG + 1] = { 0 }, term = 1;

  for (guint i = 0; i <= DH_SERIES_LONG; i++)
    {
      if ((i % 2 == 0) == even)
        coefficients[i] = term * (i % 4 >= 2 ? sign : 1);
      term /= i + 1;
    }
  return dh_series_compose (u, coefficients);
}

/* p · even (u) + q · odd (u) */
static DhSeries
combine_waves (const DhSeries *u, DhWide p, DhWide q, double sign)
{
  DhSeries even = wave_of_small (u, TRUE, sign), odd = wave_of_small (u, FALSE, sign);
  DhSeries even_factor = dh_series_make_constant (p), odd_factor = dh_series_make_constant (q);

  even = dh_series_multiply (&even, &even_factor);
  odd = dh_series_multiply (&odd, &odd_factor);
  return dh_series_add (&even, &odd);
}

/* a = at + u, with a u that becomes 0.  FALSE if a has no finite value. */
static gboolean
take_angle (const DhSeries *a, DhSeries *u, double *at)
{
  if (a->undefined || dh_series_is_infinite (a))
    return FALSE;
  *u = *a;
  *at = dh_wide_to_double (dh_series_take_constant (u));
  return TRUE;
}

DhSeries
dh_series_sin (const DhSeries *a)
{
  DhSeries u;
  double at;

  if (!take_angle (a, &u, &at))
    return dh_series_undefined;
  return combine_waves (&u, dh_wide_make (sin (at)), dh_wide_make (cos (at)), -1);
}

DhSeries
dh_series_cos (const DhSeries *a)
{
  DhSeries u;
  double at;

  if (!take_angle (a, &u, &at))
    return dh_series_undefined;
  return combine_waves (&u, dh_wide_make (cos (at)), dh_wide_make (-sin (at)), -1);
}

DhSeries
dh_series_tan (const DhSeries *a)
{
  DhSeries above = dh_series_sin (a), below = dh_series_cos (a);

  return dh_series_divide (&above, &below);
}

DhSeries
dh_series_sinh (const DhSeries *a)
{
  DhSeries u;
  double at;

  if (!take_angle (a, &u, &at))
    return dh_series_undefined;
  return combine_waves (&u, dh_wide_sinh (at), dh_wide_cosh (at), 1);
}

DhSeries
dh_series_cosh (const DhSeries *a)
{
  DhSeries u;
  double at;

  if (!take_angle (a, &u, &at))
    return dh_series_undefined;
  return combine_waves (&u, dh_wide_cosh (at), dh_wide_sinh (at), 1);
}

/* (1 − e)/(1 + e) with e = exp (−2|a|), for an a that becomes infinite */
static DhSeries
tanh_of_large (const DhSeries *a)
{
  DhSeries factor = dh_series_make_number (-2.0 * dh_series_get_sign (a)),
           one = dh_series_make_number (1);
  DhSeries e = dh_series_multiply (a, &factor), minus, above, below, result;

  e = dh_series_exp (&e);
  minus = dh_series_negate (&e);
  above = dh_series_add (&one, &minus);
  below = dh_series_add (&one, &e);
  result = dh_series_divide (&above, &below);
  return dh_series_get_sign (a) < 0 ? dh_series_negate (&result) : result;
}

/* tanh (a + u) = T + (1 − T²) tanh u/(1 + T tanh u), and 1 − T² = 1/cosh² a to the last digit */
DhSeries
dh_series_tanh (const DhSeries *a)
{
  DhSeries u = *a, one = dh_series_make_number (1), sine, cosine, below, result, factor;
  double at, t;
  DhWide cosh_at;

  if (a->undefined || dh_series_is_infinite (a))
    return a->undefined ? dh_series_undefined : tanh_of_large (a);
  at = dh_wide_to_double (dh_series_take_constant (&u));
  t = tanh (at);
  cosh_at = dh_wide_cosh (at);
  sine = wave_of_small (&u, FALSE, 1);
  cosine = wave_of_small (&u, TRUE, 1);
  sine = dh_series_divide (&sine, &cosine);
  factor = dh_series_make_number (t);
  below = dh_series_multiply (&factor, &sine);
  below = dh_series_add (&one, &below);
  factor = dh_series_make_constant (dh_wide_power (cosh_at, -2));
  sine = dh_series_multiply (&sine, &factor);
  result = dh_series_divide (&sine, &below);
  factor = dh_series_make_number (t);
  return dh_series_add (&factor, &result);
}

static DhSeries
atan_of_small (const DhSeries *u)
{
  double coefficients[DH_SERIES_LONG + 1] = { 0 };

  for (guint i = 1; i <= DH_SERIES_LONG; i += 2)
    coefficients[i] = (i % 4 == 1 ? 1.0 : -1.0) / i;
  return dh_series_compose (u, coefficients);
}

/* atan (a + u) = atan a + atan (u/(1 + a² + a u)); atan a = ±π/2 − atan (1/a) */
DhSeries
dh_series_atan (const DhSeries *a)
{
  DhSeries u = *a, constant, below, one = dh_series_make_number (1);

  if (a->undefined)
    return dh_series_undefined;
  if (dh_series_is_infinite (a))
    {
      u = dh_series_raise (a, -1);
      u = atan_of_small (&u);
      u = dh_series_negate (&u);
      constant = dh_series_make_number (dh_series_get_sign (a) * G_PI_2);
      return dh_series_add (&constant, &u);
    }
  constant = dh_series_make_constant (dh_series_take_constant (&u));
  below = dh_series_multiply (&constant, a);
  below = dh_series_add (&one, &below);
  u = dh_series_divide (&u, &below);
  u = atan_of_small (&u);
  constant = dh_series_make_number (atan (dh_wide_to_double (dh_series_get (&constant, 0))));
  return dh_series_add (&constant, &u);
}
