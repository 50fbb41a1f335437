/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/faces/crop-square.h"

G_BEGIN_DECLS

/* What a square cuts out of a picture: as the network gets it. */
#define DH_TYPE_CROP_PREVIEW (dh_crop_preview_get_type ())
G_DECLARE_FINAL_TYPE (DhCropPreview, dh_crop_preview, DH, CROP_PREVIEW, GtkWidget)

/* texture: of the whole picture; NULL: nothing is shown; width: the picture's, in whose pixels the
 * square is */
void dh_crop_preview_show (DhCropPreview *self, GdkTexture *texture, int width,
                           const DhCropSquare *square);

G_END_DECLS
