/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/setting.h"
#include "core/optim/optimizer.h"
#include "core/optim/schedule.h"

G_BEGIN_DECLS

/* An optimizer with its settings, and how its learning rate changes with time. A value.
 *
 * As a text: "adam", "adam{beta1=0.9,beta2=0.999}", "sgd/cosine{over=500}/warm_up=50". Only what
 * is not the start value is written, so a plain optimizer is its id.  A network's and a ball's
 * start values differ (DhOptimizerSetting.value, .usual): `who` says whose text it is. */
typedef enum
{
  DH_RULE_NETWORK,
  DH_RULE_BALL,
} DhRuleUser;

typedef struct
{
  const DhOptimizer *optimizer;
  double settings[DH_OPTIMIZER_MAX_SETTINGS];
  const DhSchedule *schedule; /* never NULL; the constant one by default */
  double schedule_settings[DH_SCHEDULE_MAX_SETTINGS];
  guint warm_up; /* updates */
} DhRule;

/* Start values, constant rate. */
DhRule dh_rule_make (const DhOptimizer *optimizer, DhRuleUser who);
/* What the settings may be, in their order; ranges: DH_RULE_MAX_RANGES.  Returns how many. */
#define DH_RULE_MAX_RANGES MAX (DH_OPTIMIZER_MAX_SETTINGS, DH_SCHEDULE_MAX_SETTINGS)
guint dh_rule_list_optimizer_ranges (const DhRule *rule, DhSettingRange *ranges);
guint dh_rule_list_schedule_ranges (const DhRule *rule, DhSettingRange *ranges);
/* FALSE with DH_ERROR_VALUE and a sentence. */
gboolean dh_rule_parse (const char *text, DhRuleUser who, DhRule *rule, GError **error);
/* Interned: equal rules are one pointer. */
const char *dh_rule_to_text (const DhRule *rule, DhRuleUser who);
/* "Adam (β₁ = 0.9), Cosine (n = 500), warm-up 50"; translated, (transfer full) */
char *dh_rule_dup_name (const DhRule *rule, DhRuleUser who);
/* The learning rate of update t, from 1. */
double dh_rule_get_rate (const DhRule *rule, double learning_rate, guint64 t);

G_END_DECLS
