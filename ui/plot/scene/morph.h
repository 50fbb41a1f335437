/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/scene/height-scale.h"

G_BEGIN_DECLS

/* A terrain with the scale for its heights. */
typedef struct
{
  DhTerrain *terrain;
  DhHeightScale height_scale;
} DhScaledTerrain;

/* A ground in the middle of a morph from one terrain to another: shown with the second's
 * height scale, it looks like the first at share 0 and like the second at 1. Any thread.
 * (transfer full) */
DhTerrain *dh_morph_new_terrain (const DhScaledTerrain *from, const DhScaledTerrain *to,
                                 double share);
/* How different they look: the mean difference of levels at some points, 0 … 1. */
double dh_morph_get_distance (const DhScaledTerrain *from, const DhScaledTerrain *to);

G_END_DECLS
