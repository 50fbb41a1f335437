/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Printing a report.
 *
 * Only when the person has chosen a printer and a paper is it known how much fits on a page: the
 * report is made then, and shows the session as it is at that moment.
 */
#include "ui/share/report-print.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  DhSession *session;
  DhReportOptions options;
  GDateTime *made;
  char *link, *gap;
  DhReportMoments *moments;
  DhRunReport *report; /* once the paper is known */
  void (*failed) (gpointer data, const char *sentence);
  gpointer data;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->report, dh_run_report_free);
  g_object_unref (job->session);
  g_date_time_unref (job->made);
  g_free (job->link);
  g_free (job->gap);
  dh_report_moments_free (job->moments);
  g_free (job);
}

/* Never less than the report's own: a printer's margins are those of its mechanics. */
static void
take_paper (DhReportOptions *options, GtkPageSetup *setup)
{
  const double margins[4] = {
    gtk_page_setup_get_left_margin (setup, GTK_UNIT_POINTS),
    gtk_page_setup_get_right_margin (setup, GTK_UNIT_POINTS),
    gtk_page_setup_get_top_margin (setup, GTK_UNIT_POINTS),
    gtk_page_setup_get_bottom_margin (setup, GTK_UNIT_POINTS),
  };

  options->width = gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS);
  options->height = gtk_page_setup_get_paper_height (setup, GTK_UNIT_POINTS);
  for (guint i = 0; i < 4; i++)
    options->margins[i] = MAX (options->margins[i], margins[i]);
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, Job *job)
{
  take_paper (&job->options, gtk_print_context_get_page_setup (context));
  g_clear_pointer (&job->report, dh_run_report_free);
  job->options.moments = dh_report_moments_arrange (job->moments, job->session);
  job->options.n_moments = dh_report_moments_get_n (job->moments);
  job->report = dh_run_report_new (job->session, &job->options);
  gtk_print_operation_set_n_pages (operation, (int) dh_run_report_get_n_pages (job->report));
}

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Job *job)
{
  dh_run_report_draw_page (job->report, gtk_print_context_get_cairo_context (context),
                           (guint) page);
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, Job *job)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR || job->failed == NULL)
    return;
  gtk_print_operation_get_error (operation, &error);
  sentence = g_strdup_printf (_ (
                                "The report can’t be printed (%s): choose another printer, or save "
                                "it as a PDF."),
                              error != NULL ? error->message : "–");
  job->failed (job->data, sentence);
}

void
dh_report_print (GtkWindow *above, DhSession *session, const DhReportOptions *options,
                 DhReportMoments *moments, GtkPrintOperationAction action, const char *export_path,
                 void (*failed) (gpointer data, const char *sentence), gpointer data)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  Job *job = g_new0 (Job, 1);

  job->session = g_object_ref (session);
  job->options = *options;
  job->options.made = job->made = g_date_time_ref (options->made);
  job->options.link = job->link = g_strdup (options->link);
  job->options.gap = job->gap = g_strdup (options->gap);
  job->moments = moments;
  job->failed = failed;
  job->data = data;
  g_object_set_data_full (G_OBJECT (operation), "downhill-job", job, job_free);
  gtk_print_operation_set_job_name (operation, _ ("Downhill report"));
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  if (export_path != NULL)
    gtk_print_operation_set_export_filename (operation, export_path);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), job);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), job);
  gtk_print_operation_run (operation, action, above, NULL);
}
