/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scanner for short texts such as a mix of losses or an optimizer with its settings.  Both
 * consist of words, signs between them and settings in braces; the callers give the words a
 * meaning.
 */
#include "core/base/reader.h"

#include <string.h>

void
dh_reader_skip_blanks (DhReader *self)
{
  while (g_ascii_isspace (*self->rest))
    self->rest++;
}

char *
dh_reader_take_until (DhReader *self, const char *ends)
{
  gsize length = strcspn (self->rest, ends);
  char *word = g_strstrip (g_strndup (self->rest, length));

  self->rest += length;
  return word;
}

gboolean
dh_reader_take_sign (DhReader *self, char sign)
{
  dh_reader_skip_blanks (self);
  if (*self->rest != sign)
    return FALSE;
  self->rest++;
  dh_reader_skip_blanks (self);
  return TRUE;
}

gboolean
dh_reader_take_setting (DhReader *self, char **id, char **number)
{
  g_autofree char *word = dh_reader_take_until (self, "=,}");

  if (!dh_reader_take_sign (self, '='))
    return FALSE;
  *id = g_steal_pointer (&word);
  *number = dh_reader_take_until (self, ",}");
  return TRUE;
}
