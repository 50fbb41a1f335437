/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Output statistics, on pictures with known values.
 */
#include "core/train/output-stats.h"

#include <math.h>

enum
{
  SIDE = 14,
  PLANE = SIDE * SIDE,
  N_PICTURES = 2,
  N_VALUES = N_PICTURES * 3 * PLANE
};

static const DhShape shape = { N_PICTURES, 3, SIDE, SIDE };

/* A mean, not a sum: with the same error over half the area, the result is the same. */
static void
test_error (void)
{
  g_autofree float *target = g_new0 (float, N_VALUES), *output = g_new0 (float, N_VALUES);
  g_autofree float *mask = g_new0 (float, N_PICTURES *PLANE);

  for (guint i = 0; i < N_VALUES; i++)
    {
      target[i] = 0.5f;
      output[i] = i % PLANE < PLANE / 2 ? 0.25f : 0.625f;
    }
  g_assert_cmpfloat_with_epsilon (dh_output_stats_get_error (shape, target, output, NULL), 0.1875,
                                  1e-6);
  g_assert_true (isnan (dh_output_stats_get_error (shape, target, output, mask)));
  for (guint i = 0; i < N_PICTURES * PLANE; i++)
    mask[i] = i % PLANE < PLANE / 2;
  g_assert_cmpfloat_with_epsilon (dh_output_stats_get_error (shape, target, output, mask), 0.25,
                                  1e-6);
  /* three parts of one half, one part of the other */
  for (guint i = 0; i < N_PICTURES * PLANE; i++)
    mask[i] = i % PLANE < PLANE / 2 ? 0.75f : 0.25f;
  g_assert_cmpfloat_with_epsilon (dh_output_stats_get_error (shape, target, output, mask), 0.21875,
                                  1e-6);
}

static void
test_saturated (void)
{
  const float output[] = { 0, 1, 0.5f, 5e-5f, 1 - 5e-5f, 2e-4f, 1 - 2e-4f, 0.9f };

  g_assert_cmpfloat (dh_output_stats_get_saturated (output, G_N_ELEMENTS (output)), ==, 0.5);
}

/* 0.2 and 0.6 lie 0.2 from their mean. */
static void
test_variation (void)
{
  g_autofree float *output = g_new0 (float, N_VALUES);

  for (guint i = 0; i < N_VALUES; i++)
    output[i] = i < N_VALUES / 2 ? 0.2f : 0.6f;
  g_assert_cmpfloat_with_epsilon (dh_output_stats_get_variation (output, shape), 0.2, 1e-6);
  g_assert_true (isnan (dh_output_stats_get_variation (output, (DhShape) { 1, 3, SIDE, SIDE })));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/output-stats/error", test_error);
  g_test_add_func ("/output-stats/saturated", test_saturated);
  g_test_add_func ("/output-stats/variation", test_variation);
  return g_test_run ();
}
