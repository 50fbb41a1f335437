/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mean absolute error.  Older than least squares (Boscovich 1757), and robust: each pixel pulls
 * with the same strength however wrong it is, so that outliers don't dominate.  The price is a
 * corner at zero: near the goal, a fixed step keeps jumping over it.  Exactly at the corner, any
 * slope from -1 to 1 is a subgradient; 0 is used, so that a pixel without error doesn't move.
 */
#include "core/loss/loss.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

#include <math.h>

DH_VECTOR_CLONES (void, mae_kernel,
                  (const double *settings, float share, int n, const float *restrict error,
                   float *restrict term, float *restrict slope),
                  (settings, share, n, error, term, slope))
{
  for (int i = 0; i < n; i++)
    {
      float d = error[i];

      term[i] = fabsf (d);
      slope[i] = (d > 0.0f ? share : 0.0f) - (d < 0.0f ? share : 0.0f);
    }
}

static double
mae_profile (const double *settings, double error, double *slope)
{
  *slope = (error > 0) - (error < 0);
  return fabs (error);
}

/* At the corner, the curvature isn't finite; 0 is used. */
static double
mae_curvature (const double *settings, double error)
{
  return 0;
}

const DhLoss dh_loss_mae = {
  .id = "mae",
  .name = N_ ("MAE"),
  .symbol = "MAE",
  .formula = N_ ("mean of |d|"),
  .tex = "\\frac{1}{n}\\sum_i \\left|d_i\\right|",
  .summary = N_ ("In a short run it looks much like MSE; where the network is unsure, it paints "
                 "the median of all possibilities."),
  .claim = N_ ("It takes every error as it is, so outliers hardly count. But it pushes as hard "
               "near the goal as far away from it, so with fixed steps it bounces around the "
               "goal."),
  .measured = N_ ("With one pixel in a hundred wrong by 0.5 and the others by 0.02, that one "
                  "accounts for {outliers.mae.loss} % of the loss, with MSE {outliers.mse.loss} "
                  "%. With fixed steps of 0.005 it jumps to and fro forever, where MSE settles. "
                  "After {long.steps} training steps on small faces it reached {long.mae.psnr} "
                  "dB (more is closer; MSE {long.mse.psnr}), the swapped face {long.mae.swap} dB "
                  "(MSE {long.mse.swap})."),
  .good_for = N_ ("Pictures with some wildly wrong pixels, such as a hand in front of the face: it "
                  "tolerates them."),
  .bad_for = N_ ("A high learning rate near the end: its push doesn’t fade, so it bounces instead "
                 "of settling. Lower the rate, or use Huber."),
  .source = N_ ("Boscovich 1757, least absolute deviations"),
  .kernel = mae_kernel,
  .profile = mae_profile,
  .curvature = mae_curvature,
};
