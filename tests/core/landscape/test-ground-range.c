/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ranges of typed functions: as they are written, what is refused, and grounds that have one.
 */
#include "core/landscape/ground-range.h"

#include "core/base/error.h"
#include "core/landscape/hill.h"

#include <math.h>
#include <string.h>

static void
assert_range (const DhGroundRange *range, double x0, double x1, double y0, double y1)
{
  g_assert_cmpfloat (range->minimum[0], ==, x0);
  g_assert_cmpfloat (range->maximum[0], ==, x1);
  g_assert_cmpfloat (range->minimum[1], ==, y0);
  g_assert_cmpfloat (range->maximum[1], ==, y1);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    double ends[4];
  } good[] = {
    { "-4:4", { -4, 4, -4, 4 } },
    { "-4:4,-2:2.5", { -4, 4, -2, 2.5 } },
    { " −1 : 1 ; 0 : 1e3 ", { -1, 1, 0, 1000 } },
    { "1e-12:2e-12", { 1e-12, 2e-12, 1e-12, 2e-12 } },
    { "-1e100:1e100", { -1e100, 1e100, -1e100, 1e100 } },
    { "1000:1000.001", { 1000, 1000.001, 1000, 1000.001 } },
  };
  static const char *const bad[] = {
    "",         "4",       ":",           "1:",      ":1",      "1:2:3",
    "1:2,",     ",1:2",    "1:2,3:4,5:6", "a:b",     "nan:1",   "1:inf",
    "-1e101:1", "1:1e400", "2:1",         "1:1",     "1:2,2:2", "1e9:1000000000.5",
    "-4 4",     "-4..4",   "\xa0-4:4",    "1:2\xff",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *written = NULL;
      DhGroundRange range, again;

      g_assert_true (dh_ground_range_parse (good[i].text, &range, &error));
      g_assert_no_error (error);
      assert_range (&range, good[i].ends[0], good[i].ends[1], good[i].ends[2], good[i].ends[3]);
      written = dh_ground_range_print (&range);
      g_assert_true (dh_ground_range_parse (written, &again, NULL));
      g_assert_true (dh_ground_range_equal (&range, &again));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      DhGroundRange range = dh_ground_range_default ();
      g_autofree char *shown = g_utf8_make_valid (bad[i], -1);

      g_test_message ("“%s”", shown);
      g_assert_false (dh_ground_range_parse (bad[i], &range, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      assert_range (&range, -4, 4, -4, 4);
    }
}

static void
test_join (void)
{
  static const char *const texts[] = { "x^2 + 3y^2", "x^2 + 3y^2 @ -1:1", "x @ 0:2, -1:0.5" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *function = NULL, *joined = NULL;
      const char *ends = dh_ground_range_split (texts[i], &function);
      DhGroundRange range = dh_ground_range_default ();

      g_assert_cmpint (ends != NULL, ==, strchr (texts[i], '@') != NULL);
      if (ends != NULL)
        g_assert_true (dh_ground_range_parse (ends, &range, NULL));
      joined = dh_ground_range_join (function, &range);
      g_assert_cmpstr (joined, ==, texts[i]);
    }
}

static void
test_ground (void)
{
  g_autoptr (DhGround) ground = dh_typed_ground_new (" (x-5)^2 + y^2 @ 0:10, -1:3", NULL, NULL);
  g_autoptr (DhGround) usual = dh_typed_ground_new ("x^2 + y^2", NULL, NULL);
  double at[2];

  g_assert_nonnull (ground);
  g_assert_cmpstr (ground->name, ==, "(x-5)^2 + y^2 @ 0:10, -1:3");
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpfloat (usual->minimum[i], ==, -4);
      g_assert_cmpfloat (usual->maximum[i], ==, 4);
      at[i] = ground->start[i];
      g_assert_cmpfloat (at[i], >=, ground->minimum[i]);
      g_assert_cmpfloat (at[i], <=, ground->maximum[i]);
    }
  g_assert_cmpstr (usual->name, ==, "x^2 + y^2");
  g_assert_cmpfloat (ground->minimum[0], ==, 0);
  g_assert_cmpfloat (ground->maximum[0], ==, 10);
  g_assert_cmpfloat (ground->minimum[1], ==, -1);
  g_assert_cmpfloat (ground->maximum[1], ==, 3);
  /* A suitable rate: 2/λ is 1. */
  g_assert_cmpfloat (ground->learning_rate, >, 0);
  g_assert_cmpfloat (ground->learning_rate, <, 1);
}

/* The position of an error refers to the text, after the @ as well as before it. */
static void
test_faults (void)
{
  static const struct
  {
    const char *text;
    gsize start, length;
  } cases[] = {
    { "x^2 @ 4:1", 5, 4 },      { "x^2 @", 5, 0 },           { "x^2 @ 1:2 @ 3", 11, 2 },
    { "log(x) @ -4:-1", 0, 6 }, { "sqrt(-1 - x^2)", 0, 14 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      DhTextSpan fault = { 0 };

      g_assert_null (dh_typed_ground_new (cases[i].text, &fault, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
      g_assert_cmpuint (fault.start, ==, cases[i].start);
      g_assert_cmpuint (fault.length, ==, cases[i].length);
    }
}

/* For the smallest and the largest ranges, the heights and the start are still numbers. */
static void
test_extremes (void)
{
  static const char *const texts[] = { "x^2 + y^2 @ 1e-12:2e-12", "x + y @ -1e100:1e100",
                                       "x^2 + y^2 @ 1000:1000.001" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DhGround) ground = dh_typed_ground_new (texts[i], NULL, &error);

      g_assert_no_error (error);
      g_assert_true (isfinite (ground->learning_rate) && ground->learning_rate > 0);
      for (guint k = 0; k < 2; k++)
        g_assert_true (ground->start[k] >= ground->minimum[k]
                       && ground->start[k] <= ground->maximum[k]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ground-range/parse", test_parse);
  g_test_add_func ("/ground-range/join", test_join);
  g_test_add_func ("/ground-range/ground", test_ground);
  g_test_add_func ("/ground-range/faults", test_faults);
  g_test_add_func ("/ground-range/extremes", test_extremes);
  return g_test_run ();
}
