/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Points with the balls' lines through them.
 *
 * Outliers look like all other points, because the loss doesn't know which they are either.  A
 * single line is joined to the points by thin sticks, the residuals.  With several lines the sticks
 * would be a tangle, so they are left out, and the lines are numbered.
 */
#include "ui/plot/charts/fit-plot.h"

#include "ui/plot/common/text.h"

#include <math.h>

#define REACH      14.0  /* pixels: how near a point the pointer has to be */
#define LETTER     0.085 /* font size, as a share of the height */
#define MIN_LETTER 9.0
#define MAX_LETTER 12.0
#define MARGIN     0.07 /* around the data, as a share of its range */

typedef struct
{
  double x, y, width, height; /* of the area inside the axes */
  double letter, unit;
} Frame;

static Frame
make_frame (const DhFitPlot *self)
{
  double letter = CLAMP (LETTER * self->height, MIN_LETTER, MAX_LETTER);
  double left = 2.1 * letter, bottom = 1.7 * letter, top = 0.3 * letter;

  return (Frame) {
    .x = floor (self->x + left),
    .y = floor (self->y + top),
    .width = MAX (floor (self->width - left - top), 1),
    .height = MAX (floor (self->height - top - bottom), 1),
    .letter = letter,
    .unit = CLAMP (MIN (self->width, 1.6 * self->height) / 320, 0.75, 1.5),
  };
}

static double
get_x (const Frame *frame, double x)
{
  return frame->x + ((x + 1) / 2 * (1 - 2 * MARGIN) + MARGIN) * frame->width;
}

static double
get_y (const Frame *frame, double y)
{
  return frame->y + ((1 - y) / 2 * (1 - 2 * MARGIN) + MARGIN) * frame->height;
}

/* ---- axes ---- */

static void
draw_grid_line (cairo_t *cr, gboolean is_middle, DhColor colour, double x, double y, double to_x,
                double to_y)
{
  cairo_move_to (cr, floor (x) + 0.5, floor (y) + 0.5);
  cairo_line_to (cr, floor (to_x) + 0.5, floor (to_y) + 0.5);
  cairo_set_line_width (cr, 1);
  dh_color_set_source (cr, colour, is_middle ? 1.8 : 1);
  cairo_stroke (cr);
}

static void
draw_axes (const DhFitPlot *self, const Frame *frame, cairo_t *cr)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  static const char *const numbers[] = { "−1", "0", "1" };
  DhText below = { .size = frame->letter, .color = palette->dim_text, .align_x = 0.5 };
  DhText beside = {
    .size = frame->letter, .color = palette->dim_text, .align_x = 1, .align_y = 0.5
  };

  for (int i = -1; i <= 1; i++)
    {
      double x = get_x (frame, i), y = get_y (frame, i);

      draw_grid_line (cr, i == 0, palette->grid, x, frame->y, x, frame->y + frame->height);
      draw_grid_line (cr, i == 0, palette->grid, frame->x, y, frame->x + frame->width, y);
      dh_text_draw (cr, &below, x, frame->y + frame->height + 0.15 * frame->letter, numbers[i + 1]);
      dh_text_draw (cr, &beside, frame->x - 0.4 * frame->letter, y, numbers[i + 1]);
    }
}

/* ---- points ---- */

static void
draw_point (const DhFitPlot *self, const Frame *frame, cairo_t *cr, guint index)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  double x = get_x (frame, self->points[index].x), y = get_y (frame, self->points[index].y);
  double radius = 3.1 * frame->unit;

  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  dh_color_set_source (cr, palette->card, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke_preserve (cr);
  cairo_fill_preserve (cr);
  dh_color_set_source (cr, palette->text, 0.72);
  cairo_fill (cr);
  if ((int) index != self->hovered)
    return;
  cairo_arc (cr, x, y, radius + 4, 0, 2 * G_PI);
  dh_color_set_source (cr, palette->text, 0.9);
  cairo_set_line_width (cr, 1.6);
  cairo_stroke (cr);
}

/* ---- lines ---- */

static double
get_line_y (const Frame *frame, double slope, double intercept, double x)
{
  /* Cairo can't represent coordinates of 1e9 pixels, so values far outside are clamped. */
  return get_y (frame, CLAMP (slope * x + intercept, -50, 50));
}

static gboolean
is_line (const DhFitPlot *self, guint index)
{
  return isfinite (self->lines[index].slope) && isfinite (self->lines[index].intercept);
}

static void
draw_sticks (const DhFitPlot *self, const Frame *frame, cairo_t *cr)
{
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  for (guint i = 0; i < self->n_points; i++)
    {
      double x = get_x (frame, self->points[i].x);

      cairo_move_to (cr, x, get_y (frame, self->points[i].y));
      cairo_line_to (cr, x,
                     get_line_y (frame, self->lines[0].slope, self->lines[0].intercept,
                                 self->points[i].x));
    }
  cairo_set_line_width (cr, 1.4 * frame->unit);
  dh_color_set_source (cr, dh_palette_get_lane (self->scheme, self->lines[0].number), 0.45);
  cairo_stroke (cr);
}

/* An outline in the card's colour separates it from points and other lines. */
static void
draw_line (const DhFitPlot *self, const Frame *frame, cairo_t *cr, guint index)
{
  double slope = self->lines[index].slope, intercept = self->lines[index].intercept;
  const double end = 1 / (1 - 2 * MARGIN);

  cairo_move_to (cr, get_x (frame, -end), get_line_y (frame, slope, intercept, -end));
  cairo_line_to (cr, get_x (frame, end), get_line_y (frame, slope, intercept, end));
  cairo_set_line_width (cr, 2.2 * frame->unit + 2.4);
  dh_color_set_source (cr, dh_palette_get (self->scheme)->card, 0.85);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, 2.2 * frame->unit);
  dh_color_set_source (cr, dh_palette_get_lane (self->scheme, self->lines[index].number), 1);
  cairo_stroke (cr);
}

/* Each number has its own x, so that the numbers of coinciding lines don't overlap. Where the line
 * has left the plot at that x, its number is placed where it crosses the edge. */
static void
draw_number (const DhFitPlot *self, const Frame *frame, cairo_t *cr, guint index)
{
  double slope = self->lines[index].slope, intercept = self->lines[index].intercept;
  double radius = 6.5 * frame->unit, x = 0.9 - 0.15 * index;
  double value = slope * x + intercept, seen = CLAMP (value, -1, 1);

  if (value != seen && slope != 0)
    x = CLAMP ((seen - intercept) / slope, -1, 1);
  dh_palette_draw_badge (cr, self->scheme, self->lines[index].number, get_x (frame, x),
                         get_y (frame, seen), radius);
}

static void
draw_lines (const DhFitPlot *self, const Frame *frame, cairo_t *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, frame->x, frame->y, frame->width, frame->height);
  cairo_clip (cr);
  if (self->n_lines == 1 && is_line (self, 0))
    draw_sticks (self, frame, cr);
  for (guint i = 0; i < self->n_lines; i++)
    if (is_line (self, i))
      draw_line (self, frame, cr, i);
  cairo_restore (cr);
}

void
dh_fit_plot_draw (const DhFitPlot *self, cairo_t *cr)
{
  Frame frame = make_frame (self);

  cairo_save (cr);
  cairo_rectangle (cr, self->x, self->y, self->width, self->height);
  cairo_clip (cr);
  draw_axes (self, &frame, cr);
  draw_lines (self, &frame, cr);
  for (guint i = 0; i < self->n_points; i++)
    draw_point (self, &frame, cr, i);
  for (guint i = 0; i < self->n_lines; i++)
    if (is_line (self, i))
      draw_number (self, &frame, cr, i);
  cairo_restore (cr);
}

/* ---- the pointer ---- */

int
dh_fit_plot_pick (const DhFitPlot *self, double x, double y)
{
  Frame frame = make_frame (self);
  double least = REACH;
  int nearest = -1;

  for (guint i = 0; i < self->n_points; i++)
    {
      double distance = hypot (get_x (&frame, self->points[i].x) - x,
                               get_y (&frame, self->points[i].y) - y);

      if (distance >= least)
        continue;
      least = distance;
      nearest = (int) i;
    }
  return nearest;
}

DhFitPoint
dh_fit_plot_get_place (const DhFitPlot *self, double x, double y)
{
  Frame frame = make_frame (self);
  double u = ((x - frame.x) / frame.width - MARGIN) / (1 - 2 * MARGIN);
  double v = ((y - frame.y) / frame.height - MARGIN) / (1 - 2 * MARGIN);

  return (DhFitPoint) { CLAMP (2 * u - 1, -1, 1), CLAMP (1 - 2 * v, -1, 1) };
}
