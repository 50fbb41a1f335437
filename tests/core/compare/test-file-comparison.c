/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two PNG files under every loss: values against sums made here from the pixels, alpha over black,
 * gradient files byte by byte, and pictures that are missing, of different sizes or tiny.
 */
#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/compare/file-comparison.h"

#include "core/data/png.h"
#include "tests/core/compare/compare-helpers.h"
#include "tests/core/data/temp-folder.h"

#include <math.h>
#include <string.h>

#define WIDTH  19
#define HEIGHT 14

/* A picture whose bytes are determined by `step`; (transfer full) */
static char *
write_picture (const char *folder, const char *name, int width, int height, int step, guint8 alpha)
{
  g_autoptr (DhImage) image = dh_image_new (width, height);
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  for (int i = 0; i < width * height; i++)
    {
      for (int c = 0; c < 3; c++)
        image->pixels[4 * i + c] = 257 * (guint8) (40 + (i * step + 31 * c) % 170);
      image->pixels[4 * i + 3] = 257 * alpha;
    }
  dh_png_write (image, path, NULL, &error);
  g_assert_no_error (error);
  return path;
}

static double
get_byte (int i, int c, int step)
{
  return (40 + (i * step + 31 * c) % 170) / 255.0;
}

static double
get_value (DhFileComparison *comparison, const char *id)
{
  return dh_file_comparison_get_value (comparison, get_index (id));
}

static DhFileComparison *
compare (const char *target, const char *prediction)
{
  g_autoptr (GError) error = NULL;
  DhFileComparison *comparison = dh_file_comparison_new (target, prediction, &error);

  g_assert_no_error (error);
  return comparison;
}

static void
test_values (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", WIDTH, HEIGHT, 7, 255);
  g_autofree char *prediction = write_picture (folder, "p.png", WIDTH, HEIGHT, 11, 255);
  g_autoptr (DhFileComparison) comparison = compare (target, prediction);
  const double n = 3 * WIDTH * HEIGHT;
  double mse = 0, mae = 0;
  const float *gradient;

  g_assert_cmpint (dh_file_comparison_get_width (comparison), ==, WIDTH);
  g_assert_cmpint (dh_file_comparison_get_height (comparison), ==, HEIGHT);
  gradient = dh_file_comparison_get_gradient (comparison, get_index ("mse"));
  for (int c = 0; c < 3; c++)
    for (int i = 0; i < WIDTH * HEIGHT; i++)
      {
        double d = get_byte (i, c, 11) - get_byte (i, c, 7);

        mse += d * d / n;
        mae += fabs (d) / n;
        g_assert_cmpfloat_with_epsilon (gradient[c * WIDTH * HEIGHT + i], 2 * d / n, 1e-9);
      }
  g_assert_cmpfloat_with_epsilon (get_value (comparison, "mse"), mse, 1e-7);
  g_assert_cmpfloat_with_epsilon (get_value (comparison, "mae"), mae, 1e-7);
}

/* Every loss gives a number or none, at any size, and 0 for identical pictures, except the broken
 * one. */
static void
test_every_loss (void)
{
  const int sizes[][2] = { { 1, 1 }, { 2, 3 }, { 9, 4 }, { 30, 25 } };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  guint n_losses;

  dh_catalog_get_losses (&n_losses);
  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      int width = sizes[k][0], height = sizes[k][1];
      g_autofree char *target = write_picture (folder, "t.png", width, height, 7, 255);
      g_autofree char *prediction = write_picture (folder, "p.png", width, height, 11, 255);
      g_autoptr (DhFileComparison) different = compare (target, prediction);
      g_autoptr (DhFileComparison) same = compare (target, target);

      for (guint i = 0; i < n_losses; i++)
        {
          double value = dh_file_comparison_get_value (different, i);

          g_assert_true (isnan (value) || (isfinite (value) && value >= 0));
          value = dh_file_comparison_get_value (same, i);
          if (i == get_index ("broken"))
            g_assert_cmpfloat_with_epsilon (value, 1, 1e-6);
          else
            g_assert_true (isnan (value) || fabs (value) < 1e-6);
        }
    }
}

/* Half-transparent counts as half as bright. */
static void
test_alpha (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", WIDTH, HEIGHT, 7, 255);
  g_autofree char *prediction = write_picture (folder, "p.png", WIDTH, HEIGHT, 7, 51);
  g_autoptr (DhFileComparison) comparison = compare (target, prediction);
  double mae = 0;

  for (int c = 0; c < 3; c++)
    for (int i = 0; i < WIDTH * HEIGHT; i++)
      mae += 0.8 * get_byte (i, c, 7) / (3 * WIDTH * HEIGHT);
  g_assert_cmpfloat_with_epsilon (get_value (comparison, "mae"), mae, 1e-6);
}

static void
test_gradient_file (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", WIDTH, HEIGHT, 7, 255);
  g_autofree char *prediction = write_picture (folder, "p.png", WIDTH, HEIGHT, 11, 255);
  g_autofree char *path = g_build_filename (folder, "ssim.npy", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "such", "ssim.npy", NULL);
  g_autoptr (DhFileComparison) comparison = compare (target, prediction);
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length, wanted = 3 * WIDTH * HEIGHT * sizeof (float);

  g_assert_true (dh_file_comparison_write_gradient (comparison, get_index ("ssim"), path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpmem (bytes, 6, "\x93NUMPY", 6);
  g_assert_nonnull (memmem (bytes, length, "(3, 14, 19", strlen ("(3, 14, 19")));
  g_assert_cmpuint (length, >, wanted);
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  g_assert_cmpmem (bytes + length - wanted, wanted,
                   dh_file_comparison_get_gradient (comparison, get_index ("ssim")), wanted);
#endif
  g_assert_false (dh_file_comparison_write_gradient (comparison, 0, nowhere, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FILE);
}

static void
check_refused (const char *target, const char *prediction, const char *word, const char *other_word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dh_file_comparison_new (target, prediction, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_nonnull (strstr (error->message, other_word));
}

static void
test_refusals (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", WIDTH, HEIGHT, 7, 255);
  g_autofree char *turned = write_picture (folder, "turned.png", HEIGHT, WIDTH, 7, 255);
  g_autofree char *text = g_build_filename (folder, "text.png", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing.png", NULL);

  g_assert_true (g_file_set_contents (text, "not a picture", -1, NULL));
  check_refused (target, turned, "t.png", "turned.png");
  check_refused (target, turned, "19 × 14", "14 × 19");
  check_refused (target, text, "text.png", "PNG");
  check_refused (text, target, "text.png", "PNG");
  check_refused (target, missing, "missing.png", "");
  check_refused (missing, target, "missing.png", "");
  check_refused (target, folder, folder, "");
}

/* 16 bits: a different value everywhere; the prediction is one step of 65,536 higher. */
static char *
write_deep (const char *folder, const char *name, guint16 more)
{
  g_autoptr (DhImage) image = dh_image_new (WIDTH, HEIGHT);
  char *path = g_build_filename (folder, name, NULL);

  for (int i = 0; i < 4 * WIDTH * HEIGHT; i++)
    image->pixels[i] = i % 4 == 3 ? DH_IMAGE_FULL : (guint16) (20000 + 97 * i + more);
  g_assert_true (dh_png_write (image, path, NULL, NULL));
  return path;
}

static void
test_depth (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_deep (folder, "t.png", 0);
  g_autofree char *prediction = write_deep (folder, "p.png", 1);
  g_autoptr (DhFileComparison) comparison = compare (target, prediction);

  g_assert_cmpfloat_with_epsilon (get_value (comparison, "mae") * 65535, 1, 2e-3);
  g_assert_cmpfloat_with_epsilon (get_value (comparison, "linf") * 65535, 1, 5e-3);
  g_assert_cmpfloat_with_epsilon (dh_file_comparison_get_psnr (comparison), 20 * log10 (65535),
                                  0.02);
  g_assert_cmpfloat (dh_file_comparison_get_ssim (comparison), <=, 1);
  g_assert_cmpfloat (dh_file_comparison_get_ssim (comparison), >, 1 - 1e-6);
}

/* Plain SSIM of the definition, in double precision, mean over channels and windows. */
static double
measure_ssim (int step_a, int step_b)
{
  double weights[11], sum = 0, total = 0;
  int n = 0;

  for (int k = 0; k < 11; k++)
    sum += weights[k] = exp (-(k - 5) * (k - 5) / 4.5);
  for (int c = 0; c < 3; c++)
    for (int y = 0; y + 11 <= HEIGHT; y++)
      for (int x = 0; x + 11 <= WIDTH; x++, n++)
        {
          double a = 0, b = 0, aa = 0, bb = 0, ab = 0;

          for (int k = 0; k < 121; k++)
            {
              double w = weights[k / 11] * weights[k % 11] / sum / sum;
              double p = get_byte ((y + k / 11) * WIDTH + x + k % 11, c, step_a);
              double q = get_byte ((y + k / 11) * WIDTH + x + k % 11, c, step_b);

              a += w * p, b += w * q, aa += w * p * p, bb += w * q * q, ab += w * p * q;
            }
          total += (2 * a * b + 1e-4) * (2 * (ab - a * b) + 9e-4)
                   / ((a * a + b * b + 1e-4) * (aa - a * a + bb - b * b + 9e-4));
        }
  return total / n;
}

static void
test_metrics (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", WIDTH, HEIGHT, 7, 255);
  g_autofree char *prediction = write_picture (folder, "p.png", WIDTH, HEIGHT, 11, 255);
  g_autoptr (DhFileComparison) comparison = compare (target, prediction);
  g_autoptr (DhFileComparison) equal = compare (target, target);

  g_assert_cmpfloat_with_epsilon (dh_file_comparison_get_psnr (comparison),
                                  -10 * log10 (get_value (comparison, "mse")), 1e-5);
  g_assert_cmpfloat_with_epsilon (dh_file_comparison_get_ssim (comparison), measure_ssim (7, 11),
                                  1e-5);
  g_assert_cmpfloat (dh_file_comparison_get_psnr (equal), ==, INFINITY);
  g_assert_cmpfloat (dh_file_comparison_get_ssim (equal), ==, 1);
  g_assert_cmpstr (dh_file_comparison_get_notices (equal)[0], ==, NULL);
}

/* Fewer losses need less memory, and how much is known in advance. */
static void
test_memory (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", WIDTH, HEIGHT, 7, 255);
  g_autofree char *prediction = write_picture (folder, "p.png", WIDTH, HEIGHT, 11, 255);
  g_autoptr (DhFileComparison) comparison = NULL;
  gboolean wanted[64] = { FALSE };

  wanted[get_index ("mse")] = TRUE;
  g_assert_cmpuint (dh_file_comparison_estimate (target, wanted, NULL), <=, 60 * WIDTH * HEIGHT);
  g_assert_cmpuint (dh_file_comparison_estimate (target, NULL, NULL), >=, 180 * WIDTH * HEIGHT);
  comparison = dh_file_comparison_new_for (target, prediction, wanted, NULL);
  g_assert_true (dh_file_comparison_is_wanted (comparison, get_index ("mse")));
  g_assert_false (dh_file_comparison_is_wanted (comparison, get_index ("ssim")));
  g_assert_true (isnan (dh_file_comparison_get_ssim (comparison)));
  g_assert_cmpfloat (get_value (comparison, "mse"), >, 0);
}

static void
limit_memory (guint64 bytes)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, bytes);

  g_setenv ("DOWNHILL_MEMORY", text, TRUE);
}

/* The limit is exact to the byte, counts only the losses wanted, and the message has both numbers.
 * */
static void
test_memory_limit (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = write_picture (folder, "large.png", 300, 200, 7, 255);
  guint64 all = dh_file_comparison_estimate (path, NULL, NULL);
  gboolean wanted[64] = { FALSE };
  g_autoptr (DhFileComparison) enough = NULL, few = NULL, short_of_one = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *needed = g_format_size (all), *available = g_format_size (all - 1);

  wanted[get_index ("mae")] = TRUE;
  limit_memory (all);
  enough = dh_file_comparison_new (path, path, &error);
  g_assert_no_error (error);
  limit_memory (all - 1);
  few = dh_file_comparison_new_for (path, path, wanted, &error);
  g_assert_no_error (error);
  short_of_one = dh_file_comparison_new (path, path, &error);
  g_unsetenv ("DOWNHILL_MEMORY");
  g_assert_null (short_of_one);
  g_assert_error (error, DH_ERROR, DH_ERROR_MEMORY);
  g_assert_nonnull (strstr (error->message, "large.png"));
  g_assert_nonnull (strstr (error->message, needed));
  g_assert_nonnull (strstr (error->message, available));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-comparison/values", test_values);
  g_test_add_func ("/file-comparison/every-loss", test_every_loss);
  g_test_add_func ("/file-comparison/alpha", test_alpha);
  g_test_add_func ("/file-comparison/gradient-file", test_gradient_file);
  g_test_add_func ("/file-comparison/refusals", test_refusals);
  g_test_add_func ("/file-comparison/depth", test_depth);
  g_test_add_func ("/file-comparison/metrics", test_metrics);
  g_test_add_func ("/file-comparison/memory", test_memory);
  g_test_add_func ("/file-comparison/memory-limit", test_memory_limit);
  return g_test_run ();
}
