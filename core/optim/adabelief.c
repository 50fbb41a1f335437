/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * AdaBelief: Adam's step, but over the root of how far the gradients stray from their mean.  If
 * they are as expected, the step is long, otherwise short.
 *
 * The paper's algorithm 2: the mean is not bias-corrected when the gradient is compared with it,
 * and ε is added to the mean of the squares at every step (and stays in it) and once more to the
 * root. ε is the authors' later 1e-16; with the 1e-8 of their first version, the √ε in the root
 * would swamp typical gradients of a network.  The authors' package also rectifies the first steps,
 * which is an idea of another optimizer (RAdam) and not part of the algorithm.
 */
#include "core/optim/adam-steps.h"
#include "core/optim/optimizer.h"

#include <glib/gi18n-lib.h>

DH_DEFINE_ADAM_STEPS (adabelief, TRUE, FALSE)

const DhOptimizer dh_optimizer_adabelief = {
  .id = "adabelief",
  .name = N_("AdaBelief"),
  .formula = "m ← β₁ m + (1 − β₁) g;  s ← β₂ s + (1 − β₂) (g − m)² + ε;  "
             "p ← p − r · m / (1 − β₁ᵗ) / (√(s / (1 − β₂ᵗ)) + ε)",
  .explanation = N_("Like Adam, but divided by how far the gradients stray from their mean: the "
                    "step is long where they agree and short where they don’t."),
  .source = "Zhuang and others 2020",
  .n_slots = 2,
  .slot_names = { N_("mean of the gradients"), N_("mean of the squared deviations") },
  .slot_squared = { FALSE, TRUE },
  .slot_freed_by = { 1 + DH_ADAM_BETA1, 1 + DH_ADAM_BETA2 },
  .root_raised_by = 1 + DH_ADAM_EPS,
  .settings = {
    { "beta1", N_("β₁, first-moment decay"), 0.0, 0.9999, 0.9, NULL, 0 },
    { "beta2", N_("β₂, second-moment decay"), 0.0, 0.99999, 0.999, NULL, 0 },
    { "eps", N_("ε, for numerical stability"), 1e-20, 1.0, 1e-16, NULL, 0 },
  },
  .step = adabelief_step,
  .step_exact = adabelief_step_exact,
};
