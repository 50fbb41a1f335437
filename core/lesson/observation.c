/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What balls and lanes are doing, as numbers and words that lessons speak of.
 *
 * The same values are taken from what the window shows and from a hidden run, so that a condition
 * and a key mean the same thing.
 */
#include "core/lesson/observation.h"

#include <math.h>
#include <string.h>

/* Of the whole way down, when a ball counts as arrived. */
#define ARRIVED 0.99

static const struct
{
  const char *id;
  gboolean of_balls, of_lanes;
} measures[] = {
  [DH_MEASURE_LOSS] = { "loss", TRUE, TRUE },
  [DH_MEASURE_RATE] = { "rate", TRUE, TRUE },
  [DH_MEASURE_LIMIT] = { "limit", TRUE, TRUE },
  [DH_MEASURE_ARRIVAL] = { "arrival", TRUE, FALSE },
  [DH_MEASURE_X] = { "x", TRUE, FALSE },
  [DH_MEASURE_Y] = { "y", TRUE, FALSE },
  [DH_MEASURE_SLOPE] = { "slope", TRUE, FALSE },
  [DH_MEASURE_INTERCEPT] = { "intercept", TRUE, FALSE },
  [DH_MEASURE_PSNR] = { "psnr", FALSE, TRUE },
  [DH_MEASURE_SSIM] = { "ssim", FALSE, TRUE },
  [DH_MEASURE_MAE] = { "mae", FALSE, TRUE },
  [DH_MEASURE_SWAP_PSNR] = { "swap_psnr", FALSE, TRUE },
  [DH_MEASURE_SWAP_SSIM] = { "swap_ssim", FALSE, TRUE },
  [DH_MEASURE_SWAP_MAE] = { "swap_mae", FALSE, TRUE },
};

const char *
dh_measure_get_id (DhMeasure measure)
{
  return measures[measure].id;
}

gboolean
dh_measure_has (DhMeasure measure, gboolean balls)
{
  return balls ? measures[measure].of_balls : measures[measure].of_lanes;
}

int
dh_measure_find (const char *id)
{
  for (int i = 0; i < DH_N_MEASURES; i++)
    if (strcmp (measures[i].id, id) == 0)
      return i;
  return -1;
}

char *
dh_measure_list (gboolean balls)
{
  GString *list = g_string_new (NULL);

  for (int i = 0; i < DH_N_MEASURES; i++)
    if (dh_measure_has (i, balls))
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", measures[i].id);
  return g_string_free (list, FALSE);
}

static DhObserved *
add (DhObservation *self, guint number, gboolean with_curve)
{
  DhObserved *observed = &self->each[self->n++];

  observed->number = number;
  for (int i = 0; i < DH_N_MEASURES; i++)
    observed->values[i] = NAN;
  observed->curve = with_curve ? g_array_new (FALSE, FALSE, sizeof (double)) : NULL;
  return observed;
}

/* ---- balls ---- */

/* The first step after which the ball had done most of its way, and stayed there. */
static double
find_arrival (const DhTrajectoryPoint *points, guint n)
{
  const double end = points[n - 1].loss, near = end + (1 - ARRIVED) * (points[0].loss - end);
  guint first = n - 1;

  while (first > 0 && points[first - 1].loss <= near)
    first--;
  return first;
}

static void
observe_ball (DhRace *race, guint runner, DhObserved *observed)
{
  const DhBall *ball = dh_race_get_ball (race, runner);
  guint n;
  const DhTrajectoryPoint *points = dh_race_get_trajectory (race, runner, &n);
  DhBallState state = dh_race_judge (race, runner, NULL);
  double *values = observed->values;

  observed->state = dh_ball_state_get_id (state);
  observed->settled = dh_ball_state_is_settled (state);
  values[DH_MEASURE_RATE] = dh_race_get_rate (race, runner);
  values[DH_MEASURE_LIMIT] = dh_race_get_stable_rate (race, runner);
  dh_race_get_line (race, runner, &values[DH_MEASURE_SLOPE], &values[DH_MEASURE_INTERCEPT]);
  if (ball == NULL)
    return;
  observed->n_steps = ball->t;
  values[DH_MEASURE_LOSS] = ball->loss;
  values[DH_MEASURE_X] = ball->at[0];
  values[DH_MEASURE_Y] = ball->at[1];
  values[DH_MEASURE_ARRIVAL] = observed->settled ? find_arrival (points, n) : INFINITY;
  for (guint i = 0; observed->curve != NULL && i < n; i++)
    g_array_append_val (observed->curve, points[i].loss);
}

DhObservation *
dh_observation_new_of_race (DhRace *race, gboolean with_curves)
{
  DhObservation *self = g_new0 (DhObservation, 1);

  self->balls = TRUE;
  self->step = dh_race_get_position (race);
  for (guint i = 0; i < dh_race_get_n_runners (race); i++)
    observe_ball (race, i, add (self, dh_race_get_runner (race, i)->number, with_curves));
  return self;
}

/* ---- lanes ---- */

static void
observe_metrics (const DhLaneSnapshot *snapshot, double *values)
{
  const DhMetrics *metrics = dh_lane_snapshot_get_metrics (snapshot);

  if (metrics->iteration == 0)
    return;
  values[DH_MEASURE_PSNR] = metrics->psnr;
  values[DH_MEASURE_SSIM] = metrics->ssim;
  values[DH_MEASURE_MAE] = metrics->mae;
  values[DH_MEASURE_SWAP_PSNR] = metrics->swap_psnr;
  values[DH_MEASURE_SWAP_SSIM] = metrics->swap_ssim;
  values[DH_MEASURE_SWAP_MAE] = metrics->swap_mae;
}

static void
observe_lane (DhLane *lane, DhObserved *observed)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

  observed->state = dh_state_get_id (DH_STATE_WAITING);
  observed->values[DH_MEASURE_RATE] = dh_lane_get_learning_rate (lane);
  if (snapshot == NULL)
    return;
  observed->state = dh_state_get_id (dh_lane_snapshot_get_state (snapshot));
  observed->n_steps = dh_lane_snapshot_get_iteration (snapshot);
  observed->values[DH_MEASURE_LOSS] = dh_lane_snapshot_get_loss (snapshot);
  observed->values[DH_MEASURE_LIMIT] = dh_lane_snapshot_get_stable_rate (snapshot);
  observe_metrics (snapshot, observed->values);
  for (guint64 i = 0; observed->curve != NULL && i < dh_lane_snapshot_get_n_records (snapshot); i++)
    {
      double loss = dh_lane_snapshot_get_record (snapshot, i).loss;

      g_array_append_val (observed->curve, loss);
    }
}

DhObservation *
dh_observation_new_of_session (DhSession *session, gboolean with_curves)
{
  DhObservation *self = g_new0 (DhObservation, 1);
  GListModel *lanes = dh_session_get_lanes (session);

  self->step = dh_session_get_iteration (session);
  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      observe_lane (lane, add (self, dh_lane_get_number (lane), with_curves));
    }
  return self;
}

void
dh_observation_free (DhObservation *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n; i++)
    g_clear_pointer (&self->each[i].curve, g_array_unref);
  g_free (self);
}

const DhObserved *
dh_observation_find (const DhObservation *self, guint number)
{
  for (guint i = 0; i < self->n; i++)
    if (self->each[i].number == number)
      return &self->each[i];
  return NULL;
}
