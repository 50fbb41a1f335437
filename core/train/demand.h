/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/network.h"

G_BEGIN_DECLS

/* The largest weights, in bytes, for which a landscape can be computed in acceptable time. */
#define DH_DEMAND_EXPLORE_MAX (64 << 20)

/* The cost of training a model: bytes by kind, and the work of a step. */
typedef struct
{
  guint n_workers;   /* compute threads */
  guint64 pictures;  /* those of two iterations, and the held-out ones */
  guint64 scratch;   /* per thread: activations, their gradients, a layer's weights */
  guint64 gradients; /* per running step: the whole gradient, and side B's of the encoder */
  guint64 weights;   /* per lane */
  guint64 slot;      /* per lane and optimizer slot */
  double work;       /* FLOP per step of a lane, both sides */
} DhDemand;

/* The bytes for n_lanes lanes with n_slots optimizer slots in all. */
guint64 dh_demand_get_bytes (const DhDemand *self, guint n_lanes, guint n_slots);
/* The maximum number of scratch memories and gradients in use at the same time. */
guint dh_demand_get_n_scratches (const DhDemand *self, guint n_lanes);
guint dh_demand_get_n_gradients (const DhDemand *self, guint n_lanes);

/* training, painting: the two networks of a run.  n_held_out: pictures of both people. */
void dh_demand_init (DhDemand *self, const DhNetwork *training, const DhNetwork *painting,
                     guint n_held_out, guint n_workers);
/* Builds both networks and drops them, which takes a few milliseconds and negligible memory.
 * For people like the bundled ones.  n_faces: rows of a preview.  On a compute thread.  FALSE with DH_ERROR_COMPUTE. */
gboolean dh_demand_estimate (DhDemand *self, const DhModel *model, guint n_faces, guint n_workers,
                             GError **error);

G_END_DECLS
