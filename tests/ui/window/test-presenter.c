/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Presenting: what changes in the window, and that all of it is restored.
 */
#include <adwaita.h>

#include "tests/ui/ui-helpers.h"
#include "ui/window/presenter.h"

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

int
main (int argc, char *argv[])
{
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/presenter/state", Fixture, NULL, set_up, test_state, tear_down);
  g_test_add ("/presenter/freed", Fixture, NULL, set_up, test_freed, tear_down);
  g_test_add_func ("/presenter/text-scale", test_text_scale);
  return g_test_run ();
}
