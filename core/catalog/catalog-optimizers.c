/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Optimizers and schedules in words, with their settings in the form that rows of the window need.
 */
#include "core/catalog/catalog.h"

#include "core/base/setting.h"

#include <glib/gi18n-lib.h>

G_STATIC_ASSERT (DH_CATALOG_MAX_SETTINGS >= DH_OPTIMIZER_MAX_SETTINGS);
G_STATIC_ASSERT (DH_CATALOG_MAX_SETTINGS >= DH_SCHEDULE_MAX_SETTINGS);

const DhCatalogEntry *
dh_catalog_get_optimizers (guint *n_entries)
{
  static DhCatalogEntry *entries;
  const DhOptimizer *const *optimizers = dh_optimizers_get (n_entries);

  if (entries == NULL)
    {
      entries = g_new (DhCatalogEntry, *n_entries);
      for (guint i = 0; i < *n_entries; i++)
        entries[i] = (DhCatalogEntry) { optimizers[i]->id, _ (optimizers[i]->name),
                                        _ (optimizers[i]->explanation), optimizers[i]->formula };
    }
  return entries;
}

const DhCatalogEntry *
dh_catalog_get_schedules (guint *n_entries)
{
  static DhCatalogEntry *entries;
  const DhSchedule *const *schedules = dh_schedules_get (n_entries);

  if (entries == NULL)
    {
      entries = g_new (DhCatalogEntry, *n_entries);
      for (guint i = 0; i < *n_entries; i++)
        entries[i] = (DhCatalogEntry) { schedules[i]->id, _ (schedules[i]->name), "",
                                        schedules[i]->formula };
    }
  return entries;
}

guint
dh_catalog_list_optimizer_settings (const DhOptimizer *optimizer, DhOptimizerUser who,
                                    DhCatalogSetting *settings)
{
  guint n = 0;

  for (; n < DH_OPTIMIZER_MAX_SETTINGS && optimizer->settings[n].id != NULL; n++)
    {
      const DhOptimizerSetting *setting = &optimizer->settings[n];

      settings[n] = (DhCatalogSetting) {
        setting->id,
        _ (setting->name),
        "",
        setting->minimum,
        setting->maximum,
        who == DH_OPTIMIZER_USER_BALL ? setting->usual : setting->value,
        0,
      };
    }
  return n;
}

guint
dh_catalog_list_schedule_settings (const DhSchedule *schedule, DhCatalogSetting *settings)
{
  guint n = 0;

  for (; n < DH_SCHEDULE_MAX_SETTINGS && schedule->settings[n].id != NULL; n++)
    {
      const DhScheduleSetting *setting = &schedule->settings[n];

      settings[n] = (DhCatalogSetting) { setting->id,      _ (setting->name), "",
                                         setting->minimum, setting->maximum,  setting->value,
                                         setting->step };
    }
  return n;
}

gboolean
dh_catalog_read_number (const char *owner, const DhCatalogSetting *setting, const char *number,
                        double *value, GError **error)
{
  const DhSettingRange range = { setting->id, setting->minimum, setting->maximum, setting->step };

  return dh_setting_read (owner, &range, 1, setting->id, number, value, error);
}
