/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session-private.h"

G_BEGIN_DECLS

/* What a change of a session has replaced: some settings of lanes, whole lanes with their runs, or
 * the training of all lanes.  States of the kind dh_training_state_kind. */
typedef struct _DhTrainingState DhTrainingState;

extern const DhUndoKind dh_training_state_kind;

/* The whole training: all lanes with their runs, people, model, seed and start. */
DhTrainingState *dh_training_state_new_whole (DhSession *session);
/* Without lanes, to which the following add. */
DhTrainingState *dh_training_state_new (DhSession *session);
void dh_training_state_free (DhTrainingState *self);

/* The settings of these groups, as they were; the lane's plan, as it is. */
void dh_training_state_add_settings (DhTrainingState *self, DhLane *lane, DhLaneGroups groups,
                                     const DhLaneSettings *before);
/* The lane with its run and place. */
void dh_training_state_add_lane (DhTrainingState *self, DhLane *lane);
/* The lane as it is before the worker applies its changed settings: with a copy of its run. */
void dh_training_state_add_copy (DhTrainingState *self, DhLane *lane, const DhLaneSettings *before);
/* That the lane was not there. */
void dh_training_state_add_absence (DhTrainingState *self, DhLane *lane);
void dh_training_state_add_same_rate (DhTrainingState *self, gboolean before);

/* Whether the lane has a run that can't be had for nothing, as a new one can. */
gboolean dh_training_state_is_worth_keeping (DhLane *lane);

G_END_DECLS
