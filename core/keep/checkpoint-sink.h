/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/run-numbers.h"
#include "core/store/keeper.h"
#include "core/train/lane-keeper.h"

G_BEGIN_DECLS

/* Where the worker's images of lanes go: to the keeper of the session that is kept at the moment.
 * Reference-counted, since the worker may end later than the keeping. */
typedef struct _DhCheckpointSink DhCheckpointSink;

DhCheckpointSink *dh_checkpoint_sink_new (void);
DhCheckpointSink *dh_checkpoint_sink_ref (DhCheckpointSink *self);
void dh_checkpoint_sink_unref (DhCheckpointSink *self);

/* For the session; lent to it. */
DhLaneKeeper dh_checkpoint_sink_get_lane_keeper (DhCheckpointSink *self);
/* keeper: lent until the next call; NULL: images are of no use.  When this returns, no other thread
 * uses the former keeper any more.  numbers: copied */
void dh_checkpoint_sink_set_keeper (DhCheckpointSink *self, DhKeeper *keeper,
                                    const DhRunNumbers *numbers);

G_END_DECLS
