/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adam: each parameter strides by the mean of its gradients over the root of the
 * mean of their squares, both with exponential forgetting and freed from their start at zero.
 *
 * ε is added after the second mean has been freed from its start, the way most programs do;
 * the paper's shorter form at the end of section 2 has another effective ε in early steps.
 * A network's start values are the ones of the comparison post, not the paper's .9 and .999:
 * they forget ten times sooner.
 *
 * The loop is bound by memory; all in it is one pass that vectorises.
 */
#include "core/optim/optimizer.h"
#include "core/optim/steps.h"

#include <glib/gi18n-lib.h>

enum
{
  BETA1,
  BETA2,
  EPS
};

DH_DEFINE_STEPS (adam, {
  real *restrict mean = slots[0];
  real *restrict square = slots[1];
  real keep1 = settings[BETA1], take1 = 1.0 - settings[BETA1];
  real keep2 = settings[BETA2], take2 = 1.0 - settings[BETA2];
  real rate = learning_rate / (1.0 - pow (settings[BETA1], (double) t));
  real scale = 1.0 / sqrt (1.0 - pow (settings[BETA2], (double) t));
  real epsilon = settings[EPS];

  for (gsize i = 0; i < n; i++)
    {
      real g = gradient[i];

      mean[i] = keep1 * mean[i] + take1 * g;
      square[i] = keep2 * square[i] + take2 * (g * g);
      parameters[i] -= rate * mean[i] / (sqrt (square[i]) * scale + epsilon);
    }
})

const DhOptimizer dh_optimizer_adam = {
  .id = "adam",
  .name = N_("Adam"),
  .formula = "m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  "
             "p ← p − r · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)",
  .explanation = N_("The mean of the gradients gives the direction and the root of the mean of "
                    "their squares the scale, so that a step is about as long as the rate."),
  .source = "Kingma and Ba 2015",
  .n_slots = 2,
  .slot_names = { N_("mean of the gradients"), N_("mean of their squares") },
  .slot_squared = { FALSE, TRUE },
  .slot_freed_by = { 1 + BETA1, 1 + BETA2 },
  .settings = {
    { "beta1", N_("β₁, memory of the mean"), 0.0, 0.9999, 0.5, 0.9 },
    { "beta2", N_("β₂, memory of the squares"), 0.0, 0.99999, 0.99, 0.999 },
    { "eps", N_("ε, floor of the root"), 1e-12, 1.0, 1e-7, 1e-8 },
  },
  .step = adam_step,
  .step_exact = adam_step_exact,
};
