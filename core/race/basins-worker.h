/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/basins.h"

G_BEGIN_DECLS

#define DH_BASINS_MAX_REQUESTS 6

/* Basins that are wanted. */
typedef struct
{
  guint64 serial; /* another one is another set; 0: none is wanted here */
  DhGround *ground;
  DhTerrain *terrain; /* whose valleys are counted */
  DhDescentConfig config;
} DhBasinsRequest;

typedef struct
{
  guint64 serial;
  DhBasins *basins; /* NULL: nothing yet */
} DhBasinsResult;

typedef struct
{
  DhBasinsResult results[DH_BASINS_MAX_REQUESTS];
} DhBasinsReport;

void dh_basins_report_free (DhBasinsReport *report);

/* The thread on which basins are found, nicer than the window and as nice as training. Owner: one
 * thread. */
typedef struct _DhBasinsWorker DhBasinsWorker;

DhBasinsWorker *dh_basins_worker_new (void);
/* Waits for one step of a ball. */
void dh_basins_worker_free (DhBasinsWorker *self);
/* The whole of what is wanted; the newest wins.  What it still wants goes on where it is. requests:
 * DH_BASINS_MAX_REQUESTS; what they point to is referenced. */
void dh_basins_worker_send (DhBasinsWorker *self, const DhBasinsRequest *requests);
/* NULL when there is nothing new; (transfer full) */
DhBasinsReport *dh_basins_worker_take (DhBasinsWorker *self);
/* Readable while a report waits; see dh_mailbox_get_fd(). */
int dh_basins_worker_get_fd (DhBasinsWorker *self);

G_END_DECLS
