/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nadam: Adam with Nesterov's look-ahead.  The newest gradient is used in addition to the mean, and
 * the mean's share μ grows from β₁/2 to β₁ over the first steps.
 *
 * Both shares are bias-corrected by products over all μ so far.  Storing the product would need one
 * more state besides the slots; it only depends on t and is recomputed.  That is short for any t:
 * after about fifty factors of about β₁/2 the product is too small to change 1 − product, and if
 * the shares grow sooner, the remaining factors are all β₁.
 *
 * As in PyTorch's documentation and its versions from 2.0 on; earlier ones used one μ twice.
 */
#include "core/optim/optimizer.h"
#include "core/optim/steps.h"

#include <glib/gi18n-lib.h>

enum
{
  BETA1,
  BETA2,
  EPS,
  MOMENTUM_DECAY
};

#define DECAY_BASE 0.96
#define NOTHING    0x1p-55 /* negligible beside 1, in double precision */

static double
get_share (const double *settings, double t)
{
  return settings[BETA1] * (1.0 - 0.5 * pow (DECAY_BASE, t * settings[MOMENTUM_DECAY]));
}

/* Product of the first t shares; if it is below NOTHING, any number below NOTHING. */
static double
multiply_shares (const double *settings, guint64 t)
{
  double ratio = pow (DECAY_BASE, settings[MOMENTUM_DECAY]);
  double fading = 1.0, product = 1.0;

  for (guint64 i = 1; i <= t && product > NOTHING; i++)
    {
      fading *= ratio;
      if (fading < NOTHING)
        return product * pow (settings[BETA1], (double) (t - i + 1));
      product *= settings[BETA1] * (1.0 - 0.5 * fading);
    }
  return product;
}

typedef struct
{
  double gradient, mean;
} Shares;

static Shares
get_shares (const double *settings, guint64 t)
{
  double now = get_share (settings, t), next = get_share (settings, t + 1.0);
  double product = multiply_shares (settings, t);

  return (Shares) { (1.0 - now) / (1.0 - product), next / (1.0 - product * next) };
}

DH_DEFINE_STEPS (nadam, {
  real *restrict mean = slots[0];
  real *restrict square = slots[1];
  Shares shares = get_shares (settings, t);
  real keep1 = settings[BETA1], take1 = 1.0 - settings[BETA1];
  real keep2 = settings[BETA2], take2 = 1.0 - settings[BETA2];
  real mean_rate = learning_rate * shares.mean;
  real gradient_rate = learning_rate * shares.gradient;
  real scale = 1.0 / sqrt (1.0 - pow (settings[BETA2], (double) t));
  real epsilon = settings[EPS];

  for (gsize i = 0; i < n; i++)
    {
      real g = gradient[i];

      mean[i] = keep1 * mean[i] + take1 * g;
      square[i] = keep2 * square[i] + take2 * (g * g);
      parameters[i] -= (gradient_rate * g + mean_rate * mean[i])
                       / (sqrt (square[i]) * scale + epsilon);
    }
})

const DhOptimizer dh_optimizer_nadam = {
  .id = "nadam",
  .name = N_("Nadam"),
  .formula = "m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  μₜ = β₁ (1 − ½ · 0.96^(tψ));  "
             "p ← p − r (μₜ₊₁ m / (1 − μ₁…μₜ₊₁) + (1 − μₜ) g / (1 − μ₁…μₜ)) "
             "/ (√(v / (1 − β₂ᵗ)) + ε)",
  .explanation = N_("Adam’s step with Nesterov’s look-ahead: the newest gradient counts at once, "
                    "beside the mean of all."),
  .source = "Dozat 2016",
  .n_slots = 2,
  .slot_names = { N_("mean of the gradients"), N_("mean of their squares") },
  .slot_squared = { FALSE, TRUE },
  .slot_freed_by = { 0, 1 + BETA2 },
  .root_raised_by = 1 + EPS,
  .settings = {
    { "beta1", N_("β₁, first-moment decay"), 0.0, 0.9999, 0.9, NULL, 0 },
    { "beta2", N_("β₂, second-moment decay"), 0.0, 0.99999, 0.999, NULL, 0 },
    { "eps", N_("ε, for numerical stability"), 1e-12, 1.0, 1e-8, NULL, 0 },
    { "momentum_decay", N_("ψ, momentum decay"), 0.0, 1.0, 4e-3, NULL, 0 },
  },
  .step = nadam_step,
  .step_exact = nadam_step_exact,
};
