/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Balls on grounds, one a lane: they come and go by number, keep their places where only the ground
 * under them changes, start anew where another one is chosen, move by a clock that the test holds,
 * and their terrains arrive from the thread, coarse before fine.
 */
#include "core/landscape/expression.h"
#include "core/landscape/face-ground.h"
#include "core/landscape/hill.h"
#include "core/race/race.h"

#include "tests/core/race/race-helpers.h"

#include <math.h>
#include <string.h>

typedef struct
{
  DhRace *race;
  guint n_moved;
  guint n_terrains[DH_RACE_MAX_RUNNERS];
  guint columns[DH_RACE_MAX_RUNNERS][32]; /* of each terrain that arrived; 0: none */
  guint n_notified;
} Watch;

static void
moved_cb (DhRace *race, Watch *watch)
{
  watch->n_moved++;
}

static void
terrain_cb (DhRace *race, guint runner, Watch *watch)
{
  const DhTerrain *terrain = dh_race_get_terrain (race, runner);
  guint n = watch->n_terrains[runner]++;

  g_assert_cmpuint (n, <, 32);
  watch->columns[runner][n] = terrain != NULL ? terrain->n_columns : 0;
}

static void
notify_cb (GObject *object, GParamSpec *pspec, Watch *watch)
{
  watch->n_notified++;
}

static void
watch_clear (Watch *watch)
{
  g_assert_finalize_object (watch->race);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watch, watch_clear)

static void
watch_start (Watch *watch)
{
  memset (watch, 0, sizeof *watch);
  watch->race = dh_race_new (g_getenv ("DH_FACES"));
  g_signal_connect (watch->race, "moved", G_CALLBACK (moved_cb), watch);
  g_signal_connect (watch->race, "terrain-changed", G_CALLBACK (terrain_cb), watch);
  g_signal_connect (watch->race, "notify", G_CALLBACK (notify_cb), watch);
}

/* Lanes 1 … n, all the same. */
static void
set_alike (DhRace *race, guint n)
{
  DhRunner runners[DH_RACE_MAX_RUNNERS];

  for (guint i = 0; i < n; i++)
    runners[i] = race_make_runner (i + 1, "mse", "sgd");
  dh_race_set_runners (race, runners, n);
}

static void
assert_at (DhRace *race, guint runner, double x, double y)
{
  g_assert_cmpfloat_with_epsilon (dh_race_get_ball (race, runner)->at[0], x, 1e-12);
  g_assert_cmpfloat_with_epsilon (dh_race_get_ball (race, runner)->at[1], y, 1e-12);
}

/* ---- runners ---- */

static void
test_defaults (void)
{
  g_auto (Watch) watch = { 0 };
  double start[2];

  watch_start (&watch);
  g_assert_cmpstr (dh_race_get_ground (watch.race), ==, "hill:bumpy");
  g_assert_null (dh_race_get_message (watch.race));
  g_assert_false (dh_race_get_playing (watch.race));
  g_assert_cmpfloat (dh_race_get_speed (watch.race), ==, 1);
  g_assert_cmpfloat (dh_race_get_noise (watch.race), ==, 0);
  g_assert_cmpuint (dh_race_get_n_runners (watch.race), ==, 0);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 0);
  g_assert_cmpfloat (dh_race_get_parameters (watch.race)[0], ==, 1);
  dh_race_get_start (watch.race, start);
  g_assert_cmpfloat (start[0], ==, dh_hill_find ("bumpy")->start[0]);
  g_assert_true (isnan (dh_race_get_stable_rate (watch.race, 0)));
}

static void
test_come_and_go (void)
{
  g_auto (Watch) watch = { 0 };
  DhRunner runners[3] = { race_make_runner (1, "mse", "sgd"), race_make_runner (2, "mae", "sgd"),
                          race_make_runner (5, "mse", "sgd") };
  DhRunner others[3];

  watch_start (&watch);
  dh_race_set_ground (watch.race, "hill:bowl", NULL);
  runners[1].learning_rate = 0.2;
  dh_race_set_runners (watch.race, runners, 3);
  g_assert_cmpuint (dh_race_get_n_runners (watch.race), ==, 3);
  dh_race_step (watch.race);
  assert_at (watch.race, 0, -2.4 * 0.9, 1.9 * 0.9);
  assert_at (watch.race, 1, -2.4 * 0.8, 1.9 * 0.8);
  /* 1 leaves, 3 joins, 5 and 2 swap places: each ball stays with its lane. */
  others[0] = runners[2];
  others[1] = race_make_runner (3, "mse", "sgd");
  others[2] = runners[1];
  dh_race_set_runners (watch.race, others, 3);
  g_assert_cmpuint (dh_race_get_runner (watch.race, 0)->number, ==, 5);
  assert_at (watch.race, 0, -2.4 * 0.9, 1.9 * 0.9);
  assert_at (watch.race, 1, -2.4, 1.9);
  assert_at (watch.race, 2, -2.4 * 0.8, 1.9 * 0.8);
  dh_race_set_runners (watch.race, others + 2, 1);
  g_assert_cmpuint (dh_race_get_n_runners (watch.race), ==, 1);
  assert_at (watch.race, 0, -2.4 * 0.8, 1.9 * 0.8);
  dh_race_set_runners (watch.race, NULL, 0);
  g_assert_cmpuint (dh_race_get_n_runners (watch.race), ==, 0);
}

/* All six places are taken and the runners swap places: no ball is lost. */
static void
test_full_house (void)
{
  g_auto (Watch) watch = { 0 };
  DhRunner runners[DH_RACE_MAX_RUNNERS];

  watch_start (&watch);
  dh_race_set_ground (watch.race, "hill:bowl", NULL);
  for (guint i = 0; i < 6; i++)
    {
      runners[i] = race_make_runner (i + 1, "mse", "sgd");
      runners[i].learning_rate = 0.1 * (i + 1);
    }
  dh_race_set_runners (watch.race, runners, 6);
  dh_race_step (watch.race);
  for (guint shift = 1; shift < 6; shift++)
    {
      DhRunner turned[DH_RACE_MAX_RUNNERS];

      for (guint i = 0; i < 6; i++)
        turned[i] = runners[(i * 5 + shift) % 6];
      dh_race_set_runners (watch.race, turned, 6);
      for (guint i = 0; i < 6; i++)
        assert_at (watch.race, i, -2.4 * (1 - turned[i].learning_rate),
                   1.9 * (1 - turned[i].learning_rate));
    }
}

/* The signal for a place is emitted when something else takes that place, and only then. */
static void
test_places_are_announced (void)
{
  g_auto (Watch) watch = { 0 };
  DhRunner runners[3], swapped[3];

  watch_start (&watch);
  for (guint i = 0; i < 3; i++)
    swapped[i] = runners[i] = race_make_runner (i + 1, "mse", "sgd");
  dh_race_set_runners (watch.race, runners, 3);
  race_wait_for_columns (watch.race, 96);
  memset (watch.n_terrains, 0, sizeof watch.n_terrains);
  runners[1].learning_rate = 0.01;
  dh_race_set_runners (watch.race, runners, 3);
  dh_race_step (watch.race);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (watch.n_terrains[i], ==, 0);
  swapped[0] = runners[1];
  swapped[1] = runners[0];
  dh_race_set_runners (watch.race, swapped, 3);
  g_assert_cmpuint (watch.n_terrains[0], ==, 1);
  g_assert_cmpuint (watch.n_terrains[1], ==, 1);
  g_assert_cmpuint (watch.n_terrains[2], ==, 0);
}

static void
test_changes (void)
{
  g_auto (Watch) watch = { 0 };
  DhRunner runner = race_make_runner (1, "mse", "sgd");

  watch_start (&watch);
  dh_race_set_ground (watch.race, "curve", NULL);
  dh_race_set_runners (watch.race, &runner, 1);
  dh_race_step (watch.race);
  assert_at (watch.race, 0, 0.83 * 0.8, 0);
  /* A new rate applies from the next step on; the trajectory stays. */
  runner.learning_rate = 0.25;
  dh_race_set_runners (watch.race, &runner, 1);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 1);
  dh_race_step (watch.race);
  assert_at (watch.race, 0, 0.83 * 0.8 * 0.5, 0);
  /* A new loss gives a new ground under the same ball. */
  runner.mix = race_make_runner (1, "mae", "sgd").mix;
  dh_race_set_runners (watch.race, &runner, 1);
  assert_at (watch.race, 0, 0.83 * 0.8 * 0.5, 0);
  g_assert_cmpfloat_with_epsilon (dh_race_get_ball (watch.race, 0)->loss, 0.83 * 0.4, 1e-12);
  dh_race_step (watch.race);
  assert_at (watch.race, 0, 0.83 * 0.4 - 0.25, 0);
  runner.optimizer_config = dh_optimizer_config_make (dh_optimizer_find ("adam"),
                                                      DH_OPTIMIZER_USER_BALL);
  runner.learning_rate = 0.01;
  dh_race_set_runners (watch.race, &runner, 1);
  dh_race_step (watch.race);
  g_assert_cmpfloat_with_epsilon (dh_race_get_ball (watch.race, 0)->at[0], 0.83 * 0.4 - 0.26, 1e-6);
}

/* A hill doesn't depend on the loss: the ground stays the same. */
static void
test_hill_without_loss (void)
{
  g_auto (Watch) watch = { 0 };
  DhRunner runner = race_make_runner (1, "mse", "sgd");
  const DhTerrain *terrain;

  watch_start (&watch);
  dh_race_set_runners (watch.race, &runner, 1);
  race_wait_for_columns (watch.race, 96);
  terrain = dh_race_get_terrain (watch.race, 0);
  runner.mix = race_make_runner (1, "ssim", "sgd").mix;
  dh_race_set_runners (watch.race, &runner, 1);
  g_assert_true (dh_race_get_terrain (watch.race, 0) == terrain);
  g_assert_null (dh_race_get_problem (watch.race, 0));
}

/* ---- grounds ---- */

static void
test_terrains (void)
{
  g_auto (Watch) watch = { 0 };

  watch_start (&watch);
  set_alike (watch.race, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_null (dh_race_get_terrain (watch.race, i));
  race_wait_for_columns (watch.race, 96);
  dh_race_set_ground (watch.race, "curve", NULL);
  for (guint i = 0; i < 4; i++)
    g_assert_null (dh_race_get_terrain (watch.race, i));
  race_wait_for_columns (watch.race, 401);
  g_assert_cmpuint (dh_race_get_terrain (watch.race, 3)->n_rows, ==, 1);
  dh_race_set_ground (watch.race, "hill:x^2 + abs(y)", NULL);
  race_wait_for_columns (watch.race, 96);
  g_assert_cmpuint (dh_race_get_terrain (watch.race, 2)->n_valleys, ==, 1);
}

static void
test_coarse_then_fine (void)
{
  g_auto (Watch) watch = { 0 };

  watch_start (&watch);
  g_assert_true (dh_race_set_ground (watch.race, "face:shift", NULL));
  set_alike (watch.race, 2);
  race_wait_for_columns (watch.race, 65);
  for (guint i = 0; i < 2; i++)
    for (guint k = 1; k < watch.n_terrains[i]; k++)
      g_assert_cmpuint (watch.columns[i][k], >=, watch.columns[i][k - 1]);
}

static void
test_picture (void)
{
  g_auto (Watch) watch = { 0 };
  const double neutral[2] = { 0, 0 };
  g_autofree float *rgb = NULL;
  DhGround *ground;
  int side = 0;

  watch_start (&watch);
  set_alike (watch.race, 1);
  g_assert_false (dh_race_make_picture (watch.race, 0, &side, &rgb));
  g_assert_true (dh_race_set_ground (watch.race, "face:shift", NULL));
  dh_race_drop (watch.race, neutral);
  g_assert_true (dh_race_make_picture (watch.race, 0, &side, &rgb));
  g_assert_cmpint (side, ==, 64);
  ground = dh_descent_get_ground (dh_race_get_descent (watch.race, 0));
  for (int i = 0; i < 3 * side * side; i++)
    g_assert_cmpfloat_with_epsilon (rgb[i], dh_face_ground_get_target (ground)[i], 1e-5);
  g_assert_false (dh_race_make_picture (watch.race, 1, &side, &rgb));
}

static void
test_problem (void)
{
  g_auto (Watch) watch = { 0 };
  DhRunner runners[2] = { race_make_runner (1, "mse", "sgd"), race_make_runner (2, "ssim", "sgd") };
  g_autofree char *text = NULL;

  watch_start (&watch);
  dh_race_set_ground (watch.race, "curve", NULL);
  dh_race_set_runners (watch.race, runners, 2);
  g_assert_null (dh_race_get_problem (watch.race, 0));
  g_assert_nonnull (strstr (dh_race_get_problem (watch.race, 1), "whole pictures"));
  g_assert_null (dh_race_get_descent (watch.race, 1));
  dh_race_judge (watch.race, 1, &text);
  g_assert_cmpstr (text, ==, dh_race_get_problem (watch.race, 1));
  race_wait_for_columns (watch.race, 401);
  g_assert_null (dh_race_get_terrain (watch.race, 1));
  /* The others continue as if it weren't there. */
  dh_race_set_playing (watch.race, TRUE);
  dh_race_tick (watch.race, 1);
  dh_race_back (watch.race);
  dh_race_reset (watch.race);
  dh_race_step (watch.race);
  dh_race_set_noise (watch.race, 0.1);
  g_assert_true (isnan (dh_race_get_stable_rate (watch.race, 1)));
  runners[1].mix = runners[0].mix;
  dh_race_set_runners (watch.race, runners, 2);
  g_assert_null (dh_race_get_problem (watch.race, 1));
  g_assert_nonnull (dh_race_get_descent (watch.race, 1));
}

static void
test_mistyped (void)
{
  g_auto (Watch) watch = { 0 };
  DhTextSpan fault = { 0 };
  const DhTerrain *terrain;
  const DhDescent *descent;

  watch_start (&watch);
  set_alike (watch.race, 1);
  race_wait_for_columns (watch.race, 96);
  dh_race_step (watch.race);
  terrain = dh_race_get_terrain (watch.race, 0);
  descent = dh_race_get_descent (watch.race, 0);
  watch.n_notified = watch.n_moved = watch.n_terrains[0] = 0;
  g_assert_false (dh_race_set_ground (watch.race, "hill:x^2 + sine(y)", &fault));
  g_assert_cmpuint (fault.start, ==, 6);
  g_assert_cmpuint (fault.length, ==, 4);
  g_assert_nonnull (strstr (dh_race_get_message (watch.race), "sine"));
  g_assert_cmpuint (watch.n_notified, ==, 1);
  g_assert_cmpuint (watch.n_moved + watch.n_terrains[0], ==, 0);
  g_assert_cmpstr (dh_race_get_ground (watch.race), ==, "hill:bumpy");
  g_assert_true (dh_race_get_terrain (watch.race, 0) == terrain);
  g_assert_true (dh_race_get_descent (watch.race, 0) == descent);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 1);
  /* A valid ground clears the message. */
  g_assert_true (dh_race_set_ground (watch.race, "hill:bumpy", NULL));
  g_assert_null (dh_race_get_message (watch.race));
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 1);
}

static void
test_parameters (void)
{
  g_auto (Watch) watch = { 0 };
  double at, before;

  watch_start (&watch);
  set_alike (watch.race, 1);
  dh_race_step (watch.race);
  at = dh_race_get_ball (watch.race, 0)->at[0];
  before = dh_race_get_ball (watch.race, 0)->loss;
  dh_race_set_parameter (watch.race, 0, 0);
  g_assert_cmpfloat (dh_race_get_parameters (watch.race)[0], ==, 0);
  g_assert_cmpfloat (dh_race_get_ball (watch.race, 0)->at[0], ==, at);
  g_assert_cmpfloat (dh_race_get_ball (watch.race, 0)->loss, !=, before);
  race_wait_for_columns (watch.race, 96);
  g_assert_cmpuint (dh_race_get_terrain (watch.race, 0)->n_valleys, ==, 1);
  watch.n_terrains[0] = 0;
  dh_race_set_parameter (watch.race, 0, 0);
  g_assert_cmpuint (watch.n_terrains[0], ==, 0);
  /* Another hill has its own parameters; when the first is chosen again, it has its defaults. */
  dh_race_set_ground (watch.race, "hill:ravine", NULL);
  g_assert_cmpfloat (dh_race_get_parameters (watch.race)[0], ==, 2.5);
  dh_race_set_ground (watch.race, "hill:bumpy", NULL);
  g_assert_cmpfloat (dh_race_get_parameters (watch.race)[0], ==, 1);
}

/* ---- moving ---- */

static void
test_steps (void)
{
  g_auto (Watch) watch = { 0 };
  const double place[2] = { 1, -2 };
  double start[2];

  watch_start (&watch);
  dh_race_set_ground (watch.race, "hill:bowl", NULL);
  set_alike (watch.race, 2);
  watch.n_moved = 0;
  dh_race_drop (watch.race, place);
  dh_race_step (watch.race);
  dh_race_step (watch.race);
  g_assert_cmpuint (watch.n_moved, ==, 3);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 2);
  assert_at (watch.race, 1, 0.81, -1.62);
  dh_race_back (watch.race);
  assert_at (watch.race, 1, 0.9, -1.8);
  dh_race_back (watch.race);
  dh_race_back (watch.race);
  assert_at (watch.race, 0, 1, -2);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 2);
  dh_race_step (watch.race);
  dh_race_reset (watch.race);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 0);
  assert_at (watch.race, 0, 1, -2);
  dh_race_get_start (watch.race, start);
  g_assert_cmpfloat (start[1], ==, -2);
  /* Another ground has its own start. */
  dh_race_set_ground (watch.race, "hill:himmelblau", NULL);
  assert_at (watch.race, 0, -0.5, -0.5);
}

static void
test_tick (void)
{
  g_auto (Watch) watch = { 0 };
  const double step = 1 / DH_RACE_STEPS_PER_SECOND;

  watch_start (&watch);
  dh_race_set_ground (watch.race, "hill:bowl", NULL);
  set_alike (watch.race, 1);
  dh_race_tick (watch.race, 10);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 0);
  dh_race_set_playing (watch.race, TRUE);
  /* Fractions of a step add up. */
  for (guint i = 0; i < 8; i++)
    dh_race_tick (watch.race, step / 4);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 2);
  dh_race_set_speed (watch.race, 10);
  dh_race_tick (watch.race, step);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 12);
  dh_race_set_speed (watch.race, 1000);
  g_assert_cmpfloat (dh_race_get_speed (watch.race), ==, DH_RACE_MAX_SPEED);
  dh_race_set_speed (watch.race, 0);
  g_assert_cmpfloat (dh_race_get_speed (watch.race), ==, DH_RACE_MIN_SPEED);
  /* The ball is moving towards a step that has already been made. */
  dh_race_tick (watch.race, 9 * step);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 13);
  g_assert_cmpfloat_with_epsilon (dh_race_get_fraction (watch.race), 0.9, 1e-6);
  dh_race_tick (watch.race, 0.9 * step);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 13);
  /* A clock that ran backwards, and one that jumped an hour ahead. */
  dh_race_tick (watch.race, -5);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 13);
  dh_race_tick (watch.race, 36000);
  g_assert_cmpuint (dh_race_get_n_steps (watch.race), ==, 213);
  /* A manual step stops playing. */
  dh_race_step (watch.race);
  g_assert_false (dh_race_get_playing (watch.race));
}

static void
test_properties (void)
{
  g_auto (Watch) watch = { 0 };
  g_autofree char *ground = NULL;
  gboolean playing;

  watch_start (&watch);
  g_object_set (watch.race, "ground", "hill:bowl", "playing", TRUE, "speed", 2.0, "noise", 0.5,
                NULL);
  g_assert_cmpuint (watch.n_notified, ==, 4);
  g_object_set (watch.race, "ground", "hill:bowl", "playing", TRUE, "speed", 2.0, "noise", 0.5,
                NULL);
  g_assert_cmpuint (watch.n_notified, ==, 4);
  g_object_get (watch.race, "ground", &ground, "playing", &playing, NULL);
  g_assert_cmpstr (ground, ==, "hill:bowl");
  g_assert_true (playing);
}

/* The race is fair: the noise is the same for all balls. */
static void
test_noise (void)
{
  g_auto (Watch) watch = { 0 };

  watch_start (&watch);
  dh_race_set_ground (watch.race, "hill:bowl", NULL);
  set_alike (watch.race, 2);
  dh_race_set_noise (watch.race, 0.5);
  dh_race_step (watch.race);
  g_assert_cmpfloat (dh_race_get_ball (watch.race, 0)->at[0], ==,
                     dh_race_get_ball (watch.race, 1)->at[0]);
  g_assert_cmpfloat (fabs (dh_race_get_ball (watch.race, 0)->at[0] + 2.4 * 0.9), >, 1e-6);
}

static void
test_judge (void)
{
  g_auto (Watch) watch = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  watch_start (&watch);
  dh_race_set_ground (watch.race, "hill:bowl", NULL);
  set_alike (watch.race, 1);
  g_assert_cmpint (dh_race_judge (watch.race, 0, &before), ==, DH_BALL_STATE_START);
  g_assert_cmpstr (before, ==, "");
  race_wait_for_columns (watch.race, 96);
  g_assert_cmpint (dh_race_judge (watch.race, 0, &start), ==, DH_BALL_STATE_START);
  for (guint i = 0; i < 300; i++)
    dh_race_step (watch.race);
  g_assert_cmpint (dh_race_judge (watch.race, 0, &end), ==, DH_BALL_STATE_SETTLED_DEEPEST);
  g_assert_cmpfloat (dh_race_get_stable_rate (watch.race, 0), ==, 2);
}

/* Jumping across a narrow valley, from one straight wall to the other. */
static void
test_felt_curvature (void)
{
  g_auto (Watch) watch = { 0 };
  DhRunner runner = race_make_runner (1, "mse", "sgd");

  watch_start (&watch);
  dh_race_set_ground (watch.race, "hill:sqrt(1+1e4*x^2)", NULL);
  dh_race_drop (watch.race, (double[]) { 0.05, 0 });
  runner.learning_rate = 1e-3;
  dh_race_set_runners (watch.race, &runner, 1);
  g_assert_cmpfloat (dh_race_get_stable_rate (watch.race, 0), >, 0.01);
  dh_race_step (watch.race);
  g_assert_cmpfloat_with_epsilon (dh_race_get_stable_rate (watch.race, 0), 1e-3, 1e-5);
}

/* ---- the thread ---- */

static void
test_newest_request (void)
{
  g_auto (Watch) watch = { 0 };

  watch_start (&watch);
  set_alike (watch.race, 3);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *ground = g_strdup_printf ("hill:%u + x^2 + y^2", i);

      g_assert_true (dh_race_set_ground (watch.race, ground, NULL));
      if (i % 7 == 0)
        g_main_context_iteration (NULL, FALSE);
      memset (watch.n_terrains, 0, sizeof watch.n_terrains);
    }
  race_wait_for_columns (watch.race, 96);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (dh_race_get_terrain (watch.race, i)->valleys[0].value, 39,
                                    1e-6);
}

static void
test_dispose_while_busy (void)
{
  for (guint i = 0; i < 6; i++)
    {
      g_auto (Watch) watch = { 0 };

      watch_start (&watch);
      dh_race_set_ground (watch.race, i % 2 == 0 ? "face:turn" : "hill:ackley", NULL);
      set_alike (watch.race, i);
      if (i > 3)
        g_main_context_iteration (NULL, TRUE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/defaults", test_defaults);
  g_test_add_func ("/race/come-and-go", test_come_and_go);
  g_test_add_func ("/race/full-house", test_full_house);
  g_test_add_func ("/race/places-are-announced", test_places_are_announced);
  g_test_add_func ("/race/changes", test_changes);
  g_test_add_func ("/race/hill-without-loss", test_hill_without_loss);
  g_test_add_func ("/race/terrains", test_terrains);
  g_test_add_func ("/race/coarse-then-fine", test_coarse_then_fine);
  g_test_add_func ("/race/picture", test_picture);
  g_test_add_func ("/race/problem", test_problem);
  g_test_add_func ("/race/mistyped", test_mistyped);
  g_test_add_func ("/race/parameters", test_parameters);
  g_test_add_func ("/race/steps", test_steps);
  g_test_add_func ("/race/tick", test_tick);
  g_test_add_func ("/race/properties", test_properties);
  g_test_add_func ("/race/noise", test_noise);
  g_test_add_func ("/race/judge", test_judge);
  g_test_add_func ("/race/felt-curvature", test_felt_curvature);
  g_test_add_func ("/race/newest-request", test_newest_request);
  g_test_add_func ("/race/dispose-while-busy", test_dispose_while_busy);
  return g_test_run ();
}
