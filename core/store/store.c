/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A kept session: a database in one file, which only one running program has open for writing.
 *
 *     ID.session       the database; -wal and -shm beside it while it is open
 *     ID.lock          whose it is (file-lock.c)
 *     ID.damaged-N     what was set aside when the session was rescued (salvage.c)
 *
 * Whether a session was closed in order stands in the database: it is taken back in the first
 * transaction after opening and set in the last one before closing, so that a session which was
 * interrupted anywhere says so.
 */
#include "core/store/store.h"

#include "core/store/checkpoints.h"
#include "core/store/file-lock.h"
#include "core/store/salvage.h"
#include "core/store/schema.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define LARGE_LOG (6 * 1024 * 1024)

struct _DhStore
{
  DhFileLock *lock;
  DhDatabase *database;
  char *id, *path;
  char *aside; /* (nullable) */
  gboolean was_closed;
  DhStoreRoom room;
};

static void
store_free (DhStore *self)
{
  g_clear_pointer (&self->database, dh_database_close);
  if (self->lock != NULL)
    dh_file_lock_release (self->lock, TRUE);
  g_free (self->id);
  g_free (self->path);
  g_free (self->aside);
  g_free (self);
}

static guint64
measure_file (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (guint64) info.st_size : 0;
}

static guint64
measure_log (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  return measure_file (log);
}

/* ---- opening ---- */

static gboolean
refuse_folder (const char *folder, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (folder);

  g_set_error (error, DH_STORE_ERROR,
               code == ENOSPC || code == EDQUOT ? DH_STORE_ERROR_FULL : DH_STORE_ERROR_FAILED,
               _ ("Nothing can be kept in “%s” (%s): check its permissions and its free space."),
               shown, g_strerror (code));
  return FALSE;
}

static gboolean
make_folder (const char *folder, GError **error)
{
  return g_mkdir_with_parents (folder, 0700) == 0 || refuse_folder (folder, errno, error);
}

/* A session is one that is there, or that is being rescued. */
static gboolean
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) || dh_salvage_is_pending (path);
}

static gboolean
take_lock (DhStore *self, const char *folder, GError **error)
{
  g_autofree char *lock_name = g_strconcat (self->id, ".lock", NULL);
  g_autofree char *name = g_strconcat (self->id, DH_STORE_SUFFIX, NULL);
  g_autofree char *lock_path = g_build_filename (folder, lock_name, NULL);

  g_free (self->path);
  self->path = g_build_filename (folder, name, NULL);
  self->lock = dh_file_lock_take (lock_path, error);
  return self->lock != NULL;
}

/* A name that no session has: when it was begun, and a random number. */
static gboolean
choose_id (DhStore *self, const char *folder, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");

  for (;;)
    {
      g_autoptr (GError) reason = NULL;

      g_free (self->id);
      self->id = g_strdup_printf ("%s-%08x", time, g_random_int ());
      if (take_lock (self, folder, &reason))
        {
          if (!is_there (self->path))
            return TRUE;
          dh_file_lock_release (g_steal_pointer (&self->lock), TRUE);
        }
      else if (!g_error_matches (reason, DH_STORE_ERROR, DH_STORE_ERROR_IN_USE))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
    }
}

static gboolean
take_existing (DhStore *self, const char *folder, const char *id, GError **error)
{
  g_autofree char *shown = g_filename_display_name (id);

  self->id = g_strdup (id);
  if (!take_lock (self, folder, error))
    return FALSE;
  if (is_there (self->path))
    return TRUE;
  g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_MISSING,
               _ ("There is no session “%s”: choose another one."), shown);
  return FALSE;
}

static gboolean
is_empty (const char *path)
{
  return measure_file (path) == 0 && measure_log (path) == 0;
}

/* With a connection that changes nothing: what is damaged stays as it is. */
static gboolean
check (const char *path, GError **error)
{
  g_autoptr (DhDatabase) database = dh_database_open (path, DH_DATABASE_READ, error);

  return database != NULL && dh_schema_check (database, error)
         && dh_schema_check_whole (database, error);
}

static gboolean
check_or_rescue (DhStore *self, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (!dh_salvage_resume (self->path, &self->aside, error))
    return FALSE;
  if (is_empty (self->path) || check (self->path, &reason))
    return TRUE;
  if (g_error_matches (reason, DH_STORE_ERROR, DH_STORE_ERROR_DAMAGED))
    return dh_salvage (self->path, error) && dh_salvage_resume (self->path, &self->aside, error);
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
put_closed (DhStore *self, gboolean closed, GError **error)
{
  return dh_database_begin (self->database, error)
         && dh_database_put (self->database, error,
                             "INSERT OR REPLACE INTO facts (name, value) VALUES ('closed', ?)", "n",
                             (gint64) closed);
}

/* The first transaction: takes back what the last program may have left. */
static gboolean
begin_session (DhStore *self, GError **error)
{
  gint64 closed;

  if (!dh_database_get_number (self->database, "SELECT value FROM facts WHERE name = 'closed'",
                               FALSE, &closed, error))
    return FALSE;
  self->was_closed = closed != 0;
  return put_closed (self, FALSE, error)
         && dh_checkpoints_remove_unfinished (self->database, 0, error)
         && dh_database_commit (self->database, error);
}

static gboolean
create_as (const char *path, GError **error)
{
  g_autoptr (DhDatabase) database = dh_database_open (path, DH_DATABASE_CREATE, error);

  return database != NULL && dh_schema_create (database, error)
         && dh_schema_finish (database, error);
}

/* Under another name first: a session that is there can be opened. */
static gboolean
create (DhStore *self, GError **error)
{
  g_autofree char *stem = g_strndup (self->path, strlen (self->path) - strlen (DH_STORE_SUFFIX));
  g_autofree char *beginning = g_strconcat (stem, ".beginning", NULL);
  gboolean created;

  dh_database_remove_files (beginning);
  created = create_as (beginning, error);
  if (created && g_rename (beginning, self->path) != 0)
    created = refuse_folder (self->path, errno, error);
  if (created)
    dh_database_flush_name (self->path);
  dh_database_remove_files (beginning);
  return created;
}

static gboolean
open_database (DhStore *self, GError **error)
{
  const gboolean is_new = is_empty (self->path);

  if (is_new && !create (self, error))
    return FALSE;
  self->database = dh_database_open (self->path, DH_DATABASE_WRITE, error);
  if (self->database == NULL || !dh_schema_set_up_writer (self->database, error)
      || !begin_session (self, error))
    return FALSE;
  self->was_closed = self->was_closed || is_new;
  return TRUE;
}

/* A new session that couldn't be made leaves no file behind. */
static void
remove_beginning (DhStore *self)
{
  g_clear_pointer (&self->database, dh_database_close);
  dh_database_remove_files (self->path);
}

DhStore *
dh_store_open (const char *folder, const char *id, const DhStoreRules *rules, GError **error)
{
  g_autoptr (DhStore) self = g_new0 (DhStore, 1);

  dh_store_set_rules (self, rules);
  if (!make_folder (folder, error)
      || !(id != NULL ? take_existing (self, folder, id, error) : choose_id (self, folder, error))
      || !check_or_rescue (self, error) || !open_database (self, error))
    {
      if (id == NULL && self->lock != NULL)
        remove_beginning (self);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* ---- committing and closing ---- */

gboolean
dh_store_commit (DhStore *self, GError **error)
{
  if (!dh_database_commit (self->database, error))
    return FALSE;
  /* Folds a log back that a large transaction has swollen, and cuts it.  What was committed is safe
   * whether that succeeds or not. */
  if (measure_log (self->path) > LARGE_LOG)
    dh_database_run (self->database, "PRAGMA wal_checkpoint (TRUNCATE)", NULL);
  return TRUE;
}

gboolean
dh_store_close (DhStore *self, GError **error)
{
  const gboolean closed = put_closed (self, TRUE, error)
                          && dh_database_commit (self->database, error);

  store_free (self);
  return closed;
}

void
dh_store_abandon (DhStore *self)
{
  store_free (self);
}

/* ---- what it is ---- */

DhDatabase *
dh_store_get_database (DhStore *self)
{
  return self->database;
}

const char *
dh_store_get_id (const DhStore *self)
{
  return self->id;
}

const char *
dh_store_get_path (const DhStore *self)
{
  return self->path;
}

gboolean
dh_store_was_closed (const DhStore *self)
{
  return self->was_closed;
}

const char *
dh_store_get_aside (const DhStore *self)
{
  return self->aside;
}

/* ---- the document ---- */

gboolean
dh_store_put_document (DhStore *self, gint64 time, const char *text, GError **error)
{
  return dh_database_begin (self->database, error)
         && dh_database_put (self->database, error,
                             "INSERT OR REPLACE INTO document (id, time, text) VALUES (1, ?, ?)",
                             "nt", time, text);
}

gboolean
dh_store_get_document (DhDatabase *database, gint64 *time, char **text, GError **error)
{
  g_autoptr (DhStatement) row =
    dh_database_ask (database, error, "SELECT time, text FROM document WHERE id = 1", "");
  const DhStep step = row != NULL ? dh_statement_step (row, error) : DH_STEP_FAILED;

  *time = step == DH_STEP_ROW ? dh_statement_get_number (row, 0) : 0;
  *text = step == DH_STEP_ROW ? dh_statement_dup_text (row, 1) : NULL;
  return step != DH_STEP_FAILED;
}

/* ---- room ---- */

void
dh_store_set_rules (DhStore *self, const DhStoreRules *rules)
{
  self->room.rules = self->room.pressed = *rules;
}

gboolean
dh_store_thin (DhStore *self, GError **error)
{
  return dh_store_room_thin (&self->room, self->database, error);
}

gboolean
dh_store_make_room (DhStore *self, guint64 bytes, GError **error)
{
  return dh_store_room_make (&self->room, self->database, bytes, error);
}

guint64
dh_store_measure (const char *path)
{
  return measure_file (path) + measure_log (path);
}

guint64
dh_store_get_size (const DhStore *self)
{
  return dh_store_measure (self->path);
}
