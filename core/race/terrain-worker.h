/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/terrain.h"

G_BEGIN_DECLS

#define DH_TERRAIN_MAX_REQUESTS 6
#define DH_TERRAIN_MAX_STAGES   3

/* A ground whose heights are wanted, and how finely: stage after stage, each a side of the grid. */
typedef struct
{
  guint64 serial;                      /* another one is another ground */
  DhGround *ground;                    /* NULL: none is wanted here */
  guint stages[DH_TERRAIN_MAX_STAGES]; /* ascending; 0 ends the list */
} DhTerrainRequest;

/* What there is of a request. */
typedef struct
{
  guint64 serial;
  DhTerrain *terrain; /* NULL: nothing yet */
} DhTerrainResult;

typedef struct
{
  DhTerrainResult results[DH_TERRAIN_MAX_REQUESTS];
} DhTerrainReport;

void dh_terrain_report_free (DhTerrainReport *report);

/* The thread on which heights are computed.  Owner: one thread. */
typedef struct _DhTerrainWorker DhTerrainWorker;

DhTerrainWorker *dh_terrain_worker_new (void);
/* Waits for a row of heights, not for the rest. */
void dh_terrain_worker_free (DhTerrainWorker *self);
/* The whole of what is wanted; the newest wins, and what it no longer wants is broken off.
 * requests: DH_TERRAIN_MAX_REQUESTS; their grounds are referenced. */
void dh_terrain_worker_send (DhTerrainWorker *self, const DhTerrainRequest *requests);
/* NULL when there is nothing new; (transfer full) */
DhTerrainReport *dh_terrain_worker_take (DhTerrainWorker *self);
/* Readable while a report waits; see dh_mailbox_get_fd(). */
int dh_terrain_worker_get_fd (DhTerrainWorker *self);

G_END_DECLS
