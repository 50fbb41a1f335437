/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sliding window of the structural losses against a plain double sum, its transpose against
 * the inner product that defines one, and the vector forms of exp and log against libm.
 */
#include "core/loss/gaussian-window.h"
#include "core/base/vector-math.h"

#include "core/base/random.h"
#include "core/base/tensor.h"

#include <math.h>

#define MAX_PIXELS 1024

static void
fill (float *numbers, guint64 seed)
{
  DhRandom random;

  dh_random_init (&random, seed, 0);
  for (int i = 0; i < MAX_PIXELS; i++)
    numbers[i] = (float) dh_random_uniform (&random, -1, 1);
}

static double
filter_plainly (const DhWindow *window, int width, const float *plane, int x, int y)
{
  double sum = 0;

  for (int i = 0; i < window->size; i++)
    for (int j = 0; j < window->size; j++)
      sum += (double) window->weights[i] * window->weights[j] * plane[(y + i) * width + x + j];
  return sum;
}

static void
check_filter (int size, int width, int height)
{
  float plane[MAX_PIXELS], map[MAX_PIXELS], other_map[MAX_PIXELS], spread[MAX_PIXELS];
  g_autofree float *scratch = g_new (float, dh_window_get_scratch_size (width));
  int map_width = width - size + 1, map_height = height - size + 1;
  double product_of_maps = 0, product_of_planes = 0;
  DhWindow window;

  g_assert_cmpint (width * height, <=, MAX_PIXELS);
  fill (plane, 1);
  fill (other_map, 2);
  dh_window_init_gaussian (&window, size, 1.5);
  dh_window_filter (&window, width, height, plane, map, scratch);
  dh_window_spread (&window, width, height, other_map, spread, scratch);
  for (int y = 0; y < map_height; y++)
    for (int x = 0; x < map_width; x++)
      {
        double wanted = filter_plainly (&window, width, plane, x, y);

        g_assert_cmpfloat_with_epsilon (map[y * map_width + x], wanted, 1e-6);
        product_of_maps += wanted * other_map[y * map_width + x];
      }
  for (int i = 0; i < width * height; i++)
    product_of_planes += (double) plane[i] * spread[i];
  g_assert_cmpfloat_with_epsilon (product_of_maps, product_of_planes, 1e-5);
}

static void
test_filter (void)
{
  check_filter (11, 31, 33);
  check_filter (11, 11, 11);
  check_filter (11, 12, 40);
  check_filter (3, 17, 5);
  check_filter (5, 5, 9);
  check_filter (1, 1, 1);
  check_filter (1, 7, 3);
}

static void
test_gaussian (void)
{
  DhWindow window;
  double sum = 0;

  dh_window_init_gaussian (&window, 11, 1.5);
  for (int k = 0; k < 11; k++)
    {
      sum += window.weights[k];
      g_assert_cmpfloat (window.weights[k], ==, window.weights[10 - k]);
      g_assert_cmpfloat_with_epsilon (window.weights[k] / window.weights[5],
                                      exp (-(k - 5) * (k - 5) / 4.5), 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-6);
}

static void
test_fit (void)
{
  g_assert_cmpint (dh_window_fit (11, 64, 64), ==, 11);
  g_assert_cmpint (dh_window_fit (11, 64, 11), ==, 11);
  g_assert_cmpint (dh_window_fit (11, 10, 64), ==, 9);
  g_assert_cmpint (dh_window_fit (11, 2, 64), ==, 1);
  g_assert_cmpint (dh_window_fit (11, 1, 1), ==, 1);
  g_assert_cmpint (dh_window_fit (3, 4, 5), ==, 3);
}

static void
test_vector_math (void)
{
  for (double x = 0; x > -87; x -= 0.00371)
    g_assert_cmpfloat_with_epsilon (dh_vector_exp ((float) x) / exp ((float) x), 1, 3e-7);
  g_assert_cmpfloat (dh_vector_exp (-1000), <, 2e-38);
  g_assert_cmpfloat (dh_vector_exp (NAN), <, 2e-38);
  for (double x = 1; x < 1e11; x *= 1.0007)
    g_assert_cmpfloat_with_epsilon (dh_vector_log ((float) x), log ((float) x), 2e-5);
  for (double x = 1e-6; x < 1e-2; x *= 1.01)
    {
      float y = (float) (1 + x);

      g_assert_cmpfloat_with_epsilon (dh_vector_log (y) / log (y), 1, 2e-5);
    }
  for (double x = 1e-30; x <= 0.3678; x *= 1.01)
    g_assert_cmpfloat_with_epsilon (dh_vector_log1p ((float) x) / log1p ((float) x), 1, 2.5e-7);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window/filter", test_filter);
  g_test_add_func ("/window/gaussian", test_gaussian);
  g_test_add_func ("/window/fit", test_fit);
  g_test_add_func ("/window/vector-math", test_vector_math);
  return g_test_run ();
}
