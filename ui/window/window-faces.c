/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pictures of a person in a dialog.  The bundled people's are only shown: their folder belongs
 * to the program.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "ui/faces/faces-dialog.h"
#include "ui/widgets/help-key.h"

static void
saved_cb (DhWindow *self)
{
  dh_session_reload_faces (self->session);
  dh_window_tell (self, _ ("Saved; the training starts anew"));
}

static void
show_pictures (DhWindow *self, guint side)
{
  const char *person = dh_session_get_person (self->session, side);
  const gboolean own = strchr (person, G_DIR_SEPARATOR) != NULL;
  g_autofree char *folder = own ? g_strdup (person)
                                : g_build_filename (self->faces_folder, person, NULL);
  g_autofree char *name = dh_catalog_dup_person_name (person);
  GtkWidget *dialog = dh_faces_dialog_new (GTK_WINDOW (self), folder, name,
                                           side == 0 ? _ ("Person A") : _ ("Person B"), !own);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  dh_help_key_add (GTK_WINDOW (dialog), "own-faces");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
pictures_a_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  show_pictures (data, 0);
}

static void
pictures_b_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  show_pictures (data, 1);
}

void
dh_window_setup_faces (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "pictures-a", .activate = pictures_a_cb },
    { .name = "pictures-b", .activate = pictures_b_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
