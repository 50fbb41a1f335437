/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What several parts of a document's text have in common: words, paths and starts.
 */
#include "core/document/document-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
dh_document_refuse_from (const DhFieldReader *reader, JsonNode *node, GError *error)
{
  g_autoptr (GError) owned = error;

  return dh_field_reader_refuse (reader, node, "%s", owned->message);
}

int
dh_document_read_entry (const DhFieldReader *reader, JsonNode *node, const char *name,
                        const DhCatalogEntry *entries, guint n_entries)
{
  g_autofree const char **ids = g_new0 (const char *, n_entries + 1);

  for (guint i = 0; i < n_entries; i++)
    ids[i] = entries[i].id;
  return dh_field_reader_take_word (reader, node, name, ids);
}

char *
dh_document_dup_path_text (const char *path)
{
  return g_utf8_validate (path, -1, NULL) ? g_strdup (path) : g_filename_to_uri (path, NULL, NULL);
}

char *
dh_document_dup_path (const char *text)
{
  return g_str_has_prefix (text, "file://") ? g_filename_from_uri (text, NULL, NULL)
                                            : g_strdup (text);
}

gboolean
dh_document_read_start (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  const char *text = dh_field_reader_take_text (reader, node, "start");
  g_autofree char *path = text != NULL ? dh_document_dup_path (text) : NULL;
  GError *error = NULL;

  if (text == NULL)
    return FALSE;
  if (path == NULL)
    return dh_field_reader_refuse_value (reader, node, "start", _ ("scratch, warm or a file"));
  return dh_start_parse (path, value, &error) || dh_document_refuse_from (reader, node, error);
}

void
dh_document_write_start (JsonBuilder *builder, gconstpointer value)
{
  g_autofree char *text = dh_document_dup_path_text (dh_start_to_text (value));

  json_builder_add_string_value (builder, text);
}

gboolean
dh_document_equal_start (gconstpointer a, gconstpointer b)
{
  const DhStart *x = a, *y = b;

  return x->kind == y->kind && (x->kind != DH_START_FILE || x->path == y->path);
}
