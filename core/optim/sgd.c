/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plain gradient descent: straight downhill, with nothing remembered.
 */
#include "core/optim/kinds.h"

#include <glib/gi18n-lib.h>

static void
sgd_step (const double *settings, double learning_rate, guint64 t, gsize n,
          float *restrict parameters, const float *restrict gradient, float **slots)
{
  float rate = learning_rate;

  for (gsize i = 0; i < n; i++)
    parameters[i] -= rate * gradient[i];
}

const DhOptimizer dh_optimizer_sgd = {
  .id = "sgd",
  .name = N_("SGD"),
  .formula = "p ← p − r g",
  .source = "Robbins and Monro 1951",
  .n_slots = 0,
  .step = sgd_step,
};
