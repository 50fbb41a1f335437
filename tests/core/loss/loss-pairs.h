/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/loss.h"

G_BEGIN_DECLS

/* A target and a prediction, with room for a loss computed on them. */
typedef struct
{
  DhShape shape;
  gsize size;
  float *target, *prediction, *gradient, *scratch;
} LossPair;

LossPair *loss_pair_new (DhShape shape);
void loss_pair_free (LossPair *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LossPair, loss_pair_free)

/* Fills both by a formula of tests/data/losses-images.md: "saw", "smooth" or "close". */
void loss_pair_fill (LossPair *self, const char *images, double phase);
/* Random targets from .2 to .8, with predictions at most .2 away. */
void loss_pair_fill_randomly (LossPair *self, guint64 seed);
/* A soft target with fine texture, values .15 … .65; the prediction is left alone. */
void loss_pair_fill_textured (LossPair *self);
/* The prediction becomes the target's mean over 5 × 5 neighbours, with borders repeated. */
void loss_pair_blur (LossPair *self);
/* settings NULL: the defaults; with_gradient FALSE: NULL is passed for the gradient. */
double loss_pair_evaluate (LossPair *self, const DhLoss *loss, const double *settings,
                           gboolean with_gradient);

G_END_DECLS
