/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing an expected curve, with the keys and by what the pad makes of a measured one.
 */
#include <math.h>

#include "tests/ui/ui-helpers.h"
#include "ui/lesson/curve-pad.h"
#include "ui/widgets/picture-node.h"

typedef struct
{
  GtkWidget *window, *pad;
  guint n_drawn;
} Fixture;

static void
drawn_cb (guint *n)
{
  ++*n;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->pad = dh_curve_pad_new (2, 1, 4);
  self->n_drawn = 0;
  g_signal_connect_swapped (self->pad, "drawn", G_CALLBACK (drawn_cb), &self->n_drawn);
  self->window = show_alone (self->pad, 400, 260);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  close_and_watch (self->window, self->pad);
}

static gboolean
is_key_controller (gpointer controller)
{
  return GTK_IS_EVENT_CONTROLLER_KEY (controller);
}

/* As if the key were pressed; whether the pad took it. */
static gboolean
press (Fixture *self, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (self->pad);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (is_key_controller (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &taken);
    }
  return taken;
}

static void
test_keys (Fixture *self, gconstpointer data)
{
  const double *curve = dh_curve_pad_get_curve (DH_CURVE_PAD (self->pad));

  for (guint i = 0; i < 8; i++)
    g_assert_true (press (self, GDK_KEY_Right));
  g_assert_cmpuint (self->n_drawn, ==, 0); /* nothing is said yet */
  for (guint i = 0; i < 10; i++)
    g_assert_true (press (self, GDK_KEY_Down));
  g_assert_cmpuint (self->n_drawn, ==, 10);
  g_assert_cmpfloat (curve[0], ==, 0); /* it begins where the run begins */
  g_assert_cmpfloat_with_epsilon (curve[16], -1, 1e-9);
  g_assert_cmpfloat_with_epsilon (curve[DH_DRAWN_POINTS - 1], -1, 1e-9);
  /* The ends are the pad's. */
  for (guint i = 0; i < 100; i++)
    press (self, GDK_KEY_Down);
  g_assert_cmpfloat (curve[DH_DRAWN_POINTS - 1], ==, -4);
  for (guint i = 0; i < 100; i++)
    press (self, GDK_KEY_Up);
  g_assert_cmpfloat (curve[DH_DRAWN_POINTS - 1], ==, 1);
  g_assert_false (press (self, GDK_KEY_Tab));
}

/* What was measured may be anything; then nothing can be drawn any more. */
static void
test_measured (Fixture *self, gconstpointer data)
{
  const double losses[] = { 2, 1, 0, INFINITY, NAN, -3, 1e-300, 1e300 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 400, 260);
  cairo_t *cr = cairo_create (surface);
  double curve[DH_DRAWN_POINTS] = { 0 };

  dh_curve_pad_set_curve (DH_CURVE_PAD (self->pad), curve);
  dh_curve_pad_set_measured (DH_CURVE_PAD (self->pad), losses, G_N_ELEMENTS (losses));
  gtk_test_widget_wait_for_draw (self->pad);
  dh_widget_draw (self->pad, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  g_assert_false (press (self, GDK_KEY_Down));
  g_assert_cmpuint (self->n_drawn, ==, 0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (self->pad), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Curve of the loss");
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (self->pad), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    "Measured: half-way 0.5 times the loss at the start, at the end 0.5 times. "
    "Drawn: half-way 1 times, at the end 1 times.");
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* A narrow one is drawn in finer steps, and ends where it says. */
static void
test_reach (Fixture *self, gconstpointer data)
{
  const double reach = log10 (1.5);
  const double *curve;

  close_and_watch (self->window, self->pad);
  self->pad = dh_curve_pad_new (2, reach, reach);
  self->window = show_alone (self->pad, 400, 260);
  curve = dh_curve_pad_get_curve (DH_CURVE_PAD (self->pad));
  press (self, GDK_KEY_Up);
  g_assert_cmpfloat_with_epsilon (curve[DH_DRAWN_POINTS - 1], reach / 15, 1e-9);
  for (guint i = 0; i < 100; i++)
    press (self, GDK_KEY_Up);
  g_assert_cmpfloat (curve[DH_DRAWN_POINTS - 1], ==, reach);
  for (guint i = 0; i < 100; i++)
    press (self, GDK_KEY_Down);
  g_assert_cmpfloat (curve[DH_DRAWN_POINTS - 1], ==, -reach);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  load_style ();
  g_test_add ("/curve-pad/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/curve-pad/measured", Fixture, NULL, set_up, test_measured, tear_down);
  g_test_add ("/curve-pad/reach", Fixture, NULL, set_up, test_reach, tear_down);
  return g_test_run ();
}
