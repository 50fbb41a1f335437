/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When landscapes are computed.
 *
 * They are for the eye, and training goes first: while it runs they get a fixed share of the time,
 * measured as it is spent (a larger one as long as a lane has nothing to show); when nothing else is
 * to be done they get all of it.  Every lane has its coarse picture, one lane after the other, before
 * any gets a finer one, and then the lane that knows least goes on.
 * A plan interrupts a look between two layers; that place is looked at again later.
 *
 * A plane goes through the weights of one moment.  A new one is begun when the person
 * wants other directions or another loss, or when the picture is complete and the training has gone on
 * a good way since; the old one stays in sight until the new one can be drawn.
 */
#include "core/run/trainer-private.h"

#define SCAN_SHARE   0.15                     /* of the time, while training runs */
#define FIRST_SHARE  0.4                      /* of it, while a lane has no picture */
#define SLICE        (G_USEC_PER_SEC / 50)    /* of a scan, while training runs */
#define LONG_SLICE   (G_USEC_PER_SEC / 20)    /* else */
#define MAX_ROW      13                       /* places a thread and slice */
#define STICK        150                      /* places before another lane's turn */
#define GROWTH       1.5                      /* of the iterations, and … */
#define LEAST_GROWTH 200                      /* … so many, and a new plane is worth it */

/* ---- what is wanted ---- */

static DhLanePlane *
make_lane_plane (DhTrainer *self, const DhLaneRun *lane)
{
  const DhParameterTable *table = dh_network_get_table (self->stage->network);
  float *start = dh_tensor_new (table->size);
  DhLanePlane *plane;

  dh_parameters_init (table, self->stage->seed, start);
  plane = dh_lane_plane_new (table->size, start);
  dh_tensor_free (start);
  return plane;
}

void
dh_trainer_follow_planes (DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    {
      DhLaneRun *lane = self->lanes[i];

      if (lane->plan.plane_kind == DH_PLANE_NONE || !dh_stage_may_explore (self->stage))
        g_clear_pointer (&lane->plane, dh_lane_plane_free);
      else if (lane->plane == NULL)
        lane->plane = make_lane_plane (self, lane);
      if (lane->plane != NULL && lane->plan.look_serial == 0)
        g_clear_pointer (&lane->plane->look, dh_preview_unref);
    }
  self->next_scan = 0;
}

/* The plan asks for another plane than the newest. */
static gboolean
is_outdated (const DhLaneRun *lane)
{
  const DhLanePlan *now = &lane->plan, *then = &lane->plane->made_for;

  return !lane->plane->made || now->plane_kind != then->plane_kind
         || now->plane_serial != then->plane_serial || now->loss != then->loss
         || now->mask != then->mask || now->eye_multiplier != then->eye_multiplier
         || now->mouth_multiplier != then->mouth_multiplier;
}

static gboolean
is_outside (const DhPlaneScan *plane, const double at[2])
{
  return at[0] < plane->low[0] || at[0] > plane->high[0]
         || at[1] < plane->low[1] || at[1] > plane->high[1];
}

/* The training has gone on so far that the plane says little about where it is now. */
static gboolean
is_overtaken (const DhLaneRun *lane)
{
  const DhLanePlane *plane = lane->plane;
  guint64 then, now = lane->iteration;

  if (plane->next != NULL || plane->shown == NULL || plane->tried_at == lane->iteration)
    return FALSE;
  then = plane->shown->iteration;
  if (now < GROWTH * then)
    return FALSE;
  if (plane->shown->kind != lane->plan.plane_kind && dh_plane_has_way (plane->way))
    return TRUE;
  if (dh_plane_scan_is_done (plane->shown) && now - then >= LEAST_GROWTH)
    return TRUE;
  return plane->ball_serial == plane->shown->serial && is_outside (plane->shown, plane->ball);
}

static gboolean
wants_plane (const DhLaneRun *lane)
{
  return lane->plane != NULL && (is_outdated (lane) || is_overtaken (lane));
}

static gboolean
has_room (const DhTrainer *self)
{
  return 3 * sizeof (float) * dh_network_get_table (self->stage->network)->size
         < dh_memory_get_free ();
}

static void
begin_plane (DhTrainer *self, DhLaneRun *lane)
{
  DhLanePlane *own = lane->plane;
  DhPlaneScan *plane;
  DhTrail trail = { 0 };

  own->made = TRUE;
  own->made_for = lane->plan;
  own->tried_at = lane->iteration;
  if (!dh_lane_run_has_finite_weights (lane) || !has_room (self)
      || dh_stage_get_sight (self->stage, &self->interrupted) == NULL)
    return;
  plane = dh_plane_make (self->pool, dh_network_get_table (self->stage->network),
                         lane->parameters, own->way, lane->plan.plane_kind, self->stage->seed,
                         lane->plan.plane_serial, &trail);
  plane->id = ++self->n_planes;
  plane->iteration = lane->iteration;
  plane->loss = lane->plan.loss;
  plane->objective = lane->objective;
  dh_lane_plane_begin (own, plane, &trail);
}

/* ---- looking ---- */

/* A row of places, shared out in runs. */
typedef struct
{
  DhTrainer   *trainer;
  DhPlaneScan *plane;
  guint        n_points, n_each;
  guint        points[64 * MAX_ROW];
  double       losses[64 * MAX_ROW];
  gboolean     seen[64 * MAX_ROW];
} Slice;

static gboolean
is_interrupted (DhTrainer *self)
{
  return g_atomic_int_get (&self->interrupted);
}

static void
look_task (guint task, guint worker, gpointer data)
{
  Slice *slice = data;
  DhTrainer *self = slice->trainer;
  guint end = MIN ((task + 1) * slice->n_each, slice->n_points);

  for (guint i = task * slice->n_each; i < end && !is_interrupted (self); i++)
    {
      double at[2];

      dh_plane_scan_get_place (slice->plane, slice->points[i], at);
      slice->losses[i] = dh_plane_sight_get_loss (self->stage->sight, worker,
                                                  &slice->plane->objective, at[0], at[1]);
      /* A look that ended early saw nothing. */
      slice->seen[i] = !is_interrupted (self);
    }
}

/* About `time` µs of looks at a lane's plane. */
static void
look (DhTrainer *self, DhLaneRun *lane, DhPlaneScan *plane, gint64 time)
{
  Slice slice = { .trainer = self, .plane = plane };
  guint n_workers = MIN (dh_pool_get_n_workers (self->pool), 64);
  gint64 begin;

  if (!dh_plane_sight_is_on (self->stage->sight, plane->id))
    dh_plane_sight_aim (self->stage->sight, plane->origin, plane->axes, plane->id);
  slice.n_each = self->point_cost > 0 ? CLAMP (time / self->point_cost, 1, MAX_ROW) : 1;
  slice.n_points = dh_plane_scan_list (plane, n_workers * slice.n_each, slice.points);
  begin = g_get_monotonic_time ();
  dh_pool_run (self->pool, (slice.n_points + slice.n_each - 1) / slice.n_each, look_task, &slice);
  self->point_cost = MAX ((g_get_monotonic_time () - begin) / slice.n_each, 1);
  for (guint i = 0; i < slice.n_points; i++)
    if (slice.seen[i])
      dh_plane_scan_store (plane, slice.points[i], slice.losses[i]);
  dh_lane_plane_advance (lane->plane);
}

/* ---- whose turn it is ---- */

static DhPlaneScan *
get_unfinished (const DhLaneRun *lane, gboolean coarse)
{
  DhLanePlane *plane = lane->plane;

  if (plane == NULL)
    return NULL;
  if (plane->next != NULL)
    return plane->next;
  return !coarse && plane->shown != NULL && !dh_plane_scan_is_done (plane->shown)
         ? plane->shown : NULL;
}

/* The lane that knows least, or the one that is seen now if it isn't far ahead: turning the sight to
 * another plane costs as much as some looks.  A coarse picture is finished once begun. */
static DhLaneRun *
choose_lane (const DhTrainer *self, gboolean coarse)
{
  DhLaneRun *best = NULL;
  guint least = G_MAXUINT;

  for (guint i = 0; i < self->n_lanes; i++)
    {
      DhPlaneScan *plane = get_unfinished (self->lanes[i], coarse);
      gboolean here = plane != NULL && dh_plane_sight_is_on (self->stage->sight, plane->id);
      guint weight;

      if (plane == NULL)
        continue;
      weight = (coarse ? 0 : plane->n_done / STICK * 2) + (here ? 0 : 1);
      if (weight >= least)
        continue;
      best = self->lanes[i];
      least = weight;
    }
  return best;
}

/* FALSE: nothing is left to do. */
static gboolean
scan (DhTrainer *self, gboolean coarse, gint64 time)
{
  DhLaneRun *lane;

  for (guint i = 0; i < self->n_lanes; i++)
    if (wants_plane (self->lanes[i]))
      {
        begin_plane (self, self->lanes[i]);
        return TRUE;
      }
  lane = self->stage->sight != NULL ? choose_lane (self, coarse) : NULL;
  if (lane == NULL)
    return FALSE;
  look (self, lane, get_unfinished (lane, coarse), time);
  return TRUE;
}

static double
get_share (const DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->plane != NULL && self->lanes[i]->plane->next != NULL
        && self->lanes[i]->plane->shown == NULL)
      return FIRST_SHARE;
  return SCAN_SHARE;
}

void
dh_trainer_scan_due (DhTrainer *self)
{
  double share = get_share (self);
  gint64 begin = g_get_monotonic_time (), end;

  if (begin < self->next_scan || (!scan (self, TRUE, SLICE) && !scan (self, FALSE, SLICE)))
    return;
  end = g_get_monotonic_time ();
  self->next_scan = end + (gint64) ((end - begin) * (1 / share - 1));
}

gboolean
dh_trainer_has_to_scan (DhTrainer *self)
{
  for (guint i = 0; self->stage != NULL && i < self->n_lanes; i++)
    if (wants_plane (self->lanes[i]) || get_unfinished (self->lanes[i], FALSE) != NULL
        || dh_trainer_has_to_curve (self, self->lanes[i])
        || dh_trainer_has_to_paint (self->lanes[i]))
      return TRUE;
  return FALSE;
}

static guint
count_known (const DhTrainer *self)
{
  guint known = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    known += get_unfinished (self->lanes[i], FALSE) == NULL;
  return known;
}

void
dh_trainer_scan (DhTrainer *self)
{
  guint known = count_known (self);

  /* The mark on the rate is sooner done than a fine picture. */
  if (!scan (self, TRUE, LONG_SLICE) && !dh_trainer_curve (self))
    scan (self, FALSE, LONG_SLICE);
  /* What is finished is told at once. */
  if (count_known (self) != known || !dh_trainer_has_to_scan (self)
      || dh_trainer_is_report_due (self))
    dh_trainer_report (self);
}
