/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/job-worker.h"
#include "core/landscape/basins.h"

G_BEGIN_DECLS

/* A request for basins: of a ground, for one configuration of the descent. */
typedef struct
{
  DhGround *ground;   /* NULL: none */
  DhTerrain *terrain; /* of that ground: whose valleys are counted */
  DhDescentConfig config;
} DhBasinsRequest;

/* Basins of grounds. Main context; may be freed by its news. */
typedef struct _DhBasinsFeed DhBasinsFeed;

/* news: more of some basins is known. */
DhBasinsFeed *dh_basins_feed_new (DhJobNews news, gpointer data);
/* Waits for one step of a ball. */
void dh_basins_feed_free (DhBasinsFeed *self);
/* The whole of what is wanted; repetitions are skipped. */
void dh_basins_feed_want (DhBasinsFeed *self, const DhBasinsRequest *requests, guint n_requests);
/* (nullable) (transfer none): what is known by now of basins that are wanted */
DhBasins *dh_basins_feed_peek (DhBasinsFeed *self, const DhBasinsRequest *request);

G_END_DECLS
