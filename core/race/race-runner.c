/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One runner of a race: its ground, its descent, and what is known about its ball.
 *
 * The heights of a new ground come from a thread.  Until they arrive, the previous ground's heights
 * stay if they have the same extent: a picture that goes blank for two frames flickers.  Judging
 * the ball waits for the right ones.
 *
 * The ball state and the curvature at the ball are expensive, so they are cached until the ball
 * moves.
 */
#include "core/race/race-runner.h"

#include <math.h>
#include <string.h>

/* How much of a trajectory is moved onto a new ground; where heights are expensive, only as many
 * balls as the ball state is judged by. */
#define MOST_BALLS      2000
#define MOST_DEAR_BALLS 25

/* ---- what it runs on ---- */

void
dh_race_runner_drop_basins (DhRaceRunner *self)
{
  self->basins_are_news = self->basins_are_news || self->basins != NULL;
  g_clear_pointer (&self->basins, dh_basins_unref);
}

void
dh_race_runner_drop_terrain (DhRaceRunner *self)
{
  self->terrain_is_news = self->terrain_is_news || self->terrain != NULL;
  g_clear_pointer (&self->terrain, dh_terrain_unref);
  self->has_own_terrain = FALSE;
}

static gboolean
has_same_extent (const DhTerrain *terrain, const DhGround *ground)
{
  return (terrain->n_rows > 1) == (ground->n_dimensions > 1)
         && memcmp (terrain->minimum, ground->minimum, sizeof ground->minimum) == 0
         && memcmp (terrain->maximum, ground->maximum, sizeof ground->maximum) == 0;
}

static void
move_ball (DhRaceRunner *self, guint position)
{
  gboolean dear = self->ground->scratch_size > 0;

  dh_descent_set_ground (self->descent, self->ground, dear ? MOST_DEAR_BALLS : MOST_BALLS);
  self->first = position - MIN (position, dh_descent_get_n_balls (self->descent) - 1);
}

void
dh_race_runner_set_ground (DhRaceRunner *self, DhGround *ground, const char *problem,
                           guint position)
{
  if (ground != NULL)
    dh_ground_ref (ground);
  dh_ground_unref (self->ground);
  self->ground = ground;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  self->has_own_terrain = FALSE;
  self->terrain_is_news = TRUE;
  dh_race_runner_drop_basins (self);
  if (self->terrain != NULL && (ground == NULL || !has_same_extent (self->terrain, ground)))
    dh_race_runner_drop_terrain (self);
  if (ground == NULL)
    g_clear_pointer (&self->descent, dh_descent_free);
  if (self->descent != NULL)
    move_ball (self, position);
}

void
dh_race_runner_take_terrain (DhRaceRunner *self, DhTerrain *terrain)
{
  if (terrain == NULL || terrain == self->terrain)
    return;
  dh_terrain_unref (self->terrain);
  self->terrain = dh_terrain_ref (terrain);
  self->has_own_terrain = TRUE;
  self->terrain_is_news = TRUE;
  dh_race_runner_forget_look (self);
}

void
dh_race_runner_take_basins (DhRaceRunner *self, DhBasins *basins)
{
  if (basins == NULL || basins == self->basins)
    return;
  dh_basins_unref (self->basins);
  self->basins = dh_basins_ref (basins);
  self->basins_are_news = TRUE;
}

/* ---- how it runs ---- */

DhDescentConfig
dh_race_runner_make_config (const DhRaceRunner *self, double noise)
{
  DhDescentConfig config = dh_descent_config_make (self->ground,
                                                   self->request.optimizer_config.optimizer);

  config.optimizer_config = self->request.optimizer_config;
  if (self->request.learning_rate > 0)
    config.learning_rate = self->request.learning_rate;
  config.noise = noise;
  config.seed = 1; /* the same noise for all, so that the race is fair */
  return config;
}

void
dh_race_runner_start (DhRaceRunner *self, const double at[2], double noise, guint position)
{
  DhDescentConfig config = dh_race_runner_make_config (self, noise);

  g_clear_pointer (&self->descent, dh_descent_free);
  self->first = position;
  self->descent = dh_descent_new (self->ground, &config, at);
}

guint
dh_race_runner_get_end (const DhRaceRunner *self)
{
  return self->first + dh_descent_get_n_balls (self->descent) - 1;
}

void
dh_race_runner_forget_future (DhRaceRunner *self, guint position)
{
  self->first = MIN (self->first, position);
  dh_descent_cut (self->descent, position - self->first + 1);
}

gboolean
dh_race_runner_is_at_end (DhRaceRunner *self, double noise, guint position)
{
  const char *sentence;

  if (dh_descent_get_last (self->descent)->diverged)
    return TRUE;
  return noise == 0 && self->has_own_terrain
         && dh_ball_state_is_settled (dh_race_runner_judge (self, position, &sentence));
}

/* A step that hasn't been made yet is made for its breakdown and undone.  The noise depends only
 * on the step's number, so the real step will be the same; until then, a change of rate or
 * optimizer updates the breakdown at once. */
void
dh_race_runner_tell (DhRaceRunner *self, guint position)
{
  guint index = dh_race_runner_get_index (self, position);
  gboolean made = index + 1 < dh_descent_get_n_balls (self->descent);

  g_clear_pointer (&self->breakdown, dh_step_breakdown_free);
  if (position < self->first || position > self->first + index
      || dh_descent_get_ball (self->descent, index)->diverged)
    return;
  if (!made)
    dh_descent_step (self->descent);
  self->breakdown = dh_step_breakdown_new (self->descent, index + 1);
  if (!made)
    dh_descent_back (self->descent);
}

/* ---- the shown ball ---- */

guint
dh_race_runner_get_index (const DhRaceRunner *self, guint position)
{
  guint gone = position - MIN (position, self->first);

  return MIN (gone, dh_descent_get_n_balls (self->descent) - 1);
}

void
dh_race_runner_forget_look (DhRaceRunner *self)
{
  self->is_judged = FALSE;
  self->has_jet = FALSE;
}

DhBallState
dh_race_runner_judge (DhRaceRunner *self, guint position, const char **sentence)
{
  if (self->descent == NULL || !self->has_own_terrain)
    {
      *sentence = self->problem != NULL ? self->problem : "";
      return DH_BALL_STATE_START;
    }
  if (!self->is_judged)
    {
      g_clear_pointer (&self->sentence, g_free);
      self->ball_state = dh_ball_state_judge_at (self->descent,
                                                 dh_race_runner_get_index (self, position),
                                                 self->terrain, &self->sentence);
      self->is_judged = TRUE;
    }
  *sentence = self->sentence;
  return self->ball_state;
}

static const DhJet *
peek_jet (DhRaceRunner *self, guint index)
{
  if (!self->has_jet)
    self->jet = dh_descent_get_jet_at (self->descent, index);
  self->has_jet = TRUE;
  return &self->jet;
}

/* The effective curvature.  A ball that jumps across a narrow valley lands on its straight sides,
 * which hardly curve.  What throws it back is the change of slope over the whole step, that is,
 * the mean curvature along it. */
static double
find_felt_curvature (DhRaceRunner *self, guint index)
{
  const DhJet *jet = peek_jet (self, index);
  double along = index > 0 ? dh_descent_get_curvature_along (self->descent, index, jet) : NAN;
  double here = self->ground->n_dimensions > 1 ? dh_jet_get_largest_curvature (jet) : jet->xx;

  return here > 0 && along > here ? along : here;
}

double
dh_race_runner_get_stable_rate (DhRaceRunner *self, guint position)
{
  const DhOptimizerConfig *optimizer_config = &self->request.optimizer_config;
  guint index = dh_race_runner_get_index (self, position);

  if (optimizer_config->optimizer->get_stable_product == NULL
      || !dh_jet_is_finite (peek_jet (self, index)))
    return NAN;
  return dh_optimizer_get_stable_rate (optimizer_config->optimizer, optimizer_config->settings,
                                       find_felt_curvature (self, index));
}

void
dh_race_runner_clear (DhRaceRunner *self)
{
  g_clear_pointer (&self->descent, dh_descent_free);
  g_clear_pointer (&self->breakdown, dh_step_breakdown_free);
  dh_ground_unref (self->ground);
  dh_terrain_unref (self->terrain);
  dh_basins_unref (self->basins);
  g_free (self->problem);
  g_free (self->sentence);
  memset (self, 0, sizeof *self);
}
