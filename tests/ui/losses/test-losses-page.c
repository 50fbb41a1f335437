/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page "Losses" in the window, with the real losses and the bundled faces (DH_FACES): choosing,
 * distorting, unusable files, keys, and that it is freed with the window.
 */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>

#include "config.h"
#include "core/catalog/catalog.h"
#include "tests/ui/ui-helpers.h"
#include "ui/losses/distortion-panel.h"
#include "ui/losses/picture-view.h"
#include "ui/widgets/beside.h"
#include "ui/window/window.h"

typedef struct
{
  DhWindow *window;
  DhLossesPage *page;
  DhComparison *comparison;
  guint n_losses;
  char *folder;
} Fixture;

static guint
get_loss (const char *id)
{
  int loss = dh_catalog_find_loss (id);

  g_assert_cmpint (loss, >=, 0);
  return (guint) loss;
}

static gboolean
is_settled (gpointer data)
{
  DhComparison *comparison = ((Fixture *) data)->comparison;
  gboolean busy;

  g_object_get (comparison, "busy", &busy, NULL);
  return !busy && dh_comparison_peek_target (comparison) != NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  g_settings_reset (settings, "page");
  dh_catalog_get_losses (&fixture->n_losses);
  fixture->folder = g_dir_make_tmp ("downhill-pair-XXXXXX", NULL);
  fixture->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  fixture->page = dh_window_get_losses_page (fixture->window);
  fixture->comparison = dh_losses_page_get_comparison (fixture->page);
  gtk_window_present (GTK_WINDOW (fixture->window));
  /* Nothing is computed while the page isn't visible. */
  g_assert_null (dh_comparison_peek_target (fixture->comparison));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "losses");
  wait_until (is_settled, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  g_autofree char *remembered = NULL;
  gpointer page = fixture->page, comparison = fixture->comparison;

  g_object_add_weak_pointer (page, &page);
  g_object_add_weak_pointer (comparison, &comparison);
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_until (is_gone, &page);
  wait_until (is_gone, &comparison);
  remembered = g_settings_get_string (settings, "page");
  g_assert_cmpstr (remembered, ==, "losses");
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static GtkWidget *
find_named (GtkWidget *parent, const char *type, const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, type, label);

      if (found != NULL)
        return found;
      if (g_str_equal (G_OBJECT_TYPE_NAME (child), type) && GTK_IS_BUTTON (child)
          && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (child)), label) == 0)
        return child;
    }
  return NULL;
}

static void
press (Fixture *fixture, const char *label)
{
  GtkWidget *button = find_named (GTK_WIDGET (fixture->page), "GtkButton", label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  wait_until (is_settled, fixture);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (fixture->window);
  g_autoptr (GVariant) state = g_action_group_get_action_state (actions, "page");

  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "losses");
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->page)));
  g_assert_false (g_action_group_get_action_enabled (actions, "remove-lane"));
  g_assert_false (g_action_group_get_action_enabled (actions, "step"));
  g_assert_false (g_action_group_get_action_enabled (actions, "reset"));
  g_assert_false (g_action_group_get_action_enabled (actions, "delete"));
  g_assert_true (g_action_group_get_action_enabled (actions, "playing"));
  g_action_group_change_action_state (actions, "page", g_variant_new_string ("nowhere"));
  g_assert_cmpstr (dh_window_get_page (fixture->window), ==, "losses");
}

static void
assert_shows (Fixture *fixture, guint loss)
{
  const DhCatalogLoss *info = dh_catalog_get_loss (loss);
  const DhComparisonResult *result = dh_comparison_get_result (fixture->comparison, loss);
  int curve;

  g_object_get (dh_losses_page_get_curve (fixture->page), "selected", &curve, NULL);
  g_assert_cmpuint (dh_losses_page_get_selected (fixture->page), ==, loss);
  g_assert_cmpuint (dh_loss_chooser_get_selected (
                      DH_LOSS_CHOOSER (dh_losses_page_get_list (fixture->page))),
                    ==, loss);
  g_assert_cmpuint (dh_loss_chooser_get_selected (
                      DH_LOSS_CHOOSER (dh_losses_page_get_grid (fixture->page))),
                    ==, loss);
  g_assert_cmpint (dh_loss_card_get_loss (dh_losses_page_get_card (fixture->page)), ==, (int) loss);
  g_assert_cmpint (curve, ==, info->has_profile ? (int) loss : -1);
  g_assert_true (
    (dh_comparison_view_get_map (dh_losses_page_get_comparison_view (fixture->page)) != NULL)
    == (isfinite (result->value) != 0));
}

static void
test_selects (Fixture *fixture, gconstpointer data)
{
  guint n_notified = 0;

  g_signal_connect (fixture->page, "notify::selected", G_CALLBACK (count_cb), &n_notified);
  assert_shows (fixture, 0);
  dh_loss_chooser_set_selected (DH_LOSS_CHOOSER (dh_losses_page_get_list (fixture->page)),
                                get_loss ("ssim"));
  assert_shows (fixture, get_loss ("ssim"));
  dh_loss_chooser_set_selected (DH_LOSS_CHOOSER (dh_losses_page_get_grid (fixture->page)),
                                get_loss ("huber"));
  assert_shows (fixture, get_loss ("huber"));
  for (guint i = 0; i < fixture->n_losses; i++)
    {
      dh_losses_page_set_selected (fixture->page, i);
      assert_shows (fixture, i);
    }
  g_assert_cmpuint (n_notified, ==, 2 + fixture->n_losses);
}

/* The initial picture is the lesson: the scratch dominates MSE, but not MAE. */
static void
test_results (Fixture *fixture, gconstpointer data)
{
  const DhComparisonResult *mse = dh_comparison_get_result (fixture->comparison, get_loss ("mse"));
  const DhComparisonResult *mae = dh_comparison_get_result (fixture->comparison, get_loss ("mae"));

  g_test_message ("Of the push, the worst 1 %% carry %.2f of MSE, %.3f of MAE.",
                  mse->gradient_share, mae->gradient_share);
  g_assert_cmpfloat (mse->gradient_share, >, .25);
  g_assert_cmpfloat (mae->gradient_share, <, .03);
  for (guint i = 0; i < fixture->n_losses; i++)
    {
      DhMapCell *cell = dh_map_grid_get_cell (dh_losses_page_get_grid (fixture->page), i);
      g_autofree char *words = dh_map_cell_dup_words (cell);
      char text[24];

      dh_loss_value_format (dh_comparison_get_result (fixture->comparison, i)->value, text,
                            sizeof text);
      g_assert_cmpstr (dh_loss_list_get_value (dh_losses_page_get_list (fixture->page), i), ==,
                       text);
      g_assert_nonnull (dh_map_cell_get_map (cell));
      g_assert_nonnull (strstr (words, text));
    }
}

static void
test_spoils (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panel = find_widget (GTK_WIDGET (fixture->page), "DhDistortionPanel");
  GtkWidget *shift = find_widget (panel, "GtkScale");
  guint mse = get_loss ("mse");
  DhDistortion distortion = dh_comparison_get_distortion (fixture->comparison);

  g_assert_cmpfloat (distortion.scratch, >, 0);
  g_assert_cmpfloat (distortion.blur, >, 0);
  gtk_range_set_value (GTK_RANGE (shift), 3.2);
  distortion = dh_comparison_get_distortion (fixture->comparison);
  g_assert_cmpfloat (distortion.shift, ==, 3.0);
  g_assert_cmpfloat (distortion.scratch, >, 0);
  press (fixture, "Brighter");
  distortion = dh_comparison_get_distortion (fixture->comparison);
  g_assert_cmpfloat (distortion.brightness, ==, .15);
  g_assert_cmpfloat (distortion.shift + distortion.scratch + distortion.blur, ==, 0);
  /* The post's statement 6, as seen here: a loss based on slopes doesn't notice it. */
  g_assert_cmpfloat (dh_comparison_get_result (fixture->comparison, mse)->value, >, .01);
  g_assert_cmpfloat (dh_comparison_get_result (fixture->comparison, get_loss ("pixel_grad_diff"))
                       ->value,
                     <, .2 * dh_comparison_get_result (fixture->comparison, mse)->value);
  press (fixture, "Reset");
  g_assert_cmpfloat (dh_comparison_get_result (fixture->comparison, mse)->value, ==, 0);
  g_assert_cmpstr (dh_loss_list_get_value (dh_losses_page_get_list (fixture->page), mse), ==, "0");
}

static void
test_setting (Fixture *fixture, gconstpointer data)
{
  guint huber = get_loss ("huber");
  double before;

  dh_losses_page_set_selected (fixture->page, huber);
  before = dh_comparison_get_result (fixture->comparison, huber)->value;
  g_signal_emit_by_name (dh_losses_page_get_card (fixture->page), "setting-changed", 0, .01);
  g_assert_cmpfloat (dh_comparison_get_settings (fixture->comparison, huber)[0], ==, .01);
  wait_until (is_settled, fixture);
  g_assert_cmpfloat (dh_comparison_get_result (fixture->comparison, huber)->value, <, before);
}

/* Like a drop from the desktop. */
static void
drop_file (Fixture *fixture, const char *path)
{
  GtkWidget *picture = find_widget (GTK_WIDGET (fixture->page), "DhPictureView");
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (picture);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 1.0, 1.0, &taken);
    }
  g_assert_true (taken);
  wait_until (is_settled, fixture);
}

static void
close_notice (Fixture *fixture)
{
  GtkWidget *view = GTK_WIDGET (dh_losses_page_get_comparison_view (fixture->page));
  GtkWidget *close = find_widget (find_widget (view, "GtkRevealer"), "GtkButton");

  g_signal_emit_by_name (close, "clicked");
}

/* Each time a message appears, and everything stays. */
static void
test_bad_file (Fixture *fixture, gconstpointer data)
{
  DhComparisonView *view = dh_losses_page_get_comparison_view (fixture->page);
  g_autofree char *path = g_build_filename (fixture->folder, "bad.png", NULL);
  int width = dh_comparison_get_width (fixture->comparison);
  g_autofree char *person = NULL;

  g_assert_true (g_file_set_contents (path, "no picture", -1, NULL));
  g_assert_null (dh_comparison_view_get_message (view));
  for (guint i = 0; i < 2; i++)
    {
      drop_file (fixture, path);
      g_assert_nonnull (strstr (dh_comparison_view_get_message (view), "bad.png"));
      g_assert_cmpint (dh_comparison_get_width (fixture->comparison), ==, width);
      g_object_get (find_widget (GTK_WIDGET (view), "DhPersonChooser"), "person", &person, NULL);
      g_assert_cmpstr (person, ==, "alder");
      g_clear_pointer (&person, g_free);
      close_notice (fixture);
      g_assert_null (dh_comparison_view_get_message (view));
    }
  g_unlink (path);
}

/* A target of another shape replaces the prediction, too, and a loss that is undefined there says
 * so. */
static void
test_small_file (Fixture *fixture, gconstpointer data)
{
  DhComparisonView *view = dh_losses_page_get_comparison_view (fixture->page);
  g_autofree char *path = g_build_filename (fixture->folder, "small.png", NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 9, 5);
  guint ms_ssim = get_loss ("ms_ssim");
  g_autofree char *words = NULL;

  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  dh_losses_page_set_selected (fixture->page, ms_ssim);
  dh_comparison_view_open (view, 1, "birch");
  drop_file (fixture, path);
  g_assert_null (dh_comparison_view_get_message (view));
  g_assert_cmpint (dh_comparison_get_width (fixture->comparison), ==, 9);
  g_assert_cmpint (dh_comparison_get_height (fixture->comparison), ==, 5);
  g_assert_true (isnan (dh_comparison_get_result (fixture->comparison, ms_ssim)->value));
  words = dh_map_cell_dup_words (
    dh_map_grid_get_cell (dh_losses_page_get_grid (fixture->page), ms_ssim));
  g_assert_true (g_str_has_prefix (words, "Undefined here"));
  assert_shows (fixture, ms_ssim);
  /* And back. */
  dh_comparison_view_open (view, 0, "birch");
  wait_until (is_settled, fixture);
  g_assert_cmpint (dh_comparison_get_width (fixture->comparison), >, 9);
  g_unlink (path);
}

/* PSNR and SSIM follow the pictures shown: distorted as at the start, equal, and brighter by .1 =
 * 20 dB. */
static void
test_nearness (Fixture *fixture, gconstpointer data)
{
  DhComparisonView *view = dh_losses_page_get_comparison_view (fixture->page);
  g_autofree char *opened = g_strdup (dh_comparison_view_get_nearness (view));

  g_assert_true (g_str_has_prefix (opened, "PSNR ") && strstr (opened, "SSIM 0.") != NULL);
  dh_comparison_set_distortion (fixture->comparison, &(DhDistortion) { 0 });
  wait_until (is_settled, fixture);
  g_assert_cmpstr (dh_comparison_view_get_nearness (view), ==,
                   "PSNR ∞ · SSIM 1: the pictures are equal");
  dh_comparison_set_distortion (fixture->comparison, &(DhDistortion) { .brightness = .1 });
  wait_until (is_settled, fixture);
  g_assert_true (g_str_has_prefix (dh_comparison_view_get_nearness (view), "PSNR 20."));
  dh_comparison_set_distortion (fixture->comparison,
                                &(DhDistortion) { .brightness = .1, .blur = 2 });
  wait_until (is_settled, fixture);
  g_assert_cmpstr (dh_comparison_view_get_nearness (view), !=, opened);
  g_assert_false (g_str_has_prefix (dh_comparison_view_get_nearness (view), "PSNR 20."));
}

/* Tab reaches everything that can be used, and never gets stuck.  Its order follows the layout. */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  static const char *const wanted[] = { "GtkListBoxRow", "GtkCheckButton", "GtkScale",
                                        "GtkToggleButton", "GtkButton" };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);
  guint counts[G_N_ELEMENTS (wanted)] = { 0 };
  GtkWidget *focus;

  wait_until (is_on_screen, find_widget (GTK_WIDGET (fixture->page), "GtkScale"));
  gtk_widget_child_focus (GTK_WIDGET (fixture->page), GTK_DIR_TAB_FORWARD);
  while ((focus = gtk_window_get_focus (GTK_WINDOW (fixture->window))) != NULL
         && g_hash_table_add (seen, focus))
    {
      for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
        counts[i] += g_str_equal (G_OBJECT_TYPE_NAME (focus), wanted[i]);
      if (!gtk_widget_child_focus (GTK_WIDGET (fixture->page), GTK_DIR_TAB_FORWARD))
        break;
    }
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_test_message ("%s: %u", wanted[i], counts[i]);
      g_assert_cmpuint (counts[i], >=, 1);
    }
  g_assert_cmpuint (counts[2], >=, 6);
}

static int
measure (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int natural;

  gtk_widget_measure (widget, orientation, for_size, NULL, &natural, NULL, NULL);
  return natural;
}

/* The page fits the narrowest window, and every wider one. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = GTK_WIDGET (fixture->page);
  int minimum;

  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_test_message ("The page wants %d pixels.", minimum);
  g_assert_cmpint (minimum, <=, 360);
}

static float
get_top (gpointer widget)
{
  graphene_rect_t bounds;

  g_assert_true (
    gtk_widget_compute_bounds (widget, GTK_WIDGET (gtk_widget_get_root (widget)), &bounds));
  return bounds.origin.y;
}

typedef struct
{
  GtkWidget *card, *grid;
  int height;
  float top;
} Heights;

static gboolean
has_other_height (gpointer data)
{
  Heights *heights = data;

  return gtk_widget_get_height (heights->card) != heights->height
         && gtk_widget_get_width (heights->card) > 0;
}

static gboolean
has_moved (gpointer data)
{
  Heights *heights = data;

  return get_top (heights->grid) != heights->top;
}

/* Another loss has another card, but the selected maps stay. */
static void
test_keeps_place (Fixture *fixture, gconstpointer data)
{
  GtkWidget *grid = GTK_WIDGET (dh_losses_page_get_grid (fixture->page));
  GtkWidget *viewport = gtk_widget_get_ancestor (grid, GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  Heights heights = { .card = GTK_WIDGET (dh_losses_page_get_card (fixture->page)), .grid = grid };
  float before;

  wait_until (has_other_height, &heights);
  heights.top = get_top (grid);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 300);
  wait_until (has_moved, &heights);
  before = get_top (grid);
  heights.height = gtk_widget_get_height (heights.card);
  dh_loss_chooser_set_selected (DH_LOSS_CHOOSER (grid), get_loss ("huber"));
  wait_until (has_other_height, &heights);
  g_assert_cmpfloat (get_top (grid), ==, before);
}

static void
test_beside (void)
{
  static const char ui[] =
    "<interface><object class='DhBeside' id='beside'><property name='threshold'>300</property>"
    "<property name='spacing'>10</property><property name='share'>0.25</property><child>"
    "<object class='GtkBox'><property name='width-request'>50</property>"
    "<property name='height-request'>20</property></object></child><child>"
    "<object class='GtkBox' id='second'><property name='width-request'>100</property>"
    "<property name='height-request'>30</property></object></child></object></interface>";
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWidget *beside;

  g_type_ensure (DH_TYPE_BESIDE);
  builder = gtk_builder_new_from_string (ui, -1);
  beside = GTK_WIDGET (gtk_builder_get_object (builder, "beside"));
  g_assert_cmpint (measure (beside, GTK_ORIENTATION_HORIZONTAL, -1), ==, 160);
  g_assert_cmpint (measure (beside, GTK_ORIENTATION_VERTICAL, 400), ==, 30);
  g_assert_cmpint (measure (beside, GTK_ORIENTATION_VERTICAL, 299), ==, 60);
  gtk_widget_set_visible (GTK_WIDGET (gtk_builder_get_object (builder, "second")), FALSE);
  g_assert_cmpint (measure (beside, GTK_ORIENTATION_VERTICAL, 400), ==, 20);
}

static int
get_top_in (GtkWidget *parent, GtkWidget *child)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (child, parent, &bounds));
  return (int) bounds.origin.y;
}

/* Stacked in the other order; and side by side, with the second at its minimum width. */
static void
test_beside_turned (void)
{
  const char *ui =
    "<interface><object class='DhBeside' id='beside'><property name='turned'>1</property>"
    "<property name='share'>1</property><child><object class='GtkBox' id='first'>"
    "<property name='width-request'>160</property>"
    "<property name='height-request'>20</property></object></child><child>"
    "<object class='GtkBox' id='second'><property name='width-request'>100</property>"
    "<property name='height-request'>30</property></object></child></object></interface>";
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWidget *beside, *first, *second, *window;

  g_type_ensure (DH_TYPE_BESIDE);
  builder = gtk_builder_new_from_string (ui, -1);
  beside = GTK_WIDGET (gtk_builder_get_object (builder, "beside"));
  first = GTK_WIDGET (gtk_builder_get_object (builder, "first"));
  second = GTK_WIDGET (gtk_builder_get_object (builder, "second"));
  window = show_alone (beside, 400, 100);
  gtk_widget_allocate (beside, 300, 60, -1, NULL);
  g_assert_cmpint (gtk_widget_get_width (first), ==, 200);
  g_assert_cmpint (gtk_widget_get_width (second), ==, 100);
  g_assert_cmpint (get_top_in (beside, first), ==, get_top_in (beside, second));
  gtk_widget_allocate (beside, 220, 60, -1, NULL);
  g_assert_cmpint (get_top_in (beside, second), ==, 0);
  g_assert_cmpint (get_top_in (beside, first), ==, 30);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_value_format (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { 0, "0" },
    { 1e-12, "0" },
    { 4.14e-5, "4.1e-5" },
    { 5.55e-4, "5.6e-4" },
    { .00123456, "0.00123" },
    { .0123456, "0.0123" },
    { .1674, "0.167" },
    { 1.5, "1.50" },
    { 12.34, "12.3" },
    { 127.6, "128" },
    { -.25, "-0.250" },
    { NAN, "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char text[24];

      dh_loss_value_format (cases[i].value, text, sizeof text);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static gboolean
is_table_full (gpointer data)
{
  DhLossTable *table = dh_losses_page_get_table (((Fixture *) data)->page);

  return !isnan (dh_loss_table_get_share (table, get_loss ("mse"), 0));
}

/* The forum post's statements about the losses, in the order of the buttons: shift, blur, brighter,
 * noise, scratch, wild. */
static void
test_table (Fixture *fixture, gconstpointer data)
{
  DhLossTable *table = dh_losses_page_get_table (fixture->page);
  const guint brighter = 2, noise = 3;

  wait_until (is_table_full, fixture);
  for (guint loss = 0; loss < fixture->n_losses; loss++)
    {
      double largest = 0;

      for (guint preset = 0; preset < DH_DISTORTION_N_PRESETS; preset++)
        {
          double share = dh_loss_table_get_share (table, loss, preset);

          g_assert_cmpint (share < 0, ==, loss == get_loss ("broken"));
          largest = MAX (largest, fabs (share));
        }
      g_assert_cmpfloat (largest, ==, 1);
    }
  g_assert_cmpfloat (dh_loss_table_get_share (table, get_loss ("mse"), brighter), ==, 1);
  g_assert_cmpfloat (dh_loss_table_get_share (table, get_loss ("ssim"), brighter), <, .2);
  g_assert_cmpfloat (dh_loss_table_get_share (table, get_loss ("ssim"), noise), ==, 1);
  g_assert_cmpfloat (dh_loss_table_get_share (table, get_loss ("pixel_grad_diff"), brighter), <,
                     .02);
}

static gboolean
has_other_share (gpointer data)
{
  Fixture *fixture = data;
  DhLossTable *table = dh_losses_page_get_table (fixture->page);
  double mae = dh_loss_table_get_share (table, get_loss ("mae"), 0);
  double huber = dh_loss_table_get_share (table, get_loss ("huber"), 0);

  /* With so small a threshold Huber is MAE in another unit. */
  return fabs (huber / mae - 1) < .02;
}

/* A setting that is changed on the card also applies to the table. */
static void
test_table_setting (Fixture *fixture, gconstpointer data)
{
  DhLossTable *table = dh_losses_page_get_table (fixture->page);

  wait_until (is_table_full, fixture);
  g_assert_false (has_other_share (fixture));
  dh_loss_table_set_setting (table, get_loss ("huber"), 0, 1e-3);
  wait_until (has_other_share, fixture);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "pages", test_pages },
    { "selects", test_selects },
    { "results", test_results },
    { "spoils", test_spoils },
    { "setting", test_setting },
    { "bad-file", test_bad_file },
    { "keeps-place", test_keeps_place },
    { "narrow", test_narrow },
    { "small-file", test_small_file },
    { "keyboard", test_keyboard },
    { "nearness", test_nearness },
    { "table", test_table },
    { "table-setting", test_table_setting },
  };

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  if (g_getenv ("DH_FACES") == NULL)
    {
      g_print ("1..0 # SKIP DH_FACES is not set\n");
      return 0;
    }
  g_test_add_func ("/losses-page/beside", test_beside);
  g_test_add_func ("/losses-page/beside-turned", test_beside_turned);
  g_test_add_func ("/losses-page/value-format", test_value_format);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/losses-page/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].run, tear_down);
    }
  return g_test_run ();
}
