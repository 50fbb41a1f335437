/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every system call by which a session changes goes wrong in turn: after each, the session is the
 * old one or the new one, whole, and what the program was told is true.
 *
 * The test calls itself as a program that opens a session, writes, thins and closes it (--child),
 * and that says after each step whether it succeeded.
 */
#include "tests/core/store/store-helpers.h"
#include "tests/faults/fault-runner.h"

#include "core/store/checksum.h"

#include <stdio.h>
#include <string.h>

#define MOMENTS    40
#define CHECKPOINT 150000

static const DhStoreRules rules = { 1 << 30, 2, 2 };

/* ---- the program ---- */

/* A step succeeded, or there is a sentence. */
static void
say (const char *step, gboolean done, GError **error)
{
  if (done)
    printf ("done %s\n", step);
  else
    printf ("said %s: %s\n", step, (*error)->message);
  fflush (stdout);
  g_assert_true (done == (*error == NULL));
  g_clear_error (error);
}

static gboolean
change (DhStore *store, GError **error)
{
  DhDatabase *database = dh_store_get_database (store);
  g_autoptr (DhMoment) moment = make_moment (1, 1000, 5000);
  g_autoptr (DhChange) one = dh_change_new (1, 1000, 0, 0, "B");

  return dh_store_put_document (store, 2, "B", error) && dh_changes_put (database, one, error)
         && dh_moments_put (database, moment, error) && dh_store_commit (store, error);
}

/* In three transactions, as a keeper does it. */
static gboolean
write_checkpoint (DhStore *store, GError **error)
{
  DhDatabase *database = dh_store_get_database (store);
  g_autoptr (GBytes) bytes = make_bytes (1, 30, CHECKPOINT);
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  gint64 id;

  if (!dh_store_make_room (store, CHECKPOINT, error)
      || !dh_checkpoints_begin (database, 1, 30, &id, error))
    return FALSE;
  for (guint i = 0; i < 3; i++)
    if (!dh_checkpoints_add (database, id, i, data + i * CHECKPOINT / 3, CHECKPOINT / 3, error)
        || !dh_store_commit (store, error))
      return FALSE;
  return dh_checkpoints_finish (database, id, CHECKPOINT, dh_checksum_add (0, data, CHECKPOINT),
                                error)
         && dh_store_commit (store, error);
}

static gboolean
thin (DhStore *store, GError **error)
{
  return dh_store_thin (store, error) && dh_store_commit (store, error);
}

/* id: “new” for a new session */
static int
child (const char *folder, const char *id)
{
  static const struct
  {
    const char *name;
    gboolean (*run) (DhStore *store, GError **error);
  } steps[] = { { "change", change }, { "checkpoint", write_checkpoint }, { "thin", thin } };
  g_autoptr (GError) error = NULL;
  DhStore *store = dh_store_open (folder, g_str_equal (id, "new") ? NULL : id, &rules, &error);

  say ("open", store != NULL, &error);
  for (guint i = 0; store != NULL && i < G_N_ELEMENTS (steps); i++)
    {
      const gboolean done = steps[i].run (store, &error);

      say (steps[i].name, done, &error);
      if (!done)
        dh_database_rollback (dh_store_get_database (store));
    }
  if (store != NULL)
    {
      const gboolean done = dh_store_close (store, &error);

      say ("close", done, &error);
    }
  return 0;
}

/* ---- the test ---- */

static char *program; /* this one */

/* The old session, in a folder of its own. */
static char *
make_old (char **id)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhDatabase *database = dh_store_get_database (store);
  g_autoptr (GError) error = NULL;

  for (guint64 i = 0; i < MOMENTS; i++)
    put_moment (database, 1, i, 3000);
  g_assert_true (put_checkpoint (database, 1, 10, CHECKPOINT, 60000, &error));
  g_assert_true (put_checkpoint (database, 1, 20, CHECKPOINT, 60000, &error));
  g_assert_true (dh_store_put_document (store, 1, "A", &error));
  *id = g_strdup (dh_store_get_id (store));
  close_store (store);
  return folder;
}

static gboolean
did (const FaultRun *run, const char *step)
{
  g_autofree char *line = g_strdup_printf ("done %s\n", step);

  return strstr (run->output, line) != NULL;
}

static gboolean
has_moment (DhDatabase *database, guint64 iteration)
{
  g_autoptr (GPtrArray) found = dh_moments_find (database, &(DhPlace) { 1, iteration }, 1, NULL);
  const DhMoment *moment = g_ptr_array_index (found, 0);

  return moment != NULL && moment->iteration == iteration;
}

static gboolean
has_new_document (DhDatabase *database)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gint64 time;

  g_assert_true (dh_store_get_document (database, &time, &text, &error));
  g_assert_true (text == NULL || g_str_equal (text, "A") || g_str_equal (text, "B"));
  return g_strcmp0 (text, "B") == 0;
}

static void
check_after (const char *folder, const char *id, const FaultRun *run)
{
  DhStore *store = open_store (folder, id);
  DhDatabase *database = dh_store_get_database (store);
  g_autoptr (GPtrArray) changes = dh_changes_list (database, NULL);
  g_autoptr (GError) error = NULL;
  const gboolean changed = has_new_document (database);
  DhCheckpoint newest;
  guint n_listed;

  g_assert_null (dh_store_get_aside (store)); /* never damaged */
  check_all (database);
  g_assert_cmpuint (changes->len, ==, changed ? 1 : 0); /* all of a transaction or nothing */
  g_assert_cmpint (has_moment (database, 1000), ==, changed);
  g_assert_true (changed || !did (run, "change"));
  g_assert_true (dh_checkpoints_find (database, 1, 100, &newest, &error));
  if (did (run, "checkpoint"))
    g_assert_cmpuint (newest.iteration, ==, 30);
  else
    g_assert_true (newest.iteration == 20 || newest.iteration == 30);
  check_moments (database, &n_listed);
  if (did (run, "thin"))
    g_assert_cmpuint (n_listed, <, MOMENTS);
  if (did (run, "close"))
    g_assert_true (dh_store_was_closed (store));
  close_store (store);
}

static FaultRun
run_child (const char *folder, const char *id, guint at, const Fault *fault)
{
  const char *arguments[] = { program, "--child", folder, id, NULL };
  FaultRun run;

  fault_run (arguments, folder, at, fault->how, fault->sticky, &run);
  return run;
}

/* A folder to begin with, and what must be true of it afterwards. */
typedef struct
{
  char *(*prepare) (char **id);
  void (*check) (const char *folder, const char *id, const FaultRun *run);
} Scenario;

static const Scenario old = { make_old, check_after };

static guint
run_one (const Scenario *scenario, guint at, const Fault *fault, guint *n_said, guint *n_killed)
{
  g_autofree char *id = NULL;
  char *folder = scenario->prepare (&id);
  g_auto (FaultRun) run = run_child (folder, id, at, fault);

  g_test_message ("%s%s at %u: %s%s\n%s", fault->how, fault->sticky ? " from" : "", at, run.call,
                  run.killed ? ", killed" : "", run.output);
  g_assert_cmpint (run.status, ==, 0);
  scenario->check (folder, id, &run);
  remove_folder (folder);
  *n_said += strstr (run.output, "said ") != NULL;
  *n_killed += run.killed;
  if (at == 0) /* nothing went wrong */
    {
      g_assert_null (strstr (run.output, "said "));
      g_assert_true (did (&run, "close"));
    }
  return run.n_calls;
}

/* In short: every third call, each with another fault; else every call, and for the old session
 * with each fault. */
static void
test_scenario (gconstpointer data)
{
  const guint step = g_test_thorough () ? 1 : 3;
  const gboolean all = g_test_thorough () && data == &old;
  guint n_calls, n_said = 0, n_killed = 0;

  n_calls = run_one (data, 0, &all_faults[0], &n_said, &n_killed);
  g_assert_cmpuint (n_calls, >, 40);
  for (guint at = step; at <= n_calls; at += step)
    for (guint i = 0; i < n_faults; i++)
      if (all || at / step % n_faults == i)
        run_one (data, at, &all_faults[i], &n_said, &n_killed);
  g_assert_cmpuint (n_said, >, 0);
  g_assert_cmpuint (n_killed, >, 0);
  g_test_message ("%u calls; said %u times, killed %u times", n_calls, n_said, n_killed);
}

/* ---- a new session ---- */

static char *
make_none (char **id)
{
  *id = g_strdup ("new");
  return make_folder ();
}

/* What is listed can be opened, and has all that was said to be done. */
static void
check_new (const char *folder, const char *id, const FaultRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = dh_kept_sessions_list (folder, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, <=, 1);
  g_assert_true (list->len == 1 || !did (run, "open"));
  for (guint i = 0; i < list->len; i++)
    {
      const DhKeptSession *one = g_ptr_array_index (list, i);
      DhStore *store;

      g_assert_no_error (one->problem);
      store = open_store (folder, one->id);
      g_assert_null (dh_store_get_aside (store));
      check_all (dh_store_get_database (store));
      g_assert_true (has_new_document (dh_store_get_database (store)) || !did (run, "change"));
      close_store (store);
    }
}

static const Scenario new = { make_none, check_new };

/* ---- a damaged session, which is rescued ---- */

static char *
make_damaged (char **id)
{
  char *folder = make_old (id);
  g_autofree char *name = g_strconcat (*id, DH_STORE_SUFFIX, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  memset (contents, 0xa5, 4096);
  g_assert_true (g_file_set_contents (path, contents, (gssize) size, NULL));
  return folder;
}

/* However far the rescue came, nothing is lost, and the damaged file is set aside once. */
static void
check_rescued (const char *folder, const char *id, const FaultRun *run)
{
  DhStore *store = open_store (folder, id);
  DhDatabase *database = dh_store_get_database (store);
  g_autofree char *aside = g_strdup_printf ("%s/%s.damaged-1", folder, id);
  g_autofree char *second = g_strdup_printf ("%s/%s.damaged-2", folder, id);
  g_autoptr (GError) error = NULL;
  DhCheckpoint checkpoint;
  guint n_listed;

  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
  check_all (database);
  check_moments (database, &n_listed);
  /* before it came to thinning */
  g_assert_true (n_listed >= MOMENTS || strstr (run->output, " checkpoint") != NULL);
  g_assert_true (has_new_document (database) || !did (run, "change"));
  g_assert_true (dh_checkpoints_find (database, 1, 100, &checkpoint, &error));
  g_assert_cmpuint (checkpoint.iteration, >=, 20);
  close_store (store);
}

static const Scenario damaged = { make_damaged, check_rescued };

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return child (argv[2], argv[3]);
  use_memory ();
  g_test_init (&argc, &argv, NULL);
  program = argv[0];
  g_test_add_data_func ("/store-faults/old", &old, test_scenario);
  g_test_add_data_func ("/store-faults/new", &new, test_scenario);
  g_test_add_data_func ("/store-faults/damaged", &damaged, test_scenario);
  return g_test_run ();
}
