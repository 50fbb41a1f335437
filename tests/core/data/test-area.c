/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Areas against pictures that are computed another way: points tested against the hulls one by one,
 * dilated and blurred as pictures are.
 */
#include "core/data/area-draw.h"
#include "core/data/batch.h"
#include "tests/core/data/bundled-faces.h"

#include <math.h>
#include <string.h>

#define SIZE  64
#define FINE  4 /* pixels of the slow picture per pixel of the plane, along a side */
#define LARGE (SIZE * FINE)

static double
cross (DhPoint a, DhPoint b, double x, double y)
{
  return ((double) b.x - a.x) * (y - a.y) - ((double) b.y - a.y) * (x - a.x);
}

/* A point is in a hull if it lies in some triangle of its points first … first + n - 1. */
static gboolean
is_in_hull (const DhLandmarks *landmarks, int first, int n, double x, double y)
{
  const DhPoint *p = landmarks->points + first;

  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n; j++)
      for (int k = j + 1; k < n; k++)
        {
          double a = cross (p[i], p[j], x, y), b = cross (p[j], p[k], x, y);
          double c = cross (p[k], p[i], x, y);

          if ((a > 0 && b > 0 && c > 0) || (a < 0 && b < 0 && c < 0))
            return TRUE;
        }
  return FALSE;
}

/* Dilated by a disc, pixel by pixel. */
static void
dilate (const float *from, float *to, double radius)
{
  const int reach = (int) ceil (radius);

  memset (to, 0, LARGE * LARGE * sizeof *to);
  for (int y = 0; y < LARGE; y++)
    for (int x = 0; x < LARGE; x++)
      if (from[y * LARGE + x] > 0)
        for (int v = MAX (y - reach, 0); v <= MIN (y + reach, LARGE - 1); v++)
          for (int u = MAX (x - reach, 0); u <= MIN (x + reach, LARGE - 1); u++)
            if (hypot (u - x, v - y) <= radius)
              to[v * LARGE + u] = 1;
}

/* One pass of a Gaussian. */
static void
blur_along (const float *from, float *to, int step, double deviation)
{
  const int reach = (int) ceil (4 * deviation);

  for (int i = 0; i < LARGE * LARGE; i++)
    {
      const int place = step == 1 ? i % LARGE : i / LARGE;
      double sum = 0, weights = 0;

      for (int k = -reach; k <= reach; k++)
        {
          double weight = exp (-k * k / (2 * deviation * deviation));

          weights += weight;
          if (place + k >= 0 && place + k < LARGE)
            sum += weight * from[i + k * step];
        }
      to[i] = (float) (sum / weights);
    }
}

/* Hulls of landmarks given in pixels of the small plane, drawn the slow way. */
static void
draw_slowly (const DhLandmarks *landmarks, const int (*hulls)[2], guint n_hulls, float *plane)
{
  g_autofree float *a = g_new0 (float, LARGE *LARGE);
  g_autofree float *b = g_new0 (float, LARGE *LARGE);

  for (int i = 0; i < LARGE * LARGE; i++)
    for (guint k = 0; k < n_hulls; k++)
      if (is_in_hull (landmarks, hulls[k][0], hulls[k][1], (i % LARGE + 0.5013) / FINE,
                      (i / LARGE + 0.5007) / FINE))
        a[i] = 1;
  dilate (a, b, 0.025 / 2 * LARGE);
  blur_along (b, a, 1, LARGE / 16.0 / 6);
  blur_along (a, b, LARGE, LARGE / 16.0 / 6);
  memset (plane, 0, SIZE * SIZE * sizeof *plane);
  for (int i = 0; i < LARGE * LARGE; i++)
    plane[i / LARGE / FINE * SIZE + i % LARGE / FINE] += b[i] / (FINE * FINE);
}

static void
get_crop_landmarks (const DhFace *face, DhAffine to_square, DhLandmarks *landmarks)
{
  dh_landmarks_move (&face->landmarks,
                     dh_affine_multiply (to_square, (DhAffine) { .xx = SIZE, .yy = SIZE }),
                     landmarks);
}

static void
assert_organ (DhFaceSet *set, guint index, DhArea area, const int (*hulls)[2], guint n_hulls)
{
  const DhFace *face = dh_face_set_get (set, DH_FACES_HELD_OUT, index);
  g_autofree float *slow = g_new (float, SIZE *SIZE);
  g_autofree float *fast = g_new (float, SIZE *SIZE);
  double most = 0, sum = 0, difference = 0;
  DhLandmarks landmarks;

  get_crop_landmarks (face, face->to_crop, &landmarks);
  draw_slowly (&landmarks, hulls, n_hulls, slow);
  dh_face_draw_area (face, face->to_crop, area, SIZE, fast);
  for (int i = 0; i < SIZE * SIZE; i++)
    {
      most = MAX (most, fabs (fast[i] - slow[i]));
      difference += fabs (fast[i] - slow[i]);
      sum += slow[i];
      g_assert_true (fast[i] >= 0 && fast[i] <= 1);
    }
  g_test_message ("%s: %.0f pixels, off by at most %.3f, %.1f %% together", face->file, sum, most,
                  100 * difference / sum);
  g_assert_cmpfloat (sum, >, 30);
  g_assert_cmpfloat (most, <, 0.2);
  g_assert_cmpfloat (difference, <, 0.1 * sum);
}

static void
test_organs (void)
{
  static const int eyes[][2] = { { 36, 6 }, { 42, 6 } }, mouth[][2] = { { 48, 12 } };
  g_autoptr (DhFaceSet) set = load_bundled ("alder");

  for (guint i = 0; i < 3; i++)
    {
      assert_organ (set, 7 * i, DH_AREA_EYES, eyes, 2);
      assert_organ (set, 7 * i, DH_AREA_MOUTH, mouth, 1);
    }
}

/* The mask drawn on the crop is the same as the one drawn on the picture and sampled. */
static void
test_extended (void)
{
  g_autoptr (DhFaceSet) set = load_bundled ("birch");

  for (guint k = 0; k < 10; k++)
    {
      const DhFace *face = dh_face_set_get (set, DH_FACES_HELD_OUT, k);
      g_autofree float *rgb = g_new (float, 3 * SIZE * SIZE);
      g_autofree float *sampled = g_new (float, SIZE *SIZE);
      g_autofree float *drawn = g_new (float, SIZE *SIZE);
      double difference = 0, sum = 0, drawn_sum = 0;

      dh_face_crop (face, SIZE, rgb, sampled);
      dh_face_draw_area (face, face->to_crop, DH_AREA_EXTENDED, SIZE, drawn);
      for (int i = 0; i < SIZE * SIZE; i++)
        {
          sum += sampled[i];
          drawn_sum += drawn[i];
          difference += fabs (drawn[i] - sampled[i]);
        }
      /* edges are sampled at points or drawn as coverage: neither is larger overall; but where a
       * crop reaches beyond its picture, the sampled one repeats the border */
      g_test_message ("%s: %.1f %% larger, off by %.1f %% together", face->file,
                      100 * (drawn_sum / sum - 1), 100 * difference / sum);
      g_assert_cmpfloat (difference, <, 0.06 * sum);
      g_assert_cmpfloat_with_epsilon (drawn_sum, sum, 0.04 * sum);
    }
}

/* Eyes and mouth lie in the smaller mask, the smaller mask lies in the larger one, and the forehead
 * only in the larger. */
static void
test_order (void)
{
  g_autoptr (DhFaceSet) set = load_bundled ("cedar");
  float *planes[DH_N_AREAS];
  double sums[DH_N_AREAS] = { 0 }, eyes_outside = 0;
  const DhFace *face = dh_face_set_get (set, DH_FACES_HELD_OUT, 3);

  for (DhArea area = 0; area < DH_N_AREAS; area++)
    {
      planes[area] = g_new (float, SIZE *SIZE);
      dh_face_draw_area (face, face->to_crop, area, SIZE, planes[area]);
    }
  for (int i = 0; i < SIZE * SIZE; i++)
    {
      for (DhArea area = 0; area < DH_N_AREAS; area++)
        sums[area] += planes[area][i];
      g_assert_cmpfloat (planes[DH_AREA_COMPONENTS][i], <=, planes[DH_AREA_EXTENDED][i] + 0.01);
      eyes_outside += planes[DH_AREA_EYES][i] * (1 - planes[DH_AREA_COMPONENTS][i]);
    }
  g_assert_cmpfloat (sums[DH_AREA_EXTENDED], >, 1.03 * sums[DH_AREA_COMPONENTS]);
  g_assert_cmpfloat (sums[DH_AREA_COMPONENTS], >, 4 * sums[DH_AREA_EYES]);
  g_assert_cmpfloat (eyes_outside, <, 0.1 * sums[DH_AREA_EYES]);
  for (DhArea area = 0; area < DH_N_AREAS; area++)
    g_free (planes[area]);
}

/* A mirrored view has the mirrored area. */
static void
test_mirror (void)
{
  const DhAffine mirror = { .xx = -1, .x0 = 1, .yy = 1 };
  g_autoptr (DhFaceSet) set = load_bundled ("dogwood");
  const DhFace *face = dh_face_set_get (set, DH_FACES_HELD_OUT, 0);

  for (DhArea area = 0; area < DH_N_AREAS; area++)
    {
      g_autofree float *plain = g_new (float, SIZE *SIZE);
      g_autofree float *flipped = g_new (float, SIZE *SIZE);

      dh_face_draw_area (face, face->to_crop, area, SIZE, plain);
      dh_face_draw_area (face, dh_affine_multiply (face->to_crop, mirror), area, SIZE, flipped);
      for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++)
          g_assert_cmpfloat_with_epsilon (plain[y * SIZE + x], flipped[y * SIZE + SIZE - 1 - x],
                                          1e-3);
    }
}

/* Landmarks that form no shape, or lie far away, draw nothing and break nothing. */
static void
test_degenerate (void)
{
  DhLandmarks landmarks = { 0 };
  g_autofree float *plane = g_new (float, SIZE *SIZE);

  for (int kind = 0; kind < 3; kind++)
    {
      for (int i = 0; i < DH_N_LANDMARKS; i++)
        landmarks.points[i] = kind == 0   ? (DhPoint) { 30, 30 }
                              : kind == 1 ? (DhPoint) { 1e9f + i, -1e9f * (i % 7) }
                                          : (DhPoint) { -1e6f * (i % 3), 20 };
      for (DhArea area = 0; area < DH_N_AREAS; area++)
        {
          dh_area_draw (area, &landmarks, SIZE, plane);
          for (int i = 0; i < SIZE * SIZE; i++)
            g_assert_true (plane[i] >= 0 && plane[i] <= 1);
        }
    }
}

static void
test_no_landmarks (void)
{
  const DhFace face = { .has_landmarks = FALSE };
  float plane[4];

  dh_face_draw_area (&face, (DhAffine) { .xx = 1, .yy = 1 }, DH_AREA_COMPONENTS, 2, plane);
  g_assert_cmpfloat (plane[3], ==, 1);
  dh_face_draw_area (&face, (DhAffine) { .xx = 1, .yy = 1 }, DH_AREA_MOUTH, 2, plane);
  g_assert_cmpfloat (plane[0], ==, 0);
}

/* Requesting areas changes nothing else in a batch, and they follow the same random view. */
static void
test_batch (void)
{
  const gsize n = 8 * SIZE * SIZE;
  g_autoptr (DhFaceSet) set = load_bundled ("alder");
  DhBatch plain, full;
  double difference = 0, sum = 0, eyes = 0;

  dh_batch_init (&plain, 8, SIZE);
  dh_batch_init (&full, 8, SIZE);
  full.areas = (1u << DH_N_AREAS) - 1;
  dh_batch_make (&plain, set, &dh_augment_default, 8, SIZE, 3, 1, 77, NULL);
  dh_batch_make (&full, set, &dh_augment_default, 8, SIZE, 3, 1, 77, NULL);
  g_assert_cmpmem (plain.input, 3 * n * 4, full.input, 3 * n * 4);
  g_assert_cmpmem (plain.target, 3 * n * 4, full.target, 3 * n * 4);
  g_assert_cmpmem (plain.area[0], n * 4, full.area[0], n * 4);
  for (gsize i = 0; i < n; i++)
    {
      sum += full.area[DH_AREA_COMPONENTS][i];
      difference += MAX (full.area[DH_AREA_COMPONENTS][i] - full.area[DH_AREA_EXTENDED][i], 0);
      eyes += full.area[DH_AREA_EYES][i];
    }
  /* the smaller lies within the larger, except for edges between pixels */
  g_assert_cmpfloat (difference, <, 0.02 * sum);
  g_assert_cmpfloat (eyes, >, 8 * 30);
  dh_batch_clear (&plain);
  dh_batch_clear (&full);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/area/organs", test_organs);
  g_test_add_func ("/area/extended", test_extended);
  g_test_add_func ("/area/order", test_order);
  g_test_add_func ("/area/mirror", test_mirror);
  g_test_add_func ("/area/degenerate", test_degenerate);
  g_test_add_func ("/area/no-landmarks", test_no_landmarks);
  g_test_add_func ("/area/batch", test_batch);
  return g_test_run ();
}
