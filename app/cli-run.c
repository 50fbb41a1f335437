/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli run`: trains what a document or a link describes, as the window would.
 */
#include "app/cli.h"

#include "app/cli-document.h"
#include "app/cli-options.h"
#include "app/cli-training.h"
#include "app/installation.h"

#include <glib/gi18n-lib.h>

/* As typed; NULL if not given. */
typedef struct
{
  char *faces[2], *iterations, *keep, *out;
  gboolean json;
} Typed;

static void
typed_clear (Typed *self)
{
  g_free (self->faces[0]);
  g_free (self->faces[1]);
  g_free (self->iterations);
  g_free (self->keep);
  g_free (self->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

/* The document's name; NULL with an error. (transfer full) */
static char *
read_typed (char **arguments, Typed *typed, GError **error)
{
  const GOptionEntry entries[] = {
    { "iterations", 0, 0, G_OPTION_ARG_STRING, &typed->iterations,
      N_ ("Stop after N iterations (as far as the document went)"), N_ ("N") },
    { "faces-a", 0, 0, G_OPTION_ARG_FILENAME, &typed->faces[0],
      N_ ("Folder of pictures of person A, instead of the document’s"), N_ ("DIR") },
    { "faces-b", 0, 0, G_OPTION_ARG_FILENAME, &typed->faces[1],
      N_ ("Folder of pictures of person B, instead of the document’s"), N_ ("DIR") },
    { "keep-weights", 0, 0, G_OPTION_ARG_STRING, &typed->keep,
      N_ (
        "Write each lane’s weights to DIR, too, as lane-1.npz …: full (float32) or half (float16)"),
      N_ ("PRECISION") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &typed->out,
      N_ ("Write preview.png, loss.png, history.csv and summary.json to DIR"), N_ ("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed->json,
      N_ ("Print one JSON object instead of a table"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (_ ("FILE.downhill|LINK"));
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Train what a document or a link describes.  On the same kind "
                                   "of processor, the result is the same, to the last bit."));
  if (!dh_cli_parse (context, &rest, error))
    return NULL;
  if (g_strv_length (rest) == 2)
    return g_strdup (rest[1]);
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("“downhill-cli run” takes one document or link, such as "
                          "“downhill-cli run lesson.downhill”."));
  return NULL;
}

static int
run (DhDocument *document, const Typed *typed, const char *name, GError **error)
{
  g_autoptr (DhSession) session = dh_session_new (dh_installation_get_faces_folder ());
  DhCliTraining how = {
    .out = typed->out, .json = typed->json, .document = document, .document_name = name
  };

  if (!dh_cli_keep_read (typed->keep, typed->out, &how.keep, &how.half, error)
      || !dh_cli_document_open (document, session, typed->faces, typed->iterations, &how.iterations,
                                error)
      || (how.out != NULL && !dh_cli_prepare_folder (how.out, error)))
    return -1;
  return dh_cli_training_run (session, &how);
}

int
dh_cli_run (char **arguments)
{
  g_auto (Typed) typed = { .json = FALSE };
  g_autoptr (GError) error = NULL;
  g_autofree char *name = read_typed (arguments, &typed, &error), *shown = NULL;
  g_autoptr (DhDocument) document = NULL;
  int status = -1;

  if (name != NULL)
    document = dh_cli_document_read (name, &error);
  if (document != NULL)
    {
      shown = g_filename_display_name (name);
      status = run (document, &typed, shown, &error);
    }
  return status >= 0 ? status : dh_cli_fail (error);
}
