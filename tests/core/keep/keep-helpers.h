/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/session-index.h"
#include "core/keep/session-keeper.h"

G_BEGIN_DECLS

/* The session that the next start offers, and how it ended (may be NULL); NULL: none.
 * (transfer full) */
char *find_last (const char *folder, DhKeptStatus *status);
/* Takes it up, and asserts that this goes well. */
void resume (DhSessionKeeper *keeper, const char *id);

G_END_DECLS
