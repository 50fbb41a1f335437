/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a kept session, so that it can go on.
 *
 * The settings say where each lane was; its newest checkpoint may be half a minute older, and what
 * lies between is trained again.  A checkpoint whose bytes aren't those that were written is never
 * used: the one before is, and without any, the lane starts from its beginning, which gives the same
 * weights, only later.
 */
#include "core/keep/session-loader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/store/checkpoints.h"

/* Memory that a damaged size asks for is refused. */
#define MAX_SIZE (G_GUINT64_CONSTANT (1) << 36)

/* ---- images ---- */

typedef struct
{
  guint8 *bytes;
  gsize size, used;
} Buffer;

static gboolean
fill (const void *data, gsize size, gpointer user_data)
{
  Buffer *buffer = user_data;

  if (size > buffer->size - buffer->used)
    return FALSE;
  memcpy (buffer->bytes + buffer->used, data, size);
  buffer->used += size;
  return TRUE;
}

/* NULL: it can't be used.  DH_STORE_ERROR_DAMAGED: its bytes aren't those that were written. */
static DhLaneImage *
read_image (DhDatabase *database, const DhCheckpoint *checkpoint, GError **error)
{
  Buffer buffer = { .size = checkpoint->size };
  g_autoptr (GBytes) bytes = NULL;

  buffer.bytes = checkpoint->size <= MAX_SIZE ? g_try_malloc (checkpoint->size) : NULL;
  if (buffer.bytes == NULL)
    return NULL;
  bytes = g_bytes_new_take (buffer.bytes, buffer.size);
  if (!dh_checkpoints_read (database, checkpoint, fill, &buffer, error)
      || buffer.used != buffer.size)
    return NULL;
  return dh_lane_image_new_from_bytes (bytes, error);
}

static void
disown (DhDatabase *database, const DhCheckpoint *checkpoint)
{
  if (!dh_checkpoints_disown (database, checkpoint->id, NULL)
      || !dh_database_commit (database, NULL))
    dh_database_rollback (database);
}

/* The newest of this run alone. */
static DhLaneImage *
find_own_image (DhDatabase *database, guint64 run, guint64 iteration, guint *n_damaged)
{
  DhCheckpoint checkpoint;

  while (dh_checkpoints_find (database, run, iteration, &checkpoint, NULL) && checkpoint.id != 0)
    {
      g_autoptr (GError) error = NULL;
      DhLaneImage *image = read_image (database, &checkpoint, &error);

      if (image != NULL)
        return image;
      (*n_damaged)++;
      if (g_error_matches (error, DH_STORE_ERROR, DH_STORE_ERROR_DAMAGED))
        disown (database, &checkpoint);
      if (checkpoint.iteration == 0)
        break;
      iteration = checkpoint.iteration - 1;
    }
  return NULL;
}

DhLaneImage *
dh_session_loader_find_image (DhDatabase *database, const DhKeptState *state, guint64 run,
                              guint64 iteration, guint *n_damaged)
{
  for (;;)
    {
      DhLaneImage *image = find_own_image (database, run, iteration, n_damaged);
      const DhRunOrigin *origin = dh_kept_state_find_origin (state, run);

      if (image != NULL || origin == NULL)
        return image;
      run = origin->from.run;
      iteration = MIN (iteration, origin->from.iteration);
    }
}

/* ---- the session ---- */

void
dh_loaded_session_free (DhLoadedSession *self)
{
  if (self->store != NULL)
    dh_store_close (self->store, NULL);
  for (guint i = 0; i < DH_MAX_LANES; i++)
    g_clear_pointer (&self->images[i], dh_lane_image_unref);
  g_clear_pointer (&self->state, dh_kept_state_free);
  g_free (self);
}

static gboolean
load_state (DhLoadedSession *self, GError **error)
{
  g_autofree char *text = NULL;
  gint64 time;

  if (!dh_store_get_document (dh_store_get_database (self->store), &time, &text, error))
    return FALSE;
  if (text != NULL)
    {
      self->state = dh_kept_state_new_from_text (text, error);
      return self->state != NULL;
    }
  g_set_error_literal (error, DH_STORE_ERROR, DH_STORE_ERROR_MISSING,
                       _ ("Nothing of this session was kept: choose another one."));
  return FALSE;
}

DhLoadedSession *
dh_loaded_session_new (const char *folder, const char *id, const DhStoreRules *rules,
                       GError **error)
{
  g_autoptr (DhLoadedSession) self = g_new0 (DhLoadedSession, 1);

  self->store = dh_store_open (folder, id, rules, error);
  if (self->store == NULL || !load_state (self, error))
    return NULL;
  for (guint i = 0; i < self->state->n_lanes; i++)
    self->images[i] =
      dh_session_loader_find_image (dh_store_get_database (self->store), self->state,
                                    self->state->lanes[i].run, G_MAXINT64, &self->n_damaged);
  return g_steal_pointer (&self);
}
