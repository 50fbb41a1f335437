/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>

#include "core/keep/kept-film.h"
#include "ui/plot/export/export-hills.h"
#include "ui/share/export-dialog.h"

G_BEGIN_DECLS

#define DH_EXPORT_JOB_PARTS 1000 /* of the progress */

/* One file, made and written off the main thread. */
typedef struct
{
  DhExportKind kind; /* not weights */
  DhExportView *view;
  int lane;                          /* index; -1: all */
  GArray *iterations;                /* (element-type guint64) wanted; (nullable) */
  GPtrArray *previews[DH_MAX_LANES]; /* (element-type DhPreview) to choose from; (nullable) */
  DhKeptFilm *kept[DH_MAX_LANES];    /* has more of them; (nullable) */
  DhExportHills *hills;              /* only for them */
  DhExportLook look;
  char *path;
  atomic_int done; /* of DH_EXPORT_JOB_PARTS */
} DhExportJob;

void dh_export_job_free (DhExportJob *self);
/* For g_task_run_in_thread(); the task's data is the job. */
void dh_export_job_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable);

G_END_DECLS
