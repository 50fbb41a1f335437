/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the commands report errors: one sentence on standard error and an exit status, 2 for a wrong
 * command line, 1 for everything else.  The error's domain decides which, so that no caller has to.
 */
#include "app/cli.h"

#include "core/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>

G_DEFINE_QUARK (dh - cli - error - quark, dh_cli_error)

char *
dh_cli_dup_printable (const char *text, gboolean one_line)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *printable = g_string_new (NULL);

  for (text = valid; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar sign = g_utf8_get_char (text);

      g_string_append_unichar (printable, g_unichar_iscntrl (sign) && (one_line || sign != '\n')
                                            ? 0xfffd
                                            : sign);
    }
  return g_string_free (printable, FALSE);
}

void
dh_cli_say (const char *sentence)
{
  g_autofree char *printable = dh_cli_dup_printable (sentence, FALSE);

  g_printerr ("%s\n", printable);
}

char *
dh_cli_dup_absolute (const char *folder, GError **error)
{
  if (*folder != '\0')
    return g_canonicalize_filename (folder, NULL);
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("There is no folder “%s”: check its name."), folder);
  return NULL;
}

int
dh_cli_fail (const GError *error)
{
  g_autofree char *sentence = dh_cli_dup_printable (error->message, FALSE);

  g_printerr ("downhill-cli: %s\n", sentence);
  if (g_error_matches (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE)
      || g_error_matches (error, DH_ERROR, DH_ERROR_VALUE))
    return DH_CLI_USAGE;
  return DH_CLI_FAILURE;
}

int
dh_cli_close_output (void)
{
  int failed = ferror (stdout);

  if (fflush (stdout) == 0 && !failed)
    return DH_CLI_SUCCESS;
  g_printerr ("downhill-cli: %s\n",
              _ ("Can’t write to standard output: the disk may be full or the reading program "
                 "closed."));
  return DH_CLI_FAILURE;
}

/* GLib leaves “--” in front of words that begin with a dash. */
static void
drop_separator (char **arguments)
{
  guint i = 1;

  while (arguments[i] != NULL && !g_str_equal (arguments[i], "--"))
    i++;
  if (arguments[i] == NULL)
    return;
  g_free (arguments[i]);
  for (; arguments[i] != NULL; i++)
    arguments[i] = arguments[i + 1];
}

gboolean
dh_cli_parse (GOptionContext *context, char ***arguments, GError **error)
{
  g_autoptr (GOptionContext) owned = context;
  g_autoptr (GError) local = NULL;

  if (g_option_context_parse_strv (owned, arguments, &local))
    {
      drop_separator (*arguments);
      return TRUE;
    }
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE, _ ("%s; see “%s --help”."), local->message,
               g_get_prgname ());
  return FALSE;
}

void
dh_cli_set_output_error (GError **error, const char *path, const char *reason)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_OUTPUT,
               _ ("“%s” can’t be written (%s): free some space or choose another folder."), name,
               reason);
}

/* access() isn't used: it detects neither a full disk nor, for root, a folder in which no file can
 * be created. */
gboolean
dh_cli_prepare_folder (const char *folder, GError **error)
{
  g_autofree char *trial = g_build_filename (folder, ".downhill-XXXXXX", NULL);
  int descriptor;

  errno = 0;
  if (g_mkdir_with_parents (folder, 0777) != 0
      || (descriptor = g_mkstemp_full (trial, O_RDWR, 0600)) < 0)
    {
      dh_cli_set_output_error (error, folder, g_strerror (errno));
      return FALSE;
    }
  g_close (descriptor, NULL);
  g_unlink (trial);
  return TRUE;
}
