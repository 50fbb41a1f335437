/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One iteration of the lanes that are furthest behind.
 */
#include "core/train/trainer-private.h"

#include "core/train/task-split.h"

#define PACE_WINDOW (3 * G_USEC_PER_SEC)

/* The smallest and largest iteration among living lanes; FALSE if there are none. */
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

/* Whether the lanes train whose smallest iteration is this one. */
static gboolean
is_training (const DhTrainer *self, guint64 least)
{
  if (self->request->iteration_limit > 0 && least >= self->request->iteration_limit)
    return FALSE;
  return self->request->playing || self->n_steps_done < self->request->n_steps;
}

/* Lanes that are to reach an iteration do so even while the training pauses. */
static gboolean
has_to_arrive (const DhLaneRun *lane)
{
  return lane->fault == DH_FAULT_NONE && lane->iteration < lane->request.run_to;
}

/* The smallest iteration of such a lane; G_MAXUINT64: there is none. */
static guint64
find_arriving (const DhTrainer *self)
{
  guint64 least = G_MAXUINT64;

  for (guint i = 0; i < self->n_lanes; i++)
    if (has_to_arrive (self->lanes[i]))
      least = MIN (least, self->lanes[i]->iteration);
  return least;
}

gboolean
dh_trainer_has_work (const DhTrainer *self)
{
  guint64 least, most;

  if (self->request == NULL || self->context == NULL || self->stall != NULL
      || !get_span (self, &least, &most))
    return FALSE;
  return is_training (self, least) || find_arriving (self) < G_MAXUINT64;
}

/* ---- one iteration ---- */

typedef struct
{
  DhTrainer *trainer;
  DhLaneRun *lanes[DH_MAX_LANES];
  guint n_lanes, n_whole; /* n_whole: the first of them, whose step is one task */
  guint now, next;        /* places of batches */
  gboolean make_next;
  gint64 begin; /* µs */
} Round;

static double
get_seconds_since (gint64 begin)
{
  return (g_get_monotonic_time () - begin) / (double) G_USEC_PER_SEC;
}

static void
make_batch_task (guint task, guint worker, gpointer data)
{
  Round *round = data;

  dh_run_context_make_batch (round->trainer->context, round->now, task);
}

/* A cancelled step changes nothing. */
static void
finish_step (Round *round, DhLaneRun *lane)
{
  DhTrainer *self = round->trainer;

  if (dh_trainer_is_stopped (self))
    return;
  dh_lane_run_finish_step (lane, self->elapsed + get_seconds_since (round->begin));
  dh_scratch_pool_take_gradients (&self->context->scratch_pool, lane);
}

static void
run_half (Round *round, DhLaneRun *lane, DhSide side, guint worker)
{
  DhRunContext *context = round->trainer->context;
  guint scratch = dh_scratch_pool_borrow (&context->scratch_pool, worker);
  gboolean last;

  dh_scratch_pool_lend_gradients (&context->scratch_pool, lane);
  last = dh_lane_run_half_step (lane, context->scratch_pool.lane[scratch], side,
                                &context->batches[round->now].sides[side], context->use_mask[side]);
  if (last)
    finish_step (round, lane);
  dh_scratch_pool_return (&context->scratch_pool, scratch);
}

static void
run_whole (Round *round, DhLaneRun *lane, guint worker)
{
  DhRunContext *context = round->trainer->context;
  guint scratch = dh_scratch_pool_borrow (&context->scratch_pool, worker);

  dh_scratch_pool_lend_gradients (&context->scratch_pool, lane);
  dh_lane_run_whole_step (lane, context->scratch_pool.lane[scratch],
                          context->batches[round->now].sides, context->use_mask);
  finish_step (round, lane);
  dh_scratch_pool_return (&context->scratch_pool, scratch);
}

/* The lanes that are one task, two halves for each of the others, then the two sides of the next
 * batch. */
static void
round_task (guint task, guint worker, gpointer data)
{
  Round *round = data;
  guint half = task - round->n_whole; /* of those that follow the whole lanes */
  guint lane = round->n_whole + half / DH_N_SIDES;
  DhSide side = half % DH_N_SIDES;

  if (dh_trainer_is_stopped (round->trainer))
    return;
  if (task < round->n_whole)
    run_whole (round, round->lanes[task], worker);
  else if (lane == round->n_lanes)
    dh_run_context_make_batch (round->trainer->context, round->next, side);
  else
    run_half (round, round->lanes[lane], side, worker);
}

static guint
count_tasks (const Round *round)
{
  const guint n_batches = round->make_next ? 1 : 0;

  return round->n_whole + DH_N_SIDES * (round->n_lanes - round->n_whole + n_batches);
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

void
dh_trainer_restart_clock (DhTrainer *self)
{
  self->clock.since = g_get_monotonic_time ();
  self->clock.rounds = 0;
}

/* all: not only those that have to arrive somewhere. */
static void
choose_lanes (DhTrainer *self, Round *round, guint64 iteration, gboolean all)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->fault == DH_FAULT_NONE && self->lanes[i]->iteration == iteration
        && (all || has_to_arrive (self->lanes[i])))
      round->lanes[round->n_lanes++] = self->lanes[i];
}

static guint
join_areas (DhLaneRun *const *lanes, guint n_lanes)
{
  guint areas = 0;

  for (guint i = 0; i < n_lanes; i++)
    areas |= dh_objective_get_areas (&lanes[i]->objective);
  return areas;
}

/* The areas that any lane needs, so that a lane that is ahead finds its batch complete later, and
 * those of a run that isn't among the lanes. */
static guint
collect_areas (const Round *round)
{
  return join_areas (round->trainer->lanes, round->trainer->n_lanes)
         | join_areas (round->lanes, round->n_lanes);
}

static void
tell_step (const Round *round, guint64 iteration)
{
  const DhProgress progress = { DH_PROGRESS_STEP, .iteration = iteration + 1 };

  dh_trainer_begin_telling (round->trainer, &progress,
                            round->n_lanes * round->trainer->context->demand.work);
}

/* Some lanes may have finished one half. */
static void
break_off (Round *round)
{
  for (guint i = 0; i < round->n_lanes; i++)
    {
      dh_scratch_pool_take_gradients (&round->trainer->context->scratch_pool, round->lanes[i]);
      atomic_store (&round->lanes[i]->n_halves, 0);
    }
}

/* The results don't depend on it. */
static guint
count_whole (const Round *round)
{
  if (!dh_network_takes_both (round->trainer->context->network))
    return 0;
  return dh_task_split_count_whole (round->n_lanes,
                                    dh_thread_pool_get_n_workers (round->trainer->pool));
}

/* The batch of this iteration, unless it is there.  FALSE: it can't be made, and the training
 * stops. */
static gboolean
make_batch (Round *round, guint64 iteration)
{
  DhTrainer *self = round->trainer;
  DhRunContext *context = self->context;
  g_autoptr (GError) error = NULL;

  round->now = dh_run_context_find_batch (context, iteration, iteration + 1);
  if (context->batches[round->now].filled)
    return TRUE;
  dh_thread_pool_run (self->pool, DH_N_SIDES, make_batch_task, round);
  if (dh_run_context_finish_batch (context, round->now, &error))
    return TRUE;
  g_free (self->stall);
  self->stall = g_strdup (error->message);
  return FALSE;
}

/* Runs this iteration of the chosen lanes.  FALSE: it can't be run. */
static gboolean
run_tasks (Round *round, guint64 iteration)
{
  DhTrainer *self = round->trainer;
  DhRunContext *context = self->context;

  context->areas = collect_areas (round);
  if (!make_batch (round, iteration))
    return FALSE;
  round->next = dh_run_context_find_batch (context, iteration + 1, iteration);
  round->make_next = !context->batches[round->next].filled;
  round->n_whole = count_whole (round);
  tell_step (round, iteration);
  dh_thread_pool_run (self->pool, count_tasks (round), round_task, round);
  dh_trainer_end_telling (self);
  if (dh_trainer_is_stopped (self))
    break_off (round);
  else if (round->make_next)
    dh_run_context_finish_batch (context, round->next, NULL); /* or tried again when it is due */
  return TRUE;
}

gboolean
dh_trainer_run_trial (DhTrainer *self, DhLaneRun *trial)
{
  Round round = {
    .trainer = self, .lanes = { trial }, .n_lanes = 1, .begin = g_get_monotonic_time ()
  };

  return run_tasks (&round, trial->iteration);
}

/* At once, so that a training that pauses here shows the settings that its next step uses. */
static void
follow_plans (DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (!dh_lane_run_follow (self->lanes[i]))
      dh_trainer_say_no_memory (self);
}

void
dh_trainer_run_round (DhTrainer *self)
{
  Round round = { .trainer = self, .begin = g_get_monotonic_time () };
  guint64 least, most;
  gboolean training, runs;

  get_span (self, &least, &most);
  training = is_training (self, least);
  choose_lanes (self, &round, training ? least : find_arriving (self), training);
  dh_trainer_begin_work (self);
  g_atomic_int_set (&self->stepping, training && self->request->playing);
  runs = run_tasks (&round, round.lanes[0]->iteration);
  g_atomic_int_set (&self->stepping, FALSE);
  if (!runs)
    return;
  dh_work_account_add_training (&self->account, round.n_lanes,
                                dh_thread_pool_get_cpu_time (self->pool));
  if (dh_trainer_is_stopped (self))
    return;
  follow_plans (self);
  if (training && least == most && self->n_steps_done < self->request->n_steps)
    self->n_steps_done++;
  self->elapsed += get_seconds_since (round.begin);
  count_pace (self, g_get_monotonic_time ());
}
