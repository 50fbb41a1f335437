/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/charts/axis-grid.h"
#include "ui/plot/common/value-axis.h"

#include <math.h>

static void
check_axis (double minimum, double maximum, gboolean logarithmic)
{
  DhValueAxis axis = dh_value_axis_fit (minimum, maximum, logarithmic);
  DhTick ticks[DH_AXIS_MAX_TICKS];

  g_assert_true (isfinite (axis.minimum) && isfinite (axis.maximum) && axis.minimum < axis.maximum);
  g_assert_true (!logarithmic || axis.minimum > 0);
  for (guint n_wanted = 1; n_wanted <= DH_AXIS_MAX_TICKS; n_wanted++)
    {
      guint n = dh_value_axis_get_ticks (&axis, n_wanted, ticks);

      g_assert_cmpuint (n, <=, n_wanted);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpfloat (ticks[i].position, >=, -1e-9);
          g_assert_cmpfloat (ticks[i].position, <=, 1 + 1e-9);
          g_assert_true (i == 0 || ticks[i].value > ticks[i - 1].value);
          g_assert_cmpfloat_with_epsilon (dh_value_axis_value (&axis, ticks[i].position),
                                          ticks[i].value,
                                          1e-9 * fabs (ticks[i].value)
                                            + 1e-12 * (axis.maximum - axis.minimum));
          g_assert_true (strlen (ticks[i].label) > 0 && strlen (ticks[i].label) < 10);
        }
    }
}

static void
test_any_input (void)
{
  static const double values[] = { NAN,   -INFINITY, INFINITY, -1, 0,     1e-30, 1e-9,
                                   .0118, .02,       .5,       1,  127.6, 1e9,   1e30 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint k = 0; k < G_N_ELEMENTS (values); k++)
      for (int logarithmic = 0; logarithmic <= 1; logarithmic++)
        check_axis (values[i], values[k], logarithmic);
}

static void
test_linear_ticks (void)
{
  DhValueAxis axis = { 0, 10, FALSE };
  DhTick ticks[DH_AXIS_MAX_TICKS];

  g_assert_cmpuint (dh_value_axis_get_ticks (&axis, 6, ticks), ==, 6);
  g_assert_cmpstr (ticks[0].label, ==, "0");
  g_assert_cmpstr (ticks[1].label, ==, "2");
  g_assert_cmpstr (ticks[5].label, ==, "10");
}

static void
test_log_ticks (void)
{
  DhValueAxis axis = { .009, 1.1, TRUE };
  DhTick ticks[DH_AXIS_MAX_TICKS];

  g_assert_cmpuint (dh_value_axis_get_ticks (&axis, 3, ticks), ==, 3);
  g_assert_cmpfloat_with_epsilon (ticks[0].value, .01, 1e-12);
  g_assert_cmpfloat_with_epsilon (ticks[2].value, 1, 1e-12);
  /* A true log: equal factors are equal distances. */
  g_assert_cmpfloat_with_epsilon (ticks[1].position - ticks[0].position,
                                  ticks[2].position - ticks[1].position, 1e-9);
}

static void
test_format (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { 0, "0" },           { .5, "0.5" },      { .02, "0.02" },    { 5e-4, "5e-4" },
    { 1.5e-5, "1.5e-5" }, { 1e-10, "1e-10" }, { 127.6, "127.6" }, { 5000, "5000" },
    { 12000, "12k" },     { 2.5e6, "2.5M" },  { NAN, "–" },
  };
  char text[32];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      dh_value_format (cases[i].value, text, sizeof text);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Curves are as wide as ever beside text of the usual sizes, and grow with larger text. */
static void
test_line_scale (void)
{
  g_assert_cmpfloat (dh_axis_get_line_scale (10), ==, 1);
  g_assert_cmpfloat (dh_axis_get_line_scale (11), ==, 1);
  g_assert_cmpfloat (dh_axis_get_line_scale (22), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value-axis/any-input", test_any_input);
  g_test_add_func ("/value-axis/linear-ticks", test_linear_ticks);
  g_test_add_func ("/value-axis/log-ticks", test_log_ticks);
  g_test_add_func ("/value-axis/format", test_format);
  g_test_add_func ("/value-axis/line-scale", test_line_scale);
  return g_test_run ();
}
