/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/batch.h"
#include "core/plane/plane-evaluator.h"
#include "core/train/evaluator.h"
#include "core/train/lane-step.h"
#include "core/train/scratch-pool.h"
#include "core/train/training-request.h"

G_BEGIN_DECLS

/* What all lanes of a run share: the two people, the compiled network, the held-out faces, the
 * batches and scratch memory.  Worker 0 only. */
typedef struct
{
  const DhModel *model;
  DhFaceSet *people[DH_N_SIDES];
  char *folders[DH_N_SIDES];
  guint faces_serial; /* of the request with which they were read */
  DhNetwork *network; /* NULL: only the people are loaded */
  DhEvaluator *evaluator;
  DhDemand demand;
  gboolean use_mask[DH_N_SIDES];
  guint64 seed;
  char *notice;    /* worth showing to the user; may be NULL */
  guint n_skipped; /* pictures that it knows of */

  const int *cancelled;                         /* set by another thread to cancel */
  void (*advance) (double work, gpointer data); /* called after each layer of a step */
  gpointer advance_data;
  guint n_workers;
  DhScratchPool scratch_pool;

  guint areas; /* of the faces, needed by at least one lane */
  struct
  {
    gboolean filled; /* with at least the areas in `areas` of both sides */
    guint64 iteration;
    DhBatch sides[DH_N_SIDES];
    GError *errors[DH_N_SIDES]; /* why one couldn't be made, until it is finished */
  } batches[2]; /* for the current and the next iteration */

  gboolean has_held_out; /* the batch for landscapes; made when first needed */
  DhBatch held_out[DH_N_SIDES];
  DhPlaneEvaluator *plane_evaluator;
} DhRunContext;

/* Reads the faces for a request.  People of `old` (may be NULL; loses everything else) are reused
 * if the folder and the request's faces_serial are the same.  NULL with DH_ERROR_FACES or G_IO_ERROR_CANCELLED.  cancelled: set by
 * another thread, read as long as the context exists. */
DhRunContext *dh_run_context_read (const DhTrainingRequest *request, guint n_workers,
                                   DhRunContext *old, const int *cancelled, GError **error);
/* Sets up the networks and the held-out faces.  FALSE with DH_ERROR_COMPUTE or
 * G_IO_ERROR_CANCELLED; the people stay. */
gboolean dh_run_context_compile (DhRunContext *self, guint n_preview_faces, GError **error);
/* Allocates scratch memories and gradients for n_lanes lanes, before lanes are made or after some
 * have been removed.  FALSE with DH_ERROR_MEMORY; nothing has changed then. */
gboolean dh_run_context_set_n_lanes (DhRunContext *self, guint n_lanes, GError **error);
/* All of the above. */
DhRunContext *dh_run_context_new (const DhTrainingRequest *request, guint n_workers,
                                  DhRunContext *old, const int *cancelled, GError **error);
void dh_run_context_free (DhRunContext *self);
/* Changes the number of preview rows.  FALSE with an error leaves a context that can only be
 * freed. */
gboolean dh_run_context_set_preview_faces (DhRunContext *self, guint n_faces, GError **error);

/* The place that holds the batch of an iteration with all areas needed now, or where it should be
 * made (filled is FALSE then).  keep: an iteration whose batch must not be replaced. */
guint dh_run_context_find_batch (DhRunContext *self, guint64 iteration, guint64 keep);
/* Makes one side of a batch.  Any worker. */
void dh_run_context_make_batch (DhRunContext *self, guint place, DhSide side);
/* Call it when both sides are made: marks the batch as filled.  FALSE with DH_ERROR_FACES if one
 * couldn't be. */
gboolean dh_run_context_finish_batch (DhRunContext *self, guint place, GError **error);
/* Brings the notice up to date: more pictures of a large folder may have turned out to be
 * unusable. */
void dh_run_context_renew_notice (DhRunContext *self);

/* The fixed batch of a side. */
const DhBatch *dh_run_context_get_held_out (DhRunContext *self, DhSide side);
/* interrupted: set by another thread to end a scan.  NULL if there isn't enough memory or the
 * processor isn't supported. */
DhPlaneEvaluator *dh_run_context_get_plane_evaluator (DhRunContext *self, const int *interrupted);

/* FALSE for the largest models: a landscape would take as much memory as a lane and hours to
 * compute, and a curvature more memory than a lane. */
gboolean dh_run_context_may_explore (const DhRunContext *self);

/* FALSE with DH_ERROR_MEMORY if n_new_lanes in addition to n_lanes would not fit into free
 * memory. */
gboolean dh_run_context_check_memory (const DhRunContext *self, guint n_lanes, guint n_new_lanes,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhRunContext, dh_run_context_free)

G_END_DECLS
