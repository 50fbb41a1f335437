/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Faces that make-face-sets.py has cut out as other programs do; the expected numbers are that
 * script's.
 */
#include "core/data/area-draw.h"
#include "core/data/batch.h"
#include "core/data/comparison-picture.h"
#include "core/data/dfl-header.h"
#include "core/data/face-meta.h"
#include "core/data/face-pose.h"
#include "core/data/face-set.h"
#include "core/data/face-table.h"
#include "core/data/face.h"
#include "core/data/picture.h"
#include "core/data/png.h"
#include "core/data/sample.h"
#include "tests/core/data/bundled-faces.h"
#include "tests/core/data/png-maker.h"
#include "tests/core/data/temp-folder.h"

#include <math.h>
#include <string.h>

#define SIDE 64

static char *
get_folder (const char *form, const char *suffix)
{
  g_autofree char *name = g_strconcat (form, suffix, NULL);

  return g_build_filename (g_getenv ("DH_FACE_SETS"), name, NULL);
}

static DhFaceTable *
read_truth (const char *form)
{
  g_autofree char *folder = get_folder (form, ".truth");
  g_autofree char *path = g_build_filename (folder, "landmarks.csv", NULL);
  g_autoptr (GError) error = NULL;
  DhFaceTable *table = dh_face_table_read (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (dh_face_table_get_n_landmarks (table), >, 2);
  return table;
}

static void
read_meta (const char *form, const char *name, DhFaceMeta *meta)
{
  g_autofree char *folder = get_folder (form, "");
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *problem = NULL;

  if (!dh_face_meta_read (path, meta, &problem))
    g_error ("%s: %s", path, problem);
}

static double
get_distance (const DhLandmarks *a, const DhLandmarks *b)
{
  double distance = 0;

  for (int i = 0; i < DH_N_LANDMARKS; i++)
    distance = MAX (distance,
                    hypot (a->points[i].x - b->points[i].x, a->points[i].y - b->points[i].y));
  return distance;
}

static void
test_landmarks (gconstpointer form)
{
  g_autoptr (DhFaceTable) truth = read_truth (form);
  GHashTableIter iter;
  gpointer name, expected;
  double worst = 0;

  g_hash_table_iter_init (&iter, dh_face_table_peek_landmarks (truth));
  while (g_hash_table_iter_next (&iter, &name, &expected))
    {
      g_auto (DhFaceMeta) meta = { 0 };

      read_meta (form, name, &meta);
      g_assert_true (meta.has_landmarks);
      g_assert_null (meta.mask);
      worst = MAX (worst, get_distance (&meta.landmarks, expected));
    }
  g_test_message ("%s: %.4f px", (const char *) form, worst);
  g_assert_cmpfloat (worst, <, 0.01);
}

/* The mask picture of the truth, cropped in the same way. */
static void
crop_truth (const char *form, const char *name, DhAffine to_crop, float *mask)
{
  g_autofree char *folder = get_folder (form, ".truth");
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (DhImage) image = dh_picture_read (path, NULL, NULL);
  g_autofree float *rgb = g_new (float, 3 * SIDE * SIDE);
  const DhAffine to_side = { .xx = SIDE, .yy = SIDE };

  g_assert_nonnull (image);
  dh_sample_affine (image, dh_affine_invert (dh_affine_multiply (to_crop, to_side)), SIDE, rgb,
                    NULL);
  memcpy (mask, rgb, SIDE * SIDE * sizeof *mask);
}

/* Of the parts above one half: intersection over union. */
static double
get_overlap (const float *a, const float *b)
{
  double both = 0, either = 0;

  for (int i = 0; i < SIDE * SIDE; i++)
    {
      both += a[i] > 0.5f && b[i] > 0.5f;
      either += a[i] > 0.5f || b[i] > 0.5f;
    }
  g_assert_cmpfloat (either, >, SIDE * SIDE / 10);
  return both / either;
}

static DhFaceSet *
load_set (const char *form)
{
  g_autofree char *folder = get_folder (form, "");
  g_autoptr (GError) error = NULL;
  DhFaceSet *set = dh_face_set_load (folder, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (dh_face_set_get_n_skipped (set), ==, 0);
  return set;
}

static const DhFace *
find_face (const DhFaceSet *set, const char *name)
{
  for (DhFaces which = DH_FACES_TRAINING; which <= DH_FACES_HELD_OUT; which++)
    for (guint i = 0; i < dh_face_set_get_count (set, which); i++)
      if (g_str_equal (dh_face_set_get (set, which, i)->file, name))
        return dh_face_set_get (set, which, i);
  return NULL;
}

/* Where the crop of both has a picture: the script leaves black what the bundled one doesn't
 * show. */
static double
compare_pictures (const float *a, const float *b)
{
  const int n = SIDE * SIDE;
  double sum = 0, n_compared = 0;

  for (int i = 0; i < n; i++)
    if (a[i] + a[i + n] + a[i + 2 * n] > 0.02f)
      for (int c = 0; c < 3; c++, n_compared++)
        sum += fabsf (a[i + c * n] - b[i + c * n]);
  g_assert_cmpfloat (n_compared, >, n);
  return sum / n_compared;
}

static gboolean
has_notice (const DhFaceSet *set, const char *part)
{
  g_auto (GStrv) notices = dh_face_set_dup_notices (set);

  for (guint i = 0; notices[i] != NULL; i++)
    if (strstr (notices[i], part) != NULL)
      return TRUE;
  return FALSE;
}

/* How many there are; G_MAXUINT: any number.  All are printed. */
static void
assert_notices (const DhFaceSet *set, guint n)
{
  g_auto (GStrv) notices = dh_face_set_dup_notices (set);

  for (guint i = 0; notices[i] != NULL; i++)
    g_test_message ("%s", notices[i]);
  if (n < G_MAXUINT)
    g_assert_cmpuint (g_strv_length (notices), ==, n);
}

/* The crop of the cut is the crop of the picture that it was cut from, and so is the mask. */
static void
test_crops (gconstpointer form)
{
  g_autoptr (DhFaceSet) set = load_set (form), bundled = load_bundled ("alder");
  g_autoptr (DhFaceTable) truth = read_truth (form);
  GHashTableIter iter;
  gpointer name, landmarks;
  double worst = 1, most = 0;

  g_assert_true (dh_face_set_has_masks (set));
  assert_notices (set, 0);
  g_hash_table_iter_init (&iter, dh_face_table_peek_landmarks (truth));
  while (g_hash_table_iter_next (&iter, &name, &landmarks))
    {
      g_autofree float *rgb = g_new (float, 3 * SIDE * SIDE), *mask = g_new (float, SIDE *SIDE);
      g_autofree float *same = g_new (float, 3 * SIDE * SIDE), *drawn = g_new (float, SIDE *SIDE);

      dh_face_crop (find_face (set, name), SIDE, rgb, mask);
      crop_truth (form, name, dh_landmarks_align (landmarks), drawn);
      worst = MIN (worst, get_overlap (mask, drawn));
      dh_face_crop (find_face (bundled, name), SIDE, same, NULL);
      most = MAX (most, compare_pictures (rgb, same));
    }
  g_test_message ("%s: masks overlap by %.3f, pictures differ by %.4f", (const char *) form, worst,
                  most);
  g_assert_cmpfloat (worst, >, 0.97);
  g_assert_cmpfloat (most, <, 0.03);
}

/* The convex hull of jaw and brows, which the script stores: what no direction separates from it. */
static void
fill_outline (const DhLandmarks *landmarks, float *mask)
{
  enum { N_DIRECTIONS = 180, N_OUTLINE = 27 };
  double cosines[N_DIRECTIONS], sines[N_DIRECTIONS], reach[N_DIRECTIONS];

  for (int k = 0; k < N_DIRECTIONS; k++)
    {
      cosines[k] = cos (2 * G_PI * k / N_DIRECTIONS);
      sines[k] = sin (2 * G_PI * k / N_DIRECTIONS);
      reach[k] = -INFINITY;
      for (int i = 0; i < N_OUTLINE; i++)
        reach[k] = MAX (reach[k], cosines[k] * landmarks->points[i].x
                                    + sines[k] * landmarks->points[i].y);
    }
  for (int i = 0; i < SIDE * SIDE; i++)
    {
      const double x = (i % SIDE + .5) / SIDE, y = (i / SIDE + .5) / SIDE;

      mask[i] = 1;
      for (int k = 0; k < N_DIRECTIONS; k++)
        if (cosines[k] * x + sines[k] * y > reach[k])
          mask[i] = 0;
    }
}

/* With landmarks, too, a stored mask is there for who asks for it: a learned one, in its place. */
static void
test_stored (gconstpointer form)
{
  g_autoptr (DhFaceTable) truth = read_truth (form);
  g_autofree char *folder = get_folder (form, "");
  GHashTableIter iter;
  gpointer name, landmarks;
  double best = 0, worst = 1;

  g_hash_table_iter_init (&iter, dh_face_table_peek_landmarks (truth));
  while (g_hash_table_iter_next (&iter, &name, &landmarks))
    {
      g_autofree float *rgb = g_new (float, 3 * SIDE * SIDE), *stored = g_new (float, SIDE * SIDE);
      g_autofree float *drawn = g_new (float, SIDE * SIDE), *wanted = g_new (float, SIDE * SIDE);
      g_autoptr (DhFace) face = dh_face_load_whole (folder, name, NULL, TRUE, NULL);
      g_autoptr (DhFace) plain = dh_face_load_whole (folder, name, NULL, FALSE, NULL);
      DhLandmarks moved;

      g_assert_true (face->has_landmarks && face->has_mask);
      dh_face_crop (face, SIDE, rgb, stored);
      dh_face_crop (plain, SIDE, rgb, drawn);
      dh_landmarks_move (landmarks, dh_landmarks_align (landmarks), &moved);
      fill_outline (&moved, wanted);
      best = MAX (best, get_overlap (stored, wanted));
      worst = MIN (worst, get_overlap (stored, wanted));
      g_assert_true (memcmp (stored, drawn, SIDE * SIDE * sizeof *stored) != 0);
    }
  g_test_message ("stored masks overlap by %.3f to %.3f", worst, best);
  /* Some reach over the edge of the square that is stored. */
  g_assert_cmpfloat (worst, >, 0.89);
  g_assert_cmpfloat (best, >, 0.97);
}

/* Without one, the mask is drawn. */
static void
test_nothing_stored (void)
{
  g_autofree char *folder = get_folder ("dfl", "");
  g_autoptr (DhFaceTable) truth = read_truth ("dfl");
  g_autofree float *rgb = g_new (float, 3 * SIDE * SIDE), *stored = g_new (float, SIDE * SIDE);
  g_autofree float *drawn = g_new (float, SIDE * SIDE);
  g_autoptr (DhFace) face = NULL, plain = NULL;
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, dh_face_table_peek_landmarks (truth));
  g_assert_true (g_hash_table_iter_next (&iter, &name, NULL));
  face = dh_face_load_whole (folder, name, NULL, TRUE, NULL);
  plain = dh_face_load_whole (folder, name, NULL, FALSE, NULL);
  dh_face_crop (face, SIDE, rgb, stored);
  dh_face_crop (plain, SIDE, rgb, drawn);
  g_assert_cmpmem (stored, SIDE * SIDE * sizeof *stored, drawn, SIDE * SIDE * sizeof *drawn);
}

/* Four points: the crop is that of the mean face, and the mask is the stored one. */
static void
test_corners (void)
{
  g_autoptr (DhFaceSet) set = load_set ("corners");
  g_autoptr (DhFaceTable) truth = read_truth ("corners");
  guint n_masks = 0, n = 0;
  GHashTableIter iter;
  gpointer name, landmarks;

  g_assert_true (dh_face_set_has_masks (set));
  g_hash_table_iter_init (&iter, dh_face_table_peek_landmarks (truth));
  for (; g_hash_table_iter_next (&iter, &name, &landmarks); n++)
    {
      g_autofree float *rgb = g_new (float, 3 * SIDE * SIDE), *mask = g_new (float, SIDE *SIDE);
      g_autofree float *drawn = g_new (float, SIDE *SIDE), *area = g_new (float, SIDE *SIDE);
      g_auto (DhFaceMeta) meta = { 0 };
      const DhFace *face = find_face (set, name);
      DhLandmarks moved;
      DhPoint means[3];

      read_meta ("corners", name, &meta);
      g_assert_false (meta.has_landmarks);
      g_assert_true (meta.has_crop && face->placed_by == DH_PLACED_FILE);
      dh_landmarks_move (landmarks, meta.to_crop, &moved);
      dh_landmarks_get_means (&moved, means);
      for (int i = 0; i < 3; i++)
        {
          g_assert_cmpfloat (fabsf (means[i].x - dh_landmarks_places[i].x), <, 0.1);
          g_assert_cmpfloat (fabsf (means[i].y - dh_landmarks_places[i].y), <, 0.1);
        }
      dh_face_crop (face, SIDE, rgb, mask);
      dh_face_draw_area (face, face->to_crop, DH_AREA_COMPONENTS, SIDE, area);
      g_assert_cmpmem (area, SIDE * SIDE * sizeof *area, mask, SIDE * SIDE * sizeof *mask);
      dh_face_draw_area (face, face->to_crop, DH_AREA_EYES, SIDE, area);
      g_assert_cmpfloat (area[SIDE * SIDE / 2], ==, 0);
      crop_truth ("corners", name, meta.to_crop, drawn);
      g_assert_cmpint (face->has_mask, ==, meta.mask != NULL);
      if (face->has_mask)
        {
          const double overlap = get_overlap (mask, drawn);

          g_test_message ("the stored mask overlaps by %.3f", overlap);
          g_assert_cmpfloat (overlap, >, 0.97);
        }
      else
        g_assert_cmpfloat (mask[0], ==, 1);
      n_masks += face->has_mask;
    }
  g_assert_cmpuint (n_masks, ==, n - 1);
  g_assert_true (has_notice (set, "1 of 3"));
  assert_notices (set, 1);
}

static void
test_mixed (void)
{
  g_autoptr (DhFaceSet) set = load_set ("mixed");
  const DhFace *good = find_face (set, "a-good.png"), *plain = find_face (set, "b-plain.png");

  assert_notices (set, G_MAXUINT);
  g_assert_true (dh_face_set_has_masks (set));
  g_assert_true (good->has_landmarks && good->has_mask && good->placed_by == DH_PLACED_FILE);
  g_assert_false (plain->has_landmarks || plain->has_mask || plain->placed_by != DH_PLACED_CENTRE);
  g_assert_true (has_notice (set, "6 of 8 pictures"));
  g_assert_true (has_notice (set, "byte 1: a name"));
  g_assert_true (has_notice (set, "not 68, 98 or 4"));
  g_assert_true (has_notice (set, "no extent"));
  for (int i = 0; i < plain->image->width * plain->image->height; i++)
    g_assert_cmpint (plain->image->pixels[4 * i + 3], ==, DH_IMAGE_FULL);
}

/* A table beside the pictures comes first, and must list all of them. */
static void
test_table (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = NULL, without = load_set ("head");
  g_autofree char *from = get_folder ("head", ""), *truth = get_folder ("wflw", ".truth");
  static const char *const names[] = { "train_000.png", "train_007.png" };
  g_autofree char *table = g_build_filename (truth, "landmarks.csv", NULL), *text = NULL;
  g_autofree char *copy = g_build_filename (folder, "landmarks.csv", NULL);
  g_autofree char *one = dh_face_set_dup_fingerprint (without), *other = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *source = g_build_filename (from, names[i], NULL), *data = NULL;
      g_autofree char *target = g_build_filename (folder, names[i], NULL);
      gsize size;

      g_assert_true (g_file_get_contents (source, &data, &size, NULL));
      g_assert_true (g_file_set_contents (target, data, (gssize) size, NULL));
    }
  g_assert_true (g_file_get_contents (table, &text, NULL, NULL));
  text[strcspn (text, "\n") + 1] = '\0';
  g_assert_true (g_file_set_contents (copy, text, -1, NULL));
  set = dh_face_set_load (folder, NULL, NULL);
  g_assert_cmpuint (dh_face_set_get_n_skipped (set), ==, 1);
  other = dh_face_set_dup_fingerprint (set);
  g_assert_cmpstr (one, !=, other);
}

/* A face is compared as a crop. */
static void
test_comparison (void)
{
  g_autofree char *folder = get_folder ("head", "");
  g_autofree char *path = g_build_filename (folder, "train_000.png", NULL);
  g_autoptr (DhComparisonPicture) picture = dh_comparison_picture_read (path, SIDE, NULL, NULL);
  g_autoptr (DhFaceSet) set = load_set ("head");
  g_autofree float *rgb = g_new (float, 3 * SIDE * SIDE);

  dh_face_crop (find_face (set, "train_000.png"), SIDE, rgb, NULL);
  g_assert_cmpint (picture->width, ==, SIDE);
  g_assert_cmpfloat (compare_pictures (picture->planes, rgb), <, 0.02);
}

/* ---- hostile files ---- */

/* A small PNG with a text. */
static GByteArray *
make_png (const char *text, gsize size, int width, int height)
{
  static const char keyword[] = "faceswap\0\0\0\0";
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  g_autofree guint8 *rows = g_malloc0 ((gsize) width * height);
  GByteArray *file = png_maker_new (width, height, 8, 0);

  g_byte_array_append (chunk, (const guint8 *) keyword, sizeof keyword);
  g_byte_array_append (chunk, (const guint8 *) text, (guint) size);
  png_maker_add (file, "iTXt", chunk->data, chunk->len);
  png_maker_add_rows (file, rows, (gsize) width, height);
  png_maker_end (file);
  return file;
}

/* "[[x, y], …]": a bundled face, times a factor. */
static char *
make_points (guint n, double scale)
{
  g_autofree char *path = g_build_filename (g_getenv ("DH_FACES"), "alder", "landmarks.csv", NULL);
  g_autoptr (DhFaceTable) table = dh_face_table_read (path, NULL);
  const DhLandmarks *face = dh_face_table_get_landmarks (table, "train_014.png");
  GString *text = g_string_new ("[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "[%g, %g], ", scale * face->points[i].x,
                            scale * face->points[i].y);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static gboolean
read_text (const char *text, int width, int height, DhFaceMeta *meta, char **problem)
{
  g_autoptr (GByteArray) file = make_png (text, strlen (text), width, height);

  return dh_face_meta_read_data (file->data, file->len, meta, problem);
}

static void
assert_bad (const char *landmarks, const char *others, int width, int height)
{
  g_autofree char *text = g_strdup_printf ("{'alignments': {'landmarks_xy': %s%s}}", landmarks,
                                           others);
  g_auto (DhFaceMeta) meta = { 0 };
  g_autofree char *problem = NULL;

  g_assert_false (read_text (text, width, height, &meta, &problem));
  g_test_message ("%s", problem);
  g_assert_nonnull (problem);
  g_assert_false (meta.has_landmarks || meta.has_crop || meta.mask != NULL);
}

static void
test_bad_points (void)
{
  g_autofree char *good = make_points (68, 1), *few = make_points (67, 1);
  g_autofree char *large = make_points (68, 1e5), *small = make_points (68, 1e-6);
  g_autofree char *tiny = make_points (68, 1e-30);

  assert_bad (few, "", 64, 64);
  assert_bad (good, "", 64, 65); /* no longer square */
  assert_bad (large, "", 64, 64);
  assert_bad (small, "", 64, 64);
  assert_bad (tiny, "", 64, 64);
  assert_bad ("[]", "", 64, 64);
  assert_bad ("None", "", 64, 64);
  assert_bad ("[[1, 2, 3], [4, 5, 6], [7, 8, 9], [1, 1, 1]]", "", 64, 64);
  assert_bad ("[[1, 2], [1, 2], [1, 2], [1, 2]]", "", 64, 64);
  assert_bad ("[[1, 2], [3, None], [3, 3], [1, 2]]", "", 64, 64);
  assert_bad ("[[1, 2], [1e300, 4], [3, 3], [1, 2]]", "", 64, 64);
  assert_bad ("[[0, 0], [9, 0], [9, 9], [0, 9]], 5", "", 64, 64); /* no dict any more */
}

/* Of two pixels, the margin around the face takes both. */
static void
test_tiny (void)
{
  g_autofree char *points = make_points (68, 1);

  for (int side = 1; side < 9; side++)
    {
      g_autofree char *text = g_strdup_printf ("{'alignments': {'landmarks_xy': %s}}", points);
      g_auto (DhFaceMeta) meta = { 0 }, corners = { 0 };
      g_autofree char *problem = NULL, *other = NULL;

      g_assert_cmpint (read_text (text, side, side, &meta, &problem), ==, side != 2);
      g_assert_cmpint (read_text ("{'alignments': {'landmarks_xy': [[0, 0], [9, 0], [9, 9], "
                                  "[0, 9]]}}",
                                  side, side, &corners, &other),
                       ==, side != 2);
      g_assert_cmpint (corners.has_crop, ==, side != 2);
    }
}

/* Masks that don't fit are as good as none; the crop stays. */
static void
test_bad_masks (void)
{
  static const char *const masks[] = {
    "None",
    "[]",
    "{'vgg': None}",
    "{'vgg': {}}",
    "{3: {}}",
    "{'vgg': {'mask': b'', 'stored_size': 4, 'affine_matrix': [[1, 0, 0], [0, 1, 0]]}}",
    "{'vgg': {'mask': b'abc', 'stored_size': 4, 'affine_matrix': [[1, 0, 0], [0, 1, 0]]}}",
    "{'vgg': {'mask': %s, 'stored_size': 5, 'affine_matrix': [[1, 0, 0], [0, 1, 0]]}}",
    "{'vgg': {'mask': %s, 'stored_size': 3, 'affine_matrix': [[1, 0, 0], [0, 1, 0]]}}",
    "{'vgg': {'mask': %s, 'stored_size': 4.5, 'affine_matrix': [[1, 0, 0], [0, 1, 0]]}}",
    "{'vgg': {'mask': %s, 'stored_size': 1e9, 'affine_matrix': [[1, 0, 0], [0, 1, 0]]}}",
    "{'vgg': {'mask': %s, 'stored_size': 4, 'affine_matrix': [[1, 0, 0], [0, 0, 0]]}}",
    "{'vgg': {'mask': %s, 'stored_size': 4, 'affine_matrix': [[1, 0], [0, 1]]}}",
    "{'vgg': {'mask': %s, 'stored_size': 4, 'affine_matrix': [[1e200, 0, 0], [0, 1, 0]]}}",
    "{'vgg': {'mask': %s, 'stored_size': 4, 'affine_matrix': [[1, 0, 0], [0, 1, 0]]}}", /* good */
  };
  /* zlib.compress (bytes (16), 0) */
  static const char packed[] =
    "b'x\\x01\\x01\\x10\\x00\\xef\\xff\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
    "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x10\\x00\\x01'";

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      g_auto (GStrv) halves = g_strsplit (masks[i], "%s", 2);
      g_autofree char *mask = g_strjoinv (packed, halves);
      g_autofree char *text =
        g_strdup_printf ("{'alignments': {'landmarks_xy': [[0, 0], [9, 0], [9, 9], [0, 9]], "
                         "'mask': %s}}",
                         mask);
      g_auto (DhFaceMeta) meta = { 0 };
      g_autofree char *problem = NULL;

      g_assert_true (read_text (text, 64, 64, &meta, &problem));
      g_assert_true (meta.has_crop);
      g_assert_cmpint (meta.mask != NULL, ==, i == G_N_ELEMENTS (masks) - 1);
    }
}

/* Nothing is read beyond the end, and nothing but the whole header is taken. */
static void
test_truncated (void)
{
  g_autofree char *points = make_points (68, 1);
  g_autofree char *text = g_strdup_printf ("{'alignments': {'landmarks_xy': %s}}", points);
  g_autoptr (GByteArray) file = make_png (text, strlen (text), 64, 64);
  gsize whole = 0;

  for (gsize n = 0; n <= file->len; n++)
    {
      g_autofree guint8 *part = g_memdup2 (file->data, MAX (n, 1));
      g_auto (DhFaceMeta) meta = { 0 };
      g_autofree char *problem = NULL;

      g_assert_true (dh_face_meta_read_data (part, n, &meta, &problem));
      if (meta.has_landmarks && whole == 0)
        whole = n;
      g_assert_true (meta.has_landmarks == (whole > 0));
    }
  g_assert_cmpuint (whole, >, strlen (text));
  g_assert_cmpuint (whole, <, file->len);
}

static void
assert_nothing (const GByteArray *file)
{
  g_auto (DhFaceMeta) meta = { 0 };
  g_autofree char *problem = NULL;

  g_assert_true (dh_face_meta_read_data (file->data, file->len, &meta, &problem));
  g_assert_false (meta.has_landmarks || meta.has_crop);
}

/* Compressed, damaged, after the pixels, of another name, without its ends: as if it weren't
 * there. */
static void
test_other_chunks (void)
{
  static const struct
  {
    const char *name, *data;
    gsize size;
  } chunks[] = {
    { "iTXt", "faceswap\0\1\0\0\0{}", 15 },
    { "iTXt", "faceswap\0\0\0en{}", 15 },
    { "iTXt", "faceswap\0\0", 10 },
    { "iTXt", "faceswap\0", 9 },
    { "iTXt", "faceswap", 8 },
    { "iTXt", "faceswaps\0\0\0\0\0{}", 16 },
    { "tEXt", "faceswap\0{}", 11 },
  };

  for (guint i = 0; i <= G_N_ELEMENTS (chunks); i++)
    {
      g_autoptr (GByteArray) file = png_maker_new (8, 8, 8, 0);
      const guint8 rows[64] = { 0 };

      if (i < G_N_ELEMENTS (chunks))
        png_maker_add (file, chunks[i].name, chunks[i].data, chunks[i].size);
      else
        png_maker_add_bad (file, "iTXt", "faceswap\0\0\0\0\0{}", 15);
      png_maker_add_rows (file, rows, 8, 8);
      png_maker_add (file, "iTXt", "faceswap\0\0\0\0\0{}", 15);
      png_maker_end (file);
      assert_nothing (file);
    }
}

/* ---- DeepFaceLab ---- */

static void
test_dfl_truncated (gconstpointer form)
{
  g_autofree char *folder = get_folder (form, "");
  const char *name = g_str_equal (form, "dfl") ? "3_0.jpg" : "train_007.png";
  g_autofree char *path = g_build_filename (folder, name, NULL), *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  for (gsize n = 0; n <= size; n++)
    {
      g_autofree guint8 *part = g_memdup2 (data, MAX (n, 1));
      g_auto (DhFaceMeta) meta = { 0 };
      g_autofree char *problem = NULL;

      g_assert_true (dh_face_meta_read_data (part, n, &meta, &problem));
      g_assert_true (n < size || meta.has_landmarks);
    }
}

/* A chunk whose checksum is wrong isn't used. */
static void
test_dfl_damaged (void)
{
  g_autofree char *folder = get_folder ("old-dfl", "");
  g_autofree char *path = g_build_filename (folder, "train_007.png", NULL), *data = NULL;
  g_auto (DhFaceMeta) meta = { 0 };
  g_autofree char *problem = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  data[size - 12 - 4] ^= 1;
  g_assert_true (dh_face_meta_read_data ((const guint8 *) data, size, &meta, &problem));
  g_assert_false (meta.has_landmarks);
}

/* JPEGs in a folder, or older PNGs, are faces with masks. */
static void
test_dfl_set (gconstpointer form)
{
  g_autoptr (DhFaceSet) set = load_set (form);
  g_autoptr (DhFaceTable) truth = read_truth (form);
  GHashTableIter iter;
  gpointer name, landmarks;

  g_assert_true (dh_face_set_has_masks (set));
  assert_notices (set, 0);
  g_hash_table_iter_init (&iter, dh_face_table_peek_landmarks (truth));
  while (g_hash_table_iter_next (&iter, &name, &landmarks))
    {
      g_autofree float *rgb = g_new (float, 3 * SIDE * SIDE), *mask = g_new (float, SIDE * SIDE);
      g_autofree float *drawn = g_new (float, SIDE * SIDE);

      dh_face_crop (find_face (set, name), SIDE, rgb, mask);
      crop_truth (form, name, dh_landmarks_align (landmarks), drawn);
      g_assert_cmpfloat (get_overlap (mask, drawn), >, 0.97);
    }
}

static void
test_dfl_bad (void)
{
  /* Zeros are part of them. */
#define PICKLE(text) { text, sizeof text - 1 }
  static const struct
  {
    const char *pickle;
    gsize size;
  } cases[] = {
    PICKLE ("\x80\4}."),                       /* no landmarks */
    PICKLE ("\x80\4\x8c\tlandmarks."),         /* no dict */
    PICKLE ("\x80\4}(\x8c\tlandmarks]u."),     /* no points */
    PICKLE ("\x80\4}(\x8c\tlandmarks"),        /* ends too early */
    PICKLE ("\x80\2cos\nsystem\n(X\2\0\0\0lstR."), /* a call */
  };
#undef PICKLE

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *data = g_memdup2 (cases[i].pickle, cases[i].size);
      g_auto (DhFaceMeta) meta = { 0 };
      g_autofree char *reason = NULL;

      g_assert_false (dh_dfl_header_read (data, cases[i].size, &meta, &reason));
      g_test_message ("%s", reason);
      g_assert_nonnull (reason);
      g_assert_false (meta.has_landmarks);
    }
}

/* ---- pose ---- */

/* The two points that OpenCV 4.6's solvePnP() and projectPoints() find for the same model and camera
 * (SOLVEPNP_ITERATIVE), if the landmarks are given as fractions of the picture. */
static void
test_pose (void)
{
  static const struct
  {
    const char *person, *name;
    double middle_x, middle_y, face_x, face_y;
  } cases[] = {
    { "alder", "train_000.png", -0.083366022, -0.058457580, -0.227141104, 0.052710177 },
    { "birch", "train_017.png", -0.026776949, -0.110480602, -0.161126396, -0.149147814 },
    { "cedar", "pair_005.png", 0.001550757, -0.101724206, 0.019235449, 0.016958412 },
    { "dogwood", "train_040.png", 0.005155574, -0.080989990, -0.014890292, -0.024081312 },
  };
  DhLandmarks flat = { 0 };
  double x, y;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("DH_FACES"), cases[i].person,
                                                "landmarks.csv", NULL);
      g_autoptr (DhFaceTable) table = dh_face_table_read (path, NULL);
      const DhLandmarks *landmarks = dh_face_table_get_landmarks (table, cases[i].name);
      DhLandmarks shares;

      dh_landmarks_move (landmarks, (DhAffine) { .xx = 1 / 160.0, .yy = 1 / 160.0 }, &shares);
      g_assert_true (dh_face_pose_project (&shares, DH_HEAD_MIDDLE, &x, &y));
      g_assert_cmpfloat_with_epsilon (x, cases[i].middle_x, 1e-5);
      g_assert_cmpfloat_with_epsilon (y, cases[i].middle_y, 1e-5);
      g_assert_true (dh_face_pose_project (&shares, DH_HEAD_FACE, &x, &y));
      g_assert_cmpfloat_with_epsilon (x, cases[i].face_x, 1e-5);
      g_assert_cmpfloat_with_epsilon (y, cases[i].face_y, 1e-5);
    }
  g_assert_false (dh_face_pose_project (&flat, DH_HEAD_FACE, &x, &y));
}

int
main (int argc, char **argv)
{
  static const char *const forms[] = { "legacy", "face", "head", "wflw", "dfl", "old-dfl" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/face-meta/nothing-stored", test_nothing_stored);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *landmarks = g_strconcat ("/face-meta/landmarks/", forms[i], NULL);
      g_autofree char *crops = g_strconcat ("/face-meta/crops/", forms[i], NULL);

      g_test_add_data_func (landmarks, forms[i], test_landmarks);
      if (!g_str_has_suffix (forms[i], "dfl"))
        {
          g_autofree char *stored = g_strconcat ("/face-meta/stored/", forms[i], NULL);

          g_test_add_data_func (crops, forms[i], test_crops);
          g_test_add_data_func (stored, forms[i], test_stored);
        }
    }
  g_test_add_func ("/face-meta/corners", test_corners);
  g_test_add_func ("/face-meta/mixed", test_mixed);
  g_test_add_func ("/face-meta/table", test_table);
  g_test_add_func ("/face-meta/comparison", test_comparison);
  g_test_add_func ("/face-meta/bad-points", test_bad_points);
  g_test_add_func ("/face-meta/tiny", test_tiny);
  g_test_add_func ("/face-meta/bad-masks", test_bad_masks);
  g_test_add_func ("/face-meta/truncated", test_truncated);
  g_test_add_func ("/face-meta/other-chunks", test_other_chunks);
  g_test_add_data_func ("/face-meta/dfl-truncated", "dfl", test_dfl_truncated);
  g_test_add_data_func ("/face-meta/old-dfl-truncated", "old-dfl", test_dfl_truncated);
  g_test_add_data_func ("/face-meta/dfl-set", "dfl", test_dfl_set);
  g_test_add_data_func ("/face-meta/old-dfl-set", "old-dfl", test_dfl_set);
  g_test_add_func ("/face-meta/dfl-damaged", test_dfl_damaged);
  g_test_add_func ("/face-meta/dfl-bad", test_dfl_bad);
  g_test_add_func ("/face-meta/pose", test_pose);
  return g_test_run ();
}
