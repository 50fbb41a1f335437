/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_OPTIMIZER_MAX_SETTINGS 4
#define DH_OPTIMIZER_MAX_SLOTS 4

typedef struct
{
  const char *id;      /* "beta1" */
  const char *name;    /* translatable */
  double      minimum, maximum, value;
} DhOptimizerSetting;

/* One line of the table.  step: one update of n parameters in place.
 * t counts the updates since the slots were zero, from 1.  slots: n_slots blocks of
 * n floats, zero at the start.  Any thread; the work of one update may be cut
 * into ranges that are stepped apart. */
typedef struct
{
  const char *id;
  const char *name;      /* translatable */
  const char *formula;
  const char *source;
  guint       n_slots;
  DhOptimizerSetting settings[DH_OPTIMIZER_MAX_SETTINGS];

  void (*step) (const double *settings,
                double        learning_rate,
                guint64       t,
                gsize         n,
                float        *parameters,
                const float  *gradient,
                float       **slots);
} DhOptimizer;

const DhOptimizer * const *dh_optimizers_get (guint *n_optimizers);
const DhOptimizer         *dh_optimizer_find (const char *id);
void                       dh_optimizer_get_defaults (const DhOptimizer *optimizer, double *values);

G_END_DECLS
