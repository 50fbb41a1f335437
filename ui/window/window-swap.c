/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opens the dialog that swaps a folder with a lane's weights.
 */
#include "ui/window/window-private.h"

#include "ui/swap/swap-dialog.h"
#include "ui/widgets/help-key.h"

static void
swap_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autoptr (DhLane) lane = dh_session_find_lane (self->session, g_variant_get_uint32 (parameter));
  GtkWidget *dialog;

  if (lane == NULL || dh_window_shows_lesson (self)) /* whose lanes are another session's */
    return;
  dialog = dh_swap_dialog_new (GTK_WINDOW (self), self->session, lane, self->faces_folder);
  dh_help_key_add (GTK_WINDOW (dialog), "swap");
  gtk_window_present (GTK_WINDOW (dialog));
}

void
dh_window_finish_swaps (void)
{
  dh_swap_dialog_finish_all ();
}

void
dh_window_setup_swap (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "swap-folder", .activate = swap_cb, .parameter_type = "u" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
