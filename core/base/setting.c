/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A setting: a named number with its range, read and written as people type it.
 *
 * Settings are typed on the command line, in a mix or in the window.  A value outside the range is
 * refused, not clamped: a δ of 5 that silently became 1 would be a different experiment.  Only
 * values between two steps are rounded (a window of 6.9 becomes 7).
 */
#include "core/base/setting.h"

#include "core/base/error.h"
#include "core/base/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

double
dh_setting_clamp (const DhSettingRange *range, double value)
{
  double clamped = CLAMP (value, range->minimum, range->maximum);

  if (range->step > 0)
    clamped = range->minimum + range->step * floor ((clamped - range->minimum) / range->step + 0.5);
  return MIN (clamped, range->maximum);
}

static void
set_unknown_error (const char *owner, const DhSettingRange *ranges, guint n_ranges, const char *id,
                   GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < n_ranges; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", ranges[i].id);
  if (n_ranges == 0)
    g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                 _ ("“%s” has no setting “%s”: it has none at all."), owner, id);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_VALUE, _ ("“%s” has no setting “%s”: it has %s."), owner,
                 id, list->str);
}

static void
set_range_error (const char *owner, const DhSettingRange *range, const char *number, GError **error)
{
  g_autofree char *shown = g_utf8_make_valid (number, -1);
  g_autofree char *least = dh_number_print (range->minimum, 1);
  g_autofree char *most = dh_number_print (range->maximum, 1);

  g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
               _ ("“%s” is not a valid “%s” for “%s”: use a number from %s to %s."), shown,
               range->id, owner, least, most);
}

gboolean
dh_setting_read (const char *owner, const DhSettingRange *ranges, guint n_ranges, const char *id,
                 const char *number, double *values, GError **error)
{
  for (guint i = 0; i < n_ranges; i++)
    {
      double value;

      if (!g_str_equal (ranges[i].id, id))
        continue;
      if (dh_number_read (number, &value) && value >= ranges[i].minimum
          && value <= ranges[i].maximum)
        {
          values[i] = dh_setting_clamp (&ranges[i], value);
          return TRUE;
        }
      set_range_error (owner, &ranges[i], number, error);
      return FALSE;
    }
  set_unknown_error (owner, ranges, n_ranges, id, error);
  return FALSE;
}
