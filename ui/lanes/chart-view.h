/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/train/snapshot.h"
#include "ui/lanes/chart-group.h"

G_BEGIN_DECLS

/* The chart of one lane: its loss, or the norm of its gradient.
 *
 * Properties (compare, set, notify):
 *   number  uint     the lane's number, which gives its colour
 *   group   object   what it shares with the other lanes' charts; NULL: nothing */
#define DH_TYPE_CHART_VIEW (dh_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (DhChartView, dh_chart_view, DH, CHART_VIEW, GtkWidget)

GtkWidget *dh_chart_view_new (void);
void dh_chart_view_set_number (DhChartView *self, guint number);
void dh_chart_view_set_group (DhChartView *self, DhChartGroup *group);
/* Appends new records; starts again if the history has changed. NULL clears the chart. */
void dh_chart_view_set_snapshot (DhChartView *self, DhLaneSnapshot *snapshot);
guint64 dh_chart_view_get_length (DhChartView *self);
/* Updates the description for screen readers; call when paused, not at every step. */
void dh_chart_view_describe (DhChartView *self);

G_END_DECLS
