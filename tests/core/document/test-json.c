/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of a run look like as JSON: numbers, strings, and how they are laid out.
 */
#include <math.h>

#include "core/document/json.h"

static char *
print_number (double value)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  dh_json_add_number (builder, "n", value);
  json_builder_end_object (builder);
  return dh_json_print (builder, DH_JSON_TALL);
}

/* From RFC 8259, section 6: an exponent follows digits, or a full stop with digits, and ends the
 * number. */
static void
test_numbers (void)
{
  static const struct
  {
    double value;
    const char *text;
  } numbers[] = {
    { 0, "0.0" },           { -0.0, "-0.0" },       { 24, "24.0" },
    { -3, "-3.0" },         { 0.1, "0.1" },         { 1.0 / 3, "0.3333333333333333" },
    { 5e17, "5e17" },       { -5e17, "-5e17" },     { 1e-10, "1e-10" },
    { 1.5e300, "1.5e300" }, { 123456, "123456.0" }, { 9007199254740993.0, "9007199254740992.0" },
    { NAN, "null" },        { -INFINITY, "null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *printed = print_number (numbers[i].value);
      g_autofree char *expected = g_strdup_printf ("{\n  \"n\" : %s\n}\n", numbers[i].text);

      g_assert_cmpstr (printed, ==, expected);
    }
}

/* Doubles of every size: reading one back gives exactly the same value. */
static void
test_round_trip (void)
{
  for (int i = 0; i < 2000; i++)
    {
      double value = ldexp (g_test_rand_double_range (-1, 1), g_test_rand_int_range (-1000, 1000));
      g_autofree char *printed = print_number (value);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = json_from_string (printed, &error);

      g_assert_no_error (error);
      g_assert_true (json_object_get_double_member (json_node_get_object (node), "n") == value);
    }
}

/* A string that looks like a number, one that json-glib 1.6 gets wrong, stays a string. */
static void
test_layout (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *printed = NULL;

  json_builder_begin_object (builder);
  dh_json_add_string (builder, "na\"me", "5e+17.0\n\"a\\");
  dh_json_add_string (builder, "none", NULL);
  dh_json_add_count (builder, "count", 18);
  json_builder_set_member_name (builder, "array");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_end_object (builder);
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  printed = dh_json_print (builder, DH_JSON_TALL);
  g_assert_cmpstr (printed, ==,
                   "{\n"
                   "  \"na\\\"me\" : \"5e+17.0\\n\\\"a\\\\\",\n"
                   "  \"none\" : null,\n"
                   "  \"count\" : 18,\n"
                   "  \"array\" : [\n"
                   "    {},\n"
                   "    [],\n"
                   "    true\n"
                   "  ]\n"
                   "}\n");
}

/* Every control character, and what JSON keeps for itself. */
static void
test_strings (void)
{
  char string[0x82 + 1] = "";
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *printed = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < 0x7f; i++)
    string[i] = (char) (i + 1);
  g_strlcat (string, "ä", sizeof string);
  json_builder_begin_object (builder);
  dh_json_add_string (builder, "s", string);
  json_builder_end_object (builder);
  printed = dh_json_print (builder, DH_JSON_DENSE);
  for (const char *c = printed; *c != '\0'; c++)
    g_assert_cmpuint ((guchar) *c, >=, ' ');
  node = json_from_string (printed, NULL);
  g_assert_nonnull (node);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "s"), ==, string);
}

/* The same in three layouts: what fits on a line, and holds nothing that doesn't, is on one. */
static void
test_layouts (void)
{
  static const char *const texts[] = {
    "{\n  \"a\" : [\n    {\n      \"b\" : 1,\n      \"c\" : 0.5\n    },\n    []\n  ]\n}\n",
    "{\n  \"a\": [\n    { \"b\": 1, \"c\": 0.5 },\n    []\n  ]\n}\n",
    "{\"a\":[{\"b\":1,\"c\":0.5},[]]}",
  };

  for (DhJsonLayout layout = DH_JSON_TALL; layout <= DH_JSON_DENSE; layout++)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      g_autofree char *printed = NULL;

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "a");
      json_builder_begin_array (builder);
      json_builder_begin_object (builder);
      dh_json_add_count (builder, "b", 1);
      dh_json_add_number (builder, "c", .5);
      json_builder_end_object (builder);
      json_builder_begin_array (builder);
      json_builder_end_array (builder);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
      printed = dh_json_print (builder, layout);
      g_assert_cmpstr (printed, ==, texts[layout]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/round-trip", test_round_trip);
  g_test_add_func ("/json/layout", test_layout);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/layouts", test_layouts);
  return g_test_run ();
}
