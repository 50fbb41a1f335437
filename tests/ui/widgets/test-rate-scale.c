/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Zones on the slider of a learning rate: where they begin, that they stand where the thumb does,
 * what is said of them, and that a slider without them is as high.
 */
#include <adwaita.h>
#include <math.h>

#include "core/session/lane.h"
#include "tests/ui/ui-helpers.h"
#include "ui/widgets/rate-scale.h"
#include "ui/widgets/rate-zones.h"

static void
test_zones (void)
{
  static const struct
  {
    double rate, stable;
    DhRateZone zone;
  } cases[] = {
    { 1e-3, NAN, DH_RATE_UNKNOWN }, { 1e-3, INFINITY, DH_RATE_UNKNOWN },
    { 1, 0, DH_RATE_UNKNOWN },      { 1e-9, 1, DH_RATE_CREEPS },
    { .019, 1, DH_RATE_CREEPS },    { .02, 1, DH_RATE_GOOD },
    { .49, 1, DH_RATE_GOOD },       { .5, 1, DH_RATE_BOUNCES },
    { .99, 1, DH_RATE_BOUNCES },    { 1, 1, DH_RATE_FLIES_OFF },
    { 1e9, 1, DH_RATE_FLIES_OFF },  { 1e-3, 1e-2, DH_RATE_GOOD },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (dh_rate_zone_find (cases[i].rate, cases[i].stable), ==, cases[i].zone);
}

/* The zones' texts compared with descent itself, on a bowl of curvature 1: below s/2 the ball stays
 * on its side, below s it comes nearer, above s it doesn't. */
static void
test_zones_are_true (void)
{
  const double stable = dh_optimizer_get_stable_rate (dh_optimizer_find ("sgd"),
                                                      (double[DH_OPTIMIZER_MAX_SETTINGS]) { 0 }, 1);

  for (double rate = 1e-3; rate < 10; rate *= 1.07)
    {
      const double next = 1 - rate; /* one step from 1, where the slope is 1 */
      const DhRateZone zone = dh_rate_zone_find (rate, stable);

      g_assert_cmpint (zone >= DH_RATE_BOUNCES, ==, next < 0);
      g_assert_cmpint (zone == DH_RATE_FLIES_OFF, ==, fabs (next) > 1);
      g_assert_cmpint (zone == DH_RATE_CREEPS, ==, rate < .04);
    }
}

static gboolean
has_laid_out (gpointer done)
{
  return *(gboolean *) done;
}

static void
layout_cb (gboolean *done)
{
  *done = TRUE;
}

static void
lay_out (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean done = FALSE;
  gulong handler = g_signal_connect_data (clock, "layout", G_CALLBACK (layout_cb), &done, NULL,
                                          G_CONNECT_SWAPPED | G_CONNECT_AFTER);

  gtk_widget_queue_resize (widget);
  wait_until (has_laid_out, &done);
  g_signal_handler_disconnect (clock, handler);
}

/* The middle of what GTK calls the slider. */
static double
get_thumb_x (GtkWidget *widget)
{
  GtkWidget *trough = gtk_widget_get_first_child (find_widget (widget, "GtkScale"));
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_last_child (trough), widget, &bounds));
  return bounds.origin.x + bounds.size.width / 2;
}

static void
assert_thumb_stands (GtkWidget *widget)
{
  DhRateScale *scale = DH_RATE_SCALE (widget);
  static const double rates[] = { 1e-6, 1e-5, 1e-3, 2e-2, .5, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      dh_rate_scale_set_rate (scale, rates[i]);
      lay_out (widget);
      /* GTK places the thumb on whole pixels. */
      g_assert_cmpfloat_with_epsilon (dh_rate_scale_find_x (scale, rates[i]), get_thumb_x (widget),
                                      1.0);
    }
}

static void
test_place (void)
{
  GtkWidget *widget = dh_rate_scale_new ();
  GtkWidget *window = show_alone (widget, 300, 60);

  dh_rate_scale_set_stable_rate (DH_RATE_SCALE (widget), 1e-2);
  assert_thumb_stands (widget);
  gtk_widget_set_direction (find_widget (widget, "GtkScale"), GTK_TEXT_DIR_RTL);
  gtk_widget_set_direction (gtk_widget_get_first_child (find_widget (widget, "GtkScale")),
                            GTK_TEXT_DIR_RTL);
  assert_thumb_stands (widget);
  close_and_watch (window, widget);
}

static void
test_words (void)
{
  GtkWidget *widget = dh_rate_scale_new ();
  DhRateScale *scale = DH_RATE_SCALE (widget);
  GtkWidget *window = show_alone (widget, 300, 60);
  GtkWidget *slider = find_widget (widget, "GtkScale");
  int height;

  g_assert_cmpstr (dh_rate_scale_get_zone (scale), ==, "");
  g_assert_null (strstr (gtk_widget_get_tooltip_text (slider), "λ"));
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);

  dh_rate_scale_set_rate (scale, 1e-3);
  dh_rate_scale_set_stable_rate (scale, 3.14e-3);
  g_assert_cmpstr (dh_rate_scale_get_zone (scale), ==, "good");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (slider), "2/λ = 3.1e-3: above this rate"));
  gtk_test_accessible_assert_property (slider, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "1.0e-3, good");
  dh_rate_scale_set_rate (scale, 2e-3);
  g_assert_cmpstr (dh_rate_scale_get_zone (scale), ==, "bounces");
  dh_rate_scale_enter_text (scale, "5");
  g_assert_cmpstr (dh_rate_scale_get_zone (scale), ==, "diverges");
  dh_rate_scale_set_seen (scale, DH_RATE_BOUNCES);
  g_assert_cmpstr (dh_rate_scale_get_zone (scale), ==, "bounces");
  dh_rate_scale_set_seen (scale, DH_RATE_UNKNOWN);
  g_assert_cmpstr (dh_rate_scale_get_zone (scale), ==, "diverges");
  dh_rate_scale_set_stable_product (scale, 3.8);
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (slider), "3.8/λ = 3.1e-3"));

  /* The height stays the same when no limit is known. */
  for (int i = 0; i < 2; i++)
    {
      int now;

      gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &now, NULL, NULL, NULL);
      g_assert_cmpint (now, ==, height);
      dh_rate_scale_set_stable_rate (scale, NAN);
    }
  g_assert_cmpstr (dh_rate_scale_get_zone (scale), ==, "");
  g_assert_null (strstr (gtk_widget_get_tooltip_text (slider), "λ"));
  close_and_watch (window, widget);
}

/* A rate outside another range stays unchanged. */
static void
test_range (void)
{
  GtkWidget *widget = dh_rate_scale_new ();
  DhRateScale *scale = DH_RATE_SCALE (widget);
  GtkWidget *window = show_alone (widget, 300, 60);
  guint n_rate = 0;

  g_signal_connect (scale, "notify::rate", G_CALLBACK (count_cb), &n_rate);
  dh_rate_scale_set_range (scale, 1e-2, 1e2);
  g_assert_cmpfloat (dh_rate_scale_get_rate (scale), ==, 1e-3);
  dh_rate_scale_set_range (scale, 1e-8, 1e-5);
  g_assert_cmpfloat (dh_rate_scale_get_rate (scale), ==, 1e-3);
  g_assert_cmpuint (n_rate, ==, 0);
  dh_rate_scale_set_range (scale, 1, 1e4);
  dh_rate_scale_set_rate (scale, 1e2);
  lay_out (widget);
  g_assert_cmpfloat_with_epsilon (dh_rate_scale_find_x (scale, 1e2), get_thumb_x (widget), 1.0);
  close_and_watch (window, widget);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/rate-scale/zones", test_zones);
  g_test_add_func ("/rate-scale/zones-are-true", test_zones_are_true);
  g_test_add_func ("/rate-scale/place", test_place);
  g_test_add_func ("/rate-scale/words", test_words);
  g_test_add_func ("/rate-scale/range", test_range);
  return g_test_run ();
}
