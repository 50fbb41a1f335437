/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signed numbers as a picture in two colours.  Both halves of the colormap get darker evenly and
 * alike, so that lightness shows the magnitude and hue the sign; blue and orange are
 * distinguishable with every kind of colour vision, unlike red and green.
 *
 * The stops are equal steps in Oklab (Ottosson 2020) from one grey along the hues 255° and 48°, as
 * far out as sRGB reaches.  White or black in the middle was rejected: it would vanish in a light
 * or a dark card, and a zero gradient would look like a missing picture.
 */
#include "ui/plot/pictures/gradient-map.h"

#include <math.h>

#include "ui/plot/common/text.h"

#define N_STOPS        5
#define N_LEGEND_STEPS 8  /* per half: two for each stop */
#define BAR_HEIGHT     .9 /* as a share of the text's size */
#define GAP            .35

static const guint32 orange[N_STOPS] = { 0xd9d9d9, 0xdaae98, 0xd48459, 0xc15b18, 0x9a4303 };
static const guint32 blue[N_STOPS] = { 0xd9d9d9, 0xa2bcdd, 0x6d9ddb, 0x397ed1, 0x015eb8 };

/* One of the three colour bytes, interpolated between two stops, in [0, 255]. */
static double
mix (const guint32 *stops, double place, int shift)
{
  int index = MIN ((int) place, N_STOPS - 2);
  double from = stops[index] >> shift & 255, to = stops[index + 1] >> shift & 255;

  return from + (place - index) * (to - from);
}

DhColor
dh_gradient_map_get_color (double strength)
{
  const guint32 *stops = strength < 0 ? orange : blue;
  double place = MIN (fabs (strength), 1.0) * (N_STOPS - 1);

  if (isnan (strength))
    return (DhColor) { 0 };
  return (DhColor) { mix (stops, place, 16) / 255.0, mix (stops, place, 8) / 255.0,
                     mix (stops, place, 0) / 255.0, 1.0 };
}

static guint32
get_pixel (double strength)
{
  DhColor color = dh_gradient_map_get_color (strength);

  if (color.alpha <= 0)
    return 0;
  return 0xffu << 24 | (guint32) (color.red * 255 + .5) << 16
         | (guint32) (color.green * 255 + .5) << 8 | (guint32) (color.blue * 255 + .5);
}

cairo_surface_t *
dh_gradient_map_new_surface (const float *map, int width, int height, double scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  int stride = cairo_image_surface_get_stride (surface);
  guint8 *data = cairo_image_surface_get_data (surface);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      guint32 *row = (guint32 *) (void *) (data + (gsize) y * stride);

      for (int x = 0; x < width; x++)
        {
          double value = map[(gsize) y * width + x];

          row[x] = get_pixel (scale > 0 || isnan (value) ? value / scale : 0.0);
        }
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

double
dh_gradient_map_get_legend_height (double text_size)
{
  return ceil (text_size * (BAR_HEIGHT + GAP + 1.3));
}

void
dh_gradient_map_draw_legend (cairo_t *cr, DhScheme scheme, double text_size, double width,
                             const char *low, const char *high)
{
  cairo_pattern_t *colormap = cairo_pattern_create_linear (0, 0, width, 0);
  DhText style = { .size = text_size,
                   .color = dh_palette_get (scheme)->dim_text,
                   .max_width = width / 2 - 4 };
  double top = text_size * (BAR_HEIGHT + GAP);

  for (int i = -N_LEGEND_STEPS; i <= N_LEGEND_STEPS; i++)
    {
      DhColor color = dh_gradient_map_get_color ((double) i / N_LEGEND_STEPS);

      cairo_pattern_add_color_stop_rgb (colormap, .5 + .5 * i / N_LEGEND_STEPS, color.red,
                                        color.green, color.blue);
    }
  cairo_rectangle (cr, 0, 0, width, text_size * BAR_HEIGHT);
  cairo_set_source (cr, colormap);
  cairo_fill (cr);
  cairo_pattern_destroy (colormap);
  dh_text_draw (cr, &style, 0, top, low);
  style.align_x = 1;
  dh_text_draw (cr, &style, width, top, high);
}
