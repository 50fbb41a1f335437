/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A word that isn't known gets an answer with the words that are, and first the
 * one that was probably meant: the nearest by edit distance (insert, delete,
 * replace; Levenshtein 1966), if two edits or fewer lead there, else the only
 * one that begins with it.  Ids are plain ASCII, so bytes are compared.
 */
#include "app/cli-words.h"

#include "app/cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FARTHEST 2

static guint
measure_distance (const char *a, const char *b)
{
  guint length = strlen (b);
  g_autofree guint *row = g_new (guint, length + 1);

  for (guint j = 0; j <= length; j++)
    row[j] = j;
  for (guint i = 0; a[i] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = i + 1;
      for (guint j = 0; j < length; j++)
        {
          guint replaced = diagonal + (a[i] != b[j]);

          diagonal = row[j + 1];
          row[j + 1] = MIN (replaced, MIN (row[j], diagonal) + 1);
        }
    }
  return row[length];
}

static const char *
find_only_with_prefix (const char *prefix, const char * const *words)
{
  const char *found = NULL;

  for (; *words != NULL; words++)
    if (*prefix != '\0' && g_str_has_prefix (*words, prefix))
      {
        if (found != NULL)
          return NULL;
        found = *words;
      }
  return found;
}

const char *
dh_cli_find_nearest (const char *word, const char * const *words)
{
  g_autofree char *lower = g_ascii_strdown (word, -1);
  const char *nearest = NULL;
  guint best = FARTHEST + 1;

  /* Two edits turn any word of two letters into any other. */
  best = MIN (best, strlen (lower));
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint distance = measure_distance (lower, words[i]);

      if (distance < best)
        {
          best = distance;
          nearest = words[i];
        }
    }
  return nearest != NULL ? nearest : find_only_with_prefix (lower, words);
}

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
  const char *nearest = dh_cli_find_nearest (word, words);

  if (nearest != NULL)
    g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                 _("%s: did you mean “%s”? There are: %s."), problem, nearest, list);
  else
    g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                 _("%s: choose one of %s."), problem, list);
}
