/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mean squared error.  The oldest of all losses: the method of least squares minimises it (Legendre
 * 1805, Gauss 1809), and it is optimal if errors are normally distributed.  Its slope is
 * proportional to the error, so it moves fast when far off, slows down near the goal, and lets a
 * few bad pixels dominate.
 */
#include "core/loss/loss.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

DH_VECTOR_CLONES (void, mse_kernel,
                  (const double *settings, float share, int n, const float *restrict error,
                   float *restrict term, float *restrict slope),
                  (settings, share, n, error, term, slope))
{
  for (int i = 0; i < n; i++)
    {
      float d = error[i];

      term[i] = d * d;
      slope[i] = 2.0f * share * d;
    }
}

static double
mse_profile (const double *settings, double error, double *slope)
{
  *slope = 2 * error;
  return error * error;
}

static double
mse_curvature (const double *settings, double error)
{
  return 2;
}

const DhLoss dh_loss_mse = {
  .id = "mse",
  .name = N_ ("MSE"),
  .symbol = "MSE",
  .formula = N_ ("mean of d²"),
  .tex = "\\frac{1}{n}\\sum_i d_i^2",
  .summary = N_ ("Face and colours appear together, softly: where the network is unsure, it paints "
                 "the average of all possibilities."),
  .claim = N_ ("Errors are squared, so a few pixels that are far off, outliers, dominate all the "
               "others. Its push fades as the error does: it settles, but can get stuck before it "
               "arrives."),
  /* xgettext:no-c-format */
  .measured = N_ ("With one pixel in a hundred wrong by 0.5 and the others by 0.02, that one "
                  "accounts for {outliers.mse.loss} % of the loss. After {long.steps} training "
                  "steps on small faces it reached {long.mse.psnr} dB (more is closer), the "
                  "swapped face {long.mse.swap} dB. It did not get stuck: MAE and Smoothed MAE "
                  "got no further, {long.mae.psnr} and {long.smooth.psnr} dB."),
  .good_for = N_ ("A safe start and a calm finish with ordinary pictures: its steps shrink with "
                  "the error."),
  .bad_for = N_ ("Pictures with wildly wrong pixels, such as a hand or hair in front of the face: "
                 "they outweigh all the others."),
  .source = N_ ("Legendre 1805 and Gauss 1809, the method of least squares"),
  .kernel = mse_kernel,
  .profile = mse_profile,
  .curvature = mse_curvature,
};
