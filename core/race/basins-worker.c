/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Basins of all lanes, on a thread of its own.  The basins grow side by side, some starts of each
 * at a time, so that they can be compared from the first moment on.
 */
#include "core/race/basins-worker.h"

#include "core/base/background-worker.h"
#include "core/landscape/basins-maker.h"

#include <string.h>

#define NICENESS 10
#define N_PIECES 16 /* of all starts: each is a report */

typedef struct
{
  DhBasinsRequest each[DH_BASINS_MAX_REQUESTS];
} Requests;

struct _DhBasinsWorker
{
  DhBackgroundWorker *worker;

  /* The thread's own. */
  guint64 serials[DH_BASINS_MAX_REQUESTS];
  DhBasinsMaker *makers[DH_BASINS_MAX_REQUESTS];
  DhBasins *basins[DH_BASINS_MAX_REQUESTS];
};

static void
requests_free (Requests *requests)
{
  for (guint i = 0; i < DH_BASINS_MAX_REQUESTS; i++)
    {
      dh_ground_unref (requests->each[i].ground);
      dh_terrain_unref (requests->each[i].terrain);
    }
  g_free (requests);
}

void
dh_basins_report_free (DhBasinsReport *report)
{
  if (report == NULL)
    return;
  for (guint i = 0; i < DH_BASINS_MAX_REQUESTS; i++)
    dh_basins_unref (report->results[i].basins);
  g_free (report);
}

static void
drop_basins (DhBasinsWorker *self, guint place)
{
  g_clear_pointer (&self->makers[place], dh_basins_maker_free);
  g_clear_pointer (&self->basins[place], dh_basins_unref);
}

static void
follow (gpointer state, gpointer newest)
{
  DhBasinsWorker *self = state;
  Requests *requests = newest;

  for (guint i = 0; i < DH_BASINS_MAX_REQUESTS; i++)
    {
      const DhBasinsRequest *request = &requests->each[i];

      if (request->serial == self->serials[i])
        continue;
      drop_basins (self, i);
      self->serials[i] = request->serial;
      if (request->serial != 0)
        self->makers[i] = dh_basins_maker_new (request->ground, &request->config, request->terrain);
    }
  requests_free (requests);
}

static void
send_report (DhBasinsWorker *self, DhBackgroundWorker *worker)
{
  DhBasinsReport *report = g_new0 (DhBasinsReport, 1);

  for (guint i = 0; i < DH_BASINS_MAX_REQUESTS; i++)
    {
      report->results[i].serial = self->serials[i];
      if (self->basins[i] != NULL)
        report->results[i].basins = dh_basins_ref (self->basins[i]);
    }
  dh_background_worker_report (worker, report);
}

/* The one with the smallest share of its starts done; FALSE: all are. */
static gboolean
find_work (const DhBasinsWorker *self, guint *place)
{
  double least = 1;

  for (guint i = 0; i < DH_BASINS_MAX_REQUESTS; i++)
    {
      const DhBasinsMaker *maker = self->makers[i];
      double share = maker != NULL ? (double) dh_basins_maker_get_n_done (maker)
                                       / dh_basins_maker_get_n_starts (maker)
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
  DhBasinsWorker *self = state;
  DhBasinsMaker *maker;
  guint place = 0, n_before;

  if (!find_work (self, &place))
    return FALSE;
  maker = self->makers[place];
  n_before = dh_basins_maker_get_n_done (maker);
  dh_basins_maker_go_on (maker, dh_basins_maker_get_n_starts (maker) / N_PIECES, cancelled);
  if (dh_basins_maker_get_n_done (maker) == n_before)
    return TRUE; /* broken off: there is a newer request */
  dh_basins_unref (self->basins[place]);
  self->basins[place] = dh_basins_maker_publish (maker);
  send_report (self, worker);
  return TRUE;
}

static const DhBackgroundWork kind = {
  .follow = follow,
  .work = work,
  .free_request = (GDestroyNotify) requests_free,
  .free_report = (GDestroyNotify) dh_basins_report_free,
};

DhBasinsWorker *
dh_basins_worker_new (void)
{
  DhBasinsWorker *self = g_new0 (DhBasinsWorker, 1);

  self->worker = dh_background_worker_new (&kind, self, NICENESS, "find basins");
  return self;
}

void
dh_basins_worker_free (DhBasinsWorker *self)
{
  if (self == NULL)
    return;
  dh_background_worker_free (self->worker);
  for (guint i = 0; i < DH_BASINS_MAX_REQUESTS; i++)
    drop_basins (self, i);
  g_free (self);
}

void
dh_basins_worker_send (DhBasinsWorker *self, const DhBasinsRequest *requests)
{
  Requests *copy = g_new0 (Requests, 1);

  memcpy (copy->each, requests, sizeof copy->each);
  for (guint i = 0; i < DH_BASINS_MAX_REQUESTS; i++)
    {
      if (copy->each[i].ground != NULL)
        dh_ground_ref (copy->each[i].ground);
      if (copy->each[i].terrain != NULL)
        dh_terrain_ref (copy->each[i].terrain);
    }
  dh_background_worker_send (self->worker, copy);
}

DhBasinsReport *
dh_basins_worker_take (DhBasinsWorker *self)
{
  return dh_background_worker_take (self->worker);
}

int
dh_basins_worker_get_fd (DhBasinsWorker *self)
{
  return dh_background_worker_get_fd (self->worker);
}
