/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * QR codes: what is drawn is read again by a reader of the tests' own, at any size; the level of
 * error correction gives way as the text grows; a wrong module is noticed.
 */
#include <string.h>

#include "core/base/error.h"
#include "tests/ui/plot/qr-reader.h"
#include "ui/plot/pictures/qr-code.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* As a link is: one that has n bytes. */
static char *
make_link (gsize n, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GString *link = g_string_new ("downhill:");

  while (link->len < n)
    g_string_append_c (link, letters[g_rand_int_range (random, 0, sizeof letters - 1)]);
  return g_string_free (link, FALSE);
}

typedef struct
{
  GBytes *bytes;
  gsize at;
} Source;

static cairo_status_t
read_cb (gpointer closure, guint8 *data, guint length)
{
  Source *source = closure;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (source->bytes, &size);

  if (source->at + length > size)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, bytes + source->at, length);
  source->at += length;
  return CAIRO_STATUS_SUCCESS;
}

/* Made, written as PNG, read again. */
static char
check (const char *text, int scale)
{
  g_autoptr (DhQrCode) code = dh_qr_code_new (text, NULL);
  g_autoptr (GBytes) png = dh_qr_code_to_png (code, scale);
  Source source = { png, 0 };
  cairo_surface_t *picture = cairo_image_surface_create_from_png_stream (read_cb, &source);
  char level = 0;
  g_autofree char *read = qr_reader_read (picture, dh_qr_code_get_side (code), &level);

  g_assert_cmpint (cairo_image_surface_get_width (picture), ==,
                   (dh_qr_code_get_side (code) + 8) * scale);
  g_assert_cmpstr (read, ==, text);
  cairo_surface_destroy (picture);
  return level;
}

static void
test_read (void)
{
  for (gsize n = 20; n <= DH_QR_CODE_MAX_LENGTH; n += 19)
    {
      g_autofree char *link = make_link (n, (guint32) n);

      check (link, n % 3 == 0 ? 1 : 4);
    }
}

/* Up to 666 bytes, a seventh of the code may be wrong; the usual 580 fit version 19. */
static void
test_levels (void)
{
  g_autofree char *usual = make_link (580, 1), *easy = make_link (666, 2), *long_one = NULL;
  g_autofree char *longest = make_link (DH_QR_CODE_MAX_LENGTH, 4);
  g_autoptr (DhQrCode) code = dh_qr_code_new (usual, NULL);

  g_assert_cmpint (dh_qr_code_get_side (code), ==, 19 * 4 + 17);
  g_assert_cmpint (check (usual, 2), ==, 'M');
  g_assert_cmpint (check (easy, 2), ==, 'M');
  long_one = make_link (667, 3);
  g_assert_cmpint (check (long_one, 2), ==, 'L');
  g_assert_cmpint (check (longest, 2), ==, 'L');
}

static void
test_too_long (void)
{
  g_autofree char *link = make_link (DH_QR_CODE_MAX_LENGTH + 1, 5);
  g_autoptr (GError) error = NULL;

  g_assert_null (dh_qr_code_new (link, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_DOCUMENT);
}

static char *
read_drawn (const DhQrCode *code, int size)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
  cairo_t *cr = cairo_create (picture);
  char level = 0, *text;

  dh_qr_code_draw (code, cr, size);
  cairo_destroy (cr);
  text = qr_reader_read (picture, dh_qr_code_get_side (code), &level);
  cairo_surface_destroy (picture);
  return text;
}

/* At sizes that aren't a multiple of the modules, too. */
static void
test_sizes (void)
{
  g_autofree char *link = make_link (300, 6);
  g_autoptr (DhQrCode) code = dh_qr_code_new (link, NULL);
  const int whole = dh_qr_code_get_side (code) + 2 * DH_QR_CODE_QUIET;

  for (int size = 3 * whole; size < 5 * whole; size += 7)
    {
      g_autofree char *read = read_drawn (code, size);

      g_assert_cmpstr (read, ==, link);
    }
  g_assert_cmpfloat (dh_qr_code_fit (code, 3.7 * whole, 1), ==, 3 * whole);
  g_assert_cmpfloat (dh_qr_code_fit (code, 3.7 * whole, 2), ==, 3.5 * whole);
  g_assert_cmpfloat (dh_qr_code_fit (code, 10, 1), ==, 10);
}

static int
count_colours (cairo_surface_t *picture, int from, int to)
{
  const guint8 *data = cairo_image_surface_get_data (picture);
  int others = 0;

  for (int y = from; y < to; y++)
    for (int x = from; x < to; x++)
      {
        guint32 pixel = *((const guint32 *) (data + y * cairo_image_surface_get_stride (picture))
                          + x);

        others += (pixel & 0xffffff) != 0 && (pixel & 0xffffff) != 0xffffff;
      }
  return others;
}

/* Nothing between black and white, and the quiet zone is white, whatever was there before. */
static void
test_crisp (void)
{
  g_autoptr (DhQrCode) code = dh_qr_code_new ("downhill:abc", NULL);
  const int whole = dh_qr_code_get_side (code) + 2 * DH_QR_CODE_QUIET, size = 5 * whole;
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
  cairo_t *cr = cairo_create (picture);
  const guint8 *data;

  cairo_set_source_rgb (cr, .2, .2, .2);
  cairo_paint (cr);
  dh_qr_code_draw (code, cr, size);
  cairo_destroy (cr);
  g_assert_cmpint (count_colours (picture, 0, size), ==, 0);
  data = cairo_image_surface_get_data (picture);
  for (int y = 0; y < 5 * DH_QR_CODE_QUIET; y++)
    for (int x = 0; x < 4 * size; x++)
      g_assert_true (x % 4 == 3 || data[y * cairo_image_surface_get_stride (picture) + x] == 255);
  cairo_surface_destroy (picture);
}

/* The tests' reader notices one wrong module. */
static void
test_reader (void)
{
  g_autofree char *link = make_link (100, 7), *read = NULL;
  g_autoptr (DhQrCode) code = dh_qr_code_new (link, NULL);
  const int side = dh_qr_code_get_side (code), whole = side + 2 * DH_QR_CODE_QUIET;
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, whole, whole);
  cairo_t *cr = cairo_create (picture);
  gboolean dark = dh_qr_code_is_dark (code, side - 1, side - 1);
  char level;

  dh_qr_code_draw (code, cr, whole);
  cairo_rectangle (cr, whole - DH_QR_CODE_QUIET - 1, whole - DH_QR_CODE_QUIET - 1, 1, 1);
  cairo_set_source_rgb (cr, dark, dark, dark);
  cairo_fill (cr);
  cairo_destroy (cr);
  read = qr_reader_read (picture, side, &level);
  g_assert_null (read);
  cairo_surface_destroy (picture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/qr-code/read", test_read);
  g_test_add_func ("/qr-code/levels", test_levels);
  g_test_add_func ("/qr-code/too-long", test_too_long);
  g_test_add_func ("/qr-code/sizes", test_sizes);
  g_test_add_func ("/qr-code/crisp", test_crisp);
  g_test_add_func ("/qr-code/reader", test_reader);
  return g_test_run ();
}
