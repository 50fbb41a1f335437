/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * AdamW: Adam, with all parameters also shrinking a little toward zero.
 *
 * Decay added to the gradient would go through Adam's division, and parameters with large gradients
 * would hardly decay; here all decay alike, by the rate times the decay.
 */
#include "core/optim/adam-steps.h"
#include "core/optim/optimizer.h"

#include <glib/gi18n-lib.h>

DH_DEFINE_ADAM_STEPS (adamw, FALSE, TRUE)

const DhOptimizer dh_optimizer_adamw = {
  .id = "adamw",
  .name = N_("AdamW"),
  .formula = "m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  "
             "p ← (1 − r w) p − r · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)",
  .explanation = N_("Adam’s step, and all parameters also shrink a little toward zero, whatever "
                    "their gradients."),
  .source = "Loshchilov and Hutter 2019",
  .n_slots = 2,
  .slot_names = { N_("mean of the gradients"), N_("mean of their squares") },
  .slot_squared = { FALSE, TRUE },
  .slot_freed_by = { 1 + DH_ADAM_BETA1, 1 + DH_ADAM_BETA2 },
  .root_raised_by = 1 + DH_ADAM_EPS,
  .shrunk_by = 1 + DH_ADAM_WEIGHT_DECAY,
  .settings = {
    { "beta1", N_("β₁, first-moment decay"), 0.0, 0.9999, 0.9, NULL, 0 },
    { "beta2", N_("β₂, second-moment decay"), 0.0, 0.99999, 0.999, NULL, 0 },
    { "eps", N_("ε, for numerical stability"), 1e-12, 1.0, 1e-8, NULL, 0 },
    { "weight_decay", N_("w, weight decay"), 0.0, 1.0, 0.01, NULL, 0 },
  },
  .step = adamw_step,
  .step_exact = adamw_step_exact,
};
