/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Fourier transform and the loss that is made of it, against sums in double precision that are
 * written down as in a textbook: even and odd sizes, primes, single rows and columns.  The loss
 * treats its weights as constants, so its gradient is compared with the textbook's, not with
 * central differences of its value.
 */
#include "tests/core/loss/loss-pairs.h"

#include "core/base/random.h"
#include "core/loss/dft.h"

#include <complex.h>
#include <math.h>
#include <string.h>

static const DhShape shapes[] = {
  { 1, 1, 1, 1 }, { 2, 1, 1, 7 }, { 1, 2, 8, 1 },   { 1, 3, 2, 2 },
  { 2, 3, 5, 6 }, { 1, 3, 7, 5 }, { 1, 1, 13, 11 }, { 1, 3, 16, 12 },
};

static LossPair *
make_pair (DhShape shape)
{
  LossPair *pair = loss_pair_new (shape);
  DhRandom random;

  dh_random_init (&random, 11, 0);
  for (gsize i = 0; i < pair->size; i++)
    {
      pair->target[i] = (float) dh_random_uniform (&random, 0, 1);
      pair->prediction[i] = (float) dh_random_uniform (&random, 0, 1);
    }
  return pair;
}

/* sign -1: forward; 1: inverse.  Orthonormal. */
static void
transform (int sign, int h, int w, const double complex *from, double complex *to)
{
  for (int u = 0; u < h; u++)
    for (int v = 0; v < w; v++)
      {
        double complex sum = 0;

        for (int i = 0; i < h; i++)
          for (int j = 0; j < w; j++)
            sum += from[i * w + j]
                   * cexp (sign * 2 * G_PI * I * ((double) u * i / h + (double) v * j / w));
        to[u * w + v] = sum / sqrt (h * w);
      }
}

/* For one plane: the sum of w |F|², and its gradient with w held constant. */
static double
evaluate_plainly (int h, int w, const float *target, const float *prediction, double *gradient)
{
  gsize n = (gsize) h * w;
  g_autofree double complex *difference = g_new (double complex, n);
  g_autofree double complex *spectrum = g_new (double complex, n);
  double largest = 0, sum = 0;

  for (gsize i = 0; i < n; i++)
    difference[i] = (double) prediction[i] - target[i];
  transform (-1, h, w, difference, spectrum);
  for (gsize i = 0; i < n; i++)
    largest = fmax (largest, cabs (spectrum[i]));
  for (gsize i = 0; i < n; i++)
    {
      double weight = cabs (spectrum[i]) / largest;

      sum += weight * cabs (spectrum[i]) * cabs (spectrum[i]);
      spectrum[i] *= weight;
    }
  transform (1, h, w, spectrum, difference);
  for (gsize i = 0; i < n; i++)
    gradient[i] = 2 * creal (difference[i]);
  return sum;
}

static void
check_plainly (DhShape s)
{
  g_autoptr (LossPair) pair = make_pair (s);
  gsize n = (gsize) s.h * s.w;
  g_autofree double *gradient = g_new (double, pair->size);
  double sum = 0, squares = 0, value;

  for (gsize start = 0; start < pair->size; start += n)
    sum += evaluate_plainly (s.h, s.w, pair->target + start, pair->prediction + start,
                             gradient + start);
  value = loss_pair_evaluate (pair, dh_loss_find ("focal_frequency"), NULL, TRUE);
  g_assert_cmpfloat_with_epsilon (value, sum / pair->size, 1e-6 * value);
  for (gsize i = 0; i < pair->size; i++)
    squares += gradient[i] * gradient[i];
  for (gsize i = 0; i < pair->size; i++)
    g_assert_cmpfloat_with_epsilon (pair->gradient[i], gradient[i] / pair->size,
                                    2e-6 * sqrt (squares) / pair->size);
}

static void
test_textbook (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    check_plainly (shapes[i]);
}

/* If the error is the same everywhere, there is one frequency, whose weight is 1. */
static void
test_even_shift (void)
{
  g_autoptr (LossPair) pair = make_pair ((DhShape) { 1, 3, 9, 10 });
  const DhLoss *loss = dh_loss_find ("focal_frequency");

  for (gsize i = 0; i < pair->size; i++)
    {
      pair->target[i] = 0.25f;
      pair->prediction[i] = 0.5f;
    }
  g_assert_cmpfloat_with_epsilon (loss_pair_evaluate (pair, loss, NULL, TRUE), 0.0625, 1e-8);
  for (gsize i = 0; i < pair->size; i++)
    g_assert_cmpfloat_with_epsilon (pair->gradient[i], 2 * 0.25 / pair->size, 1e-8);
}

/* Scratch at any alignment, as in a mix, gives the same bytes. */
static void
test_any_scratch (void)
{
  DhShape shape = { 2, 3, 12, 10 };
  g_autoptr (LossPair) pair = make_pair (shape);
  const DhLoss *loss = dh_loss_find ("focal_frequency");
  double value = loss_pair_evaluate (pair, loss, NULL, TRUE);
  g_autofree float *gradient = g_memdup2 (pair->gradient, pair->size * sizeof (float));
  float *scratch = dh_tensor_new (dh_loss_get_scratch_size (loss, shape) + 16);

  for (int shift = 0; shift < 16; shift++)
    {
      memset (pair->gradient, 0xff, pair->size * sizeof (float));
      g_assert_cmpfloat (dh_loss_evaluate (loss, NULL, shape, pair->target, pair->prediction,
                                           pair->gradient, scratch + shift),
                         ==, value);
      g_assert_cmpmem (gradient, pair->size * sizeof (float), pair->gradient,
                       pair->size * sizeof (float));
    }
  dh_tensor_free (scratch);
}

static gpointer
transform_cb (gpointer data)
{
  int size = GPOINTER_TO_INT (data) % 5 + 20;

  for (int turn = 0; turn < 20; turn++, size = size % 40 + 1)
    {
      const DhDft *dft = dh_dft_get (size, size + 1);
      gsize n = (gsize) size * (size + 1);
      float *numbers = dh_tensor_new (2 * n);

      for (gsize i = 0; i < 2 * n; i++)
        numbers[i] = i % 7;
      g_assert_true (dh_dft_get (size, size + 1) == dft);
      dh_dft_forward (dft, numbers);
      dh_dft_backward (dft, numbers);
      for (gsize i = 0; i < 2 * n; i++)
        g_assert_cmpfloat_with_epsilon (numbers[i] / n, i % 7, 1e-5);
      dh_tensor_free (numbers);
    }
  return NULL;
}

/* Forward and back again, with plans made in many threads at once. */
static void
test_threads (void)
{
  GThread *threads[8];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("transform", transform_cb, GINT_TO_POINTER (i));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/focal-frequency/textbook", test_textbook);
  g_test_add_func ("/focal-frequency/even-shift", test_even_shift);
  g_test_add_func ("/focal-frequency/any-scratch", test_any_scratch);
  g_test_add_func ("/focal-frequency/threads", test_threads);
  return g_test_run ();
}
