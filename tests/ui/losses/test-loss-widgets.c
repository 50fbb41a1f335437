/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widgets that explain a loss, in a real window: defaults, notifications, keys, narrowness.
 */
#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "core/catalog/catalog.h"
#include "tests/ui/ui-helpers.h"
#include "ui/losses/curve-plot.h"
#include "ui/losses/curve-view.h"
#include "ui/losses/loss-card.h"
#include "ui/losses/loss-list.h"
#include "ui/losses/map-grid.h"
#include "ui/widgets/setting-row.h"

static guint
get_loss (const char *id)
{
  int loss = dh_catalog_find_loss (id);

  g_assert_cmpint (loss, >=, 0);
  return (guint) loss;
}

typedef struct
{
  guint n, setting;
  double value;
} Changes;

static void
setting_changed_cb (DhLossCard *card, guint setting, double value, Changes *changes)
{
  changes->n++;
  changes->setting = setting;
  changes->value = value;
}

static void
test_card (void)
{
  GtkWidget *widget = dh_loss_card_new ();
  DhLossCard *card = DH_LOSS_CARD (widget);
  GtkWidget *window = show_alone (widget, 420, 700), *row;
  double settings[DH_CATALOG_MAX_SETTINGS] = { .3 };
  Changes changes = { 0 };
  guint n_loss = 0;

  g_signal_connect (card, "notify::loss", G_CALLBACK (count_cb), &n_loss);
  g_signal_connect (card, "setting-changed", G_CALLBACK (setting_changed_cb), &changes);
  g_assert_cmpint (dh_loss_card_get_loss (card), ==, -1);
  dh_loss_card_set_loss (card, get_loss ("huber"));
  dh_loss_card_set_loss (card, get_loss ("huber"));
  g_assert_cmpuint (n_loss, ==, 1);
  row = find_widget (widget, "DhSettingRow");
  g_assert_cmpfloat (dh_setting_row_get_value (DH_SETTING_ROW (row)), ==, .05);
  dh_loss_card_set_settings (card, settings);
  g_assert_cmpfloat (dh_setting_row_get_value (DH_SETTING_ROW (row)), ==, .3);
  g_assert_cmpuint (changes.n, ==, 0);
  dh_setting_row_enter_text (DH_SETTING_ROW (row), "0,1");
  g_assert_cmpuint (changes.n, ==, 1);
  g_assert_cmpuint (changes.setting, ==, 0);
  g_assert_cmpfloat (changes.value, ==, .1);
  dh_loss_card_set_loss (card, get_loss ("mse"));
  g_assert_null (find_widget (widget, "DhSettingRow"));
  dh_loss_card_set_loss (card, -1);
  g_assert_cmpuint (n_loss, ==, 3);
  g_assert_cmpuint (changes.n, ==, 1);
  close_and_watch (window, widget);
}

/* Every card fits into 320 pixels, and into 1.5 times that with text 1.5 times as large. */
static void
test_card_narrow (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *widget = dh_loss_card_new (), *window = show_alone (widget, 320, 600);
  guint n_losses;
  int dpi;

  dh_catalog_get_losses (&n_losses);
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  for (guint large = 0; large < 2; large++)
    {
      g_object_set (settings, "gtk-xft-dpi", large ? 144 * 1024 : 96 * 1024, NULL);
      for (guint i = 0; i < n_losses; i++)
        {
          int minimum;

          dh_loss_card_set_loss (DH_LOSS_CARD (widget), (int) i);
          gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
          g_test_message ("%s, text %s: %d pixels", dh_catalog_get_loss (i)->id,
                          large ? "1.5" : "1", minimum);
          g_assert_cmpint (minimum, <=, large ? 320 : 296);
        }
    }
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  close_and_watch (window, widget);
}

/* The loss's first setting. */
static GtkWidget *
create_setting_row (const char *loss)
{
  return dh_setting_row_new (loss, &dh_catalog_get_loss (get_loss (loss))->settings[0]);
}

static void
test_setting_row (void)
{
  GtkWidget *widget = create_setting_row ("huber");
  DhSettingRow *row = DH_SETTING_ROW (widget);
  GtkWidget *window = show_alone (widget, 320, 100), *scale = find_widget (widget, "GtkScale");
  guint n_value = 0;

  g_signal_connect (row, "notify::value", G_CALLBACK (count_cb), &n_value);
  dh_setting_row_set_value (row, .05);
  g_assert_cmpuint (n_value, ==, 0);
  dh_setting_row_enter_text (row, "a lot");
  g_assert_nonnull (dh_setting_row_get_message (row));
  g_assert_cmpfloat (dh_setting_row_get_value (row), ==, .05);
  dh_setting_row_enter_text (row, "17");
  g_assert_nonnull (dh_setting_row_get_message (row));
  dh_setting_row_enter_text (row, "0.25");
  g_assert_null (dh_setting_row_get_message (row));
  g_assert_cmpfloat (dh_setting_row_get_value (row), ==, .25);
  g_assert_cmpuint (n_value, ==, 1);
  /* From .001 to 1: a logarithmic slider, whose middle isn't .5. */
  gtk_range_set_value (GTK_RANGE (scale), -2.0);
  g_assert_cmpfloat_with_epsilon (dh_setting_row_get_value (row), .01, 1e-9);
  g_signal_emit_by_name (find_widget (widget, "GtkButton"), "clicked");
  g_assert_cmpfloat (dh_setting_row_get_value (row), ==, .05);
  g_assert_cmpuint (n_value, ==, 3);
  close_and_watch (window, widget);
}

/* Only odd sizes. */
static void
test_setting_steps (void)
{
  GtkWidget *widget = create_setting_row ("ssim");
  DhSettingRow *row = DH_SETTING_ROW (widget);
  GtkWidget *window = show_alone (widget, 320, 100);

  gtk_range_set_value (GTK_RANGE (find_widget (widget, "GtkScale")), 6.4);
  g_assert_cmpfloat (fmod (dh_setting_row_get_value (row), 2), ==, 1);
  close_and_watch (window, widget);
}

static void
test_curves (void)
{
  GtkWidget *widget = dh_curve_view_new (), *window;
  DhCurveView *view = DH_CURVE_VIEW (widget);
  guint losses[] = { get_loss ("mse"), get_loss ("ssim"), get_loss ("logcosh"), 9999 };
  guint n_error = 0, n_range = 0, n_same = 0, n_selected = 0;
  double settings[DH_CATALOG_MAX_SETTINGS] = { .05 };

  g_signal_connect (view, "notify::error", G_CALLBACK (count_cb), &n_error);
  g_signal_connect (view, "notify::range", G_CALLBACK (count_cb), &n_range);
  g_signal_connect (view, "notify::same-height", G_CALLBACK (count_cb), &n_same);
  g_signal_connect (view, "notify::selected", G_CALLBACK (count_cb), &n_selected);
  window = show_alone (widget, 600, 500);
  dh_curve_view_set_losses (view, losses, G_N_ELEMENTS (losses));
  dh_curve_view_set_losses (view, NULL, 0);
  dh_curve_view_set_losses (view, losses, G_N_ELEMENTS (losses));
  dh_curve_view_set_selected (view, (int) losses[0]);
  dh_curve_view_set_selected (view, (int) losses[0]);
  dh_curve_view_set_settings (view, losses[2], settings);
  g_assert_cmpuint (n_selected, ==, 1);
  g_assert_cmpuint (n_error + n_range + n_same, ==, 0);
  dh_curve_view_set_error (view, .15);
  g_assert_cmpuint (n_error, ==, 1);
  /* A marker that would end up outside moves along. */
  dh_curve_view_set_range (view, .05);
  g_assert_cmpfloat (dh_curve_view_get_error (view), ==, .05);
  g_assert_cmpuint (n_error, ==, 2);
  g_assert_cmpuint (n_range, ==, 1);
  dh_curve_view_set_range (view, .05);
  dh_curve_view_set_same_height (view, FALSE);
  dh_curve_view_set_same_height (view, FALSE);
  g_assert_cmpuint (n_range, ==, 1);
  g_assert_cmpuint (n_same, ==, 1);
  close_and_watch (window, widget);
}

/* Text in the table: the values at the marker. */
static gboolean
has_text (GtkWidget *parent, const char *text)
{
  if (GTK_IS_INSCRIPTION (parent)
      && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (parent)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child, text))
      return TRUE;
  return FALSE;
}

static void
test_curve_readings (void)
{
  GtkWidget *widget = g_object_ref_sink (dh_curve_view_new ());
  DhCurveView *view = DH_CURVE_VIEW (widget);
  guint huber = get_loss ("huber");
  double settings[DH_CATALOG_MAX_SETTINGS] = { .1 };

  dh_curve_view_set_losses (view, &huber, 1);
  dh_curve_view_set_error (view, -.2);
  g_assert_true (has_text (widget, "−0.0500"));
  g_assert_true (has_text (widget, "0.0088"));
  dh_curve_view_set_settings (view, huber, settings);
  g_assert_true (has_text (widget, "−0.1000"));
  g_assert_true (has_text (widget, "0.0150"));
  dh_curve_view_set_error (view, 0);
  g_assert_true (has_text (widget, "0"));
  assert_finalized (widget, g_object_unref);
}

static gboolean
press (GtkWidget *widget, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &handled);
    }
  return handled;
}

static void
test_curve_keys (void)
{
  GtkWidget *widget = dh_curve_plot_new ();
  DhCurvePlot *plot = DH_CURVE_PLOT (widget);
  GtkWidget *window = show_alone (widget, 600, 300);

  g_assert_true (gtk_widget_grab_focus (widget));
  dh_curve_plot_set_range (plot, 1);
  dh_curve_plot_set_error (plot, 0);
  g_assert_true (press (widget, GDK_KEY_Right, 0));
  g_assert_cmpfloat_with_epsilon (dh_curve_plot_get_error (plot), .01, 1e-12);
  g_assert_true (press (widget, GDK_KEY_Left, GDK_SHIFT_MASK));
  g_assert_cmpfloat_with_epsilon (dh_curve_plot_get_error (plot), -.09, 1e-12);
  g_assert_true (press (widget, GDK_KEY_Page_Up, 0));
  g_assert_cmpfloat_with_epsilon (dh_curve_plot_get_error (plot), .01, 1e-12);
  g_assert_true (press (widget, GDK_KEY_End, 0));
  g_assert_cmpfloat (dh_curve_plot_get_error (plot), ==, 1);
  g_assert_true (press (widget, GDK_KEY_Right, 0));
  g_assert_cmpfloat (dh_curve_plot_get_error (plot), ==, 1);
  g_assert_true (press (widget, GDK_KEY_Home, 0));
  g_assert_cmpfloat (dh_curve_plot_get_error (plot), ==, -1);
  g_assert_false (press (widget, GDK_KEY_space, 0));
  g_assert_false (press (widget, GDK_KEY_Left, GDK_CONTROL_MASK));
  close_and_watch (window, widget);
}

static void
drag_to (GtkWidget *widget, double x, double y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller))
        g_signal_emit_by_name (controller, "drag-begin", x, y);
    }
}

/* A press in either panel moves the marker to the error under the pointer. */
static void
test_curve_pointer (void)
{
  GtkWidget *widget = dh_curve_plot_new (), *window = show_alone (widget, 620, 300);
  DhCurvePlot *plot = DH_CURVE_PLOT (widget);
  double width = gtk_widget_get_width (widget), left, right;

  dh_curve_plot_set_range (plot, 1);
  drag_to (widget, width * .3, 60);
  left = dh_curve_plot_get_error (plot);
  /* The panels have the same size and are ten pixels apart. */
  drag_to (widget, width * .3 + (width + 10) / 2, 60);
  right = dh_curve_plot_get_error (plot);
  g_assert_cmpfloat (fabs (left), <, 1);
  g_assert_cmpfloat_with_epsilon (left, right, .011);
  drag_to (widget, 0, 60);
  g_assert_cmpfloat (dh_curve_plot_get_error (plot), ==, -1);
  drag_to (widget, width, 60);
  g_assert_cmpfloat (dh_curve_plot_get_error (plot), ==, 1);
  close_and_watch (window, widget);
}

/* Side by side, then one below the other. */
static void
test_curve_sizes (void)
{
  GtkWidget *widget = g_object_ref_sink (dh_curve_view_new ());
  GtkWidget *plot = find_widget (widget, "DhCurvePlot");
  int wide, narrow, minimum;

  gtk_widget_measure (plot, GTK_ORIENTATION_VERTICAL, 700, &wide, NULL, NULL, NULL);
  gtk_widget_measure (plot, GTK_ORIENTATION_VERTICAL, 320, &narrow, NULL, NULL, NULL);
  g_assert_cmpint (narrow, >, wide * 3 / 2);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 320);
  assert_finalized (widget, g_object_unref);
}

/* ---- the list and the maps ---- */

static GtkWidget *
get_row (GtkWidget *list, guint loss)
{
  return GTK_WIDGET (
    gtk_list_box_get_row_at_index (GTK_LIST_BOX (find_widget (list, "GtkListBox")), (int) loss));
}

static GtkWidget *
get_button (GtkWidget *grid, guint loss)
{
  return gtk_widget_get_parent (GTK_WIDGET (dh_map_grid_get_cell (DH_MAP_GRID (grid), loss)));
}

static void
click (GtkWidget *item)
{
  if (GTK_IS_BUTTON (item))
    g_signal_emit_by_name (item, "clicked");
  else
    gtk_widget_activate (item);
}

static gboolean
is_marked (GtkWidget *item)
{
  return (gtk_widget_get_state_flags (item) & (GTK_STATE_FLAG_SELECTED | GTK_STATE_FLAG_CHECKED))
         != 0;
}

static void
assert_marked (GtkWidget *chooser, GtkWidget *(*get_item) (GtkWidget *chooser, guint loss),
               guint marked)
{
  guint n_losses;

  dh_catalog_get_losses (&n_losses);
  g_assert_cmpuint (dh_loss_chooser_get_selected (DH_LOSS_CHOOSER (chooser)), ==, marked);
  for (guint i = 0; i < n_losses; i++)
    g_assert_true (is_marked (get_item (chooser, i)) == (i == marked));
}

/* One is chosen, in code, by property or by a click; each notifies once. */
static void
check_chooser (GtkWidget *widget, GtkWidget *(*get_item) (GtkWidget *chooser, guint loss))
{
  GtkWidget *window = show_alone (widget, 500, 700);
  DhLossChooser *chooser = DH_LOSS_CHOOSER (widget);
  g_autoptr (DhComparison) comparison = dh_comparison_new ();
  guint n_selected = 0, selected;

  g_signal_connect (chooser, "notify::selected", G_CALLBACK (count_cb), &n_selected);
  assert_marked (widget, get_item, 0);
  dh_loss_chooser_set_selected (chooser, get_loss ("ssim"));
  dh_loss_chooser_set_selected (chooser, get_loss ("ssim"));
  g_assert_cmpuint (n_selected, ==, 1);
  assert_marked (widget, get_item, get_loss ("ssim"));
  click (get_item (widget, get_loss ("huber")));
  g_assert_cmpuint (n_selected, ==, 2);
  assert_marked (widget, get_item, get_loss ("huber"));
  /* Choosing it again changes nothing. */
  click (get_item (widget, get_loss ("huber")));
  g_assert_cmpuint (n_selected, ==, 2);
  assert_marked (widget, get_item, get_loss ("huber"));
  g_object_set (chooser, "selected", get_loss ("mae"), NULL);
  g_object_get (chooser, "selected", &selected, NULL);
  g_assert_cmpuint (selected, ==, get_loss ("mae"));
  g_assert_cmpuint (n_selected, ==, 3);
  assert_marked (widget, get_item, get_loss ("mae"));
  dh_loss_chooser_set_comparison (chooser, comparison);
  close_and_watch (window, widget);
  g_signal_emit_by_name (comparison, "result-changed", 0);
}

static void
test_list (void)
{
  check_chooser (dh_loss_list_new (), get_row);
}

static void
test_grid (void)
{
  check_chooser (dh_map_grid_new (), get_button);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/loss-widgets/card", test_card);
  g_test_add_func ("/loss-widgets/card-narrow", test_card_narrow);
  g_test_add_func ("/loss-widgets/setting-row", test_setting_row);
  g_test_add_func ("/loss-widgets/setting-steps", test_setting_steps);
  g_test_add_func ("/loss-widgets/curves", test_curves);
  g_test_add_func ("/loss-widgets/curve-readings", test_curve_readings);
  g_test_add_func ("/loss-widgets/curve-keys", test_curve_keys);
  g_test_add_func ("/loss-widgets/curve-pointer", test_curve_pointer);
  g_test_add_func ("/loss-widgets/curve-sizes", test_curve_sizes);
  g_test_add_func ("/loss-widgets/list", test_list);
  g_test_add_func ("/loss-widgets/grid", test_grid);
  return g_test_run ();
}
