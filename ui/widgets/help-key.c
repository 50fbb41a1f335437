/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * F1 in a dialog: the keys of the application reach only its own window, and a dialog has a topic of
 * its own.  The window below knows the application, which knows how to open the help.
 */
#include "ui/widgets/help-key.h"

static gboolean
help_cb (GtkWidget *dialog, GVariant *topic, gpointer data)
{
  GtkWindow *below = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  return below != NULL
         && gtk_widget_activate_action (GTK_WIDGET (below), "app.help-on", "s",
                                        g_variant_get_string (topic, NULL));
}

void
dh_help_key_add (GtkWindow *dialog, const char *topic)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F1, 0),
                                            gtk_callback_action_new (help_cb, NULL, NULL));

  gtk_shortcut_set_arguments (shortcut, g_variant_new_string (topic));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
  gtk_widget_add_controller (GTK_WIDGET (dialog), keys);
}
