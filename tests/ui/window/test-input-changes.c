/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Undo, redo and documents with a real mouse and real keys: what one hand does from a press to the
 * release is one change, wherever it is done; and an entry has its own undo.
 */
#include "tests/ui/dialogs.h"
#include "tests/ui/window/input-helpers.h"
#include "ui/window/window-private.h"

static DhSession *
get_session (Fixture *fixture)
{
  return dh_window_get_session (fixture->window);
}

static DhLane *
peek_lane (Fixture *fixture, guint position)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (get_session (fixture)),
                                                   position);

  return lane;
}

/* ---- waiting for a rate ---- */

typedef struct
{
  Fixture *fixture;
  double rate;
} Rate;

static gboolean
has_rate (gpointer data)
{
  const Rate *rate = data;

  return get_rate (rate->fixture, 0) == rate->rate;
}

static gboolean
has_another_rate (gpointer data)
{
  return !has_rate (data);
}

static void
wait_for_rate (Fixture *fixture, double rate)
{
  Rate wanted = { fixture, rate };

  wait_until (has_rate, &wanted);
}

static double
wait_for_another_rate (Fixture *fixture, double rate)
{
  Rate former = { fixture, rate };

  wait_until (has_another_rate, &former);
  return get_rate (fixture, 0);
}

/* ---- a slider ---- */

static double
drag (Fixture *fixture, double from, double to)
{
  GtkWidget *scale = find_widget (get_card (fixture, 0), "GtkScale");
  double former = get_rate (fixture, 0);
  int x[4], y;

  for (int i = 0; i < 4; i++)
    locate (fixture, scale, from + (to - from) * i / 3, .5, &x[i], &y);
  drive ("mousemove --window %%1 %d %d mousedown 1 mousemove --window %%1 %d %d mousemove --window "
         "%%1 %d %d mousemove --window %%1 %d %d mouseup 1",
         x[0], y, x[1], y, x[2], y, x[3], y);
  settle ();
  return wait_for_another_rate (fixture, former);
}

/* Two drags of the same slider are two changes, each of them one. */
static void
test_drags (Fixture *fixture, gconstpointer data)
{
  double first = drag (fixture, .49, .75), second;

  second = drag (fixture, .74, .6);
  g_assert_cmpfloat (first, >, second);
  g_assert_cmpstr (dh_session_get_undo (get_session (fixture)), ==, "Learning Rate of Lane 1");
  drive ("key ctrl+z");
  wait_for_rate (fixture, first);
  drive ("key ctrl+z");
  wait_for_rate (fixture, 1e-3);
  g_assert_null (dh_session_get_undo (get_session (fixture)));
  drive ("key ctrl+shift+z");
  wait_for_rate (fixture, first);
  drive ("key ctrl+y");
  wait_for_rate (fixture, second);
  g_assert_null (dh_session_get_redo (get_session (fixture)));
}

/* A key that is pressed twice makes two changes; one that is held makes one. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  double once, twice;

  drive ("key bracketright");
  once = wait_for_another_rate (fixture, 1e-3);
  drive ("key bracketright");
  twice = wait_for_another_rate (fixture, once);
  drive ("keydown bracketleft keydown bracketleft keydown bracketleft keyup bracketleft");
  wait_for_another_rate (fixture, twice);
  settle ();
  drive ("key ctrl+z");
  wait_for_rate (fixture, twice);
  drive ("key ctrl+z");
  wait_for_rate (fixture, once);
  drive ("key ctrl+z");
  wait_for_rate (fixture, 1e-3);
}

/* ---- a popover ---- */

static GtkWidget *
find_menu_button (GtkWidget *parent, const char *icon)
{
  GtkWidget *found = NULL;

  if (GTK_IS_MENU_BUTTON (parent)
      && g_strcmp0 (gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (parent)), icon) == 0)
    return parent;
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_menu_button (child, icon);
  return found;
}

/* The widget beside the label with this text. */
static GtkWidget *
find_beside (GtkWidget *parent, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (parent) && g_str_equal (gtk_label_get_text (GTK_LABEL (parent)), text))
    return gtk_widget_get_next_sibling (parent);
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_beside (child, text);
  return found;
}

static gboolean
is_popover_up (gpointer button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  return popover != NULL && gtk_widget_get_mapped (GTK_WIDGET (popover))
         && gtk_widget_get_width (GTK_WIDGET (popover)) > 0;
}

static gboolean
is_popover_down (gpointer button)
{
  return !is_popover_up (button);
}

/* The same as locate() for a widget in a popover, which is a surface of its own. */
static void
locate_in_popover (Fixture *fixture, GtkWidget *widget, double across, int *x, int *y)
{
  GtkNative *popover = gtk_widget_get_native (widget);
  GdkPopup *popup = GDK_POPUP (gtk_native_get_surface (popover));
  double dx, dy, left, top;

  gtk_native_get_surface_transform (popover, &dx, &dy);
  g_assert_true (gtk_widget_translate_coordinates (widget, GTK_WIDGET (popover),
                                                   across * gtk_widget_get_width (widget),
                                                   .5 * gtk_widget_get_height (widget), &left,
                                                   &top));
  *x = (int) (left + dx) + gdk_popup_get_position_x (popup);
  *y = (int) (top + dy) + gdk_popup_get_position_y (popup);
}

typedef struct
{
  DhLane *lane;
  double multiplier;
} Eyes;

static gboolean
has_other_eyes (gpointer data)
{
  const Eyes *former = data;

  return dh_lane_get_eye_multiplier (former->lane) != former->multiplier;
}

static double
click_more (Fixture *fixture, GtkWidget *spin)
{
  Eyes former = { peek_lane (fixture, 0), 0 };
  int x, y;

  former.multiplier = dh_lane_get_eye_multiplier (former.lane);
  locate_in_popover (fixture, gtk_widget_get_last_child (spin), .5, &x, &y);
  drive ("mousemove --window %%1 %d %d click 1", x, y);
  wait_until (has_other_eyes, &former);
  settle ();
  return dh_lane_get_eye_multiplier (former.lane);
}

/* A press inside a popover, which is a surface of its own, begins a change as well. */
static void
test_popover (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = find_menu_button (get_card (fixture, 0), "dh-objective-symbolic");
  GtkWidget *editor, *spin;
  DhLane *lane = peek_lane (fixture, 0);
  double first, second;
  int x, y;

  locate (fixture, button, .5, .5, &x, &y);
  drive ("mousemove --window %%1 %d %d click 1", x, y);
  wait_until (is_popover_up, button);
  editor = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  spin = find_beside (editor, "Eyes");
  g_assert_true (GTK_IS_SPIN_BUTTON (spin));
  wait_until (is_on_screen, spin);
  first = click_more (fixture, spin);
  second = click_more (fixture, spin);
  g_assert_cmpfloat (first, !=, second);
  g_assert_true (dh_session_undo (get_session (fixture)));
  g_assert_cmpfloat (dh_lane_get_eye_multiplier (lane), ==, first);
  g_assert_true (dh_session_undo (get_session (fixture)));
  g_assert_cmpfloat (dh_lane_get_eye_multiplier (lane), ==, 1);
  drive ("key Escape");
  wait_until (is_popover_down, button);
}

/* ---- an entry ---- */

static gboolean
has_typed (gpointer entry)
{
  return g_str_equal (gtk_editable_get_text (entry), ".0005");
}

static gboolean
has_untyped (gpointer entry)
{
  return !has_typed (entry);
}

/* While somebody types, Ctrl+Z takes back what was typed, and no change of the lanes. */
static void
test_entry (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = find_widget (get_card (fixture, 0), "GtkEntry");
  double former;
  int x, y;

  drive ("key bracketright");
  former = wait_for_another_rate (fixture, 1e-3);
  locate (fixture, entry, .5, .5, &x, &y);
  drive ("mousemove --window %%1 %d %d click 1 key ctrl+a type .0005", x, y);
  wait_until (has_typed, entry);
  drive ("key ctrl+z");
  wait_until (has_untyped, entry);
  settle ();
  g_assert_cmpfloat (get_rate (fixture, 0), ==, former);
  g_assert_nonnull (dh_session_get_undo (get_session (fixture)));
  drive ("key ctrl+shift+z");
  wait_until (has_typed, entry);
  drive ("key Return");
  wait_for_rate (fixture, 5e-4);
  dh_session_undo (get_session (fixture));
  g_assert_cmpfloat (get_rate (fixture, 0), ==, former);
}

/* ---- documents ---- */

static gboolean
is_choosing (gpointer data)
{
  Fixture *fixture = data;

  return fixture->window->file_dialog != NULL
         && gtk_native_dialog_get_visible (GTK_NATIVE_DIALOG (fixture->window->file_dialog));
}

static gboolean
has_chosen (gpointer data)
{
  return ((Fixture *) data)->window->file_dialog == NULL;
}

static void
focus_window (Fixture *fixture)
{
  for (guint i = 0; i < 50 && !drive ("windowfocus %%1"); i++)
    g_usleep (50000);
  wait_until (is_active, fixture);
}

/* Without a window manager, a new dialog has no focus.  It may go while the next Escape is on its way. */
static void
leave_chooser (Fixture *fixture, const char *title)
{
  for (guint i = 0; i < 50 && !has_chosen (fixture); i++)
    {
      drive_words (title, FALSE, "windowfocus %1 key Escape");
      g_usleep (50000);
      settle ();
    }
  wait_until (has_chosen, fixture);
  focus_window (fixture);
}

static void
test_choosers (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *key, *title;
  } keys[] = {
    { "ctrl+o", "Open a Document" },
    { "ctrl+s", "Save the Document" },
    { "ctrl+shift+s", "Save the Document" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      drive ("key %s", keys[i].key);
      wait_until (is_choosing, fixture);
      leave_chooser (fixture, keys[i].title);
    }
}

/* As with “downhill FILE”: a file that can't be opened is explained in the window, which goes on. */
static void
test_bad_file (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { NULL, "nonsense", "{\"format\": \"downhill\"}" };
  g_autofree char *folder = g_dir_make_tmp ("bad-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *name = g_strdup_printf ("bad%u.downhill", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      if (texts[i] != NULL)
        g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_application_open (G_APPLICATION (fixture->application), &file, 1, "");
      wait_until (is_dialog_up, NULL);
      g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), name));
      gtk_window_destroy (GTK_WINDOW (find_dialog ()));
      focus_window (fixture);
      g_assert_null (dh_session_get_undo (get_session (fixture)));
    }
  drive ("key space");
  wait_until (is_paused, fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!can_drive ())
    return 0;
  g_test_add ("/input-changes/drags", Fixture, NULL, set_up, test_drags, tear_down);
  g_test_add ("/input-changes/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/input-changes/popover", Fixture, NULL, set_up, test_popover, tear_down);
  g_test_add ("/input-changes/entry", Fixture, NULL, set_up, test_entry, tear_down);
  g_test_add ("/input-changes/bad-file", Fixture, NULL, set_up, test_bad_file, tear_down);
  g_test_add ("/input-changes/choosers", Fixture, NULL, set_up, test_choosers, tear_down);
  return g_test_run ();
}
