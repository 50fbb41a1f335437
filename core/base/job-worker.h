/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A thread that advances several jobs at a time, piece by piece, the least advanced first.
 * Owner: one thread, which has a main context. */
typedef struct _DhJobWorker DhJobWorker;

/* The jobs of a worker.  A request is what the owner wants; a task is the worker's copy of a
 * request with its progress. */
typedef struct
{
  /* Owner's thread; begin: (transfer full).  is_same must only read fields of a task that never
   * change. */
  gpointer (*begin) (gconstpointer request);
  gboolean (*is_same) (gconstpointer task, gconstpointer request);
  /* Worker's thread.  Progress of the task: 0 … 1. */
  double (*get_share) (gconstpointer task);
  /* Worker's thread.  Does the next piece and returns the result so far, (transfer full); NULL:
   * cancelled by *cancelled (read it atomically). */
  gpointer (*go_on) (gpointer task, const int *cancelled);
  /* Any thread. */
  GDestroyNotify free_task;
  gpointer (*ref_result) (gpointer result);
  GDestroyNotify unref_result;
  int niceness;        /* of the thread; 0: none */
  guint pause;         /* ms, the minimum time between two changes of the thread's jobs */
  const char *purpose; /* for the message if no thread can be created */
} DhJobKind;

/* Called in the main context that was the thread's default at creation; may free the worker. */
typedef void (*DhJobNews) (gpointer data);

/* news: called whenever there may be newer results to peek at. */
DhJobWorker *dh_job_worker_new (const DhJobKind *kind, DhJobNews news, gpointer data);
/* Cancels the current work, and joins the thread. */
void dh_job_worker_free (DhJobWorker *self);
/* All wanted jobs; NULLs and repetitions are skipped.  Jobs that were already wanted continue,
 * others are dropped. */
void dh_job_worker_want (DhJobWorker *self, const gconstpointer *requests, guint n_requests);
/* The newest result of a wanted job; (nullable): nothing yet, or it isn't wanted. */
gpointer dh_job_worker_peek (DhJobWorker *self, gconstpointer request);

G_END_DECLS
