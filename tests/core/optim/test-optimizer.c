/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Optimizers against the formulas in double precision, and a few steps worked by hand.  Paths over
 * a hundred steps are in test-optimizer-paths.c.
 */
#include "core/optim/optimizer.h"

#include <math.h>
#include <string.h>

#define N 37 /* not a multiple of any vector width */

static void
check_settings (const DhOptimizer *optimizer)
{
  double values[DH_OPTIMIZER_MAX_SETTINGS], usual[DH_OPTIMIZER_MAX_SETTINGS];

  dh_optimizer_get_defaults (optimizer, DH_OPTIMIZER_USER_NETWORK, values);
  dh_optimizer_get_defaults (optimizer, DH_OPTIMIZER_USER_BALL, usual);
  for (int i = 0; i < DH_OPTIMIZER_MAX_SETTINGS; i++)
    {
      const DhSetting *setting = &optimizer->settings[i];

      g_assert_cmpfloat (values[i], >=, setting->minimum);
      g_assert_cmpfloat (values[i], <=, setting->maximum);
      g_assert_cmpfloat (usual[i], >=, setting->minimum);
      g_assert_cmpfloat (usual[i], <=, setting->maximum);
      g_assert_true ((setting->id == NULL) == (setting->name == NULL));
      if (strcmp (optimizer->id, "adam") != 0)
        g_assert_cmpfloat (values[i], ==, usual[i]);
    }
}

static void
check_words (const DhOptimizer *optimizer)
{
  g_assert_cmpstr (optimizer->name, !=, NULL);
  g_assert_cmpstr (optimizer->formula, !=, NULL);
  g_assert_cmpstr (optimizer->source, !=, NULL);
  g_assert_true (g_str_has_suffix (optimizer->explanation, "."));
  g_assert_cmpuint (optimizer->n_slots, <=, DH_OPTIMIZER_MAX_SLOTS);
  for (guint i = 0; i < DH_OPTIMIZER_MAX_SLOTS; i++)
    g_assert_true ((optimizer->slot_names[i] != NULL) == (i < optimizer->n_slots));
}

static void
test_table (void)
{
  guint n;
  const DhOptimizer *const *list = dh_optimizers_get (&n);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (dh_optimizer_find (list[i]->id) == list[i]);
      check_settings (list[i]);
      check_words (list[i]);
    }
  g_assert_true (dh_optimizer_find ("sgd")->memoryless);
  g_assert_false (dh_optimizer_find ("momentum")->memoryless);
  g_assert_null (dh_optimizer_find ("downhiller"));
}

/* The defaults for a network are the comparison post's values, those for a ball are the paper's. */
static void
test_adam_starts (void)
{
  const DhOptimizer *adam = dh_optimizer_find ("adam");
  double values[DH_OPTIMIZER_MAX_SETTINGS];

  dh_optimizer_get_defaults (adam, DH_OPTIMIZER_USER_NETWORK, values);
  g_assert_cmpfloat (values[0], ==, 0.5);
  g_assert_cmpfloat (values[1], ==, 0.99);
  g_assert_cmpfloat (values[2], ==, 1e-7);
  dh_optimizer_get_defaults (adam, DH_OPTIMIZER_USER_BALL, values);
  g_assert_cmpfloat (values[0], ==, 0.9);
  g_assert_cmpfloat (values[1], ==, 0.999);
  g_assert_cmpfloat (values[2], ==, 1e-8);
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

  dh_optimizer_get_defaults (adam, DH_OPTIMIZER_USER_NETWORK, settings);
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
test_ranges (gconstpointer id)
{
  const DhOptimizer *optimizer = dh_optimizer_find (id);
  double settings[DH_OPTIMIZER_MAX_SETTINGS];
  float g[N], once[3][N] = { { 0.0f } }, twice[3][N] = { { 0.0f } };
  float *slots[] = { once[1], once[2] };
  float *first[] = { twice[1], twice[2] }, *second[] = { twice[1] + 11, twice[2] + 11 };

  dh_optimizer_get_defaults (optimizer, DH_OPTIMIZER_USER_NETWORK, settings);
  for (int i = 0; i < N; i++)
    g[i] = cosf (i);
  for (int t = 1; t < 4; t++)
    {
      optimizer->step (settings, 0.1, t, N, once[0], g, slots);
      optimizer->step (settings, 0.1, t, 11, twice[0], g, first);
      optimizer->step (settings, 0.1, t, N - 11, twice[0] + 11, g + 11, second);
    }
  g_assert_cmpmem (once, sizeof once, twice, sizeof twice);
}

/* The gradient is always 0: nothing is divided by zero, and nothing moves. */
static void
test_still (gconstpointer id)
{
  const DhOptimizer *optimizer = dh_optimizer_find (id);
  double settings[DH_OPTIMIZER_MAX_SETTINGS];
  const float g[2] = { 0.0f, 0.0f };
  float p[2] = { 0.0f, 0.0f }, memory[DH_OPTIMIZER_MAX_SLOTS][2] = { { 0.0f } };
  float *slots[] = { memory[0], memory[1], memory[2], memory[3] };

  dh_optimizer_get_defaults (optimizer, DH_OPTIMIZER_USER_BALL, settings);
  for (int t = 1; t < 4; t++)
    optimizer->step (settings, 0.1, t, 2, p, g, slots);
  g_assert_cmpfloat (p[0], ==, 0.0f);
  g_assert_cmpfloat (p[1], ==, 0.0f);
}

/* Numbers that are the same with any compiler, in [-1, 1). */
static float
next_number (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return ((gint32) (*state >> 8) - (1 << 23)) * 0x1p-23f;
}

/* FNV-1a */
static guint64
digest (guint64 hash, const void *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    hash = (hash ^ ((const guint8 *) data)[i]) * 1099511628211u;
  return hash;
}

/* A training run that is repeated gives the same weights, also with a later version of the program:
 * the first optimizers for networks keep their results to the last bit. */
static void
check_bytes (const char *id, double rate, guint64 wanted)
{
  enum
  {
    LENGTH = 1003
  };
  const DhOptimizer *optimizer = dh_optimizer_find (id);
  double settings[DH_OPTIMIZER_MAX_SETTINGS];
  float memory[4][LENGTH] = { { 0.0f } }, *p = memory[0], *g = memory[1];
  float *slots[] = { memory[2], memory[3] };
  guint32 state = 1;
  guint64 hash = 14695981039346656037u;

  dh_optimizer_get_defaults (optimizer, DH_OPTIMIZER_USER_NETWORK, settings);
  for (int i = 0; i < LENGTH; i++)
    p[i] = next_number (&state);
  for (int t = 1; t <= 40; t++)
    {
      for (int i = 0; i < LENGTH; i++)
        g[i] = next_number (&state) * (i % 7 == 0 ? 1e-5f : 1.0f);
      optimizer->step (settings, rate, t, LENGTH, p, g, slots);
    }
  hash = digest (hash, p, sizeof memory[0]);
  hash = digest (hash, memory[2], 2 * sizeof memory[0]);
  g_assert_cmphex (hash, ==, wanted);
}

static void
test_bytes (void)
{
  check_bytes ("adam", 1e-3, 0x848b355157cf1d6du);
  check_bytes ("sgd", 1e-2, 0xda0f2b612bb526b2u);
}

/* After one step with one gradient: the combined effect of the shares of gradient and mean. */
static double
get_nadam_step (guint64 t, double beta1, double decay)
{
  const DhOptimizer *nadam = dh_optimizer_find ("nadam");
  const double settings[] = { beta1, 0.5, 1e-12, decay };
  const double g = 1.0;
  double p = 0.0, mean = 3.0, square = 1.0 - pow (0.5, t - 1.0), *slots[] = { &mean, &square };

  nadam->step_exact (settings, 1.0, t, 1, &p, &g, slots);
  return -p; /* the mean of squares, bias-corrected, is 1 */
}

static double
expect_nadam_step (guint64 t, double beta1, double decay)
{
  double product = 1.0, share = 0.0, mean = beta1 * 3.0 + (1.0 - beta1);

  for (guint64 i = 1; i <= t + 1; i++)
    {
      double next = beta1 * (1.0 - 0.5 * pow (0.96, i * decay));

      if (i == t + 1)
        return next * mean / (1.0 - product * next) + (1.0 - share) / (1.0 - product);
      product *= share = next;
    }
  g_assert_not_reached ();
}

/* The product of the shares: for short runs, long ones, and ones too long for any loop. */
static void
test_nadam_shares (void)
{
  const double betas[] = { 0.0, 0.5, 0.9, 0.9999 }, decays[] = { 0.0, 4e-3, 0.05, 0.3, 1.0 };
  const guint64 times[] = { 1, 2, 10, 49, 50, 51, 400, 3000, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (betas); i++)
    for (guint j = 0; j < G_N_ELEMENTS (decays); j++)
      {
        for (guint k = 0; k < G_N_ELEMENTS (times); k++)
          g_assert_cmpfloat_with_epsilon (get_nadam_step (times[k], betas[i], decays[j]),
                                          expect_nadam_step (times[k], betas[i], decays[j]), 1e-11);
        g_assert_true (isfinite (get_nadam_step (1000000000000000000u, betas[i], decays[j])));
      }
}

int
main (int argc, char **argv)
{
  guint n;
  const DhOptimizer *const *list = dh_optimizers_get (&n);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/optimizer/table", test_table);
  g_test_add_func ("/optimizer/sgd", test_sgd);
  g_test_add_func ("/optimizer/adam/first-step", test_adam_first_step);
  g_test_add_func ("/optimizer/adam/formula", test_adam);
  g_test_add_func ("/optimizer/adam/starts", test_adam_starts);
  g_test_add_func ("/optimizer/nadam/shares", test_nadam_shares);
  g_test_add_func ("/optimizer/bytes", test_bytes);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *ranges = g_strconcat ("/optimizer/ranges/", list[i]->id, NULL);
      g_autofree char *still = g_strconcat ("/optimizer/still/", list[i]->id, NULL);

      g_test_add_data_func (ranges, list[i]->id, test_ranges);
      g_test_add_data_func (still, list[i]->id, test_still);
    }
  return g_test_run ();
}
