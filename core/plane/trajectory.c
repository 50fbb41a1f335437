/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The trajectory of a training: points in weight space, thinned out so that their number stays
 * bounded.
 *
 * All weights of every step would fill any memory, so points are kept at a spacing that doubles
 * whenever there are too many.  The superfluous ones are dropped one by one, the oldest first, each
 * time that a new one comes: so there are always as many as fit, twice as far apart in the first
 * part of the trajectory as in the last, or evenly spaced.
 *
 * A point is stored as the difference to the start, in whole numbers of 8 bits with a scale for each
 * few dozen of them: about half a percent of the difference's length is lost.  What is lost has no
 * direction: it is independent from weight to weight, so that it cancels out of all products with
 * other vectors, the only use of a point.  A share of a squared length is wrong by some 3e-5, a place
 * on a plane by far less.  The start itself is kept unchanged.
 *
 * Points never change, so a copied lane shares them with its source.
 */
#include "core/plane/trajectory.h"

#include "core/base/tensor.h"

#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define FIRST_SPACING 1
#define LARGEST_STEP  G_MAXINT8
#define GROUP         64 /* differences with the same scale */
#define N_PARTS       16 /* of a group, side by side for the vector units */

G_STATIC_ASSERT (DH_TRAJECTORY_BLOCK % GROUP == 0 && GROUP % N_PARTS == 0);

typedef struct
{
  atomic_int n_refs;
  guint64 iteration;
  gint8 *steps;  /* n numbers */
  float *scales; /* one per group */
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
get_n_groups (const DhTrajectory *self)
{
  return (self->n_floats + GROUP - 1) / GROUP;
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
        / (n_floats * sizeof (gint8) + get_n_groups (self) * sizeof (float));
  self->capacity = fit < 2 ? 0 : MIN (1 + fit, DH_TRAJECTORY_MAX_POINTS);
  return self;
}

void
dh_trajectory_begin (DhTrajectory *self, guint64 iteration, const float *start)
{
  g_return_if_fail (self->capacity > 0 && self->start == NULL);
  self->start = g_new0 (Start, 1);
  atomic_init (&self->start->n_refs, 1);
  self->start->weights = dh_tensor_new (self->n_floats);
  memcpy (self->start->weights, start, self->n_floats * sizeof (float));
  self->points[0] = g_new0 (Point, 1);
  atomic_init (&self->points[0]->n_refs, 1);
  self->points[0]->iteration = iteration;
  self->n_points = 1;
}

gboolean
dh_trajectory_share_start (DhTrajectory *self, const DhTrajectory *other)
{
  g_return_val_if_fail (self->n_floats == other->n_floats, FALSE);
  if (self->start == NULL || other->start == NULL)
    return FALSE;
  if (self->start != other->start
      && memcmp (self->start->weights, other->start->weights, self->n_floats * sizeof (float)) != 0)
    return FALSE;
  atomic_fetch_add (&other->start->n_refs, 1);
  start_unref (self->start);
  self->start = other->start;
  return TRUE;
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
store_group (gsize n, const float *restrict weights, const float *restrict start,
             gint8 *restrict steps)
{
  float differences[GROUP] = { 0 }, largest[N_PARTS] = { 0 }, most = 0, factor;

  for (gsize i = 0; i < n; i++)
    differences[i] = weights[i] - start[i];
  for (gsize i = 0; i < GROUP; i += N_PARTS)
    for (gsize part = 0; part < N_PARTS; part++)
      largest[part] = MAX (largest[part], fabsf (differences[i + part]));
  for (gsize part = 0; part < N_PARTS; part++)
    most = MAX (most, largest[part]);
  factor = most > FLT_MIN * LARGEST_STEP ? LARGEST_STEP / most : 0;
  for (gsize i = 0; i < n; i++)
    {
      float step = differences[i] * factor;

      steps[i] = (gint8) (int) (step + (step < 0 ? -0.5f : 0.5f));
    }
  return most / LARGEST_STEP;
}

static Point *
make_point (const DhTrajectory *self, guint64 iteration, const float *weights)
{
  Point *point = g_new0 (Point, 1);

  atomic_init (&point->n_refs, 1);
  point->iteration = iteration;
  point->steps = g_new (gint8, self->n_floats);
  point->scales = g_new (float, get_n_groups (self));
  for (gsize group = 0; group < get_n_groups (self); group++)
    {
      gsize start = group * GROUP;

      point->scales[group] = store_group (MIN (GROUP, self->n_floats - start), weights + start,
                                          self->start->weights + start, point->steps + start);
    }
  return point;
}

/* The oldest point but the start without which no gap is wider than twice the spacing, also once
 * there is a point of this iteration; 0 if there is none. */
static guint
find_superfluous (const DhTrajectory *self, guint64 iteration)
{
  for (guint i = 1; i < self->n_points; i++)
    {
      guint64 next = i + 1 < self->n_points ? self->points[i + 1]->iteration : iteration;

      if (next - self->points[i - 1]->iteration <= 2 * self->spacing)
        return i;
    }
  return 0;
}

static gboolean
is_due (const DhTrajectory *self, guint64 iteration)
{
  return iteration >= self->points[self->n_points - 1]->iteration + self->spacing;
}

static void
drop_point (DhTrajectory *self, guint index)
{
  point_unref (self->points[index]);
  self->n_points--;
  memmove (self->points + index, self->points + index + 1,
           (self->n_points - index) * sizeof self->points[0]);
}

void
dh_trajectory_offer (DhTrajectory *self, guint64 iteration, const float *weights)
{
  guint superfluous = 0;

  if (self->n_points == 0 || !is_due (self, iteration))
    return;
  while (self->n_points == self->capacity && (superfluous = find_superfluous (self, iteration)) == 0)
    self->spacing *= 2;
  if (!is_due (self, iteration))
    return;
  if (superfluous > 0)
    drop_point (self, superfluous);
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
  for (gsize group = 0; group < n; group += GROUP)
    {
      const float scale = from->scales[(start + group) / GROUP];

      for (gsize i = group; i < MIN (group + GROUP, n); i++)
        weights[i] += scale * from->steps[start + i];
    }
}
