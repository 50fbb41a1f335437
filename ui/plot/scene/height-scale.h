/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/terrain.h"

G_BEGIN_DECLS

#define DH_HEIGHT_SCALE_LEVELS 20

/* How heights are shown: as levels from 0 (the lowest) to 1, linear near the floor, and logarithmic
 * above if the heights span more than can be compared by eye. Colour, contour lines and the
 * surface's height all use it. */
typedef struct
{
  double lowest, span;
  double bend; /* linear up to this height above the floor; 0: everywhere */
  double scale;
} DhHeightScale;

void dh_height_scale_init (DhHeightScale *self, const DhTerrain *terrain);
/* Not clamped above 1; NaN stays NaN. */
double dh_height_scale_get_level (const DhHeightScale *self, double value);
double dh_height_scale_get_value (const DhHeightScale *self, double level);

G_END_DECLS
