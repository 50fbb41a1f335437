/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* F1 in this dialog opens the help at the page `topic` (static).  To be called when the dialog is
 * above the window. */
void dh_help_key_add (GtkWindow *dialog, const char *topic);

G_END_DECLS
