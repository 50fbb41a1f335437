/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lanes' positions on their landscapes, the faces at a selected point, and the curvature at the
 * ball.
 *
 * All of these need forward passes or passes over all weights, so during training each is limited
 * to a small share of the time.  When training pauses, all are brought up to date.
 */
#include "core/train/trainer-private.h"

#include <math.h>

#include "core/train/update.h"

#define BALL_SHARE    0.005
#define LOSS_SHARE    0.005
#define LOSS_INTERVAL (G_USEC_PER_SEC / 2)
#define CURVE_SHARE   0.02
#define MAX_PRODUCTS  60 /* per set of weights */

/* ---- the ball ---- */

/* Whether there is a picture, and someone sees it. */
static gboolean
shows_plane (const DhLaneRun *lane)
{
  return lane->plane != NULL && dh_lane_plane_get_visible (lane->plane) != NULL
         && !(lane->request.hidden & DH_LANE_LANDSCAPE);
}

static void
move_task (guint task, guint worker, gpointer data)
{
  DhLaneRun *lane = ((DhTrainer *) data)->lanes[task];

  if (shows_plane (lane))
    dh_lane_plane_move_ball (lane->plane, lane->iteration, lane->parameters);
}

static gboolean
knows_loss (const DhLaneRun *lane)
{
  return lane->plane->loss_iteration == lane->iteration
         && lane->plane->loss_of == lane->plane->n_planes;
}

static void
loss_task (guint task, guint worker, gpointer data)
{
  DhTrainer *self = data;
  DhLaneRun *lane = self->lanes[task];
  DhScratchPool *scratch_pool = &self->context->scratch_pool;
  double loss = 0;
  guint scratch;

  if (!shows_plane (lane) || knows_loss (lane) || dh_trainer_is_stopped (self))
    return;
  scratch = dh_scratch_pool_borrow (scratch_pool, worker);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    loss += dh_lane_run_evaluate (lane, scratch_pool->lane[scratch], lane->parameters, side,
                                  &self->context->held_out[side], self->context->use_mask[side],
                                  NULL, NULL, NULL);
  dh_scratch_pool_return (scratch_pool, scratch);
  if (dh_trainer_is_stopped (self))
    return;
  dh_lane_plane_set_loss (lane->plane, lane->iteration, loss);
}

static guint
count_planes (const DhTrainer *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    n += shows_plane (self->lanes[i]);
  return n;
}

/* Whether a plane has become visible that the ball isn't on yet. */
static gboolean
misses_ball (const DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    {
      const DhLaneRun *lane = self->lanes[i];

      if (shows_plane (lane)
          && dh_lane_plane_get_visible (lane->plane)->serial != lane->plane->ball_serial)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_loss_due (const DhTrainer *self)
{
  return self->settled
         || (dh_work_account_is_due (&self->account, DH_WORK_BALL_LOSS)
             && g_get_monotonic_time () - self->last_ball_loss >= LOSS_INTERVAL);
}

void
dh_trainer_move_balls (DhTrainer *self)
{
  const guint n = self->context != NULL ? count_planes (self) : 0;

  if (n == 0)
    return;
  if (self->settled || misses_ball (self) || dh_work_account_is_due (&self->account, DH_WORK_BALL))
    {
      dh_trainer_begin_work (self);
      dh_thread_pool_run (self->pool, self->n_lanes, move_task, self);
      dh_trainer_account (self, DH_WORK_BALL, n, BALL_SHARE);
    }
  if (is_loss_due (self))
    {
      dh_trainer_begin_work (self);
      dh_run_context_get_held_out (self->context, DH_SIDE_A);
      dh_thread_pool_run (self->pool, self->n_lanes, loss_task, self);
      dh_trainer_account (self, DH_WORK_BALL_LOSS, n, LOSS_SHARE);
      self->last_ball_loss = g_get_monotonic_time ();
    }
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->plane != NULL)
      dh_lane_plane_publish (self->lanes[i]->plane);
}

/* ---- probes ---- */

gboolean
dh_trainer_has_to_paint (const DhLaneRun *lane)
{
  return lane->plane != NULL && lane->request.probe_serial != 0
         && lane->plane->probe_serial != lane->request.probe_serial
         && dh_lane_plane_get_visible (lane->plane) != NULL;
}

static void
paint_task (guint task, guint worker, gpointer data)
{
  DhTrainer *self = data;
  DhLaneRun *lane = self->lanes[task];
  DhScratchPool *scratch_pool = &self->context->scratch_pool;
  const DhPlaneScan *plane;
  float *weights;
  guint scratch;

  if (!dh_trainer_has_to_paint (lane) || dh_trainer_is_stopped (self))
    return;
  plane = dh_lane_plane_get_visible (lane->plane);
  weights = dh_tensor_new (plane->n_floats);
  dh_plane_scan_get_weights (plane, lane->request.probe_at, weights);
  g_clear_pointer (&lane->plane->probe, dh_preview_unref);
  scratch = dh_scratch_pool_borrow (scratch_pool, worker);
  lane->plane->probe = dh_evaluator_paint (self->context->evaluator,
                                           scratch_pool->painting[scratch], weights,
                                           plane->iteration);
  dh_scratch_pool_return (scratch_pool, scratch);
  lane->plane->probe_serial = lane->request.probe_serial;
  dh_tensor_free (weights);
}

gboolean
dh_trainer_paint_probes (DhTrainer *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->n_lanes; i++)
    any |= dh_trainer_has_to_paint (self->lanes[i]);
  if (any)
    dh_thread_pool_run (self->pool, self->n_lanes, paint_task, self);
  return any;
}

/* ---- curvature ---- */

/* The gradient of a lane's loss on the held-out batch, at any weights. */
typedef struct
{
  DhTrainer *trainer;
  DhLaneRun *lane;
  const float *parameters;
  double losses[DH_N_SIDES];
} Slope;

static void
slope_task (guint side, guint worker, gpointer data)
{
  Slope *slope = data;
  DhRunContext *context = slope->trainer->context;
  DhLaneRun *lane = slope->lane;
  guint scratch = dh_scratch_pool_borrow (&context->scratch_pool, worker);

  slope->losses[side] = dh_lane_run_evaluate (lane, context->scratch_pool.lane[scratch],
                                              slope->parameters, side, &context->held_out[side],
                                              context->use_mask[side], &lane->gradient[side], NULL,
                                              NULL);
  dh_scratch_pool_return (&context->scratch_pool, scratch);
}

static void
set_cancelled (DhTrainer *self, const int *flag)
{
  for (guint i = 0; i < self->context->scratch_pool.n; i++)
    dh_workspace_set_cancelled (self->context->scratch_pool.lane[i]->workspace, flag);
}

/* The gradients are unused between two steps. */
static gboolean
get_slope (const float *parameters, float *gradient, gpointer data)
{
  Slope *slope = data;
  DhTrainer *self = slope->trainer;
  const DhParameterTable *table = dh_network_get_table (self->context->network);
  const DhUpdate sides = {
    .gradient = { slope->lane->gradient[DH_SIDE_A], slope->lane->gradient[DH_SIDE_B] },
  };

  slope->parameters = parameters;
  dh_thread_pool_run (self->pool, DH_N_SIDES, slope_task, slope);
  if (!isfinite (slope->losses[0] + slope->losses[1]) || g_atomic_int_get (&self->interrupted))
    return FALSE;
  for (guint i = 0; i < table->n_items; i++)
    dh_update_join (&sides, table->items[i].part, table->items[i].offset, table->items[i].size, 1,
                    gradient + table->items[i].offset);
  return TRUE;
}

/* Not in a run without a window, where the result isn't shown. */
static gboolean
wants_lambda (const DhTrainer *self, const DhLaneRun *lane)
{
  return (lane->plane != NULL || self->request->live)
         && !(lane->request.hidden & DH_LANE_RATE_LIMIT) && dh_run_context_may_explore (self->context)
         && lane->fault == DH_FAULT_NONE && dh_lane_run_has_stable_rate (lane);
}

static void
curve (DhTrainer *self, DhLaneRun *lane)
{
  const gsize n = dh_network_get_table (self->context->network)->size;
  Slope slope = { .trainer = self, .lane = lane };
  float *scratch = dh_tensor_new (3 * n);

  dh_run_context_get_held_out (self->context, DH_SIDE_A);
  if (lane->curvature == NULL)
    lane->curvature = dh_curvature_new (n, self->context->seed);
  set_cancelled (self, &self->interrupted);
  dh_scratch_pool_lend_gradients (&self->context->scratch_pool, lane);
  if (lane->curved_at != lane->iteration)
    lane->n_products = 0;
  lane->curved_at = lane->iteration;
  if (dh_curvature_step (lane->curvature, lane->parameters, get_slope, &slope, scratch)
      || !g_atomic_int_get (&self->interrupted))
    lane->n_products++;
  set_cancelled (self, self->context->cancelled);
  dh_scratch_pool_take_gradients (&self->context->scratch_pool, lane);
  dh_tensor_free (scratch);
}

gboolean
dh_trainer_has_to_curve (const DhTrainer *self, const DhLaneRun *lane)
{
  if (!wants_lambda (self, lane) || lane->iteration == 0)
    return FALSE;
  if (lane->curvature == NULL || lane->curved_at != lane->iteration)
    return TRUE;
  return lane->n_products
         < (isfinite (dh_curvature_get_lambda (lane->curvature)) ? 3 : MAX_PRODUCTS);
}

/* Computes one product for the lane with the fewest. */
gboolean
dh_trainer_curve (DhTrainer *self)
{
  DhLaneRun *best = NULL;

  for (guint i = 0; i < self->n_lanes; i++)
    if (dh_trainer_has_to_curve (self, self->lanes[i])
        && (best == NULL || self->lanes[i]->n_curved < best->n_curved))
      best = self->lanes[i];
  if (best == NULL)
    return FALSE;
  best->n_curved++;
  curve (self, best);
  return TRUE;
}

void
dh_trainer_curve_due (DhTrainer *self)
{
  if (!dh_work_account_is_due (&self->account, DH_WORK_CURVATURE))
    return;
  dh_trainer_begin_work (self);
  if (dh_trainer_curve (self))
    dh_trainer_account (self, DH_WORK_CURVATURE, 1, CURVE_SHARE);
}
