/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The objective editor in a real window: changes reach the lane, the lane's value is shown, and
 * invalid ones are reverted with a message.  Also objectives in a lane's card and the window:
 * custom mixes in the title, the mask overlay, saved settings.
 */
#include <adwaita.h>
#include <math.h>

#include "config.h"
#include "core/train/snapshot-private.h"
#include "tests/ui/session-helpers.h"
#include "ui/lanes/objective-editor.h"
#include "ui/lanes/part-row.h"
#include "ui/lanes/preview-view.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/setting-row.h"
#include "ui/window/window.h"

typedef struct
{
  DhSession *session;
  DhLane *lane;
  GtkWidget *window, *editor;
  guint n_changes; /* changes of the lane's loss */
} Fixture;

static gboolean
is_laid_out (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

static void
set_up (Fixture *fixture, gconstpointer loss)
{
  fixture->session = dh_session_new (".");
  fixture->lane = dh_session_add_lane (fixture->session, loss, 0, NULL);
  fixture->editor = dh_objective_editor_new (fixture->lane);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->editor);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (is_laid_out, fixture->editor);
  g_signal_connect (fixture->lane, "notify::loss", G_CALLBACK (count_cb), &fixture->n_changes);
}

/* The editor is freed with its window, the lane with its session: neither holds the other. */
static void
tear_down (Fixture *fixture, gconstpointer loss)
{
  gpointer editor = fixture->editor, lane = fixture->lane;

  g_object_add_weak_pointer (editor, &editor);
  g_object_add_weak_pointer (lane, &lane);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (is_gone, &editor);
  g_object_unref (fixture->session);
  wait_until (is_gone, &lane);
}

static GtkWidget *
get_row (Fixture *fixture, guint n)
{
  return find_nth (fixture->editor, "DhPartRow", n);
}

/* The only buttons directly in the editor and its rows are those to add and to remove. */
static void
press (GtkWidget *parent, const char *icon)
{
  for (guint i = 0;; i++)
    {
      GtkWidget *button = find_nth (parent, "GtkButton", i);
      GtkWidget *child;

      g_assert_nonnull (button);
      child = gtk_button_get_child (GTK_BUTTON (button));
      if (g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (button)), icon) == 0
          || (ADW_IS_BUTTON_CONTENT (child)
              && g_strcmp0 (adw_button_content_get_icon_name (ADW_BUTTON_CONTENT (child)), icon)
                   == 0))
        {
          g_signal_emit_by_name (button, "clicked");
          return;
        }
    }
}

static void
press_add (Fixture *fixture)
{
  press (fixture->editor, "list-add-symbolic");
}

static void
press_remove (Fixture *fixture, guint row)
{
  press (get_row (fixture, row), "user-trash-symbolic");
}

static void
type_number (GtkWidget *spin, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
}

static void
type_weight (Fixture *fixture, guint row, const char *text)
{
  type_number (find_nth (get_row (fixture, row), "GtkSpinButton", 0), text);
}

static const char *
get_weight (Fixture *fixture, guint row)
{
  return gtk_editable_get_text (
    GTK_EDITABLE (find_nth (get_row (fixture, row), "GtkSpinButton", 0)));
}

static void
choose_loss (Fixture *fixture, guint row, const char *loss)
{
  dh_entry_list_select (GTK_DROP_DOWN (find_nth (get_row (fixture, row), "GtkDropDown", 0)), loss);
}

#define assert_loss(fixture, text) g_assert_cmpstr (dh_lane_get_loss ((fixture)->lane), ==, text)

static void
test_parts (Fixture *fixture, gconstpointer data)
{
  GtkWidget *add = find_nth (fixture->editor, "AdwButtonContent", 0);

  g_assert_null (get_row (fixture, 1));
  press_add (fixture);
  assert_loss (fixture, "mse+mae");
  press_add (fixture);
  press_add (fixture);
  g_assert_cmpuint (fixture->n_changes, ==, 3);
  g_assert_cmpuint (dh_lane_get_mix (fixture->lane).n_parts, ==, DH_MIX_MAX_PARTS);
  g_assert_false (gtk_widget_is_sensitive (add));
  choose_loss (fixture, 2, "ssim");
  choose_loss (fixture, 3, "logcosh");
  assert_loss (fixture, "mse+mae+ssim+logcosh");
  press_remove (fixture, 1);
  assert_loss (fixture, "mse+ssim+logcosh");
  g_assert_true (gtk_widget_is_sensitive (add));
  press_remove (fixture, 0);
  press_remove (fixture, 1);
  assert_loss (fixture, "ssim");
  g_assert_null (get_row (fixture, 1));
  g_assert_cmpuint (fixture->n_changes, ==, 8);
  /* The last one can't be removed. */
  press_remove (fixture, 0);
  assert_loss (fixture, "ssim");
  g_assert_cmpuint (fixture->n_changes, ==, 8);
}

static void
test_weights (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (get_weight (fixture, 1), ==, "50 %");
  type_weight (fixture, 1, "12,5");
  assert_loss (fixture, "mse+12.5%mae");
  g_assert_cmpstr (get_weight (fixture, 1), ==, "12.5 %");
  type_weight (fixture, 0, "300 %");
  assert_loss (fixture, "300%mse+12.5%mae");
  type_weight (fixture, 0, "9999");
  assert_loss (fixture, "400%mse+12.5%mae");
  g_assert_cmpuint (fixture->n_changes, ==, 3);
  /* Not a number: nothing happens. */
  type_weight (fixture, 0, "much");
  g_assert_cmpstr (get_weight (fixture, 0), ==, "400 %");
  g_assert_cmpuint (fixture->n_changes, ==, 3);
  /* A weight stays when its loss is replaced. */
  choose_loss (fixture, 0, "logcosh");
  assert_loss (fixture, "400%logcosh+12.5%mae");
}

/* At least one weight stays above 0: when typing, removing, or using the button. */
static void
test_snaps_back (Fixture *fixture, gconstpointer data)
{
  DhObjectiveEditor *editor = DH_OBJECTIVE_EDITOR (fixture->editor);

  g_assert_null (dh_objective_editor_get_message (editor));
  type_weight (fixture, 1, "0");
  assert_loss (fixture, "mse+0%mae");
  g_assert_null (dh_objective_editor_get_message (editor));
  type_weight (fixture, 0, "0");
  assert_loss (fixture, "mse+0%mae");
  g_assert_cmpstr (get_weight (fixture, 0), ==, "100 %");
  g_assert_nonnull (dh_objective_editor_get_message (editor));
  press_remove (fixture, 0);
  assert_loss (fixture, "mse+0%mae");
  g_assert_nonnull (dh_objective_editor_get_message (editor));
  type_weight (fixture, 1, "10");
  assert_loss (fixture, "mse+10%mae");
  g_assert_null (dh_objective_editor_get_message (editor));
  g_assert_cmpuint (fixture->n_changes, ==, 2);
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  DhSettingRow *delta = DH_SETTING_ROW (find_nth (get_row (fixture, 0), "DhSettingRow", 0));
  DhSettingRow *window = DH_SETTING_ROW (find_nth (get_row (fixture, 1), "DhSettingRow", 0));
  guint n_values = 0;

  g_assert_null (find_nth (get_row (fixture, 2), "DhSettingRow", 0));
  g_signal_connect (delta, "notify::value", G_CALLBACK (count_cb), &n_values);
  dh_setting_row_enter_text (delta, "0,2");
  assert_loss (fixture, "huber{delta=0.2}+ssim+mse");
  /* The window size changes in steps of 2. */
  dh_setting_row_enter_text (window, "8");
  g_assert_cmpfloat (fmod (dh_setting_row_get_value (window), 2), ==, 1);
  dh_setting_row_enter_text (window, "7");
  assert_loss (fixture, "huber{delta=0.2}+ssim{window=7}+mse");
  /* Out of range, or not a number: a sentence is shown, and the value stays. */
  dh_setting_row_enter_text (delta, "7");
  g_assert_nonnull (dh_setting_row_get_message (delta));
  dh_setting_row_enter_text (delta, "wide");
  g_assert_nonnull (dh_setting_row_get_message (delta));
  g_assert_cmpfloat (dh_setting_row_get_value (delta), ==, .2);
  dh_setting_row_enter_text (delta, "");
  g_assert_null (dh_setting_row_get_message (delta));
  g_assert_cmpuint (n_values, ==, 1);
  /* The middle of the slider is the middle of the decades. */
  gtk_range_set_value (GTK_RANGE (find_nth (GTK_WIDGET (delta), "GtkScale", 0)), -1.5);
  g_assert_cmpfloat_with_epsilon (dh_setting_row_get_value (delta), .0316, 1e-9);
  assert_loss (fixture, "huber{delta=0.0316}+ssim{window=7}+mse");
}

/* A change from elsewhere is shown, without being sent back. */
static void
test_follows (Fixture *fixture, gconstpointer data)
{
  dh_lane_set_loss (fixture->lane, "20%huber{delta=0.5}+mae");
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  assert_loss (fixture, "20%huber{delta=0.5}+mae");
  g_assert_cmpstr (get_weight (fixture, 0), ==, "20 %");
  g_assert_cmpfloat (dh_setting_row_get_value (
                       DH_SETTING_ROW (find_nth (fixture->editor, "DhSettingRow", 0))),
                     ==, .5);
  g_assert_nonnull (get_row (fixture, 1));
  dh_lane_set_loss (fixture->lane, "mse");
  g_assert_null (get_row (fixture, 1));
  g_assert_cmpuint (fixture->n_changes, ==, 2);
}

static double
get_bar (Fixture *fixture, guint row, guint bar)
{
  return gtk_level_bar_get_value (
    GTK_LEVEL_BAR (find_nth (get_row (fixture, row), "GtkLevelBar", bar)));
}

static void
test_shares (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpfloat (get_bar (fixture, 0, 0), ==, 0);
  take_step (fixture->session);
  g_assert_cmpfloat_with_epsilon (get_bar (fixture, 0, 0), .75, 1e-9);
  g_assert_cmpfloat_with_epsilon (get_bar (fixture, 1, 0), .25, 1e-9);
  g_assert_cmpfloat_with_epsilon (get_bar (fixture, 0, 1), .9, 1e-9);
  g_assert_cmpfloat_with_epsilon (get_bar (fixture, 1, 1), .1, 1e-9);
  /* Values of another mix: not known yet. */
  press_add (fixture);
  g_assert_cmpfloat (get_bar (fixture, 0, 0), ==, 0);
  take_step (fixture->session);
  g_assert_cmpfloat_with_epsilon (get_bar (fixture, 0, 0), .6, 1e-9);
}

static void
test_areas (Fixture *fixture, gconstpointer data)
{
  GtkWidget *mask = find_nth (fixture->editor, "GtkDropDown", 1);
  GtkWidget *eyes = find_nth (fixture->editor, "GtkSpinButton", 1);
  GtkWidget *mouth = find_nth (fixture->editor, "GtkSpinButton", 2);
  guint n_mask = 0, n_eyes = 0, n_mouth = 0;

  g_signal_connect (fixture->lane, "notify::mask", G_CALLBACK (count_cb), &n_mask);
  g_signal_connect (fixture->lane, "notify::eye-multiplier", G_CALLBACK (count_cb), &n_eyes);
  g_signal_connect (fixture->lane, "notify::mouth-multiplier", G_CALLBACK (count_cb), &n_mouth);
  dh_entry_list_select (GTK_DROP_DOWN (mask), "components");
  g_assert_cmpint (dh_lane_get_mask (fixture->lane), ==, DH_AREA_COMPONENTS);
  dh_entry_list_select (GTK_DROP_DOWN (mask), "none");
  g_assert_cmpint (dh_lane_get_mask (fixture->lane), ==, DH_AREA_NONE);
  type_number (eyes, "3");
  g_assert_cmpfloat (dh_lane_get_eye_multiplier (fixture->lane), ==, 3);
  type_number (mouth, "2.5 ×");
  g_assert_cmpfloat (dh_lane_get_mouth_multiplier (fixture->lane), ==, 2.5);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (mouth)), ==, "2.5 ×");
  type_number (mouth, "1000");
  g_assert_cmpfloat (dh_lane_get_mouth_multiplier (fixture->lane), ==, DH_MULTIPLIER_MAX);
  g_assert_cmpuint (n_mask, ==, 2);
  g_assert_cmpuint (n_eyes, ==, 1);
  g_assert_cmpuint (n_mouth, ==, 2);
  dh_lane_set_mask (fixture->lane, DH_AREA_EXTENDED);
  g_assert_cmpstr (dh_entry_list_get_selected (GTK_DROP_DOWN (mask)), ==, "extended");
  g_assert_cmpuint (fixture->n_changes, ==, 0);
}

/* Tab alone reaches everything that can be changed. */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  static const char *const wanted[] = { "GtkDropDown", "GtkSpinButton", "GtkButton", "GtkScale",
                                        "GtkEntry" };
  g_autoptr (GHashTable) types = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) stops = g_hash_table_new (NULL, NULL);

  /* Focus goes round in a cycle. */
  for (guint i = 0; i < 60; i++)
    {
      GtkWidget *focus;

      gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_FORWARD);
      focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
      g_hash_table_add (stops, focus);
      for (; focus != NULL && focus != fixture->editor; focus = gtk_widget_get_parent (focus))
        g_hash_table_add (types, (gpointer) G_OBJECT_TYPE_NAME (focus));
    }
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_true (g_hash_table_contains (types, wanted[i]));
  /* Two rows of three with one setting of two, add, mask, two multipliers. */
  g_assert_cmpuint (g_hash_table_size (stops), >=, 2 * 3 + 2 + 4);
}

/* ---- a lane's card ---- */

static void
test_title (void)
{
  g_autoptr (DhSession) session = dh_session_new (".");
  g_autoptr (DhChartGroup) charts = dh_chart_group_new ();
  g_autoptr (DhGroundGroup) cameras = dh_ground_group_new ();
  DhLane *lane = dh_session_add_lane (session, "mse", 0, NULL);
  GtkWidget *card = g_object_ref_sink (dh_lane_card_new (session, lane, charts, cameras));
  GtkDropDown *title = GTK_DROP_DOWN (find_widget (card, "GtkDropDown"));
  GListModel *model = gtk_drop_down_get_model (title);
  guint n;
  int before, after;
  const char *long_mix = "50%pixel_grad_diff+33%laplacian_pyramid{levels=3}+120%smooth{b=0.2}+ssim";

  dh_catalog_get_objectives (&n);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n);
  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &before, NULL, NULL, NULL);
  dh_lane_set_loss (lane, long_mix);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n + 1);
  g_assert_cmpstr (dh_entry_list_get_selected (title), ==, dh_lane_get_loss (lane));
  g_assert_nonnull (gtk_widget_get_tooltip_text (GTK_WIDGET (title)));
  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &after, NULL, NULL, NULL);
  g_assert_cmpint (after, ==, before);
  dh_lane_set_loss (lane, "10%mse");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n + 1);
  /* Choose a standard loss, and go back to the custom one. */
  dh_entry_list_select (title, "ssim_block+mse");
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "ssim_block+mse");
  gtk_drop_down_set_selected (title, n);
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "10%mse");
  assert_finalized (card, g_object_unref);
}

/* A lane that goes astray shows it at once, in words and style, and is normal again afterwards. */
static void
test_astray (void)
{
  g_autoptr (DhSession) session = dh_session_new (".");
  g_autoptr (DhChartGroup) charts = dh_chart_group_new ();
  g_autoptr (DhGroundGroup) cameras = dh_ground_group_new ();
  DhLane *lane = dh_session_add_lane (session, "broken", 0, NULL);
  GtkWidget *card = g_object_ref_sink (dh_lane_card_new (session, lane, charts, cameras));
  GtkWidget *text, *icon;

  /* Numbers are labels, too; the state has an icon before it. */
  for (guint i = 0;; i++)
    {
      text = find_nth (card, "GtkInscription", i);
      icon = gtk_widget_get_prev_sibling (text);
      if (GTK_IS_IMAGE (icon))
        break;
    }
  take_step (session);
  g_assert_cmpstr (gtk_image_get_icon_name (GTK_IMAGE (icon)), ==, "dh-astray-symbolic");
  g_assert_true (gtk_widget_has_css_class (text, "error"));
  g_assert_nonnull (strstr (gtk_inscription_get_text (GTK_INSCRIPTION (text)), "astray"));
  dh_lane_set_loss (lane, "mse");
  take_step (session);
  g_assert_cmpstr (gtk_image_get_icon_name (GTK_IMAGE (icon)), ==, "dh-improving-symbolic");
  g_assert_false (gtk_widget_has_css_class (text, "error"));
  assert_finalized (card, g_object_unref);
}

/* ---- the window ---- */

static GSettings *
get_clean_settings (void)
{
  static const char *const keys[] = { "lanes", "lane-masks", "show-mask" };
  GSettings *settings = g_settings_new (DH_APP_ID);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (settings, keys[i]);
  return settings;
}

static DhWindow *
open_window (GSettings *settings)
{
  GtkWidget *window = dh_window_new (NULL, ".", settings);

  gtk_window_present (GTK_WINDOW (window));
  wait_until (is_laid_out, window);
  return DH_WINDOW (window);
}

static void
close_window (DhWindow *window)
{
  gpointer watched = window;

  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_close (GTK_WINDOW (window));
  wait_until (is_gone, &watched);
}

static DhLane *
get_lane (DhWindow *window, guint position)
{
  g_autoptr (DhLane) lane =
    g_list_model_get_item (dh_session_get_lanes (dh_window_get_session (window)), position);

  return lane;
}

static void
test_remembers (void)
{
  g_autoptr (GSettings) settings = get_clean_settings ();
  DhWindow *window = open_window (settings);
  DhLane *lane = get_lane (window, 1);

  dh_lane_set_loss (lane, "150%huber{delta=0.25}+ssim");
  dh_lane_set_mask (lane, DH_AREA_NONE);
  dh_lane_set_eye_multiplier (lane, 3);
  dh_lane_set_mouth_multiplier (lane, 1.5);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-mask", NULL);
  close_window (window);
  window = open_window (settings);
  lane = get_lane (window, 1);
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "150%huber{delta=0.25}+ssim");
  g_assert_cmpint (dh_lane_get_mask (lane), ==, DH_AREA_NONE);
  g_assert_cmpfloat (dh_lane_get_eye_multiplier (lane), ==, 3);
  g_assert_cmpfloat (dh_lane_get_mouth_multiplier (lane), ==, 1.5);
  g_assert_cmpint (dh_lane_get_mask (get_lane (window, 0)), ==, DH_AREA_EXTENDED);
  g_assert_true (dh_lane_strip_get_show_mask (dh_window_get_strip (window)));
  close_window (window);
}

/* Whatever another version has stored: valid settings are restored, with the masks on the right
 * lanes. */
static void
test_foreign_settings (void)
{
  static const char *const lanes =
    "[('mse', 0.0, 'adam', 0.0), ('quantum', 0.0, 'adam', 0.0), ('mse+', 0.0, 'adam', 0.0),"
    " ('0%mse', 0.0, 'adam', 0.0), ('500%mae', 0.0, 'adam', 0.0), ('', 0.0, 'adam', 0.0),"
    " ('huber{delta=9}', 0.0, 'adam', 0.0), ('mse+mse+mse+mse+mse', 0.0, 'adam', 0.0),"
    " (' 50% mae + ssim ', 0.0, 'adam', 0.0), ('mae', 0.0, 'adam', 0.0)]";
  static const char *const masks =
    "[('extended', 1.0, 1.0), ('none', 9.0, 9.0), ('none', 9.0, 9.0), ('none', 9.0, 9.0),"
    " ('none', 9.0, 9.0), ('none', 9.0, 9.0), ('none', 9.0, 9.0), ('none', 9.0, 9.0),"
    " ('components', 0.0, -inf), ('beard', nan, 2.0)]";
  g_autoptr (GSettings) settings = get_clean_settings ();
  DhWindow *window;

  g_settings_set_value (settings, "lanes", g_variant_new_parsed (lanes));
  g_settings_set_value (settings, "lane-masks", g_variant_new_parsed (masks));
  window = open_window (settings);
  g_assert_cmpuint (dh_lane_strip_get_n_cards (dh_window_get_strip (window)), ==, 3);
  g_assert_cmpstr (dh_lane_get_loss (get_lane (window, 1)), ==, "50%mae+ssim");
  g_assert_cmpint (dh_lane_get_mask (get_lane (window, 1)), ==, DH_AREA_COMPONENTS);
  g_assert_cmpfloat (dh_lane_get_eye_multiplier (get_lane (window, 1)), ==, 1);
  g_assert_cmpfloat (dh_lane_get_mouth_multiplier (get_lane (window, 1)), ==, 1);
  g_assert_cmpint (dh_lane_get_mask (get_lane (window, 2)), ==, DH_AREA_EXTENDED);
  g_assert_cmpfloat (dh_lane_get_eye_multiplier (get_lane (window, 2)), ==, 1);
  g_assert_cmpfloat (dh_lane_get_mouth_multiplier (get_lane (window, 2)), ==, 2);
  close_window (window);
}

/* The button in the title opens the editor of its own lane; a copy has all the settings of its
 * lane. */
static void
test_in_window (void)
{
  g_autoptr (GSettings) settings = get_clean_settings ();
  DhWindow *window = open_window (settings);
  DhLane *lane = get_lane (window, 0), *copy;
  GtkWidget *card = GTK_WIDGET (dh_lane_strip_get_card (dh_window_get_strip (window), 0));
  GtkWidget *button = find_nth (card, "GtkMenuButton", 0), *editor;

  g_assert_null (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  editor = find_widget (card, "DhObjectiveEditor");
  g_assert_nonnull (editor);
  wait_until (is_laid_out, editor);
  g_assert_cmpint (gtk_widget_get_height (editor), <, 700);
  press (editor, "list-add-symbolic");
  g_assert_cmpuint (dh_lane_get_mix (lane).n_parts, ==, 2);
  dh_lane_set_mask (lane, DH_AREA_COMPONENTS);
  dh_lane_set_eye_multiplier (lane, 2);
  copy = dh_session_duplicate_lane (dh_window_get_session (window), lane);
  g_assert_cmpstr (dh_lane_get_loss (copy), ==, dh_lane_get_loss (lane));
  g_assert_cmpint (dh_lane_get_mask (copy), ==, DH_AREA_COMPONENTS);
  g_assert_cmpfloat (dh_lane_get_eye_multiplier (copy), ==, 2);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  close_window (window);
}

static void
test_show_mask (void)
{
  g_autoptr (GSettings) settings = get_clean_settings ();
  DhWindow *window = open_window (settings);
  DhLaneStrip *strip = dh_window_get_strip (window);
  guint n = 0;

  g_signal_connect (strip, "notify::show-mask", G_CALLBACK (count_cb), &n);
  take_step (dh_window_get_session (window));
  g_assert_false (dh_lane_strip_get_show_mask (strip));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-mask", NULL);
  g_assert_true (dh_lane_strip_get_show_mask (strip));
  dh_lane_strip_set_show_mask (strip, 2);
  g_assert_cmpuint (n, ==, 1);
  dh_lane_set_eye_multiplier (get_lane (window, 0), 4);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.add-lane", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-mask", NULL);
  g_assert_false (dh_lane_strip_get_show_mask (strip));
  close_window (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, loss, function) \
  g_test_add ("/objective/" name, Fixture, loss, set_up, function, tear_down)
  ADD ("parts", "mse", test_parts);
  ADD ("weights", "mse+50%mae", test_weights);
  ADD ("snaps-back", "mse+mae", test_snaps_back);
  ADD ("settings", "huber+ssim+mse", test_settings);
  ADD ("follows", "ssim", test_follows);
  ADD ("shares", "300%mse+mae", test_shares);
  ADD ("areas", "mse", test_areas);
  ADD ("keyboard", "huber+mse", test_keyboard);
#undef ADD
  g_test_add_func ("/objective/title", test_title);
  g_test_add_func ("/objective/astray", test_astray);
  g_test_add_func ("/objective/in-window", test_in_window);
  g_test_add_func ("/objective/show-mask", test_show_mask);
  g_test_add_func ("/objective/remembers", test_remembers);
  g_test_add_func ("/objective/foreign-settings", test_foreign_settings);
  return g_test_run ();
}
