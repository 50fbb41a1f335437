/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/session/session.h"

G_BEGIN_DECLS

/* A dialog that swaps the faces of a folder with the weights that a lane has when it is opened. */
#define DH_TYPE_SWAP_DIALOG (dh_swap_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DhSwapDialog, dh_swap_dialog, DH, SWAP_DIALOG, AdwWindow)

/* above: nullable; faces_folder: of the bundled people */
GtkWidget *dh_swap_dialog_new (GtkWindow *above, DhSession *session, DhLane *lane,
                               const char *faces_folder);

/* What the two file choosers set. */
void dh_swap_dialog_set_faces (DhSwapDialog *self, const char *folder);
void dh_swap_dialog_set_out (DhSwapDialog *self, const char *folder);
/* Whether pictures are being written. */
gboolean dh_swap_dialog_get_busy (DhSwapDialog *self);
/* Stops all that is being written, by closed dialogs as well, and waits for the pictures in work:
 * before the program ends. */
void dh_swap_dialog_finish_all (void);

G_END_DECLS
