/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/model.h"
#include "core/optim/optimizer.h"

G_BEGIN_DECLS

/* One update of a flat vector from the gradients of both sides: the encoder's is their sum, a
 * decoder's is its own side's. */
typedef struct
{
  const DhParameterTable *table;
  const DhOptimizer *optimizer;
  const double *settings;
  double learning_rate;
  double clip; /* largest norm of a tensor's gradient; 0: off */
  guint64 t;   /* from 1 */
  float *parameters;
  const float *gradient[DH_N_SIDES];
  float *const *slots;
} DhUpdate;

/* Entries start … start+n, all of one part, of the joined gradient, times scale. */
void dh_update_join (const DhUpdate *self, DhPart part, gsize start, gsize n, float scale,
                     float *out);
/* Euclidean norm of the joined gradient; not finite where an entry isn't. norms: n_items of the
 * table, one per tensor. */
double dh_update_measure (const DhUpdate *self, double *norms);
/* norms: as measured. */
void dh_update_apply (const DhUpdate *self, const double *norms);

G_END_DECLS
