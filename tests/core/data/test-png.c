/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/data/npy.h"
#include "core/data/picture.h"
#include "core/data/png.h"
#include "tests/core/data/temp-folder.h"

#include <string.h>

static char *
get_data_path (const char *folder, const char *name)
{
  return g_build_filename (g_getenv ("DH_TEST_DATA"), folder, name, NULL);
}

/* Calls check() with every picture of a folder. */
static void
for_each_picture (const char *folder, void (*check) (const char *path))
{
  g_autofree char *path = get_data_path (folder, NULL);
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".png"))
      {
        g_autofree char *picture = g_build_filename (path, name, NULL);

        check (picture);
        n++;
      }
  g_dir_close (dir);
  g_assert_cmpuint (n, >=, 20);
}

static char *
get_pixels_path (const char *picture)
{
  g_autoptr (GString) path = g_string_new (picture);

  g_string_replace (path, "-interlaced", "", 0);
  g_string_replace (path, ".png", ".rgba", 0);
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static void
check_kind (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhImage) image = dh_picture_read (path, NULL, &error);
  g_autofree char *pixels_path = get_pixels_path (path);
  g_autofree char *pixels = NULL;
  gsize size;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (pixels_path, &pixels, &size, NULL));
  g_assert_cmpint (image->width, ==, 7);
  g_assert_cmpint (image->height, ==, 5);
  g_test_message ("%s", path);
  g_assert_cmpuint (size, ==, 7 * 5 * 4);
  for (gsize i = 0; i < size; i++)
    g_assert_cmpuint ((image->pixels[i] + 128) / 257, ==, (guint8) pixels[i]);
}

static void
test_every_kind (void)
{
  for_each_picture ("png", check_kind);
}

static void
check_bad (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);
  DhImage *image = dh_picture_read (path, NULL, &error);

  g_test_message ("%s", error != NULL ? error->message : path);
  g_assert_null (image);
  g_assert_error (error, DH_ERROR, DH_ERROR_PICTURE);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_bad (void)
{
  for_each_picture ("png/bad", check_bad);
}

/* Bytes are copied to a block of their own size, so that the sanitizer catches any access beyond
 * it. */
static DhImage *
read_exactly (const char *bytes, gsize size, GError **error)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, size);

  return dh_png_read_data ("part.png", copy, size, NULL, error);
}

static void
check_truncated (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize n = 0; n < size; n++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_exactly (bytes, n, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_PICTURE);
    }
}

static void
test_truncated (void)
{
  for_each_picture ("png", check_truncated);
}

/* Every checksum covers what it should: no changed byte may be accepted, wherever it is. */
static void
test_changed_byte (void)
{
  g_autofree char *path = get_data_path ("png", "palette-4-alpha.png");
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize i = 0; i < size; i++)
    for (int bit = 0; bit < 8; bit++)
      {
        g_autoptr (GError) error = NULL;

        bytes[i] ^= 1 << bit;
        g_assert_null (read_exactly (bytes, size, &error));
        g_assert_error (error, DH_ERROR, DH_ERROR_PICTURE);
        bytes[i] ^= 1 << bit;
      }
}

static void
test_not_a_file (void)
{
  static const char *const paths[] = {
    "/nowhere/at/all.png",
    "/",
    "/dev/zero",
    "/etc/passwd/x.png",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dh_picture_read (paths[i], NULL, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_PICTURE);
      g_assert_nonnull (strstr (error->message, paths[i]));
    }
}

static DhImage *
make_image (int width, int height, gboolean opaque, gboolean deep)
{
  DhImage *image = dh_image_new (width, height);

  for (int i = 0; i < width * height * 4; i++)
    image->pixels[i] = opaque && i % 4 == 3 ? DH_IMAGE_FULL
                       : deep               ? (guint16) (i * 7919 + i / 11)
                                            : 257 * (guint8) (i * 37 + i / 11);
  return image;
}

/* Bits per channel, from the header. */
static int
get_depth (const char *path)
{
  g_autofree char *bytes = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  return bytes[24];
}

static void
test_round_trip (gconstpointer opaque)
{
  static const int sizes[][2] = { { 1, 1 }, { 3, 2 }, { 1, 200 }, { 300, 77 } };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "trip.png", NULL);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DhImage) image = make_image (sizes[i % 4][0], sizes[i % 4][1],
                                              GPOINTER_TO_INT (opaque), i >= 4);
      g_autoptr (DhImage) back = NULL;

      g_assert_true (dh_png_write (image, path, NULL, &error));
      back = dh_picture_read (path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (back->width, ==, image->width);
      g_assert_cmpint (back->height, ==, image->height);
      g_assert_cmpmem (back->pixels, DH_IMAGE_PIXEL * back->width * back->height, image->pixels,
                       DH_IMAGE_PIXEL * image->width * image->height);
      g_assert_cmpint (get_depth (path), ==, i >= 4 ? 16 : 8);
    }
}

static gboolean
contains (const char *bytes, gsize size, const char *part)
{
  return memmem (bytes, size, part, strlen (part)) != NULL;
}

static void
test_text (void)
{
  static const char *const text[] = { "Title", "four lanes", "Comment", "Größe ×2", NULL };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "text.png", NULL);
  g_autoptr (DhImage) image = make_image (4, 4, TRUE, FALSE);
  g_autoptr (DhImage) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (dh_png_write (image, path, text, &error));
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_true (contains (bytes, size, "tEXtTitle"));
  g_assert_true (contains (bytes, size, "four lanes"));
  g_assert_true (contains (bytes, size, "iTXtComment"));
  g_assert_true (contains (bytes, size, "Größe ×2"));
  back = dh_picture_read (path, NULL, &error);
  g_assert_no_error (error);
}

/* A failed write leaves no file, not even a partial one. */
static void
test_write_failure (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *nowhere = g_build_filename (folder, "missing", "x.png", NULL);
  g_autoptr (DhImage) image = make_image (4, 4, TRUE, FALSE);
  g_autoptr (GError) error = NULL;
  GDir *dir;

  g_assert_false (dh_png_write (image, nowhere, NULL, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, nowhere));
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  g_dir_close (dir);
}

static void
test_planes (void)
{
  g_autoptr (DhImage) image = dh_image_new (2, 1);
  const guint8 pixels[8] = { 255, 0, 51, 255, 200, 100, 50, 51 };
  float planes[6];

  for (int i = 0; i < 8; i++)
    image->pixels[i] = 257 * pixels[i];
  dh_image_to_planes (image, planes);
  g_assert_cmpfloat_with_epsilon (planes[0], 1.0f, 1e-6);
  g_assert_cmpfloat_with_epsilon (planes[1], 200.0f / 255 * 0.2f, 1e-6);
  g_assert_cmpfloat_with_epsilon (planes[4], 0.2f, 1e-6);
}

/* Averaging areas keeps the overall mean. */
static void
test_reduce (void)
{
  g_autoptr (DhImage) image = dh_image_new (9, 6);
  g_autoptr (DhImage) small = NULL;

  for (int i = 0; i < 9 * 6; i++)
    for (int c = 0; c < 4; c++)
      image->pixels[4 * i + c] = (guint16) (20 * (i % 9) + 10 * (i / 9));
  small = dh_image_reduce (image, 1, 2, 6, 4, 4, 2);
  for (int y = 0; y < 2; y++)
    for (int x = 0; x < 4; x++)
      {
        static const double columns[4] = { 4.0 / 3, 16.0 / 6, 13.0 / 3, 17.0 / 3 };
        double expected = 20.0 * columns[x] + 10.0 * (2.5 + 2.0 * y);

        g_assert_cmpfloat_with_epsilon (small->pixels[4 * (4 * y + x)], expected, 0.51);
      }
}

static void
test_npy (void)
{
  static const float numbers[6] = { 0.0f, 1.5f, -2.0f, 3e-8f, 1e20f, 5.0f };
  static const int dimensions[3] = { 1, 2, 3 };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "x.npy", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size, start;

  g_assert_true (dh_npy_write (path, numbers, dimensions, 3, &error));
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpmem (bytes, 8, "\x93NUMPY\x01\x00", 8);
  start = 10 + (guint8) bytes[8] + 256 * (guint8) bytes[9];
  g_assert_cmpuint (start % 64, ==, 0);
  g_assert_cmpint (bytes[start - 1], ==, '\n');
  g_assert_true (
    contains (bytes, start, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3,), }"));
  g_assert_cmpmem (bytes + start, size - start, numbers, sizeof numbers);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/png/every-kind", test_every_kind);
  g_test_add_func ("/png/bad", test_bad);
  g_test_add_func ("/png/truncated", test_truncated);
  g_test_add_func ("/png/changed-byte", test_changed_byte);
  g_test_add_func ("/png/not-a-file", test_not_a_file);
  g_test_add_data_func ("/png/round-trip/rgba", GINT_TO_POINTER (FALSE), test_round_trip);
  g_test_add_data_func ("/png/round-trip/rgb", GINT_TO_POINTER (TRUE), test_round_trip);
  g_test_add_func ("/png/text", test_text);
  g_test_add_func ("/png/write-failure", test_write_failure);
  g_test_add_func ("/image/planes", test_planes);
  g_test_add_func ("/image/reduce", test_reduce);
  g_test_add_func ("/npy/write", test_npy);
  return g_test_run ();
}
