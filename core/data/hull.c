/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convex hulls.
 *
 * Andrew's monotone chain, for a few landmarks: the points are sorted from left to right and walked
 * there and back, and a point that does not turn left is dropped.
 */
#include "core/data/hull.h"

#include <math.h>
#include <stdlib.h>

static int
compare_points (const void *first, const void *second)
{
  const DhPoint *a = first, *b = second;

  if (a->x != b->x)
    return a->x < b->x ? -1 : 1;
  return (a->y > b->y) - (a->y < b->y);
}

static double
turn (DhPoint a, DhPoint b, DhPoint c)
{
  return ((double) b.x - a.x) * ((double) c.y - a.y) - ((double) b.y - a.y) * ((double) c.x - a.x);
}

/* One side of the hull of sorted points. */
static guint
build_chain (const DhPoint *sorted, int n, int direction, DhPoint *chain)
{
  guint n_chain = 0;

  for (int i = 0; i < n; i++)
    {
      DhPoint point = sorted[direction > 0 ? i : n - 1 - i];

      while (n_chain >= 2 && turn (chain[n_chain - 2], chain[n_chain - 1], point) <= 0.0)
        n_chain--;
      chain[n_chain++] = point;
    }
  return n_chain;
}

void
dh_hull_build (DhHull *self, const DhLandmarks *landmarks, const guint8 *indices, guint n_indices)
{
  DhPoint sorted[DH_HULL_MAX_POINTS];

  g_assert (n_indices >= 1 && n_indices <= DH_HULL_MAX_POINTS);
  for (guint i = 0; i < n_indices; i++)
    sorted[i] = landmarks->points[indices[i]];
  qsort (sorted, n_indices, sizeof sorted[0], compare_points);

  /* Each chain ends where the other begins. */
  self->n = build_chain (sorted, n_indices, 1, self->points) - 1;
  self->n += build_chain (sorted, n_indices, -1, self->points + self->n) - 1;
}

/* The squared distance from a point to the segment between a and b. */
static double
get_edge_distance2 (DhPoint a, DhPoint b, double x, double y)
{
  double dx = (double) b.x - a.x, dy = (double) b.y - a.y;
  double along = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy);
  double share = CLAMP (along, 0.0, 1.0);

  double off_x = x - a.x - share * dx, off_y = y - a.y - share * dy;

  return off_x * off_x + off_y * off_y;
}

double
dh_hull_get_distance (const DhHull *self, double x, double y)
{
  double least = INFINITY;
  gboolean inside = TRUE;

  g_assert (self->n > 0);
  for (guint i = 0; i < self->n; i++)
    {
      DhPoint a = self->points[i], b = self->points[(i + 1) % self->n];

      inside &= turn (a, b, (DhPoint) { (float) x, (float) y }) > 0;
      least = fmin (least, get_edge_distance2 (a, b, x, y));
    }
  return inside ? -sqrt (least) : sqrt (least);
}
