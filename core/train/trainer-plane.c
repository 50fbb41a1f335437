/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When landscapes are computed.
 *
 * They are for the eye, and training comes first: while it runs they get a measured share of the
 * time (a larger one as long as a lane has little to show); when there is nothing else to do they
 * get all of it. plane-turn.c decides whose turn it is.  A new request interrupts a point between
 * two layers; the point is evaluated again later.
 *
 * A plane goes through the weights of one moment.  A new one is started when the user wants other
 * directions or another loss, or when the picture is complete and the training has moved on far
 * enough; the old one stays visible until the new one can be drawn.
 *
 * The first plane waits for a few iterations: before there is a trajectory it could only be a
 * random one, and would have to be replaced at once.  It doesn't wait for long, and not at all
 * while nothing is trained.
 */
#include "core/train/trainer-private.h"

#include "core/train/checkpoint.h"

#define SLICE        (G_USEC_PER_SEC / 50) /* of scanning, while training runs */
#define LONG_SLICE   (G_USEC_PER_SEC / 20) /* while it doesn't */
#define MAX_ROW      13                    /* points per thread and slice */
#define GROWTH       1.5                   /* growth in iterations, and … */
#define LEAST_GROWTH 200                   /* … their minimum number that justify a new plane */
/* The first plane is begun after RIPE_ITERATION iterations.  If these are slow, it is begun after
 * PATIENCE if there is a trajectory, and after MORE_PATIENCE in any case. */
#define RIPE_ITERATION 12
#define PATIENCE       (5 * G_USEC_PER_SEC / 2)
#define MORE_PATIENCE  (4 * G_USEC_PER_SEC)

/* ---- what is wanted ---- */

/* The weights from which the lane's training began; FALSE if they can't be had any more. */
static gboolean
make_start (const DhTrainer *self, const DhLaneRun *lane, float *start)
{
  const DhParameterTable *table = dh_network_get_table (self->context->network);
  const char *path = lane->request.settings.start.path;

  if (path == NULL)
    dh_parameters_init (table, self->context->seed, start);
  return path == NULL || dh_checkpoint_read (path, self->context->model, start, NULL);
}

static DhLanePlane *
new_lane_plane (const DhTrainer *self, const DhLaneRun *lane)
{
  const gsize n = dh_network_get_table (self->context->network)->size;
  float *start = lane->iteration > 0 ? dh_tensor_new (n) : NULL;
  const gboolean has_start = start != NULL && make_start (self, lane, start);
  DhLanePlane *plane = has_start
                         ? dh_lane_plane_new (n, 0, start)
                         : dh_lane_plane_new (n, lane->iteration, lane->parameters);

  dh_tensor_free (start);
  return plane;
}

static DhLanePlane *
make_lane_plane (const DhTrainer *self, const DhLaneRun *lane)
{
  DhLanePlane *plane = new_lane_plane (self, lane);

  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->plane != NULL
        && dh_trajectory_share_start (plane->trajectory, self->lanes[i]->plane->trajectory))
      break;
  return plane;
}

void
dh_trainer_follow_planes (DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    {
      DhLaneRun *lane = self->lanes[i];

      if (lane->request.plane_kind == DH_PLANE_NONE || !dh_run_context_may_explore (self->context))
        g_clear_pointer (&lane->plane, dh_lane_plane_free);
      else if (lane->plane == NULL)
        lane->plane = make_lane_plane (self, lane);
      if (lane->plane != NULL && lane->plane->wanted_at == 0)
        lane->plane->wanted_at = g_get_monotonic_time ();
      if (lane->plane != NULL && lane->request.probe_serial == 0)
        g_clear_pointer (&lane->plane->probe, dh_preview_unref);
    }
  dh_work_account_hurry (&self->account, DH_WORK_LANDSCAPE);
}

/* Whether the request asks for a plane other than the newest. */
static gboolean
is_outdated (const DhLaneRun *lane)
{
  const DhLaneRequest *now = &lane->request, *then = &lane->plane->made_for;

  return !lane->plane->made || now->plane_kind != then->plane_kind
         || now->plane_serial != then->plane_serial
         || !dh_lane_settings_same_objective (&now->settings, &then->settings);
}

/* Whether a plane begun now can be of the requested kind, or waiting would not help. */
static gboolean
is_ripe (const DhTrainer *self, const DhLaneRun *lane)
{
  const DhLanePlane *own = lane->plane;
  gint64 waited = g_get_monotonic_time () - own->wanted_at;

  if (lane->request.plane_kind != DH_PLANE_TRAJECTORY
      || !dh_plane_can_have_trajectory (own->trajectory) || lane->fault != DH_FAULT_NONE
      || !dh_trainer_has_work (self))
    return TRUE;
  if (dh_plane_has_trajectory (own->trajectory))
    return lane->iteration >= RIPE_ITERATION || waited >= PATIENCE;
  return waited >= MORE_PATIENCE;
}

static gboolean
is_outside (const DhPlaneScan *plane, const double at[2])
{
  return at[0] < plane->low[0] || at[0] > plane->high[0] || at[1] < plane->low[1]
         || at[1] > plane->high[1];
}

/* A new plane is due when a random plane can be replaced by one of the trajectory, or when training
 * has moved so far that the plane says little about the current weights. */
static DhPlaneRequest
get_later_request (const DhTrainer *self, const DhLaneRun *lane)
{
  const DhLanePlane *own = lane->plane;
  guint64 then, now = lane->iteration;

  if (own->next != NULL || own->shown == NULL || own->tried_at == lane->iteration)
    return DH_PLANE_REQUEST_NONE;
  then = own->shown->iteration;
  if (now < GROWTH * then)
    return DH_PLANE_REQUEST_NONE;
  if (own->shown->kind != lane->request.plane_kind)
    return dh_plane_has_trajectory (own->trajectory) && is_ripe (self, lane)
             ? DH_PLANE_REQUEST_ASKED
             : DH_PLANE_REQUEST_NONE;
  if (dh_plane_scan_is_done (own->shown) && now - then >= LEAST_GROWTH)
    return DH_PLANE_REQUEST_OVERTAKEN;
  return own->ball_serial == own->shown->serial && is_outside (own->shown, own->ball)
           ? DH_PLANE_REQUEST_OVERTAKEN
           : DH_PLANE_REQUEST_NONE;
}

static DhPlaneRequest
get_request (const DhTrainer *self, const DhLaneRun *lane)
{
  if (lane->plane == NULL)
    return DH_PLANE_REQUEST_NONE;
  if (!is_outdated (lane))
    return get_later_request (self, lane);
  if (!is_ripe (self, lane))
    return DH_PLANE_REQUEST_NONE;
  return lane->plane->shown == NULL ? DH_PLANE_REQUEST_FIRST : DH_PLANE_REQUEST_ASKED;
}

static gboolean
has_room (const DhTrainer *self)
{
  return 3 * sizeof (float) * dh_network_get_table (self->context->network)->size
         < dh_memory_get_free ();
}

static void
begin_plane (DhTrainer *self, DhLaneRun *lane, DhPlaneRequest reason)
{
  DhLanePlane *own = lane->plane;
  DhPlaneScan *plane;
  DhTrail trail = { 0 };

  own->made = TRUE;
  own->made_for = lane->request;
  own->tried_at = lane->iteration;
  if (!dh_lane_run_has_finite_weights (lane) || !has_room (self)
      || dh_run_context_get_plane_evaluator (self->context, &self->interrupted) == NULL)
    return;
  plane = dh_plane_make (self->pool, dh_network_get_table (self->context->network),
                         lane->parameters, own->trajectory, lane->request.plane_kind,
                         self->context->seed, lane->request.plane_serial, &trail);
  plane->id = ++self->n_planes;
  plane->iteration = lane->iteration;
  plane->loss = dh_mix_to_text (&lane->request.settings.mix);
  plane->objective = lane->objective;
  dh_lane_plane_begin (own, plane, &trail, reason);
}

/* ---- scanning ---- */

/* A list of points, divided among the tasks. */
typedef struct
{
  DhTrainer *trainer;
  DhPlaneScan *plane;
  guint n_points, n_each;
  guint points[64 * MAX_ROW];
  double losses[64 * MAX_ROW];
  gboolean seen[64 * MAX_ROW];
} Slice;

static gboolean
is_interrupted (DhTrainer *self)
{
  return g_atomic_int_get (&self->interrupted);
}

static void
scan_task (guint task, guint worker, gpointer data)
{
  Slice *slice = data;
  DhTrainer *self = slice->trainer;
  guint end = MIN ((task + 1) * slice->n_each, slice->n_points);

  for (guint i = task * slice->n_each; i < end && !is_interrupted (self); i++)
    {
      double at[2];

      dh_plane_scan_get_place (slice->plane, slice->points[i], at);
      slice->losses[i] = dh_plane_evaluator_get_loss (self->context->plane_evaluator, worker,
                                                      &slice->plane->objective, at[0], at[1]);
      /* An interrupted point has no value. */
      slice->seen[i] = !is_interrupted (self);
    }
}

/* Scans a lane's plane for about `time` µs; returns the number of points. */
static guint
scan_some (DhTrainer *self, DhLaneRun *lane, DhPlaneScan *plane, gint64 time)
{
  Slice slice = { .trainer = self, .plane = plane };
  guint n_workers = MIN (dh_thread_pool_get_n_workers (self->pool), 64);
  gint64 begin;

  if (!dh_plane_evaluator_is_on (self->context->plane_evaluator, plane->id))
    dh_plane_evaluator_aim (self->context->plane_evaluator, plane->origin, plane->axes, plane->id);
  slice.n_each = self->point_cost > 0 ? CLAMP (time / self->point_cost, 1, MAX_ROW) : 1;
  slice.n_points = dh_plane_scan_list (plane, n_workers * slice.n_each, slice.points);
  begin = g_get_monotonic_time ();
  dh_thread_pool_run (self->pool, (slice.n_points + slice.n_each - 1) / slice.n_each, scan_task,
                      &slice);
  self->point_cost = MAX ((g_get_monotonic_time () - begin) / slice.n_each, 1);
  for (guint i = 0; i < slice.n_points; i++)
    if (slice.seen[i])
      dh_plane_scan_store (plane, slice.points[i], slice.losses[i]);
  dh_lane_plane_advance (lane->plane);
  return slice.n_points;
}

/* ---- whose turn it is ---- */

static DhPlaneState
get_state (const DhTrainer *self, const DhLaneRun *lane)
{
  const DhLanePlane *own = lane->plane;
  const DhPlaneScan *newest = own != NULL ? dh_lane_plane_get_newest (own) : NULL;
  DhPlaneState state = { .request = get_request (self, lane) };

  if (lane->request.hidden & DH_LANE_LANDSCAPE)
    return (DhPlaneState) { .request = DH_PLANE_REQUEST_NONE };
  if (newest == NULL || self->context->plane_evaluator == NULL)
    return state;
  state.reason = own->reason;
  state.id = newest->id;
  state.n_done = newest->n_done;
  state.near = dh_plane_evaluator_is_on (self->context->plane_evaluator, newest->id);
  return state;
}

static DhPlaneTurn
choose (const DhTrainer *self, gboolean fine)
{
  DhPlaneState states[DH_MAX_LANES];

  for (guint i = 0; i < self->n_lanes; i++)
    states[i] = get_state (self, self->lanes[i]);
  return dh_plane_turn_choose (states, self->n_lanes, fine);
}

/* FALSE: nothing is left to do. */
static gboolean
take_turn (DhTrainer *self, const DhPlaneTurn *turn, gint64 time)
{
  DhLaneRun *lane = self->lanes[turn->lane];
  guint n_points = 0;

  if (turn->deed == DH_PLANE_DEED_NONE)
    return FALSE;
  dh_trainer_begin_work (self);
  if (turn->deed == DH_PLANE_DEED_BEGIN)
    begin_plane (self, lane, get_request (self, lane));
  else
    n_points = scan_some (self, lane, dh_lane_plane_get_newest (lane->plane), time);
  dh_trainer_account (self, DH_WORK_LANDSCAPE, n_points, turn->share);
  return TRUE;
}

static gboolean
scan (DhTrainer *self, gboolean fine, gint64 time)
{
  DhPlaneTurn turn = choose (self, fine);

  return take_turn (self, &turn, time);
}

void
dh_trainer_scan_due (DhTrainer *self)
{
  DhPlaneTurn turn;

  while (dh_work_account_is_due (&self->account, DH_WORK_LANDSCAPE) && !is_interrupted (self))
    {
      turn = choose (self, TRUE);
      if (turn.deed == DH_PLANE_DEED_NONE)
        return;
      take_turn (self, &turn, SLICE);
      if (dh_trainer_is_report_due (self))
        dh_trainer_report (self);
    }
}

gboolean
dh_trainer_has_to_scan (DhTrainer *self)
{
  if (self->context == NULL)
    return FALSE;
  for (guint i = 0; i < self->n_lanes; i++)
    if (dh_trainer_has_to_curve (self, self->lanes[i]) || dh_trainer_has_to_paint (self->lanes[i]))
      return TRUE;
  return choose (self, TRUE).deed != DH_PLANE_DEED_NONE;
}

/* The number of finished grids of all lanes. */
static guint
count_grids (const DhTrainer *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    {
      const DhLanePlane *own = self->lanes[i]->plane;
      const DhPlaneScan *plane = own != NULL ? dh_lane_plane_get_newest (own) : NULL;

      if (plane != NULL)
        n += dh_plane_scan_is_first (plane) + dh_plane_scan_is_coarse (plane)
             + dh_plane_scan_is_done (plane);
    }
  return n;
}

void
dh_trainer_scan (DhTrainer *self)
{
  guint n_grids = count_grids (self);

  /* The mark on the rate slider takes less time than a fine picture, so it comes before that. */
  if (!scan (self, FALSE, LONG_SLICE) && !dh_trainer_curve (self))
    scan (self, TRUE, LONG_SLICE);
  /* Finished grids are reported at once. */
  if (count_grids (self) != n_grids || !dh_trainer_has_to_scan (self)
      || dh_trainer_is_report_due (self))
    dh_trainer_report (self);
}
