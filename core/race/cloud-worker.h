/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/cloud.h"

G_BEGIN_DECLS

#define DH_CLOUD_MAX_REQUESTS 6

/* A cloud that is wanted. */
typedef struct
{
  guint64 serial; /* another one is another cloud; 0: none is wanted here */
  DhGround *ground;
  DhTerrain *terrain; /* whose valleys are counted */
  DhDescentConfig config;
} DhCloudRequest;

typedef struct
{
  guint64 serial;
  DhCloud *cloud; /* NULL: nothing yet */
} DhCloudResult;

typedef struct
{
  DhCloudResult results[DH_CLOUD_MAX_REQUESTS];
} DhCloudReport;

void dh_cloud_report_free (DhCloudReport *report);

/* The thread on which basins are found, nicer than the window and as nice as training. Owner: one
 * thread. */
typedef struct _DhCloudWorker DhCloudWorker;

DhCloudWorker *dh_cloud_worker_new (void);
/* Waits for one step of a ball. */
void dh_cloud_worker_free (DhCloudWorker *self);
/* The whole of what is wanted; the newest wins.  What it still wants goes on where it is. requests:
 * DH_CLOUD_MAX_REQUESTS; what they point to is referenced. */
void dh_cloud_worker_send (DhCloudWorker *self, const DhCloudRequest *requests);
/* NULL when there is nothing new; (transfer full) */
DhCloudReport *dh_cloud_worker_take (DhCloudWorker *self);
/* Readable while a report waits; see dh_mailbox_get_fd(). */
int dh_cloud_worker_get_fd (DhCloudWorker *self);

G_END_DECLS
