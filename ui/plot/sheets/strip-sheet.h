/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/train/snapshot.h"
#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* A lane's faces over time.  Strings are shown unchanged; everything is lent. */
typedef struct
{
  const char *title;
  const char *settings;
  guint number; /* of the lane */
  const char *label;         /* "MAE, rate 1e-3" */
  const char *lane_settings; /* the lane's other settings */
  const DhPreview *const *previews; /* one for each column, painted, ascending by iteration */
  const double *psnr;               /* of each column; NaN: unknown */
  guint n_columns;
  guint n_faces; /* at most so many of each person; 0: all */
  DhScheme scheme;
} DhStripSheet;

/* In units. */
void dh_strip_sheet_measure (const DhStripSheet *self, double *width, double *height);
/* Any thread. */
void dh_strip_sheet_draw (const DhStripSheet *self, cairo_t *cr);

G_END_DECLS
