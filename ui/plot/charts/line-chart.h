/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/charts/axis-grid.h"
#include "ui/plot/charts/series.h"

G_BEGIN_DECLS

/* One lane's loss, or another number, by iteration. Zero everything and fill in what is wanted. */
typedef struct
{
  const DhSeries *series; /* NULL: an empty chart */
  const guint64 *turns;   /* iterations after which the loss is another measure, ascending; lent */
  guint n_turns;
  guint number; /* of the lane, 1 … DH_MAX_LANES: its colour */
  DhScheme scheme;
  gboolean logarithmic;
  guint64 length;          /* iterations on the axis; 0: the length of the series */
  double font_size;        /* pixels; 0: 10 */
  const char *font_family; /* NULL: the system's sans */
  const char *title;       /* over the curve, where it isn't the loss; NULL: none */
  gboolean count_labels;   /* iterations written under the axis */
} DhLineChart;

/* Where the curve itself lies in a chart of that size: to turn a pointer into an iteration. */
DhPlotArea dh_line_chart_get_area (const DhLineChart *self, double width, double height);
/* The value axis that the chart of this series uses. */
DhValueAxis dh_line_chart_get_axis (const DhLineChart *self);
/* 0: the pointer is outside or there are no values. */
guint64 dh_line_chart_get_iteration (const DhLineChart *self, double width, double height,
                                     double x);

/* Grid, labels, envelope (faint) and average (solid) into (0, 0, width, height). */
void dh_line_chart_draw (const DhLineChart *self, cairo_t *cr, double width, double height);
/* The line at `iteration` with its value written beside it, over a chart drawn before. */
void dh_line_chart_draw_hover (const DhLineChart *self, cairo_t *cr, double width, double height,
                               guint64 iteration);

G_END_DECLS
