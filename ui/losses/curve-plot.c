/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The curves of losses and of their slopes, as a widget.  The curves are rendered when they change;
 * the marker, which moves with the pointer, is drawn separately over them.  For keyboards and
 * screen readers, the widget is a slider for the error.
 */
#include "ui/losses/curve-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"

#define FONT_SIZE       11.0
#define GAP             10
#define MIN_PANEL_WIDTH 250
#define PANEL_HEIGHT    216
#define N_PANELS        2
#define N_STEPS         100 /* from zero to the end: they keep the error a short number */

struct _DhCurvePlot
{
  GtkWidget parent_instance;
  GArray *curves;
  double error;
  double range;
  gboolean same_height;
  double drag_start;
  char *font_family;
  GskRenderNode *ground; /* NULL: must be redrawn */
  GskRenderNode *marker;
};

enum
{
  PROP_0,
  PROP_ERROR,
  PROP_RANGE,
  PROP_SAME_HEIGHT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhCurvePlot, dh_curve_plot, GTK_TYPE_WIDGET)

static double
get_text_scale (DhCurvePlot *self)
{
  return dh_widget_get_text_scale (GTK_WIDGET (self));
}

static gboolean
is_side_by_side (DhCurvePlot *self, int width)
{
  return width >= N_PANELS * MIN_PANEL_WIDTH * get_text_scale (self) + GAP;
}

static graphene_rect_t
get_panel (DhCurvePlot *self, guint panel, double width, double height)
{
  if (is_side_by_side (self, (int) width))
    {
      double side = (width - GAP) / N_PANELS;

      return GRAPHENE_RECT_INIT (panel * (side + GAP), 0, side, height);
    }
  height = (height - GAP) / N_PANELS;
  return GRAPHENE_RECT_INIT (0, panel * (height + GAP), width, height);
}

static const char *
get_title (DhCurvePlot *self, guint panel)
{
  if (self->same_height)
    return panel == 1 ? _ ("Slope, scaled to 1") : _ ("Loss, scaled to 1");
  return panel == 1 ? _ ("Slope: how hard it pushes") : _ ("Loss: the penalty for an error");
}

static DhCurveChart
get_chart (DhCurvePlot *self, guint panel)
{
  return (DhCurveChart) {
    .curves = (const DhCurve *) (gpointer) self->curves->data,
    .n_curves = self->curves->len,
    .slopes = panel == 1,
    .same_height = self->same_height,
    .range = self->range,
    .title = get_title (self, panel),
    .scheme = dh_scheme_get_current (),
    .font_size = FONT_SIZE * get_text_scale (self),
    .font_family = self->font_family,
  };
}

static void
invalidate_marker (DhCurvePlot *self)
{
  g_clear_pointer (&self->marker, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
invalidate (DhCurvePlot *self)
{
  g_clear_pointer (&self->ground, gsk_render_node_unref);
  invalidate_marker (self);
}

static void
draw_ground (cairo_t *cr, double width, double height, gpointer data)
{
  for (guint panel = 0; panel < N_PANELS; panel++)
    {
      graphene_rect_t place = get_panel (data, panel, width, height);
      DhCurveChart chart = get_chart (data, panel);

      cairo_save (cr);
      cairo_translate (cr, place.origin.x, place.origin.y);
      dh_curve_chart_draw (&chart, cr, place.size.width, place.size.height);
      cairo_restore (cr);
    }
}

static void
draw_marker (cairo_t *cr, double width, double height, gpointer data)
{
  DhCurvePlot *self = data;
  gboolean focused = gtk_widget_has_visible_focus (GTK_WIDGET (self));

  for (guint panel = 0; panel < N_PANELS; panel++)
    {
      graphene_rect_t place = get_panel (self, panel, width, height);
      DhCurveChart chart = get_chart (self, panel);

      cairo_save (cr);
      cairo_translate (cr, place.origin.x, place.origin.y);
      dh_curve_chart_draw_marker (&chart, cr, place.size.width, place.size.height, self->error,
                                  focused);
      cairo_restore (cr);
    }
}

static void
dh_curve_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhCurvePlot *self = DH_CURVE_PLOT (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (width <= 0 || height <= 0 || self->curves->len == 0)
    return;
  dh_picture_append (snapshot, &self->ground, widget, 0, 0, width, height, draw_ground, self);
  dh_picture_append (snapshot, &self->marker, widget, 0, 0, width, height, draw_marker, self);
}

static GtkSizeRequestMode
dh_curve_plot_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dh_curve_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  DhCurvePlot *self = DH_CURVE_PLOT (widget);
  double scale = get_text_scale (self);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = (int) ceil (200 * scale);
      *natural = (int) ceil (N_PANELS * MIN_PANEL_WIDTH * scale) + GAP;
      return;
    }
  *minimum = *natural = (int) ceil (PANEL_HEIGHT * scale);
  if (for_size >= 0 && !is_side_by_side (self, for_size))
    *minimum = *natural = N_PANELS * *natural + GAP;
}

static void
dh_curve_plot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  invalidate (DH_CURVE_PLOT (widget));
}

static void
dh_curve_plot_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DhCurvePlot *self = DH_CURVE_PLOT (widget);

  GTK_WIDGET_CLASS (dh_curve_plot_parent_class)->css_changed (widget, change);
  dh_widget_take_font (widget, &self->font_family, NULL);
  invalidate (self);
}

/* ---- moving the marker ---- */

static double
get_step (DhCurvePlot *self)
{
  return self->range / N_STEPS;
}

static void
move_to (DhCurvePlot *self, double x, double y)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  graphene_rect_t first = get_panel (self, 0, width, height);
  graphene_rect_t second = get_panel (self, 1, width, height);
  gboolean beside = second.origin.x > 0;
  DhCurveChart chart = get_chart (self, 0);
  double error;

  if (beside && x >= second.origin.x - GAP / 2.0)
    x -= second.origin.x;
  error = dh_curve_chart_get_error (&chart, first.size.width, first.size.height, x);
  dh_curve_plot_set_error (self, round (error / get_step (self)) * get_step (self));
}

static void
drag_begin_cb (DhCurvePlot *self, double x, double y, GtkGestureDrag *drag)
{
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  move_to (self, x, y);
}

/* A drag stays in the panel where it began. */
static void
drag_update_cb (DhCurvePlot *self, double x, double y, GtkGestureDrag *drag)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  graphene_rect_t second = get_panel (self, 1, width, gtk_widget_get_height (GTK_WIDGET (self)));
  double start_x = 0.0, start_y = 0.0, border = second.origin.x - GAP / 2.0;

  gtk_gesture_drag_get_start_point (drag, &start_x, &start_y);
  x += start_x;
  if (second.origin.x > 0)
    x = start_x >= border ? MAX (x, border) : MIN (x, border - 1);
  move_to (self, x, start_y + y);
}

static gboolean
key_pressed_cb (DhCurvePlot *self, guint keyval, guint keycode, GdkModifierType state)
{
  double step = get_step (self), error = self->error;

  if ((state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_SHIFT_MASK) != 0)
    step *= 10;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      error -= step;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      error += step;
      break;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      error -= 10 * step;
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      error += 10 * step;
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      error = -self->range;
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      error = self->range;
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  dh_curve_plot_set_error (self, round (error / get_step (self)) * get_step (self));
  return GDK_EVENT_STOP;
}

/* ---- object ---- */

static void
dh_curve_plot_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhCurvePlot *self = DH_CURVE_PLOT (object);

  switch (id)
    {
    case PROP_ERROR:
      g_value_set_double (value, self->error);
      break;
    case PROP_RANGE:
      g_value_set_double (value, self->range);
      break;
    case PROP_SAME_HEIGHT:
      g_value_set_boolean (value, self->same_height);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_curve_plot_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhCurvePlot *self = DH_CURVE_PLOT (object);

  switch (id)
    {
    case PROP_ERROR:
      dh_curve_plot_set_error (self, g_value_get_double (value));
      break;
    case PROP_RANGE:
      dh_curve_plot_set_range (self, g_value_get_double (value));
      break;
    case PROP_SAME_HEIGHT:
      dh_curve_plot_set_same_height (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_curve_plot_dispose (GObject *object)
{
  DhCurvePlot *self = DH_CURVE_PLOT (object);

  g_clear_pointer (&self->ground, gsk_render_node_unref);
  g_clear_pointer (&self->marker, gsk_render_node_unref);
  G_OBJECT_CLASS (dh_curve_plot_parent_class)->dispose (object);
}

static void
dh_curve_plot_finalize (GObject *object)
{
  DhCurvePlot *self = DH_CURVE_PLOT (object);

  g_array_unref (self->curves);
  g_free (self->font_family);
  G_OBJECT_CLASS (dh_curve_plot_parent_class)->finalize (object);
}

static void
dh_curve_plot_class_init (DhCurvePlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_curve_plot_get_property;
  object_class->set_property = dh_curve_plot_set_property;
  object_class->dispose = dh_curve_plot_dispose;
  object_class->finalize = dh_curve_plot_finalize;
  widget_class->snapshot = dh_curve_plot_snapshot;
  widget_class->get_request_mode = dh_curve_plot_get_request_mode;
  widget_class->measure = dh_curve_plot_measure;
  widget_class->size_allocate = dh_curve_plot_size_allocate;
  widget_class->css_changed = dh_curve_plot_css_changed;
  properties[PROP_ERROR] = g_param_spec_double ("error", NULL, NULL, -1, 1, DH_CURVE_PLOT_ERROR,
                                                flags);
  properties[PROP_RANGE] = g_param_spec_double ("range", NULL, NULL, 1e-3, 1, DH_CURVE_PLOT_RANGE,
                                                flags);
  properties[PROP_SAME_HEIGHT] = g_param_spec_boolean ("same-height", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "curveplot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
update_accessible_value (DhCurvePlot *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  -self->range, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, self->range,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, self->error, -1);
}

static void
add_controllers (DhCurvePlot *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, keys);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (invalidate_marker), NULL);
}

static void
add_table_row (DhCurvePlot *self, DhTableText *table, double error)
{
  dh_table_text_add_number (table, error);
  for (guint i = 0; i < self->curves->len; i++)
    {
      const DhCurve *curve = &g_array_index (self->curves, DhCurve, i);
      double slope = NAN, loss = curve->evaluate (curve->data, error, &slope);

      dh_table_text_add_number (table, loss);
      dh_table_text_add_number (table, slope);
    }
  dh_table_text_end_row (table);
}

/* The losses and slopes themselves, also where they are drawn at the same height. */
static DhTableText *
make_table (GtkWidget *widget)
{
  DhCurvePlot *self = DH_CURVE_PLOT (widget);
  DhTableText *table = dh_table_text_new ();

  dh_table_text_add (table, _ ("Error"));
  for (guint i = 0; i < self->curves->len; i++)
    {
      const char *label = g_array_index (self->curves, DhCurve, i).label;
      /* Translators: heading of a column; %s is the name of a loss */
      g_autofree char *slope = g_strdup_printf (_ ("Slope of %s"), label);

      dh_table_text_add (table, label);
      dh_table_text_add (table, slope);
    }
  dh_table_text_end_row (table);
  for (int i = -N_STEPS; i <= N_STEPS; i++)
    add_table_row (self, table, i * get_step (self));
  return table;
}

static void
dh_curve_plot_init (DhCurvePlot *self)
{
  static const DhCopyable copyable = { .name = "curves", .make_table = make_table };

  self->curves = g_array_new (FALSE, FALSE, sizeof (DhCurve));
  self->error = DH_CURVE_PLOT_ERROR;
  self->range = DH_CURVE_PLOT_RANGE;
  self->same_height = TRUE;
  dh_copyable_add (GTK_WIDGET (self), &copyable);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "ew-resize");
  add_controllers (self);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Error of a pixel"), -1);
  update_accessible_value (self);
}

GtkWidget *
dh_curve_plot_new (void)
{
  return g_object_new (DH_TYPE_CURVE_PLOT, NULL);
}

void
dh_curve_plot_set_curves (DhCurvePlot *self, const DhCurve *curves, guint n_curves)
{
  g_array_set_size (self->curves, 0);
  g_array_append_vals (self->curves, curves, n_curves);
  invalidate (self);
}

double
dh_curve_plot_get_error (DhCurvePlot *self)
{
  return self->error;
}

void
dh_curve_plot_set_error (DhCurvePlot *self, double error)
{
  g_return_if_fail (isfinite (error));
  error = CLAMP (error, -self->range, self->range);
  if (self->error == error)
    return;
  self->error = error;
  invalidate_marker (self);
  update_accessible_value (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

double
dh_curve_plot_get_range (DhCurvePlot *self)
{
  return self->range;
}

/* Moves a marker that would be outside to the end of the axis. */
void
dh_curve_plot_set_range (DhCurvePlot *self, double range)
{
  g_return_if_fail (range > 0.0 && range <= 1.0);
  if (self->range == range)
    return;
  self->range = range;
  invalidate (self);
  dh_curve_plot_set_error (self, self->error);
  update_accessible_value (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RANGE]);
}

gboolean
dh_curve_plot_get_same_height (DhCurvePlot *self)
{
  return self->same_height;
}

void
dh_curve_plot_set_same_height (DhCurvePlot *self, gboolean same_height)
{
  if (self->same_height == same_height)
    return;
  self->same_height = same_height;
  invalidate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAME_HEIGHT]);
}
