/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SSIM at five scales, each half as large as the one before.  Per picture and channel the means of
 * cs at the four finer scales and of the whole SSIM at the coarsest are raised to their exponents
 * and multiplied; the loss is 1 minus the product.  A mean below zero counts as zero: it has no
 * real power.
 *
 * As in ssim-plane.c everything is kept as a loss: with x = 1 - mean of a scale, the product is exp
 * (Σ w log (1 - x)), and expm1 and log1p keep the digits of nearly equal pictures.  For the same
 * reason target and error are halved, not target and prediction: averages of an error stay as exact
 * as the error.  Where a mean is zero, the product's slope by it is unbounded; 0 is used, and by
 * the other factors the slope is 0 anyway.
 *
 * An odd last row or column is mirrored before it is halved, as in Wang's original and tf.image:
 * left out, an error there would count at the finest scale only.
 *
 * All five scales are kept until the product is known, because every slope depends on it.  The
 * window shrinks to the largest odd size that fits; the coarsest scale of a picture below 16 pixels
 * would be nothing but mirrored pixels, so the loss is undefined there.  Source: Wang, Simoncelli,
 * Bovik, "Multiscale Structural Similarity for Image Quality Assessment", 2003.
 */
#include "core/loss/loss.h"
#include "core/loss/pixelwise.h"
#include "core/loss/pool.h"
#include "core/loss/ssim-plane.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

#define N_SCALES 5
#define LAST     (N_SCALES - 1)

static const double exponents[N_SCALES] = { 0.0448, 0.2856, 0.3001, 0.2363, 0.1333 };

/* One plane at one scale. */
typedef struct
{
  DhSsimPlane ssim;
  gsize size;
  float *target, *error; /* halved from the scale before */
  float *gradient;
  double loss; /* 1 - mean */
} Scale;

/* Halved that many times, each rounded up. */
static int
get_length (int length, int n_halvings)
{
  return (length + (1 << n_halvings) - 1) >> n_halvings;
}

static gsize
ms_ssim_get_scratch_size (DhShape shape)
{
  gsize size = 0;

  for (int k = 0; k < N_SCALES; k++)
    {
      int width = get_length (shape.w, k), height = get_length (shape.h, k);

      size += 3 * (gsize) width * height + dh_ssim_plane_get_scratch_size (width, height);
    }
  return size;
}

static void
scales_init (Scale *scales, DhShape shape, int window, float *scratch)
{
  for (int k = 0; k < N_SCALES; k++)
    {
      int width = get_length (shape.w, k), height = get_length (shape.h, k);
      gsize size = (gsize) width * height;

      scales[k].size = size;
      scales[k].target = scratch;
      scales[k].error = scratch + size;
      scales[k].gradient = scratch + 2 * size;
      dh_ssim_plane_init (&scales[k].ssim, width, height, window, dh_ssim_plane_get_sigma (window),
                          scratch + 3 * size);
      scratch += 3 * size + dh_ssim_plane_get_scratch_size (width, height);
    }
}

static void
scale_halve (const Scale *self, Scale *half)
{
  dh_pool_halve_mirrored (self->ssim.width, self->ssim.height, self->target, half->target);
  dh_pool_halve_mirrored (self->ssim.width, self->ssim.height, self->error, half->error);
}

/* 1 - cs = b at the finer scales, 1 - SSIM = a + b - ab at the last one. */
static void
scale_compare (Scale *self, gboolean is_last)
{
  const float *restrict a = self->ssim.luminance, *restrict b = self->ssim.structure;
  float *restrict term = self->ssim.product;

  dh_ssim_plane_compare_error (&self->ssim, self->target, self->error);
  for (gsize i = 0; is_last && i < self->ssim.n_windows; i++)
    term[i] = a[i] + b[i] - a[i] * b[i];
  self->loss = dh_float_sum (is_last ? term : b, self->ssim.n_windows) / self->ssim.n_windows;
}

/* slope: of the loss by this scale's mean */
static void
scale_differentiate (Scale *self, gboolean is_last, double slope)
{
  const float *restrict a = self->ssim.luminance, *restrict b = self->ssim.structure;
  float *restrict by_a = self->ssim.by_luminance, *restrict by_b = self->ssim.by_structure;
  float share = (float) (slope / self->ssim.n_windows);

  for (gsize i = 0; i < self->ssim.n_windows; i++)
    {
      by_a[i] = is_last ? share * (1.0f - b[i]) : 0.0f;
      by_b[i] = is_last ? share * (1.0f - a[i]) : share;
    }
  dh_ssim_plane_differentiate (&self->ssim, self->gradient);
}

/* The loss of a plane: 1 - product of all factors. NaN is kept here. */
static double
combine (const Scale *scales)
{
  double sum = 0;

  for (int k = 0; k < N_SCALES; k++)
    sum += exponents[k] * log1p (-(scales[k].loss > 1 ? 1 : scales[k].loss));
  return -expm1 (sum);
}

/* share: of a plane in the mean; the gradient of each scale is returned to the one before. */
static void
differentiate (Scale *scales, double product, double share)
{
  for (int k = LAST; k >= 0; k--)
    {
      double factor = 1 - scales[k].loss;

      scale_differentiate (&scales[k], k == LAST,
                           factor > 0 ? share * product * exponents[k] / factor : 0);
      if (k < LAST)
        dh_pool_return_mirrored (scales[k].ssim.width, scales[k].ssim.height,
                                 scales[k + 1].gradient, scales[k].gradient);
    }
}

static double
measure_plane (Scale *scales, const float *target, const float *prediction)
{
  memcpy (scales[0].target, target, scales[0].size * sizeof (float));
  for (gsize i = 0; i < scales[0].size; i++)
    scales[0].error[i] = prediction[i] - target[i];
  for (int k = 0; k < N_SCALES; k++)
    {
      if (k > 0)
        scale_halve (&scales[k - 1], &scales[k]);
      scale_compare (&scales[k], k == LAST);
    }
  return combine (scales);
}

static double
ms_ssim_evaluate (const double *settings, DhShape shape, const float *target,
                  const float *prediction, float *gradient, float *scratch)
{
  gsize size = (gsize) shape.w * shape.h, n_planes = (gsize) shape.n * shape.c;
  Scale scales[N_SCALES];
  double sum = 0;

  scales_init (scales, shape, (int) settings[0], scratch);
  for (gsize i = 0; i < n_planes; i++)
    {
      double loss = measure_plane (scales, target + i * size, prediction + i * size);

      sum += loss;
      if (gradient == NULL)
        continue;
      scales[0].gradient = gradient + i * size;
      differentiate (scales, 1 - loss, 1.0 / n_planes);
    }
  return sum / n_planes;
}

const DhLoss dh_loss_ms_ssim = {
  .id = "ms_ssim",
  .name = N_("MS-SSIM"),
  .symbol = "MS-SSIM",
  .formula = N_("1 − product over five scales of cs (of SSIM at the last), each to its exponent"),
  .tex = "1-\\operatorname{SSIM}_5^{w_5}\\prod_{k=1}^{4}\\operatorname{cs}_k^{w_k}",
  .summary = N_("Eyes, nose and mouth appear early, a little exaggerated; colours and broad shapes "
                "come along, because the coarse scales cover them."),
  .measured = N_("A brightness shift of 0.2 costs {shift.ms_ssim}, a 5 × 5 blur {blur.ms_ssim}, "
                 "three times as much; MSE gives {shift.mse} and {blur.mse}. After {short.steps} "
                 "steps of the quick preset its faces had an SSIM of {short.ms_ssim.ssim}; MAE’s "
                 "had {short.mae.ssim}."),
  .good_for = N_("Structure of all sizes: detail and the shape of the face from one loss."),
  .bad_for = N_("Exact colour, and pictures below 16 pixels, which have no fifth scale."),
  .source = N_("Wang, Simoncelli and Bovik 2003"),
  .smallest_side = 16,
  .settings = {
    { "window", N_("Window"), 3, DH_WINDOW_MAX_SIZE, DH_WINDOW_MAX_SIZE, N_("px"), 2 },
  },
  .get_scratch_size = ms_ssim_get_scratch_size,
  .evaluate = ms_ssim_evaluate,
};
