/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture with its crop, which is dragged, and with its eyes, which are clicked.
 *
 * What is cut off is dimmed.  The square of a picture that is aligned by landmarks or eyes is
 * turned; as soon as a hand takes it, it is upright.  While eyes are clicked, the square only shows
 * what follows from them.
 *
 * Keys: arrows move the square by a hundredth of the picture, with Shift by a tenth; plus and minus
 * change its size.  While eyes are clicked, arrows move an eye, and Enter goes to the other one;
 * the first Enter puts both where the square would have them.
 */
#include "ui/faces/crop-canvas.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/widgets/motion-keys.h"

#define REACH      14  /* of what can be taken hold of, in pixels of the screen */
#define HANDLE     5   /* radius of a corner */
#define MARGIN     7   /* around the picture: corners at its edge are whole */
#define BEYOND     .25 /* of the picture's longer side: how far a square beyond it is in sight */
#define EYE        7   /* radius of an eye */
#define EYES_APART 8   /* clicks that are nearer than this are the same eye */
#define KEY_STEP   .01 /* of the picture */
#define KEY_LEAP   .1
#define KEY_SCALE  1.02
/* Where eyes are in the unit square of a crop. */
#define EYES_LEFT  .33
#define EYES_RIGHT .67
#define EYES_DOWN  .38

struct _DhCropCanvas
{
  GtkWidget parent_instance;
  GdkTexture *texture; /* or NULL */
  double width, height;
  double beyond; /* pixels around the picture that are in sight */
  DhCropSquare square;
  gboolean has_square;
  DhPoint eyes[2];
  guint n_eyes;
  guint chosen_eye;
  gboolean takes_eyes, editable;
  DhCropPart part; /* that is being dragged */
  gboolean drags_eye;
  DhCropSquare start;
  DhPoint eye_start;
};

enum
{
  SQUARE_CHANGED,
  EYES_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhCropCanvas, dh_crop_canvas, GTK_TYPE_WIDGET)

/* ---- where things are ---- */

typedef struct
{
  double left, top, scale;
} View;

static View
get_view (DhCropCanvas *self)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  const double height = gtk_widget_get_height (GTK_WIDGET (self));
  const double scale = MIN (MAX (width - 2 * MARGIN, 1) / (self->width + 2 * self->beyond),
                            MAX (height - 2 * MARGIN, 1) / (self->height + 2 * self->beyond));

  return (View) { (width - scale * self->width) / 2, (height - scale * self->height) / 2, scale };
}

void
dh_crop_canvas_locate (DhCropCanvas *self, double x, double y, double *widget_x, double *widget_y)
{
  const View view = get_view (self);

  *widget_x = view.left + view.scale * x;
  *widget_y = view.top + view.scale * y;
}

static DhPoint
get_place (DhCropCanvas *self, double x, double y)
{
  const View view = get_view (self);

  return (DhPoint) { (float) CLAMP ((x - view.left) / view.scale, 0, self->width),
                     (float) CLAMP ((y - view.top) / view.scale, 0, self->height) };
}

static double
get_distance (DhCropCanvas *self, DhPoint place, double x, double y)
{
  double place_x, place_y;

  dh_crop_canvas_locate (self, place.x, place.y, &place_x, &place_y);
  return hypot (place_x - x, place_y - y);
}

/* -1: none */
static int
pick_eye (DhCropCanvas *self, double x, double y)
{
  int found = -1;
  double nearest = REACH;

  for (guint i = 0; i < self->n_eyes; i++)
    if (get_distance (self, self->eyes[i], x, y) <= nearest)
      {
        found = (int) i;
        nearest = get_distance (self, self->eyes[i], x, y);
      }
  return found;
}

static DhCropPart
pick_part (DhCropCanvas *self, double x, double y)
{
  const View view = get_view (self);

  if (!self->has_square)
    return DH_CROP_PART_NONE;
  return dh_crop_square_pick (&self->square, (x - view.left) / view.scale,
                              (y - view.top) / view.scale, REACH / view.scale);
}

static gboolean
can_edit (DhCropCanvas *self)
{
  return self->editable && self->texture != NULL;
}

/* ---- drawing ---- */

static void
add_square (DhCropCanvas *self, cairo_t *cr)
{
  static const DhCropPart order[] = { DH_CROP_PART_TOP_LEFT, DH_CROP_PART_TOP_RIGHT,
                                      DH_CROP_PART_BOTTOM_RIGHT, DH_CROP_PART_BOTTOM_LEFT };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      double x, y;

      dh_crop_square_get_corner (&self->square, order[i], &x, &y);
      dh_crop_canvas_locate (self, x, y, &x, &y);
      if (i == 0)
        cairo_move_to (cr, x, y);
      else
        cairo_line_to (cr, x, y);
    }
  cairo_close_path (cr);
}

/* White with a dark edge is seen on any picture. */
static void
stroke_path (cairo_t *cr, double width)
{
  cairo_set_source_rgba (cr, 0, 0, 0, .7);
  cairo_set_line_width (cr, width + 2);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

static void
draw_handles (DhCropCanvas *self, cairo_t *cr)
{
  for (DhCropPart corner = DH_CROP_PART_TOP_LEFT; corner <= DH_CROP_PART_BOTTOM_RIGHT; corner++)
    {
      double x, y;

      dh_crop_square_get_corner (&self->square, corner, &x, &y);
      dh_crop_canvas_locate (self, x, y, &x, &y);
      cairo_arc (cr, x, y, HANDLE, 0, 2 * G_PI);
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_fill_preserve (cr);
      cairo_set_source_rgba (cr, 0, 0, 0, .7);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
}

static void
draw_square (DhCropCanvas *self, cairo_t *cr)
{
  const View view = get_view (self);

  cairo_rectangle (cr, view.left, view.top, view.scale * self->width, view.scale * self->height);
  add_square (self, cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_source_rgba (cr, 0, 0, 0, .55);
  cairo_save (cr);
  cairo_clip (cr);
  cairo_rectangle (cr, view.left, view.top, view.scale * self->width, view.scale * self->height);
  cairo_fill (cr);
  cairo_restore (cr);
  add_square (self, cr);
  stroke_path (cr, 2);
  if (self->editable && !self->takes_eyes)
    draw_handles (self, cr);
}

static void
draw_eyes (DhCropCanvas *self, cairo_t *cr)
{
  const gboolean has_focus = gtk_widget_has_visible_focus (GTK_WIDGET (self));

  for (guint i = 0; i < self->n_eyes; i++)
    {
      const gboolean chosen = has_focus && self->takes_eyes && self->chosen_eye == i;
      double x, y;

      dh_crop_canvas_locate (self, self->eyes[i].x, self->eyes[i].y, &x, &y);
      cairo_arc (cr, x, y, chosen ? EYE + 3 : EYE, 0, 2 * G_PI);
      stroke_path (cr, 2);
      cairo_arc (cr, x, y, 1.5, 0, 2 * G_PI);
      stroke_path (cr, 1);
    }
}

static void
dh_crop_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhCropCanvas *self = DH_CROP_CANVAS (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);
  cairo_t *cr;
  View view;

  if (self->texture == NULL || width < 1 || height < 1)
    return;
  view = get_view (self);
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT ((float) view.left, (float) view.top,
                                                    (float) (view.scale * self->width),
                                                    (float) (view.scale * self->height)));
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (self->has_square)
    draw_square (self, cr);
  draw_eyes (self, cr);
  cairo_destroy (cr);
}

/* ---- words ---- */

static int
get_percent (double share)
{
  return (int) lrint (100 * share);
}

static void
describe (DhCropCanvas *self)
{
  g_autofree char *text = NULL;

  if (self->texture != NULL && self->has_square)
    text =
      g_strdup_printf (_ ("Picture; the crop’s centre is at %d %% of its width and %d %% of its "
                          "height, and its side is %d %% of the shorter side"),
                       get_percent (self->square.x / self->width),
                       get_percent (self->square.y / self->height),
                       get_percent (self->square.side / MIN (self->width, self->height)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : _ ("Picture"), -1);
}

static void
show_change (DhCropCanvas *self)
{
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- what a hand does ---- */

static void
take_square (DhCropCanvas *self, DhCropSquare square)
{
  self->square = square;
  self->n_eyes = 0;
  show_change (self);
  g_signal_emit (self, signals[SQUARE_CHANGED], 0);
}

/* The left one first. */
static void
sort_eyes (DhCropCanvas *self)
{
  const DhPoint left = self->eyes[0];

  if (self->n_eyes < 2 || left.x <= self->eyes[1].x)
    return;
  self->eyes[0] = self->eyes[1];
  self->eyes[1] = left;
  self->chosen_eye = 1 - self->chosen_eye;
}

static void
take_eyes (DhCropCanvas *self)
{
  show_change (self);
  if (self->n_eyes == 2)
    g_signal_emit (self, signals[EYES_CHANGED], 0);
}

/* A third click begins anew. */
static void
click_eye (DhCropCanvas *self, double x, double y)
{
  if (self->n_eyes == 2)
    self->n_eyes = 0;
  if (self->n_eyes == 1 && get_distance (self, self->eyes[0], x, y) < EYES_APART)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  self->chosen_eye = self->n_eyes;
  self->eyes[self->n_eyes++] = get_place (self, x, y);
  sort_eyes (self);
  take_eyes (self);
}

static gboolean
move_eye (DhCropCanvas *self, DhPoint place)
{
  const DhPoint other = self->eyes[1 - self->chosen_eye];

  place.x = CLAMP (place.x, 0, (float) self->width);
  place.y = CLAMP (place.y, 0, (float) self->height);
  if (self->n_eyes == 2 && hypotf (place.x - other.x, place.y - other.y) < 1)
    return FALSE;
  self->eyes[self->chosen_eye] = place;
  return TRUE;
}

/* ---- the pointer ---- */

static void
drag_begin_cb (DhCropCanvas *self, double x, double y, GtkGesture *drag)
{
  const int eye = pick_eye (self, x, y);

  self->part = DH_CROP_PART_NONE;
  self->drags_eye = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!can_edit (self))
    return;
  gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->takes_eyes && eye < 0)
    click_eye (self, x, y);
  else if (eye >= 0)
    {
      self->drags_eye = TRUE;
      self->chosen_eye = (guint) eye;
      self->eye_start = self->eyes[eye];
    }
  else
    self->part = pick_part (self, x, y);
  self->start = self->square;
}

static void
drag_square (DhCropCanvas *self, double x, double y, double dx, double dy)
{
  const View view = get_view (self);

  if (self->part == DH_CROP_PART_INSIDE)
    take_square (self, dh_crop_square_move (&self->start, dx / view.scale, dy / view.scale,
                                            self->width, self->height));
  else
    take_square (self, dh_crop_square_stretch (&self->start, self->part,
                                               (x + dx - view.left) / view.scale,
                                               (y + dy - view.top) / view.scale, self->width,
                                               self->height));
}

static void
drag_update_cb (DhCropCanvas *self, double dx, double dy, GtkGestureDrag *drag)
{
  const View view = get_view (self);
  double x, y;

  if (!can_edit (self) || (dx == 0 && dy == 0))
    return;
  gtk_gesture_drag_get_start_point (drag, &x, &y);
  if (self->part != DH_CROP_PART_NONE)
    drag_square (self, x, y, dx, dy);
  else if (self->drags_eye
           && move_eye (self, (DhPoint) { self->eye_start.x + (float) (dx / view.scale),
                                          self->eye_start.y + (float) (dy / view.scale) }))
    take_eyes (self);
}

static void
drag_end_cb (DhCropCanvas *self)
{
  self->part = DH_CROP_PART_NONE;
  if (!self->drags_eye)
    return;
  self->drags_eye = FALSE;
  sort_eyes (self);
  take_eyes (self);
}

static void
motion_cb (DhCropCanvas *self, double x, double y)
{
  static const char *const cursors[] = {
    [DH_CROP_PART_TOP_LEFT] = "nwse-resize",
    [DH_CROP_PART_TOP_RIGHT] = "nesw-resize",
    [DH_CROP_PART_BOTTOM_LEFT] = "nesw-resize",
    [DH_CROP_PART_BOTTOM_RIGHT] = "nwse-resize",
    [DH_CROP_PART_INSIDE] = "move",
  };
  const char *cursor = NULL;
  DhCropPart part;

  if (can_edit (self) && pick_eye (self, x, y) >= 0)
    cursor = "grab";
  else if (can_edit (self) && self->takes_eyes)
    cursor = "crosshair";
  else if (can_edit (self) && (part = pick_part (self, x, y)) != DH_CROP_PART_NONE)
    cursor = cursors[part];
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursor);
}

/* ---- the keyboard ---- */

static void
press_arrow (DhCropCanvas *self, int across, int down, GdkModifierType state)
{
  const double step = (state & GDK_SHIFT_MASK) != 0 ? KEY_LEAP : KEY_STEP;
  const double dx = across * step * self->width, dy = down * step * self->height;
  const DhPoint eye = self->eyes[self->chosen_eye];

  if (!self->takes_eyes && self->has_square)
    take_square (self, dh_crop_square_move (&self->square, dx, dy, self->width, self->height));
  else if (self->takes_eyes && self->n_eyes == 2
           && move_eye (self, (DhPoint) { eye.x + (float) dx, eye.y + (float) dy }))
    {
      sort_eyes (self);
      take_eyes (self);
    }
}

static void
press_scale (DhCropCanvas *self, double factor)
{
  if (!self->takes_eyes && self->has_square)
    take_square (self, dh_crop_square_scale (&self->square, factor, self->width, self->height));
}

/* Puts both eyes where they are in a crop; or goes to the other one. */
static gboolean
press_enter (DhCropCanvas *self)
{
  const DhCropSquare *square = &self->square;

  if (!self->takes_eyes || !self->has_square)
    return GDK_EVENT_PROPAGATE;
  self->chosen_eye = self->n_eyes == 2 ? 1 - self->chosen_eye : 0;
  if (self->n_eyes < 2)
    {
      const double c = cos (square->angle), s = sin (square->angle);
      const double down = (EYES_DOWN - .5) * square->side;

      for (guint i = 0; i < 2; i++)
        {
          const double across = ((i == 0 ? EYES_LEFT : EYES_RIGHT) - .5) * square->side;

          self->eyes[i] = (DhPoint) { (float) (square->x + c * across - s * down),
                                      (float) (square->y + s * across + c * down) };
        }
      self->n_eyes = 2;
      sort_eyes (self);
    }
  take_eyes (self);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (DhCropCanvas *self, guint keyval, guint keycode, GdkModifierType state)
{
  const int zoom = dh_motion_keys_find_zoom (keyval);
  int across, down;

  state &= gtk_accelerator_get_default_mod_mask ();
  if ((state & ~GDK_SHIFT_MASK) != 0 || !can_edit (self))
    return GDK_EVENT_PROPAGATE;
  if (dh_motion_keys_find_arrow (keyval, &across, &down))
    press_arrow (self, across, down, state);
  else if (zoom != 0)
    press_scale (self, zoom > 0 ? KEY_SCALE : 1 / KEY_SCALE);
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    return press_enter (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* ---- set-up ---- */

static void
dh_crop_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = 160;
  *natural = 400;
}

static void
dh_crop_canvas_finalize (GObject *object)
{
  g_clear_object (&DH_CROP_CANVAS (object)->texture);
  G_OBJECT_CLASS (dh_crop_canvas_parent_class)->finalize (object);
}

static void
dh_crop_canvas_class_init (DhCropCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dh_crop_canvas_finalize;
  widget_class->snapshot = dh_crop_canvas_snapshot;
  widget_class->measure = dh_crop_canvas_measure;
  signals[SQUARE_CHANGED] = g_signal_new ("square-changed", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EYES_CHANGED] = g_signal_new ("eyes-changed", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "cropcanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_crop_canvas_init (DhCropCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->part = DH_CROP_PART_NONE;
  self->width = self->height = 1;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  describe (self);
}

void
dh_crop_canvas_set_picture (DhCropCanvas *self, GdkTexture *texture, int width, int height)
{
  g_return_if_fail (DH_IS_CROP_CANVAS (self) && (texture == NULL || (width > 0 && height > 0)));
  g_set_object (&self->texture, texture);
  self->width = MAX (width, 1);
  self->height = MAX (height, 1);
  self->has_square = self->drags_eye = FALSE;
  self->part = DH_CROP_PART_NONE;
  self->n_eyes = self->chosen_eye = 0;
  show_change (self);
}

GdkTexture *
dh_crop_canvas_get_texture (DhCropCanvas *self)
{
  return self->texture;
}

/* Faces near a picture's edge have crops that reach beyond it.  Nothing moves under a hand. */
static void
make_room (DhCropCanvas *self)
{
  double beyond = 0;

  if (self->drags_eye || self->part != DH_CROP_PART_NONE)
    return;
  for (DhCropPart corner = DH_CROP_PART_TOP_LEFT; corner <= DH_CROP_PART_BOTTOM_RIGHT; corner++)
    {
      double x, y;

      dh_crop_square_get_corner (&self->square, corner, &x, &y);
      beyond = MAX (beyond, MAX (MAX (-x, x - self->width), MAX (-y, y - self->height)));
    }
  self->beyond = MIN (beyond, BEYOND * MAX (self->width, self->height));
}

void
dh_crop_canvas_set_square (DhCropCanvas *self, const DhCropSquare *square)
{
  g_return_if_fail (DH_IS_CROP_CANVAS (self));
  self->has_square = square != NULL;
  if (square != NULL)
    {
      self->square = *square;
      make_room (self);
    }
  show_change (self);
}

gboolean
dh_crop_canvas_get_square (DhCropCanvas *self, DhCropSquare *square)
{
  *square = self->square;
  return self->has_square;
}

void
dh_crop_canvas_set_eyes (DhCropCanvas *self, const DhPoint *eyes)
{
  g_return_if_fail (DH_IS_CROP_CANVAS (self));
  self->n_eyes = eyes != NULL ? 2 : 0;
  if (eyes != NULL)
    memcpy (self->eyes, eyes, sizeof self->eyes);
  show_change (self);
}

gboolean
dh_crop_canvas_get_eyes (DhCropCanvas *self, DhPoint eyes[2])
{
  memcpy (eyes, self->eyes, sizeof self->eyes);
  return self->n_eyes == 2;
}

gboolean
dh_crop_canvas_awaits_eye (DhCropCanvas *self)
{
  g_return_val_if_fail (DH_IS_CROP_CANVAS (self), FALSE);
  return self->n_eyes == 1;
}

void
dh_crop_canvas_set_takes_eyes (DhCropCanvas *self, gboolean takes_eyes)
{
  g_return_if_fail (DH_IS_CROP_CANVAS (self));
  self->takes_eyes = takes_eyes;
  if (!takes_eyes && self->n_eyes == 1)
    self->n_eyes = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dh_crop_canvas_set_editable (DhCropCanvas *self, gboolean editable)
{
  g_return_if_fail (DH_IS_CROP_CANVAS (self));
  self->editable = editable;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
