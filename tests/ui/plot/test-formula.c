/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Formulas: every loss's can be set, bad ones are refused with the place, pieces stand where they
 * belong, and no ink lies outside the box that was promised.
 */
#include <math.h>
#include <string.h>

#include "core/loss/loss.h"
#include "ui/plot/formula/formula.h"

#define PAD 20

static DhFormula *
make_formula (const char *tex)
{
  g_autoptr (GError) error = NULL;
  DhFormula *formula = dh_formula_new (tex, &error);

  if (formula == NULL)
    g_test_message ("%s: %s", tex, error->message);
  g_assert_no_error (error);
  g_assert_nonnull (formula);
  return formula;
}

static DhFormulaSize
measure (const char *tex, double font_size)
{
  g_autoptr (DhFormula) formula = make_formula (tex);

  return dh_formula_measure (formula, font_size);
}

/* The bounding rectangle of everything drawn; FALSE if there is nothing. */
static gboolean
find_ink (cairo_surface_t *surface, int *left, int *top, int *right, int *bottom)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  *left = *top = G_MAXINT;
  *right = *bottom = -1;
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      if (data[y * stride + x] != 0)
        {
          *left = MIN (*left, x);
          *right = MAX (*right, x);
          *top = MIN (*top, y);
          *bottom = MAX (*bottom, y);
        }
  return *right >= 0;
}

static void
assert_within_box (const char *tex, double font_size)
{
  g_autoptr (DhFormula) formula = make_formula (tex);
  DhFormulaSize size = dh_formula_measure (formula, font_size);
  int width = (int) ceil (size.width), height = (int) ceil (size.ascent + size.descent);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, width + 2 * PAD,
                                                         height + 2 * PAD);
  cairo_t *cr = cairo_create (surface);
  int left, top, right, bottom;

  dh_formula_draw (formula, cr, PAD, PAD + size.ascent, font_size);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_true (find_ink (surface, &left, &top, &right, &bottom));
  g_assert_cmpint (left, >=, PAD);
  g_assert_cmpint (top, >=, PAD);
  g_assert_cmpint (right, <, PAD + width);
  g_assert_cmpint (bottom, <, PAD + height);
  /* Nor is the box much too large. */
  g_assert_cmpint (right - left, >, width - .6 * font_size - 4);
  g_assert_cmpint (bottom - top, >, height - .4 * font_size - 6);
  cairo_surface_destroy (surface);
}

static void
test_losses (void)
{
  static const double sizes[] = { 9, 14, 18, 28 };
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    {
      g_assert_nonnull (losses[i]->tex);
      for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
        assert_within_box (losses[i]->tex, sizes[k]);
      /* It has to fit into the narrowest card. */
      g_test_message ("%s: %.0f pixels wide at size 9", losses[i]->id,
                      measure (losses[i]->tex, 9).width);
      g_assert_cmpfloat (measure (losses[i]->tex, 9).width, <, 288);
    }
}

static void
test_language (void)
{
  static const char *const formulas[] = {
    "f",
    "j",
    "-x",
    "x'",
    "x'_i",
    "f^f_f",
    "a_{b_{c_d}}",
    "\\sum_{i=1}^{n} \\prod_j \\max_k x",
    "\\left(\\frac{\\frac{a}{b}}{c}\\right)",
    "\\left[x\\right] \\left|x\\right| \\left.x\\right\\}",
    "\\left\\lvert\\frac{a}{b}\\right\\rvert",
    "\\sqrt{\\sqrt{\\frac{a}{b}}}",
    "\\hat{f} \\bar{y}",
    "\\begin{cases} a & b \\\\ c \\\\ d & \\text{else, at last} \\end{cases}",
    "\\alpha\\delta\\sigma\\mu\\rho\\beta\\lambda\\Delta",
    "a \\cdot b \\times c \\pm d \\odot e",
    "a \\le b \\ge c \\approx d \\ne \\infty",
    "\\log \\cosh \\exp x + \\operatorname{cs}_j",
    "\\mathrm{SSIM}, a\\,b\\;c\\quad d",
    "\\frac 1 2",
    "\\{x\\}^2",
    "\\text{100 % of d²}",
    "2.5",
    "\\left(\\sum_i x\\right)^2",
    "\\left\\{\\frac{a}{\\frac{b}{\\frac{c}{d}}}\\right.",
  };

  for (guint i = 0; i < G_N_ELEMENTS (formulas); i++)
    {
      assert_within_box (formulas[i], 11);
      assert_within_box (formulas[i], 18);
      assert_within_box (formulas[i], 40);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *tex;
    const char *says;
  } bad[] = {
    { "a + {b", "Character 5 " },
    { "a}", "Character 2 " },
    { "\\foo", "“\\foo”" },
    { "ä \\foo", "Character 1 " },
    { "\\frac{a}", "end" },
    { "\\frac", "end" },
    { "x^", "end" },
    { "x^a^b", "second script" },
    { "\\left( a", "no \\right" },
    { "\\left", "bracket" },
    { "\\left x y", "bracket" },
    { "a \\right)", "never opened" },
    { "\\begin{matrix}", "cases" },
    { "\\begin{cases} a & b", "\\end{cases}" },
    { "\\text{a", "words" },
    { "\\text a", "words" },
    { "\\", "“\\”" },
    { "a & b", "never opened" },
    { "a # b", "can’t stand" },
    { "\\end{cases}", "never opened" },
    { "x_", "end" },
    { "\\sqrt", "end" },
    { "\\hat{", "not closed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dh_formula_new (bad[i].tex, &error));
      g_assert_error (error, DH_FORMULA_ERROR, DH_FORMULA_ERROR_SYNTAX);
      g_test_message ("%s → %s", bad[i].tex, error->message);
      g_assert_nonnull (strstr (error->message, bad[i].says));
      g_assert_null (dh_formula_new (bad[i].tex, NULL));
    }
  g_assert_null (dh_formula_new ("\xff", NULL));
}

/* Deep nesting gives an error, not a stack overflow. */
static void
test_depth (void)
{
  static const char *const openings[] = { "{",     "\\sqrt",         "x^", "\\left(", "\\frac{",
                                          "\\hat", "\\begin{cases}", "_" };

  for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autoptr (GString) tex = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      for (guint k = 0; k < 100000; k++)
        g_string_append (tex, openings[i]);
      g_assert_null (dh_formula_new (tex->str, &error));
      g_assert_error (error, DH_FORMULA_ERROR, DH_FORMULA_ERROR_SYNTAX);
    }
}

/* Every prefix of a formula is a formula or an error. */
static void
test_truncation (void)
{
  const char *tex = "\\frac{1}{n}\\sum_i^n\\begin{cases}\\hat{a}_i^2 & \\left|x\\right| \\le "
                    "\\delta \\\\ \\sqrt{b} & \\text{else}\\end{cases}";

  for (gsize length = 0; length <= strlen (tex); length++)
    {
      g_autofree char *start = g_strndup (tex, length);
      g_autoptr (DhFormula) formula = dh_formula_new (start, NULL);

      if (formula != NULL)
        dh_formula_measure (formula, 18);
      g_assert_true (formula != NULL || length < strlen (tex));
    }
}

static void
test_empty (void)
{
  DhFormulaSize size = measure ("", 18);

  g_assert_cmpfloat (size.width, <, 4);
  g_assert_cmpfloat (measure ("{}", 18).ascent, <, 4);
  g_assert_cmpfloat (measure ("\\quad", 18).width, >=, 18);
}

/* Compares what is larger, higher, or further apart. */
static void
test_layout (void)
{
  double plain = measure ("x", 20).ascent;

  g_assert_cmpfloat (measure ("x^2", 20).ascent, >, plain + 3);
  g_assert_cmpfloat (measure ("x_i", 20).descent, >, measure ("x", 20).descent + 1);
  g_assert_cmpfloat (measure ("\\frac{a}{b}", 20).ascent, >, 1.5 * plain);
  g_assert_cmpfloat (measure ("\\frac{a}{b}", 20).width, <, measure ("ab", 20).width + 6);
  /* Relations have more space around them than operators; signs and scripts have none. */
  g_assert_cmpfloat (measure ("a=b", 20).width, >, measure ("{a}{=}{b}", 20).width + 8);
  g_assert_cmpfloat (measure ("a+b", 20).width, >, measure ("{a}{+}{b}", 20).width + 6);
  g_assert_cmpfloat_with_epsilon (measure ("-b", 20).width, measure ("{-}{b}", 20).width, .1);
  g_assert_cmpfloat_with_epsilon (measure ("x^{a+b}", 20).width,
                                  measure ("x^{{a}{+}{b}}", 20).width, .1);
  /* Brackets grow. */
  g_assert_cmpfloat (measure ("\\left(\\frac{a}{b}\\right)", 20).ascent, >,
                     measure ("(", 20).ascent + 3);
  /* At twice the size everything is twice as large. */
  g_assert_cmpfloat_with_epsilon (measure ("\\frac{1}{n}\\sum_i d_i^2", 40).width,
                                  2 * measure ("\\frac{1}{n}\\sum_i d_i^2", 20).width, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formula/losses", test_losses);
  g_test_add_func ("/formula/language", test_language);
  g_test_add_func ("/formula/errors", test_errors);
  g_test_add_func ("/formula/depth", test_depth);
  g_test_add_func ("/formula/truncation", test_truncation);
  g_test_add_func ("/formula/empty", test_empty);
  g_test_add_func ("/formula/layout", test_layout);
  return g_test_run ();
}
