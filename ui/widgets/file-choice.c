/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dialogs for files: where they begin, what was chosen in them, and how they are let go of.
 */
#include "ui/widgets/file-choice.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/question.h"

/* GTK's own dialog asks for the names of the folders above its folder in the background.  When it is
 * freed before the answers are there, newer versions of GTK (seen in 4.18, not in 4.8) remove buttons
 * from a widget that was freed. */
#define LINGER (60 * 1000) /* ms */

static char *last_folder; /* in which something to open was chosen; NULL: none yet */

static const char *
get_usual_folder (void)
{
  const char *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);

  return pictures != NULL ? pictures : g_get_home_dir ();
}

void
dh_file_choice_show_pictures (GtkFileChooserNative *dialog)
{
  const char *path = last_folder != NULL ? last_folder : get_usual_folder ();

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GFile) folder = g_file_new_for_path (path);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
    }
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static gulong
find_listener (GtkFileChooserNative *dialog)
{
  return g_signal_handler_find (dialog, G_SIGNAL_MATCH_ID,
                                g_signal_lookup ("response", GTK_TYPE_NATIVE_DIALOG), 0, NULL, NULL,
                                NULL);
}

void
dh_file_choice_drop (GtkFileChooserNative **dialog)
{
  GtkFileChooserNative *dropped = g_steal_pointer (dialog);
  gulong listener;

  if (dropped == NULL)
    return;
  while ((listener = find_listener (dropped)) != 0)
    g_signal_handler_disconnect (dropped, listener);
  gtk_native_dialog_hide (GTK_NATIVE_DIALOG (dropped));
  gtk_native_dialog_set_transient_for (GTK_NATIVE_DIALOG (dropped), NULL);
  if (gtk_check_version (4, 9, 0) == NULL)
    g_timeout_add_once (LINGER, g_object_unref, dropped);
  else
    g_object_unref (dropped);
}

char *
dh_file_choice_take (GtkFileChooserNative **dialog, int response, gboolean *elsewhere)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                             ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (*dialog))
                             : NULL;
  char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL
      && gtk_file_chooser_get_action (GTK_FILE_CHOOSER (*dialog)) != GTK_FILE_CHOOSER_ACTION_SAVE)
    {
      g_free (last_folder);
      last_folder = g_path_get_dirname (path);
    }
  dh_file_choice_drop (dialog);
  if (elsewhere != NULL)
    *elsewhere = file != NULL && path == NULL;
  return path;
}

void
dh_file_choice_refuse (GtkWidget *widget, const char *heading)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  gtk_window_present (GTK_WINDOW (
    dh_question_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading,
                     _ ("The folder isn’t on this computer: choose another one."), _ ("_Close"))));
}
