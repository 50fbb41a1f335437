/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lane-run.h"

G_BEGIN_DECLS

/* What one thread needs for a step or half of it. */
typedef struct
{
  DhWorkspace *workspace;
  float *output_gradient; /* (n, 3, S, S), n the micro-batch; those of smaller outputs behind it */
  float *outputs;         /* (N, 3, S, S); NULL: the micro-batch is the batch */
  float *loss_scratch;    /* grows with the objective */
  gsize scratch_size;
} DhLaneScratch;

/* memory: (transfer none), with the number of floats given by the function below.  NULL if memory
 * runs out. */
DhLaneScratch *dh_lane_scratch_new (const DhNetwork *network, float *memory);
gsize dh_lane_scratch_get_size (const DhNetwork *network);
void dh_lane_scratch_free (DhLaneScratch *scratch);

/* All of the following: any compute thread. */

/* One side's loss with any weights.  gradient: NULL: not
 * wanted.  sums, output: (out), may be NULL; output belongs to the scratch memory. */
double dh_lane_run_evaluate (const DhLaneRun *self, DhLaneScratch *scratch, const float *parameters,
                             DhSide side, const DhBatch *batch, gboolean use_mask,
                             const DhGradient *gradient, DhPartSums *sums, const float **output);
/* Half a step: the loss and gradient of one side's batch.  TRUE for the caller that finishes the
 * second half, which must then call dh_lane_run_finish_step(). */
gboolean dh_lane_run_half_step (DhLaneRun *self, DhLaneScratch *scratch, DhSide side,
                                const DhBatch *batch, gboolean use_mask);
/* Both halves in one thread, where the network takes both sides at once; the caller must then call
 * dh_lane_run_finish_step().  The same bytes as two half steps. */
void dh_lane_run_whole_step (DhLaneRun *self, DhLaneScratch *scratch,
                             const DhBatch batches[DH_N_SIDES],
                             const gboolean use_mask[DH_N_SIDES]);
/* Adds the halves, updates the weights and records the step.  If the loss or gradient isn't finite,
 * sets the fault instead of updating.  seconds: training time so far, for the record. */
void dh_lane_run_finish_step (DhLaneRun *self, double seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLaneScratch, dh_lane_scratch_free)

G_END_DECLS
