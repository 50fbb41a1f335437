/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Guessing the word that was meant by an unknown one.  It is the nearest by edit distance, if that
 * is at most two, else the only one that begins with what was typed.  An edit inserts, deletes or
 * replaces a letter or swaps two neighbours (Damerau 1964); without swaps, "mea" would be as near
 * to mse as to mae.  Words are plain ASCII, so bytes are compared.
 */
#include "core/base/words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FARTHEST 2
#define LONGEST  31 /* longer words are not compared */

/* distance[i][j]: from the first i letters of a to the first j of b. */
static guint
measure_distance (const char *a, const char *b)
{
  guint distance[LONGEST + 1][LONGEST + 1];
  const guint length_a = strlen (a), length_b = strlen (b);

  if (length_a > LONGEST || length_b > LONGEST)
    return G_MAXUINT;
  for (guint i = 0; i <= length_a; i++)
    for (guint j = 0; j <= length_b; j++)
      if (i == 0 || j == 0)
        distance[i][j] = i + j;
      else
        {
          guint best = distance[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

          best = MIN (best, MIN (distance[i - 1][j], distance[i][j - 1]) + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            best = MIN (best, distance[i - 2][j - 2] + 1);
          distance[i][j] = best;
        }
  return distance[length_a][length_b];
}

static const char *
find_only_with_prefix (const char *prefix, const char *const *words)
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
dh_words_find_nearest (const char *word, const char *const *words)
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

char *
dh_words_answer (const char *problem, const char *word, const char *const *words)
{
  g_autofree char *list = g_strjoinv (", ", (char **) words);
  const char *nearest = dh_words_find_nearest (word, words);

  if (nearest != NULL)
    return g_strdup_printf (_ ("%s: did you mean “%s”? Available: %s."), problem, nearest, list);
  return g_strdup_printf (_ ("%s: choose one of %s."), problem, list);
}
