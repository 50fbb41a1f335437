/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values and derivatives of a few thousand typed functions against symbolic results with 60 digits
 * (tests/reference/expressions.py).  Many are edge cases: where the chain rule would multiply 0 by
 * infinity, where intermediate results overflow, and where there is no derivative.
 */
#include "core/landscape/expression.h"

#include <json-glib/json-glib.h>
#include <math.h>

/* A derivative that doesn't exist is infinite or NaN. */
static gboolean
is_right (JsonNode *wanted, double tolerance, double got)
{
  if (JSON_NODE_HOLDS_NULL (wanted))
    return !isfinite (got);
  if (json_node_get_value_type (wanted) == G_TYPE_STRING)
    return TRUE;
  return fabs (got - json_node_get_double (wanted)) <= tolerance;
}

static guint
check_row (JsonArray *row)
{
  static const char *const names[] = { "value", "x", "y", "xx", "xy", "yy" };
  const char *text = json_array_get_string_element (row, 0);
  double x = json_array_get_double_element (row, 1), y = json_array_get_double_element (row, 2);
  JsonArray *wanted = json_array_get_array_element (row, 3);
  JsonArray *tolerances = json_array_get_array_element (row, 4);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhExpression) f = dh_expression_new (text, NULL, NULL, &error);
  DhJet jet;
  guint n_wrong = 0;

  g_assert_no_error (error);
  jet = dh_expression_get_jet (f, x, y, NULL);
  g_assert_cmpfloat (jet.value, ==, dh_expression_get_value (f, x, y, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const double got[] = { jet.value, jet.x, jet.y, jet.xx, jet.xy, jet.yy };
      JsonNode *node = json_array_get_element (wanted, i);

      if (is_right (node, json_array_get_double_element (tolerances, i), got[i]))
        continue;
      n_wrong++;
      g_printerr ("%s at (%g, %g): %s is %.17g, not %.17g ± %.2g\n", text, x, y, names[i], got[i],
                  JSON_NODE_HOLDS_NULL (node) ? NAN : json_node_get_double (node),
                  json_array_get_double_element (tolerances, i));
    }
  return n_wrong;
}

static void
test_reference (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path = g_build_filename (g_getenv ("DH_TEST_DATA"), "expressions.json", NULL);
  g_autoptr (GError) error = NULL;
  JsonArray *rows;
  guint n_wrong = 0;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  rows = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                       "rows");
  g_assert_cmpuint (json_array_get_length (rows), >=, 3000);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    n_wrong += check_row (json_array_get_array_element (rows, i));
  g_assert_cmpuint (n_wrong, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expression/reference", test_reference);
  return g_test_run ();
}
