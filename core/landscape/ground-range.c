/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The range of a typed function, and its notation.  It is part of the function's text, so that
 * whatever stores, passes on or prints a ground includes its range.
 */
#include "core/landscape/ground-range.h"

#include "core/base/error.h"
#include "core/base/number.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

DhGroundRange
dh_ground_range_default (void)
{
  const double reach = DH_GROUND_RANGE_REACH;

  return (DhGroundRange) { { -reach, -reach }, { reach, reach } };
}

gboolean
dh_ground_range_equal (const DhGroundRange *a, const DhGroundRange *b)
{
  for (guint i = 0; i < 2; i++)
    if (a->minimum[i] != b->minimum[i] || a->maximum[i] != b->maximum[i])
      return FALSE;
  return TRUE;
}

char *
dh_ground_range_check (const DhGroundRange *self)
{
  static const char *const names[] = { "x", "y" };

  for (guint i = 0; i < 2; i++)
    {
      double low = self->minimum[i], high = self->maximum[i];
      double larger = fmax (fabs (low), fabs (high));

      if (!isfinite (low) || !isfinite (high))
        return g_strdup_printf (_ ("The range of %s must be two numbers, such as −4 and 4."),
                                names[i]);
      if (!(low < high))
        return g_strdup_printf (_ ("The range of %s must increase: swap its ends or change one of "
                                   "them."),
                                names[i]);
      if (larger > DH_GROUND_RANGE_MOST)
        return g_strdup_printf (_ ("The range of %s must stay between −1e100 and 1e100."),
                                names[i]);
      if (high - low < DH_GROUND_RANGE_LEAST * larger)
        return g_strdup_printf (
          _ ("The range of %s is too narrow for numbers of this size: move its ends farther "
             "apart."),
          names[i]);
    }
  return NULL;
}

/* "-4:4"; blanks anywhere. */
static gboolean
read_axis (const char *text, double *low, double *high)
{
  g_auto (GStrv) ends = g_strsplit (text, ":", -1);

  return g_strv_length (ends) == 2 && dh_number_read (ends[0], low)
         && dh_number_read (ends[1], high);
}

gboolean
dh_ground_range_parse (const char *text, DhGroundRange *range, GError **error)
{
  g_auto (GStrv) axes = g_strsplit_set (text, ",;", -1);
  guint n_axes = g_strv_length (axes);
  DhGroundRange read = { { NAN, NAN }, { NAN, NAN } };
  g_autofree char *shown = g_utf8_make_valid (text, -1), *problem = NULL;
  gboolean good = n_axes == 1 || n_axes == 2;

  for (guint i = 0; good && i < 2; i++)
    good = read_axis (axes[MIN (i, n_axes - 1)], &read.minimum[i], &read.maximum[i]);
  if (good)
    problem = dh_ground_range_check (&read);
  else
    problem = g_strdup_printf (_ ("“%s” is not a range: write “-4:4” for both x and y, or “-4:4, "
                                  "0:2.5” for one each."),
                               shown);
  if (problem != NULL)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_VALUE, problem);
      return FALSE;
    }
  *range = read;
  return TRUE;
}

char *
dh_ground_range_print (const DhGroundRange *self)
{
  char *ends[4];
  gboolean alike = self->minimum[0] == self->minimum[1] && self->maximum[0] == self->maximum[1];
  char *text;

  for (guint i = 0; i < 2; i++)
    {
      ends[2 * i] = dh_number_print (self->minimum[i], 1);
      ends[2 * i + 1] = dh_number_print (self->maximum[i], 1);
    }
  text = alike ? g_strdup_printf ("%s:%s", ends[0], ends[1])
               : g_strdup_printf ("%s:%s, %s:%s", ends[0], ends[1], ends[2], ends[3]);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    g_free (ends[i]);
  return text;
}

const char *
dh_ground_range_split (const char *text, char **function)
{
  const char *sign = strrchr (text, DH_GROUND_RANGE_SIGN);

  *function = sign != NULL ? g_strchomp (g_strndup (text, sign - text)) : g_strdup (text);
  return sign != NULL ? sign + 1 : NULL;
}

char *
dh_ground_range_join (const char *function, const DhGroundRange *range)
{
  const DhGroundRange usual = dh_ground_range_default ();
  g_autofree char *text = NULL;

  if (dh_ground_range_equal (range, &usual))
    return g_strdup (function);
  text = dh_ground_range_print (range);
  return g_strdup_printf ("%s %c %s", function, DH_GROUND_RANGE_SIGN, text);
}
