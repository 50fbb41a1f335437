/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* PSNR, SSIM and MAE of a lane: itself (A→A, B→B) and swap (A→B, B→A). */
#define DH_TYPE_METRIC_TABLE (dh_metric_table_get_type ())
G_DECLARE_FINAL_TYPE (DhMetricTable, dh_metric_table, DH, METRIC_TABLE, GtkWidget)

GtkWidget *dh_metric_table_new (void);
/* metrics: (nullable). best: cells in bold, as from dh_metric_find_best(). */
void dh_metric_table_set (DhMetricTable *self, const DhMetrics *metrics, guint best);
/* The text of a cell; lent. */
const char *dh_metric_table_get_text (DhMetricTable *self, guint cell);

G_END_DECLS
