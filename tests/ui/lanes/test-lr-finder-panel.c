/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The learning rate finder's chart and panel, with invented sweeps.
 */
#include "ui/lanes/lr-finder-panel.h"

#include <adwaita.h>
#include <math.h>

#include "core/session/lane-private.h"
#include "core/train/lr-finder.h"
#include "core/train/snapshot-private.h"
#include "tests/ui/ui-helpers.h"
#include "ui/plot/charts/lr-finder-chart.h"

#define WIDTH  520
#define HEIGHT 320

static double
get_loss (double rate, guint step)
{
  double x = log10 (rate), tolerance = .03 * sin (step * 12.9898) * cos (step * 4.1);

  if (x < -5)
    return 1 + tolerance;
  return (x < -3 ? 1 - .33 * (x + 5) : .34 + 3 * (x + 3) * (x + 3)) + tolerance;
}

/* The result of at most the first n_points iterations. */
static DhLrFinderResult *
make_result (guint n_points, gboolean stop)
{
  g_autoptr (DhLrFinder) finder = dh_lr_finder_new (&dh_lr_finder_default, 1);

  for (guint i = 0; i < n_points && !dh_lr_finder_is_over (finder); i++)
    dh_lr_finder_add (finder, get_loss (dh_lr_finder_get_rate (finder), i));
  if (stop)
    dh_lr_finder_stop (finder);
  return dh_lr_finder_publish (finder);
}

static void
give (DhLane *lane, DhLrFinderResult *result)
{
  g_autoptr (DhHistory) history = dh_history_new ();
  g_autoptr (DhLaneSnapshot) snapshot = NULL;
  DhLaneSnapshotValues values = { .state_text = "", .history = history, .result = result };

  snapshot = dh_lane_snapshot_new (&values);
  dh_lane_set_snapshot (lane, snapshot);
}

/* ---- chart ---- */

static cairo_surface_t *
draw (const DhLrFinderResult *result)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  DhLrFinderChart chart = { .result = result, .number = 2 };

  dh_lr_finder_chart_draw (&chart, cr, WIDTH, HEIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint
get_alpha (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (surface)
                      + y * cairo_image_surface_get_stride (surface);

  return row[4 * x + 3];
}

/* The darkness of a column of the chart, at places where no grid line or curve is expected to run
 * all along. */
static guint
sum_column (cairo_surface_t *surface, DhPlotArea area, int x)
{
  guint sum = 0;

  for (int y = (int) area.y + 1; y < (int) (area.y + area.height) - 1; y++)
    sum += get_alpha (surface, x, y);
  return sum;
}

static int
get_column (DhPlotArea area, double rate)
{
  DhValueAxis rates = dh_lr_finder_chart_get_rates ();

  return (int) floor (area.x + area.width * dh_value_axis_position (&rates, rate));
}

static void
test_chart_marks (void)
{
  g_autoptr (DhLrFinderResult) running = make_result (300, FALSE), done = make_result (1000, FALSE);
  DhLrFinderChart chart = { .result = done, .number = 2 };
  DhPlotArea area = dh_lr_finder_chart_get_area (&chart, WIDTH, HEIGHT);
  cairo_surface_t *with = draw (done), *without = draw (running);

  g_assert_cmpint (running->state, ==, DH_LR_FINDER_RESULT_RUNNING);
  g_assert_cmpint (done->state, ==, DH_LR_FINDER_RESULT_DONE);
  for (guint i = 0; i < DH_LR_FINDER_RESULT_N_MARKS; i++)
    {
      int x = get_column (area, done->marks[i]);

      g_assert_cmpuint (sum_column (with, area, x), >, 2 * sum_column (without, area, x));
    }
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);
}

static void
test_chart_axes (void)
{
  g_autoptr (DhLrFinderResult) done = make_result (1000, FALSE);
  DhLrFinderChart chart = { .result = done, .number = 1 }, empty = { .number = 1 };
  DhValueAxis rates = dh_lr_finder_chart_get_rates (),
              losses = dh_lr_finder_chart_get_losses (&chart);

  g_assert_true (rates.logarithmic);
  g_assert_cmpfloat_with_epsilon (dh_value_axis_position (&rates, 1e-6), 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (dh_value_axis_position (&rates, 10), 1, 1e-12);
  g_assert_cmpfloat (losses.minimum, <, .4);
  g_assert_cmpfloat (losses.maximum, >, 1);
  g_assert_cmpfloat (losses.maximum, <, 2.5);
  cairo_surface_destroy (draw (NULL));
  losses = dh_lr_finder_chart_get_losses (&empty);
  g_assert_cmpfloat (losses.maximum, >, losses.minimum);
}

/* Whatever breaks a sweep doesn't break the drawing. */
static void
test_chart_broken (void)
{
  for (guint n = 0; n < 40; n++)
    {
      g_autoptr (DhLrFinder) finder = dh_lr_finder_new (&dh_lr_finder_default, 1);
      g_autoptr (DhLrFinderResult) result = NULL;

      for (guint i = 0; i < n; i++)
        dh_lr_finder_add (finder, 1e30);
      dh_lr_finder_add (finder, NAN);
      result = dh_lr_finder_publish (finder);
      cairo_surface_destroy (draw (result));
    }
}

/* ---- panel ---- */

static DhLane *
make_lane (void)
{
  const DhMix mix = { 1, { dh_mix_part_make ("mse") } };
  const DhOptimizerConfig adam = dh_optimizer_config_make (dh_optimizer_find ("adam"),
                                                           DH_OPTIMIZER_USER_NETWORK);
  const DhLaneSettings settings = dh_lane_settings_make (&mix, &adam, 1e-3);

  return dh_lane_new (2, 1, 0, &settings);
}

static gboolean
is_button_that_begins (GtkWidget *widget, gpointer label)
{
  return GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL
         && g_str_has_prefix (gtk_button_get_label (GTK_BUTTON (widget)), label);
}

/* Finds a button by the beginning of its label. */
static GtkWidget *
find_beginning (GtkWidget *parent, const char *label)
{
  return find_where (parent, is_button_that_begins, (gpointer) label);
}

/* Is there a button on the screen that applies a rate? */
static gboolean
offers_rates (GtkWidget *panel)
{
  GtkWidget *button = find_beginning (panel, "Use ");

  return button != NULL && gtk_widget_is_visible (button);
}

static void
test_panel_life (void)
{
  g_autoptr (DhLane) lane = make_lane ();
  GtkWidget *panel = dh_lr_finder_panel_new (lane), *window = show_alone (panel, 600, 500);
  GtkWidget *start = find_beginning (panel, "Start");

  g_assert_nonnull (start);
  g_assert_false (offers_rates (panel));
  g_signal_emit_by_name (start, "clicked");
  g_assert_true (dh_lane_get_sweeping (lane));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (start)), ==, "Stop");
  g_signal_emit_by_name (start, "clicked");
  g_assert_false (dh_lane_get_sweeping (lane));

  /* No sweep runs unless it is visible. */
  dh_lane_set_sweeping (lane, TRUE);
  close_and_watch (window, panel);
  g_assert_false (dh_lane_get_sweeping (lane));
}

static void
test_panel_marks (void)
{
  g_autoptr (DhLane) lane = make_lane ();
  g_autoptr (DhLrFinderResult) running = make_result (300, FALSE), done = make_result (1000, FALSE);
  GtkWidget *panel = dh_lr_finder_panel_new (lane), *window = show_alone (panel, 600, 500);
  g_autofree char *label = NULL;
  char rate[32];
  GtkWidget *button;

  dh_lane_set_sweeping (lane, TRUE);
  give (lane, running);
  g_assert_false (offers_rates (panel));
  give (lane, done);
  /* An old sweep isn't offered while a new one is awaited. */
  g_assert_false (offers_rates (panel));
  dh_lane_set_sweeping (lane, FALSE);
  dh_lr_finder_result_print_rate (done->marks[0], rate, sizeof rate);
  label = g_strdup_printf ("Use %s", rate);
  button = find_beginning (panel, label);
  g_assert_nonnull (button);
  g_assert_true (offers_rates (panel));
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpfloat (dh_lane_get_learning_rate (lane), ==,
                     dh_lr_finder_result_round (done->marks[0]));
  close_and_watch (window, panel);
}

static void
test_panel_failed (void)
{
  g_autoptr (DhLane) lane = make_lane ();
  g_autoptr (DhLrFinderResult) stopped = make_result (300, TRUE);
  GtkWidget *panel = dh_lr_finder_panel_new (lane), *window = show_alone (panel, 600, 500);

  give (lane, stopped);
  g_assert_false (offers_rates (panel));
  close_and_watch (window, panel);
}

/* ---- its window ---- */

static GtkWindow *
find_finder (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (ADW_IS_WINDOW (item->data))
      return item->data;
  return NULL;
}

static void
test_window (void)
{
  g_autoptr (DhLane) lane = make_lane ();
  GtkWidget *card = gtk_label_new ("card"), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *root;
  gpointer window;

  gtk_box_append (GTK_BOX (box), card);
  root = show_alone (box, 300, 200);
  dh_lr_finder_panel_present (lane, card);
  window = find_finder ();
  g_assert_nonnull (window);
  g_object_add_weak_pointer (window, &window);
  dh_lr_finder_panel_present (lane, card);
  g_assert_true (find_finder () == window);
  g_assert_true (gtk_window_get_transient_for (window) == GTK_WINDOW (root));
  wait_until (is_on_screen, window);
  gtk_box_remove (GTK_BOX (box), card);
  wait_until (is_gone, &window);
  gtk_window_destroy (GTK_WINDOW (root));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/finder-chart/marks", test_chart_marks);
  g_test_add_func ("/finder-chart/axes", test_chart_axes);
  g_test_add_func ("/finder-chart/broken", test_chart_broken);
  g_test_add_func ("/lr-finder-panel/life", test_panel_life);
  g_test_add_func ("/lr-finder-panel/marks", test_panel_marks);
  g_test_add_func ("/lr-finder-panel/failed", test_panel_failed);
  g_test_add_func ("/lr-finder-panel/window", test_window);
  return g_test_run ();
}
