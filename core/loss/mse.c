/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mean squared error.  The oldest of all losses: it is what the method of least squares makes
 * small (Legendre 1805, Gauss 1809), and the best one where errors are normally distributed.
 * Its slope is proportional to the error, so it hurries where it is far off, fades when it
 * comes near, and lets a few bad pixels lead.
 */
#include "core/loss/loss.h"

#include <glib/gi18n-lib.h>

static void
mse_kernel (const double *settings, float share, int n, const float *restrict error,
            float *restrict term, float *restrict slope)
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

const DhLoss dh_loss_mse = {
  .id = "mse",
  .name = N_("MSE"),
  .symbol = "MSE",
  .formula = N_("mean of d²"),
  .summary = N_("Face and colours come together, softly: where the network is unsure it paints the "
                "average."),
  .good_for = N_("A smooth start and a calm finish: its steps become smaller as the error does."),
  .bad_for = N_("A few bad pixels outweigh all others, and where its slope has faded it can get "
                "stuck."),
  .source = N_("Legendre 1805 and Gauss 1809, the method of least squares"),
  .kernel = mse_kernel,
  .profile = mse_profile,
};
