/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* Steps that a judgement looks at, at most: a third of those since the last change. */
#define DH_TREND_WINDOW 1000

/* What one step tells about a lane's health. */
typedef struct
{
  double loss;
  double gradient_norm;
  double saturated; /* share of output values within 1e-4 of 0 or 1 */
  double variation; /* how much the outputs differ from picture to picture: mean over pixels of
                     * the standard deviation over the batch; NaN for a batch of one */
  double error;     /* mean absolute error of the output over the area that is trained on */
} DhVitals;

/* Judges a lane from its last steps. A value: copying it copies the judgement. */
typedef struct
{
  double log_losses[DH_TREND_WINDOW]; /* ring */
  guint64 n;                          /* steps seen */
  guint64 since;                      /* where the judged steps begin */
  double early_gradient_norm;         /* largest of the first steps */
  double early_loss;
  guint n_lifeless;                 /* steps in a row without a pulse */
  double smooth_loss, smooth_error; /* running means */
  double least_error, loss_then;    /* smallest of the means, the loss's mean then … */
  guint64 least_at;                 /* … and the steps seen */
  guint n_astray;                   /* steps in a row that lead away */
} DhTrend;

void dh_trend_init (DhTrend *self);
/* A setting was changed: what came before says nothing about what follows. */
void dh_trend_turn (DhTrend *self);
void dh_trend_add (DhTrend *self, const DhVitals *vitals);
/* WAITING, IMPROVING, FLAT, BOUNCING, ASTRAY or DEAD. iteration: the lane's; there may be more than
 * the trend has seen. text: one translated sentence, (transfer full). */
DhState dh_trend_judge (const DhTrend *self, guint64 iteration, double learning_rate, char **text);

/* A round rate well below this one, as a person would type it; (transfer full) */
char *dh_trend_suggest_rate (double learning_rate);

G_END_DECLS
