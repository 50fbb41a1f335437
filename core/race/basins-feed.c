/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Basins for all lanes, from a thread of their own, which is nicer than the window and as nice as
 * training.  They grow side by side, a few starts of each at a time, so that they can be compared
 * from the beginning.
 *
 * What basins depend on (ground, heights, optimizer and rate) is compared here, so nobody has to
 * report changes.  Runners that agree in all of these share one set of basins.  While a rate is
 * dragged, new basins are started only a few times a second.
 */
#include "core/race/basins-feed.h"

#include "core/landscape/basins-maker.h"

#include <string.h>

#define NICENESS 10
#define PAUSE    150 /* ms between two beginnings of work */
#define N_PIECES 16  /* of all starts; the basins so far are reported after each */

typedef struct
{
  DhBasinsRequest request; /* holds references to what it points to */
  DhBasinsMaker *maker;    /* used by the worker only; NULL: not begun */
} Task;

static gpointer
begin (gconstpointer request)
{
  Task *self = g_new0 (Task, 1);

  memcpy (&self->request, request, sizeof self->request);
  dh_ground_ref (self->request.ground);
  dh_terrain_ref (self->request.terrain);
  return self;
}

static void
task_free (gpointer task)
{
  Task *self = task;

  g_clear_pointer (&self->maker, dh_basins_maker_free);
  dh_ground_unref (self->request.ground);
  dh_terrain_unref (self->request.terrain);
  g_free (self);
}

/* Ignores the noise, which doesn't affect basins. */
static gboolean
is_same_config (const DhDescentConfig *a, const DhDescentConfig *b)
{
  return a->learning_rate == b->learning_rate
         && dh_optimizer_config_equal (&a->optimizer_config, &b->optimizer_config);
}

static gboolean
is_same (gconstpointer task, gconstpointer request)
{
  const DhBasinsRequest *a = &((const Task *) task)->request, *b = request;

  return a->ground == b->ground && a->terrain == b->terrain
         && is_same_config (&a->config, &b->config);
}

static double
get_share (gconstpointer task)
{
  const DhBasinsMaker *maker = ((const Task *) task)->maker;

  return maker != NULL
           ? (double) dh_basins_maker_get_n_done (maker) / dh_basins_maker_get_n_starts (maker)
           : 0;
}

static gpointer
go_on (gpointer task, const int *cancelled)
{
  Task *self = task;
  guint n_before;

  if (self->maker == NULL)
    self->maker = dh_basins_maker_new (self->request.ground, &self->request.config,
                                       self->request.terrain);
  n_before = dh_basins_maker_get_n_done (self->maker);
  dh_basins_maker_go_on (self->maker, dh_basins_maker_get_n_starts (self->maker) / N_PIECES,
                         cancelled);
  return dh_basins_maker_get_n_done (self->maker) > n_before ? dh_basins_maker_publish (self->maker)
                                                             : NULL;
}

static gpointer
ref_basins (gpointer basins)
{
  return dh_basins_ref (basins);
}

static void
unref_basins (gpointer basins)
{
  dh_basins_unref (basins);
}

static const DhJobKind kind = {
  .begin = begin,
  .is_same = is_same,
  .get_share = get_share,
  .go_on = go_on,
  .free_task = task_free,
  .ref_result = ref_basins,
  .unref_result = unref_basins,
  .niceness = NICENESS,
  .pause = PAUSE,
  .purpose = "find basins",
};

DhJobWorker *
dh_basins_feed_new (DhJobNews news, gpointer data)
{
  return dh_job_worker_new (&kind, news, data);
}

void
dh_basins_feed_want (DhJobWorker *self, const DhBasinsRequest *requests, guint n_requests)
{
  g_autofree gconstpointer *wanted = g_new (gconstpointer, n_requests);

  for (guint i = 0; i < n_requests; i++)
    wanted[i] = requests[i].ground != NULL ? &requests[i] : NULL;
  dh_job_worker_want (self, wanted, n_requests);
}
