/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/kept-state.h"
#include "core/keep/run-numbers.h"
#include "core/session/session.h"
#include "core/store/keeper.h"

G_BEGIN_DECLS

/* What is known of the runs of a kept session: where each came from, how far it got, and what of it
 * has been handed to the keeper.  Main context. */
typedef struct _DhRunTracker DhRunTracker;

/* state: of a session that is taken up, (transfer full); NULL: a new one. */
DhRunTracker *dh_run_tracker_new (DhKeptState *state, const DhRunNumbers *numbers);
void dh_run_tracker_free (DhRunTracker *self);

/* A lane that goes on as a kept run: all of its log, up to what it is yet to become, is known. */
void dh_run_tracker_resume (DhRunTracker *self, DhLane *lane);
/* That a lane's run goes on from that iteration of the run that it was copied from, if it was and
 * isn't known to. */
void dh_run_tracker_note_origin (DhRunTracker *self, DhLane *lane, guint64 iteration);
/* Looks at the lanes: new runs, and new entries of their logs, which become marks once a rate has
 * come to rest.  Returns whether there are other lanes, runs or logs than before. */
gboolean dh_run_tracker_look (DhRunTracker *self, GListModel *lanes, DhKeeper *keeper);
/* Hands over what the lane shows, if it is new; while it is training, at most once a second. */
void dh_run_tracker_put_moment (DhRunTracker *self, DhLane *lane, gboolean resting,
                                DhKeeper *keeper);

/* Lent; its lanes are those of the last look, its document is the caller's to set. */
DhKeptState *dh_run_tracker_get_state (DhRunTracker *self);
/* 0: of another session. */
guint64 dh_run_tracker_get_run (DhRunTracker *self, DhLane *lane);

G_END_DECLS
