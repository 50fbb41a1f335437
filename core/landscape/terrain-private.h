/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* A dimension's value at an index of the grid. */
double dh_terrain_get_dimension (const DhTerrain *self, guint dimension, guint index);
/* The distance in widths of the ground. */
double dh_terrain_get_distance (const DhTerrain *self, const double a[2], const double b[2]);
/* The rounding error of a height of this ground. */
double dh_terrain_get_noise (const DhTerrain *self, const DhGround *ground, double value);
/* valleys.c: fills n_valleys and valleys, once the heights are there.  FALSE: cancelled. */
gboolean dh_terrain_find_valleys (DhTerrain *self, const DhGround *ground, float *scratch,
                                  const int *cancelled);

/* The same from the heights alone, if there is no ground to evaluate: the lowest points of the
 * grid that are not on its edge; only one for each level stretch. */
void dh_terrain_take_valleys (DhTerrain *self);

static inline double
dh_terrain_get_width (const DhTerrain *self, guint dimension)
{
  return self->maximum[dimension] - self->minimum[dimension];
}

static inline gboolean
dh_is_cancelled (const int *cancelled)
{
  return cancelled != NULL && __atomic_load_n (cancelled, __ATOMIC_RELAXED) != 0;
}

G_END_DECLS
