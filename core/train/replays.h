/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lane-run.h"

G_BEGIN_DECLS

/* A state of the past that is wanted, and what there is of it. */
typedef struct
{
  DhReplayRequest request;
  DhLaneRun *run; /* NULL: not begun, or over */
  DhReplayReport report;
} DhPastRun;

/* Drops the run; there will be no snapshot. */
void dh_past_run_give_up (DhPastRun *self, const char *problem);
/* Whether the state is there, or can't be made. */
gboolean dh_past_run_is_over (const DhPastRun *self);

/* All that a request names, in its order.  Worker 0 only. */
typedef struct _DhReplays DhReplays;

DhReplays *dh_replays_new (void);
void dh_replays_free (DhReplays *self);
/* Drops what the request doesn't name. */
void dh_replays_follow (DhReplays *self, const DhTrainingRequest *request);
void dh_replays_clear (DhReplays *self);
/* The first that isn't over; NULL: none.  (transfer none) */
DhPastRun *dh_replays_find_next (const DhReplays *self);
void dh_replays_report (const DhReplays *self, DhReport *report);

G_END_DECLS
