/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/faces/folder-pictures.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* All pictures of a folder in a grid, with what a training does with them.
 *
 * Signal ::chosen (uint): that picture of dh_pictures_page_get_shown() was activated. */
#define DH_TYPE_PICTURES_PAGE (dh_pictures_page_get_type ())
G_DECLARE_FINAL_TYPE (DhPicturesPage, dh_pictures_page, DH, PICTURES_PAGE, GtkWidget)

void dh_pictures_page_set_pictures (DhPicturesPage *self, DhFolderPictures *pictures);
/* Those that the filter lets through; (transfer none) */
GListModel *dh_pictures_page_get_shown (DhPicturesPage *self);
/* Selects a picture, brings it into sight and gives it the focus. */
void dh_pictures_page_go_to (DhPicturesPage *self, guint position);

G_END_DECLS
