/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The path that somebody chose in a dialog for files.
 */
#include "ui/widgets/file-choice.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/question.h"

char *
dh_file_choice_take (GtkFileChooserNative **dialog, int response, gboolean *elsewhere)
{
  g_autoptr (GtkFileChooserNative) taken = g_steal_pointer (dialog);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                             ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (taken))
                             : NULL;
  char *path = file != NULL ? g_file_get_path (file) : NULL;

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
