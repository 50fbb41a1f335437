/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/lanes/chart-view.h"
#include "ui/lanes/plane-view.h"
#include "ui/lanes/preview-view.h"

G_BEGIN_DECLS

typedef enum
{
  DH_LANE_VIEW_LANDSCAPE,
  DH_LANE_VIEW_FACES,
  DH_LANE_VIEW_CHART,
} DhLaneViewKind;

#define DH_LANE_N_VIEWS 3

/* The network's landscape, a row of controls, previews, chart, stacked: the pictures take all the
 * room they can use.  If there isn't room for all of them, only one is shown, with buttons to
 * switch.
 *
 * Children in a .ui file: type "controls", the row; type "overlay", a widget over the previews.
 *
 * Properties (compare, set, notify):
 *   view  int, DhLaneViewKind  what a low body shows; DH_LANE_VIEW_FACES */
#define DH_TYPE_LANE_BODY (dh_lane_body_get_type ())
G_DECLARE_FINAL_TYPE (DhLaneBody, dh_lane_body, DH, LANE_BODY, GtkWidget)

GtkWidget *dh_lane_body_new (void);
DhPlaneView *dh_lane_body_get_plane (DhLaneBody *self);
DhPreviewView *dh_lane_body_get_preview (DhLaneBody *self);
DhChartView *dh_lane_body_get_chart (DhLaneBody *self);
DhLaneViewKind dh_lane_body_get_view (DhLaneBody *self);
void dh_lane_body_set_view (DhLaneBody *self, DhLaneViewKind view);

G_END_DECLS
