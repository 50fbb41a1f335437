/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lies over a page: a caption beside the things it speaks of, with an arrow; all else recedes under
 * a veil.  Only the caption takes the pointer, so what is under the layer can be used. */
#define DH_TYPE_CAPTION_LAYER (dh_caption_layer_get_type ())
G_DECLARE_FINAL_TYPE (DhCaptionLayer, dh_caption_layer, DH, CAPTION_LAYER, GtkWidget)

#define DH_CAPTION_MAX_TARGETS 8

/* Fills targets, of DH_CAPTION_MAX_TARGETS, in pixels of the layer; returns their number. */
typedef guint (*DhCaptionFind) (GtkWidget *layer, graphene_rect_t *targets, gpointer data);

GtkWidget *dh_caption_layer_new (void);
void dh_caption_layer_set_find (DhCaptionLayer *self, DhCaptionFind find, gpointer data);
void dh_caption_layer_set_child (DhCaptionLayer *self, GtkWidget *caption);
/* Looks for the targets again. */
void dh_caption_layer_update (DhCaptionLayer *self);

G_END_DECLS
