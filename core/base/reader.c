/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the short texts in which a choice travels: a mix of losses, an optimizer with its
 * settings.  Both are words with signs between them and settings in braces, so that a scanner that
 * knows where the rest begins is all they need; what the words mean is for those who read.
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
