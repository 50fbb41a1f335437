/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/compare/pair.h"

G_BEGIN_DECLS

/* Target and prediction large, where the chosen loss pushes beside them, and all that can be done
 * to them. */
#define DH_TYPE_PAIR_VIEW (dh_pair_view_get_type ())
G_DECLARE_FINAL_TYPE (DhPairView, dh_pair_view, DH, PAIR_VIEW, GtkWidget)

GtkWidget *dh_pair_view_new (void);
/* Shows what it has and follows it. Once only. faces_folder: of the bundled people */
void dh_pair_view_set_pair (DhPairView *self, DhPair *pair, const char *faces_folder);
/* The pictures that it opens with; where there are no bundled people, none. */
void dh_pair_view_begin (DhPairView *self);
/* Whose map is shown: an index in the catalog. */
void dh_pair_view_set_loss (DhPairView *self, guint loss);
/* As if a person had dropped a file on the target (side 0) or the prediction (1). */
void dh_pair_view_open (DhPairView *self, guint side, const char *path);
/* Large; lent, (nullable). */
cairo_surface_t *dh_pair_view_get_map (DhPairView *self);
/* PSNR and SSIM of the pictures as they are shown, in words; "" before there are any. Lent. */
const char *dh_pair_view_get_nearness (DhPairView *self);
/* The sentence that is shown, or NULL; lent. */
const char *dh_pair_view_get_message (DhPairView *self);

G_END_DECLS
