/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_N_LANDMARKS 68

typedef struct
{
  float x, y;
} DhPoint;

/* 68 points in iBUG order. */
typedef struct
{
  DhPoint points[DH_N_LANDMARKS];
} DhLandmarks;

/* x' = xx x + xy y + x0;  y' = yx x + yy y + y0 */
typedef struct
{
  double xx, xy, x0, yx, yy, y0;
} DhAffine;

DhAffine dh_affine_multiply (DhAffine first, DhAffine then);
/* The determinant must not be 0. */
DhAffine dh_affine_invert (DhAffine affine);
void dh_affine_apply (DhAffine affine, double *x, double *y);

void dh_landmarks_move (const DhLandmarks *landmarks, DhAffine affine, DhLandmarks *moved);

/* Least-squares similarity (no reflection) of n points onto others; Umeyama 1991.
 * n >= 2, not all equal. */
DhAffine dh_similarity_fit (const DhPoint *from, const DhPoint *to, guint n);
/* The means of the right eye's, the left eye's and the mouth's points, and their places in the unit
 * square of the crop. */
void dh_landmarks_get_means (const DhLandmarks *landmarks, DhPoint means[3]);
extern const DhPoint dh_landmarks_places[3];
/* Maps the means of the eyes and the mouth to (.33,.38), (.67,.38), (.50,.76) in the unit square.
 * All 0 if the three means are one point, which isn't a face. */
DhAffine dh_landmarks_align (const DhLandmarks *landmarks);

G_END_DECLS
