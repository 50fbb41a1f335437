/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Optimizers, schedules and clipping in words, with their settings in the form that rows of the
 * window need.
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

const DhCatalogEntry *
dh_catalog_get_clips (guint *n_entries)
{
  static DhCatalogEntry *entries;

  *n_entries = DH_N_CLIPS;
  if (entries == NULL)
    {
      entries = g_new (DhCatalogEntry, DH_N_CLIPS);
      /* Translators: gradient clipping */
      entries[DH_CLIP_NONE] = (DhCatalogEntry) {
        "none", _ ("None"), _ ("The optimizer gets the gradient as it is."), ""
      };
      entries[DH_CLIP_NORM] = (DhCatalogEntry) {
        "norm", _ ("By Norm"),
        _ ("A layer’s gradient that is longer than this is shortened; its direction stays."), ""
      };
      entries[DH_CLIP_VALUE] = (DhCatalogEntry) {
        "value", _ ("By Value"),
        _ ("Each entry of the gradient is limited by itself, which changes its direction."), ""
      };
      entries[DH_CLIP_AUTOMATIC] = (DhCatalogEntry) {
        "auto", _ ("Automatic"),
        _ ("The whole gradient is shortened to a percentile of the norms it has had with this loss "
           "since this was chosen, of the last 10,000 at most."),
        ""
      };
    }
  return entries;
}

DhClipKind
dh_catalog_find_clip (const char *id)
{
  guint n;
  const DhCatalogEntry *entries = dh_catalog_get_clips (&n);
  const DhCatalogEntry *found = dh_catalog_find (entries, n, id);

  g_return_val_if_fail (found != NULL, DH_CLIP_NONE);
  return (DhClipKind) (found - entries);
}

gboolean
dh_catalog_get_clip_setting (DhClipKind kind, DhSetting *setting)
{
  const DhSetting settings[DH_N_CLIPS] = {
    [DH_CLIP_NORM] = { "norm", _ ("Largest norm"), 1e-4, 1e3, .unit = "" },
    [DH_CLIP_VALUE] = { "value", _ ("Largest entry"), 1e-6, 10, .unit = "" },
    [DH_CLIP_AUTOMATIC] = { "percentile", _ ("Percentile"), 1, 100, .unit = "" },
  };

  *setting = settings[kind];
  setting->value = dh_clip_make_usual (kind).bound;
  return kind != DH_CLIP_NONE;
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
