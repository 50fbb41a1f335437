/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/keep/session-keeper.h"

G_BEGIN_DECLS

/* Reads the newest image of the lane at or before an iteration from where its session is kept, in
 * another thread: to make its past again from there (dh_session_replay(), dh_session_branch_lane()).
 * keeper: (nullable).  Main context. */
void dh_image_search_begin (DhSessionKeeper *keeper, DhLane *lane, guint64 iteration,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data);
/* NULL without an error: there is none, and the past begins at the start.  Damaged images are passed
 * over.  *from: whose it is, and of which iteration.  NULL with an error: cancelled, or the session
 * can't be read, which is no reason not to begin at the start.  (transfer full) */
DhLaneImage *dh_image_search_finish (GAsyncResult *result, DhPlace *from, GError **error);

G_END_DECLS
