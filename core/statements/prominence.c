/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counting the valleys of a terrain that are worth the name.
 *
 * Every grid of computed losses has hundreds of minima in its last digits.  So water is let rise:
 * points are taken from the lowest to the highest and join the ponds of their neighbours.  Where two
 * ponds meet, the shallower one ends, and its depth there is how far a ball would have to climb
 * (Edelsbrunner, Letscher and Zomorodian, "Topological persistence and simplification", 2002).
 */
#include "core/statements/prominence.h"

#include <math.h>
#include <stdlib.h>

#define NONE G_MAXUINT

typedef struct
{
  const DhTerrain *terrain;
  guint *order; /* points, the lowest first */
  guint *pond;  /* of a point: another point of the same pond, in the end its lowest; NONE: dry */
} Flood;

static int
compare_heights (const void *a, const void *b, void *heights)
{
  const double first = ((const double *) heights)[*(const guint *) a];
  const double second = ((const double *) heights)[*(const guint *) b];

  return first != second ? (first > second) - (first < second)
                         : (*(const guint *) a > *(const guint *) b) - 1;
}

static guint
find_lowest (Flood *self, guint point)
{
  while (self->pond[point] != point)
    point = self->pond[point] = self->pond[self->pond[point]];
  return point;
}

static gboolean
is_at_edge (const DhTerrain *terrain, guint point)
{
  const guint x = point % terrain->n_columns, y = point / terrain->n_columns;

  return x == 0 || y == 0 || x + 1 == terrain->n_columns || y + 1 == terrain->n_rows;
}

/* Joins the pond of a wet neighbour; TRUE if a valley of this depth ends with that. */
static gboolean
join (Flood *self, guint point, guint neighbour, double depth)
{
  const double *heights = self->terrain->heights;
  guint own, other, shallow;

  if (self->pond[neighbour] == NONE)
    return FALSE;
  own = find_lowest (self, point);
  other = find_lowest (self, neighbour);
  if (own == other)
    return FALSE;
  shallow = compare_heights (&own, &other, (double *) heights) > 0 ? own : other;
  self->pond[shallow] = shallow == own ? other : own;
  return shallow != point && heights[point] - heights[shallow] >= depth
         && !is_at_edge (self->terrain, shallow);
}

static guint
rise_to (Flood *self, guint point, double depth)
{
  const guint width = self->terrain->n_columns;
  const guint x = point % width, y = point / width;
  guint n = 0;

  self->pond[point] = point;
  if (x > 0)
    n += join (self, point, point - 1, depth);
  if (x + 1 < width)
    n += join (self, point, point + 1, depth);
  if (y > 0)
    n += join (self, point, point - width, depth);
  if (y + 1 < self->terrain->n_rows)
    n += join (self, point, point + width, depth);
  return n;
}

guint
dh_terrain_count_prominent (const DhTerrain *terrain, double share)
{
  const guint n_points = terrain->n_columns * terrain->n_rows;
  g_autofree guint *order = g_new (guint, n_points), *pond = g_new (guint, n_points);
  Flood self = { terrain, order, pond };
  double depth = share * dh_terrain_get_range (terrain);
  guint n_finite = 0, n = 0;

  for (guint i = 0; i < n_points; i++)
    {
      pond[i] = NONE;
      if (isfinite (terrain->heights[i]))
        order[n_finite++] = i;
    }
  qsort_r (order, n_finite, sizeof *order, compare_heights, terrain->heights);
  for (guint i = 0; i < n_finite; i++)
    n += rise_to (&self, order[i], depth);
  return n + (n_finite > 0);
}
