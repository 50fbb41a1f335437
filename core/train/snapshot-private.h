/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/mix.h"
#include "core/train/history.h"

G_BEGIN_DECLS

/* The tiles that never change: originals and true swaps, shared by all previews of a run. */
typedef struct _DhPreviewFaces DhPreviewFaces;

/* size: a tile's side in pixels; n_faces: per side.  Tiles are black until they are filled. */
DhPreviewFaces *dh_preview_faces_new (int size, int n_faces, gboolean has_true_swap);
DhPreviewFaces *dh_preview_faces_ref (DhPreviewFaces *self);
void dh_preview_faces_unref (DhPreviewFaces *self);

/* planes: (3, S, S) in [0, 1].  Must be called before the first preview is made from this. */
void dh_preview_faces_set_tile (DhPreviewFaces *self, guint side, guint face, DhTile tile,
                                const float *planes);

/* plane: (S, S) in [0, 1], an area of an original.  Same restriction. */
void dh_preview_faces_set_area (DhPreviewFaces *self, guint side, guint face, DhArea area,
                                const float *plane);

DhPreview *dh_preview_new (DhPreviewFaces *faces, guint64 iteration);
/* A preview in which nothing is painted yet. */
DhPreview *dh_preview_new_blank (DhPreviewFaces *faces);
/* A preview of the same faces, the first n_painted of which are painted: see the pixels. */
DhPreview *dh_preview_new_like (const DhPreview *like, guint64 iteration, int n_painted);
/* Of a painted tile, black at first; to be filled before the preview is handed over. */
guint8 *dh_preview_get_pixels (DhPreview *self, guint side, guint face, DhTile tile);
/* tile: DH_TILE_SELF or DH_TILE_SWAP.  Only before the preview is handed over. */
void dh_preview_set_tile (DhPreview *self, guint side, guint face, DhTile tile,
                          const float *planes);

/* The share of each part of a mix in the loss and in the gradient's length, 0 … 1; NaN before the
 * first step. */
typedef struct
{
  guint n_parts;
  double loss[DH_MIX_MAX_PARTS], pull[DH_MIX_MAX_PARTS];
} DhShares;

/* The contents of a snapshot.  (transfer none) for all pointers. */
typedef struct
{
  guint run; /* 0: there is none yet */
  guint64 iteration, origin;
  DhState state;
  const char *state_text;
  double loss;
  DhMetrics metrics;
  DhPreview *preview; /* may be NULL */
  DhHistory *history;
  DhSettingsLog *log; /* may be NULL */
  gboolean following;
  DhShares shares;
  DhPlane *plane;    /* may be NULL */
  gboolean no_plane; /* the network is too large for a landscape */
  DhPreview *probe;  /* may be NULL */
  double lambda, stable_rate;
  double advised_rate;      /* 0: none */
  DhLrFinderResult *result; /* may be NULL */
} DhLaneSnapshotValues;

DhLaneSnapshot *dh_lane_snapshot_new (const DhLaneSnapshotValues *values);
/* What a lane showed at an earlier iteration, values->iteration: history, log, loss and metrics are
 * those that `now` has up to there; the other values count. */
DhLaneSnapshot *dh_lane_snapshot_new_earlier (DhLaneSnapshot *now,
                                              const DhLaneSnapshotValues *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhPreviewFaces, dh_preview_faces_unref)

G_END_DECLS
