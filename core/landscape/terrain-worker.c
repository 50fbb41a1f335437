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
#include "core/landscape/terrain-worker.h"

#include "core/base/handover.h"

#include <pthread.h>
#include <string.h>

typedef struct
{
  DhTerrainWish wishes[DH_TERRAIN_MAX_WISHES];
} Order;

struct _DhTerrainWorker
{
  pthread_t  thread;
  DhMailbox *orders, *reports;
  int        ended;
  /* Set by the owner when a newer order waits; the thread then looks whether it goes on. */
  int        disturbed;

  /* The thread's own. */
  Order     *order;
  guint      n_stages_done[DH_TERRAIN_MAX_WISHES];
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
follow (DhTerrainWorker *self, Order *order)
{
  for (guint i = 0; i < DH_TERRAIN_MAX_WISHES; i++)
    if (self->order == NULL || order->wishes[i].serial != self->order->wishes[i].serial)
      drop_terrain (self, i);
  order_free (self->order);
  self->order = order;
}

static void
report (DhTerrainWorker *self)
{
  DhTerrainReport *news = g_new0 (DhTerrainReport, 1);

  for (guint i = 0; i < DH_TERRAIN_MAX_WISHES; i++)
    {
      news->answers[i].serial = self->order->wishes[i].serial;
      if (self->terrains[i] != NULL)
        news->answers[i].terrain = dh_terrain_ref (self->terrains[i]);
    }
  dh_mailbox_put (self->reports, news);
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

static void
work_on (DhTerrainWorker *self, guint place)
{
  const DhTerrainWish *wish = &self->order->wishes[place];
  guint side = wish->stages[self->n_stages_done[place]];
  DhTerrain *terrain = dh_terrain_new (wish->ground, side, side, &self->disturbed);

  if (terrain == NULL)
    return; /* broken off: there is a newer order */
  dh_terrain_unref (self->terrains[place]);
  self->terrains[place] = terrain;
  self->n_stages_done[place]++;
  report (self);
}

static void *
worker_main (void *data)
{
  DhTerrainWorker *self = data;

  while (!g_atomic_int_get (&self->ended))
    {
      guint place = 0;
      gboolean busy = find_work (self, &place);
      Order *order;

      g_atomic_int_set (&self->disturbed, FALSE);
      order = busy ? dh_mailbox_take (self->orders) : dh_mailbox_wait (self->orders);
      if (g_atomic_int_get (&self->ended))
        order_free (order);
      else if (order != NULL)
        follow (self, order);
      else
        work_on (self, place);
    }
  return NULL;
}

DhTerrainWorker *
dh_terrain_worker_new (void)
{
  DhTerrainWorker *self = g_new0 (DhTerrainWorker, 1);

  self->orders = dh_mailbox_new ((GDestroyNotify) order_free);
  self->reports = dh_mailbox_new ((GDestroyNotify) dh_terrain_report_free);
  if (pthread_create (&self->thread, NULL, worker_main, self) != 0)
    g_error ("the system gives no thread to compute heights");
  return self;
}

static void
put (DhTerrainWorker *self, Order *order)
{
  dh_mailbox_put (self->orders, order);
  g_atomic_int_set (&self->disturbed, TRUE);
}

void
dh_terrain_worker_free (DhTerrainWorker *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->ended, TRUE);
  put (self, g_new0 (Order, 1)); /* wakes a sleeping thread */
  pthread_join (self->thread, NULL);
  for (guint i = 0; i < DH_TERRAIN_MAX_WISHES; i++)
    drop_terrain (self, i);
  order_free (self->order);
  dh_mailbox_free (self->orders);
  dh_mailbox_free (self->reports);
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
  put (self, order);
}

DhTerrainReport *
dh_terrain_worker_take (DhTerrainWorker *self)
{
  return dh_mailbox_take (self->reports);
}

int
dh_terrain_worker_get_fd (DhTerrainWorker *self)
{
  return dh_mailbox_get_fd (self->reports);
}
