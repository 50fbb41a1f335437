/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/compare/comparison.h"

G_BEGIN_DECLS

/* What one loss says of two pictures, small: where it pushes, its value, and how much of both the
 * worst 1 % of the pixels carry. */
#define DH_TYPE_MAP_CELL (dh_map_cell_get_type ())
G_DECLARE_FINAL_TYPE (DhMapCell, dh_map_cell, DH, MAP_CELL, GtkWidget)

/* loss: its index in the catalog */
GtkWidget *dh_map_cell_new (guint loss);
/* result: (nullable), not kept; width, height: of its map. */
void dh_map_cell_set_result (DhMapCell *self, const DhComparisonResult *result, int width,
                             int height);
/* Where it pushes; lent, (nullable): nothing yet, or no meaning. Nobody writes to it any more. */
cairo_surface_t *dh_map_cell_get_map (DhMapCell *self);
/* The numbers in words, for who can't see them; (transfer full) */
char *dh_map_cell_dup_words (DhMapCell *self);

/* A loss's value with three figures: "0.0123", "127", "4.1e-5"; "–" for NaN. */
void dh_loss_value_format (double value, char *text, gsize size);

G_END_DECLS
