/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Swapping faces in pictures: the colours, the soft edge, and what must stay as it was.
 */
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/batch.h"
#include "core/data/lab.h"
#include "core/data/face-table.h"
#include "core/data/png.h"
#include "core/merge/colour-transfer.h"
#include "core/merge/merger.h"
#include "core/nn/network.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N    900
#define SIDE 256

/* ---- colours ---- */

/* Greys and pale colours, so that nothing leaves sRGB on the way. */
static void
draw_colours (guint64 stream, double middle, double reach, float *rgb)
{
  DhRandom random;

  dh_random_init (&random, 5, stream);
  for (int i = 0; i < N; i++)
    {
      double grey = middle + dh_random_uniform (&random, -reach, reach);

      for (int c = 0; c < 3; c++)
        rgb[c * N + i] = (float) (grey + dh_random_uniform (&random, -.03, .03) + .01 * c);
    }
}

/* Of a channel of L*a*b*, over the pixels that the weights name. */
static void
measure (const float *rgb, const float *weights, int channel, double *mean, double *deviation)
{
  g_autofree float *lab = g_memdup2 (rgb, 3 * N * sizeof *rgb);
  double total = 0, sum = 0, squares = 0;

  dh_lab_from_rgb (lab, N);
  for (int i = 0; i < N; i++)
    {
      double value = lab[channel * N + i];

      total += weights[i];
      sum += weights[i] * value;
      squares += weights[i] * value * value;
    }
  *mean = sum / total;
  *deviation = sqrt (MAX (squares / total - *mean * *mean, 0));
}

static void
test_colours (void)
{
  float rgb[3 * N], model[3 * N], weights[N];

  draw_colours (1, .35, .08, rgb);
  draw_colours (2, .6, .1, model);
  for (int i = 0; i < N; i++)
    weights[i] = i < N / 3 ? 0.0f : i < N / 2 ? .5f : 1.0f;
  dh_colour_transfer (rgb, model, weights, N);
  for (int c = 0; c < 3; c++)
    {
      double mean, deviation, wanted_mean, wanted_deviation;

      measure (rgb, weights, c, &mean, &deviation);
      measure (model, weights, c, &wanted_mean, &wanted_deviation);
      g_test_message ("channel %d: %.4f ± %.4f, wanted %.4f ± %.4f", c, mean, deviation,
                      wanted_mean, wanted_deviation);
      g_assert_cmpfloat_with_epsilon (mean, wanted_mean, 2e-3);
      g_assert_cmpfloat_with_epsilon (deviation, wanted_deviation, 2e-3);
    }
}

/* One colour becomes the mean of the others; and no weight is no reason to divide by it. */
static void
test_plain_colour (void)
{
  float rgb[3 * N], model[3 * N], weights[N], before[3 * N];

  for (int i = 0; i < 3 * N; i++)
    rgb[i] = .3f;
  draw_colours (2, .6, .1, model);
  memset (weights, 0, sizeof weights);
  memcpy (before, rgb, sizeof rgb);
  dh_colour_transfer (rgb, model, weights, N);
  g_assert_cmpmem (rgb, sizeof rgb, before, sizeof before);
  for (int i = 0; i < N; i++)
    weights[i] = 1.0f;
  dh_colour_transfer (rgb, model, weights, N);
  for (int i = 1; i < N; i++)
    g_assert_cmpfloat (rgb[i], ==, rgb[0]);
  g_assert_cmpfloat_with_epsilon (rgb[0], .6, .02);
}

/* ---- painting ---- */

static DhFace *
load_face (const char *name)
{
  g_autofree char *folder = g_build_filename (g_getenv ("DH_FACES"), "alder", NULL);
  g_autofree char *path = g_build_filename (folder, DH_LANDMARKS_FILE, NULL);
  g_autoptr (DhFaceTable) landmarks = dh_face_table_read (path, NULL);
  g_autoptr (GError) error = NULL;
  DhFace *face = dh_face_load (folder, name, landmarks, DH_FACE_WHOLE, NULL, NULL, &error);

  g_assert_no_error (error);
  return face;
}

static const guint16 *
get_pixel (const DhImage *image, int x, int y)
{
  return image->pixels + 4 * ((gsize) y * image->width + x);
}

/* The face's own crop, put back, changes next to nothing; other settings likewise. */
static void
test_own_face (gconstpointer data)
{
  const DhPaintSettings *settings = data;
  g_autoptr (DhFace) face = load_face ("train_000.png");
  g_autofree float *rgb = g_new (float, 3 * SIDE * SIDE);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhImage) image = NULL;
  double worst = 0, sum = 0;
  const int n = face->image->width * face->image->height;

  dh_face_crop (face, SIDE, rgb, NULL);
  image = dh_face_paint (face, rgb, SIDE, settings, &error);
  g_assert_no_error (error);
  for (int i = 0; i < n; i++)
    for (int c = 0; c < 3; c++)
      {
        double difference = fabs ((double) image->pixels[4 * i + c]
                                  - face->image->pixels[4 * i + c])
                            / DH_IMAGE_FULL;

        worst = MAX (worst, difference);
        sum += difference;
      }
  g_test_message ("mean difference %.5f, largest %.4f", sum / n / 3, worst);
  g_assert_cmpfloat (sum / n / 3, <, .003);
  g_assert_cmpfloat (sum, >, 0); /* it was painted, and not copied */
}

/* A black face: the middle of the mask is black, what lies outside is untouched, and in between the
 * share grows without a jump. */
static void
test_edge (void)
{
  DhPaintSettings settings = dh_paint_default;
  g_autoptr (DhFace) face = load_face ("train_000.png");
  g_autofree float *rgb = g_new0 (float, 3 * SIDE * SIDE);
  g_autoptr (DhImage) image = NULL;
  const DhImage *old = face->image;
  double x = .5, y = .6, last = 1, steepest = 0;
  guint n_outside = 0, n_soft = 0;

  settings.match_light = FALSE;
  image = dh_face_paint (face, rgb, SIDE, &settings, NULL);
  dh_affine_apply (dh_affine_invert (face->to_crop), &x, &y);
  g_assert_cmpuint (get_pixel (image, (int) x, (int) y)[0], ==, 0);
  for (int i = 0; i < old->width * old->height; i++)
    {
      const guint16 *a = old->pixels + 4 * i, *b = image->pixels + 4 * i;

      g_assert_cmpuint (b[3], ==, DH_IMAGE_FULL);
      for (int c = 0; c < 3; c++)
        g_assert_cmpuint (b[c] % 257, ==, 0);
      if (a[3] == 0)
        {
          g_assert_cmpmem (a, 6, b, 6);
          n_outside++;
        }
      n_soft += b[0] > 0 && b[0] < a[0];
    }
  g_assert_cmpuint (n_outside, >, 1000);
  g_assert_cmpuint (n_soft, >, 500);
  /* From the middle of the mask to the left. */
  for (int left = (int) x; left >= 0; left--)
    {
      const double before = get_pixel (old, left, (int) y)[0];
      const double share = before > 0 ? 1 - get_pixel (image, left, (int) y)[0] / before : last;

      steepest = MAX (steepest, last - share);
      last = share;
    }
  g_test_message ("steepest step %.3f", steepest);
  g_assert_cmpfloat (last, ==, 0);
  g_assert_cmpfloat (steepest, <, .45);
}

/* What is transparent stays so, with the colours that are hidden there, and in 8 bits. */
static void
test_transparent (void)
{
  DhPaintSettings settings = dh_paint_default;
  g_autofree char *folder = g_dir_make_tmp ("merge-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.png", NULL);
  g_autofree float *rgb = g_new0 (float, 3 * SIDE * SIDE);
  g_autoptr (DhImage) old = dh_image_new (90, 60), image = NULL;
  g_autoptr (DhFace) face = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 90 * 60; i++)
    {
      const int x = i % 90;

      for (int c = 0; c < 3; c++)
        old->pixels[4 * i + c] = (guint16) (257 * (100 + c));
      old->pixels[4 * i + 3] = (guint16) (257 * CLAMP (8 * (x - 30), 0, 255));
    }
  g_assert_true (dh_png_write (old, path, NULL, &error));
  face = dh_face_load_whole (folder, "x.png", NULL, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (get_pixel (face->image, 32, 30)[0], <, get_pixel (old, 32, 30)[0]);
  settings.match_light = FALSE;
  image = dh_face_paint (face, rgb, SIDE, &settings, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 90 * 60; i++)
    {
      g_assert_cmpuint (image->pixels[4 * i + 3], ==, old->pixels[4 * i + 3]);
      for (int c = 0; c < 3; c++)
        g_assert_cmpuint (image->pixels[4 * i + c] % 257, ==, 0);
      if (i % 90 < 15 || i % 90 >= 75) /* outside of the square in the middle */
        g_assert_cmpmem (image->pixels + 4 * i, 8, old->pixels + 4 * i, 8);
    }
  g_assert_cmpuint (get_pixel (image, 45, 30)[0], ==, 0); /* it was painted */
  g_remove (path);
  g_rmdir (folder);
}

/* ---- with a network ---- */

static char *
find_weights (void)
{
  return g_build_filename (g_getenv ("DH_FACES"), "..", "warm", "quick-alder-birch.npz", NULL);
}

/* The mean of a channel over a face's mask. */
static double
get_mean (const DhFace *face, const DhImage *image, int channel)
{
  double sum = 0, total = 0;

  for (int i = 0; i < image->width * image->height; i++)
    {
      sum += (double) face->image->pixels[4 * i + 3] * image->pixels[4 * i + channel];
      total += face->image->pixels[4 * i + 3];
    }
  return sum / total / DH_IMAGE_FULL;
}

/* Birch's skin is darker than alder's; each worker makes the same picture. */
static void
test_swap (void)
{
  g_autofree char *weights = find_weights ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DhMerger) merger = dh_merger_new (weights, 2, &error);
  g_autoptr (DhFace) face = load_face ("pair_003.png");
  DhPaintSettings settings = dh_paint_default;
  g_autoptr (DhImage) matched = NULL, kept = NULL, again = NULL, own = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (dh_merger_get_model (merger)->id, ==, "quick");
  matched = dh_merger_swap (merger, 0, face, DH_SIDE_B, &settings, &error);
  settings.match_light = FALSE;
  kept = dh_merger_swap (merger, 0, face, DH_SIDE_B, &settings, &error);
  again = dh_merger_swap (merger, 1, face, DH_SIDE_B, &settings, &error);
  own = dh_merger_swap (merger, 1, face, DH_SIDE_A, &settings, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (kept->pixels, (gsize) kept->width * kept->height * DH_IMAGE_PIXEL,
                   again->pixels, (gsize) again->width * again->height * DH_IMAGE_PIXEL);
  g_test_message ("red within the mask: picture %.3f, own decoder %.3f, swapped %.3f, matched %.3f",
                  get_mean (face, face->image, 0), get_mean (face, own, 0),
                  get_mean (face, kept, 0), get_mean (face, matched, 0));
  g_assert_cmpfloat (get_mean (face, kept, 0), <, get_mean (face, face->image, 0) - .1);
  g_assert_cmpfloat_with_epsilon (get_mean (face, own, 0), get_mean (face, face->image, 0), .05);
  g_assert_cmpfloat_with_epsilon (get_mean (face, matched, 0), get_mean (face, face->image, 0),
                                  .05);
}

static void
test_bad_weights (void)
{
  g_autofree char *picture = g_build_filename (g_getenv ("DH_FACES"), "alder", "pair_003.png", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (dh_merger_new (picture, 1, &error));
  g_assert_nonnull (strstr (error->message, "pair_003.png"));
  g_clear_error (&error);
  g_assert_null (dh_merger_new ("/nonexistent.npz", 1, &error));
  g_assert_nonnull (strstr (error->message, "/nonexistent.npz"));
}

int
main (int argc, char **argv)
{
  static const DhPaintSettings all = { DH_PAINT_CROP, .1, TRUE };
  static const DhPaintSettings plain = { DH_PAINT_MASK, 0, FALSE };

  g_test_init (&argc, &argv, NULL);
  dh_compute_thread_init ();
  g_test_add_func ("/merge/colours", test_colours);
  g_test_add_func ("/merge/plain-colour", test_plain_colour);
  g_test_add_data_func ("/merge/own-face", &dh_paint_default, test_own_face);
  g_test_add_data_func ("/merge/own-crop", &all, test_own_face);
  g_test_add_data_func ("/merge/own-face-plain", &plain, test_own_face);
  g_test_add_func ("/merge/edge", test_edge);
  g_test_add_func ("/merge/transparent", test_transparent);
  g_test_add_func ("/merge/swap", test_swap);
  g_test_add_func ("/merge/bad-weights", test_bad_weights);
  return g_test_run ();
}
