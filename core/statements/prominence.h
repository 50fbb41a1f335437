/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* The number of valleys that a ball would have to climb by at least this share of the terrain's
 * range to leave.  Those at the edge don't count, except for the lowest of all: the ground may go
 * on falling beyond. */
guint dh_terrain_count_prominent (const DhTerrain *terrain, double share);

G_END_DECLS
