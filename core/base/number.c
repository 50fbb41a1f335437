/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading numbers as people type them, and writing them to files.
 *
 * A number may be typed with a comma or a full stop, whatever the language; strtod() accepts only
 * one of them, depending on the locale, and lets "nan" and hexadecimal through.  Numbers are
 * written with the fewest digits that read back as the same double.
 */
#include "core/base/number.h"

#include <langinfo.h>
#include <math.h>
#include <string.h>

/* Converts to what g_ascii_strtod() expects: no surrounding blanks, a full stop instead of a comma,
 * the ASCII minus instead of the typographic one. NULL if the text can't be a decimal number, as
 * with "nan", "0x1p3" or "1,000.5". */
static char *
normalise (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "−", -1);
  g_autofree char *number = g_strstrip (g_strjoinv ("-", parts));
  guint n_points = 0;

  for (char *c = number; *c != '\0'; c++)
    {
      if (*c == ',')
        *c = '.';
      n_points += *c == '.';
      if (!g_ascii_isdigit (*c) && strchr ("+-.eE", *c) == NULL)
        return NULL;
    }
  return n_points <= 1 && number[0] != '\0' ? g_steal_pointer (&number) : NULL;
}

gboolean
dh_number_read (const char *text, double *number)
{
  g_autofree char *normal = normalise (text);
  char *end;

  if (normal == NULL)
    return FALSE;
  *number = g_ascii_strtod (normal, &end);
  return *end == '\0' && end != normal;
}

void
dh_number_shorten (char *text)
{
  char *to = strchr (text, 'e'), *from;

  if (to == NULL)
    return;
  from = ++to;
  if (*from == '-')
    to++;
  from += strspn (from, "+-0");
  if (*from == '\0')
    from--;
  memmove (to, from, strlen (from) + 1);
}

char *
dh_number_print (double number, double scale)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, number * scale);
      if (g_ascii_strtod (text, NULL) / scale == number)
        break;
    }
  /* 100 is easier to read than 1e2, and percentages may be several hundred. */
  if (fabs (number * scale) >= 1 && fabs (number * scale) < 1e6 && strchr (text, 'e') != NULL)
    g_ascii_formatd (text, sizeof text, "%.0f", number * scale);
  dh_number_shorten (text);
  return g_strdup (text);
}

void
dh_number_localise (char *text)
{
  const char *mark = nl_langinfo (RADIXCHAR);
  char *point = strchr (text, '.');

  /* One of several bytes, as in Persian, couldn't be typed again. */
  if (point != NULL && strlen (mark) == 1)
    *point = *mark;
}

char *
dh_number_dress (char *sentence)
{
  g_autofree char *plain = sentence;
  g_autoptr (GRegex) minus = g_regex_new ("(?<![\\w.,-])-(?=[0-9])", 0, 0, NULL);
  g_autoptr (GRegex) power = g_regex_new ("(?<=[0-9])e\\+?(-?)0*(?=[0-9])", 0, 0, NULL);
  g_autofree char *signed_right = g_regex_replace_literal (minus, plain, -1, 0, "−", 0, NULL);

  return g_regex_replace (power, signed_right, -1, 0, "e\\1", 0, NULL);
}
