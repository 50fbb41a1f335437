/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli link`: prints a document as a link.
 */
#include "app/cli.h"

#include "core/base/error.h"
#include "core/document/link.h"

#include <glib/gi18n-lib.h>

/* The document's name; NULL with an error. (transfer full) */
static char *
read_arguments (char **arguments, GError **error)
{
  GOptionContext *context = g_option_context_new (_ ("FILE.downhill"));
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Print a document as a link, which “downhill-cli run” and the "
                                   "window open."));
  if (!dh_cli_parse (context, &rest, error))
    return NULL;
  if (g_strv_length (rest) == 2)
    return g_strdup (rest[1]);
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("“downhill-cli link” takes one document, such as “downhill-cli link "
                          "lesson.downhill”."));
  return NULL;
}

int
dh_cli_link (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = read_arguments (arguments, &error), *link = NULL, *gap = NULL;
  g_autoptr (DhDocument) document = name != NULL ? dh_document_load (name, &error) : NULL;

  link = document != NULL ? dh_link_new (document, &error) : NULL;
  if (link == NULL)
    return dh_cli_fail (error);
  gap = dh_link_dup_gap (document);
  if (gap != NULL)
    g_printerr ("%s\n", gap);
  g_print ("%s\n", link);
  return dh_cli_close_output ();
}
