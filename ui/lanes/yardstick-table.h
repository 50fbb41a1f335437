/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* PSNR, SSIM and MAE of a lane: itself (A→A, B→B) and swap (A→B, B→A). */
#define DH_TYPE_YARDSTICK_TABLE (dh_yardstick_table_get_type ())
G_DECLARE_FINAL_TYPE (DhYardstickTable, dh_yardstick_table, DH, YARDSTICK_TABLE, GtkWidget)

GtkWidget *dh_yardstick_table_new (void);
/* yardsticks: (nullable). best: cells in bold, as of dh_yardstick_find_best(). */
void dh_yardstick_table_set (DhYardstickTable *self, const DhYardsticks *yardsticks, guint best);
/* What a cell shows; lent. */
const char *dh_yardstick_table_get_text (DhYardstickTable *self, guint cell);

G_END_DECLS
