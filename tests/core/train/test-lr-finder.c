/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sweep as a machine, fed with invented losses of which the right answer is known: computed
 * here once more, the average as the weighted sum that it stands for.
 */
#include "core/train/lr-finder.h"

#include <math.h>

#include "core/base/random.h"

#define N DH_LR_FINDER_N_ITERATIONS
/* By the iteration, as the sweep is defined. */
#define RATE(i) (1e-6 * pow (10, 7.0 * (i) / (N - 1)))

typedef double (*LossFunc) (double rate);

/* Flat, then a fall, lowest at 1e-3, then a steep rise. */
static double
fall_and_rise (double rate)
{
  double x = log10 (rate);

  if (x < -5)
    return 1;
  return x < -3 ? 1 - .35 * (x + 5) : .3 + 6 * (x + 3) * (x + 3);
}

static double
stay (double rate)
{
  return .7;
}

static double
only_rise (double rate)
{
  return .5 + 1e3 * rate;
}

static double
fall_and_break (double rate)
{
  return rate > 1e-3 ? NAN : fall_and_rise (rate);
}

static double
break_at_once (double rate)
{
  return rate > 4e-6 ? INFINITY : 1;
}

static void
feed (DhLrFinder *finder, LossFunc loss)
{
  while (!dh_lr_finder_is_over (finder))
    dh_lr_finder_add (finder, loss (dh_lr_finder_get_rate (finder)));
}

static DhLrFinderResult *
sweep (LossFunc loss)
{
  g_autoptr (DhLrFinder) finder = dh_lr_finder_new (&dh_lr_finder_default, 7);

  feed (finder, loss);
  return dh_lr_finder_publish (finder);
}

/* The average after loss k, computed from scratch. */
static double
average (LossFunc loss, guint k)
{
  double sum = 0, weights = 0;

  for (guint i = 0; i <= k; i++)
    {
      double weight = pow (.98, k - i);

      sum += weight * loss (RATE (i));
      weights += weight;
    }
  return sum / weights;
}

static void
test_known_best (void)
{
  g_autoptr (DhLrFinderResult) result = sweep (fall_and_rise);
  guint best = 10, end;

  for (end = 10; end < N; end++)
    {
      double now = average (fall_and_rise, end), lowest = average (fall_and_rise, best);

      if (now < lowest)
        best = end;
      else if (now > 4 * lowest)
        break;
    }
  g_assert_cmpint (result->state, ==, DH_LR_FINDER_RESULT_DONE);
  g_assert_cmpint (result->end, ==, DH_LR_FINDER_RESULT_END_ROSE);
  g_assert_cmpuint (result->serial, ==, 7);
  g_assert_cmpuint (result->n_points, ==, end + 1);
  g_assert_cmpfloat_with_epsilon (result->best_rate / RATE (best), 1, 1e-9);
  /* The average lags: its minimum is later than that of the loss, by no more than its memory. */
  g_assert_cmpfloat (result->best_rate, >, 1e-3);
  g_assert_cmpfloat (result->best_rate, <, 1e-3 * pow (10, .5));
  g_assert_cmpfloat_with_epsilon (result->marks[0], result->best_rate / 10, 1e-12);
  g_assert_cmpfloat_with_epsilon (result->marks[1], result->best_rate / 5, 1e-12);
  g_assert_cmpfloat_with_epsilon (result->marks[2], result->best_rate / 2.5, 1e-12);
}

static void
test_points (void)
{
  g_autoptr (DhLrFinderResult) result = sweep (fall_and_rise);

  g_assert_cmpfloat (result->points[0].learning_rate, ==, 1e-6);
  for (guint i = 0; i < result->n_points; i += 37)
    {
      const DhLrFinderResultPoint *point = &result->points[i];

      g_assert_cmpfloat_with_epsilon (point->learning_rate / RATE (i), 1, 1e-9);
      g_assert_cmpfloat (point->loss, ==, (float) fall_and_rise (point->learning_rate));
      g_assert_cmpfloat_with_epsilon (point->smoothed, average (fall_and_rise, i), 1e-6);
    }
}

static void
test_last_rate (void)
{
  g_autoptr (DhLrFinderResult) result = sweep (stay);

  g_assert_cmpuint (result->n_points, ==, N);
  g_assert_cmpfloat_with_epsilon (result->points[N - 1].learning_rate, 10, 1e-12);
  g_assert_cmpint (result->end, ==, DH_LR_FINDER_RESULT_END_LAST_RATE);
}

static void
assert_failed (const DhLrFinderResult *result, DhLrFinderResultEnd end)
{
  g_autofree char *text = dh_lr_finder_result_dup_text (result);

  g_assert_cmpint (result->state, ==, DH_LR_FINDER_RESULT_FAILED);
  g_assert_cmpint (result->end, ==, end);
  g_assert_true (isnan (result->best_rate));
  for (guint i = 0; i < DH_LR_FINDER_RESULT_N_MARKS; i++)
    g_assert_true (isnan (result->marks[i]));
  g_assert_cmpstr (text, !=, "");
}

static void
test_nothing_helps (void)
{
  g_autoptr (DhLrFinderResult) flat = sweep (stay);
  g_autoptr (DhLrFinderResult) rise = sweep (only_rise);
  g_autoptr (DhLrFinderResult) broken = sweep (break_at_once);

  assert_failed (flat, DH_LR_FINDER_RESULT_END_LAST_RATE);
  assert_failed (rise, DH_LR_FINDER_RESULT_END_ROSE);
  assert_failed (broken, DH_LR_FINDER_RESULT_END_BROKE);
}

/* A fall before the break counts; the broken loss is in the list and has no average. */
static void
test_break (void)
{
  g_autoptr (DhLrFinderResult) result = sweep (fall_and_break);
  const DhLrFinderResultPoint *last = &result->points[result->n_points - 1];

  g_assert_cmpint (result->end, ==, DH_LR_FINDER_RESULT_END_BROKE);
  g_assert_cmpint (result->state, ==, DH_LR_FINDER_RESULT_DONE);
  g_assert_true (isnan (last->loss) && isnan (last->smoothed));
  g_assert_cmpfloat (result->best_rate, ==, result->points[result->n_points - 2].learning_rate);
}

/* Pure noise must not find a rate, whatever the seed. */
static void
test_noise (void)
{
  guint n_found = 0;

  for (guint seed = 1; seed <= 100; seed++)
    {
      g_autoptr (DhLrFinder) finder = dh_lr_finder_new (&dh_lr_finder_default, 1);
      g_autoptr (DhLrFinderResult) result = NULL;
      DhRandom random;

      dh_random_init (&random, seed, 0);
      while (!dh_lr_finder_is_over (finder))
        dh_lr_finder_add (finder, 1 + .2 * dh_random_normal (&random));
      result = dh_lr_finder_publish (finder);
      g_assert_cmpuint (result->n_points, ==, N);
      n_found += result->state == DH_LR_FINDER_RESULT_DONE;
    }
  g_assert_cmpuint (n_found, <=, 5);
}

static DhLrFinderResult *
stop_after (LossFunc loss, double rate)
{
  g_autoptr (DhLrFinder) finder = dh_lr_finder_new (&dh_lr_finder_default, 1);
  g_autoptr (DhLrFinderResult) running = NULL;

  while (dh_lr_finder_get_rate (finder) < rate)
    dh_lr_finder_add (finder, loss (dh_lr_finder_get_rate (finder)));
  running = dh_lr_finder_publish (finder);
  g_assert_cmpint (running->state, ==, DH_LR_FINDER_RESULT_RUNNING);
  g_assert_true (isnan (running->marks[0]));
  dh_lr_finder_stop (finder);
  return dh_lr_finder_publish (finder);
}

/* Only a sweep that has seen the loss rise again knows where the minimum was. */
static void
test_stop (void)
{
  g_autoptr (DhLrFinderResult) early = stop_after (fall_and_rise, 2e-6);
  g_autoptr (DhLrFinderResult) falling = stop_after (fall_and_rise, 1e-4);
  g_autoptr (DhLrFinderResult) rising = stop_after (fall_and_rise, 3e-3);
  g_autoptr (DhLrFinderResult) first = stop_after (fall_and_rise, 1e-6);

  assert_failed (early, DH_LR_FINDER_RESULT_END_STOPPED);
  assert_failed (falling, DH_LR_FINDER_RESULT_END_STOPPED);
  assert_failed (first, DH_LR_FINDER_RESULT_END_STOPPED);
  g_assert_cmpuint (first->n_points, ==, 0);
  g_assert_cmpint (rising->state, ==, DH_LR_FINDER_RESULT_DONE);
}

static void
test_settings (void)
{
  DhLrFinderSettings settings = { 1e-4, 1, 40, 0, 2 };
  g_autoptr (DhLrFinder) finder = dh_lr_finder_new (&settings, 1);
  g_autoptr (DhLrFinderResult) result = NULL;

  feed (finder, stay);
  result = dh_lr_finder_publish (finder);
  g_assert_cmpuint (result->n_points, ==, 40);
  g_assert_cmpfloat (result->points[0].learning_rate, ==, 1e-4);
  g_assert_cmpfloat_with_epsilon (result->points[39].learning_rate, 1, 1e-12);
  /* Without smoothing the average is the loss. */
  g_assert_cmpfloat (result->points[20].smoothed, ==, result->points[20].loss);
}

static void
test_words (void)
{
  g_autoptr (DhLrFinderResult) refused = dh_lr_finder_result_new_refused (3, "There is no room.");
  g_autofree char *text = dh_lr_finder_result_dup_text (refused);

  assert_failed (refused, DH_LR_FINDER_RESULT_END_REFUSED);
  g_assert_nonnull (strstr (text, "There is no room."));
  g_assert_cmpfloat (dh_lr_finder_result_round (3.1389e-4), ==, 3.1e-4);
  g_assert_cmpfloat (dh_lr_finder_result_round (9.96e-4), ==, 1e-3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lr-finder/known-best", test_known_best);
  g_test_add_func ("/lr-finder/points", test_points);
  g_test_add_func ("/lr-finder/last-rate", test_last_rate);
  g_test_add_func ("/lr-finder/nothing-helps", test_nothing_helps);
  g_test_add_func ("/lr-finder/break", test_break);
  g_test_add_func ("/lr-finder/noise", test_noise);
  g_test_add_func ("/lr-finder/stop", test_stop);
  g_test_add_func ("/lr-finder/settings", test_settings);
  g_test_add_func ("/lr-finder/words", test_words);
  return g_test_run ();
}
