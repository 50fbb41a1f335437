/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/faces/folder-pictures.h"
#include "ui/faces/pictures-page.h"
#include "ui/faces/place-page.h"

G_BEGIN_DECLS

/* A dialog with the pictures of a person: what is used of the folder, and where the faces are.
 *
 * Signal ::saved: the places were written into the folder; the dialog closes itself. */
#define DH_TYPE_FACES_DIALOG (dh_faces_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DhFacesDialog, dh_faces_dialog, DH, FACES_DIALOG, AdwWindow)

/* title: the person; subtitle: which of the two; read_only: nothing can be changed.
 * (transfer floating) */
GtkWidget *dh_faces_dialog_new (GtkWindow *above, const char *folder, const char *title,
                                const char *subtitle, gboolean read_only);
DhFolderPictures *dh_faces_dialog_get_pictures (DhFacesDialog *self);
DhPicturesPage *dh_faces_dialog_get_pictures_page (DhFacesDialog *self);
DhPlacePage *dh_faces_dialog_get_place_page (DhFacesDialog *self);
/* Shows that picture large, of those that the filter lets through. */
void dh_faces_dialog_open (DhFacesDialog *self, guint position);
/* Back to all pictures. */
void dh_faces_dialog_go_back (DhFacesDialog *self);

G_END_DECLS
