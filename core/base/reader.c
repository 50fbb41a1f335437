/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scanner for short texts such as a mix of losses or an optimizer with its settings.  Both
 * consist of words, signs between them and settings in braces; the callers give the words a
 * meaning.
 */
#include "core/base/reader.h"

#include "core/base/error.h"
#include "core/base/words.h"

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

/* "delta=0.1", up to a comma or a closing brace. */
static gboolean
take_setting (DhReader *self, const char *owner, const DhSetting *settings, guint n_settings,
              double *values)
{
  g_autofree char *id = dh_reader_take_until (self, "=,}");
  g_autofree char *number = NULL;

  if (!dh_reader_take_sign (self, '='))
    return dh_reader_refuse (self);
  number = dh_reader_take_until (self, ",}");
  return dh_setting_read (owner, settings, n_settings, id, number, values, self->error);
}

gboolean
dh_reader_take_settings (DhReader *self, const char *owner, const DhSetting *settings,
                         guint n_settings, double *values)
{
  if (!dh_reader_take_sign (self, '{'))
    return TRUE;
  do
    if (!take_setting (self, owner, settings, n_settings, values))
      return FALSE;
  while (dh_reader_take_sign (self, ','));
  return dh_reader_take_sign (self, '}') || dh_reader_refuse (self);
}

gboolean
dh_reader_refuse (DhReader *self)
{
  g_set_error_literal (self->error, DH_ERROR, DH_ERROR_VALUE, self->form);
  return FALSE;
}

gboolean
dh_reader_refuse_word (DhReader *self, const char *problem, const char *word,
                       const char *const *words)
{
  g_autofree char *answer = dh_words_answer (problem, word, words);

  g_set_error_literal (self->error, DH_ERROR, DH_ERROR_VALUE, answer);
  return FALSE;
}
