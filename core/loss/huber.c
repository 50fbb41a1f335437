/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Huber's loss, the textbook's smoothed MAE: a parabola for errors up to δ, a straight line
 * beyond.  With c, the error cut to ±δ, both branches are c (d - c/2) and the slope is c: no
 * branch is left for the processor. The cut is written so that NaN passes through it.
 */
#include "core/loss/loss.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

DH_VECTOR_CLONES (void, huber_kernel,
                  (const double *settings, float share, int n, const float *restrict error,
                   float *restrict term, float *restrict slope),
                  (settings, share, n, error, term, slope))
{
  float delta = (float) settings[0];

  for (int i = 0; i < n; i++)
    {
      float d = error[i];
      float cut = delta < d ? delta : d;

      cut = -delta > cut ? -delta : cut;
      term[i] = cut * (d - 0.5f * cut);
      slope[i] = share * cut;
    }
}

static double
huber_profile (const double *settings, double error, double *slope)
{
  double cut = CLAMP (error, -settings[0], settings[0]);

  *slope = cut;
  return cut * (error - cut / 2);
}

static double
huber_curvature (const double *settings, double error)
{
  return error >= -settings[0] && error <= settings[0] ? 1 : 0;
}

const DhLoss dh_loss_huber = {
  .id = "huber",
  .name = N_ ("Huber"),
  .symbol = "Huber",
  .formula = N_ ("mean of d²/2 where |d| ≤ δ, else δ(|d| − δ/2)"),
  .tex = "\\frac{1}{n}\\sum_i \\begin{cases} \\frac{1}{2}\\,d_i^2 & \\left|d_i\\right| \\le "
         "\\delta \\\\ \\delta\\left(\\left|d_i\\right| - \\frac{1}{2}\\delta\\right) & "
         "\\text{else} \\end{cases}",
  .summary = N_ ("Large errors count linearly, as with MAE, small ones squared, as with MSE: a few "
                 "wrong pixels can’t dominate, and in the end it settles smoothly."),
  .claim = N_ ("The best of both: like MAE it doesn’t let outliers dominate, like MSE it slows "
               "down at the bottom and settles."),
  .measured = N_ ("True, if δ suits the errors. With one pixel in a hundred wrong by 0.5, the "
                  "others by 0.02 and δ = 0.05, that one accounts for {outliers.huber.loss} % of "
                  "the loss, but only {outliers.huber.push} % of the gradient (MSE: "
                  "{outliers.mse.loss} and {outliers.mse.push} %; MAE: {outliers.mae.loss} and "
                  "{outliers.mae.push} %)."),
  .good_for = N_ ("Training that stumbles over single wrong pixels with MSE and never settles with "
                  "MAE. Set δ to the error above which a pixel is certainly wrong: 0.05 is 13 of "
                  "255 grey levels."),
  .bad_for = N_ ("Comparing its value with another loss’s: it is at most δ times MAE, and its "
                 "slope is as small. Plain gradient descent needs a higher rate for it."),
  .source = N_ ("Huber 1964, “Robust Estimation of a Location Parameter”"),
  .settings = { { "delta", N_ ("Threshold δ"), 1e-3, 1.0, 0.05, NULL, 0 } },
  .kernel = huber_kernel,
  .profile = huber_profile,
  .curvature = huber_curvature,
};
