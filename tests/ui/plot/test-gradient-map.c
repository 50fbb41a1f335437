/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The diverging colormap: the sign is a hue, the strength a lightness that is the same on both
 * sides, the middle is none of the grounds, and what is no number is not painted.
 */
#include "ui/plot/pictures/gradient-map.h"

#include <math.h>

static double
to_linear (double c)
{
  return c <= .04045 ? c / 12.92 : pow ((c + .055) / 1.055, 2.4);
}

/* WCAG's relative luminance. */
static double
get_luminance (DhColor color)
{
  return .2126 * to_linear (color.red) + .7152 * to_linear (color.green)
         + .0722 * to_linear (color.blue);
}

static double
get_contrast (double a, double b)
{
  return (MAX (a, b) + .05) / (MIN (a, b) + .05);
}

static void
test_sign (void)
{
  for (int i = 1; i <= 20; i++)
    {
      DhColor lighter = dh_gradient_map_get_color (-i / 20.0);
      DhColor darker = dh_gradient_map_get_color (i / 20.0);

      g_assert_cmpfloat (lighter.red, >, lighter.blue);
      g_assert_cmpfloat (darker.blue, >, darker.red);
      g_assert_cmpfloat (lighter.alpha, ==, 1);
    }
}

/* Equal strengths are equally dark, and stronger is always darker. */
static void
test_symmetry (void)
{
  double last = 1;

  for (int i = 0; i <= 40; i++)
    {
      double lighter = get_luminance (dh_gradient_map_get_color (-i / 40.0));
      double darker = get_luminance (dh_gradient_map_get_color (i / 40.0));

      g_assert_cmpfloat (get_contrast (lighter, darker), <, 1.08);
      g_assert_cmpfloat (darker, <, last);
      last = darker;
    }
}

static void
test_middle (void)
{
  const DhColor middle = dh_gradient_map_get_color (0);

  g_assert_cmpfloat (middle.red, ==, middle.green);
  g_assert_cmpfloat (middle.green, ==, middle.blue);
  for (int scheme = 0; scheme < DH_N_SCHEMES; scheme++)
    {
      DhColor card = dh_palette_get (scheme)->card;

      g_assert_cmpfloat (get_contrast (get_luminance (middle), get_luminance (card)), >, 1.3);
    }
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (surface)
                      + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) row)[x];
}

static void
test_surface (void)
{
  const float map[6] = { -2, -1, 0, 1, 50, NAN };
  cairo_surface_t *surface = dh_gradient_map_new_surface (map, 3, 2, 2);
  cairo_surface_t *empty = dh_gradient_map_new_surface (map, 3, 2, 0);

  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 3);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 2);
  g_assert_cmphex (get_pixel (surface, 0, 0), ==, 0xff9a4303);
  g_assert_cmphex (get_pixel (surface, 1, 0), ==, 0xffd48459);
  g_assert_cmphex (get_pixel (surface, 2, 0), ==, 0xffd9d9d9);
  g_assert_cmphex (get_pixel (surface, 0, 1), ==, 0xff6d9ddb);
  g_assert_cmphex (get_pixel (surface, 1, 1), ==, 0xff015eb8);
  g_assert_cmphex (get_pixel (surface, 2, 1), ==, 0);
  g_assert_cmphex (get_pixel (empty, 0, 0), ==, 0xffd9d9d9);
  g_assert_cmphex (get_pixel (empty, 2, 1), ==, 0);
  cairo_surface_destroy (surface);
  cairo_surface_destroy (empty);
}

/* Orange, grey, blue from left to right, and text below, within the promised height. */
static void
test_legend (void)
{
  const int width = 240, height = (int) dh_gradient_map_get_legend_height (12);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height + 4);
  cairo_t *cr = cairo_create (surface);
  guint n_inked = 0;

  dh_gradient_map_draw_legend (cr, DH_SCHEME_LIGHT, 12, width, "low", "high");
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmpuint (get_pixel (surface, 2, 4) >> 16 & 255, >, get_pixel (surface, 2, 4) & 255);
  g_assert_cmpuint (get_pixel (surface, 237, 4) >> 16 & 255, <, get_pixel (surface, 237, 4) & 255);
  for (int y = 12; y < height; y++)
    for (int x = 0; x < width; x++)
      n_inked += get_pixel (surface, x, y) != 0;
  g_assert_cmpuint (n_inked, >, 200);
  for (int x = 0; x < width; x++)
    g_assert_cmphex (get_pixel (surface, x, height + 1), ==, 0);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gradient-map/sign", test_sign);
  g_test_add_func ("/gradient-map/symmetry", test_symmetry);
  g_test_add_func ("/gradient-map/middle", test_middle);
  g_test_add_func ("/gradient-map/surface", test_surface);
  g_test_add_func ("/gradient-map/legend", test_legend);
  return g_test_run ();
}
