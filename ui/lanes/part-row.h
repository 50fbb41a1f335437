/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/loss/mix.h"

G_BEGIN_DECLS

/* One part of a mix: which loss, how much of it, its share and its settings.
 *
 * Signals, emitted only for the user's actions:
 *   ::changed ()   see dh_part_row_get_part()
 *   ::removed ()   the part should be removed */
#define DH_TYPE_PART_ROW (dh_part_row_get_type ())
G_DECLARE_FINAL_TYPE (DhPartRow, dh_part_row, DH, PART_ROW, GtkWidget)

/* position: index in the mix, for screen readers */
GtkWidget *dh_part_row_new (guint position);
DhMixPart dh_part_row_get_part (DhPartRow *self);
void dh_part_row_set_part (DhPartRow *self, const DhMixPart *part);
/* The only part of a mix has no shares and can't be removed. */
void dh_part_row_set_alone (DhPartRow *self, gboolean alone);
/* From 0 to 1; NaN if unknown. */
void dh_part_row_set_shares (DhPartRow *self, double loss, double pull);

G_END_DECLS
