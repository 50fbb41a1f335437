/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A database in one file; the only file that includes SQLite.
 *
 * Statements are prepared once and kept by their text.  SQLite's own memory map stays off: a disk
 * that fails would end the program with SIGBUS instead of giving an error.
 */
#include "core/store/database.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <unistd.h>

/* Readers wait this long for the writer's short locks. */
#define BUSY_MILLISECONDS 2000

struct _DhDatabase
{
  sqlite3 *handle;
  char *path;
  GHashTable *statements; /* text → DhStatement */
};

struct _DhStatement
{
  DhDatabase *database;
  sqlite3_stmt *handle;
};

/* ---- errors ---- */

static DhStoreError
kind_of_error (int code, int system)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return DH_STORE_ERROR_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT: /* nor do we put what doesn't fit */
    case SQLITE_ERROR:      /* our statements are right, so it is the schema that isn't */
      return DH_STORE_ERROR_DAMAGED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return DH_STORE_ERROR_IN_USE;
    default:
      return (code & 0xff) == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT)
               ? DH_STORE_ERROR_FULL
               : DH_STORE_ERROR_FAILED;
    }
}

gboolean
dh_database_refuse_damaged (const DhDatabase *self, GError **error)
{
  g_autofree char *shown = g_filename_display_name (self->path);

  g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_DAMAGED,
               _ ("“%s” is damaged: restart Downhill to rescue what is readable."), shown);
  return FALSE;
}

gboolean
dh_database_refuse_newer (const DhDatabase *self, GError **error)
{
  g_autofree char *shown = g_filename_display_name (self->path);

  g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_NEWER,
               _ ("“%s” was written by a newer version of Downhill: open it with that version."),
               shown);
  return FALSE;
}

/* Returns FALSE. */
static gboolean
set_error (const DhDatabase *self, int code, GError **error)
{
  const int system = self->handle != NULL ? sqlite3_system_errno (self->handle) : 0;
  const DhStoreError kind = kind_of_error (code, system);
  const gboolean at_disk = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
  const char *reason = at_disk && system != 0 ? g_strerror (system) : sqlite3_errstr (code);
  g_autofree char *shown = g_filename_display_name (self->path);

  if (kind == DH_STORE_ERROR_DAMAGED)
    return dh_database_refuse_damaged (self, error);
  if (kind == DH_STORE_ERROR_FULL)
    g_set_error (error, DH_STORE_ERROR, kind,
                 _ ("“%s” can’t be written because the disk is full: free some space."), shown);
  else if (kind == DH_STORE_ERROR_IN_USE)
    g_set_error (error, DH_STORE_ERROR, kind,
                 _ ("“%s” is in use by another program: close that program."), shown);
  else
    g_set_error (error, DH_STORE_ERROR, kind,
                 _ ("“%s” can’t be read or written (%s): check its permissions and the disk."),
                 shown, reason);
  return FALSE;
}

/* ---- connections ---- */

static void
statement_free (gpointer data)
{
  DhStatement *self = data;

  sqlite3_finalize (self->handle);
  g_free (self);
}

/* With something in it. */
static gboolean
has_log (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf info;

  return g_stat (log, &info) == 0 && info.st_size > 0;
}

/* A connection that only reads makes a log and its index where there are none, and can't take them
 * away again.  SQLite makes none beside a file that it is told won't change. */
static int
open_unchanging (DhDatabase *self)
{
  g_autofree char *uri = g_filename_to_uri (self->path, NULL, NULL);
  g_autofree char *name = g_strconcat (uri, "?immutable=1", NULL);

  return sqlite3_open_v2 (name, &self->handle,
                          SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
}

static int
open_handle (DhDatabase *self, DhDatabaseMode mode)
{
  static const int flags[] = {
    [DH_DATABASE_LOOK] = SQLITE_OPEN_READONLY,
    [DH_DATABASE_READ] = SQLITE_OPEN_READONLY,
    [DH_DATABASE_WRITE] = SQLITE_OPEN_READWRITE,
    [DH_DATABASE_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
  };

  if (mode == DH_DATABASE_LOOK && g_path_is_absolute (self->path) && !has_log (self->path))
    return open_unchanging (self);
  return sqlite3_open_v2 (self->path, &self->handle, flags[mode] | SQLITE_OPEN_NOMUTEX, NULL);
}

DhDatabase *
dh_database_open (const char *path, DhDatabaseMode mode, GError **error)
{
  g_autoptr (DhDatabase) self = g_new0 (DhDatabase, 1);
  int code;

  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, statement_free);
  code = open_handle (self, mode);
  if (code != SQLITE_OK)
    {
      set_error (self, code, error);
      return NULL;
    }
  sqlite3_busy_timeout (self->handle, BUSY_MILLISECONDS);
  /* A file from somebody else must not run anything. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  if (mode == DH_DATABASE_READ || mode == DH_DATABASE_LOOK)
    sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return g_steal_pointer (&self);
}

void
dh_database_close (DhDatabase *self)
{
  g_hash_table_unref (self->statements);
  sqlite3_close (self->handle);
  g_free (self->path);
  g_free (self);
}

void
dh_database_remove_files (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (path, endings[i], NULL);

      g_unlink (name);
    }
}

void
dh_database_flush_name (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const int fd = g_open (folder, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

const char *
dh_database_get_path (const DhDatabase *self)
{
  return self->path;
}

/* ---- statements ---- */

static DhStatement *
prepare (DhDatabase *self, const char *sql, GError **error)
{
  DhStatement *statement = g_hash_table_lookup (self->statements, sql);
  sqlite3_stmt *handle;
  int code;

  if (statement != NULL)
    return statement;
  code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (code != SQLITE_OK)
    {
      set_error (self, code, error);
      return NULL;
    }
  statement = g_new (DhStatement, 1);
  *statement = (DhStatement) { .database = self, .handle = handle };
  g_hash_table_insert (self->statements, (gpointer) sqlite3_sql (handle), statement);
  return statement;
}

/* The values are lent: they must live until the statement's end. */
static int
bind (sqlite3_stmt *handle, const char *types, va_list values)
{
  int code = SQLITE_OK;

  for (int i = 0; types[i] != '\0' && code == SQLITE_OK; i++)
    if (types[i] == 'n')
      code = sqlite3_bind_int64 (handle, i + 1, va_arg (values, gint64));
    else if (types[i] == 't')
      code = sqlite3_bind_text (handle, i + 1, va_arg (values, const char *), -1, SQLITE_STATIC);
    else
      {
        const void *data = va_arg (values, const void *);
        const gsize size = va_arg (values, gsize);

        code = sqlite3_bind_blob64 (handle, i + 1, data != NULL ? data : "", size, SQLITE_STATIC);
      }
  return code;
}

static DhStatement *
ask (DhDatabase *self, GError **error, const char *sql, const char *types, va_list values)
{
  DhStatement *statement = prepare (self, sql, error);
  int code;

  if (statement == NULL)
    return NULL;
  code = bind (statement->handle, types, values);
  if (code == SQLITE_OK)
    return statement;
  set_error (self, code, error);
  dh_statement_end (statement);
  return NULL;
}

DhStatement *
dh_database_ask (DhDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  DhStatement *statement;
  va_list values;

  va_start (values, types);
  statement = ask (self, error, sql, types, values);
  va_end (values);
  return statement;
}

gboolean
dh_database_put (DhDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (DhStatement) statement = NULL;
  va_list values;

  va_start (values, types);
  statement = ask (self, error, sql, types, values);
  va_end (values);
  return statement != NULL && dh_statement_step (statement, error) != DH_STEP_FAILED;
}

gboolean
dh_database_run (DhDatabase *self, const char *sql, GError **error)
{
  const int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || set_error (self, code, error);
}

gboolean
dh_database_get_number (DhDatabase *self, const char *sql, gint64 otherwise, gint64 *number,
                        GError **error)
{
  g_autoptr (DhStatement) statement = dh_database_ask (self, error, sql, "");
  const DhStep step = statement != NULL ? dh_statement_step (statement, error) : DH_STEP_FAILED;

  *number = step == DH_STEP_ROW ? dh_statement_get_number (statement, 0) : otherwise;
  return step != DH_STEP_FAILED;
}

gboolean
dh_database_put_row (DhDatabase *self, GError **error, const char *sql, DhStatement *row)
{
  g_autoptr (DhStatement) statement = prepare (self, sql, error);
  int code = SQLITE_OK;

  if (statement == NULL)
    return FALSE;
  for (int i = 0; i < sqlite3_column_count (row->handle) && code == SQLITE_OK; i++)
    code = sqlite3_bind_value (statement->handle, i + 1, sqlite3_column_value (row->handle, i));
  return code == SQLITE_OK ? dh_statement_step (statement, error) != DH_STEP_FAILED
                           : set_error (self, code, error);
}

gint64
dh_database_get_last_id (DhDatabase *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

/* ---- transactions ---- */

gboolean
dh_database_begin (DhDatabase *self, GError **error)
{
  return !sqlite3_get_autocommit (self->handle) || dh_database_run (self, "BEGIN IMMEDIATE", error);
}

gboolean
dh_database_commit (DhDatabase *self, GError **error)
{
  if (sqlite3_get_autocommit (self->handle) || dh_database_run (self, "COMMIT", error))
    return TRUE;
  dh_database_rollback (self);
  return FALSE;
}

void
dh_database_rollback (DhDatabase *self)
{
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/* ---- rows ---- */

DhStep
dh_statement_step (DhStatement *self, GError **error)
{
  const int code = sqlite3_step (self->handle);

  if (code == SQLITE_ROW)
    return DH_STEP_ROW;
  if (code == SQLITE_DONE)
    return DH_STEP_DONE;
  set_error (self->database, code, error);
  return DH_STEP_FAILED;
}

gint64
dh_statement_get_number (DhStatement *self, int column)
{
  return sqlite3_column_int64 (self->handle, column);
}

char *
dh_statement_dup_text (DhStatement *self, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (self->handle, column));
}

const void *
dh_statement_peek_bytes (DhStatement *self, int column, gsize *size)
{
  const void *data = sqlite3_column_blob (self->handle, column);

  *size = (gsize) sqlite3_column_bytes (self->handle, column);
  return data;
}

GBytes *
dh_statement_dup_bytes (DhStatement *self, int column)
{
  gsize size;
  const void *data = dh_statement_peek_bytes (self, column, &size);

  return g_bytes_new (data, size);
}

void
dh_statement_end (DhStatement *self)
{
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
}
