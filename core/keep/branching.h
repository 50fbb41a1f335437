/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/session-keeper.h"

G_BEGIN_DECLS

/* Adds a lane that goes on from an earlier iteration of another, as dh_session_branch_lane() does,
 * as soon as the nearest image of it has been read; what it was before that is kept as the other's.
 * Nothing happens if the other is gone by then, or if there are DH_MAX_LANES.  keeper: (nullable);
 * settings: other ones from there on, or NULL. */
void dh_branching_begin (DhSession *session, DhSessionKeeper *keeper, DhLane *lane,
                         guint64 iteration, const DhLaneSettings *settings);

G_END_DECLS
