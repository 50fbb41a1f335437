/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mean absolute error.  Older than least squares (Boscovich 1757), and robust: each pixel pulls
 * with the same strength however wrong it is, so that outliers don't lead.  The price is a
 * corner at zero: near the goal a fixed step keeps jumping over it.  Exactly at the corner
 * every slope from -1 to 1 is right; 0 is taken, so that a finished pixel rests.
 */
#include "core/loss/loss.h"

#include <glib/gi18n-lib.h>

#include <math.h>

static void
mae_kernel (const double *settings, float share, int n, const float *restrict error,
            float *restrict term, float *restrict slope)
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

const DhLoss dh_loss_mae = {
  .id = "mae",
  .name = N_("MAE"),
  .symbol = "MAE",
  .formula = N_("mean of |d|"),
  .summary = N_("In a short run it looks much like MSE; where the network is unsure it paints the "
                "median, not the mean."),
  .good_for = N_("Pictures with some wildly wrong pixels: it takes the median and lets them be."),
  .bad_for = N_("Settling: its slope is as steep beside the goal as far away, so that it bounces."),
  .source = N_("Boscovich 1757, least absolute deviations"),
  .kernel = mae_kernel,
  .profile = mae_profile,
};
