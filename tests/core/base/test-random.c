/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/random.h"

#include <math.h>
#include <string.h>

#define N_DRAWS 100000

static void
test_repeats (void)
{
  DhRandom a, b;

  dh_random_init (&a, 42, 7);
  dh_random_init (&b, 42, 7);
  for (int i = 0; i < 100; i++)
    g_assert_cmpuint (dh_random_next (&a), ==, dh_random_next (&b));
}

/* The generator as it was published, step by step, on a state of small numbers. */
static void
test_reference (void)
{
  /* s = {1, 2, 3, 4}: rotl (1 + 4, 23) + 1, then the values of the recurrence. */
  DhRandom random = { { 1, 2, 3, 4 } };

  g_assert_cmpuint (dh_random_next (&random), ==, 41943041);
  g_assert_cmpuint (dh_random_next (&random), ==, 58720359);
  g_assert_cmpuint (dh_random_next (&random), ==, G_GUINT64_CONSTANT (3588806011781223));
}

/* Among many neighbouring seeds and streams, no two begin alike. */
static void
test_streams (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint64 seed = 0; seed < 100; seed++)
    for (guint64 stream = 0; stream < 100; stream++)
      {
        g_autofree guint64 *first = g_new (guint64, 1);
        DhRandom random;

        dh_random_init (&random, seed, stream);
        *first = dh_random_next (&random);
        g_assert_true (g_hash_table_add (seen, g_steal_pointer (&first)));
      }
}

static void
test_uniform (void)
{
  DhRandom random;
  double sum = 0.0, squares = 0.0;

  dh_random_init (&random, 1, 1);
  for (int i = 0; i < N_DRAWS; i++)
    {
      double x = dh_random_uniform (&random, -2.0, 4.0);

      g_assert_true (x >= -2.0 && x < 4.0);
      sum += x;
      squares += x * x;
    }
  g_assert_cmpfloat_with_epsilon (sum / N_DRAWS, 1.0, 0.03);
  g_assert_cmpfloat_with_epsilon (squares / N_DRAWS - 1.0, 3.0, 0.06);
}

static void
test_normal (void)
{
  DhRandom random;
  double sum = 0.0, squares = 0.0, fourth = 0.0;

  dh_random_init (&random, 2, 1);
  for (int i = 0; i < N_DRAWS; i++)
    {
      double x = dh_random_normal (&random);

      g_assert_true (isfinite (x));
      sum += x;
      squares += x * x;
      fourth += x * x * x * x;
    }
  g_assert_cmpfloat_with_epsilon (sum / N_DRAWS, 0.0, 0.02);
  g_assert_cmpfloat_with_epsilon (squares / N_DRAWS, 1.0, 0.03);
  g_assert_cmpfloat_with_epsilon (fourth / N_DRAWS, 3.0, 0.15);
}

static void
test_below (void)
{
  guint counts[7] = { 0 };
  DhRandom random;

  dh_random_init (&random, 3, 1);
  for (int i = 0; i < N_DRAWS; i++)
    counts[dh_random_below (&random, 7)]++;
  for (int i = 0; i < 7; i++)
    g_assert_cmpfloat_with_epsilon (counts[i], N_DRAWS / 7.0, 5.0 * sqrt (N_DRAWS / 7.0));
  g_assert_cmpuint (dh_random_below (&random, 1), ==, 0);
}

/* All six orders of three items come equally often. */
static void
test_shuffle (void)
{
  guint counts[27] = { 0 };
  DhRandom random;

  dh_random_init (&random, 4, 1);
  for (int i = 0; i < 60000; i++)
    {
      guint items[3] = { 0, 1, 2 };

      dh_random_shuffle (&random, items, 3);
      g_assert_cmpuint (1u << items[0] | 1u << items[1] | 1u << items[2], ==, 7);
      counts[9 * items[0] + 3 * items[1] + items[2]]++;
    }
  for (int i = 0; i < 27; i++)
    if (counts[i] > 0)
      g_assert_cmpfloat_with_epsilon (counts[i], 10000.0, 500.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/repeats", test_repeats);
  g_test_add_func ("/random/reference", test_reference);
  g_test_add_func ("/random/streams", test_streams);
  g_test_add_func ("/random/uniform", test_uniform);
  g_test_add_func ("/random/normal", test_normal);
  g_test_add_func ("/random/below", test_below);
  g_test_add_func ("/random/shuffle", test_shuffle);
  return g_test_run ();
}
