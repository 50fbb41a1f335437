/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Heights for all lanes, on a thread of its own.
 *
 *     take the newest requests → the coarsest terrain that is missing → report → again
 *
 * A person who drags an outlier wants to see the ground move, not to see it exact: so every ground
 * gets its coarse terrain before any gets its fine one.  A request that was replaced while its
 * terrain was being computed is broken off at the next row, unless the new one wants the same
 * ground.
 */
#include "core/race/terrain-worker.h"

#include "core/base/background-worker.h"

#include <string.h>

typedef struct
{
  DhTerrainRequest each[DH_TERRAIN_MAX_REQUESTS];
} Requests;

struct _DhTerrainWorker
{
  DhBackgroundWorker *worker;

  /* The thread's own. */
  Requests *requests;
  guint n_stages_done[DH_TERRAIN_MAX_REQUESTS];
  DhTerrain *terrains[DH_TERRAIN_MAX_REQUESTS];
};

static void
requests_free (Requests *requests)
{
  if (requests == NULL)
    return;
  for (guint i = 0; i < DH_TERRAIN_MAX_REQUESTS; i++)
    dh_ground_unref (requests->each[i].ground);
  g_free (requests);
}

void
dh_terrain_report_free (DhTerrainReport *report)
{
  if (report == NULL)
    return;
  for (guint i = 0; i < DH_TERRAIN_MAX_REQUESTS; i++)
    dh_terrain_unref (report->results[i].terrain);
  g_free (report);
}

static void
drop_terrain (DhTerrainWorker *self, guint place)
{
  dh_terrain_unref (g_steal_pointer (&self->terrains[place]));
  self->n_stages_done[place] = 0;
}

static void
follow (gpointer state, gpointer newest)
{
  DhTerrainWorker *self = state;
  Requests *requests = newest;

  for (guint i = 0; i < DH_TERRAIN_MAX_REQUESTS; i++)
    if (self->requests == NULL || requests->each[i].serial != self->requests->each[i].serial)
      drop_terrain (self, i);
  requests_free (self->requests);
  self->requests = requests;
}

static void
send_report (DhTerrainWorker *self, DhBackgroundWorker *worker)
{
  DhTerrainReport *report = g_new0 (DhTerrainReport, 1);

  for (guint i = 0; i < DH_TERRAIN_MAX_REQUESTS; i++)
    {
      report->results[i].serial = self->requests->each[i].serial;
      if (self->terrains[i] != NULL)
        report->results[i].terrain = dh_terrain_ref (self->terrains[i]);
    }
  dh_background_worker_report (worker, report);
}

/* Where a stage is missing, the place with the fewest; FALSE: everything is done. */
static gboolean
find_work (const DhTerrainWorker *self, guint *place)
{
  guint least = DH_TERRAIN_MAX_STAGES;

  for (guint i = 0; self->requests != NULL && i < DH_TERRAIN_MAX_REQUESTS; i++)
    {
      const DhTerrainRequest *request = &self->requests->each[i];
      guint done = self->n_stages_done[i];

      if (request->ground == NULL || done >= least || request->stages[done] == 0)
        continue;
      least = done;
      *place = i;
    }
  return least < DH_TERRAIN_MAX_STAGES;
}

static gboolean
work (gpointer state, DhBackgroundWorker *worker, const int *cancelled)
{
  DhTerrainWorker *self = state;
  guint place, side;
  DhTerrain *terrain;

  if (!find_work (self, &place))
    return FALSE;
  side = self->requests->each[place].stages[self->n_stages_done[place]];
  terrain = dh_terrain_new (self->requests->each[place].ground, side, side, cancelled);
  if (terrain == NULL)
    return TRUE; /* broken off: there is a newer request */
  dh_terrain_unref (self->terrains[place]);
  self->terrains[place] = terrain;
  self->n_stages_done[place]++;
  send_report (self, worker);
  return TRUE;
}

static const DhBackgroundWork kind = {
  .follow = follow,
  .work = work,
  .free_request = (GDestroyNotify) requests_free,
  .free_report = (GDestroyNotify) dh_terrain_report_free,
};

DhTerrainWorker *
dh_terrain_worker_new (void)
{
  DhTerrainWorker *self = g_new0 (DhTerrainWorker, 1);

  self->worker = dh_background_worker_new (&kind, self, 0, "compute heights");
  return self;
}

void
dh_terrain_worker_free (DhTerrainWorker *self)
{
  if (self == NULL)
    return;
  dh_background_worker_free (self->worker);
  for (guint i = 0; i < DH_TERRAIN_MAX_REQUESTS; i++)
    drop_terrain (self, i);
  requests_free (self->requests);
  g_free (self);
}

void
dh_terrain_worker_send (DhTerrainWorker *self, const DhTerrainRequest *requests)
{
  Requests *copy = g_new0 (Requests, 1);

  memcpy (copy->each, requests, sizeof copy->each);
  for (guint i = 0; i < DH_TERRAIN_MAX_REQUESTS; i++)
    if (copy->each[i].ground != NULL)
      dh_ground_ref (copy->each[i].ground);
  dh_background_worker_send (self->worker, copy);
}

DhTerrainReport *
dh_terrain_worker_take (DhTerrainWorker *self)
{
  return dh_background_worker_take (self->worker);
}

int
dh_terrain_worker_get_fd (DhTerrainWorker *self)
{
  return dh_background_worker_get_fd (self->worker);
}
