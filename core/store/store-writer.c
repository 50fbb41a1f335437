/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing what waits into a session, transaction by transaction, whatever the disk says.
 *
 * When the disk refuses, the transaction's contents wait again, within bounds; checkpoints are
 * dropped, because the next one is as good.  After an error other than a full disk, the session is
 * opened anew, which also rescues a damaged one.
 */
#include "core/store/store-writer.h"

#include "core/store/checkpoint-writer.h"
#include "core/store/store.h"

/* Of a checkpoint, in one transaction. */
#define BYTES_AT_A_TIME (8 * 1024 * 1024)
/* Moments between two thinnings. */
#define MOMENTS_TO_THIN 256

struct _DhStoreWriter
{
  char *folder;
  char *id;       /* (nullable) of the session, once it is known */
  DhStore *store; /* (nullable) */
  DhPending batch;
  DhCheckpointWriter *checkpoint; /* (nullable) */
  gboolean hopeless;              /* opening again would give the same error */
  gboolean limit_reached;         /* something didn't fit, and nothing has changed since */
  guint n_moments;                /* since the last thinning */
  DhKeeperReport report;
};

static void
set_problem (DhStoreWriter *self, const char *problem)
{
  g_free (self->report.problem);
  self->report.problem = g_strdup (problem);
}

/* ---- the session ---- */

static void
describe_store (DhStoreWriter *self)
{
  g_free (self->report.path);
  self->report.path = g_strdup (dh_store_get_path (self->store));
  if (self->report.id == NULL)
    {
      self->report.id = g_strdup (dh_store_get_id (self->store));
      self->report.was_closed = dh_store_was_closed (self->store);
    }
  if (dh_store_get_aside (self->store) == NULL)
    return;
  g_free (self->report.aside);
  self->report.aside = g_strdup (dh_store_get_aside (self->store));
}

static gboolean
is_hopeless (const GError *error)
{
  return g_error_matches (error, DH_STORE_ERROR, DH_STORE_ERROR_NEWER)
         || g_error_matches (error, DH_STORE_ERROR, DH_STORE_ERROR_FOREIGN)
         || g_error_matches (error, DH_STORE_ERROR, DH_STORE_ERROR_MISSING)
         || g_error_matches (error, DH_STORE_ERROR, DH_STORE_ERROR_IN_USE);
}

static gboolean
open_store (DhStoreWriter *self, const DhStoreRules *rules, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (self->store != NULL)
    return TRUE;
  self->store = dh_store_open (self->folder, self->id, rules, &reason);
  if (self->store != NULL)
    {
      g_free (self->id);
      self->id = g_strdup (dh_store_get_id (self->store));
      describe_store (self);
      return TRUE;
    }
  self->hopeless = is_hopeless (reason);
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* ---- writing ---- */

static void
refuse_for_limit (DhStoreWriter *self, const GError *reason)
{
  self->limit_reached = TRUE;
  set_problem (self, reason->message);
}

/* Moments that don't fit within the limit are dropped, which is no failure. */
static gboolean
make_room (DhStoreWriter *self, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (self->batch.moment_bytes == 0
      || dh_store_make_room (self->store, self->batch.moment_bytes, &reason))
    return TRUE;
  if (!g_error_matches (reason, DH_STORE_ERROR, DH_STORE_ERROR_TOO_LARGE))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  refuse_for_limit (self, reason);
  dh_pending_limit (&self->batch, 0);
  return TRUE;
}

static gboolean
write_moments (DhStoreWriter *self, GError **error)
{
  DhDatabase *database = dh_store_get_database (self->store);

  for (const GList *one = self->batch.moments.head; one != NULL; one = one->next)
    if (!dh_moments_put (database, one->data, error))
      return FALSE;
  for (const GList *one = self->batch.marks.head; one != NULL; one = one->next)
    {
      const DhPendingMark *mark = one->data;
      gboolean found;

      if (!dh_moments_mark (database, &mark->place, mark->marked, mark->note, &found, error))
        return FALSE;
    }
  self->n_moments += self->batch.moments.length;
  if (self->n_moments < MOMENTS_TO_THIN)
    return TRUE;
  self->n_moments = 0;
  return dh_store_thin (self->store, error);
}

static gboolean
write_small_things (DhStoreWriter *self, GError **error)
{
  if (self->batch.document != NULL
      && !dh_store_put_document (self->store, self->batch.document_time, self->batch.document,
                                 error))
    return FALSE;
  for (const GList *one = self->batch.changes.head; one != NULL; one = one->next)
    if (!dh_changes_put (dh_store_get_database (self->store), one->data, error))
      return FALSE;
  return TRUE;
}

static void
drop_checkpoint (DhStoreWriter *self)
{
  g_clear_pointer (&self->checkpoint, dh_checkpoint_writer_free);
}

/* The next pieces of the oldest checkpoint that waits. */
static gboolean
write_pieces (DhStoreWriter *self, gboolean *finished, GError **error)
{
  g_autoptr (GError) reason = NULL;

  *finished = FALSE;
  if (self->checkpoint == NULL && self->batch.checkpoints.length > 0)
    self->checkpoint = dh_checkpoint_writer_new (g_queue_pop_head (&self->batch.checkpoints));
  if (self->checkpoint == NULL
      || dh_checkpoint_writer_write (self->checkpoint, self->store, BYTES_AT_A_TIME, finished,
                                     &reason))
    return TRUE;
  if (g_error_matches (reason, DH_STORE_ERROR, DH_STORE_ERROR_TOO_LARGE))
    {
      refuse_for_limit (self, reason);
      drop_checkpoint (self);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* Forgets what is on the disk now. */
static void
clear_batch (DhStoreWriter *self)
{
  GQueue checkpoints = self->batch.checkpoints;

  self->report.n_lost += self->batch.n_lost;
  if (self->batch.document != NULL)
    self->report.document_time = self->batch.document_time;
  g_queue_init (&self->batch.checkpoints);
  dh_pending_clear (&self->batch);
  self->batch.checkpoints = checkpoints;
}

static gboolean
write_batch (DhStoreWriter *self, GError **error)
{
  gboolean finished;

  if (!write_small_things (self, error) || !make_room (self, error) || !write_moments (self, error)
      || !write_pieces (self, &finished, error) || (finished && !dh_store_thin (self->store, error))
      || !dh_store_commit (self->store, error))
    return FALSE;
  if (finished)
    {
      drop_checkpoint (self);
      self->limit_reached = FALSE;
    }
  clear_batch (self);
  return TRUE;
}

static void
drop_checkpoints (DhStoreWriter *self)
{
  DhPendingCheckpoint *checkpoint;

  drop_checkpoint (self);
  while ((checkpoint = g_queue_pop_head (&self->batch.checkpoints)) != NULL)
    dh_pending_checkpoint_free (checkpoint);
}

/* What was to be written waits again, but for checkpoints. */
static void
give_up (DhStoreWriter *self, const GError *error)
{
  set_problem (self, error->message);
  drop_checkpoints (self);
  if (self->hopeless)
    dh_pending_clear (&self->batch);
  if (self->store == NULL)
    return;
  dh_database_rollback (dh_store_get_database (self->store));
  if (!g_error_matches (error, DH_STORE_ERROR, DH_STORE_ERROR_FULL))
    g_clear_pointer (&self->store, dh_store_abandon);
}

static gboolean
try_to_keep (DhStoreWriter *self, const DhStoreRules *rules, gboolean rules_changed, GError **error)
{
  if (!open_store (self, rules, error))
    return FALSE;
  if (rules_changed)
    {
      dh_store_set_rules (self->store, rules);
      self->limit_reached = FALSE;
    }
  if (!self->limit_reached)
    set_problem (self, NULL);
  return write_batch (self, error);
}

/* ---- the owner's side ---- */

DhStoreWriter *
dh_store_writer_new (const char *folder, const char *id)
{
  DhStoreWriter *self = g_new0 (DhStoreWriter, 1);

  self->folder = g_strdup (folder);
  self->id = g_strdup (id);
  return self;
}

DhStoreWriter *
dh_store_writer_new_from_store (const char *folder, DhStore *store)
{
  DhStoreWriter *self = dh_store_writer_new (folder, dh_store_get_id (store));

  self->store = store;
  describe_store (self);
  return self;
}

void
dh_store_writer_free (DhStoreWriter *self)
{
  if (self->store != NULL)
    dh_store_close (self->store, NULL);
  drop_checkpoints (self);
  dh_pending_clear (&self->batch);
  dh_keeper_report_clear (&self->report);
  g_free (self->folder);
  g_free (self->id);
  g_free (self);
}

void
dh_store_writer_add (DhStoreWriter *self, DhPending *pending)
{
  dh_pending_append (&self->batch, pending);
  dh_pending_limit (&self->batch, DH_PENDING_MOMENT_BYTES);
}

void
dh_store_writer_pack (DhStoreWriter *self)
{
  dh_pending_pack (&self->batch);
}

gboolean
dh_store_writer_write (DhStoreWriter *self, const DhStoreRules *rules, gboolean rules_changed)
{
  g_autoptr (GError) error = NULL;

  if (self->hopeless)
    {
      drop_checkpoints (self);
      dh_pending_clear (&self->batch);
      return FALSE;
    }
  self->report.keeping = try_to_keep (self, rules, rules_changed, &error);
  if (!self->report.keeping)
    give_up (self, error);
  if (self->store != NULL)
    self->report.size = dh_store_get_size (self->store);
  return self->report.keeping;
}

gboolean
dh_store_writer_has_work (const DhStoreWriter *self)
{
  return !dh_pending_is_empty (&self->batch) || self->checkpoint != NULL;
}

gsize
dh_store_writer_get_checkpoint_bytes (const DhStoreWriter *self)
{
  gsize bytes = self->checkpoint != NULL ? dh_checkpoint_writer_get_size (self->checkpoint) : 0;

  for (const GList *one = self->batch.checkpoints.head; one != NULL; one = one->next)
    bytes += ((const DhPendingCheckpoint *) one->data)->size;
  return bytes;
}

gboolean
dh_store_writer_has_checkpoint (const DhStoreWriter *self)
{
  return self->checkpoint != NULL || self->batch.checkpoints.length > 0;
}

const DhKeeperReport *
dh_store_writer_get_report (const DhStoreWriter *self)
{
  return &self->report;
}
