/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lanes on the command line: the options of one lane (its loss mix, rate, optimizer and clipping)
 * and those of all lanes (settings of losses, the mask, the multipliers, and an optimizer and
 * clipping for lanes that name none).
 *
 * Settings can be given in the mix itself, huber{delta=0.1}, but shells need the braces quoted, and
 * comparing four rates would mean writing them four times.  So --set applies to every lane that has
 * the loss (or the optimizer, or the schedule), and is an error if none has it.
 */
#include "app/cli-lanes.h"

#include "app/cli-setting.h"
#include "app/cli-words.h"
#include "app/cli.h"
#include "core/base/number.h"
#include "core/catalog/catalog.h"
#include "core/session/session.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
dh_cli_typed_clear (DhCliTyped *self)
{
  g_strfreev (self->settings);
  g_free (self->optimizer);
  g_free (self->schedule);
  g_free (self->warm_up);
  g_free (self->clip);
  g_free (self->mask);
  g_free (self->eyes);
  g_free (self->mouth);
}

gboolean
dh_cli_optimizer_config_read (const char *own, const DhCliTyped *all, DhOptimizerUser who,
                              DhOptimizerConfig *optimizer_config, GError **error)
{
  const char *optimizer = own != NULL              ? own
                          : all->optimizer != NULL ? all->optimizer
                                                   : dh_optimizer_get_default (who)->id;
  g_autoptr (GString) text = g_string_new (optimizer);

  if (strchr (optimizer, '/') == NULL)
    {
      if (all->schedule != NULL)
        g_string_append_printf (text, "/%s", all->schedule);
      if (all->warm_up != NULL)
        g_string_append_printf (text, "/warm_up=%s", all->warm_up);
    }
  return dh_optimizer_config_parse (text->str, who, optimizer_config, error);
}

/* text NULL: not given */
static gboolean
read_clip (const char *text, DhClip *clip, GError **error)
{
  return text == NULL || dh_clip_parse (text, clip, error);
}

static gboolean
read_lane (DhLaneSettings *lane, const char *text, const DhCliTyped *all, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);
  guint n_parts = g_strv_length (parts);
  gboolean has_optimizer = n_parts == 3 || (n_parts > 3 && *parts[2] != '\0');
  DhOptimizerConfig optimizer_config;
  DhClip clip = { 0 };
  double rate = 0;
  DhMix mix;

  if (n_parts < 1 || n_parts > 4)
    {
      g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                   _ ("--lane must be LOSS, LOSS:RATE, LOSS:RATE:OPTIMIZER or "
                      "LOSS:RATE:OPTIMIZER:CLIP, such as mae:1e-3:adam, not “%s”."),
                   text);
      return FALSE;
    }
  /* An empty rate, as in mae::sgd, means the preset's, an empty optimizer that of all lanes. */
  if (n_parts > 1 && (n_parts == 2 || *parts[1] != '\0') && !dh_rate_parse (parts[1], &rate, error))
    return FALSE;
  if (!dh_mix_parse (parts[0], &mix, error)
      || !dh_cli_optimizer_config_read (has_optimizer ? parts[2] : NULL, all,
                                        DH_OPTIMIZER_USER_NETWORK, &optimizer_config, error)
      || !read_clip (n_parts > 3 ? parts[3] : all->clip, &clip, error))
    return FALSE;
  *lane = dh_lane_settings_make (&mix, &optimizer_config, rate);
  lane->clip = clip;
  return TRUE;
}

/* Applies to every part with that loss. */
static gboolean
spread_among_losses (GPtrArray *lanes, const DhCliSetting *setting, gboolean *used, GError **error)
{
  for (guint i = 0; i < lanes->len; i++)
    {
      DhMix *mix = &((DhLaneSettings *) g_ptr_array_index (lanes, i))->mix;

      for (guint k = 0; k < mix->n_parts; k++)
        if (g_str_equal (mix->parts[k].loss, setting->what))
          {
            if (!dh_catalog_parse_setting (dh_catalog_find_loss (setting->what), setting->id,
                                           setting->number, mix->parts[k].settings, error))
              return FALSE;
            *used = TRUE;
          }
    }
  return TRUE;
}

/* Applies to every optimizer that has the setting; if none has, the first one's message lists
 * its settings. */
static gboolean
spread_among_optimizers (GPtrArray *lanes, const DhCliSetting *setting, GError **error)
{
  gboolean used = FALSE;

  for (guint i = 0; i < lanes->len; i++)
    {
      DhOptimizerConfig *optimizer_config =
        &((DhLaneSettings *) g_ptr_array_index (lanes, i))->optimizer_config;

      if (!dh_cli_setting_fits (setting, optimizer_config))
        continue;
      if (!dh_cli_setting_apply (setting, optimizer_config, error))
        return FALSE;
      used = TRUE;
    }
  return used || lanes->len == 0
         || dh_cli_setting_apply (
           setting, &((DhLaneSettings *) g_ptr_array_index (lanes, 0))->optimizer_config, error);
}

static gboolean
check_loss (const char *loss, GError **error)
{
  DhMix unused;

  if (dh_catalog_find_loss (loss) >= 0)
    return TRUE;
  /* For its error about an unknown loss. */
  if (dh_mix_parse (loss, &unused, error))
    g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                 _ ("--set must name a single loss, not “%s”."), loss);
  return FALSE;
}

static gboolean
apply_setting (GPtrArray *lanes, const char *text, GError **error)
{
  g_auto (DhCliSetting) setting = { 0 };
  gboolean used = FALSE;

  if (!dh_cli_setting_read (&setting, text, error))
    return FALSE;
  if (dh_cli_setting_is_of_optimizer_config (&setting))
    return spread_among_optimizers (lanes, &setting, error);
  if (!check_loss (setting.what, error) || !spread_among_losses (lanes, &setting, &used, error))
    return FALSE;
  if (used)
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--set “%s” has no effect: no lane uses the loss “%s”; add “--lane %s”."), text,
               setting.what, setting.what);
  return FALSE;
}

GPtrArray *
dh_cli_lanes_read (const char *const *lanes, const DhCliTyped *all, GError **error)
{
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (g_free);
  const guint n_lanes = g_strv_length ((char **) lanes);

  if (n_lanes > DH_MAX_LANES)
    {
      g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                   _ ("%u lanes are too many: at most %d fit side by side."), n_lanes,
                   DH_MAX_LANES);
      return NULL;
    }
  for (guint i = 0; i < n_lanes; i++)
    {
      g_ptr_array_add (read, g_new0 (DhLaneSettings, 1));
      if (!read_lane (g_ptr_array_index (read, i), lanes[i], all, error))
        return NULL;
    }
  for (guint i = 0; all->settings != NULL && all->settings[i] != NULL; i++)
    if (!apply_setting (read, all->settings[i], error))
      return NULL;
  return g_steal_pointer (&read);
}

const char *
dh_cli_preset_read (const char *text, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const char *preset = dh_catalog_read_preset (text, &problem);

  if (preset == NULL)
    g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE, problem->message);
  return preset;
}

gboolean
dh_cli_mask_read (const char *text, DhArea *mask, GError **error)
{
  g_autofree const char **ids = NULL;
  g_autofree char *problem = NULL;
  guint n_masks;
  const DhCatalogEntry *masks = dh_catalog_get_masks (&n_masks);
  const DhCatalogEntry *found;

  *mask = DH_AREA_EXTENDED;
  if (text == NULL)
    return TRUE;
  found = dh_catalog_find (masks, n_masks, text);
  if (found != NULL)
    {
      *mask = dh_catalog_get_mask (found - masks);
      return TRUE;
    }
  ids = dh_cli_collect_ids (masks, n_masks);
  problem = g_strdup_printf (_ ("There is no mask “%s”"), text);
  dh_cli_set_unknown_error (error, problem, text, ids);
  return FALSE;
}

gboolean
dh_cli_multiplier_read (const char *option, const char *text, double *multiplier, GError **error)
{
  *multiplier = 1;
  if (text == NULL
      || (dh_number_read (text, multiplier) && *multiplier >= 1
          && *multiplier <= DH_MULTIPLIER_MAX))
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("%s must be a number from 1 (nothing added) to %.0f, not “%s”."), option,
               DH_MULTIPLIER_MAX, text);
  return FALSE;
}
