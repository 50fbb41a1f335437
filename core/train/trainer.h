/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lane-keeper.h"
#include "core/train/training-request.h"

G_BEGIN_DECLS

/* The worker: a thread (with helpers) that follows the newest request and reports.  Main
 * context. */
typedef struct _DhTrainer DhTrainer;

/* One per processor, but no more than there can be work for. */
guint dh_trainer_count_workers (void);

/* n_workers 0: dh_trainer_count_workers(). */
DhTrainer *dh_trainer_new (guint n_workers);
/* Only before the first request: images are made at intervals, at each pause and at the end. */
void dh_trainer_set_keeper (DhTrainer *self, const DhLaneKeeper *keeper);
/* Waits for the layers being computed, then joins the threads. */
void dh_trainer_free (DhTrainer *self);

/* Never waits for the worker.  (transfer full) */
void dh_trainer_send (DhTrainer *self, DhTrainingRequest *request);
/* The newest report, or NULL; (transfer full) */
DhReport *dh_trainer_take (DhTrainer *self);
/* Readable while a report waits. */
int dh_trainer_get_fd (DhTrainer *self);

G_END_DECLS
