/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Presenting: what changes in the window, and that all of it is restored.
 */
#include <adwaita.h>

#include "config.h"
#include "tests/ui/ui-helpers.h"
#include "ui/lanes/metric-table.h"
#include "ui/window/presenter.h"
#include "ui/window/window.h"

typedef struct
{
  GtkWidget *window, *flap, *header, *page;
  DhPresenter *presenter;
  guint n_changed;
} Fixture;

static void
changed_cb (gpointer data)
{
  ((Fixture *) data)->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->flap = adw_flap_new ();
  fixture->header = adw_header_bar_new ();
  fixture->page = gtk_label_new ("page");
  gtk_orientable_set_orientation (GTK_ORIENTABLE (fixture->flap), GTK_ORIENTATION_VERTICAL);
  adw_flap_set_fold_policy (ADW_FLAP (fixture->flap), ADW_FLAP_FOLD_POLICY_NEVER);
  adw_flap_set_locked (ADW_FLAP (fixture->flap), TRUE);
  adw_flap_set_flap (ADW_FLAP (fixture->flap), fixture->header);
  adw_flap_set_content (ADW_FLAP (fixture->flap), fixture->page);
  fixture->window = show_alone (fixture->flap, 400, 300);
  fixture->presenter = dh_presenter_new (GTK_WINDOW (fixture->window), ADW_FLAP (fixture->flap),
                                         changed_cb, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->presenter, dh_presenter_free);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static int
get_dpi (void)
{
  int dpi;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  return dpi;
}

static gboolean
fills_window (gpointer data)
{
  Fixture *fixture = data;

  return gtk_widget_get_height (fixture->page) == gtk_widget_get_height (fixture->window)
         && !gtk_widget_get_mapped (fixture->header);
}

static gboolean
has_header (gpointer data)
{
  Fixture *fixture = data;

  return gtk_widget_get_mapped (fixture->header)
         && gtk_widget_get_height (fixture->page) < gtk_widget_get_height (fixture->window);
}

static void
test_state (Fixture *fixture, gconstpointer data)
{
  int dpi = get_dpi ();

  for (guint i = 0; i < 2; i++)
    {
      dh_presenter_set_active (fixture->presenter, TRUE);
      dh_presenter_set_active (fixture->presenter, TRUE);
      g_assert_true (dh_presenter_get_active (fixture->presenter));
      g_assert_cmpuint (fixture->n_changed, ==, 2 * i + 1);
      g_assert_cmpint (get_dpi (), >=, (int) (1.14 * dpi));
      wait_until (fills_window, fixture);
      dh_presenter_set_active (fixture->presenter, FALSE);
      g_assert_cmpuint (fixture->n_changed, ==, 2 * i + 2);
      g_assert_cmpint (get_dpi (), ==, dpi);
      wait_until (has_header, fixture);
    }
}

static void
test_freed (Fixture *fixture, gconstpointer data)
{
  int dpi = get_dpi ();

  dh_presenter_set_active (fixture->presenter, TRUE);
  g_clear_pointer (&fixture->presenter, dh_presenter_free);
  g_assert_cmpint (get_dpi (), ==, dpi);
}

static void
test_text_scale (void)
{
  g_assert_cmpfloat_with_epsilon (dh_presenter_get_text_scale (768), 1.1636, 1e-3);
  g_assert_cmpfloat_with_epsilon (dh_presenter_get_text_scale (1080), 1.6364, 1e-3);
  g_assert_cmpfloat (dh_presenter_get_text_scale (2160), ==, 2);
  g_assert_cmpfloat (dh_presenter_get_text_scale (0), ==, 1.15);
}

/* ---- a small projector ---- */

#define PROJECTOR_WIDTH  1024
#define PROJECTOR_HEIGHT 768

static gboolean
tick_cb (GtkWidget *window, GdkFrameClock *clock, gpointer n_frames)
{
  return ++*(guint *) n_frames < 4;
}

static gboolean
is_laid_out (gpointer n_frames)
{
  return *(guint *) n_frames >= 4;
}

/* Frames in which what is new is measured and placed. */
static void
wait_for_frames (DhWindow *window)
{
  guint n_frames = 0;

  gtk_widget_add_tick_callback (GTK_WIDGET (window), tick_cb, &n_frames, NULL);
  wait_until (is_laid_out, &n_frames);
}

/* The window as on a screen of that size, whatever the size of this one: without a window manager,
 * it isn't made smaller again after it has grown by its header bar. */
static void
present_on_projector (DhWindow *window, int dpi)
{
  gtk_window_present (GTK_WINDOW (window));
  wait_until (is_on_screen, window);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "present",
                                      g_variant_new_boolean (TRUE));
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi",
                (int) (dpi * dh_presenter_get_text_scale (PROJECTOR_HEIGHT)), NULL);
  for (guint i = 0; i < 2; i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (window), PROJECTOR_WIDTH, PROJECTOR_HEIGHT);
      wait_for_frames (window);
    }
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, PROJECTOR_WIDTH);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (window)), <=, PROJECTOR_HEIGHT);
}

static GtkAdjustment *
get_adjustment (DhWindow *window, GtkOrientation orientation)
{
  GtkWidget *scrolled = find_widget (GTK_WIDGET (dh_window_get_strip (window)),
                                     "GtkScrolledWindow");

  return orientation == GTK_ORIENTATION_HORIZONTAL
           ? gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled))
           : gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

/* All metrics are measured, and the best: bold text is wider. */
static void
make_wide (DhWindow *window)
{
  static const DhMetrics metrics = { .iteration = 1,
                                     .mae = .1234,
                                     .psnr = 23.45,
                                     .ssim = -.123,
                                     .swap_mae = .1234,
                                     .swap_psnr = 23.45,
                                     .swap_ssim = -.123 };

  for (guint i = 0; i < 4; i++)
    {
      GtkWidget *card = GTK_WIDGET (dh_lane_strip_get_card (dh_window_get_strip (window), i));

      dh_metric_table_set (DH_METRIC_TABLE (find_widget (card, "DhMetricTable")), &metrics, ~0u);
    }
}

/* Nothing has to be scrolled, and the cards are wholly in the window. */
static void
assert_whole (DhWindow *window)
{
  DhLaneStrip *strip = dh_window_get_strip (window);

  for (guint i = 0; i < 2; i++)
    {
      GtkAdjustment *adjustment = get_adjustment (window, i);

      g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), <=,
                         gtk_adjustment_get_page_size (adjustment));
    }
  g_assert_cmpuint (dh_lane_strip_get_n_cards (strip), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      GtkWidget *card = GTK_WIDGET (dh_lane_strip_get_card (strip, i));
      graphene_rect_t bounds;

      g_assert_true (gtk_widget_compute_bounds (card, GTK_WIDGET (window), &bounds));
      g_assert_cmpfloat (bounds.origin.x, >=, 0);
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, PROJECTOR_WIDTH);
      g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, PROJECTOR_HEIGHT);
    }
}

static void
test_projector (void)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  DhWindow *window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  gpointer watched = window;
  int dpi = get_dpi ();

  load_style ();
  make_wide (window);
  present_on_projector (window, dpi);
  assert_whole (window);
  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_destroy (GTK_WINDOW (window));
  wait_until (is_gone, &watched);
  g_assert_cmpint (get_dpi (), ==, dpi);
}

int
main (int argc, char *argv[])
{
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/presenter/state", Fixture, NULL, set_up, test_state, tear_down);
  g_test_add ("/presenter/freed", Fixture, NULL, set_up, test_freed, tear_down);
  g_test_add_func ("/presenter/text-scale", test_text_scale);
  g_test_add_func ("/presenter/projector", test_projector);
  return g_test_run ();
}
