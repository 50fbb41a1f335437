/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/snapshot.h"
#include "ui/plot/charts/axis-grid.h"

G_BEGIN_DECLS

/* A sweep of the learning rate: loss over rate. Zero everything and fill in what is wanted. */
typedef struct
{
  const DhLrFinderResult *result; /* NULL: only the axes */
  guint number;                   /* of the lane, 1 … DH_MAX_LANES: its colour */
  DhScheme scheme;
  double font_size;        /* pixels; 0: 10 */
  const char *font_family; /* NULL: the system's sans */
} DhLrFinderChart;

/* Where the curve lies in a chart of that size, below the marks' names. */
DhPlotArea dh_lr_finder_chart_get_area (const DhLrFinderChart *self, double width, double height);
/* The axis of the rates: a true log. */
DhValueAxis dh_lr_finder_chart_get_rates (void);
/* The axis of the losses; a curve that rises far above the initial loss leaves the chart at the
 * top. */
DhValueAxis dh_lr_finder_chart_get_losses (const DhLrFinderChart *self);
void dh_lr_finder_chart_draw (const DhLrFinderChart *self, cairo_t *cr, double width,
                              double height);

G_END_DECLS
