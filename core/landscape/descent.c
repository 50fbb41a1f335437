/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The descent of a ball, step by step, with an optimizer and a schedule.  The optimizer is the same
 * code that trains a network, in double precision.  The full state of the ball is kept for every
 * step (about a hundred bytes), so that stepping back is exact and the descent can be continued
 * from any step; thousands of steps take less memory than one picture.
 *
 * The noise added to a slope depends on seed and step alone: the same settings give the same
 * trajectory.
 */
#include "core/landscape/descent.h"

#include "core/base/random.h"
#include "core/base/tensor.h"

#include <math.h>
#include <string.h>

#define SLOPE_GRID 9
/* Beyond this many widths of the ground, or this many times its starting distance, a ball is out
 * of sight and never comes back. */
#define FAR_AWAY 1e3
#define FARTHER  10
/* In widths of the ground.  The slopes of face grounds are sums in single precision: over shorter
 * steps, the rounding error outweighs their change. */
#define SMALL_STEP 1e-4

struct _DhDescent
{
  DhGround *ground;
  DhDescentConfig config;
  double typical_slope;
  float *scratch;
  GArray *balls;      /* of DhBall */
  GArray *parts;      /* of DhStepParts: one fewer than balls */
  GArray *trajectory; /* of DhTrajectoryPoint: the places and losses of the balls */
};

/* The root mean square of the slope over a grid: a noise of 1. */
static double
measure_slope (const DhGround *ground, float *scratch)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < SLOPE_GRID; i++)
    for (guint k = 0; k < (ground->n_dimensions > 1 ? SLOPE_GRID : 1); k++)
      {
        double u = (i + 0.5) / SLOPE_GRID, v = (k + 0.5) / SLOPE_GRID;
        double at[2] = { ground->minimum[0] + u * (ground->maximum[0] - ground->minimum[0]),
                         ground->minimum[1] + v * (ground->maximum[1] - ground->minimum[1]) };
        DhJet jet = dh_ground_get_slope (ground, at, scratch);

        if (!isfinite (jet.x) || !isfinite (jet.y))
          continue;
        sum += jet.x * jet.x + jet.y * jet.y;
        n++;
      }
  return n > 0 ? sqrt (sum / n) : 0;
}

DhDescentConfig
dh_descent_config_make (const DhGround *ground, const DhOptimizer *optimizer)
{
  return (DhDescentConfig) {
    .optimizer_config = dh_optimizer_config_make (optimizer, DH_OPTIMIZER_USER_BALL),
    .learning_rate = ground->learning_rate,
    .seed = 1,
  };
}

static void
append_ball (DhDescent *self, const DhBall *ball)
{
  DhTrajectoryPoint point = { { ball->at[0], ball->at[1] }, ball->loss };

  g_array_append_val (self->balls, *ball);
  g_array_append_val (self->trajectory, point);
}

DhDescent *
dh_descent_new (DhGround *ground, const DhDescentConfig *config, const double start[2])
{
  DhDescent *self = g_new0 (DhDescent, 1);
  DhBall ball = { .at = { start[0], ground->n_dimensions > 1 ? start[1] : 0 } };

  self->ground = dh_ground_ref (ground);
  self->config = *config;
  self->scratch = ground->scratch_size > 0 ? dh_tensor_new (ground->scratch_size) : NULL;
  self->balls = g_array_new (FALSE, FALSE, sizeof (DhBall));
  self->parts = g_array_new (FALSE, FALSE, sizeof (DhStepParts));
  self->trajectory = g_array_new (FALSE, FALSE, sizeof (DhTrajectoryPoint));
  ball.loss = dh_ground_get_value (ground, ball.at, self->scratch);
  ball.diverged = !isfinite (ball.loss);
  append_ball (self, &ball);
  if (config->noise > 0)
    self->typical_slope = measure_slope (ground, self->scratch);
  return self;
}

void
dh_descent_free (DhDescent *self)
{
  if (self == NULL)
    return;
  dh_ground_unref (self->ground);
  g_clear_pointer (&self->scratch, dh_tensor_free);
  g_array_unref (self->balls);
  g_array_unref (self->parts);
  g_array_unref (self->trajectory);
  g_free (self);
}

void
dh_descent_set_config (DhDescent *self, const DhDescentConfig *config)
{
  if (config->noise > 0 && self->typical_slope == 0)
    self->typical_slope = measure_slope (self->ground, self->scratch);
  self->config = *config;
}

/* Another optimizer's state means nothing to this one. */
static void
take_optimizer (const DhDescent *self, DhBall *ball)
{
  if (ball->optimizer == self->config.optimizer_config.optimizer)
    return;
  memset (ball->slots, 0, sizeof ball->slots);
  ball->n_updates = 0;
  ball->optimizer = self->config.optimizer_config.optimizer;
}

static void
add_noise (const DhDescent *self, guint64 t, double gradient[2])
{
  DhRandom random;
  double sigma = self->config.noise * self->typical_slope / G_SQRT2;

  if (self->config.noise <= 0)
    return;
  dh_random_init (&random, self->config.seed, t);
  for (guint i = 0; i < self->ground->n_dimensions; i++)
    gradient[i] += sigma * dh_random_normal (&random);
}

static double
get_rate (const DhDescent *self, guint64 t)
{
  return dh_optimizer_config_get_rate (&self->config.optimizer_config, self->config.learning_rate,
                                       t);
}

/* The distance from the middle of the ground, in widths. */
static double
get_distance_out (const DhDescent *self, const double at[2])
{
  const DhGround *ground = self->ground;
  double distance = 0;

  for (guint i = 0; i < ground->n_dimensions; i++)
    {
      double middle = ground->minimum[i] + (ground->maximum[i] - ground->minimum[i]) / 2;

      distance = hypot (distance, (at[i] - middle) / (ground->maximum[i] - ground->minimum[i]));
    }
  return distance;
}

/* A ball that was dropped far outside may still come in from there. */
static gboolean
is_on_ground (const DhDescent *self, const DhBall *ball)
{
  double start = get_distance_out (self, dh_descent_get_ball (self, 0)->at);

  return get_distance_out (self, ball->at) <= MAX (FAR_AWAY, FARTHER * start)
         && isfinite (ball->loss);
}

gboolean
dh_descent_step (DhDescent *self)
{
  DhBall ball = *dh_descent_get_last (self);
  DhBall before = ball;
  double *slots[DH_OPTIMIZER_MAX_SLOTS];
  const DhOptimizerConfig *optimizer_config = &self->config.optimizer_config;
  DhStepParts parts = { .optimizer = optimizer_config->optimizer };
  DhJet jet;

  if (ball.diverged)
    return FALSE;
  jet = dh_ground_get_slope (self->ground, ball.at, self->scratch);
  parts.gradient[0] = parts.noisy_gradient[0] = jet.x;
  parts.gradient[1] = parts.noisy_gradient[1] = jet.y;
  memcpy (parts.settings, optimizer_config->settings, sizeof parts.settings);
  take_optimizer (self, &ball);
  ball.t++;
  ball.n_updates++;
  add_noise (self, ball.t, parts.noisy_gradient);
  parts.learning_rate = get_rate (self, ball.t);
  for (guint i = 0; i < DH_OPTIMIZER_MAX_SLOTS; i++)
    slots[i] = ball.slots[i];
  parts.optimizer->step_exact (parts.settings, parts.learning_rate, ball.n_updates,
                               self->ground->n_dimensions, ball.at, parts.noisy_gradient, slots);
  ball.loss = dh_ground_get_value (self->ground, ball.at, self->scratch);
  memcpy (parts.goal, ball.at, sizeof parts.goal);
  if (!is_on_ground (self, &ball))
    {
      before.t = ball.t;
      before.diverged = TRUE;
      ball = before;
    }
  memcpy (parts.slots, ball.slots, sizeof parts.slots);
  for (guint i = 0; i < 2; i++)
    parts.step[i] = ball.at[i] - dh_descent_get_last (self)->at[i];
  append_ball (self, &ball);
  g_array_append_val (self->parts, parts);
  return !ball.diverged;
}

void
dh_descent_cut (DhDescent *self, guint n_balls)
{
  g_assert (n_balls > 0);
  if (n_balls >= self->balls->len)
    return;
  g_array_set_size (self->balls, n_balls);
  g_array_set_size (self->parts, n_balls - 1);
  g_array_set_size (self->trajectory, n_balls);
}

gboolean
dh_descent_back (DhDescent *self)
{
  if (self->balls->len < 2)
    return FALSE;
  dh_descent_cut (self, self->balls->len - 1);
  return TRUE;
}

static void
set_loss (DhDescent *self, guint index, double loss)
{
  g_array_index (self->balls, DhBall, index).loss = loss;
  g_array_index (self->trajectory, DhTrajectoryPoint, index).loss = loss;
}

/* Evaluates the balls on the new ground, the newest first; returns the first one that stays. */
static guint
lay_trajectory_down (DhDescent *self, guint most_balls)
{
  DhBall *last = &g_array_index (self->balls, DhBall, self->balls->len - 1);
  guint first = self->balls->len - 1;

  set_loss (self, first, dh_ground_get_value (self->ground, last->at, self->scratch));
  last->diverged = !isfinite (last->loss);
  while (first > 0 && self->balls->len - first < most_balls)
    {
      double loss = dh_ground_get_value (self->ground, dh_descent_get_ball (self, first - 1)->at,
                                         self->scratch);

      if (!isfinite (loss))
        break;
      set_loss (self, --first, loss);
    }
  return first;
}

guint
dh_descent_set_ground (DhDescent *self, DhGround *ground, guint most_balls)
{
  guint first;

  dh_ground_ref (ground);
  dh_ground_unref (self->ground);
  self->ground = ground;
  g_clear_pointer (&self->scratch, dh_tensor_free);
  self->scratch = ground->scratch_size > 0 ? dh_tensor_new (ground->scratch_size) : NULL;
  self->typical_slope = self->config.noise > 0 ? measure_slope (ground, self->scratch) : 0;
  first = lay_trajectory_down (self, most_balls);
  g_array_remove_range (self->balls, 0, first);
  g_array_remove_range (self->parts, 0, first);
  g_array_remove_range (self->trajectory, 0, first);
  return first;
}

guint
dh_descent_get_n_balls (const DhDescent *self)
{
  return self->balls->len;
}

const DhBall *
dh_descent_get_ball (const DhDescent *self, guint index)
{
  g_assert (index < self->balls->len);
  return &g_array_index (self->balls, DhBall, index);
}

const DhBall *
dh_descent_get_last (const DhDescent *self)
{
  return &g_array_index (self->balls, DhBall, self->balls->len - 1);
}

const DhTrajectoryPoint *
dh_descent_get_trajectory (const DhDescent *self)
{
  return (const DhTrajectoryPoint *) self->trajectory->data;
}

DhStepParts
dh_descent_get_parts (const DhDescent *self, guint index)
{
  g_assert (index > 0 && index < self->balls->len);
  return g_array_index (self->parts, DhStepParts, index - 1);
}

DhGround *
dh_descent_get_ground (const DhDescent *self)
{
  return self->ground;
}

const DhDescentConfig *
dh_descent_get_config (const DhDescent *self)
{
  return &self->config;
}

DhJet
dh_descent_get_jet_at (const DhDescent *self, guint index)
{
  return dh_ground_get_jet (self->ground, dh_descent_get_ball (self, index)->at, self->scratch);
}

DhJet
dh_descent_get_jet (const DhDescent *self)
{
  return dh_descent_get_jet_at (self, self->balls->len - 1);
}

float *
dh_descent_get_scratch (const DhDescent *self)
{
  return self->scratch;
}

double
dh_descent_get_curvature_along (const DhDescent *self, guint index, const DhJet *jet)
{
  const double *from, *to;
  double step[2] = { 0 }, length = 0;
  DhJet before;

  g_assert (index > 0);
  from = dh_descent_get_ball (self, index - 1)->at;
  to = dh_descent_get_ball (self, index)->at;
  for (guint i = 0; i < self->ground->n_dimensions; i++)
    {
      step[i] = to[i] - from[i];
      length = hypot (length, step[i] / (self->ground->maximum[i] - self->ground->minimum[i]));
    }
  if (!(length > SMALL_STEP))
    return NAN;
  before = dh_ground_get_slope (self->ground, from, self->scratch);
  return (step[0] * (jet->x - before.x) + step[1] * (jet->y - before.y))
         / (step[0] * step[0] + step[1] * step[1]);
}

gboolean
dh_descent_is_at_rate (const DhDescent *self, guint index)
{
  g_assert (index > 0);
  return dh_descent_get_parts (self, index).learning_rate
         == get_rate (self, dh_descent_get_ball (self, index)->t);
}
