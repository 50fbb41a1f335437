/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/report/run-report.h"
#include "ui/share/report-moments.h"

G_BEGIN_DECLS

/* Prints a report of the session, on the paper and within the margins of the page setup.  options:
 * as for dh_run_report_new(), lent; their paper and moments are replaced.  moments: (transfer full).
 * export_path: the PDF that GTK_PRINT_OPERATION_ACTION_EXPORT writes, otherwise NULL.  failed
 * (swapped, may be NULL) is called with a sentence if it doesn't work. */
void dh_report_print (GtkWindow *above, DhSession *session, const DhReportOptions *options,
                      DhReportMoments *moments, GtkPrintOperationAction action,
                      const char *export_path, void (*failed) (gpointer data, const char *sentence),
                      gpointer data);

G_END_DECLS
