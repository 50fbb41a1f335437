/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The charts of a report: each lane's loss, on an axis of its own because losses of different
 * functions can't be compared, and the metrics of all lanes on common axes, which can.
 */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "ui/plot/charts/line-chart.h"
#include "ui/plot/common/metric-format.h"
#include "ui/plot/common/text.h"
#include "ui/plot/report/report-private.h"

#define GUTTER 16.0
#define LABEL  14.0
/* Charts are drawn for pixels of this size, so that their curves are fine enough for paper. */
#define FINE   .5
#define LOSS   104.0 /* height of a chart */
#define METRIC 140.0
#define BADGE  4.5
#define RIGHT  14.0 /* for the badges at the ends of curves */
#define FONT   7.0

static guint64
get_length (const DhRunReport *self)
{
  guint64 length = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    length = MAX (length, dh_series_get_length (self->lanes[i].losses));
  return length;
}

/* ---- losses ---- */

typedef struct
{
  const DhRunReport *report;
  guint first; /* lane on the left */
} Pair;

static void
draw_loss (const DhRunReport *self, const DhReportLane *lane, cairo_t *cr, double width)
{
  DhLineChart chart = { .series = lane->losses,
                        .turns = (const guint64 *) (gpointer) lane->turns->data,
                        .n_turns = lane->turns->len,
                        .number = lane->number,
                        .scheme = DH_SCHEME_LIGHT,
                        .logarithmic = TRUE,
                        .length = get_length (self),
                        .font_size = FONT / FINE,
                        .count_labels = TRUE };
  DhText label = { .size = 8,
                   .bold = TRUE,
                   .color = dh_palette_get (DH_SCHEME_LIGHT)->text,
                   .align_y = .5,
                   .max_width = width - 14 };

  dh_palette_draw_badge (cr, DH_SCHEME_LIGHT, lane->number, BADGE, LABEL / 2, BADGE);
  dh_text_draw (cr, &label, 13, LABEL / 2, lane->label);
  cairo_translate (cr, 0, LABEL);
  cairo_scale (cr, FINE, FINE);
  dh_line_chart_draw (&chart, cr, width / FINE, LOSS / FINE);
}

static void
draw_pair (gpointer data, cairo_t *cr, double width, double height)
{
  const Pair *pair = data;
  const double half = (width - GUTTER) / 2;

  for (guint i = 0; i < 2 && pair->first + i < pair->report->n_lanes; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, i * (half + GUTTER), 0);
      draw_loss (pair->report, &pair->report->lanes[pair->first + i], cr, half);
      cairo_restore (cr);
    }
}

/* ---- metrics ---- */

/* The metrics of a snapshot, on a chart of all lanes. */
typedef struct
{
  const DhRunReport *report;
  DhPlotArea area;
  DhValueAxis values;
  guint64 length;
  DhMetricCell cell;
} MetricChart;

static guint
count_measured (const DhReportLane *lane)
{
  return lane->snapshot != NULL ? dh_lane_snapshot_get_n_measured (lane->snapshot) : 0;
}

static double
get_value (const MetricChart *self, const DhReportLane *lane, guint index, double *x)
{
  DhMetrics metrics = dh_lane_snapshot_get_measured (lane->snapshot, index);

  *x = self->area.x + self->area.width * metrics.iteration / MAX (self->length, 1);
  return dh_metric_get_cell (&metrics, self->cell);
}

/* A metric's first values, of noise, would squeeze all that follows; so the axis begins with the
 * lowest value after the first tenth. */
static void
fit_axis (MetricChart *self)
{
  double lowest = INFINITY, highest = -INFINITY;

  for (guint i = 0; i < self->report->n_lanes; i++)
    {
      const DhReportLane *lane = &self->report->lanes[i];
      const guint n = count_measured (lane);

      for (guint k = n / 10; k < n; k++)
        {
          double x, value = get_value (self, lane, k, &x);

          if (isfinite (value))
            {
              lowest = MIN (lowest, value);
              highest = MAX (highest, value);
            }
        }
    }
  self->values = dh_value_axis_fit (lowest, highest, FALSE);
}

static void
draw_curve (const MetricChart *self, const DhReportLane *lane, cairo_t *cr)
{
  gboolean broken = TRUE;

  for (guint i = 0; i < count_measured (lane); i++)
    {
      double x, value = get_value (self, lane, i, &x);

      if (!isfinite (value))
        {
          broken = TRUE;
          continue;
        }
      if (broken)
        cairo_move_to (cr, x, dh_axis_get_y (&self->values, self->area, value));
      else
        cairo_line_to (cr, x, dh_axis_get_y (&self->values, self->area, value));
      broken = FALSE;
    }
  dh_color_set_source (cr, dh_palette_get_lane (DH_SCHEME_LIGHT, lane->number), 1);
  cairo_set_line_width (cr, 1);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

typedef struct
{
  guint number;
  double y;
} End;

static int
compare_ends (const void *a, const void *b)
{
  double first = ((const End *) a)->y, second = ((const End *) b)->y;

  return (first > second) - (first < second);
}

static guint
find_ends (const MetricChart *self, End *ends)
{
  guint n = 0;

  for (guint i = 0; i < self->report->n_lanes; i++)
    {
      const DhReportLane *lane = &self->report->lanes[i];
      guint n_measured = count_measured (lane);
      double x, value = n_measured > 0 ? get_value (self, lane, n_measured - 1, &x) : NAN;

      if (isfinite (value))
        ends[n++] = (End) { lane->number, CLAMP (dh_axis_get_y (&self->values, self->area, value),
                                                 self->area.y, self->area.y + self->area.height) };
    }
  qsort (ends, n, sizeof *ends, compare_ends);
  return n;
}

/* Badges at the right ends of the curves, pushed apart where they would hide each other: down, and
 * up again from the lower edge. */
static void
draw_ends (const MetricChart *self, cairo_t *cr)
{
  End ends[DH_MAX_LANES];
  const guint n = find_ends (self, ends);
  const double pitch = 2 * BADGE + 1;
  double lowest = self->area.y + self->area.height;

  for (guint i = 1; i < n; i++)
    ends[i].y = MAX (ends[i].y, ends[i - 1].y + pitch);
  for (guint i = n; i-- > 0; lowest = ends[i].y - pitch)
    ends[i].y = MIN (ends[i].y, lowest);
  for (guint i = 0; i < n; i++)
    dh_palette_draw_badge (cr, DH_SCHEME_LIGHT, ends[i].number,
                           self->area.x + self->area.width + RIGHT - BADGE - 2, ends[i].y, BADGE);
}

static void
draw_iterations (const MetricChart *self, cairo_t *cr)
{
  const DhText style = { .size = FONT,
                         .color = dh_palette_get (DH_SCHEME_LIGHT)->dim_text,
                         .align_x = .5 };
  DhValueAxis axis = dh_value_axis_count (MAX (self->length, 2));
  DhTick ticks[DH_AXIS_MAX_TICKS];
  guint n = dh_value_axis_get_ticks (&axis, 5, ticks);

  for (guint i = 0; i < n; i++)
    if (ticks[i].value >= 1)
      dh_text_draw (cr, &style, self->area.x + self->area.width * ticks[i].value / self->length,
                    self->area.y + self->area.height + 3, ticks[i].label);
}

static void
draw_metric (const DhRunReport *report, DhMetricCell cell, const char *title, cairo_t *cr,
             double width)
{
  const DhAxisStyle style = { DH_SCHEME_LIGHT, FONT, NULL };
  const DhText label = {
    .size = 8, .bold = TRUE, .color = dh_palette_get (DH_SCHEME_LIGHT)->text, .max_width = width
  };
  MetricChart self = { .report = report,
                       .area = { 28, LABEL + 6, width - 28 - RIGHT, METRIC - LABEL - 22 },
                       .length = get_length (report),
                       .cell = cell };

  fit_axis (&self);
  dh_text_draw (cr, &label, 0, 0, title);
  cairo_set_line_width (cr, .5);
  dh_axis_draw_values (&style, cr, self.area, &self.values);
  draw_iterations (&self, cr);
  cairo_save (cr);
  cairo_rectangle (cr, self.area.x, self.area.y - 2, self.area.width + 1, self.area.height + 4);
  cairo_clip (cr);
  for (guint i = 0; i < report->n_lanes; i++)
    draw_curve (&self, &report->lanes[i], cr);
  cairo_restore (cr);
  draw_ends (&self, cr);
}

static void
draw_metrics (gpointer data, cairo_t *cr, double width, double height)
{
  const double half = (width - GUTTER) / 2;

  draw_metric (data, DH_CELL_PSNR, _ ("PSNR of the reconstruction, in dB"), cr, half);
  cairo_translate (cr, half + GUTTER, 0);
  draw_metric (data, DH_CELL_SWAP_PSNR, _ ("PSNR of the swap, in dB"), cr, half);
}

static gboolean
has_metrics (const DhRunReport *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (count_measured (&self->lanes[i]) > 1)
      return TRUE;
  return FALSE;
}

void
dh_report_add_charts (DhRunReport *self)
{
  if (get_length (self) < 2)
    return;
  dh_report_add_heading (self, _ ("Charts"), FALSE);
  if (has_metrics (self))
    dh_report_add_drawing (self, METRIC, 8, FALSE, draw_metrics, self, NULL);
  for (guint i = 0; i < self->n_lanes; i += 2)
    {
      Pair *pair = g_new (Pair, 1);

      *pair = (Pair) { self, i };
      dh_report_add_drawing (self, LABEL + LOSS, 10, i + 2 >= self->n_lanes, draw_pair, pair,
                             g_free);
    }
  dh_report_add_paragraph (self, DH_REPORT_SMALL, 6,
                           _ ("Above: the metrics of all lanes by iteration, measured on held-out "
                              "pictures. Below: each lane’s loss, raw (pale) and smoothed, on a "
                              "logarithmic axis. Losses of different functions have different "
                              "units: compare their shapes, not their numbers. A dashed line: "
                              "from there on, the lane minimised something else."));
}
