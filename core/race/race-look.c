/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is seen of a ball at the race's position: where it is, how it got there, what it does, what
 * it makes.  What costs something, a ball state and the curvature under the ball, is found once and
 * kept until the ball moves.
 */
#include "core/landscape/face-ground.h"
#include "core/race/race-private.h"

#include <math.h>

guint
dh_race_get_index (const DhRace *self, const DhRaceRunner *runner)
{
  guint gone = self->position - MIN (self->position, runner->first);

  return MIN (gone, dh_descent_get_n_balls (runner->descent) - 1);
}

void
dh_race_forget_look (DhRaceRunner *runner)
{
  runner->is_judged = FALSE;
  runner->has_jet = FALSE;
}

DhBallState
dh_race_look_at (DhRace *self, DhRaceRunner *runner)
{
  if (!runner->is_judged)
    {
      g_clear_pointer (&runner->sentence, g_free);
      runner->ball_state = dh_ball_state_judge_at (runner->descent,
                                                   dh_race_get_index (self, runner),
                                                   runner->terrain, &runner->sentence);
      runner->is_judged = TRUE;
    }
  return runner->ball_state;
}

static const DhJet *
peek_jet (DhRace *self, DhRaceRunner *runner)
{
  if (!runner->has_jet)
    runner->jet = dh_descent_get_jet_at (runner->descent, dh_race_get_index (self, runner));
  runner->has_jet = TRUE;
  return &runner->jet;
}

/* NULL where the runner has no ball. */
static DhRaceRunner *
peek_runner (DhRace *self, guint runner)
{
  return runner < self->n_runners && self->runners[runner].descent != NULL ? &self->runners[runner]
                                                                           : NULL;
}

DhGround *
dh_race_get_runner_ground (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, NULL);
  return self->runners[runner].ground;
}

const DhTerrain *
dh_race_get_terrain (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, NULL);
  return self->runners[runner].terrain;
}

gboolean
dh_race_is_terrain_current (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, FALSE);
  return dh_race_has_own_terrain (&self->runners[runner]);
}

const DhDescent *
dh_race_get_descent (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, NULL);
  return self->runners[runner].descent;
}

const DhTrajectoryPoint *
dh_race_get_trajectory (DhRace *self, guint runner, guint *n_points)
{
  const DhRaceRunner *it = peek_runner (self, runner);

  *n_points = it != NULL ? dh_race_get_index (self, it) + 1 : 0;
  return it != NULL ? dh_descent_get_trajectory (it->descent) : NULL;
}

const DhBall *
dh_race_get_ball (DhRace *self, guint runner)
{
  const DhRaceRunner *it = peek_runner (self, runner);

  return it != NULL ? dh_descent_get_ball (it->descent, dh_race_get_index (self, it)) : NULL;
}

DhBallState
dh_race_judge (DhRace *self, guint runner, char **text)
{
  DhRaceRunner *it = &self->runners[runner];

  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, DH_BALL_STATE_START);
  if (it->descent != NULL && dh_race_has_own_terrain (it))
    {
      DhBallState ball_state = dh_race_look_at (self, it);

      *text = g_strdup (it->sentence);
      return ball_state;
    }
  *text = g_strdup (it->problem != NULL ? it->problem : "");
  return DH_BALL_STATE_START;
}

/* The curvature that descent feels.  A ball that jumps across a narrow valley stands on its
 * straight sides, where there is hardly any: what throws it back shows only as the change of slope
 * over its step, which is the mean curvature along it. */
static double
find_felt_curvature (DhRace *self, DhRaceRunner *runner)
{
  const DhJet *jet = peek_jet (self, runner);
  guint index = dh_race_get_index (self, runner);
  double along = index > 0 ? dh_descent_get_curvature_along (runner->descent, index, jet) : NAN;
  double here = runner->ground->n_dimensions > 1 ? dh_jet_get_largest_curvature (jet) : jet->xx;

  return here > 0 && along > here ? along : here;
}

double
dh_race_get_stable_rate (DhRace *self, guint runner)
{
  DhRaceRunner *it = peek_runner (self, runner);
  const DhOptimizerConfig *optimizer_config = it != NULL ? &it->request.optimizer_config : NULL;

  if (it == NULL || optimizer_config->optimizer->get_stable_product == NULL)
    return NAN;
  if (!dh_jet_is_finite (peek_jet (self, it)))
    return NAN;
  return dh_optimizer_get_stable_rate (optimizer_config->optimizer, optimizer_config->settings,
                                       find_felt_curvature (self, it));
}

gboolean
dh_race_make_picture (DhRace *self, guint runner, int *side, float **rgb)
{
  const DhRaceRunner *it = peek_runner (self, runner);

  if (it == NULL || dh_ground_get_kind (it->ground) != DH_GROUND_KIND_FACE)
    return FALSE;
  *side = dh_face_ground_get_size (it->ground);
  *rgb = g_new (float, 3 * (gsize) *side * *side);
  dh_face_ground_make_picture (it->ground, dh_race_get_ball (self, runner)->at, *rgb);
  return TRUE;
}

gboolean
dh_race_get_line (DhRace *self, guint runner, double *slope, double *intercept)
{
  const DhBall *ball = dh_race_get_ball (self, runner);

  if (ball == NULL || self->ground_kind != DH_GROUND_KIND_FIT)
    return FALSE;
  *slope = ball->at[0];
  *intercept = ball->at[1];
  return TRUE;
}
