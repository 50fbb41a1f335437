/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/compare/pair-request.h"

G_BEGIN_DECLS

/* The thread on which two pictures are read, spoilt and compared. Owner: one thread. */
typedef struct _DhPairWorker DhPairWorker;

/* max_side: pictures are reduced to it. */
DhPairWorker *dh_pair_worker_new (int max_side);
/* Waits for the loss or the picture that is being worked on, not for the rest. */
void dh_pair_worker_free (DhPairWorker *self);

/* A newer request replaces one that is being worked on. (transfer full) */
void dh_pair_worker_send (DhPairWorker *self, DhPairRequest *request);
/* NULL when there is nothing new; (transfer full) */
DhPairReport *dh_pair_worker_take (DhPairWorker *self);
/* Readable while a report waits; see dh_mailbox_get_fd(). */
int dh_pair_worker_get_fd (DhPairWorker *self);

G_END_DECLS
