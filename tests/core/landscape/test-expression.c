/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Typed functions: their meaning, their derivatives against central differences, and that every
 * mistake is reported with its position.
 */
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/landscape/expression-private.h"

#include <math.h>
#include <string.h>

static DhExpression *
make (const char *text)
{
  g_autoptr (GError) error = NULL;
  DhExpression *expression = dh_expression_new (text, NULL, NULL, &error);

  g_assert_no_error (error);
  return expression;
}

static void
test_values (void)
{
  static const struct
  {
    const char *text;
    double value; /* at x = 2, y = 3 */
  } cases[] = {
    { "x", 2 },
    { "x + y*2", 8 },
    { "(x + y)*2", 10 },
    { "-x^2", -4 },
    { "2^3^2", 512 },
    { "2x", 4 },
    { "2x y", 12 },
    { "3(x + 1)", 9 },
    { "x²+y³", 31 },
    { "x − y · 2", -4 },
    { "10 - 4 - 3", 3 },
    { "24 / 4 / 3", 2 },
    { "x**2", 4 },
    { "sqrt(16)", 4 },
    { "ln(e)", 1 },
    { "cos(pi)", -1 },
    { "2π", 2 * G_PI },
    { "1e3x", 2000 },
    { ".5y", 1.5 },
    { "--x", 2 },
    { "2^-1", 0.5 },
    { "abs(-y)", 3 },
    { "tanh(0)", 0 },
    { "  x\t", 2 },
    { "x^0.5", G_SQRT2 },
    { "2xy", 12 },
    { "xy", 6 },
    { "xsin(0)+1", 1 },
    { "min(x, y)", 2 },
    { "max(x,y)", 3 },
    { "min(1,5)", 1 },
    { "min(1,5; y)", 1.5 },
    { "max(2.5, min(x, y))", 2.5 },
    { "min((0,5+x), y)", 2.5 },
    { "|-x|", 2 },
    { "||x|-2*|y||", 4 },
    { "2|x|y", 12 },
    { "|(x-|y|)|", 1 },
    { "√16", 4 },
    { "√(x+7)y", 9 },
    { "2√16x", 16 },
    { "x×y⋅2÷3", 4 },
    { "y–x", 1 },
    { "x¹⁰", 1024 },
    { "1,5x", 3 },
    { "0,125", 0.125 },
    { "πx/π", 2 },
    { "ex/e", 2 },
    { "2*3 x", 12 },
    { "x 2", 4 },
    { "1/(1+exp(-1000(0-x)))", 0 },
    { "exp(1000x)/(1+exp(1000x))", 1 },
    { "exp(-x^20)exp(x^20)", 1 },
    { "+x", 2 },
    { "x(y)", 6 },
    { "-2^2", -4 },
    { "atan(0)", 0 },
    { "sinh(0)+cosh(0)", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DhExpression) expression = make (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpfloat_with_epsilon (dh_expression_get_value (expression, 2, 3, NULL),
                                      cases[i].value, 1e-12);
      g_assert_cmpfloat_with_epsilon (dh_expression_get_jet (expression, 2, 3, NULL).value,
                                      cases[i].value, 1e-12);
    }
}

static void
assert_derivative (const char *text, double got, double above, double below, double h)
{
  double wanted = (above - below) / (2 * h);

  if (!(fabs (got - wanted) <= 1e-5 * (1 + fabs (wanted))))
    g_error ("%s: %.9g instead of %.9g", text, got, wanted);
}

/* Derivatives of everything that can be written, at random points where it is smooth. */
static void
test_derivatives (void)
{
  static const char *const texts[] = {
    "x^3 y^2",          "x/y",        "1/(x^2 + y)", "sin(x y)",
    "cos(x - y)^2",     "tan(x/3)",   "exp(-x^2 y)", "log(x + y)",
    "sqrt(x y)",        "abs(x - 5)", "tanh(x y)",   "sinh(x)cosh(y)",
    "atan(x/y)",        "x^y",        "2^(x y)",     "x^-2 + y^0.5",
    "(x + y)^3/exp(y)", "-x y",
  };
  const double h = 1e-5;
  DhRandom random;

  dh_random_init (&random, 7, 0);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint k = 0; k < 5; k++)
      {
        g_autoptr (DhExpression) f = make (texts[i]);
        double x = dh_random_uniform (&random, 0.5, 1.5);
        double y = dh_random_uniform (&random, 0.5, 1.5);
        DhJet jet = dh_expression_get_jet (f, x, y, NULL);
        DhJet right = dh_expression_get_jet (f, x + h, y, NULL);
        DhJet left = dh_expression_get_jet (f, x - h, y, NULL);
        DhJet up = dh_expression_get_jet (f, x, y + h, NULL);
        DhJet down = dh_expression_get_jet (f, x, y - h, NULL);

        assert_derivative (texts[i], jet.x, right.value, left.value, h);
        assert_derivative (texts[i], jet.y, up.value, down.value, h);
        assert_derivative (texts[i], jet.xx, right.x, left.x, h);
        assert_derivative (texts[i], jet.xy, up.x, down.x, h);
        assert_derivative (texts[i], jet.yy, up.y, down.y, h);
      }
}

/* Powers of negative numbers, and points where a derivative would divide by 0. */
static void
test_powers (void)
{
  g_autoptr (DhExpression) square = make ("x^2");
  g_autoptr (DhExpression) cone = make ("sqrt(x^2 + y^2)");
  DhJet jet = dh_expression_get_jet (square, -3, 0, NULL);

  g_assert_cmpfloat (jet.x, ==, -6);
  g_assert_cmpfloat (jet.xx, ==, 2);
  jet = dh_expression_get_jet (square, 0, 0, NULL);
  g_assert_cmpfloat (jet.x, ==, 0);
  g_assert_cmpfloat (jet.xx, ==, 2);
  jet = dh_expression_get_jet (cone, 0, 0, NULL);
  g_assert_cmpfloat (jet.value, ==, 0);
  g_assert_cmpfloat (jet.x, ==, 0);
}

/* Where the chain rule gives 0 times infinity; a derivative that doesn't exist is NaN. */
static void
test_limits (void)
{
  static const struct
  {
    const char *text;
    double at[2], wanted[5]; /* x, y, xx, xy, yy */
  } cases[] = {
    { "((x^2+y^2)^0.5)^2", { 0, 0 }, { 0, 0, 2, 0, 2 } },
    { "abs(x)^2", { 0, 0 }, { 0, 0, 2, 0, 0 } },
    { "(x^4)^0.5", { 0, 0 }, { 0, 0, 2, 0, 0 } },
    { "abs(x)^1.5+y^2", { 0, 1 }, { 0, 2, INFINITY, 0, 2 } },
    { "x^y", { -1, 2 }, { -2, NAN, 2, NAN, NAN } },
    { "1/(1+exp(-1000x))", { -1, 0 }, { 0, 0, 0, 0, 0 } },
    { "1/(1+exp(-1e6x))", { -1, 0 }, { 0, 0, 0, 0, 0 } },
    { "1/(1+exp(exp(exp(10x))))", { 1, 0 }, { 0, 0, 0, 0, 0 } },
    { "3log(y^816)", { 0, 2 }, { 0, 1224, 0, 0, -612 } },
    { "x^-y", { -4, 4 }, { 1.0 / 256, NAN, 5.0 / 1024, NAN, NAN } },
    { "x^-y", { 0, 0 }, { 0, NAN, 0, NAN, NAN } },
    { "sqrt(abs(x))", { 0, 0 }, { NAN, 0, NAN, 0, 0 } },
    { "max(x, 3x)", { 0, 0 }, { 2, 0, 0, 0, 0 } },
    { "exp(-1/x^2)", { 0, 0 }, { 0, 0, 0, 0, 0 } },
    { "sqrt(x)^3", { 0, 0 }, { 0, 0, INFINITY, 0, 0 } },
    { "x^2 + y^2", { 0, 1e-300 }, { 0, 2e-300, 2, 0, 2 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DhExpression) f = make (cases[i].text);
      DhJet jet = dh_expression_get_jet (f, cases[i].at[0], cases[i].at[1], NULL);
      const double got[] = { jet.x, jet.y, jet.xx, jet.xy, jet.yy };

      g_test_message ("%s", cases[i].text);
      for (guint k = 0; k < G_N_ELEMENTS (got); k++)
        if (!isfinite (cases[i].wanted[k]))
          g_assert_false (isfinite (got[k]));
        else
          g_assert_cmpfloat_with_epsilon (got[k], cases[i].wanted[k], 1e-10);
    }
}

static void
assert_near (const char *what, double got, double wanted, double largest)
{
  if (!(fabs (got - wanted) <= 1e-11 * largest))
    g_error ("%s: %.17g instead of %.17g", what, got, wanted);
}

/* Each function and operation in doubles and in numbers that don't overflow, by itself and
 * multiplied by a factor of 1 whose computation overflows. */
static void
test_wide (void)
{
  static const char *const functions[] = {
    "abs(x)",     "atan(3x)",  "cos(3x)",          "cosh(3x)", "exp(3x)", "sin(3x)",
    "sinh(x/2)",  "sinh(9x)",  "tan(3x)",          "tanh(3x)", "log(3x)", "sqrt(3x)",
    "(3x)^2.5",   "x^-3",      "3^(2x)",           "x^x",      "x^(x^2)", "min(x,x^2)",
    "max(x,x^2)", "x^3/(1+x)", "-x^3 - x/(2-x^2)", "x^1200.0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    for (double x = -0.3; x < 0.8; x += 1)
      {
        g_autofree char *beside = g_strdup_printf ("(%s)*(exp(1000y)/exp(1000y))", functions[i]);
        g_autoptr (DhExpression) plain = make (functions[i]);
        g_autoptr (DhExpression) factor = make (beside);
        DhJet wanted = dh_expression_get_jet (plain, x, 1, NULL);
        const DhJet got[] = { dh_expression_get_wide_jet (plain, x, 1, NULL),
                              dh_expression_get_wide_jet (factor, x, 1, NULL),
                              dh_expression_get_jet (factor, x, 1, NULL) };
        double largest = MAX (fabs (wanted.value), MAX (fabs (wanted.x), fabs (wanted.xx)));

        for (guint k = 0; k < G_N_ELEMENTS (got) && isfinite (wanted.value); k++)
          {
            assert_near (beside, got[k].value, wanted.value, largest);
            assert_near (beside, got[k].x, wanted.x, largest);
            assert_near (beside, got[k].xx, wanted.xx, largest);
            assert_near (beside, fabs (got[k].y) + fabs (got[k].xy) + fabs (got[k].yy), 0, 0);
          }
        if (isnan (wanted.value))
          g_assert_true (isnan (got[0].value) && isnan (got[1].value));
        else
          g_assert_cmpfloat (dh_expression_get_wide_value (factor, x, 1, NULL), ==, got[1].value);
      }
}

/* 1/(1 + e⁻ᵃˣ) is approximately eᵃˣ while that is small, and its derivatives are a eᵃˣ and a²
 * eᵃˣ. */
static void
test_saturated (void)
{
  g_autoptr (DhExpression) f = make ("1/(1+exp(-1000x))");
  DhJet low = dh_expression_get_jet (f, -0.4, 0, NULL);
  DhJet high = dh_expression_get_jet (f, 0.4, 0, NULL);
  DhJet lowest = dh_expression_get_jet (f, -0.9, 0, NULL);
  double e = exp (-400);

  assert_near ("value", low.value, e, e);
  assert_near ("slope", low.x, 1e3 * e, 1e3 * e);
  assert_near ("curvature", low.xx, 1e6 * e, 1e6 * e);
  g_assert_cmpfloat (high.value, ==, 1);
  assert_near ("slope", high.x, 1e3 * e, 1e3 * e);
  assert_near ("curvature", high.xx, -1e6 * e, 1e6 * e);
  g_assert_cmpfloat (lowest.value, ==, 0);
  g_assert_cmpfloat (lowest.x, ==, 0);
  g_assert_cmpfloat (low.y, ==, 0);
  g_assert_cmpfloat (low.xy, ==, 0);
}

static void
test_parameters (void)
{
  static const char *const names[] = { "a", "depth", NULL };
  const double values[] = { 2, 5 };
  g_autoptr (DhExpression) f = dh_expression_new ("a x + depth", names, NULL, NULL);

  g_assert_nonnull (f);
  g_assert_cmpfloat (dh_expression_get_value (f, 10, 0, values), ==, 25);
}

static void
assert_fault (const char *text, gsize start, gsize length, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = g_strescape (text, NULL);
  DhTextSpan fault = { 999, 999 };

  g_test_message ("%.60s", shown);
  g_assert_null (dh_expression_new (text, NULL, &fault, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_nonnull (strstr (error->message, word));
  g_assert_cmpuint (fault.start, ==, start);
  g_assert_cmpuint (fault.length, ==, length);
}

static void
test_mistakes (void)
{
  g_autofree char *brackets = g_strnfill (900, '(');
  g_autofree char *signs = g_strnfill (900, '-');
  g_autofree char *long_text = g_strnfill (5000, 'x');
  GString *powers = g_string_new ("x");

  assert_fault ("", 0, 0, "missing");
  assert_fault ("x +", 3, 0, "missing");
  assert_fault ("2 * foo", 4, 3, "“foo”");
  assert_fault ("sin x", 0, 4, "brackets");
  assert_fault ("(x + 1", 0, 1, "never closed");
  assert_fault ("x + 1)", 5, 1, "never opened");
  assert_fault ("x $ y", 2, 1, "“$”");
  assert_fault ("x + * y", 4, 1, "“*”");
  assert_fault ("1e999", 0, 5, "too large");
  assert_fault ("0x10", 1, 3, "“x10”");
  assert_fault ("2 + 10 000(x)", 4, 6, "two numbers");
  assert_fault ("1.000.000x^2", 0, 9, "two numbers");
  assert_fault ("1.5.2", 0, 5, "two numbers");
  assert_fault ("x^3 4", 2, 3, "two numbers");
  assert_fault ("1,5,2", 0, 5, "two numbers");
  assert_fault ("1,000x", 0, 5, "1000 or 1.000");
  assert_fault ("min(1,5, x)", 7, 1, "third");
  assert_fault ("x + max(y)", 4, 3, "takes two");
  assert_fault ("max x", 0, 4, "arguments");
  assert_fault ("sinx", 0, 3, "brackets");
  assert_fault ("sine(x)", 0, 4, "“sine”");
  assert_fault ("2 + |x", 4, 1, "never closed");
  assert_fault ("x2", 0, 2, "“x2”");
  assert_fault ("1, 5", 1, 1, "“,”");
  assert_fault (brackets, DH_EXPRESSION_MAX_DEPTH, 1, "Nested too deeply");
  assert_fault (signs, DH_EXPRESSION_MAX_DEPTH, 1, "Nested too deeply");
  assert_fault (long_text, 0, 5000, "too long");
  assert_fault ("x + \xff", 4, 1, "UTF-8");
  for (guint i = 0; i < 300; i++)
    g_string_append (powers, "^x");
  assert_fault (powers->str, 2 * DH_EXPRESSION_MAX_DEPTH + 1, 1, "at most");
  g_string_free (powers, TRUE);
}

/* Expressions of the greatest permitted depth don't exhaust the stack. */
static void
test_depth (void)
{
  GString *text = g_string_new (NULL);
  g_autoptr (DhExpression) f = NULL;

  for (guint i = 0; i < DH_EXPRESSION_MAX_DEPTH; i++)
    g_string_append (text, "1+1*(");
  g_string_append (text, "1+1*x");
  for (guint i = 0; i < DH_EXPRESSION_MAX_DEPTH; i++)
    g_string_append (text, ")");
  f = make (text->str);
  g_assert_cmpfloat (dh_expression_get_value (f, 1, 0, NULL), ==, DH_EXPRESSION_MAX_DEPTH + 2);
  g_assert_cmpfloat (dh_expression_get_jet (f, 1, 0, NULL).x, ==, 1);
  g_string_free (text, TRUE);
}

/* Every text gives a function or an error message. */
static void
test_nonsense (void)
{
  static const char alphabet[] = "xy()+-*/^.0123456789 esincoslqrtp²π,;=";
  DhRandom random;

  dh_random_init (&random, 3, 0);
  for (guint i = 0; i < 20000; i++)
    {
      char text[24];
      g_autoptr (GError) error = NULL;
      g_autoptr (DhExpression) f = NULL;
      DhTextSpan fault = { 0, 0 };
      guint n = dh_random_uniform (&random, 0, 23);

      for (guint k = 0; k < n; k++)
        text[k] = alphabet[(guint) dh_random_uniform (&random, 0, sizeof alphabet - 1)];
      text[n] = '\0';
      f = dh_expression_new (text, NULL, &fault, &error);
      g_assert_true ((f == NULL) == (error != NULL));
      g_assert_cmpuint (fault.start + fault.length, <=, n);
      if (f != NULL)
        dh_expression_get_jet (f, 0.5, -0.5, NULL);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expression/values", test_values);
  g_test_add_func ("/expression/derivatives", test_derivatives);
  g_test_add_func ("/expression/powers", test_powers);
  g_test_add_func ("/expression/limits", test_limits);
  g_test_add_func ("/expression/wide", test_wide);
  g_test_add_func ("/expression/saturated", test_saturated);
  g_test_add_func ("/expression/parameters", test_parameters);
  g_test_add_func ("/expression/mistakes", test_mistakes);
  g_test_add_func ("/expression/depth", test_depth);
  g_test_add_func ("/expression/nonsense", test_nonsense);
  return g_test_run ();
}
