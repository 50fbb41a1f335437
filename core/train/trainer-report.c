/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker's reports, with a snapshot of each lane.
 */
#include "core/train/trainer-private.h"

#include <math.h>

/* Each report makes the window draw, which takes the processor from the training. */
#define REPORT_INTERVAL (G_USEC_PER_SEC / 6)
#define UNSEEN_INTERVAL G_USEC_PER_SEC /* while no lane is on the screen */

static gboolean
is_seen (const DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->request.hidden != DH_LANE_ALL_PARTS)
      return TRUE;
  return self->n_lanes == 0;
}

gboolean
dh_trainer_is_report_due (const DhTrainer *self)
{
  gint64 interval = is_seen (self) ? REPORT_INTERVAL : UNSEEN_INTERVAL;

  return g_get_monotonic_time () - self->last_report >= interval;
}

static DhReportStatus
get_status (const DhTrainer *self)
{
  gboolean none = self->n_lanes == 0 && self->request->n_lanes > 0;

  if (self->failure != NULL && (self->context == NULL || self->context->network == NULL || none))
    return DH_REPORT_FAILED;
  return self->loading ? DH_REPORT_LOADING : DH_REPORT_READY;
}

static gboolean
has_snapshot (const DhReport *report, guint id)
{
  for (guint i = 0; i < report->n_lanes; i++)
    if (report->lanes[i].id == id)
      return TRUE;
  return FALSE;
}

/* The snapshot of a lane that isn't made yet: the faces, and what it is waiting for. */
static DhLaneSnapshot *
make_blank_snapshot (const DhTrainer *self, const DhReport *report)
{
  g_autoptr (DhHistory) history = dh_history_new ();
  g_autofree char *text = self->failure != NULL ? g_strdup (self->failure)
                                                : dh_progress_dup_text (&report->progress);

  return dh_lane_snapshot_new (&(DhLaneSnapshotValues) {
    .state = DH_STATE_WAITING,
    .state_text = text,
    .loss = NAN,
    .history = history,
    .metrics = { 0, NAN, NAN, NAN, NAN, NAN, NAN, { NAN, NAN } },
    .preview = dh_evaluator_get_blank (self->context->evaluator),
    .no_plane = !dh_run_context_may_explore (self->context),
    .lambda = NAN,
    .stable_rate = NAN,
  });
}

static void
add_lanes (DhTrainer *self, DhReport *report)
{
  guint64 most = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->fault == DH_FAULT_NONE)
      most = MAX (most, self->lanes[i]->iteration);
  for (guint i = 0; i < self->n_lanes; i++)
    {
      DhLaneRun *lane = self->lanes[i];

      lane->blank = dh_evaluator_get_blank (self->context->evaluator);
      lane->no_plane = !dh_run_context_may_explore (self->context);
      report->iteration = MAX (report->iteration, lane->iteration);
      report->lanes[report->n_lanes].id = lane->request.id;
      report->lanes[report->n_lanes++].snapshot = dh_lane_run_snapshot (lane, most);
    }
}

static void
add_missing_lanes (DhTrainer *self, DhReport *report)
{
  for (guint i = 0; i < self->request->n_lanes && report->n_lanes < DH_MAX_LANES; i++)
    if (!has_snapshot (report, self->request->lanes[i].id))
      {
        report->lanes[report->n_lanes].id = self->request->lanes[i].id;
        report->lanes[report->n_lanes++].snapshot = make_blank_snapshot (self, report);
      }
}

static void
add_lost_lanes (DhTrainer *self, DhReport *report)
{
  for (guint i = 0; i < self->request->n_lanes; i++)
    if (dh_shelf_misses (self->shelf, &self->request->lanes[i]))
      report->lost[report->n_lost++] = self->request->lanes[i].id;
}

static void
keep_for_telling (DhTrainer *self, const DhReport *report)
{
  pthread_mutex_lock (&self->telling.mutex);
  g_clear_pointer (&self->telling.base, dh_report_free);
  self->telling.base = dh_report_copy (report);
  self->telling.last = g_get_monotonic_time ();
  pthread_mutex_unlock (&self->telling.mutex);
}

void
dh_trainer_say_no_memory (DhTrainer *self)
{
  g_free (self->failure);
  self->failure = g_strdup (dh_lane_run_get_no_memory_words ());
}

void
dh_trainer_report (DhTrainer *self)
{
  DhReport *report = g_new0 (DhReport, 1);
  gboolean compiled = self->context != NULL && self->context->network != NULL;

  dh_trainer_move_balls (self);
  report->request_serial = self->request->serial;
  report->generation = self->request->generation;
  report->status = get_status (self);
  if (self->context != NULL)
    dh_run_context_renew_notice (self->context);
  report->message = g_strdup (self->failure != NULL   ? self->failure
                              : self->stall != NULL   ? self->stall
                              : self->context != NULL ? self->context->notice
                                                      : NULL);
  report->idle = self->settled;
  report->stalled = self->stall != NULL;
  report->iterations_per_second = self->clock.pace;
  report->elapsed = self->elapsed;
  report->work = self->account;
  report->saved_serial = self->saved_serial;
  report->save_problem = g_strdup (self->save_problem);
  if (!self->settled)
    report->progress = self->telling.progress;
  for (DhSide side = 0; self->context != NULL && side < DH_N_SIDES; side++)
    if (self->context->people[side] != NULL)
      report->people[side] = dh_face_set_ref (self->context->people[side]);
  if (compiled)
    {
      report->n_parameters = dh_network_get_table (self->context->network)->size;
      add_lanes (self, report);
      add_missing_lanes (self, report);
      add_lost_lanes (self, report);
      dh_replays_report (self->replays, report);
    }
  keep_for_telling (self, report);
  dh_mailbox_put (self->reports, report);
  self->last_report = g_get_monotonic_time ();
}
