/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One run of the built program (env DOWNHILL_CLI), in the C locale. */
typedef struct
{
  int status;            /* exit status; -1 if a signal ended it */
  char *output, *errors; /* all of standard output and standard error */
} CliRun;

/* A program about to be started, for tests that need more than its arguments. */
GSubprocessLauncher *cli_launcher_new (void);
GSubprocess *cli_spawn (GSubprocessLauncher *launcher, const char *const *arguments);

/* Runs to the end; (transfer full). The launcher is NULL or taken. */
CliRun *cli_run_with (GSubprocessLauncher *launcher, const char *const *arguments);
CliRun *cli_run (const char *first, ...) G_GNUC_NULL_TERMINATED;
void cli_run_free (CliRun *run);

/* Checks the exit status, an empty standard output, and one line on standard error with all the
 * words. */
void cli_assert_refused (const CliRun *run, int status, const char *word,
                         ...) G_GNUC_NULL_TERMINATED;

/* Parses the text as one JSON object; (transfer full) */
JsonNode *cli_parse_object (const char *text);

/* A new folder below the system's temporary one; cli_remove_folder() removes and frees. */
char *cli_make_folder (void);
void cli_remove_folder (char *folder);
/* The text of folder/name, or NULL if there is no such file; (transfer full) */
char *cli_read_file (const char *folder, const char *name, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)

G_END_DECLS
