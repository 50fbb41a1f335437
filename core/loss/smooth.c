/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The smoothed MAE that faceswap offers as "smooth loss": Barron's general robust loss with a =
 * 1, also known as Charbonnier's or the pseudo-Huber loss.  A hyperbola that follows |d| and is
 * rounded over about b at the bottom.  With b = 1/255, one step of an 8-bit picture, the
 * rounding is narrow: the slope is .45 at d = .002 and .93 at .01.
 *
 * sqrt (d² + b²) - b would lose digits if d is small; d² / (sqrt (d² + b²) + b) is the same number
 * and keeps them.
 */
#include "core/loss/loss.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

#include <math.h>

DH_VECTOR_CLONES (void, smooth_kernel,
                  (const double *settings, float share, int n, const float *restrict error,
                   float *restrict term, float *restrict slope),
                  (settings, share, n, error, term, slope))
{
  float b = (float) settings[0];
  float b2 = b * b;

  for (int i = 0; i < n; i++)
    {
      float d = error[i];
      float square = d * d + b2;
      float inverse = dh_vector_inverse_root (square);

      term[i] = d * d / (square * inverse + b);
      slope[i] = share * d * inverse;
    }
}

static double
smooth_profile (const double *settings, double error, double *slope)
{
  double root = hypot (error, settings[0]);

  *slope = error / root;
  return error * error / (root + settings[0]);
}

static double
smooth_curvature (const double *settings, double error)
{
  double b = settings[0], root = hypot (error, b);

  return b * b / (root * root * root);
}

const DhLoss dh_loss_smooth = {
  .id = "smooth",
  .name = N_ ("Smoothed MAE"),
  .symbol = "sMAE",
  .formula = N_ ("mean of √(d² + b²) − b"),
  .tex = "\\frac{1}{n}\\sum_i \\left(\\sqrt{d_i^2 + b^2} - b\\right)",
  .summary = N_ ("Looks like MAE; only the finest errors, of about a grey level, pull less and "
                 "less."),
  .claim = N_ ("It combines the two: robust against outliers like MAE, round at the bottom like "
               "MSE, so that it settles."),
  .measured = N_ ("It is round only where nobody sees it: at an error of 0.01 its slope is "
                  "{slope.smooth.near} % of MAE’s, at 0.05 it is {slope.smooth.far} %. Outliers "
                  "account for {outliers.smooth.loss} % of the loss (MAE {outliers.mae.loss} %, "
                  "MSE {outliers.mse.loss} %). After {long.steps} training steps: "
                  "{long.smooth.psnr} dB (more is closer), the swapped face {long.smooth.swap} "
                  "dB; MAE: {long.mae.psnr} and {long.mae.swap} dB. What the post describes is "
                  "closer to Huber."),
  .good_for = N_ ("The same pictures as MAE, if you train for long at a low rate and want it to "
                  "settle."),
  .bad_for = N_ ("Something other than MAE: for all errors above one or two grey levels it is MAE, "
                 "and bounces like it at high rates."),
  .source = N_ ("Charbonnier et al. 1994; Barron 2019, “A General and Adaptive Robust Loss "
                "Function”, a = 1"),
  .settings = { { "b", N_ ("Rounding b"), 1e-4, 0.5, 1.0 / 255, NULL, 0 } },
  .kernel = smooth_kernel,
  .profile = smooth_profile,
  .curvature = smooth_curvature,
};
