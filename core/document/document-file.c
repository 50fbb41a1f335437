/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Documents in files.
 */
#include "core/document/document.h"

#include <string.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/data/file.h"

gboolean
dh_document_has_suffix (const char *name)
{
  g_autofree char *folded = g_ascii_strdown (name, -1);

  return g_str_has_suffix (folded, DH_DOCUMENT_SUFFIX);
}

/* Takes a path that may be relative to the folder; (transfer full) */
static char *
make_absolute (char *path, const char *folder)
{
  g_autofree char *owned = path;

  return owned == NULL || g_path_is_absolute (owned) ? g_steal_pointer (&owned)
                                                     : g_canonicalize_filename (owned, folder);
}

static void
place_start (DhStart *start, const char *folder)
{
  g_autofree char *path = NULL;

  if (start->kind != DH_START_FILE)
    return;
  path = make_absolute (g_strdup (start->path), folder);
  *start = dh_start_make (DH_START_FILE, path);
}

/* All changes of a log carry the start. */
static void
place_lane (DhDocumentLane *lane, const char *folder)
{
  guint n = dh_settings_log_get_length (lane->log);
  g_autofree DhSettingsChange *changes = NULL;

  if (dh_settings_log_get (lane->log, 0)->settings.start.kind != DH_START_FILE)
    return;
  changes = g_new (DhSettingsChange, n);
  for (guint i = 0; i < n; i++)
    {
      changes[i] = *dh_settings_log_get (lane->log, i);
      place_start (&changes[i].settings.start, folder);
    }
  dh_settings_log_unref (lane->log);
  lane->log = dh_settings_log_new_from (changes, n);
}

DhDocument *
dh_document_load (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);
  g_autofree char *text = NULL;
  DhDocument *self;
  gsize size;

  text = (char *) dh_file_read (path, DH_DOCUMENT_MAX_SIZE, DH_ERROR_DOCUMENT, &size, error);
  self = text != NULL ? dh_document_new_from_text (text, size, name, error) : NULL;
  if (self == NULL)
    return NULL;
  for (guint side = 0; side < 2; side++)
    self->people[side].folder = make_absolute (self->people[side].folder, folder);
  place_start (&self->start, folder);
  for (guint i = 0; i < self->n_lanes; i++)
    place_lane (&self->lanes[i], folder);
  return self;
}

gboolean
dh_document_save (const DhDocument *self, const char *path, GError **error)
{
  g_autofree char *text = dh_document_to_text (self, error);

  return text != NULL && dh_safe_file_write (path, text, strlen (text), error);
}
