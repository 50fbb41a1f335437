/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document on the command line: read, checked before anything is trained, and opened.
 */
#include "app/cli-document.h"

#include "app/cli-memory.h"
#include "app/cli-options.h"
#include "app/cli.h"
#include "core/document/link.h"

#include <glib/gi18n-lib.h>

DhDocument *
dh_cli_document_read (const char *name, GError **error)
{
  return dh_link_is (name) ? dh_link_read (name, error) : dh_document_load (name, error);
}

static gboolean
replace_people (DhDocument *self, char *const faces[2], GError **error)
{
  for (guint side = 0; side < 2; side++)
    {
      DhDocumentPerson *person = &self->people[side];

      if (faces[side] == NULL)
        continue;
      g_clear_pointer (&person->id, g_free);
      g_free (person->folder);
      person->folder = dh_cli_dup_absolute (faces[side], error);
      if (person->folder == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_people (const DhDocument *self, GError **error)
{
  for (guint side = 0; side < 2; side++)
    if (self->people[side].id == NULL && self->people[side].folder == NULL)
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
check_memory (const DhDocument *self, GError **error)
{
  DhCliNeeds needs = { .preset = self->preset, .n_lanes = self->n_lanes };

  for (guint i = 0; i < needs.n_lanes; i++)
    needs.n_slots[i] = count_slots (self->lanes[i].log);
  return dh_cli_check_memory (&needs, error);
}

static gboolean
check_iterations (guint64 iterations, GError **error)
{
  if (iterations > 0)
    return TRUE;
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("The document hasn’t been trained yet: say how far with "
                          "--iterations N."));
  return FALSE;
}

gboolean
dh_cli_document_open (DhDocument *self, DhSession *session, char *const faces[2], const char *typed,
                      guint64 *iterations, GError **error)
{
  *iterations = dh_document_get_iteration (self);
  return replace_people (self, faces, error)
         && dh_cli_count_read ("--iterations", typed, 1, iterations, error)
         && check_people (self, error) && check_iterations (*iterations, error)
         && check_memory (self, error) && dh_session_open_document (session, self, error);
}
