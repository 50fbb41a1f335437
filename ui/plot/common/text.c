/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line of text on a Cairo context.  Cairo's own "toy" text was rejected: it has no shaping, no
 * font fallback (→ is missing in many fonts) and no tabular figures, without which changing numbers
 * jitter.  Pango's font map caches fonts, so a layout per call costs about ten microseconds, but only
 * with a size that was used before: choosing fonts for a new one takes milliseconds.  So sizes are
 * rounded, since that of a ball's number changes with each frame of its flight.
 */
#include "ui/plot/common/text.h"

#include "ui/plot/common/rounded.h"

#include <math.h>
#include <pango/pangocairo.h>

#define SIZE_STEP 0.25 /* px */

static double
round_size (double size)
{
  return MAX (round (size / SIZE_STEP), 1) * SIZE_STEP;
}

/* On paper, letters stand where their font wants them; on a screen, at whole pixels. */
static void
loosen_on_paper (cairo_t *cr, PangoLayout *layout)
{
  if (cairo_surface_get_type (cairo_get_group_target (cr)) == CAIRO_SURFACE_TYPE_IMAGE)
    return;
  pango_context_set_round_glyph_positions (pango_layout_get_context (layout), FALSE);
  pango_layout_context_changed (layout);
}

static PangoLayout *
create_layout (cairo_t *cr, const DhText *self, const char *text)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoFontDescription *font = pango_font_description_new ();

  loosen_on_paper (cr, layout);
  pango_font_description_set_family (font, self->family != NULL ? self->family : "Sans");
  pango_font_description_set_absolute_size (font, round_size (self->size) * PANGO_SCALE);
  pango_font_description_set_weight (font, self->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  if (self->max_width > 0)
    {
      pango_layout_set_width (layout, self->max_width * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  return layout;
}

/* Top left of the layout's logical rectangle. */
static void
place (PangoLayout *layout, const DhText *self, double *x, double *y, PangoRectangle *logical)
{
  pango_layout_get_pixel_extents (layout, NULL, logical);
  *x -= logical->x + self->align_x * logical->width;
  *y -= self->align_y * logical->height;
}

void
dh_text_draw (cairo_t *cr, const DhText *self, double x, double y, const char *text)
{
  g_autoptr (PangoLayout) layout = create_layout (cr, self, text);
  PangoRectangle logical;

  place (layout, self, &x, &y, &logical);
  dh_color_set_source (cr, self->color, 1.0);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr);
}

void
dh_text_draw_on (cairo_t *cr, const DhText *self, DhColor ground, double x, double y,
                 const char *text)
{
  g_autoptr (PangoLayout) layout = create_layout (cr, self, text);
  PangoRectangle logical;

  place (layout, self, &x, &y, &logical);
  dh_path_add_rounded (cr, x + logical.x - 4, y - 1, logical.width + 8, logical.height + 2, 4);
  dh_color_set_source (cr, ground, .86);
  cairo_fill (cr);
  dh_color_set_source (cr, self->color, 1.0);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr);
}

double
dh_text_measure (cairo_t *cr, const DhText *self, const char *text)
{
  g_autoptr (PangoLayout) layout = create_layout (cr, self, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}
