/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* One axis of a ground's picture. All strings are lent. */
typedef struct
{
  const char *name; /* translated */
  const char *unit; /* translated; NULL: a bare number */
  double scale;     /* factor from a coordinate to a number in that unit */
  double minimum, maximum;
} DhGroundAxis;

/* All axes, by value: the one below and the one on the left. */
typedef struct
{
  guint n; /* 0: no axes; 1: a curve's; 2 */
  DhGroundAxis each[2];
} DhGroundAxes;

DhGroundAxes dh_ground_axes_of_ground (const DhGround *ground);
/* For heights without a ground, like a network's: only the names.  first NULL: no axes; second
 * NULL: only one. */
DhGroundAxes dh_ground_axes_of_terrain (const DhTerrain *terrain, const char *first,
                                        const char *second);

/* "slope 1.2", "size 90 %": a coordinate with its axis's name. (transfer full) */
char *dh_ground_axis_format (const DhGroundAxis *self, double place);
/* "1.2", "−0.5", "1e-5": a coordinate or a loss, as written beside a picture. */
void dh_ground_number_format (double number, char *text, gsize size);

G_END_DECLS
