/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The toast that offers to undo, and the question where that isn't possible.
 */
#include <adwaita.h>

#include "config.h"
#include "tests/ui/session-helpers.h"
#include "ui/window/window-private.h"

typedef struct
{
  DhWindow *window;
  DhSession *session;
} Fixture;

static gboolean
has_stepped (gpointer session)
{
  return dh_session_get_iteration (session) >= 2
         && dh_session_get_status (session) == DH_SESSION_READY;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const kept[] = { "page", "lanes", "person-a", "person-b", "preset", "seed" };
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_settings_reset (settings, kept[i]);
  fixture->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  fixture->session = dh_window_get_session (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  dh_session_set_playing (fixture->session, TRUE);
  wait_until (has_stepped, fixture->session);
  dh_session_set_playing (fixture->session, FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer window = fixture->window;

  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (is_gone, &window);
}

static void
act (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
}

static guint
count_lanes (Fixture *fixture)
{
  return g_list_model_get_n_items (dh_session_get_lanes (fixture->session));
}

static void
test_toast (Fixture *fixture, gconstpointer data)
{
  g_assert_null (fixture->window->toast);
  act (fixture, "win.undo"); /* nothing to undo */
  act (fixture, "win.delete");
  g_assert_cmpuint (count_lanes (fixture), ==, 3);
  g_assert_cmpstr (adw_toast_get_title (fixture->window->toast), ==, "Lane 1 removed");
  g_assert_cmpstr (adw_toast_get_button_label (fixture->window->toast), ==, "_Undo");
  act (fixture, "win.undo");
  g_assert_cmpuint (count_lanes (fixture), ==, 4);
  g_assert_null (fixture->window->toast);
}

/* The newest change first; its toast goes, and the one before is undone by key or menu. */
static void
test_in_a_row (Fixture *fixture, gconstpointer data)
{
  guint64 iteration = dh_session_get_iteration (fixture->session);

  act (fixture, "win.delete");
  act (fixture, "win.reset");
  wait_for_iteration (fixture->session, 0);
  g_assert_true (
    g_str_has_prefix (adw_toast_get_title (fixture->window->toast), "Training restarted"));
  act (fixture, "win.undo");
  wait_for_iteration (fixture->session, iteration);
  g_assert_null (fixture->window->toast);
  g_assert_cmpuint (count_lanes (fixture), ==, 3);
  act (fixture, "win.undo");
  g_assert_cmpuint (count_lanes (fixture), ==, 4);
  act (fixture, "win.redo");
  g_assert_cmpuint (count_lanes (fixture), ==, 3);
  g_assert_null (fixture->window->toast);
  act (fixture, "win.redo");
  wait_for_iteration (fixture->session, 0);
  act (fixture, "win.redo"); /* nothing to redo */
}

/* A toast goes when it has been read; what it offers can still be undone. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  act (fixture, "win.delete");
  act (fixture, "win.delete");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  adw_toast_dismiss (fixture->window->toast);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (fixture->window->toast);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "undo"));
  act (fixture, "win.undo");
  act (fixture, "win.undo");
  g_assert_cmpuint (count_lanes (fixture), ==, 4);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "undo"));
}

static DhLane *
peek_lane (Fixture *fixture, guint position)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (fixture->session),
                                                   position);

  return lane;
}

static void
assert_entry (Fixture *fixture, int position, const char *expected)
{
  g_autofree char *label = NULL;

  g_menu_model_get_item_attribute (G_MENU_MODEL (fixture->window->undo_menu), position, "label",
                                   "s", &label);
  g_assert_cmpstr (label, ==, expected);
}

/* The menu names what is undone and redone; a change that is plain to see has no toast and takes
 * that of the one before away, whose button would undo it. */
static void
test_menu (Fixture *fixture, gconstpointer data)
{
  assert_entry (fixture, 0, "_Undo");
  assert_entry (fixture, 1, "_Redo");
  act (fixture, "win.delete");
  assert_entry (fixture, 0, "_Undo Removing Lane 1");
  g_assert_nonnull (fixture->window->toast);
  dh_lane_set_learning_rate (peek_lane (fixture, 0), 5e-4);
  assert_entry (fixture, 0, "_Undo Learning Rate of Lane 2");
  g_assert_null (fixture->window->toast);
  act (fixture, "win.undo");
  assert_entry (fixture, 0, "_Undo Removing Lane 1");
  assert_entry (fixture, 1, "_Redo Learning Rate of Lane 2");
  g_assert_null (fixture->window->toast);
  act (fixture, "win.redo");
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (fixture, 0)), ==, 5e-4);
  assert_entry (fixture, 1, "_Redo");
}

/* On the page Hills: the ground and its controls follow. */
static void
test_hills (Fixture *fixture, gconstpointer data)
{
  DhRace *race = dh_hills_page_get_race (dh_window_get_hills_page (fixture->window));
  g_autofree char *ground = g_strdup (dh_race_get_ground (race));
  double before;

  dh_window_set_page (fixture->window, "hills");
  dh_race_set_ground (race, "hill:ravine", NULL);
  before = dh_race_get_parameters (race)[0];
  dh_race_set_parameter (race, 0, before / 2);
  act (fixture, "win.hide-ball");
  assert_entry (fixture, 0, "_Undo Hiding Ball 1");
  act (fixture, "win.undo");
  act (fixture, "win.undo");
  g_assert_cmpfloat (dh_race_get_parameters (race)[0], ==, before);
  act (fixture, "win.undo");
  g_assert_cmpstr (dh_race_get_ground (race), ==, ground);
  act (fixture, "win.redo");
  act (fixture, "win.redo");
  g_assert_cmpstr (dh_race_get_ground (race), ==, "hill:ravine");
  g_assert_cmpfloat (dh_race_get_parameters (race)[0], ==, before / 2);
}

static void
spin_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

/* Faster than a toast appears, with more or less time in between; libadwaita 1.2 would crash. */
static void
test_quick (Fixture *fixture, gconstpointer data)
{
  for (guint pause = 0; pause < 400; pause += 40)
    {
      act (fixture, "win.delete");
      spin_for (pause);
      act (fixture, "win.undo");
      spin_for (pause / 2);
      g_assert_cmpuint (count_lanes (fixture), ==, 4);
      act (fixture, "win.delete");
      act (fixture, "win.delete");
      spin_for (pause);
      act (fixture, "win.undo");
      act (fixture, "win.undo");
      spin_for (pause);
      g_assert_cmpuint (count_lanes (fixture), ==, 4);
    }
  spin_for (1500);
  g_assert_null (fixture->window->toast);
}

/* The controls follow. */
static void
test_controls (Fixture *fixture, gconstpointer data)
{
  act (fixture, "win.swap-people");
  g_assert_cmpstr (dh_person_chooser_get_person (DH_PERSON_CHOOSER (fixture->window->people[0])),
                   ==, "birch");
  act (fixture, "win.undo");
  g_assert_cmpstr (dh_person_chooser_get_person (DH_PERSON_CHOOSER (fixture->window->people[0])),
                   ==, "alder");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (fixture->window->seed_spin), 7);
  g_assert_cmpuint (dh_session_get_seed (fixture->session), ==, 7);
  act (fixture, "win.undo");
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (fixture->window->seed_spin)), ==,
                     1);
}

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

static gboolean
no_dialog_is_there (gpointer data)
{
  return find_dialog () == NULL;
}

static void
answer (const char *response)
{
  GtkWidget *dialog = find_dialog ();

  g_assert_nonnull (dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_close (GTK_WINDOW (dialog));
  wait_until (no_dialog_is_there, NULL);
}

/* If nothing can be kept, there is a question first; a change that is refused doesn't happen. */
static void
test_question (Fixture *fixture, gconstpointer data)
{
  guint64 iteration = dh_session_get_iteration (fixture->session);

  dh_session_set_undo_limit (fixture->session, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (fixture->window->seed_spin), 7);
  g_assert_cmpuint (dh_session_get_seed (fixture->session), ==, 1);
  answer ("cancel");
  g_assert_cmpuint (dh_session_get_seed (fixture->session), ==, 1);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (fixture->window->seed_spin)), ==,
                     1);
  act (fixture, "win.reset");
  g_assert_cmpuint (dh_session_get_iteration (fixture->session), ==, iteration);
  answer ("restart");
  wait_for_iteration (fixture->session, 0);
  g_assert_null (fixture->window->toast);
  take_step (fixture->session);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.restart-lane", "u", 2);
  answer ("cancel");
  g_assert_cmpuint (dh_session_get_iteration (fixture->session), ==, 1);
}

static gboolean
says_unkept (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), "can’t be undone") != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says_unkept (child))
      return TRUE;
  return FALSE;
}

/* A lane that continues is changed without a question; a toast says that it can't be undone. */
static void
test_unkept (Fixture *fixture, gconstpointer data)
{
  g_assert_false (says_unkept (fixture->window->toasts));
  g_signal_emit_by_name (fixture->session, "unkept", "Loss < changed. This can’t be undone");
  g_assert_true (says_unkept (fixture->window->toasts));
  g_assert_null (fixture->window->toast); /* there is no button */
  g_assert_nonnull (fixture->window->unkept);
  act (fixture, "win.delete");
  g_assert_nonnull (fixture->window->toast);
  g_assert_null (fixture->window->unkept);
  act (fixture, "win.undo");
  g_assert_cmpuint (count_lanes (fixture), ==, 4);
}

/* Typed, and left with Escape: nothing is restarted. */
static void
test_escape (Fixture *fixture, gconstpointer data)
{
  GtkWidget *spin = fixture->window->seed_spin;
  g_autoptr (GListModel) controllers = NULL;
  gboolean taken = FALSE;

  gtk_menu_button_popup (GTK_MENU_BUTTON (fixture->window->seed_button));
  wait_until (is_on_screen, spin);
  gtk_editable_set_text (GTK_EDITABLE (spin), "42");
  controllers = gtk_widget_observe_controllers (spin);
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Escape, 0, 0, &taken);
    }
  g_assert_true (taken);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "1");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (fixture->window->seed_button));
  g_assert_cmpuint (dh_session_get_seed (fixture->session), ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "toast", test_toast },       { "in-a-row", test_in_a_row }, { "gone", test_gone },
    { "menu", test_menu },         { "hills", test_hills },       { "quick", test_quick },
    { "controls", test_controls }, { "question", test_question }, { "escape", test_escape },
    { "unkept", test_unkept },
  };

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/undo/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
