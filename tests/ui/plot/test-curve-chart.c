/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Curves without a display: where they run, what the axis holds, that nothing breaks at odd values.
 */
#include <math.h>

#include "ui/plot/charts/curve-chart.h"

#define WIDTH  320
#define HEIGHT 220

static double
square (gconstpointer data, double error, double *slope)
{
  const double *factor = data;

  *slope = 2 * *factor * error;
  return *factor * error * error;
}

static double
absolute (gconstpointer data, double error, double *slope)
{
  *slope = error > 0 ? 1 : error < 0 ? -1 : 0;
  return fabs (error);
}

static double
nothing (gconstpointer data, double error, double *slope)
{
  *slope = NAN;
  return error == 0 ? INFINITY : NAN;
}

static const double one = 1.0, tenth = .1;
static const DhCurve curves[] = {
  { "MSE", square, &one, 1, FALSE },
  { "MAE", absolute, NULL, 2, TRUE },
  { "small", square, &tenth, 3, FALSE },
};

static DhCurveChart
make_chart (guint n_curves)
{
  return (DhCurveChart) { .curves = curves, .n_curves = n_curves, .range = 1.0, .title = "Loss" };
}

static cairo_surface_t *
draw (const DhCurveChart *chart, gboolean marker)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  dh_curve_chart_draw (chart, cr, WIDTH, HEIGHT);
  if (marker)
    dh_curve_chart_draw_marker (chart, cr, WIDTH, HEIGHT, .2, TRUE);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint8
get_alpha (cairo_surface_t *surface, double x, double y)
{
  return cairo_image_surface_get_data (
    surface)[(int) y * cairo_image_surface_get_stride (surface) + 4 * (int) x + 3];
}

/* MSE at an error of .5 is at a quarter of its height. */
static void
test_place (void)
{
  DhCurveChart chart = make_chart (1);
  DhCurveArea area = dh_curve_chart_get_area (&chart, WIDTH, HEIGHT);
  DhValueAxis axis = dh_curve_chart_get_axis (&chart);
  cairo_surface_t *surface = draw (&chart, FALSE);
  double x = area.x + .77 * area.width;
  double y = area.y + area.height * (1 - dh_value_axis_position (&axis, .54 * .54));

  g_assert_cmpuint (get_alpha (surface, x, y), >, 200);
  g_assert_cmpuint (get_alpha (surface, x, y - 12), <, 100);
  cairo_surface_destroy (surface);
}

static void
test_axis (void)
{
  DhCurveChart chart = make_chart (1);
  DhValueAxis axis = dh_curve_chart_get_axis (&chart);

  g_assert_cmpfloat (axis.minimum, ==, 0);
  g_assert_cmpfloat_with_epsilon (axis.maximum, 1.06, 1e-6);
  chart.range = .2;
  g_assert_cmpfloat (dh_curve_chart_get_axis (&chart).maximum, <, .05);
  chart.slopes = TRUE;
  axis = dh_curve_chart_get_axis (&chart);
  g_assert_cmpfloat_with_epsilon (axis.minimum, -axis.maximum, 1e-9);
  g_assert_cmpfloat (axis.maximum, >, .4);
  chart.same_height = TRUE;
  g_assert_cmpfloat_with_epsilon (dh_curve_chart_get_axis (&chart).maximum, 1.12, .01);
  chart.n_curves = 0;
  g_assert_cmpfloat (dh_curve_chart_get_axis (&chart).maximum, >, 0);
}

static void
test_pointer (void)
{
  DhCurveChart chart = make_chart (3);
  DhCurveArea area = dh_curve_chart_get_area (&chart, WIDTH, HEIGHT);

  chart.range = .05;
  g_assert_cmpfloat (dh_curve_chart_get_error (&chart, WIDTH, HEIGHT, -100), ==, -.05);
  g_assert_cmpfloat (dh_curve_chart_get_error (&chart, WIDTH, HEIGHT, 1e6), ==, .05);
  g_assert_cmpfloat_with_epsilon (dh_curve_chart_get_error (&chart, WIDTH, HEIGHT,
                                                            area.x + area.width / 2),
                                  0, 1e-9);
  g_assert_cmpfloat_with_epsilon (dh_curve_chart_get_error (&chart, WIDTH, HEIGHT,
                                                            area.x + area.width * .75),
                                  .025, 1e-9);
}

static void
test_format (void)
{
  static const struct
  {
    double error, range;
    const char *text;
  } cases[] = { { .2, 1, "+0.20" },   { -.2, 1, "−0.20" },   { 0, 1, "0.00" },
                { -.001, 1, "0.00" }, { .05, .2, "+0.050" }, { -.0125, .05, "−0.0125" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char text[24];

      dh_curve_format_error (cases[i].error, cases[i].range, text, sizeof text);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* The same height: a curve ten times lower coincides with the other. */
static void
test_same_height (void)
{
  DhCurveChart low = make_chart (0), high = make_chart (1);
  cairo_surface_t *a, *b;

  low.curves = &curves[2];
  low.n_curves = 1;
  low.same_height = high.same_height = TRUE;
  a = draw (&low, FALSE);
  b = draw (&high, FALSE);
  for (int y = 0; y < HEIGHT; y += 3)
    for (int x = 60; x < WIDTH - 20; x += 3)
      if (get_alpha (a, x, y) > 200)
        g_assert_cmpuint (get_alpha (b, x, y), >, 60);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

static void
test_edges (void)
{
  static const DhCurve odd[] = { { "nothing", nothing, NULL, 7, TRUE },
                                 { "reference", absolute, NULL, 0, FALSE } };
  DhCurveChart chart = { .curves = odd, .n_curves = 2, .range = 1e-3 };

  for (guint scheme = 0; scheme < DH_N_SCHEMES; scheme++)
    for (guint slopes = 0; slopes < 2; slopes++)
      for (guint same = 0; same < 2; same++)
        {
          chart.scheme = (DhScheme) scheme;
          chart.slopes = slopes;
          chart.same_height = same;
          cairo_surface_destroy (draw (&chart, TRUE));
        }
  chart.n_curves = 0;
  cairo_surface_destroy (draw (&chart, TRUE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curve-chart/place", test_place);
  g_test_add_func ("/curve-chart/axis", test_axis);
  g_test_add_func ("/curve-chart/pointer", test_pointer);
  g_test_add_func ("/curve-chart/format", test_format);
  g_test_add_func ("/curve-chart/same-height", test_same_height);
  g_test_add_func ("/curve-chart/edges", test_edges);
  return g_test_run ();
}
