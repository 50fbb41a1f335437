/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two compared pictures: where their pixels are, what the divider cuts, and how they differ.
 */
#include <math.h>

#include "ui/plot/pictures/gradient-map.h"
#include "ui/plot/pictures/picture-difference.h"
#include "ui/plot/pictures/picture-pair.h"

#define SIZE 8

static guint8 *
make_picture (guint8 red, guint8 green, guint8 blue)
{
  guint8 *pixels = g_new (guint8, 4 * SIZE * SIZE);

  for (int i = 0; i < SIZE * SIZE; i++)
    {
      pixels[4 * i] = red;
      pixels[4 * i + 1] = green;
      pixels[4 * i + 2] = blue;
      pixels[4 * i + 3] = 255;
    }
  return pixels;
}

static DhPicturePair
make_pair (const guint8 *first, const guint8 *second, DhPicturePairMode mode)
{
  return (DhPicturePair) {
    .pixels = { first, second },
    .size = SIZE,
    .numbers = { 1, 2 },
    .mode = mode,
    .divider = .5,
    .sight = { 1, { .5, .5 } },
    .width = 400,
    .height = 200,
    .text_size = 12,
  };
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface)
                       + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) data)[x] & 0xffffff;
}

static cairo_surface_t *
draw (const DhPicturePair *pair)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) pair->width,
                                                         (int) pair->height);
  cairo_t *cr = cairo_create (surface);

  dh_picture_pair_draw (pair, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* The picture, 200 pixels wide, is in the middle of 400. */
static void
test_wipe (void)
{
  g_autofree guint8 *red = make_picture (255, 0, 0), *blue = make_picture (0, 0, 255);
  DhPicturePair pair = make_pair (red, blue, DH_PICTURE_PAIR_WIPE);
  cairo_surface_t *surface;

  pair.divider = .25;
  g_assert_cmpfloat (dh_picture_pair_locate_divider (&pair), ==, 150);
  g_assert_cmpfloat (dh_picture_pair_find_divider (&pair, 150), ==, .25);
  g_assert_cmpfloat (dh_picture_pair_find_divider (&pair, 20), ==, 0);
  g_assert_cmpfloat (dh_picture_pair_find_divider (&pair, 390), ==, 1);
  surface = draw (&pair);
  g_assert_cmphex (get_pixel (surface, 90, 180), ==, 0);
  g_assert_cmphex (get_pixel (surface, 110, 180), ==, 0xff0000);
  g_assert_cmphex (get_pixel (surface, 143, 180), ==, 0xff0000);
  g_assert_cmphex (get_pixel (surface, 150, 180), ==, 0xffffff);
  g_assert_cmphex (get_pixel (surface, 157, 180), ==, 0x0000ff);
  g_assert_cmphex (get_pixel (surface, 290, 180), ==, 0x0000ff);
  g_assert_cmphex (get_pixel (surface, 310, 180), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_beside (void)
{
  g_autofree guint8 *red = make_picture (255, 0, 0), *blue = make_picture (0, 0, 255);
  DhPicturePair pair = make_pair (red, blue, DH_PICTURE_PAIR_BESIDE);
  cairo_surface_t *surface = draw (&pair);
  int column, row;

  g_assert_cmphex (get_pixel (surface, 100, 180), ==, 0xff0000);
  g_assert_cmphex (get_pixel (surface, 300, 180), ==, 0x0000ff);
  g_assert_cmphex (get_pixel (surface, 200, 180), ==, 0);
  cairo_surface_destroy (surface);
  /* The same place in both. */
  g_assert_true (dh_picture_pair_pick (&pair, 20, 30, &column, &row));
  g_assert_cmpint (column, ==, 0);
  g_assert_cmpint (row, ==, 1);
  g_assert_true (dh_picture_pair_pick (&pair, 20 + 203, 30, &column, &row));
  g_assert_cmpint (column, ==, 0);
  g_assert_cmpint (row, ==, 1);
}

/* The place under the pointer stays there, and nothing moves out of the frame. */
static void
test_zoom (void)
{
  g_autofree guint8 *grey = make_picture (9, 9, 9);
  DhPicturePair pair = make_pair (grey, grey, DH_PICTURE_PAIR_WIPE);
  int column, row, zoomed_column, zoomed_row;

  pair.width = pair.height = 200;
  for (guint i = 0; i < 6; i++)
    {
      const double x = 30 + 25 * i, y = 180 - 20 * i;

      pair.sight = (DhPairSight) { 1, { .5, .5 } };
      g_assert_true (dh_picture_pair_pick (&pair, x, y, &column, &row));
      for (guint k = 0; k < 4; k++)
        {
          pair.sight = dh_picture_pair_zoom (&pair, x, y, 1.5);
          g_assert_true (dh_picture_pair_pick (&pair, x, y, &zoomed_column, &zoomed_row));
          g_assert_cmpint (zoomed_column, ==, column);
          g_assert_cmpint (zoomed_row, ==, row);
        }
      g_assert_cmpfloat_with_epsilon (pair.sight.zoom, 5.0625, 1e-9);
    }
  pair.sight = dh_picture_pair_zoom (&pair, 0, 0, 1000);
  g_assert_cmpfloat (pair.sight.zoom, ==, DH_PICTURE_PAIR_MOST_ZOOM);
  pair.sight = dh_picture_pair_pan (&pair, 1e6, 1e6);
  g_assert_true (dh_picture_pair_pick (&pair, 1, 1, &column, &row));
  g_assert_cmpint (column, ==, 0);
  g_assert_cmpint (row, ==, 0);
  pair.sight = dh_picture_pair_pan (&pair, -1e6, -1e6);
  g_assert_true (dh_picture_pair_pick (&pair, 199, 199, &column, &row));
  g_assert_cmpint (column, ==, SIZE - 1);
  g_assert_cmpint (row, ==, SIZE - 1);
  pair.sight = dh_picture_pair_zoom (&pair, 100, 100, 1e-3);
  g_assert_cmpfloat (pair.sight.zoom, ==, 1);
  g_assert_cmpfloat (pair.sight.centre[0], ==, .5);
}

/* A drag moves the place under the pointer with it. */
static void
test_pan (void)
{
  g_autofree guint8 *grey = make_picture (9, 9, 9);
  DhPicturePair pair = make_pair (grey, grey, DH_PICTURE_PAIR_BESIDE);
  int column, row, moved_column, moved_row;

  pair.sight = (DhPairSight) { 8, { .5, .5 } };
  g_assert_true (dh_picture_pair_pick (&pair, 100, 100, &column, &row));
  pair.sight = dh_picture_pair_pan (&pair, 37, -21);
  g_assert_true (dh_picture_pair_pick (&pair, 137, 79, &moved_column, &moved_row));
  g_assert_cmpint (moved_column, ==, column);
  g_assert_cmpint (moved_row, ==, row);
}

static void
test_difference (void)
{
  g_autofree guint8 *first = make_picture (100, 100, 100);
  g_autofree guint8 *second = make_picture (100, 100, 100);
  float map[SIZE * SIZE];
  DhPictureDifference difference = dh_picture_difference_compute (first, second, SIZE, map);

  g_assert_cmpfloat (difference.mae, ==, 0);
  g_assert_true (isinf (difference.psnr));
  g_assert_cmpfloat (difference.scale, ==, .02);
  /* One pixel: red 51 darker, green as much lighter: no lightness, but a difference. */
  first[0] -= 51;
  first[1] += 51;
  first[4] = first[5] = first[6] = 151;
  difference = dh_picture_difference_compute (first, second, SIZE, map);
  g_assert_cmpfloat (map[0], ==, 0);
  g_assert_cmpfloat_with_epsilon (map[1], -.2, 1e-7);
  g_assert_cmpfloat (map[2], ==, 0);
  g_assert_cmpfloat_with_epsilon (difference.mae, 5 * .2 / (3 * SIZE * SIZE), 1e-12);
  g_assert_cmpfloat_with_epsilon (difference.psnr, -10 * log10 (5 * .04 / (3 * SIZE * SIZE)), 1e-9);
}

/* A hundredth of the pixels may exceed it. */
static void
test_scale (void)
{
  g_autofree guint8 *first = make_picture (100, 100, 100);
  g_autofree guint8 *second = make_picture (100, 100, 100);
  const struct
  {
    guint8 byte;
    double scale;
  } cases[] = { { 105, .02 }, { 106, .05 }, { 112, .05 }, { 113, .1 }, { 150, .2 }, { 255, 1 } };
  float map[SIZE * SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      first[4] = first[5] = first[6] = cases[i].byte;
      g_assert_cmpfloat (dh_picture_difference_compute (first, second, SIZE, map).scale, ==,
                         cases[i].scale);
    }
}

/* Where the right is lighter, blue; where it is darker, orange: the legend's ends. */
static void
test_colours (void)
{
  g_autofree guint8 *dark = make_picture (0, 0, 0), *light = make_picture (255, 255, 255);
  const DhColor high = dh_gradient_map_get_color (1), low = dh_gradient_map_get_color (-1);
  DhPicturePair pair = make_pair (dark, light, DH_PICTURE_PAIR_DIFFERENCE);
  cairo_surface_t *surface = draw (&pair);

  g_assert_cmpint (get_pixel (surface, 200, 80) & 255, ==, (int) (high.blue * 255 + .5));
  cairo_surface_destroy (surface);
  pair = make_pair (light, dark, DH_PICTURE_PAIR_DIFFERENCE);
  surface = draw (&pair);
  g_assert_cmpint (get_pixel (surface, 200, 80) >> 16, ==, (int) (low.red * 255 + .5));
  cairo_surface_destroy (surface);
}

/* Nothing there yet, and hardly any room. */
static void
test_nothing (void)
{
  for (guint mode = 0; mode < DH_PICTURE_PAIR_N_MODES; mode++)
    for (int side = 0; side < 40; side += 13)
      {
        DhPicturePair pair = make_pair (NULL, NULL, mode);
        cairo_surface_t *surface;

        pair.width = pair.height = MAX (side, 1);
        surface = draw (&pair);
        cairo_surface_destroy (surface);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-pair/wipe", test_wipe);
  g_test_add_func ("/picture-pair/beside", test_beside);
  g_test_add_func ("/picture-pair/zoom", test_zoom);
  g_test_add_func ("/picture-pair/pan", test_pan);
  g_test_add_func ("/picture-pair/difference", test_difference);
  g_test_add_func ("/picture-pair/scale", test_scale);
  g_test_add_func ("/picture-pair/colours", test_colours);
  g_test_add_func ("/picture-pair/nothing", test_nothing);
  return g_test_run ();
}
