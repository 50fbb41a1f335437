/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Square tiles rarely fill a rectangle.  A box would leave the remainder as an empty frame between
 * tiles and chart; here the chart begins where the tiles end.
 */
#include "ui/lane-body.h"

#define SPACING 8
/* The chart's share of the height: no less of a low card than it needs, more of a high one. */
#define CHART_SHARE .16

struct _DhLaneBody
{
  GtkWidget  parent_instance;
  GtkWidget *preview;
  GtkWidget *chart;
};

G_DEFINE_FINAL_TYPE (DhLaneBody, dh_lane_body, GTK_TYPE_WIDGET)

static void
dh_lane_body_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                      int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  DhLaneBody *self = DH_LANE_BODY (widget);
  int preview_minimum, preview_natural, chart_minimum, chart_natural;

  gtk_widget_measure (self->preview, orientation, -1, &preview_minimum, &preview_natural, NULL,
                      NULL);
  gtk_widget_measure (self->chart, orientation, -1, &chart_minimum, &chart_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (preview_minimum, chart_minimum);
      *natural = MAX (preview_natural, chart_natural);
    }
  else
    {
      *minimum = preview_minimum + SPACING + chart_minimum;
      *natural = preview_natural + SPACING + chart_natural;
    }
}

static void
dh_lane_body_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhLaneBody *self = DH_LANE_BODY (widget);
  int chart_minimum, room, top;

  gtk_widget_measure (self->chart, GTK_ORIENTATION_VERTICAL, width, &chart_minimum, NULL, NULL,
                      NULL);
  room = height - SPACING - MAX (chart_minimum, (int) (CHART_SHARE * height));
  top = CLAMP (dh_preview_view_fit_height (DH_PREVIEW_VIEW (self->preview), width, room), 1,
               MAX (room, 1));
  gtk_widget_allocate (self->preview, width, top, -1, NULL);
  gtk_widget_allocate (self->chart, width, MAX (height - top - SPACING, chart_minimum), -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (0, top + SPACING)));
}

static void
dh_lane_body_dispose (GObject *object)
{
  DhLaneBody *self = DH_LANE_BODY (object);

  g_clear_pointer (&self->preview, gtk_widget_unparent);
  g_clear_pointer (&self->chart, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_lane_body_parent_class)->dispose (object);
}

static void
dh_lane_body_class_init (DhLaneBodyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_lane_body_dispose;
  GTK_WIDGET_CLASS (klass)->measure = dh_lane_body_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = dh_lane_body_size_allocate;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "lanebody");
}

static void
dh_lane_body_init (DhLaneBody *self)
{
  self->preview = dh_preview_view_new ();
  self->chart = dh_chart_view_new ();
  gtk_widget_set_parent (self->preview, GTK_WIDGET (self));
  gtk_widget_set_parent (self->chart, GTK_WIDGET (self));
}

GtkWidget *
dh_lane_body_new (void)
{
  return g_object_new (DH_TYPE_LANE_BODY, NULL);
}

DhPreviewView *
dh_lane_body_get_preview (DhLaneBody *self)
{
  return DH_PREVIEW_VIEW (self->preview);
}

DhChartView *
dh_lane_body_get_chart (DhLaneBody *self)
{
  return DH_CHART_VIEW (self->chart);
}
