/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/train/snapshot.h"
#include "ui/plot/common/palette.h"
#include "ui/plot/pictures/mask-overlay.h"

G_BEGIN_DECLS

#define DH_TILE_GRID_MAX_FACES 8

/* How the preview's tiles lie in a rectangle: a block of A's faces and one of B's, under or beside
 * each other, each with a line of headings and a column for original, itself, swap and, where there
 * is one, true swap. */
typedef struct
{
  guint n_faces;   /* rows a block */
  guint n_columns; /* a block: 4, or 3 without true swap */
  gboolean beside;
  double tile;          /* side of a tile */
  double gap;           /* between tiles */
  double pair_gap;      /* more of it between itself and swap */
  double font_size;     /* of the headings, pixels */
  double heading;       /* height of a line of headings */
  double block_gap;     /* between the blocks */
  double width, height; /* all of it */
} DhTileGrid;

/* Of all arrangements with 1 … 8 faces per side the one that covers the most of width × height
 * with pictures. text_scale: 1 is the usual size of the headings. */
DhTileGrid dh_tile_grid_fit (double width, double height, gboolean true_swap, double text_scale);
/* n_faces rows of tiles of a given size, one block under the other. */
DhTileGrid dh_tile_grid_make (guint n_faces, double tile, gboolean true_swap);
/* Top left of a tile, from the grid's top left. */
void dh_tile_grid_locate (const DhTileGrid *self, guint side, guint face, DhTile column, double *x,
                          double *y);
/* Headings and tiles, from (0, 0); a tile that the preview (nullable) lacks is a faint square.
 * overlay: (nullable): over what a network sees and paints as itself */
void dh_tile_grid_draw (const DhTileGrid *self, cairo_t *cr, const DhPreview *preview,
                        const DhMaskOverlay *overlay, DhScheme scheme, const char *font_family);
/* "A", "A→A", "A→B", "true B"; translated */
const char *dh_tile_get_heading (guint side, DhTile column);

G_END_DECLS
