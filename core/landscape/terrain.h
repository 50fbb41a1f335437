/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"

G_BEGIN_DECLS

/* A local minimum of a ground. */
typedef struct
{
  double at[2];
  double value;
} DhValley;

/* The heights of a ground over a grid, and its valleys: everything that a picture of it needs.
 * Immutable once made, and reference-counted. */
typedef struct
{
  atomic_int n_refs;
  guint n_columns, n_rows; /* of the first and second dimension; n_rows 1: a curve */
  double minimum[2], maximum[2];
  double *heights;        /* (n_rows, n_columns); NaN where there is no ground or it is too high
                           * or low to draw: beyond some 1e307 */
  double lowest, highest; /* of the finite heights */
  double median;          /* of them; typical even where a few walls are steep */
  guint n_valleys;
  DhValley *valleys; /* the deepest first */
} DhTerrain;

/* Computes all heights and finds the valleys that the grid can show.  *cancelled, which another
 * thread may set, ends it early with NULL; it may be NULL.  Any thread. (transfer full) */
DhTerrain *dh_terrain_new (const DhGround *ground, guint n_columns, guint n_rows,
                           const int *cancelled);
/* From heights computed elsewhere, row after row; values that aren't finite count as no
 * ground.  Its valleys are points of the grid. (transfer full) */
DhTerrain *dh_terrain_new_from_heights (guint n_columns, guint n_rows, const double minimum[2],
                                        const double maximum[2], const float *heights);
DhTerrain *dh_terrain_ref (DhTerrain *self);
void dh_terrain_unref (DhTerrain *self);
/* The valley at most `reach` of the ground's width from a point; NULL: none. */
const DhValley *dh_terrain_find_valley (const DhTerrain *self, const double at[2], double reach);
/* Height between the grid's points, bilinear; NaN outside. */
double dh_terrain_get_height (const DhTerrain *self, const double at[2]);

/* How far a place is outside the ground, in widths; 0 within. */
double dh_terrain_get_distance_off (const DhTerrain *self, const double at[2]);
/* From the lowest to the highest; 0 where there is no ground. */
double dh_terrain_get_range (const DhTerrain *self);
/* The typical height of the ground above its floor, ignoring a few steep walls.  Never 0. */
double dh_terrain_get_usual_height (const DhTerrain *self);
/* A height for display: 0 if it is only rounding error relative to the ground's heights; also
 * for a settled ball's tiny remainder. */
double dh_terrain_clean_height (const DhTerrain *self, double height);
double dh_terrain_settle_height (const DhTerrain *self, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhTerrain, dh_terrain_unref)

G_END_DECLS
