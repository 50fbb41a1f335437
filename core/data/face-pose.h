/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/landmarks.h"

G_BEGIN_DECLS

/* Points of the head that can be projected into the picture. */
typedef enum
{
  DH_HEAD_FACE,   /* in front of the nose */
  DH_HEAD_MIDDLE, /* within the skull */
} DhHeadPoint;

/* Fits a rigid model of a head to landmarks in the unit square of faceswap's mean face, and
 * projects one of its points: its place relative to the square's middle.  FALSE if the landmarks
 * aren't a head.  Any thread. */
gboolean dh_face_pose_project (const DhLandmarks *landmarks, DhHeadPoint which, double *x,
                               double *y);

G_END_DECLS
