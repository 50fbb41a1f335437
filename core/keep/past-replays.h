/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/session-keeper.h"

G_BEGIN_DECLS

/* Makes what lanes showed at an iteration again, exactly, once nothing else has been wanted for a
 * moment.  Main context. */
typedef struct _DhPastReplays DhPastReplays;

/* exact: at the iteration that is wanted; NULL: only the progress is new.  Both are lent. */
typedef void (*DhPastReplayed) (DhLane *lane, DhLaneSnapshot *exact, gpointer data);

DhPastReplays *dh_past_replays_new (DhSession *session, DhPastReplayed replayed, gpointer data);
void dh_past_replays_free (DhPastReplays *self);
/* Replaces what was wanted before; what is wanted already goes on.  keeper: (nullable) */
void dh_past_replays_want (DhPastReplays *self, DhSessionKeeper *keeper, guint64 iteration,
                           DhLane *const *lanes, guint n_lanes);
void dh_past_replays_end (DhPastReplays *self);
/* Whether something is wanted that isn't there yet. */
gboolean dh_past_replays_is_busy (DhPastReplays *self);
/* The iterations that are left of all lanes; 0: nothing is being made. */
guint64 dh_past_replays_get_remaining (DhPastReplays *self);

G_END_DECLS
