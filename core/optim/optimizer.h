/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/setting.h"

G_BEGIN_DECLS

#define DH_OPTIMIZER_MAX_SETTINGS 4
#define DH_OPTIMIZER_MAX_SLOTS    4

/* The user of an optimizer: the defaults differ, and so does the default optimizer. */
typedef enum
{
  DH_OPTIMIZER_USER_NETWORK,
  DH_OPTIMIZER_USER_BALL,
} DhOptimizerUser;

/* One line of the table.  step: one update of n parameters in place.
 * t counts the updates since the slots were zero, from 1.  slots: n_slots blocks of
 * n floats, zero at the start.  Any thread; the work of one update may be cut
 * into ranges that are stepped apart.  step_exact: the same optimizer in double precision. */
typedef struct
{
  const char *id;
  const char *name; /* translatable */
  const char *formula;
  const char *explanation; /* translatable; what one step does, one sentence */
  const char *source;
  gboolean memoryless; /* has no memory of its direction; else the ball rolls */
  guint n_slots;
  const char *slot_names[DH_OPTIMIZER_MAX_SLOTS]; /* translatable; "mean of the gradients" */
  gboolean slot_squared[DH_OPTIMIZER_MAX_SLOTS];  /* it holds squares, so it is no direction */
  /* How a slot is corrected before it is used, given as 1 + the index of a setting s; 0: not at
   * all.  Freed (bias correction of its start at zero): divided by 1 − sᵗ.  Raised: s is added. */
  guint slot_freed_by[DH_OPTIMIZER_MAX_SLOTS];
  guint slot_raised_by[DH_OPTIMIZER_MAX_SLOTS];
  /* Also 1 + the index: the setting that is added to a root before a step is divided by it, and the
   * one by which all parameters shrink. */
  guint root_raised_by, shrunk_by;
  DhSetting settings[DH_OPTIMIZER_MAX_SETTINGS]; /* ids are PyTorch's; values are PyTorch's or the
                                                  * authors'; id NULL ends the list */
  const double *network_values; /* (nullable): a network's defaults, if they differ */

  void (*step) (const double *settings, double learning_rate, guint64 t, gsize n, float *parameters,
                const float *gradient, float **slots);
  void (*step_exact) (const double *settings, double learning_rate, guint64 t, gsize n,
                      double *parameters, const double *gradient, double **slots);

  /* (nullable): the product of learning rate and curvature below which descent in a quadratic bowl
   * converges; NULL if theory gives none */
  double (*get_stable_product) (const double *settings);
} DhOptimizer;

/* In display order. */
const DhOptimizer *const *dh_optimizers_get (guint *n_optimizers);
const DhOptimizer *dh_optimizer_find (const char *id);
/* The default optimizer: Adam for a network, gradient descent for a ball. */
const DhOptimizer *dh_optimizer_get_default (DhOptimizerUser who);
guint dh_optimizer_count_settings (const DhOptimizer *optimizer);
/* values: DH_OPTIMIZER_MAX_SETTINGS, 0 past the last setting. */
void dh_optimizer_get_defaults (const DhOptimizer *optimizer, DhOptimizerUser who, double *values);

/* The learning rate above which descent diverges in a quadratic bowl whose largest curvature is
 * lambda.  NAN if theory gives no such rate: for an optimizer that scales its steps, or if lambda
 * is not above 0. */
double dh_optimizer_get_stable_rate (const DhOptimizer *optimizer, const double *settings,
                                     double lambda);

G_END_DECLS
