/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The faces of a lane as a table.
 *
 * The table is compared across lanes.
 *
 * The number of faces and their arrangement depend on the space: a narrow card has A's block above
 * B's, a wide one has them side by side.  All sixteen arrangements are tried, and the one that
 * covers most of the rectangle with pictures wins, so no table of window sizes is needed.  A tile
 * larger than TILE_MOST counts as that size: more faces are more useful than larger pixels of a
 * 64-pixel network.  One smaller than TILE_GOOD counts less than its area: many faces that are too
 * small to judge are less useful than a few large ones.
 *
 * A heading that is wider than its tile moves the columns apart; where there is no width for that,
 * an arrangement counts less, because a column whose heading can't be read isn't understood.
 *
 * Leftover width goes between a block's two pairs: the reconstruction is beside its original, the
 * swap beside the real picture, and the block is aligned with the rest of the card.
 */
#include "ui/plot/pictures/tile-grid.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/common/rounded.h"
#include "ui/plot/common/text.h"

#define GAP        3.0
#define BLOCK_GAP  6.0
#define TILE_LEAST 24.0
#define TILE_GOOD  64.0
#define TILE_MOST  150.0
/* As a share of a tile: pairs farther apart no longer look like one row. */
#define PAIR_GAP_MOST .6
/* Opacity of the line around a tile, without which a white tile would be invisible on a white
 * card. */
#define OUTLINE      .16
#define HEADING_FONT 11.0
#define HEADING      17.0
/* An estimate of a letter's width, as a share of the font's size. */
#define LETTER .58

/* Width and height of the whole grid for a given side of a tile. */
static void
update_extents (DhTileGrid *self)
{
  double pitch = self->tile + self->column_gap;
  double block_width = self->n_columns * pitch - self->column_gap + self->pair_gap;
  double block_height = self->heading + self->n_faces * (self->tile + self->gap) - self->gap;

  self->width = self->beside ? 2 * block_width + self->block_gap : block_width;
  self->height = self->beside ? block_height : 2 * block_height + self->block_gap;
}

static double
estimate_heading (const DhTileGrid *self)
{
  glong n_letters = 0;

  for (guint side = 0; side < 2; side++)
    for (guint column = 0; column < self->n_columns; column++)
      n_letters = MAX (n_letters, g_utf8_strlen (dh_tile_get_heading (side, column), -1));
  return LETTER * self->font_size * ((double) n_letters + 1); /* and a space */
}

/* Moves the columns apart as far as headings need and the width allows. */
static void
spread (DhTileGrid *self, double across)
{
  double least = self->n_columns * (self->tile + self->gap) - self->gap;
  double room = floor ((across - least) / (self->n_columns - 1));
  double wanted = ceil (estimate_heading (self) - self->tile - self->gap);

  self->column_gap = self->gap + MAX (MIN (room, wanted), 0);
}

static DhTileGrid
arrange (double width, double height, guint n_faces, guint n_columns, gboolean beside,
         double text_scale)
{
  DhTileGrid self = {
    .n_faces = n_faces,
    .n_columns = n_columns,
    .beside = beside,
    .gap = GAP,
    .column_gap = GAP,
    .block_gap = beside ? 4 * BLOCK_GAP : BLOCK_GAP,
    .heading = round (HEADING * text_scale),
    .font_size = HEADING_FONT * text_scale,
  };
  double across = beside ? (width - self.block_gap) / 2 : width;
  double down = beside ? height : (height - self.block_gap) / 2;

  self.tile = floor (MIN ((across + GAP) / n_columns, (down - self.heading + GAP) / n_faces) - GAP);
  spread (&self, across);
  update_extents (&self);
  return self;
}

/* Distributes the remaining width to the gaps between pairs. */
static void
justify (DhTileGrid *self, double width)
{
  double share = MAX (floor ((width - self->width) / (self->beside ? 3 : 1)), 0.0);

  self->pair_gap = MIN (share, floor (PAIR_GAP_MOST * self->tile));
  if (self->beside)
    self->block_gap += self->pair_gap;
  update_extents (self);
}

static double
get_worth (const DhTileGrid *self)
{
  double side = MIN (self->tile, TILE_MOST), area = side * side * self->n_faces;
  double readable = MIN ((self->tile + self->column_gap) / estimate_heading (self), 1);

  return area * MIN (side * side / (TILE_GOOD * TILE_GOOD), 1) * pow (readable, 6);
}

DhTileGrid
dh_tile_grid_fit (double width, double height, gboolean true_swap, double text_scale)
{
  guint n_columns = true_swap ? DH_N_TILES : DH_N_TILES - 1;
  DhTileGrid best = arrange (width, height, 1, n_columns, FALSE, text_scale);
  double most = 0;

  for (guint n_faces = 1; n_faces <= DH_TILE_GRID_MAX_FACES; n_faces++)
    for (int beside = 0; beside <= 1; beside++)
      {
        DhTileGrid grid = arrange (width, height, n_faces, n_columns, beside, text_scale);
        double worth = get_worth (&grid);

        if (grid.tile >= TILE_LEAST && worth > most)
          {
            best = grid;
            most = worth;
          }
      }
  best.tile = MAX (best.tile, 1.0);
  update_extents (&best);
  justify (&best, width);
  return best;
}

DhTileGrid
dh_tile_grid_make (guint n_faces, double tile, gboolean true_swap)
{
  DhTileGrid self = {
    .n_faces = n_faces,
    .n_columns = true_swap ? DH_N_TILES : DH_N_TILES - 1,
    .tile = tile,
    .gap = GAP,
    .column_gap = GAP,
    .pair_gap = BLOCK_GAP,
    .heading = HEADING,
    .font_size = HEADING_FONT,
    .block_gap = BLOCK_GAP,
  };

  update_extents (&self);
  return self;
}

void
dh_tile_grid_locate (const DhTileGrid *self, guint side, guint face, DhTile column, double *x,
                     double *y)
{
  double pitch = self->tile + self->column_gap, down = self->tile + self->gap;

  *x = column * pitch + (column >= DH_TILE_SWAP ? self->pair_gap : 0.0);
  *y = self->heading + face * down;
  if (side == 1 && self->beside)
    *x += self->n_columns * pitch - self->column_gap + self->pair_gap + self->block_gap;
  else if (side == 1)
    *y += self->heading + self->n_faces * down - self->gap + self->block_gap;
}

gboolean
dh_tile_grid_pick (const DhTileGrid *self, double x, double y, guint *side, guint *face,
                   DhTile *column)
{
  for (guint i = 0; i < 2 * self->n_faces * self->n_columns; i++)
    {
      double left, top;

      *side = i / (self->n_faces * self->n_columns);
      *face = i / self->n_columns % self->n_faces;
      *column = i % self->n_columns;
      dh_tile_grid_locate (self, *side, *face, *column, &left, &top);
      if (x >= left && x < left + self->tile && y >= top && y < top + self->tile)
        return TRUE;
    }
  return FALSE;
}

const char *
dh_tile_get_heading (guint side, DhTile column)
{
  static const char *const headings[2][DH_N_TILES] = {
    /* Translators: columns of faces. A and B are the two people, A→B is A repainted as B. */
    { N_ ("A"), N_ ("A→A"), N_ ("A→B"), N_ ("true B") },
    { N_ ("B"), N_ ("B→B"), N_ ("B→A"), N_ ("true A") },
  };

  g_return_val_if_fail (side < 2 && column < DH_N_TILES, "");
  return _ (headings[side][column]);
}

static void
add_rounded_square (cairo_t *cr, double x, double y, double side)
{
  double radius = MIN (6.0, side * .09);

  dh_path_add_rounded (cr, x, y, side, side, radius);
}

cairo_surface_t *
dh_tile_create_surface (const guint8 *pixels, int size)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
  int stride = cairo_image_surface_get_stride (surface);
  guint8 *data = cairo_image_surface_get_data (surface);

  for (int y = 0; y < size; y++)
    {
      guint32 *row = (guint32 *) (data + (gsize) y * stride);

      for (int x = 0; x < size; x++, pixels += 4)
        row[x] = (guint32) pixels[0] << 16 | (guint32) pixels[1] << 8 | pixels[2];
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
draw_tile (cairo_t *cr, double x, double y, double side, const guint8 *pixels, int size)
{
  cairo_surface_t *surface = dh_tile_create_surface (pixels, size);

  cairo_save (cr);
  add_rounded_square (cr, x, y, side);
  cairo_translate (cr, x, y);
  cairo_scale (cr, side / size, side / size);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/* Drawn inside the tile's edge, so that it doesn't overlap a neighbour; black or white like the
 * card's text. */
static void
draw_outline (cairo_t *cr, double x, double y, double side, DhScheme scheme)
{
  cairo_save (cr);
  add_rounded_square (cr, x + .5, y + .5, side - 1);
  dh_color_set_source (cr, dh_palette_get (scheme)->text, OUTLINE);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
dh_tile_draw (cairo_t *cr, double x, double y, double side, const guint8 *pixels, int size,
              DhScheme scheme)
{
  if (pixels != NULL)
    {
      draw_tile (cr, x, y, side, pixels, size);
      draw_outline (cr, x, y, side, scheme);
      return;
    }
  add_rounded_square (cr, x, y, side);
  dh_color_set_source (cr, dh_palette_get (scheme)->placeholder, 1.0);
  cairo_fill (cr);
}

static void
draw_mask_overlay (cairo_t *cr, double x, double y, double side, const DhMaskOverlay *overlay,
                   const DhPreview *preview, guint person, guint face)
{
  cairo_save (cr);
  add_rounded_square (cr, x, y, side);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  dh_mask_overlay_draw (overlay, cr, preview, person, face, side);
  cairo_restore (cr);
}

static void
draw_headings (const DhTileGrid *self, cairo_t *cr, guint side, DhScheme scheme,
               const char *font_family)
{
  DhText style = {
    .family = font_family,
    .size = self->font_size,
    .color = dh_palette_get (scheme)->dim_text,
    .align_y = 1,
    .max_width = MAX (self->tile + self->column_gap, 8),
  };

  for (guint column = 0; column < self->n_columns; column++)
    {
      double x, y, width;

      dh_tile_grid_locate (self, side, 0, column, &x, &y);
      width = MIN (dh_text_measure (cr, &style, dh_tile_get_heading (side, column)),
                   style.max_width);
      x = CLAMP (x + (self->tile - width) / 2, 0, MAX (self->width - width, 0));
      dh_text_draw (cr, &style, round (x), y - 1,
                    dh_tile_get_heading (side, column));
    }
}

void
dh_tile_grid_draw (const DhTileGrid *self, cairo_t *cr, const DhPreview *preview,
                   const DhMaskOverlay *overlay, DhScheme scheme, const char *font_family)
{
  int n_faces = preview != NULL ? dh_preview_get_n_faces (preview) : 0;

  for (guint side = 0; side < 2; side++)
    {
      draw_headings (self, cr, side, scheme, font_family);
      for (guint face = 0; face < self->n_faces; face++)
        for (guint column = 0; column < self->n_columns; column++)
          {
            const guint8 *pixels = NULL;
            double x, y;

            dh_tile_grid_locate (self, side, face, column, &x, &y);
            if ((int) face < n_faces)
              pixels = dh_preview_peek_tile (preview, side, face, column);
            dh_tile_draw (cr, x, y, self->tile, pixels,
                          pixels != NULL ? dh_preview_get_size (preview) : 0, scheme);
            if (pixels != NULL && overlay != NULL && column <= DH_TILE_SELF)
              draw_mask_overlay (cr, x, y, self->tile, overlay, preview, side, face);
          }
    }
}
