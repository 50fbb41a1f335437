/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/batch.h"
#include "core/plane/plane-evaluator.h"
#include "core/train/evaluator.h"
#include "core/train/lane-run.h"
#include "core/train/scratch-pool.h"
#include "core/train/training-request.h"

G_BEGIN_DECLS

/* Shared by all lanes of a run: the two people, the compiled network, the held-out faces, the
 * batches, and scratch memory.  Worker 0 only. */
typedef struct
{
  const DhModel *model;
  DhFaceSet *people[DH_N_SIDES];
  char *folders[DH_N_SIDES];
  DhNetwork *network; /* NULL: only the people are there */
  DhEvaluator *evaluator;
  DhDemand demand;
  gboolean use_mask[DH_N_SIDES];
  guint64 seed;
  char *notice; /* worth showing; may be NULL */

  const int *cancelled;                         /* set by another thread: end soon */
  void (*advance) (double work, gpointer data); /* told of each layer of a step */
  gpointer advance_data;
  guint n_workers;
  DhScratchPool scratch_pool;

  guint areas; /* of the faces that some lane trains with */
  struct
  {
    gboolean filled; /* with what `areas` of both sides say */
    guint64 iteration;
    DhBatch sides[DH_N_SIDES];
  } batches[2]; /* the running iteration's and the next one's */

  gboolean has_held_out; /* what landscapes are made of; made when it is needed */
  DhBatch held_out[DH_N_SIDES];
  DhPlaneEvaluator *plane_evaluator;
} DhRunContext;

/* Reads the faces for a request; people of `old` (may be NULL; loses all else) are used again where
 * the folder is the same. NULL with DH_ERROR_FACES, or with G_IO_ERROR_CANCELLED. cancelled: set
 * by another thread, read as long as the run’s context lives. */
DhRunContext *dh_run_context_read (const DhTrainingRequest *request, guint n_workers,
                                   DhRunContext *old, const int *cancelled, GError **error);
/* Lays out the networks; the held-out faces are there then.  FALSE with DH_ERROR_COMPUTE or
 * G_IO_ERROR_CANCELLED: the people stay. */
gboolean dh_run_context_compile (DhRunContext *self, guint n_preview_faces, GError **error);
/* Scratch memories and gradients for so many lanes, before they are made, or after some have gone.
 * FALSE with DH_ERROR_MEMORY, and what was there stays. */
gboolean dh_run_context_set_n_lanes (DhRunContext *self, guint n_lanes, GError **error);
/* All of that. */
DhRunContext *dh_run_context_new (const DhTrainingRequest *request, guint n_workers,
                                  DhRunContext *old, const int *cancelled, GError **error);
void dh_run_context_free (DhRunContext *self);
/* Another number of rows in the previews. FALSE with an error leaves a run’s context that can only
 * be freed. */
gboolean dh_run_context_set_preview_faces (DhRunContext *self, guint n_faces, GError **error);

/* The place where the batch of an iteration is, with all areas that are needed now, or where it is
 * to be made (filled is FALSE then). keep: an iteration whose batch must stay. */
guint dh_run_context_find_batch (DhRunContext *self, guint64 iteration, guint64 keep);
/* One side of a batch; the caller marks it as filled when both are made. Any worker. */
void dh_run_context_make_batch (DhRunContext *self, guint place, DhSide side);

/* The fixed batch of a side. */
const DhBatch *dh_run_context_get_held_out (DhRunContext *self, DhSide side);
/* interrupted: set by another thread, ends a scan.  NULL where memory or processor aren't
 * enough. */
DhPlaneEvaluator *dh_run_context_get_plane_evaluator (DhRunContext *self, const int *interrupted);

/* FALSE for the largest models: a landscape of them would take as much memory as a lane and hours
 * of time, a curvature more than a lane. */
gboolean dh_run_context_may_explore (const DhRunContext *self);

/* FALSE with DH_ERROR_MEMORY where so many lanes more than there are would not fit in the memory
 * that is free. */
gboolean dh_run_context_check_memory (const DhRunContext *self, guint n_lanes, guint n_new_lanes,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhRunContext, dh_run_context_free)

G_END_DECLS
