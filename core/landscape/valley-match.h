/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* Matching points to a terrain's valleys.  All functions: any thread; scratch as for values;
 * ground: the terrain's ground. */

/* Depths near `value` that differ by no more than this count as equal. */
double dh_valley_match_get_tolerance (const DhTerrain *terrain, const DhGround *ground,
                                      double value);
/* The known valley that has its bottom at `at`, or NULL; trough: it is level along one direction,
 * so any place on that level matches. (transfer none) */
const DhValley *dh_valley_match_find (const DhTerrain *terrain, const DhGround *ground,
                                      const double at[2], gboolean trough, float *scratch);
/* Whether the hollow with its bottom here is narrower than the mesh of the terrain's grid. */
gboolean dh_valley_match_is_narrow (const DhTerrain *terrain, const DhGround *ground,
                                    const double at[2], float *scratch);

G_END_DECLS
