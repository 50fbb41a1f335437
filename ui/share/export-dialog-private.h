/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/export/export-picture.h"
#include "ui/share/export-dialog.h"

G_BEGIN_DECLS

/* In the list of backgrounds. */
#define DH_EXPORT_DARK 1

struct _DhExportDialog
{
  AdwWindow parent_instance;
  GtkWidget *cancel, *write, *content_group, *look_group;
  GtkWidget *what_row, *lane_row, *range_row, *from, *to, *count_row, *count, *spacing_row;
  GtkWidget *format_row, *size_row, *custom_row, *width, *height, *scale_row, *scale, *scheme_row;
  GtkWidget *note, *progress;
  DhSession *session;
  DhSessionFilm *film;               /* lent */
  DhSessionKeeper *keeper;           /* or NULL */
  DhRace *race;                      /* or NULL */
  GtkFileChooserNative *file_dialog; /* or NULL */
  GCancellable *cancellable;         /* of what is being written; NULL: nothing */
  GTask *task;                       /* or NULL; its data is the job */
  guint tick;
  gint64 since;       /* monotonic: when writing began */
  DhExportKind shown; /* whose choices are shown */
  char *folder;       /* in which weights are being written; or NULL */
};

/* ---- export-choices.c ---- */

/* Shows what can be chosen, which depends on what is written. */
void dh_export_dialog_update (DhExportDialog *self);
/* Sets the scale that is usual for the size and the format. */
void dh_export_dialog_set_usual_scale (DhExportDialog *self);
/* The index of the chosen lane; -1: all */
int dh_export_dialog_get_lane (DhExportDialog *self);
/* Whether faces of several iterations are shown. */
gboolean dh_export_dialog_is_of_time (DhExportDialog *self);
/* The chosen ones.  (element-type guint64) (transfer full) */
GArray *dh_export_dialog_choose_iterations (DhExportDialog *self);
DhExportLook dh_export_dialog_get_look (DhExportDialog *self);
/* The end of the file's name. */
const char *dh_export_dialog_get_suffix (DhExportDialog *self);

G_END_DECLS
