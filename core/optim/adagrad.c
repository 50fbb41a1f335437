/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * AdaGrad: each parameter has its own rate, the common one over the root of the sum of all its
 * squared gradients so far.  The sum only grows, so the steps only get shorter.
 *
 * The initial sum is added under the root and not stored in the slot: slots start at zero for every
 * optimizer.
 */
#include "core/optim/optimizer.h"
#include "core/optim/steps.h"

#include <glib/gi18n-lib.h>

enum
{
  LR_DECAY,
  INITIAL,
  EPS
};

DH_DEFINE_STEPS (adagrad, {
  real *restrict sum = slots[0];
  real rate = learning_rate / (1.0 + (double) (t - 1) * settings[LR_DECAY]);
  real initial = settings[INITIAL];
  real epsilon = settings[EPS];

  for (gsize i = 0; i < n; i++)
    {
      real g = gradient[i];

      sum[i] += g * g;
      parameters[i] -= rate * g / (sqrt (sum[i] + initial) + epsilon);
    }
})

const DhOptimizer dh_optimizer_adagrad = {
  .id = "adagrad",
  .name = N_("AdaGrad"),
  .formula = "s ← s + g²;  p ← p − r / (1 + (t − 1) η) · g / (√(s₀ + s) + ε)",
  .explanation = N_("Each direction is divided by the root of the sum of its squared slopes so "
                    "far: steep directions get short steps, flat ones long steps, and all get "
                    "shorter over time."),
  .source = "Duchi, Hazan and Singer 2011",
  .memoryless = TRUE,
  .n_slots = 1,
  .slot_names = { N_("sum of the squared gradients") },
  .slot_squared = { TRUE },
  .slot_raised_by = { 1 + INITIAL },
  .root_raised_by = 1 + EPS,
  .settings = {
    { "lr_decay", N_("η, rate decay"), 0.0, 1.0, 0.0, NULL, 0 },
    { "initial_accumulator_value", N_("s₀, initial sum"), 0.0, 1000.0, 0.0, NULL, 0 },
    { "eps", N_("ε, for numerical stability"), 1e-20, 1.0, 1e-10, NULL, 0 },
  },
  .step = adagrad_step,
  .step_exact = adagrad_step_exact,
};
