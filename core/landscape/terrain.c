/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The heights of a ground over a grid.
 *
 * They are computed row by row; this file also derives values from them.
 */
#include "core/landscape/terrain-private.h"

#include "core/base/tensor.h"

#include <math.h>
#include <string.h>

/* So that no difference of two heights overflows. */
#define HIGHEST (G_MAXDOUBLE / 4)
/* Of the usual height: the rounding error of a 0; what a settled ball may still be above the
 * bottom. */
#define CLEAN       1e-12
#define SETTLED     1e-6
#define LEAST_USUAL 1e-6 /* of the range */

double
dh_terrain_get_dimension (const DhTerrain *self, guint dimension, guint index)
{
  guint n = dimension == 0 ? self->n_columns : self->n_rows;
  double u = n > 1 ? (double) index / (n - 1) : 0.5;

  return self->minimum[dimension] + u * (self->maximum[dimension] - self->minimum[dimension]);
}

double
dh_terrain_get_distance (const DhTerrain *self, const double a[2], const double b[2])
{
  double dx = (a[0] - b[0]) / dh_terrain_get_width (self, 0);
  double dy = self->n_rows > 1 ? (a[1] - b[1]) / dh_terrain_get_width (self, 1) : 0;

  return hypot (dx, dy);
}

static void
take_height (DhTerrain *self, gsize index, double value)
{
  gboolean there = fabs (value) < HIGHEST;

  self->heights[index] = there ? value : NAN;
  if (!there)
    return;
  self->lowest = MIN (self->lowest, value);
  self->highest = MAX (self->highest, value);
}

static gboolean
fill_heights (DhTerrain *self, const DhGround *ground, float *scratch, const int *cancelled)
{
  g_autofree double *x = g_new (double, self->n_columns);
  g_autofree double *values = g_new (double, self->n_columns);

  for (guint column = 0; column < self->n_columns; column++)
    x[column] = dh_terrain_get_dimension (self, 0, column);
  for (guint row = 0; row < self->n_rows; row++)
    {
      if (dh_is_cancelled (cancelled))
        return FALSE;
      dh_ground_get_row (ground, self->n_columns, x, dh_terrain_get_dimension (self, 1, row),
                         scratch, values);
      for (guint column = 0; column < self->n_columns; column++)
        take_height (self, row * self->n_columns + column, values[column]);
    }
  return TRUE;
}

static int
compare_heights (gconstpointer a, gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

/* A subset of the points is enough. */
static double
find_median (const DhTerrain *self)
{
  gsize n = (gsize) self->n_columns * self->n_rows, step = n / 2048 + 1;
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (double));

  for (gsize i = 0; i < n; i += step)
    if (isfinite (self->heights[i]))
      g_array_append_val (sorted, self->heights[i]);
  if (sorted->len == 0)
    return NAN;
  g_array_sort (sorted, compare_heights);
  return g_array_index (sorted, double, sorted->len / 2);
}

/* Everything but heights and valleys. */
static DhTerrain *
make_level (guint n_columns, guint n_rows, const double minimum[2], const double maximum[2])
{
  DhTerrain *self = g_new0 (DhTerrain, 1);

  atomic_init (&self->n_refs, 1);
  self->n_columns = n_columns;
  self->n_rows = n_rows;
  memcpy (self->minimum, minimum, sizeof self->minimum);
  memcpy (self->maximum, maximum, sizeof self->maximum);
  self->heights = g_new (double, (gsize) n_columns *n_rows);
  self->lowest = INFINITY;
  self->highest = -INFINITY;
  return self;
}

DhTerrain *
dh_terrain_new_from_heights (guint n_columns, guint n_rows, const double minimum[2],
                             const double maximum[2], const float *heights)
{
  DhTerrain *self = make_level (n_columns, n_rows, minimum, maximum);

  for (gsize i = 0; i < (gsize) n_columns * n_rows; i++)
    take_height (self, i, heights[i]);
  self->median = find_median (self);
  dh_terrain_take_valleys (self);
  return self;
}

DhTerrain *
dh_terrain_new (const DhGround *ground, guint n_columns, guint n_rows, const int *cancelled)
{
  g_autoptr (DhTerrain) self = make_level (n_columns, ground->n_dimensions > 1 ? n_rows : 1,
                                           ground->minimum, ground->maximum);
  float *scratch = ground->scratch_size > 0 ? dh_tensor_new (ground->scratch_size) : NULL;
  gboolean done;

  done = fill_heights (self, ground, scratch, cancelled);
  if (done)
    {
      self->median = find_median (self);
      done = dh_terrain_find_valleys (self, ground, scratch, cancelled);
    }
  g_clear_pointer (&scratch, dh_tensor_free);
  return done ? g_steal_pointer (&self) : NULL;
}

DhTerrain *
dh_terrain_ref (DhTerrain *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_terrain_unref (DhTerrain *self)
{
  if (self == NULL || atomic_fetch_sub (&self->n_refs, 1) != 1)
    return;
  g_free (self->heights);
  g_free (self->valleys);
  g_free (self);
}

const DhValley *
dh_terrain_find_valley (const DhTerrain *self, const double at[2], double reach)
{
  const DhValley *nearest = NULL;
  double least = reach;

  for (guint i = 0; i < self->n_valleys; i++)
    {
      double distance = dh_terrain_get_distance (self, self->valleys[i].at, at);

      if (distance > least)
        continue;
      least = distance;
      nearest = &self->valleys[i];
    }
  return nearest;
}

/* At share 0, `to` doesn't count, not even as a NaN at the edge of a hole. */
static double
mix (double from, double to, double share)
{
  return share > 0 ? from + share * (to - from) : from;
}

double
dh_terrain_get_height (const DhTerrain *self, const double at[2])
{
  double u = (at[0] - self->minimum[0]) / dh_terrain_get_width (self, 0) * (self->n_columns - 1);
  double v = self->n_rows > 1
               ? (at[1] - self->minimum[1]) / dh_terrain_get_width (self, 1) * (self->n_rows - 1)
               : 0;
  guint column, row;
  const double *h;
  double below, above;

  if (!(u >= 0 && v >= 0 && u <= self->n_columns - 1 && v <= self->n_rows - 1))
    return NAN;
  column = MIN ((guint) u, self->n_columns - 2);
  row = self->n_rows > 1 ? MIN ((guint) v, self->n_rows - 2) : 0;
  u -= column;
  v -= row;
  h = self->heights + row * self->n_columns + column;
  below = mix (h[0], h[1], u);
  if (self->n_rows == 1)
    return below;
  h += self->n_columns;
  above = mix (h[0], h[1], u);
  return mix (below, above, v);
}

double
dh_terrain_get_range (const DhTerrain *self)
{
  return self->highest > self->lowest ? self->highest - self->lowest : 0;
}

double
dh_terrain_get_usual_height (const DhTerrain *self)
{
  double height = MAX (self->median - self->lowest, LEAST_USUAL * dh_terrain_get_range (self));

  return height > 0 ? height : G_MINDOUBLE;
}

/* 0 for a height below a share of the usual height, which follows from the median unless half
 * of the ground is at its lowest: a few steep walls don't count. */
static double
drop_below (const DhTerrain *self, double height, double share)
{
  double usual = self->median > self->lowest ? self->median - self->lowest
                                             : dh_terrain_get_range (self);

  return fabs (height) < share * usual ? 0 : height;
}

double
dh_terrain_get_noise (const DhTerrain *self, const DhGround *ground, double value)
{
  return ground->tolerance * (fabs (value) + 1e-4 * dh_terrain_get_range (self));
}

double
dh_terrain_clean_height (const DhTerrain *self, double height)
{
  return drop_below (self, height, CLEAN);
}

double
dh_terrain_settle_height (const DhTerrain *self, double height)
{
  return drop_below (self, height, SETTLED);
}

double
dh_terrain_get_distance_off (const DhTerrain *self, const double at[2])
{
  double off = 0;

  for (guint k = 0; k < (self->n_rows > 1 ? 2 : 1); k++)
    off = hypot (off, (at[k] - CLAMP (at[k], self->minimum[k], self->maximum[k]))
                        / dh_terrain_get_width (self, k));
  return off;
}
