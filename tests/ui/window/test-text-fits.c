/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every text of the window has room: in each language (one process per language, in the environment
 * DH_LANGUAGE), at 800 × 600, and at 1280 × 800 with text of one and a half times the size; and the
 * window itself gets along with that much.  Each page is looked at, each menu and popover in it, and
 * each dialog.
 */
#include <libintl.h>
#include <locale.h>

#include "config.h"
#include "tests/core/store/store-helpers.h"
#include "tests/ui/window/page-walk.h"
#include "tests/ui/window/text-fit.h"
#include "ui/faces/faces-dialog.h"

typedef struct
{
  const char *name;
  int width, height, dpi;
} Size;

static const Size sizes[] = {
  { "800 × 600", 800, 600, 96 },
  { "1280 × 800 at 150 %", 1280, 800, 144 },
};

typedef struct
{
  DhWindow *window;
  const Size *size;
  char *folder; /* in which the session is kept */
  GHashTable *faults;
  GHashTable *seen; /* popovers by what is in them; those of four lanes are alike */
} Fixture;

/* Two frames: a change may cause another, from an idle callback. */
static void
settle (GtkWidget *widget)
{
  for (guint i = 0; i < 2; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      gtk_widget_queue_draw (widget);
      gtk_test_widget_wait_for_draw (widget);
    }
}

static char *
dup_where (Fixture *self, const char *page)
{
  return g_strdup_printf ("%s, %s, %s", g_getenv ("DH_LANGUAGE"), self->size->name, page);
}

static void
look (Fixture *self, GtkWidget *widget, const char *page)
{
  g_autofree char *where = dup_where (self, page);

  settle (widget);
  dh_text_fit_look (widget, where, self->faults);
  dh_text_fit_measure (widget, self->size->width, self->size->height, where, self->faults);
}

/* ---- popovers ---- */

static gboolean
is_shown (gpointer popover)
{
  return gtk_widget_get_mapped (popover) && gtk_widget_get_width (popover) > 0;
}

static gboolean
is_hidden (gpointer popover)
{
  return !gtk_widget_get_mapped (popover);
}

static void
look_into (Fixture *self, GtkMenuButton *button, const char *page)
{
  const char *tip = gtk_widget_get_tooltip_text (GTK_WIDGET (button));
  g_autofree char *place = NULL;
  GtkPopover *popover;

  gtk_menu_button_popup (button);
  popover = gtk_menu_button_get_popover (button);
  if (popover == NULL)
    return;
  wait_until (is_shown, popover);
  place = g_strdup_printf ("%s, popover “%s”", page, tip != NULL ? tip : "");
  look (self, GTK_WIDGET (popover), place);
  gtk_menu_button_popdown (button);
  wait_until (is_hidden, popover);
}

/* One of each kind: lanes have the same. */
static void
look_into_all (Fixture *self, GtkWidget *widget, const char *page)
{
  const char *tip = gtk_widget_get_tooltip_text (widget);

  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_MENU_BUTTON (widget) && gtk_widget_is_sensitive (widget))
    {
      g_autofree char *key = g_strdup_printf ("%s %s",
                                              G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)),
                                              tip != NULL ? tip : "");

      if (g_hash_table_add (self->seen, g_steal_pointer (&key)))
        look_into (self, GTK_MENU_BUTTON (widget), page);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look_into_all (self, child, page);
}

static void
look_at_page (Fixture *self, const char *page)
{
  look (self, GTK_WIDGET (self->window), page);
  look_into_all (self, GTK_WIDGET (self->window), page);
}

/* ---- pages ---- */

static void
activate (Fixture *self, const char *name, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), name, parameter);
}

static void
look_at_hills (Fixture *self)
{
  static const char *const grounds[] = { "curve", "fit", "face:shift", "hill:bumpy" };
  static const char *const toggles[] = { N_ ("Inside a Step"), N_ ("Basins"),
                                         N_ ("One Shared Ground") };

  dh_window_set_page (self->window, "hills");
  for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
    {
      g_action_group_change_action_state (G_ACTION_GROUP (self->window), "ground",
                                          g_variant_new_string (grounds[i]));
      look_at_page (self, grounds[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    {
      GtkWidget *button = find_button (GTK_WIDGET (self->window), gettext (toggles[i]));

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
      look_at_page (self, toggles[i]);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
    }
}

static void
look_at_lesson (Fixture *self)
{
  go_to_question (self->window, "step-size");
  look_at_page (self, "question");
  go_on (self->window, "Skip");
  look_at_page (self, "caption");
  go_on (self->window, "Next");
  go_on (self->window, "Next");
  look_at_page (self, "prediction");
  activate (self, "free-play", NULL);
  look (self, GTK_WIDGET (self->window), "free play");
  activate (self, "back-to-lesson", NULL);
  activate (self, "home", NULL);
  activate (self, "tour", NULL);
  look_at_page (self, "tour");
  activate (self, "leave-tour", NULL);
}

/* ---- dialogs ---- */

static GtkWidget *
find_other_window (DhWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) other = g_list_model_get_item (windows, i);

      if (other != GTK_WIDGET (window) && gtk_widget_get_mapped (other))
        return other;
    }
  return NULL;
}

static gboolean
has_dialog (gpointer window)
{
  return find_other_window (window) != NULL;
}

static gboolean
has_no_dialog (gpointer window)
{
  return find_other_window (window) == NULL;
}

static void
look_at_dialogs (Fixture *self)
{
  static const struct
  {
    const char *name, *type; /* of the parameter; NULL: none */
  } dialogs[] = {
    { "preferences", NULL },
    { "share", NULL },
    { "export", NULL },
    { "own-model", NULL },
    { "swap-folder", "u" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      GtkWidget *dialog;

      activate (self, dialogs[i].name,
                dialogs[i].type != NULL ? g_variant_new (dialogs[i].type, 1) : NULL);
      wait_until (has_dialog, self->window);
      dialog = find_other_window (self->window);
      look (self, dialog, dialogs[i].name);
      look_into_all (self, dialog, dialogs[i].name);
      gtk_window_close (GTK_WINDOW (dialog));
      wait_until (has_no_dialog, self->window);
    }
}

/* What is asked above a dialog; NULL: nothing */
static GtkWidget *
find_question_above (gpointer dialog)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (gtk_window_get_transient_for (link->data) == dialog && gtk_widget_get_mapped (link->data))
      return link->data;
  return NULL;
}

static gboolean
has_question_above (gpointer dialog)
{
  return find_question_above (dialog) != NULL;
}

static gboolean
has_pictures (gpointer dialog)
{
  return dh_folder_pictures_is_done (dh_faces_dialog_get_pictures (dialog), NULL);
}

static gboolean
has_one_picture (gpointer dialog)
{
  return dh_crop_canvas_get_texture (
           dh_place_page_get_canvas (dh_faces_dialog_get_place_page (dialog)))
         != NULL;
}

/* A copy of a bundled person, some of whose pictures can't be used: they have no landmarks, or are
 * damaged. */
static char *
make_person (void)
{
  g_autofree char *source = g_build_filename (g_getenv ("DH_FACES"), "alder", NULL);
  g_autoptr (GDir) dir = g_dir_open (source, 0, NULL);
  char *folder = make_folder ();
  const char *name;

  for (guint i = 0; (name = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_suffix (name, ".png") && i < 12)
      {
        g_autofree char *from = g_build_filename (source, name, NULL), *bytes = NULL;
        g_autofree char *to = g_build_filename (folder, name, NULL);
        gsize size;

        g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
        g_assert_true (g_file_set_contents (to, bytes, i++ % 4 == 0 ? 100 : (gssize) size, NULL));
      }
  return folder;
}

/* All that there is to say about pictures and places. */
static void
look_at_pictures (Fixture *self)
{
  char *folder = make_person ();
  GtkWidget *dialog = dh_faces_dialog_new (GTK_WINDOW (self->window), folder, "me",
                                           gettext ("Person A"), FALSE);
  GListModel *shown = dh_pictures_page_get_shown (
    dh_faces_dialog_get_pictures_page (DH_FACES_DIALOG (dialog)));

  gtk_window_present (GTK_WINDOW (dialog));
  look (self, dialog, "pictures being read");
  wait_until (has_pictures, dialog);
  look (self, dialog, "pictures");
  for (guint i = 0; i < g_list_model_get_n_items (shown); i++)
    {
      g_autoptr (DhFaceItem) item = g_list_model_get_item (shown, i);

      if (dh_face_item_get_use (item) == DH_FILE_SKIPPED)
        continue;
      dh_faces_dialog_open (DH_FACES_DIALOG (dialog), i);
      wait_until (has_one_picture, dialog);
      look (self, dialog, "a picture");
      break;
    }
  dh_folder_pictures_set_place (dh_faces_dialog_get_pictures (DH_FACES_DIALOG (dialog)), NULL,
                                &(DhFacePlace) {
                                  .kind = DH_PLACE_SQUARE, .x = .5, .y = .5, .side = .5 });
  look (self, dialog, "a picture placed by the square for all");
  gtk_window_close (GTK_WINDOW (dialog)); /* asks */
  wait_until (has_question_above, dialog);
  look (self, find_question_above (dialog), "question");
  gtk_window_destroy (GTK_WINDOW (find_question_above (dialog)));
  gtk_window_destroy (GTK_WINDOW (dialog));
  wait_until (has_no_dialog, self->window);
  remove_folder (folder);
}

static void
test_size (Fixture *self, gconstpointer size)
{
  static const char *const pages[] = { "start", "lanes", "losses" };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      dh_window_set_page (self->window, pages[i]);
      look_at_page (self, pages[i]);
    }
  dh_window_set_page (self->window, "lanes");
  activate (self, "compare", g_variant_new ("(uuiii)", 1, 2, 0, 1, 0));
  look_at_page (self, "comparison");
  activate (self, "end-comparison", NULL);
  look_at_hills (self);
  look_at_dialogs (self);
  look_at_pictures (self);
  look_at_lesson (self);
}

/* ---- */

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  self->size = data;
  self->folder = make_folder ();
  self->faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", self->size->dpi * 1024,
                "gtk-enable-animations", FALSE, NULL);
  g_settings_set_int (settings, "window-width", self->size->width);
  g_settings_set_int (settings, "window-height", self->size->height);
  self->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  teach (self->window);
  dh_window_keep (self->window, self->folder);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (is_on_screen, self->window);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gpointer watched = self->window, fault;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->faults);
  while (g_hash_table_iter_next (&iter, &fault, NULL))
    g_test_message ("%s", (char *) fault);
  if (g_hash_table_size (self->faults) > 0)
    g_test_fail ();
  g_hash_table_unref (self->faults);
  g_hash_table_unref (self->seen);
  g_object_add_weak_pointer (G_OBJECT (self->window), &watched);
  gtk_window_close (GTK_WINDOW (self->window));
  wait_until (is_gone, &watched);
  remove_folder (self->folder);
}

static void
take_language (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("DOWNHILL_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  gtk_disable_setlocale ();
}

int
main (int argc, char **argv)
{
  const char *language = g_getenv ("DH_LANGUAGE");

  take_language (language);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  load_style ();
  gtk_widget_set_default_direction (g_str_equal (language, "ar") ? GTK_TEXT_DIR_RTL
                                                                 : GTK_TEXT_DIR_LTR);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *name = g_strdup_printf ("/text-fits/%d", sizes[i].width);

      g_test_add (name, Fixture, &sizes[i], set_up, test_size, tear_down);
    }
  return g_test_run ();
}
