/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* The maximum number of steps considered: a third of those since the last change. */
#define DH_LANE_STATE_WINDOW 1000

/* The measurements of one step from which a lane's state is judged. */
typedef struct
{
  double loss;
  double gradient_norm;
  double saturated; /* share of output values within 1e-4 of 0 or 1 */
  double variation; /* how much the outputs differ between pictures: the standard deviation over the
                     * batch, averaged over the pixels; NaN for a batch of one */
  double error;     /* mean absolute error of the output over the trained area */
} DhOutputStats;

/* Judges a lane by its last steps.  A value: a copy carries the judgement along. */
typedef struct
{
  double log_losses[DH_LANE_STATE_WINDOW]; /* ring */
  guint64 n;                               /* steps seen */
  guint64 since;                           /* first step that is judged */
  double early_gradient_norm;              /* largest among the first steps */
  double early_loss;
  guint n_lifeless;                 /* consecutive lifeless steps */
  double smooth_loss, smooth_error; /* running means */
  double least_error, loss_then;    /* the smallest mean error, the mean loss … */
  guint64 least_at;                 /* … and the step count at that time */
  guint n_astray;                   /* consecutive steps that lead away */
} DhLaneStateTracker;

void dh_lane_state_init (DhLaneStateTracker *self);
/* A setting has changed: earlier steps no longer count. */
void dh_lane_state_turn (DhLaneStateTracker *self);
void dh_lane_state_add (DhLaneStateTracker *self, const DhOutputStats *output_stats);
/* WAITING, IMPROVING, FLAT, BOUNCING, ASTRAY or DEAD.  iteration: the lane's, which may exceed the
 * number of steps tracked.  text: one translated sentence, (transfer full). */
DhState dh_lane_state_judge (const DhLaneStateTracker *self, guint64 iteration,
                             double learning_rate, char **text);

/* A round rate well below this one, as a user would type it; (transfer full) */
char *dh_lane_state_suggest_rate (double learning_rate);

G_END_DECLS
