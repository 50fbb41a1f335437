/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/faces/crop-canvas.h"
#include "ui/faces/folder-pictures.h"

G_BEGIN_DECLS

/* One picture of a folder, large, with its crop, which can be changed.
 *
 * Properties:
 *   position  uint  of the picture in the list (compare, set, notify) */
#define DH_TYPE_PLACE_PAGE (dh_place_page_get_type ())
G_DECLARE_FINAL_TYPE (DhPlacePage, dh_place_page, DH, PLACE_PAGE, GtkWidget)

/* shown: of DhFaceItem, the pictures through which one goes */
void dh_place_page_set_pictures (DhPlacePage *self, DhFolderPictures *pictures, GListModel *shown);
guint dh_place_page_get_position (DhPlacePage *self);
/* Shows that picture, which is read in the background. */
void dh_place_page_set_position (DhPlacePage *self, guint position);
/* The picture that is shown; (nullable) (transfer none) */
DhFaceItem *dh_place_page_get_item (DhPlacePage *self);
DhCropCanvas *dh_place_page_get_canvas (DhPlacePage *self);

G_END_DECLS
