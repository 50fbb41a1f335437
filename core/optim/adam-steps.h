/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The step that Adam, AdamW and AdaBelief share.
 *
 * A mean of the gradients and one of squares, both exponential averages with bias correction; a
 * parameter moves by one over the root of the other. ε is added after the bias correction of the
 * second mean, as in most programs; the short form at the end of section 2 of Adam's paper has a
 * different effective ε in early steps.
 *
 * The three differ in two constants, so that the compiler leaves no branch in a loop.  The loop is
 * memory-bound, a single pass that vectorises.
 */
#pragma once

#include "core/optim/steps.h"

/* The settings, in their order in the table. */
enum
{
  DH_ADAM_BETA1,
  DH_ADAM_BETA2,
  DH_ADAM_EPS,
  DH_ADAM_WEIGHT_DECAY /* only if it decays */
};

/* surprised: the squares are of the gradient's deviation from the mean, and ε is added to them at
 * every step. decays: the parameters also shrink. */
#define DH_DEFINE_ADAM_STEPS(name, surprised, decays) \
  DH_DEFINE_STEPS (name, { \
    real *restrict mean = slots[0]; \
    real *restrict square = slots[1]; \
    real keep1 = settings[DH_ADAM_BETA1], take1 = 1.0 - settings[DH_ADAM_BETA1]; \
    real keep2 = settings[DH_ADAM_BETA2], take2 = 1.0 - settings[DH_ADAM_BETA2]; \
    real rate = learning_rate / (1.0 - pow (settings[DH_ADAM_BETA1], (double) t)); \
    real scale = 1.0 / sqrt (1.0 - pow (settings[DH_ADAM_BETA2], (double) t)); \
    real shrink = (decays) ? 1.0 - learning_rate * settings[DH_ADAM_WEIGHT_DECAY] : 1.0; \
    real epsilon = settings[DH_ADAM_EPS]; \
\
    for (gsize i = 0; i < n; i++) \
      { \
        real g = gradient[i], squared; \
\
        mean[i] = keep1 * mean[i] + take1 * g; \
        squared = (surprised) ? g - mean[i] : g; \
        square[i] = keep2 * square[i] + take2 * (squared * squared); \
        if (surprised) \
          square[i] += epsilon; \
        parameters[i] = shrink * parameters[i] \
                        - rate * mean[i] / (sqrt (square[i]) * scale + epsilon); \
      } \
  })
