/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* One axis of a ground's picture. All is lent. */
typedef struct
{
  const char *name; /* translated */
  const char *unit; /* translated; NULL: a bare number */
  double scale;     /* a place times this is the number in that unit */
  double minimum, maximum;
} DhGroundAxis;

/* All of them, a value: the one below, the one on the left. */
typedef struct
{
  guint n; /* 0: it has none; 1: a curve's; 2 */
  DhGroundAxis each[2];
} DhGroundAxes;

DhGroundAxes dh_ground_axes_of_ground (const DhGround *ground);
/* Of heights that no ground stands behind, as a network's: names alone.  first NULL: none; second
 * NULL: one. */
DhGroundAxes dh_ground_axes_of_terrain (const DhTerrain *terrain, const char *first,
                                        const char *second);

/* "slope 1.2", "size 90 %": a place on an axis. (transfer full) */
char *dh_ground_axis_format (const DhGroundAxis *self, double place);
/* "1.2", "−0.5", "1e-5": a place or a loss as it stands beside a picture. */
void dh_ground_number_format (double number, char *text, gsize size);

G_END_DECLS
