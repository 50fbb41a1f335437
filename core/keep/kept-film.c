/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The faces that a lane showed, as they were kept: for strips, animations and reports.
 *
 * A run has thousands of moments, and each has hundreds of kilobytes once it is unpacked.  So their
 * iterations are listed first, which takes the index only, and just those moments are read that are
 * the nearest to what is wanted.
 */
#include "core/keep/kept-film.h"

#include "core/keep/kept-preview.h"

struct _DhKeptFilm
{
  char *path;
  DhPlace places[DH_SESSION_KEEPER_MAX_PLACES];
  guint n_places;
  DhPreview *like;
  DhDatabase *database; /* the thread's; NULL: not open yet */
};

/* ---- places ---- */

/* The run's part of the lane's past: after this iteration …  FALSE: from the start. */
static gboolean
get_low (const DhKeptFilm *self, guint i, guint64 *low)
{
  if (i + 1 < self->n_places)
    *low = self->places[i + 1].iteration;
  return i + 1 < self->n_places;
}

/* … up to this one.  A run may have been copied at an iteration that it had itself from another. */
static guint64
get_high (const DhKeptFilm *self, guint i)
{
  guint64 high = G_MAXUINT64;

  for (guint k = 0; k <= i; k++)
    high = MIN (high, self->places[k].iteration);
  return high;
}

static gboolean
has (const DhKeptFilm *self, guint i, guint64 iteration)
{
  guint64 low;

  return iteration <= get_high (self, i) && !(get_low (self, i, &low) && iteration <= low);
}

DhKeptFilm *
dh_kept_film_new (DhSessionKeeper *keeper, DhLane *lane)
{
  const char *path = keeper != NULL ? dh_session_keeper_get_path (keeper) : NULL;
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);
  DhPreview *like = snapshot != NULL ? dh_lane_snapshot_get_preview (snapshot) : NULL;
  DhKeptFilm *self;

  if (path == NULL || like == NULL)
    return NULL;
  self = g_new0 (DhKeptFilm, 1);
  self->path = g_strdup (path);
  self->like = dh_preview_ref (like);
  self->n_places = dh_session_keeper_list_places (keeper, lane,
                                                  dh_lane_snapshot_get_n_records (snapshot),
                                                  self->places);
  return self;
}

void
dh_kept_film_free (DhKeptFilm *self)
{
  g_clear_pointer (&self->database, dh_database_close);
  dh_preview_unref (self->like);
  g_free (self->path);
  g_free (self);
}

/* ---- reading ---- */

static gboolean
open_database (DhKeptFilm *self, GError **error)
{
  if (self->database == NULL)
    self->database = dh_database_open (self->path, DH_DATABASE_READ, error);
  return self->database != NULL;
}

/* The newest that can be read of a run up to there; NULL if there is none. */
static DhMoment *
read_moment (DhKeptFilm *self, DhPlace place, GError **error)
{
  g_autoptr (GPtrArray) moments = dh_moments_find (self->database, &place, 1, error);

  return moments != NULL ? g_steal_pointer (&g_ptr_array_index (moments, 0)) : NULL;
}

/* NULL: none that can be read. */
static DhPreview *
unpack (DhKeptFilm *self, const DhMoment *moment, guint n_faces, const DhPreview *same)
{
  g_autoptr (DhPreview) whole = NULL;

  if (g_bytes_get_size (moment->preview) > 0)
    whole = dh_kept_preview_from_bytes (moment->preview, self->like, NULL);
  if (whole == NULL || !dh_preview_is_painted (whole))
    return NULL;
  return dh_preview_new_excerpt (whole, n_faces, same);
}

DhPreview *
dh_kept_film_find (DhKeptFilm *self, guint64 iteration, guint n_faces)
{
  for (guint i = 0; i < self->n_places && open_database (self, NULL); i++)
    {
      g_autoptr (DhMoment) moment = NULL;

      if (!has (self, i, iteration))
        continue;
      moment = read_moment (self, (DhPlace) { self->places[i].run, iteration }, NULL);
      return moment != NULL && moment->iteration == iteration ? unpack (self, moment, n_faces, NULL)
                                                              : NULL;
    }
  return NULL;
}

/* ---- picking ---- */

/* (element-type DhPlace): of all moments, ascending by iteration */
static GArray *
list (DhKeptFilm *self, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (DhPlace));

  for (guint i = self->n_places; i-- > 0;)
    {
      const guint64 run = self->places[i].run;
      g_autoptr (GArray) iterations = dh_moments_list_iterations (self->database, run, error);

      if (iterations == NULL)
        return NULL;
      for (guint k = 0; k < iterations->len; k++)
        {
          const DhPlace place = { run, g_array_index (iterations, guint64, k) };

          if (has (self, i, place.iteration))
            g_array_append_val (all, place);
        }
    }
  return g_steal_pointer (&all);
}

/* Of the places from *next on, the nearest; wanted iterations ascend, so *next does. */
static DhPlace
find_nearest (const GArray *places, guint64 wanted, guint *next)
{
  const DhPlace *all = (const DhPlace *) places->data;

  while (*next + 1 < places->len && all[*next + 1].iteration <= wanted)
    (*next)++;
  if (*next + 1 < places->len && all[*next].iteration < wanted
      && all[*next + 1].iteration - wanted < wanted - all[*next].iteration)
    return all[*next + 1];
  return all[*next];
}

/* Unless these faces are there already: several moments may have been kept of the same. */
static gboolean
add (DhKeptFilm *self, GPtrArray *previews, DhPlace place, guint n_faces, GError **error)
{
  DhPreview *last = previews->len > 0 ? g_ptr_array_index (previews, previews->len - 1) : NULL;
  GError *failure = NULL;
  g_autoptr (DhMoment) moment = read_moment (self, place, &failure);
  g_autoptr (DhPreview) preview = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  preview = moment != NULL ? unpack (self, moment, n_faces, last) : NULL;
  if (preview != NULL
      && (last == NULL || dh_preview_get_iteration (preview) > dh_preview_get_iteration (last)))
    g_ptr_array_add (previews, g_steal_pointer (&preview));
  return TRUE;
}

GPtrArray *
dh_kept_film_pick (DhKeptFilm *self, const GArray *iterations, guint n_faces,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) previews = g_ptr_array_new_with_free_func (
    (GDestroyNotify) dh_preview_unref);
  g_autoptr (GArray) places = open_database (self, error) ? list (self, error) : NULL;
  guint next = 0;

  if (places == NULL)
    return NULL;
  for (guint i = 0; i < iterations->len && places->len > 0; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !add (self, previews,
                 find_nearest (places, g_array_index (iterations, guint64, i), &next), n_faces,
                 error))
      return NULL;
  return g_steal_pointer (&previews);
}
