/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/descent.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* Where a ball that starts there ends: a valley's index (terrain->valleys), or one of these. */
#define DH_CLOUD_UNKNOWN (-1) /* not computed yet */
#define DH_CLOUD_NOWHERE (-2) /* it didn't settle in the steps that it had */
#define DH_CLOUD_LOST    (-3) /* it left all finite ground */

/* A cloud of starts: the basins of a ground for one way of going down it.  Immutable once
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
  double *shares;  /* of the starts that are done: n_valleys, then NOWHERE, LOST */
} DhCloud;

/* All of it at once; NULL: cancelled, see dh_terrain_new().  The descent's noise has no say. Any
 * thread. */
DhCloud *dh_cloud_new (DhGround *ground, const DhDescentConfig *config, DhTerrain *terrain,
                       const int *cancelled);
DhCloud *dh_cloud_ref (DhCloud *self);
void dh_cloud_unref (DhCloud *self);
/* Of one valley, or DH_CLOUD_NOWHERE, DH_CLOUD_LOST: 0 … 1. */
double dh_cloud_get_share (const DhCloud *self, int end);
/* "62 % of the starts end in the deepest valley, 8 % fly off"; translated, (transfer full) */
char *dh_cloud_describe (const DhCloud *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhCloud, dh_cloud_unref)

G_END_DECLS
