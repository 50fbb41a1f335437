/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The points of the ground Fit, which can be dragged, and the balls' lines.  All lanes share the
 * points, so a point that is dragged in one card moves in all, and every ground morphs under its
 * ball while the pointer is still down.
 */
#include "ui/hills/fit-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/charts/fit-plot.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"

#define MIN_HEIGHT     120
#define NATURAL_HEIGHT 150
#define MIN_WIDTH      160
#define KEY_STEP       .05
#define KEY_LEAP       .25

struct _DhFitView
{
  GtkWidget parent_instance;
  DhRace *race;
  int runner;
  int hovered; /* under the pointer, or −1 */
  int chosen;  /* selected by key or press, or −1 */
  gboolean dragging;
  GskRenderNode *node; /* NULL: must be redrawn */
};

G_DEFINE_FINAL_TYPE (DhFitView, dh_fit_view, GTK_TYPE_WIDGET)

static void
invalidate (DhFitView *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static guint
get_n_points (DhFitView *self)
{
  guint n_points = 0;

  if (self->race != NULL)
    dh_race_get_points (self->race, &n_points);
  return n_points;
}

static void
add_line (DhFitView *self, DhFitPlot *plot, guint runner)
{
  const DhRunner *request = dh_race_get_runner (self->race, runner);
  double slope, intercept;

  if (request->hidden || plot->n_lines >= G_N_ELEMENTS (plot->lines)
      || !dh_race_get_line (self->race, runner, &slope, &intercept))
    return;
  plot->lines[plot->n_lines].number = request->number;
  plot->lines[plot->n_lines].slope = slope;
  plot->lines[plot->n_lines++].intercept = intercept;
}

static DhFitPlot
make_plot (DhFitView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_focus = gtk_widget_has_focus (widget);
  DhFitPlot plot = {
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
    .scheme = dh_scheme_get_current (),
    .hovered = self->dragging || (self->hovered < 0 && has_focus) ? self->chosen : self->hovered,
  };
  guint n_runners = dh_race_get_n_runners (self->race);

  plot.points = dh_race_get_points (self->race, &plot.n_points);
  for (guint i = 0; i < n_runners; i++)
    if (self->runner == DH_FIT_VIEW_ALL || self->runner == (int) i)
      add_line (self, &plot, i);
  return plot;
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  DhFitPlot plot = make_plot (data);

  dh_fit_plot_draw (&plot, cr);
}

static void
describe (DhFitView *self)
{
  guint n_points = get_n_points (self);
  g_autofree char *text =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u point and the line through it",
                                  "%u points and the line through them", n_points),
                     n_points);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* ---- what is done to points ---- */

static void
choose (DhFitView *self, int point)
{
  int n_points = (int) get_n_points (self);

  self->chosen = n_points > 0 ? CLAMP (point, -1, n_points - 1) : -1;
  invalidate (self);
}

static void
add (DhFitView *self, DhFitPoint place)
{
  if (dh_race_add_point (self->race, place))
    choose (self, (int) get_n_points (self) - 1);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
  describe (self);
}

static void
take_away (DhFitView *self, int point)
{
  if (point < 0 || point >= (int) get_n_points (self))
    return;
  dh_race_remove_point (self->race, (guint) point);
  self->hovered = -1;
  choose (self, MIN (self->chosen, (int) get_n_points (self) - 1));
  describe (self);
}

static void
move_to (DhFitView *self, double x, double y)
{
  DhFitPlot plot = make_plot (self);

  if (self->chosen >= 0)
    dh_race_move_point (self->race, (guint) self->chosen, dh_fit_plot_get_place (&plot, x, y));
  invalidate (self);
}

/* ---- the pointer ---- */

static int
pick (DhFitView *self, double x, double y)
{
  DhFitPlot plot = make_plot (self);

  return dh_fit_plot_pick (&plot, x, y);
}

static void
pressed_cb (DhFitView *self, int n_press, double x, double y, GtkGesture *click)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));
  int point = pick (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (point >= 0 && (button == GDK_BUTTON_SECONDARY || n_press > 1))
    take_away (self, point);
  else if (point >= 0 && button == GDK_BUTTON_PRIMARY)
    {
      self->dragging = TRUE;
      choose (self, point);
    }
}

static void
drag_update_cb (DhFitView *self, double dx, double dy, GtkGestureDrag *drag)
{
  double x, y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  if (self->dragging)
    move_to (self, x + dx, y + dy);
}

/* A click that hit no point and wasn't a drag. */
static void
released_cb (DhFitView *self, int n_press, double x, double y, GtkGesture *click)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));
  gboolean dragged = self->dragging;
  DhFitPlot plot = make_plot (self);

  self->dragging = FALSE;
  if (!dragged && n_press == 1 && button == GDK_BUTTON_PRIMARY && pick (self, x, y) < 0
      && gtk_widget_contains (GTK_WIDGET (self), x, y))
    add (self, dh_fit_plot_get_place (&plot, x, y));
}

static void
hover (DhFitView *self, int point)
{
  if (self->hovered == point)
    return;
  self->hovered = point;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), point >= 0 ? "grab" : "crosshair");
  invalidate (self);
}

static void
motion_cb (DhFitView *self, double x, double y)
{
  if (!self->dragging)
    hover (self, pick (self, x, y));
}

static void
left_cb (DhFitView *self)
{
  hover (self, -1);
}

/* ---- the keyboard ---- */

static void
nudge (DhFitView *self, double dx, double dy)
{
  guint n_points;
  const DhFitPoint *points = dh_race_get_points (self->race, &n_points);
  DhFitPoint point;

  if (self->chosen < 0 || self->chosen >= (int) n_points)
    {
      choose (self, 0);
      return;
    }
  point = points[self->chosen];
  point.x = CLAMP (point.x + dx, -1, 1);
  point.y = CLAMP (point.y + dy, -1, 1);
  dh_race_move_point (self->race, (guint) self->chosen, point);
  invalidate (self);
}

static gboolean
key_pressed_cb (DhFitView *self, guint keyval, guint keycode, GdkModifierType state)
{
  double step = (state & GDK_SHIFT_MASK) != 0 ? KEY_LEAP : KEY_STEP;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
      nudge (self, -step, 0);
      break;
    case GDK_KEY_Right:
      nudge (self, step, 0);
      break;
    case GDK_KEY_Up:
      nudge (self, 0, step);
      break;
    case GDK_KEY_Down:
      nudge (self, 0, -step);
      break;
    case GDK_KEY_Page_Up:
      choose (self, MAX (self->chosen - 1, 0));
      break;
    case GDK_KEY_Page_Down:
      choose (self, self->chosen + 1);
      break;
    case GDK_KEY_Insert:
      add (self, (DhFitPoint) { 0, 0 });
      break;
    case GDK_KEY_Delete:
    case GDK_KEY_BackSpace:
      take_away (self, self->chosen);
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  return GDK_EVENT_STOP;
}

/* ---- the widget ---- */

static void
dh_fit_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhFitView *self = DH_FIT_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (self->race == NULL || width < 1 || height < 1)
    return;
  dh_picture_append (snapshot, &self->node, widget, 0, 0, width, height, draw, self);
}

static void
dh_fit_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? MIN_HEIGHT : MIN_WIDTH;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? NATURAL_HEIGHT : MIN_WIDTH;
}

static void
dh_fit_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  invalidate (DH_FIT_VIEW (widget));
}

static void
dh_fit_view_dispose (GObject *object)
{
  DhFitView *self = DH_FIT_VIEW (object);

  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_object (&self->race);
  G_OBJECT_CLASS (dh_fit_view_parent_class)->dispose (object);
}

static void
dh_fit_view_class_init (DhFitViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_fit_view_dispose;
  widget_class->snapshot = dh_fit_view_snapshot;
  widget_class->measure = dh_fit_view_measure;
  widget_class->size_allocate = dh_fit_view_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "fitview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_controllers (DhFitView *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_group (click, drag);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static DhTableText *
make_table (GtkWidget *widget)
{
  DhFitView *self = DH_FIT_VIEW (widget);
  DhTableText *table = dh_table_text_new ();
  guint n_points = 0;
  const DhFitPoint *points = self->race != NULL ? dh_race_get_points (self->race, &n_points) : NULL;

  dh_table_text_add_row (table, "x", "y", NULL);
  for (guint i = 0; i < n_points; i++)
    {
      dh_table_text_add_number (table, points[i].x);
      dh_table_text_add_number (table, points[i].y);
      dh_table_text_end_row (table);
    }
  return table;
}

/* It removes the point. */
static gboolean
takes_click (GtkWidget *widget, double x, double y)
{
  return pick (DH_FIT_VIEW (widget), x, y) >= 0;
}

static void
dh_fit_view_init (DhFitView *self)
{
  static const DhCopyable copyable = { .name = "fit",
                                       .make_table = make_table,
                                       .takes_click = takes_click };

  self->runner = DH_FIT_VIEW_ALL;
  self->hovered = self->chosen = -1;
  dh_copyable_add (GTK_WIDGET (self), &copyable);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               _ ("Drag a point; click to add one, double-click to remove one"));
  add_controllers (self);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
  g_signal_connect_swapped (self, "notify::has-focus", G_CALLBACK (invalidate), self);
}

GtkWidget *
dh_fit_view_new (void)
{
  return g_object_new (DH_TYPE_FIT_VIEW, NULL);
}

void
dh_fit_view_set_race (DhFitView *self, DhRace *race)
{
  g_return_if_fail (self->race == NULL);
  self->race = g_object_ref (race);
  dh_fit_view_refresh (self);
}

void
dh_fit_view_set_runner (DhFitView *self, int runner)
{
  if (self->runner == runner)
    return;
  self->runner = runner;
  invalidate (self);
}

void
dh_fit_view_refresh (DhFitView *self)
{
  if (self->chosen >= (int) get_n_points (self))
    self->chosen = -1;
  describe (self);
  invalidate (self);
}

int
dh_fit_view_get_chosen (DhFitView *self)
{
  return self->chosen;
}
