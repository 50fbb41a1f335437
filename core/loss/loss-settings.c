/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The settings of losses.
 *
 * They are read as people type them; core/base/setting.c decides what is refused and what is
 * rounded.
 */
#include "core/loss/loss-settings.h"

#include "core/base/setting.h"

guint
dh_loss_count_settings (const DhLoss *loss)
{
  guint n = 0;

  while (n < DH_LOSS_MAX_SETTINGS && loss->settings[n].id != NULL)
    n++;
  return n;
}

gboolean
dh_loss_read_setting (const DhLoss *loss, const char *id, const char *number, double *values,
                      GError **error)
{
  DhSettingRange ranges[DH_LOSS_MAX_SETTINGS];
  guint n = dh_loss_count_settings (loss);

  for (guint i = 0; i < n; i++)
    ranges[i] = (DhSettingRange) { loss->settings[i].id, loss->settings[i].minimum,
                                   loss->settings[i].maximum, loss->settings[i].step };
  return dh_setting_read (loss->id, ranges, n, id, number, values, error);
}
