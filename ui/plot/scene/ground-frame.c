/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Axes and legend of a ground.  Only the ends of an axis have numbers: it is linear between them,
 * and the shape is what matters.  The legend also has a number in the middle, because heights may
 * be compressed (height-scale.h).
 */
#include "ui/plot/scene/ground-frame.h"

#include "ui/plot/common/text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEFT      3.4 /* all of these in font sizes */
#define GAP       0.4
#define BAR       0.7
#define LINE      1.4
#define ROOMY     14 /* narrower legends have numbers only at their ends */
#define LONG_NAME 2  /* characters: longer names are vertical, beside the axis */

double
dh_ground_frame_get_left (const DhGroundFrame *self)
{
  return self->axes.n > 1 ? LEFT * self->size : 0;
}

double
dh_ground_frame_get_bottom (const DhGroundFrame *self)
{
  return (GAP + LINE) * self->size;
}

double
dh_ground_frame_get_legend (const DhGroundFrame *self)
{
  return (BAR + GAP + LINE) * self->size;
}

static DhText
make_text (const DhGroundFrame *self, double align_x, double align_y)
{
  return (DhText) { .size = self->size,
                    .color = dh_palette_get (self->scheme)->dim_text,
                    .align_x = align_x,
                    .align_y = align_y };
}

static void
draw_number (const DhGroundFrame *self, cairo_t *cr, double number, double align_x, double align_y,
             double x, double y)
{
  DhText text = make_text (self, align_x, align_y);
  char digits[32];

  dh_ground_number_format (number, digits, sizeof digits);
  dh_text_draw (cr, &text, x, y, digits);
}

/* "size (%)" */
static char *
dup_name (const DhGroundAxis *axis)
{
  return axis->unit == NULL ? g_strdup (axis->name)
                            : g_strdup_printf ("%s (%s)", axis->name, axis->unit);
}

static void
draw_lower_axis (const DhGroundFrame *self, cairo_t *cr, double x, double y, double width)
{
  const DhGroundAxis *axis = &self->axes.each[0];
  DhText text = make_text (self, 0.5, 0);
  g_autofree char *name = dup_name (axis);

  text.max_width = MAX (width - 2 * LEFT * self->size, self->size);
  draw_number (self, cr, axis->minimum * axis->scale, 0, 0, x, y);
  draw_number (self, cr, axis->maximum * axis->scale, 1, 0, x + width, y);
  dh_text_draw (cr, &text, x + width / 2, y, name);
}

static void
draw_left_axis (const DhGroundFrame *self, cairo_t *cr, double x, double y, double height)
{
  const DhGroundAxis *axis = &self->axes.each[1];
  g_autofree char *name = dup_name (axis);
  DhText text = make_text (self, 1, 0.5);

  draw_number (self, cr, axis->maximum * axis->scale, 1, 0, x, y);
  draw_number (self, cr, axis->minimum * axis->scale, 1, 1, x, y + height);
  if (g_utf8_strlen (name, -1) <= LONG_NAME)
    {
      dh_text_draw (cr, &text, x, y + height / 2, name);
      return;
    }
  text = make_text (self, 0.5, 1);
  text.max_width = MAX (height - 4 * LINE * self->size, self->size);
  cairo_save (cr);
  cairo_translate (cr, x, y + height / 2);
  cairo_rotate (cr, -G_PI_2);
  dh_text_draw (cr, &text, 0, 0, name);
  cairo_restore (cr);
}

void
dh_ground_frame_draw_axes (const DhGroundFrame *self, cairo_t *cr, double x, double y, double width,
                           double height)
{
  draw_lower_axis (self, cr, x, y + height + GAP * self->size, width);
  if (self->axes.n < 2)
    return;
  draw_left_axis (self, cr, x - GAP * self->size, y, height);
  /* Without heights, nothing else would show how far the map extends. */
  cairo_rectangle (cr, x - 0.5, y - 0.5, width + 1, height + 1);
  cairo_set_line_width (cr, 1);
  dh_color_set_source (cr, dh_palette_get (self->scheme)->dim_text, 0.5);
  cairo_stroke (cr);
}

void
dh_ground_frame_draw_legend (const DhGroundFrame *self, cairo_t *cr,
                             const DhHeightScale *height_scale, double x, double y, double width)
{
  cairo_pattern_t *pattern = cairo_pattern_create_linear (x, 0, x + width, 0);
  double below = y + (BAR + GAP) * self->size;
  DhText name = make_text (self, 1, 0.25);
  float colours[256][3];

  dh_colormap_fill (self->colormap, colours);
  for (guint i = 0; i < 256; i += 15)
    cairo_pattern_add_color_stop_rgb (pattern, i / 255.0, colours[i][0] / 255, colours[i][1] / 255,
                                      colours[i][2] / 255);
  cairo_rectangle (cr, x, y, width, BAR * self->size);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
  for (guint i = 0; i < 3; i += width < ROOMY * self->size ? 2 : 1)
    {
      double value = dh_height_scale_get_value (height_scale, i / 2.0);

      /* A value that is negligible compared with these heights is written as 0, such as the lowest
       * grid point near a true minimum of 0. */
      draw_number (self, cr, fabs (value) > 1e-4 * height_scale->span ? value : 0, i / 2.0, 0,
                   x + i / 2.0 * width, below);
    }
  dh_text_draw (cr, &name, x - GAP * self->size, y, _ ("loss"));
}
