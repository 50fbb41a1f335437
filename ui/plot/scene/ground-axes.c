/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names, units and ends of a ground's axes.  They are a value of their own because not only grounds
 * have them: a network's landscape is only heights, but the axes of its plane have names.
 */
#include "ui/plot/scene/ground-axes.h"

#include "core/base/number.h"

#include <math.h>

DhGroundAxes
dh_ground_axes_of_ground (const DhGround *ground)
{
  DhGroundAxes self = { .n = ground->n_dimensions };

  for (guint i = 0; i < 2; i++)
    self.each[i] = (DhGroundAxis) {
      .name = ground->dimensions[i],
      .unit = ground->units[i],
      .scale = ground->scales[i],
      .minimum = ground->minimum[i],
      .maximum = ground->maximum[i],
    };
  return self;
}

DhGroundAxes
dh_ground_axes_of_terrain (const DhTerrain *terrain, const char *first, const char *second)
{
  DhGroundAxes self = { .n = first == NULL ? 0 : second == NULL || terrain->n_rows < 2 ? 1 : 2 };

  for (guint i = 0; i < self.n; i++)
    self.each[i] = (DhGroundAxis) {
      .name = i == 0 ? first : second,
      .scale = 1,
      .minimum = terrain->minimum[i],
      .maximum = terrain->maximum[i],
    };
  return self;
}

char *
dh_ground_axis_format (const DhGroundAxis *self, double place)
{
  char number[32];

  /* Compared with the ground's width this is zero with a rounding error. */
  if (fabs (place) < 1e-9 * fabs (self->maximum - self->minimum))
    place = 0;
  dh_ground_number_format (place * self->scale, number, sizeof number);
  if (self->unit != NULL)
    return g_strdup_printf ("%s %s %s", self->name, number, self->unit);
  return g_strdup_printf ("%s %s", self->name, number);
}

void
dh_ground_number_format (double number, char *text, gsize size)
{
  gboolean plain = fabs (number) >= 1000 && fabs (number) < 1e5;
  char digits[32];

  if (plain)
    g_snprintf (digits, sizeof digits, "%.0f", fabs (number));
  else
    g_snprintf (digits, sizeof digits, "%.3g", fabs (number));
  dh_number_shorten (digits);
  g_snprintf (text, size, "%s%s", number < 0 ? "−" : "", digits);
}
