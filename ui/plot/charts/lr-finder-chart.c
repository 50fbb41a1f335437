/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The chart of a learning rate sweep.
 *
 * It shows each loss faintly and the average over it, over a fixed log axis of rates.  The marks
 * are close together, so their labels don't fit side by side: they are in rows above the curve,
 * each beside the end of its own line, and the lengths of the lines are chosen so that none crosses
 * a label.
 */
#include "ui/plot/charts/lr-finder-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/common/text.h"

#define N_LINES (DH_LR_FINDER_RESULT_N_MARKS + 1) /* the marks and the lowest */
#define ROW     1.45                              /* of the font size */
/* After the lowest loss, losses above this multiple of it are not shown. */
#define HIGHEST 4.0
/* The average of fewer losses is noise. */
#define N_RAGGED 10

static double
get_font_size (const DhLrFinderChart *self)
{
  return self->font_size > 0 ? self->font_size : 10.0;
}

DhPlotArea
dh_lr_finder_chart_get_area (const DhLrFinderChart *self, double width, double height)
{
  double font = get_font_size (self);
  double left = ceil (font * 4.2), right = ceil (font * 1.2);
  double top = ceil (font * (ROW * N_LINES + .6)), bottom = ceil (font * 3.4);

  return (DhPlotArea) { left, top, MAX (width - left - right, 1.0),
                        MAX (height - top - bottom, 1.0) };
}

DhValueAxis
dh_lr_finder_chart_get_rates (void)
{
  return (DhValueAxis) { DH_LR_FINDER_FIRST_RATE, DH_LR_FINDER_LAST_RATE, TRUE };
}

static guint
get_n_points (const DhLrFinderChart *self)
{
  return self->result != NULL ? self->result->n_points : 0;
}

DhValueAxis
dh_lr_finder_chart_get_losses (const DhLrFinderChart *self)
{
  guint n = get_n_points (self);
  double lowest = INFINITY, highest = -INFINITY, most = -INFINITY;

  for (guint i = n > 2 * N_RAGGED ? N_RAGGED : 0; i < n; i++)
    {
      double value = self->result->points[i].smoothed;

      if (!isfinite (value))
        continue;
      highest = MAX (highest, value);
      if (value < lowest)
        {
          lowest = value;
          most = highest; /* the highest of the losses before the lowest one */
        }
    }
  return dh_value_axis_fit (MAX (0.0, lowest - .1 * (most - lowest)),
                            MAX (most, MIN (highest, HIGHEST * lowest)), FALSE);
}

/* ---- axes ---- */

static double
get_x (DhPlotArea area, double rate)
{
  DhValueAxis axis = dh_lr_finder_chart_get_rates ();

  return area.x + area.width * dh_value_axis_position (&axis, rate);
}

static DhText
get_text (const DhLrFinderChart *self, DhColor color)
{
  return (DhText) { .family = self->font_family, .size = get_font_size (self), .color = color };
}

static void
draw_rates (const DhLrFinderChart *self, cairo_t *cr, DhPlotArea area)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  double font = get_font_size (self);
  DhText text = get_text (self, palette->dim_text);
  DhValueAxis axis = dh_lr_finder_chart_get_rates ();
  DhTick ticks[DH_AXIS_MAX_TICKS];
  guint n = dh_value_axis_get_ticks (&axis, (guint) CLAMP (area.width / (font * 4), 2, 10), ticks);

  text.align_x = .5;
  for (guint i = 0; i < n; i++)
    {
      double x = floor (get_x (area, ticks[i].value)) + .5;
      char label[16];

      dh_color_set_source (cr, palette->grid, 1.0);
      cairo_move_to (cr, x, area.y);
      cairo_rel_line_to (cr, 0, area.height);
      cairo_stroke (cr);
      g_snprintf (label, sizeof label, "1e%d", (int) lround (log10 (ticks[i].value)));
      dh_text_draw (cr, &text, x, area.y + area.height + font * .4, label);
    }
  dh_text_draw (cr, &text, area.x + area.width / 2, area.y + area.height + font * 1.9,
                _ ("Learning rate (logarithmic)"));
}

static void
draw_axes (const DhLrFinderChart *self, cairo_t *cr, DhPlotArea area)
{
  DhAxisStyle style = { self->scheme, get_font_size (self), self->font_family };
  DhValueAxis losses = dh_lr_finder_chart_get_losses (self);
  DhText text = get_text (self, dh_palette_get (self->scheme)->dim_text);

  cairo_set_line_width (cr, 1.0);
  draw_rates (self, cr, area);
  if (get_n_points (self) == 0)
    return; /* without losses there is no scale */
  dh_axis_draw_values (&style, cr, area, &losses);
  text.align_x = 1;
  text.align_y = 1;
  dh_text_draw (cr, &text, area.x - 6, area.y - get_font_size (self) * .9, _ ("Loss"));
}

/* ---- curves ---- */

static void
trace (const DhLrFinderChart *self, cairo_t *cr, DhPlotArea area, gboolean smoothed)
{
  DhValueAxis losses = dh_lr_finder_chart_get_losses (self);

  for (guint i = 0; i < get_n_points (self); i++)
    {
      const DhLrFinderResultPoint *point = &self->result->points[i];
      double value = smoothed ? point->smoothed : point->loss;

      if (isfinite (value))
        cairo_line_to (cr, get_x (area, point->learning_rate),
                       dh_axis_get_y (&losses, area, value));
      else
        cairo_new_sub_path (cr);
    }
}

static void
draw_curves (const DhLrFinderChart *self, cairo_t *cr, DhPlotArea area)
{
  DhColor lane = dh_palette_get_lane (self->scheme, self->number);

  cairo_save (cr);
  cairo_rectangle (cr, area.x, area.y, area.width + 2, area.height + 2);
  cairo_clip (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  trace (self, cr, area, FALSE);
  dh_color_set_source (cr, lane, .30);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
  trace (self, cr, area, TRUE);
  dh_color_set_source (cr, lane, 1.0);
  cairo_set_line_width (cr, 2.25 * dh_axis_get_line_scale (get_font_size (self)));
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* The lowest point of the average so far. */
static void
draw_best (const DhLrFinderChart *self, cairo_t *cr, DhPlotArea area)
{
  DhValueAxis losses = dh_lr_finder_chart_get_losses (self);
  const DhLrFinderResult *result = self->result;

  for (guint i = 0; i < get_n_points (self); i++)
    if (result->points[i].learning_rate == result->best_rate)
      {
        cairo_arc (cr, get_x (area, result->best_rate),
                   dh_axis_get_y (&losses, area, result->points[i].smoothed), 4.5, 0, 2 * G_PI);
        dh_color_set_source (cr, dh_palette_get (self->scheme)->card, 1.0);
        cairo_fill_preserve (cr);
        dh_color_set_source (cr, dh_palette_get_lane (self->scheme, self->number), 1.0);
        cairo_set_line_width (cr, 2.25);
        cairo_stroke (cr);
        return;
      }
}

/* ---- marks ---- */

/* A vertical line and its label; they are in order from left to right. */
typedef struct
{
  double rate;
  char name[96];
} Line;

static void
get_lines (const DhLrFinderResult *result, Line *lines)
{
  static const char *const formats[DH_LR_FINDER_RESULT_N_MARKS] = {
    /* Translators: a tenth of the best rate, and that rate: “best/10 3.1e-4 (default)” */
    N_ ("best/10 %s (default)"),
    N_ ("best/5 %s"),
    N_ ("best/2.5 %s"),
  };
  char rate[32];

  for (guint i = 0; i < DH_LR_FINDER_RESULT_N_MARKS; i++)
    {
      lines[i].rate = result->marks[i];
      dh_lr_finder_result_print_rate (result->marks[i], rate, sizeof rate);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      g_snprintf (lines[i].name, sizeof lines[i].name, _ (formats[i]), rate);
#pragma GCC diagnostic pop
    }
  lines[N_LINES - 1].rate = result->best_rate;
  dh_lr_finder_result_print_rate (result->best_rate, rate, sizeof rate);
  /* Translators: the rate where the loss was lowest */
  g_snprintf (lines[N_LINES - 1].name, sizeof lines[0].name, _ ("lowest loss %s"), rate);
}

/* row: counted from the bottom.  The default rate is emphasised. */
static void
draw_line (const DhLrFinderChart *self, cairo_t *cr, DhPlotArea area, const Line *line, guint index,
           guint row, gboolean to_the_left)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  static const double dashes[] = { 4, 3 };
  double font = get_font_size (self), x = floor (get_x (area, line->rate)) + .5;
  double y = area.y - font * (.3 + ROW * (row + .5));
  gboolean strong = index == 0, lowest = index == N_LINES - 1;
  DhText text = get_text (self, strong ? palette->text : palette->dim_text);

  text.bold = strong;
  text.align_x = to_the_left ? 1 : 0;
  text.align_y = .5;
  dh_text_draw (cr, &text, x + (to_the_left ? -5 : 5), y, line->name);
  dh_color_set_source (cr, strong ? palette->text : palette->dim_text, 1.0);
  cairo_set_line_width (cr, strong ? 2.0 : 1.0);
  cairo_set_dash (cr, dashes, lowest ? 2 : 0, 0);
  cairo_move_to (cr, x, y - font * .6);
  cairo_line_to (cr, x, area.y + area.height);
  cairo_stroke (cr);
}

/* Labels are to the left of their lines, the leftmost in the lowest row; if there is no room, they
 * are to the right, in reverse order. */
static void
draw_marks (const DhLrFinderChart *self, cairo_t *cr, DhPlotArea area)
{
  Line lines[N_LINES];
  DhText bold = get_text (self, dh_palette_get (self->scheme)->text);
  gboolean to_the_left;

  get_lines (self->result, lines);
  bold.bold = TRUE;
  to_the_left = get_x (area, lines[0].rate) > dh_text_measure (cr, &bold, lines[0].name) + 8;
  cairo_save (cr);
  for (guint i = 0; i < N_LINES; i++)
    draw_line (self, cr, area, &lines[i], i, to_the_left ? i : N_LINES - 1 - i, to_the_left);
  cairo_restore (cr);
}

void
dh_lr_finder_chart_draw (const DhLrFinderChart *self, cairo_t *cr, double width, double height)
{
  DhPlotArea area = dh_lr_finder_chart_get_area (self, width, height);

  cairo_save (cr);
  draw_axes (self, cr, area);
  if (self->result != NULL && self->result->state == DH_LR_FINDER_RESULT_DONE)
    draw_marks (self, cr, area);
  draw_curves (self, cr, area);
  draw_best (self, cr, area);
  cairo_restore (cr);
}
