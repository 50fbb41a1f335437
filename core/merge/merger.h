/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/merge/face-paint.h"
#include "core/nn/model.h"

G_BEGIN_DECLS

/* A trained network that swaps faces in pictures. */
typedef struct _DhMerger DhMerger;

/* weights: a file that dh_checkpoint_write() wrote, which names its model; n_workers: that swap at
 * the same time.  NULL with DH_ERROR_WEIGHTS, DH_ERROR_MEMORY or DH_ERROR_COMPUTE. */
DhMerger *dh_merger_new (const char *weights, guint n_workers, GError **error);
void dh_merger_free (DhMerger *self);
const DhModel *dh_merger_get_model (const DhMerger *self);

/* Puts the face that the decoder of one person makes of it in the place of a face that was loaded
 * whole.  decoder: whose face it becomes.  (transfer full); NULL with DH_ERROR_MEMORY.  Any thread
 * that has called dh_compute_thread_init(), each as another worker, 0 … n_workers − 1. */
DhImage *dh_merger_swap (DhMerger *self, guint worker, const DhFace *face, DhSide decoder,
                         const DhPaintSettings *settings, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhMerger, dh_merger_free)

G_END_DECLS
