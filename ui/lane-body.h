/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/chart-view.h"
#include "ui/plane-view.h"
#include "ui/preview-view.h"

G_BEGIN_DECLS

/* The network's landscape, a row of controls, previews, chart, one under the other: the pictures
 * take what room they can use.
 *
 * Children in a .ui file: type "controls", the row; type "overlay", what lies over the previews. */
#define DH_TYPE_LANE_BODY (dh_lane_body_get_type ())
G_DECLARE_FINAL_TYPE (DhLaneBody, dh_lane_body, DH, LANE_BODY, GtkWidget)

GtkWidget     *dh_lane_body_new         (void);
DhPlaneView   *dh_lane_body_get_plane   (DhLaneBody *self);
DhPreviewView *dh_lane_body_get_preview (DhLaneBody *self);
DhChartView   *dh_lane_body_get_chart   (DhLaneBody *self);

G_END_DECLS
