/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/data/apng.h"
#include "core/data/png-chunks.h"
#include "tests/core/data/apng-reader.h"

#include <string.h>

#define WIDTH  61
#define HEIGHT 37
#define STRIDE 64
#define OPAQUE 0xff000000u

/* What is shown, without the ends of its rows. */
static void
assert_picture (const ApngRead *read, guint picture, const guint32 *words)
{
  const guint32 *shown = apng_read_get (read, picture);

  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      if (shown[y * WIDTH + x] != (words[y * STRIDE + x] | OPAQUE))
        g_error ("picture %u at %u, %u: %08x in place of %08x", picture, x, y,
                 shown[y * WIDTH + x], words[y * STRIDE + x] | OPAQUE);
}

/* Changes single pixels, rectangles, everything or nothing. */
static void
change (guint32 *words, GRand *rand, guint kind)
{
  const int left = g_rand_int_range (rand, 0, WIDTH), top = g_rand_int_range (rand, 0, HEIGHT);
  const int right = g_rand_int_range (rand, left, WIDTH) + 1;
  const int bottom = g_rand_int_range (rand, top, HEIGHT) + 1;

  if (kind == 0)
    words[top * STRIDE + left] ^= 1;
  else if (kind == 1)
    for (int y = top; y < bottom; y++)
      for (int x = left; x < right; x++)
        words[y * STRIDE + x] = g_rand_int (rand);
  else if (kind == 2)
    for (guint i = 0; i < STRIDE * HEIGHT; i++)
      words[i] = g_rand_int (rand);
  else if (kind == 3) /* black, which a transparent pixel is, too */
    for (int y = top; y < bottom; y++)
      for (int x = left; x < right; x++)
        words[y * STRIDE + x] = 0;
}

/* Every picture comes back bit by bit; what the fourth byte holds doesn't matter. */
static void
test_pictures (void)
{
  enum { N = 40 };
  const char *const text[] = { "Title", "ä title", "Software", "Downhill", NULL };
  GRand *rand = g_rand_new_with_seed (16);
  g_autoptr (DhApng) animation = dh_apng_new (WIDTH, HEIGHT, text);
  g_autofree guint32 *all = g_new0 (guint32, (gsize) N * STRIDE * HEIGHT);
  g_autoptr (ApngRead) read = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N; i++)
    {
      guint32 *words = all + (gsize) i * STRIDE * HEIGHT;

      if (i > 0)
        memcpy (words, words - STRIDE * HEIGHT, STRIDE * HEIGHT * sizeof (guint32));
      change (words, rand, i % 5);
      g_assert_true (dh_apng_add (animation, words, STRIDE, 10 + i, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpuint (dh_apng_get_n_pictures (animation), ==, N);
  file = dh_apng_finish (animation);
  read = apng_read (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  g_assert_cmpint (read->width, ==, WIDTH);
  g_assert_cmpint (read->height, ==, HEIGHT);
  g_assert_cmpuint (read->pictures->len, ==, N);
  g_assert_cmpuint (read->n_texts, ==, 2);
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpuint (g_array_index (read->milliseconds, guint, i), ==, 10 + i);
      assert_picture (read, i, all + (gsize) i * STRIDE * HEIGHT);
    }
  g_rand_free (rand);
}

/* Programs that know nothing of animations show the first picture. */
static void
test_still (void)
{
  guint32 words[STRIDE * HEIGHT];
  g_autoptr (DhApng) animation = dh_apng_new (WIDTH, HEIGHT, NULL);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) error = NULL;
  DhPngFacts facts;
  const char *reason;
  DhImage *image;

  for (guint i = 0; i < STRIDE * HEIGHT; i++)
    words[i] = 0x102030 * (i % 7);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (dh_apng_add (animation, words, STRIDE, DH_APNG_MAX_MS, &error));
      words[i] ^= 0xff;
    }
  words[0] ^= 0xff;
  words[1] ^= 0xff;
  file = dh_apng_finish (animation);
  image = dh_png_read_data ("a.png", g_bytes_get_data (file, NULL), g_bytes_get_size (file), NULL,
                            &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (image->pixels[4 * i] >> 8, ==, words[i] >> 16 & 0xff);
  dh_image_free (image);
  g_assert_true (dh_png_survey (g_bytes_get_data (file, NULL), g_bytes_get_size (file), &facts,
                                &reason));
  g_assert_true (facts.is_animated);
}

/* A picture in which little changes takes few bytes. */
static void
test_size (void)
{
  GRand *rand = g_rand_new_with_seed (1);
  guint32 words[STRIDE * HEIGHT];
  g_autoptr (DhApng) animation = dh_apng_new (WIDTH, HEIGHT, NULL);
  g_autoptr (GBytes) first = NULL, both = NULL;
  g_autoptr (GError) error = NULL;

  change (words, rand, 2);
  g_assert_true (dh_apng_add (animation, words, STRIDE, 100, &error));
  first = dh_apng_finish (animation);
  words[0] ^= 0xff;
  words[STRIDE * HEIGHT - STRIDE + WIDTH - 1] ^= 0xff; /* the box is the whole picture */
  g_assert_true (dh_apng_add (animation, words, STRIDE, 100, &error));
  both = dh_apng_finish (animation);
  g_assert_cmpuint (g_bytes_get_size (first), >, 3 * WIDTH * HEIGHT);
  g_assert_cmpuint (g_bytes_get_size (both) - g_bytes_get_size (first), <, 250);
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/apng/pictures", test_pictures);
  g_test_add_func ("/apng/still", test_still);
  g_test_add_func ("/apng/size", test_size);
  return g_test_run ();
}
