/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passing on what the window shows: as a link with its QR code, and as a report, saved or printed.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

#include "core/document/link.h"
#include "ui/share/report-print.h"
#include "ui/share/share-dialog.h"
#include "ui/widgets/file-choice.h"
#include "ui/widgets/help-key.h"
#include "ui/widgets/toast.h"

/* ---- the link ---- */

static void
share_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autofree char *gap = NULL, *link = dh_window_make_link (self, &gap);
  GtkWidget *dialog;

  if (link == NULL)
    return;
  dialog = dh_share_dialog_new (GTK_WINDOW (self), link, gap);
  dh_help_key_add (GTK_WINDOW (dialog), "documents");
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- the report ---- */

/* A report that waits for the faces of its marked moments. */
typedef struct
{
  DhWindow *window;
  char *path; /* of the PDF; to print: NULL, or that of what would be printed */
  GtkPrintOperationAction action;
  AdwToast *toast; /* says what is waited for */
} Order;

static Order *
order_new (DhWindow *window, const char *path, GtkPrintOperationAction action)
{
  Order *self = g_new (Order, 1);

  *self = (Order) { g_object_ref (window), g_strdup (path), action,
                    adw_toast_new (_ ("Collecting the faces for the report: a few seconds…")) };
  adw_toast_set_timeout (self->toast, 0);
  dh_toast_show (ADW_TOAST_OVERLAY (window->toasts), g_object_ref (self->toast));
  return self;
}

static void
order_free (Order *self)
{
  if (self->window->session != NULL)
    dh_toast_dismiss (self->toast);
  g_object_unref (self->toast);
  g_object_unref (self->window);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Order, order_free)

/* What a report says besides what the session knows. */
typedef struct
{
  DhReportOptions options;
  GDateTime *made;
  char *link, *gap;
} Words;

static void
words_init (Words *self, DhWindow *window)
{
  g_autoptr (DhDocument) document = dh_window_make_document (window);
  g_autoptr (GError) error = NULL;

  self->made = g_date_time_new_now_local ();
  self->link = dh_link_new (document, &error);
  self->gap = self->link != NULL ? dh_link_dup_gap (document) : g_strdup (error->message);
  dh_report_options_init (&self->options, self->made);
  self->options.link = self->link;
  self->options.gap = self->gap;
}

static void
words_clear (Words *self)
{
  g_clear_pointer (&self->made, g_date_time_unref);
  g_free (self->link);
  g_free (self->gap);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

/* ---- saving ---- */

static void
write_report (DhWindow *self, DhReportMoments *moments, const char *path)
{
  g_auto (Words) words = { .made = NULL };
  g_autoptr (DhRunReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (path), *told = NULL;

  words_init (&words, self);
  words.options.moments = dh_report_moments_arrange (moments, self->session);
  words.options.n_moments = dh_report_moments_get_n (moments);
  report = dh_run_report_new (self->session, &words.options);
  if (!dh_run_report_write (report, path, &error))
    {
      dh_window_explain (self, _ ("The Report Wasn’t Saved"), error->message);
      return;
    }
  told = g_strdup_printf (_ ("Saved as “%s”"), name);
  dh_window_tell (self, told);
}

static void
ready_to_save_cb (DhReportMoments *moments, gpointer data)
{
  g_autoptr (Order) order = data;
  g_autoptr (DhReportMoments) owned = moments;

  if (order->window->session != NULL) /* otherwise it was closed meanwhile */
    write_report (order->window, owned, order->path);
}

void
dh_window_save_report (DhWindow *self, const char *path)
{
  dh_report_moments_load (self->session, self->past, self->keeper, ready_to_save_cb,
                          order_new (self, path, GTK_PRINT_OPERATION_ACTION_EXPORT));
}

static void
save_response_cb (DhWindow *self, int response)
{
  gboolean elsewhere;
  g_autofree char *path = dh_file_choice_take (&self->file_dialog, response, &elsewhere);

  if (path != NULL)
    dh_window_save_report (self, path);
  else if (elsewhere)
    dh_file_choice_refuse (GTK_WIDGET (self), _ ("The Report Wasn’t Saved"));
}

static void
save_report_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  if (self->file_dialog != NULL)
    return;
  self->file_dialog = gtk_file_chooser_native_new (_ ("Save a Report"), GTK_WINDOW (self),
                                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->file_dialog), TRUE);
  /* Translators: the suggested name of a file */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->file_dialog),
                                     _ ("downhill-report.pdf"));
  g_signal_connect_swapped (self->file_dialog, "response", G_CALLBACK (save_response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->file_dialog));
}

/* ---- printing ---- */

static void
failed_cb (gpointer self, const char *sentence)
{
  if (DH_WINDOW (self)->session != NULL)
    dh_window_explain (self, _ ("The Report Wasn’t Printed"), sentence);
}

static void
ready_to_print_cb (DhReportMoments *moments, gpointer data)
{
  g_autoptr (Order) order = data;
  g_autoptr (DhReportMoments) owned = moments;
  DhWindow *self = order->window;
  g_auto (Words) words = { .made = NULL };

  if (self->session == NULL)
    return;
  words_init (&words, self);
  dh_report_print (GTK_WINDOW (self), self->session, &words.options, g_steal_pointer (&owned),
                   order->action, order->path, failed_cb, self);
}

void
dh_window_print_report (DhWindow *self, GtkPrintOperationAction action, const char *export_path)
{
  dh_report_moments_load (self->session, self->past, self->keeper, ready_to_print_cb,
                          order_new (self, export_path, action));
}

static void
print_report_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_print_report (data, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, NULL);
}

void
dh_window_setup_share (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "share", .activate = share_cb },
    { .name = "save-report", .activate = save_report_cb },
    { .name = "print-report", .activate = print_report_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
