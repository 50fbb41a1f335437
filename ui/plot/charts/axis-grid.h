/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"
#include "ui/plot/common/value-axis.h"

G_BEGIN_DECLS

/* Where the curves of a chart lie. */
typedef struct
{
  double x, y, width, height;
} DhPlotArea;

/* How a chart's axes are written. */
typedef struct
{
  DhScheme scheme;
  double font_size;        /* pixels */
  const char *font_family; /* NULL: the system's sans */
} DhAxisStyle;

/* How much wider a chart's curves are beside text of that size: 1 up to the usual one. */
double dh_axis_get_line_scale (double font_size);
/* Position of a value on the vertical axis of an area.  Values far outside are clamped, since
 * distant coordinates slow Cairo down and overflow its fixed-point numbers. */
double dh_axis_get_y (const DhValueAxis *axis, DhPlotArea area, double value);
/* Grid lines, with their values to the left. */
void dh_axis_draw_values (const DhAxisStyle *self, cairo_t *cr, DhPlotArea area,
                          const DhValueAxis *axis);

G_END_DECLS
