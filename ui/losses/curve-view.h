/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Loss and slope against the error of one pixel, for any number of losses, with a marker that can
 * be moved along the error axis, and the values at the marker.
 *
 * Properties (compare, set, notify):
 *   error        double    position of the marker, -1 … 1
 *   range        double    the error axis runs from -range to range: 1, 0.2 (default) or 0.05
 *   same-height  boolean   every curve is scaled to reach 1: shapes are compared (default)
 *   selected     int       index in the catalog of the loss that is emphasised; -1: none */
#define DH_TYPE_CURVE_VIEW (dh_curve_view_get_type ())
G_DECLARE_FINAL_TYPE (DhCurveView, dh_curve_view, DH, CURVE_VIEW, GtkWidget)

GtkWidget *dh_curve_view_new (void);
/* Indices in the catalog; those without a profile are left out. */
void dh_curve_view_set_losses (DhCurveView *self, const guint *losses, guint n_losses);
void dh_curve_view_set_selected (DhCurveView *self, int loss);
/* values: DH_CATALOG_MAX_SETTINGS; kept for the loss even if it isn't shown now. */
void dh_curve_view_set_settings (DhCurveView *self, guint loss, const double *values);
void dh_curve_view_set_error (DhCurveView *self, double error);
double dh_curve_view_get_error (DhCurveView *self);
void dh_curve_view_set_range (DhCurveView *self, double range);
void dh_curve_view_set_same_height (DhCurveView *self, gboolean same_height);

G_END_DECLS
