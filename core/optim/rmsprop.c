/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * RMSProp: AdaGrad that forgets.  Each gradient is divided by the root of the mean of its recent
 * squares, so that the steps don't die out.
 *
 * The mean has no bias correction: the first steps are the longest, 1 / √(1 − α) times the rate, as
 * in PyTorch.
 */
#include "core/optim/optimizer.h"
#include "core/optim/steps.h"

#include <glib/gi18n-lib.h>

enum
{
  ALPHA,
  EPS
};

DH_DEFINE_STEPS (rmsprop, {
  real *restrict square = slots[0];
  real keep = settings[ALPHA];
  real take = 1.0 - settings[ALPHA];
  real rate = learning_rate;
  real epsilon = settings[EPS];

  for (gsize i = 0; i < n; i++)
    {
      real g = gradient[i];

      square[i] = keep * square[i] + take * (g * g);
      parameters[i] -= rate * g / (sqrt (square[i]) + epsilon);
    }
})

const DhOptimizer dh_optimizer_rmsprop = {
  .id = "rmsprop",
  .name = N_("RMSProp"),
  .formula = "v ← α v + (1 − α) g²;  p ← p − r g / (√v + ε)",
  .explanation = N_("Each direction is divided by the recent size of its slope, so steep and flat "
                    "ones advance at the same pace."),
  .source = "Tieleman and Hinton 2012",
  .memoryless = TRUE,
  .n_slots = 1,
  .slot_names = { N_("mean of the squared gradients") },
  .slot_squared = { TRUE },
  .root_raised_by = 1 + EPS,
  .settings = {
    { "alpha", N_("α, decay of the squares"), 0.0, 0.99999, 0.99, NULL, 0 },
    { "eps", N_("ε, for numerical stability"), 1e-20, 1.0, 1e-8, NULL, 0 },
  },
  .step = rmsprop_step,
  .step_exact = rmsprop_step_exact,
};
