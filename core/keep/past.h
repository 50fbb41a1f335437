/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/past-marks.h"
#include "core/keep/session-keeper.h"

G_BEGIN_DECLS

/* What all lanes of a session showed at an earlier iteration.  Main context; never waits for the
 * disk: what was kept follows within milliseconds.
 *
 * Properties (compare, set, notify):
 *   live       boolean  the newest is shown; TRUE
 *   iteration  uint64   that is wanted; while live, the session's (read only)
 *
 * Signal ::changed: what the lanes show has changed, or is shown live again.
 * Signal ::marked-changed: of the marked moments. */
#define DH_TYPE_PAST (dh_past_get_type ())
G_DECLARE_FINAL_TYPE (DhPast, dh_past, DH, PAST, GObject)

/* As long as nothing is kept, only what follows from the lanes' histories and logs is shown. */
DhPast *dh_past_new (DhSession *session);
/* Call once, or not at all. */
void dh_past_set_keeper (DhPast *self, DhSessionKeeper *keeper);

/* At or beyond the session's iteration: live again. */
void dh_past_go (DhPast *self, guint64 iteration);
void dh_past_go_live (DhPast *self);
gboolean dh_past_get_live (DhPast *self);
guint64 dh_past_get_iteration (DhPast *self);
/* That of what all lanes show: until the one that is wanted has been found, the one before it; while
 * live, or still live, the session's. */
guint64 dh_past_get_shown_iteration (DhPast *self);
/* What is shown: "iteration 1,240, 12 s ago", by the seconds of training; (transfer full), translated;
 * NULL while live, or still live. */
char *dh_past_dup_words (DhPast *self);
/* Iterations per second of training, on average; 0: none yet. */
double dh_past_get_pace (DhPast *self);
/* What a lane showed; NULL while live, for a lane that hasn't got that far, and until it is found.
 * (transfer none) (nullable) */
DhLaneSnapshot *dh_past_get_snapshot (DhPast *self, DhLane *lane);
/* Whether nothing is being read or made again for what is shown. */
gboolean dh_past_is_settled (DhPast *self);

/* ---- marked moments: kept for good ---- */

/* By iteration; (transfer none) (element-type DhMarkedMoment) */
const GArray *dh_past_get_marked (DhPast *self);
/* Whether there is something to mark, and a file to keep it in. */
gboolean dh_past_can_mark (DhPast *self);
/* Marks what all lanes show now; an earlier note is replaced. */
void dh_past_mark (DhPast *self, const char *note);
/* Takes the mark away. */
void dh_past_unmark (DhPast *self, guint64 iteration);
/* Changes the note of a marked moment. */
void dh_past_set_note (DhPast *self, guint64 iteration, const char *note);

G_END_DECLS
