/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NumPy archives: what is written comes back, and every kind of wrong file is refused in a sentence.
 */
#include "core/base/error.h"
#include "core/data/npz.h"
#include "tests/core/data/temp-folder.h"

#include <archive.h>
#include <archive_entry.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define BOMB (64 << 20)

static const int shape[] = { 2, 3 };
static const float numbers[] = { 0, -1, 2.5f, 1e-6f, 300, -0.125f };

static void
assert_weights_error (const GError *error, const char *word)
{
  g_assert_error (error, DH_ERROR, DH_ERROR_WEIGHTS);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\n'));
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” is not in: %s", word, error->message);
}

static char *
write_archive (const char *folder, gboolean half, const float *values)
{
  char *path = g_build_filename (folder, "a.npz", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhNpzWriter) writer = dh_npz_writer_new (path, &error);

  g_assert_no_error (error);
  dh_npz_writer_add_text (writer, "who", "Björk 北", &error);
  dh_npz_writer_add (writer, "x.y", values, shape, 2, half, &error);
  dh_npz_writer_finish (writer, &error);
  g_assert_no_error (error);
  return path;
}

/* Reads the second array of the file. */
static gboolean
read_numbers (const char *path, float *values, gsize n, GError **error)
{
  g_autoptr (DhNpzReader) reader = dh_npz_reader_new (path, error);

  return reader != NULL && dh_npz_reader_next (reader, error) != NULL
         && dh_npz_reader_next (reader, error) != NULL
         && dh_npz_reader_read_header (reader, error) != NULL
         && dh_npz_reader_read (reader, values, n, error);
}

static void
test_both_ways (gconstpointer data)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = write_archive (folder, GPOINTER_TO_INT (data), numbers);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhNpzReader) reader = dh_npz_reader_new (path, &error);
  g_autofree char *text = NULL;
  const DhNpyHeader *header;
  float values[6];

  g_assert_cmpstr (dh_npz_reader_next (reader, &error), ==, "who");
  g_assert_nonnull (dh_npz_reader_read_header (reader, &error));
  text = dh_npz_reader_read_text (reader, &error);
  g_assert_cmpstr (text, ==, "Björk 北");
  g_assert_cmpstr (dh_npz_reader_next (reader, &error), ==, "x.y");
  header = dh_npz_reader_read_header (reader, &error);
  g_assert_cmpuint (header->n_dimensions, ==, 2);
  g_assert_cmpuint (header->dimensions[0], ==, 2);
  g_assert_cmpuint (header->dimensions[1], ==, 3);
  dh_npz_reader_read (reader, values, 6, &error);
  g_assert_null (dh_npz_reader_next (reader, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 6; i++)
    if (GPOINTER_TO_INT (data))
      g_assert_cmpfloat (fabsf (values[i] - numbers[i]), <=, fabsf (numbers[i]) / 2048 + 3e-8f);
    else
      g_assert_cmpfloat (values[i], ==, numbers[i]);
}

static void
test_same_bytes (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *first = NULL, *second = NULL;
  gsize n_first, n_second;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = write_archive (folder, FALSE, numbers);

      g_file_get_contents (path, i == 0 ? &first : &second, i == 0 ? &n_first : &n_second, NULL);
    }
  g_assert_cmpmem (first, n_first, second, n_second);
}

/* Of the file that is there before, nothing is lost. */
static void
test_unfinished (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = write_archive (folder, FALSE, numbers);
  DhNpzWriter *writer = dh_npz_writer_new (path, NULL);
  g_autoptr (GDir) dir = NULL;
  float values[6];

  dh_npz_writer_add (writer, "z", numbers, shape, 2, FALSE, NULL);
  dh_npz_writer_free (writer);
  g_assert_true (read_numbers (path, values, 6, NULL));
  dir = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "a.npz");
  g_assert_null (g_dir_read_name (dir));
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dh_npz_writer_new ("/nonexistent/a.npz", &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "create its folder"));
}

/* ---- wrong files ---- */

static void
replace (const char *path, const char *old, const char *new)
{
  g_autofree char *bytes = NULL;
  gsize size;
  char *place;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  place = memmem (bytes, size, old, strlen (old));
  g_assert_nonnull (place);
  /* the text before the numbers has its own header */
  if (memmem (place + 1, size - (place + 1 - bytes), old, strlen (old)) != NULL)
    place = memmem (place + 1, size - (place + 1 - bytes), old, strlen (old));
  memcpy (place, new, strlen (new));
  g_assert_true (g_file_set_contents_full (path, bytes, size, G_FILE_SET_CONTENTS_NONE, 0644,
                                           NULL));
}

static void
test_wrong_headers (void)
{
  const struct
  {
    const char *old, *new, *word;
  } cases[] = {
    { "<f4", ">f4", "“>f4”: save them as little-endian" },
    { "<f4", "<f8", "“<f8”" },
    { "<f4", "<i4", "“<i4”" },
    { "<f4", "|O'", "not an array of numbers" },
    { "False", "True ", "numpy.ascontiguousarray" },
    { "(2, 3,", "(2, 4,", "damaged" },
    { "(2, 3,", "(9999", "damaged" },
    { "(2, 3,", "(x, 3", "not an array of numbers" },
    { "\x93NUMPY", "\x93NUMPX", "not an array of numbers" },
    { "\x93NUMPY\x01", "\x93NUMPY\x07", "not an array of numbers" },
    { "\x93NUMPY\x01", "\x93NUMPY\x02", "not an array of numbers" },
    { "'shape'", "'shade'", "not an array of numbers" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TempFolder) folder = temp_folder_new ();
      g_autofree char *path = write_archive (folder, FALSE, numbers);
      g_autoptr (GError) error = NULL;
      float values[6];

      replace (path, cases[i].old, cases[i].new);
      g_assert_false (read_numbers (path, values, 6, &error));
      assert_weights_error (error, cases[i].word);
      assert_weights_error (error, "x.y");
    }
}

static void
test_not_finite (void)
{
  const float wrong[] = { NAN, INFINITY, -INFINITY };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (TempFolder) folder = temp_folder_new ();
      const float some[] = { 1, 2, 3, 4, 5, wrong[i / 2] };
      g_autofree char *path = write_archive (folder, i % 2, some);
      g_autoptr (GError) error = NULL;
      float values[6];

      g_assert_false (read_numbers (path, values, 6, &error));
      assert_weights_error (error, "not finite");
    }
}

static void
test_no_archive (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.npz", NULL);
  const char *const contents[] = { "", "P", "PK", "PK\003\004", "\x93NUMPY\x01", "lane,label\n" };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (GError) error = NULL;
      float values[6];

      g_file_set_contents (path, contents[i], -1, NULL);
      g_assert_false (read_numbers (path, values, 6, &error));
      assert_weights_error (error, "not a NumPy archive");
    }
}

static void
test_cut_anywhere (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = write_archive (folder, FALSE, numbers);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  while (size > 0)
    {
      g_autoptr (GError) error = NULL;
      float values[6];

      g_assert_cmpint (truncate (path, --size), ==, 0);
      g_assert_false (read_numbers (path, values, 6, &error));
      assert_weights_error (error, "copy it again");
    }
}

/* Refused, or the same numbers: some bytes, such as an entry's time, mean nothing here. */
static void
test_byte_changed_anywhere (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = write_archive (folder, FALSE, numbers);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize i = 0; i < 8 * size; i++)
    {
      const char right = bytes[i / 8];
      float values[6];

      bytes[i / 8] ^= 1 << i % 8;
      g_file_set_contents_full (path, bytes, size, G_FILE_SET_CONTENTS_NONE, 0644, NULL);
      bytes[i / 8] = right;
      if (read_numbers (path, values, 6, NULL))
        g_assert_cmpmem (values, sizeof values, numbers, sizeof numbers);
    }
}

/* A zip of a few hundred kilobytes that unpacks to far more than its header says. */
static void
write_bomb (const char *path)
{
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  g_autoptr (GByteArray) bytes = dh_npy_make_header ("<f4", shape, 2);
  guint n = bytes->len;

  g_byte_array_set_size (bytes, BOMB);
  memset (bytes->data + n, 0, BOMB - n);
  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (guint i = 0; i < 2; i++)
    {
      archive_entry_clear (entry);
      archive_entry_set_pathname (entry, i == 0 ? "who.npy" : "x.y.npy");
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, BOMB);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, bytes->data, BOMB), ==, BOMB);
    }
  archive_entry_free (entry);
  archive_write_free (archive);
}

static void
test_bomb (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.npz", NULL);
  g_autoptr (GError) error = NULL;
  float values[6];

  write_bomb (path);
  g_assert_false (read_numbers (path, values, 6, &error));
  assert_weights_error (error, "damaged");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/npz/both-ways", GINT_TO_POINTER (FALSE), test_both_ways);
  g_test_add_data_func ("/npz/both-ways-half", GINT_TO_POINTER (TRUE), test_both_ways);
  g_test_add_func ("/npz/same-bytes", test_same_bytes);
  g_test_add_func ("/npz/unfinished", test_unfinished);
  g_test_add_func ("/npz/no-folder", test_no_folder);
  g_test_add_func ("/npz/wrong-headers", test_wrong_headers);
  g_test_add_func ("/npz/not-finite", test_not_finite);
  g_test_add_func ("/npz/no-archive", test_no_archive);
  g_test_add_func ("/npz/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/npz/byte-changed-anywhere", test_byte_changed_anywhere);
  g_test_add_func ("/npz/bomb", test_bomb);
  return g_test_run ();
}
