/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Moments: a lane's preview and numbers at an iteration, dense lately and fewer with age.
 *
 * A row holds the bytes behind the small columns, and the index has the small columns as well:
 * finding a moment reads a few pages of the index and the pages of that one row; thinning reads the
 * index only.
 */
#include "core/store/moments.h"

#include "core/store/checksum.h"
#include "core/store/thinning.h"

/* ---- a moment ---- */

DhMoment *
dh_moment_new (guint64 run, guint64 iteration, const char *note, GBytes *numbers, GBytes *preview)
{
  DhMoment *self = g_new0 (DhMoment, 1);

  self->run = run;
  self->iteration = iteration;
  self->note = g_strdup (note);
  self->numbers = g_bytes_ref (numbers);
  self->preview = g_bytes_ref (preview);
  return self;
}

DhMoment *
dh_moment_new_unpacked (guint64 run, guint64 iteration, GBytes *numbers,
                        const DhMomentPicture *kind, gpointer picture, gsize picture_size)
{
  DhMoment *self = g_new0 (DhMoment, 1);

  self->run = run;
  self->iteration = iteration;
  self->numbers = g_bytes_ref (numbers);
  self->kind = kind;
  self->picture = picture;
  self->picture_size = picture_size;
  return self;
}

static void
drop_picture (DhMoment *self)
{
  if (self->kind != NULL)
    self->kind->free (self->picture);
  self->kind = NULL;
  self->picture = NULL;
  self->picture_size = 0;
}

void
dh_moment_pack (DhMoment *self)
{
  if (self->kind != NULL)
    self->preview = self->kind->pack (self->picture);
  drop_picture (self);
}

void
dh_moment_free (DhMoment *self)
{
  drop_picture (self);
  g_free (self->note);
  g_clear_pointer (&self->numbers, g_bytes_unref);
  g_clear_pointer (&self->preview, g_bytes_unref);
  g_free (self);
}

gsize
dh_moment_get_size (const DhMoment *self)
{
  return sizeof *self + g_bytes_get_size (self->numbers)
         + (self->kind != NULL ? self->picture_size : g_bytes_get_size (self->preview));
}

static guint64
sum_of (GBytes *numbers, GBytes *preview)
{
  guint64 sum = dh_checksum_add (0, g_bytes_get_data (numbers, NULL), g_bytes_get_size (numbers));

  return dh_checksum_add (sum, g_bytes_get_data (preview, NULL), g_bytes_get_size (preview));
}

/* ---- writing ---- */

gboolean
dh_moments_put (DhDatabase *database, const DhMoment *moment, GError **error)
{
  g_return_val_if_fail (moment->kind == NULL, FALSE);
  return dh_database_begin (database, error)
         && dh_database_put (
           database, error,
           "INSERT INTO moments (run, iteration, marked, note, checksum, numbers, preview)"
           " VALUES (?, ?, ?, ?, ?, ?, ?)"
           " ON CONFLICT (run, iteration) DO UPDATE SET marked = max (marked, excluded.marked),"
           " note = coalesce (excluded.note, note), checksum = excluded.checksum,"
           " numbers = excluded.numbers, preview = excluded.preview",
           "nnntnbb", (gint64) moment->run, (gint64) moment->iteration, (gint64) !!moment->marked,
           moment->note, (gint64) sum_of (moment->numbers, moment->preview),
           g_bytes_get_data (moment->numbers, NULL), g_bytes_get_size (moment->numbers),
           g_bytes_get_data (moment->preview, NULL), g_bytes_get_size (moment->preview));
}

gboolean
dh_moments_mark (DhDatabase *database, const DhPlace *place, gboolean marked, const char *note,
                 gboolean *found, GError **error)
{
  gint64 changed = 0;

  if (!dh_database_begin (database, error)
      || !dh_database_put (
        database, error, "UPDATE moments SET marked = ?, note = ? WHERE run = ? AND iteration = ?",
        "ntnn", (gint64) !!marked, note, (gint64) place->run, (gint64) place->iteration)
      || !dh_database_get_number (database, "SELECT changes ()", 0, &changed, error))
    return FALSE;
  *found = changed > 0;
  return TRUE;
}

/* ---- finding ---- */

/* The row's moment; NULL if its bytes aren't those that were written. */
static DhMoment *
read_row (DhStatement *row, guint64 run)
{
  g_autoptr (DhMoment) moment = g_new0 (DhMoment, 1);

  moment->run = run;
  moment->iteration = (guint64) dh_statement_get_number (row, 0);
  moment->marked = dh_statement_get_number (row, 1) != 0;
  moment->note = dh_statement_dup_text (row, 2);
  moment->numbers = dh_statement_dup_bytes (row, 4);
  moment->preview = dh_statement_dup_bytes (row, 5);
  if (sum_of (moment->numbers, moment->preview) != (guint64) dh_statement_get_number (row, 3))
    return NULL;
  return g_steal_pointer (&moment);
}

static gboolean
find_one (DhDatabase *database, const DhPlace *place, DhMoment **moment, GError **error)
{
  g_autoptr (DhStatement) rows =
    dh_database_ask (database, error,
                     "SELECT iteration, marked, note, checksum, numbers, preview FROM moments"
                     " WHERE run = ? AND iteration <= ? ORDER BY iteration DESC",
                     "nn", (gint64) place->run, (gint64) MIN (place->iteration, G_MAXINT64));
  DhStep step = DH_STEP_FAILED;

  *moment = NULL;
  while (rows != NULL && *moment == NULL && (step = dh_statement_step (rows, error)) == DH_STEP_ROW)
    *moment = read_row (rows, place->run);
  return step != DH_STEP_FAILED;
}

static void
free_if_any (gpointer moment)
{
  if (moment != NULL)
    dh_moment_free (moment);
}

GPtrArray *
dh_moments_find (DhDatabase *database, const DhPlace *places, guint n_places, GError **error)
{
  g_autoptr (GPtrArray) moments = g_ptr_array_new_full (n_places, free_if_any);

  for (guint i = 0; i < n_places; i++)
    {
      DhMoment *moment;

      if (!find_one (database, &places[i], &moment, error))
        return NULL;
      g_ptr_array_add (moments, moment);
    }
  return g_steal_pointer (&moments);
}

GPtrArray *
dh_moments_list_marked (DhDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) moments = g_ptr_array_new_with_free_func (free_if_any);
  g_autoptr (DhStatement) rows =
    dh_database_ask (database, error,
                     "SELECT run, iteration, note FROM moments WHERE marked != 0"
                     " ORDER BY iteration, run",
                     "");
  DhStep step = DH_STEP_FAILED;

  while (rows != NULL && (step = dh_statement_step (rows, error)) == DH_STEP_ROW)
    {
      DhMoment *moment = g_new0 (DhMoment, 1);

      moment->run = (guint64) dh_statement_get_number (rows, 0);
      moment->iteration = (guint64) dh_statement_get_number (rows, 1);
      moment->note = dh_statement_dup_text (rows, 2);
      moment->marked = TRUE;
      g_ptr_array_add (moments, moment);
    }
  return step != DH_STEP_FAILED ? g_steal_pointer (&moments) : NULL;
}

/* ---- thinning ---- */

typedef struct
{
  guint64 iteration;
  gboolean marked;
} Kept;

/* (element-type Kept), ascending */
static GArray *
list_kept (DhDatabase *database, guint64 run, GError **error)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  g_autoptr (DhStatement) rows =
    dh_database_ask (database, error,
                     "SELECT iteration, marked FROM moments WHERE run = ? ORDER BY iteration", "n",
                     (gint64) run);
  DhStep step = DH_STEP_FAILED;

  while (rows != NULL && (step = dh_statement_step (rows, error)) == DH_STEP_ROW)
    {
      const Kept one = { .iteration = (guint64) dh_statement_get_number (rows, 0),
                         .marked = dh_statement_get_number (rows, 1) != 0 };

      g_array_append_val (kept, one);
    }
  return step != DH_STEP_FAILED ? g_steal_pointer (&kept) : NULL;
}

GArray *
dh_moments_list_iterations (DhDatabase *database, guint64 run, GError **error)
{
  g_autoptr (GArray) kept = list_kept (database, run, error);
  GArray *iterations;

  if (kept == NULL)
    return NULL;
  iterations = g_array_sized_new (FALSE, FALSE, sizeof (guint64), kept->len);
  for (guint i = 0; i < kept->len; i++)
    g_array_append_val (iterations, g_array_index (kept, Kept, i).iteration);
  return iterations;
}

static gboolean
remove_one (DhDatabase *database, guint64 run, guint64 iteration, GError **error)
{
  return dh_database_begin (database, error)
         && dh_database_put (database, error, "DELETE FROM moments WHERE run = ? AND iteration = ?",
                             "nn", (gint64) run, (gint64) iteration);
}

/* A run's age is counted from its own newest moment: it may have ended long ago. */
static gboolean
thin_run (DhDatabase *database, guint64 run, guint density, GError **error)
{
  g_autoptr (GArray) kept = list_kept (database, run, error);
  guint64 newest, before;

  if (kept == NULL || kept->len == 0)
    return kept != NULL;
  newest = g_array_index (kept, Kept, kept->len - 1).iteration;
  before = g_array_index (kept, Kept, 0).iteration;
  for (guint i = 1; i < kept->len; i++)
    {
      const Kept *one = &g_array_index (kept, Kept, i);

      if (one->marked || !dh_thinning_is_superfluous (before, one->iteration, newest, density))
        before = one->iteration;
      else if (!remove_one (database, run, one->iteration, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
dh_moments_thin (DhDatabase *database, guint density, GError **error)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (guint64));
  gint64 run = -1;

  /* One step through the index for each run, not one for each row. */
  for (;;)
    {
      g_autoptr (DhStatement) row =
        dh_database_ask (database, error,
                         "SELECT run FROM moments WHERE run > ? ORDER BY run LIMIT 1", "n", run);
      const DhStep step = row != NULL ? dh_statement_step (row, error) : DH_STEP_FAILED;

      if (step == DH_STEP_FAILED)
        return FALSE;
      if (step == DH_STEP_DONE)
        break;
      run = dh_statement_get_number (row, 0);
      g_array_append_val (runs, run);
    }
  for (guint i = 0; i < runs->len; i++)
    if (!thin_run (database, g_array_index (runs, guint64, i), density, error))
      return FALSE;
  return TRUE;
}
