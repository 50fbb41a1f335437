/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Shared by the charts of all lanes, so that they can be compared.
 *
 * Properties (compare, set, notify):
 *   hover        uint64   the iteration under the pointer in any chart; 0: none
 *   cursor       uint64   the iteration of the past that is shown; 0: none
 *   logarithmic  boolean  the value axis
 *   gradient-norms
 *                boolean  the norm of the gradient is shown in place of the loss
 *   length       uint64   iterations on every chart's axis: those of the lane furthest ahead
 */
#define DH_TYPE_CHART_GROUP (dh_chart_group_get_type ())
G_DECLARE_FINAL_TYPE (DhChartGroup, dh_chart_group, DH, CHART_GROUP, GObject)

DhChartGroup *dh_chart_group_new (void);
guint64 dh_chart_group_get_hover (DhChartGroup *self);
void dh_chart_group_set_hover (DhChartGroup *self, guint64 iteration);
guint64 dh_chart_group_get_cursor (DhChartGroup *self);
void dh_chart_group_set_cursor (DhChartGroup *self, guint64 iteration);
gboolean dh_chart_group_get_logarithmic (DhChartGroup *self);
void dh_chart_group_set_logarithmic (DhChartGroup *self, gboolean logarithmic);
gboolean dh_chart_group_get_gradient_norms (DhChartGroup *self);
void dh_chart_group_set_gradient_norms (DhChartGroup *self, gboolean gradient_norms);
guint64 dh_chart_group_get_length (DhChartGroup *self);
void dh_chart_group_set_length (DhChartGroup *self, guint64 length);

G_END_DECLS
