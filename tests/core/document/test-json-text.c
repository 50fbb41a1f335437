/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/document/json-text.h"

#include <string.h>

#include "core/base/error.h"

static DhJsonText *
read_text (const char *text, guint *line, GError **error)
{
  return dh_json_text_new (text, strlen (text), line, error);
}

static void
assert_refused (const char *text, guint expected, const char *word)
{
  g_autoptr (GError) error = NULL;
  guint line = 0;
  g_autoptr (DhJsonText) read = read_text (text, &line, &error);

  if (read != NULL)
    g_error ("taken: %s", text);
  g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (line != expected || strstr (error->message, word) == NULL)
    g_error ("line %u (not %u), “%s”: %s", line, expected, word, error->message);
}

static void
test_lines (void)
{
  static const char *const text =
    "\n{ \"a\": 1,\n  \"b\": [\n    2, \"x:y\",\n    {\"c\"\n  :\n null}"
    "],\n \"d\": {\n} }\n";
  g_autoptr (GError) error = NULL;
  guint line;
  g_autoptr (DhJsonText) read = read_text (text, &line, &error);
  JsonObject *root;
  JsonArray *b;
  JsonNode *c;

  g_assert_no_error (error);
  g_assert_cmpuint (dh_json_text_get_line (read, dh_json_text_get_root (read)), ==, 2);
  root = json_node_get_object (dh_json_text_get_root (read));
  b = json_object_get_array_member (root, "b");
  c = json_array_get_element (b, 2);
  g_assert_cmpuint (dh_json_text_get_line (read, json_object_get_member (root, "a")), ==, 2);
  g_assert_cmpuint (dh_json_text_get_line (read, json_object_get_member (root, "b")), ==, 3);
  g_assert_cmpuint (dh_json_text_get_line (read, json_array_get_element (b, 1)), ==, 4);
  g_assert_cmpuint (dh_json_text_get_line (read, c), ==, 5);
  g_assert_cmpuint (dh_json_text_get_line (read,
                                           json_object_get_member (json_node_get_object (c), "c")),
                    ==, 7);
  g_assert_cmpuint (dh_json_text_get_line (read, json_object_get_member (root, "d")), ==, 8);
}

static void
test_values (void)
{
  g_autoptr (GError) error = NULL;
  guint line;
  g_autoptr (DhJsonText) read = read_text (
    "[-9223372036854775808, 9223372036854775807, -0.0, 1e-400, 1E+2, \"\\ud83d\\ude00\", "
    "\"a\\u00e4\\n\\/\", true, null]",
    &line, &error);
  JsonArray *array;

  g_assert_no_error (error);
  array = json_node_get_array (dh_json_text_get_root (read));
  g_assert_cmpint (json_array_get_int_element (array, 0), ==, G_MININT64);
  g_assert_cmpint (json_array_get_int_element (array, 1), ==, G_MAXINT64);
  g_assert_cmpfloat (json_array_get_double_element (array, 3), ==, 0);
  g_assert_cmpfloat (json_array_get_double_element (array, 4), ==, 100);
  g_assert_cmpstr (json_array_get_string_element (array, 5), ==, "😀");
  g_assert_cmpstr (json_array_get_string_element (array, 6), ==, "aä\n/");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    guint line;
    const char *word;
  } texts[] = {
    { "", 1, "nothing" },
    { " \n ", 2, "nothing" },
    { "{", 1, "the end is missing" },
    { "[\n1,\n2", 3, "the end is missing" },
    { "{}\n}", 2, "never opened" },
    { "[1\n 2]", 1, "comma" },
    { "[1,\n]", 1, "comma" },
    { "{\"a\" 1}", 1, "comma" },
    { "{\"a\": 1,\n}", 1, "comma" },
    { "{1: 2}", 1, "comma" },
    { "[}", 1, "comma" },
    { "{} {}", 1, "follows" },
    { "[1]\n[2]", 2, "follows" },
    { "{\"a\": {}}\n{\"b\": []}", 2, "follows" },
    { "\"a\" []", 1, "follows" },
    { "{} 5", 1, "comma" },
    { "1 2", 1, "comma" },
    { "[]\n\n7", 3, "comma" },
    { "// no\n[]", 1, "“/”" },
    { "[1, /* no */ 2]", 1, "“/”" },
    { "var a = []", 1, "“var”" },
    { "['a']", 1, "“'”" },
    { "[NaN]", 1, "NaN" },
    { "[-Infinity]", 1, "Infinity" },
    { "[True]", 1, "True" },
    { "[01]", 1, "“01”" },
    { "[1.]", 1, "“1.”" },
    { "[.5]", 1, "“.5”" },
    { "[+1]", 1, "“+1”" },
    { "[1e]", 1, "“1e”" },
    { "[0x10]", 1, "0x10" },
    { "[9223372036854775808]", 1, "too large" },
    { "[-18446744073709551615]", 1, "too large" },
    { "[1,\n1e999]", 2, "too large" },
    { "[\"a\nb\"]", 1, "quotation mark" },
    { "[\"a", 1, "quotation mark" },
    { "[\"\\x41\"]", 1, "backslash" },
    { "[\"\\u00\"]", 1, "backslash" },
    { "[\"\\u0000\"]", 1, "backslash" },
    { "[\"\\ud83d\"]", 1, "backslash" },
    { "[\"\\ude00\"]", 1, "backslash" },
    { "{\"a\": 1,\n\"b\": {\"a\": 2},\n\"a\": 3}", 3, "“a” is there twice" },
    { "[\n\"\xff\"]", 2, "UTF-8" },
    { "[€]", 1, "“€”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i].text, texts[i].line, texts[i].word);
}

/* Neither deep nesting nor a NUL in the middle. */
static void
test_hostile (void)
{
  g_autofree char *deep = g_strnfill (1 << 20, '['), *names = NULL;
  g_autoptr (GString) objects = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint line;

  assert_refused (deep, 1, "too deep");
  for (guint i = 0; i < 100000; i++)
    g_string_append (objects, "{\"a\":");
  assert_refused (objects->str, 1, "too deep");
  deep[DH_JSON_MAX_DEPTH] = '\0';
  names = g_strnfill (DH_JSON_MAX_DEPTH, ']');
  {
    g_autofree char *just = g_strconcat (deep, names, NULL);
    g_autoptr (DhJsonText) read = read_text (just, &line, &error);

    g_assert_no_error (error);
  }
  g_assert_null (dh_json_text_new ("[1]\0[2]", 7, &line, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-text/lines", test_lines);
  g_test_add_func ("/json-text/values", test_values);
  g_test_add_func ("/json-text/refused", test_refused);
  g_test_add_func ("/json-text/hostile", test_hostile);
  return g_test_run ();
}
