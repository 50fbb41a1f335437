/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/network.h"
#include "core/optim/clip.h"
#include "core/optim/optimizer.h"

G_BEGIN_DECLS

/* One update of a flat vector from the gradients of both sides: the encoder uses their sum, each
 * decoder its own side's. */
typedef struct
{
  const DhParameterTable *table;
  const DhOptimizer *optimizer;
  const double *settings;
  double learning_rate;
  DhClip clip;  /* NORM and VALUE: done here */
  double scale; /* of the whole gradient, for an AUTOMATIC clip; otherwise 1 */
  guint64 t;    /* from 1 */
  float *parameters;
  DhGradient gradient[DH_N_SIDES];
  float *const *slots;
} DhUpdate;

/* Writes entries start … start+n of the joined gradient, all of one part, multiplied by scale. */
void dh_update_join (const DhUpdate *self, DhPart part, gsize start, gsize n, float scale,
                     float *out);
/* Euclidean norm of the joined gradient; not finite if an entry isn't.  norms: one per tensor,
 * n_items of the table. */
double dh_update_measure (const DhUpdate *self, double *norms);
/* norms: as returned by dh_update_measure().  Whether anything of the gradient was clipped. */
gboolean dh_update_apply (const DhUpdate *self, const double *norms);

G_END_DECLS
