/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/train/lane-image.h"
#include "core/train/snapshot.h"

G_BEGIN_DECLS

typedef enum
{
  DH_REPLAY_RUNNING,
  DH_REPLAY_DONE,
  DH_REPLAY_FAILED,    /* see the problem */
  DH_REPLAY_CANCELLED, /* by dh_replay_cancel(), or because the training it belongs to is gone */
} DhReplayState;

/* A lane's state at an iteration of its past, which is made again on the worker threads: see
 * dh_session_replay().  Main context only.
 *
 * Properties (ro: read only):
 *   state      int     DhReplayState (ro)
 *   progress   double  0 … 1 (ro)
 *   remaining  uint64  iterations that are left (ro)
 *
 * Signal ::done: the state is another than RUNNING; emitted once. */
#define DH_TYPE_REPLAY (dh_replay_get_type ())
G_DECLARE_FINAL_TYPE (DhReplay, dh_replay, DH, REPLAY, GObject)

DhReplayState dh_replay_get_state (DhReplay *self);
guint64 dh_replay_get_iteration (DhReplay *self);
double dh_replay_get_progress (DhReplay *self);
guint64 dh_replay_get_remaining (DhReplay *self);
/* What the lane would have shown, had it paused there: preview, metrics, state, history up to
 * there; not its landscape.  (transfer none) (nullable): NULL unless DONE. */
DhLaneSnapshot *dh_replay_get_snapshot (DhReplay *self);
/* The same state to go on from: see dh_session_branch_lane().  (transfer none) (nullable): NULL
 * unless DONE, and if there was no memory for it. */
DhLaneImage *dh_replay_get_image (DhReplay *self);
/* Translated; (transfer none) (nullable): NULL unless FAILED. */
const char *dh_replay_get_problem (DhReplay *self);
/* Breaks it off; ::done is emitted before this returns.  Nothing happens if it is over. */
void dh_replay_cancel (DhReplay *self);

G_END_DECLS
