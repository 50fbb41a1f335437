/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lane-run.h"

G_BEGIN_DECLS

/* Runs that were set aside, and the counters of trainings that were left.  A run here has its
 * whole state but nothing that only a step needs.  Worker 0 only. */
typedef struct _DhShelf DhShelf;

DhShelf *dh_shelf_new (void);
void dh_shelf_free (DhShelf *self);

/* run: (transfer full); it rests from now on. generation: of the training that it belongs to. */
void dh_shelf_put (DhShelf *self, DhLaneRun *run, guint generation);
/* NULL: it isn't here. (transfer none); it rests. */
DhLaneRun *dh_shelf_find (DhShelf *self, guint id);
/* The same, and it is here no longer: (transfer full). */
DhLaneRun *dh_shelf_take (DhShelf *self, guint id);

/* What a training had counted when it was left. */
void dh_shelf_note (DhShelf *self, guint generation, guint64 n_steps, double elapsed);
/* Both 0 where nothing is known of it. */
void dh_shelf_recall (DhShelf *self, guint generation, guint64 *n_steps, double *elapsed);

/* Drops what the request doesn't name. */
void dh_shelf_follow (DhShelf *self, const DhTrainingRequest *request);
/* Drops what is only kept for undo, when memory is short. */
void dh_shelf_yield (DhShelf *self, const DhTrainingRequest *request);

G_END_DECLS
