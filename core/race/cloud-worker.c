/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Basins of all lanes, on a thread of its own.  The clouds grow side by side, some starts of each
 * at a time, so that they can be compared from the first moment on.
 */
#include "core/race/cloud-worker.h"

#include "core/base/background-worker.h"
#include "core/landscape/cloud-maker.h"

#include <string.h>

#define NICENESS 10
#define N_PIECES 16 /* of a cloud: each is a report */

typedef struct
{
  DhCloudRequest each[DH_CLOUD_MAX_REQUESTS];
} Requests;

struct _DhCloudWorker
{
  DhBackgroundWorker *worker;

  /* The thread's own. */
  guint64 serials[DH_CLOUD_MAX_REQUESTS];
  DhCloudMaker *makers[DH_CLOUD_MAX_REQUESTS];
  DhCloud *clouds[DH_CLOUD_MAX_REQUESTS];
};

static void
requests_free (Requests *requests)
{
  for (guint i = 0; i < DH_CLOUD_MAX_REQUESTS; i++)
    {
      dh_ground_unref (requests->each[i].ground);
      dh_terrain_unref (requests->each[i].terrain);
    }
  g_free (requests);
}

void
dh_cloud_report_free (DhCloudReport *report)
{
  if (report == NULL)
    return;
  for (guint i = 0; i < DH_CLOUD_MAX_REQUESTS; i++)
    dh_cloud_unref (report->results[i].cloud);
  g_free (report);
}

static void
drop_cloud (DhCloudWorker *self, guint place)
{
  g_clear_pointer (&self->makers[place], dh_cloud_maker_free);
  g_clear_pointer (&self->clouds[place], dh_cloud_unref);
}

static void
follow (gpointer state, gpointer newest)
{
  DhCloudWorker *self = state;
  Requests *requests = newest;

  for (guint i = 0; i < DH_CLOUD_MAX_REQUESTS; i++)
    {
      const DhCloudRequest *request = &requests->each[i];

      if (request->serial == self->serials[i])
        continue;
      drop_cloud (self, i);
      self->serials[i] = request->serial;
      if (request->serial != 0)
        self->makers[i] = dh_cloud_maker_new (request->ground, &request->config, request->terrain);
    }
  requests_free (requests);
}

static void
report (DhCloudWorker *self, DhBackgroundWorker *worker)
{
  DhCloudReport *report = g_new0 (DhCloudReport, 1);

  for (guint i = 0; i < DH_CLOUD_MAX_REQUESTS; i++)
    {
      report->results[i].serial = self->serials[i];
      if (self->clouds[i] != NULL)
        report->results[i].cloud = dh_cloud_ref (self->clouds[i]);
    }
  dh_background_worker_report (worker, report);
}

/* The one with the smallest share of its starts done; FALSE: all are. */
static gboolean
find_work (const DhCloudWorker *self, guint *place)
{
  double least = 1;

  for (guint i = 0; i < DH_CLOUD_MAX_REQUESTS; i++)
    {
      const DhCloudMaker *maker = self->makers[i];
      double share = maker != NULL ? (double) dh_cloud_maker_get_n_done (maker)
                                       / dh_cloud_maker_get_n_starts (maker)
                                   : 1;

      if (share >= least)
        continue;
      least = share;
      *place = i;
    }
  return least < 1;
}

static gboolean
work (gpointer state, DhBackgroundWorker *worker, const int *cancelled)
{
  DhCloudWorker *self = state;
  DhCloudMaker *maker;
  guint place = 0, n_before;

  if (!find_work (self, &place))
    return FALSE;
  maker = self->makers[place];
  n_before = dh_cloud_maker_get_n_done (maker);
  dh_cloud_maker_go_on (maker, dh_cloud_maker_get_n_starts (maker) / N_PIECES, cancelled);
  if (dh_cloud_maker_get_n_done (maker) == n_before)
    return TRUE; /* broken off: there is a newer request */
  dh_cloud_unref (self->clouds[place]);
  self->clouds[place] = dh_cloud_maker_publish (maker);
  report (self, worker);
  return TRUE;
}

static const DhBackgroundWork kind = {
  .follow = follow,
  .work = work,
  .free_request = (GDestroyNotify) requests_free,
  .free_report = (GDestroyNotify) dh_cloud_report_free,
};

DhCloudWorker *
dh_cloud_worker_new (void)
{
  DhCloudWorker *self = g_new0 (DhCloudWorker, 1);

  self->worker = dh_background_worker_new (&kind, self, NICENESS, "find basins");
  return self;
}

void
dh_cloud_worker_free (DhCloudWorker *self)
{
  if (self == NULL)
    return;
  dh_background_worker_free (self->worker);
  for (guint i = 0; i < DH_CLOUD_MAX_REQUESTS; i++)
    drop_cloud (self, i);
  g_free (self);
}

void
dh_cloud_worker_send (DhCloudWorker *self, const DhCloudRequest *requests)
{
  Requests *copy = g_new0 (Requests, 1);

  memcpy (copy->each, requests, sizeof copy->each);
  for (guint i = 0; i < DH_CLOUD_MAX_REQUESTS; i++)
    {
      if (copy->each[i].ground != NULL)
        dh_ground_ref (copy->each[i].ground);
      if (copy->each[i].terrain != NULL)
        dh_terrain_ref (copy->each[i].terrain);
    }
  dh_background_worker_send (self->worker, copy);
}

DhCloudReport *
dh_cloud_worker_take (DhCloudWorker *self)
{
  return dh_background_worker_take (self->worker);
}

int
dh_cloud_worker_get_fd (DhCloudWorker *self)
{
  return dh_background_worker_get_fd (self->worker);
}
