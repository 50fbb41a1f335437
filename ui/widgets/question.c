/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A question in a dialog, which Escape leaves unanswered.
 *
 * The heading is the first line of the body: libadwaita 1.7 measures its own heading for too little
 * width, and GTK 4.18 warns about that for each question.
 */
#include "ui/widgets/question.h"

AdwMessageDialog *
dh_question_new (GtkWindow *above, const char *heading, const char *body, const char *cancel)
{
  GtkWidget *dialog = adw_message_dialog_new (above, NULL, NULL);
  AdwMessageDialog *self = ADW_MESSAGE_DIALOG (dialog);

  gtk_window_set_title (GTK_WINDOW (dialog), heading);
  adw_message_dialog_set_body_use_markup (self, TRUE);
  adw_message_dialog_format_body_markup (self, "<span size='x-large' weight='bold'>%s</span>\n\n%s",
                                         heading, body);
  adw_message_dialog_add_response (self, "cancel", cancel);
  adw_message_dialog_set_default_response (self, "cancel");
  adw_message_dialog_set_close_response (self, "cancel");
  return self;
}
