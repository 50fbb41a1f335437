/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rescuing a damaged session: what is readable is copied into a new file, row by row.
 *
 *     ID.salvaging   the copy while it is made; worthless
 *     ID.salvaged    the copy when it is whole: from here on, only names change
 *     ID.damaged-N   the damaged file, and its log with “-wal” behind
 *
 * Rows are found by going through each table forward until it breaks, backward until it breaks, and
 * through its indexes, which have all ids as well.  A row that can't be read or doesn't fit is
 * passed over; so is a checkpoint with a wrong checksum.
 *
 * The first page names all tables.  Where it is damaged, it is replaced by that of a new session:
 * they all have the same tables in the same places (schema.c).
 */
#include "core/store/salvage.h"

#include "core/store/checkpoints.h"
#include "core/store/schema.h"
#include "core/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PAGE 4096

/* ID.session → ID and this ending */
static char *
sibling (const char *path, const char *ending)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (DH_STORE_SUFFIX));

  return g_strconcat (stem, ending, NULL);
}

static gboolean
refuse (const char *path, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (code == ENOSPC || code == EDQUOT)
    g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_FULL,
                 _ ("“%s” can’t be written because the disk is full: free some space."), shown);
  else
    g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_FAILED,
                 _ ("“%s” can’t be read or written (%s): check its permissions and the disk."),
                 shown, g_strerror (code));
  return FALSE;
}

/* ---- a first page for a file that has none ---- */

static void
put_number (guint8 *at, guint32 number)
{
  number = GUINT32_TO_BE (number);
  memcpy (at, &number, sizeof number);
}

/* file: will be made and removed */
static gboolean
make_first_page (const char *file, guint8 *page, gsize n_pages, gboolean has_log, GError **error)
{
  g_autoptr (DhDatabase) database = NULL;
  g_autofree char *contents = NULL;
  gsize size = 0;
  gboolean made;

  dh_database_remove_files (file);
  database = dh_database_open (file, DH_DATABASE_CREATE, error);
  made = database != NULL && dh_schema_create (database, error);
  if (made && (!g_file_get_contents (file, &contents, &size, NULL) || size < PAGE))
    made = refuse (file, EIO, error);
  g_clear_pointer (&database, dh_database_close);
  dh_database_remove_files (file);
  if (!made)
    return FALSE;
  memcpy (page, contents, PAGE);
  page[18] = page[19] = has_log ? 2 : 1;
  put_number (page + 28, (guint32) n_pages);
  put_number (page + 32, 0); /* no free pages are known */
  put_number (page + 36, 0);
  return TRUE;
}

static gboolean
copy_file (const char *from, const char *to, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (from, FALSE, NULL);
  const int fd = g_open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const char *at = file != NULL ? g_mapped_file_get_contents (file) : NULL;
  gsize left = file != NULL ? g_mapped_file_get_length (file) : 0;
  gboolean done = fd >= 0;

  while (done && left > 0)
    {
      const gssize n = write (fd, at, MIN (left, 1 << 20));

      done = n > 0;
      at += MAX (n, 0);
      left -= (gsize) MAX (n, 0);
    }
  if (!done)
    refuse (to, errno, error);
  if (fd >= 0)
    close (fd);
  return done;
}

/* A copy of the damaged file with a first page that is right. */
static gboolean
transplant (const char *path, const char *work, GError **error)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *work_log = g_strconcat (work, "-wal", NULL);
  g_autofree char *fresh = sibling (path, ".fresh");
  const gboolean has_log = g_file_test (log, G_FILE_TEST_EXISTS);
  guint8 page[PAGE];
  GStatBuf info;
  int fd;
  gboolean done;

  dh_database_remove_files (work);
  if (!copy_file (path, work, error) || (has_log && !copy_file (log, work_log, error)))
    return FALSE;
  if (g_stat (work, &info) != 0
      || !make_first_page (fresh, page, MAX ((gsize) info.st_size / PAGE, 1), has_log, error))
    return FALSE;
  fd = g_open (work, O_WRONLY | O_CLOEXEC, 0);
  done = fd >= 0 && pwrite (fd, page, PAGE, 0) == PAGE;
  if (!done)
    refuse (work, errno, error);
  if (fd >= 0)
    close (fd);
  return done;
}

/* ---- rows ---- */

typedef struct
{
  const char *name;
  const char *columns;
  const char *copy;       /* INSERT of these columns */
  const char *indexes[3]; /* that go through all rows; NULL ends them */
} Table;

static const Table tables[] = {
  { "document",
    "id, time, text",
    "INSERT OR IGNORE INTO document (id, time, text) VALUES (?, ?, ?)",
    { NULL } },
  { "changes",
    "id, run, iteration, time, kind, text",
    "INSERT OR IGNORE INTO changes (id, run, iteration, time, kind, text)"
    " VALUES (?, ?, ?, ?, ?, ?)",
    { NULL } },
  { "moments",
    "id, run, iteration, marked, note, checksum, numbers, preview",
    "INSERT OR IGNORE INTO moments (id, run, iteration, marked, note, checksum, numbers, preview)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    { "moments_place", "moments_thin", NULL } },
  { "checkpoints",
    "id, run, iteration, time, size, checksum, whole",
    "INSERT OR IGNORE INTO checkpoints (id, run, iteration, time, size, checksum, whole)"
    " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE ?7 > 0",
    { NULL } },
  { "pieces",
    "id, checkpoint, position, bytes",
    "INSERT OR IGNORE INTO pieces (id, checkpoint, position, bytes)"
    " SELECT ?1, ?2, ?3, ?4 WHERE ?2 IN (SELECT id FROM checkpoints)",
    { "pieces_place", NULL } },
};

/* Adds the ids of a table, as far as they can be read this way. */
static void
scan (DhDatabase *database, const char *sql, GHashTable *ids)
{
  g_autoptr (DhStatement) rows = dh_database_ask (database, NULL, sql, "");

  while (rows != NULL && dh_statement_step (rows, NULL) == DH_STEP_ROW)
    {
      const gint64 id = dh_statement_get_number (rows, 0);

      g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
    }
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Fills in all ids of a table that can be found; (transfer container) (element-type gint64*),
 * ascending. */
static GList *
list_ids (DhDatabase *database, const Table *table, GHashTable *ids)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s ORDER BY id %s", table->name,
                                              i == 0 ? "ASC" : "DESC");

      scan (database, sql, ids);
    }
  for (const char *const *index = table->indexes; *index != NULL; index++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s INDEXED BY %s", table->name,
                                              *index);

      scan (database, sql, ids);
    }
  return g_list_sort (g_hash_table_get_keys (ids), compare_ids);
}

/* A row that can't be read or doesn't fit is passed over. */
static gboolean
copy_row (DhDatabase *from, DhDatabase *to, const Table *table, gint64 id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?", table->columns,
                                          table->name);
  g_autoptr (DhStatement) row = dh_database_ask (from, NULL, sql, "n", id);
  g_autoptr (GError) reason = NULL;

  if (row == NULL || dh_statement_step (row, NULL) != DH_STEP_ROW
      || dh_database_put_row (to, &reason, table->copy, row)
      || g_error_matches (reason, DH_STORE_ERROR, DH_STORE_ERROR_DAMAGED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
copy_table (DhDatabase *from, DhDatabase *to, const Table *table, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GList) list = list_ids (from, table, ids);

  for (const GList *one = list; one != NULL; one = one->next)
    if (!copy_row (from, to, table, *(const gint64 *) one->data, error))
      return FALSE;
  return TRUE;
}

static gboolean
take_nothing (const void *data, gsize size, gpointer user_data)
{
  return TRUE;
}

static gboolean
remove_wrong_checkpoints (DhDatabase *database, GError **error)
{
  g_autoptr (GArray) list = dh_checkpoints_list (database, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const DhCheckpoint *one = &g_array_index (list, DhCheckpoint, i);

      if (!dh_checkpoints_read (database, one, take_nothing, NULL, NULL)
          && !dh_checkpoints_remove (database, one->id, error))
        return FALSE;
    }
  return list != NULL;
}

/* Whether the first page and the log lead to all tables. */
static gboolean
has_tables (const char *path)
{
  g_autoptr (DhDatabase) database = dh_database_open (path, DH_DATABASE_READ, NULL);
  gboolean found = database != NULL;

  for (guint i = 0; found && i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s LIMIT 0", tables[i].columns,
                                              tables[i].name);
      g_autoptr (DhStatement) rows = dh_database_ask (database, NULL, sql, "");

      found = rows != NULL && dh_statement_step (rows, NULL) != DH_STEP_FAILED;
    }
  return found;
}

static gboolean
copy_rows (const char *from_path, const char *to_path, GError **error)
{
  g_autoptr (DhDatabase) from = dh_database_open (from_path, DH_DATABASE_READ, error);
  g_autoptr (DhDatabase) to = dh_database_open (to_path, DH_DATABASE_CREATE, error);

  if (from == NULL || to == NULL || !dh_schema_create (to, error) || !dh_database_begin (to, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!copy_table (from, to, &tables[i], error))
      return FALSE;
  return remove_wrong_checkpoints (to, error) && dh_database_commit (to, error)
         && dh_schema_finish (to, error);
}

gboolean
dh_salvage (const char *path, GError **error)
{
  g_autofree char *work = sibling (path, ".work");
  g_autofree char *copy = sibling (path, ".salvaging");
  g_autofree char *done = sibling (path, ".salvaged");
  const gboolean whole = has_tables (path);
  gboolean copied;

  dh_database_remove_files (copy);
  copied = (whole || transplant (path, work, error))
           && copy_rows (whole ? path : work, copy, error);
  dh_database_remove_files (work);
  if (copied && g_rename (copy, done) != 0)
    copied = refuse (copy, errno, error);
  dh_database_remove_files (copy);
  return copied;
}

/* ---- names ---- */

gboolean
dh_salvage_is_pending (const char *path)
{
  g_autofree char *done = sibling (path, ".salvaged");

  return g_file_test (done, G_FILE_TEST_EXISTS);
}

static gboolean
move (const char *from, const char *to, GError **error)
{
  return g_rename (from, to) == 0 || errno == ENOENT || refuse (from, errno, error);
}

static char *
name_aside (const char *path, guint n)
{
  g_autofree char *ending = g_strdup_printf (".damaged-%u", n);

  return sibling (path, ending);
}

/* The first name that is free; if the damaged file has been moved already, the one that it has. */
static char *
choose_aside (const char *path)
{
  for (guint n = 1;; n++)
    {
      g_autofree char *aside = name_aside (path, n);

      if (!g_file_test (aside, G_FILE_TEST_EXISTS))
        return n > 1 && !g_file_test (path, G_FILE_TEST_EXISTS) ? name_aside (path, n - 1)
                                                                : g_steal_pointer (&aside);
    }
}

/* The log goes first: beside another database, it would be taken for that one's. */
gboolean
dh_salvage_resume (const char *path, char **aside, GError **error)
{
  g_autofree char *done = sibling (path, ".salvaged");
  g_autofree char *to = NULL, *log = NULL, *to_log = NULL, *index = NULL;

  if (!g_file_test (done, G_FILE_TEST_EXISTS))
    return TRUE;
  to = choose_aside (path);
  to_log = g_strconcat (to, "-wal", NULL);
  log = g_strconcat (path, "-wal", NULL);
  index = g_strconcat (path, "-shm", NULL);
  if (!move (log, to_log, error) || !move (path, to, error))
    return FALSE;
  g_unlink (index);
  if (!move (done, path, error))
    return FALSE;
  dh_database_flush_name (path);
  g_free (*aside);
  *aside = g_steal_pointer (&to);
  return TRUE;
}
