/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each widget in a real window: defaults, how often it notifies, and that it goes when it is
 * dropped.
 */
#include <adwaita.h>
#include <math.h>

#include "core/train/snapshot-private.h"
#include "tests/ui/session-helpers.h"
#include "ui/lanes/chart-view.h"
#include "ui/lanes/gradient-line.h"
#include "ui/lanes/lane-card.h"
#include "ui/lanes/metric-table.h"
#include "ui/lanes/preview-view.h"
#include "ui/plot/common/metric-format.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/person-chooser.h"
#include "ui/widgets/rate-scale.h"
#include "ui/window/transport-bar.h"

static void
test_rate_scale (void)
{
  GtkWidget *widget = dh_rate_scale_new ();
  DhRateScale *scale = DH_RATE_SCALE (widget);
  GtkWidget *window = show_alone (widget, 300, 100);
  guint n_rate = 0, n_error = 0;

  g_signal_connect (scale, "notify::rate", G_CALLBACK (count_cb), &n_rate);
  g_signal_connect (scale, "notify::error", G_CALLBACK (count_cb), &n_error);
  g_assert_cmpfloat (dh_rate_scale_get_rate (scale), ==, 1e-3);
  g_assert_null (dh_rate_scale_get_error (scale));
  dh_rate_scale_set_rate (scale, 1e-3);
  g_assert_cmpuint (n_rate, ==, 0);
  dh_rate_scale_set_rate (scale, 2e-4);
  g_assert_cmpuint (n_rate, ==, 1);
  /* Beyond the slider. */
  dh_rate_scale_enter_text (scale, "5");
  g_assert_cmpfloat (dh_rate_scale_get_rate (scale), ==, 5);
  dh_rate_scale_enter_text (scale, "1e-9");
  g_assert_cmpfloat (dh_rate_scale_get_rate (scale), ==, 1e-9);
  g_assert_cmpuint (n_rate, ==, 3);
  g_assert_cmpuint (n_error, ==, 0);
  close_and_watch (window, widget);
}

/* Each keeps the old value and shows a message; the next valid text removes it. */
static void
test_rate_scale_bad (void)
{
  static const char *const texts[] = { "0", "-1", "nan", "1e400", "inf", "fast", "1e", "1e-3x" };
  GtkWidget *widget = g_object_ref_sink (dh_rate_scale_new ());
  DhRateScale *scale = DH_RATE_SCALE (widget);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      dh_rate_scale_enter_text (scale, texts[i]);
      g_assert_nonnull (dh_rate_scale_get_error (scale));
      g_assert_cmpfloat (dh_rate_scale_get_rate (scale), ==, 1e-3);
    }
  dh_rate_scale_enter_text (scale, " ");
  g_assert_null (dh_rate_scale_get_error (scale));
  g_assert_cmpfloat (dh_rate_scale_get_rate (scale), ==, 1e-3);
  dh_rate_scale_enter_text (scale, "2e-3");
  g_assert_null (dh_rate_scale_get_error (scale));
  g_assert_cmpfloat (dh_rate_scale_get_rate (scale), ==, 2e-3);
  assert_finalized (widget, g_object_unref);
}

static void
test_rate_step (void)
{
  double rate = 1e-3;

  for (int i = 0; i < 10; i++)
    rate = dh_rate_step (rate, 1);
  g_assert_cmpfloat (rate, ==, 1e-2);
  for (int i = 0; i < 10; i++)
    rate = dh_rate_step (rate, -1);
  g_assert_cmpfloat (rate, ==, 1e-3);
  g_assert_cmpfloat (dh_rate_step (1e-3, 1), ==, 1.3e-3);
  g_assert_cmpfloat (dh_rate_step (1.0, 1), ==, 1.0);
  g_assert_cmpfloat (dh_rate_step (1e-6, -1), ==, 1e-6);
  g_assert_cmpfloat (dh_rate_step (5.0, -1), ==, 1.0);
}

static void
test_badge (void)
{
  GtkWidget *widget = dh_badge_new (), *window = show_alone (widget, 40, 40);
  guint n = 0;

  g_signal_connect (widget, "notify::number", G_CALLBACK (count_cb), &n);
  g_assert_cmpuint (dh_badge_get_number (DH_BADGE (widget)), ==, 1);
  dh_badge_set_number (DH_BADGE (widget), 4);
  dh_badge_set_number (DH_BADGE (widget), 4);
  g_assert_cmpuint (n, ==, 1);
  close_and_watch (window, widget);
}

static void
test_chart_group (void)
{
  DhChartGroup *group = dh_chart_group_new ();
  guint n = 0;

  g_signal_connect (group, "notify", G_CALLBACK (count_cb), &n);
  dh_chart_group_set_hover (group, 0);
  dh_chart_group_set_logarithmic (group, FALSE);
  dh_chart_group_set_length (group, 0);
  g_assert_cmpuint (n, ==, 0);
  dh_chart_group_set_hover (group, 12);
  dh_chart_group_set_logarithmic (group, 2);
  dh_chart_group_set_logarithmic (group, TRUE);
  dh_chart_group_set_length (group, 100);
  g_assert_cmpuint (n, ==, 3);
  assert_finalized (group, g_object_unref);
}

static DhLaneSnapshot *
make_snapshot (DhHistory *history, DhPreview *preview)
{
  DhLaneSnapshotValues values = {
    .iteration = dh_history_get_n_records (history),
    .state = DH_STATE_IMPROVING,
    .state_text = "Improving",
    .preview = preview,
    .history = history,
  };

  return dh_lane_snapshot_new (&values);
}

static void
add_records (DhHistory *history, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      DhRecord record = { .iteration = dh_history_get_n_records (history) + 1,
                          .loss = .1f,
                          .clipped = i % 5 == 0,
                          .gradient_norm = .2f };

      dh_history_add_record (history, &record);
    }
}

static void
test_chart_view (void)
{
  GtkWidget *widget = dh_chart_view_new (), *window = show_alone (widget, 300, 100);
  DhChartView *chart = DH_CHART_VIEW (widget);
  g_autoptr (DhChartGroup) group = dh_chart_group_new ();
  g_autoptr (DhHistory) history = dh_history_new ();
  g_autoptr (DhLaneSnapshot) first = NULL, second = NULL, other = NULL;
  DhHistory *restarted = dh_history_new ();

  dh_chart_view_set_group (chart, group);
  add_records (history, 5);
  first = make_snapshot (history, NULL);
  add_records (history, 5);
  second = make_snapshot (history, NULL);
  add_records (restarted, 2);
  other = make_snapshot (restarted, NULL);
  dh_chart_view_set_snapshot (chart, first);
  g_assert_cmpuint (dh_chart_view_get_length (chart), ==, 5);
  dh_chart_view_set_snapshot (chart, second);
  g_assert_cmpuint (dh_chart_view_get_length (chart), ==, 10);
  dh_chart_view_set_snapshot (chart, other);
  g_assert_cmpuint (dh_chart_view_get_length (chart), ==, 2);
  dh_chart_group_set_hover (group, 1);
  dh_chart_view_describe (chart);
  dh_chart_view_set_snapshot (chart, NULL);
  g_assert_cmpuint (dh_chart_view_get_length (chart), ==, 0);
  dh_history_unref (restarted);
  close_and_watch (window, widget);
}

static void
assert_said (GtkWidget *chart, const char *name, const char *description)
{
  dh_chart_view_describe (DH_CHART_VIEW (chart));
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
}

/* The norms in place of the losses, from the first on, and back. */
static void
test_chart_norms (void)
{
  GtkWidget *widget = dh_chart_view_new (), *window = show_alone (widget, 300, 100);
  g_autoptr (DhChartGroup) group = dh_chart_group_new ();
  g_autoptr (DhHistory) history = dh_history_new ();
  g_autoptr (DhLaneSnapshot) first = NULL, second = NULL;

  dh_chart_view_set_group (DH_CHART_VIEW (widget), group);
  add_records (history, 5);
  first = make_snapshot (history, NULL);
  dh_chart_view_set_snapshot (DH_CHART_VIEW (widget), first);
  assert_said (widget, "Loss by iteration",
               "5 iterations; the loss began at 0.1 and is now about 0.1.");
  dh_chart_group_set_gradient_norms (group, TRUE);
  assert_said (widget, "Gradient norm by iteration",
               "5 iterations; the gradient’s norm began at 0.2 and is now about 0.2.");
  add_records (history, 3);
  second = make_snapshot (history, NULL);
  dh_chart_view_set_snapshot (DH_CHART_VIEW (widget), second);
  assert_said (widget, "Gradient norm by iteration",
               "8 iterations; the gradient’s norm began at 0.2 and is now about 0.2.");
  dh_chart_group_set_gradient_norms (group, FALSE);
  assert_said (widget, "Loss by iteration",
               "8 iterations; the loss began at 0.1 and is now about 0.1.");
  close_and_watch (window, widget);
}

static void
test_gradient_line (void)
{
  GtkWidget *widget = g_object_new (DH_TYPE_GRADIENT_LINE, NULL);
  GtkWidget *window = show_alone (widget, 280, 40);
  DhGradientLine *line = DH_GRADIENT_LINE (widget);
  const DhClip none = { 0 }, norm = dh_clip_make (DH_CLIP_NORM, 1);
  g_autoptr (DhHistory) history = dh_history_new ();
  g_autoptr (DhLaneSnapshot) snapshot = NULL;

  dh_gradient_line_set (line, NULL, none);
  g_assert_cmpstr (dh_gradient_line_get_text (line), ==, "Gradient norm: not known yet");
  g_assert_null (gtk_widget_get_tooltip_text (widget));
  add_records (history, 250);
  snapshot = make_snapshot (history, NULL);
  dh_gradient_line_set (line, snapshot, norm);
  g_assert_cmpstr (dh_gradient_line_get_text (line), ==, "Gradient norm 0.2 · 20 % clipped");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (widget), "the last 100 steps"));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (widget), "Clipping now: norm 1."));
  close_and_watch (window, widget);
}

/* A changed loss is marked, and the mark disappears with its history. */
static void
test_chart_turn (void)
{
  GtkWidget *widget = dh_chart_view_new (), *window = show_alone (widget, 300, 100);
  g_autoptr (DhHistory) history = dh_history_new (), restarted = dh_history_new ();
  g_autoptr (DhLaneSnapshot) first = NULL, second = NULL, other = NULL;

  add_records (history, 5);
  first = make_snapshot (history, NULL);
  for (guint i = 6; i < 9; i++)
    dh_history_add_record (history, &(DhRecord) { .iteration = i, .loss = .02, .n_turns = 1 });
  second = make_snapshot (history, NULL);
  other = make_snapshot (restarted, NULL);
  dh_chart_view_set_snapshot (DH_CHART_VIEW (widget), first);
  g_assert_null (gtk_widget_get_tooltip_text (widget));
  dh_chart_view_set_snapshot (DH_CHART_VIEW (widget), second);
  g_assert_nonnull (gtk_widget_get_tooltip_text (widget));
  dh_chart_view_set_snapshot (DH_CHART_VIEW (widget), other);
  g_assert_null (gtk_widget_get_tooltip_text (widget));
  close_and_watch (window, widget);
}

static gboolean
has_room_for_two (gpointer preview)
{
  return dh_preview_view_get_n_faces (preview) >= 2;
}

static void
test_preview_view (void)
{
  GtkWidget *widget = dh_preview_view_new (), *window = show_alone (widget, 280, 420);
  g_autoptr (DhPreviewFaces) faces = dh_preview_faces_new (8, 1, TRUE);
  g_autoptr (DhPreview) preview = dh_preview_new (faces, 1);

  wait_until (has_room_for_two, widget);
  dh_preview_view_set_preview (DH_PREVIEW_VIEW (widget), preview);
  dh_preview_view_set_preview (DH_PREVIEW_VIEW (widget), preview);
  dh_preview_view_set_preview (DH_PREVIEW_VIEW (widget), NULL);
  close_and_watch (window, widget);
}

static void
test_metric_table (void)
{
  GtkWidget *widget = dh_metric_table_new (), *window = show_alone (widget, 280, 80);
  DhMetricTable *table = DH_METRIC_TABLE (widget);
  DhMetrics metrics = { 10, .062, 20.4, .71, NAN, NAN, NAN, { 0, 0 } };

  g_assert_cmpstr (dh_metric_table_get_text (table, DH_CELL_PSNR), ==, "–");
  dh_metric_table_set (table, &metrics, 1u << DH_CELL_PSNR);
  g_assert_cmpstr (dh_metric_table_get_text (table, DH_CELL_PSNR), ==, "20.4");
  g_assert_cmpstr (dh_metric_table_get_text (table, DH_CELL_MAE), ==, "0.062");
  g_assert_cmpstr (dh_metric_table_get_text (table, DH_CELL_SWAP_PSNR), ==, "–");
  close_and_watch (window, widget);
}

static void
test_person_chooser (void)
{
  static const char *const people[] = { "alder", "birch", NULL };
  GtkWidget *widget = dh_person_chooser_new (), *window = show_alone (widget, 200, 60);
  DhPersonChooser *chooser = DH_PERSON_CHOOSER (widget);
  guint n = 0;

  g_signal_connect (chooser, "notify::person", G_CALLBACK (count_cb), &n);
  g_assert_null (dh_person_chooser_get_person (chooser));
  dh_person_chooser_set_people (chooser, people, "Person A");
  g_assert_cmpuint (n, ==, 0);
  dh_person_chooser_set_person (chooser, "birch");
  dh_person_chooser_set_person (chooser, "birch");
  dh_person_chooser_set_person (chooser, "/tmp/my faces");
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (dh_person_chooser_get_person (chooser), ==, "/tmp/my faces");
  close_and_watch (window, widget);
}

static void
test_lane_card (void)
{
  g_autoptr (DhSession) session = dh_session_new (".");
  g_autoptr (DhChartGroup) group = dh_chart_group_new ();
  g_autoptr (DhGroundGroup) cameras = dh_ground_group_new ();
  DhLane *lane = dh_session_add_lane (session, "mae", 0, NULL);
  GtkWidget *widget = dh_lane_card_new (session, lane, group, cameras);
  GtkWidget *window = show_alone (widget, 310, 650);
  DhLaneCard *card = DH_LANE_CARD (widget);

  g_assert_true (dh_lane_card_get_lane (card) == lane);
  dh_lane_card_step_rate (card, 1);
  g_assert_cmpfloat (dh_lane_get_learning_rate (lane), ==, 1.3e-3);
  gtk_widget_activate_action (widget, "lane.optimizer", "s", "sgd");
  g_assert_cmpstr (dh_lane_get_optimizer (lane), ==, "sgd");
  gtk_widget_activate_action (widget, "lane.clip", "s", "value");
  g_assert_cmpint (dh_lane_get_clip (lane).kind, ==, DH_CLIP_VALUE);
  dh_lane_set_clip (lane, dh_clip_make (DH_CLIP_VALUE, 3));
  gtk_widget_activate_action (widget, "lane.clip", "s", "value");
  g_assert_cmpfloat (dh_lane_get_clip (lane).bound, ==, 3);
  gtk_widget_activate_action (widget, "lane.duplicate", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (session)), ==, 2);
  take_step (session);
  dh_lane_card_describe (card);
  close_and_watch (window, widget);
}

static gboolean
has_tooltip (GtkWidget *widget, gpointer text)
{
  return g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0;
}

/* All texts of a menu with its sections: a heading with a colon, an entry with its action. */
static void
append_menu (GMenuModel *menu, GString *text)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *label = NULL, *action = NULL;

      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action);
      if (section == NULL)
        g_string_append_printf (text, "%s=%s\n", label, action);
      else if (label != NULL)
        g_string_append_printf (text, "%s:\n", label);
      if (section != NULL)
        append_menu (section, text);
    }
}

static void
assert_menu (GtkWidget *card, const char *part, gboolean expected)
{
  GtkWidget *button = find_where (card, has_tooltip, (gpointer) "Lane Menu");
  GString *text = g_string_new (NULL);

  append_menu (gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button)), text);
  if ((strstr (text->str, part) != NULL) != expected)
    g_error ("“%s” is %s in the menu:\n%s", part, expected ? "not" : "still", text->str);
  g_string_free (text, TRUE);
}

/* Without pretrained weights, as the only lane and as one of six: what can't be chosen says why. */
static void
test_lane_menu (void)
{
  g_autoptr (DhSession) session = dh_session_new (".");
  g_autoptr (DhChartGroup) group = dh_chart_group_new ();
  g_autoptr (DhGroundGroup) cameras = dh_ground_group_new ();
  DhLane *lane = dh_session_add_lane (session, "mae", 0, NULL);
  GtkWidget *widget = dh_lane_card_new (session, lane, group, cameras);
  GtkWidget *window = show_alone (widget, 310, 650);

  assert_menu (widget, "Remove (There Is No Other Lane)=lane.remove", TRUE);
  assert_menu (widget, "Warmed Up (Only Quick with Alder and Birch)=lane.duplicate-warm", TRUE);
  assert_menu (widget, "No More", FALSE);
  gtk_widget_activate_action (widget, "lane.remove", NULL);
  gtk_widget_activate_action (widget, "lane.duplicate-warm", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (session)), ==, 1);
  gtk_widget_activate_action (widget, "lane.duplicate-scratch", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (session)), ==, 2);
  assert_menu (widget, "Remove=lane.remove", TRUE);
  while (dh_session_duplicate_lane (session, lane) != NULL)
    ;
  assert_menu (widget, "No More than 6 Lanes:\nDuplicate=lane.duplicate", TRUE);
  assert_menu (widget, "Duplicate Warmed Up=", TRUE);
  gtk_widget_activate_action (widget, "lane.duplicate-scratch", NULL);
  gtk_widget_activate_action (widget, "lane.remove", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (session)), ==, 5);
  close_and_watch (window, widget);
}

static gboolean
has_class (GtkWidget *widget, gpointer css_class)
{
  return gtk_widget_has_css_class (widget, css_class);
}

/* Beside its other settings, a card says what the training started from, unless from scratch. */
static void
test_lane_card_start (void)
{
  g_autoptr (DhSession) session = dh_session_new (".");
  g_autoptr (DhChartGroup) group = dh_chart_group_new ();
  g_autoptr (DhGroundGroup) cameras = dh_ground_group_new ();
  DhLane *lane = dh_session_add_lane (session, "mae", 0, NULL);
  GtkWidget *widget = dh_lane_card_new (session, lane, group, cameras);
  GtkWidget *window = show_alone (widget, 310, 650);
  GtkWidget *label = find_where (widget, has_class, (gpointer) "lane-start");

  g_assert_false (gtk_widget_get_visible (label));
  dh_session_set_start (session, dh_start_make (DH_START_FILE, "/no/lane-1.npz"));
  g_assert_true (gtk_widget_get_visible (label));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "from lane-1.npz");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (label), ==, "/no/lane-1.npz");
  dh_session_set_start (session, dh_start_make (DH_START_SCRATCH, NULL));
  g_assert_false (gtk_widget_get_visible (label));
  close_and_watch (window, widget);
}

static int
get_natural_height (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, 300, NULL, &natural, NULL, NULL);
  return natural;
}

static gboolean
has_id (GtkWidget *widget, gpointer id)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0;
}

/* A lane that has ended offers a way to continue, and needs no more room for it, however long the
 * sentence. */
static void
test_lane_card_over (void)
{
  g_autoptr (DhSession) session = dh_session_new (".");
  g_autoptr (DhChartGroup) group = dh_chart_group_new ();
  g_autoptr (DhGroundGroup) cameras = dh_ground_group_new ();
  DhLane *lane = dh_session_add_lane (session, "mae", 0, NULL);
  GtkWidget *widget = dh_lane_card_new (session, lane, group, cameras);
  GtkWidget *restart = find_where (widget, has_id, (gpointer) "restart_button"), *window;
  int height;

  /* This comes first: newer versions give a window that is already shown a new style only with its
   * next frame. */
  load_style ();
  window = show_alone (widget, 300, 700);
  take_step (session);
  height = get_natural_height (widget);
  g_assert_false (gtk_widget_get_visible (restart));
  dh_lane_set_learning_rate (lane, 5.0);
  take_step (session);
  g_assert_true (gtk_widget_get_visible (restart));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (restart)), ==, "Restart at 1e-3");
  g_assert_cmpint (get_natural_height (widget), ==, height);
  g_signal_emit_by_name (restart, "clicked");
  g_assert_cmpfloat (dh_lane_get_learning_rate (lane), ==, 1e-3);
  take_step (session);
  g_assert_false (gtk_widget_get_visible (restart));
  close_and_watch (window, widget);
}

static void
test_elapsed (void)
{
  static const struct
  {
    double seconds;
    const char *text;
  } cases[] = {
    { 0, "0:00" },       { 59.9, "0:59" }, { 124, "2:04" },
    { 3723, "1:02:03" }, { NAN, "0:00" },  { -1, "0:00" },
  };
  char text[32];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      dh_format_elapsed (cases[i].seconds, text, sizeof text);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/widgets/rate-scale", test_rate_scale);
  g_test_add_func ("/widgets/rate-scale-bad", test_rate_scale_bad);
  g_test_add_func ("/widgets/rate-step", test_rate_step);
  g_test_add_func ("/widgets/badge", test_badge);
  g_test_add_func ("/widgets/chart-group", test_chart_group);
  g_test_add_func ("/widgets/chart-view", test_chart_view);
  g_test_add_func ("/widgets/chart-norms", test_chart_norms);
  g_test_add_func ("/widgets/gradient-line", test_gradient_line);
  g_test_add_func ("/widgets/chart-turn", test_chart_turn);
  g_test_add_func ("/widgets/preview-view", test_preview_view);
  g_test_add_func ("/widgets/metric-table", test_metric_table);
  g_test_add_func ("/widgets/person-chooser", test_person_chooser);
  g_test_add_func ("/widgets/lane-card", test_lane_card);
  g_test_add_func ("/widgets/lane-menu", test_lane_menu);
  g_test_add_func ("/widgets/lane-card-start", test_lane_card_start);
  g_test_add_func ("/widgets/lane-card-over", test_lane_card_over);
  g_test_add_func ("/widgets/elapsed", test_elapsed);
  return g_test_run ();
}
