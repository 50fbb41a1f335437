/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows a dialog that opens pictures, as a modal one.  It begins in the folder in which the last ones
 * were chosen; at first, in the desktop's folder of pictures, or else at home. */
void dh_file_choice_show_pictures (GtkFileChooserNative *dialog);

/* Hides the dialog *dialog (may be NULL), frees it, and sets *dialog to NULL.  It doesn't answer any
 * more.  Where GTK may still read folders for it, it is freed a minute later. */
void dh_file_choice_drop (GtkFileChooserNative **dialog);

/* The path that was chosen in a dialog, which is taken from *dialog and dropped.  NULL: none; then
 * elsewhere (may be NULL) says whether that is so because the file isn't on this computer.
 * (transfer full) */
char *dh_file_choice_take (GtkFileChooserNative **dialog, int response, gboolean *elsewhere);

/* Says in a dialog above a widget's window that what was chosen isn't on this computer. heading: what
 * therefore didn't happen. */
void dh_file_choice_refuse (GtkWidget *widget, const char *heading);

G_END_DECLS
