/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A thread that works on its newest request, piece by piece, and reports. An older request that it
 * didn't see yet is dropped. Owner: one thread. */
typedef struct _DhBackgroundWorker DhBackgroundWorker;

/* What it does; all functions but the last two run on the worker's thread. */
typedef struct
{
  /* Takes a newer request. request: (transfer full) */
  void (*follow) (gpointer state, gpointer request);
  /* Does the next piece; FALSE: nothing is left.  *cancelled, which is to be read atomically, says
   * that a newer request waits: then it may return early. */
  gboolean (*work) (gpointer state, DhBackgroundWorker *worker, const int *cancelled);
  GDestroyNotify free_request, free_report;
} DhBackgroundWork;

/* state: lent; the thread's own until the worker is freed.  niceness: of the thread; 0: none.
 * purpose: for a message, should the system have no thread left. */
DhBackgroundWorker *dh_background_worker_new (const DhBackgroundWork *kind, gpointer state,
                                              int niceness, const char *purpose);
/* Cancels what is being done, and joins the thread. */
void dh_background_worker_free (DhBackgroundWorker *self);
/* request: (transfer full) */
void dh_background_worker_send (DhBackgroundWorker *self, gpointer request);
/* Worker's thread. report: (transfer full) */
void dh_background_worker_report (DhBackgroundWorker *self, gpointer report);
/* NULL when there is nothing new; (transfer full) */
gpointer dh_background_worker_take (DhBackgroundWorker *self);
/* Readable while a report waits; see dh_mailbox_get_fd(). */
int dh_background_worker_get_fd (DhBackgroundWorker *self);

G_END_DECLS
