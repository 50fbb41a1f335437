/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the timeline to a new lane with a real mouse and real keys, and with real training: the new
 * lane has the past of the one it continues, and goes on as that one does.
 */
#include "tests/ui/window/input-helpers.h"
#include "ui/lanes/branch-editor.h"

static DhSession *
get_session (Fixture *fixture)
{
  return dh_window_get_session (fixture->window);
}

static guint
count_lanes (Fixture *fixture)
{
  return g_list_model_get_n_items (dh_session_get_lanes (get_session (fixture)));
}

static DhLane *
peek_lane (Fixture *fixture, guint position)
{
  return dh_lane_card_get_lane (DH_LANE_CARD (get_card (fixture, position)));
}

/* ---- into the past ---- */

static gboolean
has_trained (gpointer data)
{
  return dh_session_get_iteration (get_session (data)) >= 8;
}

static gboolean
is_in_the_past (gpointer data)
{
  return !dh_past_get_live (dh_window_get_past (((Fixture *) data)->window));
}

static gboolean
is_continue_button (GtkWidget *widget, gpointer data)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)),
                       "win.continue-here")
              == 0;
}

static GtkWidget *
find_continue_button (Fixture *fixture)
{
  return find_where (GTK_WIDGET (dh_window_get_time_line (fixture->window)), is_continue_button,
                     NULL);
}

/* The focus is on the timeline then. */
static void
go_back (Fixture *fixture)
{
  GtkWidget *scale = GTK_WIDGET (
    dh_time_line_get_scale (dh_window_get_time_line (fixture->window)));
  int x0, y0, x1, y1;

  wait_until (has_trained, fixture);
  g_assert_false (gtk_widget_get_visible (find_continue_button (fixture)));
  locate (fixture, scale, .6, .66, &x1, &y1);
  locate (fixture, scale, .5, .66, &x0, &y0);
  drive ("mousemove --window %%1 %d %d mousedown 1 mousemove --window %%1 %d %d mouseup 1", x1, y1,
         x0, y0);
  wait_until (is_in_the_past, fixture);
  wait_until (is_on_screen, find_continue_button (fixture));
}

/* ---- the question ---- */

static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data) && gtk_widget_get_mapped (link->data))
      return link->data;
  return NULL;
}

static gboolean
is_dialog_up (gpointer data)
{
  GtkWidget *dialog = find_dialog ();

  return dialog != NULL && gtk_widget_get_width (dialog) > 0;
}

static gboolean
is_dialog_down (gpointer data)
{
  return find_dialog () == NULL;
}

static gboolean
is_dialog_active (gpointer data)
{
  return gtk_window_is_active (GTK_WINDOW (find_dialog ()));
}

/* Without a window manager, nothing else gives it the focus. */
static GtkWidget *
wait_for_dialog (const char *title)
{
  wait_until (is_dialog_up, NULL);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (find_dialog ())), ==, title);
  for (guint i = 0; i < 50 && !drive_window (title, "windowfocus %%1"); i++)
    g_usleep (50000);
  wait_until (is_dialog_active, NULL);
  return find_dialog ();
}

static void
click_in_dialog (GtkWidget *widget)
{
  GtkWidget *dialog = find_dialog ();
  double dx, dy, left, top;

  wait_until (is_on_screen, widget);
  gtk_native_get_surface_transform (GTK_NATIVE (dialog), &dx, &dy);
  g_assert_true (
    gtk_widget_translate_coordinates (widget, dialog, .5 * gtk_widget_get_width (widget),
                                      .5 * gtk_widget_get_height (widget), &left, &top));
  drive_window (gtk_window_get_title (GTK_WINDOW (dialog)), "mousemove --window %%1 %d %d click 1",
                (int) (left + dx), (int) (top + dy));
}

static gboolean
is_second (gpointer drop_down)
{
  return gtk_drop_down_get_selected (drop_down) == 1;
}

static gboolean
is_popup_up (gpointer drop_down)
{
  GtkWidget *popover = find_widget (drop_down, "GtkPopover");

  return popover != NULL && gtk_widget_get_mapped (popover);
}

static void
choose_second (GtkWidget *drop_down)
{
  click_in_dialog (drop_down);
  wait_until (is_popup_up, drop_down);
  drive_window (gtk_window_get_title (GTK_WINDOW (find_dialog ())), "key Down key Return");
  wait_until (is_second, drop_down);
}

static void
focus_window (Fixture *fixture)
{
  wait_until (is_dialog_down, NULL);
  for (guint i = 0; i < 50 && !drive ("windowfocus %%1"); i++)
    g_usleep (50000);
  wait_until (is_active, fixture);
}

/* ---- the new lane ---- */

typedef struct
{
  DhLane *lane;
  guint64 iteration;
} Place;

static gboolean
is_beyond (gpointer data)
{
  const Place *place = data;

  DhLaneSnapshot *now = dh_lane_get_snapshot (place->lane);

  return now != NULL && dh_lane_snapshot_get_iteration (now) > place->iteration + 2;
}

static gboolean
has_five_lanes (gpointer data)
{
  return count_lanes (data) == 5;
}

static DhLane *
find_number (Fixture *fixture, guint number)
{
  for (guint i = 0; i < count_lanes (fixture); i++)
    if (dh_lane_get_number (peek_lane (fixture, i)) == number)
      return peek_lane (fixture, i);
  g_assert_not_reached ();
}

/* What both have trained, byte for byte. */
static void
assert_same (DhLane *a, DhLane *b)
{
  DhLaneSnapshot *of_a = dh_lane_get_snapshot (a), *of_b = dh_lane_get_snapshot (b);
  const guint64 n = MIN (dh_lane_snapshot_get_n_records (of_a),
                         dh_lane_snapshot_get_n_records (of_b));

  for (guint64 i = 0; i < n; i++)
    g_assert_cmpfloat (dh_lane_snapshot_get_record (of_a, i).loss, ==,
                       dh_lane_snapshot_get_record (of_b, i).loss);
}

static void
test_continue (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog, *editor;
  Place place;
  int x, y;

  go_back (fixture);
  place.iteration = dh_past_get_iteration (dh_window_get_past (fixture->window));
  locate (fixture, find_continue_button (fixture), .5, .5, &x, &y);
  drive ("mousemove --window %%1 %d %d click 1", x, y);
  dialog = wait_for_dialog ("Continue a Lane from an Earlier Step");
  editor = find_widget (dialog, "DhBranchEditor");
  g_assert_cmpuint (dh_branch_editor_get_iteration (DH_BRANCH_EDITOR (editor)), ==,
                    place.iteration);
  choose_second (find_nth (editor, "GtkDropDown", 0));
  click_in_dialog (find_button (dialog, "_Continue"));
  wait_until (has_five_lanes, fixture);
  focus_window (fixture);
  place.lane = find_number (fixture, 5);
  g_assert_cmpstr (dh_lane_get_loss (place.lane), ==, dh_lane_get_loss (find_number (fixture, 2)));
  wait_until (is_beyond, &place);
  assert_same (place.lane, find_number (fixture, 2));
}

/* With as many lanes as there can be, a sentence says what to do. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  while (count_lanes (fixture) < DH_MAX_LANES)
    {
      drive ("key ctrl+n");
      settle ();
    }
  go_back (fixture);
  drive ("key Tab key space");
  dialog = wait_for_dialog ("No Room for a Lane");
  g_assert_nonnull (
    strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "more than 6 lanes"));
  drive_window ("No Room for a Lane", "key Escape");
  focus_window (fixture);
  g_assert_cmpuint (count_lanes (fixture), ==, DH_MAX_LANES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!can_drive ())
    return 0;
  g_test_add ("/input-past/continue", Fixture, NULL, set_up, test_continue, tear_down);
  g_test_add ("/input-past/full", Fixture, NULL, set_up, test_full, tear_down);
  return g_test_run ();
}
