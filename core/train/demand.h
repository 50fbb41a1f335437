/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/network.h"

G_BEGIN_DECLS

/* The cost of training a model: bytes by kind, and the work of a step. */
typedef struct
{
  guint n_workers;   /* threads that compute */
  guint64 batches;   /* the pictures of two iterations */
  guint64 scratch;   /* a thread's: activations, their gradients, oneDNN's scratch memory */
  guint64 gradients; /* a running step's: by the weights, of both sides */
  guint64 weights;   /* a lane's: as vector and as packed for oneDNN */
  guint64 slot;      /* a lane's, for each slot of its optimizer */
  double work;       /* FLOP of a lane's step, both sides */
} DhDemand;

/* Bytes that n_lanes take together, with so many slots in all. */
guint64 dh_demand_get_bytes (const DhDemand *self, guint n_lanes, guint n_slots);
/* How many scratch memories and gradients such a training uses at most at a time. */
guint dh_demand_get_n_scratches (const DhDemand *self, guint n_lanes);
guint dh_demand_get_n_gradients (const DhDemand *self, guint n_lanes);

/* training, painting: the two networks that a run is made of. */
void dh_demand_init (DhDemand *self, const DhNetwork *training, const DhNetwork *painting,
                     guint n_workers);
/* Builds both networks and drops them: a few milliseconds, negligible memory. n_faces: rows of a
 * preview.  A thread that computes.  FALSE with DH_ERROR_COMPUTE. */
gboolean dh_demand_estimate (DhDemand *self, const DhModel *model, guint n_faces, guint n_workers,
                             GError **error);

G_END_DECLS
