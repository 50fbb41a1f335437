/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing without a display: the curve, that a long history costs no more than a short one, the
 * layout of tiles, the best metrics.
 */
#include <math.h>

#include "core/train/snapshot-private.h"
#include "ui/plot/charts/line-chart.h"
#include "ui/plot/common/metric-format.h"
#include "ui/plot/common/text.h"
#include "ui/plot/pictures/tile-grid.h"

#define WIDTH  300
#define HEIGHT 100

static DhSeries *
make_series (guint n)
{
  DhSeries *series = dh_series_new (.9);

  for (guint i = 0; i < n; i++)
    dh_series_append (series, (float) exp (-3.0 * i / n));
  return series;
}

static cairo_surface_t *
draw_chart (const DhLineChart *chart)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  dh_line_chart_draw (chart, cr, WIDTH, HEIGHT);
  dh_line_chart_draw_hover (chart, cr, WIDTH, HEIGHT, 10);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint8
get_alpha (cairo_surface_t *surface, int x, int y)
{
  return cairo_image_surface_get_data (
    surface)[y * cairo_image_surface_get_stride (surface) + 4 * x + 3];
}

/* On a log axis an exponential is a straight line: halfway through the iterations it is at half the
 * height. */
static void
test_chart_curve (void)
{
  g_autoptr (DhSeries) series = make_series (5000);
  DhLineChart chart = { .series = series, .number = 1, .logarithmic = TRUE };
  DhPlotArea area = dh_line_chart_get_area (&chart, WIDTH, HEIGHT);
  cairo_surface_t *surface = draw_chart (&chart);
  int x = (int) (area.x + area.width / 2), y = (int) (area.y + area.height / 2);

  g_assert_cmpuint (get_alpha (surface, x, y), >, 200);
  g_assert_cmpuint (get_alpha (surface, x + 5, y - 20), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_chart_edges (void)
{
  static const guint lengths[] = { 0, 1, 2, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (DhSeries) series = make_series (lengths[i]);
      DhLineChart chart = {
        .series = series, .number = 6, .scheme = DH_SCHEME_DARK_CONTRAST, .count_labels = TRUE
      };

      cairo_surface_destroy (draw_chart (&chart));
      chart.series = NULL;
      cairo_surface_destroy (draw_chart (&chart));
    }
}

static void
test_chart_pointer (void)
{
  g_autoptr (DhSeries) series = make_series (1001);
  DhLineChart chart = { .series = series, .number = 1 };
  DhPlotArea area = dh_line_chart_get_area (&chart, WIDTH, HEIGHT);

  g_assert_cmpuint (dh_line_chart_get_iteration (&chart, WIDTH, HEIGHT, area.x), ==, 1);
  g_assert_cmpuint (dh_line_chart_get_iteration (&chart, WIDTH, HEIGHT, area.x + area.width / 2),
                    ==, 501);
  g_assert_cmpuint (dh_line_chart_get_iteration (&chart, WIDTH, HEIGHT, area.x + area.width), ==,
                    1001);
  g_assert_cmpuint (dh_line_chart_get_iteration (&chart, WIDTH, HEIGHT, 0), ==, 0);
}

static double
time_chart (guint n)
{
  g_autoptr (DhSeries) series = make_series (n);
  DhLineChart chart = { .series = series, .number = 1, .logarithmic = TRUE };
  double best = INFINITY;

  for (int i = 0; i < 15; i++)
    {
      gint64 start = g_get_monotonic_time ();

      cairo_surface_destroy (draw_chart (&chart));
      best = MIN (best, (g_get_monotonic_time () - start) / 1e3);
    }
  return best;
}

/* Reported, not asserted: a test must not depend on timing. */
static void
test_chart_cost (void)
{
  g_test_message ("a chart of 1,000 points: %.2f ms; of 100,000: %.2f ms", time_chart (1000),
                  time_chart (100000));
}

static void
test_tile_grid (void)
{
  for (int width = 180; width < 2000; width += 90)
    for (int height = 100; height < 1200; height += 70)
      for (int true_swap = 0; true_swap <= 1; true_swap++)
        {
          DhTileGrid grid = dh_tile_grid_fit (width, height, true_swap, 1.0);
          double x, y, itself;

          g_assert_cmpuint (grid.n_faces, >=, 1);
          g_assert_cmpuint (grid.n_faces, <=, DH_TILE_GRID_MAX_FACES);
          g_assert_cmpfloat (grid.width, <=, width + .5);
          if (height > 120)
            g_assert_cmpfloat (grid.height, <=, height + .5);
          dh_tile_grid_locate (&grid, 1, grid.n_faces - 1, grid.n_columns - 1, &x, &y);
          g_assert_cmpfloat_with_epsilon (x + grid.tile, grid.width, 1e-6);
          dh_tile_grid_locate (&grid, 1, grid.n_faces - 1, DH_TILE_SELF, &itself, &y);
          dh_tile_grid_locate (&grid, 1, grid.n_faces - 1, DH_TILE_SWAP, &x, &y);
          g_assert_cmpfloat (x - itself - grid.tile, >=, grid.gap);
          g_assert_cmpfloat_with_epsilon (y + grid.tile, grid.height, 1e-6);
        }
}

/* A narrow card with large text: a "true B" of six letters has room, rather than one more face. */
static void
test_tile_grid_headings (void)
{
  for (int height = 140; height <= 240; height += 10)
    for (int scale = 2; scale <= 4; scale++)
      {
        DhTileGrid grid = dh_tile_grid_fit (290, height, TRUE, scale / 2.0);

        g_assert_cmpfloat (grid.tile + grid.column_gap, >=, .55 * 6 * grid.font_size);
        g_assert_cmpfloat (grid.width, <=, 290.5);
      }
}

static void
test_tile_grid_draw (void)
{
  float planes[3 * 4 * 4] = { 0 };
  g_autoptr (DhPreviewFaces) faces = dh_preview_faces_new (4, 1, TRUE);
  g_autoptr (DhPreview) preview = NULL;
  DhTileGrid grid = dh_tile_grid_make (2, 20, TRUE);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) grid.width,
                                                         (int) grid.height);
  cairo_t *cr = cairo_create (surface);
  const guint8 *pixel;
  double x, y;

  for (int i = 0; i < 16; i++)
    planes[i] = 1;
  dh_preview_faces_set_tile (faces, 1, 0, DH_TILE_TRUE_SWAP, planes);
  preview = dh_preview_new (faces, 1);
  dh_tile_grid_draw (&grid, cr, preview, NULL, DH_SCHEME_LIGHT, NULL);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  dh_tile_grid_locate (&grid, 1, 0, DH_TILE_TRUE_SWAP, &x, &y);
  pixel = cairo_image_surface_get_data (surface)
          + ((int) y + 10) * cairo_image_surface_get_stride (surface) + 4 * ((int) x + 10);
  /* Red, in Cairo's order on a little-endian machine. */
  g_assert_cmpuint (pixel[2], ==, 255);
  g_assert_cmpuint (pixel[0], ==, 0);
  cairo_surface_destroy (surface);
}

/* A grey face of one tile, with the mask in its middle, and in that a square as the mouth. */
static cairo_surface_t *
draw_veiled (const DhMaskOverlay *overlay, DhTileGrid *grid)
{
  enum
  {
    SIZE = 16
  };
  float planes[3 * SIZE * SIZE], mask[SIZE * SIZE], mouth[SIZE * SIZE];
  g_autoptr (DhPreviewFaces) faces = dh_preview_faces_new (SIZE, 1, TRUE);
  g_autoptr (DhPreview) preview = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;

  for (int i = 0; i < 3 * SIZE * SIZE; i++)
    planes[i] = .5f;
  for (int i = 0; i < SIZE * SIZE; i++)
    {
      int far = MAX (ABS (i % SIZE - SIZE / 2), ABS (i / SIZE - SIZE / 2));

      mask[i] = far < 6;
      mouth[i] = far < 3;
    }
  dh_preview_faces_set_tile (faces, 0, 0, DH_TILE_ORIGINAL, planes);
  dh_preview_faces_set_tile (faces, 0, 0, DH_TILE_TRUE_SWAP, planes);
  dh_preview_faces_set_area (faces, 0, 0, DH_AREA_EXTENDED, mask);
  dh_preview_faces_set_area (faces, 0, 0, DH_AREA_MOUTH, mouth);
  preview = dh_preview_new (faces, 1);
  *grid = dh_tile_grid_make (1, 64, TRUE);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) grid->width, (int) grid->height);
  cr = cairo_create (surface);
  dh_tile_grid_draw (grid, cr, preview, overlay, DH_SCHEME_LIGHT, NULL);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Mean of the green bytes in the rectangle from (x0, y0) to (x1, y1), in fractions of a tile. */
static double
get_mean (cairo_surface_t *surface, const DhTileGrid *grid, DhTile column, double x0, double y0,
          double x1, double y1)
{
  int stride = cairo_image_surface_get_stride (surface), n = 0;
  double left, top, sum = 0;

  dh_tile_grid_locate (grid, 0, 0, column, &left, &top);
  for (int y = (int) (top + y0 * grid->tile); y < (int) (top + y1 * grid->tile); y++)
    for (int x = (int) (left + x0 * grid->tile); x < (int) (left + x1 * grid->tile); x++, n++)
      sum += cairo_image_surface_get_data (surface)[y * stride + 4 * x + 1];
  return sum / n;
}

static void
test_mask_overlay (void)
{
  DhMaskOverlay overlay = { DH_AREA_EXTENDED, FALSE, FALSE };
  DhTileGrid grid;
  cairo_surface_t *plain = draw_veiled (NULL, &grid), *veiled = draw_veiled (&overlay, &grid);
  cairo_surface_t *outlined;

#define TOP        0, .3, .02, .7, .12
#define MIDDLE     DH_TILE_ORIGINAL, .45, .45, .55, .55
#define MOUTH_EDGE DH_TILE_ORIGINAL, .33, .4, .37, .6
  g_assert_cmpfloat (get_mean (plain, &grid, TOP), >, 120);
  g_assert_cmpfloat (get_mean (veiled, &grid, TOP), <, 100);
  g_assert_cmpfloat (get_mean (veiled, &grid, TOP), >, 30);
  g_assert_cmpfloat (get_mean (veiled, &grid, MIDDLE), ==, get_mean (plain, &grid, MIDDLE));
  /* Tiles that the network doesn't see have no overlay. */
  g_assert_cmpfloat (get_mean (veiled, &grid, DH_TILE_TRUE_SWAP, 0, 0, 1, 1), ==,
                     get_mean (plain, &grid, DH_TILE_TRUE_SWAP, 0, 0, 1, 1));
  /* Without a mask, only the outline is drawn; eyes that this face lacks do no harm. */
  overlay = (DhMaskOverlay) { DH_AREA_NONE, FALSE, TRUE };
  outlined = draw_veiled (&overlay, &grid);
  g_assert_cmpfloat (get_mean (outlined, &grid, TOP), ==, get_mean (plain, &grid, TOP));
  g_assert_cmpfloat (get_mean (outlined, &grid, MIDDLE), ==, get_mean (plain, &grid, MIDDLE));
  g_assert_cmpfloat (fabs (get_mean (outlined, &grid, MOUTH_EDGE)
                           - get_mean (plain, &grid, MOUTH_EDGE)),
                     >, 10);
#undef TOP
#undef MIDDLE
#undef MOUTH_EDGE
  cairo_surface_destroy (plain);
  cairo_surface_destroy (veiled);
  cairo_surface_destroy (outlined);
}

static void
test_best (void)
{
  DhMetrics a = { 10, .06, 20.44, .71, NAN, NAN, NAN, { 0, 0 } };
  DhMetrics b = { 10, .05, 20.41, .71, NAN, NAN, NAN, { 0, 0 } };
  DhMetrics never = { 0 };
  const DhMetrics *lanes[] = { &a, &b, &never, NULL };
  char text[16];

  /* Both show 20.4 and .71, and so does every other measured lane: nothing to highlight. MAE: b
   * alone. */
  g_assert_cmpuint (dh_metric_find_best (lanes, 4, 0), ==, 0);
  g_assert_cmpuint (dh_metric_find_best (lanes, 4, 1), ==, 1u << DH_CELL_MAE);
  g_assert_cmpuint (dh_metric_find_best (lanes, 4, 2), ==, 0);
  g_assert_cmpuint (dh_metric_find_best (lanes, 1, 0), ==, 0);
  dh_metric_format_cell (&a, DH_CELL_PSNR, text, sizeof text);
  g_assert_cmpstr (text, ==, "20.4");
  dh_metric_format_cell (&a, DH_CELL_SWAP_PSNR, text, sizeof text);
  g_assert_cmpstr (text, ==, "–");
  dh_metric_format_cell (NULL, DH_CELL_MAE, text, sizeof text);
  g_assert_cmpstr (text, ==, "–");
}

/* The average doesn't continue from one measure to the other. */
static void
test_chart_turn (void)
{
  g_autoptr (DhSeries) series = dh_series_new (.9);
  const guint64 turn = 100;
  DhLineChart chart = { .series = series, .number = 1, .scheme = DH_SCHEME_LIGHT };
  cairo_surface_t *surfaces[2];
  guint n_different = 0;

  for (guint i = 0; i < 200; i++)
    {
      if (i == turn)
        dh_series_turn (series);
      dh_series_append (series, i < turn ? 1 : 2);
    }
  for (guint k = 0; k < 2; k++)
    {
      cairo_t *cr;

      chart.turns = k == 1 ? &turn : NULL;
      chart.n_turns = k;
      surfaces[k] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 300, 100);
      cr = cairo_create (surfaces[k]);
      dh_line_chart_draw (&chart, cr, 300, 100);
      cairo_destroy (cr);
      cairo_surface_flush (surfaces[k]);
    }
  for (int y = 30; y < 70; y++) /* between both values, at the vertical part of the line */
    for (int x = 150; x < 185; x++)
      n_different += memcmp (cairo_image_surface_get_data (surfaces[0])
                               + y * cairo_image_surface_get_stride (surfaces[0]) + 4 * x,
                             cairo_image_surface_get_data (surfaces[1])
                               + y * cairo_image_surface_get_stride (surfaces[1]) + 4 * x,
                             4)
                     != 0;
  g_assert_cmpuint (n_different, >, 20);
  for (guint k = 0; k < 2; k++)
    cairo_surface_destroy (surfaces[k]);
}

/* Sizes that differ by less than anyone sees use the same font: a new one takes milliseconds to
 * find, and the number on a ball that flies has another size in each frame. */
static void
test_text_sizes (void)
{
  static const double sizes[] = { 11.9, 12, 12.1 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  DhText text = { .size = 12 };
  double width = dh_text_measure (cr, &text, "8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8");

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      text.size = sizes[i];
      g_assert_cmpfloat (
        dh_text_measure (cr, &text, "8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8"), ==, width);
    }
  text.size = 14;
  g_assert_cmpfloat (dh_text_measure (cr, &text, "8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8.8"), >,
                     width);
  text.size = 0.01;
  g_assert_cmpfloat (dh_text_measure (cr, &text, "8"), >=, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/chart-curve", test_chart_curve);
  g_test_add_func ("/plot/chart-turn", test_chart_turn);
  g_test_add_func ("/plot/chart-edges", test_chart_edges);
  g_test_add_func ("/plot/chart-pointer", test_chart_pointer);
  g_test_add_func ("/plot/chart-cost", test_chart_cost);
  g_test_add_func ("/plot/tile-grid", test_tile_grid);
  g_test_add_func ("/plot/tile-grid-headings", test_tile_grid_headings);
  g_test_add_func ("/plot/tile-grid-draw", test_tile_grid_draw);
  g_test_add_func ("/plot/mask-overlay", test_mask_overlay);
  g_test_add_func ("/plot/best", test_best);
  g_test_add_func ("/plot/text-sizes", test_text_sizes);
  return g_test_run ();
}
