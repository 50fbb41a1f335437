/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document as JSON.
 *
 * The file is for people, too: members with their default value are left out, and a change names
 * only what it changes.  What isn't known is refused, not skipped: a misspelt “rate” that is
 * silently ignored would make another experiment.
 */
#include "core/document/document-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/document/json.h"
#include "core/document/recipe.h"

#define FORMAT  "downhill"
#define VERSION 1

/* ---- people ---- */

static gboolean
read_folder (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  const char *text = dh_field_reader_take_text (reader, node, "folder");
  char *path = text != NULL && text[0] != '\0' ? dh_document_dup_path (text) : NULL;

  if (text == NULL)
    return FALSE;
  if (path == NULL)
    return dh_field_reader_refuse_value (reader, node, "folder", _ ("the path of a folder"));
  *(char **) value = path;
  return TRUE;
}

static void
write_folder (JsonBuilder *builder, gconstpointer value)
{
  g_autofree char *text = dh_document_dup_path_text (*(char *const *) value);

  json_builder_add_string_value (builder, text);
}

static gboolean
equal_folder (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b) == 0;
}

static const DhField person_fields[] = {
  { .name = "folder",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (DhDocumentPerson, folder),
    .read = read_folder,
    .write = write_folder,
    .is_equal = equal_folder },
  { .name = "sha256",
    .kind = DH_FIELD_TEXT,
    .offset = G_STRUCT_OFFSET (DhDocumentPerson, fingerprint) },
};

static gboolean
check_fingerprint (const DhFieldReader *reader, JsonNode *node, const char *text)
{
  gsize length = text != NULL ? strspn (text, "0123456789abcdef") : 0;

  if (text == NULL || (length == 64 && text[length] == '\0'))
    return TRUE;
  return dh_field_reader_refuse_value (reader, node, "sha256",
                                       _ ("64 digits from 0 to 9 and a to f"));
}

static gboolean
read_person (DhFieldReader *reader, JsonNode *node, DhDocumentPerson *person)
{
  const char *id;

  g_clear_pointer (&person->id, g_free);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return dh_fields_read (reader, person_fields, G_N_ELEMENTS (person_fields), node,
                           _ ("A person"), person)
           && check_fingerprint (reader, node, person->fingerprint);
  id = dh_field_reader_take_text (reader, node, "people");
  if (id == NULL)
    return FALSE;
  if (id[0] == '\0' || id[0] == '.' || strchr (id, G_DIR_SEPARATOR) != NULL)
    return dh_field_reader_refuse_value (reader, node, "people",
                                         _ ("a bundled person’s name or {\"folder\": \"…\"}"));
  person->id = g_strdup (id);
  return TRUE;
}

static gboolean
read_people (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  DhDocumentPerson *people = value;
  JsonArray *array = dh_field_reader_take_array (reader, node, "people", 2, 2);

  for (guint side = 0; array != NULL && side < 2; side++)
    if (!read_person (reader, json_array_get_element (array, side), &people[side]))
      return FALSE;
  return array != NULL;
}

static void
write_people (JsonBuilder *builder, gconstpointer value)
{
  const DhDocumentPerson *people = value, none = { .id = NULL };

  json_builder_begin_array (builder);
  for (guint side = 0; side < 2; side++)
    if (people[side].id != NULL)
      json_builder_add_string_value (builder, people[side].id);
    else
      dh_fields_write (builder, person_fields, G_N_ELEMENTS (person_fields), &people[side], &none);
  json_builder_end_array (builder);
}

/* ---- the whole ---- */

static gboolean
read_preset (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  const char *text = dh_field_reader_take_text (reader, node, "preset"), *preset;
  GError *error = NULL;

  if (text == NULL)
    return FALSE;
  preset = dh_catalog_read_preset (text, &error);
  if (preset == NULL)
    return dh_document_refuse_from (reader, node, error);
  g_free (*(char **) value);
  *(char **) value = g_strdup (preset);
  return TRUE;
}

static void
write_string (JsonBuilder *builder, gconstpointer value)
{
  json_builder_add_string_value (builder, *(char *const *) value);
}

/* Both are checked before all others. */
static gboolean
skip (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  return TRUE;
}

static void
write_format (JsonBuilder *builder, gconstpointer value)
{
  json_builder_add_string_value (builder, FORMAT);
}

static void
write_version (JsonBuilder *builder, gconstpointer value)
{
  json_builder_add_int_value (builder, VERSION);
}

static const DhField document_fields[] = {
  { .name = "format", .kind = DH_FIELD_OWN, .always = TRUE, .read = skip, .write = write_format },
  { .name = "version", .kind = DH_FIELD_OWN, .always = TRUE, .read = skip, .write = write_version },
  { .name = "program", .kind = DH_FIELD_TEXT, .offset = G_STRUCT_OFFSET (DhDocument, program) },
  { .name = "processor", .kind = DH_FIELD_TEXT, .offset = G_STRUCT_OFFSET (DhDocument, processor) },
  { .name = "instructions",
    .kind = DH_FIELD_TEXT,
    .offset = G_STRUCT_OFFSET (DhDocument, instructions) },
  { .name = "convolutions",
    .kind = DH_FIELD_TEXT,
    .offset = G_STRUCT_OFFSET (DhDocument, convolutions) },
  { .name = "people",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (DhDocument, people),
    .always = TRUE,
    .read = read_people,
    .write = write_people },
  { .name = "preset",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (DhDocument, preset),
    .always = TRUE,
    .read = read_preset,
    .write = write_string },
  { .name = "seed",
    .kind = DH_FIELD_COUNT,
    .offset = G_STRUCT_OFFSET (DhDocument, seed),
    .maximum = (double) G_MAXINT64,
    .always = TRUE },
  { .name = "start",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (DhDocument, start),
    .read = dh_document_read_start,
    .write = dh_document_write_start,
    .is_equal = dh_document_equal_start },
  { .name = "lanes",
    .kind = DH_FIELD_OWN,
    .always = TRUE,
    .read = dh_document_read_lanes,
    .write = dh_document_write_lanes },
  { .name = "window",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (DhDocument, view),
    .read = dh_document_read_view,
    .write = dh_document_write_view,
    .is_equal = dh_document_equal_view },
};

static JsonBuilder *
build (const DhDocument *self)
{
  JsonBuilder *builder = json_builder_new ();
  g_autoptr (DhDocument) plain = dh_document_new ();

  dh_fields_write (builder, document_fields, G_N_ELEMENTS (document_fields), self, plain);
  return builder;
}

static gboolean
check_changes (const DhDocument *self, GError **error)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (dh_settings_log_get_length (self->lanes[i].log) > DH_DOCUMENT_MAX_CHANGES + 1)
      {
        g_set_error (error, DH_ERROR, DH_ERROR_DOCUMENT,
                     _ ("Lane %u has had more than %d changes, too many for a document: restart or "
                        "remove it."),
                     self->lanes[i].number, DH_DOCUMENT_MAX_CHANGES);
        return FALSE;
      }
  return TRUE;
}

char *
dh_document_to_text (const DhDocument *self, GError **error)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *text = NULL;

  if (!check_changes (self, error))
    return NULL;
  builder = build (self);
  text = dh_json_print (builder, DH_JSON_SHORT);
  if (strlen (text) <= DH_DOCUMENT_MAX_SIZE)
    return g_steal_pointer (&text);
  g_set_error (error, DH_ERROR, DH_ERROR_DOCUMENT,
               _ ("The document would be larger than %d MB: restart or remove lanes with many "
                  "changes."),
               DH_DOCUMENT_MAX_SIZE >> 20);
  return NULL;
}

char *
dh_document_to_dense_text (const DhDocument *self)
{
  DhDocument shown = *self;
  g_autoptr (JsonBuilder) builder = NULL;

  shown.program = shown.processor = shown.instructions = shown.convolutions = NULL;
  builder = build (&shown);
  return dh_json_print (builder, DH_JSON_DENSE);
}

/* Before anything else: a later version may have members that aren't known here. */
static gboolean
check_version (const DhFieldReader *reader, JsonNode *root)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *format = object != NULL ? json_object_get_member (object, "format") : NULL;
  JsonNode *version = object != NULL ? json_object_get_member (object, "version") : NULL;
  double number;

  if (format == NULL || !JSON_NODE_HOLDS_VALUE (format)
      || json_node_get_value_type (format) != G_TYPE_STRING
      || !g_str_equal (json_node_get_string (format), FORMAT))
    return dh_field_reader_refuse (reader, root,
                                   _ ("This is not a document of Downhill: it should begin with "
                                      "\"format\": \"downhill\""));
  if (version == NULL)
    return dh_field_reader_refuse (reader, root, _ ("the document needs its \"version\": %d"),
                                   VERSION);
  if (!dh_field_reader_take_number (reader, version, "version", 1, G_MAXDOUBLE, &number))
    return FALSE;
  return number == VERSION
         || dh_field_reader_refuse (reader, version,
                                    _ ("a newer Downhill wrote this (version %g of its documents, "
                                       "not %d): update the program"),
                                    number, VERSION);
}

static gboolean
read_root (DhFieldReader *reader, JsonNode *root)
{
  const DhDocument *document = reader->document;

  if (!check_version (reader, root)
      || !dh_fields_read (reader, document_fields, G_N_ELEMENTS (document_fields), root,
                          _ ("A document"), reader->document))
    return FALSE;
  return document->n_lanes > 0
         || dh_field_reader_refuse (reader, root, _ ("the document needs its “lanes”"));
}

gboolean
dh_document_read_recipe (DhFieldReader *reader, JsonNode *node)
{
  const DhDocument *document = reader->document;

  if (!dh_fields_read (reader, document_fields, G_N_ELEMENTS (document_fields), node,
                       _ ("A recipe"), reader->document))
    return FALSE;
  return document->n_lanes > 0
         || dh_field_reader_refuse (reader, node, _ ("the recipe needs its “lanes”"));
}

DhDocument *
dh_document_new_from_text (const char *text, gsize size, const char *name, GError **error)
{
  g_autoptr (DhDocument) self = dh_document_new ();
  g_autoptr (GError) reason = NULL;
  g_autoptr (DhJsonText) json = NULL;
  DhFieldReader reader = { NULL, name, self, error };
  guint line;

  json = dh_json_text_new (text, size, &line, &reason);
  if (json == NULL)
    {
      g_autofree char *advice =
        g_strdup_printf (name != NULL ? _ ("%s; correct it in a text editor, or use another copy")
                                      : "%s",
                         reason->message);

      dh_field_reader_refuse_line (&reader, line, advice);
      return NULL;
    }
  reader.text = json;
  return read_root (&reader, dh_json_text_get_root (json)) ? g_steal_pointer (&self) : NULL;
}
