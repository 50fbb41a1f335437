/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/charts/curve-chart.h"

G_BEGIN_DECLS

/* Two charts over the same error axis, losses and their slopes, with one marker in both: side by
 * side, or one below the other if there is too little width.
 *
 * Properties (compare, set, notify):
 *   error        double    position of the marker; kept within the range
 *   range        double
 *   same-height  boolean   every curve is scaled to reach 1 */
#define DH_CURVE_PLOT_ERROR .1 /* defaults */
#define DH_CURVE_PLOT_RANGE .2
#define DH_TYPE_CURVE_PLOT  (dh_curve_plot_get_type ())
G_DECLARE_FINAL_TYPE (DhCurvePlot, dh_curve_plot, DH, CURVE_PLOT, GtkWidget)

GtkWidget *dh_curve_plot_new (void);
/* Copied; labels and data stay the caller's. Always redraws. */
void dh_curve_plot_set_curves (DhCurvePlot *self, const DhCurve *curves, guint n_curves);
double dh_curve_plot_get_error (DhCurvePlot *self);
void dh_curve_plot_set_error (DhCurvePlot *self, double error);
double dh_curve_plot_get_range (DhCurvePlot *self);
void dh_curve_plot_set_range (DhCurvePlot *self, double range);
gboolean dh_curve_plot_get_same_height (DhCurvePlot *self);
void dh_curve_plot_set_same_height (DhCurvePlot *self, gboolean same_height);

G_END_DECLS
