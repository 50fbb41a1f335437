/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Objects of a document as tables of fields.
 *
 * One table says what an object's members are called, what they may be and where their values
 * belong: reading, writing and the refusal of unknown names follow from it, so they can't differ.
 * A member with the default value is left out.
 */
#include "core/document/fields.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/number.h"
#include "core/base/words.h"
#include "core/document/document.h"
#include "core/document/json.h"

#define SHOWN 40 /* characters of a wrong value in a message */

/* ---- refusing ---- */

gboolean
dh_field_reader_refuse_line (const DhFieldReader *self, guint line, const char *text)
{
  g_autofree char *reason = g_strdup (text);
  gsize length = strlen (reason);

  /* Other readers' sentences are complete already, and may repeat what is in the file. */
  if (length > 0 && reason[length - 1] == '.')
    reason[length - 1] = '\0';
  for (char *c = reason; *c != '\0'; c++)
    if ((guchar) *c < ' ')
      *c = ' ';
  if (self->name == NULL)
    g_set_error (self->error, DH_ERROR, DH_ERROR_DOCUMENT,
                 _ ("The link can’t be used: %s; copy it once more, whole."), reason);
  else
    g_set_error (self->error, DH_ERROR, DH_ERROR_DOCUMENT, _ ("“%s”, line %u: %s."), self->name,
                 line, reason);
  return FALSE;
}

gboolean
dh_field_reader_refuse (const DhFieldReader *self, JsonNode *node, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return dh_field_reader_refuse_line (self, dh_json_text_get_line (self->text, node), text);
}

/* A value as in the file, but short; (transfer full) */
static char *
show_value (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);
  char *end;

  if (g_utf8_strlen (text, -1) <= SHOWN)
    return g_steal_pointer (&text);
  end = g_utf8_offset_to_pointer (text, SHOWN);
  *end = '\0';
  return g_strconcat (text, "…", NULL);
}

gboolean
dh_field_reader_refuse_value (const DhFieldReader *self, JsonNode *node, const char *name,
                              const char *must)
{
  g_autofree char *shown = show_value (node);

  /* Translators: “rate” must be a number above 0, not "fast" */
  return dh_field_reader_refuse (self, node, _ ("“%s” must be %s, not %s"), name, must, shown);
}

static gboolean
refuse_number (const DhFieldReader *self, JsonNode *node, const DhField *field)
{
  g_autofree char *least = dh_number_print (field->minimum, 1);
  g_autofree char *most = dh_number_print (field->maximum, 1);
  g_autofree char *must = NULL;
  gboolean whole = field->kind == DH_FIELD_COUNT;

  if (field->above)
    must = g_strdup_printf (_ ("a number above %s"), least);
  else if (field->maximum == (whole ? (double) G_MAXINT64 : G_MAXDOUBLE))
    must = g_strdup_printf (whole ? _ ("a whole number, at least %s") : _ ("a number, at least %s"),
                            least);
  else
    must = g_strdup_printf (whole ? _ ("a whole number from %s to %s")
                                  : _ ("a number from %s to %s"),
                            least, most);
  return dh_field_reader_refuse_value (self, node, field->name, must);
}

/* ---- reading ---- */

/* The right type of number; whole ones may stand for others. */
static gboolean
get_number (JsonNode *node, double *number)
{
  GType type = json_node_get_value_type (node);

  if (!JSON_NODE_HOLDS_VALUE (node) || (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE))
    return FALSE;
  *number = type == G_TYPE_INT64 ? (double) json_node_get_int (node) : json_node_get_double (node);
  return TRUE;
}

static gboolean
is_within (const DhField *field, double number)
{
  return number <= field->maximum
         && (field->above ? number > field->minimum : number >= field->minimum);
}

static gboolean
read_number (DhFieldReader *self, JsonNode *node, const DhField *field, double *value)
{
  double number;

  if (!get_number (node, &number) || !is_within (field, number))
    return refuse_number (self, node, field);
  *value = number;
  return TRUE;
}

static gboolean
read_count (DhFieldReader *self, JsonNode *node, const DhField *field, guint64 *value)
{
  gint64 count;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse_number (self, node, field);
  count = json_node_get_int (node);
  if (count < 0 || !is_within (field, (double) count))
    return refuse_number (self, node, field);
  *value = (guint64) count;
  return TRUE;
}

static gboolean
read_boolean (DhFieldReader *self, JsonNode *node, const DhField *field, gboolean *value)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return dh_field_reader_refuse_value (self, node, field->name, _ ("true or false"));
  *value = json_node_get_boolean (node);
  return TRUE;
}

const char *
dh_field_reader_take_text (const DhFieldReader *self, JsonNode *node, const char *name)
{
  const char *text = JSON_NODE_HOLDS_VALUE (node)
                         && json_node_get_value_type (node) == G_TYPE_STRING
                       ? json_node_get_string (node)
                       : NULL;

  if (text == NULL)
    dh_field_reader_refuse_value (self, node, name, _ ("a text in quotation marks"));
  else if (strlen (text) > DH_DOCUMENT_MAX_TEXT)
    dh_field_reader_refuse (self, node, _ ("“%s” must be at most %d bytes long"), name,
                            DH_DOCUMENT_MAX_TEXT);
  else
    return text;
  return NULL;
}

static gboolean
read_text (DhFieldReader *self, JsonNode *node, const DhField *field, char **value)
{
  const char *text = dh_field_reader_take_text (self, node, field->name);

  if (text == NULL)
    return FALSE;
  g_free (*value);
  *value = g_strdup (text);
  return TRUE;
}

int
dh_field_reader_take_word (const DhFieldReader *self, JsonNode *node, const char *name,
                           const char *const *words)
{
  const char *text = dh_field_reader_take_text (self, node, name);
  g_autofree char *problem = NULL, *answer = NULL;

  if (text == NULL)
    return -1;
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_equal (words[i], text))
      return (int) i;
  problem = g_strdup_printf (_ ("“%s” can’t be “%s”"), name, text);
  answer = dh_words_answer (problem, text, words);
  dh_field_reader_refuse (self, node, "%s", answer);
  return -1;
}

static gboolean
read_word (DhFieldReader *self, JsonNode *node, const DhField *field, const char **value)
{
  int index = dh_field_reader_take_word (self, node, field->name, field->words);

  if (index >= 0)
    *value = field->words[index];
  return index >= 0;
}

static gboolean
read_field (DhFieldReader *self, JsonNode *node, const DhField *field, gpointer value)
{
  switch (field->kind)
    {
    case DH_FIELD_BOOLEAN:
      return read_boolean (self, node, field, value);
    case DH_FIELD_NUMBER:
      return read_number (self, node, field, value);
    case DH_FIELD_COUNT:
      return read_count (self, node, field, value);
    case DH_FIELD_WORD:
      return read_word (self, node, field, value);
    case DH_FIELD_TEXT:
      return read_text (self, node, field, value);
    case DH_FIELD_OWN:
    default:
      return field->read (self, node, value);
    }
}

static gboolean
refuse_name (DhFieldReader *self, const DhField *fields, guint n_fields, JsonNode *node,
             const char *what, const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *problem = g_strdup_printf (_ ("%s has no “%s”"), what, name), *answer = NULL;

  for (guint i = 0; i < n_fields; i++)
    g_ptr_array_add (names, (char *) fields[i].name);
  g_ptr_array_add (names, NULL);
  answer = dh_words_answer (problem, name, (const char *const *) names->pdata);
  return dh_field_reader_refuse (self, node, "%s", answer);
}

static gboolean
check_names (DhFieldReader *self, const DhField *fields, guint n_fields, JsonObject *object,
             const char *what)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next)
    {
      guint i = 0;

      while (i < n_fields && !g_str_equal (fields[i].name, name->data))
        i++;
      if (i == n_fields)
        return refuse_name (self, fields, n_fields, json_object_get_member (object, name->data),
                            what, name->data);
    }
  return TRUE;
}

gboolean
dh_fields_read (DhFieldReader *reader, const DhField *fields, guint n_fields, JsonNode *node,
                const char *what, gpointer object)
{
  JsonObject *members;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return dh_field_reader_refuse (reader, node, _ ("%s must be an object in braces"), what);
  members = json_node_get_object (node);
  if (!check_names (reader, fields, n_fields, members, what))
    return FALSE;
  for (guint i = 0; i < n_fields; i++)
    {
      JsonNode *member = json_object_get_member (members, fields[i].name);

      if (member != NULL
          && !read_field (reader, member, &fields[i], (char *) object + fields[i].offset))
        return FALSE;
    }
  return TRUE;
}

gboolean
dh_field_reader_take_number (const DhFieldReader *self, JsonNode *node, const char *name,
                             double minimum, double maximum, double *value)
{
  const DhField field = { name, DH_FIELD_NUMBER, .minimum = minimum, .maximum = maximum };

  return read_number ((DhFieldReader *) self, node, &field, value);
}

JsonArray *
dh_field_reader_take_array (const DhFieldReader *self, JsonNode *node, const char *name,
                            guint least, guint most)
{
  guint length;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      dh_field_reader_refuse_value (self, node, name, _ ("a list in brackets"));
      return NULL;
    }
  length = json_array_get_length (json_node_get_array (node));
  if (length >= least && length <= most)
    return json_node_get_array (node);
  if (least == most)
    dh_field_reader_refuse (self, node, _ ("“%s” must have %u elements, not %u"), name, least,
                            length);
  else
    dh_field_reader_refuse (self, node, _ ("“%s” must have %u to %u elements, not %u"), name, least,
                            most, length);
  return NULL;
}

/* ---- writing ---- */

static gboolean
is_equal (const DhField *field, gconstpointer object, gconstpointer plain)
{
  gconstpointer a = (const char *) object + field->offset;
  gconstpointer b = (const char *) plain + field->offset;

  switch (field->kind)
    {
    case DH_FIELD_BOOLEAN:
      return !*(const gboolean *) a == !*(const gboolean *) b;
    case DH_FIELD_NUMBER:
      return *(const double *) a == *(const double *) b;
    case DH_FIELD_COUNT:
      return *(const guint64 *) a == *(const guint64 *) b;
    case DH_FIELD_WORD:
    case DH_FIELD_TEXT:
      return g_strcmp0 (*(char *const *) a, *(char *const *) b) == 0;
    case DH_FIELD_OWN:
    default:
      return field->is_equal != NULL && field->is_equal (a, b);
    }
}

static void
write_field (JsonBuilder *builder, const DhField *field, gconstpointer value)
{
  switch (field->kind)
    {
    case DH_FIELD_BOOLEAN:
      json_builder_set_member_name (builder, field->name);
      json_builder_add_boolean_value (builder, *(const gboolean *) value);
      break;
    case DH_FIELD_NUMBER:
      dh_json_add_number (builder, field->name, *(const double *) value);
      break;
    case DH_FIELD_COUNT:
      dh_json_add_count (builder, field->name, *(const guint64 *) value);
      break;
    case DH_FIELD_WORD:
    case DH_FIELD_TEXT:
      dh_json_add_string (builder, field->name, *(char *const *) value);
      break;
    case DH_FIELD_OWN:
    default:
      json_builder_set_member_name (builder, field->name);
      field->write (builder, value);
    }
}

void
dh_fields_write (JsonBuilder *builder, const DhField *fields, guint n_fields, gconstpointer object,
                 gconstpointer plain)
{
  json_builder_begin_object (builder);
  for (guint i = 0; i < n_fields; i++)
    if (fields[i].always || !is_equal (&fields[i], object, plain))
      write_field (builder, &fields[i], (const char *) object + fields[i].offset);
  json_builder_end_object (builder);
}

gboolean
dh_fields_equal (const DhField *fields, guint n_fields, gconstpointer a, gconstpointer b)
{
  for (guint i = 0; i < n_fields; i++)
    if (!fields[i].always && !is_equal (&fields[i], a, b))
      return FALSE;
  return TRUE;
}
