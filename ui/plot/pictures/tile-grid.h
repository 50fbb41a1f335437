/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/train/snapshot.h"
#include "ui/plot/common/palette.h"
#include "ui/plot/pictures/mask-overlay.h"

G_BEGIN_DECLS

#define DH_TILE_GRID_MAX_FACES 8

/* How the preview's tiles are arranged in a rectangle: a block of A's faces and one of B's, below
 * or beside each other, each with a row of headings and a column for original, itself, swap and, if
 * there is one, true swap. */
typedef struct
{
  guint n_faces;   /* rows in a block */
  guint n_columns; /* in a block: 4, or 3 without true swap */
  gboolean beside;
  double tile;          /* side of a tile */
  double gap;           /* between rows of tiles */
  double column_gap;    /* between columns; larger where headings are wider than tiles */
  double pair_gap;      /* additional space between itself and swap */
  double font_size;     /* of the headings, pixels */
  double heading;       /* height of a row of headings */
  double block_gap;     /* between the blocks */
  double width, height; /* of the whole grid */
} DhTileGrid;

/* Of all arrangements with 1 … 8 faces per side, the one whose pictures cover most of width ×
 * height. text_scale: 1 is the usual size of the headings. */
DhTileGrid dh_tile_grid_fit (double width, double height, gboolean true_swap, double text_scale);
/* n_faces rows of tiles of a given size, one block below the other. */
DhTileGrid dh_tile_grid_make (guint n_faces, double tile, gboolean true_swap);
/* Top left of a tile, from the grid's top left. */
void dh_tile_grid_locate (const DhTileGrid *self, guint side, guint face, DhTile column, double *x,
                          double *y);
/* The tile at a place; FALSE: none. */
gboolean dh_tile_grid_pick (const DhTileGrid *self, double x, double y, guint *side, guint *face,
                            DhTile *column);
/* size × size × 4 bytes R, G, B, 255 as an image surface. (transfer full) */
cairo_surface_t *dh_tile_create_surface (const guint8 *pixels, int size);
/* Draws headings and tiles from (0, 0); a tile that is missing from the preview (nullable) is a
 * faint square. overlay: (nullable): drawn over the original and over itself */
void dh_tile_grid_draw (const DhTileGrid *self, cairo_t *cr, const DhPreview *preview,
                        const DhMaskOverlay *overlay, DhScheme scheme, const char *font_family);
/* "A", "A→A", "A→B", "true B"; translated */
const char *dh_tile_get_heading (guint side, DhTile column);
/* One tile of size × size RGBA pixels (nullable) with its outline. */
void dh_tile_draw (cairo_t *cr, double x, double y, double side, const guint8 *pixels, int size,
                   DhScheme scheme);

G_END_DECLS
