/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is chosen in the dialogs for files: a file with a path is taken, one that isn't on this
 * computer is refused in a sentence, and one that was called off does nothing.
 *
 * GTK's own dialog only goes to other computers with the help of GVfs, so no dialog is shown here,
 * and what was chosen in it is made up: two functions below stand in for GTK's.
 */
#include <adwaita.h>

#include "core/data/picture.h"
#include "tests/ui/choosers.h"
#include "tests/ui/ui-helpers.h"
#include "ui/share/share-dialog.h"
#include "ui/widgets/file-choice.h"
#include "ui/widgets/person-chooser.h"

#include <string.h>

#define AWAY "sftp://another.computer/folder/of/faces"

static const char *chosen_uri;        /* NULL: nothing */
static GtkNativeDialog *shown_dialog; /* the last one; not owned */

GFile *
gtk_file_chooser_get_file (GtkFileChooser *chooser)
{
  return chosen_uri != NULL ? g_file_new_for_uri (chosen_uri) : NULL;
}

void
gtk_native_dialog_show (GtkNativeDialog *dialog)
{
  shown_dialog = dialog;
}

/* ---- the choice ---- */

static char *
take (const char *uri, int response, gboolean *elsewhere)
{
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new ("Choose", NULL, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  char *path;

  chosen_uri = uri;
  path = dh_file_choice_take (&dialog, response, elsewhere);
  g_assert_null (dialog);
  return path;
}

static void
test_take (void)
{
  gboolean elsewhere = TRUE;
  g_autofree char *here = take ("file:///folder/of%20faces", GTK_RESPONSE_ACCEPT, &elsewhere);

  g_assert_cmpstr (here, ==, "/folder/of faces");
  g_assert_false (elsewhere);
  g_assert_null (take (AWAY, GTK_RESPONSE_ACCEPT, &elsewhere));
  g_assert_true (elsewhere);
  g_assert_null (take (AWAY, GTK_RESPONSE_CANCEL, &elsewhere));
  g_assert_false (elsewhere);
  g_assert_null (take (NULL, GTK_RESPONSE_ACCEPT, &elsewhere));
  g_assert_false (elsewhere);
}

static void
answer_cb (guint *answers)
{
  (*answers)++;
}

/* A dropped dialog doesn't answer, but isn't freed while GTK may still read folders for it. */
static void
test_drop (void)
{
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new ("Choose", NULL, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GtkFileChooserNative) kept = g_object_ref (dialog);
  gpointer dropped = dialog;
  guint answers = 0;

  g_object_add_weak_pointer (dropped, &dropped);
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (answer_cb), &answers);
  dh_file_choice_drop (&dialog);
  g_assert_null (dialog);
  g_signal_emit_by_name (kept, "response", GTK_RESPONSE_ACCEPT);
  g_assert_cmpuint (answers, ==, 0);
  g_clear_object (&kept);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true ((dropped != NULL) == (gtk_check_version (4, 9, 0) == NULL));
  if (dropped != NULL)
    g_object_remove_weak_pointer (dropped, &dropped);
  dh_file_choice_drop (&dialog);
}

/* ---- the dialogs ---- */

static GtkWindow *
find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (g_type_is_a (G_OBJECT_TYPE (link->data), type) && gtk_widget_get_visible (link->data))
      return link->data;
  return NULL;
}

static gboolean
is_refusal_up (gpointer data)
{
  return find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL;
}

/* What the open dialog for files answers, and how that is refused. */
static void
assert_refused (const char *heading)
{
  AdwMessageDialog *refusal;

  g_assert_nonnull (shown_dialog);
  chosen_uri = AWAY;
  g_signal_emit_by_name (g_steal_pointer (&shown_dialog), "response", GTK_RESPONSE_ACCEPT);
  wait_until (is_refusal_up, NULL);
  refusal = ADW_MESSAGE_DIALOG (find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (refusal)), ==, heading);
  g_assert_true (g_str_has_suffix (adw_message_dialog_get_body (refusal),
                                   "\n\nThe folder isn’t on this computer: choose another one."));
  gtk_window_destroy (GTK_WINDOW (refusal));
}

static void
test_share (void)
{
  GtkWidget *dialog = dh_share_dialog_new (NULL, "downhill:AapRZKwboNg2MSQprnHHDLJ", NULL);
  gpointer watched = dialog;

  gtk_window_present (GTK_WINDOW (dialog));
  g_object_add_weak_pointer (G_OBJECT (dialog), &watched);
  g_signal_emit_by_name (gtk_widget_get_template_child (dialog, DH_TYPE_SHARE_DIALOG, "save"),
                         "clicked");
  assert_refused ("The QR Code Wasn’t Saved");
  gtk_window_destroy (GTK_WINDOW (dialog));
  wait_until (is_gone, &watched);
}

/* The person stays who it was. */
static void
test_person (void)
{
  GtkWidget *chooser = dh_person_chooser_new (), *window;

  dh_person_chooser_set_people (DH_PERSON_CHOOSER (chooser),
                                (const char *const[]) { "alder", "birch", NULL }, "Person A");
  window = show_alone (chooser, 300, 200);
  dh_person_chooser_set_person (DH_PERSON_CHOOSER (chooser), "birch");
  dh_person_chooser_open (DH_PERSON_CHOOSER (chooser));
  assert_refused ("The Faces Weren’t Opened");
  g_assert_cmpstr (dh_person_chooser_get_person (DH_PERSON_CHOOSER (chooser)), ==, "birch");
  dh_person_chooser_open (DH_PERSON_CHOOSER (chooser)); /* another time */
  assert_refused ("The Faces Weren’t Opened");
  close_and_watch (window, chooser);
}

static gboolean
is_in_tmp (gpointer dialog)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_current_folder (GTK_FILE_CHOOSER (dialog));
  g_autoptr (GFile) expected = g_file_new_for_path (g_get_tmp_dir ());

  return folder != NULL && g_file_equal (folder, expected);
}

/* The next folder is chosen where the last one was. */
static void
test_folder (void)
{
  GtkWidget *chooser = dh_person_chooser_new (), *window;
  g_autofree char *uri = g_filename_to_uri (g_get_tmp_dir (), NULL, NULL);
  g_autofree char *faces = g_strconcat (uri, "/faces", NULL);
  g_autofree char *path = take (faces, GTK_RESPONSE_ACCEPT, NULL);

  dh_person_chooser_set_people (DH_PERSON_CHOOSER (chooser),
                                (const char *const[]) { "alder", "birch", NULL }, "Person A");
  window = show_alone (chooser, 300, 200);
  dh_person_chooser_open (DH_PERSON_CHOOSER (chooser));
  wait_until (is_in_tmp, shown_dialog);
  g_signal_emit_by_name (g_steal_pointer (&shown_dialog), "response", GTK_RESPONSE_CANCEL);
  close_and_watch (window, chooser);
}

/* For a picture, all that can be read here is offered, and nothing else. */
static void
test_pictures (void)
{
  GtkWidget *chooser = dh_person_chooser_new (), *window;
  g_autoptr (GListModel) filters = NULL;
  g_autoptr (GtkFileFilter) filter = NULL;
  g_autoptr (GVariant) rules = NULL;
  g_autofree char *text = NULL;

  dh_person_chooser_set_people (DH_PERSON_CHOOSER (chooser),
                                (const char *const[]) { "alder", "birch", NULL }, "Target");
  dh_person_chooser_take_pictures (DH_PERSON_CHOOSER (chooser));
  window = show_alone (chooser, 300, 200);
  dh_person_chooser_open (DH_PERSON_CHOOSER (chooser));
  g_assert_nonnull (shown_dialog);
  filters = gtk_file_chooser_get_filters (GTK_FILE_CHOOSER (shown_dialog));
  g_assert_cmpuint (g_list_model_get_n_items (filters), ==, 1);
  filter = g_list_model_get_item (filters, 0);
  rules = g_variant_ref_sink (gtk_file_filter_to_gvariant (filter));
  text = g_variant_print (rules, FALSE);
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, "image/png"));
  g_assert_nonnull (strstr (text, "image/jpeg"));
  g_assert_true ((strstr (text, "image/webp") != NULL) == dh_picture_can_read ("WebP"));
  g_assert_null (strstr (text, "svg"));
  g_signal_emit_by_name (g_steal_pointer (&shown_dialog), "response", GTK_RESPONSE_CANCEL);
  close_and_watch (window, chooser);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  meet_cloud_providers ();
  g_test_add_func ("/file-choice/take", test_take);
  g_test_add_func ("/file-choice/drop", test_drop);
  g_test_add_func ("/file-choice/share", test_share);
  g_test_add_func ("/file-choice/person", test_person);
  g_test_add_func ("/file-choice/folder", test_folder);
  g_test_add_func ("/file-choice/pictures", test_pictures);
  return g_test_run ();
}
