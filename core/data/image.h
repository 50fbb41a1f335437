/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An 8-bit picture, four bytes a pixel: R, G, B, A (straight alpha), row by row
 * without gaps. */
typedef struct
{
  int     width, height;
  guint8 *pixels;
} DhImage;

/* All pixels 0. */
DhImage *dh_image_new     (int width, int height);
/* The same, but NULL when memory ends: for sizes that a file claims. */
DhImage *dh_image_try_new (int width, int height);
void     dh_image_free    (DhImage *image);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhImage, dh_image_free)

/* (3, H, W) in [0, 1], composed over black. */
void     dh_image_to_planes (const DhImage *image, float *planes);
/* The opaque picture of planes (3, H, W), limited to [0, 1]; NaN becomes black. (transfer full) */
DhImage *dh_image_from_planes (const float *planes, int width, int height);
/* Puts the picture on black: afterwards alpha is 255 everywhere. */
void     dh_image_flatten   (DhImage *image);
/* A rectangle of the picture, which it must contain, averaged down to the given size, which is not
 * larger. (transfer full) */
DhImage *dh_image_reduce    (const DhImage *image,
                             int x, int y, int width, int height,
                             int to_width, int to_height);

G_END_DECLS
