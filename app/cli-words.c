/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A word that isn't known gets an answer with the words that are, and first the
 * one that was probably meant (core/base/words.c).
 */
#include "app/cli-words.h"

#include "app/cli.h"
#include "core/words.h"

#include <glib/gi18n-lib.h>

const char **
dh_cli_collect_ids (const DhCatalogEntry *entries, guint n_entries)
{
  const char **ids = g_new0 (const char *, n_entries + 1);

  for (guint i = 0; i < n_entries; i++)
    ids[i] = entries[i].id;
  return ids;
}

void
dh_cli_set_unknown_error (GError            **error,
                          const char         *problem,
                          const char         *word,
                          const char * const *words)
{
  g_autofree char *list = g_strjoinv (", ", (char **) words);
  const char *nearest = dh_words_find_nearest (word, words);

  if (nearest != NULL)
    g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                 _("%s: did you mean “%s”? There are: %s."), problem, nearest, list);
  else
    g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                 _("%s: choose one of %s."), problem, list);
}
