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
#include <string.h>

guint
dh_settings_count (const DhSetting *settings, guint most)
{
  guint n = 0;

  while (n < most && settings[n].id != NULL)
    n++;
  return n;
}

void
dh_settings_get_defaults (const DhSetting *settings, guint most, double *values)
{
  guint n = dh_settings_count (settings, most);

  for (guint i = 0; i < most; i++)
    values[i] = i < n ? settings[i].value : 0.0;
}

double
dh_setting_clamp (const DhSetting *self, double value)
{
  double clamped = CLAMP (value, self->minimum, self->maximum);

  if (self->step > 0)
    clamped = self->minimum + self->step * floor ((clamped - self->minimum) / self->step + 0.5);
  return MIN (clamped, self->maximum);
}

static void
set_unknown_error (const char *owner, const DhSetting *settings, guint n_settings, const char *id,
                   GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < n_settings; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", settings[i].id);
  if (n_settings == 0)
    g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                 _ ("“%s” has no setting “%s”: it has none at all."), owner, id);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_VALUE, _ ("“%s” has no setting “%s”: it has %s."), owner,
                 id, list->str);
}

static void
set_range_error (const char *owner, const DhSetting *setting, const char *number, GError **error)
{
  g_autofree char *shown = g_utf8_make_valid (number, -1);
  g_autofree char *least = dh_number_print (setting->minimum, 1);
  g_autofree char *most = dh_number_print (setting->maximum, 1);

  dh_number_localise (least);
  dh_number_localise (most);
  g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
               _ ("“%s” is not a valid “%s” for “%s”: use a number from %s to %s."), shown,
               setting->id, owner, least, most);
}

gboolean
dh_setting_read (const char *owner, const DhSetting *settings, guint n_settings, const char *id,
                 const char *number, double *values, GError **error)
{
  for (guint i = 0; i < n_settings; i++)
    {
      double value;

      if (!g_str_equal (settings[i].id, id))
        continue;
      if (dh_number_read (number, &value) && value >= settings[i].minimum
          && value <= settings[i].maximum)
        {
          values[i] = dh_setting_clamp (&settings[i], value);
          return TRUE;
        }
      set_range_error (owner, &settings[i], number, error);
      return FALSE;
    }
  set_unknown_error (owner, settings, n_settings, id, error);
  return FALSE;
}

void
dh_settings_append_text (GString *text, const DhSetting *settings, guint n_settings,
                         const double *plain, const double *values)
{
  char before = '{';

  for (guint i = 0; i < n_settings; i++)
    if (values[i] != plain[i])
      {
        g_autofree char *number = dh_number_print (values[i], 1);

        g_string_append_printf (text, "%c%s=%s", before, settings[i].id, number);
        before = ',';
      }
  if (before == ',')
    g_string_append_c (text, '}');
}

/* The sign in a formula: "δ" of "Threshold δ", "β₁" of "β₁, first-moment decay"; else the whole
 * name. (transfer full) */
static char *
dup_sign (const char *name)
{
  const char *last = strrchr (name, ' ');

  if (strchr (name, ',') != NULL)
    return g_strndup (name, strcspn (name, ","));
  return g_strdup (last != NULL && g_utf8_strlen (last + 1, -1) == 1 ? last + 1 : name);
}

void
dh_settings_append_name (GString *name, const DhSetting *settings, guint n_settings,
                         const double *plain, const double *values)
{
  const char *before = " (";

  for (guint i = 0; i < n_settings; i++)
    if (values[i] != plain[i])
      {
        const char *unit = settings[i].unit != NULL ? settings[i].unit : "";
        g_autofree char *sign = dup_sign (_ (settings[i].name));

        g_string_append_printf (name, "%s%s = %.6g", before, sign, values[i]);
        if (unit[0] != '\0')
          g_string_append_printf (name, " %s", _ (unit));
        before = ", ";
      }
  if (before[0] == ',')
    g_string_append_c (name, ')');
}
