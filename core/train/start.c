/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a training starts from: weights drawn from the seed, the pretrained ones that come with the
 * program, or those of a file.  A start is part of a run: it takes effect when the run is made, and
 * never later.
 */
#include "core/train/start.h"

#include "core/base/error.h"
#include "core/base/words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCRATCH "scratch"
#define WARM    "warm"

DhStart
dh_start_make (DhStartKind kind, const char *path)
{
  return (DhStart) { kind, g_intern_string (path) };
}

gboolean
dh_start_parse (const char *text, DhStart *start, GError **error)
{
  const char *words[] = { SCRATCH, WARM, "FILE.npz", NULL };
  g_autofree char *problem = NULL, *answer = NULL;

  if (g_str_equal (text, SCRATCH) || g_str_equal (text, WARM))
    *start = dh_start_make (g_str_equal (text, WARM) ? DH_START_WARM : DH_START_SCRATCH, NULL);
  else if (g_str_has_suffix (text, ".npz") || strchr (text, G_DIR_SEPARATOR) != NULL)
    *start = dh_start_make (DH_START_FILE, text);
  else
    {
      g_autofree char *readable = g_filename_display_name (text);

      problem = g_strdup_printf (_ ("There is no start “%s”"), readable);
      answer = dh_words_answer (problem, readable, words);
      g_set_error_literal (error, DH_ERROR, DH_ERROR_VALUE, answer);
      return FALSE;
    }
  return TRUE;
}

const char *
dh_start_to_text (const DhStart *self)
{
  return self->kind == DH_START_SCRATCH ? SCRATCH
         : self->kind == DH_START_WARM  ? WARM
                                        : self->path;
}

gboolean
dh_start_equal (const DhStart *a, const DhStart *b)
{
  return a->kind == b->kind && a->path == b->path;
}
