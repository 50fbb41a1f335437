/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lane-run.h"

G_BEGIN_DECLS

/* Runs that were set aside, and the counters of trainings that were left.  A run here keeps its
 * whole state except what only a step needs.  Worker 0 only. */
typedef struct _DhShelf DhShelf;

DhShelf *dh_shelf_new (void);
void dh_shelf_free (DhShelf *self);

/* run: (transfer full); it rests from now on.  generation: the training it belongs to. */
void dh_shelf_put (DhShelf *self, DhLaneRun *run, guint generation);
/* NULL: not on the shelf.  (transfer none); the run rests. */
DhLaneRun *dh_shelf_find (DhShelf *self, guint id);
/* Removes the run from the shelf: (transfer full). */
DhLaneRun *dh_shelf_take (DhShelf *self, guint id);

/* Records the counters of a training that is left. */
void dh_shelf_note (DhShelf *self, guint generation, guint64 n_steps, double elapsed);
/* Both are 0 if the training is unknown. */
void dh_shelf_recall (DhShelf *self, guint generation, guint64 *n_steps, double *elapsed);

/* Drops everything the request doesn't name. */
void dh_shelf_follow (DhShelf *self, const DhTrainingRequest *request);
/* Drops what is only kept for undo, when memory is short; those runs are lost from then on. */
void dh_shelf_yield (DhShelf *self, const DhTrainingRequest *request);

/* Whether the run should be here and isn't, and the request doesn't say how it is to be made again. */
gboolean dh_shelf_misses (DhShelf *self, const DhLaneRequest *request);
/* It couldn't be put here. */
void dh_shelf_note_lost (DhShelf *self, guint id);
/* It has been made again. */
void dh_shelf_forget_lost (DhShelf *self, guint id);

G_END_DECLS
