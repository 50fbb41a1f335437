/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One picture, as large as its width and the window's height allow.
 *
 * Signals:
 *   ::dropped (string path)   a file was dropped on it; only if it takes files */
#define DH_TYPE_PICTURE_VIEW (dh_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (DhPictureView, dh_picture_view, DH, PICTURE_VIEW, GtkWidget)

GtkWidget *dh_picture_view_new (void);
/* surface: an image surface that is no longer written to; (nullable). */
void dh_picture_view_set_surface (DhPictureView *self, cairo_surface_t *surface);
/* Pixels of 4 bytes: R, G, B and one unused; copied. NULL: none. */
void dh_picture_view_set_pixels (DhPictureView *self, const guint8 *pixels, int width, int height);
/* (nullable) */
cairo_surface_t *dh_picture_view_get_surface (DhPictureView *self);
/* The text shown if there is no picture; (nullable). */
void dh_picture_view_set_absence (DhPictureView *self, const char *text);
void dh_picture_view_take_files (DhPictureView *self);

G_END_DECLS
