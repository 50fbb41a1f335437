/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/base/lanes.h"
#include "core/train/snapshot.h"
#include "ui/plot/charts/series.h"
#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* What of each lane is drawn. */
typedef enum
{
  DH_SHEET_FACES = 1 << 0,
  DH_SHEET_METRICS = 1 << 1,
  DH_SHEET_LANDSCAPE = 1 << 2,
  DH_SHEET_CHART = 1 << 3,
  DH_SHEET_ALL = DH_SHEET_FACES | DH_SHEET_METRICS | DH_SHEET_LANDSCAPE | DH_SHEET_CHART,
} DhSheetParts;

/* A lane of the picture. Strings are shown unchanged; everything is lent. */
typedef struct
{
  guint number;             /* 1 … DH_MAX_LANES */
  const char *label;        /* "MAE, rate 1e-3" */
  const char *settings;     /* (nullable) the other settings, small */
  const char *note;         /* (nullable) the state in words */
  const DhPreview *preview; /* (nullable) */
  const DhMetrics *metrics; /* (nullable) */
  const DhSeries *series;   /* (nullable) */
  const guint64 *turns;     /* see DhLineChart */
  guint n_turns;
  const DhPlane *plane; /* (nullable) */
  guint64 iteration;    /* marked in the chart and on the landscape; 0: none, the ball is at the
                         * end */
} DhSheetLane;

/* All lanes side by side, each with the same parts, and the settings above them. */
typedef struct
{
  const char *title;    /* "Alder ⇄ Birch" */
  const char *settings; /* preset, seed, iterations, in one line */
  DhSheetLane lanes[DH_MAX_LANES];
  guint n_lanes;
  DhSheetParts parts;
  guint n_faces;  /* at most so many of each person; 0: all */
  guint n_across; /* cards in a row; 0: the usual */
  DhScheme scheme;
} DhLaneSheet;

/* In units. */
void dh_lane_sheet_measure (const DhLaneSheet *self, double *width, double *height);
/* Pictures of landscapes get `resolution` pixels for each unit.  Any thread. */
void dh_lane_sheet_draw (const DhLaneSheet *self, cairo_t *cr, int resolution);

G_END_DECLS
