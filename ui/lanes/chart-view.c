/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's loss chart as a widget.  The curve is rendered when there is new data, the line under
 * the pointer separately: moving the pointer doesn't redraw the curve.
 *
 * In place of the loss, it can show the gradient's norm: the series is then made anew from the
 * history, so that only one of both is in memory.
 */
#include "ui/lanes/chart-view.h"

#include <glib/gi18n-lib.h>

#include "ui/plot/charts/line-chart.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"

#define MIN_WIDTH      120
#define MIN_HEIGHT     72
#define NATURAL_HEIGHT 110
#define FONT_SIZE      10.0

struct _DhChartView
{
  GtkWidget parent_instance;
  DhSeries *series;
  DhLaneSnapshot *snapshot; /* the one that the series is from; NULL */
  GArray *turns; /* guint64: iterations at which the loss was changed, see DhLineChart */
  guint last_turn;
  guint history_serial;
  guint number;
  DhChartGroup *group;
  char *font_family;
  GskRenderNode *curve; /* NULL: must be redrawn */
  GskRenderNode *hover;
  double pointer; /* x of the pointer; negative if it is elsewhere */
};

enum
{
  PROP_0,
  PROP_NUMBER,
  PROP_GROUP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhChartView, dh_chart_view, GTK_TYPE_WIDGET)

static gboolean
shows_norms (DhChartView *self)
{
  return self->group != NULL && dh_chart_group_get_gradient_norms (self->group);
}

static DhLineChart
get_chart (DhChartView *self)
{
  return (DhLineChart) {
    .series = self->series,
    .turns = (const guint64 *) self->turns->data,
    .n_turns = self->turns->len,
    .number = self->number,
    .scheme = dh_scheme_get_current (),
    .logarithmic = self->group != NULL && dh_chart_group_get_logarithmic (self->group),
    .length = self->group != NULL ? dh_chart_group_get_length (self->group) : 0,
    .font_size = FONT_SIZE * dh_widget_get_text_scale (GTK_WIDGET (self)),
    .font_family = self->font_family,
    .title = shows_norms (self) ? _ ("Gradient norm") : NULL,
    .count_labels = TRUE,
  };
}

static void
invalidate_hover (DhChartView *self)
{
  g_clear_pointer (&self->hover, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
invalidate (DhChartView *self)
{
  g_clear_pointer (&self->curve, gsk_render_node_unref);
  invalidate_hover (self);
}

static void
draw_curve (cairo_t *cr, double width, double height, gpointer data)
{
  DhLineChart chart = get_chart (data);

  dh_line_chart_draw (&chart, cr, width, height);
}

/* The iteration under the pointer, or else the one of the past that is shown; 0: none. */
static guint64
get_marked (DhChartView *self)
{
  guint64 hover;

  if (self->group == NULL)
    return 0;
  hover = dh_chart_group_get_hover (self->group);
  return hover > 0 ? hover : dh_chart_group_get_cursor (self->group);
}

static void
draw_hover (cairo_t *cr, double width, double height, gpointer data)
{
  DhChartView *self = data;
  DhLineChart chart = get_chart (self);

  dh_line_chart_draw_hover (&chart, cr, width, height, get_marked (self));
}

static void
dh_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhChartView *self = DH_CHART_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (width <= 0 || height <= 0)
    return;
  dh_picture_append (snapshot, &self->curve, widget, 0, 0, width, height, draw_curve, self);
  if (get_marked (self) > 0)
    dh_picture_append (snapshot, &self->hover, widget, 0, 0, width, height, draw_hover, self);
}

static void
dh_chart_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * MIN_WIDTH : NATURAL_HEIGHT;
}

static void
dh_chart_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  invalidate (DH_CHART_VIEW (widget));
}

static void
dh_chart_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DhChartView *self = DH_CHART_VIEW (widget);

  GTK_WIDGET_CLASS (dh_chart_view_parent_class)->css_changed (widget, change);
  dh_widget_take_font (widget, &self->font_family, NULL);
  invalidate (self);
}

static void
update_hover (DhChartView *self)
{
  DhLineChart chart = get_chart (self);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->group != NULL)
    dh_chart_group_set_hover (self->group,
                              dh_line_chart_get_iteration (&chart, width, height, self->pointer));
}

static void
motion_cb (DhChartView *self, double x, double y)
{
  self->pointer = x;
  update_hover (self);
}

static void
leave_cb (DhChartView *self)
{
  self->pointer = -1;
  if (self->group != NULL)
    dh_chart_group_set_hover (self->group, 0);
}

/* The axis may grow while the pointer rests on it. */
static void
length_cb (DhChartView *self)
{
  invalidate (self);
  if (self->pointer >= 0)
    update_hover (self);
}

static void
dh_chart_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhChartView *self = DH_CHART_VIEW (object);

  switch (id)
    {
    case PROP_NUMBER:
      g_value_set_uint (value, self->number);
      break;
    case PROP_GROUP:
      g_value_set_object (value, self->group);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_chart_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhChartView *self = DH_CHART_VIEW (object);

  switch (id)
    {
    case PROP_NUMBER:
      dh_chart_view_set_number (self, g_value_get_uint (value));
      break;
    case PROP_GROUP:
      dh_chart_view_set_group (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_chart_view_dispose (GObject *object)
{
  DhChartView *self = DH_CHART_VIEW (object);

  dh_chart_view_set_group (self, NULL);
  g_clear_pointer (&self->snapshot, dh_lane_snapshot_unref);
  g_clear_pointer (&self->curve, gsk_render_node_unref);
  g_clear_pointer (&self->hover, gsk_render_node_unref);
  G_OBJECT_CLASS (dh_chart_view_parent_class)->dispose (object);
}

static void
dh_chart_view_finalize (GObject *object)
{
  DhChartView *self = DH_CHART_VIEW (object);

  dh_series_unref (self->series);
  g_array_unref (self->turns);
  g_free (self->font_family);
  G_OBJECT_CLASS (dh_chart_view_parent_class)->finalize (object);
}

static void
dh_chart_view_class_init (DhChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_chart_view_get_property;
  object_class->set_property = dh_chart_view_set_property;
  object_class->dispose = dh_chart_view_dispose;
  object_class->finalize = dh_chart_view_finalize;
  widget_class->snapshot = dh_chart_view_snapshot;
  widget_class->measure = dh_chart_view_measure;
  widget_class->size_allocate = dh_chart_view_size_allocate;
  widget_class->css_changed = dh_chart_view_css_changed;
  properties[PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 1, 6, 1, flags);
  properties[PROP_GROUP] = g_param_spec_object ("group", NULL, NULL, DH_TYPE_CHART_GROUP, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

/* Where the loss was changed, the average begins again. */
static DhTableText *
make_table (GtkWidget *widget)
{
  DhSeries *series = DH_CHART_VIEW (widget)->series;
  const char *what = shows_norms (DH_CHART_VIEW (widget)) ? _ ("Gradient norm") : _ ("Loss");
  DhTableText *table = dh_table_text_new ();

  dh_table_text_add_row (table, _ ("Iteration"), what, _ ("Average"), NULL);
  for (guint64 i = 0; i < dh_series_get_length (series); i++)
    {
      dh_table_text_add_number (table, (double) i + 1);
      dh_table_text_add_number (table, dh_series_get_value (series, i));
      dh_table_text_add_number (table, dh_series_get_smooth (series, i));
      dh_table_text_end_row (table);
    }
  return table;
}

static void
dh_chart_view_init (DhChartView *self)
{
  static const DhCopyable copyable = { .name = "loss", .make_table = make_table };
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->number = 1;
  self->pointer = -1;
  self->series = dh_series_new (.90);
  self->turns = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  dh_copyable_add (GTK_WIDGET (self), &copyable);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Loss by iteration"), -1);
}

GtkWidget *
dh_chart_view_new (void)
{
  return g_object_new (DH_TYPE_CHART_VIEW, NULL);
}

void
dh_chart_view_set_number (DhChartView *self, guint number)
{
  if (self->number == number)
    return;
  self->number = number;
  invalidate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NUMBER]);
}

static void
clear_series (DhChartView *self)
{
  dh_series_clear (self->series);
  g_array_set_size (self->turns, 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), NULL);
  invalidate (self);
}

/* The whole history again, of the other number. */
static void
show_quantity (DhChartView *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  shows_norms (self) ? _ ("Gradient norm by iteration")
                                                     : _ ("Loss by iteration"),
                                  -1);
  clear_series (self);
  dh_chart_view_set_snapshot (self, self->snapshot);
}

void
dh_chart_view_set_group (DhChartView *self, DhChartGroup *group)
{
  if (self->group == group)
    return;
  if (self->group != NULL)
    g_signal_handlers_disconnect_by_data (self->group, self);
  g_set_object (&self->group, group);
  if (group != NULL)
    {
      g_signal_connect_swapped (group, "notify::hover", G_CALLBACK (invalidate_hover), self);
      g_signal_connect_swapped (group, "notify::cursor", G_CALLBACK (invalidate_hover), self);
      g_signal_connect_swapped (group, "notify::logarithmic", G_CALLBACK (invalidate), self);
      g_signal_connect_swapped (group, "notify::length", G_CALLBACK (length_cb), self);
      g_signal_connect_swapped (group, "notify::gradient-norms", G_CALLBACK (show_quantity), self);
      show_quantity (self);
    }
  invalidate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GROUP]);
}

static void
add_record (DhChartView *self, DhRecord record)
{
  guint64 index = dh_series_get_length (self->series);

  if (index > 0 && record.n_turns != self->last_turn)
    {
      g_array_append_val (self->turns, index);
      dh_series_turn (self->series);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                                   _ ("Dashed line: the loss was changed here. Values left and "
                                      "right of it are on different scales."));
    }
  self->last_turn = record.n_turns;
  dh_series_append (self->series, shows_norms (self) ? record.gradient_norm : (float) record.loss);
}

void
dh_chart_view_set_snapshot (DhChartView *self, DhLaneSnapshot *snapshot)
{
  guint64 n_records = snapshot != NULL ? dh_lane_snapshot_get_n_records (snapshot) : 0;
  guint64 n_known = dh_series_get_length (self->series);
  guint serial = snapshot != NULL ? dh_lane_snapshot_get_history_serial (snapshot) : 0;

  if (snapshot != self->snapshot)
    {
      g_clear_pointer (&self->snapshot, dh_lane_snapshot_unref);
      self->snapshot = snapshot != NULL ? dh_lane_snapshot_ref (snapshot) : NULL;
    }
  if (serial != self->history_serial || n_records < n_known)
    {
      clear_series (self);
      self->history_serial = serial;
      n_known = 0;
    }
  if (n_records == n_known)
    return;
  for (guint64 i = n_known; i < n_records; i++)
    add_record (self, dh_lane_snapshot_get_record (snapshot, i));
  invalidate (self);
}

guint64
dh_chart_view_get_length (DhChartView *self)
{
  return dh_series_get_length (self->series);
}

void
dh_chart_view_describe (DhChartView *self)
{
  guint64 length = dh_series_get_length (self->series);
  g_autofree char *text = NULL;
  char first[32], last[32];

  if (length == 0)
    text = g_strdup (_ ("No iteration yet."));
  else
    {
      dh_value_format (dh_series_get_value (self->series, 0), first, sizeof first);
      dh_value_format (dh_series_get_smooth (self->series, length - 1), last, sizeof last);
      /* Translators: read aloud; a number of iterations, the first loss, the average of the last */
      text = g_strdup_printf (shows_norms (self)
                                ? _ ("%lu iterations; the gradient’s norm began at %s and is now "
                                     "about %s.")
                                : _ ("%lu iterations; the loss began at %s and is now about %s."),
                              (gulong) length, first, last);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}
