/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two pictures under every loss, live: the numbers are those of the comparison that the command
 * line makes, the maps push where they should, a few bad pixels carry what they carry, the newest
 * request wins, a bad file changes nothing, and the thread goes when its owner does.
 */
#include "core/compare/compare.h"
#include "core/compare/pair.h"

#include "core/compare/loss-analysis.h"
#include "core/data/png.h"
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

static guint
get_index (const char *id)
{
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);
  const DhCatalogEntry *entry = dh_catalog_find (losses, n_losses, id);

  g_assert_nonnull (entry);
  return entry - losses;
}

static gboolean
stop_cb (gpointer data)
{
  g_error ("a pair of pictures is busy for a minute");
  return G_SOURCE_REMOVE;
}

static void
wait_until_idle (DhPair *pair)
{
  guint guard = g_timeout_add_seconds (60, stop_cb, NULL);
  gboolean busy = TRUE;

  while (busy)
    {
      g_object_get (pair, "busy", &busy, NULL);
      if (busy)
        g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (guard);
}

static char *
dup_message (DhPair *pair)
{
  char *message;

  g_object_get (pair, "message", &message, NULL);
  return message;
}

static const DhPairResult *
get_result (DhPair *pair, const char *id)
{
  const DhPairResult *result = dh_pair_get_result (pair, get_index (id));

  g_assert_nonnull (result);
  return result;
}

static DhPair *
open_pair (const char *target, const char *prediction)
{
  DhPair *pair = dh_pair_new ();
  g_autofree char *message = NULL;

  dh_pair_set_pictures (pair, target, prediction);
  wait_until_idle (pair);
  message = dup_message (pair);
  g_assert_null (message);
  return pair;
}

static void
check_same_values (DhPair *pair, DhComparison *comparison)
{
  guint n_losses;

  dh_catalog_get_losses (&n_losses);
  for (guint i = 0; i < n_losses; i++)
    {
      const DhPairResult *result = dh_pair_get_result (pair, i);
      double value = dh_comparison_get_value (comparison, i);

      g_assert_nonnull (result);
      g_assert_true (isnan (value) == isnan (result->value));
      if (!isnan (value))
        g_assert_cmpfloat_with_epsilon (result->value, value, 2e-4 * fabs (value) + 1e-6);
      g_assert_true (result->loss_share >= 0 && result->loss_share <= 1);
      g_assert_true (result->gradient_share >= 0 && result->gradient_share <= 1);
      g_assert_true (result->map_scale >= 0 && isfinite (result->map_scale));
    }
}

static void
test_values (void)
{
  const int sizes[][2] = { { SIDE, SIDE }, { 128, 77 }, { 3, 5 }, { 1, 1 } };
  g_autoptr (TempFolder) folder = temp_folder_new ();

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      int w = sizes[k][0], h = sizes[k][1];
      g_autofree char *target = write_picture (folder, "t.png", w, h, paint_waves);
      g_autofree char *prediction = write_picture (folder, "p.png", w, h, paint_clear_waves);
      g_autoptr (DhPair) pair = open_pair (target, prediction);
      g_autoptr (DhComparison) comparison = dh_comparison_new (target, prediction, NULL);
      double settings[DH_CATALOG_MAX_SETTINGS] = { .2 };

      g_assert_cmpint (dh_pair_get_width (pair), ==, w);
      g_assert_cmpint (dh_pair_get_height (pair), ==, h);
      check_same_values (pair, comparison);
      dh_comparison_set_settings (comparison, get_index ("huber"), settings);
      dh_pair_set_setting (pair, get_index ("huber"), 0, .2);
      wait_until_idle (pair);
      check_same_values (pair, comparison);
    }
}

/* PSNR and SSIM are the command line's own, of pictures that are spoilt, too, and known where a
 * picture is brighter by one amount everywhere. */
static void
test_metrics (void)
{
  const int sizes[][2] = { { SIDE, SIDE }, { 128, 77 }, { 3, 5 }, { 1, 1 } };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhPair) empty = dh_pair_new ();

  g_assert_true (isnan (dh_pair_get_psnr (empty)) && isnan (dh_pair_get_ssim (empty)));
  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      int w = sizes[k][0], h = sizes[k][1];
      g_autofree char *target = write_picture (folder, "t.png", w, h, paint_waves);
      g_autofree char *prediction = write_picture (folder, "p.png", w, h, paint_clear_waves);
      g_autoptr (DhPair) pair = open_pair (target, prediction);
      g_autoptr (DhComparison) comparison = dh_comparison_new (target, prediction, NULL);

      g_assert_cmpfloat_with_epsilon (dh_pair_get_psnr (pair), dh_comparison_get_psnr (comparison),
                                      .01);
      g_assert_cmpfloat_with_epsilon (dh_pair_get_ssim (pair), dh_comparison_get_ssim (comparison),
                                      1e-3);
      dh_pair_set_prediction (pair, NULL);
      wait_until_idle (pair);
      g_assert_true (isinf (dh_pair_get_psnr (pair)));
      g_assert_cmpfloat_with_epsilon (dh_pair_get_ssim (pair), 1, 1e-6);
      dh_pair_set_distortion (pair, &(DhDistortion) { .brightness = .1 });
      wait_until_idle (pair);
      g_assert_cmpfloat_with_epsilon (dh_pair_get_psnr (pair), 20, .01);
      g_assert_cmpfloat (dh_pair_get_ssim (pair), <, 1);
    }
}

/* A setting is limited, and changes its own loss only. */
static void
test_settings (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autofree char *prediction = write_picture (folder, "p.png", SIDE, SIDE, paint_darker_waves);
  g_autoptr (DhPair) pair = open_pair (target, prediction);
  const guint huber = get_index ("huber");
  const DhCatalogSetting *range = &dh_catalog_get_loss (huber)->settings[0];
  const DhPairResult *mse = get_result (pair, "mse");
  double before = get_result (pair, "huber")->value;

  g_assert_cmpfloat (dh_pair_get_settings (pair, huber)[0], ==, range->value);
  dh_pair_set_setting (pair, huber, 0, 1e9);
  g_assert_cmpfloat (dh_pair_get_settings (pair, huber)[0], ==, range->maximum);
  wait_until_idle (pair);
  g_assert_cmpfloat (get_result (pair, "huber")->value, >, before);
  g_assert_true (get_result (pair, "mse") == mse);
}

/* A prediction that is too dark is made lighter; what is right is left alone. */
static void
test_map (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhPair) pair = open_pair (target, NULL);
  const DhPairResult *mse = get_result (pair, "mse");

  g_assert_cmpfloat (mse->value, ==, 0);
  g_assert_cmpfloat (mse->map_scale, ==, 0);
  g_assert_cmpfloat (mse->loss_share, ==, 0);
  g_assert_cmpfloat (mse->gradient_share, ==, 0);
  dh_pair_set_distortion (pair, &(DhDistortion) { .brightness = -.1 });
  wait_until_idle (pair);
  mse = get_result (pair, "mse");
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
  g_autoptr (DhPair) pair = open_pair (target, NULL);
  const DhPairResult *mse;
  int n_within = 0;

  dh_pair_set_distortion (pair, &(DhDistortion) { .noise = .1 });
  wait_until_idle (pair);
  mse = get_result (pair, "mse");
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
  g_autoptr (DhPair) pair = open_pair (target, prediction);

  g_assert_cmpfloat_with_epsilon (get_result (pair, "mse")->loss_share, .86, .01);
  g_assert_cmpfloat_with_epsilon (get_result (pair, "mae")->loss_share, .20, .01);
  g_assert_cmpfloat_with_epsilon (get_result (pair, "smooth")->loss_share, .23, .01);
  g_assert_cmpfloat_with_epsilon (get_result (pair, "logcosh")->loss_share, .86, .01);
  g_assert_cmpfloat_with_epsilon (get_result (pair, "mse")->gradient_share, .20, .01);
  g_assert_cmpfloat_with_epsilon (get_result (pair, "mae")->gradient_share, .01, .001);
}

/* Pixel-Grad-Diff looks at differences of neighbours: brightness leaves its map empty, exactly. */
static void
test_brightness_unseen (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhPair) pair = open_pair (target, NULL);
  const DhPairResult *result;

  dh_pair_set_distortion (pair, &(DhDistortion) { .brightness = .1237 });
  wait_until_idle (pair);
  result = get_result (pair, "pixel_grad_diff");
  g_assert_cmpfloat (result->value, ==, 0);
  g_assert_cmpfloat (result->map_scale, ==, 0);
  for (int i = 0; i < SIDE * SIDE; i++)
    g_assert_cmpfloat (result->map[i], ==, 0);
  g_assert_cmpfloat (get_result (pair, "mse")->value, >, .01);
}

static void
count_cb (DhPair *pair, guint loss, guint *counts)
{
  counts[loss]++;
}

/* Many requests at once: the last is what remains, and not each was computed. */
static void
test_newest_wins (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhPair) pair = open_pair (target, NULL);
  const double last = .2;
  guint counts[64] = { 0 }, n_losses;

  dh_catalog_get_losses (&n_losses);
  g_assert_cmpuint (n_losses, <=, G_N_ELEMENTS (counts));
  g_signal_connect (pair, "result-changed", G_CALLBACK (count_cb), counts);
  for (int i = 1; i <= 500; i++)
    dh_pair_set_distortion (pair, &(DhDistortion) { .brightness = last * i / 500 });
  g_assert_cmpfloat (dh_pair_get_distortion (pair).brightness, ==, last);
  wait_until_idle (pair);
  for (guint i = 0; i < n_losses; i++)
    {
      g_assert_cmpuint (counts[i], >=, 1);
      g_assert_cmpuint (counts[i], <, 100);
    }
  g_assert_cmpfloat_with_epsilon (get_result (pair, "mse")->value, last * last, 1e-5);
  g_assert_cmpfloat_with_epsilon (get_result (pair, "mae")->value, last, 1e-5);
}

/* A report on an older request that nobody has read yet doesn't end the wait for a newer one. */
static void
test_old_report (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhPair) pair = open_pair (target, NULL);

  dh_pair_set_distortion (pair, &(DhDistortion) { .brightness = .05 });
  g_usleep (G_USEC_PER_SEC / 5);
  dh_pair_set_distortion (pair, &(DhDistortion) { .brightness = .1 });
  wait_until_idle (pair);
  g_assert_cmpfloat_with_epsilon (get_result (pair, "mae")->value, .1, 1e-5);
}

static void
check_refused (DhPair *pair, const char *word, const char *other_word)
{
  g_autofree char *message = NULL;

  wait_until_idle (pair);
  message = dup_message (pair);
  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, word));
  g_assert_nonnull (strstr (message, other_word));
}

/* A picture that can't be used is told of, and everything stays as it was. */
static void
test_bad_files (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autofree char *dark = write_picture (folder, "dark.png", SIDE, SIDE, paint_darker_waves);
  g_autofree char *wide = write_picture (folder, "wide.png", 300, 100, paint_waves);
  g_autofree char *text = g_build_filename (folder, "text.png", NULL);
  g_autofree char *message = NULL;
  g_autoptr (DhPair) pair = dh_pair_new ();
  const DhPairResult *mse;

  g_assert_true (g_file_set_contents (text, "not a picture", -1, NULL));
  dh_pair_set_prediction (pair, dark);
  check_refused (pair, "target", "");
  g_assert_cmpint (dh_pair_get_width (pair), ==, 0);
  g_assert_null (dh_pair_peek_target (pair));
  g_assert_null (dh_pair_get_result (pair, 0));

  dh_pair_set_pictures (pair, target, dark);
  wait_until_idle (pair);
  message = dup_message (pair);
  g_assert_null (message);
  mse = get_result (pair, "mse");
  dh_pair_set_prediction (pair, text);
  check_refused (pair, "text.png", "PNG");
  dh_pair_set_target (pair, "/nowhere/a.png");
  check_refused (pair, "/nowhere/a.png", "");
  dh_pair_set_target (pair, wide);
  check_refused (pair, "“wide.png” is 128 × 43", "“dark.png” is 48 × 48");
  dh_pair_set_pictures (pair, wide, text);
  check_refused (pair, "text.png", "PNG");
  g_assert_cmpint (dh_pair_get_width (pair), ==, SIDE);
  g_assert_true (get_result (pair, "mse") == mse);

  dh_pair_set_pictures (pair, wide, NULL);
  wait_until_idle (pair);
  g_assert_cmpint (dh_pair_get_width (pair), ==, 128);
  g_assert_cmpfloat (get_result (pair, "mse")->value, ==, 0);
}

/* A refused picture is told of even where a later request replaced the one that brought it, and
 * what was asked for after it is done. */
static void
test_requests_in_order (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autofree char *dark = write_picture (folder, "dark.png", SIDE, SIDE, paint_darker_waves);
  g_autoptr (DhPair) pair = dh_pair_new ();

  dh_pair_set_target (pair, target);
  dh_pair_set_prediction (pair, dark);
  dh_pair_set_target (pair, "/nowhere/a.png");
  for (int i = 1; i < 50; i++)
    dh_pair_set_distortion (pair, &(DhDistortion) { .shift = i / 10.0 });
  dh_pair_set_distortion (pair, &(DhDistortion) { 0 });
  check_refused (pair, "/nowhere/a.png", "");
  g_assert_cmpfloat (get_result (pair, "mse")->value, >, .001);
}

/* The same while reports of older requests come in between. */
static void
test_requests_among_reports (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhPair) pair = open_pair (target, NULL);

  for (int i = 0; i < 300; i++)
    {
      g_autofree char *missing = g_strdup_printf ("/nowhere/%d.png", i);

      dh_pair_set_distortion (pair, &(DhDistortion) { .shift = 1 + i / 100.0 });
      g_usleep (100 * (i % 20));
      dh_pair_set_prediction (pair, missing);
      g_main_context_iteration (NULL, FALSE);
      dh_pair_set_distortion (pair, &(DhDistortion) { .shift = 2 + i / 100.0 });
      if (i % 10 == 9)
        check_refused (pair, missing, "");
    }
}

typedef struct
{
  const DhPairResult *results[64];
  guint n_calls;
} OldResults;

static void
check_none_is_old_cb (DhPair *pair, OldResults *old)
{
  guint n_losses;

  dh_catalog_get_losses (&n_losses);
  for (guint i = 0; i < n_losses; i++)
    g_assert_true (dh_pair_get_result (pair, i) == NULL
                   || dh_pair_get_result (pair, i) != old->results[i]);
  old->n_calls++;
}

/* No map of an old size is there beside pictures of a new one. */
static void
test_resize (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *small = write_picture (folder, "small.png", SIDE, SIDE, paint_waves);
  g_autofree char *large = write_picture (folder, "large.png", 128, 128, paint_waves);
  g_autoptr (DhPair) pair = open_pair (small, NULL);
  OldResults old = { 0 };
  guint n_losses;

  dh_catalog_get_losses (&n_losses);
  for (guint i = 0; i < n_losses; i++)
    old.results[i] = dh_pair_get_result (pair, i);
  g_signal_connect (pair, "pictures-changed", G_CALLBACK (check_none_is_old_cb), &old);
  dh_pair_set_pictures (pair, large, NULL);
  wait_until_idle (pair);
  g_assert_cmpuint (old.n_calls, ==, 1);
  g_assert_cmpint (dh_pair_get_width (pair), ==, 128);
}

/* A line of landmarks beside the picture: it is cropped to the face. */
static void
test_faces (void)
{
  const char *faces = g_getenv ("DH_FACES");
  g_autofree char *target = NULL, *prediction = NULL;
  g_autoptr (DhPair) pair = NULL;
  g_autoptr (DhComparison) whole = NULL;

  if (faces == NULL)
    {
      g_test_skip ("no DH_FACES");
      return;
    }
  target = g_build_filename (faces, "alder", "pair_000.png", NULL);
  prediction = g_build_filename (faces, "birch", "pair_000.png", NULL);
  pair = open_pair (target, prediction);
  whole = dh_comparison_new (target, prediction, NULL);
  g_assert_cmpint (dh_pair_get_width (pair), ==, DH_PAIR_MAX_SIDE);
  g_assert_cmpint (dh_pair_get_height (pair), ==, DH_PAIR_MAX_SIDE);
  g_assert_cmpfloat (fabs (get_result (pair, "mse")->value
                           - dh_comparison_get_value (whole, get_index ("mse"))),
                     >, 1e-4);
}

static void
count_pictures_cb (DhPair *pair, guint *count)
{
  (*count)++;
}

/* What is drawn is what is compared. */
static void
test_pictures (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", SIDE, SIDE, paint_waves);
  g_autoptr (DhPair) pair = open_pair (target, NULL);
  guint8 wanted[4] = { 0, 0, 0, 255 };
  guint count = 0;

  g_signal_connect (pair, "pictures-changed", G_CALLBACK (count_pictures_cb), &count);
  paint_waves (5, 7, wanted);
  g_assert_cmpmem (dh_pair_peek_target (pair) + 4 * (7 * SIDE + 5), 4, wanted, 4);
  g_assert_cmpmem (dh_pair_peek_prediction (pair) + 4 * (7 * SIDE + 5), 4, wanted, 4);
  dh_pair_set_distortion (pair, &(DhDistortion) { .shift = 2 });
  wait_until_idle (pair);
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpmem (dh_pair_peek_target (pair) + 4 * (7 * SIDE + 5), 4, wanted, 4);
  g_assert_cmpmem (dh_pair_peek_prediction (pair) + 4 * (7 * SIDE + 7), 4, wanted, 4);
  dh_pair_set_distortion (pair, &(DhDistortion) { .shift = 2 });
  dh_pair_set_setting (pair, get_index ("huber"), 0, .3);
  wait_until_idle (pair);
  g_assert_cmpuint (count, ==, 1);
}

static void
test_dispose_while_busy (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *target = write_picture (folder, "t.png", 128, 128, paint_waves);

  for (int i = 0; i < 20; i++)
    {
      DhPair *pair = dh_pair_new ();
      gpointer weak = pair;

      g_object_add_weak_pointer (G_OBJECT (pair), &weak);
      dh_pair_set_pictures (pair, target, NULL);
      for (int k = 0; k < i; k++)
        g_main_context_iteration (NULL, FALSE);
      dh_pair_set_distortion (pair, &(DhDistortion) { .blur = 2 });
      g_object_run_dispose (G_OBJECT (pair));
      dh_pair_set_distortion (pair, &(DhDistortion) { .blur = 3 });
      g_object_unref (pair);
      g_assert_null (weak);
    }
}

/* A chunk that nobody needs, damaged, is told of with the pictures, and no more with others. */
static void
test_notice (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *good = write_picture (folder, "good.png", SIDE, SIDE, paint_waves);
  g_autofree char *bad = g_build_filename (folder, "odd.png", NULL);
  g_autofree char *bytes = NULL, *notice = NULL, *later = NULL;
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (DhPair) pair = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (good, &bytes, &size, NULL));
  g_byte_array_append (file, (guint8 *) bytes, 33);
  g_byte_array_append (file, (const guint8 *) "\0\0\0\3tEXta\0bXXXX", 15);
  g_byte_array_append (file, (guint8 *) bytes + 33, size - 33);
  g_assert_true (g_file_set_contents (bad, (char *) file->data, file->len, NULL));
  pair = open_pair (good, bad);
  g_object_get (pair, "notice", &notice, NULL);
  g_assert_cmpstr (notice, ==, "“odd.png”: the chunk tEXt is damaged; the pixels don’t need it.");
  dh_pair_set_pictures (pair, good, NULL);
  wait_until_idle (pair);
  g_object_get (pair, "notice", &later, NULL);
  g_assert_null (later);
}

/* Two pixels are equally bad and one is wanted: the first. They differ in how MSE sees them, so
 * that the share of the worst tells which was taken. */
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
      DhPairResult result;

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
  g_test_add_func ("/pair/values", test_values);
  g_test_add_func ("/pair/metrics", test_metrics);
  g_test_add_func ("/pair/settings", test_settings);
  g_test_add_func ("/pair/map", test_map);
  g_test_add_func ("/pair/map-scale", test_map_scale);
  g_test_add_func ("/pair/outliers", test_outliers);
  g_test_add_func ("/pair/brightness-unseen", test_brightness_unseen);
  g_test_add_func ("/pair/newest-wins", test_newest_wins);
  g_test_add_func ("/pair/old-report", test_old_report);
  g_test_add_func ("/pair/bad-files", test_bad_files);
  g_test_add_func ("/pair/requests-in-order", test_requests_in_order);
  g_test_add_func ("/pair/requests-among-reports", test_requests_among_reports);
  g_test_add_func ("/pair/equally-bad", test_equally_bad);
  g_test_add_func ("/pair/resize", test_resize);
  g_test_add_func ("/pair/faces", test_faces);
  g_test_add_func ("/pair/pictures", test_pictures);
  g_test_add_func ("/pair/dispose-while-busy", test_dispose_while_busy);
  g_test_add_func ("/pair/notice", test_notice);
  return g_test_run ();
}
