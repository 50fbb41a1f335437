/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From which step a branch goes on and with which settings, in the editor and from the window's
 * actions; a card while its lane is being replayed.
 */
#include <adwaita.h>
#include <math.h>

#include "core/session/lane-private.h"
#include "core/train/snapshot-private.h"
#include "tests/ui/session-helpers.h"
#include "ui/lanes/branch-editor.h"
#include "ui/lanes/lane-card.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/rate-scale.h"

#define N_ITERATIONS 100

/* The editor's drop-downs. */
enum
{
  LANE,
  LOSS,
  OPTIMIZER
};

static DhLaneSettings
make_settings (const char *loss, const char *optimizer, double rate)
{
  DhOptimizerConfig config;
  DhMix mix;

  g_assert_true (dh_mix_parse (loss, &mix, NULL));
  g_assert_true (
    dh_optimizer_config_parse (optimizer, DH_OPTIMIZER_USER_NETWORK, &config, NULL));
  return dh_lane_settings_make (&mix, &config, rate);
}

/* MAE by Adam until 40, then a mix by RMSprop; at this iteration now. */
static DhSettingsLog *
make_log (void)
{
  const DhSettingsChange changes[] = {
    { 0, make_settings ("mae", "adam", 1e-3) },
    { 40, make_settings ("50%mse+mae", "rmsprop{alpha=0.8}", 5e-4) },
  };

  return dh_settings_log_new_from (changes, G_N_ELEMENTS (changes));
}

static void
show_at (DhLane *lane, guint64 iteration)
{
  g_autoptr (DhHistory) history = dh_history_new ();
  g_autoptr (DhSettingsLog) log = make_log ();
  g_autoptr (DhLaneSnapshot) snapshot = dh_lane_snapshot_new (&(DhLaneSnapshotValues) {
    .iteration = iteration,
    .state = DH_STATE_IMPROVING,
    .state_text = "",
    .loss = NAN,
    .history = history,
    .log = log,
    .lambda = NAN,
    .stable_rate = NAN,
  });

  dh_lane_set_snapshot (lane, snapshot);
}

typedef struct
{
  DhSession *session;
  DhLane *lane;
  GtkWidget *window, *editor;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const DhLaneSettings now = make_settings ("50%mse+mae", "rmsprop{alpha=0.8}", 5e-4);

  fixture->session = dh_session_new (".");
  fixture->lane = dh_session_add_lane_with (fixture->session, &now);
  show_at (fixture->lane, N_ITERATIONS);
  fixture->editor = dh_branch_editor_new (&fixture->lane, 1, G_MAXUINT64);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->editor);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer editor = fixture->editor;

  g_object_add_weak_pointer (editor, &editor);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (is_gone, &editor);
  g_object_unref (fixture->session);
}

static void
set_step (Fixture *fixture, double step)
{
  gtk_spin_button_set_value (
    GTK_SPIN_BUTTON (find_nth (fixture->editor, "GtkSpinButton", 0)), step);
}

static GtkDropDown *
get_drop_down (Fixture *fixture, guint n)
{
  return GTK_DROP_DOWN (find_nth (fixture->editor, "GtkDropDown", n));
}

static void
test_former_settings (Fixture *fixture, gconstpointer data)
{
  DhBranchEditor *editor = DH_BRANCH_EDITOR (fixture->editor);
  DhRateScale *rate = DH_RATE_SCALE (find_nth (fixture->editor, "DhRateScale", 0));
  DhLaneSettings settings;

  g_assert_cmpuint (dh_branch_editor_get_iteration (editor), ==, N_ITERATIONS);
  g_assert_false (dh_branch_editor_get_settings (editor, &settings));
  g_assert_cmpstr (dh_entry_list_get_selected (get_drop_down (fixture, OPTIMIZER)), ==, "rmsprop");
  set_step (fixture, 10);
  g_assert_cmpuint (dh_branch_editor_get_iteration (editor), ==, 10);
  g_assert_false (dh_branch_editor_get_settings (editor, &settings));
  g_assert_cmpstr (dh_mix_to_text (&settings.mix), ==, "mae");
  g_assert_cmpfloat (dh_rate_scale_get_rate (rate), ==, 1e-3);
  g_assert_cmpstr (dh_entry_list_get_selected (get_drop_down (fixture, LOSS)), ==, "mae");
  g_assert_cmpstr (dh_entry_list_get_selected (get_drop_down (fixture, OPTIMIZER)), ==, "adam");
  set_step (fixture, 40);
  g_assert_false (dh_branch_editor_get_settings (editor, &settings));
  g_assert_cmpfloat (settings.learning_rate, ==, 5e-4);
  set_step (fixture, 1e6);
  g_assert_cmpuint (dh_branch_editor_get_iteration (editor), ==, N_ITERATIONS);
}

/* What was chosen stays when another step is. */
static void
test_other_settings (Fixture *fixture, gconstpointer data)
{
  DhBranchEditor *editor = DH_BRANCH_EDITOR (fixture->editor);
  DhRateScale *rate = DH_RATE_SCALE (find_nth (fixture->editor, "DhRateScale", 0));
  const DhLaneSettings former = make_settings ("50%mse+mae", "rmsprop{alpha=0.8}", 7e-4);
  DhLaneSettings settings;

  dh_rate_scale_set_rate (rate, 7e-4);
  g_assert_true (dh_branch_editor_get_settings (editor, &settings));
  g_assert_true (dh_lane_settings_equal (&settings, &former));
  dh_entry_list_select (get_drop_down (fixture, LOSS), "ssim");
  set_step (fixture, 10);
  g_assert_true (dh_branch_editor_get_settings (editor, &settings));
  g_assert_cmpstr (dh_mix_to_text (&settings.mix), ==, "ssim");
  g_assert_cmpfloat (settings.learning_rate, ==, 7e-4);
  g_assert_cmpstr (settings.optimizer_config.optimizer->id, ==, "adam");
  dh_entry_list_select (get_drop_down (fixture, OPTIMIZER), "sgd");
  set_step (fixture, 50);
  g_assert_true (dh_branch_editor_get_settings (editor, &settings));
  g_assert_cmpstr (settings.optimizer_config.optimizer->id, ==, "sgd");
}

/* With several lanes one can choose; steps and settings are the chosen lane's. */
static void
test_lanes (Fixture *fixture, gconstpointer data)
{
  const DhLaneSettings now = make_settings ("ssim", "sgd", 1e-2);
  DhLane *other = dh_session_add_lane_with (fixture->session, &now);
  DhLane *const lanes[] = { fixture->lane, other };
  DhBranchEditor *editor;
  DhLaneSettings settings;

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_drop_down (fixture, LANE))));
  show_at (other, 50);
  fixture->editor = dh_branch_editor_new (lanes, 2, 60);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->editor);
  editor = DH_BRANCH_EDITOR (fixture->editor);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (get_drop_down (fixture, LANE))));
  g_assert_true (dh_branch_editor_get_lane (editor) == fixture->lane);
  g_assert_cmpuint (dh_branch_editor_get_iteration (editor), ==, 60);
  dh_entry_list_select (get_drop_down (fixture, OPTIMIZER), "adam");
  gtk_drop_down_set_selected (get_drop_down (fixture, LANE), 1);
  g_assert_true (dh_branch_editor_get_lane (editor) == other);
  g_assert_cmpuint (dh_branch_editor_get_iteration (editor), ==, 50); /* it got no further */
  g_assert_true (dh_branch_editor_get_settings (editor, &settings));
  g_assert_cmpstr (dh_mix_to_text (&settings.mix), ==, "ssim");
  g_assert_cmpstr (settings.optimizer_config.optimizer->id, ==, "adam");
}

/* ---- the card ---- */

static void
test_card (void)
{
  g_autoptr (DhSession) session = dh_session_new (".");
  DhLane *lane = dh_session_add_lane (session, "mse", 0, NULL), *branch;
  g_autoptr (DhChartGroup) charts = dh_chart_group_new ();
  g_autoptr (DhGroundGroup) cameras = dh_ground_group_new ();
  GtkWidget *window, *card, *bar, *cancel, *loss;

  show_at (lane, N_ITERATIONS);
  branch = dh_session_branch_lane (session, lane, NULL, 80, NULL);
  g_assert_cmpstr (dh_lane_get_loss (branch), ==, "mae");
  card = g_object_ref_sink (dh_lane_card_new (session, branch, charts, cameras));
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), card);
  bar = find_nth (card, "GtkProgressBar", 1); /* after that of the landscape */
  loss = find_nth (card, "GtkDropDown", 0);
  cancel = find_button (card, "Cancel");
  g_assert_true (gtk_widget_get_visible (bar));
  g_assert_true (gtk_widget_get_visible (cancel));
  g_assert_false (gtk_widget_get_sensitive (loss));
  show_at (branch, 20);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), ==, .25);
  show_at (branch, 80);
  g_assert_false (gtk_widget_get_visible (bar));
  g_assert_false (gtk_widget_get_visible (cancel));
  g_assert_true (gtk_widget_get_sensitive (loss));

  show_at (branch, 60);
  g_assert_true (gtk_widget_get_visible (cancel));
  gtk_widget_activate_action (card, "lane.remove", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (session)), ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (card);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/branch/former", Fixture, NULL, set_up, test_former_settings, tear_down);
  g_test_add ("/branch/other", Fixture, NULL, set_up, test_other_settings, tear_down);
  g_test_add ("/branch/lanes", Fixture, NULL, set_up, test_lanes, tear_down);
  g_test_add_func ("/branch/card", test_card);
  return g_test_run ();
}
