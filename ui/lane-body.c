/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Square tiles rarely fill a rectangle.  A box would leave the remainder as an empty frame between
 * tiles and chart; here landscape and chart are given their shares first, the tiles take what they
 * can use of the rest, and what they leave goes to the landscape.  In a low card the landscape is
 * the first to shrink, and to go: the faces are what the program is about.
 */
#include "ui/lane-body.h"

#define SPACING 8
#define MARGIN 12
/* Shares of the height: the chart's is no less of a low card than it needs, more of a high one. */
#define CHART_SHARE .13
#define PLANE_SHARE .36
/* From this height on, surface and map have room under each other, and as much more of it. */
#define HIGH 700
#define HIGH_PLANE_SHARE .5
/* A lower landscape is a stripe. */
#define LEAST_PLANE 90
/* A higher one is empty at the top and the bottom; in widths. */
#define PLANE_ASPECT 1.1

struct _DhLaneBody
{
  GtkWidget  parent_instance;
  GtkWidget *plane;
  GtkWidget *controls;
  GtkWidget *faces;     /* an overlay with the preview */
  GtkWidget *preview;
  GtkWidget *chart;
};

typedef struct
{
  int plane, controls, faces, chart;
} Heights;

static void dh_lane_body_buildable_init (GtkBuildableIface *iface);

static GtkBuildableIface *parent_iface;

G_DEFINE_FINAL_TYPE_WITH_CODE (DhLaneBody, dh_lane_body, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      dh_lane_body_buildable_init))

static int
get_minimum (GtkWidget *child, int width)
{
  int minimum = 0;

  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
measure_width (DhLaneBody *self, int *minimum, int *natural)
{
  GtkWidget *children[] = { self->plane, self->controls, self->faces, self->chart };

  *minimum = *natural = 0;
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int child_minimum, child_natural;
      int margin = children[i] == self->plane ? 0 : 2 * MARGIN;

      if (children[i] == NULL)
        continue;
      gtk_widget_measure (children[i], GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum,
                          &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum + margin);
      *natural = MAX (*natural, child_natural + margin);
    }
}

static void
measure_height (DhLaneBody *self, int *minimum, int *natural)
{
  GtkWidget *children[] = { self->plane, self->controls, self->faces, self->chart };

  *minimum = *natural = SPACING;
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int child_minimum, child_natural;

      if (children[i] == NULL || !gtk_widget_get_visible (children[i]))
        continue;
      gtk_widget_measure (children[i], GTK_ORIENTATION_VERTICAL, -1, &child_minimum,
                          &child_natural, NULL, NULL);
      *natural += child_natural;
      *minimum += children[i] == self->plane ? 0 : child_minimum;
    }
}

static void
dh_lane_body_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                      int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (DH_LANE_BODY (widget), minimum, natural);
  else
    measure_height (DH_LANE_BODY (widget), minimum, natural);
}

static Heights
share_out (DhLaneBody *self, int width, int height)
{
  int inner = width - 2 * MARGIN, room;
  Heights heights = { .controls = get_minimum (self->controls, inner),
                      .chart = MAX (get_minimum (self->chart, inner), CHART_SHARE * height) };

  room = height - heights.controls - heights.chart - SPACING;
  if (gtk_widget_get_visible (self->plane))
    heights.plane = MIN ((height < HIGH ? PLANE_SHARE : HIGH_PLANE_SHARE) * height,
                         room - get_minimum (self->faces, inner));
  if (heights.plane < LEAST_PLANE)
    heights.plane = 0;
  heights.faces = dh_preview_view_fit_height (DH_PREVIEW_VIEW (self->preview), inner,
                                              room - heights.plane);
  heights.faces = CLAMP (heights.faces, 1, MAX (room - heights.plane, 1));
  if (heights.plane > 0)
    heights.plane = MAX (MIN (room - heights.faces, (int) (PLANE_ASPECT * width)), heights.plane);
  heights.chart += room - heights.plane - heights.faces;
  return heights;
}

static int
place (GtkWidget *child, int margin, int width, int y, int height)
{
  gtk_widget_allocate (child, width - 2 * margin, MAX (height, get_minimum (child, width)), -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (margin, y)));
  return y + height;
}

static void
dh_lane_body_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhLaneBody *self = DH_LANE_BODY (widget);
  Heights heights = share_out (self, width, height);
  int y = 0;

  gtk_widget_set_child_visible (self->plane, heights.plane > 0);
  if (heights.plane > 0)
    y = place (self->plane, 0, width, y, heights.plane);
  if (self->controls != NULL)
    y = place (self->controls, MARGIN, width, y, heights.controls);
  y = place (self->faces, MARGIN, width, y, heights.faces) + SPACING;
  place (self->chart, MARGIN, width, y, heights.chart);
}

static void
dh_lane_body_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                        const char *type)
{
  DhLaneBody *self = DH_LANE_BODY (buildable);

  if (g_strcmp0 (type, "overlay") == 0)
    gtk_overlay_add_overlay (GTK_OVERLAY (self->faces), GTK_WIDGET (child));
  else if (g_strcmp0 (type, "controls") == 0)
    {
      self->controls = GTK_WIDGET (child);
      gtk_widget_insert_after (self->controls, GTK_WIDGET (self), self->plane);
    }
  else
    parent_iface->add_child (buildable, builder, child, type);
}

static void
dh_lane_body_buildable_init (GtkBuildableIface *iface)
{
  parent_iface = g_type_interface_peek_parent (iface);
  iface->add_child = dh_lane_body_add_child;
}

static void
dh_lane_body_dispose (GObject *object)
{
  DhLaneBody *self = DH_LANE_BODY (object);

  g_clear_pointer (&self->plane, gtk_widget_unparent);
  g_clear_pointer (&self->controls, gtk_widget_unparent);
  g_clear_pointer (&self->faces, gtk_widget_unparent);
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
  self->plane = dh_plane_view_new ();
  self->preview = dh_preview_view_new ();
  self->faces = gtk_overlay_new ();
  self->chart = dh_chart_view_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->faces), self->preview);
  gtk_widget_set_parent (self->plane, GTK_WIDGET (self));
  gtk_widget_set_parent (self->faces, GTK_WIDGET (self));
  gtk_widget_set_parent (self->chart, GTK_WIDGET (self));
}

GtkWidget *
dh_lane_body_new (void)
{
  return g_object_new (DH_TYPE_LANE_BODY, NULL);
}

DhPlaneView *
dh_lane_body_get_plane (DhLaneBody *self)
{
  return DH_PLANE_VIEW (self->plane);
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
