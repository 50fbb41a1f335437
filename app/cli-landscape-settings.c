/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `landscape --set WHAT.SETTING=VALUE`, for all grounds but the network.  WHAT is `optimizer`,
 * `schedule`, `hill` or the name of a loss.
 */
#include "app/cli-landscape.h"

#include "app/cli-setting.h"
#include "app/cli.h"
#include "core/catalog/catalog.h"

#include <glib/gi18n-lib.h>

static gboolean
set_hill (const DhHill *hill, const DhCliSetting *setting, double *parameters, GError **error)
{
  if (hill == NULL)
    return dh_setting_read ("hill", NULL, 0, setting->id, setting->number, parameters, error);
  return dh_setting_read (hill->id, hill->parameters,
                          dh_settings_count (hill->parameters, DH_HILL_MAX_PARAMETERS), setting->id,
                          setting->number, parameters, error);
}

static gboolean
set_loss (DhCliLandscape *self, const char *text, const DhCliSetting *setting, GError **error)
{
  gboolean used = FALSE;

  for (guint i = 0; self->uses_mix && i < self->mix.n_parts; i++)
    if (g_str_equal (self->mix.parts[i].loss, setting->what))
      {
        if (!dh_catalog_parse_setting (dh_catalog_find_loss (setting->what), setting->id,
                                       setting->number, self->mix.parts[i].settings, error))
          return FALSE;
        used = TRUE;
      }
  if (used)
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--set “%s” has no effect: “%s” is neither “optimizer”, “schedule” or “hill” nor "
                  "a loss of this ground."),
               text, setting->what);
  return FALSE;
}

gboolean
dh_cli_landscape_apply (DhCliLandscape *self, const char *const *settings, const DhHill *hill,
                        double *parameters, GError **error)
{
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      g_auto (DhCliSetting) setting = { 0 };
      gboolean done;

      if (!dh_cli_setting_read (&setting, settings[i], error))
        return FALSE;
      if (dh_cli_setting_is_of_optimizer_config (&setting))
        done = dh_cli_setting_apply (&setting, &self->config.optimizer_config, error);
      else if (g_str_equal (setting.what, "hill"))
        done = set_hill (hill, &setting, parameters, error);
      else
        done = set_loss (self, settings[i], &setting, error);
      if (!done)
        return FALSE;
    }
  return TRUE;
}
