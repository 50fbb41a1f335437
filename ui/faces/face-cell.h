/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/faces/thumbnail-reader.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A picture in the grid: its crop, its name, and what a training does with it. */
#define DH_TYPE_FACE_CELL (dh_face_cell_get_type ())
G_DECLARE_FINAL_TYPE (DhFaceCell, dh_face_cell, DH, FACE_CELL, GtkWidget)

GtkWidget *dh_face_cell_new (void);
/* item: NULL: the cell is out of sight; reader: of its thumbnail */
void dh_face_cell_show (DhFaceCell *self, DhFaceItem *item, DhThumbnailReader *reader);
/* (nullable) (transfer none) */
DhFaceItem *dh_face_cell_get_item (DhFaceCell *self);

G_END_DECLS
