/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-set.h"

G_BEGIN_DECLS

#define DH_WARP_NODES 5

/* Displacements in pixels of the nodes of a grid laid over a picture, corner to corner. */
typedef struct
{
  float x[DH_WARP_NODES][DH_WARP_NODES];
  float y[DH_WARP_NODES][DH_WARP_NODES];
} DhWarp;

/* Samples a picture through an affine map from pixels of the result, size × size, to pixels of
 * the picture, whose border is repeated. rgb (3, S, S) and mask (1, S, S), which is the alpha
 * and may be NULL, get values in [0, 1].  Any thread. */
void dh_sample_affine (const DhImage *image, DhAffine to_image, int size, float *rgb, float *mask);
/* The same from a face; the map takes pixels of its image to the unit square. */
void dh_sample_face (const DhFace *face, DhAffine to_square, int size, float *rgb, float *mask);
/* Fills `to` (3, S, S) with samples of `from` (3, S, S) at displaced points. */
void dh_sample_warp (const float *from, int size, const DhWarp *warp, float *to);

G_END_DECLS
