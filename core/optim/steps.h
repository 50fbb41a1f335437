/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One update rule, compiled for a network (float) and for a ball (double).
 */
#pragma once

#include "core/base/vectors.h"

#include <tgmath.h>

/* DH_DEFINE_STEPS (adam, { … }) makes adam_step(), on floats, and adam_step_exact(), on doubles,
 * from the same body.  The body uses the arguments of DhOptimizer's step, and `real`, the type of
 * the numbers; values that are the same for all numbers are computed in double first and rounded
 * once.  <tgmath.h> chooses sqrtf() or sqrt() by the type, so that the float loop has no double in
 * it and vectorises.
 *
 * Rejected: a file that includes itself (no line of it can be read alone), and a ball made of
 * floats (a path is written with more digits than they have). */
#define DH_DEFINE_STEPS(name, ...) \
  DH_VECTOR_CLONES (void, name##_step, DH_STEP_PARAMETERS (float), \
                    (settings, learning_rate, t, n, parameters, gradient, slots)) \
  { \
    typedef float real; \
    __VA_ARGS__ \
  } \
  static void name##_step_exact DH_STEP_PARAMETERS (double) \
  { \
    typedef double real; \
    __VA_ARGS__ \
  }

#define DH_STEP_PARAMETERS(type) \
  (const double *settings, double learning_rate, guint64 t, gsize n, type *restrict parameters, \
   const type *restrict gradient, type **slots)
