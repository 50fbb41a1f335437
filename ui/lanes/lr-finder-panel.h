/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/session/lane.h"

G_BEGIN_DECLS

/* The learning rate sweep of one lane: its state, the growing curve, and the proposed rates.
 * Disposing the widget cancels the sweep. */
#define DH_TYPE_LR_FINDER_PANEL (dh_lr_finder_panel_get_type ())
G_DECLARE_FINAL_TYPE (DhLrFinderPanel, dh_lr_finder_panel, DH, LR_FINDER_PANEL, GtkWidget)

GtkWidget *dh_lr_finder_panel_new (DhLane *lane);
/* Shows the panel in its own window above that of `parent`, the lane's card, until `parent` is
 * destroyed.  A lane has at most one such window. */
void dh_lr_finder_panel_present (DhLane *lane, GtkWidget *parent);

G_END_DECLS
