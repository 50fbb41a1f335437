/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sessions that are kept in a folder, and how each ended.
 *
 * Looking changes nothing: a session that another program opens at the same time isn't held up, and
 * a damaged one stays as it is until somebody opens it.
 */
#include "core/store/kept-sessions.h"

#include "core/store/file-lock.h"
#include "core/store/schema.h"
#include "core/store/store.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

void
dh_kept_session_free (DhKeptSession *self)
{
  g_free (self->id);
  g_clear_error (&self->problem);
  g_free (self);
}

/* ---- looking ---- */

static char *
name_file (const char *folder, const char *id, const char *ending)
{
  g_autofree char *name = g_strconcat (id, ending, NULL);

  return g_build_filename (folder, name, NULL);
}

static gint64
get_modified (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf info;
  gint64 modified = 0;

  if (g_stat (path, &info) == 0)
    modified = info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
  if (g_stat (log, &info) == 0)
    modified = MAX (modified, info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000);
  return modified;
}

static gboolean
read_closed (const char *path, gint64 *closed, GError **error)
{
  g_autoptr (DhDatabase) database = dh_database_open (path, DH_DATABASE_LOOK, error);

  return database != NULL && dh_schema_check (database, error)
         && dh_database_get_number (database, "SELECT value FROM facts WHERE name = 'closed'",
                                    FALSE, closed, error);
}

static DhKeptStatus
look (const char *path, GError **problem)
{
  gint64 closed;

  if (read_closed (path, &closed, problem))
    return closed != 0 ? DH_KEPT_CLOSED : DH_KEPT_INTERRUPTED;
  return g_error_matches (*problem, DH_STORE_ERROR, DH_STORE_ERROR_DAMAGED) ? DH_KEPT_DAMAGED
                                                                            : DH_KEPT_UNREADABLE;
}

static DhKeptSession *
kept_session_new (const char *folder, const char *name)
{
  DhKeptSession *self = g_new0 (DhKeptSession, 1);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *lock = NULL;

  self->id = g_strndup (name, strlen (name) - strlen (DH_STORE_SUFFIX));
  lock = name_file (folder, self->id, ".lock");
  self->modified = get_modified (path);
  self->size = dh_store_measure (path);
  self->state = dh_file_lock_is_taken (lock) ? DH_KEPT_OPEN : look (path, &self->problem);
  return self;
}

/* A file without a byte keeps nothing. */
static void
add_if_any (GPtrArray *list, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (dh_store_measure (path) > 0)
    g_ptr_array_add (list, kept_session_new (folder, name));
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const DhKeptSession *x = *(DhKeptSession *const *) a, *y = *(DhKeptSession *const *) b;

  if (x->modified != y->modified)
    return x->modified < y->modified ? 1 : -1;
  return g_strcmp0 (y->id, x->id);
}

GPtrArray *
dh_kept_sessions_list (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (
    (GDestroyNotify) dh_kept_session_free);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) files = g_dir_open (folder, 0, &reason);
  g_autofree char *shown = g_filename_display_name (folder);
  const char *name;

  if (files == NULL && !g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_FAILED,
                   _ ("The folder “%s” can’t be read (%s): check its permissions."), shown,
                   reason->message);
      return NULL;
    }
  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    if (g_str_has_suffix (name, DH_STORE_SUFFIX))
      add_if_any (list, folder, name);
  g_ptr_array_sort (list, compare_newest_first);
  return g_steal_pointer (&list);
}

/* ---- deleting ---- */

/* The session itself goes last: what is left after an interruption is still a session. */
static gboolean
remove_files (const char *folder, const char *id, GError **error)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  g_autofree char *prefix = g_strconcat (id, ".", NULL);
  g_autofree char *lock = g_strconcat (prefix, "lock", NULL);
  g_autofree char *session = g_strconcat (id, DH_STORE_SUFFIX, NULL);
  g_autofree char *last = g_build_filename (folder, session, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    if (g_str_has_prefix (name, prefix) && !g_str_equal (name, lock)
        && !g_str_equal (name, session))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
  if (g_unlink (last) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_FAILED,
               _ ("The session “%s” can’t be deleted (%s): check the folder’s permissions."), id,
               g_strerror (errno));
  return FALSE;
}

gboolean
dh_kept_sessions_delete (const char *folder, const char *id, GError **error)
{
  g_autofree char *path = name_file (folder, id, DH_STORE_SUFFIX);
  g_autofree char *lock_path = name_file (folder, id, ".lock");
  DhFileLock *lock;
  gboolean removed;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_MISSING,
                   _ ("There is no session “%s”: choose another one."), id);
      return FALSE;
    }
  lock = dh_file_lock_take (lock_path, error);
  if (lock == NULL)
    return FALSE;
  removed = remove_files (folder, id, error);
  dh_file_lock_release (lock, TRUE);
  return removed;
}
