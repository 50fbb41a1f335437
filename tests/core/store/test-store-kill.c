/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program that keeps a session is killed at random moments: what it was told is on the disk is
 * there, whole, and the session is free at once.
 *
 * The test calls itself as that program (--child), which writes on and on and says what has been
 * committed.
 */
#include "tests/core/store/store-helpers.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the program ---- */

/* Transaction n: the document says n, and there are a moment of n and now and then a checkpoint. */
static gboolean
write_one (DhStore *store, guint64 n, GError **error)
{
  DhDatabase *database = dh_store_get_database (store);
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  g_autoptr (DhMoment) moment = make_moment (1, n, 20000);

  return dh_store_make_room (store, 600000, error)
         && dh_store_put_document (store, (gint64) n, text, error)
         && dh_moments_put (database, moment, error)
         && (n % 3 != 0 || put_checkpoint (database, 1, n, 500000, 100000, error))
         && (n % 20 != 0 || dh_store_thin (store, error)) && dh_store_commit (store, error);
}

static int
child (const char *folder, const char *id)
{
  const DhStoreRules rules = { 32 << 20, 16, 2 };
  g_autoptr (GError) error = NULL;
  DhStore *store = dh_store_open (folder, id, &rules, &error);
  g_autofree char *text = NULL;
  gint64 n;

  if (store == NULL || !dh_store_get_document (dh_store_get_database (store), &n, &text, &error))
    g_error ("%s", error->message);
  while (write_one (store, (guint64) ++n, &error))
    {
      printf ("%" G_GINT64_FORMAT "\n", n);
      fflush (stdout);
    }
  g_error ("%s", error->message);
  return 1;
}

/* ---- the test ---- */

static char *program; /* this one */

/* Runs the program until it is killed; returns the last transaction that it knew to be committed.
 * */
static gint64
run_and_kill (const char *folder, const char *id, gulong microseconds)
{
  const char *arguments[] = { program, "--child", folder, id, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) said = g_string_new (NULL);
  char buffer[4096];
  const char *last;
  int out, status;
  ssize_t n;
  GPid pid;

  g_spawn_async_with_pipes (NULL, (char **) arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &pid, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_usleep (microseconds);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  while ((n = read (out, buffer, sizeof buffer)) > 0)
    g_string_append_len (said, buffer, n);
  close (out);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  if (said->len == 0)
    return 0;
  g_string_truncate (said, said->len - 1);
  last = strrchr (said->str, '\n');
  return g_ascii_strtoll (last != NULL ? last + 1 : said->str, NULL, 10);
}

static DhKeptStatus
get_state (const char *folder)
{
  g_autoptr (GPtrArray) list = dh_kept_sessions_list (folder, NULL);

  g_assert_cmpuint (list->len, ==, 1);
  return ((const DhKeptSession *) g_ptr_array_index (list, 0))->state;
}

/* Returns the number of the last transaction. */
static gint64
check_session (const char *folder, const char *id, gint64 committed)
{
  DhStore *store = open_store (folder, id); /* at once: nobody has the lock */
  DhDatabase *database = dh_store_get_database (store);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  DhCheckpoint checkpoint;
  gint64 n;

  g_assert_null (dh_store_get_aside (store));
  check_all (database);
  g_assert_true (dh_store_get_document (database, &n, &text, &error));
  g_assert_cmpint (g_ascii_strtoll (text, NULL, 10), ==, n);
  g_assert_cmpint (n, >=, committed);
  found = dh_moments_find (database, &(DhPlace) { 1, G_MAXINT64 }, 1, &error);
  g_assert_no_error (error);
  if (n > 0)
    check_moment (g_ptr_array_index (found, 0), 1, (guint64) n);
  g_assert_true (dh_checkpoints_find (database, 1, G_MAXINT64, &checkpoint, &error));
  g_assert_cmpuint (checkpoint.iteration, ==, (guint64) n / 3 * 3);
  dh_store_abandon (store);
  return n;
}

static void
test_kill (void)
{
  const guint n_kills = g_test_thorough () ? 100 : 5;
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  g_autofree char *id = g_strdup (dh_store_get_id (store));
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  g_assert_true (dh_store_put_document (store, 0, "0", &error));
  commit (store);
  close_store (store);
  for (guint i = 0; i < n_kills; i++)
    {
      const gulong after = (gulong) g_test_rand_int_range (1000, i % 10 == 0 ? 400000 : 80000);
      const gint64 committed = run_and_kill (folder, id, after);
      const gint64 now = check_session (folder, id, committed);

      g_assert_cmpint (now, >=, n);
      n = now;
      g_assert_cmpint (get_state (folder), ==, DH_KEPT_INTERRUPTED);
    }
  g_test_message ("%u kills, %" G_GINT64_FORMAT " transactions", n_kills, n);
  g_assert_cmpint (n, >, 0);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return child (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  program = argv[0];
  g_test_add_func ("/store-kill", test_kill);
  return g_test_run ();
}
