/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The statements about these losses, checked in numbers: which are dominated by outliers, which
 * give the mean and which the median, the cost of a brightness shift and of blur, the slope at
 * small errors.
 */
#include "tests/core/loss/loss-pairs.h"

#include <math.h>

#define N_PIXELS 10000

static double
get_loss (LossPair *pair, const char *id)
{
  return loss_pair_evaluate (pair, dh_loss_find (id), NULL, TRUE);
}

/* The share of the loss that comes from the 1 % of the pixels that are wrong by .5, when the rest
 * is wrong by .02. */
static double
get_outlier_share (const char *id, const double *settings)
{
  const DhLoss *loss = dh_loss_find (id);
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 1, 100, 100 });
  double all, rest;

  for (int i = 0; i < N_PIXELS; i++)
    {
      pair->target[i] = 0.25f;
      pair->prediction[i] = i % 100 == 0 ? 0.75f : 0.27f;
    }
  all = loss_pair_evaluate (pair, loss, settings, FALSE);
  for (int i = 0; i < N_PIXELS; i += 100)
    pair->prediction[i] = pair->target[i];
  rest = loss_pair_evaluate (pair, loss, settings, FALSE);
  return 100 * (all - rest) / all;
}

/* Statement 1: MSE is dominated by outliers, MAE is not. */
static void
test_outliers (void)
{
  const double soft[DH_LOSS_MAX_SETTINGS] = { 0.05 };

  g_assert_cmpfloat_with_epsilon (get_outlier_share ("mse", NULL), 86.3, 0.1);
  g_assert_cmpfloat_with_epsilon (get_outlier_share ("mae", NULL), 20.2, 0.1);
  g_assert_cmpfloat_with_epsilon (get_outlier_share ("smooth", NULL), 23.4, 0.1);
  g_assert_cmpfloat_with_epsilon (get_outlier_share ("logcosh", NULL), 86, 0.5);
  /* Statement 5: less strongly affected, if the scale is small. */
  g_assert_cmpfloat (get_outlier_share ("logcosh", soft), <, 60);
  g_assert_cmpfloat (get_outlier_share ("huber", NULL), <, 60);
}

/* The constant with the lowest loss for 70 pixels of .2 and 30 of .8. */
static double
fit_constant (const char *id)
{
  const DhLoss *loss = dh_loss_find (id);
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 1, 10, 10 });
  double best = INFINITY, best_at = NAN;

  for (int i = 0; i < 100; i++)
    pair->target[i] = i < 70 ? 0.2f : 0.8f;
  for (double level = 0; level <= 1; level += 0.005)
    {
      double value;

      for (int i = 0; i < 100; i++)
        pair->prediction[i] = (float) level;
      value = loss_pair_evaluate (pair, loss, NULL, FALSE);
      if (value < best)
        {
          best = value;
          best_at = level;
        }
    }
  return best_at;
}

/* Statement 2: MSE finds the mean, MAE the median. */
static void
test_constant (void)
{
  g_assert_cmpfloat_with_epsilon (fit_constant ("mse"), 0.2 * 0.7 + 0.8 * 0.3, 0.003);
  g_assert_cmpfloat_with_epsilon (fit_constant ("logcosh"), 0.38, 0.01);
  g_assert_cmpfloat_with_epsilon (fit_constant ("mae"), 0.2, 0.003);
  g_assert_cmpfloat_with_epsilon (fit_constant ("smooth"), 0.2, 0.006);
  g_assert_cmpfloat_with_epsilon (fit_constant ("huber"), 0.2, 0.025);
}

/* Statement 6: SSIM measures structure. A shift that costs MSE .04 costs SSIM little, and less than
 * a blur that MSE hardly notices; Pixel-Grad-Diff doesn't notice the shift at all. */
static void
test_structure (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 3, 48, 48 });
  const char *structural[] = { "ssim", "ssim_block" };
  double shift_mse, blur_mse;

  loss_pair_fill_textured (pair);
  for (gsize i = 0; i < pair->size; i++)
    pair->prediction[i] = pair->target[i] + 0.2f;
  shift_mse = get_loss (pair, "mse");
  g_assert_cmpfloat_with_epsilon (shift_mse, 0.04, 1e-6);
  g_assert_cmpfloat (get_loss (pair, "pixel_grad_diff"), <, 1e-10);
  for (gsize i = 0; i < pair->size; i++)
    g_assert_cmpfloat (fabs (pair->gradient[i]), <, 1e-6);
  loss_pair_blur (pair);
  blur_mse = get_loss (pair, "mse");
  g_assert_cmpfloat (blur_mse, <, shift_mse / 10);
  for (gsize i = 0; i < G_N_ELEMENTS (structural); i++)
    {
      double blur = get_loss (pair, structural[i]), shift;

      for (gsize k = 0; k < pair->size; k++)
        pair->prediction[k] = pair->target[k] + 0.2f;
      shift = get_loss (pair, structural[i]);
      g_test_message ("%s: shift %.3f, blur %.3f", structural[i], shift, blur);
      g_assert_cmpfloat (shift, <, 0.07);
      g_assert_cmpfloat (blur, >, 1.3 * shift);
      loss_pair_blur (pair);
    }
}

/* A shift of a flat picture from .4 to .6: MSE .04; SSIM is the luminance term of its formula
 * alone. */
static void
test_even_shift (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 3, 15, 15 });
  double l = (2 * 0.4 * 0.6 + 1e-4) / (0.4 * 0.4 + 0.6 * 0.6 + 1e-4);

  for (gsize i = 0; i < pair->size; i++)
    {
      pair->target[i] = 0.4f;
      pair->prediction[i] = 0.6f;
    }
  g_assert_cmpfloat_with_epsilon (get_loss (pair, "ssim"), (1 - l) / 2, 1e-7);
  g_assert_cmpfloat_with_epsilon (get_loss (pair, "ssim_block"), (1 - l) / 2, 1e-7);
  g_assert_cmpfloat (get_loss (pair, "pixel_grad_diff"), ==, 0);
}

static double
get_value (const char *id, double error, double *slope)
{
  const DhLoss *loss = dh_loss_find (id);
  double settings[DH_LOSS_MAX_SETTINGS];

  dh_loss_get_defaults (loss, settings);
  return loss->profile (settings, error, slope);
}

/* The slopes of Smoothed MAE, and how close Log-Cosh is to half the square. */
static void
test_curves (void)
{
  double slope, value;

  get_value ("smooth", 0.002, &slope);
  g_assert_cmpfloat_with_epsilon (slope, 0.45, 0.005);
  get_value ("smooth", 0.01, &slope);
  g_assert_cmpfloat_with_epsilon (slope, 0.93, 0.005);
  get_value ("smooth", 0.05, &slope);
  g_assert_cmpfloat_with_epsilon (slope, 0.997, 0.0005);
  value = get_value ("logcosh", 0.05, &slope);
  g_assert_cmpfloat_with_epsilon (value / (0.05 * 0.05 / 2), 0.9996, 5e-5);
  value = get_value ("logcosh", 0.3, &slope);
  g_assert_cmpfloat_with_epsilon (value / (0.3 * 0.3 / 2), 0.985, 5e-4);
}

/* Statement 3: with a fixed step of gradient descent MAE bounces forever, the others come to rest.
 * */
static double
get_last_move (const char *id, double rate)
{
  double error = 0.503, slope = 0;

  for (int step = 0; step < 3000; step++)
    {
      get_value (id, error, &slope);
      error -= rate * slope;
    }
  return fabs (rate * slope);
}

static void
test_settling (void)
{
  g_assert_cmpfloat_with_epsilon (get_last_move ("mae", 0.005), 0.005, 1e-9);
  g_assert_cmpfloat (get_last_move ("mse", 0.005), <, 1e-6);
  g_assert_cmpfloat (get_last_move ("huber", 0.05), <, 1e-6);
  g_assert_cmpfloat (get_last_move ("smooth", 0.005), <, 1e-6);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/losses/statements/outliers", test_outliers);
  g_test_add_func ("/losses/statements/constant", test_constant);
  g_test_add_func ("/losses/statements/structure", test_structure);
  g_test_add_func ("/losses/statements/even-shift", test_even_shift);
  g_test_add_func ("/losses/statements/curves", test_curves);
  g_test_add_func ("/losses/statements/settling", test_settling);
  return g_test_run ();
}
