/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/augment.h"
#include "core/data/batch.h"
#include "core/data/colour.h"
#include "core/data/lab.h"
#include "core/data/sample.h"

#include <math.h>
#include <string.h>

#define SIZE     64
#define N_PIXELS (SIZE * SIZE)

/* A picture whose red and green encode the position, two steps a pixel, and a crop that is all of
 * it. */
static void
make_ramp_face (DhFace *face)
{
  *face = (DhFace) {
    .image = dh_image_new (128, 128),
    .to_crop = { .xx = 1.0 / 128, .yy = 1.0 / 128 },
  };
  for (int y = 0; y < 128; y++)
    for (int x = 0; x < 128; x++)
      {
        guint16 *pixel = face->image->pixels + 4 * (128 * y + x);

        pixel[0] = (guint16) (257 * 2 * x);
        pixel[1] = (guint16) (257 * 2 * y);
        pixel[2] = 257 * 99;
        pixel[3] = x < 64 ? DH_IMAGE_FULL : 0;
      }
}

static void
clear_face (DhFace *face)
{
  dh_image_free (face->image);
}

/* Known colours: red, white, a mid grey and a blue, from the definitions. */
static void
test_lab_values (void)
{
  float planes[12] = { 1, 1, 119 / 255.0f, 0, 0, 1, 119 / 255.0f, 0, 0, 1, 119 / 255.0f, 1 };
  static const double expected[3][4] = {
    { 53.24, 100.0, 50.03, 32.30 },
    { 80.09, 0, 0, 79.19 },
    { 67.20, 0, 0, -107.86 },
  };

  dh_lab_from_rgb (planes, 4);
  for (int i = 0; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (100.0 * planes[i], expected[0][i], 0.02);
      g_assert_cmpfloat_with_epsilon (255.0 * planes[4 + i] - 128.0, expected[1][i], 0.03);
      g_assert_cmpfloat_with_epsilon (255.0 * planes[8 + i] - 128.0, expected[2][i], 0.03);
    }
}

static void
test_lab_round_trip (void)
{
  float planes[3 * 17 * 17 * 17], before[3 * 17 * 17 * 17];
  const int n = 17 * 17 * 17;

  for (int i = 0; i < n; i++)
    {
      planes[i] = i / 289 / 16.0f;
      planes[n + i] = i / 17 % 17 / 16.0f;
      planes[2 * n + i] = i % 17 / 16.0f;
    }
  memcpy (before, planes, sizeof planes);
  dh_lab_from_rgb (planes, n);
  dh_lab_to_rgb (planes, n);
  for (int i = 0; i < 3 * n; i++)
    g_assert_cmpfloat_with_epsilon (planes[i], before[i], 0.25 / 255);
}

static void
test_move (void)
{
  float plane[3] = { 0.0f, 0.5f, 1.0f };

  dh_colour_move (plane, 3, 0.2f);
  g_assert_cmpfloat_with_epsilon (plane[0], 0.2, 1e-6);
  g_assert_cmpfloat_with_epsilon (plane[1], 0.6, 1e-6);
  g_assert_cmpfloat_with_epsilon (plane[2], 1.0, 1e-6);
  dh_colour_move (plane, 3, -0.5f);
  g_assert_cmpfloat_with_epsilon (plane[0], 0.1, 1e-6);
  g_assert_cmpfloat_with_epsilon (plane[2], 0.5, 1e-6);
}

/* Contrast increases, by no more than the limit; the range stays, and a limit of 0 changes nothing.
 * */
static void
test_equalise (void)
{
  float plane[N_PIXELS];
  float low = 1.0f, high = 0.0f;

  for (int i = 0; i < N_PIXELS; i++)
    plane[i] = 0.45f + 0.1f * (i % SIZE) / SIZE;
  dh_colour_equalise (plane, SIZE, 0.0f);
  for (int i = 0; i < N_PIXELS; i++)
    g_assert_cmpfloat_with_epsilon (plane[i], 0.45f + 0.1f * (i % SIZE) / SIZE, 1e-5);
  dh_colour_equalise (plane, SIZE, 2.0f);
  for (int i = 0; i < N_PIXELS; i++)
    {
      g_assert_true (plane[i] >= 0.0f && plane[i] <= 1.0f);
      low = MIN (low, plane[i]);
      high = MAX (high, plane[i]);
    }
  g_assert_cmpfloat (high - low, >, 0.12f);
  g_assert_cmpfloat (high - low, <, 0.31f);
}

/* Bilinear sampling reproduces a colormap exactly, at every rotation and scale. */
static void
test_sample_ramp (void)
{
  static const double scales[] = { 0.4, 1.0, 1.6, 2.5, 5.0 };
  float rgb[3 * 16 * 16];
  DhFace face;

  make_ramp_face (&face);
  for (guint k = 0; k < G_N_ELEMENTS (scales); k++)
    {
      double c = scales[k] * cos (0.3), s = scales[k] * sin (0.3);
      DhAffine map = { c, -s, 40, s, c, 20 };

      dh_sample_affine (face.image, map, 16, rgb, NULL);
      for (int i = 0; i < 256; i++)
        {
          double x = i % 16 + 0.5, y = i / 16 + 0.5;

          dh_affine_apply (map, &x, &y);
          if (x < 4 || y < 4 || x > 124 || y > 124)
            continue;
          g_assert_cmpfloat_with_epsilon (rgb[i] * 255, 2 * (x - 0.5), 0.02);
          g_assert_cmpfloat_with_epsilon (rgb[256 + i] * 255, 2 * (y - 0.5), 0.02);
        }
    }
  clear_face (&face);
}

/* Far outside, the border is repeated; nothing is read beyond it. */
static void
test_sample_outside (void)
{
  const DhAffine map = { .xx = 100, .x0 = -800, .yy = 100, .y0 = -800 };
  float rgb[3 * 16 * 16], mask[16 * 16];
  g_autoptr (DhImage) dot = dh_image_new (1, 1);
  DhFace face;

  make_ramp_face (&face);
  dh_sample_affine (face.image, map, 16, rgb, mask);
  g_assert_cmpfloat (rgb[0], ==, 0.0f);
  g_assert_cmpfloat_with_epsilon (rgb[255] * 255, 254, 1e-3);
  g_assert_cmpfloat_with_epsilon (mask[0], 1.0, 1e-6);
  clear_face (&face);

  memset (dot->pixels, 255, DH_IMAGE_PIXEL);
  dh_sample_affine (dot, map, 16, rgb, mask);
  for (int i = 0; i < 256; i++)
    g_assert_cmpfloat_with_epsilon (rgb[i], 1.0, 1e-6);
}

static void
test_warp (void)
{
  float from[3 * N_PIXELS], to[3 * N_PIXELS];
  DhWarp warp = { 0 };

  for (int i = 0; i < 3 * N_PIXELS; i++)
    from[i] = (float) (i % SIZE);
  dh_sample_warp (from, SIZE, &warp, to);
  g_assert_cmpmem (from, sizeof from, to, sizeof to);

  /* The middle node moves by 4: so does the picture's centre, and the point halfway
   * to the next node moves by half as much. */
  warp.x[2][2] = 4.0f;
  dh_sample_warp (from, SIZE, &warp, to);
  g_assert_cmpfloat_with_epsilon (to[32 * SIZE + 32] - 32, 4.0 * (15.5 / 16) * (15.5 / 16), 1e-4);
  g_assert_cmpfloat_with_epsilon (to[32 * SIZE + 40] - 40, 4.0 * (7.5 / 16) * (15.5 / 16), 1e-4);
  g_assert_cmpfloat_with_epsilon (to[10 * SIZE + 32] - 32, 0.0, 1e-4);
}

static void
test_none (void)
{
  g_autofree float *planes = g_new (float, 8 * N_PIXELS);
  float *input = planes, *target = planes + 3 * N_PIXELS, *crop = g_newa (float, 3 * N_PIXELS);
  DhRandom random;
  DhFace face;

  make_ramp_face (&face);
  dh_random_init (&random, 1, 1);
  dh_augment_face (&face, &dh_augment_none, &random, SIZE, input, target,
                   (float *[DH_N_AREAS]) { planes + 6 * N_PIXELS });
  dh_face_crop (&face, SIZE, crop, NULL);
  for (int i = 0; i < 3 * N_PIXELS; i++)
    {
      g_assert_cmpfloat_with_epsilon (target[i], crop[i], 1e-5);
      g_assert_cmpfloat_with_epsilon (input[i], target[i], 1e-5);
    }
  clear_face (&face);
}

/* Recovers the geometry from the colormap's colours: the position that a pixel of the target shows.
 * */
static DhPoint
get_place (const float *target, int x, int y)
{
  int i = y * SIZE + x;

  return (DhPoint) {
    .x = (target[i] * 255 / 2 + 0.5f) / 128,
    .y = (target[N_PIXELS + i] * 255 / 2 + 0.5f) / 128,
  };
}

static void
test_geometry_range (void)
{
  DhAugmentStrength strength = dh_augment_default;
  g_autofree float *planes = g_new (float, 7 * N_PIXELS);
  float *target = planes + 3 * N_PIXELS;
  double most_angle = 0, most_zoom = 0, most_shift = 0, smallest = 1, largest = 1;
  guint n_flipped = 0;
  DhRandom random;
  DhFace face;

  make_ramp_face (&face);
  dh_random_init (&random, 1, 1);
  strength.lightness = strength.colour = strength.contrast_chance = 0.0f;
  for (int round = 0; round < 400; round++)
    {
      DhPoint middle, right;
      double dx, dy, angle, zoom;

      dh_augment_face (&face, &strength, &random, SIZE, planes, target,
                       (float *[DH_N_AREAS]) { planes + 6 * N_PIXELS });
      middle = get_place (target, 32, 32);
      right = get_place (target, 48, 32);
      dx = right.x - middle.x;
      dy = right.y - middle.y;
      n_flipped += dx < 0;
      angle = fabs (atan2 (dy, fabs (dx))) * 180 / G_PI;
      zoom = fabs (0.25 / hypot (dx, dy) - 1.0);
      most_angle = MAX (most_angle, angle);
      most_zoom = MAX (most_zoom, zoom);
      smallest = MIN (smallest, 0.25 / hypot (dx, dy));
      largest = MAX (largest, 0.25 / hypot (dx, dy));
      most_shift = MAX (most_shift, fabs (middle.x - 0.5));
      most_shift = MAX (most_shift, fabs (middle.y - 0.5));
    }
  g_assert_true (most_angle > 9.5 && most_angle < 10.2);
  g_assert_true (most_zoom > 0.045 && most_zoom < 0.053);
  g_assert_true (smallest < 0.96 && largest > 1.04); /* nearer and farther */
  /* A rotated shift may be a little longer along one axis; half a pixel comes from the sampling
   * itself. */
  g_assert_true (most_shift > 0.045 && most_shift < 0.075);
  g_assert_true (n_flipped > 160 && n_flipped < 240);
  clear_face (&face);
}

/* The mask matches the target; only the input is warped, by about the requested strength. */
static void
test_warp_strength (void)
{
  DhAugmentStrength strength = dh_augment_none;
  g_autofree float *planes = g_new (float, 7 * N_PIXELS);
  const float *input = planes, *target = planes + 3 * N_PIXELS, *mask = planes + 6 * N_PIXELS;
  double squares = 0.0;
  DhRandom random;
  DhFace face;

  make_ramp_face (&face);
  dh_random_init (&random, 1, 1);
  strength.warp = 5.0f;
  for (int round = 0; round < 300; round++)
    {
      double moved;

      dh_augment_face (&face, &strength, &random, SIZE, planes, planes + 3 * N_PIXELS,
                       (float *[DH_N_AREAS]) { planes + 6 * N_PIXELS });
      g_assert_cmpfloat_with_epsilon (mask[10], 1.0, 1e-5);
      g_assert_cmpfloat_with_epsilon (mask[50], 0.0, 1e-5);
      g_assert_cmpfloat_with_epsilon (get_place (target, 32, 32).x, 32.5 / 64, 1e-4);
      moved = SIZE * (get_place (input, 32, 32).x - get_place (target, 32, 32).x);
      squares += moved * moved / 300;
    }
  /* Half a pixel from the node: .97² of its 1.25 px. */
  g_assert_cmpfloat_with_epsilon (sqrt (squares), 1.25 * 0.94, 0.2);
  clear_face (&face);
}

/* Everything in [0, 1], finite, at the smallest and at odd sizes. */
static void
test_range (void)
{
  static const int sizes[] = { 4, 5, 17, 64, 100 };
  DhRandom random;
  DhFace face;

  make_ramp_face (&face);
  dh_random_init (&random, 9, 9);
  for (int round = 0; round < 40; round++)
    {
      int size = sizes[round % G_N_ELEMENTS (sizes)], n = size * size;
      g_autofree float *planes = g_new (float, 7 * n);

      dh_augment_face (&face, &dh_augment_default, &random, size, planes, planes + 3 * n,
                       (float *[DH_N_AREAS]) { planes + 6 * n });
      for (int i = 0; i < 7 * n; i++)
        g_assert_true (planes[i] >= -1e-5f && planes[i] <= 1.00001f);
    }
  clear_face (&face);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/values", test_lab_values);
  g_test_add_func ("/lab/round-trip", test_lab_round_trip);
  g_test_add_func ("/colour/move", test_move);
  g_test_add_func ("/colour/equalise", test_equalise);
  g_test_add_func ("/sample/ramp", test_sample_ramp);
  g_test_add_func ("/sample/outside", test_sample_outside);
  g_test_add_func ("/sample/warp", test_warp);
  g_test_add_func ("/augment/none", test_none);
  g_test_add_func ("/augment/geometry-range", test_geometry_range);
  g_test_add_func ("/augment/warp-strength", test_warp_strength);
  g_test_add_func ("/augment/range", test_range);
  return g_test_run ();
}
