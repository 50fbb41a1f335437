/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session.h"

G_BEGIN_DECLS

/* A session on the bundled faces with a lane for each loss; nothing is painted before a pause. */
DhSession *make_session (const char *const *losses);

/* Borrowed from the session. */
DhLane *peek_lane (DhSession *session, guint position);
DhLaneSnapshot *peek_snapshot (DhSession *session, guint position);

/* Runs the main loop until the session reports that nothing is left to do. */
void wait_until_idle (DhSession *session);
/* Plays to that iteration. */
void run_until (DhSession *session, guint64 iteration);

/* Asserts that the losses are the same, byte by byte. */
void assert_same_records (DhLaneSnapshot *a, DhLaneSnapshot *b);

G_END_DECLS
