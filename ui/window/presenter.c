/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Presenting.
 *
 * All text becomes larger by the one setting that all widgets and drawings follow already, the
 * resolution of fonts; so do the drawings' lines.  What counts for an audience is how large text is
 * on the picture, not in pixels: on a screen with more pixels, it grows more.
 *
 * On a small projector, larger text leaves no room for four lanes beside each other, so what is
 * around the text becomes smaller: the style class "presenting" of the window does that.
 *
 * The header bar is a flap, which covers the page while it is shown: a page that moved down to make
 * room would lay out and paint everything anew each time.
 */
#include "ui/window/presenter.h"

#include <glib/gi18n-lib.h>

#define USUAL_HEIGHT 660.0 /* of a screen, for text of the usual size */
#define LEAST_SCALE  1.15
#define MOST_SCALE   2.0
#define REST_MS      3000
#define EDGE         2 /* pixels */

struct _DhPresenter
{
  GtkWindow *window;
  AdwFlap *flap;
  DhPresenterChanged changed;
  gpointer data;
  GtkEventController *motion, *keys;
  gboolean active;
  gboolean was_fullscreen; /* before */
  gboolean is_fullscreen;
  guint inhibition; /* 0: none */
  guint rest;       /* source that hides the pointer */
  gboolean hidden;  /* the pointer is */
  double x, y;      /* of the pointer */
};

double
dh_presenter_get_text_scale (int height)
{
  return CLAMP (height / USUAL_HEIGHT, LEAST_SCALE, MOST_SCALE);
}

/* ---- text ---- */

static int
get_screen_height (DhPresenter *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self->window));
  GdkMonitor *monitor = surface != NULL
                          ? gdk_display_get_monitor_at_surface (gdk_surface_get_display (surface),
                                                                surface)
                          : NULL;
  GdkRectangle area = { 0 };

  if (monitor != NULL)
    gdk_monitor_get_geometry (monitor, &area);
  return area.height;
}

static void
enlarge_text (DhPresenter *self)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self->window));
  double scale = dh_presenter_get_text_scale (get_screen_height (self));
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  if (dpi > 0)
    g_object_set (settings, "gtk-xft-dpi", (int) (dpi * scale), NULL);
}

static void
restore_text (DhPresenter *self)
{
  gtk_settings_reset_property (gtk_widget_get_settings (GTK_WIDGET (self->window)), "gtk-xft-dpi");
}

/* ---- the pointer ---- */

/* That of the widget under the pointer, as GTK finds it. */
static GdkCursor *
find_cursor (DhPresenter *self)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->window), self->x, self->y,
                                       GTK_PICK_DEFAULT);

  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_cursor (widget) != NULL)
      return gtk_widget_get_cursor (widget);
  return NULL;
}

static void
set_hidden (DhPresenter *self, gboolean hidden)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self->window));
  g_autoptr (GdkCursor) none = hidden ? gdk_cursor_new_from_name ("none", NULL) : NULL;

  if (self->hidden == hidden)
    return;
  self->hidden = hidden;
  if (surface != NULL)
    gdk_surface_set_cursor (surface, hidden ? none : find_cursor (self));
}

static gboolean
rest_cb (gpointer data)
{
  DhPresenter *self = data;

  self->rest = 0;
  set_hidden (self, !adw_flap_get_reveal_flap (self->flap));
  return G_SOURCE_REMOVE;
}

static void
await_rest (DhPresenter *self)
{
  g_clear_handle_id (&self->rest, g_source_remove);
  self->rest = g_timeout_add (REST_MS, rest_cb, self);
}

/* GTK reports a motion, too, when what is under the pointer moves. */
static void
motion_cb (DhPresenter *self, double x, double y)
{
  GtkWidget *header = adw_flap_get_flap (self->flap);
  double across, down;

  if (!self->active || (x == self->x && y == self->y)
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self->window), GTK_WIDGET (self->flap), x,
                                            y, &across, &down))
    return;
  self->x = x;
  self->y = y;
  set_hidden (self, FALSE);
  await_rest (self);
  if (down <= EDGE)
    adw_flap_set_reveal_flap (self->flap, TRUE);
  else if (down > gtk_widget_get_height (header))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

/* With the header bar shown, F10 opens its menu, as always. */
static gboolean
key_cb (DhPresenter *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (!self->active || keyval != GDK_KEY_F10
      || (state & gtk_accelerator_get_default_mod_mask ()) != 0
      || adw_flap_get_reveal_flap (self->flap))
    return GDK_EVENT_PROPAGATE;
  adw_flap_set_reveal_flap (self->flap, TRUE);
  return GDK_EVENT_STOP;
}

/* ---- beginning and ending ---- */

static void
show_header (DhPresenter *self, gboolean beside)
{
  adw_flap_set_fold_policy (self->flap,
                            beside ? ADW_FLAP_FOLD_POLICY_NEVER : ADW_FLAP_FOLD_POLICY_ALWAYS);
  adw_flap_set_reveal_flap (self->flap, beside);
}

static void
begin (DhPresenter *self)
{
  GtkApplication *application = gtk_window_get_application (self->window);

  self->was_fullscreen = gtk_window_is_fullscreen (self->window);
  if (application != NULL)
    self->inhibition = gtk_application_inhibit (application, self->window,
                                                GTK_APPLICATION_INHIBIT_IDLE, _ ("Presenting"));
  enlarge_text (self);
  gtk_widget_add_css_class (GTK_WIDGET (self->window), "presenting");
  show_header (self, FALSE);
  gtk_window_fullscreen (self->window);
  await_rest (self);
}

static void
end (DhPresenter *self)
{
  GtkApplication *application = gtk_window_get_application (self->window);

  if (application != NULL && self->inhibition != 0)
    gtk_application_uninhibit (application, self->inhibition);
  self->inhibition = 0;
  g_clear_handle_id (&self->rest, g_source_remove);
  set_hidden (self, FALSE);
  restore_text (self);
  gtk_widget_remove_css_class (GTK_WIDGET (self->window), "presenting");
  show_header (self, TRUE);
  if (!self->was_fullscreen)
    gtk_window_unfullscreen (self->window);
}

/* The desktop may end the full screen by itself. */
static void
fullscreened_cb (DhPresenter *self)
{
  gboolean was = self->is_fullscreen;

  self->is_fullscreen = gtk_window_is_fullscreen (self->window);
  if (was && !self->is_fullscreen)
    dh_presenter_set_active (self, FALSE);
}

DhPresenter *
dh_presenter_new (GtkWindow *window, AdwFlap *flap, DhPresenterChanged changed, gpointer data)
{
  DhPresenter *self = g_new0 (DhPresenter, 1);

  self->window = window;
  self->flap = flap;
  self->changed = changed;
  self->data = data;
  self->motion = gtk_event_controller_motion_new ();
  self->keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->motion, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (self->keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (self->motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (self->keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (window), self->motion);
  gtk_widget_add_controller (GTK_WIDGET (window), self->keys);
  g_signal_connect_swapped (window, "notify::fullscreened", G_CALLBACK (fullscreened_cb), self);
  return self;
}

/* Text is larger in the whole program, so it mustn't stay so. */
void
dh_presenter_free (DhPresenter *self)
{
  if (self->active)
    end (self);
  g_signal_handlers_disconnect_by_data (self->window, self);
  gtk_widget_remove_controller (GTK_WIDGET (self->window), self->motion);
  gtk_widget_remove_controller (GTK_WIDGET (self->window), self->keys);
  g_free (self);
}

gboolean
dh_presenter_get_active (DhPresenter *self)
{
  return self->active;
}

void
dh_presenter_set_active (DhPresenter *self, gboolean active)
{
  if (self->active == !!active)
    return;
  self->active = !!active;
  if (active)
    begin (self);
  else
    end (self);
  self->changed (self->data);
}
