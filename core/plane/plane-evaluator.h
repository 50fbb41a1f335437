/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/batch.h"
#include "core/loss/objective.h"
#include "core/nn/network.h"

G_BEGIN_DECLS

/* Fills a batch that never changes with the first n held-out pictures, repeating them if there are
 * fewer.  They are not augmented, and the network is to reproduce them as they are.  All areas are
 * made. */
void dh_held_out_fill (DhBatch *batch, const DhFaceSet *set, int n, int size);

/* Evaluates the loss at any point of one plane at a time, using a network compiled for changing
 * weights. */
typedef struct _DhPlaneEvaluator DhPlaneEvaluator;

/* The arguments are borrowed and must outlive the evaluator.  batches: of both sides; use_mask:
 * whether a side has areas.  cancelled: as for dh_workspace_set_cancelled().  NULL with
 * DH_ERROR_MEMORY or DH_ERROR_COMPUTE.  On a compute thread. */
DhPlaneEvaluator *dh_plane_evaluator_new (const DhModel *model, const DhBatch *batches,
                                          const gboolean *use_mask, guint n_workers,
                                          const int *cancelled, GError **error);
void dh_plane_evaluator_free (DhPlaneEvaluator *self);
/* The number of bytes that an evaluator will take; 0 where it can't be made.  On a compute thread. */
gsize dh_plane_evaluator_estimate (const DhModel *model, guint n_workers);

/* Sets the plane to evaluate: weights origin + x · axes[0] + y · axes[1], flat; borrowed until the
 * next call.  id: identifies the plane for dh_plane_evaluator_is_on(); not 0; a new plane has a new
 * id, even where it takes the memory of a freed one. */
void dh_plane_evaluator_aim (DhPlaneEvaluator *self, const float *origin, float *const axes[2],
                             guint64 id);
gboolean dh_plane_evaluator_is_on (const DhPlaneEvaluator *self, guint64 id);
/* NaN if the loss isn't finite.  Consecutive points should share their y, because the weights for
 * it are cached.  Several workers may call this at the same time, each with its own number. */
double dh_plane_evaluator_get_loss (DhPlaneEvaluator *self, guint worker,
                                    const DhObjective *objective, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhPlaneEvaluator, dh_plane_evaluator_free)

G_END_DECLS
