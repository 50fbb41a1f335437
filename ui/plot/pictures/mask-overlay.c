/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The overlay for masks: areas that a lane's loss ignores are veiled, areas with extra weight
 * outlined.
 *
 * The overlay darkens and is hatched: darkening alone is invisible on a black background, and
 * hatching alone on hair.  A tint was rejected, because it looks like a wrong colour of the
 * network.  An outline has a dark casing and a light core, so that it shows on any skin; it is
 * drawn by marching squares, which is smooth at any tile size, where the pixels' own edges would be
 * stairs.
 */
#include "ui/plot/pictures/mask-overlay.h"

#define MASK_OVERLAY .50
#define HATCH        .20
#define HATCH_PITCH  6
#define LEVEL        127.5
#define CASING       2.6
#define CORE         1.2

/* Black, with light diagonal lines. */
static cairo_pattern_t *
create_hatching (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, HATCH_PITCH,
                                                         HATCH_PITCH);
  guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  cairo_pattern_t *pattern;

  for (int y = 0; y < HATCH_PITCH; y++)
    for (int x = 0; x < HATCH_PITCH; x++)
      {
        guint32 light = (x + y) % HATCH_PITCH == 0 ? (guint32) (HATCH * 255) : 0;

        ((guint32 *) (data + (gsize) y * stride))[x] = (guint32) (MASK_OVERLAY * 255) << 24
                                                       | light << 16 | light << 8 | light;
      }
  cairo_surface_mark_dirty (surface);
  pattern = cairo_pattern_create_for_surface (surface);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_surface_destroy (surface);
  return pattern;
}

/* A mask that is opaque outside the area, scaled to the size of a tile. */
static cairo_pattern_t *
create_outside (const guint8 *area, int size, double tile)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, size, size);
  guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  cairo_pattern_t *pattern;
  cairo_matrix_t matrix;

  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      data[y * stride + x] = 255 - area[y * size + x];
  cairo_surface_mark_dirty (surface);
  pattern = cairo_pattern_create_for_surface (surface);
  cairo_matrix_init_scale (&matrix, size / tile, size / tile);
  cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_BILINEAR);
  cairo_surface_destroy (surface);
  return pattern;
}

static void
draw_outside (cairo_t *cr, const guint8 *area, int size, double tile)
{
  cairo_pattern_t *hatching = create_hatching (), *outside = create_outside (area, size, tile);

  cairo_set_source (cr, hatching);
  cairo_mask (cr, outside);
  cairo_pattern_destroy (hatching);
  cairo_pattern_destroy (outside);
}

/* The contour through the square of pixels right of and below (x, y): one line if it crosses two
 * sides, two lines if it crosses all four. */
static void
add_square (cairo_t *cr, const guint8 *area, int size, int x, int y)
{
  static const int corners[5][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 }, { 0, 0 } };
  guint n = 0;

  for (guint i = 0; i < 4; i++)
    {
      const int *from = corners[i], *to = corners[i + 1];
      double a = area[(y + from[1]) * size + x + from[0]] - LEVEL;
      double b = area[(y + to[1]) * size + x + to[0]] - LEVEL, t = a / (a - b);

      if ((a < 0) == (b < 0))
        continue;
      (n++ % 2 == 0 ? cairo_move_to : cairo_line_to) (cr, x + .5 + from[0] + t * (to[0] - from[0]),
                                                      y + .5 + from[1] + t * (to[1] - from[1]));
    }
}

static void
draw_outline (cairo_t *cr, const guint8 *area, int size, double tile)
{
  cairo_save (cr);
  cairo_scale (cr, tile / size, tile / size);
  for (int y = 0; y + 1 < size; y++)
    for (int x = 0; x + 1 < size; x++)
      add_square (cr, area, size, x, y);
  cairo_restore (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_source_rgba (cr, 0, 0, 0, .55);
  cairo_set_line_width (cr, CASING);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, .98, .86, .36);
  cairo_set_line_width (cr, CORE);
  cairo_stroke (cr);
}

void
dh_mask_overlay_draw (const DhMaskOverlay *self, cairo_t *cr, const DhPreview *preview, guint side,
                      guint face, double tile)
{
  int size = dh_preview_get_size (preview);
  const guint8 *area = NULL;

  if (self->mask != DH_AREA_NONE)
    area = dh_preview_peek_area (preview, side, face, self->mask);
  if (area != NULL)
    draw_outside (cr, area, size, tile);
  area = self->eyes ? dh_preview_peek_area (preview, side, face, DH_AREA_EYES) : NULL;
  if (area != NULL)
    draw_outline (cr, area, size, tile);
  area = self->mouth ? dh_preview_peek_area (preview, side, face, DH_AREA_MOUTH) : NULL;
  if (area != NULL)
    draw_outline (cr, area, size, tile);
}
