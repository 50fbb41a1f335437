/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/data/face-set.h"
#include "core/data/png.h"
#include "tests/core/data/bundled-faces.h"
#include "tests/core/data/temp-folder.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static void
write_picture (const char *folder, const char *name, int width, int height)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (DhImage) image = dh_image_new (width, height);

  for (int i = 0; i < width * height * 4; i++)
    image->pixels[i] = i % 4 == 3 ? DH_IMAGE_FULL : 257 * (guint8) (i / 4 % width);
  g_assert_true (dh_png_write (image, path, NULL, NULL));
}

static void
write_text (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Eyes at (x ± eye, y), a mouth below, everything else in between. */
static void
append_face (GString *text, const char *name, double x, double y, double eye)
{
  g_string_append (text, name);
  for (int i = 0; i < DH_N_LANDMARKS; i++)
    {
      double side = i >= 36 && i < 42 ? -1 : i >= 42 && i < 48 ? 1 : 0.1 * (i % 3 - 1);
      double down = i >= 36 && i < 48 ? 0 : i >= 48 ? 0.38 / 0.17 : 0.5;

      g_string_append_printf (text, ",%.2f,%.2f", x + side * eye, y + down * eye);
    }
  g_string_append_c (text, '\n');
}

static void
check_bundled (gconstpointer person)
{
  g_autoptr (DhFaceSet) set = load_bundled (person);

  g_assert_cmpstr (dh_face_set_get_name (set), ==, person);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_HELD_OUT), ==, 24);
  g_assert_cmpuint (dh_face_set_get_n_skipped (set), ==, 0);
  g_assert_null (dh_face_set_dup_first_problem (set));
  g_assert_true (dh_face_set_has_masks (set));
  for (guint i = 0; i < 24; i++)
    {
      g_autofree char *name = g_strdup_printf ("pair_%03u.png", i);

      g_assert_cmpstr (dh_face_set_get (set, DH_FACES_HELD_OUT, i)->file, ==, name);
    }
  for (guint i = 0; i < dh_face_set_get_count (set, DH_FACES_TRAINING); i++)
    g_assert_true (g_str_has_prefix (dh_face_set_get (set, DH_FACES_TRAINING, i)->file, "train_"));
}

/* Eyes and mouth come to their positions, and the mask covers the area between them. */
static void
test_alignment (void)
{
  g_autoptr (DhFaceSet) set = load_bundled ("cedar");

  for (guint i = 0; i < dh_face_set_get_count (set, DH_FACES_HELD_OUT); i++)
    {
      const DhFace *face = dh_face_set_get (set, DH_FACES_HELD_OUT, i);
      const DhImage *image = face->image;
      double x = 0.5, y = 0.5, covered = 0.0;
      int n_pixels = image->width * image->height;

      dh_affine_apply (dh_affine_invert (face->to_crop), &x, &y);
      g_assert_true (x > 0 && y > 0 && x < image->width && y < image->height);
      g_assert_cmpint (image->pixels[4 * ((int) y * image->width + (int) x) + 3], ==,
                       DH_IMAGE_FULL);
      for (int k = 0; k < n_pixels; k++)
        covered += image->pixels[4 * k + 3] / 65535.0 / n_pixels;
      g_assert_true (covered > 0.15 && covered < 0.7);
    }
}

static void
test_pairs (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) bundled = load_bundled ("alder");
  g_autoptr (DhFaceSet) set = NULL;

  g_assert_true (dh_face_set_has_pairs (bundled));
  write_picture (folder, "pair_000.png", 8, 8);
  write_picture (folder, "0.png", 8, 8);
  set = dh_face_set_load (folder, NULL, NULL);
  g_assert_true (dh_face_set_has_pairs (set));
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_HELD_OUT), ==, 1);
}

/* Any size and shape; every eighth is held out; a centre crop without a mask. */
static void
test_plain_folder (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = NULL;
  g_autoptr (GError) error = NULL;
  const DhFace *face;

  for (int i = 0; i < 17; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02d.%s", i, i % 2 ? "PNG" : "png");

      write_picture (folder, name, 4 + 50 * i, 9 + 7 * i);
    }
  write_text (folder, "notes.txt", "not a picture");
  set = dh_face_set_load (folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_HELD_OUT), ==, 3);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_TRAINING), ==, 14);
  g_assert_cmpstr (dh_face_set_get (set, DH_FACES_HELD_OUT, 2)->file, ==, "16.png");
  g_assert_false (dh_face_set_has_masks (set));
  g_assert_false (dh_face_set_has_pairs (set));

  face = dh_face_set_get (set, DH_FACES_TRAINING, 6); /* 351 × 58 */
  g_assert_false (face->has_landmarks);
  g_assert_cmpfloat_with_epsilon (1.0 / face->to_crop.xx, 58.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (-face->to_crop.x0 / face->to_crop.xx,
                                  (face->image->width - 58) / 2.0, 1.0);
  for (int i = 0; i < face->image->width * face->image->height; i++)
    g_assert_cmpint (face->image->pixels[4 * i + 3], ==, DH_IMAGE_FULL);
}

/* A large picture is cropped and scaled down, and its landmarks and its crop are adjusted. */
static void
test_reduced (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (DhFaceSet) set = NULL;
  g_autoptr (GError) error = NULL;
  const DhFace *face;
  double x, y;

  write_picture (folder, "large.png", 3000, 1500);
  append_face (text, "large.png", 2000, 600, 170); /* a crop of 1000 px */
  write_text (folder, "landmarks.csv", text->str);
  set = dh_face_set_load (folder, NULL, &error);
  g_assert_no_error (error);
  face = dh_face_set_get (set, DH_FACES_HELD_OUT, 0);
  g_assert_true (face->has_landmarks);
  g_assert_cmpfloat_with_epsilon (1.0 / hypot (face->to_crop.xx, face->to_crop.yx), 256.0, 2.0);
  g_assert_cmpint (face->image->width, <, 400);
  g_assert_cmpint (face->image->height, <, 400);
  g_assert_cmpint (face->reduced[0]->width, ==, face->image->width / 2);
  g_assert_cmpint (face->reduced[1]->height, ==, face->image->height / 4);
  x = face->landmarks.points[36].x;
  y = face->landmarks.points[36].y;
  dh_affine_apply (face->to_crop, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, .33, 1e-3);
  g_assert_cmpfloat_with_epsilon (y, .38, 1e-3);
}

static void
test_skipping (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (DhFaceSet) set = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first_problem = NULL;

  write_text (folder, "a-text.png", "no picture");
  write_picture (folder, "b-good.png", 100, 100);
  write_picture (folder, "c-good.png", 100, 100);
  write_picture (folder, "d-unnamed.png", 100, 100);
  write_picture (folder, "e-outside.png", 100, 100);
  write_picture (folder, "f-point.png", 100, 100);
  append_face (text, "a-text.png", 50, 40, 17);
  append_face (text, "b-good.png", 50, 40, 17);
  append_face (text, "c-good.png", 50, 40, 17);
  append_face (text, "e-outside.png", 5000, 40, 17);
  append_face (text, "f-point.png", 50, 40, 0);
  append_face (text, "missing.png", 50, 40, 17);
  write_text (folder, "landmarks.csv", text->str);
  set = dh_face_set_load (folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dh_face_set_get_n_skipped (set), ==, 4);
  first_problem = dh_face_set_dup_first_problem (set);
  g_assert_nonnull (strstr (first_problem, "a-text.png"));
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_HELD_OUT), ==, 1);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_TRAINING), ==, 1);
  g_assert_true (dh_face_set_has_masks (set));
}

/* A broken pair is skipped, but the others stay held out. */
static void
test_broken_pair (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = NULL;

  write_text (folder, "pair_000.png", "no picture");
  for (int i = 0; i < 9; i++)
    {
      g_autofree char *name = g_strdup_printf ("train_%d.png", i);

      write_picture (folder, name, 16, 16);
    }
  set = dh_face_set_load (folder, NULL, NULL);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_HELD_OUT), ==, 0);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_TRAINING), ==, 9);
}

/* A folder's only picture is trained on and shown. */
static void
test_only_picture (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = NULL;
  g_auto (GStrv) notices = NULL;

  write_picture (folder, "me.png", 100, 100);
  set = dh_face_set_load (folder, NULL, NULL);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_HELD_OUT), ==, 1);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_TRAINING), ==, 1);
  notices = dh_face_set_dup_notices (set);
  g_assert_nonnull (strstr (notices[0], "one picture"));
  g_assert_nonnull (strstr (notices[1], "has no landmarks")); /* not “1 of 2” */
  g_assert_true (g_str_has_prefix (notices[1], "“"));
}

static void
assert_refused (const char *folder, const char *named)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dh_face_set_load (folder, NULL, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, named));
}

/* A crop of less than 4 pixels shows nothing. */
static void
test_tiny (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = NULL;

  write_picture (folder, "a.png", 3, 100);
  assert_refused (folder, "a.png");
  write_picture (folder, "b.png", 1, 1);
  assert_refused (folder, "less than 4 pixels");
  write_picture (folder, "c.png", 4, 4);
  set = dh_face_set_load (folder, NULL, NULL);
  g_assert_cmpuint (dh_face_set_get_n_skipped (set), ==, 2);
}

static void
test_refused (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *file = g_build_filename (folder, "x.png", NULL);
  g_autofree char *table = g_build_filename (folder, "landmarks.csv", NULL);

  assert_refused ("/no/such/folder", "/no/such/folder");
  assert_refused ("", "folder");
  assert_refused (folder, folder);
  write_text (folder, "notes.txt", "hello");
  assert_refused (folder, "no pictures");
  write_text (folder, "x.png", "hello");
  assert_refused (file, "x.png");
  assert_refused (folder, "x.png");
  write_text (folder, "landmarks.csv", "# nothing yet\n\nx.png,1,2\n");
  assert_refused (folder, "ine 3 ");
  g_assert_cmpint (g_remove (table), ==, 0);
  g_assert_cmpint (symlink ("nowhere.csv", table), ==, 0);
  assert_refused (folder, "no file");
}

static void
test_cancelled (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("DH_FACES"), "alder", NULL);
  g_autoptr (GError) error = NULL;
  int cancelled = 1;

  g_assert_null (dh_face_set_load (folder, &cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_reference (void)
{
  DhFaceSet *set = load_bundled ("cedar");
  DhFaceSet *again = dh_face_set_ref (set);

  dh_face_set_unref (set);
  g_assert_cmpstr (dh_face_set_get_name (again), ==, "cedar");
  dh_face_set_unref (again);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/face-set/alder", "alder", check_bundled);
  g_test_add_data_func ("/face-set/birch", "birch", check_bundled);
  g_test_add_data_func ("/face-set/cedar", "cedar", check_bundled);
  g_test_add_data_func ("/face-set/dogwood", "dogwood", check_bundled);
  g_test_add_func ("/face-set/alignment", test_alignment);
  g_test_add_func ("/face-set/pairs", test_pairs);
  g_test_add_func ("/face-set/plain-folder", test_plain_folder);
  g_test_add_func ("/face-set/reduced", test_reduced);
  g_test_add_func ("/face-set/skipping", test_skipping);
  g_test_add_func ("/face-set/only-picture", test_only_picture);
  g_test_add_func ("/face-set/broken-pair", test_broken_pair);
  g_test_add_func ("/face-set/tiny", test_tiny);
  g_test_add_func ("/face-set/refused", test_refused);
  g_test_add_func ("/face-set/cancelled", test_cancelled);
  g_test_add_func ("/face-set/reference", test_reference);
  return g_test_run ();
}
