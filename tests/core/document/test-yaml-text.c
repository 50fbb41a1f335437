/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/document/yaml-text.h"

#include <string.h>

#include "tests/core/refused.h"

static DhJsonText *
read_text (const char *text, guint *line, GError **error)
{
  return dh_yaml_text_new (text, strlen (text), 1, line, error);
}

static void
assert_read (const char *text, const char *json)
{
  g_autoptr (GError) error = NULL;
  guint line;
  g_autoptr (DhJsonText) read = read_text (text, &line, &error);
  g_autofree char *printed = NULL;

  g_assert_no_error (error);
  printed = json_to_string (dh_json_text_get_root (read), FALSE);
  g_assert_cmpstr (printed, ==, json);
}

static void
test_values (void)
{
  assert_read ("a: 1\nb: [x, -2.5, 'y: z']\nc:\n  d: true\n  e: ~\n",
               "{\"a\":1,\"b\":[\"x\",-2.5,\"y: z\"],\"c\":{\"d\":true,\"e\":null}}");
  assert_read ("{}", "{}");
  /* Only YAML 1.1 takes these for booleans; and what looks like a number may be a text. */
  assert_read ("[yes, no, on, off, '1', \"true\", 1e3, +4, 0x10, 1_000, .5, 12:30]",
               "[\"yes\",\"no\",\"on\",\"off\",\"1\",\"true\",1000.0,4,\"0x10\",\"1_000\",0.5,\"12:"
               "30\"]");
  assert_read ("text: |\n  one\n  two\nfolded: >-\n  one\n  two\n",
               "{\"text\":\"one\\ntwo\\n\",\"folded\":\"one two\"}");
  assert_read ("- 9223372036854775807\n- -9223372036854775808\n",
               "[9223372036854775807,-9223372036854775808]");
}

static void
test_lines (void)
{
  static const char *const text = "# first\na: 1\nb:\n  - x\n  - {c: 2}\n";
  g_autoptr (GError) error = NULL;
  guint line;
  g_autoptr (DhJsonText) read = dh_yaml_text_new (text, strlen (text), 11, &line, &error);
  JsonObject *root;
  JsonNode *b;

  g_assert_no_error (error);
  root = json_node_get_object (dh_json_text_get_root (read));
  b = json_object_get_member (root, "b");
  g_assert_cmpuint (dh_json_text_get_line (read, json_object_get_member (root, "a")), ==, 12);
  g_assert_cmpuint (dh_json_text_get_line (read, b), ==, 14);
  g_assert_cmpuint (dh_json_text_get_line (read, json_array_get_element (json_node_get_array (b), 1)),
                    ==, 15);
}

static void
assert_is_refused (const char *text, guint expected, const char *word)
{
  g_autoptr (GError) error = NULL;
  guint line = 0;
  g_autoptr (DhJsonText) read = read_text (text, &line, &error);

  if (read != NULL)
    g_error ("taken: %s", text);
  assert_refused (error, &word, 1);
  if (line != expected)
    g_error ("line %u, not %u: %s: %s", line, expected, text, error->message);
}

static void
test_refused (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);

  assert_is_refused ("", 1, "nothing");
  assert_is_refused ("a: 1\na: 2\n", 2, "twice");
  assert_is_refused ("a: &x 1\nb: *x\n", 1, "&x");
  assert_is_refused ("a: 1\nb: *x\n", 2, "*");
  assert_is_refused ("a: !!int 1\n", 1, "tags");
  assert_is_refused ("a: [1, 2\nb: 3\n", 2, "YAML");
  assert_is_refused ("a: 1\n---\nb: 2\n", 2, "follows");
  assert_is_refused ("[1]: 2\n", 1, "before a colon");
  assert_is_refused ("a: 99999999999999999999\n", 1, "too large");
  assert_is_refused ("a: 1e999\n", 1, "too large");
  assert_is_refused ("a: \"x\\0y\"\n", 1, "UTF-8");
  for (guint i = 0; i < 200; i++)
    g_string_append_c (deep, '[');
  assert_is_refused (deep->str, 1, "nested");
}

/* Every beginning of a text is read or refused, never more. */
static void
test_truncated (void)
{
  static const char *const text = "a: {b: [1, 'x', \"y\"], c: |\n    z\n  }\nd: ä\n";

  for (gsize size = 0; size <= strlen (text); size++)
    {
      g_autofree char *exact = g_memdup2 (text, MAX (size, 1));
      g_autoptr (GError) error = NULL;
      guint line;
      g_autoptr (DhJsonText) read = dh_yaml_text_new (exact, size, 1, &line, &error);

      g_assert_true ((read == NULL) == (error != NULL));
    }
}

static void
assert_merged (const char *base, const char *patch, const char *expected)
{
  g_autoptr (GError) error = NULL;
  guint line;
  g_autoptr (DhJsonText) a = read_text (base, &line, &error);
  g_autoptr (DhJsonText) b = read_text (patch, &line, &error);
  g_autofree char *before = json_to_string (dh_json_text_get_root (a), FALSE), *after = NULL;
  g_autofree char *printed = NULL;

  g_assert_no_error (error);
  printed = json_to_string (
    dh_json_text_merge (b, a, dh_json_text_get_root (a), dh_json_text_get_root (b)), FALSE);
  after = json_to_string (dh_json_text_get_root (a), FALSE);
  g_assert_cmpstr (printed, ==, expected);
  g_assert_cmpstr (before, ==, after);
}

/* The examples of RFC 7396, appendix A. */
static void
test_merge (void)
{
  assert_merged ("{a: b}", "{a: c}", "{\"a\":\"c\"}");
  assert_merged ("{a: b}", "{b: c}", "{\"a\":\"b\",\"b\":\"c\"}");
  assert_merged ("{a: b}", "{a: ~}", "{}");
  assert_merged ("{a: b, b: c}", "{a: ~}", "{\"b\":\"c\"}");
  assert_merged ("{a: [b]}", "{a: c}", "{\"a\":\"c\"}");
  assert_merged ("{a: c}", "{a: [b]}", "{\"a\":[\"b\"]}");
  assert_merged ("{a: {b: c}}", "{a: {b: d, c: ~}}", "{\"a\":{\"b\":\"d\"}}");
  assert_merged ("{a: [{b: c}]}", "{a: [1]}", "{\"a\":[1]}");
  assert_merged ("{}", "{a: {bb: {ccc: ~}}}", "{\"a\":{\"bb\":{}}}");
}

static void
test_merged_lines (void)
{
  g_autoptr (GError) error = NULL;
  guint line;
  g_autoptr (DhJsonText) base = read_text ("a: 1\nb:\n  c: 2\n  d: 3\n", &line, &error);
  g_autoptr (DhJsonText) patch = dh_yaml_text_new ("b: {c: 4}", 9, 20, &line, &error);
  JsonNode *merged = dh_json_text_merge (patch, base, dh_json_text_get_root (base),
                                         dh_json_text_get_root (patch));
  JsonObject *root = json_node_get_object (merged);
  JsonObject *b = json_object_get_object_member (root, "b");

  g_assert_no_error (error);
  g_assert_cmpuint (dh_json_text_get_line (patch, json_object_get_member (root, "a")), ==, 1);
  g_assert_cmpuint (dh_json_text_get_line (patch, json_object_get_member (b, "c")), ==, 20);
  g_assert_cmpuint (dh_json_text_get_line (patch, json_object_get_member (b, "d")), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/yaml-text/values", test_values);
  g_test_add_func ("/yaml-text/lines", test_lines);
  g_test_add_func ("/yaml-text/refused", test_refused);
  g_test_add_func ("/yaml-text/truncated", test_truncated);
  g_test_add_func ("/yaml-text/merge", test_merge);
  g_test_add_func ("/yaml-text/merged-lines", test_merged_lines);
  return g_test_run ();
}
