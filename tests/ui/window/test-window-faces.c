/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pictures of the window's people: whose may be changed, and that the training starts anew once
 * places were saved.  With the scripted trainer.
 */
#include <string.h>

#include "config.h"
#include "tests/ui/faces/faces-fixture.h"
#include "tests/ui/session-helpers.h"
#include "ui/window/window.h"

typedef struct
{
  FacesFixture faces;
  DhWindow *window;
  DhSession *session;
} Fixture;

static gboolean
is_ready (gpointer session)
{
  return dh_session_get_status (session) == DH_SESSION_READY;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  faces_set_up (&self->faces, NULL);
  g_settings_set_string (settings, "person-a", self->faces.folder);
  g_settings_set_string (settings, "person-b", "birch");
  self->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  self->session = dh_window_get_session (self->window);
  dh_session_set_playing (self->session, FALSE);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (is_on_screen, self->window);
  wait_until (is_ready, self->session);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gpointer watched = self->window;

  g_object_add_weak_pointer (G_OBJECT (self->window), &watched);
  gtk_window_destroy (GTK_WINDOW (self->window));
  wait_until (is_gone, &watched);
  faces_tear_down (&self->faces, NULL);
}

static DhFacesDialog *
find_faces (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (DH_IS_FACES_DIALOG (link->data) && gtk_widget_get_mapped (link->data))
      return link->data;
  return NULL;
}

static gboolean
has_faces (gpointer data)
{
  return find_faces () != NULL;
}

static void
show (Fixture *self, const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), action, NULL);
  wait_until (has_faces, NULL);
  self->faces.dialog = find_faces ();
  g_object_add_weak_pointer (G_OBJECT (self->faces.dialog), (gpointer *) &self->faces.dialog);
}

static void
test_save (Fixture *self, gconstpointer data)
{
  const DhFacePlace place = { .kind = DH_PLACE_SQUARE, .x = .5, .y = .5, .side = .5 };
  g_autofree char *text = NULL;

  take_step (self->session);
  take_step (self->session);
  g_assert_cmpuint (dh_session_get_iteration (self->session), ==, 2);
  show (self, "pictures-a");
  wait_until (faces_is_read, &self->faces);
  g_assert_true (dh_folder_pictures_set_place (faces_get_pictures (&self->faces), NULL, &place));
  gtk_window_close (GTK_WINDOW (self->faces.dialog));
  wait_until (is_dialog_up, NULL);
  adw_message_dialog_response (find_dialog (), "save");
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
  wait_until (is_gone, &self->faces.dialog);
  text = faces_read_table (&self->faces);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, "*,"));
  wait_until (is_ready, self->session);
  wait_for_iteration (self->session, 0);
  g_assert_null (dh_session_get_undo (self->session));
}

/* The folders of the bundled people belong to the program. */
static void
test_bundled (Fixture *self, gconstpointer data)
{
  const char *problem;

  show (self, "pictures-b");
  wait_until (faces_is_listed, &self->faces);
  g_assert_false (dh_folder_pictures_can_place (faces_get_pictures (&self->faces), &problem));
  g_assert_null (problem);
  g_assert_cmpuint (dh_folder_pictures_count (faces_get_pictures (&self->faces), DH_FILE_HELD_OUT),
                    ==, 24);
  gtk_window_close (GTK_WINDOW (self->faces.dialog));
  wait_until (is_gone, &self->faces.dialog);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  load_style ();
  g_test_add ("/window-faces/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/window-faces/bundled", Fixture, NULL, set_up, test_bundled, tear_down);
  return g_test_run ();
}
