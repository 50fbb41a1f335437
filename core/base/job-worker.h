/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A thread that does several jobs at a time, piece by piece, the one of which least is done first.
 * Owner: one thread, which has a main context. */
typedef struct _DhJobWorker DhJobWorker;

/* What the jobs of a worker are.  A request is what the owner says that it wants; a task is what is
 * kept of a request, and what the thread has done of it. */
typedef struct
{
  /* Owner's thread; begin: (transfer full).  What is_same reads of a task doesn't change. */
  gpointer (*begin) (gconstpointer request);
  gboolean (*is_same) (gconstpointer task, gconstpointer request);
  /* Worker's thread. How much of the task is done: 0 … 1. */
  double (*get_share) (gconstpointer task);
  /* Worker's thread.  Does the next piece and returns what there is of the result by now, (transfer
   * full); NULL: broken off, because *cancelled, which is to be read atomically, said so. */
  gpointer (*go_on) (gpointer task, const int *cancelled);
  /* Any thread. */
  GDestroyNotify free_task;
  gpointer (*ref_result) (gpointer result);
  GDestroyNotify unref_result;
  int niceness;        /* of the thread; 0: none */
  guint pause;         /* ms, the least between two changes of what the thread is told to do */
  const char *purpose; /* for a message, should the system have no thread left */
} DhJobKind;

/* In the thread-default main context of now; may free the worker. */
typedef void (*DhJobNews) (gpointer data);

/* news: called whenever there may be more to peek at. */
DhJobWorker *dh_job_worker_new (const DhJobKind *kind, DhJobNews news, gpointer data);
/* Cancels what is being done, and joins the thread. */
void dh_job_worker_free (DhJobWorker *self);
/* The whole of what is wanted; NULLs and repetitions are skipped.  What was wanted before goes
 * on where it is, and what no longer is, is given up. */
void dh_job_worker_want (DhJobWorker *self, const gconstpointer *requests, guint n_requests);
/* The newest result of what is wanted; (nullable): nothing yet, or it isn't wanted. */
gpointer dh_job_worker_peek (DhJobWorker *self, gconstpointer request);

G_END_DECLS
