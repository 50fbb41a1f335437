/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli-export-options.h"
#include "core/document/document.h"
#include "core/session/session.h"

G_BEGIN_DECLS

/* One run of `export`. */
typedef struct
{
  DhCliExportOptions *options;
  gboolean to_file; /* --out is one file */
  GArray *columns, *frames, *stops;
  GPtrArray *strips[DH_MAX_LANES], *films[DH_MAX_LANES]; /* previews of each lane */
  guint n_points;                                        /* of all landscapes */
  gint64 last_news;                                      /* 0: not asked for */
  gboolean failed;
} DhCliExport;

/* cli-export-plan.c */
/* Whether one of these parts is wanted. */
gboolean dh_cli_export_wants (const DhCliExport *self, DhCliExportParts parts);
gboolean dh_cli_export_wants_lane (const DhCliExport *self, guint number);
/* Whether the document has the lane that the options name. */
gboolean dh_cli_export_check_lane (const DhCliExport *self, const DhDocument *document,
                                   GError **error);
/* Decides at which iterations the training pauses; iterations: where it ends. */
gboolean dh_cli_export_plan_stops (DhCliExport *self, guint64 iterations, GError **error);
/* Makes the folder, and decides whether --out is a file. */
gboolean dh_cli_export_prepare_place (DhCliExport *self, const DhDocument *document,
                                      GError **error);
/* Has the lanes compute the landscapes that are wanted, and no others. */
void dh_cli_export_ask_for_landscapes (const DhCliExport *self, DhSession *session);

/* cli-export-write.c */
/* Writes all files, and prints their names.  FALSE: one failed, which has been reported. */
gboolean dh_cli_export_write (DhCliExport *self, DhSession *session);

G_END_DECLS
