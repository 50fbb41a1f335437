/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/landmarks.h"

G_BEGIN_DECLS

#define DH_HULL_MAX_POINTS 16

/* A convex outline, with its inside to the left of every edge if y grows upwards.  n is 2 for
 * points on a line and 0 for a single point. */
typedef struct
{
  guint n;
  DhPoint points[2 * DH_HULL_MAX_POINTS]; /* room to build the second chain behind the first */
} DhHull;

/* Of some landmarks, chosen by index; 1 … DH_HULL_MAX_POINTS of them. */
void dh_hull_build (DhHull *self, const DhLandmarks *landmarks, const guint8 *indices,
                    guint n_indices);
/* The distance from a point to the outline, negative inside.  n must not be 0. */
double dh_hull_get_distance (const DhHull *self, double x, double y);

G_END_DECLS
