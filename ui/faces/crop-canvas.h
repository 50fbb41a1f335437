/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/data/face-places.h"
#include "ui/faces/crop-square.h"

G_BEGIN_DECLS

/* A whole picture with the square that is cut out of it, and with two eyes, once they are known.
 * All places are in pixels of the picture, whatever the size of the texture.
 *
 * Signals, for what is done by hand only:
 *   square-changed  the square was moved or stretched, and is upright
 *   eyes-changed    both eyes are there, and one was placed or moved */
#define DH_TYPE_CROP_CANVAS (dh_crop_canvas_get_type ())
G_DECLARE_FINAL_TYPE (DhCropCanvas, dh_crop_canvas, DH, CROP_CANVAS, GtkWidget)

/* texture: NULL: none yet; width, height: the picture's.  Without square and eyes. */
void dh_crop_canvas_set_picture (DhCropCanvas *self, GdkTexture *texture, int width, int height);
GdkTexture *dh_crop_canvas_get_texture (DhCropCanvas *self);
/* square: NULL: none */
void dh_crop_canvas_set_square (DhCropCanvas *self, const DhCropSquare *square);
/* FALSE: there is none */
gboolean dh_crop_canvas_get_square (DhCropCanvas *self, DhCropSquare *square);
/* eyes: the left one in the picture first; NULL: none are known */
void dh_crop_canvas_set_eyes (DhCropCanvas *self, const DhPoint *eyes);
/* FALSE: they aren't both there */
gboolean dh_crop_canvas_get_eyes (DhCropCanvas *self, DhPoint eyes[2]);
/* One eye was clicked, and the other one is to follow. */
gboolean dh_crop_canvas_awaits_eye (DhCropCanvas *self);
/* Whether a click places an eye; else it takes hold of the square. */
void dh_crop_canvas_set_takes_eyes (DhCropCanvas *self, gboolean takes_eyes);
/* FALSE: nothing can be moved. */
void dh_crop_canvas_set_editable (DhCropCanvas *self, gboolean editable);
/* Where a place of the picture is on the widget. */
void dh_crop_canvas_locate (DhCropCanvas *self, double x, double y, double *widget_x,
                            double *widget_y);

G_END_DECLS
