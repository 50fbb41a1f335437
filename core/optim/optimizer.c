/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of optimizers.  To add one: a file of its own, a line here and one in kinds.h.
 */
#include "core/optim/optimizer.h"

#include "core/optim/kinds.h"

#include <string.h>

static const DhOptimizer * const optimizers[] = {
  &dh_optimizer_adam,
  &dh_optimizer_sgd,
};

const DhOptimizer * const *
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

void
dh_optimizer_get_defaults (const DhOptimizer *optimizer, double *values)
{
  for (int i = 0; i < DH_OPTIMIZER_MAX_SETTINGS; i++)
    values[i] = optimizer->settings[i].value;
}
