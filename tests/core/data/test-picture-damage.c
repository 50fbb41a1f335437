/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Damaged pictures of all kinds: cut at every byte, and with changed bits.  Each gives a picture or
 * an error in a sentence; what was cut before its pixels end gives none.
 */
#include "tests/core/data/picture-files.h"
#include "tests/core/data/picture-trial.h"

#include <string.h>

#define SEED      20
#define N_DAMAGED 400
/* Larger ones are only slow. */
#define MOST 512

typedef struct
{
  const char *name, *kind;
  gboolean has_more; /* it may be cut after its first picture */
} Sample;

static const Sample samples[] = {
  { "grey.jpg", "JPEG", FALSE },        { "colour.jpg", "JPEG", FALSE },
  { "progressive.jpg", "JPEG", FALSE }, { "cmyk-adobe.jpg", "JPEG", FALSE },
  { "alpha.webp", "WebP", FALSE },      { "turned.webp", "WebP", FALSE },
  { "animation.webp", "WebP", FALSE },  { "animation.gif", "GIF", TRUE },
  { "rgb-8.tif", "TIFF", FALSE },       { "cmyk.tif", "TIFF", FALSE },
  { "up.bmp", "BMP", FALSE },           { "blocks.heic", "HEIC", FALSE },
  { "blocks.avif", "AVIF", FALSE },
};

/* TRUE: it could be read. */
static gboolean
try_picture (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autoptr (DhNotices) notices = dh_notices_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DhImage) image = NULL;

  if (is_large_picture (copy, size, MOST))
    return FALSE;
  image = dh_picture_read_data ("x", copy, size, notices, &error);
  g_assert_true ((image != NULL) == (error == NULL));
  assert_said_as_text (error, notices);
  return image != NULL;
}

static void
test_cut (gconstpointer data)
{
  const Sample *sample = data;
  g_autoptr (GByteArray) file = picture_file_read (sample->name);
  guint n_read = 0;

  if (picture_file_skip (sample->kind))
    return;
  for (guint n = 0; n < file->len; n++)
    n_read += try_picture (file->data, n);
  g_test_message ("%u of %u parts were read", n_read, file->len);
  if (sample->has_more)
    g_assert_cmpuint (n_read, <, file->len * 2 / 3);
  else
    g_assert_cmpuint (n_read, ==, 0);
  g_assert_true (try_picture (file->data, file->len));
}

static void
test_changed (gconstpointer data)
{
  const Sample *sample = data;
  g_autoptr (GByteArray) file = picture_file_read (sample->name);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint n_read = 0;

  if (picture_file_skip (sample->kind))
    return;
  for (guint i = 0; i < N_DAMAGED; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (file->data, file->len);
      const guint n = 1 + i % 4;

      for (guint k = 0; k < n; k++)
        copy[g_rand_int_range (random, 0, (gint32) file->len)] ^=
          (guint8) g_rand_int_range (random, 1, 256);
      n_read += try_picture (copy, file->len);
    }
  g_test_message ("%u of %u were read", n_read, (guint) N_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* The loader of HEIF gives a warning besides the error. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *cut = g_strdup_printf ("/picture-damage/cut/%s", samples[i].name);
      g_autofree char *changed = g_strdup_printf ("/picture-damage/changed/%s", samples[i].name);

      g_test_add_data_func (cut, &samples[i], test_cut);
      g_test_add_data_func (changed, &samples[i], test_changed);
    }
  return g_test_run ();
}
