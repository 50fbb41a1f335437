/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A race's timeline: what is shown of the past is what was, what changes the future forgets it,
 * the end comes by itself, smooth motion between steps, and a step told from inside.
 */
#include "core/race/race.h"

#include "tests/core/race/race-helpers.h"

#include <math.h>

static DhRace *
start_race (const char *ground, const char *optimizer_config, guint n)
{
  DhRace *race = dh_race_new (g_getenv ("DH_FACES"));
  DhRunner runners[DH_RACE_MAX_RUNNERS];

  g_assert_true (dh_race_set_ground (race, ground, NULL));
  for (guint i = 0; i < n; i++)
    runners[i] = race_make_runner (i + 1, "mse", optimizer_config);
  dh_race_set_runners (race, runners, n);
  return race;
}

static void
set_rate (DhRace *race, guint runner, double rate)
{
  DhRunner runners[DH_RACE_MAX_RUNNERS];

  for (guint i = 0; i < dh_race_get_n_runners (race); i++)
    runners[i] = *dh_race_get_runner (race, i);
  runners[runner].learning_rate = rate;
  dh_race_set_runners (race, runners, dh_race_get_n_runners (race));
}

static DhBallState
judge (DhRace *race)
{
  g_autofree char *text = NULL;

  return dh_race_judge (race, 0, &text);
}

static double
get_x (DhRace *race, guint runner)
{
  return dh_race_get_ball (race, runner)->at[0];
}

static void
make_steps (DhRace *race, guint n)
{
  for (guint i = 0; i < n; i++)
    dh_race_step (race);
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

/* ---- the timeline ---- */

static void
test_past (void)
{
  g_autoptr (DhRace) race = start_race ("hill:bowl", "sgd", 2);
  guint n_positions = 0, n_lengths = 0, n_points;

  make_steps (race, 10);
  g_signal_connect (race, "notify::position", G_CALLBACK (count_cb), &n_positions);
  g_signal_connect (race, "notify::n-steps", G_CALLBACK (count_cb), &n_lengths);
  dh_race_set_position (race, 3);
  g_assert_cmpuint (n_positions, ==, 1);
  g_assert_cmpfloat_with_epsilon (get_x (race, 0), -2.4 * pow (0.9, 3), 1e-12);
  g_assert_nonnull (dh_race_get_trajectory (race, 0, &n_points));
  g_assert_cmpuint (n_points, ==, 4);
  dh_race_step (race);
  g_assert_cmpuint (dh_race_get_position (race), ==, 4);
  dh_race_back (race);
  dh_race_back (race);
  g_assert_cmpuint (dh_race_get_position (race), ==, 2);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 10);
  /* Playing first repeats the past and then continues. */
  dh_race_set_playing (race, TRUE);
  dh_race_tick (race, 5 / DH_RACE_STEPS_PER_SECOND);
  g_assert_cmpuint (dh_race_get_position (race), ==, 7);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 10);
  g_assert_cmpuint (n_lengths, ==, 0);
  dh_race_tick (race, 5 / DH_RACE_STEPS_PER_SECOND);
  g_assert_cmpuint (dh_race_get_position (race), ==, 12);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 12);
  g_assert_cmpuint (n_lengths, ==, 1);
  dh_race_set_position (race, 4000000);
  g_assert_cmpuint (dh_race_get_position (race), ==, 12);
}

static void
test_forgets (void)
{
  g_autoptr (DhRace) race = start_race ("hill:bowl", "sgd", 2);
  DhRunner runners[2];

  make_steps (race, 10);
  dh_race_set_position (race, 4);
  /* Hiding a ball doesn't forget the future. */
  for (guint i = 0; i < 2; i++)
    runners[i] = *dh_race_get_runner (race, i);
  runners[1].hidden = TRUE;
  dh_race_set_runners (race, runners, 2);
  g_assert_true (dh_race_get_runner (race, 1)->hidden);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 10);
  set_rate (race, 1, 0.5);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 4);
  g_assert_cmpuint (dh_race_get_position (race), ==, 4);
  dh_race_step (race);
  g_assert_cmpfloat_with_epsilon (get_x (race, 0), -2.4 * pow (0.9, 5), 1e-12);
  g_assert_cmpfloat_with_epsilon (get_x (race, 1), -2.4 * pow (0.9, 4) * 0.5, 1e-12);
  dh_race_set_position (race, 2);
  dh_race_set_noise (race, 0.2);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 2);
  make_steps (race, 3);
  dh_race_set_position (race, 1);
  dh_race_set_ground (race, "hill:bumpy", NULL);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 0);
  make_steps (race, 6);
  dh_race_set_position (race, 3);
  dh_race_set_parameter (race, 0, 0.5);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 3);
  g_assert_cmpuint (dh_race_get_position (race), ==, 3);
}

/* A ball that is added later has its own trajectory, and doesn't change the timeline's numbers. */
static void
test_late_runner (void)
{
  g_autoptr (DhRace) race = start_race ("hill:bowl", "sgd", 1);
  DhRunner runners[2];
  guint n_points;

  make_steps (race, 5);
  runners[0] = *dh_race_get_runner (race, 0);
  runners[1] = race_make_runner (2, "mse", "sgd");
  dh_race_set_runners (race, runners, 2);
  g_assert_cmpfloat (get_x (race, 1), ==, -2.4);
  make_steps (race, 2);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 7);
  g_assert_cmpfloat_with_epsilon (get_x (race, 1), -2.4 * 0.81, 1e-12);
  dh_race_get_trajectory (race, 1, &n_points);
  g_assert_cmpuint (n_points, ==, 3);
  dh_race_set_position (race, 6);
  g_assert_cmpfloat_with_epsilon (get_x (race, 1), -2.4 * 0.9, 1e-12);
  dh_race_set_position (race, 2);
  g_assert_cmpfloat (get_x (race, 1), ==, -2.4);
  /* It has no past at the position from which the race continues. */
  set_rate (race, 0, 0.5);
  make_steps (race, 1);
  g_assert_cmpfloat_with_epsilon (get_x (race, 1), -2.4 * 0.9, 1e-12);
  /* If all balls are new, the timeline is empty. */
  runners[0] = race_make_runner (4, "mse", "sgd");
  dh_race_set_runners (race, runners, 1);
  g_assert_cmpuint (dh_race_get_position (race), ==, 0);
}

/* The trajectory is placed on the new ground, and the optimizer keeps its state. */
static void
test_trajectory_on_other_ground (void)
{
  g_autoptr (DhRace) race = start_race ("curve", "momentum", 1);
  DhRunner runner = *dh_race_get_runner (race, 0);
  double velocity, before;
  const DhTrajectoryPoint *way;
  guint n_points;

  make_steps (race, 6);
  velocity = dh_race_get_ball (race, 0)->slots[0][0];
  before = get_x (race, 0);
  runner.mix = race_make_runner (1, "mae", "momentum").mix;
  dh_race_set_runners (race, &runner, 1);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 6);
  way = dh_race_get_trajectory (race, 0, &n_points);
  g_assert_cmpuint (n_points, ==, 7);
  for (guint i = 0; i < n_points; i++)
    g_assert_cmpfloat_with_epsilon (way[i].loss, fabs (way[i].at[0]), 1e-12);
  dh_race_step (race);
  g_assert_cmpfloat_with_epsilon (get_x (race, 0),
                                  before - 0.1 * (0.9 * velocity + (before > 0 ? 1 : -1)), 1e-12);
}

static void
test_dear_way (void)
{
  g_autoptr (DhRace) race = start_race ("face:tone", "sgd", 1);
  DhRunner runner = *dh_race_get_runner (race, 0);
  double before;
  guint n_points;

  make_steps (race, 40);
  before = get_x (race, 0);
  runner.mix = race_make_runner (1, "mae", "sgd").mix;
  dh_race_set_runners (race, &runner, 1);
  g_assert_cmpfloat (get_x (race, 0), ==, before);
  g_assert_cmpuint (dh_race_get_position (race), ==, 40);
  dh_race_get_trajectory (race, 0, &n_points);
  g_assert_cmpuint (n_points, ==, 25);
  dh_race_step (race);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 41);
}

/* ---- smooth motion and ends ---- */

static void
test_fraction (void)
{
  g_autoptr (DhRace) race = start_race ("hill:bowl", "sgd", 1);

  g_assert_cmpfloat (dh_race_get_fraction (race), ==, 1);
  dh_race_set_playing (race, TRUE);
  dh_race_tick (race, 0.25 / DH_RACE_STEPS_PER_SECOND);
  g_assert_cmpuint (dh_race_get_position (race), ==, 1);
  g_assert_cmpfloat_with_epsilon (dh_race_get_fraction (race), 0.25, 1e-9);
  dh_race_tick (race, 1.5 / DH_RACE_STEPS_PER_SECOND);
  g_assert_cmpuint (dh_race_get_position (race), ==, 2);
  g_assert_cmpfloat_with_epsilon (dh_race_get_fraction (race), 0.75, 1e-9);
  dh_race_tick (race, NAN);
  g_assert_cmpuint (dh_race_get_position (race), ==, 2);
  dh_race_set_playing (race, FALSE);
  g_assert_cmpfloat (dh_race_get_fraction (race), ==, 1);
  g_assert_cmpuint (dh_race_get_position (race), ==, 2);
}

static guint
play (DhRace *race, guint most_ticks)
{
  guint i = 0;

  dh_race_set_playing (race, TRUE);
  for (; i < most_ticks && dh_race_get_playing (race); i++)
    dh_race_tick (race, 4 / DH_RACE_STEPS_PER_SECOND);
  return i;
}

static void
test_ends (void)
{
  g_autoptr (DhRace) race = start_race ("hill:bowl", "sgd", 2);

  race_wait_for_columns (race, 96);
  g_assert_cmpuint (play (race, 200), <, 200);
  g_assert_cmpint (judge (race), ==, DH_BALL_STATE_SETTLED_DEEPEST);
  g_assert_cmpfloat (dh_race_get_fraction (race), ==, 1);
  /* A ball that starts slowly hasn't ended, nor has one that bounces, nor one with noise. */
  dh_race_reset (race);
  set_rate (race, 1, 2);
  g_assert_cmpuint (play (race, 100), ==, 100);
  dh_race_reset (race);
  set_rate (race, 1, 0);
  dh_race_set_noise (race, 0.1);
  g_assert_cmpuint (play (race, 100), ==, 100);
  /* All have diverged. */
  dh_race_set_noise (race, 0);
  dh_race_reset (race);
  set_rate (race, 0, 1e9);
  set_rate (race, 1, 1e300);
  g_assert_cmpuint (play (race, 100), <, 10);
  g_assert_true (dh_race_get_ball (race, 1)->diverged);
  g_assert_cmpuint (dh_race_get_n_steps (race), <, 3);
  dh_race_step (race);
  g_assert_cmpuint (dh_race_get_n_steps (race), <, 3);
}

static void
test_longest (void)
{
  g_autoptr (DhRace) race = start_race ("curve", "sgd", 1);
  DhRunner runner = race_make_runner (1, "mae", "sgd");

  dh_race_set_runners (race, &runner, 1);
  dh_race_set_speed (race, DH_RACE_MAX_SPEED);
  dh_race_set_playing (race, TRUE);
  for (guint i = 0; i < 200 && dh_race_get_playing (race); i++)
    dh_race_tick (race, 10);
  g_assert_false (dh_race_get_playing (race));
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, DH_RACE_MAX_STEPS);
  dh_race_set_inside (race, TRUE);
  g_assert_null (dh_race_get_breakdown (race, 0));
  dh_race_step (race);
  dh_race_back (race);
  g_assert_cmpuint (dh_race_get_position (race), ==, DH_RACE_MAX_STEPS - 1);
}

static void
test_finish (void)
{
  g_autoptr (DhRace) race = start_race ("hill:bowl", "sgd", 2);

  race_wait_for_columns (race, 96);
  dh_race_finish (race);
  g_assert_cmpuint (dh_race_get_position (race), ==, dh_race_get_n_steps (race));
  g_assert_cmpuint (dh_race_get_n_steps (race), <, 400);
  g_assert_cmpfloat (fabs (get_x (race, 0)), <, 1e-2);
  /* A race that never ends is stopped after a limit. */
  dh_race_reset (race);
  set_rate (race, 0, 2);
  dh_race_finish (race);
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 2000);
}

/* ---- inside a step ---- */

static void
assert_told (DhRace *race, guint position, guint told_0, guint told_1)
{
  g_assert_cmpuint (dh_race_get_position (race), ==, position);
  g_assert_cmpuint (dh_race_get_n_told (race, 0), ==, told_0);
  g_assert_cmpuint (dh_race_get_n_told (race, 1), ==, told_1);
}

static void
test_inside_by_hand (void)
{
  g_autoptr (DhRace) race = start_race ("hill:bowl", "sgd", 2);
  DhRunner runners[2] = { race_make_runner (1, "mse", "sgd"), race_make_runner (2, "mse", "adam") };
  const DhStepBreakdown *breakdown;
  double x;

  dh_race_set_runners (race, runners, 2);
  g_assert_null (dh_race_get_breakdown (race, 0));
  g_assert_cmpuint (dh_race_get_n_told (race, 0), ==, 0);
  dh_race_set_inside (race, TRUE);
  /* The step is explained before it is made; the shorter breakdown waits before its last part. */
  g_assert_cmpuint (dh_race_get_n_steps (race), ==, 0);
  assert_told (race, 0, 1, 1);
  dh_race_step (race);
  assert_told (race, 0, 1, 2);
  dh_race_step (race);
  assert_told (race, 0, 1, 3);
  dh_race_step (race);
  assert_told (race, 0, 2, 4);
  breakdown = dh_race_get_breakdown (race, 0);
  g_assert_cmpint (breakdown->parts[1].kind, ==, DH_BREAKDOWN_STEP);
  x = get_x (race, 0) + breakdown->parts[1].vector[0];
  dh_race_step (race);
  assert_told (race, 1, 1, 1);
  g_assert_cmpfloat (get_x (race, 0), ==, x);
  dh_race_back (race);
  assert_told (race, 0, 2, 4);
  for (guint i = 0; i < 5; i++)
    dh_race_back (race);
  assert_told (race, 0, 1, 1);
  /* A change of the rate changes the breakdown at once. */
  set_rate (race, 0, 0.2);
  g_assert_cmpfloat_with_epsilon (dh_race_get_breakdown (race, 0)->parts[1].vector[0], 0.48, 1e-12);
  dh_race_set_inside (race, FALSE);
  assert_told (race, 0, 0, 0);
  g_assert_null (dh_race_get_breakdown (race, 1));
}

static void
test_inside_playing (void)
{
  g_autoptr (DhRace) race = start_race ("hill:bowl", "sgd", 2);

  dh_race_set_inside (race, TRUE);
  dh_race_set_playing (race, TRUE);
  dh_race_tick (race, DH_RACE_SECONDS_PER_PART * 0.9);
  assert_told (race, 0, 1, 1);
  dh_race_tick (race, DH_RACE_SECONDS_PER_PART * 0.2);
  assert_told (race, 0, 2, 2);
  dh_race_tick (race, DH_RACE_SECONDS_PER_PART);
  /* While the balls are moving, no part is shown. */
  assert_told (race, 1, 0, 0);
  g_assert_cmpfloat (dh_race_get_fraction (race), >, 0);
  g_assert_cmpfloat (dh_race_get_fraction (race), <, 1);
  dh_race_tick (race, 1);
  assert_told (race, 1, 1, 1);
  g_assert_cmpfloat (dh_race_get_fraction (race), ==, 1);
  dh_race_set_speed (race, 10);
  dh_race_tick (race, 3600);
  g_assert_cmpuint (dh_race_get_position (race), >, 5);
  g_assert_cmpuint (dh_race_get_position (race), <, 40);
}

static void
test_inside_diverged (void)
{
  g_autoptr (DhRace) race = start_race ("hill:bowl", "sgd", 1);
  const DhStepBreakdown *breakdown;

  set_rate (race, 0, 1e300);
  dh_race_set_inside (race, TRUE);
  breakdown = dh_race_get_breakdown (race, 0);
  g_assert_cmpfloat (breakdown->parts[breakdown->n_parts - 1].vector[0], ==, 0);
  dh_race_step (race);
  dh_race_step (race);
  g_assert_true (dh_race_get_ball (race, 0)->diverged);
  g_assert_null (dh_race_get_breakdown (race, 0));
  dh_race_step (race);
  dh_race_set_playing (race, TRUE);
  dh_race_tick (race, 100);
  g_assert_false (dh_race_get_playing (race));
}

/* ---- points ---- */

static void
test_points (void)
{
  g_autoptr (DhRace) race = start_race ("fit", "sgd", 2);
  const DhTerrain *terrain;
  const DhFitPoint *points;
  double slope, intercept, loss, x;
  guint n;

  points = dh_race_get_points (race, &n);
  g_assert_cmpuint (n, ==, 22);
  make_steps (race, 30);
  race_wait_for_columns (race, 96);
  terrain = dh_race_get_terrain (race, 0);
  g_assert_true (terrain == dh_race_get_terrain (race, 1));
  loss = dh_race_get_ball (race, 0)->loss;
  x = get_x (race, 0);
  dh_race_move_point (race, 3, (DhFitPoint) { points[3].x, 0.9 });
  /* The ball keeps its position, on the previous heights until the new ones arrive. */
  g_assert_cmpfloat (get_x (race, 0), ==, x);
  g_assert_cmpfloat (dh_race_get_ball (race, 0)->loss, !=, loss);
  g_assert_cmpuint (dh_race_get_position (race), ==, 30);
  g_assert_true (dh_race_get_terrain (race, 0) == terrain);
  g_assert_false (dh_race_is_terrain_current (race, 0));
  race_wait_for_columns (race, 96);
  g_assert_true (dh_race_get_terrain (race, 0) != terrain);
  g_assert_true (dh_race_get_line (race, 0, &slope, &intercept));
  g_assert_cmpfloat (slope, ==, x);
  /* Invalid points. */
  dh_race_move_point (race, 3, (DhFitPoint) { NAN, 0 });
  dh_race_move_point (race, 4, (DhFitPoint) { 7, -1e300 });
  points = dh_race_get_points (race, &n);
  g_assert_cmpfloat (points[3].y, ==, 0.9);
  g_assert_cmpfloat (points[4].x, ==, 1);
  g_assert_cmpfloat (points[4].y, ==, -1);
  while (dh_race_add_point (race, (DhFitPoint) { 0.5, 0.5 }))
    ;
  dh_race_get_points (race, &n);
  g_assert_cmpuint (n, ==, DH_FIT_MAX_POINTS);
  for (guint i = 0; i < 100; i++)
    dh_race_remove_point (race, 0);
  points = dh_race_get_points (race, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (points[0].x, ==, 0.5);
  /* The points are kept while other grounds are shown. */
  dh_race_set_ground (race, "hill:bowl", NULL);
  g_assert_false (dh_race_get_line (race, 0, &slope, &intercept));
  dh_race_set_ground (race, "fit", NULL);
  dh_race_get_points (race, &n);
  g_assert_cmpuint (n, ==, 1);
  dh_race_reset_points (race);
  dh_race_get_points (race, &n);
  g_assert_cmpuint (n, ==, 22);
}

static void
test_shared (void)
{
  g_autoptr (DhRace) race = start_race ("curve", "sgd", 2);
  DhRunner runners[2] = { race_make_runner (1, "mae", "sgd"), race_make_runner (2, "mse", "sgd") };
  guint n_notified = 0;

  g_signal_connect (race, "notify::shared", G_CALLBACK (count_cb), &n_notified);
  dh_race_set_runners (race, runners, 2);
  g_assert_cmpfloat_with_epsilon (dh_race_get_ball (race, 1)->loss, 0.83 * 0.83, 1e-12);
  dh_race_set_shared (race, TRUE);
  dh_race_set_shared (race, TRUE);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpfloat_with_epsilon (dh_race_get_ball (race, 1)->loss, 0.83, 1e-12);
  g_assert_true (dh_race_get_runner_ground (race, 0) == dh_race_get_runner_ground (race, 1));
  runners[0].mix = race_make_runner (1, "ssim", "sgd").mix;
  dh_race_set_runners (race, runners, 2);
  g_assert_nonnull (dh_race_get_problem (race, 1));
  runners[0].mix = race_make_runner (1, "huber", "sgd").mix;
  dh_race_set_runners (race, runners, 2);
  g_assert_null (dh_race_get_problem (race, 1));
  dh_race_set_shared (race, FALSE);
  g_assert_true (dh_race_get_runner_ground (race, 0) != dh_race_get_runner_ground (race, 1));
  /* On a hill this is always so. */
  dh_race_set_ground (race, "hill:beale", NULL);
  g_assert_true (dh_race_get_runner_ground (race, 0) == dh_race_get_runner_ground (race, 1));
}

/* A position that isn't a number, or is far outside. */
static void
test_bad_places (void)
{
  g_autoptr (DhRace) race = start_race ("hill:himmelblau", "sgd", 1);
  const double nowhere[2] = { NAN, 0 }, far[2] = { 1e300, -INFINITY }, outside[2] = { 90, -90 };
  double start[2];

  dh_race_drop (race, nowhere);
  dh_race_drop (race, far);
  dh_race_get_start (race, start);
  g_assert_cmpfloat (start[0], ==, -0.5);
  dh_race_drop (race, outside);
  dh_race_get_start (race, start);
  g_assert_cmpfloat (start[0], ==, 6);
  g_assert_cmpfloat (start[1], ==, -6);
  dh_race_set_parameter (race, 1, NAN);
  dh_race_set_ground (race, "hill:sqrt(x) + 1/(y - 1)", NULL);
  dh_race_drop (race, outside);
  g_assert_cmpfloat (dh_race_get_ball (race, 0)->at[0], ==, 4);
  dh_race_drop (race, (const double[2]) { -2, 1 });
  g_assert_true (dh_race_get_ball (race, 0)->diverged);
  dh_race_set_inside (race, TRUE);
  g_assert_null (dh_race_get_breakdown (race, 0));
  race_wait_for_columns (race, 96);
  g_assert_cmpint (judge (race), ==, DH_BALL_STATE_UNDEFINED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-time/past", test_past);
  g_test_add_func ("/race-time/forgets", test_forgets);
  g_test_add_func ("/race-time/late-runner", test_late_runner);
  g_test_add_func ("/race-time/way-on-other-ground", test_trajectory_on_other_ground);
  g_test_add_func ("/race-time/dear-way", test_dear_way);
  g_test_add_func ("/race-time/fraction", test_fraction);
  g_test_add_func ("/race-time/ends", test_ends);
  g_test_add_func ("/race-time/longest", test_longest);
  g_test_add_func ("/race-time/finish", test_finish);
  g_test_add_func ("/race-time/inside-by-hand", test_inside_by_hand);
  g_test_add_func ("/race-time/inside-playing", test_inside_playing);
  g_test_add_func ("/race-time/inside-diverged", test_inside_diverged);
  g_test_add_func ("/race-time/points", test_points);
  g_test_add_func ("/race-time/shared", test_shared);
  g_test_add_func ("/race-time/bad-places", test_bad_places);
  return g_test_run ();
}
