/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Previews and metrics, one task per lane.  Metrics are measured at fixed iterations, so that a
 * run's table is the same each time; previews at time intervals, because they are for the eye.
 */
#include "core/train/trainer-private.h"

#include <math.h>

#define PREVIEW_INTERVAL (G_USEC_PER_SEC / 4)
#define PREVIEW_SHARE    0.015 /* at most, of the time of training */
#define MEASURE_INTERVAL 50   /* iterations, initially */
#define MEASURE_LATER    100  /* from iteration 200 on */

/* Whether the lane's preview is missing or shows other faces or earlier weights. */
static gboolean
is_outdated (const DhTrainer *self, const DhLaneRun *lane)
{
  DhPreview *blank = dh_evaluator_get_blank (self->context->evaluator);

  return lane->preview == NULL || dh_preview_get_iteration (lane->preview) != lane->iteration
         || dh_preview_get_n_faces (lane->preview) != dh_preview_get_n_faces (blank);
}

/* A diverged lane is shown once, with its last finite weights. */
static gboolean
has_to_paint (const DhTrainer *self, const DhLaneRun *lane)
{
  return !(lane->request.hidden & DH_LANE_FACES) && is_outdated (self, lane)
         && (lane->fault == DH_FAULT_NONE || dh_lane_run_has_finite_weights (lane));
}

static void
paint (DhTrainer *self, DhLaneRun *lane, guint worker)
{
  DhScratchPool *scratch_pool = &self->context->scratch_pool;
  DhPreview *preview;
  guint scratch;

  scratch = dh_scratch_pool_borrow (scratch_pool, worker);
  preview = dh_evaluator_paint (self->context->evaluator, scratch_pool->painting[scratch],
                                lane->parameters, lane->iteration);
  dh_scratch_pool_return (scratch_pool, scratch);
  if (dh_trainer_is_stopped (self))
    {
      dh_preview_unref (preview); /* not completely painted */
      return;
    }
  g_clear_pointer (&lane->preview, dh_preview_unref);
  lane->preview = preview;
}

static void
paint_task (guint task, guint worker, gpointer data)
{
  DhTrainer *self = data;

  if (!dh_trainer_is_stopped (self) && has_to_paint (self, self->lanes[task]))
    paint (self, self->lanes[task], worker);
}

static void
run_told (DhTrainer *self, DhProgressKind kind, double work, guint n_lanes,
          void (*task) (guint task, guint worker, gpointer data))
{
  dh_trainer_begin_telling (self, &(DhProgress) { .kind = kind }, n_lanes * work);
  dh_thread_pool_run (self->pool, self->n_lanes, task, self);
  dh_trainer_end_telling (self);
}

static guint
count_to_paint (const DhTrainer *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    n += has_to_paint (self, self->lanes[i]);
  return n;
}

static void
paint_previews (DhTrainer *self)
{
  guint n = count_to_paint (self);

  if (n == 0)
    return;
  dh_trainer_begin_work (self);
  run_told (self, DH_PROGRESS_PAINT, dh_evaluator_get_paint_work (self->context->evaluator), n,
            paint_task);
  dh_trainer_account (self, DH_WORK_PREVIEWS, n, PREVIEW_SHARE);
  self->last_preview = g_get_monotonic_time ();
}

static gboolean
is_time_to_measure (const DhLaneRun *lane)
{
  guint64 i = lane->iteration;

  if (i > 2 * MEASURE_LATER)
    return i % MEASURE_LATER == 0;
  return i == MEASURE_INTERVAL / 5 || i == MEASURE_INTERVAL / 2
         || (i > 0 && i % MEASURE_INTERVAL == 0);
}

static gboolean
is_to_measure (const DhTrainer *self, const DhLaneRun *lane)
{
  return (self->settled || is_time_to_measure (lane)) && lane->iteration > 0
         && lane->metrics.iteration != lane->iteration;
}

static void
measure (DhTrainer *self, DhLaneRun *lane, guint worker)
{
  DhScratchPool *scratch_pool = &self->context->scratch_pool;
  DhMetrics measured;
  guint scratch;

  scratch = dh_scratch_pool_borrow (scratch_pool, worker);
  measured = dh_evaluator_measure (self->context->evaluator, scratch_pool->painting[scratch],
                                   lane->parameters, lane->iteration);
  dh_scratch_pool_return (scratch_pool, scratch);
  if (dh_trainer_is_stopped (self))
    return;
  dh_history_add_measured (lane->history, &measured);
  /* Weights that aren't finite give NaN; the window keeps the last valid metrics. */
  if (isfinite (measured.mae))
    lane->metrics = measured;
  lane->metrics.iteration = lane->iteration;
}

static void
measure_task (guint task, guint worker, gpointer data)
{
  DhTrainer *self = data;

  if (!dh_trainer_is_stopped (self) && is_to_measure (self, self->lanes[task]))
    measure (self, self->lanes[task], worker);
}

static void
measure_lanes (DhTrainer *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    n += is_to_measure (self, self->lanes[i]);
  if (n == 0)
    return;
  dh_trainer_begin_work (self);
  run_told (self, DH_PROGRESS_MEASURE, dh_evaluator_get_measure_work (self->context->evaluator), n,
            measure_task);
  dh_trainer_account (self, DH_WORK_METRICS, n, 1);
}

void
dh_trainer_examine_due (DhTrainer *self)
{
  measure_lanes (self);
  if (self->request->live && g_get_monotonic_time () - self->last_preview >= PREVIEW_INTERVAL
      && (self->last_preview == 0 || dh_work_account_is_due (&self->account, DH_WORK_PREVIEWS)))
    paint_previews (self);
}

void
dh_trainer_examine_all (DhTrainer *self)
{
  if (self->context == NULL || self->n_lanes == 0)
    return;
  measure_lanes (self);
  paint_previews (self);
}

/* ---- a run that isn't among the lanes ---- */

typedef struct
{
  DhTrainer *trainer;
  DhLaneRun *run;
} Trial;

static void
measure_trial_task (guint task, guint worker, gpointer data)
{
  Trial *trial = data;

  measure (trial->trainer, trial->run, worker);
}

static void
paint_trial_task (guint task, guint worker, gpointer data)
{
  Trial *trial = data;

  paint (trial->trainer, trial->run, worker);
}

void
dh_trainer_measure_trial_due (DhTrainer *self, DhLaneRun *trial)
{
  if (is_time_to_measure (trial) && trial->metrics.iteration != trial->iteration)
    dh_thread_pool_run (self->pool, 1, measure_trial_task, &(Trial) { self, trial });
}

void
dh_trainer_examine_trial (DhTrainer *self, DhLaneRun *trial)
{
  if (trial->iteration > 0 && trial->metrics.iteration != trial->iteration)
    dh_thread_pool_run (self->pool, 1, measure_trial_task, &(Trial) { self, trial });
  dh_thread_pool_run (self->pool, 1, paint_trial_task, &(Trial) { self, trial });
}
