/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Errors for unknown words on the command line.
 *
 * The message lists the known words and suggests the one that was probably meant
 * (core/base/words.c).
 */
#include "app/cli-words.h"

#include "app/cli.h"
#include "core/base/words.h"

const char **
dh_cli_collect_ids (const DhCatalogEntry *entries, guint n_entries)
{
  const char **ids = g_new0 (const char *, n_entries + 1);

  for (guint i = 0; i < n_entries; i++)
    ids[i] = entries[i].id;
  return ids;
}

void
dh_cli_set_unknown_error (GError **error, const char *problem, const char *word,
                          const char *const *words)
{
  g_autofree char *answer = dh_words_answer (problem, word, words);

  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE, answer);
}
