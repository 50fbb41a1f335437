/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Heights for all lanes, on a thread of its own.
 *
 *     take the newest wishes → the coarsest terrain that is missing → report → again
 *
 * A person who drags an outlier wants to see the ground move, not to see it exact: so every ground
 * gets its coarse terrain before any gets its fine one.  A wish that was replaced while its terrain
 * was being computed is broken off at the next row, unless the new one wants the same ground.
 */
#include "core/race/terrain-worker.h"

#include "core/base/errand.h"

#include <string.h>

typedef struct
{
  DhTerrainWish wishes[DH_TERRAIN_MAX_WISHES];
} Order;

struct _DhTerrainWorker
{
  DhErrand *errand;

  /* The thread's own. */
  Order *order;
  guint n_stages_done[DH_TERRAIN_MAX_WISHES];
  DhTerrain *terrains[DH_TERRAIN_MAX_WISHES];
};

static void
order_free (Order *order)
{
  if (order == NULL)
    return;
  for (guint i = 0; i < DH_TERRAIN_MAX_WISHES; i++)
    dh_ground_unref (order->wishes[i].ground);
  g_free (order);
}

void
dh_terrain_report_free (DhTerrainReport *report)
{
  if (report == NULL)
    return;
  for (guint i = 0; i < DH_TERRAIN_MAX_WISHES; i++)
    dh_terrain_unref (report->answers[i].terrain);
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
  Order *order = newest;

  for (guint i = 0; i < DH_TERRAIN_MAX_WISHES; i++)
    if (self->order == NULL || order->wishes[i].serial != self->order->wishes[i].serial)
      drop_terrain (self, i);
  order_free (self->order);
  self->order = order;
}

static void
report (DhTerrainWorker *self, DhErrand *errand)
{
  DhTerrainReport *news = g_new0 (DhTerrainReport, 1);

  for (guint i = 0; i < DH_TERRAIN_MAX_WISHES; i++)
    {
      news->answers[i].serial = self->order->wishes[i].serial;
      if (self->terrains[i] != NULL)
        news->answers[i].terrain = dh_terrain_ref (self->terrains[i]);
    }
  dh_errand_report (errand, news);
}

/* Where a stage is missing, the place with the fewest; FALSE: everything is done. */
static gboolean
find_work (const DhTerrainWorker *self, guint *place)
{
  guint least = DH_TERRAIN_MAX_STAGES;

  for (guint i = 0; self->order != NULL && i < DH_TERRAIN_MAX_WISHES; i++)
    {
      const DhTerrainWish *wish = &self->order->wishes[i];
      guint done = self->n_stages_done[i];

      if (wish->ground == NULL || done >= least || wish->stages[done] == 0)
        continue;
      least = done;
      *place = i;
    }
  return least < DH_TERRAIN_MAX_STAGES;
}

static gboolean
work (gpointer state, DhErrand *errand, const int *disturbed)
{
  DhTerrainWorker *self = state;
  guint place, side;
  DhTerrain *terrain;

  if (!find_work (self, &place))
    return FALSE;
  side = self->order->wishes[place].stages[self->n_stages_done[place]];
  terrain = dh_terrain_new (self->order->wishes[place].ground, side, side, disturbed);
  if (terrain == NULL)
    return TRUE; /* broken off: there is a newer order */
  dh_terrain_unref (self->terrains[place]);
  self->terrains[place] = terrain;
  self->n_stages_done[place]++;
  report (self, errand);
  return TRUE;
}

static const DhErrandKind kind = {
  .follow = follow,
  .work = work,
  .free_order = (GDestroyNotify) order_free,
  .free_report = (GDestroyNotify) dh_terrain_report_free,
};

DhTerrainWorker *
dh_terrain_worker_new (void)
{
  DhTerrainWorker *self = g_new0 (DhTerrainWorker, 1);

  self->errand = dh_errand_new (&kind, self, 0, "compute heights");
  return self;
}

void
dh_terrain_worker_free (DhTerrainWorker *self)
{
  if (self == NULL)
    return;
  dh_errand_free (self->errand);
  for (guint i = 0; i < DH_TERRAIN_MAX_WISHES; i++)
    drop_terrain (self, i);
  order_free (self->order);
  g_free (self);
}

void
dh_terrain_worker_send (DhTerrainWorker *self, const DhTerrainWish *wishes)
{
  Order *order = g_new0 (Order, 1);

  memcpy (order->wishes, wishes, sizeof order->wishes);
  for (guint i = 0; i < DH_TERRAIN_MAX_WISHES; i++)
    if (order->wishes[i].ground != NULL)
      dh_ground_ref (order->wishes[i].ground);
  dh_errand_send (self->errand, order);
}

DhTerrainReport *
dh_terrain_worker_take (DhTerrainWorker *self)
{
  return dh_errand_take (self->errand);
}

int
dh_terrain_worker_get_fd (DhTerrainWorker *self)
{
  return dh_errand_get_fd (self->errand);
}
