/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's landscape on the worker's side, and its publication as an immutable value.
 *
 * A plane goes through the weights of one moment, and training moves on.  So the ball moves over a
 * fixed picture until a new plane is worth its cost; the old one stays visible until the new one's
 * first grid is done, or, if the user didn't ask for it, its coarse one.
 */
#include "core/train/lane-plane.h"

#include <math.h>
#include <string.h>

#define TRAJECTORY_BUDGET (128 << 20)

DhLanePlane *
dh_lane_plane_new (gsize n_floats, guint64 iteration, const float *start)
{
  DhLanePlane *self = g_new0 (DhLanePlane, 1);

  self->trajectory = dh_trajectory_new (n_floats, TRAJECTORY_BUDGET);
  self->ball_loss = NAN;
  if (dh_trajectory_get_capacity (self->trajectory) > 0)
    dh_trajectory_begin (self->trajectory, iteration, start);
  return self;
}

DhLanePlane *
dh_lane_plane_copy (const DhLanePlane *self)
{
  DhLanePlane *copy = g_new0 (DhLanePlane, 1);

  copy->trajectory = dh_trajectory_copy (self->trajectory);
  copy->ball_loss = NAN;
  return copy;
}

void
dh_lane_plane_free (DhLanePlane *self)
{
  dh_trajectory_free (self->trajectory);
  g_clear_pointer (&self->shown, dh_plane_scan_free);
  g_clear_pointer (&self->next, dh_plane_scan_free);
  g_clear_pointer (&self->terrain, dh_terrain_unref);
  g_clear_pointer (&self->probe, dh_preview_unref);
  g_clear_pointer (&self->published, dh_plane_unref);
  g_free (self);
}

DhPlaneScan *
dh_lane_plane_get_visible (const DhLanePlane *self)
{
  return self->shown != NULL ? self->shown : self->next;
}

DhPlaneScan *
dh_lane_plane_get_newest (const DhLanePlane *self)
{
  return self->next != NULL ? self->next : self->shown;
}

static void
forget_published (DhLanePlane *self)
{
  g_clear_pointer (&self->published, dh_plane_unref);
}

void
dh_lane_plane_begin (DhLanePlane *self, DhPlaneScan *plane, const DhTrail *trail,
                     DhPlaneRequest reason)
{
  g_clear_pointer (&self->next, dh_plane_scan_free);
  self->next = plane;
  self->reason = reason;
  self->next->serial = ++self->n_planes;
  self->next_trail = *trail;
  if (self->shown == NULL)
    {
      self->trail = *trail;
      g_clear_pointer (&self->terrain, dh_terrain_unref);
    }
  forget_published (self);
}

static gboolean
is_next_worth_showing (const DhLanePlane *self)
{
  return self->reason == DH_PLANE_REQUEST_OVERTAKEN ? dh_plane_scan_is_coarse (self->next)
                                                    : dh_plane_scan_is_first (self->next);
}

void
dh_lane_plane_advance (DhLanePlane *self)
{
  if (self->next != NULL && is_next_worth_showing (self))
    {
      g_clear_pointer (&self->shown, dh_plane_scan_free);
      self->shown = g_steal_pointer (&self->next);
      self->trail = self->next_trail;
      g_clear_pointer (&self->terrain, dh_terrain_unref);
    }
  forget_published (self);
}

void
dh_lane_plane_move_ball (DhLanePlane *self, guint64 iteration, const float *weights)
{
  DhPlaneScan *plane = dh_lane_plane_get_visible (self);
  double at[2];

  if (plane == NULL || (self->ball_serial == plane->serial && self->ball_iteration == iteration))
    return;
  dh_plane_scan_project (plane, weights, at);
  if (!isfinite (at[0]) || !isfinite (at[1]))
    return;
  self->ball_serial = plane->serial;
  self->ball_iteration = iteration;
  memcpy (self->ball, at, sizeof at);
  dh_trail_follow (&self->trail, plane, self->trajectory);
  forget_published (self);
}

void
dh_lane_plane_set_loss (DhLanePlane *self, guint64 iteration, double loss)
{
  self->ball_loss = isfinite (loss) ? loss : NAN;
  self->loss_iteration = iteration;
  self->loss_of = self->n_planes;
  forget_published (self);
}

/* ---- publishing ---- */

static double
get_height (const DhLanePlane *self, const double at[2])
{
  return self->terrain != NULL ? dh_terrain_get_height (self->terrain, at) : NAN;
}

static void
ensure_terrain (DhLanePlane *self, const DhPlaneScan *plane)
{
  guint n_done = dh_plane_scan_count_shown (plane);

  if (self->terrain != NULL && self->terrain_n_done == n_done)
    return;
  g_clear_pointer (&self->terrain, dh_terrain_unref);
  self->terrain = dh_plane_scan_make_terrain (plane);
  self->terrain_n_done = n_done;
}

static void
add_place (const DhLanePlane *self, DhPlane *plane, guint64 iteration, const double at[2])
{
  plane->trajectory[plane->n_trajectory] = (DhTrajectoryPoint) { { at[0], at[1] },
                                                                 get_height (self, at) };
  plane->trajectory_iterations[plane->n_trajectory++] = iteration;
}

static void
add_trajectory (const DhLanePlane *self, DhPlane *plane)
{
  plane->trajectory = g_new (DhTrajectoryPoint, self->trail.n + 1);
  plane->trajectory_iterations = g_new (guint64, self->trail.n + 1);
  for (guint k = 0; k < self->trail.n; k++)
    if (self->trail.iterations[k] < self->ball_iteration)
      add_place (self, plane, self->trail.iterations[k], self->trail.places[k]);
  add_place (self, plane, self->ball_iteration, self->ball);
}

void
dh_lane_plane_publish (DhLanePlane *self)
{
  const DhPlaneScan *scan = dh_lane_plane_get_visible (self);
  DhPlane *plane;

  if (self->published != NULL || scan == NULL || self->ball_serial != scan->serial)
    return;
  ensure_terrain (self, scan);
  plane = g_new0 (DhPlane, 1);
  atomic_init (&plane->n_refs, 1);
  plane->serial = scan->serial;
  plane->kind = scan->kind;
  plane->iteration = scan->iteration;
  plane->loss = scan->loss;
  plane->terrain = self->terrain != NULL ? dh_terrain_ref (self->terrain) : NULL;
  plane->n_done = scan->n_done;
  plane->n_points = DH_PLANE_N_POINTS;
  plane->ball_loss = self->ball_loss;
  plane->slice_loss = get_height (self, self->ball);
  for (guint axis = 0; axis < 2; axis++)
    {
      plane->explained[axis] = scan->explained[axis];
      plane->ball[axis] = self->ball[axis];
      plane->low[axis] = scan->low[axis];
      plane->high[axis] = scan->high[axis];
    }
  add_trajectory (self, plane);
  self->published = plane;
}
