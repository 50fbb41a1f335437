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

DhImage *dh_image_new  (int width, int height);
void     dh_image_free (DhImage *image);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhImage, dh_image_free)

/* (3, H, W) in [0, 1], composed over black. */
void     dh_image_to_planes   (const DhImage *image, float *planes);
/* The opposite, clamped, rounded; alpha 255. */
void     dh_image_from_planes (DhImage *image, const float *planes);

G_END_DECLS
