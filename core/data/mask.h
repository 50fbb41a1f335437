/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/image.h"
#include "core/data/landmarks.h"

G_BEGIN_DECLS

typedef enum
{
  DH_MASK_COMPONENTS, /* chin to brows */
  DH_MASK_EXTENDED,   /* the same with the brows lifted onto the forehead */
} DhMaskKind;

/* Fills the convex hull of some landmarks, chosen by index. */
typedef struct
{
  guint8 n;
  guint8 indices[16];
} DhMaskPart;

/* Sets the alpha of every pixel to its share (0 … 65535) within the union of the parts' hulls.
 * Coordinates count from the picture's top left corner, so a pixel's centre is at .5.  Any
 * thread. */
void dh_mask_draw_parts (DhImage *image, const DhLandmarks *landmarks, const DhMaskPart *parts,
                         guint n_parts);
/* Sets alpha to the face mask: a union of eight hulls. */
void dh_mask_draw (DhImage *image, const DhLandmarks *landmarks, DhMaskKind kind);
/* The same as a plane (S, S) of shares, 0 … 1; landmarks in its pixels. */
void dh_mask_draw_plane (const DhLandmarks *landmarks, DhMaskKind kind, int size, float *plane);
/* The landmarks with the brows (17 … 26) lifted by half their distance from the eyes' upper
 * edge. */
void dh_mask_lift_brows (const DhLandmarks *landmarks, DhLandmarks *lifted);

G_END_DECLS
