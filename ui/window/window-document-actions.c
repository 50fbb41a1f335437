/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ways to documents and links: the menu, file choosers, recent documents, the clipboard, and
 * files that are dropped on the window.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "config.h"
#include "core/document/document.h"
#include "core/document/link.h"
#include "ui/widgets/file-choice.h"
#include "ui/widgets/question.h"

#define MIME_TYPE  "application/vnd.downhill+json"
#define MAX_RECENT 8
/* A suggested name leaves out what goes beyond this many losses. */
#define MAX_NAMED 4

/* ---- choosing a file ---- */

/* A path or mix as a part of a file's name. */
static void
append_part (GString *name, const char *part)
{
  if (name->len > 0)
    g_string_append_c (name, '-');
  for (const char *c = part; *c != '\0'; c++)
    g_string_append_c (name, *c == '/' || *c == '%' || g_ascii_iscntrl (*c) ? '_' : *c);
}

/* "alder-birch-mae-ssim.downhill"; (transfer full), UTF-8 */
static char *
suggest_name (DhWindow *self)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  GString *name = g_string_new (NULL);
  const char *losses[MAX_NAMED + 1] = { NULL };
  guint n_losses = 0;

  for (guint side = 0; side < 2; side++)
    {
      g_autofree char *person = g_filename_display_basename (
        dh_session_get_person (self->session, side));

      append_part (name, person);
    }
  for (guint i = 0; i < g_list_model_get_n_items (lanes) && n_losses < MAX_NAMED; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      const char *loss = dh_lane_get_loss (lane);

      if (g_strv_contains (losses, loss))
        continue;
      losses[n_losses++] = loss;
      append_part (name, loss);
    }
  g_string_append (name, DH_DOCUMENT_SUFFIX);
  return g_string_free (name, FALSE);
}

static void
restore_folder (DhWindow *self, GtkFileChooser *chooser)
{
  g_autofree char *uri = g_settings_get_string (self->settings, "document-folder");
  g_autoptr (GFile) folder = *uri != '\0' ? g_file_new_for_uri (uri) : NULL;

  if (folder != NULL && g_file_query_exists (folder, NULL))
    gtk_file_chooser_set_current_folder (chooser, folder, NULL);
}

static void
remember_folder (DhWindow *self, GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  if (uri != NULL)
    g_settings_set_string (self->settings, "document-folder", uri);
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) documents = gtk_file_filter_new (), all = gtk_file_filter_new ();

  gtk_file_filter_set_name (documents, _ ("Downhill documents"));
  gtk_file_filter_add_suffix (documents, DH_DOCUMENT_SUFFIX + 1);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, documents);
  gtk_file_chooser_add_filter (chooser, all);
}

static void
add_lesson_filter (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) lessons = gtk_file_filter_new ();

  gtk_file_filter_set_name (lessons, _ ("Lessons"));
  gtk_file_filter_add_pattern (lessons, "*" DH_LESSON_SUFFIX);
  gtk_file_chooser_add_filter (chooser, lessons);
}

/* Takes the chosen file, or NULL if the dialog was cancelled. */
static GFile *
take_file (DhWindow *self, int response)
{
  GFile *file = response == GTK_RESPONSE_ACCEPT
                  ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->file_dialog))
                  : NULL;

  dh_file_choice_drop (&self->file_dialog);
  if (file != NULL)
    remember_folder (self, file);
  return file;
}

static void
show_chooser (DhWindow *self, const char *title, GtkFileChooserAction action, const char *accept,
              GCallback response_cb)
{
  self->file_dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->file_dialog), TRUE);
  add_filters (GTK_FILE_CHOOSER (self->file_dialog));
  restore_folder (self, GTK_FILE_CHOOSER (self->file_dialog));
  g_signal_connect_swapped (self->file_dialog, "response", response_cb, self);
}

static void
open_response_cb (DhWindow *self, int response)
{
  g_autoptr (GFile) file = take_file (self, response);

  if (file != NULL)
    dh_window_open (self, file);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  if (self->file_dialog != NULL)
    return;
  show_chooser (self, _ ("Open a Document"), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"),
                G_CALLBACK (open_response_cb));
  add_lesson_filter (GTK_FILE_CHOOSER (self->file_dialog));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->file_dialog));
}

/* ---- saving ---- */

typedef struct
{
  DhWindow *window;
  char *path;
} Replacing;

static void
replace_cb (AdwMessageDialog *dialog, const char *response, Replacing *replacing)
{
  if (g_str_equal (response, "replace") && replacing->window->session != NULL)
    dh_window_save_document (replacing->window, replacing->path);
  g_object_unref (replacing->window);
  g_free (replacing->path);
  g_free (replacing);
}

/* The file chooser asks for the name that was typed, which had no suffix. Takes the path. */
static void
ask_to_replace (DhWindow *self, char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *heading = g_strdup_printf (_ ("Replace “%s”?"), name);
  AdwMessageDialog *dialog = dh_question_new (GTK_WINDOW (self), heading,
                                              _ ("There is already a document with this name."),
                                              _ ("_Cancel"));
  Replacing *replacing = g_new (Replacing, 1);

  replacing->window = g_object_ref (self);
  replacing->path = path;
  adw_message_dialog_add_response (dialog, "replace", _ ("_Replace"));
  adw_message_dialog_set_response_appearance (dialog, "replace", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect (dialog, "response", G_CALLBACK (replace_cb), replacing);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save_to (DhWindow *self, const char *chosen)
{
  g_autofree char *path = dh_document_has_suffix (chosen)
                            ? g_strdup (chosen)
                            : g_strconcat (chosen, DH_DOCUMENT_SUFFIX, NULL);

  if (!g_str_equal (path, chosen) && g_file_test (path, G_FILE_TEST_EXISTS))
    ask_to_replace (self, g_steal_pointer (&path));
  else
    dh_window_save_document (self, path);
}

static void
save_response_cb (DhWindow *self, int response)
{
  g_autoptr (GFile) file = take_file (self, response);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    save_to (self, path);
  else if (file != NULL)
    dh_file_choice_refuse (GTK_WIDGET (self), _ ("The Document Wasn’t Saved"));
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autofree char *name = NULL;

  if (self->file_dialog != NULL)
    return;
  show_chooser (self, _ ("Save the Document"), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
                G_CALLBACK (save_response_cb));
  name = self->document_path != NULL ? g_filename_display_basename (self->document_path)
                                     : suggest_name (self);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->file_dialog), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->file_dialog));
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  if (self->document_path != NULL)
    dh_window_save_document (self, self->document_path);
  else
    save_as_cb (action, parameter, data);
}

/* ---- links ---- */

char *
dh_window_make_link (DhWindow *self, char **gap)
{
  g_autoptr (DhDocument) document = dh_window_make_document (self);
  g_autoptr (GError) error = NULL;
  char *link = dh_link_new (document, &error);

  *gap = link != NULL ? dh_link_dup_gap (document) : NULL;
  if (link == NULL)
    dh_window_explain (self, _ ("There Is No Link to This"), error->message);
  return link;
}

static void
copy_link_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autofree char *gap = NULL, *link = dh_window_make_link (self, &gap);

  if (link == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), link);
  if (gap != NULL)
    dh_window_explain (self, _ ("Link Copied"), gap);
  else
    dh_window_tell (self, _ ("Link copied"));
}

static void
clipboard_read_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (DhWindow) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);

  if (self->session == NULL)
    return;
  if (text != NULL && dh_link_is (g_strstrip (text)))
    dh_window_open_link (self, text);
  else
    dh_window_explain (self, _ ("There Is No Link to Paste"),
                       _ ("The clipboard has no link that begins with “downhill:”. Copy one first, "
                          "from its first to its last letter."));
}

static void
paste_link_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (data)), NULL,
                                 clipboard_read_cb, g_object_ref (data));
}

/* ---- recent documents ---- */

/* NULL: there is no place to keep them; asking for it would be a critical error of GTK's. */
static GtkRecentManager *
get_recent_manager (void)
{
  static gsize asked;
  static gboolean there;

  if (g_once_init_enter (&asked))
    {
      there = g_mkdir_with_parents (g_get_user_data_dir (), 0700) == 0;
      g_once_init_leave (&asked, 1);
    }
  return there ? gtk_recent_manager_get_default () : NULL;
}

static void
open_uri_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  dh_window_open (data, file);
}

void
dh_window_note_recent (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GtkRecentData data = { .mime_type = (char *) MIME_TYPE,
                         .app_name = (char *) g_get_application_name (),
                         .app_exec = (char *) "downhill %u" };

  if (uri != NULL && get_recent_manager () != NULL)
    gtk_recent_manager_add_full (get_recent_manager (), uri, &data);
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
append_recent (GMenu *menu, GtkRecentInfo *info)
{
  const char *uri = gtk_recent_info_get_uri (info);
  g_autoptr (GMenuItem) item = NULL;
  g_auto (GStrv) parts = g_strsplit (gtk_recent_info_get_display_name (info), "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts); /* not mnemonics */

  item = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (item, "win.open-uri", "s", uri);
  g_menu_append_item (menu, item);
}

static gboolean
is_document (GtkRecentInfo *info)
{
  return dh_document_has_suffix (gtk_recent_info_get_uri (info)) && gtk_recent_info_is_local (info)
         && gtk_recent_info_exists (info);
}

static void
show_recent (DhWindow *self)
{
  GtkRecentManager *manager = get_recent_manager ();
  GList *all = manager != NULL ? gtk_recent_manager_get_items (manager) : NULL;

  all = g_list_sort (all, compare_age);
  g_menu_remove_all (self->recent_menu);
  for (GList *link = all; link != NULL; link = link->next)
    if (is_document (link->data)
        && g_menu_model_get_n_items (G_MENU_MODEL (self->recent_menu)) < MAX_RECENT)
      append_recent (self->recent_menu, link->data);
  /* An empty submenu looks broken. */
  if (g_menu_model_get_n_items (G_MENU_MODEL (self->recent_menu)) == 0)
    g_menu_append (self->recent_menu, _ ("No Recent Documents"), "win.no-recent");
  g_list_free_full (all, (GDestroyNotify) gtk_recent_info_unref);
}

/* ---- dropped files ---- */

static gboolean
drop_cb (DhWindow *self, const GValue *value)
{
  GFile *file = NULL;

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      GSList *files = g_value_get_boxed (value);

      file = files != NULL ? files->data : NULL;
    }
  else if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    file = g_value_get_object (value);
  if (file == NULL)
    return FALSE;
  dh_window_open (self, file);
  return TRUE;
}

static void
take_drops (DhWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, (GType[]) { GDK_TYPE_FILE_LIST, G_TYPE_FILE }, 2);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* ---- set-up ---- */

/* For the widgets on the pages. */
static void
tell_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_tell (data, g_variant_get_string (parameter, NULL));
}

void
dh_window_setup_document_actions (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = open_cb },
    { .name = "open-uri", .activate = open_uri_cb, .parameter_type = "s" },
    { .name = "save", .activate = save_cb },
    { .name = "save-as", .activate = save_as_cb },
    { .name = "copy-link", .activate = copy_link_cb },
    { .name = "paste-link", .activate = paste_link_cb },
    { .name = "tell", .activate = tell_cb, .parameter_type = "s" },
  };

  GtkRecentManager *manager = get_recent_manager ();

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  take_drops (self);
  if (manager != NULL)
    g_signal_connect_object (manager, "changed", G_CALLBACK (show_recent), self, G_CONNECT_SWAPPED);
  show_recent (self);
}

void
dh_window_drop_document_actions (DhWindow *self)
{
  GtkRecentManager *manager = get_recent_manager ();

  if (manager != NULL)
    g_signal_handlers_disconnect_by_data (manager, self);
  dh_file_choice_drop (&self->file_dialog);
}
