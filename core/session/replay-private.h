/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/replay.h"
#include "core/train/training-request.h"

G_BEGIN_DECLS

/* request: copied */
DhReplay *dh_replay_new (const DhReplayRequest *request);
guint dh_replay_get_id (DhReplay *self);
/* With references of its own. */
DhReplayRequest dh_replay_dup_request (DhReplay *self);
void dh_replay_take_report (DhReplay *self, const DhReplayReport *report);

G_END_DECLS
