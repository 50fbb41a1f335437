/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session.h"

G_BEGIN_DECLS

/* A lane's weights in a file of their own, which goes with this.  Main thread. */
typedef struct _DhLaneWeights DhLaneWeights;

/* They are there, or problem says why not in a sentence; NULL: they are. */
typedef void (*DhLaneWeightsDone) (const char *problem, gpointer data);

/* Asks the lane's worker for its weights; done is called once, and never before this returns, unless
 * they are let go first.  Where no file can be made, returns NULL and sets the error. */
DhLaneWeights *dh_lane_weights_new (DhSession *session, DhLane *lane, DhLaneWeightsDone done,
                                    gpointer data, GError **error);
/* (nullable).  The file goes once it is written, if it isn't yet. */
void dh_lane_weights_free (DhLaneWeights *self);
/* Done is called no more. */
void dh_lane_weights_forget (DhLaneWeights *self);

/* The path, as a NumPy archive. */
const char *dh_lane_weights_get_file (const DhLaneWeights *self);
/* Whether the file is written. */
gboolean dh_lane_weights_are_there (const DhLaneWeights *self);
/* The lane's iteration when they were taken; about. */
guint64 dh_lane_weights_get_iteration (const DhLaneWeights *self);

G_END_DECLS
