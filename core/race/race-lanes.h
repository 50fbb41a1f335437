/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race.h"
#include "core/session/session.h"

G_BEGIN_DECLS

/* From here on the race's runners are the session's lanes: their balls' losses, rates
 * and optimizers, as they change.  On a ground that knows no loss, lanes without a rate of their
 * own are spread around the ground's, so that there is something to compare: the first one creeps,
 * the last one leaps about.  Ends with either. */
void dh_race_follow_lanes (DhRace *race, DhSession *session);
/* (nullable) (transfer none): the lane of a runner */
DhLane *dh_race_get_lane (DhRace *race, guint runner);

G_END_DECLS
