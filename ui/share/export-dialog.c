/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a session shows, written to files: which part of it, how large, and from which time.
 *
 * A picture of six lanes takes a second, an animation many.  So a copy of what is shown is taken,
 * and a thread of its own draws and writes it, while the training goes on; it can be broken off
 * between two pictures.
 */
#include "ui/share/export-dialog-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/share/export-job.h"
#include "ui/widgets/file-choice.h"
#include "ui/widgets/question.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/waiting.h"
#include "ui/widgets/whole-choice.h"
#include "ui/widgets/whole-text.h"

#define TICK_MS 100

enum
{
  WRITTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhExportDialog, dh_export_dialog, ADW_TYPE_WINDOW)

/* ---- writing ---- */

static void
show_busy (DhExportDialog *self)
{
  const gboolean busy = dh_export_dialog_get_busy (self);

  gtk_widget_set_sensitive (self->content_group, !busy);
  gtk_widget_set_sensitive (self->look_group, !busy);
  gtk_widget_set_visible (self->progress, busy);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->progress), _ ("Writing…"));
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  dh_export_dialog_update (self);
}

static gboolean
tick_cb (gpointer data)
{
  DhExportDialog *self = data;
  const DhExportJob *job = self->task != NULL ? g_task_get_task_data (self->task) : NULL;
  const double part = job != NULL && job->kind == DH_EXPORT_ANIMATION
                        ? atomic_load (&job->done) / (double) DH_EXPORT_JOB_PARTS
                        : NAN;
  g_autofree char *words = dh_waiting_dup_words (_ ("Writing…"), dh_waiting_count (self->since),
                                                 part);

  if (isnan (part))
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress));
  else
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), part);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->progress), words);
  return G_SOURCE_CONTINUE;
}

static void
begin (DhExportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->since = g_get_monotonic_time ();
  self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  show_busy (self);
}

/* problem: a sentence, or NULL; the path is that of the result */
static void
end (DhExportDialog *self, const char *path, const char *problem)
{
  const gboolean cancelled = g_cancellable_is_cancelled (self->cancellable);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->cancellable);
  show_busy (self);
  if (cancelled)
    return;
  if (problem != NULL)
    {
      gtk_window_present (GTK_WINDOW (
        dh_question_new (GTK_WINDOW (self), _ ("The Export Failed"), problem, _ ("_Close"))));
      return;
    }
  g_signal_emit (self, signals[WRITTEN], 0, path);
  gtk_window_close (GTK_WINDOW (self));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DhExportDialog) self = data;
  const DhExportJob *job = g_task_get_task_data (G_TASK (result));
  g_autofree char *path = g_strdup (job->path);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  g_clear_object (&self->task);
  if (self->session != NULL) /* otherwise it was closed meanwhile */
    end (self, path, error != NULL ? error->message : NULL);
}

/* For strips and animations. */
static void
add_faces (DhExportDialog *self, DhExportJob *job)
{
  GListModel *lanes = dh_session_get_lanes (self->session);

  job->iterations = dh_export_dialog_choose_iterations (self);
  for (guint i = 0; i < job->view->n_lanes; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      job->previews[i] = dh_session_film_list (self->film, lane);
      job->kept[i] = dh_kept_film_new (self->keeper, lane);
    }
}

static DhExportJob *
make_job (DhExportDialog *self, const char *path)
{
  DhExportJob *job = g_new0 (DhExportJob, 1);

  job->kind = self->shown;
  job->view = dh_export_view_new (self->session);
  job->lane = dh_export_dialog_get_lane (self);
  job->look = dh_export_dialog_get_look (self);
  job->path = g_strdup (path);
  if (dh_export_dialog_is_of_time (self))
    add_faces (self, job);
  if (job->kind == DH_EXPORT_HILLS)
    job->hills = dh_export_hills_new (self->race);
  return job;
}

static void
saved_cb (DhSession *session, const char *problem, DhExportDialog *self)
{
  g_autofree char *folder = g_steal_pointer (&self->folder);

  if (folder != NULL)
    end (self, folder, problem);
}

void
dh_export_dialog_write (DhExportDialog *self, const char *path)
{
  g_return_if_fail (DH_IS_EXPORT_DIALOG (self) && self->cancellable == NULL);
  begin (self);
  if (self->shown == DH_EXPORT_WEIGHTS)
    {
      self->folder = g_strdup (path);
      dh_session_save_weights (self->session, path, FALSE);
      return;
    }
  /* Not the task's source, which the task's thread may be the last to let go of. */
  self->task = g_task_new (NULL, self->cancellable, written_cb, g_object_ref (self));
  g_task_set_task_data (self->task, make_job (self, path), (GDestroyNotify) dh_export_job_free);
  g_task_run_in_thread (self->task, dh_export_job_run);
}

gboolean
dh_export_dialog_get_busy (DhExportDialog *self)
{
  g_return_val_if_fail (DH_IS_EXPORT_DIALOG (self), FALSE);
  return self->cancellable != NULL;
}

/* ---- where ---- */

static void
response_cb (DhExportDialog *self, int response)
{
  gboolean elsewhere;
  g_autofree char *path = dh_file_choice_take (&self->file_dialog, response, &elsewhere);

  if (path != NULL)
    dh_export_dialog_write (self, path);
  else if (elsewhere)
    dh_file_choice_refuse (GTK_WIDGET (self), _ ("The Export Failed"));
}

/* "alder-birch-strip.png", also for folders of pictures */
static char *
suggest_name (DhExportDialog *self)
{
  static const char *const names[] = { "lanes", "strip", "animation", "landscape", "hills", "history" };
  g_autofree char *a = g_filename_display_basename (dh_session_get_person (self->session, 0));
  g_autofree char *b = g_filename_display_basename (dh_session_get_person (self->session, 1));

  return g_strdup_printf ("%s-%s-%s.%s", a, b, names[self->shown],
                          dh_export_dialog_get_suffix (self));
}

static void
choose_cb (DhExportDialog *self)
{
  const gboolean folder = self->shown == DH_EXPORT_WEIGHTS;
  g_autofree char *name = NULL;

  if (self->file_dialog != NULL)
    return;
  self->file_dialog = gtk_file_chooser_native_new (folder ? _ ("Choose a Folder") : _ ("Export"),
                                                   GTK_WINDOW (self),
                                                   folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                                          : GTK_FILE_CHOOSER_ACTION_SAVE,
                                                   folder ? _ ("_Choose") : _ ("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->file_dialog), TRUE);
  if (!folder)
    {
      name = suggest_name (self);
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->file_dialog), name);
    }
  g_signal_connect_swapped (self->file_dialog, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->file_dialog));
}

static void
cancel_cb (DhExportDialog *self)
{
  if (self->cancellable != NULL && self->folder == NULL)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* ---- set-up ---- */

static void
let_go (DhExportDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->keeper);
  g_clear_object (&self->race);
}

static void
dh_export_dialog_dispose (GObject *object)
{
  DhExportDialog *self = DH_EXPORT_DIALOG (object);

  dh_file_choice_drop (&self->file_dialog);
  let_go (self);
  g_clear_pointer (&self->folder, g_free);
  G_OBJECT_CLASS (dh_export_dialog_parent_class)->dispose (object);
}

/* A closed window lives on until its file is broken off, and must not keep the session so long. */
static void
dh_export_dialog_unrealize (GtkWidget *widget)
{
  let_go (DH_EXPORT_DIALOG (widget));
  GTK_WIDGET_CLASS (dh_export_dialog_parent_class)->unrealize (widget);
}

static void
update_cb (DhExportDialog *self)
{
  dh_export_dialog_update (self);
}

static void
usual_scale_cb (DhExportDialog *self)
{
  dh_export_dialog_set_usual_scale (self);
  dh_export_dialog_update (self);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, write);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, content_group);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, look_group);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, what_row);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, lane_row);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, range_row);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, from);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, to);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, count_row);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, count);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, spacing_row);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, size_row);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, custom_row);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, height);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, scale_row);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, scale);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, note);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, progress);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_bind_template_callback (widget_class, usual_scale_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
dh_export_dialog_class_init (DhExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_export_dialog_dispose;
  widget_class->unrealize = dh_export_dialog_unrealize;
  signals[WRITTEN] = g_signal_new ("written", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/share/export-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
show_choices (DhExportDialog *self)
{
  GtkWidget *rows[] = { self->what_row,   self->lane_row, self->spacing_row,
                        self->format_row, self->size_row, self->scheme_row };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    dh_whole_choice_show (ADW_COMBO_ROW (rows[i]));
}

static void
dh_export_dialog_init (DhExportDialog *self)
{
  self->shown = DH_N_EXPORTS;
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_whole_text_watch (GTK_WIDGET (self));
  show_choices (self);
}

void
dh_export_dialog_set_kind (DhExportDialog *self, DhExportKind kind)
{
  g_return_if_fail (DH_IS_EXPORT_DIALOG (self) && kind < DH_N_EXPORTS);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->what_row), kind);
}

GtkWidget *
dh_export_dialog_new (GtkWindow *above, DhSession *session, DhSessionFilm *film,
                      DhSessionKeeper *keeper, DhRace *race, gboolean dark)
{
  DhExportDialog *self = g_object_new (DH_TYPE_EXPORT_DIALOG, "transient-for", above, NULL);

  dh_dialog_scale (GTK_WINDOW (self));
  self->session = g_object_ref (session);
  self->film = film;
  g_set_object (&self->keeper, keeper);
  g_set_object (&self->race, race);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->to),
                             (double) MAX (dh_session_get_iteration (session), 1));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->scheme_row), dark ? DH_EXPORT_DARK : 0);
  g_signal_connect (session, "saved", G_CALLBACK (saved_cb), self);
  dh_export_dialog_update (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->what_row);
  return GTK_WIDGET (self);
}
