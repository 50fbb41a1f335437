/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race.h"
#include "core/session/session.h"

G_BEGIN_DECLS

/* From now on, the session can undo changes of the ground, its parameters and points, the start,
 * the noise, and whether the ground is shared.  Call once.  The session keeps the race while it can
 * undo something of it; either may go first. */
void dh_race_keep_undo (DhRace *race, DhSession *session);

G_END_DECLS
