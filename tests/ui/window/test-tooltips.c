/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything that can be pressed, moved, chosen or typed into has a tooltip that says more than its
 * label.  The widgets of the window, its popovers and its dialogs are gone through, shown or not.
 *
 * Not asked for one: menu entries and the answers of a question, which are words themselves; rows
 * that explain themselves in a second line; and what belongs to every window and scrollbar.
 */
#include <adwaita.h>

#include "config.h"
#include "tests/core/store/store-helpers.h"
#include "tests/ui/session-helpers.h"
#include "ui/faces/faces-dialog.h"
#include "ui/lanes/lr-finder-panel.h"
#include "ui/lesson/lesson-caption.h"
#include "ui/window/window.h"

typedef struct
{
  DhWindow *window;
  char *folder; /* of the sessions that are kept */
  const char *where;
  guint n_controls, n_bad;
} Walk;

static void
set_up (Walk *walk, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  walk->folder = make_folder ();
  walk->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  dh_window_keep (walk->window, walk->folder);
  gtk_window_present (GTK_WINDOW (walk->window));
  wait_until (is_on_screen, walk->window);
}

static void
tear_down (Walk *walk, gconstpointer data)
{
  gpointer watched = walk->window;

  g_object_add_weak_pointer (G_OBJECT (walk->window), &watched);
  gtk_window_destroy (GTK_WINDOW (walk->window));
  wait_until (is_gone, &watched);
  remove_folder (walk->folder);
}

static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget)
         || GTK_IS_SWITCH (widget) || GTK_IS_RANGE (widget) || GTK_IS_DROP_DOWN (widget)
         || GTK_IS_EDITABLE (widget);
}

/* What the row is about is explained by its second line; further buttons in it aren't. */
static gboolean
is_explained (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW);

  return row != NULL && !GTK_IS_BUTTON (widget)
         && g_strcmp0 (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "") > 0;
}

static gboolean
is_sentence (GtkWidget *widget, gpointer data)
{
  return GTK_IS_LABEL (widget) && gtk_label_get_wrap (GTK_LABEL (widget));
}

/* A card or an answer: a button that holds sentences. */
static gboolean
is_words (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) && find_where (widget, is_sentence, NULL) != NULL;
}

/* The answers of a dialog: cancel and go on. */
static gboolean
is_answers (GtkWidget *widget)
{
  return ADW_IS_HEADER_BAR (widget) && !DH_IS_WINDOW (gtk_widget_get_root (widget));
}

/* Holds nothing that has to be explained. */
static gboolean
is_exempt (GtkWidget *widget)
{
  return GTK_IS_SCROLLBAR (widget) || GTK_IS_POPOVER_MENU (widget)
         || GTK_IS_WINDOW_CONTROLS (widget) || ADW_IS_VIEW_SWITCHER (widget) || is_explained (widget) || is_words (widget)
         || is_answers (widget);
}

/* GTK shows that of the next widget above that has one; NULL: there is none.  What is in a popover
 * isn't explained by the button that opens it. */
static GtkWidget *
find_tooltip (GtkWidget *widget)
{
  while (widget != NULL && !gtk_widget_get_has_tooltip (widget))
    widget = GTK_IS_POPOVER (widget) ? NULL : gtk_widget_get_parent (widget);
  return widget;
}

static const char *
get_label (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (GTK_IS_CHECK_BUTTON (widget))
    return gtk_check_button_get_label (GTK_CHECK_BUTTON (widget));
  return GTK_IS_MENU_BUTTON (widget) ? gtk_menu_button_get_label (GTK_MENU_BUTTON (widget)) : NULL;
}

static void
check_control (Walk *walk, GtkWidget *control)
{
  GtkWidget *tooltip = find_tooltip (control);
  const char *label = get_label (control);
  const char *text = tooltip != NULL ? gtk_widget_get_tooltip_text (tooltip) : NULL;

  /* A row's list of choices has a search of its own since libadwaita 1.4. */
  if (GTK_IS_SEARCH_ENTRY (control)
      && gtk_widget_get_ancestor (control, ADW_TYPE_COMBO_ROW) != NULL)
    return;
  walk->n_controls++;
  if (g_test_verbose ())
    g_test_message ("%s: %s \"%s\": %s", walk->where, G_OBJECT_TYPE_NAME (control),
                    label != NULL ? label : "", text != NULL ? text : "");
  if (tooltip != NULL && (text == NULL || g_strcmp0 (text, label) != 0))
    return; /* without a text, it depends on the place */
  g_test_message ("%s: a %s \"%s\" of a %s in a %s has no tooltip of its own", walk->where,
                  G_OBJECT_TYPE_NAME (control), label != NULL ? label : "",
                  G_OBJECT_TYPE_NAME (gtk_widget_get_parent (control)),
                  G_OBJECT_TYPE_NAME (
                    gtk_widget_get_parent (gtk_widget_get_parent (control))));
  walk->n_bad++;
}

static void walk_widget (Walk *walk, GtkWidget *widget);

static gboolean
is_popped_up (gpointer button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  return popover != NULL && gtk_widget_get_mapped (GTK_WIDGET (popover));
}

/* Some popovers are made when they are wanted. */
static void
walk_popover (Walk *walk, GtkMenuButton *button)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (button)))
    {
      gtk_menu_button_popup (button);
      wait_until (is_popped_up, button);
      gtk_menu_button_popdown (button);
    }
  if (gtk_menu_button_get_popover (button) != NULL)
    walk_widget (walk, GTK_WIDGET (gtk_menu_button_get_popover (button)));
}

static void
walk_widget (Walk *walk, GtkWidget *widget)
{
  if (is_exempt (widget))
    return;
  if (is_control (widget))
    check_control (walk, widget);
  if (GTK_IS_MENU_BUTTON (widget))
    walk_popover (walk, GTK_MENU_BUTTON (widget));
  if (is_control (widget))
    return; /* its parts aren't controls of their own */
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk_widget (walk, child);
}

static void
walk_window (Walk *walk, GtkWidget *window, const char *where)
{
  walk->where = where;
  if (ADW_IS_MESSAGE_DIALOG (window))
    window = adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (window));
  walk_widget (walk, window);
}

static DhLessonCaption *
get_caption (Walk *walk)
{
  return DH_LESSON_CAPTION (find_widget (GTK_WIDGET (walk->window), "DhLessonCaption"));
}

static gboolean
has_question (gpointer data)
{
  GtkWidget *skip = find_button (GTK_WIDGET (get_caption (data)), "Skip");

  return skip != NULL && gtk_widget_get_mapped (skip);
}

/* All pages, each of which may set tooltips when it is shown. */
static void
test_pages (Walk *walk, gconstpointer data)
{
  static const char *const pages[] = { "start", "losses", "hills", "lanes" };
  static const char *const types[] = { "DhStartPage", "DhLossesPage", "DhHillsPage", "DhLaneStrip" };
  g_autoptr (DhLane) lane = g_list_model_get_item (
    dh_session_get_lanes (dh_window_get_session (walk->window)), 0);

  dh_lane_set_loss (lane, "huber+50%mse");
  dh_window_teach (walk->window, g_getenv ("DH_LESSONS"), NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *page = find_widget (GTK_WIDGET (walk->window), types[i]);

      dh_window_set_page (walk->window, pages[i]);
      wait_until (is_on_screen, page);
      walk_window (walk, page, pages[i]);
    }
  walk_window (walk, GTK_WIDGET (walk->window), "all"); /* and what is around them */
  g_assert_cmpuint (walk->n_controls, >, 150);
  g_assert_cmpuint (walk->n_bad, ==, 0);
}

/* From the opening question to the first prediction. */
static void
test_lesson (Walk *walk, gconstpointer data)
{
  dh_window_teach (walk->window, g_getenv ("DH_LESSONS"), NULL, NULL);
  g_action_group_activate_action (G_ACTION_GROUP (walk->window), "lesson",
                                  g_variant_new_string ("step-size"));
  wait_until (has_question, walk);
  walk_window (walk, GTK_WIDGET (get_caption (walk)), "question");
  for (guint step = 0; step < 3; step++)
    {
      g_signal_emit_by_name (find_button (GTK_WIDGET (get_caption (walk)),
                                          step == 0 ? "Skip" : "Next"),
                             "clicked");
      walk_window (walk, GTK_WIDGET (get_caption (walk)), "lesson");
    }
  g_assert_cmpuint (walk->n_controls, >, 10);
  g_assert_cmpuint (walk->n_bad, ==, 0);
}

/* The window above the main window, if any. */
static GtkWidget *
find_above (Walk *walk)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (link->data != walk->window && gtk_widget_get_visible (link->data)
        && gtk_window_get_transient_for (link->data) == GTK_WINDOW (walk->window))
      return link->data;
  return NULL;
}

static gboolean
is_above (gpointer data)
{
  return find_above (data) != NULL;
}

static void
walk_above (Walk *walk, const char *where)
{
  GtkWidget *window;

  wait_until (is_above, walk);
  window = find_above (walk);
  walk_window (walk, window, where);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_pictures (gpointer dialog)
{
  return dh_folder_pictures_is_done (dh_faces_dialog_get_pictures (dialog), NULL);
}

/* All pictures, and one of them large. */
static void
test_pictures (Walk *walk, gconstpointer data)
{
  GtkWidget *dialog;

  g_action_group_activate_action (G_ACTION_GROUP (walk->window), "pictures-a", NULL);
  wait_until (is_above, walk);
  dialog = find_above (walk);
  wait_until (has_pictures, dialog);
  walk_window (walk, dialog, "pictures");
  dh_faces_dialog_open (DH_FACES_DIALOG (dialog), 0);
  walk_window (walk, dialog, "one picture");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_cmpuint (walk->n_controls, >=, 8);
  g_assert_cmpuint (walk->n_bad, ==, 0);
}

static void
test_dialogs (Walk *walk, gconstpointer data)
{
  static const char *const actions[] = { "export", "share", "preferences", "own-model" };
  DhSession *session = dh_window_get_session (walk->window);
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (session), 0);
  GtkWidget *card = GTK_WIDGET (
    dh_lane_strip_get_card (dh_window_get_strip (walk->window), 0));

  take_step (session);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (walk->window), actions[i], NULL);
      walk_above (walk, actions[i]);
    }
  gtk_widget_activate_action (card, "lane.branch", NULL);
  walk_above (walk, "branch");
  gtk_widget_activate_action (card, "lane.swap", NULL);
  walk_above (walk, "swap");
  dh_lr_finder_panel_present (lane, card);
  walk_above (walk, "learning rate finder");
  g_assert_cmpuint (walk->n_controls, >, 15);
  g_assert_cmpuint (walk->n_bad, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/tooltips/pages", Walk, NULL, set_up, test_pages, tear_down);
  g_test_add ("/tooltips/lesson", Walk, NULL, set_up, test_lesson, tear_down);
  g_test_add ("/tooltips/pictures", Walk, NULL, set_up, test_pictures, tear_down);
  g_test_add ("/tooltips/dialogs", Walk, NULL, set_up, test_dialogs, tear_down);
  return g_test_run ();
}
