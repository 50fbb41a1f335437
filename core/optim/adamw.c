/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * AdamW: Adam, and apart from it all parameters shrink a little toward zero.
 *
 * Decay that is added to the gradient would go through Adam's division, and parameters with large
 * gradients would hardly decay; here all decay alike, by the rate times the decay.
 */
#include "core/optim/optimizer.h"
#include "core/optim/steps.h"

#include <glib/gi18n-lib.h>

enum
{
  BETA1,
  BETA2,
  EPS,
  WEIGHT_DECAY
};

DH_DEFINE_STEPS (adamw, {
  real *restrict mean = slots[0];
  real *restrict square = slots[1];
  real keep1 = settings[BETA1], take1 = 1.0 - settings[BETA1];
  real keep2 = settings[BETA2], take2 = 1.0 - settings[BETA2];
  real rate = learning_rate / (1.0 - pow (settings[BETA1], (double) t));
  real scale = 1.0 / sqrt (1.0 - pow (settings[BETA2], (double) t));
  real shrink = 1.0 - learning_rate * settings[WEIGHT_DECAY];
  real epsilon = settings[EPS];

  for (gsize i = 0; i < n; i++)
    {
      real g = gradient[i];

      mean[i] = keep1 * mean[i] + take1 * g;
      square[i] = keep2 * square[i] + take2 * (g * g);
      parameters[i] = shrink * parameters[i]
                      - rate * mean[i] / (sqrt (square[i]) * scale + epsilon);
    }
})

const DhOptimizer dh_optimizer_adamw = {
  .id = "adamw",
  .name = N_("AdamW"),
  .formula = "m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  "
             "p ← (1 − r w) p − r · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)",
  .explanation = N_("Adam’s step, and besides all parameters shrink a little toward zero, "
                    "whatever their gradients."),
  .source = "Loshchilov and Hutter 2019",
  .n_slots = 2,
  .slot_names = { N_("mean of the gradients"), N_("mean of their squares") },
  .slot_squared = { FALSE, TRUE },
  .slot_freed_by = { 1 + BETA1, 1 + BETA2 },
  .settings = {
    { "beta1", N_("β₁, memory of the mean"), 0.0, 0.9999, 0.9, 0.9 },
    { "beta2", N_("β₂, memory of the squares"), 0.0, 0.99999, 0.999, 0.999 },
    { "eps", N_("ε, floor of the root"), 1e-12, 1.0, 1e-8, 1e-8 },
    { "weight_decay", N_("w, decay of the weights"), 0.0, 1.0, 0.01, 0.01 },
  },
  .step = adamw_step,
  .step_exact = adamw_step_exact,
};
