/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Typed functions.  An accepted one has the same value with and without derivatives, repeatedly; a
 * refused one gives a message and a position inside the text.
 */
#include "core/landscape/expression.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static gboolean
is_same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static void
check_values (const DhExpression *expression)
{
  static const double places[] = { 0, 1, -1, 2.5, -3, 1e-9, 1e6 };
  const double parameters[] = { 1.5, -2 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint k = 0; k < G_N_ELEMENTS (places); k += 2)
      {
        double value = dh_expression_get_value (expression, places[i], places[k], parameters);
        DhJet jet = dh_expression_get_jet (expression, places[i], places[k], parameters);

        g_assert_true (
          is_same (value, dh_expression_get_value (expression, places[i], places[k], parameters)));
        g_assert_true (is_same (value, jet.value)
                       || fabs (value - jet.value) <= 1e-9 * fabs (value));
      }
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const parameters[] = { "b", "depth", NULL };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  DhTextSpan fault = { 0 };
  g_autoptr (DhExpression) expression = dh_expression_new (text, parameters, &fault, &error);

  g_assert_true ((expression != NULL) == (error == NULL));
  if (expression != NULL)
    check_values (expression);
  else
    {
      g_assert_cmpuint (fault.start + fault.length, <=, strlen (text));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  return 0;
}
