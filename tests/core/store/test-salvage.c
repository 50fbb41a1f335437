/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Damaged sessions: what is readable comes back, the damaged file is set aside unchanged and named.
 */
#include "tests/core/store/store-helpers.h"

#include "core/store/salvage.h"

#include <glib/gstdio.h>
#include <string.h>

#define PAGE            4096
#define MOMENTS         60
#define CHECKPOINTS     5
#define CHECKPOINT_SIZE 300000

/* A session in a folder of its own, closed or (as after kill -9) with its log still there. */
typedef struct
{
  char *folder, *id, *path, *log;
} Damaged;

static char *
copy_of (const char *path, const char *folder, const char *name)
{
  g_autofree char *contents = NULL;
  char *to = g_build_filename (folder, name, NULL);
  gsize size;

  if (g_file_get_contents (path, &contents, &size, NULL))
    g_assert_true (g_file_set_contents (to, contents, (gssize) size, NULL));
  return to;
}

static void
fill_store (DhStore *store)
{
  DhDatabase *database = dh_store_get_database (store);
  g_autoptr (DhChange) change = dh_change_new (1, 7, 70, 3, "a change");
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_store_put_document (store, 5, "the settings", &error));
  g_assert_true (dh_changes_put (database, change, &error));
  for (guint64 i = 0; i < MOMENTS; i++)
    {
      put_moment (database, i % 3, i, 9000);
      if (i % (MOMENTS / CHECKPOINTS) == 0)
        g_assert_true (put_checkpoint (database, 1, i, CHECKPOINT_SIZE, 100000, &error));
    }
  commit (store);
}

/* with_log: the files as a killed program leaves them, copied while it is running. */
static void
damaged_init (Damaged *self, gboolean with_log)
{
  g_autofree char *first = make_folder ();
  DhStore *store = open_store (first, NULL);
  g_autofree char *name = g_strconcat (dh_store_get_id (store), DH_STORE_SUFFIX, NULL);
  g_autofree char *log_name = g_strconcat (name, "-wal", NULL);
  g_autofree char *path = g_strdup (dh_store_get_path (store));
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  self->folder = make_folder ();
  self->id = g_strdup (dh_store_get_id (store));
  fill_store (store);
  if (with_log)
    {
      put_moment (dh_store_get_database (store), 5, 1000, 9000);
      commit (store);
      self->path = copy_of (path, self->folder, name);
      self->log = copy_of (log, self->folder, log_name);
    }
  close_store (store);
  if (!with_log)
    {
      self->path = copy_of (path, self->folder, name);
      self->log = g_strconcat (self->path, "-wal", NULL);
    }
  remove_folder (g_steal_pointer (&first));
}

static void
damaged_clear (Damaged *self)
{
  remove_folder (self->folder);
  g_free (self->id);
  g_free (self->path);
  g_free (self->log);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Damaged, damaged_clear)

static void
overwrite (const char *path, gsize at, gsize size, int value)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpuint (at + size, <=, length);
  memset (contents + at, value, size);
  g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
}

static void
truncate_to (const char *path, gsize size)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (path, contents, (gssize) MIN (size, length), NULL));
}

typedef struct
{
  guint moments, checkpoints, changes;
  gboolean has_document, was_aside;
} Rescued;

/* Reads all checkpoints as a program does: a damaged one is disowned.  Returns how many are
 * right. */
static guint
read_checkpoints (DhDatabase *database, gboolean *disowned)
{
  g_autoptr (GArray) list = dh_checkpoints_list (database, NULL);
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    {
      const DhCheckpoint *one = &g_array_index (list, DhCheckpoint, i);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GError) error = NULL;

      if (dh_checkpoints_read (database, one, collect_piece, bytes, &error))
        {
          check_checkpoint (database, one);
          n++;
          continue;
        }
      g_assert_error (error, DH_STORE_ERROR, DH_STORE_ERROR_DAMAGED);
      g_clear_error (&error);
      g_assert_true (dh_checkpoints_disown (database, one->id, &error));
      *disowned = TRUE;
    }
  return n;
}

/* Opens it; everything that it gives is right. */
static Rescued
open_damaged (const Damaged *self)
{
  DhStore *store = open_store (self->folder, self->id);
  DhDatabase *database = dh_store_get_database (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = dh_changes_list (database, &error);
  g_autofree char *text = NULL;
  Rescued rescued = { .changes = changes->len, .was_aside = dh_store_get_aside (store) != NULL };
  gboolean disowned = FALSE;
  guint n_listed;
  gint64 time;

  rescued.checkpoints = read_checkpoints (database, &disowned);
  rescued.moments = check_moments (database, &n_listed);
  g_assert_true (dh_store_get_document (database, &time, &text, &error));
  rescued.has_document = text != NULL;
  if (text != NULL)
    g_assert_cmpstr (text, ==, "the settings");
  if (rescued.was_aside)
    g_assert_true (g_file_test (dh_store_get_aside (store), G_FILE_TEST_EXISTS));
  put_moment (database, 6, 5000, 100); /* it goes on */
  close_store (store);

  store = open_store (self->folder, self->id); /* and is right from now on */
  g_assert_cmpint (dh_store_get_aside (store) != NULL, ==, disowned);
  g_assert_cmpuint (check_moments (dh_store_get_database (store), &n_listed), ==,
                    rescued.moments + 1);
  close_store (store);
  return rescued;
}

static void
assert_all_rescued (const Damaged *self, guint n_more, gboolean aside)
{
  const Rescued rescued = open_damaged (self);

  g_assert_cmpuint (rescued.moments, ==, MOMENTS + n_more);
  g_assert_cmpuint (rescued.checkpoints, ==, CHECKPOINTS);
  g_assert_cmpuint (rescued.changes, ==, 1);
  g_assert_true (rescued.has_document);
  g_assert_cmpint (rescued.was_aside, ==, aside);
}

static void
test_whole (void)
{
  g_auto (Damaged) closed = { 0 }, killed = { 0 };

  damaged_init (&closed, FALSE);
  assert_all_rescued (&closed, 0, FALSE);
  damaged_init (&killed, TRUE);
  assert_all_rescued (&killed, 1, FALSE);
}

/* The header, and with it the list of tables, is gone: all the rest comes back. */
static void
test_header (void)
{
  const gsize sizes[] = { 16, 100, PAGE };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Damaged) damaged = { 0 };
      g_autofree char *before = NULL, *after = NULL, *aside = NULL;
      gsize size_before, size_after;

      damaged_init (&damaged, FALSE);
      overwrite (damaged.path, 0, sizes[i], 0xa5);
      g_assert_true (g_file_get_contents (damaged.path, &before, &size_before, NULL));
      assert_all_rescued (&damaged, 0, TRUE);

      aside = g_strdup_printf ("%s/%s.damaged-1", damaged.folder, damaged.id);
      g_assert_true (g_file_get_contents (aside, &after, &size_after, NULL));
      g_assert_cmpmem (before, size_before, after, size_after);
    }
}

/* Pages in turn, with other bytes or with none: few things are on one page. */
static void
test_pages (void)
{
  g_auto (Damaged) whole = { 0 };
  g_autofree char *contents = NULL;
  gsize length;
  const guint step = g_test_thorough () ? 1 : 23;

  damaged_init (&whole, FALSE);
  g_assert_true (g_file_get_contents (whole.path, &contents, &length, NULL));
  for (gsize page = 1; page < length / PAGE; page += step)
    {
      Rescued rescued;

      g_assert_true (g_file_set_contents (whole.path, contents, (gssize) length, NULL));
      overwrite (whole.path, page * PAGE, PAGE, page % 2 == 0 ? 0 : 0xa5);
      rescued = open_damaged (&whole);
      /* The first twelve pages are the first ones of tables and indexes.  Any other holds a part of
       * one value, the ids of many rows, which others have as well, or the beginnings of two pieces
       * or four moments of these sizes. */
      g_assert_cmpuint (rescued.checkpoints + 2, >=, page > 12 ? CHECKPOINTS : 0);
      g_assert_cmpuint (rescued.moments + 4, >=, page > 12 ? MOMENTS : 0);
      g_assert_true (rescued.has_document || page <= 12);
    }
}

/* The file ends in the middle: what stands in the first half comes back. */
static void
test_truncated (void)
{
  g_auto (Damaged) damaged = { 0 };
  g_autofree char *contents = NULL;
  Rescued rescued;
  gsize length;

  damaged_init (&damaged, FALSE);
  g_assert_true (g_file_get_contents (damaged.path, &contents, &length, NULL));
  truncate_to (damaged.path, length / 2 + 1000);
  rescued = open_damaged (&damaged);
  g_assert_true (rescued.was_aside);
  g_assert_true (rescued.has_document);
  g_assert_cmpuint (rescued.moments, >=, MOMENTS / 3);
  g_assert_cmpuint (rescued.checkpoints, >=, CHECKPOINTS / 3);
}

/* Everything is still in the log.  Where that ends early, or is wrong from somewhere on, the last
 * transaction that is whole counts. */
static void
test_log (void)
{
  g_auto (Damaged) cut = { 0 }, wrong = { 0 }, header = { 0 };
  g_autofree char *contents = NULL;
  Rescued rescued;
  gsize length;

  damaged_init (&cut, TRUE);
  g_assert_true (g_file_get_contents (cut.log, &contents, &length, NULL));
  truncate_to (cut.log, length - PAGE);
  assert_all_rescued (&cut, 0, FALSE);

  damaged_init (&wrong, TRUE);
  overwrite (wrong.log, length - PAGE, 100, 0xa5);
  assert_all_rescued (&wrong, 0, FALSE);

  damaged_init (&header, TRUE); /* of the log: nothing in it counts */
  overwrite (header.log, 0, 32, 0);
  rescued = open_damaged (&header);
  g_assert_cmpuint (rescued.moments, <=, MOMENTS + 1);
}

/* A file without a byte beside a log, a text, zeros: nothing comes back, and the session goes on.
 * */
static void
test_others (void)
{
  static const char text[] = "This is not a database, but a letter to somebody.\n";
  g_autofree char *zeros = g_malloc0 (50000);
  const struct
  {
    const char *contents;
    gssize size;
  } cases[] = { { text, sizeof text - 1 }, { zeros, 50000 }, { zeros, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Damaged) damaged = { 0 };
      Rescued rescued;

      damaged_init (&damaged, FALSE);
      g_assert_true (g_file_set_contents (damaged.path, cases[i].contents, cases[i].size, NULL));
      rescued = open_damaged (&damaged);
      g_assert_true (rescued.was_aside);
      g_assert_cmpuint (rescued.moments + rescued.checkpoints, ==, 0);
      g_assert_false (rescued.has_document);
    }
}

static void
test_empty (void)
{
  g_auto (Damaged) closed = { 0 }, killed = { 0 };
  Rescued rescued;

  damaged_init (&closed, FALSE);
  truncate_to (closed.path, 0);
  rescued = open_damaged (&closed); /* as a program that was killed at once leaves it */
  g_assert_false (rescued.was_aside);
  damaged_init (&killed, TRUE);
  truncate_to (killed.path, 0);
  rescued = open_damaged (&killed);
  g_assert_true (rescued.was_aside);
}

/* Wrong bytes in a value, which SQLite can't see: the checkpoint isn't given out, a moment is
 * passed over. */
static void
test_values (void)
{
  g_auto (Damaged) damaged = { 0 };
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) preview = make_bytes (2, 59, 9000),
                     weights = make_bytes (1, 48, CHECKPOINT_SIZE);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  DhCheckpoint checkpoint;
  DhStore *store;
  char *at;
  gsize length;

  damaged_init (&damaged, FALSE);
  g_assert_true (g_file_get_contents (damaged.path, &contents, &length, NULL));
  at = memmem (contents, length, (const char *) g_bytes_get_data (preview, NULL) + 8000, 40);
  g_assert_nonnull (at);
  at[0] ^= 1;
  at = memmem (contents, length, (const char *) g_bytes_get_data (weights, NULL) + 250000, 40);
  g_assert_nonnull (at);
  at[0] ^= 1;
  g_assert_true (g_file_set_contents (damaged.path, contents, (gssize) length, NULL));

  store = open_store (damaged.folder, damaged.id);
  g_assert_null (dh_store_get_aside (store)); /* nobody has looked yet */
  found = dh_moments_find (dh_store_get_database (store), &(DhPlace) { 2, 59 }, 1, &error);
  check_moment (g_ptr_array_index (found, 0), 2, 56);
  g_assert_true (dh_checkpoints_find (dh_store_get_database (store), 1, 50, &checkpoint, &error));
  g_assert_cmpuint (checkpoint.iteration, ==, 48);
  {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();

    g_assert_false (dh_checkpoints_read (dh_store_get_database (store), &checkpoint, collect_piece,
                                         bytes, &error));
  }
  g_assert_error (error, DH_STORE_ERROR, DH_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_true (dh_checkpoints_disown (dh_store_get_database (store), checkpoint.id, &error));
  g_assert_true (dh_checkpoints_find (dh_store_get_database (store), 1, 50, &checkpoint, &error));
  g_assert_cmpuint (checkpoint.iteration, ==, 36);
  check_checkpoint (dh_store_get_database (store), &checkpoint);
  close_store (store);

  {
    const Rescued rescued = open_damaged (&damaged);

    g_assert_true (rescued.was_aside);
    g_assert_cmpuint (rescued.checkpoints, ==, CHECKPOINTS - 1);
  }
}

/* Interrupted between any two changes of names, the rescue goes on where it was. */
static void
test_resume (void)
{
  for (guint stop = 0; stop < 3; stop++)
    {
      g_auto (Damaged) damaged = { 0 };
      g_autofree char *aside = NULL, *aside_log = NULL;
      g_autoptr (GError) error = NULL;

      damaged_init (&damaged, TRUE);
      g_assert_true (dh_salvage (damaged.path, &error));
      g_assert_true (dh_salvage_is_pending (damaged.path));
      aside = g_strdup_printf ("%s/%s.damaged-1", damaged.folder, damaged.id);
      aside_log = g_strconcat (aside, "-wal", NULL);
      if (stop >= 1)
        g_assert_cmpint (g_rename (damaged.log, aside_log), ==, 0);
      if (stop >= 2)
        g_assert_cmpint (g_rename (damaged.path, aside), ==, 0);
      assert_all_rescued (&damaged, 1, TRUE);
      g_assert_false (dh_salvage_is_pending (damaged.path));
      g_assert_true (g_file_test (aside_log, G_FILE_TEST_EXISTS));
    }
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/salvage/whole", test_whole);
  g_test_add_func ("/salvage/header", test_header);
  g_test_add_func ("/salvage/pages", test_pages);
  g_test_add_func ("/salvage/truncated", test_truncated);
  g_test_add_func ("/salvage/log", test_log);
  g_test_add_func ("/salvage/others", test_others);
  g_test_add_func ("/salvage/empty", test_empty);
  g_test_add_func ("/salvage/values", test_values);
  g_test_add_func ("/salvage/resume", test_resume);
  return g_test_run ();
}
