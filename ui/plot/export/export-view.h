/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session.h"
#include "ui/plot/sheets/lane-sheet.h"

G_BEGIN_DECLS

/* A lane as it was when the view was made. */
typedef struct
{
  guint number;
  char *label;              /* "MAE, rate 1.0e-3" */
  char *settings;           /* everything else, in one line */
  const char *mix, *mask;   /* as in files; static or interned */
  char *start;              /* the same */
  double eyes, mouth;       /* multipliers */
  DhLaneSnapshot *snapshot; /* (nullable) */
  DhSeries *series;         /* its losses */
  GArray *turns;            /* (element-type guint64) see DhLineChart */
} DhExportLane;

/* What a session shows, for files.  A constant: made on the main context, and then used by any one
 * thread. */
typedef struct
{
  char *title; /* "Alder ⇄ Birch" */
  char *preset;
  guint64 seed, iteration;
  guint n_lanes;
  DhExportLane lanes[DH_MAX_LANES];
} DhExportView;

DhExportView *dh_export_view_new (DhSession *session);
void dh_export_view_free (DhExportView *self);
/* "Preset quick · seed 1 · 2000 iterations"; (transfer full) */
char *dh_export_view_dup_settings (const DhExportView *self, guint64 iteration);
/* The index of the lane with that number; -1: there is none. */
int dh_export_view_find_lane (const DhExportView *self, guint number);
/* The lane as a part of a sheet, which borrows everything. */
DhSheetLane dh_export_lane_to_sheet (const DhExportLane *self);
/* What was measured last at that iteration or before; FALSE if nothing. */
gboolean dh_export_lane_find_metrics (const DhExportLane *self, guint64 iteration,
                                      DhMetrics *metrics);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhExportView, dh_export_view_free)

G_END_DECLS
