/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings of losses as people type them: on a command line, in a mix, in a window.  What can't be
 * meant is refused with the range instead of being moved into it, for a δ of 5 that silently
 * becomes 1 would be a different experiment; only a step (a window of 7, not 6.9) is rounded to.
 */
#include "core/loss/setting.h"

#include "core/base/error.h"
#include "core/base/number.h"

#include <glib/gi18n-lib.h>

guint
dh_loss_count_settings (const DhLoss *loss)
{
  guint n = 0;

  while (n < DH_LOSS_MAX_SETTINGS && loss->settings[n].id != NULL)
    n++;
  return n;
}

static void
set_unknown_error (const DhLoss *loss, const char *id, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint n = dh_loss_count_settings (loss);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", loss->settings[i].id);
  if (n == 0)
    g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                 _("The loss “%s” has no setting “%s”: it has none at all."), loss->id, id);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                 _("The loss “%s” has no setting “%s”: it has %s."), loss->id, id, list->str);
}

int
dh_loss_find_setting (const DhLoss *loss, const char *id, GError **error)
{
  for (guint i = 0; i < dh_loss_count_settings (loss); i++)
    if (g_str_equal (loss->settings[i].id, id))
      return i;
  set_unknown_error (loss, id, error);
  return -1;
}

gboolean
dh_loss_read_setting (const DhLoss *loss, const char *id, const char *number, double *values,
                      GError **error)
{
  int index = dh_loss_find_setting (loss, id, error);
  g_autofree char *shown = g_utf8_make_valid (number, -1);
  g_autofree char *least = NULL, *most = NULL;
  const DhLossSetting *setting;
  double value;

  if (index < 0)
    return FALSE;
  setting = &loss->settings[index];
  if (dh_number_read (number, &value) && value >= setting->minimum && value <= setting->maximum)
    {
      values[index] = dh_loss_setting_clamp (setting, value);
      return TRUE;
    }
  least = dh_number_print (setting->minimum, 1);
  most = dh_number_print (setting->maximum, 1);
  g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
               _("“%s” can't be “%s” of the loss “%s”: it takes a number from %s to %s."),
               shown, id, loss->id, least, most);
  return FALSE;
}
