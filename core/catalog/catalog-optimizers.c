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

/* Copies the settings with translated names. */
static void
translate_settings (const DhSetting *from, guint n, DhSetting *settings)
{
  for (guint i = 0; i < n; i++)
    {
      settings[i] = from[i];
      settings[i].name = _ (from[i].name);
      settings[i].unit = "";
    }
}

guint
dh_catalog_list_optimizer_settings (const DhOptimizer *optimizer, DhOptimizerUser who,
                                    DhSetting *settings)
{
  guint n = dh_optimizer_count_settings (optimizer);
  double values[DH_OPTIMIZER_MAX_SETTINGS];

  translate_settings (optimizer->settings, n, settings);
  dh_optimizer_get_defaults (optimizer, who, values);
  for (guint i = 0; i < n; i++)
    settings[i].value = values[i];
  return n;
}

guint
dh_catalog_list_schedule_settings (const DhSchedule *schedule, DhSetting *settings)
{
  guint n = dh_schedule_count_settings (schedule);

  translate_settings (schedule->settings, n, settings);
  return n;
}

gboolean
dh_catalog_read_number (const char *owner, const DhSetting *setting, const char *number,
                        double *value, GError **error)
{
  return dh_setting_read (owner, setting, 1, setting->id, number, value, error);
}
