/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Converting the state of a race into a scene to draw.  All balls of a scene are at the same
 * fraction of a step; a diverged ball stays behind, so its last position is given twice.
 */
#include "ui/hills/race-scene.h"

static void
stay (DhRaceScene *self, guint place, DhSceneBall *ball)
{
  GArray **points = &self->stays[place];

  if (*points == NULL)
    *points = g_array_new (FALSE, FALSE, sizeof (DhTrajectoryPoint));
  g_array_set_size (*points, 0);
  g_array_append_vals (*points, ball->points, ball->n_points);
  g_array_append_val (*points, ball->points[ball->n_points - 1]);
  ball->points = &g_array_index (*points, DhTrajectoryPoint, 0);
  ball->n_points++;
}

/* Adds a ball with its trajectory from the start to its current position. */
static void
add (DhRaceScene *self, DhRace *race, guint runner)
{
  const DhRunner *request = dh_race_get_runner (race, runner);
  const DhDescent *descent = dh_race_get_descent (race, runner);
  const DhBall *shown = dh_race_get_ball (race, runner);
  DhSceneBall *ball = &self->balls[self->n_balls];

  if (request->hidden || descent == NULL || shown == NULL)
    return;
  *ball = (DhSceneBall) {
    .number = request->number,
    .points = dh_descent_get_trajectory (descent),
    .n_points = (guint) (shown - dh_descent_get_ball (descent, 0)) + 1,
    .hops = request->optimizer_config.optimizer->memoryless,
    .breakdown = dh_race_get_breakdown (race, runner),
    .n_told = dh_race_get_n_told (race, runner),
  };
  if (shown->diverged && dh_race_get_fraction (race) < 1)
    stay (self, self->n_balls, ball);
  self->n_balls++;
}

static void
finish (DhRaceScene *self, DhRace *race, guint runner, DhScene *scene)
{
  scene->balls = self->balls;
  scene->n_balls = self->n_balls;
  scene->n_shown = 0;
  scene->fraction = dh_race_get_fraction (race);
  scene->basins = dh_race_get_with_basins (race) ? dh_race_get_basins (race, runner) : NULL;
}

void
dh_race_scene_clear (DhRaceScene *self)
{
  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    g_clear_pointer (&self->stays[i], g_array_unref);
}

void
dh_race_scene_fill_one (DhRaceScene *self, DhRace *race, guint runner, DhScene *scene)
{
  self->n_balls = 0;
  add (self, race, runner);
  finish (self, race, runner, scene);
}

void
dh_race_scene_fill_all (DhRaceScene *self, DhRace *race, DhScene *scene)
{
  guint n_runners = dh_race_get_n_runners (race);

  self->n_balls = 0;
  for (guint i = 0; i < n_runners; i++)
    add (self, race, i);
  if (n_runners > 0)
    finish (self, race, 0, scene);
}
