/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The trajectory of a training: points in weight space, thinned out so that their number stays
 * bounded.
 *
 * All weights of every step would fill any memory, so points are kept at a spacing that doubles
 * whenever there are too many: every second one is then dropped, and the rest are always evenly
 * spaced from the start to now, at least half of the maximum.
 *
 * A point is stored as the difference to the start, in whole numbers of 16 bits with a scale for
 * each block.  Half-precision floats would spend a third of their bits on exponents that neighbours
 * share; this is about thirty times as exact relative to a block's largest number.  The start
 * itself is kept unchanged.
 *
 * Points never change, so a copied lane shares them with its source.
 */
#include "core/plane/trajectory.h"

#include "core/base/tensor.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define FIRST_SPACING 1

typedef struct
{
  atomic_int n_refs;
  guint64 iteration;
  gint16 *steps; /* n numbers */
  float *scales; /* one per block */
} Point;

/* The initial weights, shared by copies. */
typedef struct
{
  atomic_int n_refs;
  float *weights;
} Start;

struct _DhTrajectory
{
  gsize n_floats;
  guint capacity;
  guint64 spacing;
  Start *start;
  guint n_points; /* the first point is the start, which has no differences */
  Point *points[DH_TRAJECTORY_MAX_POINTS];
};

static gsize
get_n_blocks (const DhTrajectory *self)
{
  return (self->n_floats + DH_TRAJECTORY_BLOCK - 1) / DH_TRAJECTORY_BLOCK;
}

static Point *
point_ref (Point *point)
{
  atomic_fetch_add (&point->n_refs, 1);
  return point;
}

static void
point_unref (Point *point)
{
  if (atomic_fetch_sub (&point->n_refs, 1) != 1)
    return;
  g_free (point->steps);
  g_free (point->scales);
  g_free (point);
}

static void
start_unref (Start *start)
{
  if (atomic_fetch_sub (&start->n_refs, 1) != 1)
    return;
  dh_tensor_free (start->weights);
  g_free (start);
}

DhTrajectory *
dh_trajectory_new (gsize n_floats, gsize budget)
{
  DhTrajectory *self = g_new0 (DhTrajectory, 1);
  gsize start = n_floats * sizeof (float), fit;

  self->n_floats = n_floats;
  self->spacing = FIRST_SPACING;
  fit = (budget > start ? budget - start : 0)
        / (n_floats * sizeof (gint16) + get_n_blocks (self) * sizeof (float));
  self->capacity = fit < 2 ? 0 : MIN (1 + fit, DH_TRAJECTORY_MAX_POINTS);
  return self;
}

void
dh_trajectory_begin (DhTrajectory *self, const float *start)
{
  g_return_if_fail (self->capacity > 0 && self->start == NULL);
  self->start = g_new0 (Start, 1);
  atomic_init (&self->start->n_refs, 1);
  self->start->weights = dh_tensor_new (self->n_floats);
  memcpy (self->start->weights, start, self->n_floats * sizeof (float));
  self->points[0] = g_new0 (Point, 1);
  atomic_init (&self->points[0]->n_refs, 1);
  self->n_points = 1;
}

DhTrajectory *
dh_trajectory_copy (const DhTrajectory *self)
{
  DhTrajectory *copy = g_memdup2 (self, sizeof *self);

  if (copy->start != NULL)
    atomic_fetch_add (&copy->start->n_refs, 1);
  for (guint i = 0; i < copy->n_points; i++)
    point_ref (copy->points[i]);
  return copy;
}

void
dh_trajectory_free (DhTrajectory *self)
{
  g_clear_pointer (&self->start, start_unref);
  for (guint i = 0; i < self->n_points; i++)
    point_unref (self->points[i]);
  g_free (self);
}

guint
dh_trajectory_get_capacity (const DhTrajectory *self)
{
  return self->capacity;
}

guint
dh_trajectory_get_n_points (const DhTrajectory *self)
{
  return self->n_points;
}

guint64
dh_trajectory_get_iteration (const DhTrajectory *self, guint point)
{
  g_return_val_if_fail (point < self->n_points, 0);
  return self->points[point]->iteration;
}

/* ---- keeping ---- */

/* Returns the scale; steps · scale is the difference that was stored. */
static float
store_block (gsize n, const float *weights, const float *start, gint16 *steps)
{
  float largest = 0, scale;

  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabsf (weights[i] - start[i]));
  scale = largest / G_MAXINT16;
  for (gsize i = 0; i < n; i++)
    {
      float step = scale > 0 ? (weights[i] - start[i]) / scale : 0;

      steps[i] = (gint16) (step + (step < 0 ? -0.5f : 0.5f));
    }
  return scale;
}

static Point *
make_point (const DhTrajectory *self, guint64 iteration, const float *weights)
{
  Point *point = g_new0 (Point, 1);

  atomic_init (&point->n_refs, 1);
  point->iteration = iteration;
  point->steps = g_new (gint16, self->n_floats);
  point->scales = g_new (float, get_n_blocks (self));
  for (gsize block = 0; block < get_n_blocks (self); block++)
    {
      gsize start = block * DH_TRAJECTORY_BLOCK;

      point->scales[block] = store_block (MIN (DH_TRAJECTORY_BLOCK, self->n_floats - start),
                                          weights + start, self->start->weights + start,
                                          point->steps + start);
    }
  return point;
}

/* Drops every second point. */
static void
thin_out (DhTrajectory *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_points; i++)
    if (i % 2 == 0)
      self->points[n++] = self->points[i];
    else
      point_unref (self->points[i]);
  self->n_points = n;
  self->spacing *= 2;
}

void
dh_trajectory_offer (DhTrajectory *self, guint64 iteration, const float *weights)
{
  if (self->n_points == 0)
    return;
  if (iteration < self->points[self->n_points - 1]->iteration + self->spacing)
    return;
  if (self->n_points == self->capacity)
    {
      thin_out (self);
      if (iteration < self->points[self->n_points - 1]->iteration + self->spacing)
        return;
    }
  self->points[self->n_points++] = make_point (self, iteration, weights);
}

void
dh_trajectory_read (const DhTrajectory *self, guint point, gsize start, float *weights)
{
  gsize n = MIN (DH_TRAJECTORY_BLOCK, self->n_floats - start);
  const Point *from = self->points[point];

  g_return_if_fail (point < self->n_points && start % DH_TRAJECTORY_BLOCK == 0
                    && start < self->n_floats);
  memcpy (weights, self->start->weights + start, n * sizeof (float));
  if (from->steps == NULL)
    return;
  for (gsize i = 0; i < n; i++)
    weights[i] += from->scales[start / DH_TRAJECTORY_BLOCK] * from->steps[start + i];
}
