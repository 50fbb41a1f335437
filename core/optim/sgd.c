/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plain gradient descent: straight downhill, without memory.
 *
 * Along a direction of curvature λ each step multiplies the distance to the bottom by 1 − rλ:
 * it settles while that is above −1, so below r = 2/λ.
 */
#include "core/optim/optimizer.h"
#include "core/optim/steps.h"

#include <glib/gi18n-lib.h>

DH_DEFINE_STEPS (sgd, {
  real rate = learning_rate;

  for (gsize i = 0; i < n; i++)
    parameters[i] -= rate * gradient[i];
})

static double
get_stable_product (const double *settings)
{
  return 2.0;
}

const DhOptimizer dh_optimizer_sgd = {
  .id = "sgd",
  .name = N_ ("Gradient descent"),
  .formula = "p ← p − r g",
  .explanation = N_ ("The step goes straight against the gradient: the steeper the ground, the "
                     "longer the step."),
  .source = "Robbins and Monro 1951",
  .memoryless = TRUE,
  .n_slots = 0,
  .step = sgd_step,
  .step_exact = sgd_step_exact,
  .get_stable_product = get_stable_product,
};
