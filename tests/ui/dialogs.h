/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests in which the window says something in a dialog.
 */
#pragma once

#include <adwaita.h>

/* The one that is shown; NULL: there is none. */
static inline AdwMessageDialog *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data) && gtk_widget_get_visible (link->data))
      return link->data;
  return NULL;
}

static inline gboolean
is_dialog_up (gpointer data)
{
  return find_dialog () != NULL;
}
