/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A render node with a picture drawn once: repainting a frame copies it, and an unchanged node
 * causes no damage. Only the node may own the surface, since writing to a surface that a node holds
 * aborts the process. */
typedef void (*DhDrawFunc) (cairo_t *cr, double width, double height, gpointer data);
GskRenderNode *dh_picture_node_new (GtkWidget *widget, double x, double y, double width,
                                    double height, DhDrawFunc draw, gpointer data);
/* Appends the node in *cache, which is made where it is NULL.  For a copy, a node of its own is
 * made, and the cache stays as it is. */
void dh_picture_append (GtkSnapshot *snapshot, GskRenderNode **cache, GtkWidget *widget, double x,
                        double y, double width, double height, DhDrawFunc draw, gpointer data);

/* Draws what a mapped widget shows now into (0, 0, its width, its height), sharp at any scale: text
 * and lines stay text and lines.  The widget's own background and focus ring aren't drawn. */
void dh_widget_draw (GtkWidget *widget, cairo_t *cr);
/* Whether dh_widget_draw() is asking.  A widget whose cached nodes aren't made by
 * dh_picture_append() makes all of them anew then. */
gboolean dh_widget_is_drawn (void);

G_END_DECLS
