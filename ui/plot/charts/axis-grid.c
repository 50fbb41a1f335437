/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The vertical axis of a chart: positions, grid lines and their values.
 */
#include "ui/plot/charts/axis-grid.h"

#include <math.h>

#include "ui/plot/common/text.h"

#define USUAL_FONT_SIZE 11.0
#define LEAST_PITCH     1.1 /* of values, times the font size */

double
dh_axis_get_line_scale (double font_size)
{
  return MAX (font_size / USUAL_FONT_SIZE, 1);
}

double
dh_axis_get_y (const DhValueAxis *axis, DhPlotArea area, double value)
{
  double position =
    dh_value_axis_position (axis, axis->logarithmic ? MAX (value, axis->minimum * 1e-6) : value);

  return area.y + (1.0 - CLAMP (position, -.5, 1.5)) * area.height;
}

void
dh_axis_draw_values (const DhAxisStyle *self, cairo_t *cr, DhPlotArea area, const DhValueAxis *axis)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  double font = self->font_size;
  DhText style = { .family = self->font_family,
                   .size = font,
                   .color = palette->dim_text,
                   .align_x = 1,
                   .align_y = .5 };
  DhTick ticks[DH_AXIS_MAX_TICKS];
  guint n = dh_value_axis_get_ticks (axis, (guint) CLAMP (area.height / (font * 1.4), 2, 6), ticks);
  double last = INFINITY;

  for (guint i = 0; i < n; i++)
    {
      double y = floor (area.y + (1.0 - ticks[i].position) * area.height) + .5;

      dh_color_set_source (cr, palette->grid, 1.0);
      cairo_move_to (cr, area.x, y);
      cairo_rel_line_to (cr, area.width, 0);
      cairo_stroke (cr);
      /* A low chart with large text has no room for all of them. */
      if (fabs (y - last) < LEAST_PITCH * font)
        continue;
      dh_text_draw (cr, &style, area.x - 6, y, ticks[i].label);
      last = y;
    }
}
