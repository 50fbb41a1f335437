/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/descent.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* Where a ball that starts there ends: a valley's index (terrain->valleys), or one of these. */
#define DH_BASINS_UNKNOWN  (-1) /* not computed yet */
#define DH_BASINS_NOWHERE  (-2) /* it didn't settle within the steps allowed */
#define DH_BASINS_DIVERGED (-3) /* it ran off for good */

/* The basins of a ground for one configuration of the descent, from many starts.  Immutable once
 * published, and reference-counted. */
typedef struct
{
  atomic_int n_refs;
  guint n_columns, n_rows;
  double minimum[2], maximum[2]; /* of the ground; starts lie in the middles of the cells */
  gint8 *ends;                   /* (n_rows, n_columns) */
  guint n_done;
  guint n_valleys;
  guint n_deepest; /* the first ones, which are equally deep */
  double *shares;  /* of the starts done so far: n_valleys, then NOWHERE, DIVERGED */
} DhBasins;

/* Computes everything at once; NULL: cancelled, see dh_terrain_new().  The descent's noise is
 * ignored.  Any thread. */
DhBasins *dh_basins_new (DhGround *ground, const DhDescentConfig *config, DhTerrain *terrain,
                         const int *cancelled);
DhBasins *dh_basins_ref (DhBasins *self);
void dh_basins_unref (DhBasins *self);
/* The share of starts that end in one valley, DH_BASINS_NOWHERE or DH_BASINS_DIVERGED: 0 … 1. */
double dh_basins_get_share (const DhBasins *self, int end);
/* "62 % of the starts end in the deepest valley, 8 % diverge"; translated, (transfer full) */
char *dh_basins_describe (const DhBasins *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhBasins, dh_basins_unref)

G_END_DECLS
