/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The landscape of a lane's network, as a widget.  Snapshots come six times a second, new heights
 * every few seconds, so everything is compared before it is updated: the same plane pointer changes
 * nothing, the same terrain isn't rasterised again, the same text isn't set again.
 *
 * All landscapes share one camera, so that they can be compared; but a point of one plane means
 * nothing in another.  So each has its own group, and only the camera of that group follows the
 * shared one.
 *
 * Until the first rows are there, ball and trajectory are drawn on an empty terrain of the plane's
 * size.
 *
 * The menu is in plane-view-menu.c.
 */
#include "ui/lanes/plane-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/ground/ground-pair.h"
#include "ui/plot/common/plane-format.h"
#include "ui/widgets/scheme.h"

/* From either of these sizes on there is room for both surface and map, stacked or side by side. */
#define BOTH_HEIGHT 370
#define BOTH_WIDTH  560
/* A click closer to the ball than this, as a share of the plane's width, means the ball. */
#define BALL_REACH .05

enum
{
  PROP_0,
  PROP_PROBING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhPlaneView, dh_plane_view, GTK_TYPE_WIDGET)

/* ---- picture ---- */

static void
fill_cb (DhScene *scene, gpointer data)
{
  DhPlaneView *self = data;

  gboolean has_trajectory = self->plane != NULL && self->plane->n_trajectory > 0;

  if (self->lane == NULL)
    return;
  self->ball = (DhSceneBall) { .number = dh_lane_get_number (self->lane),
                               .points = has_trajectory ? self->plane->trajectory : &self->spot,
                               .n_points = has_trajectory ? self->plane->n_trajectory : 1 };
  scene->balls = &self->ball;
  scene->n_balls = 1;
  scene->n_shown = 0;
  scene->fraction = 1;
}

static DhTerrain *
make_empty (const DhPlane *plane)
{
  static const double low[2] = { -1, -1 }, high[2] = { 1, 1 };
  const float heights[4] = { NAN, NAN, NAN, NAN };

  return dh_terrain_new_from_heights (2, 2, plane != NULL ? plane->low : low,
                                      plane != NULL ? plane->high : high, heights);
}

/* The terrain of the plane, or else an empty one, which is reused as long as the plane is the
 * same. */
static const DhTerrain *
get_terrain (DhPlaneView *self, const DhPlane *last)
{
  gboolean same = last != NULL && self->plane != NULL && last->serial == self->plane->serial;

  if (self->plane != NULL && self->plane->terrain != NULL)
    return self->plane->terrain;
  if (self->empty == NULL || !same)
    {
      g_clear_pointer (&self->empty, dh_terrain_unref);
      self->empty = make_empty (self->plane);
    }
  return self->empty;
}

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_widget_set_visible (label, text != NULL);
  if (text != NULL && !g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text))
    gtk_label_set_text (GTK_LABEL (label), text);
}

/* Shows the loss under the pointer, or that of the ball if the pointer is elsewhere. */
static void
update_chips (DhPlaneView *self)
{
  const double *hover = dh_ground_group_get_hover (self->group);
  g_autofree char *left = NULL, *right = NULL;

  if (self->plane != NULL)
    {
      left = hover != NULL ? dh_plane_dup_here (self->plane, hover) : NULL;
      if (left == NULL && isfinite (self->plane->ball_loss))
        left = dh_plane_dup_loss (self->plane);
      right = dh_plane_dup_share (self->plane);
    }
  dh_ground_pair_set_chips (DH_GROUND_PAIR (self->pair), left, right);
}

static void
update_tooltips (DhPlaneView *self)
{
  g_autofree char *left = dh_plane_dup_loss_tooltip ();
  g_autofree char *right = self->plane != NULL ? dh_plane_dup_share_tooltip (self->plane) : NULL;

  dh_ground_pair_set_tooltips (DH_GROUND_PAIR (self->pair), left, right);
}

static gboolean
is_diverged (DhPlaneView *self)
{
  DhLaneSnapshot *snapshot = self->lane != NULL ? dh_lane_get_snapshot (self->lane) : NULL;

  return snapshot != NULL && dh_lane_snapshot_get_state (snapshot) == DH_STATE_DIVERGED;
}

static void
update_measuring (DhPlaneView *self)
{
  double part = self->plane != NULL ? dh_plane_get_first_part (self->plane) : 1;

  gtk_widget_set_visible (self->measuring, part < 1);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->measuring), part);
}

static void
update_words (DhPlaneView *self)
{
  g_autofree char *placeholder =
    self->too_large ? g_strdup (_ ("This model is too large for a landscape: it would take hours."))
                    : dh_plane_dup_placeholder (self->plane, is_diverged (self));
  g_autofree char *progress = self->plane != NULL ? dh_plane_dup_progress (self->plane) : NULL;

  set_text (self->placeholder, placeholder);
  set_text (self->progress, progress);
  update_measuring (self);
  update_chips (self);
}

static void
update_axes (DhPlaneView *self)
{
  g_autofree char *x = self->plane != NULL ? dh_plane_dup_axis (self->plane, 0) : NULL;
  g_autofree char *y = self->plane != NULL ? dh_plane_dup_axis (self->plane, 1) : NULL;

  dh_ground_pair_set_axes (DH_GROUND_PAIR (self->pair), x, y);
}

static gboolean
parts_cb (gpointer data)
{
  DhPlaneView *self = data;

  self->parts_source = 0;
  dh_plane_view_update_parts (self);
  return G_SOURCE_REMOVE;
}

/* ---- probing ---- */

/* Keeps the probed place marked while the pointer is elsewhere. */
static void
hover_cb (DhPlaneView *self)
{
  if (self->probing && dh_ground_group_get_hover (self->group) == NULL)
    dh_ground_group_set_hover (self->group, self->probe);
  else
    update_chips (self);
}

static gboolean
is_at_ball (DhPlaneView *self, const double at[2])
{
  const DhTerrain *terrain = self->plane->terrain;

  if (terrain == NULL)
    return FALSE;
  return hypot ((at[0] - self->plane->ball[0]) / (terrain->maximum[0] - terrain->minimum[0]),
                (at[1] - self->plane->ball[1]) / (terrain->maximum[1] - terrain->minimum[1]))
         < BALL_REACH;
}

static void
picked_cb (DhPlaneView *self, double x, double y, gboolean finished)
{
  const double at[] = { x, y };

  if (self->plane != NULL && !self->past)
    dh_plane_view_probe (self, is_at_ball (self, at) ? NULL : at);
}

/* ---- widget ---- */

/* Places the buttons in the corner inside the axes. */
static gboolean
place_buttons_cb (GtkOverlay *overlay, GtkWidget *child, GdkRectangle *place, DhPlaneView *self)
{
  GtkRequisition size;
  double x, y;

  if (child != self->buttons)
    return FALSE;
  gtk_widget_get_preferred_size (child, NULL, &size);
  dh_ground_pair_get_corner (DH_GROUND_PAIR (self->pair), &x, &y);
  *place = (GdkRectangle) { (int) x, MAX ((int) y - size.height, 0), size.width, size.height };
  return TRUE;
}

static void
dh_plane_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhPlaneView *self = DH_PLANE_VIEW (widget);
  GtkWidget *child = gtk_widget_get_first_child (widget);
  gboolean both = height >= BOTH_HEIGHT || width >= BOTH_WIDTH;

  gtk_widget_allocate (child, width, height, baseline, NULL);
  if (both == self->both)
    return;
  self->both = both;
  /* No new layout can be queued during size allocation. */
  if (self->parts_source == 0)
    self->parts_source = g_idle_add (parts_cb, self);
}

/* The request doesn't depend on the content, so that nothing moves when a landscape appears. */
static void
dh_plane_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int least;

  gtk_widget_measure (child, orientation, for_size, &least, NULL, NULL, NULL);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? least : 110;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (least, 284) : 220;
}

static void
dh_plane_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PROBING)
    g_value_set_boolean (value, DH_PLANE_VIEW (object)->probing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
follow_camera_cb (DhGroundGroup *leader, DhGroundGroup *follower)
{
  dh_ground_group_set_camera (follower, dh_ground_group_get_camera (leader),
                              dh_ground_group_get_moving (leader));
}

static void
dh_plane_view_dispose (GObject *object)
{
  DhPlaneView *self = DH_PLANE_VIEW (object);

  g_clear_handle_id (&self->parts_source, g_source_remove);
  if (self->lane != NULL)
    g_signal_handlers_disconnect_by_data (self->lane, self);
  if (self->group != NULL)
    g_signal_handlers_disconnect_by_data (self->group, self);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_PLANE_VIEW);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "plane", NULL);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->plane, dh_plane_unref);
  g_clear_pointer (&self->empty, dh_terrain_unref);
  g_clear_object (&self->group);
  g_clear_object (&self->cameras);
  g_clear_object (&self->lane);
  G_OBJECT_CLASS (dh_plane_view_parent_class)->dispose (object);
}

static void
dh_plane_view_class_init (DhPlaneViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_plane_view_get_property;
  object_class->dispose = dh_plane_view_dispose;
  widget_class->measure = dh_plane_view_measure;
  widget_class->size_allocate = dh_plane_view_size_allocate;
  properties[PROP_PROBING] = g_param_spec_boolean ("probing", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (DH_TYPE_GROUND_PAIR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/lanes/plane-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DhPlaneView, pair);
  gtk_widget_class_bind_template_child (widget_class, DhPlaneView, buttons);
  gtk_widget_class_bind_template_child (widget_class, DhPlaneView, placeholder);
  gtk_widget_class_bind_template_child (widget_class, DhPlaneView, measuring);
  gtk_widget_class_bind_template_child (widget_class, DhPlaneView, progress);
  gtk_widget_class_bind_template_child (widget_class, DhPlaneView, map_button);
  gtk_widget_class_bind_template_child (widget_class, DhPlaneView, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_buttons_cb);
  gtk_widget_class_set_css_name (widget_class, "plane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_plane_view_init (DhPlaneView *self)
{
  self->kind = DH_PLANE_TRAJECTORY;
  dh_plane_view_setup_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->group = dh_ground_group_new ();
  dh_ground_pair_set_group (DH_GROUND_PAIR (self->pair), self->group);
  dh_ground_pair_set_fill (DH_GROUND_PAIR (self->pair), fill_cb, self);
  dh_ground_pair_set_menu (DH_GROUND_PAIR (self->pair),
                           gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (self->menu_button)));
  g_signal_connect_swapped (self->group, "hover-changed", G_CALLBACK (hover_cb), self);
  dh_ground_pair_set_terrain (DH_GROUND_PAIR (self->pair), get_terrain (self, NULL), NULL);
  dh_plane_view_update_parts (self);
  update_words (self);
}

GtkWidget *
dh_plane_view_new (void)
{
  return g_object_new (DH_TYPE_PLANE_VIEW, NULL);
}

void
dh_plane_view_set_lane (DhPlaneView *self, DhLane *lane, DhGroundGroup *cameras)
{
  g_return_if_fail (self->lane == NULL);
  self->lane = g_object_ref (lane);
  self->cameras = g_object_ref (cameras);
  g_signal_connect_swapped (lane, "notify::plane-kind", G_CALLBACK (dh_plane_view_update_kind),
                            self);
  g_signal_connect_object (cameras, "camera-changed", G_CALLBACK (follow_camera_cb), self->group,
                           0);
  g_signal_connect_object (self->group, "camera-changed", G_CALLBACK (follow_camera_cb), cameras,
                           0);
  follow_camera_cb (cameras, self->group);
  dh_plane_view_update_kind (self);
  dh_plane_view_describe (self);
}

void
dh_plane_view_set_shown (DhPlaneView *self, gboolean shown)
{
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  if (!shown)
    dh_plane_view_probe (self, NULL);
  dh_lane_set_plane_kind (self->lane, shown ? self->kind : DH_PLANE_NONE);
}

static void
set_spot (DhPlaneView *self)
{
  self->spot = (DhTrajectoryPoint) { { 0, 0 }, NAN };
  if (self->plane != NULL)
    self->spot = (DhTrajectoryPoint) { { self->plane->ball[0], self->plane->ball[1] },
                                       self->plane->slice_loss };
  dh_ground_pair_set_start (DH_GROUND_PAIR (self->pair), self->spot.at);
}

void
dh_plane_view_set_plane (DhPlaneView *self, DhPlane *plane)
{
  DhPlane *last = self->plane;

  if (last == plane)
    {
      if (plane == NULL) /* the lane may have diverged */
        update_words (self);
      return;
    }
  self->plane = plane != NULL ? dh_plane_ref (plane) : NULL;
  set_spot (self);
  dh_ground_pair_set_terrain (DH_GROUND_PAIR (self->pair), get_terrain (self, last), NULL);
  dh_ground_pair_queue_balls (DH_GROUND_PAIR (self->pair));
  update_axes (self);
  update_tooltips (self);
  update_words (self);
  if (self->probing && (plane == NULL || (last != NULL && last->serial != plane->serial)))
    dh_plane_view_probe (self, NULL);
  g_clear_pointer (&last, dh_plane_unref);
}

void
dh_plane_view_set_too_large (DhPlaneView *self, gboolean too_large)
{
  if (self->too_large == too_large)
    return;
  self->too_large = too_large;
  update_words (self);
}

void
dh_plane_view_set_past (DhPlaneView *self, gboolean past)
{
  self->past = past;
  if (past)
    dh_plane_view_probe (self, NULL);
}

gboolean
dh_plane_view_get_probing (DhPlaneView *self)
{
  return self->probing;
}

void
dh_plane_view_probe (DhPlaneView *self, const double *at)
{
  gboolean probing = at != NULL;

  if (!probing && !self->probing)
    return;
  if (probing)
    memcpy (self->probe, at, sizeof self->probe);
  dh_lane_probe (self->lane, at);
  if (probing == self->probing)
    return;
  self->probing = probing;
  dh_ground_group_set_hover (self->group, probing ? self->probe : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBING]);
}

void
dh_plane_view_describe (DhPlaneView *self)
{
  g_autofree char *description = dh_plane_dup_description (self->plane, is_diverged (self));

  dh_ground_pair_describe (DH_GROUND_PAIR (self->pair), _ ("Landscape of the network"),
                           description);
}
