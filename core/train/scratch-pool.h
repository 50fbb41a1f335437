/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pthread.h>

#include "core/train/demand.h"
#include "core/train/evaluator.h"
#include "core/train/lane-step.h"

G_BEGIN_DECLS

/* Memory that tasks borrow while they run: scratch memory for steps, previews and metrics, and
 * a pair of gradients for a lane's running step. */
typedef struct
{
  const DhNetwork *network;     /* borrowed */
  const DhEvaluator *evaluator; /* borrowed */
  const int *cancelled;
  void (*advance) (double work, gpointer data); /* see dh_workspace_follow() */
  gpointer advance_data;

  guint n, n_gradients;
  float **memory;                /* n: the memory that both kinds of scratch below use */
  DhLaneScratch **lane;          /* n */
  DhEvaluatorScratch **painting; /* n */
  float **gradients;             /* n_gradients: of all parts, and of side B's encoder */
  pthread_mutex_t mutex;         /* protects what is lent */
  pthread_cond_t returned;
  gboolean *lent, *gradients_lent;
} DhScratchPool;

void dh_scratch_pool_init (DhScratchPool *self, const DhNetwork *network,
                           const DhEvaluator *evaluator, const int *cancelled);
void dh_scratch_pool_clear (DhScratchPool *self);
/* Changes the number of scratch memories and gradients to what n_lanes lanes need; only while the
 * thread pool is idle.  Existing ones stay.  FALSE with DH_ERROR_MEMORY; there are as many as
 * before then. */
gboolean dh_scratch_pool_set_n_lanes (DhScratchPool *self, const DhDemand *demand, guint n_lanes,
                                      GError **error);

/* Waits if all are lent.  worker: preferably gets the scratch memory it had last time.  Any
 * worker. */
guint dh_scratch_pool_borrow (DhScratchPool *self, guint worker);
void dh_scratch_pool_return (DhScratchPool *self, guint scratch);
/* Gives the lane gradients if it has none; each covers only what its side writes to.  Returned when
 * the step is finished or cancelled.  Any worker. */
void dh_scratch_pool_lend_gradients (DhScratchPool *self, DhLaneRun *lane);
void dh_scratch_pool_take_gradients (DhScratchPool *self, DhLaneRun *lane);

G_END_DECLS
