/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/moments.h"
#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* What a lane showed, to be kept at a place: its preview, its state, and whatever else of the
 * snapshot doesn't follow from the lane's history and log.  The preview is referenced, and packed
 * later: dh_moment_pack(), some tenths of a millisecond for each face.  Any thread.
 * (transfer full) */
DhMoment *dh_kept_moment_new (const DhPlace *place, DhLaneSnapshot *snapshot);

/* What a lane showed at an iteration: the moment's preview and state, with the history, log and
 * landscape that `now`, the lane's newest snapshot, has up to there.  moment: at or before the
 * iteration; NULL: none was kept.  NULL with DH_ERROR_FILE if the moment is damaged.
 * (transfer full) */
DhLaneSnapshot *dh_kept_moment_restore (const DhMoment *moment, guint64 iteration,
                                        DhLaneSnapshot *now, GError **error);

G_END_DECLS
