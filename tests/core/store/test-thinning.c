/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which iterations of the past are kept, and the checksum of what is kept.
 */
#include "core/store/checksum.h"
#include "core/store/thinning.h"

#include <string.h>

/* Leaves out what is superfluous, in place. */
static void
thin (GArray *iterations, guint density)
{
  const guint64 newest = g_array_index (iterations, guint64, iterations->len - 1);
  guint n = 1;

  for (guint i = 1; i < iterations->len; i++)
    {
      const guint64 one = g_array_index (iterations, guint64, i);

      if (!dh_thinning_is_superfluous (g_array_index (iterations, guint64, n - 1), one, newest,
                                       density))
        g_array_index (iterations, guint64, n++) = one;
    }
  g_array_set_size (iterations, n);
}

/* Each iteration that was there has one at or before it, at most age / density away. */
static void
check_gaps (const GArray *all, const GArray *kept, guint density)
{
  const guint64 newest = g_array_index (all, guint64, all->len - 1);
  guint k = 0;

  g_assert_cmpuint (g_array_index (kept, guint64, kept->len - 1), ==, newest);
  for (guint i = 0; i < all->len; i++)
    {
      const guint64 one = g_array_index (all, guint64, i);

      while (k + 1 < kept->len && g_array_index (kept, guint64, k + 1) <= one)
        k++;
      g_assert_cmpuint (g_array_index (kept, guint64, k), <=, one);
      g_assert_cmpuint ((one - g_array_index (kept, guint64, k)) * density, <=, newest - one);
    }
}

/* An age of 2ᵏ × density, all of the bucket counted, makes the spacing 2ᵏ; by hand for density 4.
 * */
static void
test_spacing (void)
{
  g_assert_cmpuint (dh_thinning_get_spacing (100, 100, 4), ==, 1);
  /* bucket 92, 93 of size 2: 93 is 7 old, less than 8 */
  g_assert_cmpuint (dh_thinning_get_spacing (92, 100, 4), ==, 1);
  /* bucket 90, 91: 91 is 9 old */
  g_assert_cmpuint (dh_thinning_get_spacing (90, 100, 4), ==, 2);
  /* bucket 80 … 83: 83 is 17 old, at least 16 */
  g_assert_cmpuint (dh_thinning_get_spacing (82, 100, 4), ==, 4);
  /* bucket 84 … 87: 87 is 13 old */
  g_assert_cmpuint (dh_thinning_get_spacing (84, 100, 4), ==, 2);
  /* bucket 0 … 15: 15 is 85 old, at least 64; 0 … 31: 69, less than 128 */
  g_assert_cmpuint (dh_thinning_get_spacing (3, 100, 4), ==, 16);
  g_assert_cmpuint (dh_thinning_get_spacing (0, 0, 1), ==, 1);
  g_assert_cmpuint (dh_thinning_get_spacing (0, G_MAXINT64, 1), ==, G_GUINT64_CONSTANT (1) << 62);
}

/* Every iteration, and iterations at random distances, added one by one with thinning now and then:
 * the gaps are right at any time, and the number is bounded. */
static void
test_gaps (gconstpointer data)
{
  const guint density = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GRand) random = g_rand_new_with_seed (density);

  for (guint64 iteration = 0; iteration < 100000;
       iteration += density % 2 == 0 ? 1 : (guint64) g_rand_int_range (random, 1, 40))
    {
      g_array_append_val (all, iteration);
      g_array_append_val (kept, iteration);
      if (g_rand_int_range (random, 0, 300) == 0)
        thin (kept, density);
      if (g_rand_int_range (random, 0, 12000) == 0)
        check_gaps (all, kept, density);
    }
  thin (kept, density);
  check_gaps (all, kept, density);
  /* density for each doubling up to 100,000, twice that to begin with, and one for each cut
   * bucket */
  g_assert_cmpuint (kept->len, <=, density * (2 + 17) + 17);
}

/* Thinning often and thinning once leave the same. */
static void
test_order (void)
{
  g_autoptr (GArray) often = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) once = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint64 iteration = 5; iteration < 20000;
       iteration += (guint64) g_rand_int_range (random, 1, 9))
    {
      g_array_append_val (often, iteration);
      g_array_append_val (once, iteration);
      thin (often, 16);
    }
  thin (once, 16);
  g_assert_cmpmem (often->data, often->len * sizeof (guint64), once->data,
                   once->len * sizeof (guint64));
}

/* The published check value of CRC-64/XZ, and the same in pieces. */
static void
test_checksum (void)
{
  const char text[] = "123456789";
  guint8 bytes[1000];

  g_assert_cmphex (dh_checksum_add (0, text, 9), ==, G_GUINT64_CONSTANT (0x995DC9BBDF1939FA));
  g_assert_cmphex (dh_checksum_add (dh_checksum_add (0, text, 4), text + 4, 5), ==,
                   G_GUINT64_CONSTANT (0x995DC9BBDF1939FA));
  g_assert_cmphex (dh_checksum_add (0, NULL, 0), ==, 0);
  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (i * 31);
  for (guint cut = 0; cut <= sizeof bytes; cut += 13)
    g_assert_cmphex (dh_checksum_add (dh_checksum_add (0, bytes, cut), bytes + cut,
                                      sizeof bytes - cut),
                     ==, dh_checksum_add (0, bytes, sizeof bytes));
  for (guint bit = 0; bit < 8 * sizeof bytes; bit += 7)
    {
      const guint64 right = dh_checksum_add (0, bytes, sizeof bytes);

      bytes[bit / 8] ^= (guint8) (1 << bit % 8);
      g_assert_cmphex (dh_checksum_add (0, bytes, sizeof bytes), !=, right);
      bytes[bit / 8] ^= (guint8) (1 << bit % 8);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thinning/spacing", test_spacing);
  g_test_add_data_func ("/thinning/gaps/every", GUINT_TO_POINTER (128), test_gaps);
  g_test_add_data_func ("/thinning/gaps/every-coarse", GUINT_TO_POINTER (4), test_gaps);
  g_test_add_data_func ("/thinning/gaps/random", GUINT_TO_POINTER (7), test_gaps);
  g_test_add_data_func ("/thinning/gaps/one", GUINT_TO_POINTER (1), test_gaps);
  g_test_add_func ("/thinning/order", test_order);
  g_test_add_func ("/checksum", test_checksum);
  return g_test_run ();
}
