/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Works on its newest request on another thread, piece by piece, and reports. An older request that
 * it didn't see yet is dropped. Owner: one thread. */
typedef struct _DhBackgroundWorker DhBackgroundWorker;

/* What it does; follow and work run on the worker's thread. */
typedef struct
{
  /* Takes a newer request. request: (transfer full) */
  void (*follow) (gpointer state, gpointer request);
  /* Does the next piece; FALSE: nothing is left.  *cancelled, which is to be read atomically, says
   * that a newer request waits, or that nobody does any more: then it may return early. */
  gboolean (*work) (gpointer state, DhBackgroundWorker *worker, const int *cancelled);
  GDestroyNotify free_request, free_report;
  /* NULL: the state is lent, and whoever frees the worker waits for the piece in work.  Else the
   * state belongs to the worker, which lets go of it, on any thread, once that piece is done. */
  GDestroyNotify free_state;
} DhBackgroundWork;

/* Threads that several workers share: whose turn it is does one piece and goes to the end of the
 * queue.  For many workers that seldom have anything to do, or whose pieces shall not take more of
 * the processor than that. */
typedef struct _DhBackgroundPool DhBackgroundPool;

/* niceness: of the threads; 0: none.  purpose: for a message, should the system have no thread
 * left. */
DhBackgroundPool *dh_background_pool_new (guint n_threads, int niceness, const char *purpose);
/* Joins the threads.  All its workers are freed before. */
void dh_background_pool_free (DhBackgroundPool *self);

/* On a thread of its own; the rest as above. state: the thread's until the worker is freed. */
DhBackgroundWorker *dh_background_worker_new (const DhBackgroundWork *kind, gpointer state,
                                              int niceness, const char *purpose);
/* pool: lent, must outlive the worker */
DhBackgroundWorker *dh_background_worker_new_in_pool (const DhBackgroundWork *kind, gpointer state,
                                                      DhBackgroundPool *pool);
/* Cancels what is being done.  Joins a thread of its own; in a pool, see free_state. */
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
