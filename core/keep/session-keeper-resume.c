/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking a kept session up again.
 *
 *     file ──► session-loader (thread) ──► session, with the document's plans and the images
 *
 * A session that was paused goes on to where it was, and pauses.
 */
#include "core/keep/session-keeper-private.h"

#include "core/keep/session-loader.h"
#include "core/session/session-document.h"

typedef struct
{
  char *folder, *id;
  DhStoreRules rules;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->folder);
  g_free (wanted->id);
  g_free (wanted);
}

static void
load_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Wanted *wanted = data;
  GError *error = NULL;
  DhLoadedSession *loaded = dh_loaded_session_new (wanted->folder, wanted->id, &wanted->rules,
                                                   &error);

  if (loaded != NULL)
    g_task_return_pointer (task, loaded, (GDestroyNotify) dh_loaded_session_free);
  else
    g_task_return_error (task, error);
}

static void
set_resuming (DhSessionKeeper *self, gboolean resuming)
{
  self->resuming = resuming;
  g_object_notify (G_OBJECT (self), "resuming");
}

void
dh_session_keeper_resume (DhSessionKeeper *self, const char *id, GAsyncReadyCallback callback,
                          gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Wanted *wanted;

  g_return_if_fail (DH_IS_SESSION_KEEPER (self) && !self->resuming);
  task = g_task_new (self, NULL, callback, data);
  wanted = g_new0 (Wanted, 1);
  wanted->folder = g_strdup (self->folder);
  wanted->id = g_strdup (id);
  wanted->rules = self->rules;
  g_task_set_task_data (task, wanted, wanted_free);
  set_resuming (self, TRUE);
  g_task_run_in_thread (task, load_cb);
}

/* The lanes that have just been opened, and the runs that they were. */
static DhRunNumbers
number_runs (DhSessionKeeper *self, const DhKeptState *state)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  DhRunNumbers numbers = { .last_run = state->last_run };

  for (guint i = 0; i < state->n_lanes; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      numbers.resumed[i].id = dh_lane_get_id (lane);
      numbers.resumed[i].run = state->lanes[i].run;
      numbers.last_id = MAX (numbers.last_id, dh_lane_get_id (lane));
    }
  numbers.n_resumed = state->n_lanes;
  return numbers;
}

static DhRunTracker *
track_runs (DhSessionKeeper *self, DhKeptState *state, const DhRunNumbers *numbers)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  DhRunTracker *tracker = dh_run_tracker_new (state, numbers);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      dh_run_tracker_resume (tracker, lane);
    }
  return tracker;
}

/* Whether an image is older than the state. */
static gboolean
is_behind (const DhLoadedSession *loaded)
{
  for (guint i = 0; i < loaded->state->n_lanes; i++)
    if (loaded->images[i] == NULL
          ? loaded->state->lanes[i].iteration > 0
          : dh_lane_image_get_iteration (loaded->images[i]) < loaded->state->lanes[i].iteration)
      return TRUE;
  return FALSE;
}

static void
go_on (DhSessionKeeper *self, gboolean playing, guint64 replay_to)
{
  dh_session_set_iteration_limit (self->session, playing ? 0 : replay_to);
  self->replay_to = playing ? 0 : replay_to;
  dh_session_set_playing (self->session, playing || replay_to > 0);
  g_object_notify (G_OBJECT (self), "replaying");
}

/* Takes what was loaded. */
static void
take_up (DhSessionKeeper *self, DhLoadedSession *loaded)
{
  const gboolean playing = loaded->state->playing;
  const guint64 replay_to = is_behind (loaded) ? dh_kept_state_get_iteration (loaded->state) : 0;
  const DhRunNumbers numbers = number_runs (self, loaded->state);
  DhRunTracker *tracker = track_runs (self, g_steal_pointer (&loaded->state), &numbers);
  DhStore *store = g_steal_pointer (&loaded->store);

  go_on (self, playing, replay_to);
  dh_session_keeper_use (self, dh_keeper_new_from_store (self->folder, store, &self->rules), tracker,
              &numbers);
}

/* A change may have taken effect in an image before it was among the settings on the disk. */
static void
complete_logs (const DhLoadedSession *loaded, DhDocument *document)
{
  for (guint i = 0; i < document->n_lanes; i++)
    {
      DhSettingsLog *known = document->lanes[i].log, *log;

      if (loaded->images[i] == NULL)
        continue;
      log = dh_lane_image_get_log (loaded->images[i]);
      if (dh_settings_log_count_common (known, log) < dh_settings_log_get_length (known)
          || dh_settings_log_get_length (log) == dh_settings_log_get_length (known))
        continue;
      document->lanes[i].log = dh_settings_log_ref (log);
      dh_settings_log_unref (known);
    }
}

/* FALSE: nothing has changed. */
static gboolean
open_loaded (DhSessionKeeper *self, DhLoadedSession *loaded, const DhDocument *document,
             GError **error)
{
  gboolean opened;

  /* Before its lanes are others. */
  dh_session_keeper_put_all (self);
  self->is_opening = TRUE;
  g_clear_handle_id (&self->put_source, g_source_remove);
  opened = dh_session_open_document_at (self->session, document, loaded->images, error);
  if (opened)
    {
      dh_session_forget_undo (self->session);
      dh_session_keeper_close_former (self);
      take_up (self, loaded);
    }
  self->is_opening = FALSE;
  return opened;
}

DhDocument *
dh_session_keeper_resume_finish (DhSessionKeeper *self, GAsyncResult *result, GError **error)
{
  g_autoptr (DhLoadedSession) loaded = g_task_propagate_pointer (G_TASK (result), error);
  g_autoptr (DhDocument) document = NULL;

  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  set_resuming (self, FALSE);
  if (loaded == NULL)
    return NULL;
  if (self->session == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the session is gone");
      return NULL;
    }
  document = dh_kept_state_make_document (loaded->state, error);
  if (document == NULL)
    return NULL;
  complete_logs (loaded, document);
  if (!open_loaded (self, loaded, document, error))
    return NULL;
  return g_steal_pointer (&document);
}
