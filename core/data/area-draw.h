/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/area.h"
#include "core/data/face-set.h"

G_BEGIN_DECLS

/* An area of a face whose landmarks are given in pixels of the plane (S, S): shares, 0 … 1.  Any
 * thread. */
void dh_area_draw (DhArea area, const DhLandmarks *landmarks, int size, float *plane);
/* The same in a view of a face; the map takes pixels of its image to the unit square. Without
 * landmarks, the face is what its stored mask says, or else everything, and nothing is eyes or
 * mouth. */
void dh_face_draw_area (const DhFace *face, DhAffine to_square, DhArea area, int size,
                        float *plane);

G_END_DECLS
