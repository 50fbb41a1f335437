/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Read access to a race: where a ball is at the race's position, how it got there, what it is
 * doing, and its face or line.  Nothing here changes anything.
 */
#include "core/landscape/face-ground.h"
#include "core/race/race-private.h"
#include "core/race/terrain-feed.h"

#include <math.h>

/* ---- the ground ---- */

const char *
dh_race_get_ground (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), NULL);
  return dh_ground_maker_get_text (self->maker);
}

DhGroundKind
dh_race_get_ground_kind (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), DH_GROUND_KIND_HILL);
  return dh_ground_maker_get_kind (self->maker);
}

const char *
dh_race_get_message (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), NULL);
  return self->message;
}

const double *
dh_race_get_parameters (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), NULL);
  return dh_ground_maker_get_parameters (self->maker);
}

const DhFitPoint *
dh_race_get_points (DhRace *self, guint *n_points)
{
  g_return_val_if_fail (DH_IS_RACE (self), NULL);
  return dh_ground_maker_get_points (self->maker, n_points);
}

void
dh_race_get_start (DhRace *self, double at[2])
{
  g_return_if_fail (DH_IS_RACE (self));
  dh_ground_maker_get_start (self->maker, at);
}

gboolean
dh_race_get_shared (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  return self->runners->shared;
}

gboolean
dh_race_get_with_basins (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  return dh_race_feeds_get_with_basins (self->feeds);
}

/* ---- the runners ---- */

guint
dh_race_get_n_runners (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), 0);
  return self->runners->n;
}

const DhRunner *
dh_race_get_runner (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->runners->n, NULL);
  return &self->runners->each[runner].request;
}

const char *
dh_race_get_problem (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->runners->n, NULL);
  return self->runners->each[runner].problem;
}

DhGround *
dh_race_get_runner_ground (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->runners->n, NULL);
  return self->runners->each[runner].ground;
}

const DhTerrain *
dh_race_get_terrain (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->runners->n, NULL);
  return self->runners->each[runner].terrain;
}

gboolean
dh_race_is_terrain_current (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->runners->n, FALSE);
  return self->runners->each[runner].has_own_terrain;
}

gboolean
dh_race_is_terrain_finest (DhRace *self, guint runner)
{
  return dh_race_is_terrain_current (self, runner)
         && dh_terrain_feed_is_finest (dh_race_get_runner_ground (self, runner),
                                       dh_race_get_terrain (self, runner));
}

const DhBasins *
dh_race_get_basins (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->runners->n, NULL);
  return self->runners->each[runner].basins;
}

const DhDescent *
dh_race_get_descent (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->runners->n, NULL);
  return self->runners->each[runner].descent;
}

double
dh_race_get_rate (DhRace *self, guint runner)
{
  const DhRaceRunner *it;

  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->runners->n, 0);
  it = &self->runners->each[runner];
  if (it->request.learning_rate > 0)
    return it->request.learning_rate;
  return it->ground != NULL ? it->ground->learning_rate : 0;
}

double
dh_race_get_noise (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), 0);
  return self->runners->noise;
}

/* ---- the shown balls ---- */

/* NULL where the runner has no ball. */
static DhRaceRunner *
peek_runner (DhRace *self, guint runner)
{
  return runner < self->runners->n && self->runners->each[runner].descent != NULL
           ? &self->runners->each[runner]
           : NULL;
}

static guint
get_index (DhRace *self, const DhRaceRunner *runner)
{
  return dh_race_runner_get_index (runner, dh_race_timeline_get_position (self->timeline));
}

const DhTrajectoryPoint *
dh_race_get_trajectory (DhRace *self, guint runner, guint *n_points)
{
  const DhRaceRunner *it = peek_runner (self, runner);

  *n_points = it != NULL ? get_index (self, it) + 1 : 0;
  return it != NULL ? dh_descent_get_trajectory (it->descent) : NULL;
}

const DhBall *
dh_race_get_ball (DhRace *self, guint runner)
{
  const DhRaceRunner *it = peek_runner (self, runner);

  return it != NULL ? dh_descent_get_ball (it->descent, get_index (self, it)) : NULL;
}

DhBallState
dh_race_judge (DhRace *self, guint runner, char **text)
{
  const char *sentence = NULL;
  DhBallState ball_state;

  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->runners->n, DH_BALL_STATE_START);
  ball_state = dh_race_runner_judge (&self->runners->each[runner],
                                     dh_race_timeline_get_position (self->timeline), &sentence);
  if (text != NULL)
    *text = g_strdup (sentence);
  return ball_state;
}

double
dh_race_get_stable_rate (DhRace *self, guint runner)
{
  DhRaceRunner *it = peek_runner (self, runner);

  return it != NULL
           ? dh_race_runner_get_stable_rate (it, dh_race_timeline_get_position (self->timeline))
           : NAN;
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

  if (ball == NULL || dh_ground_maker_get_kind (self->maker) != DH_GROUND_KIND_FIT)
    return FALSE;
  *slope = ball->at[0];
  *intercept = ball->at[1];
  return TRUE;
}

/* ---- time ---- */

gboolean
dh_race_get_playing (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  return dh_race_timeline_get_playing (self->timeline);
}

double
dh_race_get_speed (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), 1);
  return dh_race_timeline_get_speed (self->timeline);
}

guint
dh_race_get_position (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), 0);
  return dh_race_timeline_get_position (self->timeline);
}

double
dh_race_get_fraction (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), 1);
  return dh_race_timeline_get_fraction (self->timeline);
}

guint
dh_race_get_n_steps (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), 0);
  return dh_race_runners_get_n_steps (self->runners);
}

gboolean
dh_race_get_inside (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  return dh_race_timeline_get_inside (self->timeline);
}

const DhStepBreakdown *
dh_race_get_breakdown (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->runners->n, NULL);
  return self->runners->each[runner].breakdown;
}

guint
dh_race_get_n_told (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->runners->n, 0);
  return dh_race_timeline_get_n_told (self->timeline, runner);
}
