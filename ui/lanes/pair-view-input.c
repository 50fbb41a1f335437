/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pointer and keys on two compared pictures: they zoom, pan, and move the divider.
 */
#include "ui/lanes/pair-view-private.h"

#include <math.h>

#include "ui/widgets/motion-keys.h"

#define KEY_ZOOM   1.25
#define WHEEL_ZOOM 1.15
#define KEY_SHARE  .02 /* of the width, for the divider */
#define KEY_PAN    24  /* pixels */
#define REACH      14  /* of the divider's handle, in pixels */

/* ---- the pointer ---- */

static void
hover (DhPairView *self, double x, double y)
{
  DhPicturePair pair = dh_pair_view_make_pair (self);
  int column, row;

  if (pair.pixels[0] == NULL || pair.pixels[1] == NULL
      || !dh_picture_pair_pick (&pair, x, y, &column, &row))
    column = row = -1;
  dh_pair_view_emit_hovered (self, column, row);
}

static gboolean
is_on_divider (DhPairView *self, double x)
{
  DhPicturePair pair = dh_pair_view_make_pair (self);

  return self->mode == DH_PICTURE_PAIR_WIPE
         && fabs (x - dh_picture_pair_locate_divider (&pair)) < REACH;
}

static void
motion_cb (DhPairView *self, double x, double y)
{
  self->x = x;
  self->y = y;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), is_on_divider (self, x)  ? "ew-resize"
                                                      : self->sight.zoom > 1 ? "grab"
                                                                             : NULL);
  hover (self, x, y);
}

static void
leave_cb (DhPairView *self)
{
  dh_pair_view_emit_hovered (self, -1, -1);
}

static void
move_divider_to (DhPairView *self, double x)
{
  DhPicturePair pair = dh_pair_view_make_pair (self);

  dh_pair_view_set_divider (self, dh_picture_pair_find_divider (&pair, x));
}

/* Where there is nothing to pan, the divider comes to the pointer. */
static void
drag_begin_cb (DhPairView *self, double x, double y, GtkGesture *drag)
{
  self->drags_divider = self->mode == DH_PICTURE_PAIR_WIPE
                        && (self->sight.zoom <= 1 || is_on_divider (self, x));
  self->last[0] = self->last[1] = 0;
  gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->drags_divider)
    move_divider_to (self, x);
}

static void
drag_update_cb (DhPairView *self, double dx, double dy, GtkGestureDrag *drag)
{
  DhPicturePair pair = dh_pair_view_make_pair (self);
  double x, y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  if (self->drags_divider)
    move_divider_to (self, x + dx);
  else
    dh_pair_view_set_sight (self,
                            dh_picture_pair_pan (&pair, dx - self->last[0], dy - self->last[1]));
  self->last[0] = dx;
  self->last[1] = dy;
}

static void
zoom_at (DhPairView *self, double x, double y, double factor)
{
  DhPicturePair pair = dh_pair_view_make_pair (self);

  dh_pair_view_set_sight (self, dh_picture_pair_zoom (&pair, x, y, factor));
}

static gboolean
scroll_cb (DhPairView *self, double dx, double dy)
{
  zoom_at (self, self->x, self->y, pow (WHEEL_ZOOM, -dy));
  return GDK_EVENT_STOP;
}

static void
zoom_begin_cb (DhPairView *self)
{
  self->zoom_start = self->sight.zoom;
}

static void
zoom_cb (DhPairView *self, double scale, GtkGesture *gesture)
{
  double x = self->x, y = self->y;

  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  zoom_at (self, x, y, self->zoom_start * scale / self->sight.zoom);
}

/* ---- the keyboard ---- */

static void
press_arrow (DhPairView *self, int across, int down, GdkModifierType state)
{
  DhPicturePair pair = dh_pair_view_make_pair (self);

  if (self->mode == DH_PICTURE_PAIR_WIPE && across != 0 && (state & GDK_SHIFT_MASK) == 0)
    dh_pair_view_set_divider (self, self->divider + across * KEY_SHARE);
  else
    dh_pair_view_set_sight (self, dh_picture_pair_pan (&pair, -across * KEY_PAN, -down * KEY_PAN));
}

static gboolean
key_pressed_cb (DhPairView *self, guint keyval, guint keycode, GdkModifierType state)
{
  const int zoom = dh_motion_keys_find_zoom (keyval);
  int across, down;

  state &= gtk_accelerator_get_default_mod_mask ();
  if ((state & ~GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if (dh_motion_keys_find_arrow (keyval, &across, &down))
    press_arrow (self, across, down, state);
  else if (zoom != 0)
    dh_pair_view_set_zoom (self, zoom > 0 ? self->sight.zoom * KEY_ZOOM
                                          : self->sight.zoom / KEY_ZOOM);
  else if (keyval == GDK_KEY_0 || keyval == GDK_KEY_KP_0)
    dh_pair_view_set_zoom (self, 1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* ---- both ---- */

void
dh_pair_view_add_controllers (DhPairView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
    GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *drag = gtk_gesture_drag_new (), *zoom = gtk_gesture_zoom_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (zoom, "begin", G_CALLBACK (zoom_begin_cb), self);
  g_signal_connect_swapped (zoom, "scale-changed", G_CALLBACK (zoom_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (zoom));
}
