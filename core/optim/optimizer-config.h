/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/setting.h"
#include "core/optim/optimizer.h"
#include "core/optim/schedule.h"

G_BEGIN_DECLS

/* An optimizer with its settings, and how its learning rate changes with time. A value.
 *
 * As a text: "adam", "adam{beta1=0.9,beta2=0.999}", "sgd/cosine{over=500}/warm_up=50".  Only
 * values that differ from the default are written, so a plain optimizer is its id.  The defaults
 * of a network and a ball differ (dh_optimizer_get_defaults()): `who` says whose text it
 * is. */
typedef struct
{
  const DhOptimizer *optimizer;
  double settings[DH_OPTIMIZER_MAX_SETTINGS];
  const DhSchedule *schedule; /* never NULL; the constant one by default */
  double schedule_settings[DH_SCHEDULE_MAX_SETTINGS];
  guint warm_up; /* updates */
} DhOptimizerConfig;

/* Default settings, constant rate. */
DhOptimizerConfig dh_optimizer_config_make (const DhOptimizer *optimizer, DhOptimizerUser who);
/* Same optimizer, schedule, warm-up and settings. */
gboolean dh_optimizer_config_equal (const DhOptimizerConfig *a, const DhOptimizerConfig *b);
/* FALSE with DH_ERROR_VALUE and a sentence. */
gboolean dh_optimizer_config_parse (const char *text, DhOptimizerUser who,
                                    DhOptimizerConfig *optimizer_config, GError **error);
/* Interned: equal optimizers are one pointer. */
const char *dh_optimizer_config_to_text (const DhOptimizerConfig *optimizer_config,
                                         DhOptimizerUser who);
/* "Adam (β₁ = 0.9), Cosine (n = 500), warm-up 50"; translated, (transfer full) */
char *dh_optimizer_config_dup_name (const DhOptimizerConfig *optimizer_config, DhOptimizerUser who);
/* The learning rate of update t, from 1. */
double dh_optimizer_config_get_rate (const DhOptimizerConfig *optimizer_config,
                                     double learning_rate, guint64 t);

G_END_DECLS
