/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `--set`, one setting of something that another option chose.
 *
 * The text is split here, for `train` and `landscape` alike, and settings of the optimizer, which
 * both have, are applied here.
 */
#include "app/cli-setting.h"

#include "app/cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define OPTIMIZER "optimizer"
#define SCHEDULE  "schedule"

gboolean
dh_cli_setting_read (DhCliSetting *self, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  const char *dot = equals != NULL ? memchr (text, '.', equals - text) : NULL;

  if (dot == NULL || dot == text || dot + 1 == equals)
    {
      g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                   _ ("--set must be LOSS.SETTING=VALUE or optimizer.SETTING=VALUE, such as "
                      "huber.delta=0.1 or optimizer.beta1=0.9, not “%s”."),
                   text);
      return FALSE;
    }
  self->what = g_strndup (text, dot - text);
  self->id = g_strndup (dot + 1, equals - dot - 1);
  self->number = g_strdup (equals + 1);
  return TRUE;
}

void
dh_cli_setting_clear (DhCliSetting *self)
{
  g_clear_pointer (&self->what, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->number, g_free);
}

gboolean
dh_cli_setting_is_of_optimizer_config (const DhCliSetting *self)
{
  return g_str_equal (self->what, OPTIMIZER) || g_str_equal (self->what, SCHEDULE);
}

/* The settings of the optimizer or of the schedule, whichever `what` names; returns their
 * number. */
static guint
list_settings (const DhCliSetting *self, const DhOptimizerConfig *optimizer_config,
               const DhSetting **settings)
{
  if (g_str_equal (self->what, OPTIMIZER))
    {
      *settings = optimizer_config->optimizer->settings;
      return dh_optimizer_count_settings (optimizer_config->optimizer);
    }
  *settings = optimizer_config->schedule->settings;
  return dh_schedule_count_settings (optimizer_config->schedule);
}

gboolean
dh_cli_setting_fits (const DhCliSetting *self, const DhOptimizerConfig *optimizer_config)
{
  const DhSetting *settings;
  guint n = list_settings (self, optimizer_config, &settings);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (settings[i].id, self->id))
      return TRUE;
  return FALSE;
}

gboolean
dh_cli_setting_apply (const DhCliSetting *self, DhOptimizerConfig *optimizer_config, GError **error)
{
  const gboolean is_optimizer = g_str_equal (self->what, OPTIMIZER);
  const DhSetting *settings;
  guint n = list_settings (self, optimizer_config, &settings);

  return dh_setting_read (is_optimizer ? optimizer_config->optimizer->id
                                       : optimizer_config->schedule->id,
                          settings, n, self->id, self->number,
                          is_optimizer ? optimizer_config->settings
                                       : optimizer_config->schedule_settings,
                          error);
}
