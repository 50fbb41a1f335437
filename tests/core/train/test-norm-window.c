/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The percentile of a lane's recent norms, against one that is computed anew from all of them.
 */
#include "core/train/norm-window.h"

#include <math.h>
#include <stdlib.h>

#include "core/base/random.h"

static int
compare (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : 1;
}

/* As NumPy's: linear between the two nearest ranks. */
static double
compute (const float *norms, guint64 since, guint64 n, double percentile)
{
  const guint64 first = MAX (since, n > DH_NORM_WINDOW ? n - DH_NORM_WINDOW : 0);
  const guint64 length = n - first;
  g_autofree double *sorted = g_new (double, length);
  double place = percentile / 100 * (double) (length - 1), whole;
  double share = modf (place, &whole);
  guint64 rank = (guint64) whole;

  for (guint64 i = 0; i < length; i++)
    sorted[i] = norms[first + i];
  qsort (sorted, length, sizeof *sorted, compare);
  return rank + 1 < length ? (1 - share) * sorted[rank] + share * sorted[rank + 1] : sorted[rank];
}

static void
add (DhHistory *history, guint64 iteration, float norm)
{
  const DhRecord record = { .iteration = iteration, .gradient_norm = norm };

  dh_history_add_record (history, &record);
}

/* Far beyond the window, with equal norms among them, and a new beginning on the way. */
static void
test_against_all (void)
{
  static const double percentiles[] = { 0.5, 10, 50, 99, 100 };
  const guint64 n = 2 * DH_NORM_WINDOW + 500;
  g_autofree float *norms = g_new (float, n);
  g_autoptr (DhNormWindow) window = dh_norm_window_new ();
  g_autoptr (DhHistory) history = dh_history_new ();
  DhRandom random;

  dh_random_init (&random, 3, 4);
  for (guint64 i = 0; i < n; i++)
    {
      const guint64 since = i < 300 ? 0 : 250;
      const double percentile = percentiles[i % G_N_ELEMENTS (percentiles)];
      double value;

      norms[i] = i % 5 == 0 ? 0.5f : (float) exp (dh_random_normal (&random));
      value = dh_norm_window_get_percentile (window, history, since, norms[i], percentile);
      if (i < 600 || i % 97 == 0 || i > n - 5)
        g_assert_cmpfloat_with_epsilon (value, compute (norms, since, i + 1, percentile), 1e-9);
      add (history, i + 1, norms[i]);
    }
}

/* One that is made in the middle, or given another history, says the same. */
static void
test_made_anew (void)
{
  g_autoptr (DhNormWindow) old = dh_norm_window_new ();
  g_autoptr (DhHistory) history = dh_history_new ();
  DhRandom random;

  dh_random_init (&random, 5, 6);
  for (guint64 i = 0; i < DH_NORM_WINDOW + 300; i++)
    {
      const float norm = (float) exp (dh_random_normal (&random));
      const double value = dh_norm_window_get_percentile (old, history, 40, norm, 10);

      if (i % 499 == 0 || i > DH_NORM_WINDOW + 295)
        {
          g_autoptr (DhNormWindow) fresh = dh_norm_window_new ();
          g_autoptr (DhHistory) copy = dh_history_copy (history);

          g_assert_cmpfloat (dh_norm_window_get_percentile (fresh, copy, 40, norm, 10), ==, value);
          g_assert_cmpfloat (dh_norm_window_get_percentile (fresh, history, 40, norm, 10), ==,
                             value);
        }
      add (history, i + 1, norm);
    }
}

/* Norms that an older program didn't keep don't count. */
static void
test_unknown (void)
{
  g_autoptr (DhNormWindow) window = dh_norm_window_new ();
  g_autoptr (DhHistory) history = dh_history_new ();

  for (guint i = 1; i <= 20; i++)
    add (history, i, i <= 10 ? NAN : 4);
  g_assert_cmpfloat (dh_norm_window_get_percentile (window, history, 0, 2, 50), ==, 4);
  g_assert_cmpfloat (dh_norm_window_get_percentile (window, history, 0, 2, 5), ==, 3);
  g_assert_cmpfloat (dh_norm_window_get_percentile (window, history, 20, 2, 5), ==, 2);
}

static void
test_pace (void)
{
  const guint n = 3 * DH_NORM_WINDOW;
  g_autoptr (DhNormWindow) window = dh_norm_window_new ();
  g_autoptr (DhHistory) history = dh_history_new ();
  DhRandom random;
  double seconds;

  dh_random_init (&random, 7, 8);
  g_test_timer_start ();
  for (guint i = 0; i < n; i++)
    {
      const float norm = (float) exp (dh_random_normal (&random));

      dh_norm_window_get_percentile (window, history, 0, norm, 10);
      add (history, i + 1, norm);
    }
  seconds = g_test_timer_elapsed ();
  g_test_message ("%.2f µs a step", 1e6 * seconds / n);
  g_assert_cmpfloat (seconds / n, <, 1e-3); /* a thousandth of a second, on any machine */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/norm-window/against-all", test_against_all);
  g_test_add_func ("/norm-window/made-anew", test_made_anew);
  g_test_add_func ("/norm-window/unknown", test_unknown);
  g_test_add_func ("/norm-window/pace", test_pace);
  return g_test_run ();
}
