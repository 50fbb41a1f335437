/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/compare/comparison.h"

G_BEGIN_DECLS

/* The result of one loss for two pictures, small: its gradient, its value, and how much of both
 * the worst 1 % of the pixels account for. */
#define DH_TYPE_MAP_CELL (dh_map_cell_get_type ())
G_DECLARE_FINAL_TYPE (DhMapCell, dh_map_cell, DH, MAP_CELL, GtkWidget)

/* loss: its index in the catalog */
GtkWidget *dh_map_cell_new (guint loss);
/* result: (nullable), not kept; width, height: the size of its map. */
void dh_map_cell_set_result (DhMapCell *self, const DhComparisonResult *result, int width,
                             int height);
/* The map; lent, immutable; NULL if there is none yet or it is undefined. */
cairo_surface_t *dh_map_cell_get_map (DhMapCell *self);
/* The numbers as text for screen readers; (transfer full) */
char *dh_map_cell_dup_words (DhMapCell *self);

/* Formats a loss with three significant figures: "0.0123", "127", "4.1e-5"; "–" for NaN. */
void dh_loss_value_format (double value, char *text, gsize size);

G_END_DECLS
