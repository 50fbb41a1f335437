/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing JSON: documents, and the files of a run.
 *
 * json-glib builds the tree; numbers and strings are written here.  Up to version 1.6, its own
 * writer turns 5e17 into "5e+17.0", which is not JSON, writes 0.1 with seventeen digits, and leaves
 * the last of the control characters, U+001F, as it is.
 */
#include "core/document/json.h"

#include <math.h>
#include <string.h>

#include "core/base/number.h"

#define LINE 90 /* characters, for what is laid out on one line */

void
dh_json_add_string (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
dh_json_add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
dh_json_add_count (JsonBuilder *builder, const char *name, guint64 count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) count);
}

static void
print_string (GString *text, const char *string)
{
  static const char escaped[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";

  g_string_append_c (text, '"');
  for (const char *c = string; *c != '\0'; c++)
    {
      const char *known = strchr (escaped, *c);

      if (known != NULL)
        g_string_append_printf (text, "\\%c", letters[known - escaped]);
      else if ((guchar) *c < ' ' || *c == 0x7f)
        g_string_append_printf (text, "\\u%04x", (guint) *c);
      else
        g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

/* The fewest digits that read back as the same value; a whole number keeps a fraction, so that all
 * values of a member have one type. */
static void
print_double (GString *text, double value)
{
  g_autofree char *number = dh_number_print (value, 1);

  g_string_append (text, number);
  if (strpbrk (number, ".e") == NULL)
    g_string_append (text, ".0");
}

static void
print_scalar (GString *text, JsonNode *node)
{
  g_autofree char *plain = NULL;

  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    print_double (text, json_node_get_double (node));
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    print_string (text, json_node_get_string (node));
  else
    {
      plain = json_to_string (node, FALSE);
      g_string_append (text, plain);
    }
}

/* ---- on one line ---- */

/* What stands between the parts of a line. */
typedef struct
{
  const char *comma, *colon, *begin, *end;
} Blanks;

static const Blanks none = { ",", ":", "", "" };
static const Blanks some = { ", ", ": ", " ", " " };

static void
print_line (GString *text, JsonNode *node, const Blanks *blanks)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);

      g_string_append_c (text, '{');
      for (GList *name = names; name != NULL; name = name->next)
        {
          g_string_append (text, name == names ? blanks->begin : blanks->comma);
          print_string (text, name->data);
          g_string_append (text, blanks->colon);
          print_line (text, json_object_get_member (object, name->data), blanks);
        }
      g_string_append_printf (text, "%s}", names != NULL ? blanks->end : "");
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      g_string_append_c (text, '[');
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_string_append (text, i > 0 ? blanks->comma : "");
          print_line (text, json_array_get_element (array, i), blanks);
        }
      g_string_append_c (text, ']');
    }
  else
    print_scalar (text, node);
}

/* ---- on many lines ---- */

static void print_node (GString *text, JsonNode *node, guint depth, DhJsonLayout layout);

static void
break_line (GString *text, guint depth)
{
  g_string_append_printf (text, "\n%*s", (int) (2 * depth), "");
}

static void
print_array (GString *text, JsonArray *array, guint depth, DhJsonLayout layout)
{
  guint length = json_array_get_length (array);

  g_string_append_c (text, '[');
  for (guint i = 0; i < length; i++)
    {
      g_string_append (text, i > 0 ? "," : "");
      break_line (text, depth + 1);
      print_node (text, json_array_get_element (array, i), depth + 1, layout);
    }
  if (length > 0)
    break_line (text, depth);
  g_string_append_c (text, ']');
}

static void
print_object (GString *text, JsonObject *object, guint depth, DhJsonLayout layout)
{
  g_autoptr (GList) names = json_object_get_members (object);

  g_string_append_c (text, '{');
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_string_append (text, name != names ? "," : "");
      break_line (text, depth + 1);
      print_string (text, name->data);
      g_string_append (text, layout == DH_JSON_TALL ? " : " : ": ");
      print_node (text, json_object_get_member (object, name->data), depth + 1, layout);
    }
  if (names != NULL)
    break_line (text, depth);
  g_string_append_c (text, '}');
}

static gboolean
contains_containers (JsonNode *node)
{
  g_autoptr (GList) values = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    values = json_object_get_values (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    values = json_array_get_elements (json_node_get_array (node));
  for (GList *value = values; value != NULL; value = value->next)
    if (!JSON_NODE_HOLDS_VALUE (value->data) && !JSON_NODE_HOLDS_NULL (value->data))
      return TRUE;
  return FALSE;
}

/* FALSE: it doesn't fit; nothing is printed then. */
static gboolean
print_short (GString *text, JsonNode *node, guint depth)
{
  gsize before = text->len;

  if (contains_containers (node))
    return FALSE;
  print_line (text, node, &some);
  if (text->len - before + 2 * depth <= LINE)
    return TRUE;
  g_string_truncate (text, before);
  return FALSE;
}

static void
print_node (GString *text, JsonNode *node, guint depth, DhJsonLayout layout)
{
  if (layout == DH_JSON_SHORT && depth > 0 && print_short (text, node, depth))
    return;
  if (JSON_NODE_HOLDS_OBJECT (node))
    print_object (text, json_node_get_object (node), depth, layout);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    print_array (text, json_node_get_array (node), depth, layout);
  else
    print_scalar (text, node);
}

char *
dh_json_print (JsonBuilder *builder, DhJsonLayout layout)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  GString *text = g_string_new (NULL);

  if (layout == DH_JSON_DENSE)
    print_line (text, root, &none);
  else
    {
      print_node (text, root, 0, layout);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
