/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Momentum, the heavy ball: gradients add up in a velocity that decays.
 *
 * The learning rate multiplies the velocity and not what enters it, so that a new rate affects the
 * whole step at once.  As in PyTorch the first gradient enters undamped.
 *
 * Stability: with z = r (1 − d) λ the step is a linear map of distance and velocity with
 * determinant μ and trace 1 + μ − z.  Both eigenvalues stay within the unit circle while z < 2 (1 +
 * μ): momentum tolerates larger rates than plain descent.
 */
#include "core/optim/optimizer.h"
#include "core/optim/steps.h"

#include <glib/gi18n-lib.h>

enum
{
  MOMENTUM,
  DAMPENING
};

DH_DEFINE_STEPS (momentum, {
  real *restrict velocity = slots[0];
  real keep = settings[MOMENTUM];
  real take = t == 1 ? 1.0 : 1.0 - settings[DAMPENING];
  real rate = learning_rate;

  for (gsize i = 0; i < n; i++)
    {
      velocity[i] = keep * velocity[i] + take * gradient[i];
      parameters[i] -= rate * velocity[i];
    }
})

static double
get_stable_product (const double *settings)
{
  return 2.0 * (1.0 + settings[MOMENTUM]) / (1.0 - settings[DAMPENING]);
}

const DhOptimizer dh_optimizer_momentum = {
  .id = "momentum",
  .name = N_("Momentum"),
  .formula = "b ← μ b + (1 − d) g;  p ← p − r b",
  .explanation = N_("The ball keeps most of its velocity and the gradient only bends its path, so "
                    "it gathers speed along a valley and rolls through small dips."),
  .source = "Polyak 1964",
  .n_slots = 1,
  .slot_names = { N_("velocity: past gradients, older ones fading") },
  .settings = {
    { "momentum", N_("μ, momentum"), 0.0, 0.9999, 0.9, NULL, 0 },
    { "dampening", N_("d, dampening"), 0.0, 0.99, 0.0, NULL, 0 },
  },
  .step = momentum_step,
  .step_exact = momentum_step_exact,
  .get_stable_product = get_stable_product,
};
