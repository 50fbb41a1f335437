/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/charts/curve-chart.h"

G_BEGIN_DECLS

/* Legend and reading of a curve plot: each curve's line, name, loss and slope at one error. */
#define DH_TYPE_CURVE_TABLE (dh_curve_table_get_type ())
G_DECLARE_FINAL_TYPE (DhCurveTable, dh_curve_table, DH, CURVE_TABLE, GtkWidget)

GtkWidget *dh_curve_table_new (void);
/* Copied; labels and data stay the caller's. */
void dh_curve_table_set_curves (DhCurveTable *self, const DhCurve *curves, guint n_curves);
/* at: the error as text. Returns the readings as text for screen readers; (transfer full). */
char *dh_curve_table_show (DhCurveTable *self, double error, const char *at);

G_END_DECLS
