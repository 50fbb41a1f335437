/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawings as files, read without Cairo: a PNG by its pixels, an SVG as XML, a PDF by its table of
 * objects.
 */
#include "core/base/error.h"
#include "core/data/png.h"
#include "ui/plot/common/text.h"
#include "ui/plot/sheets/drawing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WIDTH  120
#define HEIGHT 60

/* Red on the left, blue on the right, and a word in the middle. */
static void
draw_cb (cairo_t *cr, int resolution, gpointer data)
{
  const DhText word = { .size = 20, .color = { 0, 0, 0, 1 }, .align_x = .5, .align_y = .5 };
  int *seen = data;

  *seen = resolution;
  cairo_set_source_rgb (cr, 1, 0, 0);
  cairo_rectangle (cr, 0, 0, WIDTH / 2, HEIGHT);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 1);
  cairo_rectangle (cr, WIDTH / 2, 0, WIDTH / 2, HEIGHT);
  cairo_fill (cr);
  dh_text_draw (cr, &word, WIDTH / 2, HEIGHT / 2, "Äg→1");
}

static int resolution;

static DhDrawing
make_drawing (DhScheme scheme)
{
  return (DhDrawing) { WIDTH, HEIGHT, scheme, "A title", draw_cb, &resolution };
}

static GByteArray *
encode (DhScheme scheme, DhDrawingSize size)
{
  const DhDrawing drawing = make_drawing (scheme);
  g_autoptr (GError) error = NULL;
  GByteArray *bytes = dh_drawing_encode (&drawing, &size, &error);

  g_assert_no_error (error);
  return bytes;
}

/* ---- PNG ---- */

static void
assert_pixel (const DhImage *image, int x, int y, guint red, guint green, guint blue)
{
  const guint16 *pixel = image->pixels + 4 * ((gsize) y * image->width + x);

  g_assert_cmpuint (pixel[0] >> 8, ==, red);
  g_assert_cmpuint (pixel[1] >> 8, ==, green);
  g_assert_cmpuint (pixel[2] >> 8, ==, blue);
}

static guint
count_dark (const DhImage *image)
{
  guint n = 0;

  for (int i = 0; i < image->width * image->height; i++)
    n += image->pixels[4 * i] < 60 << 8 && image->pixels[4 * i + 2] < 60 << 8;
  return n;
}

static void
test_png (void)
{
  static const struct
  {
    DhDrawingSize size;
    int width, height;     /* of the picture */
    int left, right, y;    /* pixels of both colours */
    int outside[2];        /* one beside the drawing; 0: none */
    int resolution;
  } cases[] = {
    { { DH_DRAWING_PNG, 0, 0, 0 }, 240, 120, 0, 239, 0, { 0, 0 }, 2 },
    { { DH_DRAWING_PNG, 0, 0, 1 }, 120, 60, 0, 119, 59, { 0, 0 }, 1 },
    { { DH_DRAWING_PNG, 0, 0, 2.5 }, 300, 150, 1, 298, 1, { 0, 0 }, 3 },
    { { DH_DRAWING_PNG, 360, 180, 0 }, 360, 180, 0, 359, 0, { 0, 0 }, 3 },
    /* wider, and taller, than the drawing */
    { { DH_DRAWING_PNG, 320, 60, 0 }, 320, 60, 101, 218, 1, { 50, 30 }, 1 },
    { { DH_DRAWING_PNG, 120, 200, 0 }, 120, 200, 1, 118, 72, { 60, 60 }, 1 },
    { { DH_DRAWING_PNG, 120, 100, 2 }, 240, 200, 1, 238, 42, { 100, 30 }, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) png = encode (DH_SCHEME_DARK, cases[i].size);
      g_autoptr (GError) error = NULL;
      g_autoptr (DhImage) image = dh_png_read_data ("a.png", png->data, png->len, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (image->width, ==, cases[i].width);
      g_assert_cmpint (image->height, ==, cases[i].height);
      assert_pixel (image, cases[i].left, cases[i].y, 255, 0, 0);
      assert_pixel (image, cases[i].right, cases[i].y, 0, 0, 255);
      if (cases[i].outside[0] > 0)
        assert_pixel (image, cases[i].outside[0], cases[i].outside[1], 0x24, 0x24, 0x24);
      else
        g_assert_cmpuint (count_dark (image), >, 100); /* the word */
      g_assert_cmpint (resolution, ==, cases[i].resolution);
    }
}

static void
test_too_large (void)
{
  static const DhDrawingSize sizes[] = {
    { DH_DRAWING_PNG, 0, 0, 200 },        { DH_DRAWING_PNG, 19999, 19999, 1 },
    { DH_DRAWING_SVG, 100, 20001, 1 },    { DH_DRAWING_PDF, 30000, 3, 1 },
    { DH_DRAWING_PNG, 10000, 10000, 10 }, { DH_DRAWING_SVG, 0, 0, 1e-3 },
  };
  const DhDrawing drawing = make_drawing (DH_SCHEME_LIGHT);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dh_drawing_encode (&drawing, &sizes[i], &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_PICTURE);
      g_assert_nonnull (strstr (error->message, "another size or scale"));
    }
}

/* ---- SVG ---- */

typedef struct
{
  double width, height;
  guint n_paths, n_texts, n_elements;
} Svg;

static void
element_cb (GMarkupParseContext *context, const char *name, const char **names,
            const char **values, gpointer data, GError **error)
{
  Svg *svg = data;

  svg->n_elements++;
  svg->n_paths += g_str_equal (name, "path");
  svg->n_texts += g_str_equal (name, "text") || g_str_equal (name, "tspan");
  for (guint i = 0; g_str_equal (name, "svg") && names[i] != NULL; i++)
    {
      if (g_str_equal (names[i], "width"))
        svg->width = g_ascii_strtod (values[i], NULL);
      if (g_str_equal (names[i], "height"))
        svg->height = g_ascii_strtod (values[i], NULL);
    }
}

static void
test_svg (void)
{
  const GMarkupParser parser = { .start_element = element_cb };
  g_autoptr (GByteArray) bytes = encode (DH_SCHEME_LIGHT,
                                         (DhDrawingSize) { DH_DRAWING_SVG, 400, 300, 1.5 });
  Svg svg = { 0 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &svg, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_markup_parse_context_parse (context, (const char *) bytes->data, bytes->len,
                                               &error));
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_cmpfloat_with_epsilon (svg.width, 600, 1e-6);
  g_assert_cmpfloat_with_epsilon (svg.height, 450, 1e-6);
  g_assert_cmpuint (svg.n_texts, ==, 0);  /* letters are paths … */
  g_assert_cmpuint (svg.n_paths, >=, 4); /* … one for each of the four */
  g_assert_cmpint (resolution, ==, 3);
}

/* ---- PDF ---- */

/* The last of these words in bytes of which some are 0; NULL: none. */
static const char *
find_last (const char *bytes, gsize size, const char *words)
{
  const char *found = NULL, *next = bytes;

  while ((next = memmem (next, size - (gsize) (next - bytes), words, strlen (words))) != NULL)
    found = next++;
  return found;
}

/* Each entry of the table is where the object with that number begins. */
static guint
check_objects (const char *pdf, gsize size)
{
  const char *end = find_last (pdf, size, "startxref");
  const char *table, *entry;
  guint first, n;
  int length;

  g_assert_nonnull (end);
  table = pdf + strtoul (end + strlen ("startxref"), NULL, 10);
  g_assert_true (table < end && g_str_has_prefix (table, "xref"));
  g_assert_cmpint (sscanf (table, "xref %u %u%n", &first, &n, &length), ==, 2);
  g_assert_cmpuint (first, ==, 0);
  entry = table + length + 1;
  for (guint i = 0; i < n; i++, entry += 20)
    {
      g_autofree char *head = g_strdup_printf ("%u 0 obj", i);
      const gsize at = strtoul (entry, NULL, 10);

      if (entry[17] != 'n')
        continue;
      g_assert_cmpuint (at, <, size);
      g_assert_true (g_str_has_prefix (pdf + at, head));
    }
  return n;
}

static void
test_pdf (void)
{
  g_autoptr (GByteArray) bytes = encode (DH_SCHEME_LIGHT,
                                         (DhDrawingSize) { DH_DRAWING_PDF, 0, 0, 2 });
  double box[4] = { 0 };
  const char *media, *pdf;

  g_byte_array_append (bytes, (const guint8 *) "", 1);
  pdf = (const char *) bytes->data;
  g_assert_true (g_str_has_prefix (pdf, "%PDF-1.4"));
  g_assert_nonnull (find_last (pdf, bytes->len, "%%EOF"));
  g_assert_cmpuint (check_objects (pdf, bytes->len), >, 5);
  media = find_last (pdf, bytes->len, "/MediaBox [");
  g_assert_nonnull (media);
  g_assert_cmpint (sscanf (media, "/MediaBox [ %lf %lf %lf %lf", &box[0], &box[1], &box[2], &box[3]),
                   ==, 4);
  g_assert_cmpfloat_with_epsilon (box[2], 2 * WIDTH, .01);
  g_assert_cmpfloat_with_epsilon (box[3], 2 * HEIGHT, .01);
  g_assert_nonnull (find_last (pdf, bytes->len, "/FontFile")); /* embedded */
  g_assert_nonnull (find_last (pdf, bytes->len, "A title"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/png", test_png);
  g_test_add_func ("/drawing/too-large", test_too_large);
  g_test_add_func ("/drawing/svg", test_svg);
  g_test_add_func ("/drawing/pdf", test_pdf);
  return g_test_run ();
}
