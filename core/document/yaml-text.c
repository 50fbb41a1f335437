/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the part of YAML that says what JSON says, with the line of each value.
 *
 * libyaml's events become json-glib's nodes, so that the same tables of fields read both.  The rest
 * of YAML is refused: an alias can make a small file endless, a tag asks for types that aren't here.
 */
#include "core/document/yaml-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <yaml.h>

#include "core/base/error.h"

typedef struct
{
  yaml_parser_t parser;
  guint first_line;
  guint line; /* of the newest event */
  GHashTable *lines;
  GError **error;
} Reader;

/* FALSE: an error; else the event is to be deleted. */
static gboolean
take_event (Reader *self, yaml_event_t *event)
{
  if (!yaml_parser_parse (&self->parser, event))
    {
      self->line = self->first_line + (guint) self->parser.problem_mark.line;
      /* Translators: libyaml's own words follow, in English. */
      return dh_json_text_refuse (self->error, _ ("this is not valid YAML (%s)"),
                                  self->parser.problem != NULL ? self->parser.problem : "?");
    }
  self->line = self->first_line + (guint) event->start_mark.line;
  return TRUE;
}

/* An event of this type, of which nothing is needed. */
static gboolean
pass_event (Reader *self, yaml_event_type_t type)
{
  yaml_event_t event;
  gboolean is_it;

  if (!take_event (self, &event))
    return FALSE;
  is_it = event.type == type;
  yaml_event_delete (&event);
  if (is_it)
    return TRUE;
  return type == YAML_DOCUMENT_START_EVENT
           ? dh_json_text_refuse (self->error, _ ("there is nothing"))
           : dh_json_text_refuse (self->error, _ ("something follows after the end"));
}

/* ---- values ---- */

static gboolean
is_whole_number (const char *text)
{
  const char *digits = text + (*text == '-' || *text == '+');

  return *digits != '\0' && strspn (digits, "0123456789") == strlen (digits);
}

static gboolean
is_number (const char *text)
{
  char *end;

  if (strspn (text, "0123456789+-.eE") != strlen (text) || strpbrk (text, "0123456789") == NULL)
    return FALSE;
  g_ascii_strtod (text, &end);
  return *end == '\0';
}

/* A word without quotation marks. */
static gboolean
resolve (Reader *self, JsonNode *node, const char *text)
{
  if (*text == '\0' || strcmp (text, "~") == 0 || strcmp (text, "null") == 0)
    json_node_init_null (node);
  else if (strcmp (text, "true") == 0 || strcmp (text, "false") == 0)
    json_node_init_boolean (node, *text == 't');
  else if (is_whole_number (text))
    {
      gint64 number;

      if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
        return dh_json_text_refuse (self->error, _ ("the number %.40s is too large"), text);
      json_node_init_int (node, number);
    }
  else if (is_number (text))
    {
      double number = g_ascii_strtod (text, NULL);

      if (!isfinite (number))
        return dh_json_text_refuse (self->error, _ ("the number %.40s is too large"), text);
      json_node_init_double (node, number);
    }
  else
    json_node_init_string (node, text);
  return TRUE;
}

static gboolean read_value (Reader *self, const yaml_event_t *event, JsonNode *node, guint depth);

static gboolean
refuse_anchor (Reader *self, const yaml_char_t *anchor, const yaml_char_t *tag)
{
  if (anchor != NULL)
    return dh_json_text_refuse (self->error, _ ("anchors (“&%.40s”) are not used here"),
                                (const char *) anchor);
  return dh_json_text_refuse (self->error, _ ("tags (“%.40s”) are not used here"),
                              (const char *) tag);
}

static gboolean
read_scalar (Reader *self, const yaml_event_t *event, JsonNode *node)
{
  const char *text = (const char *) event->data.scalar.value;

  if (event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL)
    return refuse_anchor (self, event->data.scalar.anchor, event->data.scalar.tag);
  if (strlen (text) != event->data.scalar.length)
    return dh_json_text_refuse (self->error, _ ("there are bytes that aren’t text in UTF-8"));
  if (event->data.scalar.plain_implicit)
    return resolve (self, node, text);
  json_node_init_string (node, text);
  return TRUE;
}

/* Up to the event that ends it. */
static gboolean
read_sequence (Reader *self, JsonArray *array, guint depth)
{
  for (;;)
    {
      yaml_event_t event;
      g_autoptr (JsonNode) node = json_node_alloc ();
      gboolean read;

      if (!take_event (self, &event))
        return FALSE;
      if (event.type == YAML_SEQUENCE_END_EVENT)
        {
          yaml_event_delete (&event);
          return TRUE;
        }
      read = read_value (self, &event, node, depth);
      yaml_event_delete (&event);
      if (!read)
        return FALSE;
      json_array_add_element (array, g_steal_pointer (&node));
    }
}

/* (transfer full); NULL with an error */
static char *
read_name (Reader *self, const yaml_event_t *event, JsonObject *object)
{
  const char *name;

  if (event->type != YAML_SCALAR_EVENT)
    {
      dh_json_text_refuse (self->error, _ ("the name before a colon must be a word"));
      return NULL;
    }
  name = (const char *) event->data.scalar.value;
  if (json_object_has_member (object, name))
    {
      dh_json_text_refuse (self->error, _ ("“%s” is there twice"), name);
      return NULL;
    }
  return g_strdup (name);
}

static gboolean
read_member (Reader *self, JsonObject *object, const char *name, guint depth)
{
  yaml_event_t event;
  g_autoptr (JsonNode) node = json_node_alloc ();
  gboolean read;

  if (!take_event (self, &event))
    return FALSE;
  read = read_value (self, &event, node, depth);
  yaml_event_delete (&event);
  if (read)
    json_object_set_member (object, name, g_steal_pointer (&node));
  return read;
}

static gboolean
read_mapping (Reader *self, JsonObject *object, guint depth)
{
  for (;;)
    {
      yaml_event_t event;
      g_autofree char *name = NULL;

      if (!take_event (self, &event))
        return FALSE;
      if (event.type == YAML_MAPPING_END_EVENT)
        {
          yaml_event_delete (&event);
          return TRUE;
        }
      name = read_name (self, &event, object);
      yaml_event_delete (&event);
      if (name == NULL || !read_member (self, object, name, depth))
        return FALSE;
    }
}

/* The event isn't deleted.  A node that wasn't read holds null. */
static gboolean
read_value (Reader *self, const yaml_event_t *event, JsonNode *node, guint depth)
{
  json_node_init_null (node);
  g_hash_table_insert (self->lines, node, GUINT_TO_POINTER (self->line));
  if (depth > DH_JSON_MAX_DEPTH)
    return dh_json_text_refuse (self->error, _ ("values are nested too deep"));
  switch (event->type)
    {
    case YAML_SCALAR_EVENT:
      return read_scalar (self, event, node);
    case YAML_SEQUENCE_START_EVENT:
      if (event->data.sequence_start.anchor != NULL || event->data.sequence_start.tag != NULL)
        return refuse_anchor (self, event->data.sequence_start.anchor,
                              event->data.sequence_start.tag);
      json_node_init (node, JSON_NODE_ARRAY);
      json_node_take_array (node, json_array_new ());
      return read_sequence (self, json_node_get_array (node), depth + 1);
    case YAML_MAPPING_START_EVENT:
      if (event->data.mapping_start.anchor != NULL || event->data.mapping_start.tag != NULL)
        return refuse_anchor (self, event->data.mapping_start.anchor,
                              event->data.mapping_start.tag);
      json_node_init (node, JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
      return read_mapping (self, json_node_get_object (node), depth + 1);
    default:
      return dh_json_text_refuse (self->error, _ ("aliases (“*”) are not used here"));
    }
}

/* ---- the document ---- */

static gboolean
read_document (Reader *self, JsonNode *root)
{
  yaml_event_t event;
  gboolean read;

  json_node_init_null (root);
  if (!pass_event (self, YAML_STREAM_START_EVENT) || !pass_event (self, YAML_DOCUMENT_START_EVENT)
      || !take_event (self, &event))
    return FALSE;
  read = read_value (self, &event, root, 1);
  yaml_event_delete (&event);
  return read && pass_event (self, YAML_DOCUMENT_END_EVENT)
         && pass_event (self, YAML_STREAM_END_EVENT);
}

DhJsonText *
dh_yaml_text_new (const char *text, gsize size, guint first_line, guint *line, GError **error)
{
  Reader reader = { .first_line = first_line, .line = first_line, .error = error };
  g_autoptr (JsonNode) root = json_node_alloc ();
  gboolean read;

  reader.lines = g_hash_table_new (NULL, NULL);
  yaml_parser_initialize (&reader.parser);
  yaml_parser_set_encoding (&reader.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&reader.parser, (const unsigned char *) text, size);
  read = read_document (&reader, root);
  yaml_parser_delete (&reader.parser);
  *line = reader.line;
  if (read)
    return dh_json_text_new_from_tree (g_steal_pointer (&root), reader.lines);
  g_hash_table_unref (reader.lines);
  return NULL;
}
