/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/faces/face-item.h"

G_BEGIN_DECLS

/* Reads the thumbnails of pictures that are in sight, newest request first, in the background, and
 * keeps those that were wanted last. */
#define DH_TYPE_THUMBNAIL_READER (dh_thumbnail_reader_get_type ())
G_DECLARE_FINAL_TYPE (DhThumbnailReader, dh_thumbnail_reader, DH, THUMBNAIL_READER, GObject)

/* capacity: the number of thumbnails that are kept */
DhThumbnailReader *dh_thumbnail_reader_new (const char *folder, guint capacity);
/* The item is in sight: it gets its thumbnail, unless it has one. */
void dh_thumbnail_reader_want (DhThumbnailReader *self, DhFaceItem *item);
/* It isn't any more: what hasn't begun won't. */
void dh_thumbnail_reader_leave (DhThumbnailReader *self, DhFaceItem *item);
/* The number of thumbnails that are kept now. */
guint dh_thumbnail_reader_get_n_kept (DhThumbnailReader *self);
/* What comes after this is dropped. */
void dh_thumbnail_reader_stop (DhThumbnailReader *self);

/* A picture of the core as one for the screen.  Any thread.  (transfer full) */
GdkTexture *dh_image_make_texture (const DhImage *image);

G_END_DECLS
