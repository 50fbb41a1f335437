/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A log that one thread writes while others read, without a lock.
 *
 * Entries are in chunks that are never moved, and a table of fixed length points to the chunks.  A
 * reader gets a count from a snapshot; the mailbox that delivered the snapshot orders the writes
 * before it, so all entries below the count can be read safely.  Copying the series into each
 * snapshot was rejected: at 100,000 iterations that is megabytes six times a second.
 */
#include "core/train/history.h"

#include <stdatomic.h>

#define CHUNK_LENGTH 4096
#define MAX_CHUNKS   16384

typedef struct
{
  gsize entry_size;
  guint64 n;
  guint8 *chunks[MAX_CHUNKS];
} Log;

struct _DhHistory
{
  atomic_int n_refs;
  guint serial;
  Log records;
  Log measured;
};

static void
log_append (Log *self, gconstpointer entry)
{
  guint64 chunk = self->n / CHUNK_LENGTH;

  if (chunk >= MAX_CHUNKS)
    return;
  if (self->chunks[chunk] == NULL)
    self->chunks[chunk] = g_malloc (CHUNK_LENGTH * self->entry_size);
  memcpy (self->chunks[chunk] + self->n % CHUNK_LENGTH * self->entry_size, entry, self->entry_size);
  self->n++;
}

static gconstpointer
log_peek (const Log *self, guint64 index)
{
  return self->chunks[index / CHUNK_LENGTH] + index % CHUNK_LENGTH * self->entry_size;
}

static void
log_clear (Log *self)
{
  for (guint i = 0; i < MAX_CHUNKS && self->chunks[i] != NULL; i++)
    g_free (self->chunks[i]);
}

DhHistory *
dh_history_new (void)
{
  static atomic_uint last_serial;
  DhHistory *self = g_new0 (DhHistory, 1);

  atomic_init (&self->n_refs, 1);
  self->serial = atomic_fetch_add (&last_serial, 1) + 1;
  self->records.entry_size = sizeof (DhRecord);
  self->measured.entry_size = sizeof (DhMetrics);
  return self;
}

DhHistory *
dh_history_copy (const DhHistory *self)
{
  DhHistory *copy = dh_history_new ();

  for (guint64 i = 0; i < self->records.n; i++)
    log_append (&copy->records, log_peek (&self->records, i));
  for (guint64 i = 0; i < self->measured.n; i++)
    log_append (&copy->measured, log_peek (&self->measured, i));
  return copy;
}

DhHistory *
dh_history_ref (DhHistory *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_history_unref (DhHistory *self)
{
  if (atomic_fetch_sub (&self->n_refs, 1) != 1)
    return;
  log_clear (&self->records);
  log_clear (&self->measured);
  g_free (self);
}

guint
dh_history_get_serial (const DhHistory *self)
{
  return self->serial;
}

void
dh_history_add_record (DhHistory *self, const DhRecord *record)
{
  log_append (&self->records, record);
}

void
dh_history_add_measured (DhHistory *self, const DhMetrics *measured)
{
  log_append (&self->measured, measured);
}

guint64
dh_history_get_n_records (const DhHistory *self)
{
  return self->records.n;
}

guint
dh_history_get_n_measured (const DhHistory *self)
{
  return self->measured.n;
}

DhRecord
dh_history_get_record (const DhHistory *self, guint64 index)
{
  return *(const DhRecord *) log_peek (&self->records, index);
}

void
dh_history_copy_records (const DhHistory *self, guint64 n, DhRecord *records)
{
  for (guint64 i = 0; i < MIN (n, self->records.n); i += CHUNK_LENGTH)
    memcpy (records + i, log_peek (&self->records, i),
            MIN (CHUNK_LENGTH, MIN (n, self->records.n) - i) * sizeof *records);
}

DhMetrics
dh_history_get_measured (const DhHistory *self, guint index)
{
  return *(const DhMetrics *) log_peek (&self->measured, index);
}
