/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing what the window shows to files.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/share/export-dialog.h"
#include "ui/widgets/help-key.h"
#include "ui/widgets/toast.h"

static void
written_cb (DhWindow *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  g_autofree char *title = g_strdup_printf (_ ("Saved as “%s”"), escaped);
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_button_label (toast, _ ("_Open Folder"));
  adw_toast_set_action_name (toast, "win.show-folder");
  adw_toast_set_action_target_value (toast, g_variant_new_string (path));
  dh_toast_show (ADW_TOAST_OVERLAY (self->toasts), toast);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkWidget *dialog = dh_export_dialog_new (GTK_WINDOW (self), self->session, self->film,
                                            self->keeper,
                                            dh_hills_page_get_race (
                                              DH_HILLS_PAGE (self->hills_page)),
                                            dark);

  if (dh_window_shows_hills (self))
    dh_export_dialog_set_kind (DH_EXPORT_DIALOG (dialog), DH_EXPORT_HILLS);
  g_signal_connect_object (dialog, "written", G_CALLBACK (written_cb), self, G_CONNECT_SWAPPED);
  dh_help_key_add (GTK_WINDOW (dialog), "export");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
show_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *path = g_variant_get_string (parameter, NULL);
  g_autofree char *folder = g_file_test (path, G_FILE_TEST_IS_DIR) ? g_strdup (path)
                                                                   : g_path_get_dirname (path);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autofree char *uri = g_file_get_uri (file);

  gtk_show_uri (GTK_WINDOW (data), uri, GDK_CURRENT_TIME);
}

void
dh_window_setup_export (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "export", .activate = export_cb },
    { .name = "show-folder", .activate = show_folder_cb, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->film = dh_session_film_new (self->session);
}

void
dh_window_drop_export (DhWindow *self)
{
  g_clear_pointer (&self->film, dh_session_film_free);
}
