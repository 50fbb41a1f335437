/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which 68 points are a face: all bundled ones, rotated and scaled; and none that was written
 * wrongly, in any of the known ways, which are recognised.
 */
#include "core/base/random.h"
#include "core/data/face-table.h"

#include <math.h>

typedef void (*Judge) (const DhLandmarks *face);

/* Calls judge() with every face of all bundled people. */
static void
for_each_face (Judge judge)
{
  static const char *const people[] = { "alder", "birch", "cedar", "dogwood" };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("DH_FACES"), people[i], "landmarks.csv",
                                                NULL);
      g_autoptr (DhFaceTable) table = dh_face_table_read (path, NULL);
      GHashTableIter iter;
      gpointer face;

      g_assert_nonnull (table);
      g_hash_table_iter_init (&iter, dh_face_table_peek_landmarks (table));
      for (; g_hash_table_iter_next (&iter, NULL, &face); n++)
        judge (face);
    }
  g_assert_cmpuint (n, >, 400);
}

static void
judge_true (const DhLandmarks *face)
{
  for (int i = 0; i < 12; i++)
    {
      double angle = i * G_PI / 6, scale = 0.2 + 3 * i;
      const DhAffine move = {
        scale * cos (angle), -scale * sin (angle), 50.0 * i,
        scale * sin (angle), scale * cos (angle),  -20.0 * i,
      };
      DhLandmarks moved;

      dh_landmarks_move (face, move, &moved);
      g_assert_cmpint (dh_face_shape_judge (&moved), ==, DH_SHAPE_FACE);
    }
}

static void
test_true (void)
{
  for_each_face (judge_true);
}

/* The number of points to shift by. */
static int shift = 1;

/* Ways a file might be wrong, applied to a correct face. */
static void
spoil (const DhLandmarks *face, DhFaceShape shape, DhLandmarks *spoilt)
{
  float *numbers = &spoilt->points[0].x;

  for (int i = 0; i < DH_N_LANDMARKS; i++)
    {
      DhPoint p = face->points[i];

      if (shape == DH_SHAPE_Y_UPWARDS)
        spoilt->points[i] = (DhPoint) { p.x, 256 - p.y };
      else if (shape == DH_SHAPE_EXCHANGED)
        spoilt->points[i] = (DhPoint) { p.y, p.x };
      else if (shape == DH_SHAPE_MIRRORED)
        spoilt->points[i] = (DhPoint) { 256 - p.x, p.y };
      else if (shape == DH_SHAPE_REVERSED)
        spoilt->points[DH_N_LANDMARKS - 1 - i] = p;
      else if (shape == DH_SHAPE_SHIFTED)
        spoilt->points[(i + DH_N_LANDMARKS + shift) % DH_N_LANDMARKS] = p;
      else if (shape == DH_SHAPE_SHARES)
        spoilt->points[i] = (DhPoint) { p.x / 256, p.y / 256 };
      else if (shape == DH_SHAPE_X_FIRST)
        {
          numbers[i] = p.x;
          numbers[DH_N_LANDMARKS + i] = p.y;
        }
    }
}

static guint n_seen, n_refused, n_found;
static DhFaceShape wrong;

static void
judge_wrong (const DhLandmarks *face)
{
  DhLandmarks spoilt;
  DhFaceShape shape;

  spoil (face, wrong, &spoilt);
  shape = dh_face_shape_judge (&spoilt);
  n_seen++;
  n_refused += shape != DH_SHAPE_FACE;
  n_found += shape == wrong;
}

/* All are refused, and nearly all are diagnosed. */
static void
test_wrong (void)
{
  for (wrong = DH_SHAPE_Y_UPWARDS; wrong <= DH_SHAPE_SHARES; wrong++)
    {
      n_seen = n_refused = n_found = 0;
      for_each_face (judge_wrong);
      g_test_message ("%d: %u of %u refused, %u found out", wrong, n_refused, n_seen, n_found);
      g_assert_cmpuint (n_refused, ==, n_seen);
      g_assert_cmpuint (n_found, >=, n_seen * 9 / 10);
      g_assert_nonnull (dh_face_shape_describe (wrong));
    }
  g_assert_null (dh_face_shape_describe (DH_SHAPE_UNKNOWN));
}

/* Numbers shifted by one, or by any amount, are always recognised: their residual after a fit is no
 * more than for a turned head. */
static void
test_shifted (void)
{
  static const int shifts[] = { -33, -17, -3, -2, -1, 1, 2, 3, 4, 11, 34 };

  wrong = DH_SHAPE_SHIFTED;
  for (gsize i = 0; i < G_N_ELEMENTS (shifts); i++)
    {
      shift = shifts[i];
      n_seen = n_refused = n_found = 0;
      for_each_face (judge_wrong);
      g_assert_cmpuint (n_refused, ==, n_seen);
      g_assert_cmpuint (n_found, ==, n_seen);
    }
  shift = 1;
}

/* Heads turned until the face is a line, and points that are off by a tenth of the spread, are
 * still accepted. */
static void
judge_rough (const DhLandmarks *face)
{
  static guint seed;
  DhLandmarks rough;
  DhRandom random;

  dh_random_init (&random, ++seed, 0);
  for (int i = 0; i < DH_N_LANDMARKS; i++)
    rough.points[i] = (DhPoint) {
      face->points[i].x + (float) dh_random_uniform (&random, -5, 5),
      face->points[i].y + (float) dh_random_uniform (&random, -5, 5),
    };
  g_assert_cmpint (dh_face_shape_judge (&rough), ==, DH_SHAPE_FACE);
  for (int i = 0; i < DH_N_LANDMARKS; i++)
    rough.points[i] = (DhPoint) { face->points[i].x * 0.6f, face->points[i].y };
  g_assert_cmpint (dh_face_shape_judge (&rough), ==, DH_SHAPE_FACE);
}

static void
test_rough (void)
{
  for_each_face (judge_rough);
}

/* Random points, in any order, on a line, at one position. */
static void
test_no_face (void)
{
  DhLandmarks points = { 0 };
  DhRandom random;

  dh_random_init (&random, 3, 0);
  g_assert_cmpint (dh_face_shape_judge (&points), ==, DH_SHAPE_UNKNOWN);
  for (int turn = 0; turn < 500; turn++)
    {
      for (int i = 0; i < DH_N_LANDMARKS; i++)
        points.points[i] = (DhPoint) { (float) dh_random_uniform (&random, 0, 200),
                                       (float) dh_random_uniform (&random, 0, 200) };
      g_assert_cmpint (dh_face_shape_judge (&points), ==, DH_SHAPE_UNKNOWN);
    }
  for (int i = 0; i < DH_N_LANDMARKS; i++)
    points.points[i] = (DhPoint) { 3 * i, 5 };
  g_assert_cmpint (dh_face_shape_judge (&points), ==, DH_SHAPE_UNKNOWN);
}

static void
judge_shuffled (const DhLandmarks *face)
{
  static guint seed;
  guint order[DH_N_LANDMARKS];
  DhLandmarks shuffled;
  DhRandom random;

  dh_random_init (&random, ++seed, 0);
  for (guint i = 0; i < DH_N_LANDMARKS; i++)
    order[i] = i;
  dh_random_shuffle (&random, order, DH_N_LANDMARKS);
  for (guint i = 0; i < DH_N_LANDMARKS; i++)
    shuffled.points[i] = face->points[order[i]];
  g_assert_cmpint (dh_face_shape_judge (&shuffled), ==, DH_SHAPE_UNKNOWN);
}

static void
test_shuffled (void)
{
  for_each_face (judge_shuffled);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/face-shape/true", test_true);
  g_test_add_func ("/face-shape/wrong", test_wrong);
  g_test_add_func ("/face-shape/shifted", test_shifted);
  g_test_add_func ("/face-shape/rough", test_rough);
  g_test_add_func ("/face-shape/no-face", test_no_face);
  g_test_add_func ("/face-shape/shuffled", test_shuffled);
  return g_test_run ();
}
