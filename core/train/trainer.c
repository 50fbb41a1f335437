/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker's loop.
 *
 *     take the newest request → one iteration of the lanes that are furthest behind
 *     → paint and measure when it is time → report → again
 *
 * Lanes run in lockstep: only those with the fewest iterations step, so that a lane added later
 * catches up while the others wait, and equal iterations can be compared.  A diverged lane doesn't
 * count and holds nobody up.
 */
#include "core/train/trainer-private.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/base/processor.h"

#define NICENESS 10
/* There are never more tasks than this at the same time, and each worker costs memory. */
#define MAX_WORKERS (DH_N_SIDES * (DH_MAX_LANES + 1))

static void
start_worker_thread (gpointer data)
{
  setpriority (PRIO_PROCESS, syscall (SYS_gettid), NICENESS);
  dh_compute_thread_init ();
}

/* Nothing is left to do: updates previews and metrics for the final state.  Single steps that could
 * not be made (no lane lives, the limit is reached) are not made up for later. */
static void
settle (DhTrainer *self)
{
  self->settled = TRUE;
  self->n_steps_done = MAX (self->n_steps_done, self->request->n_steps);
  dh_trainer_examine_all (self);
  if (dh_trainer_is_stopped (self))
    return;
  dh_trainer_report (self);
  dh_trainer_keep_all (self);
}

static void
work_on (DhTrainer *self)
{
  dh_trainer_keep_begin (self);
  dh_trainer_run_round (self);
  if (dh_trainer_is_stopped (self))
    return;
  dh_trainer_examine_due (self);
  dh_trainer_scan_due (self);
  dh_trainer_curve_due (self);
  dh_trainer_replay_due (self);
  if (dh_trainer_is_stopped (self))
    return;
  dh_trainer_keep_due (self);
  if (dh_trainer_is_report_due (self))
    dh_trainer_report (self);
}

/* Takes the newest request and records its generation under the lock, so that later requests are
 * compared with it. */
static DhTrainingRequest *
pass_gate (DhTrainer *self, DhTrainingRequest *request)
{
  DhTrainingRequest *newer;

  pthread_mutex_lock (&self->gate);
  newer = dh_mailbox_take (self->requests);
  if (newer != NULL)
    {
      dh_training_request_free (request);
      request = newer;
    }
  self->following = request->generation;
  g_atomic_int_set (&self->pausing, FALSE);
  g_atomic_int_set (&self->stopped, dh_trainer_is_cancelled (self));
  pthread_mutex_unlock (&self->gate);
  return request;
}

/* Work that a request interrupted continues once that request has been taken. */
static DhTrainingRequest *
take_request (DhTrainer *self, gboolean busy)
{
  DhTrainingRequest *request;

  g_atomic_int_set (&self->interrupted, FALSE);
  request = busy ? dh_mailbox_take (self->requests) : dh_mailbox_wait (self->requests);
  return request != NULL ? pass_gate (self, request) : NULL;
}

static void *
trainer_main (void *data)
{
  DhTrainer *self = data;

  start_worker_thread (NULL);
  self->pool = dh_thread_pool_new (self->n_workers, start_worker_thread, NULL);
  self->shelf = dh_shelf_new ();
  self->replays = dh_replays_new ();
  while (!dh_trainer_is_cancelled (self))
    {
      gboolean busy = self->sweep != NULL || dh_trainer_has_work (self)
                      || (self->request != NULL && !self->settled)
                      || dh_trainer_has_to_replay (self) || dh_trainer_has_to_scan (self);
      DhTrainingRequest *request = take_request (self, busy);

      if (dh_trainer_is_cancelled (self))
        {
          g_clear_pointer (&request, dh_training_request_free);
          break;
        }
      if (request != NULL)
        dh_trainer_follow (self, request);
      if (dh_trainer_is_cancelled (self))
        break;
      if (dh_trainer_is_stopped (self))
        continue;
      if (self->context != NULL && dh_trainer_paint_probes (self))
        dh_trainer_report (self);
      if (self->sweep != NULL)
        dh_trainer_find (self);
      else if (dh_trainer_has_work (self))
        work_on (self);
      else if (!self->settled)
        settle (self);
      else if (dh_trainer_has_to_replay (self))
        dh_trainer_replay (self);
      else
        dh_trainer_scan (self);
    }
  dh_trainer_keep_all (self);
  dh_trainer_drop_lanes (self);
  g_clear_pointer (&self->replays, dh_replays_free);
  g_clear_pointer (&self->shelf, dh_shelf_free);
  g_clear_pointer (&self->context, dh_run_context_free);
  g_clear_pointer (&self->pool, dh_thread_pool_free);
  return NULL;
}

guint
dh_trainer_count_workers (void)
{
  return MIN (dh_processor_count_cores (), MAX_WORKERS);
}

DhTrainer *
dh_trainer_new (guint n_workers)
{
  DhTrainer *self = g_new0 (DhTrainer, 1);

  self->n_workers = n_workers > 0 ? n_workers : dh_trainer_count_workers ();
  self->finder_settings = dh_lr_finder_default;
  pthread_mutex_init (&self->gate, NULL);
  pthread_mutex_init (&self->telling.mutex, NULL);
  self->requests = dh_mailbox_new ((GDestroyNotify) dh_training_request_free);
  self->reports = dh_mailbox_new ((GDestroyNotify) dh_report_free);
  if (pthread_create (&self->thread, NULL, trainer_main, self) != 0)
    g_error ("the system gives no thread for training");
  return self;
}

void
dh_trainer_free (DhTrainer *self)
{
  g_atomic_int_set (&self->cancelled, TRUE);
  /* An empty request wakes a sleeping worker. */
  dh_trainer_send (self, g_new0 (DhTrainingRequest, 1));
  pthread_join (self->thread, NULL);
  dh_mailbox_free (self->requests);
  dh_mailbox_free (self->reports);
  g_clear_pointer (&self->request, dh_training_request_free);
  g_clear_pointer (&self->telling.base, dh_report_free);
  pthread_mutex_destroy (&self->gate);
  pthread_mutex_destroy (&self->telling.mutex);
  g_free (self->failure);
  g_free (self->stall);
  g_free (self->save_problem);
  g_free (self);
}

void
dh_trainer_send (DhTrainer *self, DhTrainingRequest *request)
{
  pthread_mutex_lock (&self->gate);
  if (dh_trainer_is_cancelled (self) || request->generation != self->following)
    g_atomic_int_set (&self->stopped, TRUE);
  g_atomic_int_set (&self->pausing, !request->playing
                                      && (self->plays || g_atomic_int_get (&self->pausing)));
  self->plays = request->playing;
  dh_mailbox_put (self->requests, request);
  g_atomic_int_set (&self->interrupted, TRUE);
  pthread_mutex_unlock (&self->gate);
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
