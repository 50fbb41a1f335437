/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/pictures/picture-pair.h"

G_BEGIN_DECLS

/* Two pictures compared, with one view for both.  Scrolling or pinching zooms at the pointer, a drag
 * moves the pictures or the divider; + − 0 zoom, the arrows move the divider and, with Shift or
 * without a divider, the pictures.
 *
 * Properties (compare, set, notify):
 *   mode     int, DhPicturePairMode
 *   divider  double  0 … 1
 *   zoom     double  1 … DH_PICTURE_PAIR_MOST_ZOOM; in the middle of what is seen
 *
 * Signal ::hovered (int column, int row): the pixel under the pointer; −1: none */
#define DH_TYPE_PAIR_VIEW (dh_pair_view_get_type ())
G_DECLARE_FINAL_TYPE (DhPairView, dh_pair_view, DH, PAIR_VIEW, GtkWidget)

GtkWidget *dh_pair_view_new (void);
/* One of the two: size × size × 4 bytes, copied; NULL: not there yet. */
void dh_pair_view_set_picture (DhPairView *self, guint side, const guint8 *pixels, int size,
                               guint number, const char *label);
/* The byte of a colour channel; the pixel must be there. */
guint8 dh_pair_view_get_byte (DhPairView *self, guint side, int column, int row, guint channel);
/* FALSE: a picture isn't there yet, or they have different sizes. */
gboolean dh_pair_view_compute_difference (DhPairView *self, double *mae, double *psnr);
DhPicturePairMode dh_pair_view_get_mode (DhPairView *self);
void dh_pair_view_set_mode (DhPairView *self, DhPicturePairMode mode);
double dh_pair_view_get_divider (DhPairView *self);
void dh_pair_view_set_divider (DhPairView *self, double divider);
double dh_pair_view_get_zoom (DhPairView *self);
void dh_pair_view_set_zoom (DhPairView *self, double zoom);

G_END_DECLS
