/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/landmarks.h"

G_BEGIN_DECLS

/* What 68 points look like. */
typedef enum
{
  DH_SHAPE_FACE,
  DH_SHAPE_Y_UPWARDS, /* a face, but y counts from the bottom */
  DH_SHAPE_EXCHANGED, /* a face, but y comes before x */
  DH_SHAPE_MIRRORED,  /* a face, but either the picture or the landmarks are mirrored */
  DH_SHAPE_X_FIRST,   /* a face, but all x come before all y */
  DH_SHAPE_REVERSED,  /* a face, but the points are in reverse order */
  DH_SHAPE_SHIFTED,   /* a face, but the numbers of the points are shifted */
  DH_SHAPE_SHARES,    /* fractions of the picture's size instead of pixels */
  DH_SHAPE_OUTSIDE,   /* a face outside the picture */
  DH_SHAPE_UNKNOWN,   /* none of the above */
  DH_N_SHAPES,
} DhFaceShape;

/* Judges the points alone, without the picture: never OUTSIDE. Any thread. */
DhFaceShape dh_face_shape_judge (const DhLandmarks *landmarks);
/* What is probably wrong with the file, as one translated sentence; NULL for FACE and UNKNOWN. */
const char *dh_face_shape_describe (DhFaceShape shape);

G_END_DECLS
