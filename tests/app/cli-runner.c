/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs downhill-cli as a shell would, and checks only its output, its files and its exit status.
 */
#include "tests/app/cli-runner.h"

#include "tests/core/data/temp-folder.h"

#include <string.h>

GSubprocessLauncher *
cli_launcher_new (void)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                                             | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "LANGUAGE");
  return launcher;
}

GSubprocess *
cli_spawn (GSubprocessLauncher *launcher, const char *const *arguments)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  const char *program = g_getenv ("DOWNHILL_CLI");
  GSubprocess *process;

  g_assert_nonnull (program);
  g_ptr_array_add (argv, (char *) program);
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (char *) *arguments);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

CliRun *
cli_run_with (GSubprocessLauncher *launcher, const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) owned = launcher != NULL ? launcher : cli_launcher_new ();
  g_autoptr (GSubprocess) process = cli_spawn (owned, arguments);
  g_autoptr (GError) error = NULL;
  CliRun *run = g_new0 (CliRun, 1);

  g_subprocess_communicate_utf8 (process, NULL, NULL, &run->output, &run->errors, &error);
  g_assert_no_error (error);
  run->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  return run;
}

CliRun *
cli_run (const char *first, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list rest;

  va_start (rest, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (rest, const char *))
    g_ptr_array_add (arguments, (char *) argument);
  va_end (rest);
  g_ptr_array_add (arguments, NULL);
  return cli_run_with (NULL, (const char *const *) arguments->pdata);
}

void
cli_run_free (CliRun *run)
{
  g_free (run->output);
  g_free (run->errors);
  g_free (run);
}

void
cli_assert_refused (const CliRun *run, int status, const char *word, ...)
{
  va_list rest;

  if (run->status != status)
    g_test_message ("status %d: %s", run->status, run->errors);
  g_assert_cmpint (run->status, ==, status);
  g_assert_cmpstr (run->output, ==, "");
  g_assert_true (g_str_has_suffix (run->errors, "\n"));
  g_assert_true (strchr (run->errors, '\n') == run->errors + strlen (run->errors) - 1);
  va_start (rest, word);
  for (; word != NULL; word = va_arg (rest, const char *))
    if (strstr (run->errors, word) == NULL)
      g_error ("“%s” is missing in: %s", word, run->errors);
  va_end (rest);
}

JsonNode *
cli_parse_object (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
  return node;
}

char *
cli_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("downhill-cli-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
cli_remove_folder (char *folder)
{
  temp_folder_remove (folder);
}

char *
cli_read_file (const char *folder, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, length, NULL);
  return text;
}
