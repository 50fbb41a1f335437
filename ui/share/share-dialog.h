/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A dialog that shows a link, as text and as a QR code, to be copied or saved. */
#define DH_TYPE_SHARE_DIALOG (dh_share_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DhShareDialog, dh_share_dialog, DH, SHARE_DIALOG, AdwWindow)

/* gap: a sentence about what the link leaves out; NULL: nothing.  Not shown yet; closing it
 * destroys it. */
GtkWidget *dh_share_dialog_new (GtkWindow *above, const char *link, const char *gap);

/* Writes the code as PNG; what went wrong is said in a dialog. */
void dh_share_dialog_save (DhShareDialog *self, const char *path);

G_END_DECLS
