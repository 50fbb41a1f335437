/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/data/batch.h"
#include "core/data/png.h"
#include "tests/core/data/bundled-faces.h"
#include "tests/core/data/temp-folder.h"

#include <math.h>
#include <string.h>

#define SIZE 8
/* The bytes from make_bytes() are input, target and mask of four pictures. */
#define N_BYTES (7 * 4 * 32 * 32 * sizeof (float))

/* Flat pictures whose grey level is their number; held-out ones are white, which no training
 * picture is. */
static DhFaceSet *
make_marked_set (const char *folder, int n_training, int n_pairs)
{
  DhFaceSet *set;

  for (int i = 0; i < n_training + n_pairs; i++)
    {
      g_autofree char *name = i < n_training ? g_strdup_printf ("train_%03d.png", i)
                                             : g_strdup_printf ("pair_%03d.png", i - n_training);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (DhImage) image = dh_image_new (12, 12);

      memset (image->pixels, i < n_training ? 10 + 4 * i : 255, 12 * 12 * DH_IMAGE_PIXEL);
      for (int k = 0; k < 144; k++)
        image->pixels[4 * k + 3] = DH_IMAGE_FULL;
      g_assert_true (dh_png_write (image, path, NULL, NULL));
    }
  set = dh_face_set_load (folder, NULL, NULL);
  g_assert_cmpuint (dh_face_set_get_count (set, DH_FACES_HELD_OUT), ==, n_pairs);
  return set;
}

/* Number of the picture at a position in a batch; the colours weren't changed. */
static int
get_mark (const DhBatch *batch, int place)
{
  float grey = batch->target[place * 3 * SIZE * SIZE + 5] * 255.0f;
  int mark = (int) lroundf ((grey - 10.0f) / 4.0f);

  g_assert_cmpfloat_with_epsilon (grey, 10 + 4 * mark, 0.01);
  return mark;
}

/* Every pass shows every training picture once, in its own order, and never a held-out one, though
 * a batch of 7 doesn't divide 50. */
static void
test_passes (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = make_marked_set (folder, 50, 9);
  int first_order[50] = { 0 };
  guint counts[50] = { 0 };
  guint n_same = 0;
  DhBatch batch;

  dh_batch_init (&batch, 7, SIZE);
  for (guint64 position = 0; position < 350; position++)
    {
      int mark;

      if (position % 7 == 0)
        dh_batch_make (&batch, set, &dh_augment_none, 7, SIZE, 11, 1, position / 7, NULL);
      mark = get_mark (&batch, position % 7);
      g_assert_true (mark >= 0 && mark < 50);
      counts[mark]++;
      g_assert_cmpuint (counts[mark], ==, position / 50 + 1);
      if (position < 50)
        first_order[position] = mark;
      else if (position < 100)
        n_same += first_order[position - 50] == mark;
    }
  g_assert_cmpuint (n_same, <, 10);
  dh_batch_clear (&batch);
}

/* Correlation of a batch's picture with a plain crop, over the inner pixels. */
static double
get_likeness (const float *a, const float *b, int n)
{
  double mean_a = 0, mean_b = 0, ab = 0, aa = 0, bb = 0;

  for (int i = 0; i < n; i++)
    {
      mean_a += a[i] / n;
      mean_b += b[i] / n;
    }
  for (int i = 0; i < n; i++)
    {
      ab += (a[i] - mean_a) * (b[i] - mean_b);
      aa += (a[i] - mean_a) * (a[i] - mean_a);
      bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
  return ab / sqrt (aa * bb + 1e-12);
}

/* The same on real faces: each picture in a batch is the plain crop of a training picture, bit by
 * bit. */
static void
test_held_out_never_seen (void)
{
  g_autoptr (DhFaceSet) set = load_bundled ("cedar");
  guint n_training = dh_face_set_get_count (set, DH_FACES_TRAINING);
  const int n_pixels = 3 * SIZE * SIZE;
  guint n_seen = 0;
  DhBatch batch;

  dh_batch_init (&batch, 16, SIZE);
  for (guint64 iteration = 0; iteration < 3 * n_training / 16 + 1; iteration++)
    {
      dh_batch_make (&batch, set, &dh_augment_none, 16, SIZE, 3, 0, iteration, NULL);
      for (int place = 0; place < 16; place++)
        {
          const float *target = batch.target + place * n_pixels;
          float crop[3 * SIZE * SIZE];
          gboolean known = FALSE;

          for (guint i = 0; i < n_training && !known; i++)
            {
              dh_face_crop (dh_face_set_get (set, DH_FACES_TRAINING, i), SIZE, crop, NULL);
              known = get_likeness (target, crop, n_pixels) > 0.99999;
            }
          g_assert_true (known);
          for (guint i = 0; i < dh_face_set_get_count (set, DH_FACES_HELD_OUT); i++)
            {
              dh_face_crop (dh_face_set_get (set, DH_FACES_HELD_OUT, i), SIZE, crop, NULL);
              g_assert_cmpfloat (get_likeness (target, crop, n_pixels), <, 0.9999);
            }
          n_seen++;
        }
    }
  g_assert_cmpuint (n_seen, >, 3 * n_training - 16);
  dh_batch_clear (&batch);
}

typedef struct
{
  const DhFaceSet *set;
  guint64 seed, iteration;
  guint side;
} Order;

/* (transfer full): all bytes of a batch of four. */
static gpointer
make_bytes (gpointer data)
{
  const Order *order = data;
  const gsize n = 4 * 32 * 32;
  float *bytes = g_malloc (N_BYTES);
  DhBatch batch;

  dh_batch_init (&batch, 4, 32);
  dh_batch_make (&batch, order->set, &dh_augment_default, 4, 32, order->seed, order->side,
                 order->iteration, NULL);
  memcpy (bytes, batch.input, 3 * n * sizeof (float));
  memcpy (bytes + 3 * n, batch.target, 3 * n * sizeof (float));
  memcpy (bytes + 6 * n, batch.area[DH_AREA_EXTENDED], n * sizeof (float));
  dh_batch_clear (&batch);
  return bytes;
}

static gboolean
is_same (Order a, Order b)
{
  g_autofree float *first = make_bytes (&a);
  g_autofree float *second = make_bytes (&b);

  return memcmp (first, second, N_BYTES) == 0;
}

static void
test_pure_function (void)
{
  g_autoptr (DhFaceSet) set = load_bundled ("dogwood");
  g_autoptr (DhFaceSet) again = load_bundled ("dogwood");
  const Order order = { set, 5, 1000000, 0 };

  g_assert_true (is_same (order, order));
  g_assert_true (is_same (order, (Order) { again, 5, 1000000, 0 }));
  g_assert_false (is_same (order, (Order) { set, 6, 1000000, 0 }));
  g_assert_false (is_same (order, (Order) { set, 5, 1000001, 0 }));
  g_assert_false (is_same (order, (Order) { set, 5, 1000000, 1 }));
  g_assert_false (is_same ((Order) { set, 5, 0, 0 }, (Order) { set, 5, 0, 1 }));
}

static void
test_threads (void)
{
  g_autoptr (DhFaceSet) set = load_bundled ("cedar");
  Order order = { set, 1, 3, 1 };
  g_autofree float *expected = NULL;
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new (NULL, make_bytes, &order);
  expected = make_bytes (&order);
  for (int i = 0; i < 4; i++)
    {
      g_autofree float *bytes = g_thread_join (threads[i]);

      g_assert_cmpmem (bytes, N_BYTES, expected, N_BYTES);
    }
}

/* A picture never repeats exactly. */
static void
test_never_the_same (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = make_marked_set (folder, 1, 1);
  DhBatch first, second;

  dh_batch_init (&first, 1, SIZE);
  dh_batch_init (&second, 1, SIZE);
  dh_batch_make (&first, set, &dh_augment_default, 1, SIZE, 1, 0, 0, NULL);
  dh_batch_make (&second, set, &dh_augment_default, 1, SIZE, 1, 0, 1, NULL);
  g_assert_cmpfloat (first.target[0], !=, second.target[0]);
  g_assert_cmpfloat_with_epsilon (first.area[DH_AREA_EXTENDED][0], 1.0, 1e-6);
  dh_batch_clear (&first);
  dh_batch_clear (&second);
}

/* One picture, whose left side is dark. */
static DhFaceSet *
make_gradient_set (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "only.png", NULL);
  g_autoptr (DhImage) image = dh_image_new (64, 64);

  for (int i = 0; i < 64 * 64 * 4; i++)
    image->pixels[i] = i % 4 == 3 ? DH_IMAGE_FULL : (guint16) (1000 * (i / 4 % 64));
  g_assert_true (dh_png_write (image, path, NULL, NULL));
  return dh_face_set_load (folder, NULL, NULL);
}

/* With fewer pictures than a batch needs, all are in it, in turn, and no two views are the same. */
static void
test_few (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (TempFolder) other = temp_folder_new ();
  g_autoptr (DhFaceSet) set = make_marked_set (folder, 3, 1);
  g_autofree char *notice = dh_batch_dup_notice (set, 8);
  g_autofree char *no_notice = dh_batch_dup_notice (set, 3);
  const gsize n = 3 * SIZE * SIZE;
  guint counts[3] = { 0 };
  DhBatch batch;

  g_assert_nonnull (strstr (notice, "3 pictures"));
  g_assert_null (no_notice);
  dh_batch_init (&batch, 8, SIZE);
  g_assert_true (dh_batch_make (&batch, set, &dh_augment_none, 8, SIZE, 1, 0, 5, NULL));
  for (int i = 0; i < 8; i++)
    counts[get_mark (&batch, i)]++;
  for (int i = 0; i < 3; i++)
    g_assert_cmpuint (counts[i], >=, 2);
  dh_batch_clear (&batch);

  /* The only picture, twice. */
  g_clear_pointer (&set, dh_face_set_unref);
  set = make_gradient_set (other);
  dh_batch_init (&batch, 2, SIZE);
  g_assert_true (dh_batch_make (&batch, set, &dh_augment_default, 2, SIZE, 1, 0, 5, NULL));
  g_assert_true (memcmp (batch.input, batch.input + n, n * sizeof (float)) != 0);
  dh_batch_clear (&batch);
}

static void
test_check (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFaceSet) set = make_marked_set (folder, 1, 1);
  g_autoptr (TempFolder) pairs_folder = temp_folder_new ();
  g_autoptr (DhFaceSet) pairs = make_marked_set (pairs_folder, 0, 2);
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_batch_check (set, NULL));
  g_assert_false (dh_batch_check (pairs, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
  g_assert_nonnull (strstr (error->message, dh_face_set_get_name (pairs)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch/passes", test_passes);
  g_test_add_func ("/batch/held-out-never-seen", test_held_out_never_seen);
  g_test_add_func ("/batch/pure-function", test_pure_function);
  g_test_add_func ("/batch/threads", test_threads);
  g_test_add_func ("/batch/never-the-same", test_never_the_same);
  g_test_add_func ("/batch/few", test_few);
  g_test_add_func ("/batch/check", test_check);
  return g_test_run ();
}
