/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adam: each parameter moves by the mean of its gradients over the root of the mean of their
 * squares, both exponential averages with bias correction.
 *
 * A network's defaults are those of the forum post, not the paper's .9 and .999: they forget ten
 * times faster.
 */
#include "core/optim/adam-steps.h"
#include "core/optim/optimizer.h"

#include <glib/gi18n-lib.h>

DH_DEFINE_ADAM_STEPS (adam, FALSE, FALSE)

const DhOptimizer dh_optimizer_adam = {
  .id = "adam",
  .name = N_("Adam"),
  .formula = "m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  "
             "p ← p − r · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)",
  .explanation = N_("The mean of the gradients gives the direction and the root of their mean "
                    "square the scale, so a step is about as long as the rate."),
  .source = "Kingma and Ba 2015",
  .n_slots = 2,
  .slot_names = { N_("mean of the gradients"), N_("mean of their squares") },
  .slot_squared = { FALSE, TRUE },
  .slot_freed_by = { 1 + DH_ADAM_BETA1, 1 + DH_ADAM_BETA2 },
  .root_raised_by = 1 + DH_ADAM_EPS,
  .settings = {
    { "beta1", N_("β₁, first-moment decay"), 0.0, 0.9999, 0.9, NULL, 0 },
    { "beta2", N_("β₂, second-moment decay"), 0.0, 0.99999, 0.999, NULL, 0 },
    { "eps", N_("ε, for numerical stability"), 1e-12, 1.0, 1e-8, NULL, 0 },
  },
  .network_values = (const double[]) { 0.5, 0.99, 1e-7 },
  .step = adam_step,
  .step_exact = adam_step_exact,
};
