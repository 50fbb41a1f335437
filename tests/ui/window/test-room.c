/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What models cost, in their list; and the question before a model or a lane takes more than half
 * of the memory.  DOWNHILL_MEMORY stands in for what the machine has.
 */
#include <adwaita.h>

#include "config.h"
#include "core/session/costs.h"
#include "tests/ui/ui-helpers.h"
#include "ui/widgets/entry-list.h"
#include "ui/window/window.h"

static void
set_room (guint64 bytes)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, bytes);

  g_setenv ("DOWNHILL_MEMORY", text, TRUE);
}

typedef struct
{
  DhCosts *costs;
  GListModel *lanes;
  const char *preset;
  DhCost cost;
} Ask;

static gboolean
is_known (gpointer data)
{
  Ask *ask = data;

  return dh_costs_get (ask->costs, ask->preset, ask->lanes, 0, &ask->cost) && ask->cost.step > 0;
}

static DhCost
get_cost (DhSession *session, const char *preset)
{
  g_autoptr (DhCosts) costs = dh_costs_new ();
  Ask ask = { .costs = costs, .lanes = dh_session_get_lanes (session), .preset = preset };

  wait_until (is_known, &ask);
  return ask.cost;
}

static DhWindow *
open_window (void)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  GtkWidget *window;

  g_settings_reset (settings, "preset");
  window = dh_window_new (NULL, ".", settings);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (is_on_screen, window);
  return DH_WINDOW (window);
}

static GtkWidget *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        return window;
    }
  return NULL;
}

static gboolean
no_question (gpointer data)
{
  return find_question () == NULL;
}

static void
answer (const char *response)
{
  GtkWidget *question = find_question ();

  g_assert_nonnull (question);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), response);
  gtk_window_destroy (GTK_WINDOW (question)); /* a button would */
  wait_until (no_question, NULL);
}

static void
close_window (DhWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkDropDown *
get_drop_down (DhWindow *window)
{
  return GTK_DROP_DOWN (dh_window_get_preset_drop_down (window));
}

/* The window's own estimates have arrived, too. */
static gboolean
has_notes (gpointer window)
{
  const char *note = dh_entry_list_get_note (get_drop_down (window), "64");

  return note != NULL && strstr (note, "estimated") != NULL;
}

static void
test_list (void)
{
  DhWindow *window = open_window ();

  wait_until (has_notes, window);
  g_assert_nonnull (strstr (dh_entry_list_get_note (get_drop_down (window), "64"), "4 lanes"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.remove-lane", NULL);
  g_assert_nonnull (strstr (dh_entry_list_get_note (get_drop_down (window), "64"), "3 lanes"));
  close_window (window);
}

/* A model of one's own, as from a document, has a place at the list's end, with its costs, until
 * another one comes. */
static gboolean
has_own_note (gpointer window)
{
  const char *preset = dh_session_get_preset (dh_window_get_session (window));
  const char *note = dh_entry_list_get_note (get_drop_down (window), preset);

  return note != NULL && strstr (note, "estimated") != NULL;
}

static void
test_own (void)
{
  static const char *const own[] = {
    "df{size=64,encoder=2,decoder=2,dense=16,batch=2}",
    "liae{size=64,encoder=2,decoder=2,dense=16,batch=2}",
  };
  DhWindow *window = open_window ();
  DhSession *session = dh_window_get_session (window);
  GtkDropDown *drop_down = get_drop_down (window);
  guint n_presets = g_list_model_get_n_items (gtk_drop_down_get_model (drop_down));

  set_room (G_MAXUINT64);
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      dh_session_set_preset (session, own[i]);
      g_assert_cmpstr (dh_entry_list_get_selected (drop_down), ==, own[i]);
      g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (drop_down)), ==,
                        n_presets + 1);
      wait_until (has_own_note, window);
      dh_entry_list_select (drop_down, "quick");
      g_assert_cmpstr (dh_session_get_preset (session), ==, "quick");
      dh_entry_list_select (drop_down, own[i]);
      g_assert_cmpstr (dh_session_get_preset (session), ==, own[i]);
    }
  dh_entry_list_select (drop_down, "quick");
  close_window (window);
}

/* Of two such models, costs are those of the one that is asked for. */
static void
test_own_costs (void)
{
  g_autoptr (DhSession) session = dh_session_new (".");
  const char *const small = "df{size=64,encoder=1,decoder=1,dense=8,batch=1}";
  const char *const large = "df{size=64,encoder=8,decoder=4,dense=128,batch=2}";
  g_autoptr (DhCosts) costs = dh_costs_new ();
  Ask ask = { .costs = costs, .lanes = dh_session_get_lanes (session), .preset = small };
  DhCost first;

  dh_session_add_lane (session, NULL, 0.0, NULL);
  wait_until (is_known, &ask);
  first = ask.cost;
  ask.preset = large;
  wait_until (is_known, &ask);
  g_assert_cmpuint (ask.cost.bytes, >, first.bytes);
  dh_costs_note_pace (costs, large, 1, 10);
  g_assert_true (dh_costs_get (costs, large, ask.lanes, 0, &ask.cost));
  g_assert_true (ask.cost.measured);
  ask.preset = small;
  wait_until (is_known, &ask);
  g_assert_cmpuint (ask.cost.bytes, ==, first.bytes);
  g_assert_false (ask.cost.measured);
}

/* Enough memory: there is no question. */
static void
test_enough (void)
{
  DhWindow *window = open_window ();
  DhSession *session = dh_window_get_session (window);
  DhCost cost = get_cost (session, "64");

  wait_until (has_notes, window);
  set_room (2 * cost.bytes);
  dh_entry_list_select (get_drop_down (window), "64");
  g_assert_null (find_question ());
  g_assert_cmpstr (dh_session_get_preset (session), ==, "64");
  close_window (window);
}

static void
test_scarce (void)
{
  DhWindow *window = open_window ();
  DhSession *session = dh_window_get_session (window);
  DhCost cost = get_cost (session, "64");

  wait_until (has_notes, window);
  set_room (2 * cost.bytes - 2);
  dh_entry_list_select (get_drop_down (window), "64");
  g_assert_cmpstr (dh_session_get_preset (session), ==, "quick");
  answer ("cancel");
  g_assert_cmpstr (dh_session_get_preset (session), ==, "quick");
  g_assert_cmpstr (dh_entry_list_get_selected (get_drop_down (window)), ==, "quick");
  dh_entry_list_select (get_drop_down (window), "64");
  answer ("go-on");
  g_assert_cmpstr (dh_session_get_preset (session), ==, "64");
  close_window (window);
}

static void
test_none (void)
{
  DhWindow *window = open_window ();
  DhSession *session = dh_window_get_session (window);
  DhCost cost = get_cost (session, "64");
  g_autofree char *body = NULL;

  wait_until (has_notes, window);
  set_room (cost.bytes - 1);
  dh_entry_list_select (get_drop_down (window), "64");
  body = g_strdup (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (find_question ())));
  g_assert_nonnull (strstr (body, "3 lanes would fit"));
  g_assert_false (adw_message_dialog_has_response (ADW_MESSAGE_DIALOG (find_question ()), "go-on"));
  answer ("cancel");
  g_assert_cmpstr (dh_session_get_preset (session), ==, "quick");
  close_window (window);
}

/* There is a question for the lane that crosses the line, but not for those after it. */
static void
test_lanes (void)
{
  DhWindow *window = open_window ();
  DhSession *session = dh_window_get_session (window);
  GListModel *lanes = dh_session_get_lanes (session);
  DhCost cost = get_cost (session, "quick");

  wait_until (has_notes, window);
  set_room (2 * cost.bytes + 2);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.add-lane", NULL);
  answer ("cancel");
  g_assert_cmpuint (g_list_model_get_n_items (lanes), ==, 4);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.duplicate-number", "u", 2);
  answer ("go-on");
  g_assert_cmpuint (g_list_model_get_n_items (lanes), ==, 5);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.add-lane", NULL);
  g_assert_null (find_question ());
  g_assert_cmpuint (g_list_model_get_n_items (lanes), ==, 6);
  close_window (window);
}

/* With plain spaces; newer versions of GLib use no-break spaces between number and unit. */
static char *
dup_text (guint64 bytes, double step, gboolean measured, guint n_lanes)
{
  const DhCost cost = { bytes, step, measured };
  g_autofree char *text = dh_cost_dup_text (&cost, n_lanes);
  g_auto (GStrv) parts = g_strsplit (text, "\302\240", -1);

  return g_strjoinv (" ", parts);
}

static void
test_judge (void)
{
  g_autofree char *text = dup_text (15400000000, 92.4, FALSE, 4);
  g_autofree char *one = dup_text (53800000, .0412, TRUE, 1);
  g_autofree char *quick = dup_text (9300000, 2e-4, FALSE, 1);

  g_assert_cmpint (dh_room_judge (50, 100), ==, DH_ROOM_ENOUGH);
  g_assert_cmpint (dh_room_judge (51, 100), ==, DH_ROOM_SCARCE);
  g_assert_cmpint (dh_room_judge (100, 100), ==, DH_ROOM_SCARCE);
  g_assert_cmpint (dh_room_judge (101, 100), ==, DH_ROOM_NONE);
  g_assert_cmpint (dh_room_judge (1, G_MAXUINT64), ==, DH_ROOM_ENOUGH);
  g_assert_cmpstr (text, ==, "15.4 GB for 4 lanes, about 92 s per step (estimated)");
  g_assert_cmpstr (one, ==, "53.8 MB for 1 lane, 41 ms per step (measured)");
  g_assert_cmpstr (quick, ==, "9.3 MB for 1 lane, about 1 ms per step (estimated)");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/room/judge", test_judge);
  g_test_add_func ("/room/list", test_list);
  g_test_add_func ("/room/own", test_own);
  g_test_add_func ("/room/own-costs", test_own_costs);
  g_test_add_func ("/room/enough", test_enough);
  g_test_add_func ("/room/scarce", test_scarce);
  g_test_add_func ("/room/none", test_none);
  g_test_add_func ("/room/lanes", test_lanes);
  return g_test_run ();
}
