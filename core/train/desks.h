/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pthread.h>

#include "core/train/demand.h"
#include "core/train/examiner.h"
#include "core/train/lane-run.h"

G_BEGIN_DECLS

/* What tasks borrow while they run: a desk, which is for half a step and for painting by turns, and
 * a pair of gradients for a lane's running step. */
typedef struct
{
  const DhNetwork *network;   /* borrowed */
  const DhExaminer *examiner; /* borrowed */
  const int *cancelled;
  void (*advance) (double work, gpointer data); /* see dh_workspace_follow() */
  gpointer advance_data;

  guint n, n_gradients;
  float **memory;                  /* n: what both uses of a desk share */
  DhLaneDesk **lane;               /* n */
  DhExaminerDesk **painting;       /* n */
  float *(*gradients)[DH_N_SIDES]; /* n_gradients */
  pthread_mutex_t mutex;           /* of what is lent */
  pthread_cond_t returned;
  gboolean *lent, *gradients_lent;
} DhDesks;

void dh_desks_init (DhDesks *self, const DhNetwork *network, const DhExaminer *examiner,
                    const int *cancelled);
void dh_desks_clear (DhDesks *self);
/* As many as so many lanes need, from now on; between two runs of the pool. What is there stays.
 * FALSE with DH_ERROR_MEMORY, and there are as many as before. */
gboolean dh_desks_set_n_lanes (DhDesks *self, const DhDemand *demand, guint n_lanes,
                               GError **error);

/* Any worker; waits where all are lent. worker: whose desk of last time would be best. */
guint dh_desks_borrow (DhDesks *self, guint worker);
void dh_desks_return (DhDesks *self, guint desk);
/* Gives the lane its gradients if it has none, as much of them as its sides write to. Any worker;
 * back when the step is done, or broken off. */
void dh_desks_lend_gradients (DhDesks *self, DhLaneRun *lane);
void dh_desks_take_gradients (DhDesks *self, DhLaneRun *lane);

G_END_DECLS
