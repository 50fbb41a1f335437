/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/session-keeper.h"

G_BEGIN_DECLS

/* From now on, lanes of the session that come back without their weights (DhSession::lost) get them
 * from what was kept; at most once for each session.  Main context; never waits for the disk. */
void dh_lost_lanes_watch (DhSession *session, DhSessionKeeper *keeper);

G_END_DECLS
