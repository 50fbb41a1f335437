/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping a session, and taking it up again.
 *
 *     session, lanes ──► notify ──► put (soon) ──► DhKeeper (thread) ──► file
 *     worker ──► images ──► checkpoint-sink ─────────────┘
 *     file ──► session-loader (thread) ──► session, with the document's plans and the images
 *
 * The keeper writes about once a second, so what has changed is handed over a moment after the
 * change: once for the many changes of a slider that is dragged.  The settings are put into words
 * only when they have changed, what the lanes have reached as reports arrive.
 *
 * A session that was paused goes on to where it was, and pauses.
 */
#include "core/keep/session-keeper.h"

#include <glib-unix.h>
#include <string.h>

#include "core/keep/checkpoint-sink.h"
#include "core/keep/run-tracker.h"
#include "core/keep/session-loader.h"
#include "core/session/session-document.h"

/* Until what has changed is handed over; with the keeper's period, less than a second. */
#define SETTINGS_MS  50
#define ITERATION_MS 90

#define SINK "downhill-checkpoint-sink"

struct _DhSessionKeeper
{
  GObject parent_instance;

  DhSession *session; /* weak: NULL once it is gone */
  char *folder;
  DhStoreRules rules;
  DhMakeDocument make;
  gpointer make_data;
  DhCheckpointSink *sink; /* shared with the session, which ends later or earlier */

  DhKeeper *keeper; /* NULL: nothing is kept yet */
  GSource *report_source;
  DhRunTracker *tracker;
  char *document;       /* the text that was made last */
  char *text;           /* what was handed over last */
  gboolean is_outdated; /* the document */
  guint put_source;
  gint64 put_at;
  GThread *closing; /* closes the file of the session before */

  gboolean resuming, is_opening;
  guint64 replay_to; /* a paused session's iteration; 0: it isn't being trained again */

  DhKeeperReport report;
};

enum
{
  PROP_PATH = 1,
  PROP_PROBLEM,
  PROP_ASIDE,
  PROP_SIZE,
  PROP_RESUMING,
  PROP_REPLAYING,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DhSessionKeeper, dh_session_keeper, G_TYPE_OBJECT)

static void
notify (DhSessionKeeper *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

/* ---- reports ---- */

static void
take_report (DhSessionKeeper *self, DhKeeperReport *report)
{
  DhKeeperReport former = self->report;

  self->report = *report;
  *report = former;
  if (g_strcmp0 (former.path, self->report.path) != 0)
    notify (self, PROP_PATH);
  if (g_strcmp0 (former.problem, self->report.problem) != 0)
    notify (self, PROP_PROBLEM);
  if (g_strcmp0 (former.aside, self->report.aside) != 0)
    notify (self, PROP_ASIDE);
  if (former.size != self->report.size)
    notify (self, PROP_SIZE);
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (DhSessionKeeper) self = g_object_ref (data);
  g_autoptr (DhKeeperReport) report = dh_keeper_take (self->keeper);

  if (report != NULL)
    take_report (self, report);
  return G_SOURCE_CONTINUE;
}

static void
listen_to_keeper (DhSessionKeeper *self)
{
  self->report_source = g_unix_fd_source_new (dh_keeper_get_fd (self->keeper), G_IO_IN);
  g_source_set_callback (self->report_source, G_SOURCE_FUNC (report_cb), self, NULL);
  g_source_attach (self->report_source, g_main_context_get_thread_default ());
}

static void
drop_report_source (DhSessionKeeper *self)
{
  if (self->report_source != NULL)
    g_source_destroy (self->report_source);
  g_clear_pointer (&self->report_source, g_source_unref);
}

/* ---- handing over ---- */

static void
update_document (DhSessionKeeper *self)
{
  g_autoptr (DhDocument) document = NULL;
  char *text;

  if (!self->is_outdated && self->document != NULL)
    return;
  document = self->make != NULL ? self->make (self->make_data)
                                : dh_session_make_document (self->session);
  text = dh_document_to_text (document, NULL);
  if (text == NULL)
    return; /* too many changes for a document: the newest that could be one stays */
  g_free (self->document);
  self->document = text;
  self->is_outdated = FALSE;
}

static void
put_text (DhSessionKeeper *self)
{
  DhKeptState *state = dh_run_tracker_get_state (self->tracker);
  g_autofree char *text = NULL;

  update_document (self);
  state->playing = dh_session_get_playing (self->session) && self->replay_to == 0;
  state->document = self->document; /* lent */
  text = dh_kept_state_to_text (state);
  state->document = NULL;
  if (g_strcmp0 (text, self->text) == 0)
    return;
  dh_keeper_put_document (self->keeper, text);
  g_free (self->text);
  self->text = g_steal_pointer (&text);
}

static void
put_all (DhSessionKeeper *self)
{
  g_clear_handle_id (&self->put_source, g_source_remove);
  if (self->keeper == NULL || self->session == NULL)
    return;
  self->is_outdated |= dh_run_tracker_look (self->tracker, dh_session_get_lanes (self->session),
                                            self->keeper);
  put_text (self);
}

static gboolean
put_cb (gpointer data)
{
  DhSessionKeeper *self = data;

  self->put_source = 0;
  put_all (self);
  return G_SOURCE_REMOVE;
}

static void
put_within (DhSessionKeeper *self, guint milliseconds)
{
  const gint64 at = g_get_monotonic_time () + milliseconds * 1000;

  if (self->keeper == NULL || (self->put_source != 0 && self->put_at <= at))
    return;
  g_clear_handle_id (&self->put_source, g_source_remove);
  self->put_source = g_timeout_add (milliseconds, put_cb, self);
  self->put_at = at;
}

void
dh_session_keeper_put_document (DhSessionKeeper *self)
{
  g_return_if_fail (DH_IS_SESSION_KEEPER (self));
  self->is_outdated = TRUE;
  put_within (self, SETTINGS_MS);
}

/* ---- what happens in the session ---- */

static void
end_replay (DhSessionKeeper *self)
{
  if (self->replay_to == 0)
    return;
  self->replay_to = 0;
  dh_session_set_iteration_limit (self->session, 0);
  notify (self, PROP_REPLAYING);
}

/* A person has done something. */
static void
touch (DhSessionKeeper *self)
{
  dh_session_keeper_put_document (self);
  if (!self->is_opening)
    g_signal_emit_by_name (self, "touched");
}

static gboolean
is_view (const char *property)
{
  static const char *const names[] = { "playing", "live", "preview-faces", "iteration-limit",
                                       NULL };

  return g_strv_contains (names, property);
}

static void
session_notify_cb (DhSessionKeeper *self, GParamSpec *pspec)
{
  if (g_str_equal (pspec->name, "playing"))
    {
      if (!dh_session_get_playing (self->session))
        end_replay (self);
      put_within (self, SETTINGS_MS);
    }
  else if (g_str_equal (pspec->name, "undo")
           || ((pspec->flags & G_PARAM_WRITABLE) != 0 && !is_view (pspec->name)))
    touch (self);
}

static void
take_snapshot (DhSessionKeeper *self, DhLane *lane)
{
  if (self->keeper == NULL)
    return;
  dh_run_tracker_put_moment (self->tracker, lane, !dh_session_get_playing (self->session),
                             self->keeper);
  /* Only its log is a part of the document. */
  put_within (self, ITERATION_MS);
}

static void
lane_notify_cb (DhSessionKeeper *self, GParamSpec *pspec, DhLane *lane)
{
  if (g_str_equal (pspec->name, "snapshot"))
    take_snapshot (self, lane);
  else if ((pspec->flags & G_PARAM_WRITABLE) == 0 || g_str_equal (pspec->name, "sweeping"))
    return;
  else if (dh_lane_get_following (lane))
    dh_session_keeper_put_document (self);
  else
    touch (self);
}

static void
follow_lanes (DhSessionKeeper *self, guint position, guint n)
{
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = position; i < position + n; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      /* A lane that comes back is followed already. */
      g_signal_handlers_disconnect_by_func (lane, lane_notify_cb, self);
      g_signal_connect_object (lane, "notify", G_CALLBACK (lane_notify_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
lanes_changed_cb (DhSessionKeeper *self, guint position, guint n_removed, guint n_added)
{
  follow_lanes (self, position, n_added);
  touch (self);
}

/* ---- the file ---- */

static void
use_keeper (DhSessionKeeper *self, DhKeeper *keeper, DhRunTracker *tracker,
            const DhRunNumbers *numbers)
{
  self->keeper = keeper;
  self->tracker = tracker;
  listen_to_keeper (self);
  dh_checkpoint_sink_set_keeper (self->sink, keeper, numbers);
  g_clear_pointer (&self->text, g_free);
  self->is_outdated = TRUE;
  put_all (self);
}

void
dh_session_keeper_begin (DhSessionKeeper *self)
{
  const DhRunNumbers numbers = { 0 };

  g_return_if_fail (DH_IS_SESSION_KEEPER (self));
  if (self->keeper == NULL && !self->resuming)
    use_keeper (self, dh_keeper_new (self->folder, NULL, &self->rules),
                dh_run_tracker_new (NULL, &numbers), &numbers);
}

static gpointer
close_cb (gpointer data)
{
  dh_keeper_free (data);
  return NULL;
}

static void
wait_for_closing (DhSessionKeeper *self)
{
  g_clear_pointer (&self->closing, g_thread_join);
}

/* The keeper is the caller's to close; NULL: there is none. */
static DhKeeper *
steal_keeper (DhSessionKeeper *self)
{
  const DhRunNumbers none = { 0 };

  dh_checkpoint_sink_set_keeper (self->sink, NULL, &none);
  g_clear_handle_id (&self->put_source, g_source_remove);
  drop_report_source (self);
  g_clear_pointer (&self->tracker, dh_run_tracker_free);
  return g_steal_pointer (&self->keeper);
}

/* In a thread of its own: it may have a checkpoint to write. */
static void
close_former (DhSessionKeeper *self)
{
  DhKeeper *keeper = steal_keeper (self);
  DhKeeperReport empty = { 0 };

  wait_for_closing (self);
  if (keeper != NULL)
    self->closing = g_thread_new ("close-session", close_cb, keeper);
  take_report (self, &empty);
  dh_keeper_report_clear (&empty);
}

/* ---- taking up ---- */

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
  notify (self, PROP_RESUMING);
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
  notify (self, PROP_REPLAYING);
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
  use_keeper (self, dh_keeper_new_from_store (self->folder, store, &self->rules), tracker,
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
  put_all (self);
  self->is_opening = TRUE;
  g_clear_handle_id (&self->put_source, g_source_remove);
  opened = dh_session_open_document_at (self->session, document, loaded->images, error);
  if (opened)
    {
      dh_session_forget_undo (self->session);
      close_former (self);
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

/* ---- runs ---- */

guint64
dh_session_keeper_get_run (DhSessionKeeper *self, DhLane *lane)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self) && DH_IS_LANE (lane), 0);
  return self->tracker != NULL ? dh_run_tracker_get_run (self->tracker, lane) : 0;
}

gboolean
dh_session_keeper_find_place (DhSessionKeeper *self, DhLane *lane, guint64 iteration,
                              DhPlace *place)
{
  const guint64 run = dh_session_keeper_get_run (self, lane);

  if (run == 0)
    return FALSE;
  *place = dh_kept_state_find_place (dh_run_tracker_get_state (self->tracker), run, iteration);
  return TRUE;
}

guint
dh_session_keeper_list_places (DhSessionKeeper *self, DhLane *lane, guint64 iteration,
                               DhPlace places[DH_SESSION_KEEPER_MAX_PLACES])
{
  const DhRunOrigin *origin;
  DhPlace place;
  guint n = 0;

  if (!dh_session_keeper_find_place (self, lane, iteration, &place))
    return 0;
  places[n++] = place;
  while (n < DH_SESSION_KEEPER_MAX_PLACES
         && (origin = dh_kept_state_find_origin (dh_run_tracker_get_state (self->tracker),
                                                 place.run))
              != NULL)
    places[n++] = place = origin->from;
  return n;
}

void
dh_session_keeper_note_origin (DhSessionKeeper *self, DhLane *lane, const DhPlace *from)
{
  const guint64 run = dh_session_keeper_get_run (self, lane);

  if (run == 0 || from->run == 0 || from->run >= run)
    return;
  dh_kept_state_add_origin (dh_run_tracker_get_state (self->tracker), run, *from);
  put_within (self, SETTINGS_MS);
}

/* ---- the rest ---- */

char *
dh_session_keeper_dup_usual_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "downhill", "sessions", NULL);
}

void
dh_session_keeper_set_make_document (DhSessionKeeper *self, DhMakeDocument make, gpointer data)
{
  g_return_if_fail (DH_IS_SESSION_KEEPER (self));
  self->make = make;
  self->make_data = data;
}

void
dh_session_keeper_set_rules (DhSessionKeeper *self, const DhStoreRules *rules)
{
  g_return_if_fail (DH_IS_SESSION_KEEPER (self));
  self->rules = *rules;
  if (self->keeper != NULL)
    dh_keeper_set_rules (self->keeper, rules);
}

void
dh_session_keeper_flush (DhSessionKeeper *self)
{
  g_return_if_fail (DH_IS_SESSION_KEEPER (self));
  put_all (self);
  if (self->keeper != NULL)
    dh_keeper_flush (self->keeper);
}

const char *
dh_session_keeper_get_folder (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->folder;
}

const char *
dh_session_keeper_get_id (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->report.id;
}

const char *
dh_session_keeper_get_path (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->report.path;
}

const char *
dh_session_keeper_get_problem (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->report.problem;
}

const char *
dh_session_keeper_get_aside (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->report.aside;
}

guint64
dh_session_keeper_get_size (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), 0);
  return self->report.size;
}

gboolean
dh_session_keeper_get_resuming (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), FALSE);
  return self->resuming;
}

gboolean
dh_session_keeper_get_replaying (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), FALSE);
  return self->replay_to > 0;
}

guint64
dh_session_keeper_get_reached (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), 0);
  return self->tracker != NULL
           ? dh_kept_state_get_iteration (dh_run_tracker_get_state (self->tracker))
           : 0;
}

DhKeeper *
dh_session_keeper_get_keeper (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->keeper;
}

static void
dh_session_keeper_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhSessionKeeper *self = DH_SESSION_KEEPER (object);

  switch (id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->report.path);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->report.problem);
      break;
    case PROP_ASIDE:
      g_value_set_string (value, self->report.aside);
      break;
    case PROP_SIZE:
      g_value_set_uint64 (value, self->report.size);
      break;
    case PROP_RESUMING:
      g_value_set_boolean (value, self->resuming);
      break;
    case PROP_REPLAYING:
      g_value_set_boolean (value, self->replay_to > 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_session_keeper_dispose (GObject *object)
{
  DhSessionKeeper *self = DH_SESSION_KEEPER (object);
  DhKeeper *keeper;

  put_all (self);
  keeper = steal_keeper (self);
  if (keeper != NULL)
    dh_keeper_free (keeper);
  wait_for_closing (self);
  if (self->session != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->session), (gpointer *) &self->session);
  self->session = NULL;
  G_OBJECT_CLASS (dh_session_keeper_parent_class)->dispose (object);
}

static void
dh_session_keeper_finalize (GObject *object)
{
  DhSessionKeeper *self = DH_SESSION_KEEPER (object);

  dh_checkpoint_sink_unref (self->sink);
  dh_keeper_report_clear (&self->report);
  g_free (self->folder);
  g_free (self->document);
  g_free (self->text);
  G_OBJECT_CLASS (dh_session_keeper_parent_class)->finalize (object);
}

static void
dh_session_keeper_class_init (DhSessionKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = dh_session_keeper_dispose;
  object_class->finalize = dh_session_keeper_finalize;
  object_class->get_property = dh_session_keeper_get_property;
  props[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  props[PROP_ASIDE] = g_param_spec_string ("aside", NULL, NULL, NULL, flags);
  props[PROP_SIZE] = g_param_spec_uint64 ("size", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_RESUMING] = g_param_spec_boolean ("resuming", NULL, NULL, FALSE, flags);
  props[PROP_REPLAYING] = g_param_spec_boolean ("replaying", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_signal_new ("touched", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
dh_session_keeper_init (DhSessionKeeper *self)
{
  self->rules = dh_store_default_rules;
  self->sink = dh_checkpoint_sink_new ();
}

DhSessionKeeper *
dh_session_keeper_new (DhSession *session, const char *folder)
{
  DhSessionKeeper *self = g_object_new (DH_TYPE_SESSION_KEEPER, NULL);
  const DhLaneKeeper lane_keeper = dh_checkpoint_sink_get_lane_keeper (self->sink);
  GListModel *lanes = dh_session_get_lanes (session);

  self->session = session;
  self->folder = g_strdup (folder);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &self->session);
  g_object_set_data_full (G_OBJECT (session), SINK, dh_checkpoint_sink_ref (self->sink),
                          (GDestroyNotify) dh_checkpoint_sink_unref);
  dh_session_set_keeper (session, &lane_keeper);
  g_signal_connect_object (session, "notify", G_CALLBACK (session_notify_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lanes, "items-changed", G_CALLBACK (lanes_changed_cb), self,
                           G_CONNECT_SWAPPED);
  follow_lanes (self, 0, g_list_model_get_n_items (lanes));
  return self;
}
