/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checkpoints: all that a lane's training needs to go on, of which there may be gigabytes.
 *
 * SQLite's values end at 1 GB, and a transaction of gigabytes would hold up the settings and swell
 * the write-ahead log.  So the bytes are cut into pieces of a few megabytes, each a row, which
 * several transactions write; a checkpoint counts once its last transaction has set `whole`.  What
 * was begun and never finished is removed when the session is opened again.
 */
#include "core/store/checkpoints.h"

#include "core/store/checksum.h"
#include "core/store/thinning.h"

#include <glib/gi18n-lib.h>

/* Values of the column `whole`. */
#define DAMAGED "-1"
#define BEGUN   "0"
#define WHOLE   "1"

/* ---- writing ---- */

gboolean
dh_checkpoints_begin (DhDatabase *database, guint64 run, guint64 iteration, gint64 *id,
                      GError **error)
{
  if (!dh_database_begin (database, error)
      || !dh_database_put (database, error,
                           "INSERT INTO checkpoints (run, iteration, time, whole)"
                           " VALUES (?, ?, ?, " BEGUN ")",
                           "nnn", (gint64) run, (gint64) iteration, g_get_real_time ()))
    return FALSE;
  *id = dh_database_get_last_id (database);
  return TRUE;
}

gboolean
dh_checkpoints_add (DhDatabase *database, gint64 id, guint position, const void *data, gsize size,
                    GError **error)
{
  g_return_val_if_fail (size <= DH_CHECKPOINT_PIECE, FALSE);

  return dh_database_begin (database, error)
         && dh_database_put (database, error,
                             "INSERT INTO pieces (checkpoint, position, bytes) VALUES (?, ?, ?)",
                             "nnb", id, (gint64) position, data, size)
         && dh_database_put (database, error, "UPDATE checkpoints SET size = size + ? WHERE id = ?",
                             "nn", (gint64) size, id);
}

static gboolean
remove_matching (DhDatabase *database, const char *select, gint64 a, gint64 b, gint64 c,
                 GError **error)
{
  for (;;)
    {
      gint64 id = 0;

      {
        g_autoptr (DhStatement) row = dh_database_ask (database, error, select, "nnn", a, b, c);
        const DhStep step = row != NULL ? dh_statement_step (row, error) : DH_STEP_FAILED;

        if (step != DH_STEP_ROW)
          return step == DH_STEP_DONE;
        id = dh_statement_get_number (row, 0);
      }
      if (!dh_checkpoints_remove (database, id, error))
        return FALSE;
    }
}

gboolean
dh_checkpoints_finish (DhDatabase *database, gint64 id, guint64 size, guint64 checksum,
                       GError **error)
{
  return dh_database_begin (database, error)
         && remove_matching (database,
                             "SELECT old.id FROM checkpoints AS old, checkpoints AS new"
                             " WHERE new.id = ? AND old.run = new.run"
                             " AND old.iteration = new.iteration AND old.id != ?"
                             " AND old.whole >= ? LIMIT 1",
                             id, id, 0, error)
         && dh_database_put (database, error,
                             "UPDATE checkpoints SET size = ?, checksum = ?, whole = " WHOLE
                             " WHERE id = ?",
                             "nnn", (gint64) size, (gint64) checksum, id);
}

gboolean
dh_checkpoints_remove_unfinished (DhDatabase *database, gint64 keep, GError **error)
{
  return remove_matching (database,
                          "SELECT id FROM checkpoints WHERE whole = ? AND id != ? AND id > ?"
                          " LIMIT 1",
                          0, keep, 0, error);
}

gboolean
dh_checkpoints_remove (DhDatabase *database, gint64 id, GError **error)
{
  return dh_database_begin (database, error)
         && dh_database_put (database, error, "DELETE FROM pieces WHERE checkpoint = ?", "n", id)
         && dh_database_put (database, error, "DELETE FROM checkpoints WHERE id = ?", "n", id);
}

gboolean
dh_checkpoints_disown (DhDatabase *database, gint64 id, GError **error)
{
  return dh_database_begin (database, error)
         && dh_database_put (database, error,
                             "UPDATE checkpoints SET whole = " DAMAGED " WHERE id = ?", "n", id);
}

/* ---- reading ---- */

#define COLUMNS "id, run, iteration, size, time"

static void
read_row (DhStatement *row, DhCheckpoint *checkpoint)
{
  checkpoint->id = dh_statement_get_number (row, 0);
  checkpoint->run = (guint64) dh_statement_get_number (row, 1);
  checkpoint->iteration = (guint64) dh_statement_get_number (row, 2);
  checkpoint->size = (guint64) dh_statement_get_number (row, 3);
  checkpoint->time = dh_statement_get_number (row, 4);
}

gboolean
dh_checkpoints_find (DhDatabase *database, guint64 run, guint64 iteration, DhCheckpoint *checkpoint,
                     GError **error)
{
  g_autoptr (DhStatement) row =
    dh_database_ask (database, error,
                     "SELECT " COLUMNS " FROM checkpoints WHERE run = ? AND iteration <= ?"
                     " AND whole = " WHOLE " ORDER BY iteration DESC LIMIT 1",
                     "nn", (gint64) run, (gint64) MIN (iteration, G_MAXINT64));
  const DhStep step = row != NULL ? dh_statement_step (row, error) : DH_STEP_FAILED;

  *checkpoint = (DhCheckpoint) { 0 };
  if (step == DH_STEP_ROW)
    read_row (row, checkpoint);
  return step != DH_STEP_FAILED;
}

GArray *
dh_checkpoints_list (DhDatabase *database, GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (DhCheckpoint));
  g_autoptr (DhStatement) rows = dh_database_ask (database, error,
                                                  "SELECT " COLUMNS
                                                  " FROM checkpoints WHERE whole = " WHOLE
                                                  " ORDER BY run, iteration",
                                                  "");
  DhStep step = DH_STEP_FAILED;

  while (rows != NULL && (step = dh_statement_step (rows, error)) == DH_STEP_ROW)
    {
      DhCheckpoint checkpoint;

      read_row (rows, &checkpoint);
      g_array_append_val (list, checkpoint);
    }
  return step != DH_STEP_FAILED ? g_steal_pointer (&list) : NULL;
}

gboolean
dh_checkpoints_get_size (DhDatabase *database, guint64 *size, GError **error)
{
  gint64 sum;

  if (!dh_database_get_number (database, "SELECT total (size) FROM checkpoints", 0, &sum, error))
    return FALSE;
  *size = (guint64) sum;
  return TRUE;
}

static gboolean
refuse (DhDatabase *database, const DhCheckpoint *checkpoint, GError **error)
{
  g_autofree char *shown = g_filename_display_name (dh_database_get_path (database));
  g_autofree char *iteration = g_strdup_printf ("%" G_GUINT64_FORMAT, checkpoint->iteration);

  g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_DAMAGED,
               _ ("The weights kept at iteration %s in “%s” are damaged: choose an earlier "
                  "iteration."),
               iteration, shown);
  return FALSE;
}

static gboolean
get_checksum (DhDatabase *database, gint64 id, guint64 *checksum, GError **error)
{
  g_autoptr (DhStatement) row =
    dh_database_ask (database, error,
                     "SELECT checksum FROM checkpoints WHERE id = ? AND whole = " WHOLE, "n", id);
  const DhStep step = row != NULL ? dh_statement_step (row, error) : DH_STEP_FAILED;

  *checksum = step == DH_STEP_ROW ? (guint64) dh_statement_get_number (row, 0) : 0;
  return step != DH_STEP_FAILED;
}

gboolean
dh_checkpoints_read (DhDatabase *database, const DhCheckpoint *checkpoint, DhTakePiece take,
                     gpointer user_data, GError **error)
{
  guint64 checksum, sum = 0, total = 0;
  g_autoptr (DhStatement) rows = NULL;
  DhStep step = DH_STEP_FAILED;

  if (!get_checksum (database, checkpoint->id, &checksum, error))
    return FALSE;
  rows = dh_database_ask (database, error,
                          "SELECT bytes FROM pieces WHERE checkpoint = ? ORDER BY position", "n",
                          checkpoint->id);
  while (rows != NULL && (step = dh_statement_step (rows, error)) == DH_STEP_ROW)
    {
      gsize size;
      const void *data = dh_statement_peek_bytes (rows, 0, &size);

      sum = dh_checksum_add (sum, data, size);
      total += size;
      if (!take (data, size, user_data))
        return TRUE;
    }
  if (step == DH_STEP_FAILED)
    return FALSE;
  return (sum == checksum && total == checkpoint->size) || refuse (database, checkpoint, error);
}

/* ---- thinning ---- */

/* run: the first of n_run checkpoints of one run */
static gboolean
thin_run (DhDatabase *database, const DhCheckpoint *run, guint n_run, guint density, GError **error)
{
  const guint64 newest = run[n_run - 1].iteration;
  const DhCheckpoint *before = NULL;

  for (const DhCheckpoint *one = run; one < run + n_run - 1; one++)
    if (density > 0
        && (before == NULL
            || !dh_thinning_is_superfluous (before->iteration, one->iteration, newest, density)))
      before = one;
    else if (!dh_checkpoints_remove (database, one->id, error))
      return FALSE;
  return TRUE;
}

gboolean
dh_checkpoints_thin (DhDatabase *database, guint density, GError **error)
{
  g_autoptr (GArray) list = dh_checkpoints_list (database, error);
  const DhCheckpoint *all = list != NULL ? (const DhCheckpoint *) list->data : NULL;
  guint end;

  if (list == NULL)
    return FALSE;
  for (guint start = 0; start < list->len; start = end)
    {
      for (end = start + 1; end < list->len && all[end].run == all[start].run; end++)
        ;
      if (!thin_run (database, &all[start], end - start, density, error))
        return FALSE;
    }
  return TRUE;
}
