/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The connection to the worker: requests and reports.  Every change results in one request with
 * everything that is wanted; reports come back through a descriptor in the main loop, and those of
 * an older generation are dropped.
 */
#include "core/session/session-private.h"

#include <glib-unix.h>

#include "core/session/replay-private.h"

static char *
dup_folder (DhSession *self, guint side)
{
  if (strchr (self->people[side], G_DIR_SEPARATOR) != NULL)
    return g_strdup (self->people[side]);
  return g_build_filename (self->faces_folder, self->people[side], NULL);
}

static DhLaneRequest
request_lane (DhLane *lane)
{
  DhSettingsLog *plan = dh_lane_get_plan (lane);
  DhLaneImage *image = dh_lane_get_image (lane);
  DhLaneRequest request = {
    .id = dh_lane_get_id (lane),
    .source_id = dh_lane_get_source_id (lane),
    .settings = dh_lane_get_settings (lane),
    .plan = plan != NULL ? dh_settings_log_ref (plan) : NULL,
    .image = image != NULL ? dh_lane_image_ref (image) : NULL,
    .run_to = dh_lane_get_arrival (lane),
    .hidden = dh_lane_get_hidden_parts (lane),
    .plane_kind = dh_lane_get_plane_kind (lane),
    .plane_serial = dh_lane_get_plane_serial (lane),
    .sweep_serial = dh_lane_get_sweep_serial (lane),
    .sweeping = dh_lane_get_sweeping (lane),
  };

  request.probe_serial = dh_lane_get_probe (lane, request.probe_at);
  return request;
}

static DhTrainingRequest *
new_request (DhSession *self)
{
  DhTrainingRequest *request = g_new0 (DhTrainingRequest, 1);

  request->serial = ++self->request_serial;
  request->generation = self->generation;
  for (guint side = 0; side < 2; side++)
    request->folders[side] = dup_folder (self, side);
  request->faces_serial = self->faces_serial;
  request->preset = self->model->id;
  request->seed = self->seed;
  request->playing = self->playing;
  request->live = self->live;
  request->n_steps = self->n_steps;
  request->iteration_limit = self->iteration_limit;
  request->n_preview_faces = self->preview_faces;
  request->save_serial = self->save_serial;
  request->save_folder = g_strdup (self->save_folder);
  request->save_half = self->save_half;
  request->save_run = self->save_run;
  request->n_lanes = dh_session_get_n_lanes (self);
  for (guint i = 0; i < request->n_lanes; i++)
    request->lanes[i] = request_lane (dh_session_peek_lane (self, i));
  request->n_kept = dh_undo_stack_list_runs (self->undo_stack, request->kept);
  request->n_replays = MIN (self->replays->len, DH_TRAINING_REQUEST_MAX_REPLAYS);
  for (guint i = 0; i < request->n_replays; i++)
    request->replays[i] = dh_replay_dup_request (g_ptr_array_index (self->replays, i));
  return request;
}

static gboolean
send_request_cb (gpointer data)
{
  DhSession *self = data;

  g_clear_pointer (&self->request_source, g_source_unref);
  dh_trainer_send (self->trainer, new_request (self));
  return G_SOURCE_REMOVE;
}

void
dh_session_queue_request (DhSession *self)
{
  if (self->request_source != NULL)
    return;
  self->request_source = g_idle_source_new ();
  g_source_set_priority (self->request_source, G_PRIORITY_HIGH);
  g_source_set_callback (self->request_source, send_request_cb, self, NULL);
  g_source_attach (self->request_source, g_main_context_get_thread_default ());
}

/* The past of the training that is shown goes with it. */
void
dh_session_end_replays (DhSession *self)
{
  while (self->replays->len > 0)
    dh_replay_cancel (g_ptr_array_index (self->replays, 0));
}

/* Existing results are useless from here on. */
void
dh_session_begin_generation (DhSession *self)
{
  dh_session_end_replays (self);
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    {
      DhLane *lane = dh_session_peek_lane (self, i);

      dh_lane_end_requests (lane);
      dh_lane_set_plan (lane, NULL);
      dh_lane_set_run (lane, ++self->last_lane_id, 0);
    }
  self->generation = ++self->last_generation;
  self->n_steps = 0;
  dh_session_queue_request (self);
}

static void
set_status (DhSession *self, DhSessionStatus status)
{
  if (self->status == status)
    return;
  self->status = status;
  g_object_notify (G_OBJECT (self), "status");
}

static gboolean
is_same_progress (const DhProgress *a, const DhProgress *b)
{
  return a->kind == b->kind && a->lane == b->lane && a->n_lanes == b->n_lanes
         && a->n_parameters == b->n_parameters && a->iteration == b->iteration
         && a->fraction == b->fraction;
}

static void
take_progress (DhSession *self, const DhProgress *progress)
{
  if (is_same_progress (&self->progress, progress))
    return;
  self->progress = *progress;
  g_object_notify (G_OBJECT (self), "progress");
}

void
dh_session_set_loading (DhSession *self)
{
  take_progress (self, &(DhProgress) { DH_PROGRESS_NONE });
  set_status (self, DH_SESSION_LOADING);
}

/* With other people or another model, the old pictures would be wrong next to the new names. */
void
dh_session_begin_loading (DhSession *self)
{
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    dh_lane_set_snapshot (dh_session_peek_lane (self, i), NULL);
  take_progress (self, &(DhProgress) { DH_PROGRESS_NONE });
  set_status (self, DH_SESSION_LOADING);
  dh_session_begin_generation (self);
}

/* A finished sweep is no longer requested, unless a newer one has been requested since. */
static void
end_result (DhLane *lane, const DhLaneSnapshot *snapshot)
{
  const DhLrFinderResult *result = dh_lane_snapshot_get_lr_finder_result (snapshot);

  if (result != NULL && result->state != DH_LR_FINDER_RESULT_RUNNING
      && result->serial == dh_lane_get_sweep_serial (lane))
    dh_lane_set_sweeping (lane, FALSE);
}

/* The lane's settings become those in effect. */
static void
follow_plan (DhSession *self, DhLane *lane, const DhLaneSnapshot *snapshot)
{
  DhSettingsLog *log = dh_lane_snapshot_get_log (snapshot);

  if (log == NULL)
    return; /* the run isn't made yet */
  dh_lane_set_image (lane, NULL);
  if (dh_lane_get_plan (lane) == NULL)
    return;
  self->following = TRUE;
  dh_lane_set_settings (lane, &dh_settings_log_get_last (log)->settings);
  if (!dh_lane_snapshot_is_following (snapshot))
    dh_lane_set_plan (lane, NULL);
  self->following = FALSE;
}

static void
take_lane (DhSession *self, DhLane *lane, DhLaneSnapshot *snapshot)
{
  /* A restored run may not exist in the worker yet: keep its last snapshot. */
  if (dh_lane_snapshot_get_n_records (snapshot) == 0 && dh_lane_get_iteration (lane) > 0)
    return;
  dh_lane_set_snapshot (lane, snapshot);
  follow_plan (self, lane, snapshot);
  end_result (lane, snapshot);
}

static void
take_lanes (DhSession *self, const DhReport *report)
{
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    {
      DhLane *lane = dh_session_peek_lane (self, i);

      for (guint k = 0; k < report->n_lanes; k++)
        if (report->lanes[k].id == dh_lane_get_id (lane))
          take_lane (self, lane, report->lanes[k].snapshot);
    }
}

/* Asks once, and not while the worker hasn't heard yet of what was found. */
static void
take_lost_run (DhSession *self, DhLane *lane)
{
  gboolean found;

  if (lane->lost_id == lane->id || lane->image != NULL)
    return;
  lane->lost_id = lane->id;
  g_signal_emit_by_name (self, "lost", lane, &found);
}

static void
take_lost (DhSession *self, const DhReport *report)
{
  for (guint i = 0; i < report->n_lost; i++)
    for (guint k = 0; k < dh_session_get_n_lanes (self); k++)
      if (dh_lane_get_id (dh_session_peek_lane (self, k)) == report->lost[i])
        take_lost_run (self, dh_session_peek_lane (self, k));
}

static void
take_replay (DhSession *self, const DhReplayReport *report)
{
  for (guint i = 0; i < self->replays->len; i++)
    {
      DhReplay *replay = g_ptr_array_index (self->replays, i);

      if (dh_replay_get_id (replay) == report->id)
        {
          dh_replay_take_report (replay, report); /* which may take it out of the list */
          return;
        }
    }
}

static void
take_figures (DhSession *self, const DhReport *report)
{
  if (self->iteration != report->iteration)
    {
      self->iteration = report->iteration;
      g_object_notify (G_OBJECT (self), "iteration");
    }
  if (self->iterations_per_second != report->iterations_per_second)
    {
      self->iterations_per_second = report->iterations_per_second;
      g_object_notify (G_OBJECT (self), "iterations-per-second");
      g_object_notify (G_OBJECT (self), "examples-per-second");
    }
  if (self->elapsed != report->elapsed)
    {
      self->elapsed = report->elapsed;
      g_object_notify (G_OBJECT (self), "elapsed");
    }
  if (g_strcmp0 (self->message, report->message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (report->message);
      g_object_notify (G_OBJECT (self), "message");
    }
}

static void
take_people (DhSession *self, const DhReport *report)
{
  for (guint side = 0; side < 2; side++)
    if (report->people[side] != NULL && report->people[side] != self->sets[side])
      {
        g_clear_pointer (&self->sets[side], dh_face_set_unref);
        self->sets[side] = dh_face_set_ref (report->people[side]);
      }
}

/* The worker is idle and has handled the newest request. */
static void
take_idle (DhSession *self)
{
  if (self->idle_serial == self->request_serial)
    return;
  self->idle_serial = self->request_serial;
  if (self->playing
      && (self->stalled
          || (self->iteration_limit > 0 && self->iteration >= self->iteration_limit)))
    {
      self->playing = FALSE;
      g_object_notify (G_OBJECT (self), "playing");
    }
  g_signal_emit_by_name (self, "idle");
}

static void
take_saved (DhSession *self, const DhReport *report)
{
  if (self->saved_serial == report->saved_serial)
    return;
  self->saved_serial = report->saved_serial;
  if (self->saved_serial == self->save_serial)
    g_signal_emit_by_name (self, "saved", report->save_problem);
}

static void
take_report (DhSession *self, const DhReport *report)
{
  static const DhSessionStatus statuses[] = {
    [DH_REPORT_LOADING] = DH_SESSION_LOADING,
    [DH_REPORT_READY] = DH_SESSION_READY,
    [DH_REPORT_FAILED] = DH_SESSION_FAILED,
  };

  if (report->generation != self->generation)
    return;
  if (report->n_parameters > 0)
    self->n_parameters = report->n_parameters;
  take_people (self, report);
  take_lanes (self, report);
  take_lost (self, report);
  for (guint i = 0; i < report->n_replays; i++)
    take_replay (self, &report->replays[i]);
  take_figures (self, report);
  take_progress (self, &report->progress);
  self->work = report->work;
  set_status (self, statuses[report->status]);
  take_saved (self, report);
  self->stalled = report->stalled;
  if (report->idle && report->request_serial == self->request_serial
      && self->request_source == NULL)
    take_idle (self);
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (DhSession) self = g_object_ref (data);
  DhReport *report = dh_trainer_take (self->trainer);

  if (report != NULL)
    {
      take_report (self, report);
      dh_report_free (report);
    }
  return G_SOURCE_CONTINUE;
}

void
dh_session_open_link (DhSession *self)
{
  self->trainer = dh_trainer_new (0);
  self->report_source = g_unix_fd_source_new (dh_trainer_get_fd (self->trainer), G_IO_IN);
  g_source_set_callback (self->report_source, G_SOURCE_FUNC (report_cb), self, NULL);
  g_source_attach (self->report_source, g_main_context_get_thread_default ());
  dh_session_queue_request (self);
}

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
dh_session_close_link (DhSession *self)
{
  drop_source (&self->report_source);
  drop_source (&self->request_source);
  g_clear_pointer (&self->trainer, dh_trainer_free);
}
