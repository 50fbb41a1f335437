/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The main menu: short enough to be taken in at a glance, every entry does something, and no two of
 * one level share a letter.
 */
#include <adwaita.h>
#include <string.h>

#include "config.h"
#include "tests/ui/ui-helpers.h"
#include "ui/window/window.h"

#define MOST_ENTRIES 13

typedef struct
{
  DhWindow *window;
  GPtrArray *actions; /* their names with prefix, as in the menu */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  fixture->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  fixture->actions = g_ptr_array_new_with_free_func (g_free);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (is_on_screen, fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer watched = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &watched);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (is_gone, &watched);
  g_ptr_array_unref (fixture->actions);
}

static gboolean
is_main_menu (GtkWidget *widget, gpointer data)
{
  return GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_primary (GTK_MENU_BUTTON (widget));
}

static GMenuModel *
get_menu (Fixture *fixture)
{
  GtkWidget *button = find_where (GTK_WIDGET (fixture->window), is_main_menu, NULL);

  g_assert_nonnull (button);
  return gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button));
}

static gunichar
get_letter (const char *label)
{
  const char *mark = strchr (label, '_');

  g_assert_nonnull (mark);
  return g_unichar_tolower (g_utf8_get_char (mark + 1));
}

/* Entries of one level, with those of its sections; letters: those that are taken. */
static guint
count_entries (Fixture *fixture, GMenuModel *menu, GString *letters)
{
  guint n = 0;

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) below = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autoptr (GString) own = g_string_new (NULL);
      g_autofree char *label = NULL, *action = NULL, *letter = NULL;

      if (section != NULL)
        {
          n += count_entries (fixture, section, letters);
          continue;
        }
      n++;
      g_assert_true (g_menu_model_get_item_attribute (menu, i, "label", "s", &label));
      if (g_menu_model_get_item_attribute (menu, i, "action", "s", &action))
        g_ptr_array_add (fixture->actions, g_strdup (action));
      g_assert_true ((action != NULL) != (below != NULL));
      if (g_strcmp0 (action, "win.no-recent") == 0)
        continue; /* only says that there is nothing to choose */
      letter = g_ucs4_to_utf8 (&(gunichar) { get_letter (label) }, 1, NULL, NULL, NULL);
      g_assert_null (strstr (letters->str, letter));
      g_string_append (letters, letter);
      if (below != NULL)
        g_assert_cmpuint (count_entries (fixture, below, own), <=, MOST_ENTRIES);
    }
  return n;
}

static void
test_short (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) letters = g_string_new (NULL);
  guint n = count_entries (fixture, get_menu (fixture), letters);

  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <=, MOST_ENTRIES);
}

/* The application adds its own, and the shortcuts to the window. */
static gboolean
is_known (Fixture *fixture, const char *action)
{
  return g_str_has_prefix (action, "app.") || g_str_equal (action, "win.show-help-overlay")
         || g_str_equal (action, "win.no-recent")
         || g_action_group_has_action (G_ACTION_GROUP (fixture->window), action + strlen ("win."));
}

/* What is offered nowhere else is there, and the window knows each of its actions. */
static void
test_complete (Fixture *fixture, gconstpointer data)
{
  static const char *const needed[] = {
    "win.undo",
    "win.redo",
    "win.open",
    "win.save",
    "win.save-as",
    "win.earlier-sessions",
    "win.export",
    "win.save-report",
    "win.print-report",
    "win.share",
    "win.copy-link",
    "win.paste-link",
    "win.present",
    "win.log-axis",
    "win.gradient-norms",
    "win.show-mask",
    "win.preferences",
    "win.show-landscapes",
    "win.show-help-overlay",
    "app.help",
    "app.about",
  };
  g_autoptr (GString) letters = g_string_new (NULL);

  count_entries (fixture, get_menu (fixture), letters);
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    g_assert_true (
      g_ptr_array_find_with_equal_func (fixture->actions, needed[i], g_str_equal, NULL));
  for (guint i = 0; i < fixture->actions->len; i++)
    g_assert_true (is_known (fixture, fixture->actions->pdata[i]));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/main-menu/short", Fixture, NULL, set_up, test_short, tear_down);
  g_test_add ("/main-menu/complete", Fixture, NULL, set_up, test_complete, tear_down);
  return g_test_run ();
}
