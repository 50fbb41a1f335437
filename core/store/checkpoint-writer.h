/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pending.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* Writes one checkpoint over several transactions. */
typedef struct _DhCheckpointWriter DhCheckpointWriter;

/* checkpoint: (transfer full) */
DhCheckpointWriter *dh_checkpoint_writer_new (DhPendingCheckpoint *checkpoint);
void dh_checkpoint_writer_free (DhCheckpointWriter *self);
/* Writes at most about so many bytes more.  *finished: the checkpoint is whole once the transaction
 * is committed.  After an error, or if the transaction isn't committed, begin again with a new
 * one. */
gboolean dh_checkpoint_writer_write (DhCheckpointWriter *self, DhStore *store, gsize bytes,
                                     gboolean *finished, GError **error);
gsize dh_checkpoint_writer_get_size (const DhCheckpointWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhCheckpointWriter, dh_checkpoint_writer_free)

G_END_DECLS
