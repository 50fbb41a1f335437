/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of all kinds: pixels, orientation, colours, the notices about what is lost, and what is
 * refused.  The files are written by tests/data/pictures/make-pictures.py, which has no library,
 * and changed here.  The expected colours were computed by a separate program from the
 * chromaticities and IEC 61966-2-1.
 */
#include "core/base/error.h"
#include "core/data/picture-kind.h"
#include "core/data/picture.h"
#include "core/data/png.h"
#include "tests/core/data/picture-files.h"
#include "tests/core/data/png-maker.h"
#include "tests/core/data/profile-maker.h"
#include "tests/core/data/temp-folder.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define BLOCK  8
#define ACROSS 3
#define N      6
#define BLACK  40

#define CMYK  "CMYK"
#define ROUGH 2.0

static guint8
get_level (int i)
{
  return (guint8) (30 + 40 * i);
}

/* As make-pictures.py draws it. */
static void
get_colour (int i, double colour[4])
{
  colour[0] = get_level (i);
  colour[1] = 255 - get_level (i);
  colour[2] = get_level (i) / 2;
  colour[3] = 255;
}

static DhImage *
read_bytes (const GByteArray *file, DhNotices *notices, GError **error)
{
  g_autofree guint8 *copy = g_memdup2 (file->data, file->len);

  return dh_picture_read_data ("folder/x.file", copy, file->len, notices, error);
}

static DhImage *
read_good (const GByteArray *file)
{
  g_autoptr (GError) error = NULL;
  DhImage *image = read_bytes (file, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (image);
  return image;
}

/* (transfer full) */
static char *
get_notices (const GByteArray *file)
{
  g_autoptr (DhNotices) notices = dh_notices_new ();
  g_autoptr (DhImage) image = read_bytes (file, notices, NULL);
  g_auto (GStrv) sentences = dh_notices_dup_sentences (notices);

  g_assert_nonnull (image);
  return g_strjoinv ("\n", sentences);
}

/* said: a word of the only notice, or NULL: none */
static void
assert_notice (const GByteArray *file, const char *said)
{
  g_autofree char *text = get_notices (file);

  g_test_message ("%s", text);
  if (said == NULL)
    {
      g_assert_cmpstr (text, ==, "");
      return;
    }
  g_assert_nonnull (strstr (text, said));
  g_assert_true (g_str_has_prefix (text, "“x.file”: "));
  g_assert_null (strchr (text, '\n'));
}

/* The middle of a block, in 255ths.  Where it is transparent, its colour has fewer steps: newer loaders
 * of WebP take it through its product with alpha. */
static void
assert_block (const DhImage *image, int column, int row, const double colour[4], double tolerance)
{
  const int x = column * BLOCK + BLOCK / 2, y = row * BLOCK + BLOCK / 2;
  const guint16 *pixel = image->pixels + 4 * ((gsize) y * image->width + x);

  for (int c = 0; c < 4; c++)
    g_assert_cmpfloat_with_epsilon (pixel[c] / 257.0, colour[c],
                                    tolerance * (c < 3 ? 255 / colour[3] : 1) + 1e-6);
}

/* ---- kinds ---- */

typedef void (*Change) (int i, double colour[4]);

static void
change_to_grey (int i, double colour[4])
{
  for (int c = 0; c < 3; c++)
    colour[c] = get_level (i);
}

static void
change_alpha (int i, double colour[4])
{
  colour[3] = 255 - 50 * i;
}

/* Inks on paper, and black over all. */
static void
change_from_inks (int i, double colour[4])
{
  for (int c = 0; c < 3; c++)
    colour[c] = (255 - colour[c]) * (255 - BLACK) / 255;
}

typedef struct
{
  const char *name, *kind;
  double tolerance;
  Change change;
  const char *said;
} Sample;

static const Sample samples[] = {
  { "grey.jpg", "JPEG", 0, change_to_grey, NULL },
  { "colour.jpg", "JPEG", ROUGH, NULL, NULL },
  { "progressive.jpg", "JPEG", ROUGH, NULL, NULL },
  { "cmyk-adobe.jpg", "JPEG", ROUGH, change_from_inks, CMYK },
  { "ycck-adobe.jpg", "JPEG", ROUGH, change_from_inks, CMYK },
  { "alpha.webp", "WebP", 1, change_alpha, NULL },
  { "animation.webp", "WebP", 0, NULL, "animation" },
  { "animation.gif", "GIF", 0, NULL, "animation" },
  { "rgb-8.tif", "TIFF", 0, NULL, NULL },
  { "rgb-16.tif", "TIFF", 0, NULL, "16 bits" },
  { "grey.tif", "TIFF", 0, change_to_grey, NULL },
  { "cmyk.tif", "TIFF", 1, change_from_inks, CMYK },
  { "up.bmp", "BMP", 0, NULL, NULL },
  { "down.bmp", "BMP", 0, NULL, NULL },
  { "blocks.heic", "HEIC", ROUGH, NULL, NULL },
  { "blocks.avif", "AVIF", ROUGH, NULL, NULL },
};

static void
test_kind (gconstpointer data)
{
  const Sample *sample = data;
  g_autoptr (GByteArray) file = picture_file_read (sample->name);
  g_autoptr (DhImage) image = NULL;

  g_assert_cmpstr (dh_picture_kind_of_data (file->data, file->len), ==, sample->kind);
  if (picture_file_skip (sample->kind))
    return;
  image = read_good (file);
  g_assert_cmpint (image->width, ==, ACROSS * BLOCK);
  g_assert_cmpint (image->height, ==, N / ACROSS * BLOCK);
  for (int i = 0; i < N; i++)
    {
      double colour[4];

      get_colour (i, colour);
      if (sample->change != NULL)
        sample->change (i, colour);
      assert_block (image, i % ACROSS, i / ACROSS, colour, sample->tolerance);
    }
  assert_notice (file, sample->said);
}

static void
test_beginnings (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
    const char *kind;
  } files[] = {
    { "\xff\xd8\xff\xe0\0\x10JFIF", 10, "JPEG" },
    { "RIFF\x24\0\0\0WEBPVP8 ", 16, "WebP" },
    { "GIF89a", 6, "GIF" },
    { "BM\x36\0\0\0", 6, "BMP" },
    { "II*\0\x08\0\0\0", 8, "TIFF" },
    { "\0\0\0\x18"
      "ftypheic\0\0\0\0",
      16, "HEIC" },
    { "\0\0\0\x1c"
      "ftypavif\0\0\0\0",
      16, "AVIF" },
    { "\0\0\0\x1c"
      "ftypmif1\0\0\0\0mif1avif",
      24, "AVIF" },
    { "\0\0\0\x1c"
      "ftypmif1\0\0\0\0mif1heic",
      24, "HEIC" },
    { "\xff\x0a\x7a", 3, "JPEG XL" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree guint8 *copy = g_memdup2 (files[i].bytes, files[i].size);
      g_autoptr (GError) error = NULL;

      g_assert_cmpstr (dh_picture_kind_of_data (copy, files[i].size), ==, files[i].kind);
      g_assert_null (dh_picture_read_data ("x.png", copy, files[i].size, NULL, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_PICTURE);
    }
}

static void
test_measure (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("DH_TEST_DATA"), "pictures",
                                                samples[i].name, NULL);
      g_autoptr (GError) error = NULL;
      int width = 0, height = 0;
      gboolean good = dh_picture_measure (path, &width, &height, &error);

      g_assert_true (good == dh_picture_can_read (samples[i].kind));
      g_assert_true (good == (error == NULL));
      /* A codec's own block may be larger. */
      if (good && g_str_equal (samples[i].kind, "HEIC"))
        {
          g_assert_cmpint (width, ==, 64);
          g_assert_cmpint (height, ==, 64);
          continue;
        }
      g_assert_cmpint (width, ==, good ? ACROSS * BLOCK : 0);
      g_assert_cmpint (height, ==, good ? N / ACROSS * BLOCK : 0);
    }
}

/* A photograph through another encoder: close to what went in. */
static void
check_photo (const char *kind, const char *type, double most)
{
  g_autofree char *path = g_build_filename (g_getenv ("DH_FACES"), "alder", "train_000.png", NULL);
  g_autoptr (DhImage) before = dh_picture_read (path, NULL, NULL), after = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file (path, NULL);
  g_autoptr (GByteArray) file = NULL;
  char *bytes;
  gsize size;
  double sum = 0;

  if (!gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &size, type, NULL, "quality", "95", NULL))
    {
      g_test_skip ("its loader doesn't write");
      return;
    }
  file = g_byte_array_new_take ((guint8 *) bytes, size);
  g_assert_cmpstr (dh_picture_kind_of_data (file->data, file->len), ==, kind);
  after = read_good (file);
  g_assert_cmpint (after->width, ==, before->width);
  g_assert_cmpint (after->height, ==, before->height);
  for (int i = 0; i < 4 * before->width * before->height; i++)
    sum += ABS (before->pixels[i] - after->pixels[i]) / 257.0;
  g_test_message ("mean difference %g", sum / (4.0 * before->width * before->height));
  g_assert_cmpfloat (sum / (4.0 * before->width * before->height), <, most);
}

static void
test_photo_jpeg (void)
{
  check_photo ("JPEG", "jpeg", 1.5);
}

static void
test_photo_webp (void)
{
  if (!picture_file_skip ("WebP"))
    check_photo ("WebP", "webp", 2);
}

/* The reader of PNG is the same as before, bit by bit. */
static void
test_png (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("DH_TEST_DATA"), "png", "rgba-16.png", NULL);
  g_autoptr (DhImage) one = dh_picture_read (path, NULL, NULL);
  g_autoptr (DhImage) other = dh_picture_read (path, NULL, NULL);
  const gsize size = (gsize) one->width * one->height * DH_IMAGE_PIXEL;

  g_assert_cmpmem (one->pixels, size, other->pixels, size);
}

/* A picture is what its bytes are. */
static void
test_names (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "x.png", NULL);
  g_autoptr (GByteArray) file = picture_file_read ("colour.jpg");
  g_autoptr (DhImage) image = NULL;

  g_file_set_contents (path, (const char *) file->data, file->len, NULL);
  image = dh_picture_read (path, NULL, NULL);
  g_assert_nonnull (image);
  g_assert_cmpint (image->width, ==, ACROSS * BLOCK);
}

static gpointer
read_often (gpointer data)
{
  for (int i = 0; i < 20; i++)
    {
      g_autoptr (DhImage) image = read_good (data);
      double colour[4];

      get_colour (5, colour);
      assert_block (image, 2, 1, colour, ROUGH);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (GByteArray) file = picture_file_read ("colour.jpg");
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_often, file);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* ---- orientation ---- */

static const struct
{
  const char *letters;
  int across;
} seen[] = {
  { "abcdef", 3 }, /* 0: invalid */
  { "abcdef", 3 }, { "cbafed", 3 }, { "fedcba", 3 }, { "defabc", 3 }, { "adbecf", 2 },
  { "daebfc", 2 }, { "fcebda", 2 }, { "cfbead", 2 }, { "abcdef", 3 }, /* 9: invalid */
};

static void
assert_turned (const DhImage *image, int orientation)
{
  const int across = seen[orientation].across;

  g_assert_cmpint (image->width, ==, across * BLOCK);
  g_assert_cmpint (image->height, ==, N / across * BLOCK);
  for (int i = 0; i < N; i++)
    {
      double colour[4];

      get_colour (seen[orientation].letters[i] - 'a', colour);
      assert_block (image, i % across, i / across, colour, ROUGH);
    }
}

/* colour.jpg with a segment after its first two bytes. */
static GByteArray *
make_jpeg (guint8 marker, const void *segment, gsize size)
{
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GByteArray) plain = picture_file_read ("colour.jpg");

  g_byte_array_append (file, plain->data, 2);
  g_byte_array_append (file, (guint8[]) { 0xff, marker }, 2);
  png_maker_put (file, (guint32) size + 2, 2);
  g_byte_array_append (file, segment, (guint) size);
  g_byte_array_append (file, plain->data + 2, plain->len - 2);
  return file;
}

static void
test_jpeg_orientation (void)
{
  for (int i = 0; i < 2 * (int) G_N_ELEMENTS (seen); i++)
    {
      guint8 big[] = "Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\0\0\0\0\0\0\0";
      guint8 little[] = "Exif\0\0II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0\0\0\0\0\0\0\0";
      g_autoptr (GByteArray) file = NULL;
      g_autoptr (DhImage) image = NULL;

      big[25] = little[24] = (guint8) (i / 2);
      file = make_jpeg (0xe1, i % 2 ? big : little, sizeof big - 1);
      image = read_good (file);
      assert_turned (image, i / 2);
      assert_notice (file, NULL);
    }
}

static void
test_tiff_orientation (void)
{
  static const guint8 entry[] = { 0x12, 1, 3, 0, 1, 0, 0, 0 };
  g_autoptr (GByteArray) file = picture_file_read ("rgb-8.tif");
  guint8 *found = memmem (file->data, file->len, entry, sizeof entry);

  g_assert_nonnull (found);
  for (int i = 1; i <= 8 && !picture_file_skip ("TIFF"); i++)
    {
      g_autoptr (DhImage) image = NULL;

      found[8] = (guint8) i;
      image = read_good (file);
      assert_turned (image, i);
    }
}

static void
test_webp_orientation (void)
{
  g_autoptr (GByteArray) file = picture_file_read ("turned.webp");
  guint8 *exif = memmem (file->data, file->len, "\22\1\3\0\1\0\0\0", 8);

  g_assert_nonnull (exif);
  for (int i = 0; i < (int) G_N_ELEMENTS (seen) && !picture_file_skip ("WebP"); i++)
    {
      g_autoptr (DhImage) image = NULL;

      exif[8] = (guint8) i;
      image = read_good (file);
      assert_turned (image, i);
    }
}

/* The byte that fills up the last chunk is missing, as some programs leave it. */
static void
test_webp_unfilled (void)
{
  g_autoptr (GByteArray) file = picture_file_read ("turned.webp");
  guint8 *chunk = memmem (file->data, file->len, "EXIF", 4);
  g_autoptr (DhImage) image = NULL;

  g_assert_nonnull (chunk);
  if (picture_file_skip ("WebP"))
    return;
  chunk[4]--;
  g_byte_array_set_size (file, file->len - 1);
  image = read_good (file);
  assert_turned (image, 6);
}

/* A quarter turn to the left by a property of the file, which the loader has to apply once. */
static void
test_avif_orientation (void)
{
  g_autoptr (GByteArray) file = picture_file_read ("turned.avif");
  g_autoptr (DhImage) image = NULL;

  if (picture_file_skip ("AVIF"))
    return;
  image = read_good (file);
  assert_turned (image, 8);
}

/* ---- colours ---- */

/* Of block d, of 150, 105, 75, after a conversion. */
static void
assert_converted (const GByteArray *file, double r, double g, double b, const char *said)
{
  g_autoptr (DhImage) image = read_good (file);

  assert_block (image, 0, 1, (const double[4]) { r, g, b, 255 }, ROUGH);
  assert_notice (file, said);
}

/* In pieces, as a long profile must be. */
static GByteArray *
make_profiled (const GByteArray *profile, guint n_pieces)
{
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GByteArray) plain = picture_file_read ("colour.jpg");
  const guint piece = (profile->len + n_pieces - 1) / n_pieces;

  g_byte_array_append (file, plain->data, 2);
  for (guint i = 0; i < n_pieces; i++)
    {
      const guint size = MIN (piece, profile->len - i * piece);

      g_byte_array_append (file, (const guint8 *) "\xff\xe2", 2);
      png_maker_put (file, size + 16, 2);
      g_byte_array_append (file, (const guint8 *) "ICC_PROFILE", 12);
      g_byte_array_append (file, (guint8[]) { i + 1, n_pieces }, 2);
      g_byte_array_append (file, profile->data + i * piece, size);
    }
  g_byte_array_append (file, plain->data + 2, plain->len - 2);
  return file;
}

static void
check_profile (const double xyz[9], int curve, double r, double g, double b)
{
  g_autoptr (GByteArray) profile = profile_maker_new (xyz, curve);

  for (guint n = 1; n <= 3; n += 2)
    {
      g_autoptr (GByteArray) file = make_profiled (profile, n);

      assert_converted (file, r, g, b, NULL);
    }
}

static void
test_profiles (void)
{
  check_profile (profile_maker_srgb, 0, 150, 105, 75);
  check_profile (profile_maker_srgb, 1, 150, 105, 75);
  check_profile (profile_maker_srgb, 2, 151.4, 105.3, 73.6);
  check_profile (profile_maker_p3, 0, 158.0, 102.5, 69.4);
  check_profile (profile_maker_p3, 1, 158.0, 102.5, 69.4);
  check_profile (profile_maker_p3, 2, 159.6, 102.8, 67.6);
}

/* A profile that is more than a matrix is named; its description comes in two forms. */
static void
test_other_profile (void)
{
  static const char *const descriptions[] = {
    "desc\0\0\0\0\0\0\0\10My Lab\0",
    "mluc\0\0\0\0\0\0\0\1\0\0\0\14enUS\0\0\0\14\0\0\0\34\0M\0y\0 \0L\0a\0b",
  };

  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
    {
      g_autoptr (GByteArray) profile = profile_maker_new (profile_maker_p3, 0), file = NULL;
      const guint start = profile->len, size = i == 0 ? 20 : 40;

      g_byte_array_append (profile, (const guint8 *) descriptions[i], size);
      /* In place of red's primary, so that no matrix is left. */
      memcpy (profile->data + 132, "desc", 4);
      for (int k = 0; k < 4; k++)
        {
          profile->data[136 + k] = start >> (24 - 8 * k) & 0xff;
          profile->data[140 + k] = size >> (24 - 8 * k) & 0xff;
        }
      file = make_profiled (profile, 1);
      assert_converted (file, 150, 105, 75, "“My Lab” is not applied");
    }
}

/* Damaged anywhere, a profile is at worst not applied. */
static void
test_damaged_profile (void)
{
  g_autoptr (GByteArray) profile = profile_maker_new (profile_maker_p3, 0);

  for (guint i = 0; i < profile->len; i++)
    {
      g_autoptr (GByteArray) file = NULL;
      g_autoptr (DhImage) image = NULL;

      profile->data[i] ^= 0xff;
      file = make_profiled (profile, 1);
      image = read_good (file);
      profile->data[i] ^= 0xff;
    }
}

/* Cameras say Adobe RGB in Exif's interoperability index. */
static void
test_camera (void)
{
  static const guint8 exif[] = "Exif\0\0II*\0\10\0\0\0"
                               "\1\0\x69\x87\4\0\1\0\0\0\x1a\0\0\0\0\0\0\0"
                               "\1\0\x05\xa0\4\0\1\0\0\0\x2c\0\0\0\0\0\0\0"
                               "\1\0\1\0\2\0\4\0\0\0R03\0\0\0\0\0";
  g_autoptr (GByteArray) file = make_jpeg (0xe1, exif, sizeof exif - 1);

  assert_converted (file, 165.5, 105.3, 71.9, NULL);
  *(guint8 *) memmem (file->data, file->len, "R03", 3) = 'X';
  assert_converted (file, 150, 105, 75, NULL);
}

static void
test_code_points (void)
{
  g_autoptr (GByteArray) file = picture_file_read ("blocks.avif");
  guint8 *found = memmem (file->data, file->len, "nclx", 4);

  g_assert_nonnull (found);
  if (picture_file_skip ("AVIF"))
    return;
  found[5] = 12;
  found[7] = 13;
  assert_converted (file, 158.0, 102.5, 69.4, NULL);
  found[5] = 9;
  found[7] = 16;
  assert_converted (file, 150, 105, 75, "primaries 9, transfer 16");
}

/* ---- refused ---- */

static void
assert_refused (const GByteArray *file, const char *said)
{
  g_autoptr (GError) error = NULL;
  const gint64 start = g_get_monotonic_time ();

  g_assert_null (read_bytes (file, NULL, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_PICTURE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, said));
  g_assert_nonnull (strstr (error->message, "“folder/x.file”"));
  /* Nothing was decoded, nor memory filled. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
}

/* Overwrites bytes after the first occurrence of others. */
static void
check_huge (const char *name, const char *kind, const char *found, gsize n_found, gsize skipped,
            const char *bytes, gsize n)
{
  g_autoptr (GByteArray) file = picture_file_read (name);
  guint8 *at = memmem (file->data, file->len, found, n_found);

  g_assert_nonnull (at);
  memcpy (at + n_found + skipped, bytes, n);
  if (dh_picture_can_read (kind))
    assert_refused (file, "pixels: reduce it");
}

static void
test_huge (void)
{
  check_huge ("colour.jpg", "JPEG", "\xff\xc0\0\21\10", 5, 0, "\xff\xff\xff\xff", 4);
  check_huge ("colour.jpg", "JPEG", "\xff\xc0\0\21\10", 5, 0, "\x1f\xff\x1f\xff", 4);
  check_huge ("up.bmp", "BMP", "BM", 2, 16, "\xff\xff\xff\x7f\xff\xff\xff\x7f", 8);
  check_huge ("down.bmp", "BMP", "BM", 2, 16, "\xff\xff\1\0\0\0\0\x80", 8);
  check_huge ("animation.gif", "GIF", "GIF89a", 6, 0, "\xff\xff\xff\xff", 4);
  check_huge ("rgb-8.tif", "TIFF", "\0\1\3\0\1\0\0\0", 8, 0, "\xff\xff", 2);
  check_huge ("alpha.webp", "WebP", "VP8L", 4, 5, "\xff\xff\xff\x0f", 4);
  check_huge ("turned.webp", "WebP", "VP8X", 4, 8, "\xff\xff\xff\xff\xff\xff", 6);
  check_huge ("blocks.heic", "HEIC", "ispe", 4, 4, "\x7f\xff\xff\xff\x7f\xff\xff\xff", 8);
  check_huge ("blocks.avif", "AVIF", "ispe", 4, 4, "\0\1\0\0\0\1\0\0", 8);
}

static void
test_other_files (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
    const char *said;
  } files[] = {
    { "", 0, "is empty" },
    { "hello", 5, "not a picture" },
    { "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", 62, "not a picture" },
    { "RIFF\4\0\0\0ACON", 12, "not a picture" },
    { "8BPS\0\1", 6, "format PSD, which" },
    { "\xff\xd8\xff\xd9", 4, "damaged" },
    { "BM", 2, "damaged" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GByteArray) file = g_byte_array_new ();

      g_byte_array_append (file, (const guint8 *) files[i].bytes, (guint) files[i].size);
      if (g_str_has_prefix (files[i].bytes, "BM") && !dh_picture_can_read ("BMP"))
        continue;
      assert_refused (file, files[i].said);
    }
}

static void
test_not_meant (void)
{
  g_autoptr (GByteArray) cmyk = picture_file_read ("cmyk-plain.jpg"),
                         preview = picture_file_read ("preview.tif");

  assert_refused (cmyk, "whether they are inverted");
  if (!picture_file_skip ("TIFF"))
    assert_refused (preview, "raw file");
}

/* ---- loaders ---- */

/* Run once more with no loaders but those that gdk-pixbuf is built with. */
static void
test_missing (void)
{
  static const struct
  {
    const char *name, *kind, *package;
  } files[] = {
    { "alpha.webp", "WebP", "install webp-pixbuf-loader" },
    { "blocks.heic", "HEIC", "install heif-gdk-pixbuf" },
    { "blocks.avif", "AVIF", "install heif-gdk-pixbuf" },
  };
  guint n_missing = 0;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GByteArray) file = picture_file_read (files[i].name);

      if (dh_picture_can_read (files[i].kind))
        continue;
      assert_refused (file, files[i].package);
      assert_refused (file, files[i].kind);
      n_missing++;
    }
  if (n_missing == 0)
    g_test_skip ("all loaders are installed");
}

static void
test_types (void)
{
  const char *const *types = dh_picture_get_types ();

  g_assert_true (g_strv_contains (types, "image/png"));
  g_assert_true (g_strv_contains (types, "image/jpeg"));
  g_assert_true (g_strv_contains (types, "image/webp") == dh_picture_can_read ("WebP"));
  g_assert_false (g_strv_contains (types, "image/svg+xml"));
  g_assert_true (dh_picture_can_read ("PNG"));
  g_assert_false (dh_picture_can_read ("SVG"));
  g_assert_false (dh_picture_can_read ("RAW"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_strdup_printf ("/picture/kind/%s", samples[i].name);

      g_test_add_data_func (path, &samples[i], test_kind);
    }
  g_test_add_func ("/picture/beginnings", test_beginnings);
  g_test_add_func ("/picture/measure", test_measure);
  g_test_add_func ("/picture/photo/jpeg", test_photo_jpeg);
  g_test_add_func ("/picture/photo/webp", test_photo_webp);
  g_test_add_func ("/picture/png", test_png);
  g_test_add_func ("/picture/names", test_names);
  g_test_add_func ("/picture/threads", test_threads);
  g_test_add_func ("/picture/orientation/jpeg", test_jpeg_orientation);
  g_test_add_func ("/picture/orientation/tiff", test_tiff_orientation);
  g_test_add_func ("/picture/orientation/webp", test_webp_orientation);
  g_test_add_func ("/picture/orientation/webp-unfilled", test_webp_unfilled);
  g_test_add_func ("/picture/orientation/avif", test_avif_orientation);
  g_test_add_func ("/picture/colours/profiles", test_profiles);
  g_test_add_func ("/picture/colours/other-profile", test_other_profile);
  g_test_add_func ("/picture/colours/damaged-profile", test_damaged_profile);
  g_test_add_func ("/picture/colours/camera", test_camera);
  g_test_add_func ("/picture/colours/code-points", test_code_points);
  g_test_add_func ("/picture/refused/huge", test_huge);
  g_test_add_func ("/picture/refused/other-files", test_other_files);
  g_test_add_func ("/picture/refused/not-meant", test_not_meant);
  g_test_add_func ("/picture/loaders/missing", test_missing);
  g_test_add_func ("/picture/loaders/types", test_types);
  return g_test_run ();
}
