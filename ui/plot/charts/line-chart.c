/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's loss by iteration.
 *
 * The raw loss of a small batch jumps so much that a line through it is a smear; an average alone
 * hides a lane that bounces.  So each pixel column shows the range from the smallest to the largest
 * loss of its iterations, faintly, with the exponential average over it.  With the pyramid in
 * DhSeries, both cost the same at any length.
 *
 * The value axis starts after the first hundredth of a long history: on a linear axis the first few
 * iterations, which are ten times as high, would squeeze everything else onto the bottom line.  The
 * curve leaves through the upper edge, so the cut is visible.
 *
 * Where the loss was changed, there is a dashed line and the average restarts: a continuous curve
 * would suggest that 0.3 of one loss and 0.02 of another can be compared.
 */
#include "ui/plot/charts/line-chart.h"

#include <math.h>

#include "ui/plot/common/text.h"

static double
get_font_size (const DhLineChart *self)
{
  return self->font_size > 0 ? self->font_size : 10.0;
}

static guint64
get_length (const DhLineChart *self)
{
  guint64 length = self->series != NULL ? dh_series_get_length (self->series) : 0;

  return MAX (length, self->length);
}

DhPlotArea
dh_line_chart_get_area (const DhLineChart *self, double width, double height)
{
  double font = get_font_size (self);
  double left = ceil (font * 4.2), right = 2.0, top = ceil (font * .6);
  double bottom = self->count_labels ? ceil (font * 1.7) : ceil (font * .6);

  return (DhPlotArea) { left, top, MAX (width - left - right, 1.0),
                        MAX (height - top - bottom, 1.0) };
}

DhValueAxis
dh_line_chart_get_axis (const DhLineChart *self)
{
  guint64 length, skip;
  DhSummary all;

  if (self->series == NULL)
    return dh_value_axis_fit (NAN, NAN, self->logarithmic);
  length = dh_series_get_length (self->series);
  skip = self->logarithmic ? 0 : MIN (length / 100, 200);
  all = dh_series_summarize (self->series, skip, length);
  return dh_value_axis_fit (all.minimum, all.maximum, self->logarithmic);
}

guint64
dh_line_chart_get_iteration (const DhLineChart *self, double width, double height, double x)
{
  DhPlotArea area = dh_line_chart_get_area (self, width, height);
  guint64 length = get_length (self);
  double position = (x - area.x) / area.width;

  if (length == 0 || position < -.02 || position > 1.02)
    return 0;
  return 1 + (guint64) llround (CLAMP (position, 0.0, 1.0) * (length - 1));
}

static DhAxisStyle
get_axis_style (const DhLineChart *self)
{
  return (DhAxisStyle) { self->scheme, get_font_size (self), self->font_family };
}

static void
draw_count_labels (const DhLineChart *self, cairo_t *cr, DhPlotArea area)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  double font = get_font_size (self);
  DhText style = {
    .family = self->font_family, .size = font, .color = palette->dim_text, .align_x = .5
  };
  DhValueAxis axis = dh_value_axis_count (get_length (self));
  DhTick ticks[DH_AXIS_MAX_TICKS];
  guint n = dh_value_axis_get_ticks (&axis, (guint) CLAMP (area.width / (font * 6), 2, 10), ticks);

  for (guint i = 0; i < n; i++)
    {
      double half = dh_text_measure (cr, &style, ticks[i].label) / 2;
      double x = area.x + ticks[i].position * area.width;

      if (ticks[i].value < 1 || ticks[i].value != floor (ticks[i].value))
        continue;
      dh_text_draw (cr, &style, MIN (x, area.x + area.width - half),
                    area.y + area.height + font * .35, ticks[i].label);
    }
}

/* The values [first, end) of pixel column `column` of `n_columns`; neighbours share their edge
 * values, so that the envelope has no holes while there are fewer values than columns. */
static void
get_column_range (guint64 length, guint column, guint n_columns, guint64 *first, guint64 *end)
{
  double span = (double) (length - 1) / n_columns;

  *first = (guint64) floor (column * span);
  *end = (guint64) floor ((column + 1) * span) + 1;
}

static void
draw_envelope (const DhLineChart *self, cairo_t *cr, DhPlotArea area, const DhValueAxis *axis,
               guint64 length)
{
  guint n_columns = (guint) MAX (area.width, 1);

  for (guint column = 0; column < n_columns; column++)
    {
      guint64 first, end;
      DhSummary span;
      double top, bottom;

      get_column_range (length, column, n_columns, &first, &end);
      span = dh_series_summarize (self->series, first, end);
      if (span.n == 0)
        continue;
      top = dh_axis_get_y (axis, area, span.maximum);
      bottom = dh_axis_get_y (axis, area, span.minimum);
      cairo_rectangle (cr, area.x + column, top - .5, 1, MAX (bottom - top, 0) + 1);
    }
  dh_color_set_source (cr, dh_palette_get_lane (self->scheme, self->number), .32);
  cairo_fill (cr);
}

/* Whether the loss was changed after value `from` and up to value `to`. */
static gboolean
has_turn (const DhLineChart *self, guint64 from, guint64 to)
{
  for (guint i = 0; i < self->n_turns; i++)
    if (self->turns[i] > from && self->turns[i] <= to)
      return TRUE;
  return FALSE;
}

/* With few values: points joined by lines; the envelope would look like a staircase. */
static void
draw_short_raw (const DhLineChart *self, cairo_t *cr, DhPlotArea area, const DhValueAxis *axis,
                guint64 length)
{
  for (guint64 i = 0; i < dh_series_get_length (self->series); i++)
    {
      double value = dh_series_get_value (self->series, i);

      if (i > 0 && has_turn (self, i - 1, i))
        cairo_new_sub_path (cr);
      if (isfinite (value))
        cairo_line_to (cr, area.x + area.width * i / (length - 1.0),
                       dh_axis_get_y (axis, area, value));
      else
        cairo_new_sub_path (cr);
    }
  dh_color_set_source (cr, dh_palette_get_lane (self->scheme, self->number), .40);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
}

static void
draw_turns (const DhLineChart *self, cairo_t *cr, DhPlotArea area, guint64 length)
{
  const double dashes[] = { 2, 3 };
  double last = -1;

  cairo_save (cr);
  for (guint i = 0; i < self->n_turns; i++)
    {
      double x = floor (area.x + area.width * (self->turns[i] - .5) / (length - 1.0)) + .5;

      if (x == last)
        continue;
      cairo_move_to (cr, x, area.y);
      cairo_line_to (cr, x, area.y + area.height);
      last = x;
    }
  dh_color_set_source (cr, dh_palette_get (self->scheme)->dim_text, .8);
  cairo_set_line_width (cr, 1.0);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_average (const DhLineChart *self, cairo_t *cr, DhPlotArea area, const DhValueAxis *axis,
              guint64 length)
{
  guint64 last = 0;
  guint64 n = dh_series_get_length (self->series);
  guint n_points = (guint) MIN (MAX (area.width, 2), MAX (length, 2)) - 1;

  for (guint point = 0; point <= n_points; point++)
    {
      double span = (length - 1.0) / n_points, middle = point * span;
      guint64 first = (guint64) MAX (ceil (middle - span / 2), 0.0);
      guint64 end = MAX ((guint64) floor (middle + span / 2), first) + 1;
      DhSummary column;

      if (first >= n)
        break;
      column = dh_series_summarize (self->series, first, end);
      if (has_turn (self, last, end - 1))
        cairo_new_sub_path (cr);
      last = end - 1;
      if (column.n > 0)
        cairo_line_to (cr, area.x + area.width * middle / (length - 1.0),
                       dh_axis_get_y (axis, area, column.smooth));
    }
  dh_color_set_source (cr, dh_palette_get_lane (self->scheme, self->number), 1.0);
  cairo_set_line_width (cr, 1.75 * dh_axis_get_line_scale (get_font_size (self)));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (cr);
}

/* Below the curve, which it must not hide. */
static void
draw_title (const DhLineChart *self, cairo_t *cr, DhPlotArea area)
{
  const DhText style = { .family = self->font_family,
                         .size = get_font_size (self),
                         .color = dh_palette_get (self->scheme)->dim_text,
                         .align_x = 1.0 };

  dh_text_draw (cr, &style, area.x + area.width - 2, area.y, self->title);
}

void
dh_line_chart_draw (const DhLineChart *self, cairo_t *cr, double width, double height)
{
  DhPlotArea area = dh_line_chart_get_area (self, width, height);
  DhValueAxis axis = dh_line_chart_get_axis (self);
  DhAxisStyle style = get_axis_style (self);
  guint64 length = MAX (get_length (self), 2);

  /* Without values there is no scale to draw. */
  if (self->series == NULL || dh_series_get_length (self->series) == 0)
    return;
  cairo_save (cr);
  cairo_set_line_width (cr, 1.0);
  dh_axis_draw_values (&style, cr, area, &axis);
  if (self->count_labels)
    draw_count_labels (self, cr, area);
  cairo_rectangle (cr, area.x, area.y - 2, area.width + 2, area.height + 4);
  cairo_clip (cr);
  if (self->title != NULL)
    draw_title (self, cr, area);
  draw_turns (self, cr, area, length);
  if (length > area.width / 2)
    draw_envelope (self, cr, area, &axis, length);
  else
    draw_short_raw (self, cr, area, &axis, length);
  draw_average (self, cr, area, &axis, length);
  cairo_restore (cr);
}

/* "412: 0.0713", on whichever side of the line has room. */
static void
draw_readout (const DhLineChart *self, cairo_t *cr, DhPlotArea area, double x, guint64 iteration)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  DhText style = { .family = self->font_family,
                   .size = get_font_size (self),
                   .color = palette->text };
  char value[32], text[64];

  dh_value_format (dh_series_get_value (self->series, iteration - 1), value, sizeof value);
  g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT ": %s", iteration, value);
  style.align_x = x > area.x + area.width / 2 ? 1.0 : 0.0;
  dh_text_draw_on (cr, &style, palette->card, x + (style.align_x > 0 ? -9 : 9), area.y, text);
}

void
dh_line_chart_draw_hover (const DhLineChart *self, cairo_t *cr, double width, double height,
                          guint64 iteration)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  DhPlotArea area = dh_line_chart_get_area (self, width, height);
  DhValueAxis axis = dh_line_chart_get_axis (self);
  guint64 length = MAX (get_length (self), 2);
  double x, smooth;

  if (iteration == 0 || self->series == NULL || iteration > dh_series_get_length (self->series))
    return;
  cairo_save (cr);
  x = area.x + area.width * (iteration - 1) / (length - 1.0);
  dh_color_set_source (cr, palette->hover, 1.0);
  cairo_set_line_width (cr, 1.0);
  cairo_move_to (cr, floor (x) + .5, area.y);
  cairo_rel_line_to (cr, 0, area.height);
  cairo_stroke (cr);
  smooth = dh_series_get_smooth (self->series, iteration - 1);
  if (isfinite (smooth))
    {
      double y = dh_axis_get_y (&axis, area, smooth);

      cairo_arc (cr, x, CLAMP (y, area.y, area.y + area.height), 3.5, 0, 2 * G_PI);
      dh_color_set_source (cr, dh_palette_get_lane (self->scheme, self->number), 1.0);
      cairo_fill (cr);
    }
  draw_readout (self, cr, area, x, iteration);
  cairo_restore (cr);
}
