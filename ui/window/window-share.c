/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passing on what the window shows: as a link with its QR code.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

#include "core/document/link.h"
#include "ui/share/share-dialog.h"

static void
share_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autofree char *gap = NULL, *link = dh_window_make_link (self, &gap);

  if (link != NULL)
    gtk_window_present (GTK_WINDOW (dh_share_dialog_new (GTK_WINDOW (self), link, gap)));
}

void
dh_window_setup_share (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "share", .activate = share_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
