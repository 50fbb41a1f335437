/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables as text that spreadsheets and word processors understand: with tabs, and as HTML.
 *
 * HTML has no types.  So each number also stands in the attributes "sdval", which LibreOffice reads,
 * and "x:num", which Excel reads: otherwise, “0.5” pasted where decimals have a comma would become
 * text or a date.
 */
#include "ui/plot/common/table-text.h"

#include <math.h>

#define DIGITS 7 /* of single precision, in which everything here is computed */

struct _DhTableText
{
  GString *tsv, *html;
  guint n_rows;
  gboolean in_row;
};

DhTableText *
dh_table_text_new (void)
{
  DhTableText *self = g_new0 (DhTableText, 1);

  self->tsv = g_string_new (NULL);
  self->html = g_string_new (NULL);
  return self;
}

void
dh_table_text_free (DhTableText *self)
{
  g_string_free (self->tsv, TRUE);
  g_string_free (self->html, TRUE);
  g_free (self);
}

static const char *
get_tag (DhTableText *self)
{
  return self->n_rows == 0 ? "th" : "td";
}

static void
begin_cell (DhTableText *self)
{
  g_string_append (self->html, self->in_row ? "" : "<tr>");
  if (self->in_row)
    g_string_append_c (self->tsv, '\t');
  self->in_row = TRUE;
}

void
dh_table_text_add (DhTableText *self, const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\t\n\r", ' ');
  g_autofree char *escaped = g_markup_escape_text (line, -1);

  begin_cell (self);
  g_string_append (self->tsv, line);
  g_string_append_printf (self->html, "<%s>%s</%s>", get_tag (self), escaped, get_tag (self));
}

void
dh_table_text_add_number (DhTableText *self, double number)
{
  char plain[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (number))
    {
      dh_table_text_add (self, "");
      return;
    }
  begin_cell (self);
  g_string_append_printf (self->tsv, "%.*g", DIGITS, number);
  g_ascii_formatd (plain, sizeof plain, "%.7g", number);
  g_string_append_printf (self->html, "<%s sdval=\"%s\" x:num=\"%s\">%.*g</%s>", get_tag (self),
                          plain, plain, DIGITS, number, get_tag (self));
}

void
dh_table_text_end_row (DhTableText *self)
{
  g_string_append_c (self->tsv, '\n');
  g_string_append (self->html, self->in_row ? "</tr>\n" : "<tr></tr>\n");
  self->n_rows++;
  self->in_row = FALSE;
}

void
dh_table_text_add_row (DhTableText *self, ...)
{
  const char *text;
  va_list list;

  va_start (list, self);
  while ((text = va_arg (list, const char *)) != NULL)
    dh_table_text_add (self, text);
  va_end (list);
  dh_table_text_end_row (self);
}

const char *
dh_table_text_get_tsv (DhTableText *self)
{
  return self->tsv->str;
}

char *
dh_table_text_dup_html (DhTableText *self)
{
  return g_strdup_printf ("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">"
                          "<head><meta charset=\"utf-8\"></head><body><table>\n%s</table></body>"
                          "</html>\n",
                          self->html->str);
}
