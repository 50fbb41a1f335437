/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statements about losses and rates, demonstrated by balls: each statement that the page Hills can
 * show is run as a user would run it, and judged by the program's own sentences.
 */
#include "core/race/race.h"

#include "tests/core/race/race-helpers.h"

#include <math.h>
#include <string.h>

static DhRace *
start_race (const char *ground, guint n, const char *const *losses, const double *rates)
{
  DhRace *race = dh_race_new (g_getenv ("DH_FACES"));
  DhRunner runners[DH_RACE_MAX_RUNNERS];

  g_assert_true (dh_race_set_ground (race, ground, NULL));
  for (guint i = 0; i < n; i++)
    {
      runners[i] = race_make_runner (i + 1, losses != NULL ? losses[i] : "mse", "sgd");
      runners[i].learning_rate = rates != NULL ? rates[i] : 0;
    }
  dh_race_set_runners (race, runners, n);
  race_wait_for_columns (race, g_str_equal (ground, "curve")        ? 401
                               : g_str_has_prefix (ground, "face:") ? 13
                                                                    : 96);
  return race;
}

static void
make_steps (DhRace *race, guint n)
{
  for (guint i = 0; i < n; i++)
    dh_race_step (race);
}

static void
assert_ball_state (DhRace *race, guint runner, DhBallState expected)
{
  g_autofree char *text = NULL;
  DhBallState ball_state = dh_race_judge (race, runner, &text);

  g_assert_cmpstr (dh_ball_state_get_id (ball_state), ==, dh_ball_state_get_id (expected));
}

/* 3: at the same rate, MAE's ball bounces forever, by about the rate; the balls of MSE, Huber and
 * the smoothed MAE come to rest. */
static void
test_mae_bounces (void)
{
  static const char *const losses[] = { "mae", "mse", "huber" };
  g_autoptr (DhRace) race = start_race ("curve", 3, losses, NULL);
  double low = INFINITY, high = -INFINITY, rate = dh_race_get_rate (race, 0);

  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (dh_race_get_rate (race, i), ==, rate);
  make_steps (race, 400);
  assert_ball_state (race, 0, DH_BALL_STATE_BOUNCING);
  assert_ball_state (race, 1, DH_BALL_STATE_SETTLED_DEEPEST);
  assert_ball_state (race, 2, DH_BALL_STATE_SETTLED_DEEPEST);
  for (guint i = 0; i < 20; i++)
    {
      dh_race_step (race);
      low = MIN (low, dh_race_get_ball (race, 0)->at[0]);
      high = MAX (high, dh_race_get_ball (race, 0)->at[0]);
    }
  g_assert_cmpfloat_with_epsilon (high - low, rate, 1e-6);
  g_assert_cmpfloat (low, <, 0);
  g_assert_cmpfloat (high, >, 0);
}

/* The sentence for it names the width. */
static void
test_width_is_named (void)
{
  static const char *const losses[] = { "mae" };
  g_autoptr (DhRace) race = start_race ("curve", 1, losses, NULL);
  g_autofree char *text = NULL;

  make_steps (race, 100);
  dh_race_judge (race, 0, &text);
  g_assert_nonnull (strstr (text, "0.1"));
}

static guint
count_steps_to (DhRace *race, guint runner, double error)
{
  while (fabs (dh_race_get_ball (race, runner)->at[0]) > error)
    {
      g_assert_cmpuint (dh_race_get_position (race), <, 2000);
      dh_race_step (race);
    }
  return dh_race_get_position (race);
}

/* 4: near the bottom, MSE's slope has become small, and its ball creeps; Huber's, with the same
 * slope further out, arrives while the other is still moving.  Far out, MSE is faster. */
static void
test_mse_fades (void)
{
  static const char *const losses[] = { "mse", "huber" };
  const double rates[] = { 0.02, 0.02 }, near_bottom[] = { 0.08, 0 };
  g_autoptr (DhRace) race = start_race ("curve", 2, losses, rates);
  double first, last;

  dh_race_drop (race, near_bottom);
  first = dh_race_get_ball (race, 0)->at[0];
  dh_race_step (race);
  first -= dh_race_get_ball (race, 0)->at[0];
  make_steps (race, 60);
  last = dh_race_get_ball (race, 0)->at[0];
  dh_race_step (race);
  last -= dh_race_get_ball (race, 0)->at[0];
  g_assert_cmpfloat (last, <, 0.12 * first);
  dh_race_reset (race);
  g_assert_cmpuint (count_steps_to (race, 0, 1e-3), >, 90);
  dh_race_reset (race);
  g_assert_cmpuint (count_steps_to (race, 0, 0.02), >, 30);
}

/* 4, with outliers: Huber finds a line through the points and MSE doesn't, however long it runs. */
static void
test_huber_combines (void)
{
  static const char *const losses[] = { "mse", "huber", "mae" };
  const double rates[] = { 0.3, 1.5, 0.3 };
  g_autoptr (DhRace) race = start_race ("fit", 3, losses, rates);
  double slopes[3], intercept;

  make_steps (race, 1500);
  for (guint i = 0; i < 3; i++)
    g_assert_true (dh_race_get_line (race, i, &slopes[i], &intercept));
  assert_ball_state (race, 0, DH_BALL_STATE_SETTLED_DEEPEST);
  assert_ball_state (race, 1, DH_BALL_STATE_SETTLED_DEEPEST);
  g_assert_cmpfloat (fabs (slopes[1] - 0.55), <, 0.12);
  g_assert_cmpfloat (fabs (slopes[0] - 0.55), >, 3 * fabs (slopes[1] - 0.55));
}

/* 8: the high rate arrives first and doesn't come to rest; the low one moves slowly and stays in
 * the first hollow, which is higher than the one that the high one found. */
static void
test_rates_on_bumps (void)
{
  const double rates[] = { 0.004, 0.08, 1.28 };
  g_autoptr (DhRace) race = start_race ("hill:bumpy", 3, NULL, rates);
  const double deepest = dh_race_get_terrain (race, 0)->valleys[0].value;
  double lowest[3] = { INFINITY, INFINITY, INFINITY };

  for (guint k = 0; k < 40; k++)
    {
      dh_race_step (race);
      for (guint i = 0; i < 3; i++)
        lowest[i] = MIN (lowest[i], dh_race_get_ball (race, i)->loss);
    }
  /* The ball with the low rate has hardly moved. */
  g_assert_cmpfloat (lowest[0], >, lowest[1] + 0.3);
  make_steps (race, 3000);
  assert_ball_state (race, 0, DH_BALL_STATE_SETTLED_OTHER);
  assert_ball_state (race, 1, DH_BALL_STATE_SETTLED_OTHER);
  assert_ball_state (race, 2, DH_BALL_STATE_BOUNCING);
  g_assert_cmpfloat (dh_race_get_ball (race, 0)->loss, >, deepest + 0.1);
}

/* 8: and the high rate can jump to a worse place. */
static void
test_jumps_out (void)
{
  const double rates[] = { 0.08, 0.64 };
  g_autoptr (DhRace) race = start_race ("hill:bumpy", 2, NULL, rates);

  make_steps (race, 600);
  assert_ball_state (race, 1, DH_BALL_STATE_SETTLED_OTHER);
  g_assert_cmpfloat (dh_race_get_ball (race, 1)->loss, >, dh_race_get_ball (race, 0)->loss + 0.2);
}

/* 9: a ball ends in a place that isn't the best, and the sentence says which and how much
 * higher. */
static void
test_not_the_best (void)
{
  g_autoptr (DhRace) race = start_race ("hill:bumpy", 1, NULL, NULL);
  const DhTerrain *terrain = dh_race_get_terrain (race, 0);
  const DhValley *valley;
  g_autofree char *above = NULL;
  g_autofree char *text = NULL;

  make_steps (race, 400);
  g_assert_cmpint (dh_race_judge (race, 0, &text), ==, DH_BALL_STATE_SETTLED_OTHER);
  valley = dh_terrain_find_valley (terrain, dh_race_get_ball (race, 0)->at, 0.02);
  g_assert_nonnull (valley);
  g_assert_true (valley != &terrain->valleys[0]);
  above = g_strdup_printf ("valley %u of %u: its loss is %.3g above", (guint) (valley - terrain->valleys) + 1,
                           terrain->n_valleys, valley->value - terrain->valleys[0].value);
  g_assert_nonnull (strstr (text, above));
}

/* A broken loss looks like a success, so what happens to the face is shown beside it. */
static void
test_broken_goes_astray (void)
{
  static const char *const losses[] = { "broken", "mse" };
  static const char *const grounds[] = { "face:shift", "face:turn", "face:tone", "face:morph" };

  for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
    {
      g_autoptr (DhRace) race = start_race (grounds[i], 2, losses, NULL);
      g_autofree char *text = NULL, *honest = NULL;

      make_steps (race, 40);
      g_assert_cmpfloat (dh_race_get_ball (race, 0)->loss, <,
                         dh_descent_get_ball (dh_race_get_descent (race, 0), 0)->loss);
      g_assert_cmpint (dh_race_judge (race, 0, &text), ==, DH_BALL_STATE_ASTRAY);
      g_assert_nonnull (strstr (text, "mean error has grown from"));
      g_assert_cmpint (dh_race_judge (race, 1, &honest), !=, DH_BALL_STATE_ASTRAY);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-statements/3-mae-bounces", test_mae_bounces);
  g_test_add_func ("/race-statements/3-width-is-named", test_width_is_named);
  g_test_add_func ("/race-statements/4-mse-fades", test_mse_fades);
  g_test_add_func ("/race-statements/4-huber-combines", test_huber_combines);
  g_test_add_func ("/race-statements/8-rates-on-bumps", test_rates_on_bumps);
  g_test_add_func ("/race-statements/8-jumps-out", test_jumps_out);
  g_test_add_func ("/race-statements/9-not-the-best", test_not_the_best);
  g_test_add_func ("/race-statements/broken-goes-astray", test_broken_goes_astray);
  return g_test_run ();
}
