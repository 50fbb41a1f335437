/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/job-worker.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* Heights of grounds. Main context; may be freed by its news. */
typedef struct _DhTerrainFeed DhTerrainFeed;

/* news: a terrain, or a finer one, has come. */
DhTerrainFeed *dh_terrain_feed_new (DhJobNews news, gpointer data);
/* Waits for a row of heights, not for the rest. */
void dh_terrain_feed_free (DhTerrainFeed *self);
/* The whole of what is wanted; NULLs and repetitions are skipped.  What no longer is wanted is
 * broken off. */
void dh_terrain_feed_want (DhTerrainFeed *self, DhGround *const *grounds, guint n_grounds);
/* (nullable) (transfer none): of a ground that is wanted, the finest by now */
DhTerrain *dh_terrain_feed_peek (DhTerrainFeed *self, const DhGround *ground);

G_END_DECLS
