/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The loss of structural similarity: the mean of (1 - SSIM)/2 over all places of an 11 × 11
 * Gaussian window (σ 1.5) that lie inside the picture, channel by channel.  The arithmetic is
 * in ssim-plane.c.  The window can be made smaller, and σ with it: then the loss sees only finer
 * structure. Source: Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment: From Error
 * Visibility to Structural Similarity", 2004.
 */
#include "core/loss/loss.h"
#include "core/loss/pixelwise.h"
#include "core/loss/ssim-plane.h"

#include <glib/gi18n-lib.h>

static gsize
ssim_get_scratch_size (DhShape shape)
{
  return dh_ssim_plane_get_scratch_size (shape.w, shape.h);
}

/* Sum of (1 - SSIM)/2 = (a + b - ab)/2 over the plane, where a = 1 - l and b = 1 - cs. */
static double
sum_plane (DhSsimPlane *plane)
{
  const float *restrict a = plane->luminance, *restrict b = plane->structure;
  float *restrict term = plane->product;

  for (gsize i = 0; i < plane->n_windows; i++)
    term[i] = 0.5f * (a[i] + b[i] - a[i] * b[i]);
  return dh_float_sum (term, plane->n_windows);
}

static void
differentiate_plane (DhSsimPlane *plane, double n_windows, float *gradient)
{
  const float *restrict a = plane->luminance, *restrict b = plane->structure;
  float *restrict by_a = plane->by_luminance, *restrict by_b = plane->by_structure;
  float half = (float) (0.5 / n_windows);

  for (gsize i = 0; i < plane->n_windows; i++)
    {
      by_a[i] = half * (1.0f - b[i]);
      by_b[i] = half * (1.0f - a[i]);
    }
  dh_ssim_plane_differentiate (plane, gradient);
}

static double
ssim_evaluate (const double *settings, DhShape shape, const float *target, const float *prediction,
               float *gradient, float *scratch)
{
  gsize size = (gsize) shape.w * shape.h, n_planes = (gsize) shape.n * shape.c;
  DhSsimPlane plane;
  double n_windows, sum = 0;

  dh_ssim_plane_init (&plane, shape.w, shape.h, (int) settings[0],
                      dh_ssim_plane_get_sigma ((int) settings[0]), scratch);
  n_windows = (double) plane.n_windows * n_planes;
  for (gsize i = 0; i < n_planes; i++)
    {
      dh_ssim_plane_compare (&plane, target + i * size, prediction + i * size);
      sum += sum_plane (&plane);
      if (gradient != NULL)
        differentiate_plane (&plane, n_windows, gradient + i * size);
    }
  return sum / n_windows;
}

const DhLoss dh_loss_ssim = {
  .id = "ssim",
  .name = N_("SSIM"),
  .symbol = "SSIM",
  .formula = N_("mean of (1 − SSIM)/2, Gaussian window 11 × 11, σ 1.5"),
  .tex = "\\frac{1}{n}\\sum_w \\frac{1}{2}\\left(1 - \\frac{(2\\mu_p\\mu_t + c_1)(2\\sigma_{pt} "
         "+ c_2)}{(\\mu_p^2 + \\mu_t^2 + c_1)(\\sigma_p^2 + \\sigma_t^2 + c_2)}\\right)",
  .summary = N_("Eyes, brows and mouth come first, with contrast; colour follows later and stays a "
                "little pale."),
  .claim = N_("It sees structure as people do: a small uniform change of brightness costs little, "
              "blur costs a lot."),
  .measured = N_("It shows: after {long.steps} training steps it reached {long.ssim.psnr} dB "
                 "(more is closer) and an SSIM of {long.ssim.ssim}; MSE, MAE and Smoothed MAE "
                 "ended at {long.pixelwise.psnr.least} to {long.pixelwise.psnr.most} dB and "
                 "{long.pixelwise.ssim.least} to {long.pixelwise.ssim.most}. The swapped face "
                 "reached {long.ssim.swap} dB, theirs {long.pixelwise.swap.least} to "
                 "{long.pixelwise.swap.most}."),
  .good_for = N_("Sharp features: it compares small windows by brightness, contrast and pattern, "
                 "and demands detail where MSE settles for an average."),
  .bad_for = N_("Exact brightness and colour: a small uniform shift costs almost nothing in bright "
                "places. Add some MSE or MAE."),
  .source = N_("Wang, Bovik, Sheikh and Simoncelli 2004"),
  .settings = {
    { "window", N_("Window"), 3, DH_WINDOW_MAX_SIZE, DH_WINDOW_MAX_SIZE, N_("px"), 2 },
  },
  .measures_ssim = TRUE,
  .get_scratch_size = ssim_get_scratch_size,
  .evaluate = ssim_evaluate,
};
