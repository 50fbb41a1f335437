/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Works on the newest request in another thread, piece by piece, and reports.  Older unread
 * requests are dropped.  Owner: one thread. */
typedef struct _DhBackgroundWorker DhBackgroundWorker;

/* The work itself; follow and work run in the worker's thread. */
typedef struct
{
  /* Takes a newer request. request: (transfer full) */
  void (*follow) (gpointer state, gpointer request);
  /* Does the next piece; FALSE: nothing is left. *cancelled (read it atomically) means that a
   * newer request is waiting, or that the worker is being freed: it may then return early. */
  gboolean (*work) (gpointer state, DhBackgroundWorker *worker, const int *cancelled);
  GDestroyNotify free_request, free_report;
  /* NULL: the state is lent, and freeing the worker waits for the current piece.  Else the state
   * belongs to the worker, which frees it, in any thread, once that piece is done. */
  GDestroyNotify free_state;
} DhBackgroundWork;

/* Threads that several workers share: a worker does one piece per turn and goes to the end of
 * the queue.  For many workers that are mostly idle, or that should not use more of the
 * processor. */
typedef struct _DhBackgroundPool DhBackgroundPool;

/* niceness: of the threads; 0: none. purpose: for the message if no thread can be created. */
DhBackgroundPool *dh_background_pool_new (guint n_threads, int niceness, const char *purpose);
/* Joins the threads.  All its workers must have been freed. */
void dh_background_pool_free (DhBackgroundPool *self);

/* Creates a worker with a thread of its own. state: belongs to the thread until the worker is
 * freed. */
DhBackgroundWorker *dh_background_worker_new (const DhBackgroundWork *kind, gpointer state,
                                              int niceness, const char *purpose);
/* pool: lent, must outlive the worker */
DhBackgroundWorker *dh_background_worker_new_in_pool (const DhBackgroundWork *kind, gpointer state,
                                                      DhBackgroundPool *pool);
/* Cancels the current work.  Joins a thread of its own; in a pool, see free_state. */
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
