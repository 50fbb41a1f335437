/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Threads that share the tasks of one call.  The calling thread is worker 0. */
typedef struct _DhThreadPool DhThreadPool;
typedef void (*DhThreadPoolTask) (guint task, guint worker, gpointer data);
typedef void (*DhThreadPoolStart) (gpointer data);

/* start: run once in each of the other threads, may be NULL. */
DhThreadPool *dh_thread_pool_new (guint n_workers, DhThreadPoolStart start, gpointer data);
/* Joins the threads. */
void dh_thread_pool_free (DhThreadPool *self);
guint dh_thread_pool_get_n_workers (const DhThreadPool *self);
/* The processor time that all workers have used so far, s.  Worker 0. */
double dh_thread_pool_get_cpu_time (const DhThreadPool *self);
/* Runs tasks 0 … n-1, each once, taken in that order by idle threads; returns when all are done. */
void dh_thread_pool_run (DhThreadPool *self, guint n_tasks, DhThreadPoolTask task, gpointer data);

G_END_DECLS
