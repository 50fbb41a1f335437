/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the pixels of a PNG mean: all sixteen bits, orientation, colours, and the notices about what
 * can't be honoured or is damaged.  The expected colours were computed by a separate program from
 * the chromaticities and IEC 61966-2-1.
 */
#include "core/base/error.h"
#include "core/data/colour-space.h"
#include "core/data/picture.h"
#include "core/data/png.h"
#include "tests/core/data/png-maker.h"
#include "tests/core/data/profile-maker.h"

#include <math.h>
#include <string.h>

#define RGB  2
#define RGBA 6

static DhImage *
read_file (const GByteArray *file, DhNotices *notices, GError **error)
{
  g_autofree guint8 *copy = g_memdup2 (file->data, file->len);

  return dh_png_read_data ("folder/x.png", copy, file->len, notices, error);
}

/* What was reported: "" or all sentences, one per line; (transfer full) */
static char *
get_notices (const GByteArray *file)
{
  g_autoptr (DhNotices) notices = dh_notices_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DhImage) image = read_file (file, notices, &error);
  g_auto (GStrv) sentences = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (image);
  sentences = dh_notices_dup_sentences (notices);
  return g_strjoinv ("\n", sentences);
}

static void
assert_notice (const GByteArray *file, const char *word)
{
  g_autofree char *said = get_notices (file);

  g_test_message ("%s", said);
  if (word == NULL)
    g_assert_cmpstr (said, ==, "");
  else
    {
      g_assert_nonnull (strstr (said, word));
      g_assert_nonnull (strstr (said, "“x.png”: "));
      g_assert_null (strchr (said, '\n'));
    }
}

/* ---- depth ---- */

/* As tests/data/png/make-pictures.py draws it. */
static guint16
get_sample (int x, int y, int c)
{
  return (guint16) ((x * 9241 + y * 5077 + c * 15013 + x * y * 331) * 7 % 65536);
}

static void
check_depth (gconstpointer data)
{
  const char *name = data;
  const gboolean grey = strstr (name, "grey") != NULL, clear = strstr (name, "clear") != NULL;
  const gboolean has_alpha = strstr (name, "alpha") != NULL || strstr (name, "rgba") != NULL;
  g_autofree char *path = g_build_filename (g_getenv ("DH_TEST_DATA"), "png", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhImage) image = dh_picture_read (path, NULL, &error);

  g_assert_no_error (error);
  for (int i = 0; i < 35; i++)
    {
      const guint16 *pixel = image->pixels + 4 * i;
      int alpha = has_alpha ? get_sample (i % 7, i / 7, grey ? 1 : 3) : DH_IMAGE_FULL;

      for (int c = 0; c < 3; c++)
        g_assert_cmpuint (pixel[c], ==, get_sample (i % 7, i / 7, grey ? 0 : c));
      g_assert_cmpuint (pixel[3], ==, clear && i == 2 * 7 + 3 ? 0 : alpha);
    }
}

/* Two pictures that differ by one of 65,536 steps are different; eight bits give exactly the same
 * numbers. */
static void
test_planes (void)
{
  g_autoptr (DhImage) image = dh_image_new (16, 16);
  float planes[3 * 256];

  for (int i = 0; i < 256; i++)
    {
      const guint16 pixel[4] = { 257 * i, 32768, 32769, DH_IMAGE_FULL };

      memcpy (image->pixels + 4 * i, pixel, sizeof pixel);
    }
  dh_image_to_planes (image, planes);
  for (int i = 0; i < 256; i++)
    g_assert_cmpfloat (planes[i], ==, (float) (i / 255.0));
  g_assert_cmpfloat_with_epsilon (planes[2 * 256] - planes[256], 1 / 65535.0, 6e-8);
}

/* Averages keep values between two of the 256 steps. */
static void
test_reduce (void)
{
  g_autoptr (DhImage) image = dh_image_new (2, 1);
  g_autoptr (DhImage) half = NULL;
  const guint16 pixels[8] = { 1000, 0, 65535, 65535, 1101, 1, 65535, 65535 };

  memcpy (image->pixels, pixels, sizeof pixels);
  half = dh_image_reduce (image, 0, 0, 2, 1, 1, 1);
  g_assert_cmpuint (half->pixels[0], ==, 1051);
  g_assert_cmpuint (half->pixels[2], ==, 65535);
}

/* ---- orientation ---- */

/* A directory with entries before and after the orientation. */
static GByteArray *
make_exif (gboolean big, int orientation)
{
  GByteArray *exif = g_byte_array_new ();
  const guint numbers[][2] = {
    /* value, bytes */
    { 8, 4 },      { 3, 2 }, { 0x010f, 2 }, { 2, 2 },           { 1, 4 }, { 0, 4 },
    { 0x0112, 2 }, { 3, 2 }, { 1, 4 },      { orientation, 2 }, { 0, 2 }, { 0x011a, 2 },
    { 5, 2 },      { 1, 4 }, { 26, 4 },     { 0, 4 },
  };

  g_byte_array_append (exif, (const guint8 *) (big ? "MM\0*" : "II*\0"), 4);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (guint k = 0; k < numbers[i][1]; k++)
      png_maker_put (exif, numbers[i][0] >> 8 * (big ? numbers[i][1] - 1 - k : k) & 0xff, 1);
  return exif;
}

/* "abc" over "def", in red. */
static GByteArray *
make_letters (const GByteArray *exif, gboolean after_pixels)
{
  GByteArray *file = png_maker_new (3, 2, 8, RGB);
  guint8 rows[2][9] = { { 0 } };

  for (int i = 0; i < 6; i++)
    rows[i / 3][i % 3 * 3] = (guint8) ('a' + i);
  if (!after_pixels)
    png_maker_add (file, "eXIf", exif->data, exif->len);
  png_maker_add_rows (file, rows, 9, 2);
  if (after_pixels)
    png_maker_add (file, "eXIf", exif->data, exif->len);
  png_maker_end (file);
  return file;
}

static void
assert_letters (const GByteArray *file, const char *letters, int width)
{
  g_autoptr (DhImage) image = read_file (file, NULL, NULL);

  g_assert_nonnull (image);
  g_assert_cmpint (image->width, ==, width);
  g_assert_cmpint (image->height, ==, 6 / width);
  for (int i = 0; i < 6; i++)
    g_assert_cmpuint (image->pixels[4 * i], ==, 257 * letters[i]);
}

static void
test_orientation (void)
{
  static const struct
  {
    const char *letters;
    int width;
  } seen[] = {
    { "abcdef", 3 }, /* 0: invalid */
    { "abcdef", 3 }, { "cbafed", 3 }, { "fedcba", 3 }, { "defabc", 3 }, { "adbecf", 2 },
    { "daebfc", 2 }, { "fcebda", 2 }, { "cfbead", 2 }, { "abcdef", 3 }, /* 9: invalid */
  };

  for (int i = 0; i < 4 * (int) G_N_ELEMENTS (seen); i++)
    {
      g_autoptr (GByteArray) exif = make_exif (i & 1, i / 4);
      g_autoptr (GByteArray) file = make_letters (exif, i & 2);

      assert_letters (file, seen[i / 4].letters, seen[i / 4].width);
      assert_notice (file, NULL);
    }
}

/* Truncated anywhere, it gives nothing or the same. */
static void
test_exif_cut (void)
{
  g_autoptr (GByteArray) exif = make_exif (TRUE, 3);

  for (guint n = exif->len; n > 0; n--)
    {
      g_autoptr (GByteArray) file = NULL;

      g_byte_array_set_size (exif, n);
      file = make_letters (exif, FALSE);
      assert_letters (file, n >= 10 + 12 + 10 ? "fedcba" : "abcdef", 3);
    }
}

/* ---- colours ---- */

typedef struct
{
  guint32 gamma;
  guint32 primaries[8]; /* 0: none */
} Space;

static const Space p3 = {
  45455,
  { 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000 },
};
static const Space wide = {
  /* under D50 */
  55556,
  { 34570, 35850, 73470, 26530, 11520, 82640, 15660, 1770 },
};

static void
add_primaries (GByteArray *file, const guint32 primaries[8])
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  for (int i = 0; i < 8; i++)
    png_maker_put (data, primaries[i], 4);
  png_maker_add (file, "cHRM", data->data, data->len);
}

/* One pixel of 16 bits, alpha a quarter. */
static GByteArray *
begin_pixel (const Space *space)
{
  GByteArray *file = png_maker_new (1, 1, 16, RGBA);

  if (space != NULL && space->gamma != 0)
    png_maker_add_gamma (file, space->gamma);
  if (space != NULL && space->primaries[0] != 0)
    add_primaries (file, space->primaries);
  return file;
}

static void
end_pixel (GByteArray *file, const double rgb[3])
{
  g_autoptr (GByteArray) row = g_byte_array_new ();

  for (int c = 0; c < 3; c++)
    png_maker_put (row, (guint32) (rgb[c] * 65535 + .5), 2);
  png_maker_put (row, 16384, 2);
  png_maker_add_rows (file, row->data, 8, 1);
  png_maker_end (file);
}

static void
assert_pixel (const GByteArray *file, const double rgb[3], double epsilon)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhImage) image = read_file (file, NULL, &error);

  g_assert_no_error (error);
  for (int c = 0; c < 3; c++)
    g_assert_cmpfloat_with_epsilon (image->pixels[c] / 65535.0, rgb[c], epsilon);
  g_assert_cmpuint (image->pixels[3], ==, 16384);
}

static void
check_pixel (const Space *space, double r, double g, double b, double to_r, double to_g,
             double to_b)
{
  const double from[3] = { r, g, b }, to[3] = { to_r, to_g, to_b };
  g_autoptr (GByteArray) file = begin_pixel (space);

  end_pixel (file, from);
  assert_pixel (file, to, 1.1e-4); /* half a step, 12.92 times as large near black */
  assert_notice (file, NULL);
}

static void
test_gamma (void)
{
  const Space linear = { .gamma = 100000 }, mac = { .gamma = 55556 };
  const Space usual = { .gamma = 45455 }, near_usual = { .gamma = 45000 };

  check_pixel (&linear, 0.5, 0.1, 0.01, 0.7353570, 0.3491902, 0.0998528);
  check_pixel (&linear, 0, 1, 0.001, 0, 1, 0.01292);
  check_pixel (&mac, 0.25, 0.5, 0.75, 0.3179988, 0.5723068, 0.7952535);
  check_pixel (&usual, 0.5, 0.1, 0.01, 0.5, 0.1, 0.01);
  check_pixel (&near_usual, 0.5, 0.1, 0.01, 0.5, 0.1, 0.01);
  check_pixel (NULL, 0.5, 0.1, 0.01, 0.5, 0.1, 0.01);
}

static void
test_primaries (void)
{
  /* sRGB as half of all programs write it; and other primaries without a transfer curve. */
  const Space srgb = { 45455, { 31269, 32899, 63999, 33001, 30000, 60000, 15000, 5999 } };
  Space only_p3 = p3;

  only_p3.gamma = 0;
  check_pixel (&srgb, 0.5, 0.4, 0.3, 0.5, 0.4, 0.3);
  check_pixel (&p3, 0.5, 0.4, 0.3, 0.5192572, 0.3950919, 0.2844729);
  check_pixel (&p3, 0.2, 0.6, 0.4, 0, 0.6101743, 0.3814345);
  check_pixel (&p3, 1, 0, 0, 1, 0, 0);
  check_pixel (&only_p3, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5);
  check_pixel (&only_p3, 0.5, 0.4, 0.3, 0.5192572, 0.3950919, 0.2844729);
  check_pixel (&wide, 0.5, 0.5, 0.5, 0.5723068, 0.5723068, 0.5723068);
  check_pixel (&wide, 0.5, 0.4, 0.3, 0.6355248, 0.4605619, 0.3598422);
  check_pixel (&wide, 0.3, 0.4, 0.6, 0.2746198, 0.4735638, 0.6791108);
}

/* Primaries don't change grey, whichever of the 65,536 numbers it is. */
static void
test_grey (void)
{
  const DhColourSpace space = { .has_primaries = TRUE,
                                .white = { .3127, .3290 },
                                .red = { .68, .32 },
                                .green = { .265, .69 },
                                .blue = { .15, .06 } };
  g_autoptr (DhImage) image = dh_image_new (256, 256);

  for (int i = 0; i <= DH_IMAGE_FULL; i++)
    for (int c = 0; c < 4; c++)
      image->pixels[4 * i + c] = (guint16) i;
  dh_colour_space_to_srgb (&space, image);
  for (int i = 0; i <= DH_IMAGE_FULL; i++)
    {
      for (int c = 0; c < 3; c++)
        g_assert_cmpint (ABS (image->pixels[4 * i + c] - i), <=, 1);
      g_assert_cmpint (image->pixels[4 * i + 3], ==, i);
    }
}

/* A gAMA or cHRM chunk after the pixels, next to sRGB, or with impossible values is ignored. */
static void
test_no_gamma (void)
{
  const double rgb[3] = { 0.5, 0.1, 0.01 };
  const Space impossible[] = {
    { .gamma = 1 },
    { .gamma = 4000000000u },
    { 45455, { 1, 0, 64000, 33000, 30000, 60000, 15000, 6000 } },
    { 45455, { 31270, 32900, 30000, 30000, 40000, 40000, 50000, 50000 } },
  };
  g_autoptr (GByteArray) late = begin_pixel (NULL),
                         beside = begin_pixel (&(Space) { .gamma = 100000 });

  end_pixel (late, rgb);
  g_byte_array_set_size (late, late->len - 12);
  png_maker_add_gamma (late, 100000);
  png_maker_end (late);
  assert_pixel (late, rgb, 1e-5);
  png_maker_add (beside, "sRGB", "\0", 1);
  end_pixel (beside, rgb);
  assert_pixel (beside, rgb, 1e-5);
  for (guint i = 0; i < G_N_ELEMENTS (impossible); i++)
    {
      g_autoptr (GByteArray) file = begin_pixel (&impossible[i]);

      end_pixel (file, rgb);
      assert_pixel (file, rgb, 1e-5);
      assert_notice (file, "impossible");
    }
}

/* A palette, whose transparency is kept. */
static void
test_palette (void)
{
  g_autoptr (GByteArray) file = png_maker_new (2, 1, 8, 3);
  g_autoptr (DhImage) image = NULL;
  const guint8 colours[6] = { 51, 102, 0, 255, 26, 3 }, row[2] = { 1, 0 };

  png_maker_add_gamma (file, 100000);
  png_maker_add (file, "PLTE", colours, 6);
  png_maker_add (file, "tRNS", "\x80", 1);
  png_maker_add_rows (file, row, 2, 1);
  png_maker_end (file);
  image = read_file (file, NULL, NULL);
  g_assert_nonnull (image);
  for (int i = 0; i < 2; i++)
    for (int c = 0; c < 3; c++)
      g_assert_cmpfloat_with_epsilon (image->pixels[4 * i + c] / 65535.0,
                                      dh_srgb_encode (colours[3 * row[i] + c] / 255.0), 1e-5);
  g_assert_cmpuint (image->pixels[3], ==, 65535);
  g_assert_cmpuint (image->pixels[7], ==, 128 * 257);
}

/* ---- profiles ---- */

typedef enum
{
  WHOLE,
  DAMAGED, /* its checksum is wrong */
  GARBLED, /* it can't be unpacked */
  TABLES,  /* it is more than primaries and a curve */
} ProfileState;

static GByteArray *
make_profiled (const double xyz[9], int curve, const char *title, ProfileState state)
{
  GByteArray *file = begin_pixel (NULL);
  g_autoptr (GByteArray) profile = profile_maker_new (xyz, curve), chunk = g_byte_array_new ();
  g_autoptr (GByteArray) packed = NULL;

  if (state == TABLES)
    memcpy (profile->data + 132, "A2B0", 4);
  packed = png_maker_deflate (profile->data, profile->len);
  if (state == GARBLED)
    memset (packed->data + 2, 0xff, packed->len - 2);
  g_byte_array_append (chunk, (const guint8 *) title, strlen (title) + 1);
  png_maker_put (chunk, 0, 1);
  g_byte_array_append (chunk, packed->data, packed->len);
  (state == DAMAGED ? png_maker_add_bad : png_maker_add) (file, "iCCP", chunk->data, chunk->len);
  end_pixel (file, (const double[3]) { 0.5, 0.4, 0.3 });
  return file;
}

/* Primaries and a curve are converted, and what is more than that is named.  The colours were
 * computed by a separate program, with sRGB's matrix under D50. */
static void
test_profiles (void)
{
  const double same[3] = { 0.5, 0.4, 0.3 }, of_p3[3] = { 0.51926, 0.39509, 0.28438 };
  const double of_gamma[3] = { 0.50396, 0.40064, 0.29500 };
  const double of_both[3] = { 0.52382, 0.39552, 0.27833 };
  const struct
  {
    const double *xyz;
    int curve;
    const char *title;
    ProfileState state;
    const char *said;
    const double *rgb;
  } cases[] = {
    { profile_maker_srgb, 0, "ICC profile", WHOLE, NULL, same },
    { profile_maker_srgb, 1, "whatever", WHOLE, NULL, same },
    { profile_maker_srgb, 2, "simplified", WHOLE, NULL, of_gamma },
    { profile_maker_p3, 0, "Display P3", WHOLE, NULL, of_p3 },
    { profile_maker_p3, 0, "sRGB", WHOLE, NULL, of_p3 },
    { profile_maker_p3, 1, "P3", WHOLE, NULL, of_p3 },
    { profile_maker_p3, 2, "P3, 2.2", WHOLE, NULL, of_both },
    { profile_maker_p3, 0, "Display P3", TABLES, "“Display P3”", same },
    { profile_maker_p3, 0, "Caf\xe9", TABLES, "“Café”", same },
    { profile_maker_p3, 0, "Display P3", DAMAGED, "iCCP chunk is damaged", same },
    { profile_maker_p3, 0, "Display P3", GARBLED, "iCCP chunk is damaged", same },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) file = make_profiled (cases[i].xyz, cases[i].curve, cases[i].title,
                                                   cases[i].state);

      assert_notice (file, cases[i].said);
      assert_pixel (file, cases[i].rgb, cases[i].rgb == same ? 1e-5 : 5e-4);
    }
}

/* A profile takes precedence over gAMA and cHRM. */
static void
test_profile_first (void)
{
  g_autoptr (GByteArray) plain = make_profiled (profile_maker_p3, 0, "P3", WHOLE);
  g_autoptr (GByteArray) file = begin_pixel (&(Space) { .gamma = 100000 });
  const gsize header = 8 + 25;

  g_byte_array_append (file, plain->data + header, plain->len - header);
  assert_pixel (file, (const double[3]) { 0.51926, 0.39509, 0.28438 }, 5e-4);
}

static void
test_profile_cut (void)
{
  g_autoptr (GByteArray) profile = profile_maker_new (profile_maker_srgb, 0);

  g_assert_true (dh_icc_is_srgb (profile->data, profile->len));
  for (guint n = 0; n < profile->len; n++)
    {
      g_autofree guint8 *part = g_memdup2 (profile->data, n);

      g_assert_false (dh_icc_is_srgb (part, n));
    }
  for (guint i = 128; i < profile->len; i++)
    {
      profile->data[i] ^= 0xff;
      dh_icc_is_srgb (profile->data, profile->len);
      profile->data[i] ^= 0xff;
    }
}

static void
test_code_points (void)
{
  const double same[3] = { 0.5, 0.4, 0.3 };
  g_autoptr (GByteArray) srgb = begin_pixel (&(Space) { .gamma = 100000 }),
                         hdr = begin_pixel (NULL);

  png_maker_add (srgb, "cICP", "\1\15\0\1", 4);
  end_pixel (srgb, same);
  assert_pixel (srgb, same, 1e-5);
  assert_notice (srgb, NULL);
  png_maker_add (hdr, "cICP", "\11\20\0\1", 4);
  end_pixel (hdr, same);
  assert_pixel (hdr, same, 1e-5);
  assert_notice (hdr, "cICP");
}

/* ---- damage ---- */

static GByteArray *
make_damaged (const char *name, gsize size)
{
  GByteArray *file = begin_pixel (NULL);
  guint8 zeros[32] = { 0 };

  png_maker_add_bad (file, name, zeros, size);
  end_pixel (file, (const double[3]) { 0.5, 0.4, 0.3 });
  return file;
}

static void
test_dispensable (void)
{
  static const struct
  {
    const char *name;
    gsize size;
    const char *said;
  } chunks[] = {
    { "tEXt", 9, "not affected" },  { "zTXt", 20, "not affected" }, { "iTXt", 0, "not affected" },
    { "tIME", 7, "not affected" },  { "pHYs", 9, "not affected" },  { "bKGD", 6, "not affected" },
    { "sPLT", 12, "not affected" }, { "gAMA", 4, "colours" },       { "cHRM", 32, "colours" },
    { "sRGB", 1, "colours" },       { "cICP", 4, "colours" },       { "eXIf", 30, "upright" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (chunks); i++)
    {
      g_autoptr (GByteArray) file = make_damaged (chunks[i].name, chunks[i].size);

      assert_notice (file, chunks[i].said);
      assert_notice (file, chunks[i].name);
      assert_pixel (file, (const double[3]) { 0.5, 0.4, 0.3 }, 1e-5);
    }
}

static void
test_indispensable (void)
{
  static const char *const names[] = { "tRNS", "PLTE", "IDAT", "ABCD", "abCd", "text" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GByteArray) file = make_damaged (names[i], 6);
      g_autoptr (GError) error = NULL;

      g_assert_null (read_file (file, NULL, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_PICTURE);
      g_assert_nonnull (strstr (error->message, "x.png"));
    }
}

/* Every kind of chunk that is read, truncated at every byte and with every bit flipped: refused, or
 * a picture of the same size. */
static void
test_every_byte (void)
{
  g_autoptr (GByteArray) exif = make_exif (FALSE, 6), file = png_maker_new (3, 2, 8, RGB);
  const guint8 rows[18] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

  png_maker_add_gamma (file, 100000);
  add_primaries (file, p3.primaries);
  png_maker_add (file, "tEXt", "Comment\0hello", 13);
  png_maker_add (file, "eXIf", exif->data, exif->len);
  png_maker_add_rows (file, rows, 9, 2);
  png_maker_end (file);
  for (guint n = file->len - 1; n > 0; n--)
    {
      g_autofree guint8 *part = g_memdup2 (file->data, n);

      g_assert_null (dh_png_read_data ("x.png", part, n, NULL, NULL));
    }
  for (guint i = 0; i < 8 * file->len; i++)
    {
      g_autoptr (DhImage) image = NULL;

      file->data[i / 8] ^= 1 << i % 8;
      image = read_file (file, NULL, NULL);
      g_assert_true (image == NULL || image->width * image->height == 6);
      file->data[i / 8] ^= 1 << i % 8;
    }
}

static void
test_animation (void)
{
  g_autoptr (GByteArray) file = begin_pixel (NULL);

  png_maker_add (file, "acTL", "\0\0\0\2\0\0\0\0", 8);
  end_pixel (file, (const double[3]) { 0, 0, 0 });
  assert_notice (file, "animation");
}

/* The same sentence is reported once. */
static void
test_notices (void)
{
  g_autoptr (DhNotices) notices = dh_notices_new ();
  g_auto (GStrv) sentences = NULL;

  dh_notices_add (NULL, "a.png", "nobody listens");
  dh_notices_add (notices, "a.png", "is odd");
  dh_notices_say (notices, "A whole sentence.");
  for (int i = 0; i < 98; i++)
    dh_notices_add (notices, "b.png", "is odd");
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *text = g_strdup_printf ("kind %d", i);

      dh_notices_add (notices, "c.png", text);
    }
  sentences = dh_notices_dup_sentences (notices);
  g_assert_cmpuint (g_strv_length (sentences), ==, 6);
  g_assert_cmpstr (sentences[0], ==, "99 pictures, the first “a.png”: is odd.");
  g_assert_cmpstr (sentences[1], ==, "A whole sentence.");
  g_assert_cmpstr (sentences[2], ==, "“c.png”: kind 0.");
  g_assert_cmpstr (sentences[5], ==, "And 17 more notices.");
}

int
main (int argc, char **argv)
{
  static const char *const deep[] = {
    "grey-16", "grey-16-clear", "grey-alpha-16", "rgb-16", "rgb-16-clear", "rgba-16",
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (deep); i++)
    {
      char *name = g_strconcat (deep[i / 2], i % 2 ? "-interlaced.png" : ".png", NULL);
      g_autofree char *path = g_strconcat ("/png/depth/", name, NULL);

      g_test_add_data_func_full (path, name, check_depth, g_free);
    }
  g_test_add_func ("/png/planes", test_planes);
  g_test_add_func ("/png/reduce", test_reduce);
  g_test_add_func ("/png/orientation", test_orientation);
  g_test_add_func ("/png/exif-cut", test_exif_cut);
  g_test_add_func ("/png/gamma", test_gamma);
  g_test_add_func ("/png/primaries", test_primaries);
  g_test_add_func ("/png/grey", test_grey);
  g_test_add_func ("/png/no-gamma", test_no_gamma);
  g_test_add_func ("/png/palette", test_palette);
  g_test_add_func ("/png/profiles", test_profiles);
  g_test_add_func ("/png/profile-first", test_profile_first);
  g_test_add_func ("/png/profile-cut", test_profile_cut);
  g_test_add_func ("/png/code-points", test_code_points);
  g_test_add_func ("/png/damage/dispensable", test_dispensable);
  g_test_add_func ("/png/damage/indispensable", test_indispensable);
  g_test_add_func ("/png/damage/every-byte", test_every_byte);
  g_test_add_func ("/png/animation", test_animation);
  g_test_add_func ("/png/notices", test_notices);
  return g_test_run ();
}
