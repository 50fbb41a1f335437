/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing a checkpoint little by little, so that settings can be written in between.
 */
#include "core/store/checkpoint-writer.h"

#include "core/store/checkpoints.h"
#include "core/store/checksum.h"

struct _DhCheckpointWriter
{
  DhPendingCheckpoint *checkpoint;
  gint64 id; /* 0: not begun */
  guint position;
  guint part; /* the next byte: in which part, and where there */
  gsize at;
  guint64 sum;
};

DhCheckpointWriter *
dh_checkpoint_writer_new (DhPendingCheckpoint *checkpoint)
{
  DhCheckpointWriter *self = g_new0 (DhCheckpointWriter, 1);

  self->checkpoint = checkpoint;
  return self;
}

void
dh_checkpoint_writer_free (DhCheckpointWriter *self)
{
  dh_pending_checkpoint_free (self->checkpoint);
  g_free (self);
}

gsize
dh_checkpoint_writer_get_size (const DhCheckpointWriter *self)
{
  return self->checkpoint->size;
}

/* Room is made before anything is written: an older checkpoint must not go for half a new one. */
static gboolean
begin (DhCheckpointWriter *self, DhStore *store, GError **error)
{
  DhDatabase *database = dh_store_get_database (store);

  return dh_database_begin (database, error)
         && dh_checkpoints_remove_unfinished (database, 0, error)
         && dh_store_make_room (store, self->checkpoint->size, error)
         && dh_checkpoints_begin (database, self->checkpoint->run, self->checkpoint->iteration,
                                  &self->id, error);
}

/* A piece doesn't go beyond the end of a part. */
static gboolean
write_piece (DhCheckpointWriter *self, DhDatabase *database, gsize *written, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (g_ptr_array_index (self->checkpoint->parts, self->part),
                                         &size);
  const gsize n = MIN (size - self->at, DH_CHECKPOINT_PIECE);

  if (n > 0
      && !dh_checkpoints_add (database, self->id, self->position++, data + self->at, n, error))
    return FALSE;
  if (n > 0)
    self->sum = dh_checksum_add (self->sum, data + self->at, n);
  *written += n;
  self->at += n;
  if (self->at == size)
    {
      self->part++;
      self->at = 0;
    }
  return TRUE;
}

gboolean
dh_checkpoint_writer_write (DhCheckpointWriter *self, DhStore *store, gsize bytes,
                            gboolean *finished, GError **error)
{
  DhDatabase *database = dh_store_get_database (store);
  gsize written = 0;

  *finished = FALSE;
  if (self->id == 0 && !begin (self, store, error))
    return FALSE;
  while (self->part < self->checkpoint->parts->len && written < bytes)
    if (!write_piece (self, database, &written, error))
      return FALSE;
  if (self->part < self->checkpoint->parts->len)
    return TRUE;
  *finished = TRUE;
  return dh_checkpoints_finish (database, self->id, self->checkpoint->size, self->sum, error);
}
