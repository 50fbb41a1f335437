/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON for the files of a run.
 *
 * json-glib builds the tree and writes its strings; numbers are written here.  Up to version 1.6,
 * its own writer turns 5e17 into "5e+17.0", which is not JSON, and writes 0.1 with seventeen
 * digits.
 */
#include "app/cli-json.h"

#include <math.h>
#include <string.h>

#include "core/base/number.h"

void
dh_cli_json_add_string (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
dh_cli_json_add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
dh_cli_json_add_count (JsonBuilder *builder, const char *name, guint64 count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) count);
}

static void print_node (GString *text, JsonNode *node, guint depth);

static void
break_line (GString *text, guint depth)
{
  g_string_append_printf (text, "\n%*s", (int) (2 * depth), "");
}

/* Everything that contains no fractional number. */
static void
print_plainly (GString *text, JsonNode *node)
{
  g_autofree char *plain = json_to_string (node, FALSE);

  g_string_append (text, plain);
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
print_array (GString *text, JsonArray *array, guint depth)
{
  guint length = json_array_get_length (array);

  g_string_append_c (text, '[');
  for (guint i = 0; i < length; i++)
    {
      g_string_append (text, i > 0 ? "," : "");
      break_line (text, depth + 1);
      print_node (text, json_array_get_element (array, i), depth + 1);
    }
  if (length > 0)
    break_line (text, depth);
  g_string_append_c (text, ']');
}

static void
print_object (GString *text, JsonObject *object, guint depth)
{
  g_autoptr (GList) names = json_object_get_members (object);

  g_string_append_c (text, '{');
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autoptr (JsonNode) key = json_node_init_string (json_node_alloc (), name->data);

      g_string_append (text, name != names ? "," : "");
      break_line (text, depth + 1);
      print_plainly (text, key);
      g_string_append (text, " : ");
      print_node (text, json_object_get_member (object, name->data), depth + 1);
    }
  if (names != NULL)
    break_line (text, depth);
  g_string_append_c (text, '}');
}

static void
print_node (GString *text, JsonNode *node, guint depth)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    print_object (text, json_node_get_object (node), depth);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    print_array (text, json_node_get_array (node), depth);
  else if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    print_double (text, json_node_get_double (node));
  else
    print_plainly (text, node);
}

char *
dh_cli_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  GString *text = g_string_new (NULL);

  print_node (text, root, 0);
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}
