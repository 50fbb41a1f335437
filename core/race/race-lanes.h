/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race.h"
#include "core/session/session.h"

G_BEGIN_DECLS

/* Makes the session's lanes the runners of the race: their balls' losses, rates and optimizers,
 * as they change.  On a ground without a loss, the default rates of the lanes are spread around
 * the ground's, so that there is something to compare: the first one creeps, the last one jumps
 * about.  Ends with either object. */
void dh_race_follow_lanes (DhRace *race, DhSession *session);
/* (nullable) (transfer none): the lane of a runner */
DhLane *dh_race_get_lane (DhRace *race, guint runner);

G_END_DECLS
