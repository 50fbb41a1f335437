/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's past made again: from an image, or from the start, to an iteration.
 *
 * Training is deterministic, so running the logged settings over the same batches again gives the
 * past itself, byte by byte.  It happens in a run that isn't among the lanes, which shares faces,
 * network, threads and scratch memory with them; the lanes go on meanwhile and aren't touched,
 * however a replay ends. (Rejected: a second trainer.  It would need faces, network and batches of
 * its own, and the two would compete for the same processors without knowing of each other.)
 *
 * Beside the training, a replay gets half of the time: it is wanted by somebody who waits.  It runs
 * in slices, because the context holds two batches, and each change between past and present makes
 * them anew.  One replay runs at a time, so that many lanes need the memory of one more run.
 */
#include "core/train/trainer-private.h"

#include <glib/gi18n-lib.h>

#include "core/train/lane-image-private.h"

/* Of the time, while the lanes train. */
#define SHARE .5
#define SLICE (G_USEC_PER_SEC / 10)

/* The one whose turn it is, or NULL. */
static DhPastRun *
find_next (const DhTrainer *self)
{
  if (self->context == NULL || self->context->network == NULL || self->n_lanes == 0)
    return NULL;
  return dh_replays_find_next (self->replays);
}

gboolean
dh_trainer_has_to_replay (const DhTrainer *self)
{
  return find_next (self) != NULL;
}

/* NULL: stopped, or impossible; the replay says why then. */
static DhLaneRun *
start_run (DhTrainer *self, DhPastRun *past, const DhLaneRequest *request)
{
  DhLaneRun *run = dh_lane_run_new_empty (request, self->context->network);

  if (run == NULL)
    dh_past_run_give_up (past, dh_lane_run_get_no_memory_words ());
  else if (!dh_trainer_fill_lane (self, run, NULL, 1))
    {
      g_clear_pointer (&run, dh_lane_run_free);
      if (!dh_trainer_is_stopped (self) && self->failure != NULL)
        dh_past_run_give_up (past, self->failure);
      g_clear_pointer (&self->failure, g_free);
    }
  return run;
}

static DhLaneRun *
restore_run (DhTrainer *self, DhPastRun *past, const DhLaneRequest *request)
{
  const gsize n = dh_network_get_table (self->context->network)->size;
  g_autoptr (GError) error = NULL;
  DhLaneRun *run = dh_lane_image_restore (past->request.image, request, n, &error);

  if (run == NULL)
    dh_past_run_give_up (past, error->message);
  else
    dh_lane_run_wake (run, self->context->network);
  return run;
}

static void
begin (DhTrainer *self, DhPastRun *past)
{
  const DhLaneRequest request = {
    .settings = { .start = past->request.start },
    .plan = past->request.log,
    .hidden = DH_LANE_ALL_PARTS,
  };
  g_autoptr (GError) error = NULL;

  if (!dh_run_context_check_memory (self->context, self->n_lanes, 1, &error))
    dh_past_run_give_up (past, error->message);
  else
    past->run = past->request.image != NULL ? restore_run (self, past, &request)
                                            : start_run (self, past, &request);
  if (past->run != NULL && !dh_lane_run_follow (past->run))
    dh_past_run_give_up (past, dh_lane_run_get_no_memory_words ());
}

/* The image first: what is measured now isn't a part of the lane's history. */
static void
finish (DhTrainer *self, DhPastRun *past)
{
  DhLaneImage *image = dh_lane_image_new (past->run);

  past->run->no_plane = !dh_run_context_may_explore (self->context);
  dh_trainer_examine_trial (self, past->run);
  if (dh_trainer_is_stopped (self))
    {
      g_clear_pointer (&image, dh_lane_image_unref);
      return;
    }
  past->report.image = image;
  past->report.snapshot = dh_lane_run_snapshot (past->run, past->run->iteration);
  g_clear_pointer (&past->run, dh_lane_run_free);
}

static void
run_step (DhTrainer *self, DhPastRun *past)
{
  DhLaneRun *run = past->run;

  if (!dh_trainer_run_trial (self, run))
    dh_past_run_give_up (past, self->stall);
  if (dh_trainer_is_stopped (self) || self->stall != NULL)
    return;
  past->report.iteration = run->iteration;
  if (run->fault != DH_FAULT_NONE)
    dh_past_run_give_up (
      past, _ ("This step can’t be made again: the training diverges before it."));
  else if (!dh_lane_run_follow (run))
    dh_past_run_give_up (past, dh_lane_run_get_no_memory_words ());
  else
    dh_trainer_measure_trial_due (self, run);
}

static void
go_on (DhTrainer *self, DhPastRun *past)
{
  if (past->run == NULL)
    begin (self, past);
  else if (past->run->iteration < past->request.iteration)
    run_step (self, past);
  else
    finish (self, past);
}

static gboolean
is_interrupted (DhTrainer *self)
{
  return g_atomic_int_get (&self->interrupted) || dh_trainer_is_stopped (self);
}

void
dh_trainer_replay (DhTrainer *self)
{
  const gint64 begin = g_get_monotonic_time ();
  gboolean news = FALSE;
  DhPastRun *past;
  guint n = 0;

  dh_trainer_begin_work (self);
  while ((past = find_next (self)) != NULL && !is_interrupted (self)
         && (n == 0 || g_get_monotonic_time () - begin < SLICE))
    {
      go_on (self, past);
      news |= dh_past_run_is_over (past);
      n++;
    }
  dh_trainer_account (self, DH_WORK_REPLAY, n, SHARE);
  if (!dh_trainer_is_stopped (self) && (news || dh_trainer_is_report_due (self)))
    dh_trainer_report (self);
}

void
dh_trainer_replay_due (DhTrainer *self)
{
  if (find_next (self) != NULL && dh_work_account_is_due (&self->account, DH_WORK_REPLAY))
    dh_trainer_replay (self);
}
