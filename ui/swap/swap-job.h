/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/merge/folder-swap.h"

G_BEGIN_DECLS

/* What to do with files that are there already. */
typedef enum
{
  DH_SWAP_ASK,     /* write nothing if there are any */
  DH_SWAP_KEEP,    /* leave them */
  DH_SWAP_REPLACE,
} DhSwapExisting;

/* The swap of a folder, off the main thread. */
typedef struct _DhSwapJob DhSwapJob;

/* what: its strings are copied */
DhSwapJob *dh_swap_job_new (const DhFolderSwap *what, DhSwapExisting existing);
void dh_swap_job_free (DhSwapJob *self);
/* For g_task_run_in_thread(); the task's data is the job.  Returns TRUE, or FALSE with an error. */
void dh_swap_job_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable);

/* Any thread. */
void dh_swap_job_cancel (DhSwapJob *self);
gboolean dh_swap_job_is_cancelled (DhSwapJob *self);
const char *dh_swap_job_get_out (const DhSwapJob *self);
/* The files that were there already, if that was to be asked: then nothing was written. */
guint dh_swap_job_get_n_existing (DhSwapJob *self);
/* 0 … 1 */
double dh_swap_job_get_share (DhSwapJob *self);
/* How far it is, and what was skipped, in sentences; (transfer full) */
char *dh_swap_job_dup_words (DhSwapJob *self);

G_END_DECLS
