/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing an expected curve.
 *
 * The curve is a value at each of a few places, not a stroke: one can draw over any part again, with
 * a pointer or with keys, and what was drawn is always a function of the step.
 */
#include "ui/lesson/curve-pad.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/base/number.h"
#include "ui/plot/common/palette.h"
#include "ui/plot/common/text.h"
#include "ui/widgets/scheme.h"

#define WIDTH     300
#define HEIGHT    170
#define LEFT      54.0
#define RIGHT     8.0
#define TOP       8.0
#define BOTTOM    20.0
#define FONT_SIZE 11.0
#define KEY_STEP  .1 /* decades, at most */
#define KEY_STEPS 30 /* from the bottom to the top, at least */

struct _DhCurvePad
{
  GtkWidget parent_instance;
  guint number;
  double above, below; /* decades */
  double curve[DH_DRAWN_POINTS];
  gboolean drawn, editable;
  gboolean fresh; /* the first stroke: what is right of it goes along */
  double *measured; /* log10 of loss ÷ loss at the start; NaN where there is none */
  guint n_measured;
  guint cursor;     /* of the keys */
  double last_x, last_y; /* of the stroke, in values */
  double text_scale;
  char *font_family;
};

enum
{
  SIGNAL_DRAWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhCurvePad, dh_curve_pad, GTK_TYPE_WIDGET)

/* ---- places ---- */

typedef struct
{
  double x, y, width, height;
} Area;

static Area
get_area (DhCurvePad *self)
{
  const double scale = self->text_scale;

  return (Area){ LEFT * scale, TOP, gtk_widget_get_width (GTK_WIDGET (self)) - LEFT * scale - RIGHT,
                 gtk_widget_get_height (GTK_WIDGET (self)) - TOP - BOTTOM * scale };
}

static double
get_y (DhCurvePad *self, Area area, double value)
{
  const double place = (self->above - value) / (self->above + self->below);

  return area.y + CLAMP (place, 0, 1) * area.height;
}

static double
get_value (DhCurvePad *self, Area area, double y)
{
  return self->above - CLAMP ((y - area.y) / area.height, 0, 1) * (self->above + self->below);
}

/* The place along the curve, 0 … DH_DRAWN_POINTS − 1 */
static double
get_place (Area area, double x)
{
  return CLAMP ((x - area.x) / area.width, 0, 1) * (DH_DRAWN_POINTS - 1);
}

/* ---- describing ---- */

/* The last value that is one; a run may end in none. */
static double
find_end (const double *values, guint n)
{
  double end = 0;

  for (guint i = 0; i < n && isfinite (values[i]); i++)
    end = values[i];
  return end;
}

/* What was measured, and beside it what was drawn. */
static char *
dup_measured (DhCurvePad *self)
{
  const double middle = find_end (self->measured, (self->n_measured + 1) / 2);
  const double end = find_end (self->measured, self->n_measured);
  g_autofree char *measured =
    /* Translators: read aloud; a measured curve */
    g_strdup_printf (_ ("Measured: half-way %.3g times the loss at the start, at the end %.3g "
                        "times."),
                     pow (10, middle), pow (10, end));

  if (!self->drawn)
    return g_steal_pointer (&measured);
  /* Translators: read aloud; a sentence on a measured curve, then one on the drawn one */
  return g_strdup_printf (_ ("%s Drawn: half-way %.3g times, at the end %.3g times."), measured,
                          pow (10, self->curve[DH_DRAWN_POINTS / 2]),
                          pow (10, self->curve[DH_DRAWN_POINTS - 1]));
}

static void
describe (DhCurvePad *self)
{
  const double at = 100.0 * self->cursor / (DH_DRAWN_POINTS - 1);
  g_autofree char *words =
    self->measured != NULL ? dup_measured (self)
    : self->drawn
      /* Translators: read aloud; a place on a drawn curve */
      ? g_strdup_printf (_ ("After %.0f %% of the steps: %.3g times the loss at the start. At the "
                            "end: %.3g times"),
                         at, pow (10, self->curve[self->cursor]),
                         pow (10, self->curve[DH_DRAWN_POINTS - 1]))
      : g_strdup (_ ("Nothing is drawn yet. Left and Right choose a place, Up and Down move the "
                     "curve there"));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->measured != NULL ? _ ("Curve of the loss")
                                                         : _ ("Expected curve of the loss"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

/* ---- drawing by hand ---- */

static void
changed (DhCurvePad *self)
{
  self->drawn = TRUE;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_DRAWN], 0);
}

/* The line from the last point of the stroke to this one. */
static void
draw_to (DhCurvePad *self, double x, double y)
{
  const double low = MIN (x, self->last_x), high = MAX (x, self->last_x);

  for (guint i = (guint) fmax (ceil (low - .5), 0); i < DH_DRAWN_POINTS && i <= high + .5; i++)
    {
      const double t = high - low < 1e-9 ? 1 : CLAMP ((i - self->last_x) / (x - self->last_x), 0, 1);

      if (i > 0) /* it starts where the run starts */
        self->curve[i] = self->last_y + t * (y - self->last_y);
    }
  self->last_x = x;
  self->last_y = y;
}

/* What was never drawn goes on level from where the first stroke ended. */
static void
extend (DhCurvePad *self, double x, double y)
{
  for (guint i = 1; i < DH_DRAWN_POINTS; i++)
    self->curve[i] = i <= x ? y * i / fmax (x, 1) : y;
}

static void
begin_cb (GtkGestureDrag *gesture, double x, double y, DhCurvePad *self)
{
  const Area area = get_area (self);

  if (!self->editable)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->last_x = get_place (area, x);
  self->last_y = get_value (self, area, y);
  self->fresh = !self->drawn;
  if (self->fresh)
    extend (self, self->last_x, self->last_y);
  draw_to (self, self->last_x, self->last_y);
  changed (self);
}

static void
update_cb (GtkGestureDrag *gesture, double dx, double dy, DhCurvePad *self)
{
  const Area area = get_area (self);
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  draw_to (self, get_place (area, x + dx), get_value (self, area, y + dy));
  for (guint i = (guint) self->last_x + 1; self->fresh && i < DH_DRAWN_POINTS; i++)
    self->curve[i] = self->last_y;
  changed (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        DhCurvePad *self)
{
  const int across = keyval == GDK_KEY_Right ? 1 : keyval == GDK_KEY_Left ? -1 : 0;
  const double step = fmin (KEY_STEP, (self->above + self->below) / KEY_STEPS);
  const double up = keyval == GDK_KEY_Up ? step : keyval == GDK_KEY_Down ? -step : 0;

  if (!self->editable || (across == 0 && up == 0)
      || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (across != 0)
    {
      self->cursor = (guint) CLAMP ((int) self->cursor + 2 * across, 0, DH_DRAWN_POINTS - 1);
      describe (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return GDK_EVENT_STOP;
    }
  if (self->cursor == 0)
    self->cursor = 2;
  self->last_x = self->cursor;
  self->last_y = CLAMP (self->curve[self->cursor] + up, -self->below, self->above);
  /* All that follows goes along: a curve is drawn from the left to the right. */
  for (guint i = self->cursor - 1; i < DH_DRAWN_POINTS; i++)
    self->curve[i] = i < self->cursor ? (self->curve[self->cursor - 2] + self->last_y) / 2
                                      : self->last_y;
  changed (self);
  return GDK_EVENT_STOP;
}

/* ---- the picture ---- */

/* style: of the label; NULL: none */
static void
draw_line (DhCurvePad *self, cairo_t *cr, Area area, const DhText *style, double value)
{
  const DhPalette *palette = dh_palette_get (dh_scheme_get_current ());
  const double y = floor (get_y (self, area, value)) + .5;
  const double times = pow (10, fabs (value));
  /* 1000, not 1e3 */
  g_autofree char *factor = dh_number_dress (times >= 1000 ? g_strdup_printf ("%.0f", times)
                                                           : g_strdup_printf ("%.3g", times));
  g_autofree char *label = value == 0  ? g_strdup (_ ("start"))
                           : value > 0 ? g_strdup_printf ("× %s", factor)
                                       : g_strdup_printf ("÷ %s", factor);

  dh_color_set_source (cr, palette->grid, value == 0 ? 2 : 1);
  cairo_move_to (cr, area.x, y);
  cairo_line_to (cr, area.x + area.width, y);
  cairo_stroke (cr);
  if (style != NULL)
    dh_text_draw (cr, style, area.x - 5, y, label);
}

static void
draw_grid (DhCurvePad *self, cairo_t *cr, Area area)
{
  const DhPalette *palette = dh_palette_get (dh_scheme_get_current ());
  const DhText style = { .family = self->font_family,
                         .size = FONT_SIZE * self->text_scale,
                         .color = palette->dim_text,
                         .align_x = 1,
                         .align_y = .5 };
  DhText below = style;

  cairo_set_line_width (cr, 1);
  if (self->above < 1)
    {
      draw_line (self, cr, area, &style, self->above);
      draw_line (self, cr, area, &style, 0);
      draw_line (self, cr, area, &style, -self->below);
    }
  else
    for (int decade = (int) self->above; decade >= -(int) self->below; decade--)
      draw_line (self, cr, area, self->below <= 3 || decade % 2 == 0 || decade == 1 ? &style : NULL,
                 decade);
  below.align_y = 1;
  below.align_x = 0;
  dh_text_draw (cr, &below, area.x, gtk_widget_get_height (GTK_WIDGET (self)), _ ("first step"));
  below.align_x = 1;
  dh_text_draw (cr, &below, area.x + area.width, gtk_widget_get_height (GTK_WIDGET (self)),
                _ ("last step"));
}

/* Ends where a value isn't a number. */
static void
stroke (DhCurvePad *self, cairo_t *cr, Area area, const double *values, guint n)
{
  cairo_new_path (cr);
  for (guint i = 0; i < n && !isnan (values[i]); i++)
    cairo_line_to (cr, area.x + area.width * i / (n - 1), get_y (self, area, values[i]));
  cairo_stroke (cr);
}

static void
draw_curves (DhCurvePad *self, cairo_t *cr, Area area)
{
  static const double dashes[] = { 6, 5 };
  const DhScheme scheme = dh_scheme_get_current ();
  const DhPalette *palette = dh_palette_get (scheme);

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 2.5);
  if (self->measured != NULL)
    {
      dh_color_set_source (cr, dh_palette_get_lane (scheme, self->number), 1);
      stroke (self, cr, area, self->measured, self->n_measured);
      cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
    }
  if (!self->drawn)
    return;
  dh_color_set_source (cr, palette->text, self->measured != NULL ? .75 : 1);
  stroke (self, cr, area, self->curve, DH_DRAWN_POINTS);
}

static void
draw_cursor (DhCurvePad *self, cairo_t *cr, Area area)
{
  const DhPalette *palette = dh_palette_get (dh_scheme_get_current ());
  const double x = area.x + area.width * self->cursor / (DH_DRAWN_POINTS - 1);

  dh_color_set_source (cr, palette->text, 1);
  cairo_arc (cr, x, get_y (self, area, self->curve[self->cursor]), 4, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
draw_hint (DhCurvePad *self, cairo_t *cr, Area area)
{
  const DhText style = { .family = self->font_family,
                         .size = (FONT_SIZE + 1) * self->text_scale,
                         .color = dh_palette_get (dh_scheme_get_current ())->dim_text,
                         .align_x = .5,
                         .align_y = .5,
                         .max_width = area.width };

  dh_text_draw (cr, &style, area.x + area.width / 2, area.y + area.height / 2,
                _ ("Draw the curve here"));
}

static void
dh_curve_pad_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhCurvePad *self = DH_CURVE_PAD (widget);
  const Area area = get_area (self);
  cairo_t *cr;

  if (area.width < 10 || area.height < 10)
    return;
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                       (float) gtk_widget_get_height (widget)));
  draw_grid (self, cr, area);
  draw_curves (self, cr, area);
  if (!self->drawn && self->editable)
    draw_hint (self, cr, area);
  if (self->editable && gtk_widget_has_visible_focus (widget))
    draw_cursor (self, cr, area);
  cairo_destroy (cr);
}

/* ---- the widget ---- */

static void
dh_curve_pad_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  const double scale = DH_CURVE_PAD (widget)->text_scale;

  *minimum = *natural = (int) ((orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT) * scale);
}

static void
dh_curve_pad_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DhCurvePad *self = DH_CURVE_PAD (widget);

  GTK_WIDGET_CLASS (dh_curve_pad_parent_class)->css_changed (widget, change);
  dh_widget_take_font (widget, &self->font_family, &self->text_scale);
}

static void
dh_curve_pad_finalize (GObject *object)
{
  DhCurvePad *self = DH_CURVE_PAD (object);

  g_free (self->measured);
  g_free (self->font_family);
  G_OBJECT_CLASS (dh_curve_pad_parent_class)->finalize (object);
}

static void
dh_curve_pad_class_init (DhCurvePadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dh_curve_pad_finalize;
  widget_class->measure = dh_curve_pad_measure;
  widget_class->snapshot = dh_curve_pad_snapshot;
  widget_class->css_changed = dh_curve_pad_css_changed;
  signals[SIGNAL_DRAWN] = g_signal_new ("drawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "curvepad");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_curve_pad_init (DhCurvePad *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->text_scale = 1;
  self->editable = TRUE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
  describe (self);
}

GtkWidget *
dh_curve_pad_new (guint number, double above, double below)
{
  DhCurvePad *self = g_object_new (DH_TYPE_CURVE_PAD, NULL);

  self->number = number;
  self->above = above;
  self->below = below;
  return GTK_WIDGET (self);
}

const double *
dh_curve_pad_get_curve (DhCurvePad *self)
{
  return self->curve;
}

void
dh_curve_pad_set_curve (DhCurvePad *self, const double *curve)
{
  self->drawn = curve != NULL;
  if (curve != NULL)
    memmove (self->curve, curve, sizeof self->curve);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dh_curve_pad_set_measured (DhCurvePad *self, const double *losses, guint n)
{
  g_clear_pointer (&self->measured, g_free);
  if (losses == NULL || n < 2)
    return;
  self->measured = g_new (double, n);
  self->n_measured = n;
  for (guint i = 0; i < n; i++)
    self->measured[i] = log10 (losses[i] / losses[0]);
  describe (self);
  dh_curve_pad_set_editable (self, FALSE);
}

void
dh_curve_pad_set_editable (DhCurvePad *self, gboolean editable)
{
  self->editable = editable;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), editable ? "crosshair" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
