/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* The maximum number of steps considered: a third of those since the last change. */
#define DH_LANE_STATE_WINDOW 1000

/* The measurements of one step that a lane's state is judged from. */
typedef struct
{
  double loss;
  double gradient_norm;
  double saturated; /* share of output values within 1e-4 of 0 or 1 */
  double variation; /* how much the outputs differ from picture to picture: mean over pixels of
                     * the standard deviation over the batch; NaN for a batch of one */
  double error;     /* mean absolute error of the output over the area that is trained on */
} DhOutputStats;

/* Judges a lane from its last steps. A value: copying it copies the judgement. */
typedef struct
{
  double log_losses[DH_LANE_STATE_WINDOW]; /* ring */
  guint64 n;                               /* steps seen */
  guint64 since;                           /* where the judged steps begin */
  double early_gradient_norm;              /* largest of the first steps */
  double early_loss;
  guint n_lifeless;                 /* steps in a row without a pulse */
  double smooth_loss, smooth_error; /* running means */
  double least_error, loss_then;    /* smallest of the means, the loss's mean then … */
  guint64 least_at;                 /* … and the steps seen */
  guint n_astray;                   /* steps in a row that lead away */
} DhLaneStateTracker;

void dh_lane_state_init (DhLaneStateTracker *self);
/* A setting was changed: earlier steps no longer count. */
void dh_lane_state_turn (DhLaneStateTracker *self);
void dh_lane_state_add (DhLaneStateTracker *self, const DhOutputStats *output_stats);
/* WAITING, IMPROVING, FLAT, BOUNCING, ASTRAY or DEAD. iteration: the lane's; there may be more than
 * the trend has seen. text: one translated sentence, (transfer full). */
DhState dh_lane_state_judge (const DhLaneStateTracker *self, guint64 iteration,
                             double learning_rate, char **text);

/* A round rate well below this one, as a person would type it; (transfer full) */
char *dh_lane_state_suggest_rate (double learning_rate);

G_END_DECLS
