/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/snapshot.h"
#include "ui/plot/charts/axis-grid.h"

G_BEGIN_DECLS

/* A sweep of the learning rate: loss over rate. Zero everything and fill in what is wanted. */
typedef struct
{
  const DhFinding *finding; /* NULL: axes alone */
  guint number;             /* of the lane, 1 … 6: its colour */
  DhScheme scheme;
  double font_size;        /* pixels; 0: 10 */
  const char *font_family; /* NULL: the system's sans */
} DhFinderChart;

/* Where the curve lies in a chart of that size, below the marks' names. */
DhPlotArea dh_finder_chart_get_area (const DhFinderChart *self, double width, double height);
/* The axis of the rates: a true log. */
DhValueAxis dh_finder_chart_get_rates (void);
/* The axis of the losses; what rises far above the loss's beginning leaves by the upper edge. */
DhValueAxis dh_finder_chart_get_losses (const DhFinderChart *self);
void dh_finder_chart_draw (const DhFinderChart *self, cairo_t *cr, double width, double height);

G_END_DECLS
