/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The theoretical stability limit against descent itself: on a bowl, it settles just below that
 * rate and diverges just above, for every optimizer that has one.
 */
#include "core/optim/optimizer.h"

#include <math.h>

/* The distance from the bottom of λ x² / 2 + x' ² / 200 after many steps from 1, 1. */
static double
descend (const DhOptimizer *optimizer, const double *settings, double rate, double lambda)
{
  double point[2] = { 1.0, 1.0 }, memory[DH_OPTIMIZER_MAX_SLOTS][2] = { { 0.0 } };
  double *slots[DH_OPTIMIZER_MAX_SLOTS];

  for (int i = 0; i < DH_OPTIMIZER_MAX_SLOTS; i++)
    slots[i] = memory[i];
  for (guint t = 1; t <= 4000; t++)
    {
      double gradient[2] = { lambda * point[0], 0.01 * lambda * point[1] };

      optimizer->step_exact (settings, rate, t, 2, point, gradient, slots);
    }
  return hypot (point[0], point[1]);
}

static void
check_bound (const DhOptimizer *optimizer, const double *settings, double lambda)
{
  double rate = dh_optimizer_get_stable_rate (optimizer, settings, lambda);

  g_assert_cmpfloat (descend (optimizer, settings, 0.97 * rate, lambda), <, 1e-3);
  g_assert_cmpfloat (descend (optimizer, settings, 0.999 * rate, lambda), <, 1.0);
  g_assert_false (descend (optimizer, settings, 1.001 * rate, lambda) < 2.0);
  g_assert_false (descend (optimizer, settings, 1.03 * rate, lambda) < 1e6);
}

static void
test_bounds (void)
{
  const double kept[] = { 0.0, 0.3, 0.5, 0.9, 0.97 };
  const double lambdas[] = { 1e-3, 1.0, 40.0 };

  for (guint i = 0; i < G_N_ELEMENTS (lambdas); i++)
    {
      check_bound (dh_optimizer_find ("sgd"), NULL, lambdas[i]);
      for (guint j = 0; j < G_N_ELEMENTS (kept); j++)
        {
          check_bound (dh_optimizer_find ("momentum"), (double[]) { kept[j], 0.0 }, lambdas[i]);
          check_bound (dh_optimizer_find ("momentum"), (double[]) { kept[j], 0.4 }, lambdas[i]);
          check_bound (dh_optimizer_find ("nesterov"), (double[]) { kept[j] }, lambdas[i]);
        }
    }
}

static void
test_values (void)
{
  const double usual[] = { 0.9, 0.0 };

  g_assert_cmpfloat (dh_optimizer_get_stable_rate (dh_optimizer_find ("sgd"), NULL, 4.0), ==, 0.5);
  g_assert_cmpfloat_with_epsilon (dh_optimizer_get_stable_rate (dh_optimizer_find ("momentum"),
                                                                usual, 10.0),
                                  0.38, 1e-15);
  g_assert_cmpfloat_with_epsilon (dh_optimizer_get_stable_rate (dh_optimizer_find ("nesterov"),
                                                                usual, 10.0),
                                  0.38 / 2.8, 1e-15);
}

/* NaN is better than a wrong rate: every optimizer in the table that offers a rate is tested. */
static void
test_none (void)
{
  const double flat[] = { 0.0, -3.0, NAN, INFINITY };
  guint n, n_with = 0;
  const DhOptimizer *const *list = dh_optimizers_get (&n);

  for (guint i = 0; i < n; i++)
    {
      double settings[DH_OPTIMIZER_MAX_SETTINGS];

      dh_optimizer_get_defaults (list[i], DH_OPTIMIZER_USER_BALL, settings);
      if (!isnan (dh_optimizer_get_stable_rate (list[i], settings, 1.0)))
        {
          check_bound (list[i], settings, 1.0);
          n_with++;
        }
      for (guint j = 0; j < G_N_ELEMENTS (flat); j++)
        g_assert_true (isnan (dh_optimizer_get_stable_rate (list[i], settings, flat[j])));
    }
  g_assert_cmpuint (n_with, >=, 3); /* SGD, Momentum, Nesterov */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stable-rate/bounds", test_bounds);
  g_test_add_func ("/stable-rate/values", test_values);
  g_test_add_func ("/stable-rate/none", test_none);
  return g_test_run ();
}
