/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder is looked through as a training reads it: the same pictures are trained on, held out and
 * skipped, for the same reasons.  It can be given up at any time, and the folder may vanish.
 */
#include "core/base/error.h"
#include "core/data/batch.h"
#include "core/data/face.h"
#include "core/data/folder-survey.h"
#include "core/data/png.h"
#include "core/data/sample.h"
#include "tests/core/data/picture-files.h"
#include "tests/core/data/temp-folder.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

static char *
get_bundled (const char *name)
{
  return g_build_filename (g_getenv ("DH_FACES"), "alder", name, NULL);
}

static void
write_bytes (const char *folder, const char *name, const char *bytes, gssize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (
    g_file_set_contents_full (path, bytes, size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void
link_picture (const char *folder, const char *from, const char *name)
{
  g_autofree char *target = get_bundled (from), *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

/* A bundled picture that breaks off. */
static void
write_damaged (const char *folder, const char *name)
{
  g_autofree char *path = get_bundled ("train_001.png"), *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  write_bytes (folder, name, bytes, (gssize) size / 2);
}

/* ---- running ---- */

typedef struct
{
  DhFolderSurvey *survey;
  guint n_calls, n_items, n_done;
  const DhSurveyItem *first;
  gint64 start;
} Run;

static void
changed_cb (gpointer data)
{
  Run *run = data;
  const guint n = dh_folder_survey_get_n_items (run->survey);

  run->n_calls++;
  g_assert_cmpuint (n, >=, run->n_items);
  g_assert_cmpuint (n, <=, dh_folder_survey_get_n_files (run->survey));
  if (run->n_items > 0)
    g_assert_true (dh_folder_survey_get_item (run->survey, 0) == run->first);
  if (n > 0)
    run->first = dh_folder_survey_get_item (run->survey, 0);
  run->n_items = n;
  run->n_done += dh_folder_survey_is_done (run->survey, NULL);
}

static void
start (Run *run, const char *folder)
{
  *run = (Run) { .start = g_get_monotonic_time () };
  run->survey = dh_folder_survey_new (folder, changed_cb, run);
  g_assert_cmpuint (dh_folder_survey_get_n_items (run->survey), ==, 0);
}

/* Until it is done; then nothing comes any more, and it wasn't called too often. */
static void
finish (Run *run)
{
  double seconds;

  while (!dh_folder_survey_is_done (run->survey, NULL))
    g_main_context_iteration (NULL, TRUE);
  seconds = (g_get_monotonic_time () - run->start) / 1e6;
  g_assert_cmpfloat (run->n_calls, <=, 6.0 * seconds + 1.0);
  g_usleep (250000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (run->n_done, ==, 1);
}

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->survey, dh_folder_survey_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* ---- comparing with a loaded set ---- */

static const char *
get_name (const DhFaceSet *set, DhFaces which, guint index)
{
  g_autoptr (GError) error = NULL;
  static char *name;
  DhFace *face = dh_face_set_take (set, which, index, &error);

  g_assert_no_error (error);
  g_free (name);
  name = g_strdup (face->file);
  dh_face_unref (face);
  return name;
}

/* Of the items with that use, the i-th is the i-th of the set. */
static void
compare_use (Run *run, const DhFaceSet *set, DhFileUse use)
{
  const DhFaces which = use == DH_FILE_TRAINING ? DH_FACES_TRAINING : DH_FACES_HELD_OUT;
  guint n = 0;

  for (guint i = 0; i < run->n_items; i++)
    {
      const DhSurveyItem *item = dh_folder_survey_get_item (run->survey, i);

      if (item->use != use)
        continue;
      g_assert_cmpuint (n, <, dh_face_set_get_count (set, which));
      g_assert_cmpstr (get_name (set, which, n), ==, item->name);
      n++;
    }
  g_assert_cmpuint (n, ==, dh_face_set_get_count (set, which));
}

/* Whether its crop and its mask are those that a training has. */
static void
compare_face (const char *folder, const DhFaceTable *table, const DhSurveyItem *item)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhFace) face = dh_face_load (folder, item->name, table, DH_FACE_WHOLE, NULL, NULL,
                                          &error);

  g_assert_true ((face == NULL) == (item->use == DH_FILE_SKIPPED));
  g_assert_true ((item->reason != NULL) == (item->use == DH_FILE_SKIPPED));
  if (face == NULL)
    {
      g_assert_cmpstr (item->reason, ==, error->message);
      g_assert_cmpfloat (item->to_crop.xx, ==, 0.0);
      return;
    }
  g_assert_cmpint (item->width, ==, face->image->width);
  g_assert_cmpint (item->height, ==, face->image->height);
  g_assert_true (item->has_mask == face->has_mask);
  g_assert_cmpint (item->placed_by, ==, face->placed_by);
  g_assert_cmpmem (&item->to_crop, sizeof item->to_crop, &face->to_crop, sizeof face->to_crop);
}

static void
compare_with_set (const char *folder, guint n_others)
{
  g_auto (Run) run = { 0 };
  g_autoptr (DhFaceTable) table = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (DhFaceSet) set = dh_face_set_load (folder, NULL, &failure);
  const GError *error;
  guint n_seen = 0, n_skipped = 0;

  start (&run, folder);
  finish (&run);
  g_assert_true (dh_folder_survey_is_done (run.survey, &error));
  g_assert_no_error (failure);
  g_assert_no_error (error);
  g_assert_cmpuint (run.n_items, ==, dh_folder_survey_get_n_files (run.survey));
  g_assert_true (dh_face_table_read_folder (folder, &table, NULL));
  for (guint i = 0; i < run.n_items; i++)
    {
      const DhSurveyItem *item = dh_folder_survey_get_item (run.survey, i);

      if (i > 0)
        g_assert_cmpint (strcmp (dh_folder_survey_get_item (run.survey, i - 1)->name, item->name),
                         <, 0);
      if (g_str_has_suffix (item->name, ".nef"))
        {
          g_assert_cmpint (item->use, ==, DH_FILE_SKIPPED);
          g_assert_nonnull (strstr (item->reason, "RAW"));
          g_assert_nonnull (strstr (item->reason, item->name));
          n_seen++;
          continue;
        }
      compare_face (folder, table, item);
      n_skipped += item->use == DH_FILE_SKIPPED;
    }
  g_assert_cmpuint (n_seen, ==, n_others);
  g_assert_cmpuint (n_skipped, ==, dh_face_set_get_n_skipped (set));
  compare_use (&run, set, DH_FILE_HELD_OUT);
  compare_use (&run, set, DH_FILE_TRAINING);
}

/* With landmarks, pairs, damaged files and a picture without a line. */
static void
test_bundled (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();

  link_picture (folder, "landmarks.csv", "landmarks.csv");
  for (int i = 0; i < 12; i++)
    {
      g_autofree char *train = g_strdup_printf ("train_%03d.png", 2 * i);
      g_autofree char *pair = g_strdup_printf ("pair_%03d.png", i);

      link_picture (folder, train, train);
      if (i == 3)
        write_damaged (folder, pair);
      else
        link_picture (folder, pair, pair);
    }
  write_damaged (folder, "train_001.png");
  write_bytes (folder, "train_003.png", "no picture", -1);
  write_bytes (folder, "train_005.png", "", 0);
  link_picture (folder, "train_000.png", "unlisted.png");
  write_bytes (folder, "IMG_1.nef", "raw", -1);
  write_bytes (folder, "z.nef", "raw", -1);
  write_bytes (folder, "notes.txt", "text", -1);
  write_bytes (folder, ".hidden.png", "text", -1);
  compare_with_set (folder, 2);
}

/* Every eighth of those that can be used, and all ways to a crop. */
static void
test_plain (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();

  for (int i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02d.png", i);

      if (i % 5 == 0)
        write_damaged (folder, name);
      else
        link_picture (folder, "train_000.png", name);
    }
  compare_with_set (folder, 0);
  write_bytes (folder, "landmarks.csv",
               "01.png,40,50,80,50\n02.png,1,2,50\n03.png,900,5,30\n*,.5,.5,.5\n", -1);
  write_bytes (folder, "00a.nef", "raw", -1);
  compare_with_set (folder, 1);
}

/* The only picture of a folder is trained on and shown. */
static void
test_single (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_auto (Run) run = { 0 };

  link_picture (folder, "train_000.png", "x.png");
  write_damaged (folder, "y.png");
  start (&run, folder);
  finish (&run);
  g_assert_cmpuint (run.n_items, ==, 2);
  g_assert_cmpint (dh_folder_survey_get_item (run.survey, 0)->use, ==, DH_FILE_TRAINING);
  g_assert_cmpint (dh_folder_survey_get_item (run.survey, 1)->use, ==, DH_FILE_SKIPPED);
}

/* So that hundreds are written and read in a moment. */
static void
write_small (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *first = g_build_filename (folder, ".small.png", NULL);
  g_autoptr (DhImage) image = dh_image_new (9, 8);

  if (g_file_test (first, G_FILE_TEST_EXISTS))
    {
      g_remove (path);
      g_assert_cmpint (link (first, path), ==, 0);
      return;
    }

  memset (image->pixels, 0xff, 9 * 8 * DH_IMAGE_PIXEL);
  g_assert_true (dh_png_write (image, first, NULL, NULL));
  write_small (folder, name);
}

/* What a large folder holds out is decided by the names; the set replaces a damaged training
 * picture by the next one. */
static void
check_large (guint n_pictures, guint n_pairs)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = NULL;
  g_auto (Run) run = { 0 };
  guint n_held_out = 0, n_training = 0;

  for (guint i = 0; i < n_pictures; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%03u.png", i < n_pairs ? "pair_" : "x", i);

      if (i % 50 == 3)
        write_bytes (folder, name, "no picture", -1);
      else
        write_small (folder, name);
    }
  set = dh_face_set_load (folder, NULL, NULL);
  g_assert_true (dh_face_set_is_large (set));
  start (&run, folder);
  finish (&run);
  for (guint i = 0; i < run.n_items; i++)
    {
      const DhSurveyItem *item = dh_folder_survey_get_item (run.survey, i);

      n_training += item->use == DH_FILE_TRAINING;
      n_held_out += item->use == DH_FILE_HELD_OUT;
      if (item->use == DH_FILE_SKIPPED && i % 50 != 3)
        g_assert_nonnull (strstr (item->reason, "enough pairs"));
    }
  compare_use (&run, set, DH_FILE_HELD_OUT);
  g_assert_cmpuint (n_held_out, ==, n_pairs > 0 ? 100 : dh_face_set_get_count (set, 1));
  g_assert_cmpuint (n_training, >, 0);
  for (guint i = 0; i < dh_face_set_get_count (set, DH_FACES_TRAINING); i++)
    {
      const char *name = get_name (set, DH_FACES_TRAINING, i);
      gboolean found = FALSE;

      for (guint k = 0; k < run.n_items && !found; k++)
        {
          const DhSurveyItem *item = dh_folder_survey_get_item (run.survey, k);

          found = item->use == DH_FILE_TRAINING && g_str_equal (item->name, name);
        }
      g_assert_true (found);
    }
}

static void
test_large (void)
{
  check_large (420, 0);
  check_large (420, 130);
}

/* "train_000.png,…" of the bundled faces; (transfer full) */
static char *
dup_landmarks (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("DH_FACES"), "alder", "landmarks.csv", NULL);
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  line = strstr (text, "\ntrain_000.png,") + 1;
  return g_strndup (line, strcspn (line, "\r\n"));
}

/* Where only some pictures of a large folder have landmarks, those are divided. */
static void
test_large_in_part (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GString) table = g_string_new (NULL);
  g_autofree char *landmarks = dup_landmarks ();
  g_autoptr (DhFaceSet) set = NULL;
  g_auto (Run) run = { 0 };

  for (guint i = 0; i < 420; i++)
    {
      g_autofree char *name = g_strdup_printf ("x%03u.png", i);

      link_picture (folder, "train_000.png", name);
      if (i % 42 == 5)
        g_string_append_printf (table, "%s%s\n", name, strchr (landmarks, ','));
    }
  write_bytes (folder, "landmarks.csv", table->str, -1);
  set = dh_face_set_load (folder, NULL, NULL);
  g_assert_true (dh_face_set_is_large (set));
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_HELD_OUT), ==, 2);
  start (&run, folder);
  finish (&run);
  compare_use (&run, set, DH_FILE_HELD_OUT);
  g_assert_cmpint (dh_folder_survey_get_item (run.survey, 5)->use, ==, DH_FILE_HELD_OUT);
  g_assert_cmpint (dh_folder_survey_get_item (run.survey, 47)->use, ==, DH_FILE_TRAINING);
}

/* ---- folders that can't be used ---- */

/* As a training fails; (transfer full) */
static GError *
fail_to_load (const char *folder)
{
  GError *failure = NULL;
  g_autoptr (DhFaceSet) set = dh_face_set_load (folder, NULL, &failure);

  if (set != NULL)
    g_assert_false (dh_batch_check (set, &failure));
  return failure;
}

/* The survey fails as a training would. (transfer none) */
static void
compare_errors (const char *folder, guint n_items)
{
  g_auto (Run) run = { 0 };
  g_autoptr (GError) failure = fail_to_load (folder);
  const GError *error = NULL;

  start (&run, folder);
  finish (&run);
  g_assert_true (dh_folder_survey_is_done (run.survey, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, failure->message);
  g_assert_cmpuint (run.n_items, ==, n_items);
}

static void
test_unusable (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autofree char *file = g_build_filename (folder, "a.png", NULL);

  compare_errors (missing, 0);
  compare_errors (folder, 0);
  write_bytes (folder, "x.nef", "raw", -1);
  compare_errors (folder, 1);
  write_damaged (folder, "a.png");
  write_bytes (folder, "b.png", "no picture", -1);
  compare_errors (folder, 3);
  compare_errors (file, 0);
  write_bytes (folder, "landmarks.csv", "a.png,1\n", -1);
  compare_errors (folder, 0);
}

/* Pairs but nothing to train on, and the other way round. */
static void
test_pairs_unusable (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new (), other = temp_folder_new ();

  link_picture (folder, "train_000.png", "pair_000.png");
  link_picture (folder, "train_000.png", "pair_001.png");
  compare_errors (folder, 2);
  write_damaged (folder, "train_000.png");
  compare_errors (folder, 3);
  link_picture (other, "train_000.png", "train_000.png");
  write_damaged (other, "pair_000.png");
  compare_errors (other, 2);
}

/* All of a large folder are damaged, or all that would be trained on. */
static void
test_large_unusable (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_auto (Run) run = { 0 };
  const GError *error = NULL;

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03u.png", i);

      write_bytes (folder, name, "no picture", -1);
    }
  compare_errors (folder, 400);
  write_small (folder, "000.png");
  start (&run, folder);
  finish (&run);
  g_assert_true (dh_folder_survey_is_done (run.survey, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "001.png"));
}

/* Enough work for half a second and more. */
static void
make_slow (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "0000.png", NULL);
  g_autoptr (DhImage) image = dh_image_new (700, 700);

  for (gsize i = 0; i < 4 * 700 * 700; i++)
    image->pixels[i] = i % 4 == 3 ? DH_IMAGE_FULL : (guint16) (257 * (i * i / 1000 % 256));
  g_assert_true (dh_png_write (image, path, NULL, NULL));
  for (int i = 1; i < 200; i++)
    {
      g_autofree char *other = g_strdup_printf ("%s/%04d.png", folder, i);

      g_assert_cmpint (link (path, other), ==, 0);
    }
}

/* Runs until there are items but not all. */
static void
run_a_little (Run *run)
{
  while (run->n_items == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (dh_folder_survey_is_done (run->survey, NULL));
}

static void
test_vanished (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *moved = g_strconcat (folder, "-moved", NULL);
  g_auto (Run) run = { 0 };
  const GError *error = NULL;

  make_slow (folder);
  start (&run, folder);
  run_a_little (&run);
  g_assert_cmpint (g_rename (folder, moved), ==, 0);
  finish (&run);
  g_assert_cmpint (g_rename (moved, folder), ==, 0);
  g_assert_true (dh_folder_survey_is_done (run.survey, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
  g_assert_nonnull (strstr (error->message, "isn’t there any more"));
  for (guint i = 0; i < run.n_items; i++)
    g_assert_cmpint (dh_folder_survey_get_item (run.survey, i)->use, !=, DH_FILE_SKIPPED);
}

/* ---- cancelling ---- */

static guint
count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Frees a survey while its thread reads and a call is due; returns how long that took, in µs. */
static gint64
cancel (const char *folder)
{
  guint n_calls;
  gint64 begin, end;
  Run run;

  start (&run, folder);
  run_a_little (&run);
  n_calls = run.n_calls;
  g_usleep (200000);
  begin = g_get_monotonic_time ();
  dh_folder_survey_free (run.survey);
  end = g_get_monotonic_time ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (run.n_calls, ==, n_calls);
  return end - begin;
}

/* Freeing doesn't wait, nothing is called afterwards, and the thread ends soon. */
static void
test_cancelled (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  const guint n_threads = count_threads ();
  gint64 least = G_MAXINT64;

  make_slow (folder);
  for (int i = 0; i < 4; i++)
    least = MIN (least, cancel (folder));
  g_test_message ("%" G_GINT64_FORMAT " µs", least);
  g_assert_cmpint (least, <, 5000); /* less than a picture takes */
  for (int i = 0; i < 400 && count_threads () > n_threads; i++)
    g_usleep (10000);
  g_assert_cmpuint (count_threads (), <=, n_threads);
}

/* At once, before the thread has done anything, and many at a time. */
static void
test_cancelled_at_once (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  const guint n_threads = count_threads ();
  Run runs[20];

  make_slow (folder);
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    start (&runs[i], folder);
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    dh_folder_survey_free (runs[i].survey);
  for (int i = 0; i < 1000 && count_threads () > n_threads; i++)
    g_usleep (10000);
  g_assert_cmpuint (count_threads (), <=, n_threads);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    g_assert_cmpuint (runs[i].n_calls, ==, 0);
}

static void
free_cb (gpointer data)
{
  Run *run = data;

  run->n_calls++;
  g_clear_pointer (&run->survey, dh_folder_survey_free);
}

/* By the function that is told of news. */
static void
test_freed_when_told (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  Run run = { 0 };

  link_picture (folder, "train_000.png", "a.png");
  run.survey = dh_folder_survey_new (folder, free_cb, &run);
  while (run.survey != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_usleep (400000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (run.n_calls, ==, 1);
}

/* ---- pictures ---- */

/* The small crop is what sampling the whole picture gives. */
static void
test_read_crop (void)
{
  static const DhAffine crops[] = { { .xx = .01, .x0 = -.2, .yy = .01, .y0 = -.3 },
                                    { .xx = .008, .xy = .002, .yx = -.002, .yy = .008 } };
  g_autofree char *folder = get_bundled (".");
  g_autofree char *path = get_bundled ("train_000.png");
  g_autoptr (DhImage) image = dh_picture_read (path, NULL, NULL);
  g_autofree float *planes = g_new (float, 3 * 64 * 64);

  dh_image_flatten (image);
  for (guint i = 0; i < G_N_ELEMENTS (crops); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DhImage) crop = dh_folder_read_crop (folder, "train_000.png", crops[i], 64,
                                                      &error);
      const DhAffine to_size = { .xx = 64, .yy = 64 };
      double sum = 0.0;

      g_assert_no_error (error);
      g_assert_true (crop->width == 64 && crop->height == 64);
      dh_sample_affine (image, dh_affine_invert (dh_affine_multiply (crops[i], to_size)), 64,
                        planes, NULL);
      for (guint k = 0; k < 64 * 64; k++)
        {
          g_assert_cmpint (crop->pixels[4 * k + 3], ==, DH_IMAGE_FULL);
          for (guint c = 0; c < 3; c++)
            sum += fabs (crop->pixels[4 * k + c] / 65535.0 - planes[c * 64 * 64 + k]);
        }
      g_test_message ("mean difference %.4f", sum / (3 * 64 * 64));
      g_assert_cmpfloat (sum / (3 * 64 * 64), <, 0.02);
    }
}

static void
test_read_middle (void)
{
  g_autofree char *folder = get_bundled (".");
  const DhAffine none = { 0 }, centre = dh_crop_centre (160, 192);
  g_autofree char *path = get_bundled ("train_000.png");
  g_autoptr (DhImage) whole = dh_picture_read (path, NULL, NULL);
  const DhAffine middle = dh_crop_centre (whole->width, whole->height);
  g_autoptr (DhImage) first = dh_folder_read_crop (folder, "train_000.png", none, 40, NULL);
  g_autoptr (DhImage) second = dh_folder_read_crop (folder, "train_000.png", middle, 40, NULL);

  g_assert_cmpmem (first->pixels, 40 * 40 * 8, second->pixels, 40 * 40 * 8);
  g_assert_cmpfloat (centre.y0, ==, 0.5 - 192 / 320.0);
}

static void
test_read_whole (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.png", NULL);
  g_autoptr (DhImage) image = dh_image_new (300, 100), small = NULL, same = NULL;
  g_autoptr (GError) error = NULL;
  double scale;

  memset (image->pixels, 0xff, 300 * 100 * DH_IMAGE_PIXEL);
  g_assert_true (dh_png_write (image, path, NULL, NULL));
  small = dh_folder_read_whole (folder, "a.png", 90, &scale, NULL);
  g_assert_cmpint (small->width, ==, 90);
  g_assert_cmpint (small->height, ==, 30);
  g_assert_cmpfloat (scale, ==, 0.3);
  same = dh_folder_read_whole (folder, "a.png", 301, &scale, NULL);
  g_assert_cmpint (same->width, ==, 300);
  g_assert_cmpfloat (scale, ==, 1.0);
  g_assert_null (dh_folder_read_whole (folder, "b.png", 90, &scale, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_PICTURE);
  g_clear_error (&error);
  g_assert_null (dh_folder_read_crop (folder, "b.png", (DhAffine) { 0 }, 90, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_PICTURE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folder-survey/bundled", test_bundled);
  g_test_add_func ("/folder-survey/plain", test_plain);
  g_test_add_func ("/folder-survey/single", test_single);
  g_test_add_func ("/folder-survey/large", test_large);
  g_test_add_func ("/folder-survey/large-in-part", test_large_in_part);
  g_test_add_func ("/folder-survey/pairs-unusable", test_pairs_unusable);
  g_test_add_func ("/folder-survey/unusable", test_unusable);
  g_test_add_func ("/folder-survey/large-unusable", test_large_unusable);
  g_test_add_func ("/folder-survey/vanished", test_vanished);
  g_test_add_func ("/folder-survey/cancelled", test_cancelled);
  g_test_add_func ("/folder-survey/cancelled-at-once", test_cancelled_at_once);
  g_test_add_func ("/folder-survey/freed-when-told", test_freed_when_told);
  g_test_add_func ("/folder-survey/read-crop", test_read_crop);
  g_test_add_func ("/folder-survey/read-middle", test_read_middle);
  g_test_add_func ("/folder-survey/read-whole", test_read_whole);
  return g_test_run ();
}
