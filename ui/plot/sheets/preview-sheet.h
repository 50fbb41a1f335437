/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/train/snapshot.h"
#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* A lane of a picture of previews. Strings are shown unchanged; everything is lent. */
typedef struct
{
  guint number;             /* 1 … DH_MAX_LANES */
  const char *label;        /* "MAE, rate 1e-3" */
  const char *note;         /* (nullable) the state in words, and the iterations */
  const DhPreview *preview; /* (nullable) */
  const DhMetrics *metrics; /* (nullable) */
} DhPreviewSheetLane;

/* The picture of `preview.png`: all lanes side by side with their faces and metrics, the best of
 * each row in bold, and the settings above them. title: "Alder ⇄ Birch"; settings: preset, seed,
 * iterations, time, in one line. Returns an image surface; (transfer full). Write it with
 * cairo_surface_write_to_png(). */
cairo_surface_t *dh_preview_sheet_new (const char *title, const char *settings,
                                       const DhPreviewSheetLane *lanes, guint n_lanes,
                                       DhScheme scheme);

G_END_DECLS
