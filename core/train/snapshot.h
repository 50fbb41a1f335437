/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/data/area.h"
#include "core/plane/plane.h"
#include "core/train/lr-finder-result.h"
#include "core/train/settings-log.h"

G_BEGIN_DECLS

/* The state of a lane. */
typedef enum
{
  DH_STATE_WAITING,     /* no step yet, or too few to judge */
  DH_STATE_CATCHING_UP, /* has fewer iterations than the others, which wait */
  DH_STATE_IMPROVING,
  DH_STATE_FLAT,
  DH_STATE_BOUNCING,
  DH_STATE_DEAD,     /* finite, but saturated or constant: no gradient is left */
  DH_STATE_ASTRAY,   /* the loss improves while the pictures get further from the target */
  DH_STATE_DIVERGED, /* loss or gradient became infinite or NaN */
} DhState;

/* The untranslated name of a state for files: "improving". */
const char *dh_state_get_id (DhState state);

/* The metrics of reconstruction and swap.  NaN if not measured or if there is no reference. */
typedef struct
{
  guint64 iteration; /* 0: never measured */
  double mae, psnr, ssim;
  double swap_mae, swap_psnr, swap_ssim;
  double side_psnr[2]; /* A→A and B→B separately */
} DhMetrics;

/* One iteration of one lane, as shown in the chart and written to files. */
typedef struct
{
  guint64 iteration;           /* from 1 */
  double seconds;              /* training time since the start */
  double loss, loss_a, loss_b; /* loss = loss_a + loss_b */
  double learning_rate;
  guint n_turns : 31; /* incremented each time the objective changes: losses with different counts
                       * can't be compared */
  guint clipped : 1;   /* whether the gradient was clipped, or a part of it */
  float gradient_norm; /* of the whole gradient before clipping; NaN: not known */
} DhRecord;

/* Fixed held-out faces as the network paints them: RGBA tiles of `size` px, in rows of one picture
 * each. */
typedef enum
{
  DH_TILE_ORIGINAL,  /* A or B */
  DH_TILE_SELF,      /* A→A or B→B */
  DH_TILE_SWAP,      /* A→B or B→A */
  DH_TILE_TRUE_SWAP, /* the true picture of the other person in that pose */
  DH_N_TILES
} DhTile;

typedef struct _DhPreview DhPreview;

DhPreview *dh_preview_ref (DhPreview *self);
void dh_preview_unref (DhPreview *self);
guint64 dh_preview_get_iteration (const DhPreview *self);
int dh_preview_get_size (const DhPreview *self);
int dh_preview_get_n_faces (const DhPreview *self); /* per side */
gboolean dh_preview_has_true_swap (const DhPreview *self);
/* FALSE: only the originals and the true pictures; the network hasn't painted yet. */
gboolean dh_preview_is_painted (const DhPreview *self);
/* size × size × 4 bytes R, G, B, 255; (transfer none); side 0 = A, 1 = B.  NULL if there is no such
 * tile. */
const guint8 *dh_preview_peek_tile (const DhPreview *self, guint side, guint face, DhTile tile);

/* size × size bytes, 255 inside that area of the original; (transfer none).  NULL if the person has
 * no landmarks. */
const guint8 *dh_preview_peek_area (const DhPreview *self, guint side, guint face, DhArea area);

/* A copy with the first faces of each person only, and without areas.  like: (nullable) an earlier
 * one, with which it shares the tiles that never change, if they are the same.  (transfer full) */
DhPreview *dh_preview_new_excerpt (const DhPreview *self, guint n_faces, const DhPreview *like);

/* A lane at one moment.  Immutable, may be read from any thread. */
typedef struct _DhLaneSnapshot DhLaneSnapshot;

#define DH_TYPE_LANE_SNAPSHOT (dh_lane_snapshot_get_type ())
GType dh_lane_snapshot_get_type (void);
DhLaneSnapshot *dh_lane_snapshot_ref (DhLaneSnapshot *self);
void dh_lane_snapshot_unref (DhLaneSnapshot *self);

guint64 dh_lane_snapshot_get_iteration (const DhLaneSnapshot *self);
/* The id of its run; 0: the lane isn't made yet. */
guint dh_lane_snapshot_get_run (const DhLaneSnapshot *self);
/* Where its run was made: 0, or the iteration at which it was copied or taken up again. */
guint64 dh_lane_snapshot_get_origin (const DhLaneSnapshot *self);
DhState dh_lane_snapshot_get_state (const DhLaneSnapshot *self);
/* The state in one translated sentence. */
const char *dh_lane_snapshot_get_state_text (const DhLaneSnapshot *self);
double dh_lane_snapshot_get_loss (const DhLaneSnapshot *self);
const DhMetrics *dh_lane_snapshot_get_metrics (const DhLaneSnapshot *self);
/* The recent share of each part of the lane's mix in the loss and in the gradient's length (0 … 1,
 * sums to 1).  NaN before the first step. */
guint dh_lane_snapshot_get_n_parts (const DhLaneSnapshot *self);
double dh_lane_snapshot_get_loss_share (const DhLaneSnapshot *self, guint part);
double dh_lane_snapshot_get_pull_share (const DhLaneSnapshot *self, guint part);
/* NULL before the faces are read; not painted before the first preview. */
DhPreview *dh_lane_snapshot_get_preview (const DhLaneSnapshot *self);
/* The network's landscape; NULL before the first, or if none is wanted. */
DhPlane *dh_lane_snapshot_get_plane (const DhLaneSnapshot *self);
/* FALSE: the network is too large for a landscape. */
gboolean dh_lane_snapshot_can_have_plane (const DhLaneSnapshot *self);
/* The picture painted with the weights at the place given to dh_lane_probe(), once it is finished;
 * NULL. */
DhPreview *dh_lane_snapshot_get_probe (const DhLaneSnapshot *self);
/* The recent largest eigenvalue of the loss's Hessian at the current weights, and the rate above
 * which the lane's optimizer diverges.  Both are NaN if they are unknown or theory gives none: see
 * dh_optimizer_get_stable_rate(). */
double dh_lane_snapshot_get_lambda (const DhLaneSnapshot *self);
double dh_lane_snapshot_get_stable_rate (const DhLaneSnapshot *self);
/* For a lane that is dead or has diverged: a round rate to restart it with, the one its state text
 * names; 0: the lane continues. */
double dh_lane_snapshot_get_advised_rate (const DhLaneSnapshot *self);
/* The newest learning rate sweep; NULL: none was requested. */
DhLrFinderResult *dh_lane_snapshot_get_lr_finder_result (const DhLaneSnapshot *self);

/* The lane's whole history up to this snapshot, append-only; record 0 is the first.  Reading is
 * O(1) per record.  A restart begins a new history: `history_serial` changes then, and a chart must
 * start over. */
guint64 dh_lane_snapshot_get_n_records (const DhLaneSnapshot *self);
DhRecord dh_lane_snapshot_get_record (const DhLaneSnapshot *self, guint64 index);
guint dh_lane_snapshot_get_history_serial (const DhLaneSnapshot *self);
/* All measurements so far, in order. */
guint dh_lane_snapshot_get_n_measured (const DhLaneSnapshot *self);
DhMetrics dh_lane_snapshot_get_measured (const DhLaneSnapshot *self, guint index);
/* All settings that the lane has had up to this snapshot, the last ones in effect; NULL for a lane
 * that isn't made yet.  (transfer none) */
DhSettingsLog *dh_lane_snapshot_get_log (const DhLaneSnapshot *self);
/* Whether the lane follows a plan that has more changes. */
gboolean dh_lane_snapshot_is_following (const DhLaneSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhPreview, dh_preview_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLaneSnapshot, dh_lane_snapshot_unref)

G_END_DECLS
