/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/base/lanes.h"
#include "core/landscape/fit.h"
#include "core/landscape/ground.h"
#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* A chart of points and of the lines that the balls on the ground "fit" stand for. */
typedef struct
{
  double x, y, width, height; /* of the chart, including its axes */
  DhScheme scheme;
  const DhFitPoint *points;
  guint n_points;
  int hovered; /* index of the highlighted point; −1: none */
  guint n_lines;
  struct
  {
    guint number;
    double slope, intercept;
  } lines[DH_MAX_LANES];
} DhFitPlot;

void dh_fit_plot_draw (const DhFitPlot *self, cairo_t *cr);
/* The point within reach of a pixel, or −1. */
int dh_fit_plot_pick (const DhFitPlot *self, double x, double y);
/* The data coordinates of a pixel, clamped to −1 … 1. */
DhFitPoint dh_fit_plot_get_place (const DhFitPlot *self, double x, double y);

G_END_DECLS
