/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The notice under the header bar: what the session has to say, or else what is to be known about
 * the open document.
 */
#include "ui/window/window-private.h"

void
dh_window_show_notice (DhWindow *self)
{
  const char *message = dh_session_get_message (self->session);

  if (message == NULL || *message == '\0')
    message = self->document_note;
  if (dh_session_get_status (self->session) == DH_SESSION_FAILED)
    message = NULL; /* it has a page of its own */
  if (message != NULL)
    gtk_label_set_text (GTK_LABEL (self->notice_label), message);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->notice_revealer), message != NULL);
}

void
dh_window_note_document (DhWindow *self, const char *note)
{
  g_free (self->document_note);
  self->document_note = g_strdup (note);
  dh_window_show_notice (self);
}

void
dh_window_close_notice (DhWindow *self)
{
  g_clear_pointer (&self->document_note, g_free);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->notice_revealer), FALSE);
}
