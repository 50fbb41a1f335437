/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a hand does to the square of a picture: it stays a square, upright, in the picture.
 */
#include "ui/faces/crop-square.h"

#include <math.h>

#define WIDTH  400.0
#define HEIGHT 300.0

static void
assert_square (DhCropSquare square, double left, double top, double side)
{
  g_assert_cmpfloat_with_epsilon (square.x - square.side / 2, left, 1e-9);
  g_assert_cmpfloat_with_epsilon (square.y - square.side / 2, top, 1e-9);
  g_assert_cmpfloat_with_epsilon (square.side, side, 1e-9);
  g_assert_cmpfloat (square.angle, ==, 0);
}

static void
test_corners (void)
{
  const DhCropSquare upright = { 100, 80, 40, 0 }, turned = { 100, 80, 40, G_PI / 2 };
  double x, y;

  dh_crop_square_get_corner (&upright, DH_CROP_PART_TOP_RIGHT, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 120, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, 60, 1e-9);
  /* A quarter turn clockwise brings the top right corner down to the right. */
  dh_crop_square_get_corner (&turned, DH_CROP_PART_TOP_RIGHT, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 120, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, 100, 1e-9);
}

static void
test_pick (void)
{
  const DhCropSquare square = { 100, 80, 40, 0 }, turned = { 100, 80, 40, G_PI / 4 };

  g_assert_cmpint (dh_crop_square_pick (&square, 82, 61, 5), ==, DH_CROP_PART_TOP_LEFT);
  g_assert_cmpint (dh_crop_square_pick (&square, 119, 101, 5), ==, DH_CROP_PART_BOTTOM_RIGHT);
  g_assert_cmpint (dh_crop_square_pick (&square, 81, 99, 5), ==, DH_CROP_PART_BOTTOM_LEFT);
  g_assert_cmpint (dh_crop_square_pick (&square, 100, 62, 5), ==, DH_CROP_PART_INSIDE);
  g_assert_cmpint (dh_crop_square_pick (&square, 100, 55, 5), ==, DH_CROP_PART_NONE);
  /* On its point, it reaches further up and less far at what were its corners. */
  g_assert_cmpint (dh_crop_square_pick (&turned, 100, 58, 1), ==, DH_CROP_PART_INSIDE);
  g_assert_cmpint (dh_crop_square_pick (&turned, 117, 97, 1), ==, DH_CROP_PART_NONE);
}

static void
test_move (void)
{
  const DhCropSquare square = { 100, 80, 40, 0 };

  assert_square (dh_crop_square_move (&square, 10, -5, WIDTH, HEIGHT), 90, 55, 40);
  assert_square (dh_crop_square_move (&square, -1000, 1000, WIDTH, HEIGHT), 0, 260, 40);
}

/* From each corner, outwards and inwards, up to the picture's edge and down to the least side. */
static void
test_stretch (void)
{
  const DhCropSquare square = { 100, 80, 40, 0 };

  assert_square (dh_crop_square_stretch (&square, DH_CROP_PART_BOTTOM_RIGHT, 140, 120, WIDTH,
                                         HEIGHT),
                 80, 60, 60);
  assert_square (dh_crop_square_stretch (&square, DH_CROP_PART_TOP_LEFT, 60, 40, WIDTH, HEIGHT), 60,
                 40, 60);
  assert_square (dh_crop_square_stretch (&square, DH_CROP_PART_TOP_RIGHT, 110, 70, WIDTH, HEIGHT),
                 80, 70, 30);
  assert_square (dh_crop_square_stretch (&square, DH_CROP_PART_BOTTOM_LEFT, -500, 500, WIDTH,
                                         HEIGHT),
                 0, 60, 120);
  assert_square (dh_crop_square_stretch (&square, DH_CROP_PART_BOTTOM_RIGHT, 0, 0, WIDTH, HEIGHT),
                 80, 60, 15);
}

static void
test_scale (void)
{
  const DhCropSquare square = { 30, 80, 40, 0 };

  assert_square (dh_crop_square_scale (&square, .5, WIDTH, HEIGHT), 20, 70, 20);
  assert_square (dh_crop_square_scale (&square, 2, WIDTH, HEIGHT), 0, 40, 80);
  assert_square (dh_crop_square_scale (&square, 100, WIDTH, HEIGHT), 0, 0, 300);
}

/* A square from landmarks, turned and partly outside, becomes one that can be dragged. */
static void
test_settle (void)
{
  const DhCropSquare square = { 390, 10, 60, .4 };

  assert_square (dh_crop_square_settle (&square, WIDTH, HEIGHT), 340, 0, 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crop-square/corners", test_corners);
  g_test_add_func ("/crop-square/pick", test_pick);
  g_test_add_func ("/crop-square/move", test_move);
  g_test_add_func ("/crop-square/stretch", test_stretch);
  g_test_add_func ("/crop-square/scale", test_scale);
  g_test_add_func ("/crop-square/settle", test_settle);
  return g_test_run ();
}
