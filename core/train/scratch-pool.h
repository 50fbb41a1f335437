/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pthread.h>

#include "core/train/demand.h"
#include "core/train/evaluator.h"
#include "core/train/lane-run.h"

G_BEGIN_DECLS

/* Memory that tasks borrow while they run: scratch memory, for half steps, previews and metrics
 * alike, and a pair of gradients for a lane's running step. */
typedef struct
{
  const DhNetwork *network;     /* borrowed */
  const DhEvaluator *evaluator; /* borrowed */
  const int *cancelled;
  void (*advance) (double work, gpointer data); /* see dh_workspace_follow() */
  gpointer advance_data;

  guint n, n_gradients;
  float **memory;                  /* n: what both uses of a scratch memory share */
  DhLaneScratch **lane;            /* n */
  DhEvaluatorScratch **painting;   /* n */
  float *(*gradients)[DH_N_SIDES]; /* n_gradients */
  pthread_mutex_t mutex;           /* of what is lent */
  pthread_cond_t returned;
  gboolean *lent, *gradients_lent;
} DhScratchPool;

void dh_scratch_pool_init (DhScratchPool *self, const DhNetwork *network,
                           const DhEvaluator *evaluator, const int *cancelled);
void dh_scratch_pool_clear (DhScratchPool *self);
/* As many as so many lanes need, from now on; between two runs of the pool. What is there stays.
 * FALSE with DH_ERROR_MEMORY, and there are as many as before. */
gboolean dh_scratch_pool_set_n_lanes (DhScratchPool *self, const DhDemand *demand, guint n_lanes,
                                      GError **error);

/* Any worker; waits where all are lent. worker: whose scratch memory of last time would be best. */
guint dh_scratch_pool_borrow (DhScratchPool *self, guint worker);
void dh_scratch_pool_return (DhScratchPool *self, guint scratch);
/* Gives the lane its gradients if it has none, as much of them as its sides write to. Any worker;
 * back when the step is done, or broken off. */
void dh_scratch_pool_lend_gradients (DhScratchPool *self, DhLaneRun *lane);
void dh_scratch_pool_take_gradients (DhScratchPool *self, DhLaneRun *lane);

G_END_DECLS
