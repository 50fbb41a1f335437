/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pointer and keys on a ground's picture.  A surface behaves like an object in the hand: a drag
 * turns it, the wheel or two fingers zoom, a click chooses a point, and a double click beside it
 * resets the camera.  A map and a curve behave like paper: a press marks a point, and a drag moves
 * it.
 */
#include "ui/ground/ground-input.h"

#include "ui/ground/ground-camera.h"
#include "ui/widgets/motion-keys.h"

#include <math.h>

#define CLICK_REACH 4     /* pixels; moving further starts a drag */
#define TURN        0.011 /* radians per pixel */
#define KEY_TURN    (G_PI / 24)
#define KEY_ZOOM    1.15
#define STEP        (1 / 40.0) /* share of the ground's width */
#define SMALL_STEP  (1 / 200.0)

#define N_CONTROLLERS 6

struct _DhGroundInput
{
  GtkWidget *widget;
  const DhGroundInputEvents *events;
  gpointer owner;
  DhGroundPictureKind kind;
  DhGroundCamera camera;
  DhTerrain *terrain; /* (nullable) */
  gboolean has_start;
  double start[2];
  GtkEventController *controllers[N_CONTROLLERS];

  DhCamera drag_camera;
  double drag_start[2];
  gboolean drags; /* moved further than a click */
  double zoom_start;
};

/* ---- places ---- */

static gboolean
pick (DhGroundInput *self, double x, double y, gboolean inside, double at[2])
{
  DhGroundCanvas canvas;

  self->events->get_canvas (&canvas, self->owner);
  return dh_ground_canvas_pick (&canvas, x, y, inside, at);
}

static void
emit_pick (DhGroundInput *self, double x, double y, gboolean finished)
{
  double at[2];

  if (pick (self, x, y, self->kind != DH_GROUND_PICTURE_SURFACE, at))
    self->events->picked (at, finished, self->owner);
}

static void
update_hover (DhGroundInput *self, double x, double y)
{
  double at[2];

  dh_ground_group_set_hover (self->camera.group, pick (self, x, y, FALSE, at) ? at : NULL);
}

static void
motion_cb (DhGroundInput *self, double x, double y)
{
  if (!self->drags || self->kind != DH_GROUND_PICTURE_SURFACE)
    update_hover (self, x, y);
}

static void
leave_cb (DhGroundInput *self)
{
  dh_ground_group_set_hover (self->camera.group, NULL);
}

/* ---- drags and clicks ---- */

static void
pressed_cb (DhGroundInput *self, int n_press, double x, double y)
{
  double at[2];

  if (n_press == 2 && self->kind == DH_GROUND_PICTURE_SURFACE && !pick (self, x, y, FALSE, at))
    dh_ground_camera_reset (&self->camera);
}

static void
drag_begin_cb (DhGroundInput *self, double x, double y, GtkGesture *drag)
{
  double at[2];

  gtk_widget_grab_focus (self->widget);
  self->drags = FALSE;
  self->drag_start[0] = x;
  self->drag_start[1] = y;
  self->drag_camera = *dh_ground_group_get_camera (self->camera.group);
  if (self->kind == DH_GROUND_PICTURE_SURFACE)
    return;
  if (!pick (self, x, y, FALSE, at))
    {
      gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->drags = TRUE;
  gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
  self->events->picked (at, FALSE, self->owner);
}

static void
drag_update_cb (DhGroundInput *self, double dx, double dy, GtkGesture *drag)
{
  DhCamera camera = self->drag_camera;

  if (self->kind != DH_GROUND_PICTURE_SURFACE)
    {
      if (self->drags)
        emit_pick (self, self->drag_start[0] + dx, self->drag_start[1] + dy, FALSE);
      return;
    }
  if (!self->drags && hypot (dx, dy) < CLICK_REACH)
    return;
  if (!self->drags)
    {
      self->drags = TRUE;
      dh_ground_group_set_hover (self->camera.group, NULL);
      gtk_widget_set_cursor_from_name (self->widget, "grabbing");
      gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
    }
  camera.azimuth += TURN * dx;
  camera.elevation += TURN * dy;
  dh_ground_camera_set (&self->camera, &camera, TRUE);
}

static void
end_drag (DhGroundInput *self)
{
  self->drags = FALSE;
  if (self->kind != DH_GROUND_PICTURE_SURFACE)
    return;
  gtk_widget_set_cursor (self->widget, NULL);
  dh_ground_camera_stop (&self->camera);
}

static void
drag_end_cb (DhGroundInput *self, double dx, double dy)
{
  gboolean dragged = self->drags, on_surface = self->kind == DH_GROUND_PICTURE_SURFACE;

  if (dragged != on_surface)
    emit_pick (self, self->drag_start[0] + dx, self->drag_start[1] + dy, TRUE);
  if (dragged)
    end_drag (self);
}

static void
cancel_cb (DhGroundInput *self)
{
  if (self->drags)
    end_drag (self);
}

static gboolean
scroll_cb (DhGroundInput *self, double dx, double dy)
{
  if (self->kind != DH_GROUND_PICTURE_SURFACE)
    return GDK_EVENT_PROPAGATE;
  dh_ground_camera_nudge (&self->camera, 0, 0, pow (KEY_ZOOM, -dy));
  return GDK_EVENT_STOP;
}

static void
zoom_begin_cb (DhGroundInput *self)
{
  self->zoom_start = dh_ground_group_get_camera (self->camera.group)->zoom;
}

static void
zoom_cb (DhGroundInput *self, double scale)
{
  if (self->kind == DH_GROUND_PICTURE_SURFACE)
    dh_ground_camera_nudge (&self->camera, 0, 0,
                            self->zoom_start * scale
                              / dh_ground_group_get_camera (self->camera.group)->zoom);
}

/* ---- keys ---- */

/* On a rotated surface, the right arrow key moves along the dimension that points to the right. */
static void
turn_direction (DhGroundInput *self, double *dx, double *dy)
{
  int quarter = (int) floor (dh_ground_group_get_camera (self->camera.group)->azimuth / G_PI_2
                             + 0.5);

  if (self->kind != DH_GROUND_PICTURE_SURFACE)
    return;
  for (quarter = (quarter % 4 + 4) % 4; quarter > 0; quarter--)
    {
      double old = *dx;

      *dx = *dy;
      *dy = -old;
    }
}

static void
move_start (DhGroundInput *self, double dx, double dy, double step)
{
  const DhTerrain *terrain = self->terrain;
  double move[2];

  turn_direction (self, &dx, &dy);
  move[0] = dx * step;
  move[1] = dy * step;
  for (guint i = 0; i < 2; i++)
    {
      double low = terrain->minimum[i], high = terrain->maximum[i];
      double from = self->has_start ? self->start[i] : (low + high) / 2;

      self->start[i] = CLAMP (from + move[i] * (high - low), low, high);
    }
  self->has_start = TRUE;
  self->events->picked (self->start, TRUE, self->owner);
}

void
dh_ground_input_set_start (DhGroundInput *self, const double at[2])
{
  self->has_start = TRUE;
  self->start[0] = at[0];
  self->start[1] = at[1];
}

static gboolean
press_arrow (DhGroundInput *self, double dx, double dy, GdkModifierType state)
{
  gboolean on_surface = self->kind == DH_GROUND_PICTURE_SURFACE;

  if (state == GDK_CONTROL_MASK && on_surface)
    {
      dh_ground_camera_nudge (&self->camera, -dx * KEY_TURN, dy * KEY_TURN, 1);
      return GDK_EVENT_STOP;
    }
  if ((state & ~GDK_SHIFT_MASK) != 0 || self->terrain == NULL
      || (self->kind == DH_GROUND_PICTURE_CURVE && dy != 0))
    return GDK_EVENT_PROPAGATE;
  move_start (self, dx, dy, (state & GDK_SHIFT_MASK) != 0 ? SMALL_STEP : STEP);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (DhGroundInput *self, guint keyval, guint keycode, GdkModifierType state)
{
  const int zoom = dh_motion_keys_find_zoom (keyval);
  int across, down;

  state &= gtk_accelerator_get_default_mod_mask ();
  if (dh_motion_keys_find_arrow (keyval, &across, &down))
    return press_arrow (self, across, -down, state);
  if ((state & ~GDK_SHIFT_MASK) != 0 || self->kind != DH_GROUND_PICTURE_SURFACE)
    return GDK_EVENT_PROPAGATE;
  if (zoom != 0)
    dh_ground_camera_nudge (&self->camera, 0, 0, zoom > 0 ? KEY_ZOOM : 1 / KEY_ZOOM);
  else if (keyval == GDK_KEY_0 || keyval == GDK_KEY_KP_0)
    dh_ground_camera_reset (&self->camera);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* ---- controllers ---- */

static GtkEventController *
new_drag (DhGroundInput *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (cancel_cb), self);
  return GTK_EVENT_CONTROLLER (drag);
}

static GtkEventController *
new_zoom (DhGroundInput *self)
{
  GtkGesture *zoom = gtk_gesture_zoom_new ();

  g_signal_connect_swapped (zoom, "begin", G_CALLBACK (zoom_begin_cb), self);
  g_signal_connect_swapped (zoom, "scale-changed", G_CALLBACK (zoom_cb), self);
  return GTK_EVENT_CONTROLLER (zoom);
}

static GtkEventController *
new_motion (DhGroundInput *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  return motion;
}

static void
add_controllers (DhGroundInput *self)
{
  GtkEventController *click = GTK_EVENT_CONTROLLER (gtk_gesture_click_new ());
  GtkEventController *drag = new_drag (self);
  GtkEventController *scroll = gtk_event_controller_scroll_new (
    GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *all[N_CONTROLLERS] = { click,  drag, new_motion (self),
                                             scroll, keys, new_zoom (self) };

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  for (guint i = 0; i < N_CONTROLLERS; i++)
    {
      self->controllers[i] = all[i];
      gtk_widget_add_controller (self->widget, all[i]);
    }
  gtk_gesture_group (GTK_GESTURE (click), GTK_GESTURE (drag));
}

/* ---- object ---- */

DhGroundInput *
dh_ground_input_new (GtkWidget *widget, const DhGroundInputEvents *events, gpointer owner)
{
  DhGroundInput *self = g_new0 (DhGroundInput, 1);

  self->widget = widget;
  self->events = events;
  self->owner = owner;
  add_controllers (self);
  return self;
}

void
dh_ground_input_free (DhGroundInput *self)
{
  dh_ground_input_stop (self);
  for (guint i = 0; i < N_CONTROLLERS; i++)
    {
      g_signal_handlers_disconnect_by_data (self->controllers[i], self);
      gtk_widget_remove_controller (self->widget, self->controllers[i]);
    }
  dh_terrain_unref (self->terrain);
  dh_ground_camera_clear (&self->camera);
  g_free (self);
}

void
dh_ground_input_set_kind (DhGroundInput *self, DhGroundPictureKind kind)
{
  self->kind = kind;
  gtk_widget_set_cursor_from_name (self->widget,
                                   kind != DH_GROUND_PICTURE_SURFACE ? "crosshair" : NULL);
}

void
dh_ground_input_set_group (DhGroundInput *self, DhGroundGroup *group)
{
  dh_ground_camera_set_group (&self->camera, group);
}

void
dh_ground_input_set_terrain (DhGroundInput *self, const DhTerrain *terrain)
{
  DhTerrain *old = self->terrain;

  self->terrain = terrain != NULL ? dh_terrain_ref ((DhTerrain *) terrain) : NULL;
  dh_terrain_unref (old);
}

void
dh_ground_input_stop (DhGroundInput *self)
{
  self->drags = FALSE;
  if (self->camera.group == NULL)
    return;
  if (self->camera.still != 0)
    dh_ground_camera_stop (&self->camera);
  dh_ground_group_set_hover (self->camera.group, NULL);
}
