/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state in words, on series whose state is known.
 */
#include "core/base/random.h"
#include "core/train/lane-state.h"

#include <math.h>
#include <string.h>

typedef double (*Series) (guint i, DhRandom *random);

static DhState
judge_series (Series series, guint n, char **text)
{
  DhLaneStateTracker tracker;
  DhRandom random;

  dh_lane_state_init (&tracker);
  dh_random_init (&random, 5, 0);
  for (guint i = 0; i < n; i++)
    {
      DhOutputStats output_stats = { series (i, &random), 1.0, 0.0, 0.1, 0.1 };

      dh_lane_state_add (&tracker, &output_stats);
    }
  return dh_lane_state_judge (&tracker, tracker.n, 1e-3, text);
}

static void
assert_state (Series series, guint n, DhState expected)
{
  g_autofree char *text = NULL;
  DhState state = judge_series (series, n, &text);

  if (state != expected)
    g_error ("“%s” is not %s", text, dh_state_get_id (expected));
}

static double
falling (guint i, DhRandom *random)
{
  return 0.2 * exp (-(double) i / 100) * (1 + 0.1 * dh_random_normal (random));
}

static double
level (guint i, DhRandom *random)
{
  return 0.05 * (1 + 0.1 * dh_random_normal (random));
}

static double
jumping (guint i, DhRandom *random)
{
  return 0.05 * exp (0.7 * dh_random_normal (random));
}

static double
rising (guint i, DhRandom *random)
{
  return 0.05 * exp ((double) i / 100) * (1 + 0.05 * dh_random_normal (random));
}

static void
test_series (void)
{
  assert_state (falling, 300, DH_STATE_IMPROVING);
  assert_state (falling, 40, DH_STATE_IMPROVING);
  assert_state (level, 300, DH_STATE_FLAT);
  assert_state (jumping, 300, DH_STATE_BOUNCING);
  assert_state (rising, 300, DH_STATE_BOUNCING);
  assert_state (falling, 3, DH_STATE_WAITING);
}

/* Independent noise with no trend must only rarely be called an improvement. */
static void
test_noise_is_no_trend (void)
{
  guint n_improving = 0;
  DhRandom random;

  dh_random_init (&random, 11, 0);
  for (guint run = 0; run < 200; run++)
    {
      g_autofree char *text = NULL;
      DhLaneStateTracker tracker;

      dh_lane_state_init (&tracker);
      for (guint i = 0; i < 150; i++)
        {
          DhOutputStats output_stats = { level (i, &random), 1.0, 0.0, 0.1, 0.1 };

          dh_lane_state_add (&tracker, &output_stats);
        }
      n_improving += dh_lane_state_judge (&tracker, tracker.n, 1e-3, &text) == DH_STATE_IMPROVING;
    }
  g_assert_cmpuint (n_improving, <=, 2);
}

static DhState
judge_end (DhOutputStats healthy, DhOutputStats last, guint n_last)
{
  g_autofree char *text = NULL;
  DhLaneStateTracker tracker;

  dh_lane_state_init (&tracker);
  for (guint i = 0; i < 60; i++)
    dh_lane_state_add (&tracker, &healthy);
  for (guint i = 0; i < n_last; i++)
    dh_lane_state_add (&tracker, &last);
  return dh_lane_state_judge (&tracker, tracker.n, 1e-3, &text);
}

static void
test_dead_is_not_flat (void)
{
  const DhOutputStats healthy = { 0.1, 1.0, 0.0, 0.1, 0.1 };

  g_assert_cmpint (judge_end (healthy, healthy, 60), ==, DH_STATE_FLAT);
  /* saturated; constant; no gradient at an unchanged loss */
  g_assert_cmpint (judge_end (healthy, (DhOutputStats) { 0.3, 1.0, 1.0, 0.1, 0.1 }, 20), ==,
                   DH_STATE_DEAD);
  g_assert_cmpint (judge_end (healthy, (DhOutputStats) { 0.3, 1.0, 0.0, 0.0, 0.1 }, 20), ==,
                   DH_STATE_DEAD);
  g_assert_cmpint (judge_end (healthy, (DhOutputStats) { 0.3, 1e-6, 0.0, 0.1, 0.1 }, 20), ==,
                   DH_STATE_DEAD);
  /* a gradient that vanished along with its loss is success */
  g_assert_cmpint (judge_end (healthy, (DhOutputStats) { 1e-5, 1e-3, 0.0, 0.1, 0.1 }, 100), !=,
                   DH_STATE_DEAD);
  /* a few steps are not enough to call it dead */
  g_assert_cmpint (judge_end (healthy, (DhOutputStats) { 0.1, 1e-9, 1.0, 0.0, 0.1 }, 5), !=,
                   DH_STATE_DEAD);
}

/* The step that is named is the lane's: the trend may have begun later, with another loss. */
static void
test_dead_since (void)
{
  g_autofree char *text = NULL;
  DhLaneStateTracker tracker;

  dh_lane_state_init (&tracker);
  for (guint i = 0; i < 60; i++)
    dh_lane_state_add (&tracker,
                       &(DhOutputStats) { 0.1, i < 48 ? 1.0 : 0.0, i < 48 ? 0.0 : 1.0, 0.1, 0.1 });
  g_assert_cmpint (dh_lane_state_judge (&tracker, 1000, 1e-3, &text), ==, DH_STATE_DEAD);
  g_assert_nonnull (strstr (text, "989"));
}

/* n steps in which loss and error move evenly to their ends. */
static void
walk (DhLaneStateTracker *tracker, guint n, double loss_end, double error_end, double saturated)
{
  const double loss = tracker->n > 0 ? tracker->smooth_loss : 0.8;
  const double error = tracker->n > 0 ? tracker->smooth_error : 0.25;
  DhRandom random;

  dh_random_init (&random, tracker->n, 9);
  for (guint i = 0; i < n; i++)
    {
      double way = (i + 1.0) / n, noise = 1 + 0.03 * dh_random_normal (&random);
      DhOutputStats output_stats = { loss + way * (loss_end - loss), 1.0, saturated, 0.1,
                                     noise * (error + way * (error_end - error)) };

      dh_lane_state_add (tracker, &output_stats);
    }
}

static DhState
judge_walk (const DhLaneStateTracker *tracker)
{
  g_autofree char *text = NULL;

  return dh_lane_state_judge (tracker, tracker->n, 1e-3, &text);
}

/* The loss falls while the pictures get worse: astray, although also dead in the end. */
static void
test_astray (void)
{
  g_autofree char *text = NULL;
  DhLaneStateTracker tracker;

  dh_lane_state_init (&tracker);
  walk (&tracker, 60, 0.6, 0.5, 0);
  g_assert_cmpint (judge_walk (&tracker), ==, DH_STATE_ASTRAY);
  walk (&tracker, 60, 0.59, 0.52, 1);
  g_assert_cmpint (dh_lane_state_judge (&tracker, 1000 + tracker.n, 1e-3, &text), ==,
                   DH_STATE_ASTRAY);
  g_assert_nonnull (strstr (text, "more error than at step 100"));
  /* another rate doesn't change what the loss means */
  dh_lane_state_turn (&tracker);
  g_assert_cmpint (judge_walk (&tracker), ==, DH_STATE_ASTRAY);
  /* recovered */
  walk (&tracker, 200, 0.3, 0.1, 0);
  g_assert_cmpint (judge_walk (&tracker), ==, DH_STATE_IMPROVING);
}

static void
test_not_astray (void)
{
  DhLaneStateTracker tracker;

  dh_lane_state_init (&tracker);
  walk (&tracker, 100, 0.2, 0.1, 0); /* both fall */
  g_assert_cmpint (judge_walk (&tracker), ==, DH_STATE_IMPROVING);
  walk (&tracker, 100, 0.4, 0.2, 0); /* both rise: worse, and the loss says so */
  g_assert_cmpint (judge_walk (&tracker), ==, DH_STATE_BOUNCING);
  dh_lane_state_init (&tracker);
  walk (&tracker, 100, 0.7, 0.1, 0);
  walk (&tracker, 100, 0.3, 0.108, 0); /* the loss doesn't depend on the error alone */
  g_assert_cmpint (judge_walk (&tracker), ==, DH_STATE_IMPROVING);
}

/* A tenth more error than at its minimum may be chance, a fifth isn't. */
static void
test_astray_margin (void)
{
  DhLaneStateTracker tracker;

  for (guint i = 0; i < 2; i++)
    {
      double worse = i == 0 ? 1.1 : 1.2;

      dh_lane_state_init (&tracker);
      for (guint k = 0; k < 200; k++)
        dh_lane_state_add (&tracker, &(DhOutputStats) { 0.8 * exp (-(double) k / 100), 1.0, 0.0,
                                                        0.1, 0.2 * (k < 50 ? 1 : worse) });
      g_assert_cmpint (judge_walk (&tracker), ==, i == 0 ? DH_STATE_IMPROVING : DH_STATE_ASTRAY);
    }
}

/* Gradients shrink with the loss: what is left of them is compared with the largest early loss,
 * which is seldom the last of the early ones. */
static void
test_converging_is_not_dead (void)
{
  DhLaneStateTracker tracker;

  dh_lane_state_init (&tracker);
  dh_lane_state_add (&tracker, &(DhOutputStats) { 1.0, 1.0, 0.0, 0.1, 0.1 });
  dh_lane_state_turn (&tracker);
  for (guint i = 0; i < 60; i++)
    dh_lane_state_add (&tracker, &(DhOutputStats) { 0.01, 1e-4, 0.0, 0.1, 0.1 });
  g_assert_cmpint (judge_walk (&tracker), ==, DH_STATE_FLAT);
  /* the same gradient, although the loss is as high as at first */
  for (guint i = 0; i < 60; i++)
    dh_lane_state_add (&tracker, &(DhOutputStats) { 1.0, 1e-4, 0.0, 0.1, 0.1 });
  g_assert_cmpint (judge_walk (&tracker), ==, DH_STATE_DEAD);
}

/* After a change of the rate only later values count. */
static void
test_turn (void)
{
  g_autofree char *text = NULL;
  DhRandom random;
  DhLaneStateTracker tracker;

  dh_lane_state_init (&tracker);
  dh_random_init (&random, 5, 0);
  for (guint i = 0; i < 400; i++)
    dh_lane_state_add (&tracker, &(DhOutputStats) { falling (i, &random), 1.0, 0.0, 0.1, 0.1 });
  dh_lane_state_turn (&tracker);
  g_assert_cmpint (dh_lane_state_judge (&tracker, tracker.n, 1e-3, &text), ==, DH_STATE_WAITING);
  for (guint i = 0; i < 60; i++)
    {
      g_clear_pointer (&text, g_free);
      dh_lane_state_add (&tracker, &(DhOutputStats) { level (i, &random), 1.0, 0.0, 0.1, 0.1 });
    }
  g_assert_cmpint (dh_lane_state_judge (&tracker, tracker.n, 1e-3, &text), ==, DH_STATE_FLAT);
}

/* So slow that a hundred steps don't show it. */
static double
creeping (guint i, DhRandom *random)
{
  return 0.05 * exp (-(double) i / 4000) * (1 + 0.15 * dh_random_normal (random));
}

static void
test_slow_improvement_is_seen (void)
{
  assert_state (creeping, 3000, DH_STATE_IMPROVING);
}

static void
test_suggested_rate (void)
{
  static const struct
  {
    double rate;
    const char *suggested;
  } cases[] = {
    { 3e-3, "1e-3" }, { 1e-3, "3e-4" }, { 1, "3e-1" }, { 6e-5, "2e-5" }, { 50, "1e1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *suggested = dh_lane_state_suggest_rate (cases[i].rate);

      g_assert_cmpstr (suggested, ==, cases[i].suggested);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lane-state/series", test_series);
  g_test_add_func ("/lane-state/dead-since", test_dead_since);
  g_test_add_func ("/lane-state/noise-is-no-trend", test_noise_is_no_trend);
  g_test_add_func ("/lane-state/dead-is-not-flat", test_dead_is_not_flat);
  g_test_add_func ("/lane-state/astray", test_astray);
  g_test_add_func ("/lane-state/not-astray", test_not_astray);
  g_test_add_func ("/lane-state/astray-margin", test_astray_margin);
  g_test_add_func ("/lane-state/converging-is-not-dead", test_converging_is_not_dead);
  g_test_add_func ("/lane-state/turn", test_turn);
  g_test_add_func ("/lane-state/slow-improvement", test_slow_improvement_is_seen);
  g_test_add_func ("/lane-state/suggested-rate", test_suggested_rate);
  return g_test_run ();
}
