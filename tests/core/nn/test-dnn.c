/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each operation of the network by itself against the plain reference: matrix
 * products, the passes between convolutions, the folding of weights.
 */
#include "core/base/random.h"
#include "core/base/tensor.h"
#include "core/nn/dnn.h"
#include "core/nn/elementwise.h"
#include "core/nn/weights.h"
#include "tests/core/nn/reference.h"

#include <math.h>
#include <string.h>

static DhRandom random_state;

static float *
random_tensor (gsize n)
{
  return dh_reference_new_random (&random_state, n);
}

/* Against the largest value, as Winograd errs by that. */
static void
assert_near (const float *values, const double *expected, gsize n, double tolerance)
{
  double largest = 1e-30, worst = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      largest = MAX (largest, fabs (expected[i]));
      worst = MAX (worst, fabs (values[i] - expected[i]));
    }
  g_assert_cmpfloat (worst, <=, tolerance * largest);
}

/* A blocked map, compared in plain order. */
static void
assert_map_near (const float *blocked, const double *expected, int batch, int channels, int size)
{
  gsize n = (gsize) batch * channels * size * size;
  float *plain = dh_tensor_new (n);

  dh_unblock (batch, channels, size, blocked, plain);
  assert_near (plain, expected, n, 1e-4);
  dh_tensor_free (plain);
}

static float *
blocked_copy (const float *plain, int batch, int channels, int size)
{
  float *blocked = dh_tensor_new ((gsize) batch * channels * size * size);

  dh_block (batch, channels, size, plain, blocked);
  return blocked;
}

/* ---- dense ---- */

static void
test_multiply (void)
{
  const int m = 5, n = 33, k = 18;

  for (int kind = 0; kind < 4; kind++)
    {
      gboolean ta = kind & 1, tb = kind & 2;
      float *a = random_tensor (m * k), *b = random_tensor (k * n), *c = random_tensor (m * n);

      dh_dnn_multiply (ta, tb, m, n, k, a, b, c);
      for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++)
          {
            double sum = 0.0;

            for (int l = 0; l < k; l++)
              sum += (double) (ta ? a[l * m + i] : a[i * k + l])
                     * (tb ? b[j * k + l] : b[l * n + j]);
            g_assert_cmpfloat_with_epsilon (c[i * n + j], sum, 1e-5);
          }
      dh_tensor_free (a);
      dh_tensor_free (b);
      dh_tensor_free (c);
    }
}

static void
test_bias (void)
{
  float values[6] = { 1, 2, 3, 4, 5, 6 }, sums[3];
  const float bias[3] = { 10, 20, 30 };

  dh_bias_forward (2, 3, bias, values);
  g_assert_cmpfloat (values[0], ==, 11.0f);
  g_assert_cmpfloat (values[5], ==, 36.0f);
  dh_bias_backward (2, 3, values, sums);
  g_assert_cmpfloat (sums[0], ==, 25.0f);
  g_assert_cmpfloat (sums[2], ==, 69.0f);
}

/* ---- between ---- */

static void
test_leaky (void)
{
  float values[3] = { -2.0f, 0.0f, 3.0f }, gradient[3] = { 1.0f, 1.0f, 1.0f };
  const float other[3] = { 1.0f, -1.0f, 1.0f };

  dh_leaky_forward (3, 0.1f, values);
  g_assert_cmpfloat (values[0], ==, -0.2f);
  g_assert_cmpfloat (values[2], ==, 3.0f);
  dh_leaky_backward (3, 0.1f, values, gradient);
  g_assert_cmpfloat (gradient[0], ==, 0.1f);
  g_assert_cmpfloat (gradient[1], ==, 0.1f);
  g_assert_cmpfloat (gradient[2], ==, 1.0f);
  dh_join_forward (3, 0.5f, other, values);
  g_assert_cmpfloat_with_epsilon (values[0], 0.8, 1e-6);
  g_assert_cmpfloat (values[1], ==, -0.5f);
  g_assert_cmpfloat (values[2], ==, 4.0f);
}

#define N_SIGMOIDS 400001

/* From −200 to 200, against libm's in double; and what isn't finite. */
static void
test_sigmoid (void)
{
  float *values = g_new (float, N_SIGMOIDS), *gradient = g_new (float, N_SIGMOIDS);
  float *ones = g_new (float, N_SIGMOIDS), special[3] = { NAN, INFINITY, -INFINITY };

  for (int i = 0; i < N_SIGMOIDS; i++)
    {
      values[i] = (i - N_SIGMOIDS / 2) * 1e-3f;
      ones[i] = 1;
    }
  dh_sigmoid_forward (N_SIGMOIDS, values);
  dh_sigmoid_backward (N_SIGMOIDS, values, ones, gradient);
  for (int i = 0; i < N_SIGMOIDS; i++)
    {
      const double x = (i - N_SIGMOIDS / 2) * 1e-3f, y = 1 / (1 + exp (-x));

      g_assert_cmpfloat_with_epsilon (values[i], y, 4e-7 * y + 2e-38);
      g_assert_cmpfloat_with_epsilon (gradient[i], y * (1 - y), 1.5e-7);
    }
  g_assert_cmpfloat (values[N_SIGMOIDS - 1], ==, 1.0f);
  g_assert_cmpfloat (gradient[N_SIGMOIDS - 1], ==, 0.0f);
  g_assert_cmpfloat (gradient[N_SIGMOIDS / 2], ==, 0.25f);
  dh_sigmoid_forward (3, special);
  g_assert_true (isnan (special[0]));
  g_assert_cmpfloat (special[1], ==, 1.0f);
  g_assert_cmpfloat (special[2], <, 2e-38f);
  g_free (values);
  g_free (gradient);
  g_free (ones);
}

static void
test_shuffle (void)
{
  const int batch = 2, channels = 32, size = 3;
  gsize n = (gsize) batch * 4 * channels * size * size;
  float *plain = random_tensor (n), *blocked = blocked_copy (plain, batch, 4 * channels, size);
  float *out = dh_tensor_new (n), *back = dh_tensor_new (n);
  g_autofree double *x = dh_reference_widen (plain, n), *y = g_new (double, n),
                    *dx = g_new (double, n);

  dh_reference_shuffle (batch, channels, size, x, y);
  dh_shuffle_forward (batch, channels, size, 1.0f, blocked, out);
  assert_map_near (out, y, batch, channels, 2 * size);
  dh_unshuffle (batch, channels, size, out, back);
  g_assert_cmpmem (back, n * sizeof (float), blocked, n * sizeof (float));

  dh_reference_leaky_forward (n, 0.2, x, x);
  dh_reference_shuffle (batch, channels, size, x, y);
  dh_shuffle_forward (batch, channels, size, 0.2f, blocked, out);
  assert_map_near (out, y, batch, channels, 2 * size);
  dh_reference_leaky_backward (n, 0.2, y, y, y);
  dh_reference_unshuffle (batch, channels, size, y, dx);
  dh_shuffle_backward (batch, channels, size, 0.2f, out, out, back);
  assert_map_near (back, dx, batch, 4 * channels, size);
  dh_tensor_free (plain);
  dh_tensor_free (blocked);
  dh_tensor_free (out);
  dh_tensor_free (back);
}

static void
test_block (void)
{
  const int batch = 2, channels = 21, size = 5, padded = 32;
  gsize n = (gsize) batch * channels * size * size;
  gsize n_blocked = (gsize) batch * padded * size * size;
  float *plain = random_tensor (n), *back = dh_tensor_new (n);
  float *blocked = random_tensor (n_blocked);
  double sum = 0.0, blocked_sum = 0.0;

  dh_block (batch, channels, size, plain, blocked);
  dh_unblock (batch, channels, size, blocked, back);
  g_assert_cmpmem (plain, n * sizeof (float), back, n * sizeof (float));
  for (gsize i = 0; i < n; i++)
    sum += fabsf (plain[i]);
  for (gsize i = 0; i < n_blocked; i++)
    blocked_sum += fabsf (blocked[i]);
  g_assert_cmpfloat_with_epsilon (sum, blocked_sum, 1e-9 * sum); /* the padding is zero */
  dh_tensor_free (plain);
  dh_tensor_free (back);
  dh_tensor_free (blocked);
}

static void
test_fold_map (void)
{
  const int batch = 3, size = 4;
  gsize n = (gsize) batch * 3 * 4 * size * size;
  float *plain = random_tensor (n), *back = dh_tensor_new (n);
  float *folded = random_tensor ((gsize) batch * 16 * size * size), *unblocked;

  dh_fold (batch, size, plain, folded);
  dh_unfold (batch, size, folded, back);
  g_assert_cmpmem (plain, n * sizeof (float), back, n * sizeof (float));
  unblocked = dh_tensor_new ((gsize) batch * 16 * size * size);
  dh_unblock (batch, 16, size, folded, unblocked);
  /* pixel (5, 2) of the third picture's green: place (1, 0), square (2, 1) */
  g_assert_cmpfloat (unblocked[((2 * 16 + 3 * 2 + 1) * size + 2) * size + 1], ==,
                     plain[((2 * 3 + 1) * 2 * size + 5) * 2 * size + 2]);
  dh_tensor_free (plain);
  dh_tensor_free (back);
  dh_tensor_free (folded);
  dh_tensor_free (unblocked);
}

/* Gathering is the transpose of spreading: ⟨spread (w), g⟩ = ⟨w, gather (g)⟩. */
static void
check_weights (DhFold fold, int out, int in, int kernel, int groups)
{
  DhWeights weights = dh_weights_init (fold, out, in, kernel, groups);
  gsize n = (gsize) out * in * kernel * kernel, n_run = dh_weights_size (&weights);
  float *w = random_tensor (n), *g = random_tensor (n_run), *run = random_tensor (n_run);
  float *back = random_tensor (n);
  double run_sum = 0.0, sum = 0.0;

  dh_weights_spread (&weights, w, run);
  dh_weights_gather (&weights, FALSE, g, back);
  dh_weights_gather (&weights, TRUE, g, back);
  for (gsize i = 0; i < n_run; i++)
    run_sum += (double) run[i] * g[i];
  for (gsize i = 0; i < n; i++)
    sum += (double) w[i] * back[i];
  g_assert_cmpfloat_with_epsilon (2 * run_sum, sum, 2e-4); /* once overwritten, once added */
  dh_tensor_free (w);
  dh_tensor_free (g);
  dh_tensor_free (run);
  dh_tensor_free (back);
}

static void
test_weights (void)
{
  check_weights (DH_FOLD_NONE, 20, 7, 3, 1);
  check_weights (DH_FOLD_NONE, 20, 7, 3, 4);
  check_weights (DH_FOLD_INPUT, 20, 3, 5, 1);
  check_weights (DH_FOLD_PHASES, 20, 36, 5, 1);
  check_weights (DH_FOLD_OUTPUT, 3, 20, 5, 1);
  check_weights (DH_FOLD_OUTPUT, 3, 16, 3, 1);
  check_weights (DH_FOLD_OUTPUT, 3, 9, 1, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dh_dnn_thread_init ();
  dh_random_init (&random_state, 11, 0);
  g_test_add_func ("/dnn/multiply", test_multiply);
  g_test_add_func ("/dnn/bias", test_bias);
  g_test_add_func ("/dnn/leaky", test_leaky);
  g_test_add_func ("/dnn/sigmoid", test_sigmoid);
  g_test_add_func ("/dnn/shuffle", test_shuffle);
  g_test_add_func ("/dnn/block", test_block);
  g_test_add_func ("/dnn/fold", test_fold_map);
  g_test_add_func ("/dnn/weights", test_weights);
  return g_test_run ();
}
