/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/job-worker.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* Computes heights of grounds on a thread.  A request is a DhGround, the result of a job the finest
 * DhTerrain so far.  Jobs that are no longer wanted are cancelled; freeing the worker waits for the
 * current row of heights. */
DhJobWorker *dh_terrain_feed_new (DhJobNews news, gpointer data);
/* Whether no finer terrain of the ground follows. */
gboolean dh_terrain_feed_is_finest (const DhGround *ground, const DhTerrain *terrain);

G_END_DECLS
