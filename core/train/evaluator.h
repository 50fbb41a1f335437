/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-set.h"
#include "core/nn/network.h"
#include "core/train/snapshot-private.h"

G_BEGIN_DECLS

/* The held-out faces of both people, cropped once, for previews and metrics.  Immutable after it
 * is made. */
typedef struct _DhEvaluator DhEvaluator;

/* What one thread needs to examine a lane. */
typedef struct _DhEvaluatorScratch DhEvaluatorScratch;

/* n_faces: the maximum number of preview rows per side; fewer if a person has fewer held-out
 * pictures.  NULL with DH_ERROR_COMPUTE.  On a compute thread. */
DhEvaluator *dh_evaluator_new (const DhModel *model, const DhFaceSet *a, const DhFaceSet *b,
                               guint n_faces, GError **error);
void dh_evaluator_free (DhEvaluator *self);

/* Only the originals: what a lane shows before its first preview.  (transfer none) */
DhPreview *dh_evaluator_get_blank (const DhEvaluator *self);
const DhNetwork *dh_evaluator_get_network (const DhEvaluator *self);

/* memory: (transfer none), with the number of floats given by the function below.  cancelled: as
 * for dh_workspace_set_cancelled(); may be NULL.  NULL if memory runs out. */
DhEvaluatorScratch *dh_evaluator_scratch_new (const DhEvaluator *self, float *memory,
                                              const int *cancelled);
gsize dh_evaluator_get_scratch_size (const DhNetwork *network);
/* As dh_workspace_follow(). */
void dh_evaluator_scratch_follow (DhEvaluatorScratch *scratch,
                                  void (*advance) (double work, gpointer data), gpointer data);
void dh_evaluator_scratch_free (DhEvaluatorScratch *scratch);

/* parameters: the flat vector. (transfer full) */
DhPreview *dh_evaluator_paint (const DhEvaluator *self, DhEvaluatorScratch *scratch,
                               const float *parameters, guint64 iteration);
/* Over all held-out faces of both people in both directions, within the face mask if there is one.
 * Swaps are measured on the pairs that both people have; NaN if there are none. */
DhMetrics dh_evaluator_measure (const DhEvaluator *self, DhEvaluatorScratch *scratch,
                                const float *parameters, guint64 iteration);

/* FLOP for one preview and for one measurement. */
double dh_evaluator_get_paint_work (const DhEvaluator *self);
double dh_evaluator_get_measure_work (const DhEvaluator *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhEvaluator, dh_evaluator_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhEvaluatorScratch, dh_evaluator_scratch_free)

G_END_DECLS
