/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a plane through a lane's weights.
 *
 * Two passes over the trajectory's points, in chunks that are shared out among the threads: their
 * products with each other, from which the principal directions follow, and the directions
 * themselves, mixed from the points.  For both kinds of plane, the points are then projected onto
 * it, which gives their positions and the share of their squared distance from the origin that lies
 * in the plane.  Sums are taken chunk by chunk in a fixed order, so that the result doesn't depend
 * on the threads.
 *
 * Distances are measured from the current weights, not from the trajectory's mean: the plane goes
 * through the ball.
 */
#include "core/plane/plane-make.h"

#include <math.h>
#include <string.h>

#include "core/plane/directions.h"

#define N_CHUNKS    32
#define MIN_POINTS  4
#define MARGIN      0.3 /* of the trajectory's span, on each side */
#define LEAST_RATIO 0.3 /* of one axis' span to the other's */

G_STATIC_ASSERT (DH_TRAJECTORY_MAX_POINTS <= DH_PRINCIPAL_MAX);

typedef struct
{
  DhPlaneScan *plane;
  const DhParameterTable *table;
  const DhTrajectory *trajectory;
  guint n_points;
  guint64 seed;
  guint serial;
  DhPrincipal principal;
  /* sums of each chunk */
  double (*gram)[DH_TRAJECTORY_MAX_POINTS * DH_TRAJECTORY_MAX_POINTS];
  double (*along)[DH_TRAJECTORY_MAX_POINTS][2];
  double distance2[N_CHUNKS];
} Making;

/* The range of blocks of a chunk. */
static void
get_chunk (const Making *self, guint chunk, gsize *from, gsize *to)
{
  gsize n_blocks = (self->plane->n_floats + DH_TRAJECTORY_BLOCK - 1) / DH_TRAJECTORY_BLOCK;

  *from = n_blocks * chunk / N_CHUNKS * DH_TRAJECTORY_BLOCK;
  *to = MIN (n_blocks * (chunk + 1) / N_CHUNKS * DH_TRAJECTORY_BLOCK, self->plane->n_floats);
}

/* Reads the differences of all points from the origin, DH_TRAJECTORY_BLOCK apart. */
static gsize
read_block (const Making *self, gsize start, float *points)
{
  gsize n = MIN (DH_TRAJECTORY_BLOCK, self->plane->n_floats - start);

  for (guint k = 0; k < self->n_points; k++)
    {
      float *point = points + k * DH_TRAJECTORY_BLOCK;

      dh_trajectory_read (self->trajectory, k, start, point);
      for (gsize i = 0; i < n; i++)
        point[i] -= self->plane->origin[start + i];
    }
  return n;
}

static void
gram_task (guint task, guint worker, gpointer data)
{
  Making *self = data;
  g_autofree float *points = g_new (float, self->n_points *DH_TRAJECTORY_BLOCK);
  double *gram = self->gram[task];
  gsize from, to;

  get_chunk (self, task, &from, &to);
  for (gsize start = from; start < to; start += DH_TRAJECTORY_BLOCK)
    {
      gsize n = read_block (self, start, points);

      for (guint a = 0; a < self->n_points; a++)
        for (guint b = 0; b <= a; b++)
          gram[a * self->n_points + b] += dh_direction_multiply (n,
                                                                 points + a * DH_TRAJECTORY_BLOCK,
                                                                 points + b * DH_TRAJECTORY_BLOCK);
    }
}

static void
mix_task (guint task, guint worker, gpointer data)
{
  Making *self = data;
  g_autofree float *points = g_new (float, self->n_points *DH_TRAJECTORY_BLOCK);
  gsize from, to;

  get_chunk (self, task, &from, &to);
  for (gsize start = from; start < to; start += DH_TRAJECTORY_BLOCK)
    {
      gsize n = read_block (self, start, points);

      for (guint axis = 0; axis < 2; axis++)
        for (guint k = 0; k < self->n_points; k++)
          for (gsize i = 0; i < n; i++)
            self->plane->axes[axis][start + i] += (float) self->principal.weights[axis][k]
                                                  * points[k * DH_TRAJECTORY_BLOCK + i];
    }
}

static void
place_task (guint task, guint worker, gpointer data)
{
  Making *self = data;
  g_autofree float *points = g_new (float, self->n_points *DH_TRAJECTORY_BLOCK);
  gsize from, to;

  get_chunk (self, task, &from, &to);
  for (gsize start = from; start < to; start += DH_TRAJECTORY_BLOCK)
    {
      gsize n = read_block (self, start, points);

      for (guint k = 0; k < self->n_points; k++)
        {
          const float *point = points + k * DH_TRAJECTORY_BLOCK;

          self->distance2[task] += dh_direction_multiply (n, point, point);
          for (guint axis = 0; axis < 2; axis++)
            self->along[task][k][axis] += dh_direction_multiply (n, point,
                                                                 self->plane->axes[axis] + start);
        }
    }
}

static void
draw_task (guint task, guint worker, gpointer data)
{
  Making *self = data;
  guint axis = task % 2;

  dh_direction_draw (&self->table->items[task / 2], task / 2, self->plane->origin, self->seed,
                     self->serial, axis, self->plane->axes[axis]);
}

/* ---- the two kinds ---- */

static gboolean
find_trajectory (Making *self, DhThreadPool *pool)
{
  g_autofree double *gram = g_new0 (double, DH_TRAJECTORY_MAX_POINTS *DH_TRAJECTORY_MAX_POINTS);
  const guint n = self->n_points;

  self->gram = g_malloc0 (N_CHUNKS * sizeof *self->gram);
  dh_thread_pool_run (pool, N_CHUNKS, gram_task, self);
  for (guint chunk = 0; chunk < N_CHUNKS; chunk++)
    for (guint a = 0; a < n; a++)
      for (guint b = 0; b <= a; b++)
        gram[a * n + b] += self->gram[chunk][a * n + b];
  g_clear_pointer (&self->gram, g_free);
  for (guint a = 0; a < n; a++)
    for (guint b = 0; b < a; b++)
      gram[b * n + a] = gram[a * n + b];
  self->principal = dh_principal_find (n, gram);
  if (!(self->principal.shares[1] > 0))
    return FALSE;
  dh_thread_pool_run (pool, N_CHUNKS, mix_task, self);
  return TRUE;
}

static void
draw_directions (Making *self, DhThreadPool *pool)
{
  dh_thread_pool_run (pool, 2 * self->table->n_items, draw_task, self);
  dh_direction_orthogonalise (self->plane->n_floats, self->plane->axes[0], self->plane->axes[1]);
}

static void
find_places (Making *self, DhThreadPool *pool, DhTrail *trail)
{
  DhPlaneScan *plane = self->plane;
  double distance2 = 0, along2[2] = { 0 };

  self->along = g_malloc0 (N_CHUNKS * sizeof *self->along);
  dh_thread_pool_run (pool, N_CHUNKS, place_task, self);
  trail->n = self->n_points;
  for (guint k = 0; k < self->n_points; k++)
    for (guint axis = 0; axis < 2; axis++)
      {
        double sum = 0;

        trail->iterations[k] = dh_trajectory_get_iteration (self->trajectory, k);
        for (guint chunk = 0; chunk < N_CHUNKS; chunk++)
          sum += self->along[chunk][k][axis];
        trail->places[k][axis] = plane->length2[axis] > 0 ? sum / plane->length2[axis] : 0;
        along2[axis] += sum * trail->places[k][axis];
      }
  g_clear_pointer (&self->along, g_free);
  for (guint chunk = 0; chunk < N_CHUNKS; chunk++)
    distance2 += self->distance2[chunk];
  for (guint axis = 0; axis < 2; axis++)
    plane->explained[axis] = distance2 > 0 ? along2[axis] / distance2 : NAN;
}

/* Chooses the range of each axis so that the trajectory fits with a margin and neither range is
 * much narrower than the other. */
static void
frame_trajectory (DhPlaneScan *plane, const DhTrail *trail)
{
  double span[2];

  for (guint axis = 0; axis < 2; axis++)
    {
      plane->low[axis] = plane->high[axis] = 0;
      for (guint k = 0; k < trail->n; k++)
        {
          plane->low[axis] = MIN (plane->low[axis], trail->places[k][axis]);
          plane->high[axis] = MAX (plane->high[axis], trail->places[k][axis]);
        }
      span[axis] = plane->high[axis] - plane->low[axis];
    }
  for (guint axis = 0; axis < 2; axis++)
    {
      double whole = MAX (span[axis], LEAST_RATIO * span[!axis]);
      double middle = (plane->low[axis] + plane->high[axis]) / 2;

      plane->low[axis] = middle - (0.5 + MARGIN) * whole;
      plane->high[axis] = middle + (0.5 + MARGIN) * whole;
    }
}

gboolean
dh_plane_can_have_trajectory (const DhTrajectory *trajectory)
{
  return trajectory != NULL && dh_trajectory_get_capacity (trajectory) >= MIN_POINTS;
}

gboolean
dh_plane_has_trajectory (const DhTrajectory *trajectory)
{
  return trajectory != NULL && dh_trajectory_get_n_points (trajectory) >= MIN_POINTS;
}

DhPlaneScan *
dh_plane_make (DhThreadPool *pool, const DhParameterTable *table, const float *weights,
               const DhTrajectory *trajectory, DhPlaneKind kind, guint64 seed, guint serial,
               DhTrail *trail)
{
  DhPlaneScan *plane = dh_plane_scan_new (table->size, weights);
  Making making = {
    .plane = plane,
    .table = table,
    .trajectory = trajectory,
    .seed = seed,
    .serial = serial,
    .n_points = trajectory != NULL ? dh_trajectory_get_n_points (trajectory) : 0,
  };

  plane->kind = kind == DH_PLANE_TRAJECTORY && dh_plane_has_trajectory (trajectory)
                    && find_trajectory (&making, pool)
                  ? DH_PLANE_TRAJECTORY
                  : DH_PLANE_RANDOM;
  if (plane->kind == DH_PLANE_RANDOM)
    draw_directions (&making, pool);
  dh_plane_scan_measure_axes (plane);
  find_places (&making, pool, trail);
  plane->low[0] = plane->low[1] = -1;
  plane->high[0] = plane->high[1] = 1;
  if (plane->kind == DH_PLANE_TRAJECTORY)
    frame_trajectory (plane, trail);
  dh_plane_scan_begin (plane);
  return plane;
}

/* ---- later points ---- */

static void
find_place (const DhPlaneScan *plane, const DhTrajectory *trajectory, guint point, double at[2])
{
  g_autofree float *weights = g_new (float, plane->n_floats);

  for (gsize start = 0; start < plane->n_floats; start += DH_TRAJECTORY_BLOCK)
    dh_trajectory_read (trajectory, point, start, weights + start);
  dh_plane_scan_project (plane, weights, at);
}

void
dh_trail_follow (DhTrail *self, const DhPlaneScan *plane, const DhTrajectory *trajectory)
{
  const DhTrail old = *self;
  guint known = 0;

  self->n = dh_trajectory_get_n_points (trajectory);
  for (guint k = 0; k < self->n; k++)
    {
      self->iterations[k] = dh_trajectory_get_iteration (trajectory, k);
      while (known < old.n && old.iterations[known] < self->iterations[k])
        known++;
      if (known < old.n && old.iterations[known] == self->iterations[k])
        memcpy (self->places[k], old.places[known], sizeof self->places[k]);
      else
        find_place (plane, trajectory, k, self->places[k]);
    }
}
