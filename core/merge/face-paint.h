/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face.h"

G_BEGIN_DECLS

/* Where a face is painted. */
typedef enum
{
  DH_PAINT_MASK,   /* within the face's mask; where there is none, as for a crop */
  DH_PAINT_CROP,   /* within the whole crop */
} DhPaintArea;

/* How a face is put into its picture. */
typedef struct
{
  DhPaintArea area;
  double edge;          /* width of the soft edge, in sides of the crop, which lies inside the area */
  gboolean match_light; /* give it the colours of what it replaces, see dh_colour_transfer() */
} DhPaintSettings;

extern const DhPaintSettings dh_paint_default;

/* The picture of a face that was loaded whole, with another face in its place.  rgb: (3, size,
 * size), the new face in its crop; it is changed.  Outside the area, all pixels stay as they are, to
 * the last bit, and a picture of 8 bits stays one. (transfer full); NULL with DH_ERROR_MEMORY.  Any
 * thread. */
DhImage *dh_face_paint (const DhFace *face, float *rgb, int size, const DhPaintSettings *settings,
                        GError **error);

G_END_DECLS
