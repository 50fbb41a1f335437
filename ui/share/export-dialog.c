/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a session shows, written to files: which part of it, how large, and from which time.
 *
 * A picture of six lanes takes a second, an animation many.  So a copy of what is shown is taken,
 * and a thread of its own draws and writes it, while the training goes on; it can be broken off
 * between two pictures.
 */
#include "ui/share/export-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "core/base/safe-file.h"
#include "ui/plot/export/export-animation.h"
#include "ui/plot/export/history-csv.h"
#include "ui/widgets/question.h"

#define TICK_MS  100
#define N_PARTS  1000 /* of the progress */
#define GROWING  1    /* in the list of spacings */
#define OWN_SIZE 0    /* in the list of sizes … */
#define ANOTHER  4
#define N_STRIP  8 /* usual numbers of pictures */
#define DARK     1

static const struct
{
  double width, height;
} sizes[] = { { 0, 0 }, { 1280, 720 }, { 1920, 1080 }, { 3840, 2160 } };

/* One file, made and written off the main thread. */
typedef struct
{
  DhExportKind kind;
  DhExportView *view;
  int lane;                          /* index; -1: all */
  GPtrArray *previews[DH_MAX_LANES]; /* (element-type DhPreview) */
  DhExportLook look;
  char *path;
  atomic_int done; /* of N_PARTS */
} Job;

struct _DhExportDialog
{
  AdwWindow parent_instance;
  GtkWidget *cancel, *write, *content_group, *look_group;
  GtkWidget *what_row, *lane_row, *range_row, *from, *to, *count_row, *count, *spacing_row;
  GtkWidget *format_row, *size_row, *custom_row, *width, *height, *scale_row, *scale, *scheme_row;
  GtkWidget *note, *progress;
  DhSession *session;
  DhSessionFilm *film;               /* lent */
  GtkFileChooserNative *file_dialog; /* or NULL */
  GCancellable *cancellable;         /* of what is being written; NULL: nothing */
  GTask *task;                       /* or NULL; its data is the job */
  guint tick;
  DhExportKind shown; /* whose choices are shown */
  char *folder;       /* in which weights are being written; or NULL */
};

enum
{
  WRITTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhExportDialog, dh_export_dialog, ADW_TYPE_WINDOW)

/* ---- in the thread ---- */

static void
job_free (gpointer data)
{
  Job *self = data;

  for (guint i = 0; i < DH_MAX_LANES; i++)
    g_clear_pointer (&self->previews[i], g_ptr_array_unref);
  dh_export_view_free (self->view);
  g_free (self->path);
  g_free (self);
}

static void
progress_cb (double done, gpointer data)
{
  atomic_store (&((Job *) data)->done, (int) (done * N_PARTS));
}

static GBytes *
make_animation (Job *self, GCancellable *cancellable, GError **error)
{
  DhExportFrames frames = { .lane = self->lane, .progress = progress_cb, .data = self };

  memcpy (frames.previews, self->previews, sizeof frames.previews);
  return dh_export_animation (self->view, &frames, &self->look, cancellable, error);
}

static GBytes *
make_history (const Job *self)
{
  char *csv = dh_history_to_csv (self->view);

  return g_bytes_new_take (csv, strlen (csv));
}

static GBytes *
make_picture (const Job *self, GError **error)
{
  const guint lane = (guint) MAX (self->lane, 0);
  GByteArray *bytes;

  if (self->kind == DH_EXPORT_STRIP)
    bytes = dh_export_strip (self->view, lane, self->previews[lane], &self->look, error);
  else if (self->kind == DH_EXPORT_LANDSCAPE)
    bytes = dh_export_landscape (self->view, lane, &self->look, error);
  else
    bytes = dh_export_lanes (self->view, DH_SHEET_ALL, &self->look, error);
  return bytes != NULL ? g_byte_array_free_to_bytes (bytes) : NULL;
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *self = data;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  if (self->kind == DH_EXPORT_ANIMATION)
    bytes = make_animation (self, cancellable, &error);
  else if (self->kind == DH_EXPORT_HISTORY)
    bytes = make_history (self);
  else
    bytes = make_picture (self, &error);
  if (bytes != NULL && !g_cancellable_set_error_if_cancelled (cancellable, &error))
    dh_safe_file_write (self->path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                        &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* ---- choices ---- */

static guint
get_selected (GtkWidget *row)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (row));
}

static double
get_value (GtkWidget *spin)
{
  return gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin));
}

static DhExportKind
get_kind (DhExportDialog *self)
{
  return MIN (get_selected (self->what_row), DH_N_EXPORTS - 1);
}

static gboolean
is_of_one_lane (DhExportKind kind)
{
  return kind == DH_EXPORT_STRIP || kind == DH_EXPORT_LANDSCAPE;
}

static gboolean
is_of_time (DhExportKind kind)
{
  return kind == DH_EXPORT_STRIP || kind == DH_EXPORT_ANIMATION;
}

static gboolean
is_picture (DhExportKind kind)
{
  return kind <= DH_EXPORT_LANDSCAPE;
}

/* -1: all */
static int
get_lane (DhExportDialog *self)
{
  const int selected = (int) get_selected (self->lane_row);

  if (is_of_one_lane (self->shown))
    return selected;
  return self->shown == DH_EXPORT_ANIMATION ? selected - 1 : -1;
}

static void
list_lanes (DhExportDialog *self)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  if (!is_of_one_lane (self->shown))
    gtk_string_list_append (list, _ ("All lanes"));
  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      g_autofree char *label = dh_lane_dup_label (lane);
      g_autofree char *text = g_strdup_printf ("%u: %s", dh_lane_get_number (lane), label);

      gtk_string_list_append (list, text);
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->lane_row), G_LIST_MODEL (list));
}

/* Why the shown choice can't be written yet; NULL: it can. */
static const char *
get_obstacle (DhExportDialog *self)
{
  g_autoptr (DhLane) first = g_list_model_get_item (dh_session_get_lanes (self->session), 0);
  g_autoptr (DhLane) lane = NULL;
  g_autoptr (GPtrArray) film = NULL;
  DhLaneSnapshot *snapshot;
  const DhPlane *plane;

  if (dh_session_get_iteration (self->session) == 0)
    return _ ("Nothing has been trained yet: press Play first.");
  lane = g_list_model_get_item (dh_session_get_lanes (self->session),
                                (guint) MAX (get_lane (self), 0));
  snapshot = lane != NULL ? dh_lane_get_snapshot (lane) : NULL;
  plane = snapshot != NULL ? dh_lane_snapshot_get_plane (snapshot) : NULL;
  if (self->shown == DH_EXPORT_LANDSCAPE && (plane == NULL || plane->terrain == NULL))
    return _ ("This lane’s landscape isn’t computed: show it, and wait a moment.");
  film = dh_session_film_list (self->film, lane != NULL ? lane : first);
  if (is_of_time (self->shown) && film->len == 0)
    return _ ("No faces have been shown yet: look at the lanes for a moment.");
  return NULL;
}

static const char *
get_note (DhExportDialog *self)
{
  switch (self->shown)
    {
    case DH_EXPORT_STRIP:
    case DH_EXPORT_ANIMATION:
      return _ ("The window remembers some faces of each lane, more at the start; the nearest ones "
                "are used. “downhill-cli export” makes them for exact iterations.");
    case DH_EXPORT_HISTORY:
      return _ ("Losses, rates and metrics of all lanes and iterations, as CSV.");
    case DH_EXPORT_WEIGHTS:
      return _ ("Each lane’s weights as a NumPy archive, from which a training can start.");
    default:
      return "";
    }
}

/* Two pixels for a unit are sharp; a size that was asked for is meant as it is. */
static void
set_usual_scale (DhExportDialog *self)
{
  const gboolean sharp = get_selected (self->size_row) == OWN_SIZE
                         && get_selected (self->format_row) == DH_DRAWING_PNG
                         && get_kind (self) != DH_EXPORT_ANIMATION;

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->scale), sharp ? 2 : 1);
}

/* What can be chosen depends on what is written. */
static void
update_cb (DhExportDialog *self)
{
  const DhExportKind kind = get_kind (self);
  const gboolean picture = is_picture (kind), timed = is_of_time (kind);
  const char *obstacle;

  if (self->session == NULL)
    return;
  if (kind != self->shown && timed)
    {
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->count),
                                 kind == DH_EXPORT_STRIP ? N_STRIP : DH_SESSION_FILM_LENGTH);
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->spacing_row),
                                  kind == DH_EXPORT_STRIP ? 0 : GROWING);
    }
  if (kind != self->shown)
    {
      self->shown = kind;
      list_lanes (self);
      set_usual_scale (self);
    }
  gtk_widget_set_visible (self->lane_row, is_of_one_lane (kind) || kind == DH_EXPORT_ANIMATION);
  gtk_widget_set_visible (self->range_row, timed);
  gtk_widget_set_visible (self->count_row, timed);
  gtk_widget_set_visible (self->spacing_row, timed);
  gtk_widget_set_visible (self->look_group, picture);
  gtk_widget_set_visible (self->format_row, kind != DH_EXPORT_ANIMATION);
  gtk_widget_set_visible (self->custom_row, get_selected (self->size_row) == ANOTHER);
  obstacle = get_obstacle (self);
  gtk_label_set_text (GTK_LABEL (self->note), obstacle != NULL ? obstacle : get_note (self));
  gtk_widget_set_visible (self->note, *gtk_label_get_text (GTK_LABEL (self->note)) != '\0');
  gtk_widget_set_sensitive (self->write, obstacle == NULL && self->cancellable == NULL);
}

static void
usual_scale_cb (DhExportDialog *self)
{
  set_usual_scale (self);
  update_cb (self);
}

static DhExportLook
get_look (DhExportDialog *self)
{
  const guint size = get_selected (self->size_row);
  DhExportLook look = {
    .scheme = get_selected (self->scheme_row) == DARK ? DH_SCHEME_DARK : DH_SCHEME_LIGHT,
  };

  if (self->shown != DH_EXPORT_ANIMATION)
    look.size.format = MIN (get_selected (self->format_row), DH_N_DRAWING_FORMATS - 1);
  look.size.scale = get_value (self->scale);
  look.size.width = size < G_N_ELEMENTS (sizes) ? sizes[size].width : get_value (self->width);
  look.size.height = size < G_N_ELEMENTS (sizes) ? sizes[size].height : get_value (self->height);
  return look;
}

static const char *
get_suffix (DhExportDialog *self)
{
  const DhExportLook look = get_look (self);

  return self->shown == DH_EXPORT_HISTORY ? "csv" : dh_drawing_format_get_id (look.size.format);
}

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
  update_cb (self);
}

static gboolean
tick_cb (gpointer data)
{
  DhExportDialog *self = data;
  const Job *job = self->task != NULL ? g_task_get_task_data (self->task) : NULL;

  if (job != NULL && job->kind == DH_EXPORT_ANIMATION)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                   atomic_load (&job->done) / (double) N_PARTS);
  else
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress));
  return G_SOURCE_CONTINUE;
}

static void
begin (DhExportDialog *self)
{
  self->cancellable = g_cancellable_new ();
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
  DhExportDialog *self = DH_EXPORT_DIALOG (source);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autofree char *path = g_strdup (job->path);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  g_clear_object (&self->task);
  if (self->session != NULL) /* otherwise it was closed meanwhile */
    end (self, path, error != NULL ? error->message : NULL);
}

static GPtrArray *
pick_previews (DhExportDialog *self, DhLane *lane)
{
  g_autoptr (GPtrArray) film = dh_session_film_list (self->film, lane);
  g_autoptr (GArray) iterations =
    dh_export_choose_iterations ((guint64) get_value (self->from), (guint64) get_value (self->to),
                                 (guint) get_value (self->count),
                                 get_selected (self->spacing_row) == GROWING);

  return dh_export_pick_previews (film, iterations);
}

static Job *
make_job (DhExportDialog *self, const char *path)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  Job *job = g_new0 (Job, 1);

  job->kind = self->shown;
  job->view = dh_export_view_new (self->session);
  job->lane = get_lane (self);
  job->look = get_look (self);
  job->path = g_strdup (path);
  for (guint i = 0; is_of_time (self->shown) && i < job->view->n_lanes; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      job->previews[i] = pick_previews (self, lane);
    }
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
  self->task = g_task_new (self, self->cancellable, written_cb, NULL);
  g_task_set_task_data (self->task, make_job (self, path), job_free);
  g_task_run_in_thread (self->task, run_job);
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
  g_autoptr (GtkFileChooserNative) dialog = g_steal_pointer (&self->file_dialog);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                             ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                             : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    dh_export_dialog_write (self, path);
  else if (file != NULL)
    gtk_window_present (GTK_WINDOW (
      dh_question_new (GTK_WINDOW (self), _ ("The Export Failed"),
                       _ ("The folder isn’t on this computer: choose another one."),
                       _ ("_Close"))));
}

/* "alder-birch-strip.png", also for folders of pictures */
static char *
suggest_name (DhExportDialog *self)
{
  static const char *const names[] = { "lanes", "strip", "animation", "landscape", "history" };
  g_autofree char *a = g_filename_display_basename (dh_session_get_person (self->session, 0));
  g_autofree char *b = g_filename_display_basename (dh_session_get_person (self->session, 1));

  return g_strdup_printf ("%s-%s-%s.%s", a, b, names[self->shown], get_suffix (self));
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
}

static void
dh_export_dialog_dispose (GObject *object)
{
  DhExportDialog *self = DH_EXPORT_DIALOG (object);

  if (self->file_dialog != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->file_dialog));
  g_clear_object (&self->file_dialog);
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
dh_export_dialog_init (DhExportDialog *self)
{
  self->shown = DH_N_EXPORTS;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dh_export_dialog_set_kind (DhExportDialog *self, DhExportKind kind)
{
  g_return_if_fail (DH_IS_EXPORT_DIALOG (self) && kind < DH_N_EXPORTS);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->what_row), kind);
}

GtkWidget *
dh_export_dialog_new (GtkWindow *above, DhSession *session, DhSessionFilm *film, gboolean dark)
{
  DhExportDialog *self = g_object_new (DH_TYPE_EXPORT_DIALOG, "transient-for", above, NULL);

  self->session = g_object_ref (session);
  self->film = film;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->to),
                             (double) MAX (dh_session_get_iteration (session), 1));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->scheme_row), dark ? DARK : 0);
  g_signal_connect (session, "saved", G_CALLBACK (saved_cb), self);
  update_cb (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->what_row);
  return GTK_WIDGET (self);
}
