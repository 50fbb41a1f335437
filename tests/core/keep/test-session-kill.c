/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program that trains and keeps its session is killed at random moments: what it knew to be kept
 * is there, and going on gives what the log says, byte by byte.
 *
 * The test calls itself as that program (--child), which goes on with the session that is there,
 * changes a rate now and then, and says what has been kept.
 */
#include "core/keep/session-keeper.h"

#include "tests/core/keep/keep-helpers.h"
#include "tests/core/session/session-runner.h"
#include "tests/core/store/store-helpers.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const losses[] = { "mae", NULL };

static char *program; /* this one */

/* ---- the program ---- */

/* After each few iterations: another rate, then what is on the disk. */
static void
go_on (DhSession *session, DhSessionKeeper *keeper)
{
  const guint64 before = dh_session_get_iteration (session);
  DhLaneSnapshot *snapshot;

  while (dh_session_get_iteration (session) < before + 2)
    g_main_context_iteration (NULL, TRUE);
  dh_session_keeper_flush (keeper);
  snapshot = peek_snapshot (session, 0);
  printf ("%" G_GUINT64_FORMAT "\n", dh_lane_snapshot_get_iteration (snapshot));
  fflush (stdout);
  dh_lane_set_learning_rate (peek_lane (session, 0),
                             1e-4 * (1 + dh_session_get_iteration (session) % 9));
}

static int
child (const char *folder)
{
  DhSession *session = make_session (losses);
  DhSessionKeeper *keeper = dh_session_keeper_new (session, folder);
  DhKeptStatus status;
  g_autofree char *id = find_last (folder, &status);

  if (id != NULL)
    resume (keeper, id);
  else
    dh_session_keeper_begin (keeper);
  dh_session_set_playing (session, TRUE);
  for (;;)
    go_on (session, keeper);
  return 0;
}

/* ---- the test ---- */

/* Waits for some words of the program, then a while; returns the last iteration that it knew to be
 * kept. */
static guint64
run_and_kill (const char *folder)
{
  const char *arguments[] = { program, "--child", folder, NULL };
  const guint n_words = (guint) g_test_rand_int_range (1, 6);
  g_autoptr (GError) error = NULL;
  char line[64];
  guint64 said = 0;
  FILE *words;
  int out, status;
  GPid pid;

  g_spawn_async_with_pipes (NULL, (char **) arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &pid, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  words = fdopen (out, "r");
  for (guint i = 0; i < n_words && fgets (line, sizeof line, words) != NULL; i++)
    said = g_ascii_strtoull (line, NULL, 10);
  g_usleep ((gulong) g_test_rand_int_range (0, 300000));
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  while (fgets (line, sizeof line, words) != NULL)
    if (strchr (line, '\n') != NULL)
      said = g_ascii_strtoull (line, NULL, 10);
  fclose (words);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  return said;
}

/* The whole training from its start, by the log that it has now. */
static void
compare_with_log (DhSession *session)
{
  g_autoptr (DhSettingsLog) log = dh_lane_dup_log (peek_lane (session, 0));
  const DhTrainingPlan plan = { .people = { "alder", "birch" },
                                .preset = dh_session_get_preset (session),
                                .seed = dh_session_get_seed (session),
                                .n_lanes = 1,
                                .lanes = { { .number = 1, .log = log } } };
  g_autoptr (DhSession) again = make_session (losses);

  dh_session_open (again, &plan);
  run_until (again, dh_session_get_iteration (session));
  assert_same_records (peek_snapshot (session, 0), peek_snapshot (again, 0));
}

/* Goes on with what is there. */
static void
check (const char *folder, guint64 said, gboolean compare)
{
  DhSession *session = make_session (losses);
  DhSessionKeeper *keeper = dh_session_keeper_new (session, folder);
  DhKeptStatus status;
  g_autofree char *id = find_last (folder, &status);
  guint64 reached;

  g_assert_nonnull (id);
  g_assert_cmpint (status, ==, DH_KEPT_INTERRUPTED);
  resume (keeper, id);
  g_assert_null (dh_session_keeper_get_problem (keeper));
  reached = dh_session_keeper_get_reached (keeper);
  g_assert_cmpuint (reached, >=, said);
  run_until (session, reached + 1);
  if (compare)
    compare_with_log (session);
  dh_session_keeper_flush (keeper);
  g_object_unref (session);
  g_object_unref (keeper);
}

static void
test_kill (void)
{
  const guint n_kills = g_test_thorough () ? 300 : 4;
  char *folder = make_folder ();

  for (guint i = 0; i < n_kills; i++)
    {
      const guint64 said = run_and_kill (folder);

      check (folder, said, !g_test_thorough () || i % 50 == 49);
      g_test_message ("kill %u: iteration %" G_GUINT64_FORMAT, i + 1, said);
      if (i % 50 == 49) /* so that the last comparison doesn't take hours */
        {
          remove_folder (folder);
          folder = make_folder ();
        }
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
  g_test_add_func ("/session-kill", test_kill);
  return g_test_run ();
}
