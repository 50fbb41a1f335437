/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* The six metrics that are shown: rows itself and swap, columns PSNR, SSIM, MAE. */
typedef enum
{
  DH_CELL_PSNR,
  DH_CELL_SSIM,
  DH_CELL_MAE,
  DH_CELL_SWAP_PSNR,
  DH_CELL_SWAP_SSIM,
  DH_CELL_SWAP_MAE,
  DH_N_CELLS
} DhMetricCell;

/* NaN where it wasn't measured. */
double dh_metric_get_cell (const DhMetrics *metrics, DhMetricCell cell);
/* "20.4", "0.71", "0.062"; "–" where it wasn't measured */
void dh_metric_format_cell (const DhMetrics *metrics, DhMetricCell cell, char *text, gsize size);
/* Which cells of lane `index` are the best of all lanes: bit (1 << cell). None with fewer than two
 * measured. */
guint dh_metric_find_best (const DhMetrics *const *lanes, guint n_lanes, guint index);
/* "PSNR", translated */
const char *dh_metric_get_heading (DhMetricCell cell);

G_END_DECLS
