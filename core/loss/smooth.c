/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The smoothed MAE that faceswap offers as "smooth loss": Barron's general robust loss with a =
 * 1, also known as Charbonnier's or the pseudo-Huber loss.  A hyperbola that follows |d| and is
 * rounded over about b at the bottom.  With b = 1/255, one step of an 8-bit picture, the
 * rounding is narrow: the slope is .45 at d = .002 and .93 at .01.
 *
 * sqrt (d² + b²) - b would lose its digits where d is small; d² / (sqrt (d² + b²) + b) is the
 * same number and keeps them.
 */
#include "core/loss/loss.h"

#include <glib/gi18n-lib.h>

#include <math.h>

static void
smooth_kernel (const double *settings, float share, int n, const float *restrict error,
               float *restrict term, float *restrict slope)
{
  float b = (float) settings[0];
  float b2 = b * b;

  for (int i = 0; i < n; i++)
    {
      float d = error[i];
      float root = sqrtf (d * d + b2);
      float both = 1.0f / (root * (root + b)); /* one division for two */

      term[i] = d * d * both * root;
      slope[i] = share * d * both * (root + b);
    }
}

static double
smooth_profile (const double *settings, double error, double *slope)
{
  double root = hypot (error, settings[0]);

  *slope = error / root;
  return error * error / (root + settings[0]);
}

const DhLoss dh_loss_smooth = {
  .id = "smooth",
  .name = N_("Smoothed MAE"),
  .symbol = "sMAE",
  .formula = N_("mean of √(d² + b²) − b"),
  .summary = N_("Looks like MAE, but comes to rest: the last fine errors pull less and less."),
  .good_for = N_("The robustness of MAE with a calm end."),
  .bad_for = N_("Little: it is MAE for all errors above one or two grey levels, and bounces like "
                "MAE if the learning rate is that coarse."),
  .source = N_("Charbonnier et al. 1994; Barron 2019, “A General and Adaptive Robust Loss "
                "Function”, a = 1"),
  .settings = { { "b", N_("Rounding b"), 1e-4, 0.5, 1.0 / 255 } },
  .kernel = smooth_kernel,
  .profile = smooth_profile,
};
