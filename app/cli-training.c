/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Training a session without a window, from its first iteration to its files.  The session does the
 * work; this file decides when to stop, shows the progress and passes the result on.
 *
 * A run ends in one way only: the session is paused and emits ::idle once the newest metrics and
 * previews have arrived.  The iteration limit is a property of the session; the time limit, a
 * signal and "no lane is left" pause it from here, which breaks off a slow step.  A second signal
 * kills, since nobody should have to wait for the metrics of a large model.
 */
#include "app/cli-training.h"

#include "app/cli-progress.h"
#include "app/cli-report.h"
#include "app/cli-summary.h"
#include "app/cli.h"
#include "core/base/error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#define TICK_MS 200
/* Between sentences of a running training: the count of skipped pictures grows with every batch. */
#define NOTICE_INTERVAL (10 * G_USEC_PER_SEC)
/* So long nobody wonders what is going on. */
#define PATIENCE (2 * G_USEC_PER_SEC)

typedef struct
{
  const DhCliTraining *how;
  DhSession *session;
  DhCliProgress *progress;
  GMainLoop *loop;
  gint64 begun; /* monotonic µs */
  gint64 start; /* likewise; 0: still loading */
  gboolean stopping;
  guint next_stop;   /* of the command's stops */
  gboolean settling; /* the training is over */
  int signal;        /* the one that stopped the run, or 0 */
  GHashTable *said;  /* sentences that were printed */
  gint64 last_said;  /* monotonic µs; 0: none yet */
  GError *error;
} Run;

/* Requests the end of the run, which comes with idle_cb(). */
static void
stop (Run *self)
{
  if (self->stopping)
    return;
  self->stopping = TRUE;
  if (self->start == 0 || self->settling)
    g_main_loop_quit (self->loop);
  else
    dh_session_set_playing (self->session, FALSE);
}

/* How far to train without a pause. */
static guint64
get_limit (const Run *self)
{
  const GArray *stops = self->how->command != NULL ? self->how->command->stops : NULL;

  return stops != NULL && self->next_stop < stops->len
           ? MIN (g_array_index (stops, guint64, self->next_stop), self->how->iterations)
           : self->how->iterations;
}

/* At a stop; FALSE: it is the end. */
static gboolean
go_on (Run *self)
{
  const guint64 limit = get_limit (self);

  if (self->how->command == NULL || self->stopping
      || dh_session_get_iteration (self->session) < limit)
    return FALSE;
  if (self->how->command->paused != NULL)
    self->how->command->paused (self->session, self->how->command->data);
  if (limit >= self->how->iterations)
    return FALSE;
  while (get_limit (self) <= limit)
    self->next_stop++;
  dh_session_set_iteration_limit (self->session, get_limit (self));
  dh_session_set_playing (self->session, TRUE);
  return TRUE;
}

static gboolean settle_cb (gpointer data);

static void
idle_cb (DhSession *session, Run *self)
{
  if (self->start == 0 || self->settling || go_on (self))
    return;
  if (dh_session_is_stalled (session) && !self->stopping)
    g_set_error_literal (&self->error, DH_ERROR, DH_ERROR_FACES,
                         dh_session_get_message (session));
  self->settling = TRUE;
  if (settle_cb (self) == G_SOURCE_REMOVE)
    g_main_loop_quit (self->loop);
}

static void
status_cb (DhSession *session, GParamSpec *pspec, Run *self)
{
  DhSessionStatus status = dh_session_get_status (session);

  if (status == DH_SESSION_FAILED && self->error == NULL)
    {
      const char *message = dh_session_get_message (session);

      g_set_error_literal (&self->error, DH_ERROR, DH_ERROR_FACES,
                           message != NULL ? message : _ ("The training can’t continue."));
      g_main_loop_quit (self->loop);
    }
  else if (status == DH_SESSION_READY && self->start == 0 && !self->stopping)
    {
      self->start = g_get_monotonic_time ();
      dh_session_set_playing (session, TRUE);
    }
}

/* The message is polled, not notified: otherwise one that comes with a failure would be printed
 * twice.  It has all sentences in lines, of which those that are new are printed. */
static void
say_notices (Run *self)
{
  const char *message = dh_session_get_message (self->session);
  g_auto (GStrv) lines = NULL;

  if (message == NULL || dh_session_get_status (self->session) != DH_SESSION_READY
      || dh_session_is_stalled (self->session))
    return;
  lines = g_strsplit (message, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_hash_table_add (self->said, g_strdup (lines[i])))
      {
        dh_cli_progress_say (self->progress, lines[i]);
        self->last_said = g_get_monotonic_time ();
      }
}

static double
get_seconds (const Run *self)
{
  return (g_get_monotonic_time () - self->start) / (double) G_USEC_PER_SEC;
}

static double
get_fraction (const Run *self)
{
  const DhCliTraining *how = self->how;
  double done = 0;

  if (how->iterations > 0)
    done = dh_session_get_iteration (self->session) / (double) how->iterations;
  if (how->seconds > 0)
    done = MAX (done, get_seconds (self) / how->seconds);
  return done;
}

static void
show_progress (Run *self)
{
  double fraction = get_fraction (self);
  double left = fraction > 0 ? ceil (get_seconds (self) * MAX (1 / fraction - 1, 0)) : 0;
  guint64 iteration = dh_session_get_iteration (self->session);
  double pace = dh_session_get_iterations_per_second (self->session);
  g_autofree char *text = dh_progress_dup_text (dh_session_get_progress (self->session));

  if (text != NULL)
    ; /* a step that takes seconds, or the preparation of the first */
  else if (iteration == 0)
    text = g_strdup (_ ("the first iteration"));
  else if (pace <= 0)
    text = g_strdup_printf (_ ("iteration %" PRIu64), iteration);
  else
    /* Translators: "iteration 120, 10.3 per second, 0:48 left" */
    text = g_strdup_printf (_ ("iteration %" PRIu64 ", %.1f per second, %d:%02d left"), iteration,
                            pace, (int) MIN (left / 60, 99999), (int) fmod (left, 60));
  dh_cli_progress_update (self->progress, fraction, text);
}

/* Small models are prepared, and small pictures read, faster than anyone could read this; hundreds of
 * photographs take minutes. */
static void
show_preparing (Run *self)
{
  const DhProgress *progress = dh_session_get_progress (self->session);
  const gint64 waited = g_get_monotonic_time () - self->begun;
  g_autofree char *text = dh_progress_dup_text (progress);

  if (text != NULL
      && (progress->kind == DH_PROGRESS_LANE
          || (progress->kind == DH_PROGRESS_FACES && waited >= PATIENCE)))
    dh_cli_progress_update (self->progress, 0, text);
}

static gboolean
is_every_lane_diverged (DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

      if (snapshot == NULL || dh_lane_snapshot_get_state (snapshot) != DH_STATE_DIVERGED)
        return FALSE;
    }
  return TRUE;
}

/* A run shorter than its first iteration would have no results. */
static gboolean
is_time_over (const Run *self)
{
  return self->how->seconds > 0 && get_seconds (self) >= self->how->seconds
         && dh_session_get_iteration (self->session) > 0;
}

static gboolean
settle_cb (gpointer data)
{
  Run *self = data;
  const DhCliTrainingCommand *command = self->how->command;
  g_autofree char *text = NULL;
  double fraction = 1;

  if (command == NULL || command->settle == NULL || self->stopping
      || command->settle (self->session, &fraction, &text, command->data))
    return G_SOURCE_REMOVE;
  if (text != NULL)
    dh_cli_progress_update (self->progress, fraction, text);
  return G_SOURCE_CONTINUE;
}

static gboolean
tick_cb (gpointer data)
{
  Run *self = data;

  if (self->start == 0)
    show_preparing (self);
  if (self->settling)
    {
      if (settle_cb (self) == G_SOURCE_REMOVE)
        g_main_loop_quit (self->loop);
      return G_SOURCE_CONTINUE;
    }
  if (self->start == 0 || self->stopping)
    return G_SOURCE_CONTINUE;
  if (self->last_said == 0 || g_get_monotonic_time () - self->last_said >= NOTICE_INTERVAL)
    say_notices (self);
  show_progress (self);
  if (is_time_over (self) || is_every_lane_diverged (self->session))
    stop (self);
  return G_SOURCE_CONTINUE;
}

static void
stopped_cb (gpointer data, int signal_number)
{
  Run *self = data;

  if (self->signal != 0)
    return;
  self->signal = signal_number;
  dh_cli_progress_say (self->progress,
                       _ ("Stopping, and measuring what was trained; interrupt again to stop at "
                          "once."));
  stop (self);
}

/* If memory runs out, no lane gets a snapshot; the session's message says so. */
static void
check_lanes (Run *self)
{
  g_autoptr (DhLane) first = g_list_model_get_item (dh_session_get_lanes (self->session), 0);
  const char *message = dh_session_get_message (self->session);

  if (self->start != 0 && self->error == NULL && dh_lane_get_snapshot (first) == NULL)
    g_set_error_literal (&self->error, DH_ERROR, DH_ERROR_MEMORY,
                         message != NULL ? message : _ ("The lanes could not be created."));
}

static void
saved_cb (DhSession *session, const char *problem, Run *self)
{
  if (problem != NULL && self->error == NULL)
    g_set_error_literal (&self->error, DH_ERROR, DH_ERROR_WEIGHTS, problem);
  g_main_loop_quit (self->loop);
}

/* After the run. */
static void
keep_weights (Run *self)
{
  const gboolean has_weights = self->error == NULL || dh_session_is_stalled (self->session);

  if (!self->how->keep || !has_weights || dh_session_get_iteration (self->session) == 0)
    return;
  g_signal_connect (self->session, "saved", G_CALLBACK (saved_cb), self);
  dh_session_save_weights (self->session, self->how->out, self->how->half);
  g_main_loop_run (self->loop);
}

static void
run_until_idle (Run *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  guint tick = g_timeout_add (TICK_MS, tick_cb, self);

  self->loop = g_main_loop_new (context, FALSE);
  dh_cli_watch_signals (stopped_cb, self);
  g_signal_connect (self->session, "notify::status", G_CALLBACK (status_cb), self);
  g_signal_connect (self->session, "idle", G_CALLBACK (idle_cb), self);

  status_cb (self->session, NULL, self);
  if (self->error == NULL)
    g_main_loop_run (self->loop);
  g_source_remove (tick);
  check_lanes (self);
  if (self->error == NULL)
    say_notices (self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  keep_weights (self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_pointer (&self->loop, g_main_loop_unref);
}

/* FALSE, with a sentence on standard error */
static gboolean
save_document (const Run *self)
{
  g_autoptr (DhDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  if (self->how->save == NULL)
    return TRUE;
  document = dh_session_make_document (self->session);
  /* No landscape is computed here, but a window that opens it should show them. */
  for (guint i = 0; i < document->n_lanes; i++)
    document->lanes[i].plane_kind = DH_PLANE_TRAJECTORY;
  if (dh_document_save (document, self->how->save, &error))
    return TRUE;
  dh_cli_fail (error);
  return FALSE;
}

/* Whether the document gave the same as where it was written, or why not. */
static void
print_comparison (const Run *self)
{
  g_autofree char *difference = NULL;

  if (self->how->document == NULL)
    return;
  difference = dh_session_compare_with_document (self->session, self->how->document);
  g_print ("\n%s\n", difference != NULL
                       ? difference
                       : _ ("Processor, convolutions and program are those of the document: at its "
                            "iterations, the results are the same, to the last bit."));
}

static void
print_files (const char *folder, gboolean weights)
{
  g_autofree char *path = g_canonicalize_filename (folder, NULL);
  g_autofree char *name = g_filename_display_name (path);

  g_print (_ ("\nIn %s: preview.png, loss.png, history.csv and summary.json.\n"), name);
  if (weights)
    g_print ("%s\n", _ ("The weights of each lane are there, too, as lane-1.npz and so on; "
                        "--start FILE.npz continues from one of them."));
}

/* Returns an exit status. */
static int
report_command (const Run *self)
{
  const gboolean written = self->how->command->report (self->session, self->how->command->data);
  const int status = dh_cli_close_output ();

  return written ? status : DH_CLI_FAILURE;
}

/* The same. */
static int
report_usual (const Run *self)
{
  const DhCliTraining *how = self->how;
  gboolean written = how->out == NULL
                     || dh_cli_report_write (self->session, how->document_name, how->out);
  g_autofree char *text = how->json ? dh_cli_summary_to_json (self->session, how->document_name)
                                    : dh_cli_summary_to_table (self->session);
  int status;

  written &= save_document (self);

  if (how->json)
    fputs (text, stdout); /* JSON is UTF-8 in every locale */
  else
    g_print ("%s", text);
  if (!how->json)
    print_comparison (self);
  if (!how->json && how->out != NULL && written)
    print_files (how->out, how->keep);
  status = dh_cli_close_output ();
  return written ? status : DH_CLI_FAILURE;
}

static int
report (const Run *self)
{
  return self->how->command != NULL ? report_command (self) : report_usual (self);
}

static int
finish (Run *self)
{
  int status;

  if (self->error != NULL)
    {
      if (dh_session_get_iteration (self->session) > 0)
        report (self); /* what was learned before the error is kept */
      return dh_cli_fail (self->error);
    }
  if (self->signal != 0 && dh_session_get_iteration (self->session) == 0)
    {
      g_printerr ("%s\n", _ ("Nothing was trained, nothing was written."));
      return 128 + self->signal;
    }
  status = report (self);
  return status == DH_CLI_SUCCESS && self->signal != 0 ? 128 + self->signal : status;
}

int
dh_cli_training_run (DhSession *session, const DhCliTraining *how)
{
  Run run = { .how = how, .session = session, .begun = g_get_monotonic_time () };
  int status;

  dh_session_set_live (session, FALSE); /* nothing is shown before the end */
  dh_session_set_iteration_limit (session, get_limit (&run));
  if (!save_document (&run)) /* better now than after hours */
    return DH_CLI_FAILURE;
  run.progress = dh_cli_progress_new ();
  run.said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run_until_idle (&run);
  if (run.start != 0 && how->command == NULL)
    show_progress (&run);
  g_clear_pointer (&run.progress, dh_cli_progress_free);
  status = finish (&run);
  g_clear_error (&run.error);
  g_hash_table_unref (run.said);
  return status;
}
