/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plane through weight space with its heights, as a value.
 */
#include "core/plane/plane.h"

#include <math.h>

/* Where the trajectory was at an iteration, between the points `before` and the next. */
static void
interpolate (const DhPlane *self, guint before, guint64 iteration, double at[2])
{
  const DhTrajectoryPoint *points = self->trajectory;
  const guint next = MIN (before + 1, self->n_trajectory - 1);
  const guint64 from = self->trajectory_iterations[before];
  const guint64 to = self->trajectory_iterations[next];
  const double share = to > from ? (double) (MIN (iteration, to) - from) / (double) (to - from) : 0;

  for (guint axis = 0; axis < 2; axis++)
    at[axis] = points[before].at[axis] + share * (points[next].at[axis] - points[before].at[axis]);
}

/* The trajectory's points up to an iteration and one where the ball is. */
static void
cut_trajectory (DhPlane *self, const DhPlane *whole, guint n, guint64 iteration)
{
  self->n_trajectory = n + 1;
  self->trajectory = g_new (DhTrajectoryPoint, n + 1);
  self->trajectory_iterations = g_new (guint64, n + 1);
  for (guint i = 0; i < n; i++)
    {
      self->trajectory[i] = whole->trajectory[i];
      self->trajectory_iterations[i] = whole->trajectory_iterations[i];
    }
  self->trajectory[n] = (DhTrajectoryPoint) { { self->ball[0], self->ball[1] }, self->slice_loss };
  self->trajectory_iterations[n] = iteration;
}

DhPlane *
dh_plane_new_earlier (const DhPlane *self, guint64 iteration, const double ball[2])
{
  DhPlane *earlier;
  guint n = 0;

  while (n < self->n_trajectory && self->trajectory_iterations[n] <= iteration)
    n++;
  if (n == 0)
    return NULL;
  earlier = g_new (DhPlane, 1);
  *earlier = *self;
  atomic_init (&earlier->n_refs, 1);
  earlier->terrain = self->terrain != NULL ? dh_terrain_ref (self->terrain) : NULL;
  earlier->ball_loss = NAN;
  if (ball != NULL)
    for (guint axis = 0; axis < 2; axis++)
      earlier->ball[axis] = ball[axis];
  else
    interpolate (self, n - 1, iteration, earlier->ball);
  earlier->slice_loss = self->terrain != NULL
                          ? dh_terrain_get_height (self->terrain, earlier->ball)
                          : NAN;
  cut_trajectory (earlier, self, n, iteration);
  return earlier;
}

DhPlane *
dh_plane_ref (DhPlane *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_plane_unref (DhPlane *self)
{
  if (self == NULL || atomic_fetch_sub (&self->n_refs, 1) != 1)
    return;
  g_clear_pointer (&self->terrain, dh_terrain_unref);
  g_free (self->trajectory);
  g_free (self->trajectory_iterations);
  g_free (self);
}
