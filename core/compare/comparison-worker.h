/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/compare/comparison-request.h"

G_BEGIN_DECLS

/* The thread that reads, distorts and compares two pictures.  Owned by one thread. */
typedef struct _DhComparisonWorker DhComparisonWorker;

/* max_side: larger pictures are reduced to this size. */
DhComparisonWorker *dh_comparison_worker_new (int max_side);
/* Waits for the current loss or picture, but not for the rest. */
void dh_comparison_worker_free (DhComparisonWorker *self);

/* A newer request replaces the current one. (transfer full) */
void dh_comparison_worker_send (DhComparisonWorker *self, DhComparisonRequest *request);
/* NULL when there is nothing new; (transfer full) */
DhComparisonReport *dh_comparison_worker_take (DhComparisonWorker *self);
/* Readable while a report waits; see dh_mailbox_get_fd(). */
int dh_comparison_worker_get_fd (DhComparisonWorker *self);

G_END_DECLS
