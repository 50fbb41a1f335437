/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* The background that a drawing is made for. */
typedef enum
{
  DH_SCHEME_LIGHT,
  DH_SCHEME_DARK,
  DH_SCHEME_LIGHT_CONTRAST,
  DH_SCHEME_DARK_CONTRAST,
  DH_N_SCHEMES
} DhScheme;

typedef struct
{
  double red, green, blue, alpha;
} DhColor;

/* Colours of everything that Cairo draws, except the lanes' colours. */
typedef struct
{
  DhColor window; /* behind the cards; only pictures for files paint it */
  DhColor card;
  DhColor text;
  DhColor dim_text;
  DhColor grid;
  DhColor hover;       /* the line under the pointer */
  DhColor placeholder; /* a tile that isn't there yet */
} DhPalette;

const DhPalette *dh_palette_get (DhScheme scheme);

/* Lane number 1 … DH_MAX_LANES, in the order of Okabe and Ito (2008): distinguishable with every
 * kind of colour vision. They are lighter on a dark background, and darker with more contrast. */
DhColor dh_palette_get_lane (DhScheme scheme, guint number);

void dh_color_set_source (cairo_t *cr, DhColor color, double opacity);

/* A filled disc with the lane's number, for those who can't distinguish the colours. */
void dh_palette_draw_badge (cairo_t *cr, DhScheme scheme, guint number, double x, double y,
                            double radius);

G_END_DECLS
