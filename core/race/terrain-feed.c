/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Heights for all lanes, from a thread of their own, coarse before fine where points are expensive.
 *
 * While an outlier is dragged, seeing the ground move matters more than precision: so every ground
 * gets its coarse terrain before any gets its fine one.  A terrain that is no longer wanted is
 * cancelled at the next row.
 */
#include "core/race/terrain-feed.h"

/* Sides of the grids, ascending. */
static const guint curve_stages[] = { 401 }, hill_stages[] = { 96 }, face_stages[] = { 13, 33, 65 };

typedef struct
{
  DhGround *ground;
  const guint *stages;
  guint n_stages;
  guint n_done; /* stages; used by the worker only */
} Task;

/* The grids of a ground. */
static const guint *
get_stages (const DhGround *ground, guint *n_stages)
{
  *n_stages = 1;
  if (ground->n_dimensions == 1)
    return curve_stages;
  if (ground->scratch_size == 0)
    return hill_stages;
  *n_stages = G_N_ELEMENTS (face_stages);
  return face_stages;
}

gboolean
dh_terrain_feed_is_finest (const DhGround *ground, const DhTerrain *terrain)
{
  guint n;
  const guint *stages = get_stages (ground, &n);

  return terrain->n_columns == stages[n - 1];
}

static gpointer
begin (gconstpointer request)
{
  Task *self = g_new0 (Task, 1);

  self->ground = dh_ground_ref ((DhGround *) request);
  self->stages = get_stages (self->ground, &self->n_stages);
  return self;
}

static void
task_free (gpointer task)
{
  Task *self = task;

  dh_ground_unref (self->ground);
  g_free (self);
}

static gboolean
is_same (gconstpointer task, gconstpointer request)
{
  const Task *self = task;

  return self->ground == request;
}

static double
get_share (gconstpointer task)
{
  const Task *self = task;

  return (double) self->n_done / self->n_stages;
}

static gpointer
go_on (gpointer task, const int *cancelled)
{
  Task *self = task;
  guint side = self->stages[self->n_done];
  DhTerrain *terrain = dh_terrain_new (self->ground, side, side, cancelled);

  if (terrain != NULL)
    self->n_done++;
  return terrain;
}

static gpointer
ref_terrain (gpointer terrain)
{
  return dh_terrain_ref (terrain);
}

static void
unref_terrain (gpointer terrain)
{
  dh_terrain_unref (terrain);
}

static const DhJobKind kind = {
  .begin = begin,
  .is_same = is_same,
  .get_share = get_share,
  .go_on = go_on,
  .free_task = task_free,
  .ref_result = ref_terrain,
  .unref_result = unref_terrain,
  .purpose = "compute heights",
};

DhJobWorker *
dh_terrain_feed_new (DhJobNews news, gpointer data)
{
  return dh_job_worker_new (&kind, news, data);
}
