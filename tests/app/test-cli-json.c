/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of a run look like as JSON: numbers, strings, and how they are laid out.
 */
#include <math.h>

#include "app/cli-json.h"

static char *
print_number (double value)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  dh_cli_json_add_number (builder, "n", value);
  json_builder_end_object (builder);
  return dh_cli_json_print (builder);
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
  dh_cli_json_add_string (builder, "na\"me", "5e+17.0\n\"a\\");
  dh_cli_json_add_string (builder, "none", NULL);
  dh_cli_json_add_count (builder, "count", 18);
  json_builder_set_member_name (builder, "array");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_end_object (builder);
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  printed = dh_cli_json_print (builder);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-json/numbers", test_numbers);
  g_test_add_func ("/cli-json/round-trip", test_round_trip);
  g_test_add_func ("/cli-json/layout", test_layout);
  return g_test_run ();
}
