/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Converting losses to heights on the screen.  A Rosenbrock valley is a thousandth as deep as its
 * walls are high: drawn linearly, it would be walls and a flat floor.  So, where the median height
 * lies far below the middle of the range, level = log (1 + (h - lowest)/bend), which near the floor
 * is a straight line and far above it a logarithm.  A plain logarithm was rejected: it turns a
 * floor of 0 into a bottomless pit.
 */
#include "ui/plot/scene/height-scale.h"

#include <math.h>

/* Ratio of median to range below which a linear picture would be almost all floor. */
#define CROWDED 0.15

void
dh_height_scale_init (DhHeightScale *self, const DhTerrain *terrain)
{
  double median = terrain->median - terrain->lowest;

  self->lowest = isfinite (terrain->lowest) ? terrain->lowest : 0;
  self->span = dh_terrain_get_range (terrain) > 0 ? dh_terrain_get_range (terrain) : 1;
  self->bend = median > 0 && median < CROWDED * self->span ? median / 4 : 0;
  self->scale = self->bend > 0 ? 1 / log1p (self->span / self->bend) : 1 / self->span;
}

double
dh_height_scale_get_level (const DhHeightScale *self, double value)
{
  double above = value - self->lowest;

  if (self->bend <= 0)
    return above * self->scale;
  return above > 0 ? log1p (above / self->bend) * self->scale : above / self->bend * self->scale;
}

double
dh_height_scale_get_value (const DhHeightScale *self, double level)
{
  if (self->bend <= 0)
    return self->lowest + level / self->scale;
  return self->lowest + self->bend * expm1 (level / self->scale);
}
