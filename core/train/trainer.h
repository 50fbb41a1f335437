/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/training-request.h"

G_BEGIN_DECLS

/* The worker: a thread (with helpers) that follows the newest request and reports. Main context. */
typedef struct _DhTrainer DhTrainer;

/* One per processor, as far as there can be work for them. */
guint dh_trainer_count_workers (void);

/* n_workers 0: as many as that. */
DhTrainer *dh_trainer_new (guint n_workers);
/* Lets the running layers end, joins the threads. */
void dh_trainer_free (DhTrainer *self);

/* Takes the request over; never waits for the worker. (transfer full) */
void dh_trainer_send (DhTrainer *self, DhTrainingRequest *request);
/* The newest report or NULL; (transfer full) */
DhReport *dh_trainer_take (DhTrainer *self);
/* Readable while a report waits. */
int dh_trainer_get_fd (DhTrainer *self);

G_END_DECLS
