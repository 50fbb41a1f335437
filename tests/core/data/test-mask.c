/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/mask.h"

#include <math.h>

#define SIZE 60

static int
get_alpha (const DhImage *image, int x, int y)
{
  return (image->pixels[4 * (y * image->width + x) + 3] + 128) / 257;
}

static double
get_area (const DhImage *image)
{
  double sum = 0.0;

  for (int i = 0; i < image->width * image->height; i++)
    sum += image->pixels[4 * i + 3] / 65535.0;
  return sum;
}

/* A shape between pixels: exact coverage, inner points without effect. */
static void
test_shares (void)
{
  static const DhMaskPart part = { 5, { 0, 1, 2, 3, 4 } };
  DhLandmarks landmarks = {
    .points = { { 1.25f, 2 }, { 5.5f, 2 }, { 3, 3 }, { 5.5f, 4.5f }, { 1.25f, 4.5f } },
  };
  g_autoptr (DhImage) image = dh_image_new (8, 8);

  dh_mask_draw_parts (image, &landmarks, &part, 1);
  g_assert_cmpint (get_alpha (image, 0, 3), ==, 0);
  g_assert_cmpint (get_alpha (image, 1, 2), ==, 191);
  g_assert_cmpint (get_alpha (image, 3, 3), ==, 255);
  g_assert_cmpint (get_alpha (image, 5, 2), ==, 128);
  g_assert_cmpint (get_alpha (image, 3, 4), ==, 128);
  g_assert_cmpint (get_alpha (image, 5, 4), ==, 64);
  g_assert_cmpint (get_alpha (image, 3, 5), ==, 0);
  g_assert_cmpint (get_alpha (image, 3, 1), ==, 0);
  g_assert_cmpfloat_with_epsilon (get_area (image), 4.25 * 2.5, 0.03);
}

/* Overlapping and touching parts count once; anything outside is cut. */
static void
test_union (void)
{
  static const DhMaskPart parts[3] = {
    { 4, { 0, 1, 2, 3 } },
    { 4, { 4, 5, 6, 7 } },
    { 3, { 8, 9, 10 } },
  };
  DhLandmarks landmarks = {
    .points = {
      { 2, 2 }, { 6.5f, 2 }, { 6.5f, 6 }, { 2, 6 },
      { 6.5f, 4 }, { 9, 4 }, { 9, 6 }, { 3, 6 },
      { 1e6f, -5 }, { 1e6f, 20 }, { 9.0f, 20 },
    },
  };
  g_autoptr (DhImage) image = dh_image_new (10, 10);

  dh_mask_draw_parts (image, &landmarks, parts, 3);
  g_assert_cmpint (get_alpha (image, 6, 4), ==, 255);
  g_assert_cmpint (get_alpha (image, 6, 3), ==, 128);
  g_assert_cmpint (get_alpha (image, 4, 5), ==, 255);
  g_assert_cmpint (get_alpha (image, 9, 0), ==, 0);
}

/* A line or a point has no area. */
static void
test_flat (void)
{
  static const DhMaskPart parts[2] = { { 3, { 0, 1, 2 } }, { 3, { 0, 0, 0 } } };
  DhLandmarks landmarks = { .points = { { 2, 2 }, { 4, 4 }, { 6, 6 } } };
  g_autoptr (DhImage) image = dh_image_new (8, 8);

  dh_mask_draw_parts (image, &landmarks, parts, 2);
  g_assert_cmpfloat (get_area (image), ==, 0.0);
}

/* A plain face: jaw an arc, brows and eyes level, nose in the middle. */
static void
make_face (DhLandmarks *landmarks)
{
  DhPoint *p = landmarks->points;

  for (int i = 0; i <= 16; i++)
    {
      p[i].x = (float) (30 - 20 * cos (i * G_PI / 16));
      p[i].y = (float) (30 + 25 * sin (i * G_PI / 16));
    }
  for (int i = 0; i < 10; i++)
    p[17 + i] = (DhPoint) { 12 + 4.0f * i, 24 };
  for (int i = 27; i < 31; i++)
    p[i] = (DhPoint) { 30, 28 + 3.0f * (i - 27) };
  for (int i = 31; i < 36; i++)
    p[i] = (DhPoint) { 26 + 2.0f * (i - 31), 40 };
  for (int i = 0; i < 12; i++)
    p[36 + i] = (DhPoint) { 16 + 2.5f * i, 30 };
  for (int i = 48; i < 68; i++)
    p[i] = (DhPoint) { 25 + (i % 10), 46 };
}

static double
cross (DhPoint a, DhPoint b, double x, double y)
{
  return ((double) b.x - a.x) * (y - a.y) - ((double) b.y - a.y) * (x - a.x);
}

/* A point is in a hull if it lies in some triangle of its points. */
static gboolean
is_in_hull (const DhLandmarks *landmarks, const int *indices, int n, double x, double y)
{
  const DhPoint *p = landmarks->points;

  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n; j++)
      for (int k = j + 1; k < n; k++)
        {
          double a = cross (p[indices[i]], p[indices[j]], x, y);
          double b = cross (p[indices[j]], p[indices[k]], x, y);
          double c = cross (p[indices[k]], p[indices[i]], x, y);

          if ((a > 0 && b > 0 && c > 0) || (a < 0 && b < 0 && c < 0))
            return TRUE;
        }
  return FALSE;
}

/* The eight hulls as the definition lists them; -1 ends. */
static gboolean
is_in_face (const DhLandmarks *landmarks, double x, double y)
{
  static const int hulls[8][13] = {
    { 0, 1, 2, 3, 4, 5, 6, 7, 8, 17, -1 },
    { 8, 9, 10, 11, 12, 13, 14, 15, 16, 26, -1 },
    { 17, 18, 19, 8, -1 },
    { 24, 25, 26, 8, -1 },
    { 19, 20, 21, 22, 23, 24, 8, -1 },
    { 17, 18, 19, 20, 21, 27, 31, 32, 33, 34, 35, 8, -1 },
    { 22, 23, 24, 25, 26, 27, 31, 32, 33, 34, 35, 8, -1 },
    { 27, 28, 29, 30, 31, 32, 33, 34, 35, -1 },
  };

  for (int i = 0; i < 8; i++)
    {
      int n = 0;

      while (hulls[i][n] >= 0)
        n++;
      if (is_in_hull (landmarks, hulls[i], n, x, y))
        return TRUE;
    }
  return FALSE;
}

static void
test_face (gconstpointer kind)
{
  DhLandmarks landmarks, outline;
  g_autoptr (DhImage) image = dh_image_new (SIZE, SIZE);
  int n_inside = 0;

  make_face (&landmarks);
  outline = landmarks;
  if (GPOINTER_TO_INT (kind) == DH_MASK_EXTENDED)
    dh_mask_lift_brows (&landmarks, &outline);
  dh_mask_draw (image, &landmarks, GPOINTER_TO_INT (kind));
  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      {
        gboolean inside = is_in_face (&outline, x + 0.501, y + 0.501);

        n_inside += inside;
        /* The centre decides except where an edge is near. */
        if (get_alpha (image, x, y) == 255)
          g_assert_true (inside);
        if (get_alpha (image, x, y) == 0)
          g_assert_false (inside);
      }
  g_assert_cmpfloat_with_epsilon (get_area (image), n_inside, 12.0);
  g_assert_cmpint (n_inside, >, 700);
}

static void
test_lift (void)
{
  DhLandmarks landmarks, lifted;

  make_face (&landmarks);
  dh_mask_lift_brows (&landmarks, &lifted);
  /* p19 against p37 and p24 against p44; p17 against the quarter between the eye's corner and
   * the jaw. */
  g_assert_cmpfloat_with_epsilon (lifted.points[19].x, 20 + (20 - 18.5) / 2, 1e-5);
  g_assert_cmpfloat_with_epsilon (lifted.points[19].y, 21, 1e-5);
  g_assert_cmpfloat_with_epsilon (lifted.points[24].x, 40 + (40 - 36.0) / 2, 1e-5);
  g_assert_cmpfloat_with_epsilon (lifted.points[17].x, 12 + (12 - 14.5) / 2, 1e-5);
  g_assert_cmpfloat_with_epsilon (lifted.points[26].y, 24 - (30 - 24) / 2.0, 1e-5);
  g_assert_cmpfloat (lifted.points[27].y, ==, 28);
  g_assert_cmpfloat (lifted.points[0].x, ==, landmarks.points[0].x);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mask/shares", test_shares);
  g_test_add_func ("/mask/union", test_union);
  g_test_add_func ("/mask/flat", test_flat);
  g_test_add_data_func ("/mask/components", GINT_TO_POINTER (DH_MASK_COMPONENTS), test_face);
  g_test_add_data_func ("/mask/extended", GINT_TO_POINTER (DH_MASK_EXTENDED), test_face);
  g_test_add_func ("/mask/lift", test_lift);
  return g_test_run ();
}
