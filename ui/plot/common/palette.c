/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The colours of everything that is drawn.  The window's colours are in CSS, but a picture for a
 * file has no window, and both have to look alike: so they are numbers here, chosen to fit
 * libadwaita's card colours.
 *
 * Lanes: Okabe and Ito, "Color Universal Design" (2008), without its yellow, which vanishes on
 * white.  Their blue and green are too dark on a dark background and their orange too light for
 * text on a bright one: each scheme has its own tones of the same hues.
 */
#include "ui/plot/common/palette.h"

#include "core/base/lanes.h"
#include "ui/plot/common/text.h"

#define RGB(hex) \
  { \
    ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) &255) / 255.0, 1.0 \
  }
#define BLACK(alpha) \
  { \
    0.0, 0.0, 0.0, alpha \
  }
#define WHITE(alpha) \
  { \
    1.0, 1.0, 1.0, alpha \
  }

static const DhPalette palettes[DH_N_SCHEMES] = {
  [DH_SCHEME_LIGHT] = {
    .window = RGB (0xfafafa), .card = RGB (0xffffff), .text = BLACK (.80), .dim_text = BLACK (.60),
    .grid = BLACK (.09), .hover = BLACK (.45), .placeholder = BLACK (.05),
  },
  [DH_SCHEME_DARK] = {
    .window = RGB (0x242424), .card = RGB (0x363636), .text = WHITE (1.0), .dim_text = WHITE (.66),
    .grid = WHITE (.10), .hover = WHITE (.50), .placeholder = WHITE (.06),
  },
  [DH_SCHEME_LIGHT_CONTRAST] = {
    .window = RGB (0xffffff), .card = RGB (0xffffff), .text = BLACK (1.0), .dim_text = BLACK (.85),
    .grid = BLACK (.30), .hover = BLACK (.90), .placeholder = BLACK (.12),
  },
  [DH_SCHEME_DARK_CONTRAST] = {
    .window = RGB (0x1e1e1e), .card = RGB (0x2a2a2a), .text = WHITE (1.0), .dim_text = WHITE (.90),
    .grid = WHITE (.32), .hover = WHITE (.90), .placeholder = WHITE (.14),
  },
};

static const DhColor lanes[DH_N_SCHEMES][DH_MAX_LANES] = {
  [DH_SCHEME_LIGHT] = {
    RGB (0x0072b2), RGB (0xd55e00), RGB (0x009e73), RGB (0xcc79a7), RGB (0xe69f00), RGB (0x56b4e9),
  },
  [DH_SCHEME_DARK] = {
    RGB (0x3a9bdc), RGB (0xee7d2b), RGB (0x1fbf91), RGB (0xdc94ba), RGB (0xf0b32e), RGB (0x7cc7f2),
  },
  [DH_SCHEME_LIGHT_CONTRAST] = {
    RGB (0x00558a), RGB (0xa84a00), RGB (0x00704f), RGB (0x9c3f73), RGB (0x8a5f00), RGB (0x1c6f9f),
  },
  [DH_SCHEME_DARK_CONTRAST] = {
    RGB (0x62b8f2), RGB (0xff9a4d), RGB (0x3fdcaf), RGB (0xf0b0d2), RGB (0xffc94d), RGB (0xa3dbff),
  },
};

const DhPalette *
dh_palette_get (DhScheme scheme)
{
  g_return_val_if_fail (scheme < DH_N_SCHEMES, &palettes[0]);
  return &palettes[scheme];
}

DhColor
dh_palette_get_lane (DhScheme scheme, guint number)
{
  g_return_val_if_fail (scheme < DH_N_SCHEMES, lanes[0][0]);
  return lanes[scheme][(MAX (number, 1) - 1) % DH_MAX_LANES];
}

void
dh_color_set_source (cairo_t *cr, DhColor color, double opacity)
{
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * opacity);
}

/* Relative luminance, near enough to choose between black and white. */
static double
get_luminance (DhColor color)
{
  return .2126 * color.red * color.red + .7152 * color.green * color.green
         + .0722 * color.blue * color.blue;
}

void
dh_palette_draw_badge (cairo_t *cr, DhScheme scheme, guint number, double x, double y,
                       double radius)
{
  DhColor color = dh_palette_get_lane (scheme, number);
  DhColor ink = get_luminance (color) > .34 ? (DhColor) BLACK (.85) : (DhColor) WHITE (1.0);
  char text[8];

  g_snprintf (text, sizeof text, "%u", number);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  dh_color_set_source (cr, color, 1.0);
  cairo_fill (cr);
  dh_text_draw (cr,
                &(DhText) {
                  .size = radius * 1.15, .bold = TRUE, .color = ink, .align_x = .5, .align_y = .5 },
                x, y, text);
}
