/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nesterov's momentum: the step uses the velocity after the next update, so that an uphill slope
 * ahead brakes one step sooner.
 *
 * Nesterov measures the gradient ahead of the ball.  PyTorch's form, which is used here, treats the
 * point ahead as the ball itself, and so needs the gradient only at the current position.
 *
 * Stability: with z = r λ the step is a linear map of distance and velocity with
 * determinant μ (1 − z) and trace (1 + μ) (1 − z). The eigenvalue that leaves the unit circle
 * first does so at −1, where 1 + (1 + 2 μ) (1 − z) = 0: the bound is z < 2 (1 + μ) / (1 + 2 μ),
 * less than plain descent's.
 */
#include "core/optim/optimizer.h"
#include "core/optim/steps.h"

#include <glib/gi18n-lib.h>

enum
{
  MOMENTUM
};

DH_DEFINE_STEPS (nesterov, {
  real *restrict velocity = slots[0];
  real keep = settings[MOMENTUM];
  real rate = learning_rate;

  for (gsize i = 0; i < n; i++)
    {
      real g = gradient[i];

      velocity[i] = keep * velocity[i] + g;
      parameters[i] -= rate * (g + keep * velocity[i]);
    }
})

static double
get_stable_product (const double *settings)
{
  return 2.0 * (1.0 + settings[MOMENTUM]) / (1.0 + 2.0 * settings[MOMENTUM]);
}

const DhOptimizer dh_optimizer_nesterov = {
  .id = "nesterov",
  .name = N_("Nesterov"),
  .formula = "b ← μ b + g;  p ← p − r (g + μ b)",
  .explanation = N_("The velocity builds up as with momentum, but the newest gradient counts once "
                    "more, so the ball brakes before the opposite slope."),
  .source = "Nesterov 1983; Sutskever and others 2013",
  .n_slots = 1,
  .slot_names = { N_("velocity: past gradients, older ones fading") },
  .settings = {
    { "momentum", N_("μ, momentum"), 0.0, 0.9999, 0.9, NULL, 0 },
  },
  .step = nesterov_step,
  .step_exact = nesterov_step_exact,
  .get_stable_product = get_stable_product,
};
