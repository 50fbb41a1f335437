/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/lesson/curve-score.h"

#include <math.h>

#define N 200

static void
fill (double *values, double (*curve) (double))
{
  for (guint i = 0; i < N; i++)
    values[i] = curve ((double) i / (N - 1));
}

static double
fall (double x)
{
  return exp (-6 * x);
}

static double
late_fall (double x)
{
  return x < .5 ? 1 : exp (-12 * (x - .5));
}

static double
half_fall (double x)
{
  return .5 + .5 * exp (-6 * x);
}

static double
rise (double x)
{
  return 1 - exp (-6 * x);
}

static double
level (double x)
{
  return 1;
}

static DhCurveScore
score (double (*drawn) (double))
{
  double truth[N], guess[N];

  fill (truth, fall);
  fill (guess, drawn);
  return dh_curve_score_make (truth, N, guess, N);
}

static void
test_same (void)
{
  DhCurveScore same = score (fall);

  g_assert_cmpfloat_with_epsilon (same.height, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (same.shape, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (same.turn, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (same.total, 100, 1e-6);
  g_assert_cmpstr (dh_curve_score_get_word (&same), ==, "Very close");
}

/* What alone is wrong shows in its own part. */
static void
test_parts (void)
{
  DhCurveScore half = score (half_fall), late = score (late_fall), up = score (rise);

  g_assert_cmpfloat_with_epsilon (half.shape, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (half.turn, 1, .02);
  /* By hand: the mean of |e^−6x − (½ + ½e^−6x)| = ½(1 − (1 − e^−6)/6) = .4169, of a range of .9975. */
  g_assert_cmpfloat_with_epsilon (half.height, 1 - .4169 / .9975, .01);
  /* Half of the way at ln 2/6 = .1155 and at ½ + ln 2/12 = .5578. */
  g_assert_cmpfloat_with_epsilon (late.turn, 1 - .4423, .03);
  g_assert_cmpfloat (late.shape, <, .7);
  g_assert_cmpfloat_with_epsilon (up.shape, -1, 1e-9);
  g_assert_cmpfloat (up.total, <, 55);
  g_assert_cmpstr (dh_curve_score_get_word (&up), ==, "Not yet");
  g_assert_cmpfloat (half.total, >, late.total);
}

static void
test_level (void)
{
  double flat[N], guess[N];
  DhCurveScore same, other;

  fill (flat, level);
  fill (guess, fall);
  same = dh_curve_score_make (flat, N, flat, N);
  other = dh_curve_score_make (flat, N, guess, N);
  g_assert_cmpfloat_with_epsilon (same.total, 100, 1e-6);
  g_assert_cmpfloat (other.shape, ==, 0);
  g_assert_cmpfloat (other.height, ==, 0);
}

/* A diverged curve ends where it is last finite; a drawn one may have few points. */
static void
test_ends (void)
{
  double truth[N], guess[2] = { 0, 10 };
  DhCurveScore diverged;

  for (guint i = 0; i < N; i++)
    truth[i] = i < 100 ? .1 * i : INFINITY;
  diverged = dh_curve_score_make (truth, N, guess, 2);
  g_assert_true (isfinite (diverged.total));
  g_assert_cmpfloat (diverged.shape, >, .8);
  truth[0] = NAN;
  diverged = dh_curve_score_make (truth, N, guess, 2);
  g_assert_true (isfinite (diverged.total));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curve-score/same", test_same);
  g_test_add_func ("/curve-score/parts", test_parts);
  g_test_add_func ("/curve-score/level", test_level);
  g_test_add_func ("/curve-score/ends", test_ends);
  return g_test_run ();
}
