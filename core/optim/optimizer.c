/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of optimizers.  To add one, write a file that defines
 * `const DhOptimizer dh_optimizer_ID`, and add a line here.
 *
 * Update rules, names of the settings and their defaults are PyTorch's, so that results can be
 * reproduced there.  Settings that are off by default there (amsgrad, maximize, decay added to the
 * gradient) are left out: each would add a line to every loop for a rare choice.
 */
#include "core/optim/optimizer.h"

#include <math.h>
#include <string.h>

#define OPTIMIZERS(OPTIMIZER) \
  OPTIMIZER (sgd) \
  OPTIMIZER (momentum) \
  OPTIMIZER (nesterov) \
  OPTIMIZER (adagrad) \
  OPTIMIZER (rmsprop) \
  OPTIMIZER (adam) \
  OPTIMIZER (adamw) \
  OPTIMIZER (nadam) \
  OPTIMIZER (adabelief)

#define DECLARE(id) extern const DhOptimizer dh_optimizer_##id;
#define LIST(id)    &dh_optimizer_##id,

OPTIMIZERS (DECLARE)

static const DhOptimizer *const optimizers[] = { OPTIMIZERS (LIST) };

const DhOptimizer *const *
dh_optimizers_get (guint *n_optimizers)
{
  if (n_optimizers != NULL)
    *n_optimizers = G_N_ELEMENTS (optimizers);
  return optimizers;
}

const DhOptimizer *
dh_optimizer_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (optimizers); i++)
    if (strcmp (optimizers[i]->id, id) == 0)
      return optimizers[i];
  return NULL;
}

const DhOptimizer *
dh_optimizer_get_default (DhOptimizerUser who)
{
  return who == DH_OPTIMIZER_USER_BALL ? &dh_optimizer_sgd : &dh_optimizer_adam;
}

guint
dh_optimizer_count_settings (const DhOptimizer *optimizer)
{
  return dh_settings_count (optimizer->settings, DH_OPTIMIZER_MAX_SETTINGS);
}

void
dh_optimizer_get_defaults (const DhOptimizer *optimizer, DhOptimizerUser who, double *values)
{
  dh_settings_get_defaults (optimizer->settings, DH_OPTIMIZER_MAX_SETTINGS, values);
  if (who == DH_OPTIMIZER_USER_NETWORK && optimizer->network_values != NULL)
    memcpy (values, optimizer->network_values,
            dh_optimizer_count_settings (optimizer) * sizeof *values);
}

/* If an optimizer divides by the size of the gradient, its step doesn't shrink with the slope:
 * there is no rate at which it stops settling or diverges, so any mark would be wrong. */
double
dh_optimizer_get_stable_rate (const DhOptimizer *optimizer, const double *settings, double lambda)
{
  if (optimizer->get_stable_product == NULL || !(lambda > 0) || isinf (lambda))
    return NAN;
  return optimizer->get_stable_product (settings) / lambda;
}
