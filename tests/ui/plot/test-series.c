/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pyramid against plain loops over the same values, at lengths around every power of its
 * fan-out.
 */
#include <math.h>

#include "ui/plot/charts/series.h"

static float
get_value (guint i)
{
  return (float) (sin (i * 12.9898) * 1e3 + 1.0 / (i + 1));
}

static void
check_range (const DhSeries *series, const float *values, guint first, guint end)
{
  DhSummary summary = dh_series_summarize (series, first, end);
  float minimum = INFINITY, maximum = -INFINITY;
  double sum = 0;

  for (guint i = first; i < end; i++)
    {
      minimum = MIN (minimum, values[i]);
      maximum = MAX (maximum, values[i]);
      sum += values[i];
    }
  g_assert_cmpuint (summary.n, ==, end - first);
  g_assert_true (summary.minimum == minimum && summary.maximum == maximum);
  g_assert_cmpfloat_with_epsilon (summary.mean, sum / (end - first), 1e-9 * 1e3);
}

static void
test_ranges (void)
{
  static const guint lengths[] = { 1, 2, 7, 8, 9, 63, 64, 65, 511, 512, 513, 5000 };
  g_autofree float *values = g_new (float, 5000);

  for (guint k = 0; k < G_N_ELEMENTS (lengths); k++)
    {
      g_autoptr (DhSeries) series = dh_series_new (.9);
      guint n = lengths[k];

      for (guint i = 0; i < n; i++)
        dh_series_append (series, values[i] = get_value (i));
      g_assert_cmpuint (dh_series_get_length (series), ==, n);
      for (guint trial = 0; trial < 300; trial++)
        {
          guint first = (guint) g_test_rand_int_range (0, (gint32) n);
          guint end = (guint) g_test_rand_int_range ((gint32) first + 1, (gint32) n + 1);

          check_range (series, values, first, end);
        }
      check_range (series, values, 0, n);
    }
}

static void
test_empty (void)
{
  g_autoptr (DhSeries) series = dh_series_new (.9);
  DhSummary summary = dh_series_summarize (series, 0, 10);

  g_assert_cmpuint (summary.n, ==, 0);
  g_assert_true (isnan (summary.mean) && isnan (summary.smooth));
  dh_series_append (series, 3);
  summary = dh_series_summarize (series, 1, 10);
  g_assert_cmpuint (summary.n, ==, 0);
  dh_series_clear (series);
  g_assert_cmpuint (dh_series_get_length (series), ==, 0);
}

/* The values of a lane that diverged include NaN and infinity: they must not reach the axis. */
static void
test_not_finite (void)
{
  g_autoptr (DhSeries) series = dh_series_new (.9);
  DhSummary summary;

  for (guint i = 0; i < 100; i++)
    dh_series_append (series, i % 3 == 1 ? NAN : i % 3 == 2 ? INFINITY : 2.0f);
  summary = dh_series_summarize (series, 0, 100);
  g_assert_cmpuint (summary.n, ==, 34);
  g_assert_true (summary.minimum == 2.0f && summary.maximum == 2.0f);
  g_assert_cmpfloat_with_epsilon (summary.smooth, 2.0, 1e-6);
}

/* While 3 / (n + 2) is more than a tenth, value i has the weight i (i + 1); then the weights are
 * exponential. */
static void
test_average (void)
{
  g_autoptr (DhSeries) series = dh_series_new (.9);
  double sum = 0, weights = 0, average = 0;

  for (guint i = 0; i < 100; i++)
    {
      double weight = (i + 1.0) * (i + 2.0);

      sum += weight * (double) get_value (i);
      weights += weight;
      average = i < 28 ? sum / weights : .9 * average + .1 * (double) get_value (i);
      dh_series_append (series, get_value (i));
      g_assert_cmpfloat_with_epsilon (dh_series_get_smooth (series, i), average, 1e-3);
    }
  dh_series_clear (series);
  dh_series_append (series, 7);
  g_assert_cmpfloat_with_epsilon (dh_series_get_smooth (series, 0), 7, 1e-6);
}

/* Another measure: its average contains nothing of the old one. */
static void
test_turn (void)
{
  g_autoptr (DhSeries) series = dh_series_new (.9);

  for (guint i = 0; i < 50; i++)
    dh_series_append (series, 3);
  dh_series_turn (series);
  for (guint i = 0; i < 50; i++)
    {
      dh_series_append (series, .02f);
      g_assert_cmpfloat_with_epsilon (dh_series_get_smooth (series, 50 + i), .02, 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (dh_series_get_smooth (series, 49), 3, 1e-6);
  g_assert_cmpfloat (dh_series_summarize (series, 0, 100).maximum, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/series/ranges", test_ranges);
  g_test_add_func ("/series/empty", test_empty);
  g_test_add_func ("/series/not-finite", test_not_finite);
  g_test_add_func ("/series/average", test_average);
  g_test_add_func ("/series/turn", test_turn);
  return g_test_run ();
}
