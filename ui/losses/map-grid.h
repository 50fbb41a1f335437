/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/losses/loss-chooser.h"
#include "ui/losses/map-cell.h"

G_BEGIN_DECLS

/* The gradients of all losses, side by side.  One of them is chosen. */
#define DH_TYPE_MAP_GRID (dh_map_grid_get_type ())
G_DECLARE_FINAL_TYPE (DhMapGrid, dh_map_grid, DH, MAP_GRID, DhLossChooser)

GtkWidget *dh_map_grid_new (void);
DhMapCell *dh_map_grid_get_cell (DhMapGrid *self, guint loss);

G_END_DECLS
