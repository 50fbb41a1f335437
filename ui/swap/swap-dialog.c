/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Swapping the faces of a folder from the window.
 *
 * The lane's weights are taken when the dialog is opened, and all that is painted comes from them.
 * So the training goes on meanwhile, with less of the processor, and sample and folder are painted by
 * the same network.
 */
#include "ui/swap/swap-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "ui/swap/lane-weights.h"
#include "ui/swap/swap-job.h"
#include "ui/swap/swap-sample-view.h"
#include "ui/swap/swap-style.h"
#include "ui/widgets/dialog-parts.h"
#include "ui/widgets/file-choice.h"
#include "ui/widgets/question.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/waiting.h"
#include "ui/widgets/whole-text.h"

#define TICK_MS   100
#define MAX_WIDTH 600

struct _DhSwapDialog
{
  AdwWindow parent_instance;
  GtkWidget *cancel, *start, *form, *sample;
  GtkWidget *faces_row, *side_row, *out_row;
  GtkWidget *words, *progress, *open;
  DhSwapStyle style;
  DhSession *session; /* NULL: the dialog was closed */
  DhLane *lane;
  DhLaneWeights *weights;            /* NULL: there is no place for them */
  GtkFileChooserNative *file_dialog; /* or NULL */
  gboolean chooses_out;              /* what that is for */
  char *usual[2];                    /* each person's folder */
  char *faces, *out;                 /* folders; NULL: none yet */
  GTask *task;                       /* or NULL; its data is the job */
  guint tick;
  gint64 since; /* monotonic: when writing began */
};

static GSList *writing; /* dialogs, closed ones as well */

G_DEFINE_FINAL_TYPE (DhSwapDialog, dh_swap_dialog, ADW_TYPE_WINDOW)

/* ---- what is wanted ---- */

static gboolean
shows_b (DhSwapDialog *self)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (self->side_row)) == 1;
}

/* lent: the paths. */
static DhFolderSwap
get_what (DhSwapDialog *self)
{
  DhFolderSwap what = {
    .weights = self->weights != NULL ? dh_lane_weights_get_file (self->weights) : NULL,
    .faces = self->faces,
    .out = self->out,
    .to_a = shows_b (self),
  };

  dh_swap_style_read (&self->style, &what);
  return what;
}

static gboolean
has_weights (DhSwapDialog *self)
{
  return self->weights != NULL && dh_lane_weights_are_there (self->weights);
}

/* Why it can't begin, in a sentence; NULL: it can.  static */
static const char *
find_obstacle (DhSwapDialog *self, gboolean *mistake)
{
  *mistake = FALSE;
  if (self->faces == NULL)
    return _ ("Choose a folder of pictures.");
  if (self->out == NULL)
    return _ ("Choose or create the folder to write into.");
  *mistake = dh_folder_swap_is_same_folder (self->faces, self->out);
  if (*mistake)
    return _ (
      "That is the folder of the pictures, which would be overwritten: choose another one.");
  return NULL;
}

static void
set_words (DhSwapDialog *self, const char *words, gboolean problem)
{
  if (problem)
    gtk_widget_add_css_class (self->words, "error");
  else
    gtk_widget_remove_css_class (self->words, "error");
  gtk_label_set_text (GTK_LABEL (self->words), words);
}

/* (transfer full) */
static char *
dup_intention (DhSwapDialog *self)
{
  const gulong iteration = self->weights != NULL
                             ? (gulong) dh_lane_weights_get_iteration (self->weights)
                             : 0;
  /* Translators: a lane's number; a number of training steps */
  g_autofree char *weights = g_strdup_printf (_ ("Lane %u swaps with the weights that it had after "
                                                 "about %'lu steps."),
                                              dh_lane_get_number (self->lane), iteration);

  if (!dh_session_get_playing (self->session))
    return g_steal_pointer (&weights);
  return g_strconcat (weights, " ", _ ("The training goes on meanwhile, only slower."), NULL);
}

static void
set_folder_row (GtkWidget *row, const char *folder)
{
  g_autofree char *name = folder != NULL ? g_filename_display_name (folder) : NULL;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), name != NULL ? name : _ ("None yet"));
}

static void
show_buttons (DhSwapDialog *self)
{
  const gboolean busy = dh_swap_dialog_get_busy (self);
  gboolean mistake;

  gtk_widget_set_sensitive (self->form, !busy);
  gtk_widget_set_visible (self->progress, busy);
  gtk_widget_set_sensitive (self->start,
                            !busy && has_weights (self) && find_obstacle (self, &mistake) == NULL);
  gtk_button_set_label (GTK_BUTTON (self->cancel), busy ? _ ("_Cancel") : _ ("_Close"));
}

/* What was said of the last swap is over once something else is wanted. */
static void
show_wish (DhSwapDialog *self)
{
  g_autofree char *intention = dup_intention (self);
  gboolean mistake;
  const char *obstacle = find_obstacle (self, &mistake);

  set_folder_row (self->faces_row, self->faces);
  set_folder_row (self->out_row, self->out);
  set_words (self, obstacle != NULL ? obstacle : intention, mistake);
  gtk_widget_set_visible (self->open, FALSE);
  show_buttons (self);
}

static void
wish_cb (DhSwapDialog *self)
{
  const DhFolderSwap what = get_what (self);

  if (self->session == NULL)
    return;
  show_wish (self);
  if (self->faces != NULL)
    dh_swap_sample_view_show (DH_SWAP_SAMPLE_VIEW (self->sample), &what);
}

/* The folder of the other person, unless somebody chose one. */
static void
side_cb (DhSwapDialog *self)
{
  const guint side = shows_b (self);

  if (self->session != NULL && g_strcmp0 (self->faces, self->usual[1 - side]) == 0)
    {
      g_free (self->faces);
      self->faces = g_strdup (self->usual[side]);
    }
  wish_cb (self);
}

/* ---- writing ---- */

static void write_out (DhSwapDialog *self, DhSwapExisting existing);

static gboolean
tick_cb (gpointer data)
{
  DhSwapDialog *self = data;
  DhSwapJob *job = g_task_get_task_data (self->task);
  const double share = dh_swap_job_get_share (job);
  g_autofree char *words = dh_swap_job_dup_words (job);
  g_autofree char *title =
    dh_waiting_dup_words (dh_swap_job_is_cancelled (job) ? _ ("Stopping…") : _ ("Swapping…"),
                          dh_waiting_count (self->since), share > 0 ? share : NAN);

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), share);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->progress), title);
  if (*words != '\0')
    set_words (self, words, FALSE);
  return G_SOURCE_CONTINUE;
}

static void
existing_cb (AdwMessageDialog *question, const char *response, DhSwapDialog *self)
{
  if (self->session == NULL)
    return;
  if (g_str_equal (response, "keep"))
    write_out (self, DH_SWAP_KEEP);
  else if (g_str_equal (response, "replace"))
    write_out (self, DH_SWAP_REPLACE);
  else
    show_wish (self);
}

static void
ask_about_existing (DhSwapDialog *self, guint n)
{
  g_autofree char *name = g_filename_display_basename (self->out);
  g_autofree char *body =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "“%s” has %u file of such a name already.",
                                  "“%s” has %u files of such names already.", n),
                     name, n);
  AdwMessageDialog *question = dh_question_new (GTK_WINDOW (self), _ ("Replace Pictures?"), body,
                                                _ ("_Cancel"));

  adw_message_dialog_add_response (question, "keep", _ ("_Keep Them"));
  adw_message_dialog_add_response (question, "replace", _ ("_Replace"));
  adw_message_dialog_set_response_appearance (question, "replace", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (question, "response", G_CALLBACK (existing_cb), self, 0);
  gtk_window_present (GTK_WINDOW (question));
}

/* error: (nullable) */
static void
show_result (DhSwapDialog *self, DhSwapJob *job, const GError *error)
{
  g_autofree char *counts = dh_swap_job_dup_words (job);
  g_autofree char *words = NULL;

  if (error != NULL)
    words = g_strdup_printf ("%s %s", error->message, counts);
  else if (dh_swap_job_is_cancelled (job))
    /* Translators: a sentence that says how many pictures are done follows */
    words = g_strdup_printf (_ ("Stopped. %s"), counts);
  else
    words = g_strdup (counts);
  set_words (self, g_strstrip (words), error != NULL);
  dh_swap_sample_view_set_weights (DH_SWAP_SAMPLE_VIEW (self->sample),
                                   dh_lane_weights_get_file (self->weights));
  gtk_widget_set_visible (self->open, g_file_test (self->out, G_FILE_TEST_IS_DIR));
  show_buttons (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DhSwapDialog) self = data;
  DhSwapJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  g_clear_object (&self->task);
  writing = g_slist_remove (writing, self);
  if (self->session == NULL) /* it was closed meanwhile */
    return;
  g_clear_handle_id (&self->tick, g_source_remove);
  show_result (self, job, error);
  if (error == NULL && dh_swap_job_get_n_existing (job) > 0)
    ask_about_existing (self, dh_swap_job_get_n_existing (job));
}

static void
write_out (DhSwapDialog *self, DhSwapExisting existing)
{
  const DhFolderSwap what = get_what (self);

  /* The job reads the weights itself, and twice they may be too much. */
  dh_swap_sample_view_set_weights (DH_SWAP_SAMPLE_VIEW (self->sample), NULL);
  /* Not the task's source, which the task's thread may be the last to let go of. */
  self->task = g_task_new (NULL, NULL, written_cb, g_object_ref (self));
  g_task_set_task_data (self->task, dh_swap_job_new (&what, existing),
                        (GDestroyNotify) dh_swap_job_free);
  writing = g_slist_prepend (writing, self);
  self->since = g_get_monotonic_time ();
  self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->progress), _ ("Swapping…"));
  gtk_widget_set_visible (self->open, FALSE);
  show_buttons (self);
  g_task_run_in_thread (self->task, dh_swap_job_run);
}

static void
start_cb (DhSwapDialog *self)
{
  write_out (self, DH_SWAP_ASK);
}

static void
stop (DhSwapDialog *self)
{
  if (self->task != NULL)
    dh_swap_job_cancel (g_task_get_task_data (self->task));
}

static void
cancel_cb (DhSwapDialog *self)
{
  if (self->task != NULL)
    stop (self);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  cancel_cb (DH_SWAP_DIALOG (widget));
  return GDK_EVENT_STOP;
}

static void
open_cb (DhSwapDialog *self)
{
  GtkWindow *below = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (below != NULL && self->out != NULL)
    gtk_widget_activate_action (GTK_WIDGET (below), "win.show-folder", "s", self->out);
}

/* ---- the lane's weights ---- */

static void
weights_cb (const char *problem, gpointer data)
{
  DhSwapDialog *self = data;
  DhSwapSampleView *sample = DH_SWAP_SAMPLE_VIEW (self->sample);

  if (problem != NULL)
    {
      dh_swap_sample_view_refuse (sample, problem);
      return;
    }
  dh_swap_sample_view_set_weights (sample, dh_lane_weights_get_file (self->weights));
  show_wish (self);
}

static void
take_weights (DhSwapDialog *self)
{
  g_autoptr (GError) error = NULL;

  self->weights = dh_lane_weights_new (self->session, self->lane, weights_cb, self, &error);
  if (self->weights == NULL)
    dh_swap_sample_view_refuse (DH_SWAP_SAMPLE_VIEW (self->sample), error->message);
}

/* ---- folders ---- */

void
dh_swap_dialog_set_faces (DhSwapDialog *self, const char *folder)
{
  g_return_if_fail (DH_IS_SWAP_DIALOG (self));
  g_free (self->faces);
  self->faces = g_strdup (folder);
  wish_cb (self);
}

void
dh_swap_dialog_set_out (DhSwapDialog *self, const char *folder)
{
  g_return_if_fail (DH_IS_SWAP_DIALOG (self));
  g_free (self->out);
  self->out = g_strdup (folder);
  show_wish (self);
}

static void
response_cb (DhSwapDialog *self, int response)
{
  gboolean elsewhere;
  g_autofree char *path = dh_file_choice_take (&self->file_dialog, response, &elsewhere);

  if (path == NULL && elsewhere)
    dh_file_choice_refuse (GTK_WIDGET (self), _ ("The Folder Can’t Be Used"));
  else if (path != NULL && self->chooses_out)
    dh_swap_dialog_set_out (self, path);
  else if (path != NULL)
    dh_swap_dialog_set_faces (self, path);
}

static void
choose (DhSwapDialog *self, gboolean out)
{
  if (self->file_dialog != NULL)
    return;
  self->chooses_out = out;
  self->file_dialog = gtk_file_chooser_native_new (out
                                                     ? _ ("Choose or Create a Folder to Write Into")
                                                     : _ ("Choose a Folder of Pictures"),
                                                   GTK_WINDOW (self),
                                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                                   _ ("_Choose"), NULL);
  g_signal_connect_swapped (self->file_dialog, "response", G_CALLBACK (response_cb), self);
  dh_file_choice_show_pictures (self->file_dialog);
}

static void
choose_faces_cb (DhSwapDialog *self)
{
  choose (self, FALSE);
}

static void
choose_out_cb (DhSwapDialog *self)
{
  choose (self, TRUE);
}

/* A folder of one's own is the person's id. */
static void
take_people (DhSwapDialog *self, const char *faces_folder)
{
  g_autoptr (GtkStringList) directions = gtk_string_list_new (NULL);
  const char *people[2];

  for (guint side = 0; side < 2; side++)
    {
      const char *person = dh_session_get_person (self->session, side);

      self->usual[side] = g_path_is_absolute (person)
                            ? g_strdup (person)
                            : g_build_filename (faces_folder, person, NULL);
      people[side] = person;
    }
  for (guint side = 0; side < 2; side++)
    {
      g_autofree char *name = dh_catalog_dup_person_name (people[side]);
      g_autofree char *other = dh_catalog_dup_person_name (people[1 - side]);
      /* Translators: whom the pictures show; whose face they get */
      g_autofree char *text = g_strdup_printf (_ ("%s becomes %s"), name, other);

      gtk_string_list_append (directions, text);
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->side_row), G_LIST_MODEL (directions));
  self->faces = g_strdup (self->usual[0]);
}

/* ---- rows ---- */

static GtkWidget *
make_folder_row (DhSwapDialog *self, const char *title, const char *tooltip, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Choose…"));

  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return dh_dialog_row_new (title, "", button);
}

static GtkWidget *
make_what (DhSwapDialog *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  AdwPreferencesGroup *rows = ADW_PREFERENCES_GROUP (group);

  self->side_row = dh_dialog_choice_new (_ ("Direction"),
                                         _ ("Whom the pictures show, and will show"), NULL);
  g_signal_connect_swapped (self->side_row, "notify::selected", G_CALLBACK (side_cb), self);
  self->faces_row = make_folder_row (self, _ ("Pictures"), _ ("Choose the folder of pictures"),
                                     G_CALLBACK (choose_faces_cb));
  self->out_row = make_folder_row (self, _ ("Write into"),
                                   _ ("Choose or create the folder to write into"),
                                   G_CALLBACK (choose_out_cb));
  adw_preferences_group_add (rows, self->side_row);
  adw_preferences_group_add (rows, self->faces_row);
  adw_preferences_group_add (rows, self->out_row);
  return group;
}

/* ---- set-up ---- */

static GtkWidget *
make_form (DhSwapDialog *self)
{
  self->form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  self->sample = dh_swap_sample_view_new ();
  gtk_box_append (GTK_BOX (self->form), self->sample);
  gtk_box_append (GTK_BOX (self->form), make_what (self));
  gtk_box_append (GTK_BOX (self->form),
                  dh_swap_style_make (&self->style, G_CALLBACK (wish_cb), self));
  return dh_dialog_form_new (self->form, MAX_WIDTH);
}

/* Always in sight: what will be done, how far it is, and what came of it. */
static GtkWidget *
make_foot (DhSwapDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->progress = gtk_progress_bar_new ();
  gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (self->progress), TRUE);
  self->words = dh_dialog_words_new (NULL);
  self->open = gtk_button_new_with_mnemonic (_ ("_Open Folder"));
  gtk_widget_set_halign (self->open, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (self->open, _ ("Show the written pictures in the file manager"));
  g_signal_connect_swapped (self->open, "clicked", G_CALLBACK (open_cb), self);
  gtk_box_append (GTK_BOX (box), self->progress);
  gtk_box_append (GTK_BOX (box), self->words);
  gtk_box_append (GTK_BOX (box), self->open);
  return dh_dialog_foot_new (box, MAX_WIDTH);
}

static GtkWidget *
make_header (DhSwapDialog *self)
{
  self->cancel = gtk_button_new_with_mnemonic (_ ("_Close"));
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (cancel_cb), self);
  self->start = gtk_button_new_with_mnemonic (_ ("_Swap"));
  gtk_widget_set_tooltip_text (self->start, _ ("Swap the faces of all pictures, and write them"));
  g_signal_connect_swapped (self->start, "clicked", G_CALLBACK (start_cb), self);
  return dh_dialog_header_new (self->cancel, self->start);
}

static void
let_go (DhSwapDialog *self)
{
  stop (self);
  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->weights != NULL)
    dh_lane_weights_forget (self->weights);
  g_clear_object (&self->session);
  g_clear_object (&self->lane);
  dh_file_choice_drop (&self->file_dialog);
}

static void
dh_swap_dialog_dispose (GObject *object)
{
  let_go (DH_SWAP_DIALOG (object));
  G_OBJECT_CLASS (dh_swap_dialog_parent_class)->dispose (object);
}

/* No thread reads the weights any more: a job keeps the dialog. */
static void
dh_swap_dialog_finalize (GObject *object)
{
  DhSwapDialog *self = DH_SWAP_DIALOG (object);

  g_clear_pointer (&self->weights, dh_lane_weights_free);
  g_free (self->faces);
  g_free (self->out);
  g_free (self->usual[0]);
  g_free (self->usual[1]);
  G_OBJECT_CLASS (dh_swap_dialog_parent_class)->finalize (object);
}

/* A closed window lives on until the picture in work is written, and must not keep the session so
 * long. */
static void
dh_swap_dialog_unrealize (GtkWidget *widget)
{
  DhSwapDialog *self = DH_SWAP_DIALOG (widget);

  let_go (self);
  dh_swap_sample_view_set_weights (DH_SWAP_SAMPLE_VIEW (self->sample), NULL);
  GTK_WIDGET_CLASS (dh_swap_dialog_parent_class)->unrealize (widget);
  gtk_window_set_transient_for (GTK_WINDOW (self), NULL); /* GTK would keep it when it has gone */
}

static void
dh_swap_dialog_class_init (DhSwapDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_swap_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_swap_dialog_finalize;
  GTK_WIDGET_CLASS (klass)->unrealize = dh_swap_dialog_unrealize;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
dh_swap_dialog_init (DhSwapDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWindow *window = GTK_WINDOW (self);

  gtk_window_set_title (window, _ ("Swap a Folder"));
  gtk_window_set_modal (window, TRUE);
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_set_default_size (window, 560, 760);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, -1);
  gtk_box_append (GTK_BOX (box), make_header (self));
  gtk_box_append (GTK_BOX (box), make_form (self));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), make_foot (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  dh_whole_text_watch (GTK_WIDGET (self));
}

GtkWidget *
dh_swap_dialog_new (GtkWindow *above, DhSession *session, DhLane *lane, const char *faces_folder)
{
  DhSwapDialog *self = g_object_new (DH_TYPE_SWAP_DIALOG, "transient-for", above, NULL);

  dh_dialog_scale (GTK_WINDOW (self));
  self->lane = g_object_ref (lane);
  self->session = g_object_ref (session);
  take_people (self, faces_folder);
  take_weights (self);
  wish_cb (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->side_row);
  return GTK_WIDGET (self);
}

gboolean
dh_swap_dialog_get_busy (DhSwapDialog *self)
{
  g_return_val_if_fail (DH_IS_SWAP_DIALOG (self), FALSE);
  return self->task != NULL;
}

void
dh_swap_dialog_finish_all (void)
{
  g_slist_foreach (writing, (GFunc) (void (*) (void)) stop, NULL);
  while (writing != NULL)
    g_main_context_iteration (NULL, TRUE);
}
