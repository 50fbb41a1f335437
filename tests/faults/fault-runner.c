/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs a program with a fault in one of its system calls, for tests that try all of them in turn.
 */
#include "tests/faults/fault-runner.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>

const Fault all_faults[] = {
  { "EIO", FALSE },   { "EIO", TRUE },   { "ENOSPC", FALSE }, { "ENOSPC", TRUE },
  { "SHORT", FALSE }, { "KILL", FALSE }, { "TORN", FALSE },
};
const guint n_faults = G_N_ELEMENTS (all_faults);

/* The log has a line for each call. */
static void
read_log (const char *log, guint at, FaultRun *run)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (log, &contents, NULL, NULL))
    return;
  lines = g_strsplit (contents, "\n", -1);
  run->n_calls = g_strv_length (lines) - 1;
  if (at > 0 && at <= run->n_calls)
    run->call = g_strdup (lines[at - 1]);
}

static char **
make_environment (const char *folder, guint at, const char *how, gboolean sticky, const char *log)
{
  const char *library = g_getenv ("DH_FAULTS_LIBRARY");
  g_autofree char *number = g_strdup_printf ("%u", at);
  char **environment = g_get_environ ();

  g_assert_nonnull (library);
  environment = g_environ_setenv (environment, "LD_PRELOAD", library, TRUE);
  environment = g_environ_setenv (environment, "DH_FAULTS_FOLDER", folder, TRUE);
  environment = g_environ_setenv (environment, "DH_FAULTS_AT", number, TRUE);
  environment = g_environ_setenv (environment, "DH_FAULTS_HOW", how, TRUE);
  environment = g_environ_setenv (environment, "DH_FAULTS_STICKY", sticky ? "1" : "0", TRUE);
  return g_environ_setenv (environment, "DH_FAULTS_LOG", log, TRUE);
}

void
fault_run (const char *const *arguments, const char *folder, guint at, const char *how,
           gboolean sticky, FaultRun *run)
{
  g_autofree char *log = g_strconcat (folder, "-calls", NULL);
  g_auto (GStrv) environment = make_environment (folder, at, how, sticky, log);
  g_autoptr (GError) error = NULL;
  int status;

  *run = (FaultRun) { 0 };
  g_unlink (log);
  g_spawn_sync (NULL, (char **) arguments, environment, G_SPAWN_DEFAULT, NULL, NULL, &run->output,
                NULL, &status, &error);
  g_assert_no_error (error);
  read_log (log, at, run);
  g_unlink (log);
  run->killed = WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL;
  if (!run->killed && !WIFEXITED (status))
    g_error ("signal %d after %s at %s:\n%s", WTERMSIG (status), how, run->call, run->output);
  run->status = WIFEXITED (status) ? WEXITSTATUS (status) : 0;
}

void
fault_run_clear (FaultRun *run)
{
  g_free (run->output);
  g_free (run->call);
}
