/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trainings that are set aside because they may be restored.
 *
 * A removed or restarted lane can be restored as long as the request names its run.  The run is
 * moved here, not copied: weights, optimizer, history, pictures and trajectory stay where they are
 * in memory, so a run on the shelf takes as much as a lane without its gradients. (Rejected: writing
 * runs to a file.  It takes no memory, but the largest model needs seconds each way, and much of a
 * run's state is shared with readers.)
 *
 * There are no commands for this that could get lost: the request names the runs of the lanes and
 * those to keep, and the worker follows.
 *
 * When memory is short, lanes that somebody wants now come first, and what is here makes room.  Such a
 * run isn't made anew under its old id: it would be another one that looks like it.
 */
#include "core/train/shelf.h"

typedef struct
{
  guint generation;
  guint64 n_steps;
  double elapsed;
} Count;

typedef struct
{
  DhLaneRun *run;
  guint generation;
} Place;

struct _DhShelf
{
  GPtrArray *places;
  GArray *counts;
  GArray *lost; /* of guint: ids */
};

static void
free_place (gpointer data)
{
  Place *place = data;

  dh_lane_run_free (place->run);
  g_free (place);
}

DhShelf *
dh_shelf_new (void)
{
  DhShelf *self = g_new0 (DhShelf, 1);

  self->places = g_ptr_array_new_with_free_func (free_place);
  self->counts = g_array_new (FALSE, FALSE, sizeof (Count));
  self->lost = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
dh_shelf_free (DhShelf *self)
{
  g_ptr_array_unref (self->places);
  g_array_unref (self->counts);
  g_array_unref (self->lost);
  g_free (self);
}

void
dh_shelf_put (DhShelf *self, DhLaneRun *run, guint generation)
{
  Place *place = g_new (Place, 1);

  dh_lane_run_rest (run);
  *place = (Place) { run, generation };
  g_ptr_array_add (self->places, place);
}

static Place *
get_place (DhShelf *self, guint index)
{
  return g_ptr_array_index (self->places, index);
}

/* The run's index, or the number of places. */
static guint
find_place (DhShelf *self, guint id)
{
  guint i = 0;

  while (i < self->places->len && get_place (self, i)->run->request.id != id)
    i++;
  return i;
}

DhLaneRun *
dh_shelf_find (DhShelf *self, guint id)
{
  guint index = find_place (self, id);

  return index < self->places->len ? get_place (self, index)->run : NULL;
}

DhLaneRun *
dh_shelf_take (DhShelf *self, guint id)
{
  guint index = find_place (self, id);
  g_autofree Place *place = NULL;

  if (index == self->places->len)
    return NULL;
  place = g_ptr_array_steal_index_fast (self->places, index);
  return place->run;
}

static Count *
find_count (DhShelf *self, guint generation)
{
  for (guint i = 0; i < self->counts->len; i++)
    if (g_array_index (self->counts, Count, i).generation == generation)
      return &g_array_index (self->counts, Count, i);
  return NULL;
}

void
dh_shelf_note (DhShelf *self, guint generation, guint64 n_steps, double elapsed)
{
  Count count = { generation, n_steps, elapsed }, *known = find_count (self, generation);

  if (known != NULL)
    *known = count;
  else
    g_array_append_val (self->counts, count);
}

void
dh_shelf_recall (DhShelf *self, guint generation, guint64 *n_steps, double *elapsed)
{
  const Count *count = find_count (self, generation);

  *n_steps = count != NULL ? count->n_steps : 0;
  *elapsed = count != NULL ? count->elapsed : 0;
}

static gboolean
has_run_of (DhShelf *self, guint generation)
{
  for (guint i = 0; i < self->places->len; i++)
    if (get_place (self, i)->generation == generation)
      return TRUE;
  return FALSE;
}

/* Its index, or the number of those that are lost. */
static guint
find_lost (DhShelf *self, guint id)
{
  guint i = 0;

  while (i < self->lost->len && g_array_index (self->lost, guint, i) != id)
    i++;
  return i;
}

gboolean
dh_shelf_misses (DhShelf *self, const DhLaneRequest *request)
{
  return request->image == NULL && find_lost (self, request->id) < self->lost->len;
}

void
dh_shelf_note_lost (DhShelf *self, guint id)
{
  if (find_lost (self, id) == self->lost->len)
    g_array_append_val (self->lost, id);
}

void
dh_shelf_forget_lost (DhShelf *self, guint id)
{
  const guint i = find_lost (self, id);

  if (i < self->lost->len)
    g_array_remove_index_fast (self->lost, i);
}

static gboolean
is_named (const DhTrainingRequest *request, guint id)
{
  return dh_training_request_has_lane (request, id) || dh_training_request_keeps (request, id);
}

void
dh_shelf_follow (DhShelf *self, const DhTrainingRequest *request)
{
  for (guint i = self->places->len; i-- > 0;)
    if (!is_named (request, get_place (self, i)->run->request.id))
      g_ptr_array_remove_index_fast (self->places, i);
  for (guint i = self->lost->len; i-- > 0;)
    if (!is_named (request, g_array_index (self->lost, guint, i)))
      g_array_remove_index_fast (self->lost, i);
  for (guint i = self->counts->len; i-- > 0;)
    if (!has_run_of (self, g_array_index (self->counts, Count, i).generation))
      g_array_remove_index_fast (self->counts, i);
}

static gboolean
is_lane_or_source (const DhTrainingRequest *request, guint id)
{
  for (guint i = 0; i < request->n_lanes; i++)
    if (request->lanes[i].id == id || request->lanes[i].source_id == id)
      return TRUE;
  return FALSE;
}

void
dh_shelf_yield (DhShelf *self, const DhTrainingRequest *request)
{
  for (guint i = self->places->len; i-- > 0;)
    {
      const guint id = get_place (self, i)->run->request.id;

      if (is_lane_or_source (request, id))
        continue;
      dh_shelf_note_lost (self, id);
      g_ptr_array_remove_index_fast (self->places, i);
    }
}
