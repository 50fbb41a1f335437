/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The notices about a folder: files of other kinds, pictures whose landmarks aren't a face, with
 * the likely cause, colours that aren't honoured, far too many pictures.
 */
#include "core/base/error.h"
#include "core/data/batch.h"
#include "core/data/face-folder.h"
#include "core/data/face.h"
#include "core/data/picture-kind.h"
#include "tests/core/data/picture-files.h"
#include "tests/core/data/png-maker.h"
#include "tests/core/data/temp-folder.h"

#include <glib/gstdio.h>
#include <string.h>

#define SIDE 160

static void
write_bytes (const char *folder, const char *name, const void *bytes, gssize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (
    g_file_set_contents_full (path, bytes, size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* Grey; chunk: one to add before the pixels, or NULL. */
static void
write_picture (const char *folder, const char *name, const char *chunk, const char *data,
               gsize size)
{
  g_autoptr (GByteArray) file = png_maker_new (SIDE, SIDE, 8, 0);
  g_autofree guint8 *rows = g_malloc0 (SIDE * SIDE);

  if (chunk != NULL)
    png_maker_add (file, chunk, data, size);
  png_maker_add_rows (file, rows, SIDE, SIDE);
  png_maker_end (file);
  write_bytes (folder, name, file->data, file->len);
}

static char *
join_notices (const DhFaceSet *set)
{
  g_auto (GStrv) notices = dh_face_set_dup_notices (set);

  return g_strjoinv ("\n", notices);
}

static void
test_other_kinds (void)
{
  static const char *const others[] = {
    "1.nef",     "2.CR2",    "3.dng",         "a.psd",       "b.svg",
    "notes.txt", "noending", "landmarks.txt", ".hidden.jpg", "._0.png",
  };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    write_bytes (folder, others[i], "no picture", -1);
  g_assert_null (dh_face_set_load (folder, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "no pictures that can be read"));
  g_assert_nonnull (strstr (error->message, "3 RAW"));
  g_assert_nonnull (strstr (error->message, "1 SVG"));
  for (int i = 0; i < 9; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.png", i);

      write_picture (folder, name, NULL, NULL, 0);
    }
  set = dh_face_set_load (folder, NULL, NULL);
  said = join_notices (set);
  g_test_message ("%s", said);
  g_assert_nonnull (strstr (said, "3 RAW"));
  g_assert_nonnull (strstr (said, "1 PSD"));
  g_assert_nonnull (strstr (said, "Convert them to PNG."));
  g_assert_null (strstr (said, "TXT"));
  g_assert_cmpuint (dh_face_set_get_n_skipped (set), ==, 0);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_TRAINING), ==, 7);
}

/* Where a loader would help, its package is named. */
static void
test_loaders (void)
{
  static const char *const files[] = { "a.png", "b.webp", "c.heic", "d.avif", "e.jpg", "f.JPEG" };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhNotices) notices = dh_notices_new ();
  g_autoptr (GPtrArray) names = NULL;
  g_auto (GStrv) said = NULL;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    write_bytes (folder, files[i], "no picture", -1);
  names = dh_face_folder_list (folder, notices, NULL);
  said = dh_notices_dup_sentences (notices);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      const char *kind = dh_picture_kind_of_name (files[i]);

      if (dh_picture_can_read (kind))
        {
          g_assert_cmpstr (names->pdata[n++], ==, files[i]);
          continue;
        }
      g_test_message ("%s", said[0]);
      g_assert_nonnull (strstr (said[0], kind));
      g_assert_nonnull (strstr (said[0], dh_picture_get_package (kind)));
    }
  g_assert_cmpuint (names->len, ==, n);
  g_assert_cmpuint (g_strv_length (said), ==, n < G_N_ELEMENTS (files));
}

/* One person in pictures of several kinds; what is damaged is skipped and named. */
static void
test_mixed (void)
{
  static const char *const files[] = { "colour.jpg", "progressive.jpg", "grey.jpg" };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = NULL;
  g_autofree char *said = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GByteArray) file = picture_file_read (files[i]);

      write_bytes (folder, files[i], file->data, file->len);
      if (i == 0)
        write_bytes (folder, "cut.jpeg", file->data, file->len - 2);
    }
  write_picture (folder, "a.png", NULL, NULL, 0);
  set = dh_face_set_load (folder, NULL, NULL);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_TRAINING)
                      + dh_face_set_get_count (set, DH_FACES_HELD_OUT),
                    ==, 4);
  g_assert_cmpuint (dh_face_set_get_n_skipped (set), ==, 1);
  said = join_notices (set);
  g_assert_nonnull (strstr (said, "cut.jpeg"));
}

static void
test_folders (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *below = g_build_filename (folder, "ute 24.12.", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (below, 0700), ==, 0);
  g_assert_null (dh_face_set_load (folder, NULL, &error));
  g_assert_nonnull (strstr (error->message, "only folders"));
}

/* A thousand pictures with one profile give one sentence. */
static void
test_grouped (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *name = g_path_get_basename (folder), *wanted = NULL, *said = NULL;
  g_autoptr (DhFaceSet) set = NULL;

  for (int i = 0; i < 40; i++)
    {
      g_autofree char *file = g_strdup_printf ("%02d.png", i);

      write_picture (folder, file, i < 30 ? "cICP" : NULL, "\11\20\0\1", 4);
    }
  set = dh_face_set_load (folder, NULL, NULL);
  said = join_notices (set);
  wanted = g_strdup_printf ("30 pictures, the first “%s/00.png”: ", name);
  g_test_message ("%s", said);
  g_assert_true (g_str_has_prefix (said, wanted));
}

static void
test_pairs_only (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *file = g_strdup_printf ("pair_%03d.png", i);

      write_picture (folder, file, NULL, NULL, 0);
    }
  set = dh_face_set_load (folder, NULL, NULL);
  g_assert_false (dh_batch_check (set, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "pair_"));
  g_assert_nonnull (strstr (error->message, "train_000.png"));
}

/* ---- landmarks ---- */

typedef void (*Change) (DhPoint *point);

static void
raise_y (DhPoint *point)
{
  point->y = SIDE - point->y;
}

static void
exchange (DhPoint *point)
{
  *point = (DhPoint) { point->y, point->x };
}

static void
divide (DhPoint *point)
{
  *point = (DhPoint) { point->x / SIDE, point->y / SIDE };
}

static void
move_away (DhPoint *point)
{
  point->x += 3000;
}

static void
keep (DhPoint *point)
{
}

/* Landmarks of bundled faces, changed in the first n_changed. */
static void
write_landmarks (const char *folder, guint n, guint n_changed, Change change)
{
  g_autofree char *path = g_build_filename (g_getenv ("DH_FACES"), "alder", "landmarks.csv", NULL);
  g_autoptr (DhFaceTable) table = dh_face_table_read (path, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("train_%03u.png", i);
      DhLandmarks face = *dh_face_table_get_landmarks (table, name);

      write_picture (folder, name, NULL, NULL, 0);
      g_string_append (text, name);
      for (guint k = 0; k < DH_N_LANDMARKS; k++)
        {
          if (i < n_changed)
            change (&face.points[k]);
          g_string_append_printf (text, ",%.5f,%.5f", face.points[k].x, face.points[k].y);
        }
      g_string_append_c (text, '\n');
    }
  write_bytes (folder, "landmarks.csv", text->str, text->len);
}

static void
check_misshapen (Change change, guint n_changed, const char *word)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  write_landmarks (folder, 8, n_changed, change);
  set = dh_face_set_load (folder, NULL, &error);
  if (n_changed == 8)
    {
      g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "train_000.png"));
      g_assert_nonnull (strstr (error->message, word));
      return;
    }
  g_assert_no_error (error);
  said = join_notices (set);
  g_test_message ("%s", said);
  g_assert_cmpuint (dh_face_set_get_n_skipped (set), ==, n_changed);
  g_assert_true ((strstr (said, "train_000.png") != NULL) == (n_changed > 0));
  if (word != NULL)
    g_assert_nonnull (strstr (said, word));
}

static void
test_misshapen (void)
{
  check_misshapen (keep, 0, NULL);
  check_misshapen (raise_y, 8, "y probably counts upwards");
  check_misshapen (raise_y, 3, "y probably counts upwards");
  check_misshapen (exchange, 8, "y probably comes before x");
  check_misshapen (divide, 8, "fractions of the picture’s size");
  check_misshapen (move_away, 8, "another picture size");
  check_misshapen (move_away, 1, "outside the picture");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/face-folder/other-kinds", test_other_kinds);
  g_test_add_func ("/face-folder/loaders", test_loaders);
  g_test_add_func ("/face-folder/mixed", test_mixed);
  g_test_add_func ("/face-folder/folders", test_folders);
  g_test_add_func ("/face-folder/grouped", test_grouped);
  g_test_add_func ("/face-folder/pairs-only", test_pairs_only);
  g_test_add_func ("/face-folder/misshapen", test_misshapen);
  return g_test_run ();
}
