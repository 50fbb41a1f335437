/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * System calls by which a training session is kept go wrong in turn: the training goes on, a
 * sentence says what isn't kept, and the next start goes on with what was.
 *
 * The test calls itself as a program that trains, keeps, and ends in order (--child).
 */
#include "core/keep/session-keeper.h"

#include "tests/core/keep/keep-helpers.h"
#include "tests/core/session/session-runner.h"
#include "tests/core/store/store-helpers.h"
#include "tests/faults/fault-runner.h"

#include <stdio.h>
#include <string.h>

static const char *const losses[] = { "mae", NULL };

static char *program; /* this one */

/* ---- the program ---- */

/* What is on the disk, or why not; the training doesn't care. */
static void
say (DhSession *session, DhSessionKeeper *keeper)
{
  dh_session_keeper_flush (keeper);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (dh_session_keeper_get_problem (keeper) != NULL)
    printf ("said %s\n", dh_session_keeper_get_problem (keeper));
  else
    printf ("kept %" G_GUINT64_FORMAT "\n", dh_session_get_iteration (session));
  fflush (stdout);
}

static int
child (const char *folder)
{
  DhSession *session = make_session (losses);
  DhSessionKeeper *keeper = dh_session_keeper_new (session, folder);

  dh_session_keeper_begin (keeper);
  run_until (session, 2);
  say (session, keeper);
  dh_lane_set_learning_rate (peek_lane (session, 0), 2e-3);
  run_until (session, 4);
  say (session, keeper);
  g_object_unref (session);
  g_object_unref (keeper);
  printf ("trained\n");
  return 0;
}

/* ---- the test ---- */

/* Goes on, and keeps that. */
static void
go_on (const char *folder, const char *id, guint64 kept)
{
  DhSession *session = make_session (losses);
  DhSessionKeeper *keeper = dh_session_keeper_new (session, folder);
  double rate;

  resume (keeper, id);
  g_assert_cmpuint (dh_session_keeper_get_reached (keeper), >=, kept);
  run_until (session, 5);
  rate = dh_lane_get_learning_rate (peek_lane (session, 0));
  g_assert_true (rate == 2e-3 || kept < 4);
  dh_session_keeper_flush (keeper);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (dh_session_keeper_get_problem (keeper));
  g_object_unref (session);
  g_object_unref (keeper);
}

static guint64
find_kept (const FaultRun *run)
{
  return strstr (run->output, "kept 4\n") != NULL   ? 4
         : strstr (run->output, "kept 2\n") != NULL ? 2
                                                    : 0;
}

static guint
run_one (guint at, const Fault *fault, guint *n_said, guint *n_killed)
{
  char *folder = make_folder ();
  g_autofree char *sessions = g_build_filename (folder, "sessions", NULL);
  const char *arguments[] = { program, "--child", sessions, NULL };
  g_auto (FaultRun) run = { 0 };
  g_autofree char *id = NULL;

  fault_run (arguments, folder, at, fault->how, fault->sticky, &run);
  g_test_message ("%s%s at %u: %s%s\n%s", fault->how, fault->sticky ? " from" : "", at, run.call,
                  run.killed ? ", killed" : "", run.output);
  g_assert_cmpint (run.status, ==, 0);
  g_assert_true (run.killed || strstr (run.output, "trained") != NULL);
  id = find_last (sessions, NULL);
  g_assert_true (id != NULL || find_kept (&run) == 0);
  if (id != NULL)
    go_on (sessions, id, find_kept (&run));
  remove_folder (folder);
  *n_said += strstr (run.output, "said ") != NULL;
  *n_killed += run.killed;
  return run.n_calls;
}

/* In short: some calls, each with another fault. */
static void
test_faults (void)
{
  const guint n_runs = g_test_thorough () ? 200 : 6;
  guint n_said = 0, n_killed = 0;
  const guint n_calls = run_one (0, &all_faults[0], &n_said, &n_killed);

  g_assert_cmpuint (n_calls, >, 20);
  g_assert_cmpuint (n_said + n_killed, ==, 0);
  for (guint i = 0; i < n_runs; i++)
    run_one (1 + i * (n_calls - 1) / n_runs, &all_faults[i % n_faults], &n_said, &n_killed);
  g_assert_cmpuint (n_said, >, 0);
  g_assert_cmpuint (n_killed, >, 0);
  g_test_message ("%u calls; said %u times, killed %u times", n_calls, n_said, n_killed);
}

/* ---- a folder that can't be used ---- */

static void
test_no_folder (void)
{
  char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *sessions = g_build_filename (file, "sessions", NULL);
  DhSession *session = make_session (losses);
  DhSessionKeeper *keeper = dh_session_keeper_new (session, sessions);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  dh_session_keeper_begin (keeper);
  run_until (session, 2);
  while (dh_session_keeper_get_problem (keeper) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (dh_session_keeper_get_problem (keeper), sessions));
  /* As soon as it can be, it is. */
  g_assert_cmpint (remove (file), ==, 0);
  while (dh_session_keeper_get_problem (keeper) != NULL)
    g_main_context_iteration (NULL, TRUE);
  run_until (session, 3);
  dh_session_keeper_flush (keeper);
  g_object_unref (session);
  g_object_unref (keeper);
  {
    g_autofree char *id = find_last (sessions, NULL);

    g_assert_nonnull (id);
    go_on (sessions, id, 2);
  }
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return child (argv[2]);
  use_memory ();
  g_test_init (&argc, &argv, NULL);
  program = argv[0];
  g_test_add_func ("/session-faults/no-folder", test_no_folder);
  g_test_add_func ("/session-faults/calls", test_faults);
  return g_test_run ();
}
