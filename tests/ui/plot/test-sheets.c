/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the pictures for files show, and where.
 */
#include "core/train/snapshot-private.h"
#include "ui/plot/export/export-picture.h"
#include "ui/plot/pictures/tile-grid.h"
#include "ui/plot/sheets/lane-sheet.h"
#include "ui/plot/sheets/sheet.h"
#include "ui/plot/sheets/strip-sheet.h"

#include <math.h>

#define SIZE 8
#define TILE 84.0

/* Flat faces: the network's brightness is that of the iteration, the rest is white. */
static DhPreview *
make_preview (guint64 iteration, float brightness, guint n_faces)
{
  g_autoptr (DhPreviewFaces) faces = dh_preview_faces_new (SIZE, (int) n_faces, TRUE);
  float white[3 * SIZE * SIZE], grey[3 * SIZE * SIZE];
  DhPreview *preview;

  for (guint i = 0; i < G_N_ELEMENTS (white); i++)
    {
      white[i] = 1;
      grey[i] = brightness;
    }
  for (guint side = 0; side < 2; side++)
    for (guint face = 0; face < n_faces; face++)
      {
        dh_preview_faces_set_tile (faces, side, face, DH_TILE_ORIGINAL, white);
        dh_preview_faces_set_tile (faces, side, face, DH_TILE_TRUE_SWAP, white);
      }
  preview = dh_preview_new (faces, iteration);
  for (guint side = 0; side < 2; side++)
    for (guint face = 0; face < n_faces; face++)
      {
        dh_preview_set_tile (preview, side, face, DH_TILE_SELF, grey);
        dh_preview_set_tile (preview, side, face, DH_TILE_SWAP, grey);
      }
  return preview;
}

static DhSeries *
make_series (guint n)
{
  DhSeries *series = dh_series_new (.9);

  for (guint i = 0; i < n; i++)
    dh_series_append (series, (float) exp (-3.0 * i / n));
  return series;
}

static cairo_surface_t *
draw_lanes (const DhLaneSheet *sheet)
{
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cr;

  dh_lane_sheet_measure (sheet, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (width), (int) ceil (height));
  cr = cairo_create (surface);
  dh_lane_sheet_draw (sheet, cr, 1);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface, double x, double y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);

  g_assert_true (x >= 0 && y >= 0 && x < cairo_image_surface_get_width (surface)
                 && y < cairo_image_surface_get_height (surface));
  return ((const guint32 *) (gconstpointer) (data + (int) y * stride))[(int) x] & 0xffffff;
}

/* How many pixels have a lane's colour, and the middle of them. */
static guint
find_lane (cairo_surface_t *surface, guint number, double *x, double *y)
{
  const DhColor color = dh_palette_get_lane (DH_SCHEME_LIGHT, number);
  const guint32 wanted = (guint32) round (color.red * 255) << 16
                         | (guint32) round (color.green * 255) << 8
                         | (guint32) round (color.blue * 255);
  guint n = 0;

  *x = *y = 0;
  for (int row = 0; row < cairo_image_surface_get_height (surface); row++)
    for (int column = 0; column < cairo_image_surface_get_width (surface); column++)
      if (get_pixel (surface, column, row) == wanted)
        {
          *x += column;
          *y += row;
          n++;
        }
  *x /= MAX (n, 1);
  *y /= MAX (n, 1);
  return n;
}

/* From one lane to six, with everything and with nothing to show: each has its colours in its own
 * card. */
static void
test_lanes (void)
{
  g_autoptr (DhSeries) series = make_series (200);
  g_autoptr (DhPreview) preview = make_preview (100, .5f, 2);
  const DhMetrics metrics = { 10, .06, 20.4, .71, .08, 18.1, .6, { 0, 0 } };
  DhLaneSheet sheet = { .title = "Alder ⇄ Birch", .settings = "quick", .parts = DH_SHEET_ALL };

  for (guint n = 0; n <= DH_MAX_LANES; n++)
    {
      cairo_surface_t *surface;
      double last = -1;

      sheet.n_lanes = n;
      sheet.n_across = MAX (n, 1);
      if (n > 0)
        sheet.lanes[n - 1] = (DhSheetLane) { .number = n,
                                             .label = "MAE, rate 1e-3",
                                             .settings = "Adam",
                                             .note = "Improving",
                                             .preview = preview,
                                             .metrics = &metrics,
                                             .series = n == 2 ? NULL : series };
      surface = draw_lanes (&sheet);
      for (guint number = 1; number <= n; number++)
        {
          double x, y;

          g_assert_cmpuint (find_lane (surface, number, &x, &y), >, number == 2 ? 100 : 300);
          g_assert_cmpfloat (x, >, last);
          last = x;
        }
      cairo_surface_destroy (surface);
    }
}

/* The faces stand in the first card, in their columns. */
static void
test_faces (void)
{
  g_autoptr (DhPreview) preview = make_preview (100, .25f, 3);
  const DhTileGrid grid = dh_tile_grid_make (2, TILE, TRUE);
  DhLaneSheet sheet = { .title = "", .settings = "", .parts = DH_SHEET_FACES, .n_lanes = 1,
                        .n_faces = 2, .lanes[0] = { .number = 1, .label = "", .preview = preview } };
  cairo_surface_t *surface = draw_lanes (&sheet);
  const double left = DH_SHEET_MARGIN + DH_SHEET_PADDING;
  const double top = DH_SHEET_HEAD + DH_SHEET_CARD_HEAD + 4;
  static const guint32 expected[DH_N_TILES] = { 0xffffff, 0x404040, 0x404040, 0xffffff };

  for (guint side = 0; side < 2; side++)
    for (guint face = 0; face < 2; face++)
      for (guint column = 0; column < DH_N_TILES; column++)
        {
          double x, y;

          dh_tile_grid_locate (&grid, side, face, column, &x, &y);
          g_assert_cmphex (get_pixel (surface, left + x + TILE / 2, top + y + TILE / 2), ==,
                           expected[column]);
        }
  cairo_surface_destroy (surface);
}

/* How many pixels differ from the card, between two distances from its lower edge. */
static guint
count_ink (const char *note, int from, int to)
{
  const DhLaneSheet sheet = { .title = "", .settings = "", .parts = DH_SHEET_CHART, .n_lanes = 1,
                              .lanes[0] = { .number = 1, .label = "", .note = note } };
  cairo_surface_t *surface = draw_lanes (&sheet);
  const int bottom = cairo_image_surface_get_height (surface) - (int) DH_SHEET_MARGIN;
  guint n = 0;

  for (int y = bottom - to; y < bottom - from; y++)
    for (int x = 40; x < cairo_image_surface_get_width (surface) - 40; x++)
      n += get_pixel (surface, x, y) != 0xffffff;
  cairo_surface_destroy (surface);
  return n;
}

/* A state that is too long for one line goes on in a second. */
static void
test_note (void)
{
  const char *brief = "Improving: 20 % less loss";
  const char *wordy = "Dead since step 7: the pictures are all alike or saturated and no gradient "
                      "is left, so try 1e-3";

  g_assert_cmpuint (count_ink (brief, 8, 25), >, 50);
  g_assert_cmpuint (count_ink (brief, 27, 40), ==, 0);
  g_assert_cmpuint (count_ink (wordy, 8, 25), >, 50);
  g_assert_cmpuint (count_ink (wordy, 27, 40), >, 50);
}

/* A bowl, and a ball that goes along it from left to right. */
static DhPlane *
make_plane (void)
{
  enum { N = 21, STEPS = 11 };
  static const double low[2] = { -1, -1 }, high[2] = { 1, 1 };
  float heights[N * N];
  DhPlane *plane = g_new0 (DhPlane, 1);

  for (int i = 0; i < N * N; i++)
    heights[i] = (float) (pow (i % N / 10.0 - 1, 2) + pow (i / N / 10.0 - 1, 2));
  atomic_init (&plane->n_refs, 1);
  plane->kind = DH_PLANE_TRAJECTORY;
  plane->terrain = dh_terrain_new_from_heights (N, N, low, high, heights);
  plane->n_trajectory = STEPS;
  plane->trajectory = g_new0 (DhTrajectoryPoint, STEPS);
  plane->trajectory_iterations = g_new (guint64, STEPS);
  for (guint i = 0; i < STEPS; i++)
    {
      plane->trajectory[i] = (DhTrajectoryPoint) { .at = { -.8 + .16 * i, 0 },
                                                   .loss = pow (-.8 + .16 * i, 2) };
      plane->trajectory_iterations[i] = 100 * i;
    }
  return plane;
}

static double
find_ball (const DhPlane *plane, guint64 iteration)
{
  DhLaneSheet with = { .title = "", .settings = "", .parts = DH_SHEET_LANDSCAPE, .n_lanes = 1,
                       .lanes[0] = { .number = 2, .label = "", .plane = plane,
                                     .iteration = iteration } };
  cairo_surface_t *surface = draw_lanes (&with);
  double sum = 0, n = 0;

  /* A ball is shaded: orange of any brightness, below the card's badge. */
  for (int y = (int) (DH_SHEET_HEAD + DH_SHEET_CARD_HEAD); y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      {
        const guint32 pixel = get_pixel (surface, x, y);
        const int red = pixel >> 16, green = pixel >> 8 & 255, blue = pixel & 255;

        if (red > 120 && red > green + 70 && blue < 60)
          {
            sum += x;
            n++;
          }
      }
  cairo_surface_destroy (surface);
  g_assert_cmpfloat (n, >, 40);
  return sum / n;
}

/* Between the points of the trajectory, too; without an iteration it is at the end. */
static void
test_ball (void)
{
  g_autoptr (DhPlane) plane = make_plane ();
  double last = find_ball (plane, 1);

  for (guint64 iteration = 50; iteration <= 1000; iteration += 50)
    {
      const double x = find_ball (plane, iteration);

      g_assert_cmpfloat (x, >, last);
      last = x;
    }
  g_assert_cmpfloat (find_ball (plane, 0), ==, last);
  g_assert_cmpfloat (find_ball (plane, 5000), ==, last);
}

/* Columns are in the order of time, and the target is at the end of each row. */
static void
test_strip (void)
{
  enum { N = 5 };
  const DhPreview *previews[N];
  double psnr[N], width, height;
  DhStripSheet sheet = { .title = "", .settings = "", .number = 1, .label = "", .previews = previews,
                         .psnr = psnr, .n_columns = N, .scheme = DH_SCHEME_DARK };
  cairo_surface_t *surface;
  cairo_t *cr;
  guint rows = 0;

  for (guint i = 0; i < N; i++)
    {
      previews[i] = make_preview (10 * i + 1, (i + 1) / 10.0f, 2);
      psnr[i] = i == 0 ? NAN : 10 + i;
    }
  dh_strip_sheet_measure (&sheet, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (width), (int) ceil (height));
  cr = cairo_create (surface);
  dh_strip_sheet_draw (&sheet, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    {
      guint found = 0;

      for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
        {
          const guint32 level = (guint32) ((found + 1) / 10.0f * 255 + .5f);

          if (found < N && get_pixel (surface, x, y) == level * 0x010101)
            found++;
          else if (found == N && get_pixel (surface, x, y) == 0xffffff)
            found++;
        }
      rows += found > N;
    }
  /* Two people, two faces each, itself and swap; a tile's round edges apart. */
  g_assert_cmpuint (rows, >=, 8 * ((guint) TILE - 4));
  g_assert_cmpuint (rows, <=, 8 * (guint) TILE);
  cairo_surface_destroy (surface);
  for (guint i = 0; i < N; i++)
    dh_preview_unref ((DhPreview *) previews[i]);
}

/* A wide place gets more cards in a row than a tall one. */
static void
test_arrange (void)
{
  DhLaneSheet sheet = { .title = "", .settings = "", .parts = DH_SHEET_ALL, .n_lanes = 6 };
  const DhDrawingSize wide = { .width = 3000, .height = 800 }, tall = { .width = 500, .height = 3000 };
  const DhDrawingSize square = { .width = 1000, .height = 1000 }, none = { 0 };

  for (guint i = 0; i < 6; i++)
    sheet.lanes[i] = (DhSheetLane) { .number = i + 1, .label = "" };
  dh_export_arrange (&sheet, &none);
  g_assert_cmpuint (sheet.n_across, ==, 0);
  dh_export_arrange (&sheet, &wide);
  g_assert_cmpuint (sheet.n_across, ==, 6);
  dh_export_arrange (&sheet, &tall);
  g_assert_cmpuint (sheet.n_across, ==, 1);
  dh_export_arrange (&sheet, &square);
  g_assert_cmpuint (sheet.n_across, >, 1);
  g_assert_cmpuint (sheet.n_across, <, 6);
}

static void
assert_iterations (guint64 first, guint64 last, guint n, gboolean growing, const char *expected)
{
  g_autoptr (GArray) chosen = dh_export_choose_iterations (first, last, n, growing);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < chosen->len; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                            g_array_index (chosen, guint64, i));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_iterations (void)
{
  assert_iterations (1, 101, 5, FALSE, "1 26 51 76 101");
  assert_iterations (1, 101, 5, TRUE, "1 7 26 57 101");
  assert_iterations (1, 3, 8, FALSE, "1 2 3");
  assert_iterations (1, 3, 8, TRUE, "1 2 3");
  assert_iterations (1, 500, 1, FALSE, "500");
  assert_iterations (1, 1, 5, FALSE, "1");
  assert_iterations (5, 4, 5, FALSE, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheets/lanes", test_lanes);
  g_test_add_func ("/sheets/faces", test_faces);
  g_test_add_func ("/sheets/note", test_note);
  g_test_add_func ("/sheets/ball", test_ball);
  g_test_add_func ("/sheets/strip", test_strip);
  g_test_add_func ("/sheets/arrange", test_arrange);
  g_test_add_func ("/sheets/iterations", test_iterations);
  return g_test_run ();
}
