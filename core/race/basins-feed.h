/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/job-worker.h"
#include "core/landscape/basins.h"

G_BEGIN_DECLS

/* A request for basins: of a ground, for one configuration of the descent. */
typedef struct
{
  DhGround *ground;   /* NULL: none */
  DhTerrain *terrain; /* of that ground; its valleys are counted */
  DhDescentConfig config;
} DhBasinsRequest;

/* Computes basins of grounds on a thread.  Main context; may be freed by its news. */
typedef struct _DhBasinsFeed DhBasinsFeed;

/* news: called when more of some basins are known. */
DhBasinsFeed *dh_basins_feed_new (DhJobNews news, gpointer data);
/* Waits for the current step of a ball. */
void dh_basins_feed_free (DhBasinsFeed *self);
/* Replaces all earlier requests; duplicates are skipped. */
void dh_basins_feed_want (DhBasinsFeed *self, const DhBasinsRequest *requests, guint n_requests);
/* (nullable) (transfer none): what is known so far of requested basins */
DhBasins *dh_basins_feed_peek (DhBasinsFeed *self, const DhBasinsRequest *request);

G_END_DECLS
