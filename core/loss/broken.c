/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A loss with the wrong sign, as is easily written by mistake: mean(1 - |d|).  Training makes it
 * smaller and smaller, and the pictures worse and worse; it is here to show that an optimizer
 * minimises whatever it is given.
 *
 * It is bounded below, in [0, 1] for pictures in [0, 1], since a loss that falls forever would give
 * itself away by its numbers: this one looks like a success. -MSE was rejected for that reason, 1 -
 * d² because its gradient is small where training begins.
 */
#include "core/loss/loss.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

#include <math.h>

DH_VECTOR_CLONES (void, broken_kernel,
                  (const double *settings, float share, int n, const float *restrict error,
                   float *restrict term, float *restrict slope),
                  (settings, share, n, error, term, slope))
{
  for (int i = 0; i < n; i++)
    {
      float d = error[i];

      term[i] = 1.0f - fabsf (d);
      slope[i] = (d < 0.0f ? share : 0.0f) - (d > 0.0f ? share : 0.0f);
    }
}

static double
broken_profile (const double *settings, double error, double *slope)
{
  *slope = (error < 0) - (error > 0);
  return 1 - fabs (error);
}

static double
broken_curvature (const double *settings, double error)
{
  return 0;
}

const DhLoss dh_loss_broken = {
  .id = "broken",
  .name = N_ ("Broken"),
  .symbol = "⚠",
  .formula = N_ ("mean of 1 − |d|"),
  .tex = "\\frac{1}{n}\\sum_i\\left(1-\\lvert d_i\\rvert\\right)",
  .summary = N_ ("The number falls as it should while the faces turn into black, white and "
                 "glaring specks: it rewards error, so training runs away from the target."),
  .claim = N_ ("A broken loss function doesn’t lead downhill at all."),
  .measured = N_ ("Two equal pictures cost 1, the maximum; black against white costs 0. Its "
                  "slope is that of MAE with the sign reversed: in {short.steps} steps of the "
                  "quick preset it drove the error up to {short.broken.mae}."),
  .good_for = N_ ("Seeing that a falling curve alone proves nothing: look at the pictures too."),
  .bad_for = N_ ("Everything else."),
  .source = N_ ("Our own version of the forum post’s “example of a broken loss function”"),
  .cautionary = TRUE,
  .kernel = broken_kernel,
  .profile = broken_profile,
  .curvature = broken_curvature,
};
