/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The commands of downhill-cli, and the exit statuses that they share.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The exit statuses.  A signal that stopped a run gives 128 + its number instead. */
enum
{
  DH_CLI_SUCCESS = 0,
  DH_CLI_FAILURE = 1,
  DH_CLI_USAGE = 2,
};

typedef enum
{
  DH_CLI_ERROR_USAGE,  /* the command line is wrong: exit status 2 */
  DH_CLI_ERROR_OUTPUT, /* something can't be written: exit status 1 */
} DhCliError;

#define DH_CLI_ERROR (dh_cli_error_quark ())
GQuark dh_cli_error_quark (void);

/* The commands: arguments[0] is the command's own name. Each returns an exit status and prints its
 * own errors. */
int dh_cli_train (char **arguments);
int dh_cli_run (char **arguments);
int dh_cli_link (char **arguments);
int dh_cli_export (char **arguments);
int dh_cli_lesson (char **arguments);
int dh_cli_losses (char **arguments);
int dh_cli_landscape (char **arguments);
int dh_cli_swap (char **arguments);
int dh_cli_faces (char **arguments);
int dh_cli_weights (char **arguments);

/* A name of a file can have control characters, which a terminal would obey: in their place stands
 * U+FFFD.  (transfer full) */
char *dh_cli_dup_printable (const char *text, gboolean one_line);

/* Prints a sentence, made printable, as a line on standard error. */
void dh_cli_say (const char *sentence);

/* A folder's whole path; (transfer full).  NULL with DH_CLI_ERROR_USAGE of an empty one, which an
 * unset variable gives: it isn't the current folder. */
char *dh_cli_dup_absolute (const char *folder, GError **error);

/* Prints the error on standard error; returns the matching exit status. */
int dh_cli_fail (const GError *error);

/* Closes standard output: DH_CLI_FAILURE, with a message, if not everything could be written. */
int dh_cli_close_output (void);

/* g_option_context_parse_strv() whose errors are DH_CLI_ERROR_USAGE and end with a hint to
 * --help.  The remaining arguments are those that aren't options, arguments[0] being the
 * command.  Frees the context. */
gboolean dh_cli_parse (GOptionContext *context, char ***arguments, GError **error);

/* Calls stopped (data, signal) on the first interrupt, closed terminal or request to terminate; the
 * next interrupt has its default effect again.  Signals that were ignored at the start, as with
 * nohup, stay ignored; and a pipe whose reader has quit doesn't end a run before its files are
 * written. */
typedef void (*DhCliStopped) (gpointer data, int signal_number);
void dh_cli_watch_signals (DhCliStopped stopped, gpointer data);

/* Creates the folder if needed and tries to write to it, so that the results aren't lost at the
 * end. */
gboolean dh_cli_prepare_folder (const char *folder, GError **error);

/* "Can't write …" with the reason and what to do, from an error of GLib or of the system. */
void dh_cli_set_output_error (GError **error, const char *path, const char *reason);

G_END_DECLS
