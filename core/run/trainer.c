/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The training loop.
 *
 *     take the newest plan → one iteration of the lanes that are furthest behind
 *     → paint and measure when it is time → report → again
 *
 * Lanes go in lockstep: only those with the fewest iterations step, so that a lane that was
 * added later catches up while the others wait, and equal iterations can be compared.  A lane that
 * diverged is out of the count and holds nobody up.
 *
 * The plan is the whole of what a person wants, not a list of commands: the worker compares it
 * with what it has.  So a plan that was replaced before it was read is not missed, and a slider that moves
 * faster than the steps costs nothing.
 *
 * Yardsticks are measured at fixed iterations, so that a run's table is the same each time;
 * previews by the clock, because they are for the eye.
 */
#include "core/run/trainer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/run/stage.h"

#define NICENESS              10
#define REPORT_INTERVAL       (G_USEC_PER_SEC / 10)
#define PREVIEW_INTERVAL      (G_USEC_PER_SEC / 5)
#define PREVIEW_COST_SHARE    8       /* previews take at most an eighth of the time */
#define MEASURE_INTERVAL      50      /* iterations */
#define PACE_WINDOW           (3 * G_USEC_PER_SEC)

struct _DhTrainer
{
  pthread_t  thread;
  DhMailbox *plans;           /* in */
  DhMailbox *reports;         /* out */
  int        cancelled;       /* atomic: the main context is about to quit */
  guint      n_workers;

  /* The rest belongs to worker 0. */
  DhPool    *pool;
  DhPlan    *plan;
  DhStage   *stage;
  char      *failure;         /* why there is no stage, or not all lanes */
  DhLaneRun *lanes[DH_PLAN_MAX_LANES];
  guint      n_lanes;
  guint64    n_steps_done;    /* single steps of this generation */
  gboolean   settled;         /* idle, and said so */
  double     elapsed;         /* s of training */
  gint64     last_report, last_preview, preview_cost;
  struct
  {
    gint64   since;
    guint64  rounds;
    double   pace;            /* rounds a second */
  } clock;
};

static gboolean
is_cancelled (DhTrainer *self)
{
  return g_atomic_int_get (&self->cancelled);
}

static void
start_worker_thread (gpointer data)
{
  setpriority (PRIO_PROCESS, syscall (SYS_gettid), NICENESS);
  dh_compute_thread_init ();
}

/* ---- what there is to do ---- */

/* Fewest and most iterations of the lanes that live; FALSE when none does. */
static gboolean
get_span (const DhTrainer *self, guint64 *least, guint64 *most)
{
  gboolean any = FALSE;

  *least = G_MAXUINT64;
  *most = 0;
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->fault == DH_FAULT_NONE)
      {
        *least = MIN (*least, self->lanes[i]->iteration);
        *most = MAX (*most, self->lanes[i]->iteration);
        any = TRUE;
      }
  return any;
}

static gboolean
has_work (const DhTrainer *self)
{
  guint64 least, most;

  if (self->plan == NULL || self->stage == NULL || !get_span (self, &least, &most))
    return FALSE;
  if (self->plan->iteration_limit > 0 && least >= self->plan->iteration_limit)
    return FALSE;
  return self->plan->playing || self->n_steps_done < self->plan->n_steps;
}

/* ---- one iteration ---- */

typedef struct
{
  DhTrainer *trainer;
  DhLaneRun *lanes[DH_PLAN_MAX_LANES];
  guint      n_lanes;
  guint      now, next;       /* places of the batches */
  gboolean   make_next;
  double     seconds;
} Round;

static void
make_batch_task (guint task, guint worker, gpointer data)
{
  Round *round = data;

  dh_stage_make_batch (round->trainer->stage, round->now, task);
}

/* Two halves a lane, then the two sides of the next batch. */
static void
round_task (guint task, guint worker, gpointer data)
{
  Round *round = data;
  DhStage *stage = round->trainer->stage;
  DhLaneDesk *desk = stage->lane_desks[worker];
  guint lane = task / DH_N_SIDES;
  DhSide side = task % DH_N_SIDES;

  if (is_cancelled (round->trainer))
    return;
  if (lane == round->n_lanes)
    dh_stage_make_batch (stage, round->next, side);
  else if (dh_lane_run_half_step (round->lanes[lane], desk, side,
                                  &stage->batches[round->now].sides[side],
                                  stage->use_mask[side]))
    dh_lane_run_finish_step (round->lanes[lane], desk, round->seconds);
}

static void
count_pace (DhTrainer *self, gint64 now)
{
  self->clock.rounds++;
  if (self->clock.since == 0)
    self->clock.since = now;
  else if (now - self->clock.since >= PACE_WINDOW / (self->clock.pace > 0 ? 1 : 6))
    {
      self->clock.pace = self->clock.rounds * (double) G_USEC_PER_SEC / (now - self->clock.since);
      self->clock.since = now;
      self->clock.rounds = 0;
    }
}

static void
restart_clock (DhTrainer *self)
{
  self->clock.since = g_get_monotonic_time ();
  self->clock.rounds = 0;
}

static void
choose_lanes (DhTrainer *self, Round *round, guint64 iteration)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->fault == DH_FAULT_NONE && self->lanes[i]->iteration == iteration)
      round->lanes[round->n_lanes++] = self->lanes[i];
}

static void
run_round (DhTrainer *self)
{
  Round round = { .trainer = self, .seconds = self->elapsed };
  DhStage *stage = self->stage;
  gint64 begin = g_get_monotonic_time ();
  guint64 least, most;

  get_span (self, &least, &most);
  choose_lanes (self, &round, least);
  round.now = dh_stage_find_batch (stage, least, least + 1);
  if (!stage->batches[round.now].filled)
    dh_pool_run (self->pool, DH_N_SIDES, make_batch_task, &round);
  stage->batches[round.now].filled = TRUE;
  round.next = dh_stage_find_batch (stage, least + 1, least);
  round.make_next = !stage->batches[round.next].filled;

  dh_pool_run (self->pool, DH_N_SIDES * (round.n_lanes + (round.make_next ? 1 : 0)), round_task,
               &round);

  stage->batches[round.next].filled = TRUE;
  if (least == most && self->n_steps_done < self->plan->n_steps)
    self->n_steps_done++;
  self->elapsed += (g_get_monotonic_time () - begin) / (double) G_USEC_PER_SEC;
  count_pace (self, g_get_monotonic_time ());
}

/* ---- painting and measuring ---- */

static void
paint_task (guint task, guint worker, gpointer data)
{
  DhTrainer *self = data;
  DhLaneRun *lane = self->lanes[task];

  if (is_cancelled (self) || lane->fault != DH_FAULT_NONE)
    return;
  g_clear_pointer (&lane->preview, dh_preview_unref);
  lane->preview = dh_examiner_paint (self->stage->examiner, self->stage->examiner_desks[worker],
                                     lane->parameters, lane->iteration);
}

static void
paint_previews (DhTrainer *self)
{
  gint64 begin = g_get_monotonic_time ();

  dh_pool_run (self->pool, self->n_lanes, paint_task, self);
  self->last_preview = g_get_monotonic_time ();
  self->preview_cost = self->last_preview - begin;
}

static gboolean
is_time_to_measure (const DhLaneRun *lane)
{
  guint64 i = lane->iteration;

  return i == 10 || i == 25 || (i > 0 && i % MEASURE_INTERVAL == 0);
}

static void
measure_task (guint task, guint worker, gpointer data)
{
  DhTrainer *self = data;
  DhLaneRun *lane = self->lanes[task];
  gboolean due = self->settled || is_time_to_measure (lane);
  DhYardsticks measured;

  if (is_cancelled (self) || !due || lane->iteration == 0
      || lane->yardsticks.iteration == lane->iteration)
    return;
  measured = dh_examiner_measure (self->stage->examiner, self->stage->examiner_desks[worker],
                                  lane->parameters, lane->iteration);
  dh_history_add_measured (lane->history, &measured);
  /* Broken weights give NaN: the window keeps the last that mean something. */
  if (lane->fault == DH_FAULT_NONE)
    lane->yardsticks = measured;
  lane->yardsticks.iteration = lane->iteration;
}

static gboolean
any_to_measure (const DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (is_time_to_measure (self->lanes[i])
        && self->lanes[i]->yardsticks.iteration != self->lanes[i]->iteration)
      return TRUE;
  return FALSE;
}

static void
examine_when_due (DhTrainer *self)
{
  gint64 pause = MAX (PREVIEW_INTERVAL, PREVIEW_COST_SHARE * self->preview_cost);

  if (any_to_measure (self))
    dh_pool_run (self->pool, self->n_lanes, measure_task, self);
  if (self->plan->live && g_get_monotonic_time () - self->last_preview >= pause)
    paint_previews (self);
}

/* ---- reports ---- */

static void
report (DhTrainer *self)
{
  DhReport *report = g_new0 (DhReport, 1);
  guint64 most = 0;

  report->plan_serial = self->plan->serial;
  report->generation = self->plan->generation;
  report->status = self->stage != NULL ? DH_REPORT_READY : DH_REPORT_FAILED;
  report->message = g_strdup (self->failure != NULL ? self->failure
                              : self->stage != NULL ? self->stage->notice : NULL);
  report->idle = self->settled;
  report->iterations_per_second = self->clock.pace;
  report->elapsed = self->elapsed;
  if (self->stage != NULL)
    report->n_parameters = dh_network_get_table (self->stage->network)->size;
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->fault == DH_FAULT_NONE)
      most = MAX (most, self->lanes[i]->iteration);
  for (guint i = 0; i < self->n_lanes; i++)
    {
      report->iteration = MAX (report->iteration, self->lanes[i]->iteration);
      report->lanes[i].id = self->lanes[i]->plan.id;
      report->lanes[i].snapshot = dh_lane_run_snapshot (self->lanes[i], most);
    }
  report->n_lanes = self->n_lanes;
  dh_mailbox_put (self->reports, report);
  self->last_report = g_get_monotonic_time ();
}

static void
report_loading (DhTrainer *self, const DhPlan *plan)
{
  DhReport *loading = g_new0 (DhReport, 1);

  loading->plan_serial = plan->serial;
  loading->generation = plan->generation;
  loading->status = DH_REPORT_LOADING;
  dh_mailbox_put (self->reports, loading);
}

/* ---- following the plan ---- */

static void
drop_lanes (DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    dh_lane_run_free (self->lanes[i]);
  self->n_lanes = 0;
}

static DhLaneRun *
find_lane (const DhTrainer *self, guint id)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->plan.id == id)
      return self->lanes[i];
  return NULL;
}

/* People, model or seed are others: everything is made anew. */
static void
set_stage (DhTrainer *self, const DhPlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhStage) old = g_steal_pointer (&self->stage);

  drop_lanes (self);
  report_loading (self, plan);
  g_clear_pointer (&self->failure, g_free);
  self->stage = dh_stage_new (plan, dh_pool_get_n_workers (self->pool), old, &self->cancelled,
                              &error);
  if (self->stage == NULL)
    self->failure = g_strdup (error->message);
  self->last_preview = 0;
}

static void
change_preview_faces (DhTrainer *self, guint n_faces)
{
  g_autoptr (GError) error = NULL;

  if (dh_stage_set_preview_faces (self->stage, n_faces, &error))
    self->last_preview = 0;
  else
    {
      drop_lanes (self);
      g_clear_pointer (&self->stage, dh_stage_free);
      self->failure = g_strdup (error->message);
    }
}

static void
begin_generation (DhTrainer *self, const DhPlan *plan)
{
  const DhPlan *old = self->plan;
  gboolean same = old != NULL && self->stage != NULL && plan->seed == old->seed
                  && g_strcmp0 (plan->preset, old->preset) == 0
                  && g_strcmp0 (plan->folders[0], old->folders[0]) == 0
                  && g_strcmp0 (plan->folders[1], old->folders[1]) == 0;

  if (!same)
    set_stage (self, plan);
  else
    for (guint i = 0; i < self->n_lanes; i++)
      dh_lane_run_restart (self->lanes[i], self->stage->lane_desks[0]->workspace, plan->seed);
  self->n_steps_done = 0;
  self->elapsed = 0;
  self->clock.pace = 0;
  self->last_preview = 0;
}

static gboolean
admit_lanes (DhTrainer *self, const DhPlan *plan)
{
  g_autoptr (GError) error = NULL;
  guint n_new = 0;

  for (guint i = 0; i < plan->n_lanes; i++)
    n_new += find_lane (self, plan->lanes[i].id) == NULL;
  if (n_new == 0 || dh_stage_check_memory (self->stage, n_new, &error))
    return TRUE;
  g_free (self->failure);
  self->failure = g_strdup (error->message);
  return FALSE;
}

static DhLaneRun *
follow_lane (DhTrainer *self, const DhLanePlan *plan)
{
  DhLaneRun *lane = find_lane (self, plan->id);
  DhWorkspace *workspace = self->stage->lane_desks[0]->workspace;

  if (lane == NULL)
    return dh_lane_run_new (plan, self->stage->network, workspace, self->stage->seed,
                            plan->source_id != 0 ? find_lane (self, plan->source_id) : NULL);
  if (plan->n_restarts != lane->plan.n_restarts)
    dh_lane_run_restart (lane, workspace, self->stage->seed);
  dh_lane_run_adopt (lane, plan);
  return lane;
}

/* Additions come before removals: a copy's source may be gone from the same plan. */
static void
follow_lanes (DhTrainer *self, const DhPlan *plan)
{
  DhLaneRun *lanes[DH_PLAN_MAX_LANES];
  guint n_lanes = 0;
  gboolean may_add = admit_lanes (self, plan);

  for (guint i = 0; i < plan->n_lanes; i++)
    if (may_add || find_lane (self, plan->lanes[i].id) != NULL)
      lanes[n_lanes++] = follow_lane (self, &plan->lanes[i]);
  for (guint i = 0; i < self->n_lanes; i++)
    {
      gboolean wanted = FALSE;

      for (guint k = 0; k < n_lanes; k++)
        wanted |= lanes[k] == self->lanes[i];
      if (!wanted)
        dh_lane_run_free (self->lanes[i]);
    }
  memcpy (self->lanes, lanes, n_lanes * sizeof lanes[0]);
  self->n_lanes = n_lanes;
}

/* (transfer full) plan */
static void
follow (DhTrainer *self, DhPlan *plan)
{
  guint n_lanes = self->n_lanes;
  guint old_faces = self->plan != NULL ? self->plan->n_preview_faces : 0;

  if (self->plan == NULL || plan->generation != self->plan->generation)
    begin_generation (self, plan);
  else if (self->stage != NULL && plan->n_preview_faces != old_faces)
    change_preview_faces (self, plan->n_preview_faces);
  g_clear_pointer (&self->plan, dh_plan_free);
  self->plan = plan;
  if (self->stage != NULL)
    follow_lanes (self, plan);
  if (self->n_lanes != n_lanes)
    self->last_preview = 0;
  if (self->settled)
    restart_clock (self); /* the rest was no training time */
  self->settled = FALSE;
}

/* Nothing is left to do: show exactly where the lanes stand. */
static void
settle (DhTrainer *self)
{
  self->settled = TRUE;
  if (self->stage != NULL && self->n_lanes > 0)
    {
      dh_pool_run (self->pool, self->n_lanes, measure_task, self);
      paint_previews (self);
    }
  report (self);
}

static void
work_on (DhTrainer *self)
{
  run_round (self);
  if (is_cancelled (self))
    return;
  examine_when_due (self);
  if (g_get_monotonic_time () - self->last_report >= REPORT_INTERVAL)
    report (self);
}

static void *
trainer_main (void *data)
{
  DhTrainer *self = data;

  start_worker_thread (NULL);
  self->pool = dh_pool_new (self->n_workers, start_worker_thread, NULL);
  while (!is_cancelled (self))
    {
      gboolean busy = has_work (self) || (self->plan != NULL && !self->settled);
      DhPlan *plan = busy ? dh_mailbox_take (self->plans) : dh_mailbox_wait (self->plans);

      if (is_cancelled (self))
        {
          g_clear_pointer (&plan, dh_plan_free);
          break;
        }
      if (plan != NULL)
        follow (self, plan);
      if (has_work (self))
        work_on (self);
      else if (!self->settled)
        settle (self);
    }
  drop_lanes (self);
  g_clear_pointer (&self->stage, dh_stage_free);
  g_clear_pointer (&self->pool, dh_pool_free);
  return NULL;
}

DhTrainer *
dh_trainer_new (guint n_workers)
{
  DhTrainer *self = g_new0 (DhTrainer, 1);

  self->n_workers = n_workers > 0 ? n_workers : g_get_num_processors ();
  self->plans = dh_mailbox_new ((GDestroyNotify) dh_plan_free);
  self->reports = dh_mailbox_new ((GDestroyNotify) dh_report_free);
  if (pthread_create (&self->thread, NULL, trainer_main, self) != 0)
    g_error ("the system gives no thread for training");
  return self;
}

void
dh_trainer_free (DhTrainer *self)
{
  g_atomic_int_set (&self->cancelled, TRUE);
  /* An empty plan wakes a sleeping worker. */
  dh_mailbox_put (self->plans, g_new0 (DhPlan, 1));
  pthread_join (self->thread, NULL);
  dh_mailbox_free (self->plans);
  dh_mailbox_free (self->reports);
  g_clear_pointer (&self->plan, dh_plan_free);
  g_free (self->failure);
  g_free (self);
}

void
dh_trainer_send (DhTrainer *self, DhPlan *plan)
{
  dh_mailbox_put (self->plans, plan);
}

DhReport *
dh_trainer_take (DhTrainer *self)
{
  return dh_mailbox_take (self->reports);
}

int
dh_trainer_get_fd (DhTrainer *self)
{
  return dh_mailbox_get_fd (self->reports);
}
