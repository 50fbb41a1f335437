/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two pictures under every loss, live: the results equal those of the command line, the maps have
 * the right sign, a few bad pixels have the right share, the newest request wins, a bad file
 * changes nothing, and the thread ends with its owner.
 */
#include "core/compare/comparison.h"
#include "core/compare/file-comparison.h"

#include "core/compare/loss-analysis.h"
#include "core/data/png.h"
#include "tests/core/compare/compare-helpers.h"
#include "tests/core/data/temp-folder.h"

#include <math.h>
#include <string.h>

#define SIDE 48

typedef void (*PixelFunc) (int x, int y, guint8 *pixel);

static char *
write_picture (const char *folder, const char *name, int width, int height, PixelFunc func)
{
  g_autoptr (DhImage) image = dh_image_new (width, height);
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  for (int i = 0; i < width * height; i++)
    {
      guint8 pixel[4] = { 0, 0, 0, 255 };

      func (i % width, i / width, pixel);
      for (int c = 0; c < 4; c++)
        image->pixels[4 * i + c] = 257 * pixel[c];
    }
  dh_png_write (image, path, NULL, &error);
  g_assert_no_error (error);
  return path;
}

static void
paint_waves (int x, int y, guint8 *pixel)
{
  for (int c = 0; c < 3; c++)
    pixel[c] = (guint8) (110 + 40 * sin (.3 * x + c) + 30 * cos (.5 * y - c));
}

static void
paint_darker_waves (int x, int y, guint8 *pixel)
{
  paint_waves (x, y, pixel);
  for (int c = 0; c < 3; c++)
    pixel[c] = (guint8) (pixel[c] * .7);
}

static void
paint_grey (int x, int y, guint8 *pixel)
{
  memset (pixel, 100, 3);
}

/* 1 % of the pixels far away, the rest near. */
static void
paint_outliers (int x, int y, guint8 *pixel)
{
  memset (pixel, (y * 100 + x) % 100 == 37 ? 100 + 125 : 100 + 5, 3);
}

static void
paint_clear_waves (int x, int y, guint8 *pixel)
{
  paint_waves (x, y, pixel);
  pixel[3] = (guint8) (64 + (x + y) % 190);
}

static gboolean
stop_cb (gpointer data)
{
  g_error ("a comparison is busy for a minute");
  return G_SOURCE_REMOVE;
}

static void
wait_until_idle (DhComparison *comparison)
{
  guint guard = g_timeout_add_seconds (60, stop_cb, NULL);
  gboolean busy = TRUE;

  while (busy)
    {
      g_object_get (comparison, "busy", &busy, NULL);
      if (busy)
        g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (guard);
}

static char *
dup_message (DhComparison *comparison)
{
  char *message;

  g_object_get (comparison, "message", &message, NULL);
  return message;
}

static const DhComparisonResult *
get_result (DhComparison *comparison, const char *id)
{
  const DhComparisonResult *result = dh_comparison_get_result (comparison, get_index (id));

  g_assert_nonnull (result);
  return result;
}

static DhComparison *
open_comparison (const char *target, const char *prediction)
{
  DhComparison *comparison = dh_comparison_new ();
  g_autofree char *message = NULL;

  dh_comparison_set_pictures (comparison, target, prediction);
  wait_until_idle (comparison);
  message = dup_message (comparison);
  g_assert_null (message);
  return comparison;
}

static void
check_same_values (DhComparison *comparison, DhFileComparison *files)
{
  guint n_losses;

  dh_catalog_get_losses (&n_losses);
  for (guint i = 0; i < n_losses; i++)
    {
      const DhComparisonResult *result = dh_comparison_get_result (comparison, i);
      double value = dh_file_comparison_get_value (files, i);

      g_assert_nonnull (result);
      g_assert_true (isnan (value) == isnan (result->value));
      if (!isnan (value))
        g_assert_cmpfloat_with_epsilon (result->value, value, 2e-4 * fabs (value) + 1e-6);
      g_assert_true (result->loss_share >= 0 && result->loss_share <= 1);
      g_assert_true (result->gradient_share >= 0 && result->gradient_share <= 1);
      g_assert_true (result->map_scale >= 0 && isfinite (result->map_scale));
    }
}

/* PSNR and SSIM equal those of the command line, also for distorted pictures, and are known where a
 * picture is brighter by the same amount everywhere. */
static void
check_metrics (DhComparison *comparison, DhFileComparison *files)
{
  g_assert_cmpfloat_with_epsilon (dh_comparison_get_psnr (comparison),
                                  dh_file_comparison_get_psnr (files), .01);
  g_assert_cmpfloat_with_epsilon (dh_comparison_get_ssim (comparison),
                                  dh_file_comparison_get_ssim (files), 1e-3);
  dh_comparison_set_prediction (comparison, NULL);
  wait_until_idle (comparison);
  g_assert_true (isinf (dh_comparison_get_psnr (comparison)));
  g_assert_cmpfloat_with_epsilon (dh_comparison_get_ssim (comparison), 1, 1e-6);
  dh_comparison_set_distortion (comparison, &(DhDistortion) { .brightness = .1 });
  wait_until_idle (comparison);
  g_assert_cmpfloat_with_epsilon (dh_comparison_get_psnr (comparison), 20, .01);
  g_assert_cmpfloat (dh_comparison_get_ssim (comparison), <, 1);
}

static void
test_sizes (void)
{
  const int sizes[][2] = { { SIDE, SIDE }, { 128, 77 }, { 3, 5 }, { 1, 1 } };
  g_autoptr (TempFolder) folder = temp_folder_new ();

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      int w = sizes[k][0], h = sizes[k][1];
      g_autofree char *target = write_picture (folder, "t.png", w, h, paint_waves);
      g_autofree char *prediction = write_picture (folder, "p.png", w, h, paint_clear_waves);
      g_autoptr (DhComparison) comparison = open_comparison (target, prediction);
      g_autoptr (DhFileComparison) files = dh_file_comparison_new (target, prediction, NULL);
      double settings[DH_CATALOG_MAX_SETTINGS] = { .2 };

      g_assert_cmpint (dh_comparison_get_width (comparison), ==, w);
      g_assert_cmpint (dh_comparison_get_height (comparison), ==, h);
      check_same_values (comparison, files);
      dh_file_comparison_set_settings (files, get_index ("huber"), settings);
      dh_comparison_set_setting (comparison, get_index ("huber"), 0, .2);
      wait_until_idle (comparison);
      check_same_values (comparison, files);
      check_metrics (comparison, files);
    }
}

static void
test_empty (void)
{
  g_autoptr (DhComparison) empty = dh_comparison_new ();

  g_assert_true (isnan (dh_comparison_get_psnr (empty)) && isnan (dh_comparison_get_ssim (empty)));
  dh_comparison_set_distortion (empty, &(DhDistortion) { .brightness = .1 });
  wait_until_idle (empty);
  g_assert_cmpint (dh_comparison_get_width (empty), ==, 0);
  g_assert_true (isnan (dh_comparison_get_psnr (empty)) && isnan (dh_comparison_get_ssim (empty)));
}

/* A setting is clamped, and changes only its own loss. */
static void
test_settings (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autofree char *prediction = write_picture (folder, "p.png", SIDE, SIDE, paint_darker_waves);
  g_autoptr (DhComparison) comparison = open_comparison (target, prediction);
  const guint huber = get_index ("huber");
  const DhSetting *range = &dh_catalog_get_loss (huber)->settings[0];
  const DhComparisonResult *mse = get_result (comparison, "mse");
  double before = get_result (comparison, "huber")->value;

  g_assert_cmpfloat (dh_comparison_get_settings (comparison, huber)[0], ==, range->value);
  dh_comparison_set_setting (comparison, huber, 0, 1e9);
  g_assert_cmpfloat (dh_comparison_get_settings (comparison, huber)[0], ==, range->maximum);
  wait_until_idle (comparison);
  g_assert_cmpfloat (get_result (comparison, "huber")->value, >, before);
  g_assert_true (get_result (comparison, "mse") == mse);
}

/* A prediction that is too dark is made lighter; correct pixels are left alone. */
static void
test_map (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhComparison) comparison = open_comparison (target, NULL);
  const DhComparisonResult *mse = get_result (comparison, "mse");

  g_assert_cmpfloat (mse->value, ==, 0);
  g_assert_cmpfloat (mse->map_scale, ==, 0);
  g_assert_cmpfloat (mse->loss_share, ==, 0);
  g_assert_cmpfloat (mse->gradient_share, ==, 0);
  dh_comparison_set_distortion (comparison, &(DhDistortion) { .brightness = -.1 });
  wait_until_idle (comparison);
  mse = get_result (comparison, "mse");
  for (int i = 0; i < SIDE * SIDE; i++)
    g_assert_cmpfloat_with_epsilon (mse->map[i], -.2 / (3 * SIDE * SIDE), 1e-9);
  g_assert_cmpfloat_with_epsilon (mse->map_scale, .2 / (3 * SIDE * SIDE), 1e-9);
  g_assert_cmpfloat_with_epsilon (mse->gradient_share, .01, .001);
}

/* 99.5 % of the strengths that aren't 0 are at or below the scale. */
static void
test_map_scale (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhComparison) comparison = open_comparison (target, NULL);
  const DhComparisonResult *mse;
  int n_within = 0;

  dh_comparison_set_distortion (comparison, &(DhDistortion) { .noise = .1 });
  wait_until_idle (comparison);
  mse = get_result (comparison, "mse");
  for (int i = 0; i < SIDE * SIDE; i++)
    n_within += fabs (mse->map[i]) <= mse->map_scale;
  g_assert_cmpint (n_within, ==, (int) ceil (.995 * SIDE * SIDE));
}

/* The first statement of what the losses are known for: 1 % of the pixels at an error of .5 and
 * the rest at .02 carry 86 % of MSE and 20 % of MAE. */
static void
test_outliers (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", 100, 100, paint_grey);
  g_autofree char *prediction = write_picture (folder, "p.png", 100, 100, paint_outliers);
  g_autoptr (DhComparison) comparison = open_comparison (target, prediction);

  g_assert_cmpfloat_with_epsilon (get_result (comparison, "mse")->loss_share, .86, .01);
  g_assert_cmpfloat_with_epsilon (get_result (comparison, "mae")->loss_share, .20, .01);
  g_assert_cmpfloat_with_epsilon (get_result (comparison, "smooth")->loss_share, .23, .01);
  g_assert_cmpfloat_with_epsilon (get_result (comparison, "logcosh")->loss_share, .86, .01);
  g_assert_cmpfloat_with_epsilon (get_result (comparison, "mse")->gradient_share, .20, .01);
  g_assert_cmpfloat_with_epsilon (get_result (comparison, "mae")->gradient_share, .01, .001);
}

/* Pixel-Grad-Diff compares differences between neighbours: brightness leaves its map empty,
 * exactly. */
static void
test_brightness_unseen (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhComparison) comparison = open_comparison (target, NULL);
  const DhComparisonResult *result;

  dh_comparison_set_distortion (comparison, &(DhDistortion) { .brightness = .1237 });
  wait_until_idle (comparison);
  result = get_result (comparison, "pixel_grad_diff");
  g_assert_cmpfloat (result->value, ==, 0);
  g_assert_cmpfloat (result->map_scale, ==, 0);
  for (int i = 0; i < SIDE * SIDE; i++)
    g_assert_cmpfloat (result->map[i], ==, 0);
  g_assert_cmpfloat (get_result (comparison, "mse")->value, >, .01);
}

static void
count_cb (DhComparison *comparison, guint loss, guint *counts)
{
  counts[loss]++;
}

/* Many requests at once: the last result remains, and not every one was computed. */
static void
test_newest_wins (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhComparison) comparison = open_comparison (target, NULL);
  const double last = .2;
  guint counts[64] = { 0 }, n_losses;

  dh_catalog_get_losses (&n_losses);
  g_assert_cmpuint (n_losses, <=, G_N_ELEMENTS (counts));
  g_signal_connect (comparison, "result-changed", G_CALLBACK (count_cb), counts);
  for (int i = 1; i <= 500; i++)
    dh_comparison_set_distortion (comparison, &(DhDistortion) { .brightness = last * i / 500 });
  g_assert_cmpfloat (dh_comparison_get_distortion (comparison).brightness, ==, last);
  wait_until_idle (comparison);
  for (guint i = 0; i < n_losses; i++)
    {
      g_assert_cmpuint (counts[i], >=, 1);
      g_assert_cmpuint (counts[i], <, 100);
    }
  g_assert_cmpfloat_with_epsilon (get_result (comparison, "mse")->value, last * last, 1e-5);
  g_assert_cmpfloat_with_epsilon (get_result (comparison, "mae")->value, last, 1e-5);
}

/* An unread report on an older request doesn't end the wait for a newer one. */
static void
test_old_report (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhComparison) comparison = open_comparison (target, NULL);

  dh_comparison_set_distortion (comparison, &(DhDistortion) { .brightness = .05 });
  g_usleep (G_USEC_PER_SEC / 5);
  dh_comparison_set_distortion (comparison, &(DhDistortion) { .brightness = .1 });
  wait_until_idle (comparison);
  g_assert_cmpfloat_with_epsilon (get_result (comparison, "mae")->value, .1, 1e-5);
}

static void
check_refused (DhComparison *comparison, const char *word, const char *other_word)
{
  g_autofree char *message = NULL;

  wait_until_idle (comparison);
  message = dup_message (comparison);
  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, word));
  g_assert_nonnull (strstr (message, other_word));
}

/* A picture that can't be used is reported, and everything stays as it was. */
static void
test_bad_files (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autofree char *dark = write_picture (folder, "dark.png", SIDE, SIDE, paint_darker_waves);
  g_autofree char *wide = write_picture (folder, "wide.png", 300, 100, paint_waves);
  g_autofree char *text = g_build_filename (folder, "text.png", NULL);
  g_autofree char *message = NULL;
  g_autoptr (DhComparison) comparison = dh_comparison_new ();
  const DhComparisonResult *mse;

  g_assert_true (g_file_set_contents (text, "not a picture", -1, NULL));
  dh_comparison_set_prediction (comparison, dark);
  check_refused (comparison, "target", "");
  g_assert_cmpint (dh_comparison_get_width (comparison), ==, 0);
  g_assert_null (dh_comparison_peek_target (comparison));
  g_assert_null (dh_comparison_get_result (comparison, 0));

  dh_comparison_set_pictures (comparison, target, dark);
  wait_until_idle (comparison);
  message = dup_message (comparison);
  g_assert_null (message);
  mse = get_result (comparison, "mse");
  dh_comparison_set_prediction (comparison, text);
  check_refused (comparison, "text.png", "PNG");
  dh_comparison_set_target (comparison, "/nowhere/a.png");
  check_refused (comparison, "/nowhere/a.png", "");
  dh_comparison_set_target (comparison, wide);
  check_refused (comparison, "“wide.png” is 128 × 43", "“dark.png” is 48 × 48");
  dh_comparison_set_pictures (comparison, wide, text);
  check_refused (comparison, "text.png", "PNG");
  g_assert_cmpint (dh_comparison_get_width (comparison), ==, SIDE);
  g_assert_true (get_result (comparison, "mse") == mse);

  dh_comparison_set_pictures (comparison, wide, NULL);
  wait_until_idle (comparison);
  g_assert_cmpint (dh_comparison_get_width (comparison), ==, 128);
  g_assert_cmpfloat (get_result (comparison, "mse")->value, ==, 0);
}

/* A refused picture is reported even if a later request replaced the one that brought it, and the
 * later request is carried out. */
static void
test_requests_in_order (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autofree char *dark = write_picture (folder, "dark.png", SIDE, SIDE, paint_darker_waves);
  g_autoptr (DhComparison) comparison = dh_comparison_new ();

  dh_comparison_set_target (comparison, target);
  dh_comparison_set_prediction (comparison, dark);
  dh_comparison_set_target (comparison, "/nowhere/a.png");
  for (int i = 1; i < 50; i++)
    dh_comparison_set_distortion (comparison, &(DhDistortion) { .shift = i / 10.0 });
  dh_comparison_set_distortion (comparison, &(DhDistortion) { 0 });
  check_refused (comparison, "/nowhere/a.png", "");
  g_assert_cmpfloat (get_result (comparison, "mse")->value, >, .001);
}

/* The same when reports of older requests come in between. */
static void
test_requests_among_reports (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhComparison) comparison = open_comparison (target, NULL);

  for (int i = 0; i < 300; i++)
    {
      g_autofree char *missing = g_strdup_printf ("/nowhere/%d.png", i);

      dh_comparison_set_distortion (comparison, &(DhDistortion) { .shift = 1 + i / 100.0 });
      g_usleep (100 * (i % 20));
      dh_comparison_set_prediction (comparison, missing);
      g_main_context_iteration (NULL, FALSE);
      dh_comparison_set_distortion (comparison, &(DhDistortion) { .shift = 2 + i / 100.0 });
      if (i % 10 == 9)
        check_refused (comparison, missing, "");
    }
}

typedef struct
{
  const DhComparisonResult *results[64];
  guint n_calls;
} OldResults;

static void
check_none_is_old_cb (DhComparison *comparison, OldResults *old)
{
  guint n_losses;

  dh_catalog_get_losses (&n_losses);
  for (guint i = 0; i < n_losses; i++)
    g_assert_true (dh_comparison_get_result (comparison, i) == NULL
                   || dh_comparison_get_result (comparison, i) != old->results[i]);
  old->n_calls++;
}

/* A map of the old size is never shown with pictures of a new one. */
static void
test_resize (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *small = write_picture (folder, "small.png", SIDE, SIDE, paint_waves);
  g_autofree char *large = write_picture (folder, "large.png", 128, 128, paint_waves);
  g_autoptr (DhComparison) comparison = open_comparison (small, NULL);
  OldResults old = { 0 };
  guint n_losses;

  dh_catalog_get_losses (&n_losses);
  for (guint i = 0; i < n_losses; i++)
    old.results[i] = dh_comparison_get_result (comparison, i);
  g_signal_connect (comparison, "pictures-changed", G_CALLBACK (check_none_is_old_cb), &old);
  dh_comparison_set_pictures (comparison, large, NULL);
  wait_until_idle (comparison);
  g_assert_cmpuint (old.n_calls, ==, 1);
  g_assert_cmpint (dh_comparison_get_width (comparison), ==, 128);
}

/* With a line of landmarks next to the picture, it is cropped to the face. */
static void
test_faces (void)
{
  const char *faces = g_getenv ("DH_FACES");
  g_autofree char *target = NULL, *prediction = NULL;
  g_autoptr (DhComparison) comparison = NULL;
  g_autoptr (DhFileComparison) whole = NULL;

  if (faces == NULL)
    {
      g_test_skip ("no DH_FACES");
      return;
    }
  target = g_build_filename (faces, "alder", "pair_000.png", NULL);
  prediction = g_build_filename (faces, "birch", "pair_000.png", NULL);
  comparison = open_comparison (target, prediction);
  whole = dh_file_comparison_new (target, prediction, NULL);
  g_assert_cmpint (dh_comparison_get_width (comparison), ==, DH_COMPARISON_MAX_SIDE);
  g_assert_cmpint (dh_comparison_get_height (comparison), ==, DH_COMPARISON_MAX_SIDE);
  g_assert_cmpfloat (fabs (get_result (comparison, "mse")->value
                           - dh_file_comparison_get_value (whole, get_index ("mse"))),
                     >, 1e-4);
}

static void
count_pictures_cb (DhComparison *comparison, guint *count)
{
  (*count)++;
}

/* The pictures that are drawn are the ones that are compared. */
static void
test_pictures (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhComparison) comparison = open_comparison (target, NULL);
  guint8 wanted[4] = { 0, 0, 0, 255 };
  guint count = 0;

  g_signal_connect (comparison, "pictures-changed", G_CALLBACK (count_pictures_cb), &count);
  paint_waves (5, 7, wanted);
  g_assert_cmpmem (dh_comparison_peek_target (comparison) + 4 * (7 * SIDE + 5), 4, wanted, 4);
  g_assert_cmpmem (dh_comparison_peek_prediction (comparison) + 4 * (7 * SIDE + 5), 4, wanted, 4);
  dh_comparison_set_distortion (comparison, &(DhDistortion) { .shift = 2 });
  wait_until_idle (comparison);
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpmem (dh_comparison_peek_target (comparison) + 4 * (7 * SIDE + 5), 4, wanted, 4);
  g_assert_cmpmem (dh_comparison_peek_prediction (comparison) + 4 * (7 * SIDE + 7), 4, wanted, 4);
  dh_comparison_set_distortion (comparison, &(DhDistortion) { .shift = 2 });
  dh_comparison_set_setting (comparison, get_index ("huber"), 0, .3);
  wait_until_idle (comparison);
  g_assert_cmpuint (count, ==, 1);
}

static void
test_dispose_while_busy (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", 128, 128, paint_waves);

  for (int i = 0; i < 20; i++)
    {
      DhComparison *comparison = dh_comparison_new ();
      gpointer weak = comparison;

      g_object_add_weak_pointer (G_OBJECT (comparison), &weak);
      dh_comparison_set_pictures (comparison, target, NULL);
      for (int k = 0; k < i; k++)
        g_main_context_iteration (NULL, FALSE);
      dh_comparison_set_distortion (comparison, &(DhDistortion) { .blur = 2 });
      g_object_run_dispose (G_OBJECT (comparison));
      dh_comparison_set_distortion (comparison, &(DhDistortion) { .blur = 3 });
      g_object_unref (comparison);
      g_assert_null (weak);
    }
}

/* A damaged ancillary chunk is reported with the pictures it belongs to, and not with others. */
static void
test_notice (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *good = write_picture (folder, "good.png", SIDE, SIDE, paint_waves);
  g_autofree char *bad = g_build_filename (folder, "odd.png", NULL);
  g_autofree char *bytes = NULL, *notice = NULL, *later = NULL;
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (DhComparison) comparison = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (good, &bytes, &size, NULL));
  g_byte_array_append (file, (guint8 *) bytes, 33);
  g_byte_array_append (file, (const guint8 *) "\0\0\0\3tEXta\0bXXXX", 15);
  g_byte_array_append (file, (guint8 *) bytes + 33, size - 33);
  g_assert_true (g_file_set_contents (bad, (char *) file->data, file->len, NULL));
  comparison = open_comparison (good, bad);
  g_object_get (comparison, "notice", &notice, NULL);
  g_assert_cmpstr (notice, ==,
                   "“odd.png”: the tEXt chunk is damaged; the pixels are not affected.");
  dh_comparison_set_pictures (comparison, good, NULL);
  wait_until_idle (comparison);
  g_object_get (comparison, "notice", &later, NULL);
  g_assert_null (later);
}

/* Two pixels are equally bad, and only one is wanted: the first. They differ in MSE, so the worst
 * pixel's share tells which was chosen. */
static void
test_equally_bad (void)
{
  const gsize n = 10 * 10, first = 20, second = 70;
  const DhLoss *loss = dh_loss_find ("mse");

  for (int swapped = 0; swapped < 2; swapped++)
    {
      g_autoptr (DhLossAnalysis) analysis = dh_loss_analysis_try_new (10, 10, NULL);
      float *target = dh_loss_analysis_get_target (analysis);
      float *prediction = dh_loss_analysis_get_prediction (analysis), map[100];
      double settings[DH_LOSS_MAX_SETTINGS];
      DhComparisonResult result;

      memset (target, 0, 3 * n * sizeof (float));
      memset (prediction, 0, 3 * n * sizeof (float));
      prediction[swapped ? second : first] = 0.75f;
      for (gsize c = 0; c < 3; c++)
        prediction[c * n + (swapped ? first : second)] = 0.25f;
      dh_loss_analysis_update (analysis);
      dh_loss_get_defaults (loss, settings);
      result = dh_loss_analysis_examine (analysis, loss, settings, map);
      g_assert_cmpfloat_with_epsilon (result.loss_share, swapped ? 0.25 : 0.75, 1e-6);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comparison/sizes", test_sizes);
  g_test_add_func ("/comparison/empty", test_empty);
  g_test_add_func ("/comparison/settings", test_settings);
  g_test_add_func ("/comparison/map", test_map);
  g_test_add_func ("/comparison/map-scale", test_map_scale);
  g_test_add_func ("/comparison/outliers", test_outliers);
  g_test_add_func ("/comparison/brightness-unseen", test_brightness_unseen);
  g_test_add_func ("/comparison/newest-wins", test_newest_wins);
  g_test_add_func ("/comparison/old-report", test_old_report);
  g_test_add_func ("/comparison/bad-files", test_bad_files);
  g_test_add_func ("/comparison/requests-in-order", test_requests_in_order);
  g_test_add_func ("/comparison/requests-among-reports", test_requests_among_reports);
  g_test_add_func ("/comparison/equally-bad", test_equally_bad);
  g_test_add_func ("/comparison/resize", test_resize);
  g_test_add_func ("/comparison/faces", test_faces);
  g_test_add_func ("/comparison/pictures", test_pictures);
  g_test_add_func ("/comparison/dispose-while-busy", test_dispose_while_busy);
  g_test_add_func ("/comparison/notice", test_notice);
  return g_test_run ();
}
