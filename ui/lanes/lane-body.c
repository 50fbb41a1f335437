/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How landscape, faces and chart share a card's height.
 *
 * Square tiles rarely fill a rectangle.  A box would leave the remainder as an empty gap between
 * tiles and chart; here landscape and chart get their shares first, the tiles use what they can of
 * the rest, and the remainder goes to the landscape and then to the chart.
 *
 * A short card has no room for all three.  It then shows one of them as large as possible, with a
 * row of buttons to switch: three thin strips would show nothing.
 */
#include "ui/lanes/lane-body.h"

#include <glib/gi18n-lib.h>

#include "ui/ground/ground-pair.h"

#define SPACING 8
#define MARGIN  12
/* Shares of the height. In a low card the chart gets only its minimum height. */
#define CHART_SHARE .13
#define PLANE_SHARE .36
/* From this height on, surface and map can be stacked, so the landscape gets a larger share. */
#define HIGH             700
#define HIGH_PLANE_SHARE .5
/* Below this height, a landscape would be a thin strip. */
#define LEAST_PLANE 90

struct _DhLaneBody
{
  GtkWidget parent_instance;
  GtkWidget *plane;
  GtkWidget *controls;
  GtkWidget *buttons; /* view buttons, shown in a low card */
  GtkWidget *choices[DH_LANE_N_VIEWS];
  GtkWidget *preview;
  GtkWidget *chart;
  GPtrArray *overlays; /* shown over the faces, or over the view shown in their place; not owned */
  DhLaneViewKind view;
  gboolean updating; /* buttons are being set by code */
};

enum
{
  PROP_0,
  PROP_VIEW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Heights of the parts; 0: not shown. */
typedef struct
{
  int plane, controls, buttons, faces, chart;
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
  GtkWidget *children[] = { self->plane, self->controls, self->buttons, self->preview,
                            self->chart };

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

/* The minimum is a low card that has room for any one of its views. */
static void
measure_height (DhLaneBody *self, int *minimum, int *natural)
{
  GtkWidget *views[] = { self->plane, self->preview, self->chart };
  int highest = 0, least, usual;

  *minimum = get_minimum (self->controls, -1) + get_minimum (self->buttons, -1) + 2 * SPACING;
  *natural = get_minimum (self->controls, -1) + SPACING;
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      if (!gtk_widget_get_visible (views[i]))
        continue;
      gtk_widget_measure (views[i], GTK_ORIENTATION_VERTICAL, -1, &least, &usual, NULL, NULL);
      *natural += usual;
      highest = MAX (highest, least);
    }
  *minimum += highest;
  *natural = MAX (*natural, *minimum);
}

static void
dh_lane_body_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (DH_LANE_BODY (widget), minimum, natural);
  else
    measure_height (DH_LANE_BODY (widget), minimum, natural);
}

/* Shares the height between all visible parts. Returns FALSE if they don't fit. */
static gboolean
share_out (DhLaneBody *self, int width, int height, Heights *heights)
{
  int inner = width - 2 * MARGIN, room, least_faces = get_minimum (self->preview, inner);
  gboolean with_plane = gtk_widget_get_visible (self->plane);

  *heights = (Heights) { .controls = get_minimum (self->controls, inner),
                         .chart = MAX (get_minimum (self->chart, inner), CHART_SHARE * height) };
  room = height - heights->controls - heights->chart - SPACING;
  if (with_plane)
    heights->plane =
      dh_ground_pair_fit_height (width,
                                 MIN ((height < HIGH ? PLANE_SHARE : HIGH_PLANE_SHARE) * height,
                                      room - least_faces));
  if (room < least_faces || (with_plane && heights->plane < LEAST_PLANE))
    return FALSE;
  heights->faces = dh_preview_view_fit_height (DH_PREVIEW_VIEW (self->preview), inner,
                                               room - heights->plane);
  heights->faces = CLAMP (heights->faces, 1, MAX (room - heights->plane, 1));
  if (with_plane)
    heights->plane = MAX (dh_ground_pair_fit_height (width, room - heights->faces), heights->plane);
  heights->chart += room - heights->plane - heights->faces;
  return TRUE;
}

/* A hidden landscape can't be the view, even if it was chosen before. While probing, the faces are
 * shown in its place. */
static DhLaneViewKind
get_present_view (DhLaneBody *self)
{
  gboolean probing = dh_plane_view_get_probing (DH_PLANE_VIEW (self->plane));

  return self->view == DH_LANE_VIEW_LANDSCAPE && (probing || !gtk_widget_get_visible (self->plane))
           ? DH_LANE_VIEW_FACES
           : self->view;
}

/* One view and the buttons. */
static void
share_out_low (DhLaneBody *self, int width, int height, Heights *heights)
{
  int inner = width - 2 * MARGIN, room;
  int *views[DH_LANE_N_VIEWS] = { &heights->plane, &heights->faces, &heights->chart };

  *heights = (Heights) { .controls = get_minimum (self->controls, inner),
                         .buttons = get_minimum (self->buttons, inner) };
  room = height - heights->controls - heights->buttons - 2 * SPACING;
  *views[get_present_view (self)] = MAX (room, 1);
}

/* Returns the y position of the next part. */
static int
place (GtkWidget *child, int margin, int width, int y, int height)
{
  if (child == NULL)
    return y;
  gtk_widget_set_child_visible (child, height > 0);
  if (height > 0)
    gtk_widget_allocate (child, width - 2 * margin, MAX (height, get_minimum (child, width)), -1,
                         gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (margin, y)));
  return y + height;
}

static void
place_overlays (DhLaneBody *self, int width, int y)
{
  for (guint i = 0; i < self->overlays->len; i++)
    {
      GtkWidget *overlay = self->overlays->pdata[i];
      int inner = width - 2 * MARGIN, least;

      if (!gtk_widget_should_layout (overlay))
        continue;
      gtk_widget_measure (overlay, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      inner = MAX (inner, least);
      gtk_widget_allocate (overlay, inner, get_minimum (overlay, inner), -1,
                           gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (MARGIN, y)));
    }
}

static void
dh_lane_body_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhLaneBody *self = DH_LANE_BODY (widget);
  Heights heights;
  gboolean low = !share_out (self, width, height, &heights);
  int y = 0;

  if (low)
    share_out_low (self, width, height, &heights);
  else
    y = place (self->plane, 0, width, y, heights.plane);
  y = place (self->controls, MARGIN, width, y, heights.controls);
  y = place (self->buttons, MARGIN, width, y, heights.buttons) + (low ? SPACING : 0);
  if (low)
    place (self->plane, 0, width, y, heights.plane);
  place_overlays (self, width, y);
  y = place (self->preview, MARGIN, width, y, heights.faces) + (low ? 0 : SPACING);
  place (self->chart, MARGIN, width, y, heights.chart);
}

/* ---- which view ---- */

static void
chosen_cb (GtkToggleButton *button, DhLaneBody *self)
{
  if (self->updating || !gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < DH_LANE_N_VIEWS; i++)
    if (self->choices[i] == GTK_WIDGET (button))
      dh_lane_body_set_view (self, i);
}

static void
plane_visible_cb (DhLaneBody *self)
{
  gtk_widget_set_visible (self->choices[DH_LANE_VIEW_LANDSCAPE],
                          gtk_widget_get_visible (self->plane));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* A long word is rather cut than that the card becomes wider for it. */
static GtkWidget *
create_choice (const char *words)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (words);

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (button, TRUE);
  return button;
}

static void
add_buttons (DhLaneBody *self)
{
  static const char *const labels[DH_LANE_N_VIEWS] = {
    [DH_LANE_VIEW_LANDSCAPE] = N_ ("Landscape"),
    [DH_LANE_VIEW_FACES] = N_ ("Faces"),
    [DH_LANE_VIEW_CHART] = N_ ("Chart"),
  };
  static const char *const tips[DH_LANE_N_VIEWS] = {
    [DH_LANE_VIEW_LANDSCAPE] = N_ ("The loss around the lane’s weights (loss landscape)"),
    [DH_LANE_VIEW_FACES] = N_ ("What the network makes of faces that it isn’t trained with"),
    [DH_LANE_VIEW_CHART] = N_ ("The loss by iteration (learning curve)"),
  };

  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->buttons, "linked");
  gtk_widget_add_css_class (self->buttons, "lane-views");
  for (guint i = 0; i < DH_LANE_N_VIEWS; i++)
    {
      self->choices[i] = create_choice (_ (labels[i]));
      gtk_widget_set_tooltip_text (self->choices[i], _ (tips[i]));
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->choices[i]),
                                     GTK_TOGGLE_BUTTON (self->choices[0]));
      g_signal_connect (self->choices[i], "toggled", G_CALLBACK (chosen_cb), self);
      gtk_box_append (GTK_BOX (self->buttons), self->choices[i]);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->choices[self->view]), TRUE);
}

/* ---- object ---- */

static void
dh_lane_body_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                        const char *type)
{
  DhLaneBody *self = DH_LANE_BODY (buildable);

  if (g_strcmp0 (type, "overlay") == 0)
    {
      g_ptr_array_add (self->overlays, child);
      gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (self));
    }
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
dh_lane_body_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_VIEW)
    g_value_set_int (value, DH_LANE_BODY (object)->view);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_lane_body_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_VIEW)
    dh_lane_body_set_view (DH_LANE_BODY (object), g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_lane_body_dispose (GObject *object)
{
  DhLaneBody *self = DH_LANE_BODY (object);
  GtkWidget *child;

  self->controls = NULL;
  g_ptr_array_set_size (self->overlays, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dh_lane_body_parent_class)->dispose (object);
}

static void
dh_lane_body_finalize (GObject *object)
{
  g_ptr_array_unref (DH_LANE_BODY (object)->overlays);
  G_OBJECT_CLASS (dh_lane_body_parent_class)->finalize (object);
}

static void
dh_lane_body_class_init (DhLaneBodyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dh_lane_body_get_property;
  object_class->set_property = dh_lane_body_set_property;
  object_class->dispose = dh_lane_body_dispose;
  object_class->finalize = dh_lane_body_finalize;
  GTK_WIDGET_CLASS (klass)->measure = dh_lane_body_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = dh_lane_body_size_allocate;
  properties[PROP_VIEW] =
    g_param_spec_int ("view", NULL, NULL, 0, DH_LANE_N_VIEWS - 1, DH_LANE_VIEW_FACES,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "lanebody");
}

static void
dh_lane_body_init (DhLaneBody *self)
{
  self->overlays = g_ptr_array_new ();
  self->view = DH_LANE_VIEW_FACES;
  self->plane = dh_plane_view_new ();
  self->preview = dh_preview_view_new ();
  self->chart = dh_chart_view_new ();
  add_buttons (self);
  gtk_widget_set_parent (self->plane, GTK_WIDGET (self));
  gtk_widget_set_parent (self->buttons, GTK_WIDGET (self));
  gtk_widget_set_parent (self->preview, GTK_WIDGET (self));
  gtk_widget_set_parent (self->chart, GTK_WIDGET (self));
  g_signal_connect_object (self->plane, "notify::visible", G_CALLBACK (plane_visible_cb), self,
                           G_CONNECT_SWAPPED);
  /* While a place of the landscape is probed, the faces of its weights are shown instead. */
  g_signal_connect_object (self->plane, "notify::probing", G_CALLBACK (gtk_widget_queue_allocate),
                           self, G_CONNECT_SWAPPED);
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

DhLaneViewKind
dh_lane_body_get_view (DhLaneBody *self)
{
  return self->view;
}

void
dh_lane_body_set_view (DhLaneBody *self, DhLaneViewKind view)
{
  g_return_if_fail (view < DH_LANE_N_VIEWS);
  if (self->view == view)
    return;
  self->view = view;
  self->updating = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->choices[view]), TRUE);
  self->updating = FALSE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW]);
}
