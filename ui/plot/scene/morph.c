/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Morphing from one ground to the next.  The picture is blended, not the loss: the visible levels,
 * each under its own ground's height scale.  Blending the heights was rejected, since two losses
 * may differ by powers of ten, so that only one of them would be visible; blending the height
 * scales was rejected, since the new ground would leave the picture through its top.
 *
 * The result is given as heights under the new height scale, so a ball that already has its new
 * loss is where the ground will end up.
 */
#include "ui/plot/scene/morph.h"

#include <math.h>
#include <string.h>

#define N_SAMPLES 17 /* per dimension */

static double
get_level (const DhScaledTerrain *self, double height)
{
  double level = dh_height_scale_get_level (&self->height_scale, height);

  return level > 1 ? 1 : level; /* MIN() would turn NaN, a hole, into a height */
}

/* At u and v, shares 0 … 1 of the two dimensions. */
static double
get_level_at (const DhScaledTerrain *self, double u, double v)
{
  const DhTerrain *terrain = self->terrain;
  double at[2] = { terrain->minimum[0] + u * (terrain->maximum[0] - terrain->minimum[0]),
                   terrain->minimum[1] + v * (terrain->maximum[1] - terrain->minimum[1]) };

  for (guint i = 0; i < 2; i++) /* rounding may have moved it slightly outside */
    at[i] = CLAMP (at[i], terrain->minimum[i], terrain->maximum[i]);
  return get_level (self, dh_terrain_get_height (terrain, at));
}

DhTerrain *
dh_morph_new_terrain (const DhScaledTerrain *from, const DhScaledTerrain *to, double share)
{
  const DhTerrain *goal = to->terrain;
  gsize size = (gsize) goal->n_columns * goal->n_rows;
  DhTerrain *self = g_new0 (DhTerrain, 1);

  /* Field by field, since the reference count of goal may change meanwhile. */
  atomic_init (&self->n_refs, 1);
  self->n_columns = goal->n_columns;
  self->n_rows = goal->n_rows;
  memcpy (self->minimum, goal->minimum, sizeof self->minimum);
  memcpy (self->maximum, goal->maximum, sizeof self->maximum);
  self->lowest = goal->lowest;
  self->highest = goal->highest;
  self->median = goal->median;
  self->heights = g_memdup2 (goal->heights, size * sizeof *goal->heights);
  for (gsize i = 0; i < size; i++)
    {
      double u = (double) (i % goal->n_columns) / (goal->n_columns - 1);
      double v = (double) (i / goal->n_columns) / MAX (goal->n_rows - 1, 1);
      double old = get_level_at (from, u, v), new = get_level (to, goal->heights[i]);

      if (isfinite (old) && isfinite (new))
        self->heights[i] = dh_height_scale_get_value (&to->height_scale, old + share * (new - old));
    }
  return self;
}

double
dh_morph_get_distance (const DhScaledTerrain *from, const DhScaledTerrain *to)
{
  double sum = 0;
  guint n = 0;

  for (guint row = 0; row < N_SAMPLES; row++)
    for (guint column = 0; column < N_SAMPLES; column++)
      {
        double u = (double) column / (N_SAMPLES - 1), v = (double) row / (N_SAMPLES - 1);
        double difference = fabs (get_level_at (from, u, v) - get_level_at (to, u, v));

        if (!isfinite (difference))
          continue;
        sum += MIN (difference, 1);
        n++;
      }
  return n > 0 ? sum / n : 1;
}
