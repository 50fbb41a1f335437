/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest value of a channel. */
#define DH_IMAGE_FULL 65535
/* Bytes of a pixel. */
#define DH_IMAGE_PIXEL 8

/* A picture with 16 bits per channel, four numbers per pixel: R, G, B, A (sRGB, straight alpha),
 * row by row without gaps.  8-bit values are scaled to the whole range: 255 becomes 65535. */
typedef struct
{
  int width, height;
  guint16 *pixels;
} DhImage;

/* All pixels 0. */
DhImage *dh_image_new (int width, int height);
/* The same, but NULL if memory runs out, or would: for sizes that a file claims. */
DhImage *dh_image_try_new (int width, int height);
/* NULL if memory runs out. */
DhImage *dh_image_try_copy (const DhImage *image);
void dh_image_free (DhImage *image);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhImage, dh_image_free)

/* (3, H, W) in [0, 1], composed over black. */
void dh_image_to_planes (const DhImage *image, float *planes);
gboolean dh_image_is_opaque (const DhImage *image);
/* Composes the picture over black: afterwards it is opaque. */
void dh_image_flatten (DhImage *image);
/* A rectangle of the picture, which it must contain, averaged down to the given size, which is not
 * larger. (transfer full) */
DhImage *dh_image_reduce (const DhImage *image, int x, int y, int width, int height, int to_width,
                          int to_height);
/* The picture turned upright, given Exif's orientation (2 … 8; 1 is upright already). (transfer
 * full); NULL if memory runs out. */
DhImage *dh_image_turn (const DhImage *image, int orientation);

/* Planes (3, H, W), clamped to [0, 1], as bytes R, G, B, 255 for the screen; NaN becomes black.
 * (transfer full) */
guint8 *dh_planes_to_bytes (const float *planes, int width, int height);

G_END_DECLS
