/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A large folder's pictures: which one a place gets, what is kept of them, and what happens when files
 * are bad or vanish.
 */
#include "core/base/error.h"
#include "core/data/batch.h"
#include "core/data/face-store.h"
#include "core/data/png.h"
#include "tests/core/data/temp-folder.h"

#include <string.h>

#define N_PICTURES 40
#define N_LARGE    330
#define SIDE       24
#define SIZE       16

/* A picture of one grey, which tells it apart. */
static void
write_grey (const char *folder, const char *name, guint grey)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (DhImage) image = dh_image_new (SIDE, SIDE);

  for (gsize i = 0; i < SIDE * SIDE * 4; i++)
    image->pixels[i] = i % 4 == 3 ? DH_IMAGE_FULL : (guint16) (100 * grey);
  g_assert_true (dh_png_write (image, path, NULL, NULL));
}

static void
spoil (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "no picture", -1, NULL));
}

static char *
get_name (guint i)
{
  return g_strdup_printf ("%03u.png", i);
}

/* (transfer full) */
static GPtrArray *
write_folder (const char *folder, guint n)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (names, get_name (i));
      write_grey (folder, names->pdata[i], i);
    }
  return names;
}

static void
assert_taken (DhFaceStore *store, guint index, guint expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhFace) face = dh_face_store_take (store, index, &error);
  g_autofree char *name = get_name (expected);

  g_assert_no_error (error);
  g_assert_cmpstr (face->file, ==, name);
  g_assert_cmpuint (face->image->pixels[0], ==, 100 * expected);
}

/* Few fit in; each place gets its picture all the same, and a face that is in use stays. */
static void
test_bounded (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GPtrArray) names = write_folder (folder, N_PICTURES);
  const gsize capacity = 5 * 2 * SIDE * SIDE * DH_IMAGE_PIXEL;
  DhFaceStore *store = dh_face_store_new (folder, names, NULL, 256, capacity);
  g_autoptr (DhFace) held = dh_face_store_take (store, 7, NULL);

  for (guint i = 0; i < 3 * N_PICTURES; i++)
    {
      guint index = i * 17 % N_PICTURES;

      assert_taken (store, index, index);
      g_assert_cmpuint (dh_face_store_get_size (store), <=, capacity);
      g_assert_cmpuint (dh_face_store_get_size (store), >, 0);
    }
  g_assert_cmpuint (held->image->pixels[0], ==, 700);
  dh_face_store_free (store);
}

/* The next usable one takes a bad one's place, whatever was taken before. */
static void
test_bad (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GPtrArray) names = write_folder (folder, N_PICTURES);
  static const guint bad[] = { 0, 10, 11, 12, N_PICTURES - 1 };
  DhFaceTally tally;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    spoil (folder, names->pdata[bad[i]]);
  for (int backwards = 0; backwards < 2; backwards++)
    {
      DhFaceStore *store = dh_face_store_new (folder, names, NULL, 256, 1 << 20);

      for (guint i = 0; i < N_PICTURES; i++)
        {
          guint index = backwards ? N_PICTURES - 1 - i : i;
          guint expected = index == 0 || index == N_PICTURES - 1 ? 1
                           : index >= 10 && index <= 12          ? 13
                                                                 : index;

          assert_taken (store, index, expected);
        }
      dh_face_store_copy_tally (store, &tally);
      g_assert_cmpuint (tally.n_skipped, ==, G_N_ELEMENTS (bad));
      g_assert_nonnull (strstr (tally.first_problem, backwards ? "039.png" : "000.png"));
      dh_face_tally_clear (&tally);
      dh_face_store_free (store);
    }
}

static void
test_all_bad (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GPtrArray) names = write_folder (folder, 5);
  g_autoptr (GError) error = NULL;
  DhFaceStore *store;

  for (guint i = 0; i < 5; i++)
    spoil (folder, names->pdata[i]);
  store = dh_face_store_new (folder, names, NULL, 256, 1 << 20);
  g_assert_null (dh_face_store_take (store, 2, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "002.png"));
  g_assert_nonnull (strstr (error->message, folder));
  dh_face_store_free (store);
}

/* A folder that has gone is no reason to skip pictures: when it is back, all are there. */
static void
test_vanished (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GPtrArray) names = write_folder (folder, 5);
  g_autofree char *away = g_strconcat (folder, "-away", NULL);
  g_autoptr (GError) error = NULL;
  DhFaceStore *store = dh_face_store_new (folder, names, NULL, 256, 1 << 20);

  assert_taken (store, 0, 0);
  g_assert_cmpint (g_rename (folder, away), ==, 0);
  assert_taken (store, 0, 0); /* is kept */
  g_assert_null (dh_face_store_take (store, 1, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, folder));
  g_assert_cmpuint (dh_face_store_get_n_skipped (store), ==, 0);
  g_assert_cmpint (g_rename (away, folder), ==, 0);
  assert_taken (store, 1, 1);
  dh_face_store_free (store);
}

/* ---- several threads ---- */

typedef struct
{
  DhFaceStore *store;
  guint first;
} Taker;

static gpointer
take_all (gpointer data)
{
  const Taker *self = data;

  for (guint i = 0; i < 4 * N_PICTURES; i++)
    {
      guint index = (self->first + i * 7) % N_PICTURES;

      dh_face_store_want (self->store, (index + 3) % N_PICTURES);
      assert_taken (self->store, index, index == 20 ? 21 : index);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GPtrArray) names = write_folder (folder, N_PICTURES);
  DhFaceStore *store;
  GThread *threads[4];
  Taker takers[4];

  spoil (folder, names->pdata[20]);
  store = dh_face_store_new (folder, names, NULL, 256, 6 * 2 * SIDE * SIDE * DH_IMAGE_PIXEL);
  for (guint i = 0; i < 4; i++)
    {
      takers[i] = (Taker) { store, 10 * i };
      threads[i] = g_thread_new ("taker", take_all, &takers[i]);
    }
  for (guint i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (dh_face_store_get_n_skipped (store), ==, 1);
  dh_face_store_free (store);
}

/* ---- a large set ---- */

static DhFaceSet *
load_large (const char *folder)
{
  g_autoptr (GError) error = NULL;
  DhFaceSet *set = dh_face_set_load (folder, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (dh_face_set_is_large (set));
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_HELD_OUT), ==, 24);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_TRAINING), ==, N_LARGE - 24);
  return set;
}

/* Batches don't depend on those made before; pictures that are skipped are told; the fingerprint
 * follows the files. */
static void
test_set (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GPtrArray) names = write_folder (folder, N_LARGE);
  const gsize n_floats = 3 * SIZE * SIZE * 8;
  g_autofree char *fingerprint = NULL, *other = NULL, *told = NULL;
  g_autoptr (DhFaceSet) first = NULL, second = NULL;
  g_auto (GStrv) notices = NULL;
  DhBatch batches[2];

  spoil (folder, names->pdata[5]);
  spoil (folder, names->pdata[100]);
  first = load_large (folder);
  second = load_large (folder);
  for (int i = 0; i < 2; i++)
    dh_batch_init (&batches[i], 8, SIZE);
  for (guint64 iteration = 0; iteration < 100; iteration++)
    g_assert_true (dh_batch_make (&batches[0], first, &dh_augment_default, 8, SIZE, 3, 0, iteration,
                                  NULL));
  g_assert_true (dh_batch_make (&batches[1], second, &dh_augment_default, 8, SIZE, 3, 0, 99, NULL));
  g_assert_cmpmem (batches[0].input, n_floats * sizeof (float), batches[1].input,
                   n_floats * sizeof (float));
  for (int i = 0; i < 2; i++)
    dh_batch_clear (&batches[i]);

  g_assert_cmpuint (dh_face_set_get_n_skipped (first), ==, 2);
  notices = dh_face_set_dup_notices (first);
  told = g_strjoinv ("\n", notices);
  g_assert_nonnull (strstr (told, "2 pictures"));
  fingerprint = dh_face_set_dup_fingerprint (first);
  other = dh_face_set_dup_fingerprint (second);
  g_assert_cmpstr (fingerprint, ==, other);
  g_free (other);
  spoil (folder, names->pdata[101]);
  other = dh_face_set_dup_fingerprint (first);
  g_assert_cmpstr (fingerprint, !=, other);
}

static void
test_set_of_damage (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_LARGE; i++)
    {
      g_autofree char *name = get_name (i);

      spoil (folder, name);
    }
  g_assert_null (dh_face_set_load (folder, NULL, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "000.png"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/face-store/bounded", test_bounded);
  g_test_add_func ("/face-store/bad", test_bad);
  g_test_add_func ("/face-store/all-bad", test_all_bad);
  g_test_add_func ("/face-store/vanished", test_vanished);
  g_test_add_func ("/face-store/threads", test_threads);
  g_test_add_func ("/face-store/set", test_set);
  g_test_add_func ("/face-store/set-of-damage", test_set_of_damage);
  return g_test_run ();
}
