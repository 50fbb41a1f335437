/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the image of a lane from which its past can be made again.
 *
 * It has megabytes to gigabytes, so a thread reads it, with a connection of its own: the keeper goes
 * on writing meanwhile.  An image that can't be used costs nothing but time, since the one before it
 * leads to the same state.
 */
#include "core/keep/image-search.h"

#include "core/store/checkpoints.h"

typedef struct
{
  char *path;
  DhPlace places[DH_SESSION_KEEPER_MAX_PLACES];
  guint n_places;

  /* found */
  DhLaneImage *image;
  DhPlace from;
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  g_free (self->path);
  g_clear_pointer (&self->image, dh_lane_image_unref);
  g_free (self);
}

/* ---- the thread ---- */

typedef struct
{
  guint8 *bytes;
  gsize size, n;
  GCancellable *cancellable;
} Pieces;

static gboolean
take_piece (const void *data, gsize size, gpointer user_data)
{
  Pieces *pieces = user_data;

  if (g_cancellable_is_cancelled (pieces->cancellable) || size > pieces->size - pieces->n)
    return FALSE;
  memcpy (pieces->bytes + pieces->n, data, size);
  pieces->n += size;
  return TRUE;
}

/* NULL: it isn't usable, or there is no memory for it. */
static DhLaneImage *
read_image (DhDatabase *database, const DhCheckpoint *checkpoint, GCancellable *cancellable)
{
  Pieces pieces = { .size = checkpoint->size, .cancellable = cancellable };
  DhLaneImage *image = NULL;

  pieces.bytes = g_try_malloc (pieces.size);
  if (pieces.bytes == NULL)
    return NULL;
  if (dh_checkpoints_read (database, checkpoint, take_piece, &pieces, NULL)
      && pieces.n == pieces.size)
    {
      g_autoptr (GBytes) all = g_bytes_new_take (g_steal_pointer (&pieces.bytes), pieces.size);

      image = dh_lane_image_new_from_bytes (all, NULL);
    }
  g_free (pieces.bytes);
  return image;
}

/* The newest usable one of a run.  FALSE with an error if the session can't be read. */
static gboolean
search_run (Search *self, DhDatabase *database, DhPlace place, GCancellable *cancellable,
            GError **error)
{
  DhCheckpoint checkpoint;

  while (self->image == NULL && !g_cancellable_is_cancelled (cancellable))
    {
      if (!dh_checkpoints_find (database, place.run, place.iteration, &checkpoint, error))
        return FALSE;
      if (checkpoint.id == 0)
        return TRUE;
      self->image = read_image (database, &checkpoint, cancellable);
      self->from = (DhPlace) { place.run, checkpoint.iteration };
      if (checkpoint.iteration == 0)
        return TRUE;
      place.iteration = checkpoint.iteration - 1;
    }
  return TRUE;
}

static void
search_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *self = data;
  GError *error = NULL;
  DhDatabase *database = dh_database_open (self->path, DH_DATABASE_READ, &error);

  for (guint i = 0; database != NULL && error == NULL && self->image == NULL && i < self->n_places;
       i++)
    search_run (self, database, self->places[i], cancellable, &error);
  g_clear_pointer (&database, dh_database_close);
  if (g_task_return_error_if_cancelled (task))
    g_clear_error (&error);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* ---- the owner ---- */

void
dh_image_search_begin (DhSessionKeeper *keeper, DhLane *lane, guint64 iteration,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Search *self = g_new0 (Search, 1);

  g_task_set_task_data (task, self, search_free);
  if (keeper != NULL && dh_session_keeper_get_path (keeper) != NULL)
    {
      self->path = g_strdup (dh_session_keeper_get_path (keeper));
      self->n_places = dh_session_keeper_list_places (keeper, lane, iteration, self->places);
    }
  if (self->n_places > 0)
    g_task_run_in_thread (task, search_cb);
  else
    g_task_return_boolean (task, TRUE);
}

DhLaneImage *
dh_image_search_finish (GAsyncResult *result, DhPlace *from, GError **error)
{
  Search *self = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  *from = self->from;
  return g_steal_pointer (&self->image);
}
