/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/lane.h"
#include "core/train/training-request.h"

G_BEGIN_DECLS

/* The landscape that a lane's network would have after that many iterations: nothing at 0, measured
 * coarsely up to 20, finely from 200 on.  The serial is different for each redrawing and kind.
 * NULL if the lane wants none; (transfer full). */
DhPlane *fake_plane_make_for (const DhLaneRequest *lane, guint number, guint64 iteration);
/* The same, with the parameters taken from the lane. */
DhPlane *fake_plane_make (DhLane *lane, guint64 iteration);

G_END_DECLS
