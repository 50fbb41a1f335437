/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/compare/comparison.h"
#include "ui/losses/map-cell.h"

G_BEGIN_DECLS

/* Where every loss pushes, side by side. One of them is chosen.
 *
 * Properties (compare, set, notify):
 *   selected  uint  index in the catalog */
#define DH_TYPE_MAP_GRID (dh_map_grid_get_type ())
G_DECLARE_FINAL_TYPE (DhMapGrid, dh_map_grid, DH, MAP_GRID, GtkWidget)

GtkWidget *dh_map_grid_new (void);
/* Shows what it has and follows it. Once only. */
void dh_map_grid_set_comparison (DhMapGrid *self, DhComparison *comparison);
guint dh_map_grid_get_selected (DhMapGrid *self);
void dh_map_grid_set_selected (DhMapGrid *self, guint loss);
DhMapCell *dh_map_grid_get_cell (DhMapGrid *self, guint loss);

G_END_DECLS
