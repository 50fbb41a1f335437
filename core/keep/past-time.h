/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session.h"

G_BEGIN_DECLS

/* Main context. */

/* Iterations per second of training, on average; 0: none yet. */
double dh_past_time_get_pace (DhSession *session);
/* "iteration 1,240, 12 s ago", by the seconds of training; remaining: iterations that are yet to be made again, which is said
 * instead.  (transfer full), translated */
char *dh_past_time_dup_words (DhSession *session, guint64 iteration, guint64 remaining);

G_END_DECLS
