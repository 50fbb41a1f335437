/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/lane.h"
#include "core/session/undo-stack.h"

G_BEGIN_DECLS

/* What was set for a lane's ball on the page Hills. */
typedef struct _DhBallMemory DhBallMemory;

DhBallMemory *dh_ball_memory_new (DhLane *lane);
void dh_ball_memory_free (DhBallMemory *self);
/* "Learning Rate of Ball 2": what differs from the ball of this lane now; NULL: nothing.  (transfer
 * full) */
char *dh_ball_memory_dup_difference (const DhBallMemory *self, DhLane *lane);

/* For undo; a state is made of a lane and what was set for its ball before. */
extern const DhUndoKind dh_ball_memory_kind;
/* (transfer full): self */
gpointer dh_ball_memory_make_state (DhBallMemory *self, DhLane *lane);

G_END_DECLS
