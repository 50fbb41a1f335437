/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog that swaps a folder: the sample, what is written and what isn't, breaking off, and the
 * sentences where something is wrong.  With the real trainer and the quick model, on a few of the
 * bundled faces.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "core/data/picture.h"
#include "tests/core/data/temp-folder.h"
#include "tests/ui/rows.h"
#include "ui/swap/swap-dialog.h"
#include "ui/swap/swap-sample-view.h"

#define N_PICTURES 4
#define MANY       60

typedef struct
{
  DhSession *session;
  DhSwapDialog *dialog;
  char *root, *faces, *out;
} Fixture;

/* ---- folders ---- */

static void
add_bundled (Fixture *self, const char *name)
{
  g_autofree char *from = g_build_filename (g_getenv ("DH_FACES"), "alder", name, NULL);
  g_autofree char *to = g_build_filename (self->faces, name, NULL);
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (to, contents, (gssize) size, NULL));
}

static void
add_pictures (Fixture *self, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    {
      g_autofree char *name = g_strdup_printf ("train_%03u.png", i);

      add_bundled (self, name);
    }
}

/* Fails if one of them isn't a whole picture. */
static guint
count_pictures (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (DhImage) image = dh_picture_read (path, NULL, &error);

      g_assert_no_error (error);
      n++;
    }
  return n;
}

/* ---- the dialog ---- */

static DhSwapSampleView *
get_sample (Fixture *self)
{
  return DH_SWAP_SAMPLE_VIEW (find_widget (GTK_WIDGET (self->dialog), "DhSwapSampleView"));
}

static gboolean
is_sampled (gpointer data)
{
  Fixture *self = data;

  return dh_swap_sample_view_is_done (get_sample (self));
}

static GdkPaintable *
peek_after (Fixture *self)
{
  return gtk_picture_get_paintable (
    GTK_PICTURE (find_nth (GTK_WIDGET (self->dialog), "GtkPicture", 1)));
}

static gboolean
is_idle (gpointer data)
{
  return !dh_swap_dialog_get_busy (data);
}

static GtkWidget *
get_button (Fixture *self, const char *label)
{
  GtkWidget *button = find_button (GTK_WIDGET (self->dialog), label);

  g_assert_nonnull (button);
  return button;
}

static void
click (Fixture *self, const char *label)
{
  g_assert_true (gtk_widget_is_sensitive (get_button (self, label)));
  g_signal_emit_by_name (get_button (self, label), "clicked");
}

static gboolean
can_swap (Fixture *self)
{
  return gtk_widget_get_sensitive (get_button (self, "_Swap"));
}

static gboolean
says (Fixture *self, const char *words)
{
  return find_words (self->dialog, words) != NULL;
}

static gboolean
is_ready (gpointer session)
{
  return dh_session_get_status (session) == DH_SESSION_READY;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLane) lane = NULL;

  self->root = g_dir_make_tmp ("swap-dialog-XXXXXX", NULL);
  self->faces = g_build_filename (self->root, "faces", NULL);
  self->out = g_build_filename (self->root, "out", NULL);
  g_mkdir (self->faces, 0700);
  g_mkdir (self->out, 0700);
  add_bundled (self, "landmarks.csv");
  add_pictures (self, 0, N_PICTURES);
  self->session = dh_session_new (g_getenv ("DH_FACES"));
  dh_session_add_lane (self->session, "mae", 1e-3, "adam");
  dh_session_add_lane (self->session, "mse", 1e-3, "adam");
  wait_until (is_ready, self->session);
  lane = g_list_model_get_item (dh_session_get_lanes (self->session), 1);
  self->dialog = DH_SWAP_DIALOG (
    dh_swap_dialog_new (NULL, self->session, lane, g_getenv ("DH_FACES")));
  g_object_add_weak_pointer (G_OBJECT (self->dialog), (gpointer *) &self->dialog);
  gtk_window_present (GTK_WINDOW (self->dialog));
  wait_until (is_sampled, self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  wait_until (is_gone, &self->dialog);
  g_object_unref (self->session);
  remove_tree (self->root);
  g_free (self->root);
  g_free (self->faces);
  g_free (self->out);
}

static void
set_folders (Fixture *self)
{
  dh_swap_dialog_set_faces (self->dialog, self->faces);
  dh_swap_dialog_set_out (self->dialog, self->out);
  wait_until (is_sampled, self);
}

/* ---- samples ---- */

/* It begins with the session's own folder, and follows what is chosen. */
static void
test_sample (Fixture *self, gconstpointer data)
{
  GtkWidget *pictures = find_row (self->dialog, "Pictures");
  g_autofree char *first = g_strdup (dh_swap_sample_view_get_words (get_sample (self)));
  g_autoptr (GdkPaintable) before = g_object_ref (peek_after (self));

  g_assert_true (g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (pictures)),
                                   "alder"));
  g_assert_true (g_str_has_suffix (first, ".png"));
  click (self, "Another _Picture");
  wait_until (is_sampled, self);
  g_assert_cmpstr (dh_swap_sample_view_get_words (get_sample (self)), !=, first);
  choose_in_row (self->dialog, "Painted area", 2);
  wait_until (is_sampled, self);
  g_assert_true (peek_after (self) != before);
  choose_in_row (self->dialog, "Direction", 1);
  g_assert_true (g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (pictures)),
                                   "birch"));
  dh_swap_dialog_set_faces (self->dialog, self->faces);
  choose_in_row (self->dialog, "Direction", 0);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (pictures)), ==, self->faces);
  dh_swap_dialog_set_faces (self->dialog, self->out);
  wait_until (is_sampled, self);
  g_assert_null (peek_after (self));
  g_assert_true (says (self, "out"));
}

/* ---- writing ---- */

static void
test_swap (Fixture *self, gconstpointer data)
{
  g_assert_false (can_swap (self));
  g_assert_true (says (self, "Choose or create the folder"));
  set_folders (self);
  g_assert_true (says (self, "Lane 2 swaps with the weights that it had after about 0 steps."));
  g_assert_false (says (self, "The training goes on"));
  click (self, "_Swap");
  g_assert_true (dh_swap_dialog_get_busy (self->dialog));
  g_assert_false (can_swap (self));
  wait_until (is_idle, self->dialog);
  g_assert_true (says (self, "4 of 4 pictures are done."));
  g_assert_cmpuint (count_pictures (self->out), ==, N_PICTURES);
  g_assert_true (gtk_widget_get_visible (get_button (self, "_Open Folder")));
  g_assert_true (can_swap (self));
}

static void
test_training (Fixture *self, gconstpointer data)
{
  dh_session_set_playing (self->session, TRUE);
  set_folders (self);
  g_assert_true (says (self, "steps. The training goes on meanwhile, only slower."));
}

static void
test_skipped (Fixture *self, gconstpointer data)
{
  g_autofree char *bad = g_build_filename (self->faces, "train_001.png", NULL);

  g_assert_true (g_file_set_contents (bad, "no picture", -1, NULL));
  set_folders (self);
  click (self, "_Swap");
  wait_until (is_idle, self->dialog);
  g_assert_true (says (self, "3 of 4 pictures are done. 1 was skipped: "));
  g_assert_true (says (self, "train_001.png"));
}

static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static gboolean
has_question (gpointer data)
{
  return find_question () != NULL;
}

static gboolean
has_no_question (gpointer data)
{
  return find_question () == NULL;
}

static void
answer (Fixture *self, const char *response)
{
  click (self, "_Swap");
  wait_until (has_question, NULL);
  adw_message_dialog_response (find_question (), response);
  gtk_window_destroy (GTK_WINDOW (find_question ())); /* a button would */
  wait_until (has_no_question, NULL);
  wait_until (is_idle, self->dialog);
}

static gboolean
is_mine (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->out, "train_002.png", NULL);
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  return g_str_equal (contents, "mine");
}

static void
test_existing (Fixture *self, gconstpointer data)
{
  g_autofree char *mine = g_build_filename (self->out, "train_002.png", NULL);
  g_autofree char *other = g_build_filename (self->out, "train_000.png", NULL);

  g_assert_true (g_file_set_contents (mine, "mine", -1, NULL));
  set_folders (self);
  answer (self, "cancel");
  g_assert_true (is_mine (self));
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
  answer (self, "keep");
  g_assert_true (is_mine (self));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  g_assert_true (says (self, "3 of 4 pictures are done. 1 was there already and stays."));
  answer (self, "replace");
  g_assert_false (is_mine (self));
  g_assert_true (says (self, "4 of 4 pictures are done."));
  g_assert_cmpuint (count_pictures (self->out), ==, N_PICTURES);
}

/* ---- breaking off ---- */

static gboolean
has_begun (gpointer out)
{
  g_autoptr (GDir) dir = g_dir_open (out, 0, NULL);

  return g_dir_read_name (dir) != NULL;
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  add_pictures (self, N_PICTURES, MANY);
  set_folders (self);
  click (self, "_Swap");
  wait_until (has_begun, self->out);
  click (self, "_Cancel");
  wait_until (is_idle, self->dialog);
  g_assert_true (says (self, "Stopped. "));
  g_assert_cmpuint (count_pictures (self->out), <, MANY);
  g_assert_nonnull (self->dialog);
  g_assert_true (can_swap (self));
}

static void
press_escape (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !found; i++)
    {
      g_autoptr (GtkEventController) keys = g_list_model_get_item (controllers, i);
      const guint n = G_IS_LIST_MODEL (keys) ? g_list_model_get_n_items (G_LIST_MODEL (keys)) : 0;

      for (guint k = 0; k < n && !found; k++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (keys), k);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          found = GTK_IS_KEYVAL_TRIGGER (trigger)
                  && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == GDK_KEY_Escape;
          if (found)
            gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget, NULL);
        }
    }
  g_assert_true (found);
}

/* It stops a swap, and what came of it is said; only then does it close the dialog. */
static void
test_escape (Fixture *self, gconstpointer data)
{
  add_pictures (self, N_PICTURES, MANY);
  set_folders (self);
  click (self, "_Swap");
  wait_until (has_begun, self->out);
  press_escape (GTK_WIDGET (self->dialog));
  g_assert_nonnull (self->dialog);
  wait_until (is_idle, self->dialog);
  g_assert_true (says (self, "Stopped. "));
  press_escape (GTK_WIDGET (self->dialog));
  wait_until (is_gone, &self->dialog);
}

/* The folder with the lane's weights goes with the dialog. */
static char *
dup_temporary (void)
{
  g_autoptr (GDir) dir = g_dir_open (g_get_tmp_dir (), 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "downhill-swap-"))
      {
        g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
        g_autofree char *weights = g_build_filename (path, "lane-2.npz", NULL);

        if (g_file_test (weights, G_FILE_TEST_EXISTS))
          return g_steal_pointer (&path);
      }
  return NULL;
}

static gboolean
is_removed (gpointer path)
{
  return !g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_close (Fixture *self, gconstpointer data)
{
  g_autofree char *temporary = dup_temporary ();

  g_assert_nonnull (temporary);
  add_pictures (self, N_PICTURES, MANY);
  set_folders (self);
  click (self, "_Swap");
  wait_until (has_begun, self->out);
  gtk_window_destroy (GTK_WINDOW (self->dialog));
  wait_until (is_gone, &self->dialog);
  wait_until (is_removed, temporary); /* the last pictures are written */
  g_assert_cmpuint (count_pictures (self->out), <, MANY);
}

static guint
count_temporary (gboolean with_files)
{
  g_autoptr (GDir) dir = g_dir_open (g_get_tmp_dir (), 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);

      if (g_str_has_prefix (name, "downhill-swap-"))
        n += !with_files || has_begun (path);
    }
  return n;
}

static gboolean
is_clean (gpointer data)
{
  return count_temporary (FALSE) == 0;
}

/* While the weights are being written, which then go as well. */
static void
test_close_early (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (self->session), 0);
  GtkWidget *dialog;

  gtk_window_destroy (GTK_WINDOW (self->dialog));
  wait_until (is_clean, NULL);
  dialog = dh_swap_dialog_new (NULL, self->session, lane, g_getenv ("DH_FACES"));
  gtk_window_present (GTK_WINDOW (dialog));
  while (count_temporary (TRUE) == 0)
    g_main_context_iteration (NULL, FALSE);
  gtk_window_destroy (GTK_WINDOW (dialog));
  wait_until (is_clean, NULL);
}

/* When the program ends, nothing is left of a swap but whole pictures. */
static void
test_finish (Fixture *self, gconstpointer data)
{
  add_pictures (self, N_PICTURES, MANY);
  set_folders (self);
  click (self, "_Swap");
  wait_until (has_begun, self->out);
  if (data != NULL)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  dh_swap_dialog_finish_all ();
  g_assert_cmpuint (count_pictures (self->out), <, MANY);
  if (data != NULL)
    {
      g_assert_null (self->dialog);
      g_assert_true (is_clean (NULL));
    }
}

/* ---- what can't be done ---- */

static void
test_same_folder (Fixture *self, gconstpointer data)
{
  set_folders (self);
  g_assert_true (can_swap (self));
  dh_swap_dialog_set_out (self->dialog, self->faces);
  g_assert_false (can_swap (self));
  g_assert_true (says (self, "would be overwritten"));
  dh_swap_dialog_set_out (self->dialog, self->out);
  g_assert_true (can_swap (self));
}

static void
test_vanished (Fixture *self, gconstpointer data)
{
  set_folders (self);
  g_rmdir (self->out);
  click (self, "_Swap");
  wait_until (is_idle, self->dialog);
  g_assert_true (says (self, "out/train_00"));
  g_assert_false (gtk_widget_get_visible (get_button (self, "_Open Folder")));
  g_mkdir (self->out, 0700);
  remove_tree (self->faces);
  click (self, "_Swap");
  wait_until (is_idle, self->dialog);
  g_assert_true (says (self, "faces"));
  g_assert_cmpuint (count_pictures (self->out), ==, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  char tmp[] = "/tmp/test-swap-XXXXXX";
  int status;

  /* Of its own, so that no other program's folders are found there.  GLib looks for it only once. */
  g_assert_nonnull (g_mkdtemp (tmp));
  g_setenv ("TMPDIR", tmp, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("/swap-dialog/sample", test_sample);
  ADD ("/swap-dialog/swap", test_swap);
  ADD ("/swap-dialog/training", test_training);
  ADD ("/swap-dialog/skipped", test_skipped);
  ADD ("/swap-dialog/existing", test_existing);
  ADD ("/swap-dialog/cancel", test_cancel);
  ADD ("/swap-dialog/escape", test_escape);
  ADD ("/swap-dialog/close", test_close);
  ADD ("/swap-dialog/close-early", test_close_early);
  ADD ("/swap-dialog/finish", test_finish);
  g_test_add ("/swap-dialog/finish-closed", Fixture, "", set_up, test_finish, tear_down);
  ADD ("/swap-dialog/same-folder", test_same_folder);
  ADD ("/swap-dialog/vanished", test_vanished);
  status = g_test_run ();
  remove_tree (tmp);
  return status;
}
