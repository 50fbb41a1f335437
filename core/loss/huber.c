/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Huber's loss, the textbook's smoothed MAE: a parabola for errors up to δ, a straight line
 * beyond.  With c, the error cut to ±δ, both branches are c (d - c/2) and the slope is c: no
 * branch is left for the processor. The cut is written so that NaN passes through it.
 */
#include "core/loss/loss.h"

#include <glib/gi18n-lib.h>

static void
huber_kernel (const double *settings, float share, int n, const float *restrict error,
              float *restrict term, float *restrict slope)
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

const DhLoss dh_loss_huber = {
  .id = "huber",
  .name = N_("Huber"),
  .symbol = "Huber",
  .formula = N_("mean of d²/2 where |d| ≤ δ, else δ(|d| − δ/2)"),
  .summary = N_("Big errors are treated as by MAE, small ones as by MSE: robust on the way, "
                "calm at the end."),
  .good_for = N_("A mixture that can be set: δ says from which error on a pixel counts as an "
                "outlier."),
  .bad_for = N_("Comparing numbers: its values are small (at most δ times those of MAE), and so "
                "are its slopes."),
  .source = N_("Huber 1964, “Robust Estimation of a Location Parameter”"),
  .settings = { { "delta", N_("Threshold δ"), 1e-3, 1.0, 0.05 } },
  .kernel = huber_kernel,
  .profile = huber_profile,
};
