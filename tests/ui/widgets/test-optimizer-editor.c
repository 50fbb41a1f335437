/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The optimizer editor in a real window: changes reach the lane, and the lane's value is shown; and
 * the button that opens it.
 */
#include <adwaita.h>

#include "core/session/session.h"
#include "tests/ui/ui-helpers.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/optimizer-editor.h"
#include "ui/widgets/schedule-curve.h"
#include "ui/widgets/setting-row.h"

typedef struct
{
  DhSession *session;
  DhLane *lane;
  GtkWidget *window, *editor;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer who)
{
  fixture->session = dh_session_new (".");
  fixture->lane = dh_session_add_lane (fixture->session, "mse", 0, NULL);
  fixture->editor = dh_optimizer_editor_new (fixture->lane, GPOINTER_TO_UINT (who));
  fixture->window = show_alone (fixture->editor, 380, 600);
}

/* The editor is freed with its window, the lane with its session: neither holds the other. */
static void
tear_down (Fixture *fixture, gconstpointer who)
{
  gpointer lane = fixture->lane;

  g_object_add_weak_pointer (lane, &lane);
  close_and_watch (fixture->window, fixture->editor);
  g_object_unref (fixture->session);
  wait_until (is_gone, &lane);
}

static GtkWidget *
get_nth (Fixture *fixture, const char *type, guint n)
{
  return find_nth (fixture->editor, type, n);
}

static guint
count_rows (Fixture *fixture)
{
  guint n = 0;

  while (get_nth (fixture, "DhSettingRow", n) != NULL)
    n++;
  return n;
}

static void
choose (Fixture *fixture, guint drop_down, const char *id)
{
  dh_entry_list_select (GTK_DROP_DOWN (get_nth (fixture, "GtkDropDown", drop_down)), id);
}

static void
type_into_row (Fixture *fixture, guint row, const char *text)
{
  dh_setting_row_enter_text (DH_SETTING_ROW (get_nth (fixture, "DhSettingRow", row)), text);
}

static void
set_warm_up (Fixture *fixture, double updates)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (get_nth (fixture, "GtkSpinButton", 0)), updates);
}

static void
test_network (Fixture *fixture, gconstpointer who)
{
  g_assert_cmpuint (count_rows (fixture), ==, 3); /* Adam's; a constant rate has none */
  type_into_row (fixture, 0, "0,9");
  g_assert_cmpstr (dh_lane_get_optimizer (fixture->lane), ==, "adam{beta1=0.9}");
  type_into_row (fixture, 0, "1");
  g_assert_nonnull (
    dh_setting_row_get_message (DH_SETTING_ROW (get_nth (fixture, "DhSettingRow", 0))));
  g_assert_cmpstr (dh_lane_get_optimizer (fixture->lane), ==, "adam{beta1=0.9}");

  choose (fixture, 2, "step");
  g_assert_cmpuint (count_rows (fixture), ==, 5);
  type_into_row (fixture, 3, "0.5");
  type_into_row (fixture, 4, "12345");
  set_warm_up (fixture, 50);
  g_assert_cmpstr (dh_lane_get_optimizer (fixture->lane), ==,
                   "adam{beta1=0.9}/step{gamma=0.5,every=12345}/warm_up=50");
  /* Another optimizer has its own defaults, and the same schedule. */
  choose (fixture, 0, "sgd");
  g_assert_cmpstr (dh_lane_get_optimizer (fixture->lane), ==,
                   "sgd/step{gamma=0.5,every=12345}/warm_up=50");
  g_assert_cmpuint (count_rows (fixture), ==, 2);
  g_assert_cmpstr (dh_lane_get_ball_optimizer (fixture->lane), ==, "sgd");

}

static void
assert_clip (Fixture *fixture, DhClipKind kind, double bound)
{
  const DhClip expected = { kind, bound }, clip = dh_lane_get_clip (fixture->lane);

  g_assert_true (dh_clip_equal (&clip, &expected));
}

/* Each kind begins with its usual bound, which a row changes; what the lane has is shown. */
static void
test_clip (Fixture *fixture, gconstpointer who)
{
  GtkWidget *row;

  g_assert_cmpuint (count_rows (fixture), ==, 3);
  choose (fixture, 1, "value");
  assert_clip (fixture, DH_CLIP_VALUE, 0.01);
  g_assert_cmpuint (count_rows (fixture), ==, 4);
  type_into_row (fixture, 3, "2e-4");
  assert_clip (fixture, DH_CLIP_VALUE, 2e-4);
  type_into_row (fixture, 3, "0");
  g_assert_nonnull (
    dh_setting_row_get_message (DH_SETTING_ROW (get_nth (fixture, "DhSettingRow", 3))));
  assert_clip (fixture, DH_CLIP_VALUE, 2e-4);
  choose (fixture, 1, "auto");
  assert_clip (fixture, DH_CLIP_AUTOMATIC, 10);
  choose (fixture, 1, "norm");
  assert_clip (fixture, DH_CLIP_NORM, 1);
  dh_lane_set_clip (fixture->lane, dh_clip_make (DH_CLIP_NORM, 1e7)); /* beyond any slider */
  row = get_nth (fixture, "DhSettingRow", 3);
  g_assert_cmpfloat (dh_setting_row_get_value (DH_SETTING_ROW (row)), ==, 1e7);
  assert_clip (fixture, DH_CLIP_NORM, 1e7);
  dh_lane_set_clip (fixture->lane, dh_clip_make (DH_CLIP_NONE, 0));
  g_assert_cmpuint (count_rows (fixture), ==, 3);
  g_assert_cmpstr (
    dh_entry_list_get_selected (GTK_DROP_DOWN (get_nth (fixture, "GtkDropDown", 1))), ==, "none");
}

static void
test_ball (Fixture *fixture, gconstpointer who)
{
  choose (fixture, 0, "adam");
  g_assert_cmpstr (dh_lane_get_ball_optimizer (fixture->lane), ==, "adam");
  type_into_row (fixture, 0, "0.5");
  g_assert_cmpstr (dh_lane_get_ball_optimizer (fixture->lane), ==, "adam{beta1=0.5}");
  g_assert_cmpstr (dh_lane_get_optimizer (fixture->lane), ==, "adam");
  g_assert_null (get_nth (fixture, "DhClipEditor", 0));
}

static void
test_follows (Fixture *fixture, gconstpointer who)
{
  GtkWidget *row;
  guint n = 0;

  g_signal_connect (fixture->lane, "notify::optimizer", G_CALLBACK (count_cb), &n);
  dh_lane_set_optimizer (fixture->lane, "momentum{momentum=0.5}/cosine{over=500}/warm_up=20");
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (count_rows (fixture), ==, 4);
  row = get_nth (fixture, "DhSettingRow", 0);
  g_assert_cmpfloat (dh_setting_row_get_value (DH_SETTING_ROW (row)), ==, .5);
  g_assert_cmpfloat (dh_setting_row_get_value (
                       DH_SETTING_ROW (get_nth (fixture, "DhSettingRow", 3))),
                     ==, 500);
  g_assert_cmpfloat (gtk_spin_button_get_value (
                       GTK_SPIN_BUTTON (get_nth (fixture, "GtkSpinButton", 0))),
                     ==, 20);
  g_assert_cmpstr (dh_entry_list_get_selected (GTK_DROP_DOWN (get_nth (fixture, "GtkDropDown", 2))),
                   ==, "cosine");
  /* The row in which the user may be typing stays. */
  dh_lane_set_optimizer (fixture->lane, "momentum{momentum=0.6}/cosine{over=500}/warm_up=20");
  g_assert_true (row == get_nth (fixture, "DhSettingRow", 0));
  g_assert_cmpfloat (dh_setting_row_get_value (DH_SETTING_ROW (row)), ==, .6);
}

/* Values just below 1 have as much of the slider as those around a half. */
static void
test_memory_slider (Fixture *fixture, gconstpointer who)
{
  static const double positions[] = { 0, 1, 2, 3, 4 };
  static const double memories[] = { 0, .9, .99, .999, .9999 };
  GtkWidget *row = get_nth (fixture, "DhSettingRow", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      gtk_range_set_value (GTK_RANGE (find_widget (row, "GtkScale")), positions[i]);
      g_assert_cmpfloat (dh_setting_row_get_value (DH_SETTING_ROW (row)), ==, memories[i]);
      g_assert_cmpfloat (dh_lane_get_optimizer_config (fixture->lane).settings[0], ==, memories[i]);
    }
}

static void
test_curve (Fixture *fixture, gconstpointer who)
{
  static const struct
  {
    const char *optimizer_config;
    guint64 n;
  } spans[] = {
    { "sgd", 0 },
    { "sgd/warm_up=500", 1000 },
    { "sgd/cosine{over=1000}", 1150 },
    { "sgd/cosine{over=1000}/warm_up=50", 1200 },
    { "sgd/step{every=100}", 400 },
    { "sgd/inverse_sqrt/warm_up=100", 1000 },
    { "sgd/linear{over=1}", 100 },
    { "sgd/cosine{over=1e9}/warm_up=1e9", 2150000000 },
  };
  GtkWidget *curve = get_nth (fixture, "DhScheduleCurve", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      dh_lane_set_optimizer (fixture->lane, spans[i].optimizer_config);
      g_assert_cmpuint (dh_schedule_curve_get_n_updates (DH_SCHEDULE_CURVE (curve)), ==,
                        spans[i].n);
      g_assert_cmpint (gtk_widget_get_visible (curve), ==, spans[i].n > 0);
    }
}

static void
test_button (void)
{
  DhSession *session = dh_session_new (".");
  DhLane *lane = dh_session_add_lane (session, "mse", 0, NULL);
  GtkWidget *button = dh_optimizer_button_new (lane, DH_OPTIMIZER_USER_NETWORK);
  GtkWidget *window = show_alone (button, 120, 40);
  GtkWidget *label = gtk_menu_button_get_child (GTK_MENU_BUTTON (button));
  gpointer watched = lane;

  g_object_add_weak_pointer (watched, &watched);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "Adam");
  dh_lane_set_optimizer (lane, "sgd/cosine/warm_up=5");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "Gradient descent");
  /* The full name, the formula and a sentence. */
  g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (button),
                                   "Gradient descent, Cosine, warm-up 5\np ← p − r g\nThe step "));
  g_assert_null (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  wait_until (is_on_screen,
              find_widget (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))),
                           "DhOptimizerEditor"));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  close_and_watch (window, button);
  g_object_unref (session);
  wait_until (is_gone, &watched);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, who, function) \
  g_test_add ("/optimizer-editor/" name, Fixture, GUINT_TO_POINTER (who), set_up, function, \
              tear_down)
  ADD ("network", DH_OPTIMIZER_USER_NETWORK, test_network);
  ADD ("ball", DH_OPTIMIZER_USER_BALL, test_ball);
  ADD ("clip", DH_OPTIMIZER_USER_NETWORK, test_clip);
  ADD ("follows", DH_OPTIMIZER_USER_NETWORK, test_follows);
  ADD ("memory-slider", DH_OPTIMIZER_USER_NETWORK, test_memory_slider);
  ADD ("curve", DH_OPTIMIZER_USER_NETWORK, test_curve);
  g_test_add_func ("/optimizer-editor/button", test_button);
  return g_test_run ();
}
