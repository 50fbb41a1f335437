/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli link`: prints a document as a link, and writes it as a QR code.
 */
#include "app/cli.h"

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/document/link.h"
#include "ui/plot/pictures/qr-code.h"

#include <glib/gi18n-lib.h>

/* Pixels of a module: a code of the usual size is some 800 pixels wide. */
#define MODULE 8

/* The document's name; NULL with an error. qr: the file for the code, or NULL. (transfer full) */
static char *
read_arguments (char **arguments, char **qr, GError **error)
{
  const GOptionEntry entries[] = { { "qr", 0, 0, G_OPTION_ARG_FILENAME, qr,
                                     N_ ("Write the link as a QR code, too, to FILE"),
                                     N_ ("FILE.png") },
                                   G_OPTION_ENTRY_NULL };
  GOptionContext *context = g_option_context_new (_ ("FILE.downhill"));
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
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

/* path NULL: not wanted */
static gboolean
write_code (const char *link, const char *path, GError **error)
{
  g_autoptr (DhQrCode) code = path != NULL ? dh_qr_code_new (link, error) : NULL;
  g_autoptr (GBytes) png = code != NULL ? dh_qr_code_to_png (code, MODULE) : NULL;

  if (path == NULL)
    return TRUE;
  return png != NULL
         && dh_safe_file_write (path, g_bytes_get_data (png, NULL), g_bytes_get_size (png), error);
}

int
dh_cli_link (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *qr = NULL, *link = NULL, *gap = NULL;
  g_autofree char *name = read_arguments (arguments, &qr, &error);
  g_autoptr (DhDocument) document = name != NULL ? dh_document_load (name, &error) : NULL;

  link = document != NULL ? dh_link_new (document, &error) : NULL;
  if (link == NULL)
    return dh_cli_fail (error);
  gap = dh_link_dup_gap (document);
  if (gap != NULL)
    dh_cli_say (gap);
  g_print ("%s\n", link);
  if (!write_code (link, qr, &error))
    return dh_cli_fail (error);
  return dh_cli_close_output ();
}
