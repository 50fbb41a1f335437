/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The race follows a session's lanes: who comes, goes and changes runs so; on hills rates are
 * spread where no one has set them, on grounds with a loss they are alike; and either may end
 * first.
 */
#include "core/race/race-lanes.h"

#include "tests/core/race/race-helpers.h"

#include <math.h>

typedef struct
{
  DhSession *session;
  DhRace *race;
  DhLane *lanes[4];
} Pair;

static void
pair_start (Pair *self)
{
  self->session = dh_session_new (g_getenv ("DH_FACES"));
  self->race = dh_race_new (g_getenv ("DH_FACES"));
  self->lanes[0] = dh_session_add_lane (self->session, "mse", 0, NULL);
  self->lanes[1] = dh_session_add_lane (self->session, "mae", 0, NULL);
  self->lanes[2] = dh_session_add_lane (self->session, "huber", 0, NULL);
  self->lanes[3] = dh_session_add_lane (self->session, "ssim", 0, NULL);
  dh_race_follow_lanes (self->race, self->session);
}

static void
pair_clear (Pair *self)
{
  g_clear_object (&self->race);
  g_clear_object (&self->session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static void
test_follows (void)
{
  g_auto (Pair) pair = { 0 };

  pair_start (&pair);
  g_assert_cmpuint (dh_race_get_n_runners (pair.race), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_true (dh_race_get_lane (pair.race, i) == pair.lanes[i]);
      g_assert_cmpuint (dh_race_get_runner (pair.race, i)->number, ==,
                        dh_lane_get_number (pair.lanes[i]));
    }
  g_assert_null (dh_race_get_lane (pair.race, 4));
  g_assert_cmpstr (dh_mix_to_text (&dh_race_get_runner (pair.race, 1)->mix), ==, "mae");
  dh_lane_set_loss (pair.lanes[1], "50%mae+mse");
  g_assert_cmpstr (dh_mix_to_text (&dh_race_get_runner (pair.race, 1)->mix), ==, "50%mae+mse");
  dh_lane_set_ball_rate (pair.lanes[1], 0.015);
  g_assert_cmpfloat (dh_race_get_rate (pair.race, 1), ==, 0.015);
  dh_lane_set_ball_optimizer (pair.lanes[2], "adam");
  g_assert_cmpstr (dh_race_get_runner (pair.race, 2)->optimizer_config.optimizer->id, ==, "adam");
  dh_lane_set_ball_shown (pair.lanes[0], FALSE);
  g_assert_true (dh_race_get_runner (pair.race, 0)->hidden);
}

static void
test_come_and_go (void)
{
  g_auto (Pair) pair = { 0 };
  double at;

  pair_start (&pair);
  dh_race_step (pair.race);
  at = dh_race_get_ball (pair.race, 2)->at[0];
  dh_lane_set_ball_rate (pair.lanes[2], dh_race_get_rate (pair.race, 2));
  dh_session_remove_lane (pair.session, pair.lanes[0]);
  g_assert_cmpuint (dh_race_get_n_runners (pair.race), ==, 3);
  g_assert_cmpfloat (dh_race_get_ball (pair.race, 1)->at[0], ==, at);
  dh_session_add_lane (pair.session, NULL, 0, NULL);
  dh_session_add_lane (pair.session, NULL, 0, NULL);
  g_assert_cmpuint (dh_race_get_n_runners (pair.race), ==, 5);
  g_assert_cmpuint (dh_race_get_runner (pair.race, 3)->number, ==, 1);
}

/* The rates rise from left to right and include the ground's own; only rates that the user hasn't
 * set are spread. */
static void
test_spread (void)
{
  g_auto (Pair) pair = { 0 };
  guint n_hills;
  const DhHill *const *hills = dh_hills_get (&n_hills);

  pair_start (&pair);
  for (guint k = 0; k < n_hills; k++)
    {
      g_autofree char *text = g_strconcat ("hill:", hills[k]->id, NULL);

      dh_race_set_ground (pair.race, text, NULL);
      g_assert_cmpfloat (dh_race_get_rate (pair.race, 0), <, 0.2 * hills[k]->learning_rate);
      g_assert_true (dh_race_get_rate (pair.race, 1) == hills[k]->learning_rate
                     || dh_race_get_rate (pair.race, 3) == hills[k]->learning_rate);
      for (guint i = 1; i < 4; i++)
        g_assert_cmpfloat (dh_race_get_rate (pair.race, i), >, dh_race_get_rate (pair.race, i - 1));
    }
  dh_race_set_ground (pair.race, "hill:bowl", NULL);
  dh_lane_set_ball_rate (pair.lanes[3], 0.3);
  g_assert_cmpfloat (dh_race_get_rate (pair.race, 3), ==, 0.3);
  g_assert_cmpfloat (dh_race_get_rate (pair.race, 1), ==, 0.1);
  dh_race_set_ground (pair.race, "curve", NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (dh_race_get_runner (pair.race, i)->learning_rate, ==, 0);
      g_assert_cmpfloat (dh_race_get_rate (pair.race, i), ==, 0.1);
    }
  g_assert_cmpfloat (dh_lane_get_ball_rate (pair.lanes[3]), ==, 0);
}

/* No higher rate converges on these grounds, so the others are lower, and all differ. */
static void
test_spread_where_unbounded (void)
{
  static const char *const grounds[] = { "hill:-x^2-y^2", "hill:x^3+y^2", "hill:-exp(x)-y" };
  g_auto (Pair) pair = { 0 };

  pair_start (&pair);
  for (guint k = 0; k < G_N_ELEMENTS (grounds); k++)
    {
      dh_race_set_ground (pair.race, grounds[k], NULL);
      for (guint i = 1; i < 4; i++)
        g_assert_cmpfloat (dh_race_get_rate (pair.race, i), >,
                           1.5 * dh_race_get_rate (pair.race, i - 1));
    }
}

/* A rate belongs to its ground, and to the loss if that shapes the ground. */
static void
test_rates_by_ground (void)
{
  g_auto (Pair) pair = { 0 };
  DhLane *lane;
  g_autoptr (GVariant) rates = NULL;

  pair_start (&pair);
  lane = pair.lanes[1];
  dh_race_set_ground (pair.race, "hill:bowl", NULL);
  dh_lane_set_ball_rate (lane, 0.3);
  dh_race_set_ground (pair.race, "hill:rosenbrock", NULL);
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 0);
  g_assert_cmpfloat (dh_race_get_rate (pair.race, 1), <, 0.05);
  dh_lane_set_ball_rate (lane, 0.001);
  dh_lane_set_ball_loss (lane, "huber"); /* a hill doesn't depend on a loss */
  g_assert_cmpfloat (dh_race_get_rate (pair.race, 1), ==, 0.001);
  dh_race_set_ground (pair.race, "hill:bowl", NULL);
  g_assert_cmpfloat (dh_race_get_rate (pair.race, 1), ==, 0.3);
  dh_race_set_ground (pair.race, "curve", NULL);
  dh_lane_set_ball_rate (lane, 0.7);
  dh_lane_set_ball_loss (lane, "mse");
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 0);
  g_assert_cmpfloat (dh_race_get_runner (pair.race, 1)->learning_rate, ==, 0);
  dh_lane_set_ball_loss (lane, "huber");
  g_assert_cmpfloat (dh_race_get_rate (pair.race, 1), ==, 0.7);
  dh_lane_set_ball_rate_on (lane, "hill:saddle", 0.2);
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 0.7);
  rates = g_variant_ref_sink (dh_lane_dup_ball_rates (lane));
  g_assert_cmpuint (g_variant_n_children (rates), ==, 4);
  dh_lane_set_ball_rate (lane, 0);
  g_assert_cmpfloat (dh_race_get_runner (pair.race, 1)->learning_rate, ==, 0);
  dh_lane_set_ball_rates (lane, rates);
  g_assert_cmpfloat (dh_race_get_rate (pair.race, 1), ==, 0.7);
  dh_race_set_ground (pair.race, "hill:saddle", NULL);
  g_assert_cmpfloat (dh_race_get_rate (pair.race, 1), ==, 0.2);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *ground = g_strdup_printf ("hill:%u*x^2+y^2", i + 1);

      dh_lane_set_ball_rate_on (lane, ground, 0.1);
    }
  g_clear_pointer (&rates, g_variant_unref);
  rates = g_variant_ref_sink (dh_lane_dup_ball_rates (lane));
  g_assert_cmpuint (g_variant_n_children (rates), <, 100);
}

/* The ball's loss is the lane's until it gets its own; the lane's loss never changes. */
static void
test_losses (void)
{
  g_auto (Pair) pair = { 0 };
  DhLane *lane;

  pair_start (&pair);
  lane = pair.lanes[1];
  dh_race_set_ground (pair.race, "curve", NULL);
  g_assert_null (dh_lane_get_ball_loss (lane));
  dh_lane_set_loss (lane, "mse");
  g_assert_cmpstr (dh_mix_to_text (&dh_race_get_runner (pair.race, 1)->mix), ==, "mse");
  dh_lane_set_ball_loss (lane, "huber");
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "mse");
  g_assert_cmpstr (dh_mix_to_text (&dh_race_get_runner (pair.race, 1)->mix), ==, "huber");
  dh_lane_set_loss (lane, "ssim");
  g_assert_cmpstr (dh_mix_to_text (&dh_race_get_runner (pair.race, 1)->mix), ==, "huber");
  g_assert_null (dh_race_get_problem (pair.race, 1));
  dh_lane_set_ball_loss (lane, NULL);
  g_assert_nonnull (dh_race_get_problem (pair.race, 1));
}

/* By default, no ball diverges on a hill that has a bottom. */
static void
test_spread_stays (void)
{
  g_auto (Pair) pair = { 0 };
  guint n_hills;
  const DhHill *const *hills = dh_hills_get (&n_hills);

  pair_start (&pair);
  for (guint k = 0; k < n_hills; k++)
    {
      g_autofree char *text = g_strconcat ("hill:", hills[k]->id, NULL);

      if (g_str_equal (hills[k]->id, "saddle"))
        continue;
      dh_race_set_ground (pair.race, text, NULL);
      for (guint i = 0; i < 240; i++)
        dh_race_step (pair.race);
      for (guint i = 0; i < 4; i++)
        g_assert_false (dh_race_get_ball (pair.race, i)->diverged);
    }
}

static void
test_ends_with_session (void)
{
  g_auto (Pair) pair = { 0 };

  pair_start (&pair);
  g_clear_object (&pair.session);
  g_assert_null (dh_race_get_lane (pair.race, 0));
  g_assert_cmpuint (dh_race_get_n_runners (pair.race), ==, 4);
  dh_race_step (pair.race);
  dh_race_set_ground (pair.race, "curve", NULL);
}

static void
test_ends_with_race (void)
{
  g_auto (Pair) pair = { 0 };

  pair_start (&pair);
  dh_race_follow_lanes (pair.race, pair.session);
  g_assert_finalize_object (g_steal_pointer (&pair.race));
  dh_lane_set_ball_rate (pair.lanes[1], 0.5);
  dh_session_add_lane (pair.session, NULL, 0, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-lanes/follows", test_follows);
  g_test_add_func ("/race-lanes/come-and-go", test_come_and_go);
  g_test_add_func ("/race-lanes/spread", test_spread);
  g_test_add_func ("/race-lanes/spread-where-unbounded", test_spread_where_unbounded);
  g_test_add_func ("/race-lanes/rates-by-ground", test_rates_by_ground);
  g_test_add_func ("/race-lanes/losses", test_losses);
  g_test_add_func ("/race-lanes/spread-stays", test_spread_stays);
  g_test_add_func ("/race-lanes/ends-with-session", test_ends_with_session);
  g_test_add_func ("/race-lanes/ends-with-race", test_ends_with_race);
  return g_test_run ();
}
