/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>

#include "core/data/batch.h"
#include "core/loss/objective.h"
#include "core/nn/network.h"
#include "core/optim/optimizer-config.h"
#include "core/train/curvature.h"
#include "core/train/history.h"
#include "core/train/lane-plane.h"
#include "core/train/lane-state.h"
#include "core/train/norm-window.h"
#include "core/train/share-meter.h"
#include "core/train/training-request.h"
#include "core/train/update.h"

G_BEGIN_DECLS

/* What became infinite or NaN, and when. */
typedef enum
{
  DH_FAULT_NONE,
  DH_FAULT_LOSS_NAN,
  DH_FAULT_LOSS_INFINITE,
  DH_FAULT_GRADIENT,
  DH_N_FAULTS
} DhFault;

/* The result of one side's half step. */
typedef struct
{
  double loss, error, saturated, variation;
  DhPartSums parts;
} DhHalfStep;

/* One lane on the worker's side: weights, optimizer state, history. */
typedef struct
{
  DhLaneRequest request; /* as last applied, with the settings in effect, without plan and image */
  DhSettingsLog *log;    /* all settings so far */
  DhSettingsLog *plan;   /* the settings to come, or NULL */
  guint n_followed;      /* changes of the plan that were made, with the settings of its start */
  const DhNetwork *network; /* owned by the trainer; NULL: the run rests */
  gsize n_parameters;
  DhObjective objective;

  float *parameters;                    /* flat */
  DhGradient gradient[DH_N_SIDES];      /* of one side's loss: lent by the context during a step,
                                         * otherwise NULL */
  float *slots[DH_OPTIMIZER_MAX_SLOTS]; /* flat each */
  guint64 iteration;
  guint64 origin;      /* the iteration at which this run was made: 0, or where it was copied */
  guint64 n_updates;   /* since the slots were reset */
  guint64 n_scheduled; /* updates since the schedule started */

  DhHalfStep halves[DH_N_SIDES];
  atomic_int n_halves; /* finished halves of the running step */
  DhFault fault;
  DhLaneStateTracker tracker;
  DhShareMeter shares;
  DhHistory *history;
  DhNormWindow *norms; /* of an automatic clip; NULL: not needed yet */
  guint64 norms_since; /* the last iteration whose norm doesn't count for it */
  guint n_turns; /* changes of the objective since the history started */
  DhPreview *preview;
  gboolean no_plane; /* the network is too large for a landscape */
  DhPreview *blank;  /* owned by the evaluator: shown before the first preview; may be NULL */
  DhMetrics metrics;
  DhLrFinderResult *result; /* the newest sweep; may be NULL */
  DhLanePlane *plane;       /* its landscape; NULL: not requested */
  DhCurvature *curvature;   /* NULL: not requested */
  guint64 kept_at;          /* iteration of its newest image; 0: none */
  gint64 kept_time;         /* of that image, or when keeping began; 0: it hasn't */
  double kept_work;         /* processor time of all training up to then, s */
  guint64 curved_at;        /* iteration of its newest product, after … */
  guint n_products;         /* … this many products at that iteration … */
  guint n_curved;           /* … and this many in all */
} DhLaneRun;

/* "There is no memory left for this: …", translated. */
const char *dh_lane_run_get_no_memory_words (void);

/* Approximate number of bytes for a resting lane. */
gsize dh_lane_run_estimate_resting (gsize n_parameters);

/* source NULL: start weights from the seed.  NULL if memory runs out.
 * This and all following functions run on any compute thread.  Only one thread may use a lane at a
 * time, except for the two half steps (lane-step.h) and for filling. */
DhLaneRun *dh_lane_run_new (const DhLaneRequest *request, const DhNetwork *network, guint64 seed,
                            const DhLaneRun *source);
/* The same in steps.  The first returns a lane without weights, or NULL if memory runs out.  The
 * second sets the start weights of one part, copied from another lane or (NULL) drawn from the
 * seed; several parts may be filled at once.  FALSE: cancelled, see dh_parameters_init_part(). */
DhLaneRun *dh_lane_run_new_empty (const DhLaneRequest *request, const DhNetwork *network);
gboolean dh_lane_run_fill (DhLaneRun *self, DhPart part, const DhLaneRun *start, guint64 seed,
                           const int *cancelled);
/* A resting run with these settings, at iteration 0, whose vectors are zero; NULL if memory runs
 * out. */
DhLaneRun *dh_lane_run_new_blank (const DhLaneRequest *request, gsize n_parameters);
/* Replaces what a run has behind it, log and history: (transfer full), and before it: (nullable)
 * (transfer none). */
void dh_lane_run_take_past (DhLaneRun *self, DhSettingsLog *log, DhHistory *history,
                            DhSettingsLog *plan);
/* A copy for experiments: the lane's weights and settings, but a fresh optimizer and a constant
 * learning rate.  NULL if memory runs out. */
DhLaneRun *dh_lane_run_new_trial (const DhLaneRun *self);
void dh_lane_run_free (DhLaneRun *self);

/* Frees the network and what only steps need.  A resting run can be freed, copied or woken. */
void dh_lane_run_rest (DhLaneRun *self);
/* network: of the same model as before. */
void dh_lane_run_wake (DhLaneRun *self, const DhNetwork *network);
/* A resting copy; NULL if memory runs out. */
DhLaneRun *dh_lane_run_new_resting (const DhLaneRun *self, guint id);
/* Back to the start weights, with a new history. */
void dh_lane_run_restart (DhLaneRun *self, guint64 seed);
/* Applies a changed loss, mask, multiplier, rate, optimizer or clipping.  A diverged lane whose
 * weights are still finite continues.  FALSE if there is no memory for the optimizer's state: the
 * lane keeps its optimizer, and everything else is applied. */
gboolean dh_lane_run_adopt (DhLaneRun *self, const DhLaneRequest *request);
/* Makes the changes that the lane's plan has for this iteration.  FALSE as above. */
gboolean dh_lane_run_follow (DhLaneRun *self);
/* Whether the plan has changes that were not made yet. */
gboolean dh_lane_run_is_following (const DhLaneRun *self);

gboolean dh_lane_run_has_finite_weights (const DhLaneRun *self);

/* Whether theory gives a rate above which the lane's optimizer becomes unstable.  FALSE if the
 * optimizer rescales its steps or clips gradients. */
gboolean dh_lane_run_has_stable_rate (const DhLaneRun *self);
/* The recent largest curvature; NaN if it is unknown or of no use. */
double dh_lane_run_get_lambda (const DhLaneRun *self);

/* others_at: iteration of the furthest lane.  (transfer full) */
DhLaneSnapshot *dh_lane_run_snapshot (const DhLaneRun *self, guint64 others_at);

G_END_DECLS
