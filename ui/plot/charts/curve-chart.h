/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"
#include "ui/plot/common/value-axis.h"

G_BEGIN_DECLS

#define DH_CURVE_N_DASHES 6

/* The loss at one error and its slope. */
typedef double (*DhCurveFunc) (gconstpointer data, double error, double *slope);

/* One loss in the chart. */
typedef struct
{
  const char *label; /* lent */
  DhCurveFunc evaluate;
  gconstpointer data;
  guint number;    /* 1 …: colour and dashes; 0: a reference, thin and grey */
  gboolean strong; /* the selected one */
} DhCurve;

/* Losses, or their slopes, against the error. Zero everything and fill in what is wanted. */
typedef struct
{
  const DhCurve *curves;
  guint n_curves;
  gboolean slopes;      /* draw the slopes, not the losses */
  gboolean same_height; /* each scaled to reach 1 */
  double range;         /* errors from -range to +range */
  const char *title;    /* (nullable) */
  DhScheme scheme;
  double font_size;        /* pixels; 0: 10 */
  const char *font_family; /* NULL: the system's sans */
} DhCurveChart;

typedef struct
{
  double x, y, width, height;
} DhCurveArea;

/* Where the curves lie in a chart of that size. */
DhCurveArea dh_curve_chart_get_area (const DhCurveChart *self, double width, double height);
DhValueAxis dh_curve_chart_get_axis (const DhCurveChart *self);
/* The error under x, kept within the range. */
double dh_curve_chart_get_error (const DhCurveChart *self, double width, double height, double x);
void dh_curve_chart_draw (const DhCurveChart *self, cairo_t *cr, double width, double height);
/* The marker and a dot on every curve, over a chart drawn before. */
void dh_curve_chart_draw_marker (const DhCurveChart *self, cairo_t *cr, double width, double height,
                                 double error, gboolean focused);
/* "+0.20", with as many digits as the range asks for. */
void dh_curve_format_error (double error, double range, char *text, gsize size);
/* A short piece of a curve's line, from (x, y) to the right: for legends. */
void dh_curve_draw_sample (const DhCurve *curve, DhScheme scheme, cairo_t *cr, double x, double y,
                           double width);

G_END_DECLS
