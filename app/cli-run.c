/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli run`: trains what a document or a link describes, as the window would.
 */
#include "app/cli.h"

#include "app/cli-memory.h"
#include "app/cli-options.h"
#include "app/cli-training.h"
#include "app/installation.h"
#include "core/base/error.h"
#include "core/document/link.h"

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
      N_ ("Folder of PNG pictures of person A, instead of the document’s"), N_ ("DIR") },
    { "faces-b", 0, 0, G_OPTION_ARG_FILENAME, &typed->faces[1],
      N_ ("Folder of PNG pictures of person B, instead of the document’s"), N_ ("DIR") },
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

static void
replace_people (DhDocument *document, const Typed *typed)
{
  for (guint side = 0; side < 2; side++)
    {
      DhDocumentPerson *person = &document->people[side];

      if (typed->faces[side] == NULL)
        continue;
      g_clear_pointer (&person->id, g_free);
      g_free (person->folder);
      person->folder = g_canonicalize_filename (typed->faces[side], NULL);
    }
}

static gboolean
check_people (const DhDocument *document, GError **error)
{
  for (guint side = 0; side < 2; side++)
    if (document->people[side].id == NULL && document->people[side].folder == NULL)
      {
        g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                     _ ("The pictures of person %c don’t come with a link: name a folder with "
                        "--faces-%c DIR."),
                     'A' + (int) side, 'a' + (int) side);
        return FALSE;
      }
  return TRUE;
}

static guint
count_slots (const DhSettingsLog *log)
{
  guint most = 0;

  for (guint i = 0; i < dh_settings_log_get_length (log); i++)
    most = MAX (most,
                (guint) dh_settings_log_get (log, i)->settings.optimizer_config.optimizer->n_slots);
  return most;
}

static gboolean
check_memory (const DhDocument *document, GError **error)
{
  DhCliNeeds needs = { .preset = document->preset, .n_lanes = document->n_lanes };

  for (guint i = 0; i < needs.n_lanes; i++)
    needs.n_slots[i] = count_slots (document->lanes[i].log);
  return dh_cli_check_memory (&needs, error);
}

static gboolean
check_iterations (const DhCliTraining *how, GError **error)
{
  if (how->iterations > 0)
    return TRUE;
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("The document hasn’t been trained yet: say how far with "
                          "--iterations N."));
  return FALSE;
}

static int
run (DhDocument *document, const Typed *typed, const char *name, GError **error)
{
  g_autoptr (DhSession) session = dh_session_new (dh_installation_get_faces_folder ());
  DhCliTraining how = { .iterations = dh_document_get_iteration (document),
                        .out = typed->out,
                        .json = typed->json,
                        .document = document,
                        .document_name = name };

  replace_people (document, typed);
  if (!dh_cli_count_read ("--iterations", typed->iterations, 1, &how.iterations, error)
      || !dh_cli_keep_read (typed->keep, typed->out, &how.keep, &how.half, error)
      || !check_people (document, error) || !check_iterations (&how, error)
      || !check_memory (document, error) || !dh_session_open_document (session, document, error)
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
    document = dh_link_is (name) ? dh_link_read (name, &error) : dh_document_load (name, &error);
  if (document != NULL)
    {
      shown = g_filename_display_name (name);
      status = run (document, &typed, shown, &error);
    }
  return status >= 0 ? status : dh_cli_fail (error);
}
