/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures about the losses that need no training: shares of outliers, the cost of a shift, a
 * blur, a grid and noise, the slopes of the curves.
 */
#include "tests/core/loss/loss-figures.h"

#include "core/base/random.h"
#include "tests/core/loss/loss-pairs.h"

#include <math.h>

static void
add (GArray *figures, const char *name, double value, int digits)
{
  DhMeasurement figure = { name, value, digits };

  g_array_append_val (figures, figure);
}

static double
get_loss (LossPair *pair, const char *id)
{
  return loss_pair_evaluate (pair, dh_loss_find (id), NULL, TRUE);
}

/* ---- one pixel in a hundred wrong by .5, the others by .02 ---- */

static void
fill_outliers (LossPair *pair, gboolean with_outliers)
{
  for (gsize i = 0; i < pair->size; i++)
    {
      pair->target[i] = 0.25f;
      pair->prediction[i] = i % 100 != 0 ? 0.27f : with_outliers ? 0.75f : 0.25f;
    }
}

/* Percentage of the loss that these pixels cause. */
static double
get_loss_share (LossPair *pair, const char *id, const double *settings)
{
  const DhLoss *loss = dh_loss_find (id);
  double all, rest;

  fill_outliers (pair, TRUE);
  all = loss_pair_evaluate (pair, loss, settings, FALSE);
  fill_outliers (pair, FALSE);
  rest = loss_pair_evaluate (pair, loss, settings, FALSE);
  return 100 * (all - rest) / all;
}

/* Percentage of the sum of |gradient|. */
static double
get_push_share (LossPair *pair, const char *id)
{
  double all = 0, theirs = 0;

  fill_outliers (pair, TRUE);
  get_loss (pair, id);
  for (gsize i = 0; i < pair->size; i++)
    {
      all += fabsf (pair->gradient[i]);
      theirs += i % 100 == 0 ? fabsf (pair->gradient[i]) : 0;
    }
  return 100 * theirs / all;
}

static void
measure_outliers (GArray *figures)
{
  static const double soft[DH_LOSS_MAX_SETTINGS] = { 0.05 };
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 1, 100, 100 });

  add (figures, "outliers.mse.loss", get_loss_share (pair, "mse", NULL), 0);
  add (figures, "outliers.mae.loss", get_loss_share (pair, "mae", NULL), 0);
  add (figures, "outliers.smooth.loss", get_loss_share (pair, "smooth", NULL), 0);
  add (figures, "outliers.huber.loss", get_loss_share (pair, "huber", NULL), 0);
  add (figures, "outliers.logcosh.loss", get_loss_share (pair, "logcosh", NULL), 0);
  add (figures, "outliers.logcosh.soft", get_loss_share (pair, "logcosh", soft), 0);
  add (figures, "outliers.mse.push", get_push_share (pair, "mse"), 0);
  add (figures, "outliers.mae.push", get_push_share (pair, "mae"), 0);
  add (figures, "outliers.huber.push", get_push_share (pair, "huber"), 1);
}

/* ---- a soft picture with fine texture, distorted ---- */

static void
spoil_shift (LossPair *pair, float strength)
{
  for (gsize i = 0; i < pair->size; i++)
    pair->prediction[i] = pair->target[i] + strength;
}

static void
spoil_grid (LossPair *pair, float strength)
{
  for (gsize i = 0; i < pair->size; i++)
    {
      int x = i % pair->shape.w, y = i / pair->shape.w % pair->shape.h;

      pair->prediction[i] = pair->target[i] + ((x + y) % 2 == 0 ? strength : -strength);
    }
}

static void
spoil_noise (LossPair *pair, double strength)
{
  DhRandom random;

  dh_random_init (&random, 1, 0);
  for (gsize i = 0; i < pair->size; i++)
    pair->prediction[i] = pair->target[i] + (float) (strength * dh_random_normal (&random));
}

static void
spoil_wild (LossPair *pair)
{
  for (gsize i = 0; i < pair->size; i++)
    pair->prediction[i] = pair->target[i] + (i % (48 * 48) == 1000 ? 0.5f : 0.02f);
}

static void
measure_textured (GArray *figures)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 3, 48, 48 });
  double shift;

  loss_pair_fill_textured (pair);
  spoil_shift (pair, 0.2f);
  add (figures, "shift.mse", get_loss (pair, "mse"), 3);
  add (figures, "shift.mae", get_loss (pair, "mae"), 1);
  add (figures, "shift.ms_ssim", get_loss (pair, "ms_ssim"), 3);
  add (figures, "shift.ssim_block", get_loss (pair, "ssim_block"), 3);
  add (figures, "shift.gmsd", get_loss (pair, "gmsd"), 0);
  add (figures, "shift.pixel_grad_diff", get_loss (pair, "pixel_grad_diff"), 0);
  shift = get_loss (pair, "laplacian_pyramid");
  add (figures, "shift.laplacian_pyramid", shift, 4);
  loss_pair_blur (pair);
  add (figures, "blur.mse", get_loss (pair, "mse"), 3);
  add (figures, "blur.mae", get_loss (pair, "mae"), 3);
  add (figures, "blur.ms_ssim", get_loss (pair, "ms_ssim"), 3);
  add (figures, "blur.ssim_block", get_loss (pair, "ssim_block"), 3);
  add (figures, "blur.gmsd", get_loss (pair, "gmsd"), 3);
  add (figures, "blur.laplacian_pyramid", get_loss (pair, "laplacian_pyramid"), 3);
  /* Rounded to two digits. */
  add (figures, "blur.laplacian_pyramid.times",
       10 * round (get_loss (pair, "laplacian_pyramid") / shift / 10), 0);
  spoil_noise (pair, 0.05);
  add (figures, "noise.gmsd", get_loss (pair, "gmsd"), 2);
  spoil_wild (pair);
  add (figures, "wild.linf", get_loss (pair, "linf"), 1);
  add (figures, "wild.mae", get_loss (pair, "mae"), 4);
}

/* A uniform shift, a checkerboard grid and noise, all of the same strength. */
static void
measure_patterns (GArray *figures)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 3, 64, 64 });

  loss_pair_fill_textured (pair);
  spoil_shift (pair, 0.1f);
  add (figures, "even.flip", get_loss (pair, "flip"), 2);
  add (figures, "even.focal_frequency", get_loss (pair, "focal_frequency"), 3);
  spoil_grid (pair, 0.1f);
  add (figures, "grid.flip", get_loss (pair, "flip"), 2);
  add (figures, "grid.focal_frequency", get_loss (pair, "focal_frequency"), 3);
  spoil_noise (pair, 0.1);
  add (figures, "noise.focal_frequency", get_loss (pair, "focal_frequency"), 4);
}

/* ---- curves ---- */

static double
get_profile (const char *id, double error, double *slope)
{
  const DhLoss *loss = dh_loss_find (id);
  double settings[DH_LOSS_MAX_SETTINGS];

  dh_loss_get_defaults (loss, settings);
  return loss->profile (settings, error, slope);
}

/* Percentage of MAE's slope, which is 1. */
static double
get_slope (const char *id, double error)
{
  double slope;

  get_profile (id, error, &slope);
  return 100 * slope;
}

static double
get_share_of_half_mse (const char *id, double error)
{
  double slope;

  return 100 * get_profile (id, error, &slope) / (error * error / 2);
}

static void
measure_curves (GArray *figures)
{
  add (figures, "slope.smooth.near", get_slope ("smooth", 0.01), 0);
  add (figures, "slope.smooth.far", get_slope ("smooth", 0.05), 1);
  add (figures, "half-mse.logcosh.near", get_share_of_half_mse ("logcosh", 0.05), 2);
  add (figures, "half-mse.logcosh.far", get_share_of_half_mse ("logcosh", 0.3), 1);
}

GArray *
loss_figures_measure (void)
{
  GArray *figures = g_array_new (FALSE, FALSE, sizeof (DhMeasurement));

  measure_outliers (figures);
  measure_textured (figures);
  measure_patterns (figures);
  measure_curves (figures);
  return figures;
}
