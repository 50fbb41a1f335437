/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kept sessions: what is put is there after a commit and a new start, who may have a file, and how
 * much of it stays.
 */
#include "tests/core/store/store-helpers.h"

#include "core/store/file-lock.h"

#include <glib/gstdio.h>
#include <string.h>

#define MB (1024 * 1024)

/* ---- what is put and found ---- */

static void
test_document (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  g_autofree char *id = g_strdup (dh_store_get_id (store));
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gint64 time;

  g_assert_true (dh_store_was_closed (store));
  g_assert_true (dh_store_get_document (dh_store_get_database (store), &time, &text, &error));
  g_assert_null (text);
  g_assert_true (dh_store_put_document (store, 5, "first", &error));
  commit (store);
  g_assert_true (dh_store_put_document (store, 7, "second", &error));
  commit (store);
  g_assert_true (dh_store_put_document (store, 9, "never committed", &error));
  dh_store_abandon (store);

  store = open_store (folder, id);
  g_assert_false (dh_store_was_closed (store));
  g_assert_true (dh_store_get_document (dh_store_get_database (store), &time, &text, &error));
  g_assert_cmpstr (text, ==, "second");
  g_assert_cmpint (time, ==, 7);
  close_store (store);
  store = open_store (folder, id);
  g_assert_true (dh_store_was_closed (store));
  g_assert_null (dh_store_get_aside (store));
  close_store (store);
  remove_folder (folder);
}

static void
test_moments (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhDatabase *database = dh_store_get_database (store);
  const DhPlace places[] = { { 1, 9 },           { 1, 10 },  { 1, 35 },
                             { 1, G_MAXUINT64 }, { 2, 100 }, { 3, 7 } };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  put_moment (database, 1, 10, 500);
  put_moment (database, 1, 30, 20000);
  put_moment (database, 1, 40, 0);
  put_moment (database, 2, 100, 70000);
  put_moment (database, 1, 30, 20000); /* again */
  found = dh_moments_find (database, places, G_N_ELEMENTS (places), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (places));
  g_assert_null (g_ptr_array_index (found, 0));
  check_moment (g_ptr_array_index (found, 1), 1, 10);
  check_moment (g_ptr_array_index (found, 2), 1, 30);
  check_moment (g_ptr_array_index (found, 3), 1, 40);
  check_moment (g_ptr_array_index (found, 4), 2, 100);
  g_assert_null (g_ptr_array_index (found, 5));
  close_store (store);
  remove_folder (folder);
}

static void
test_marks (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhDatabase *database = dh_store_get_database (store);
  g_autoptr (GPtrArray) marked = NULL;
  g_autoptr (GError) error = NULL;
  const DhMoment *moment;
  gboolean found;

  put_moment (database, 1, 20, 10);
  put_moment (database, 2, 10, 10);
  put_moment (database, 2, 30, 10);
  g_assert_true (dh_moments_mark (database, &(DhPlace) { 1, 20 }, TRUE, "ü", &found, &error));
  g_assert_true (found);
  g_assert_true (dh_moments_mark (database, &(DhPlace) { 2, 10 }, TRUE, NULL, &found, &error));
  g_assert_true (found);
  g_assert_true (dh_moments_mark (database, &(DhPlace) { 2, 11 }, TRUE, NULL, &found, &error));
  g_assert_false (found);
  put_moment (database, 1, 20, 50); /* the mark and the note stay */

  marked = dh_moments_list_marked (database, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (marked->len, ==, 2);
  moment = g_ptr_array_index (marked, 0);
  g_assert_cmpuint (moment->run, ==, 2);
  g_assert_cmpuint (moment->iteration, ==, 10);
  g_assert_null (moment->note);
  moment = g_ptr_array_index (marked, 1);
  g_assert_cmpuint (moment->run, ==, 1);
  g_assert_cmpstr (moment->note, ==, "ü");

  g_assert_true (dh_moments_mark (database, &(DhPlace) { 1, 20 }, FALSE, NULL, &found, &error));
  g_clear_pointer (&marked, g_ptr_array_unref);
  marked = dh_moments_list_marked (database, &error);
  g_assert_cmpuint (marked->len, ==, 1);
  close_store (store);
  remove_folder (folder);
}

static void
test_changes (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhDatabase *database = dh_store_get_database (store);
  g_autoptr (DhChange) first = dh_change_new (1, 100, 5, 2, "rate 1e-3");
  g_autoptr (DhChange) second = dh_change_new (2, 50, 6, 0, NULL);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  const DhChange *change;

  g_assert_true (dh_changes_put (database, first, &error));
  g_assert_true (dh_changes_put (database, second, &error));
  list = dh_changes_list (database, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 2);
  change = g_ptr_array_index (list, 0);
  g_assert_cmpuint (change->run, ==, 1);
  g_assert_cmpuint (change->iteration, ==, 100);
  g_assert_cmpint (change->time, ==, 5);
  g_assert_cmpuint (change->kind, ==, 2);
  g_assert_cmpstr (change->text, ==, "rate 1e-3");
  g_assert_null (((const DhChange *) g_ptr_array_index (list, 1))->text);
  close_store (store);
  remove_folder (folder);
}

static void
assert_nearest (DhDatabase *database, guint64 run, guint64 iteration, guint64 nearest)
{
  g_autoptr (GError) error = NULL;
  DhCheckpoint checkpoint;

  g_assert_true (dh_checkpoints_find (database, run, iteration, &checkpoint, &error));
  g_assert_no_error (error);
  if (nearest == G_MAXUINT64)
    {
      g_assert_cmpint (checkpoint.id, ==, 0);
      return;
    }
  g_assert_cmpuint (checkpoint.iteration, ==, nearest);
  check_checkpoint (database, &checkpoint);
}

static void
test_checkpoints (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhDatabase *database = dh_store_get_database (store);
  g_autofree char *id = g_strdup (dh_store_get_id (store));
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) list = NULL;
  gint64 begun;

  g_assert_true (put_checkpoint (database, 1, 100, 10 * MB + 17, DH_CHECKPOINT_PIECE, &error));
  g_assert_true (put_checkpoint (database, 1, 200, 0, DH_CHECKPOINT_PIECE, &error));
  g_assert_true (put_checkpoint (database, 1, 300, 5000, 1000, &error));
  g_assert_true (put_checkpoint (database, 1, 300, 7000, 1000, &error)); /* replaces */
  g_assert_true (dh_checkpoints_begin (database, 1, 400, &begun, &error));
  g_assert_true (dh_checkpoints_add (database, begun, 0, "half", 4, &error));
  commit (store);
  assert_nearest (database, 1, 99, G_MAXUINT64);
  assert_nearest (database, 1, 199, 100);
  assert_nearest (database, 1, 200, 200);
  assert_nearest (database, 1, 1000, 300); /* 400 isn't finished */
  assert_nearest (database, 2, 1000, G_MAXUINT64);
  list = dh_checkpoints_list (database, &error);
  g_assert_cmpuint (list->len, ==, 3);
  g_assert_cmpuint (g_array_index (list, DhCheckpoint, 2).size, ==, 7000);
  dh_store_abandon (store);

  store = open_store (folder, id);
  database = dh_store_get_database (store);
  check_all (database);
  g_assert_true (
    dh_database_get_number (database, "SELECT count (*) FROM checkpoints", 0, &begun, &error));
  g_assert_cmpint (begun, ==, 3);
  g_assert_true (dh_database_get_number (database,
                                         "SELECT count (*) FROM pieces WHERE length (bytes) = 4", 0,
                                         &begun, &error));
  g_assert_cmpint (begun, ==, 0);
  close_store (store);
  remove_folder (folder);
}

/* ---- whose it is ---- */

static void
test_two_programs (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhStore *other = open_store (folder, NULL);
  g_autofree char *id = g_strdup (dh_store_get_id (store));
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (dh_store_get_id (store), !=, dh_store_get_id (other));
  g_assert_null (dh_store_open (folder, id, &dh_store_default_rules, &error));
  g_assert_error (error, DH_STORE_ERROR, DH_STORE_ERROR_IN_USE);
  g_clear_error (&error);
  g_assert_false (dh_kept_sessions_delete (folder, id, &error));
  g_assert_error (error, DH_STORE_ERROR, DH_STORE_ERROR_IN_USE);
  g_clear_error (&error);
  close_store (other);
  close_store (store);
  store = open_store (folder, id);
  close_store (store);
  g_assert_null (dh_store_open (folder, "nobody", &dh_store_default_rules, &error));
  g_assert_error (error, DH_STORE_ERROR, DH_STORE_ERROR_MISSING);
  remove_folder (folder);
}

static void
test_list (void)
{
  char *folder = make_folder ();
  char *ids[3];
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  const DhKeptStatus states[] = { DH_KEPT_OPEN, DH_KEPT_INTERRUPTED, DH_KEPT_CLOSED };
  DhStore *store = NULL;

  for (guint i = 0; i < 3; i++)
    {
      store = open_store (folder, NULL);
      ids[i] = g_strdup (dh_store_get_id (store));
      put_moment (dh_store_get_database (store), 1, i, 10);
      commit (store);
      if (i == 0)
        close_store (store);
      else if (i == 1)
        dh_store_abandon (store);
      g_usleep (5000); /* so that their times differ */
    }
  put_moment (dh_store_get_database (store), 1, 9, 10);
  commit (store);
  list = dh_kept_sessions_list (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const DhKeptSession *one = g_ptr_array_index (list, i);

      g_assert_cmpstr (one->id, ==, ids[2 - i]);
      g_assert_cmpint (one->state, ==, states[i]);
      g_assert_no_error (one->problem);
      g_assert_cmpuint (one->size, >, 4096);
    }
  g_assert_true (dh_kept_sessions_delete (folder, ids[0], &error));
  g_clear_pointer (&list, g_ptr_array_unref);
  list = dh_kept_sessions_list (folder, &error);
  g_assert_cmpuint (list->len, ==, 2);
  close_store (store);
  g_clear_pointer (&list, g_ptr_array_unref);
  list = dh_kept_sessions_list ("/nonexistent/folder", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 0);
  for (guint i = 0; i < 3; i++)
    g_free (ids[i]);
  remove_folder (folder);
}

/* ---- what isn't ours ---- */

static void
change_number (const char *folder, const char *id, const char *sql)
{
  g_autofree char *name = g_strconcat (id, DH_STORE_SUFFIX, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhDatabase) database = dh_database_open (path, DH_DATABASE_WRITE, &error);

  g_assert_true (dh_database_run (database, sql, &error));
}

static void
assert_untouched (const char *folder, const char *id, int code)
{
  g_autofree char *name = g_strconcat (id, DH_STORE_SUFFIX, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *before = NULL, *after = NULL;
  gsize size_before, size_after;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &before, &size_before, NULL));
  g_assert_null (dh_store_open (folder, id, &dh_store_default_rules, &error));
  g_assert_error (error, DH_STORE_ERROR, code);
  g_assert_true (g_file_get_contents (path, &after, &size_after, NULL));
  g_assert_cmpmem (before, size_before, after, size_after);
}

static void
test_newer (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  g_autofree char *id = g_strdup (dh_store_get_id (store));

  close_store (store);
  change_number (folder, id, "PRAGMA user_version = 2");
  assert_untouched (folder, id, DH_STORE_ERROR_NEWER);
  change_number (folder, id, "PRAGMA user_version = 1; PRAGMA application_id = 1");
  assert_untouched (folder, id, DH_STORE_ERROR_FOREIGN);
  remove_folder (folder);
}

/* ---- how much of it stays ---- */

/* Moments far apart from each other in age; marked ones stay, and so do those of a run that
 * ended. */
static void
test_thin (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhDatabase *database = dh_store_get_database (store);
  const DhStoreRules rules = { 1 << 30, 16, 4 };
  g_autoptr (GArray) kept = NULL, ended = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found;

  dh_store_set_rules (store, &rules);
  for (guint64 iteration = 0; iteration < 5000; iteration++)
    put_moment (database, 1, iteration, 20);
  for (guint64 iteration = 0; iteration < 32; iteration++)
    put_moment (database, 2, iteration, 20);
  g_assert_true (dh_moments_mark (database, &(DhPlace) { 1, 13 }, TRUE, NULL, &found, &error));
  g_assert_true (dh_store_thin (store, &error));
  commit (store);
  kept = dh_moments_list_iterations (database, 1, &error);
  g_assert_cmpuint (kept->len, >, 16 * 7);
  g_assert_cmpuint (kept->len, <, 16 * 12);
  g_assert_cmpuint (g_array_index (kept, guint64, 0), ==, 0);
  g_assert_cmpuint (g_array_index (kept, guint64, 1), ==, 13);
  g_assert_cmpuint (g_array_index (kept, guint64, kept->len - 1), ==, 4999);
  for (guint i = 1; i < kept->len; i++)
    {
      const guint64 before = g_array_index (kept, guint64, i - 1);
      const guint64 last = g_array_index (kept, guint64, i) - 1; /* what `before` stands for */

      g_assert_cmpuint ((last - before) * 16, <=, 4999 - last);
    }
  ended = dh_moments_list_iterations (database, 2, &error);
  g_assert_cmpuint (ended->len, ==, 32); /* younger than 2 × 16, all of them */
  check_all (database);
  close_store (store);
  remove_folder (folder);
}

/* The newest checkpoint always stays, the others grow sparser. */
static void
test_thin_checkpoints (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhDatabase *database = dh_store_get_database (store);
  g_autoptr (GArray) list = NULL;
  g_autoptr (GError) error = NULL;

  for (guint64 iteration = 100; iteration <= 10000; iteration += 100)
    {
      g_assert_true (
        put_checkpoint (database, iteration % 300 == 0 ? 2 : 1, iteration, 100, 40, &error));
      g_assert_true (dh_checkpoints_thin (database, 4, &error));
    }
  commit (store);
  check_all (database);
  list = dh_checkpoints_list (database, &error);
  g_assert_cmpuint (list->len, <, 50);
  assert_nearest (database, 1, 10000, 10000);
  assert_nearest (database, 2, 10000, 9900);
  assert_nearest (database, 1, 199, 100);
  g_assert_true (dh_checkpoints_thin (database, 0, &error));
  g_clear_pointer (&list, g_array_unref);
  list = dh_checkpoints_list (database, &error);
  g_assert_cmpuint (list->len, ==, 2);
  close_store (store);
  remove_folder (folder);
}

/* A file that may take 48 MB: checkpoints go first, then moments; the file stays below at every
 * commit, and the newest checkpoint is always there. */
static void
test_limit (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhDatabase *database = dh_store_get_database (store);
  const DhStoreRules rules = { 48 * MB, 128, 8 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) list = NULL, kept = NULL;
  guint64 largest = 0;

  dh_store_set_rules (store, &rules);
  for (guint64 iteration = 0; iteration < 4000; iteration += 4)
    {
      g_assert_true (dh_store_make_room (store, 40000, &error));
      put_moment (database, 1, iteration, 40000);
      if (iteration % 100 != 0)
        continue;
      g_assert_true (dh_store_make_room (store, 3 * MB, &error));
      g_assert_true (put_checkpoint (database, 1, iteration, 3 * MB, MB, &error));
      commit (store);
      largest = MAX (largest, dh_store_get_size (store));
    }
  g_assert_cmpuint (largest, <=, rules.limit);
  g_assert_cmpuint (largest, >, rules.limit / 2); /* and it is used */
  assert_nearest (database, 1, 4000, 3900);
  list = dh_checkpoints_list (database, &error);
  kept = dh_moments_list_iterations (database, 1, &error);
  g_test_message ("%u checkpoints, %u moments, %" G_GUINT64_FORMAT " bytes", list->len, kept->len,
                  largest);
  g_assert_cmpuint (list->len, <=, 6);
  g_assert_cmpuint (kept->len, >, 200);
  check_all (database);

  /* more than the limit can ever hold: refused, and nothing is given up for it */
  g_assert_false (dh_store_make_room (store, 35 * MB, &error));
  g_assert_error (error, DH_STORE_ERROR, DH_STORE_ERROR_TOO_LARGE);
  g_clear_pointer (&kept, g_array_unref);
  kept = dh_moments_list_iterations (database, 1, NULL);
  g_assert_cmpuint (kept->len, >, 200);
  close_store (store);
  remove_folder (folder);
}

/* Six lanes with a moment at every eighth iteration: few of them stay, and for every iteration one
 * that is at most 1/128 of its age away (and what lies between two that were put). */
static void
test_long_session (void)
{
  const guint64 iterations = g_test_thorough () ? 100000 : 16000;
  const gsize size = g_test_thorough () ? 20000 : 500;
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhDatabase *database = dh_store_get_database (store);
  g_autoptr (GError) error = NULL;
  guint64 largest = 0;

  for (guint64 i = 0; i <= iterations; i += 8)
    {
      for (guint64 run = 0; run < 6; run++)
        put_moment (database, run, i, size);
      if (i % 800 != 0)
        continue;
      g_assert_true (dh_store_thin (store, &error));
      commit (store);
      largest = MAX (largest, dh_store_get_size (store));
    }
  /* a lane keeps up to 128 moments for each doubling of the age from 2048 on, and 256 before */
  g_assert_cmpuint (largest, <, 6 * (size + 4500) * (256 + 128 * 7 + 100) + 12 * MB);
  for (guint i = 0; i < 500; i++)
    {
      const guint64 iteration = (guint64) g_test_rand_int_range (0, (gint32) iterations + 1);
      DhPlace places[6];
      g_autoptr (GPtrArray) found = NULL;

      for (guint64 run = 0; run < 6; run++)
        places[run] = (DhPlace) { run, iteration };
      found = dh_moments_find (database, places, 6, &error);
      g_assert_no_error (error);
      for (guint64 run = 0; run < 6; run++)
        {
          const DhMoment *moment = g_ptr_array_index (found, run);

          g_assert_cmpuint (iteration - moment->iteration, <=, (iterations - iteration) / 128 + 8);
          check_moment (moment, run, moment->iteration);
        }
    }
  close_store (store);
  remove_folder (folder);
}

/* What is no longer needed is given back, little by little. */
static void
test_give_back (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhDatabase *database = dh_store_get_database (store);
  g_autoptr (GError) error = NULL;
  guint64 full;

  for (guint64 i = 0; i < 40; i++)
    g_assert_true (put_checkpoint (database, 1, i, 2 * MB, MB, &error));
  commit (store);
  full = dh_store_get_size (store);
  g_assert_cmpuint (full, >, 80 * MB);
  g_assert_true (dh_checkpoints_thin (database, 0, &error));
  for (guint i = 0; i < 40; i++)
    {
      g_assert_true (dh_store_thin (store, &error));
      commit (store);
    }
  check_all (database);
  close_store (store);
  {
    g_autoptr (GPtrArray) list = dh_kept_sessions_list (folder, &error);

    g_assert_cmpuint (((DhKeptSession *) g_ptr_array_index (list, 0))->size, <, full * 3 / 5);
  }
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/document", test_document);
  g_test_add_func ("/store/moments", test_moments);
  g_test_add_func ("/store/marks", test_marks);
  g_test_add_func ("/store/changes", test_changes);
  g_test_add_func ("/store/checkpoints", test_checkpoints);
  g_test_add_func ("/store/two-programs", test_two_programs);
  g_test_add_func ("/store/list", test_list);
  g_test_add_func ("/store/newer", test_newer);
  g_test_add_func ("/store/thin", test_thin);
  g_test_add_func ("/store/thin-checkpoints", test_thin_checkpoints);
  g_test_add_func ("/store/limit", test_limit);
  g_test_add_func ("/store/give-back", test_give_back);
  g_test_add_func ("/store/long-session", test_long_session);
  return g_test_run ();
}
