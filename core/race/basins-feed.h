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

/* Computes basins of grounds on a thread.  A request is a DhBasinsRequest, the result of a job the
 * DhBasins that are known so far.  Freeing the worker waits for the current step of a ball. */
DhJobWorker *dh_basins_feed_new (DhJobNews news, gpointer data);
/* All wanted basins, see dh_job_worker_want(); requests without a ground are skipped. */
void dh_basins_feed_want (DhJobWorker *self, const DhBasinsRequest *requests, guint n_requests);

G_END_DECLS
