/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A one-dimensional ground, drawn as a curve.  Height has the same colormap as on the surfaces, so
 * that a colour means the same everywhere.  The ball's hops are straight chords from point to
 * point: over a valley they are above the ground, which shows that plain descent doesn't roll.
 */
#include "ui/plot/scene/curve-scene.h"

#include "ui/plot/scene/scene-private.h"

#include <math.h>

static double
get_y (const DhScene *self, double value)
{
  DhSceneEye eye = dh_scene_eye_make (self, TRUE);

  return dh_scene_eye_locate (&eye, self->terrain->minimum,
                              dh_height_scale_get_level (&self->height_scale, value))
    .y;
}

/* Traces the curve from left to right, interrupted at holes. */
static void
trace (const DhScene *self, cairo_t *cr)
{
  const DhTerrain *terrain = self->terrain;

  cairo_new_path (cr);
  for (guint i = 0; i < terrain->n_columns; i++)
    {
      double x = (double) i / (terrain->n_columns - 1) * self->width;

      if (isfinite (terrain->heights[i]))
        cairo_line_to (cr, x, get_y (self, terrain->heights[i]));
      else
        cairo_new_sub_path (cr);
    }
}

void
dh_curve_scene_draw_ground (const DhScene *self, DhColormap colormap, cairo_t *cr)
{
  double top = get_y (self, self->terrain->highest), floor = get_y (self, self->terrain->lowest);
  cairo_pattern_t *pattern = cairo_pattern_create_linear (0, floor, 0, top);
  float colours[256][3];

  dh_colormap_fill (colormap, colours);
  for (guint i = 0; i < 256; i += 15)
    cairo_pattern_add_color_stop_rgb (pattern, i / 255.0, colours[i][0] / 255, colours[i][1] / 255,
                                      colours[i][2] / 255);
  trace (self, cr);
  cairo_line_to (cr, self->width, self->height);
  cairo_line_to (cr, 0, self->height);
  cairo_close_path (cr);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
  trace (self, cr);
  cairo_set_line_width (cr, 1.5);
  dh_color_set_source (cr, dh_palette_get (self->scheme)->text, 0.7);
  cairo_stroke (cr);
}

void
dh_curve_scene_draw_balls (const DhScene *self, cairo_t *cr)
{
  dh_scene_draw_on_map (self, cr);
}

double
dh_curve_scene_pick (const DhScene *self, double x)
{
  return self->terrain->minimum[0]
         + x / self->width * (self->terrain->maximum[0] - self->terrain->minimum[0]);
}
