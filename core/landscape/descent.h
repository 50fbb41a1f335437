/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"
#include "core/optim/optimizer-config.h"

G_BEGIN_DECLS

/* How a ball goes down. A value. */
typedef struct
{
  DhOptimizerConfig optimizer_config;
  double learning_rate;
  double noise; /* σ of the noise on each slope, in typical slopes of the ground, as from
                 * mini-batches */
  guint64 seed;
} DhDescentConfig;

/* The complete state of a ball, from which the descent continues identically.  A value. */
typedef struct
{
  guint64 t;                    /* steps made */
  const DhOptimizer *optimizer; /* which the slots belong to; NULL at the start */
  guint64 n_updates;            /* since the slots were zero */
  double at[2];
  double loss;
  double slots[DH_OPTIMIZER_MAX_SLOTS][2];
  gboolean diverged; /* it ran off for good and stays where it last was */
} DhBall;

/* A point of a trajectory, for drawing. */
typedef struct
{
  double at[2];
  double loss;
} DhTrajectoryPoint;

/* The parts of the last step, for slow motion. */
typedef struct
{
  double gradient[2];       /* exact, where the ball stood */
  double noisy_gradient[2]; /* what the optimizer was given */
  const DhOptimizer *optimizer;
  double settings[DH_OPTIMIZER_MAX_SETTINGS];
  double learning_rate;                    /* after the schedule */
  double slots[DH_OPTIMIZER_MAX_SLOTS][2]; /* after the step */
  double step[2];                          /* where the ball went */
  double goal[2];                          /* where the optimizer sent it, even if it then
                                            * diverged */
} DhStepParts;

/* A descent on a ground with its whole trajectory. One thread at a time. */
typedef struct _DhDescent DhDescent;

DhDescent *dh_descent_new (DhGround *ground, const DhDescentConfig *config, const double start[2]);
void dh_descent_free (DhDescent *self);

/* Takes effect from the next step on.  A different optimizer starts with empty slots. */
void dh_descent_set_config (DhDescent *self, const DhDescentConfig *config);
/* FALSE: the ball has diverged and stays. */
gboolean dh_descent_step (DhDescent *self);
/* One step back; FALSE at the start. */
gboolean dh_descent_back (DhDescent *self);
/* Forgets all but the first n_balls >= 1 balls. */
void dh_descent_cut (DhDescent *self, guint n_balls);
/* Replaces the ground under the ball, which keeps its memory.  The newest most_balls >= 1 points
 * of the trajectory are moved onto the new ground, each for one evaluation; older ones are
 * dropped, as are those before a point where the new ground has no height.  Returns how many
 * were dropped. */
guint dh_descent_set_ground (DhDescent *self, DhGround *ground, guint most_balls);

/* Index 0 is the start, so there is one ball more than steps. */
guint dh_descent_get_n_balls (const DhDescent *self);
const DhBall *dh_descent_get_ball (const DhDescent *self, guint index);
const DhBall *dh_descent_get_last (const DhDescent *self);
/* The trajectory, n_balls points; lent until the next step. */
const DhTrajectoryPoint *dh_descent_get_trajectory (const DhDescent *self);
/* The parts of the step that led to that ball; index > 0. */
DhStepParts dh_descent_get_parts (const DhDescent *self, guint index);
DhGround *dh_descent_get_ground (const DhDescent *self);
const DhDescentConfig *dh_descent_get_config (const DhDescent *self);
/* Slope and curvature at a ball; at the last ball. */
DhJet dh_descent_get_jet_at (const DhDescent *self, guint index);
DhJet dh_descent_get_jet (const DhDescent *self);
/* The scratch memory for evaluating the ground. */
float *dh_descent_get_scratch (const DhDescent *self);
/* The mean curvature along the step that led to that ball, index > 0; jet: at that ball.  NaN if
 * the step was too small to tell from the slopes. */
double dh_descent_get_curvature_along (const DhDescent *self, guint index, const DhJet *jet);
/* Whether that step, index > 0, was made at the current rate. */
gboolean dh_descent_is_at_rate (const DhDescent *self, guint index);

/* The default configuration with that optimizer: the ground's default rate, no noise. */
DhDescentConfig dh_descent_config_make (const DhGround *ground, const DhOptimizer *optimizer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhDescent, dh_descent_free)

G_END_DECLS
