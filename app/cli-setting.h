/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/optim/optimizer-config.h"

G_BEGIN_DECLS

/* The three parts of --set WHAT.SETTING=VALUE. */
typedef struct
{
  char *what;   /* "optimizer", "schedule", "hill" or a loss */
  char *id;     /* "beta1" */
  char *number; /* as typed */
} DhCliSetting;

/* FALSE with an error. */
gboolean dh_cli_setting_read (DhCliSetting *self, const char *text, GError **error);
void dh_cli_setting_clear (DhCliSetting *self);
/* Whether it is a setting of an optimizer or a schedule, whichever one. */
gboolean dh_cli_setting_is_of_optimizer_config (const DhCliSetting *self);
/* Whether the optimizer itself, or its schedule, has it. */
gboolean dh_cli_setting_fits (const DhCliSetting *self, const DhOptimizerConfig *optimizer_config);
/* Applies it to an optimizer.  FALSE with an error if it doesn't fit, or the number is malformed or
 * out of range. */
gboolean dh_cli_setting_apply (const DhCliSetting *self, DhOptimizerConfig *optimizer_config,
                               GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DhCliSetting, dh_cli_setting_clear)

G_END_DECLS
