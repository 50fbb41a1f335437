/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a front matter begins and ends.
 */
#include "core/lesson/front-matter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/document/fields.h"

/* Up to and with the line break. */
static const char *
skip_line (const char *text, const char *end)
{
  const char *stop = memchr (text, '\n', (gsize) (end - text));

  return stop != NULL ? stop + 1 : end;
}

static gboolean
is_dashes (const char *text, const char *end)
{
  return end - text >= 3 && strncmp (text, "---", 3) == 0
         && (end - text == 3 || text[3] == '\n' || text[3] == '\r');
}

static guint
count_lines (const char *from, const char *to)
{
  guint n = 1;

  for (const char *c = from; c < to; c++)
    n += *c == '\n';
  return n;
}

gboolean
dh_front_matter_find (const char *text, gsize size, const char *name, DhFrontMatter *self,
                      GError **error)
{
  DhFieldReader reader = { NULL, name, NULL, error };
  const char *end = text + size, *stop;

  if (!g_utf8_validate_len (text, size, &stop))
    return dh_field_reader_refuse_line (&reader, count_lines (text, stop),
                                        _ ("there are bytes that aren’t text in UTF-8"));
  if (!is_dashes (text, end))
    return dh_field_reader_refuse_line (&reader, 1,
                                        _ ("a lesson begins with a line of three dashes"));
  self->text = stop = skip_line (text, end);
  while (stop < end && !is_dashes (stop, end))
    stop = skip_line (stop, end);
  if (stop == end)
    return dh_field_reader_refuse_line (&reader, count_lines (text, end) - (end[-1] == '\n'),
                                        _ ("the front matter ends with a line of three dashes"));
  self->size = (gsize) (stop - self->text);
  self->line = 2;
  self->body = skip_line (stop, end);
  self->body_line = count_lines (text, stop) + 1;
  return TRUE;
}
