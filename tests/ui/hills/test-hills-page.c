/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page "Hills" in the window, with the real race and the bundled faces (DH_FACES); only the
 * training is invented.  The race only runs where a test plays it, so nothing depends on the clock.
 */
#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "config.h"
#include "core/landscape/expression.h"
#include "core/landscape/fit.h"
#include "core/landscape/hill.h"
#include "tests/ui/ui-helpers.h"
#include "ui/hills/range-button.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/rate-scale.h"
#include "ui/window/window-private.h"

typedef struct
{
  DhWindow *window;
  DhSession *session;
  DhHillsPage *page;
  DhBallStrip *strip;
  DhRace *race;
} Fixture;

static DhLane *
get_lane (Fixture *fixture, guint position)
{
  return dh_ball_card_get_lane (dh_ball_strip_get_card (fixture->strip, position));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const kept[] = {
    "page",           "lanes",       "lane-balls",  "lane-ball-grounds", "hills-ground",
    "hills-function", "hills-noise", "hills-speed", "hills-parameters",  "hills-points"
  };
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_settings_reset (settings, kept[i]);
  fixture->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  fixture->session = dh_window_get_session (fixture->window);
  fixture->page = dh_window_get_hills_page (fixture->window);
  fixture->strip = dh_hills_page_get_strip (fixture->page);
  fixture->race = dh_hills_page_get_race (fixture->page);
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_assert_false (dh_race_get_playing (fixture->race));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "hills");
  wait_until (is_on_screen, fixture->page);
  dh_race_set_playing (fixture->race, FALSE);
  dh_race_reset (fixture->race);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer page = fixture->page, race = fixture->race;

  g_object_add_weak_pointer (page, &page);
  g_object_add_weak_pointer (race, &race);
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_until (is_gone, &page);
  wait_until (is_gone, &race);
}

static void
act (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
}

/* ---- what the page shows ---- */

static void
test_page (Fixture *fixture, gconstpointer data)
{
  GtkWidget *transport = find_widget (GTK_WIDGET (fixture->window), "DhTransportBar");

  g_assert_cmpuint (dh_ball_strip_get_n_cards (fixture->strip), ==, 4);
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:bumpy");
  g_assert_false (gtk_widget_get_visible (transport));
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (dh_ball_card_get_runner (dh_ball_strip_get_card (fixture->strip, i)), ==,
                     (int) i);
  dh_window_set_page (fixture->window, "losses");
  g_assert_true (gtk_widget_get_visible (transport));
  g_assert_false (gtk_widget_get_mapped (find_widget (transport, "GtkButton")));
}

/* On the first visit the balls are rolling; later the page is as it was left. */
static void
test_first_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  DhWindow *window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  DhHillsPage *page = dh_window_get_hills_page (window);
  DhRace *race = dh_hills_page_get_race (page);

  gtk_window_present (GTK_WINDOW (window));
  dh_window_set_page (window, "hills");
  wait_until (is_on_screen, page);
  g_assert_true (dh_race_get_playing (race));
  dh_race_set_playing (race, FALSE);
  dh_window_set_page (window, "lanes");
  dh_window_set_page (window, "hills");
  g_assert_false (dh_race_get_playing (race));
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_moved (gpointer race)
{
  return dh_race_get_position (race) >= 2;
}

static void
test_plays (Fixture *fixture, gconstpointer data)
{
  gboolean training = dh_session_get_playing (fixture->session);

  dh_hills_page_play (fixture->page);
  g_assert_true (dh_race_get_playing (fixture->race));
  wait_until (has_moved, fixture->race);
  dh_hills_page_play (fixture->page);
  g_assert_false (dh_race_get_playing (fixture->race));
  g_assert_true (dh_session_get_playing (fixture->session) == training);
}

/* With reduced motion the race is over at once, and Play starts it again. */
static void
test_reduced_motion (Fixture *fixture, gconstpointer data)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (fixture->page));
  guint n_steps;

  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  dh_hills_page_play (fixture->page);
  g_assert_false (dh_race_get_playing (fixture->race));
  n_steps = dh_race_get_n_steps (fixture->race);
  g_assert_cmpuint (n_steps, >, 1);
  g_assert_cmpuint (dh_race_get_position (fixture->race), ==, n_steps);
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
}

/* ---- time ---- */

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  guint64 iteration = dh_session_get_iteration (fixture->session);
  GtkWidget *line = find_widget (find_widget (GTK_WIDGET (fixture->page), "DhRaceBar"), "GtkScale");

  for (guint i = 0; i < 5; i++)
    act (fixture, "win.step");
  g_assert_cmpuint (dh_race_get_position (fixture->race), ==, 5);
  g_assert_cmpuint (dh_session_get_iteration (fixture->session), ==, iteration);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (line)), ==, 5);
  act (fixture, "win.back");
  g_assert_cmpuint (dh_race_get_position (fixture->race), ==, 4);
  g_assert_cmpuint (dh_race_get_n_steps (fixture->race), ==, 5);
  act (fixture, "win.time-start");
  g_assert_cmpuint (dh_race_get_position (fixture->race), ==, 0);
  act (fixture, "win.time-end");
  g_assert_cmpuint (dh_race_get_position (fixture->race), ==, 5);
  /* The scale is longer than the steps computed so far; its knob stops at the last one. */
  gtk_range_set_value (GTK_RANGE (line), 90);
  g_assert_cmpuint (dh_race_get_position (fixture->race), ==, 5);
  gtk_range_set_value (GTK_RANGE (line), 2);
  g_assert_cmpuint (dh_race_get_position (fixture->race), ==, 2);
  act (fixture, "win.reset");
  g_assert_cmpuint (dh_race_get_n_steps (fixture->race), ==, 0);
}

/* On the other pages the actions belong to the training. */
static void
test_other_pages (Fixture *fixture, gconstpointer data)
{
  dh_window_set_page (fixture->window, "lanes");
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "back"));
  act (fixture, "win.step");
  act (fixture, "win.time-end");
  g_assert_cmpuint (dh_race_get_n_steps (fixture->race), ==, 0);
  dh_window_set_page (fixture->window, "losses");
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "time-end"));
}

/* ---- grounds ---- */

static void
test_grounds (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) all = dh_ground_choice_list ();

  for (guint i = 0; all[i] != NULL; i++)
    {
      DhBallCard *card = dh_ball_strip_get_card (fixture->strip, 0);

      g_assert_true (dh_race_set_ground (fixture->race, all[i], NULL));
      act (fixture, "win.step");
      g_assert_null (dh_race_get_message (fixture->race));
      g_assert_null (dh_race_get_problem (fixture->race, 0));
      g_assert_cmpuint (strlen (dh_ball_card_get_words (card)), >, 0);
      g_assert_true (gtk_widget_get_visible (find_widget (GTK_WIDGET (card), "DhFitView"))
                     == g_str_equal (all[i], "fit"));
      g_assert_true (gtk_widget_get_visible (find_widget (GTK_WIDGET (card), "DhFaceView"))
                     == g_str_has_prefix (all[i], "face:"));
      g_assert_true (gtk_widget_get_visible (find_widget (GTK_WIDGET (card), "GtkDropDown"))
                     == !g_str_has_prefix (all[i], "hill:"));
    }
}

static void
test_problem (Fixture *fixture, gconstpointer data)
{
  DhBallCard *card = dh_ball_strip_get_card (fixture->strip, 3);

  dh_lane_set_loss (get_lane (fixture, 3), "ssim");
  g_assert_true (dh_race_set_ground (fixture->race, "curve", NULL));
  g_assert_nonnull (strstr (dh_ball_card_get_words (card), "SSIM"));
  dh_lane_set_loss (get_lane (fixture, 3), "huber");
  g_assert_null (dh_race_get_problem (fixture->race, 3));
  g_assert_null (strstr (dh_ball_card_get_words (card), "SSIM"));
}

static void
type (Fixture *fixture, const char *text)
{
  DhFunctionEntry *function = dh_ground_bar_get_entry (
    dh_hills_page_get_ground_bar (fixture->page));
  GtkWidget *entry = gtk_widget_get_first_child (GTK_WIDGET (function));

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

static void
test_typed (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text, *word;
    gsize start;
  } wrong[] = {
    { "x^2 + foo(y)", "foo", 6 },
    { "x^2 + ", "", 0 },
    { "ln(-1 - x^2)", "", 0 },
    { "", "", 0 },
  };
  g_autofree char *brackets = g_strnfill (1000, '(');
  DhFunctionEntry *entry = dh_ground_bar_get_entry (dh_hills_page_get_ground_bar (fixture->page));
  DhTextSpan fault;

  g_assert_true (dh_race_set_ground (fixture->race, "hill:x^2 + 3y^2", NULL));
  g_assert_cmpstr (dh_function_entry_get_text (entry), ==, "x^2 + 3y^2");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      type (fixture, wrong[i].text);
      g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:x^2 + 3y^2");
      g_assert_nonnull (dh_race_get_message (fixture->race));
      g_assert_nonnull (strstr (dh_race_get_message (fixture->race), wrong[i].word));
      g_assert_true (dh_function_entry_get_fault (entry, &fault));
      if (wrong[i].start > 0)
        g_assert_cmpuint (fault.start, ==, wrong[i].start);
    }
  type (fixture, brackets);
  g_assert_true (dh_function_entry_get_fault (entry, &fault));
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:x^2 + 3y^2");
  /* A pole is not an error; the ground has a hole there. */
  type (fixture, "1/x + y^2");
  g_assert_false (dh_function_entry_get_fault (entry, &fault));
  g_assert_null (dh_race_get_message (fixture->race));
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:1/x + y^2");
  dh_race_drop (fixture->race, (const double[]) { 0, 1 });
  for (guint i = 0; i < 20; i++)
    act (fixture, "win.step");
}

static void
press_key (GtkWidget *widget, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &taken);
    }
  g_assert_true (taken);
}

static gboolean
is_judged_wrong (gpointer entry)
{
  DhTextSpan fault;

  return dh_function_entry_get_fault (entry, &fault);
}

static gboolean
is_judged_right (gpointer entry)
{
  return !is_judged_wrong (entry);
}

/* "1/10" on the way to "1/10 x^2": it is checked while it is typed, and applied when it is
 * finished. */
static void
test_unfinished (Fixture *fixture, gconstpointer data)
{
  DhFunctionEntry *function = dh_ground_bar_get_entry (
    dh_hills_page_get_ground_bar (fixture->page));
  GtkWidget *entry = gtk_widget_get_first_child (GTK_WIDGET (function));

  dh_race_set_ground (fixture->race, "hill:x^2 + y^2", NULL);
  gtk_widget_grab_focus (entry);
  act (fixture, "win.step");
  gtk_editable_set_text (GTK_EDITABLE (entry), "1/10(");
  wait_until (is_judged_wrong, function);
  gtk_editable_set_text (GTK_EDITABLE (entry), "1/10");
  wait_until (is_judged_right, function);
  g_assert_null (dh_race_get_message (fixture->race));
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:x^2 + y^2");
  g_assert_cmpuint (dh_race_get_n_steps (fixture->race), ==, 1);
  press_key (entry, GDK_KEY_Escape);
  g_assert_cmpstr (dh_function_entry_get_text (function), ==, "x^2 + y^2");
  g_assert_cmpuint (dh_race_get_n_steps (fixture->race), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (entry), "1/10 x^2");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:1/10 x^2");
  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "2 x^2");
  dh_hills_page_grab_play (fixture->page); /* the focus leaves the entry */
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:2 x^2");
}

/* The entry is shown only for a typed function, and choosing a hill by name hides it. */
static void
test_own (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = GTK_WIDGET (dh_hills_page_get_ground_bar (fixture->page));
  GtkWidget *hills = find_widget (bar, "GtkDropDown");
  GtkWidget *entry = find_widget (bar, "DhFunctionEntry");
  guint n_hills;

  dh_hills_get (&n_hills);
  g_assert_false (gtk_widget_get_visible (entry));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (hills), n_hills);
  g_assert_true (gtk_widget_get_visible (entry));
  g_assert_true (g_str_has_prefix (dh_race_get_ground (fixture->race), "hill:"));
  g_assert_null (dh_race_get_message (fixture->race));
  type (fixture, "nonsense(");
  g_assert_nonnull (dh_race_get_message (fixture->race));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (hills), 0);
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:bowl");
  g_assert_null (dh_race_get_message (fixture->race));
  g_assert_false (gtk_widget_get_visible (entry));
}

static void
enter_range (GtkWidget *range, const char *const ends[4])
{
  GtkWidget *entry = NULL;

  for (guint i = 0; i < 4; i++)
    {
      GtkWidget *grid = find_widget (range, "GtkGrid");

      entry = gtk_grid_get_child_at (GTK_GRID (grid), i % 2 == 0 ? 1 : 3, (int) i / 2);
      gtk_editable_set_text (GTK_EDITABLE (entry), ends[i]);
    }
  g_signal_emit_by_name (entry, "activate");
}

/* A typed function has its range next to it, which is stored with it; an invalid range changes
 * nothing. */
static void
test_range (Fixture *fixture, gconstpointer data)
{
  DhGroundBar *ground_bar = dh_hills_page_get_ground_bar (fixture->page);
  GtkWidget *bar = GTK_WIDGET (ground_bar);
  GtkWidget *range = find_widget (bar, "DhRangeButton"), *hills = find_widget (bar, "GtkDropDown");
  guint n_hills;

  dh_hills_get (&n_hills);
  g_assert_false (gtk_widget_get_visible (range));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (hills), n_hills);
  g_assert_true (gtk_widget_get_visible (range));
  type (fixture, "x^2 + y^2");
  enter_range (range, (const char *const[]) { "0", "10", "−1", "2,5" });
  g_assert_null (dh_range_button_get_error (DH_RANGE_BUTTON (range)));
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:x^2 + y^2 @ 0:10, -1:2.5");
  enter_range (range, (const char *const[]) { "0", "10", "3", "2" });
  g_assert_nonnull (
    strstr (dh_range_button_get_error (DH_RANGE_BUTTON (range)), "of y must increase"));
  enter_range (range, (const char *const[]) { "0", "", "1", "2" });
  g_assert_nonnull (strstr (dh_range_button_get_error (DH_RANGE_BUTTON (range)), "x must be two"));
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:x^2 + y^2 @ 0:10, -1:2.5");
  /* The range stays when the function changes, and comes back when the function is chosen again. */
  type (fixture, "x^4 + y^2");
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:x^4 + y^2 @ 0:10, -1:2.5");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (hills), 0);
  g_assert_false (gtk_widget_get_visible (range));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (hills), n_hills);
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:x^4 + y^2 @ 0:10, -1:2.5");
  g_assert_cmpstr (dh_function_entry_get_text (dh_ground_bar_get_entry (ground_bar)), ==,
                   "x^4 + y^2");
  /* A range typed after the function is taken, too. */
  type (fixture, "x^4 @ -1:1");
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "hill:x^4 @ -1:1");
  g_assert_cmpfloat (dh_range_button_get_range (DH_RANGE_BUTTON (range)).maximum[1], ==, 1);
}

/* ---- balls ---- */

static void
test_drop (Fixture *fixture, gconstpointer data)
{
  DhGroundPair *ground = dh_ball_card_get_ground (dh_ball_strip_get_card (fixture->strip, 1));

  act (fixture, "win.step");
  g_signal_emit_by_name (ground, "picked", 1.5, -.5, TRUE);
  g_assert_cmpuint (dh_race_get_n_steps (fixture->race), ==, 0);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpfloat (dh_race_get_ball (fixture->race, i)->at[0], ==, 1.5);
      g_assert_cmpfloat (dh_race_get_ball (fixture->race, i)->at[1], ==, -.5);
    }
}

static void
test_rates (Fixture *fixture, gconstpointer data)
{
  DhLane *lane = get_lane (fixture, 0);
  double own = dh_race_get_rate (fixture->race, 0);

  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 0);
  act (fixture, "win.rate-up");
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), >, own);
  g_assert_cmpfloat (dh_race_get_rate (fixture->race, 0), ==, dh_lane_get_ball_rate (lane));
  dh_lane_set_ball_rate (lane, 1);
  act (fixture, "win.rate-up");
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 1.3);
  act (fixture, "win.rate-down");
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 1);
  dh_lane_set_ball_rate (lane, 0);
  g_assert_cmpfloat (dh_race_get_rate (fixture->race, 0), ==, own);
  /* A ball that diverges gets a state in words, and no invalid number. */
  dh_lane_set_ball_rate (lane, 1e3);
  for (guint i = 0; i < 60; i++)
    act (fixture, "win.step");
  g_assert_null (
    strstr (dh_ball_card_get_words (dh_ball_strip_get_card (fixture->strip, 0)), "nan"));
}

static double
find_lane_rate_end (Fixture *fixture, gboolean upper)
{
  GtkWidget *card = GTK_WIDGET (dh_ball_strip_get_card (fixture->strip, 0));
  GtkWidget *slider = find_widget (find_widget (card, "DhRateScale"), "GtkScale");
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (slider));

  return upper ? gtk_adjustment_get_upper (adjustment) : gtk_adjustment_get_lower (adjustment);
}

/* Whatever function is typed, the slider reaches from below the ground's own rate to above it, and
 * any rate may be typed next to it. */
static void
test_extreme_rates (Fixture *fixture, gconstpointer data)
{
  static const char *const functions[] = {
    "hill:x^20",
    "hill:e^(2x^2 + 2y^2)",
    "hill:1e8x^2",
    "hill:1e-320x",
    "hill:1e307x^2",
    "hill:abs(x) + abs(y)*1e300",
    "hill:1e-300(x^2 + y^2)",
    "hill:1e4x^2",
    "hill:1e-7(x^2 + y^2)",
  };
  DhRateScale *scale = DH_RATE_SCALE (
    find_widget (GTK_WIDGET (dh_ball_strip_get_card (fixture->strip, 0)), "DhRateScale"));
  DhLane *lane = get_lane (fixture, 0);

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      double own;

      dh_lane_set_ball_rate (lane, 0);
      g_assert_true (dh_race_set_ground (fixture->race, functions[i], NULL));
      own = dh_race_get_runner_ground (fixture->race, 0)->learning_rate;
      g_assert_cmpfloat (find_lane_rate_end (fixture, FALSE), <=, log10 (own));
      g_assert_cmpfloat (find_lane_rate_end (fixture, TRUE), >=, log10 (own));
      g_assert_cmpfloat (find_lane_rate_end (fixture, TRUE) - find_lane_rate_end (fixture, FALSE),
                         >, 4.5);
      act (fixture, "win.rate-up");
      g_assert_cmpfloat (dh_lane_get_ball_rate (lane), >, 0);
      act (fixture, "win.rate-down");
      dh_rate_scale_enter_text (scale, "1e-30");
      g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 1e-30);
      dh_rate_scale_enter_text (scale, "1e30");
      g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 1e30);
      act (fixture, "win.step");
    }
  dh_lane_set_ball_rate (lane, 1e-200);
  act (fixture, "win.rate-up");
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 1.3e-200);
  dh_lane_set_ball_rate (lane, 1e200);
  act (fixture, "win.rate-down");
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 7.9e199);
  dh_rate_scale_enter_text (scale, "1e999");
  g_assert_nonnull (dh_rate_scale_get_error (scale));
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 7.9e199);
}

static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  g_assert_false (dh_race_get_runner (fixture->race, 2)->hidden);
  dh_lane_set_ball_shown (get_lane (fixture, 2), FALSE);
  g_assert_true (dh_race_get_runner (fixture->race, 2)->hidden);
}

/* A choice in a ball's card applies to the ball; the lane trains on unchanged. */
static void
test_own_loss (Fixture *fixture, gconstpointer data)
{
  DhLane *lane = get_lane (fixture, 1);
  GtkWidget *card = GTK_WIDGET (dh_ball_strip_get_card (fixture->strip, 1));
  GtkDropDown *losses = GTK_DROP_DOWN (find_widget (card, "GtkDropDown"));
  GtkWidget *link = find_button (card, "same as lane 2");

  dh_race_set_ground (fixture->race, "curve", NULL);
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "mae");
  g_assert_false (gtk_widget_get_child_visible (link));
  dh_entry_list_select (losses, "huber");
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "mae");
  g_assert_cmpstr (dh_lane_get_ball_loss (lane), ==, "huber");
  g_assert_cmpstr (dh_mix_to_text (&dh_race_get_runner (fixture->race, 1)->mix), ==, "huber");
  g_assert_true (gtk_widget_get_child_visible (link));
  dh_lane_set_loss (lane, "mse");
  g_assert_cmpstr (dh_entry_list_get_selected (losses), ==, "huber");
  g_signal_emit_by_name (link, "clicked");
  g_assert_null (dh_lane_get_ball_loss (lane));
  g_assert_cmpstr (dh_entry_list_get_selected (losses), ==, "mse");
  dh_entry_list_select (losses, "mae");
  dh_entry_list_select (losses, "mse"); /* the lane's value */
  g_assert_null (dh_lane_get_ball_loss (lane));
  dh_race_set_ground (fixture->race, "hill:bowl", NULL);
  g_assert_false (gtk_widget_get_mapped (link));
}

/* There is no curve, but two ways to fix that, for the ball alone. */
static void
test_no_curve (Fixture *fixture, gconstpointer data)
{
  DhLane *lane = get_lane (fixture, 3);
  GtkWidget *card = GTK_WIDGET (dh_ball_strip_get_card (fixture->strip, 3));
  GtkWidget *problem = find_widget (card, "DhGroundProblem");

  dh_race_set_ground (fixture->race, "fit", NULL);
  wait_until (is_on_screen, problem);
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "ssim");
  g_signal_emit_by_name (find_button (problem, "Use Huber Here"), "clicked");
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "ssim");
  g_assert_null (dh_race_get_problem (fixture->race, 3));
  g_assert_false (gtk_widget_get_child_visible (problem));
  dh_lane_set_ball_loss (lane, NULL);
  g_assert_nonnull (dh_race_get_problem (fixture->race, 3));
  g_signal_emit_by_name (find_button (problem, "Switch to Face"), "clicked");
  g_assert_cmpstr (dh_race_get_ground (fixture->race), ==, "face:shift");
  g_assert_null (dh_race_get_problem (fixture->race, 3));
  g_assert_null (dh_lane_get_ball_loss (lane));
}

/* Loss and rates are restored in the next window. */
static void
test_balls_are_remembered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  DhLane *lane = get_lane (fixture, 2);
  DhWindow *window;

  dh_race_set_ground (fixture->race, "hill:bowl", NULL);
  dh_lane_set_ball_rate (lane, .25);
  dh_race_set_ground (fixture->race, "curve", NULL);
  dh_lane_set_ball_loss (lane, "50%mae+mse");
  dh_lane_set_ball_rate (lane, .5);
  dh_window_save_settings (fixture->window);
  window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  lane = dh_ball_card_get_lane (
    dh_ball_strip_get_card (dh_hills_page_get_strip (dh_window_get_hills_page (window)), 2));
  g_assert_cmpstr (dh_lane_get_ball_loss (lane), ==, "50%mae+mse");
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, .5);
  dh_race_set_ground (dh_hills_page_get_race (dh_window_get_hills_page (window)), "hill:bowl",
                      NULL);
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, .25);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_enabled (Fixture *fixture, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), action);
}

/* Lanes are added and removed on their page, and the balls with them; here only a ball can be
 * removed. */
static void
test_lanes (Fixture *fixture, gconstpointer data)
{
  static const char *const others[] = { "add-lane", "duplicate-lane", "remove-lane", "swap-people",
                                        "end-probe" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (is_enabled (fixture, others[i]));
  act (fixture, "win.delete");
  g_assert_cmpuint (dh_ball_strip_get_n_cards (fixture->strip), ==, 4);
  g_assert_false (dh_lane_get_ball_shown (get_lane (fixture, 0)));
  dh_window_set_page (fixture->window, "lanes");
  g_assert_false (is_enabled (fixture, "hide-ball"));
  act (fixture, "win.add-lane");
  g_assert_cmpuint (dh_ball_strip_get_n_cards (fixture->strip), ==, 5);
  g_assert_cmpint (dh_ball_card_get_runner (dh_ball_strip_get_card (fixture->strip, 4)), ==, 4);
  act (fixture, "win.delete");
  g_assert_cmpuint (dh_ball_strip_get_n_cards (fixture->strip), ==, 4);
  g_assert_cmpuint (dh_race_get_n_runners (fixture->race), ==, 4);
}

/* A training run that was set aside can be restored from here, too. */
static void
test_undo_from_here (Fixture *fixture, gconstpointer data)
{
  DhLane *lane = get_lane (fixture, 1);

  dh_session_remove_lane (fixture->session, lane);
  g_assert_cmpuint (dh_race_get_n_runners (fixture->race), ==, 3);
  g_assert_true (is_enabled (fixture, "undo"));
  act (fixture, "win.undo");
  g_assert_true (get_lane (fixture, 1) == lane);
  g_assert_cmpuint (dh_race_get_n_runners (fixture->race), ==, 4);
  g_assert_false (is_enabled (fixture, "undo"));
}

static void
test_shared (Fixture *fixture, gconstpointer data)
{
  GtkWidget *shared = GTK_WIDGET (dh_hills_page_get_shared (fixture->page));
  DhBallCard *card = dh_ball_strip_get_card (fixture->strip, 0);

  dh_race_set_shared (fixture->race, TRUE);
  wait_until (is_on_screen, shared);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (dh_ball_card_get_ground (card))));
  g_signal_emit_by_name (shared, "picked", .5, .25, TRUE);
  g_assert_cmpfloat (dh_race_get_ball (fixture->race, 3)->at[0], ==, .5);
  dh_race_set_shared (fixture->race, FALSE);
  wait_until (is_on_screen, dh_ball_card_get_ground (card));
}

static void
test_inside (Fixture *fixture, gconstpointer data)
{
  GtkWidget *breakdown = dh_ball_card_get_breakdown (dh_ball_strip_get_card (fixture->strip, 0));

  dh_race_set_inside (fixture->race, TRUE);
  wait_until (is_on_screen, breakdown);
  act (fixture, "win.step");
  g_assert_nonnull (dh_race_get_breakdown (fixture->race, 0));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (breakdown))), ==,
                   dh_race_get_breakdown (fixture->race, 0)->parts[0].text);
}

/* ---- the fit's points ---- */

static void
test_points (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view;
  guint n_points, n_now;
  DhFitPoint before;

  g_assert_true (dh_race_set_ground (fixture->race, "fit", NULL));
  view = find_widget (GTK_WIDGET (dh_ball_strip_get_card (fixture->strip, 0)), "DhFitView");
  before = dh_race_get_points (fixture->race, &n_points)[0];
  press_key (view, GDK_KEY_Page_Down);
  g_assert_cmpint (dh_fit_view_get_chosen (DH_FIT_VIEW (view)), ==, 0);
  press_key (view, GDK_KEY_Up);
  g_assert_cmpfloat (dh_race_get_points (fixture->race, &n_now)[0].y, >, before.y);
  press_key (view, GDK_KEY_Insert);
  dh_race_get_points (fixture->race, &n_now);
  g_assert_cmpuint (n_now, ==, n_points + 1);
  press_key (view, GDK_KEY_Delete);
  dh_race_get_points (fixture->race, &n_now);
  g_assert_cmpuint (n_now, ==, n_points);
  dh_race_reset_points (fixture->race);
  g_assert_cmpfloat (dh_race_get_points (fixture->race, &n_now)[0].y, ==, before.y);
}

/* ---- stored settings ---- */

static void
test_remembers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  DhWindow *window;
  DhRace *race;

  g_settings_set_string (settings, "hills-ground", "hill:x^2 + y^4");
  g_settings_set_double (settings, "hills-noise", .5);
  window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  race = dh_hills_page_get_race (dh_window_get_hills_page (window));
  g_assert_cmpstr (dh_race_get_ground (race), ==, "hill:x^2 + y^4");
  g_assert_cmpfloat (dh_race_get_noise (race), ==, .5);
  gtk_window_destroy (GTK_WINDOW (window));
  /* Invalid settings, or those of another version, are ignored. */
  g_settings_set_string (settings, "hills-ground", "moon");
  window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  race = dh_hills_page_get_race (dh_window_get_hills_page (window));
  g_assert_cmpstr (dh_race_get_ground (race), ==, "hill:bumpy");
  g_assert_null (dh_race_get_message (race));
  gtk_window_destroy (GTK_WINDOW (window));
}

static double
get_largest_change (const double *a, const double *b, guint n)
{
  double largest = 0;

  for (guint i = 0; i < n; i++)
    largest = MAX (largest, fabs (a[i] - b[i]));
  return largest;
}

/* A hill's sliders and a line's points are restored, and nonsense is ignored. */
static void
test_remembers_shape (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  const DhFitPoint two[2] = { { -0.5, 0.25 }, { 0.5, -0.75 } };
  double usual[DH_HILL_MAX_PARAMETERS];
  gboolean stays;
  DhWindow *window;
  DhRace *race;
  guint n;

  memcpy (usual, dh_race_get_parameters (fixture->race), sizeof usual);
  dh_race_set_parameter (fixture->race, 0, 0.5);
  dh_race_set_points (fixture->race, two, 2);
  g_signal_emit_by_name (fixture->window, "close-request", &stays);
  window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  race = dh_hills_page_get_race (dh_window_get_hills_page (window));
  g_assert_cmpfloat (dh_race_get_parameters (race)[0], ==, 0.5);
  g_assert_cmpmem (dh_race_get_points (race, &n), sizeof two, two, sizeof two);
  g_assert_cmpuint (n, ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
  g_settings_set (settings, "hills-parameters", "ad", NULL);
  g_settings_set_value (settings, "hills-points", g_variant_new_parsed ("[(nan, 0.0)]"));
  window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  race = dh_hills_page_get_race (dh_window_get_hills_page (window));
  g_assert_cmpfloat (get_largest_change (dh_race_get_parameters (race), usual,
                                         DH_HILL_MAX_PARAMETERS),
                     ==, 0);
  dh_race_get_points (race, &n);
  g_assert_cmpuint (n, >, 2);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The faces have disappeared since the start: the buttons show the ground that is still possible,
 * and a sentence says why. */
static void
test_face_folder_gone (void)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  DhWindow *window;
  DhHillsPage *page;
  DhRace *race;
  GtkWidget *face, *hill;
  gpointer watched;

  g_settings_set_string (settings, "hills-ground", "hill:bumpy");
  window = DH_WINDOW (dh_window_new (NULL, "/nowhere/at/all", settings));
  watched = window;
  page = dh_window_get_hills_page (window);
  race = dh_hills_page_get_race (page);
  gtk_window_present (GTK_WINDOW (window));
  face = find_button (GTK_WIDGET (page), "Face");
  hill = find_button (GTK_WIDGET (page), "Hill");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (face), TRUE);
  g_assert_cmpstr (dh_race_get_ground (race), ==, "hill:bumpy");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (hill)));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (face)));
  g_assert_nonnull (strstr (dh_race_get_message (race), "/nowhere/at/all"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (GTK_WIDGET (page), "Fit")), TRUE);
  g_assert_cmpstr (dh_race_get_ground (race), ==, "fit");
  g_assert_null (dh_race_get_message (race));
  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_close (GTK_WINDOW (window));
  wait_until (is_gone, &watched);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "page", test_page },
    { "first-time", test_first_time },
    { "plays", test_plays },
    { "reduced-motion", test_reduced_motion },
    { "keys", test_keys },
    { "other-pages", test_other_pages },
    { "grounds", test_grounds },
    { "problem", test_problem },
    { "typed", test_typed },
    { "own", test_own },
    { "range", test_range },
    { "drop", test_drop },
    { "rates", test_rates },
    { "extreme-rates", test_extreme_rates },
    { "hidden", test_hidden },
    { "own-loss", test_own_loss },
    { "no-curve", test_no_curve },
    { "balls-are-remembered", test_balls_are_remembered },
    { "lanes", test_lanes },
    { "undo-from-here", test_undo_from_here },
    { "unfinished", test_unfinished },
    { "shared", test_shared },
    { "inside", test_inside },
    { "points", test_points },
    { "remembers", test_remembers },
    { "remembers-shape", test_remembers_shape },
  };

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  if (g_getenv ("DH_FACES") == NULL)
    {
      g_print ("1..0 # SKIP DH_FACES is not set\n");
      return 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/hills-page/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].run, tear_down);
    }
  g_test_add_func ("/hills-page/face-folder-gone", test_face_folder_gone);
  return g_test_run ();
}
