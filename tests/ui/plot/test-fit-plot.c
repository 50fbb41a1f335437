/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The data of ground "fit" as a chart: what is drawn where, and what is under a pixel.
 */
#include "ui/plot/charts/fit-plot.h"

#include <math.h>

#define WIDTH  290
#define HEIGHT 120

static DhFitPoint usual[DH_FIT_MAX_POINTS];

static DhFitPlot
make_plot (void)
{
  return (DhFitPlot) {
    .x = 7,
    .y = 3,
    .width = WIDTH - 14,
    .height = HEIGHT - 6,
    .points = usual,
    .n_points = dh_fit_get_usual_points (usual),
    .hovered = -1,
  };
}

static cairo_surface_t *
draw (const DhFitPlot *plot)
{
  cairo_surface_t *canvas = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (canvas);

  dh_color_set_source (cr, dh_palette_get (plot->scheme)->card, 1);
  cairo_paint (cr);
  dh_fit_plot_draw (plot, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (canvas);
  return canvas;
}

static guint32
get_pixel (cairo_surface_t *canvas, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (canvas)
                      + y * cairo_image_surface_get_stride (canvas);

  return ((const guint32 *) row)[x] & 0xffffff;
}

/* Pixels close to a colour. */
static guint
count (cairo_surface_t *canvas, DhColor colour)
{
  const double parts[3] = { colour.blue, colour.green, colour.red };
  guint n = 0;

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        guint32 pixel = get_pixel (canvas, x, y);
        gboolean same = TRUE;

        for (guint i = 0; i < 3; i++)
          same = same && fabs ((pixel >> (8 * i) & 255) / 255.0 - parts[i]) < 0.02;
        n += same;
      }
  return n;
}

/* The pixel closest to a point. */
static void
find_pixel (const DhFitPlot *plot, DhFitPoint point, int *x, int *y)
{
  double least = INFINITY;

  *x = *y = 0;
  for (int row = 0; row < HEIGHT; row++)
    for (int column = 0; column < WIDTH; column++)
      {
        DhFitPoint place = dh_fit_plot_get_place (plot, column + 0.5, row + 0.5);
        double distance = hypot (place.x - point.x, place.y - point.y);

        if (distance >= least)
          continue;
        least = distance;
        *x = column;
        *y = row;
      }
}

static void
test_points (void)
{
  for (DhScheme scheme = 0; scheme < DH_N_SCHEMES; scheme++)
    {
      DhFitPlot plot = make_plot ();
      cairo_surface_t *canvas;

      plot.scheme = scheme;
      canvas = draw (&plot);
      for (guint i = 0; i < plot.n_points; i++)
        {
          gboolean light = scheme == DH_SCHEME_LIGHT || scheme == DH_SCHEME_LIGHT_CONTRAST;
          int x, y;

          find_pixel (&plot, usual[i], &x, &y);
          g_assert_true (light == ((get_pixel (canvas, x, y) & 255) < 145));
        }
      cairo_surface_destroy (canvas);
    }
}

static void
test_pick (void)
{
  DhFitPlot plot = make_plot ();

  for (guint i = 0; i < plot.n_points; i++)
    {
      int x, y;

      find_pixel (&plot, usual[i], &x, &y);
      g_assert_cmpint (dh_fit_plot_pick (&plot, x + 0.5, y + 0.5), ==, (int) i);
    }
  g_assert_cmpint (dh_fit_plot_pick (&plot, WIDTH / 2, HEIGHT - 20), ==, -1);
  plot.n_points = 0;
  g_assert_cmpint (dh_fit_plot_pick (&plot, WIDTH / 2, HEIGHT / 2), ==, -1);
}

/* Larger values are further right and further up, and nothing is outside. */
static void
test_places (void)
{
  static const int sizes[][2] = { { 290, 120 }, { 700, 400 }, { 40, 30 }, { 3, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      DhFitPlot plot = make_plot ();
      DhFitPoint corner, other;

      plot.width = sizes[i][0];
      plot.height = sizes[i][1];
      corner = dh_fit_plot_get_place (&plot, -1000, -1000);
      other = dh_fit_plot_get_place (&plot, 2000, 2000);
      g_assert_cmpfloat (corner.x, ==, -1);
      g_assert_cmpfloat (corner.y, ==, 1);
      g_assert_cmpfloat (other.x, ==, 1);
      g_assert_cmpfloat (other.y, ==, -1);
      cairo_surface_destroy (draw (&plot));
    }
}

/* In its lane's colour, through the expected points. */
static void
test_lines (void)
{
  DhFitPlot plot = make_plot ();
  DhColor blue = dh_palette_get_lane (DH_SCHEME_LIGHT, 1);
  DhColor orange = dh_palette_get_lane (DH_SCHEME_LIGHT, 2);
  cairo_surface_t *canvas;
  int x, y;

  plot.n_points = 0;
  canvas = draw (&plot);
  g_assert_cmpuint (count (canvas, blue), ==, 0);
  cairo_surface_destroy (canvas);
  plot.n_lines = 2;
  plot.lines[0].number = 1;
  plot.lines[0].slope = 0.5;
  plot.lines[1].number = 2;
  plot.lines[1].intercept = 0.7;
  canvas = draw (&plot);
  g_assert_cmpuint (count (canvas, blue), >, 150);
  g_assert_cmpuint (count (canvas, orange), >, 150);
  find_pixel (&plot, (DhFitPoint) { -0.6, -0.3 }, &x, &y);
  g_assert_cmpuint (get_pixel (canvas, x, y) & 255, >, 140);
  g_assert_cmpuint (get_pixel (canvas, x, y) >> 16, <, 90);
  cairo_surface_destroy (canvas);
}

/* A line with the values of a ball that diverged must do no harm. */
static void
test_wild_lines (void)
{
  static const double values[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e9, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint k = 0; k < G_N_ELEMENTS (values); k++)
      {
        DhFitPlot plot = make_plot ();

        plot.n_lines = 1;
        plot.lines[0].number = 1;
        plot.lines[0].slope = values[i];
        plot.lines[0].intercept = values[k];
        cairo_surface_destroy (draw (&plot));
      }
}

static void
test_hovered (void)
{
  DhFitPlot plot = make_plot ();
  cairo_surface_t *without = draw (&plot), *with;
  guint n = 0;

  plot.hovered = 3;
  with = draw (&plot);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      n += get_pixel (with, x, y) != get_pixel (without, x, y);
  g_assert_cmpuint (n, >, 20);
  g_assert_cmpuint (n, <, 300);
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fit-plot/points", test_points);
  g_test_add_func ("/fit-plot/pick", test_pick);
  g_test_add_func ("/fit-plot/places", test_places);
  g_test_add_func ("/fit-plot/lines", test_lines);
  g_test_add_func ("/fit-plot/wild-lines", test_wild_lines);
  g_test_add_func ("/fit-plot/hovered", test_hovered);
  return g_test_run ();
}
