/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/lanes.h"
#include "core/race/race.h"
#include "core/session/session.h"

G_BEGIN_DECLS

/* What a lesson can speak of in numbers. */
typedef enum
{
  DH_MEASURE_LOSS,      /* of a ball: the height; of a lane: its loss */
  DH_MEASURE_RATE,      /* learning rate */
  DH_MEASURE_LIMIT,     /* the largest stable rate, 2/λ for plain descent */
  DH_MEASURE_ARRIVAL,   /* of a ball at rest: the steps after which 99 % of its way down were done;
                         * infinite for one that never rests */
  DH_MEASURE_X,         /* where a ball is */
  DH_MEASURE_Y,
  DH_MEASURE_SLOPE,     /* of a ball's line on the ground Fit */
  DH_MEASURE_INTERCEPT, /* its height in the middle */
  DH_MEASURE_PSNR,      /* of a lane's held-out faces, in dB */
  DH_MEASURE_SSIM,
  DH_MEASURE_MAE,
  DH_MEASURE_SWAP_PSNR,
  DH_MEASURE_SWAP_SSIM,
  DH_MEASURE_SWAP_MAE,
  DH_N_MEASURES
} DhMeasure;

/* "swap_psnr", as in lessons */
const char *dh_measure_get_id (DhMeasure measure);
/* Whether balls have it, or lanes. */
gboolean dh_measure_has (DhMeasure measure, gboolean balls);
/* −1: there is no such measure */
int dh_measure_find (const char *id);
/* "loss, rate, limit …": those of balls, or of lanes; (transfer full) */
char *dh_measure_list (gboolean balls);

/* One ball or lane. */
typedef struct
{
  guint number;      /* of the lane, 1 … DH_MAX_LANES */
  const char *state; /* dh_ball_state_get_id() or dh_state_get_id() */
  gboolean settled;  /* a ball at rest in a valley */
  guint64 n_steps;
  double values[DH_N_MEASURES]; /* NaN: none */
  GArray *curve;                /* double: the loss before the first step and after each; NULL: not asked for */
} DhObserved;

/* All balls or all lanes at one moment.  Immutable. */
typedef struct
{
  gboolean balls;
  guint64 step; /* of the furthest */
  guint n;
  DhObserved each[DH_MAX_LANES];
} DhObservation;

/* The balls at the race's position, or the lanes.  A race's states are only final when its terrains
 * are current.  Main context.  (transfer full) */
DhObservation *dh_observation_new_of_race (DhRace *race, gboolean with_curves);
DhObservation *dh_observation_new_of_session (DhSession *session, gboolean with_curves);
void dh_observation_free (DhObservation *self);

/* NULL: there is none of that number */
const DhObserved *dh_observation_find (const DhObservation *self, guint number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhObservation, dh_observation_free)

G_END_DECLS
