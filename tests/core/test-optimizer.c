/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Optimizers against the formulas in double precision, and a few steps worked by hand.
 */
#include "core/optim/optimizer.h"

#include <math.h>
#include <string.h>

#define N 37   /* not a multiple of any vector */

static void
test_table (void)
{
  guint n;
  const DhOptimizer * const *list = dh_optimizers_get (&n);

  g_assert_cmpuint (n, ==, 2);
  for (guint i = 0; i < n; i++)
    {
      double values[DH_OPTIMIZER_MAX_SETTINGS];

      g_assert_true (dh_optimizer_find (list[i]->id) == list[i]);
      dh_optimizer_get_defaults (list[i], values);
      for (int j = 0; j < DH_OPTIMIZER_MAX_SETTINGS && list[i]->settings[j].id != NULL; j++)
        {
          g_assert_cmpfloat (values[j], >=, list[i]->settings[j].minimum);
          g_assert_cmpfloat (values[j], <=, list[i]->settings[j].maximum);
        }
    }
  g_assert_null (dh_optimizer_find ("downhiller"));
}

static void
test_sgd (void)
{
  const DhOptimizer *sgd = dh_optimizer_find ("sgd");
  float p[3] = { 1.0f, -2.0f, 0.5f };
  const float g[3] = { 0.5f, 4.0f, 0.0f };

  g_assert_cmpuint (sgd->n_slots, ==, 0);
  sgd->step (NULL, 0.25, 1, 3, p, g, NULL);
  g_assert_cmpfloat (p[0], ==, 0.875f);
  g_assert_cmpfloat (p[1], ==, -3.0f);
  g_assert_cmpfloat (p[2], ==, 0.5f);
}

/* At t = 1 both corrections cancel their factors: the step is r · g / (|g| + ε). */
static void
test_adam_first_step (void)
{
  const DhOptimizer *adam = dh_optimizer_find ("adam");
  double settings[DH_OPTIMIZER_MAX_SETTINGS];
  float p[3] = { 0.0f, 0.0f, 0.0f }, m[3] = { 0.0f }, v[3] = { 0.0f };
  const float g[3] = { 3.0f, -1e-7f, 0.0f };
  float *slots[] = { m, v };

  dh_optimizer_get_defaults (adam, settings);
  adam->step (settings, 0.01, 1, 3, p, g, slots);
  g_assert_cmpfloat_with_epsilon (p[0], -0.01, 1e-8);
  g_assert_cmpfloat_with_epsilon (p[1], 0.005, 1e-8);
  g_assert_cmpfloat (p[2], ==, 0.0f);
  g_assert_cmpfloat_with_epsilon (m[0], 1.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (v[0], 0.09, 1e-6);
}

static void
check_adam (double beta1, double beta2, double epsilon, double rate)
{
  const DhOptimizer *adam = dh_optimizer_find ("adam");
  double settings[DH_OPTIMIZER_MAX_SETTINGS] = { beta1, beta2, epsilon };
  double m[N] = { 0.0 }, v[N] = { 0.0 }, p[N];
  float fast_m[N] = { 0.0f }, fast_v[N] = { 0.0f }, fast_p[N], g[N];
  float *slots[] = { fast_m, fast_v };

  for (int i = 0; i < N; i++)
    p[i] = fast_p[i] = 0.1f * i - 1.0f;
  for (int t = 1; t <= 50; t++)
    {
      for (int i = 0; i < N; i++)
        {
          g[i] = sin (t * (i + 1)) * pow (10.0, i % 5 - 3);
          m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
          v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
          p[i] -= rate * (m[i] / (1.0 - pow (beta1, t)))
                  / (sqrt (v[i] / (1.0 - pow (beta2, t))) + epsilon);
        }
      adam->step (settings, rate, t, N, fast_p, g, slots);
    }
  for (int i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (fast_p[i], p[i], 2e-5 * MAX (1.0, fabs (p[i])));
}

static void
test_adam (void)
{
  check_adam (0.5, 0.99, 1e-7, 1e-3);
  check_adam (0.9, 0.999, 1e-8, 1e-2);
  check_adam (0.0, 0.9, 1e-3, 1e-1);
}

/* One update in two ranges gives the same bytes. */
static void
test_ranges (void)
{
  const DhOptimizer *adam = dh_optimizer_find ("adam");
  double settings[DH_OPTIMIZER_MAX_SETTINGS];
  float g[N], once[3][N] = { { 0.0f } }, twice[3][N] = { { 0.0f } };
  float *slots[] = { once[1], once[2] };
  float *first[] = { twice[1], twice[2] }, *second[] = { twice[1] + 11, twice[2] + 11 };

  dh_optimizer_get_defaults (adam, settings);
  for (int i = 0; i < N; i++)
    g[i] = cosf (i);
  for (int t = 1; t < 4; t++)
    {
      adam->step (settings, 0.1, t, N, once[0], g, slots);
      adam->step (settings, 0.1, t, 11, twice[0], g, first);
      adam->step (settings, 0.1, t, N - 11, twice[0] + 11, g + 11, second);
    }
  g_assert_cmpmem (once, sizeof once, twice, sizeof twice);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/optimizer/table", test_table);
  g_test_add_func ("/optimizer/sgd", test_sgd);
  g_test_add_func ("/optimizer/adam/first-step", test_adam_first_step);
  g_test_add_func ("/optimizer/adam/formula", test_adam);
  g_test_add_func ("/optimizer/ranges", test_ranges);
  return g_test_run ();
}
