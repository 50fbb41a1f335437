/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of a kept session, its version, and whether a file is one.
 *
 * A write-ahead log lets the reader of the timeline read while the writer writes.  `synchronous`
 * is FULL: with NORMAL, the log is flushed only when it is folded back, and a power loss would take
 * all commits since then, minutes of them.  FULL is one flush a commit, 4 ms on a disk where a bare
 * fdatasync() takes as long (tests/bench/bench-store).
 *
 * All of the schema fits into the first page, and the tables' first pages have the same numbers in
 * every file, which salvage.c relies on.
 */
#include "core/store/schema.h"

#include <glib/gi18n-lib.h>

#define APPLICATION_ID "0x44685374" /* “DhSt” */
#define VERSION        "1"
#define VERSION_NUMBER 1

gboolean
dh_schema_create (DhDatabase *database, GError **error)
{
  if (dh_database_run (
        database,
        "PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA synchronous = FULL;"
        "BEGIN IMMEDIATE;"
        "PRAGMA application_id = " APPLICATION_ID "; PRAGMA user_version = " VERSION ";"
        "CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;"
        "CREATE TABLE document (id INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
        " text TEXT NOT NULL);"
        "CREATE TABLE changes (id INTEGER PRIMARY KEY, run INTEGER NOT NULL,"
        " iteration INTEGER NOT NULL, time INTEGER NOT NULL, kind INTEGER NOT NULL, text TEXT);"
        "CREATE TABLE moments (id INTEGER PRIMARY KEY, run INTEGER NOT NULL,"
        " iteration INTEGER NOT NULL, marked INTEGER NOT NULL, note TEXT,"
        " checksum INTEGER NOT NULL, numbers BLOB NOT NULL, preview BLOB NOT NULL);"
        "CREATE UNIQUE INDEX moments_place ON moments (run, iteration);"
        "CREATE INDEX moments_thin ON moments (run, iteration, marked);"
        "CREATE INDEX moments_marked ON moments (iteration, run) WHERE marked != 0;"
        "CREATE TABLE checkpoints (id INTEGER PRIMARY KEY, run INTEGER NOT NULL,"
        " iteration INTEGER NOT NULL, time INTEGER NOT NULL, size INTEGER NOT NULL DEFAULT 0,"
        " checksum INTEGER NOT NULL DEFAULT 0, whole INTEGER NOT NULL);"
        "CREATE TABLE pieces (id INTEGER PRIMARY KEY, checkpoint INTEGER NOT NULL,"
        " position INTEGER NOT NULL, bytes BLOB NOT NULL);"
        "CREATE INDEX pieces_place ON pieces (checkpoint, position);"
        "COMMIT",
        error))
    return TRUE;
  dh_database_rollback (database);
  return FALSE;
}

/* Not later: who looks at a session may not change it, and could not roll this back. */
gboolean
dh_schema_finish (DhDatabase *database, GError **error)
{
  return dh_database_run (database, "PRAGMA journal_mode = WAL", error);
}

gboolean
dh_schema_check (DhDatabase *database, GError **error)
{
  g_autofree char *shown = g_filename_display_name (dh_database_get_path (database));
  gint64 id, version, n_tables;

  if (!dh_database_get_number (database, "PRAGMA application_id", 0, &id, error)
      || !dh_database_get_number (database, "PRAGMA user_version", 0, &version, error))
    return FALSE;
  if (!dh_database_get_number (database, "SELECT count (*) FROM sqlite_master", 0, &n_tables,
                               error))
    return FALSE;
  if (id == 0 && n_tables == 0) /* no database has no table */
    return dh_database_refuse_damaged (database, error);
  if (id != g_ascii_strtoll (APPLICATION_ID, NULL, 16))
    {
      g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_FOREIGN,
                   _ ("“%s” is a database of another program: choose another session."), shown);
      return FALSE;
    }
  return version <= VERSION_NUMBER || dh_database_refuse_newer (database, error);
}

/* quick_check gives one row, “ok”, or a row for each fault. */
static gboolean
check_table (DhDatabase *database, const char *sql, GError **error)
{
  g_autoptr (DhStatement) row = dh_database_ask (database, error, sql, "");
  const DhStep step = row != NULL ? dh_statement_step (row, error) : DH_STEP_FAILED;
  g_autofree char *said = step == DH_STEP_ROW ? dh_statement_dup_text (row, 0) : NULL;

  if (step == DH_STEP_FAILED)
    return FALSE;
  return g_strcmp0 (said, "ok") == 0 || dh_database_refuse_damaged (database, error);
}

gboolean
dh_schema_check_whole (DhDatabase *database, GError **error)
{
  gint64 number;

  if (!check_table (database, "PRAGMA quick_check (facts)", error)
      || !check_table (database, "PRAGMA quick_check (document)", error)
      || !check_table (database, "PRAGMA quick_check (changes)", error)
      || !check_table (database, "PRAGMA quick_check (checkpoints)", error)
      || !check_table (database, "PRAGMA quick_check (moments)", error)
      /* Pieces: without their gigabytes, which their checksums watch. */
      || !dh_database_get_number (database, "SELECT count (*) FROM pieces INDEXED BY pieces_place",
                                  0, &number, error)
      || !dh_database_get_number (database, "SELECT total (length (bytes)) FROM pieces", 0, &number,
                                  error)
      || !dh_database_get_number (database, "SELECT count (*) FROM checkpoints WHERE whole < 0", 0,
                                  &number, error))
    return FALSE;
  return number == 0 || dh_database_refuse_damaged (database, error);
}

gboolean
dh_schema_set_up_writer (DhDatabase *database, GError **error)
{
  return dh_database_run (database,
                          "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                          "PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 8388608",
                          error);
}
