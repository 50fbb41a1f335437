/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/lesson/rate-search.h"

#include <math.h>

/* Whatever holds up to a limit is found to 1 %, with few tries. */
static double
search (double limit, double least, guint *n_tries)
{
  DhRateSearch self = dh_rate_search_make (1e-4, 1e2, 25);

  *n_tries = 0;
  for (double rate = dh_rate_search_get_next (&self); rate > 0;
       rate = dh_rate_search_get_next (&self))
    {
      g_assert_cmpuint (++*n_tries, <, 60);
      dh_rate_search_answer (&self, rate, rate <= limit && rate >= least);
    }
  return dh_rate_search_get_result (&self);
}

static void
test_limits (void)
{
  guint n;

  for (double limit = 1.3e-4; limit < 100; limit *= 1.7)
    {
      double found = search (limit, 0, &n);

      g_assert_cmpfloat (found, <=, limit);
      g_assert_cmpfloat (found * 1.0101, >=, limit);
      g_assert_cmpuint (n, <=, 25 + 7);
    }
}

static void
test_ends (void)
{
  guint n;

  g_assert_true (isnan (search (1e-9, 0, &n)));
  g_assert_cmpuint (n, ==, 25);
  g_assert_cmpfloat (search (1e9, 0, &n), ==, 1e2);
  g_assert_cmpuint (n, ==, 1);
}

/* What holds in a band only is found from above. */
static void
test_band (void)
{
  guint n;
  double found = search (3, .9, &n);

  g_assert_cmpfloat (found, <=, 3);
  g_assert_cmpfloat (found, >, 2.96);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rate-search/limits", test_limits);
  g_test_add_func ("/rate-search/ends", test_ends);
  g_test_add_func ("/rate-search/band", test_band);
  return g_test_run ();
}
