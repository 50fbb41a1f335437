/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/job-worker.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* Computes heights of grounds on a thread.  Main context; may be freed by its news. */
typedef struct _DhTerrainFeed DhTerrainFeed;

/* news: called when a terrain, or a finer one, has arrived. */
DhTerrainFeed *dh_terrain_feed_new (DhJobNews news, gpointer data);
/* Waits for the current row of heights, not for the rest. */
void dh_terrain_feed_free (DhTerrainFeed *self);
/* Replaces all earlier requests; NULLs and duplicates are skipped.  Cancels work that is no longer
 * requested. */
void dh_terrain_feed_want (DhTerrainFeed *self, DhGround *const *grounds, guint n_grounds);
/* (nullable) (transfer none): the finest terrain so far of a requested ground */
DhTerrain *dh_terrain_feed_peek (DhTerrainFeed *self, const DhGround *ground);

G_END_DECLS
