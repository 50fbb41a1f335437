/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/landmarks.h"

G_BEGIN_DECLS

/* What 68 points look like. */
typedef enum
{
  DH_SHAPE_FACE,
  DH_SHAPE_Y_UPWARDS, /* a face where y counts from the bottom … */
  DH_SHAPE_EXCHANGED, /* … where y comes before x … */
  DH_SHAPE_MIRRORED,  /* … of a picture that was mirrored, with the numbers of the other */
  DH_SHAPE_X_FIRST,   /* … where all x come before all y */
  DH_SHAPE_REVERSED,  /* … where the points come from the last to the first */
  DH_SHAPE_SHIFTED,   /* … where the first point isn't the first: each number is off by some */
  DH_SHAPE_SHARES,    /* parts of the picture's size instead of pixels */
  DH_SHAPE_OUTSIDE,   /* a face somewhere beside the picture */
  DH_SHAPE_UNKNOWN,   /* nothing of all that */
  DH_N_SHAPES,
} DhFaceShape;

/* Judges the points by themselves: every kind but OUTSIDE. Any thread. */
DhFaceShape dh_face_shape_judge (const DhLandmarks *landmarks);
/* What is probably wrong with the file, as one translated sentence; NULL for FACE and UNKNOWN. */
const char *dh_face_shape_describe (DhFaceShape shape);

G_END_DECLS
