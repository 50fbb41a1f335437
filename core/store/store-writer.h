/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/keeper-report.h"
#include "core/store/pending.h"
#include "core/store/room.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* The bytes of moments that may wait in memory. */
#define DH_PENDING_MOMENT_BYTES (64 * 1024 * 1024)

/* Writes what waits.  One thread at a time. */
typedef struct _DhStoreWriter DhStoreWriter;

/* Opens nothing yet.  id: NULL for a new session. */
DhStoreWriter *dh_store_writer_new (const char *folder, const char *id);
/* With a session that is open: (transfer full). */
DhStoreWriter *dh_store_writer_new_from_store (const char *folder, DhStore *store);
/* Closes the session in order; what waits is lost. */
void dh_store_writer_free (DhStoreWriter *self);

/* Takes all that is in it. */
void dh_store_writer_add (DhStoreWriter *self, DhPending *pending);
/* Packs what isn't yet; dh_store_writer_write() expects that. */
void dh_store_writer_pack (DhStoreWriter *self);
/* One transaction: everything that waits, and some pieces of a checkpoint.  FALSE: nothing of it is
 * on the disk; the report says why, and the next call tries again. */
gboolean dh_store_writer_write (DhStoreWriter *self, const DhStoreRules *rules,
                                gboolean rules_changed);
gboolean dh_store_writer_has_work (const DhStoreWriter *self);
gboolean dh_store_writer_has_checkpoint (const DhStoreWriter *self);
/* The bytes of checkpoints that aren't written to the end. */
gsize dh_store_writer_get_checkpoint_bytes (const DhStoreWriter *self);
const DhKeeperReport *dh_store_writer_get_report (const DhStoreWriter *self);

G_END_DECLS
