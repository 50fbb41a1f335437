/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding the pairs of two people, whose pictures may be of different kinds.
 *
 * A name without its ending isn't unique in its folder.  So files of exactly the same name find
 * each other first, and the rest in the order of their names.  The lesser of a pair's two names
 * gives its place: it belongs to one pair only, and both people get the same order.
 */
#include "core/data/face-pairs.h"

#include <string.h>

static const char *
get_file (const DhFaceSet *set, guint i)
{
  return dh_face_set_get (set, DH_FACES_HELD_OUT, i)->file;
}

static gsize
get_stem_length (const char *file)
{
  const char *dot = strrchr (file, '.');

  return dot != NULL ? (gsize) (dot - file) : strlen (file);
}

static gboolean
have_same_stem (const char *first, const char *second)
{
  const gsize length = get_stem_length (first);

  return get_stem_length (second) == length && strncmp (first, second, length) == 0;
}

/* Two sets while their pairs are sought. */
typedef struct
{
  const DhFaceSet *sets[2];
  gboolean *taken[2]; /* of each held-out picture */
  GArray *pairs;
} Search;

static void
take (Search *self, guint i, guint k)
{
  const DhFacePair pair = { { i, k } };

  self->taken[0][i] = self->taken[1][k] = TRUE;
  g_array_append_val (self->pairs, pair);
}

/* For each free picture of the first set, the first free one of the second that matches. */
static void
match (Search *self, gboolean exactly)
{
  const guint n = dh_face_set_get_count (self->sets[0], DH_FACES_HELD_OUT);
  const guint n_other = dh_face_set_get_count (self->sets[1], DH_FACES_HELD_OUT);

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < n_other && !self->taken[0][i]; k++)
      {
        const char *file = get_file (self->sets[0], i), *other = get_file (self->sets[1], k);

        if (!self->taken[1][k]
            && (exactly ? strcmp (file, other) == 0 : have_same_stem (file, other)))
          take (self, i, k);
      }
}

static const char *
get_lesser_name (const Search *self, const DhFacePair *pair)
{
  const char *first = get_file (self->sets[0], pair->index[0]);
  const char *second = get_file (self->sets[1], pair->index[1]);

  return strcmp (first, second) <= 0 ? first : second;
}

static int
compare_pairs (gconstpointer first, gconstpointer second, gpointer search)
{
  return strcmp (get_lesser_name (search, first), get_lesser_name (search, second));
}

GArray *
dh_face_pairs_find (const DhFaceSet *first, const DhFaceSet *second)
{
  Search search = {
    .sets = { first, second },
    .pairs = g_array_new (FALSE, FALSE, sizeof (DhFacePair)),
  };

  for (int i = 0; i < 2; i++)
    search.taken[i] = g_new0 (gboolean, dh_face_set_get_count (search.sets[i], DH_FACES_HELD_OUT));
  match (&search, TRUE);
  if (dh_face_set_has_pairs (first) && dh_face_set_has_pairs (second))
    match (&search, FALSE);
  g_array_sort_with_data (search.pairs, compare_pairs, &search);
  g_free (search.taken[0]);
  g_free (search.taken[1]);
  return search.pairs;
}
