/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ground with balls as a widget: from the terrain to a painted picture.  Drawing over it is in
 * ground-nodes.c, pointer and keys are in ground-pointer.c.
 *
 * A new terrain is first painted coarsely, and finely when nothing has changed for a moment.  If it
 * looks very different from the current one, the picture morphs (morph.h); small changes sixty
 * times a second, as with a dragged outlier, are an animation in themselves and are shown directly.
 * Nothing is painted for a widget that isn't on the screen.
 */
#include "ui/ground/ground-picture-private.h"

#include <string.h>

#include "ui/widgets/scheme.h"

#define MIN_WIDTH      120
#define MIN_HEIGHT     70
#define NATURAL_WIDTH  280
#define NATURAL_HEIGHT 180
#define MORPH_US       180000
#define MORPH_FROM     0.03 /* of the height, on average: below, a change is shown at once */
#define REST_MS        120

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhGroundPicture, dh_ground_picture, GTK_TYPE_WIDGET)

/* ---- painting ---- */

/* 0 … 1 of the morph, fast at first. */
static double
get_share (DhGroundPicture *self)
{
  double time = (double) (g_get_monotonic_time () - self->morph_start) / MORPH_US;

  return time >= 1 ? 1 : 1 - (1 - time) * (1 - time) * (1 - time);
}

static void
stop_morph (DhGroundPicture *self)
{
  if (self->morph != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->morph);
  self->morph = 0;
  g_clear_pointer (&self->from.terrain, dh_terrain_unref);
}

static DhGroundChange
find_change (DhGroundPicture *self, const DhGroundRequest *new)
{
  const DhGroundRequest *old = self->painting != NULL ? &self->painting->request : NULL;

  if (old == NULL || old->width != new->width || old->height != new->height
      || memcmp (old->shown.terrain->minimum, new->shown.terrain->minimum, 2 * sizeof (double)) != 0
      || memcmp (old->shown.terrain->maximum, new->shown.terrain->maximum, 2 * sizeof (double))
           != 0)
    return DH_GROUND_ALL;
  if (!new->on_map && !dh_camera_is_equal (&old->camera, &new->camera))
    return DH_GROUND_TURNED;
  return old->shown.terrain != new->shown.terrain ? DH_GROUND_RESHAPED : DH_GROUND_FINER;
}

static void
painted_cb (DhGroundPainting *painting, gpointer data)
{
  DhGroundPicture *self = data;
  DhGroundChange change = find_change (self, &painting->request);

  g_clear_pointer (&self->painting, dh_ground_painting_free);
  self->painting = painting;
  dh_ground_picture_renew_ground (self, change);
}

static DhGroundRequest
make_request (DhGroundPicture *self)
{
  graphene_rect_t area = dh_ground_picture_get_area (self);

  return (DhGroundRequest) {
    .shown = { self->terrain, self->height_scale },
    .from = self->from,
    .share = get_share (self),
    .on_map = self->kind == DH_GROUND_PICTURE_MAP,
    .camera = *dh_ground_group_get_camera (self->group),
    .scheme = dh_scheme_get_current (),
    .width = (int) area.size.width,
    .height = (int) area.size.height,
    .scale = gtk_widget_get_scale_factor (GTK_WIDGET (self)),
    .unfinished = self->ground == NULL, /* holes of a formula are permanent */
    .smooth = self->resting && !dh_ground_group_get_moving (self->group),
  };
}

/* A curve is cheap: it is drawn with the frame, and there is only its terrain to be made. */
static void
make_curve (DhGroundPicture *self, const DhGroundRequest *request)
{
  DhGroundPainting *painting = dh_ground_painting_new (request);

  dh_ground_painting_settle (painting);
  painted_cb (painting, self);
}

static void
paint (DhGroundPicture *self)
{
  DhGroundRequest request = make_request (self);

  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->terrain == NULL || self->stale || request.width < 1 || request.height < 1)
    return;
  if (self->kind == DH_GROUND_PICTURE_CURVE)
    make_curve (self, &request);
  else
    dh_ground_painter_send (self->painter, &request);
}

static gboolean
rest_cb (gpointer data)
{
  DhGroundPicture *self = data;

  self->rest = 0;
  self->resting = TRUE;
  if (self->kind != DH_GROUND_PICTURE_CURVE)
    paint (self);
  return G_SOURCE_REMOVE;
}

/* Coarse now, fine when it rests. */
static void
repaint (DhGroundPicture *self)
{
  self->resting = FALSE;
  g_clear_handle_id (&self->rest, g_source_remove);
  if (self->terrain != NULL)
    self->rest = g_timeout_add (REST_MS, rest_cb, self);
  paint (self);
}

static gboolean
morph_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (widget);

  if (get_share (self) < 1)
    {
      paint (self);
      return G_SOURCE_CONTINUE;
    }
  self->morph = 0; /* it is being removed */
  stop_morph (self);
  repaint (self);
  return G_SOURCE_REMOVE;
}

static gboolean
wants_animation (DhGroundPicture *self)
{
  gboolean animations;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animations,
                NULL);
  return animations && gtk_widget_get_mapped (GTK_WIDGET (self));
}

/* From what is shown to the new terrain. */
static void
start_morph (DhGroundPicture *self)
{
  DhScaledTerrain new = { self->terrain, self->height_scale }, old;

  if (self->painting == NULL || !wants_animation (self))
    {
      stop_morph (self);
      return;
    }
  old = self->painting->request.shown;
  dh_terrain_ref (old.terrain);
  stop_morph (self);
  if (dh_morph_get_distance (&old, &new) < MORPH_FROM)
    {
      dh_terrain_unref (old.terrain);
      return;
    }
  self->from = old;
  self->morph_start = g_get_monotonic_time ();
  self->morph = gtk_widget_add_tick_callback (GTK_WIDGET (self), morph_cb, NULL, NULL);
}

/* ---- widget ---- */

static void
dh_ground_picture_snapshot_cb (GtkWidget *widget, GtkSnapshot *snapshot)
{
  dh_ground_picture_snapshot (DH_GROUND_PICTURE (widget), snapshot);
}

static void
dh_ground_picture_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

static void
dh_ground_picture_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (widget);

  dh_ground_picture_clear_nodes (self);
  repaint (self);
}

static void
dh_ground_picture_map (GtkWidget *widget)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (widget);

  GTK_WIDGET_CLASS (dh_ground_picture_parent_class)->map (widget);
  if (self->stale)
    repaint (self);
}

static void
dh_ground_picture_unmap (GtkWidget *widget)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (widget);

  dh_ground_picture_stop_input (self);
  stop_morph (self);
  self->stale = TRUE;
  GTK_WIDGET_CLASS (dh_ground_picture_parent_class)->unmap (widget);
}

static void
restyle (DhGroundPicture *self)
{
  dh_ground_picture_clear_nodes (self);
  repaint (self);
}

static void
dh_ground_picture_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (widget);

  GTK_WIDGET_CLASS (dh_ground_picture_parent_class)->css_changed (widget, change);
  dh_widget_take_font (widget, &self->font_family, &self->text_scale);
  restyle (self);
}

static void
camera_changed_cb (DhGroundPicture *self)
{
  if (self->kind == DH_GROUND_PICTURE_SURFACE)
    repaint (self);
}

static void
connect_group (DhGroundPicture *self)
{
  g_signal_connect_swapped (self->group, "camera-changed", G_CALLBACK (camera_changed_cb), self);
  g_signal_connect_swapped (self->group, "hover-changed",
                            G_CALLBACK (dh_ground_picture_renew_hover), self);
}

static void
dh_ground_picture_dispose (GObject *object)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (object);

  stop_morph (self);
  dh_ground_picture_stop_input (self);
  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_handle_id (&self->trajectories_source, g_source_remove);
  dh_ground_picture_clear_nodes (self);
  g_clear_pointer (&self->painter, dh_ground_painter_free);
  g_clear_pointer (&self->painting, dh_ground_painting_free);
  if (self->group != NULL)
    g_signal_handlers_disconnect_by_data (self->group, self);
  g_clear_object (&self->group);
  self->fill = NULL;
  G_OBJECT_CLASS (dh_ground_picture_parent_class)->dispose (object);
}

static void
dh_ground_picture_finalize (GObject *object)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (object);

  dh_terrain_unref (self->terrain);
  g_clear_pointer (&self->ground, dh_ground_unref);
  g_ptr_array_unref (self->ball_nodes);
  g_free (self->axes[0]);
  g_free (self->axes[1]);
  g_free (self->font_family);
  G_OBJECT_CLASS (dh_ground_picture_parent_class)->finalize (object);
}

static void
dh_ground_picture_class_init (DhGroundPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dh_ground_picture_dispose;
  object_class->finalize = dh_ground_picture_finalize;
  widget_class->snapshot = dh_ground_picture_snapshot_cb;
  widget_class->measure = dh_ground_picture_measure;
  widget_class->size_allocate = dh_ground_picture_size_allocate;
  widget_class->map = dh_ground_picture_map;
  widget_class->unmap = dh_ground_picture_unmap;
  widget_class->css_changed = dh_ground_picture_css_changed;
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE,
                                  G_TYPE_BOOLEAN);
  gtk_widget_class_set_css_name (widget_class, "groundpicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_ground_picture_init (DhGroundPicture *self)
{
  self->text_scale = 1;
  self->group = dh_ground_group_new ();
  self->painter = dh_ground_painter_new (painted_cb, self);
  self->ball_nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) gsk_render_node_unref);
  connect_group (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (restyle), NULL);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (restyle));
  dh_ground_picture_add_controllers (self);
}

GtkWidget *
dh_ground_picture_new (DhGroundPictureKind kind)
{
  DhGroundPicture *self = g_object_new (DH_TYPE_GROUND_PICTURE, NULL);

  self->kind = kind;
  if (kind != DH_GROUND_PICTURE_SURFACE)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  return GTK_WIDGET (self);
}

/* ---- what is shown ---- */

void
dh_ground_picture_set_group (DhGroundPicture *self, DhGroundGroup *group)
{
  if (self->group == group)
    return;
  g_signal_handlers_disconnect_by_data (self->group, self);
  g_object_unref (self->group);
  self->group = group != NULL ? g_object_ref (group) : dh_ground_group_new ();
  connect_group (self);
  dh_ground_picture_renew_hover (self);
  camera_changed_cb (self);
}

static gboolean
is_drawable (DhGroundPicture *self, const DhTerrain *terrain)
{
  gboolean is_curve = self->kind == DH_GROUND_PICTURE_CURVE;

  return terrain != NULL && terrain->n_columns > 1 && (terrain->n_rows < 2) == is_curve;
}

static void
forget_terrain (DhGroundPicture *self)
{
  g_clear_pointer (&self->terrain, dh_terrain_unref);
  stop_morph (self);
  dh_ground_painter_cancel (self->painter);
  g_clear_pointer (&self->painting, dh_ground_painting_free);
  dh_ground_picture_clear_nodes (self);
}

void
dh_ground_picture_set_terrain (DhGroundPicture *self, const DhTerrain *terrain, DhGround *ground)
{
  if (self->ground != ground)
    {
      g_clear_pointer (&self->ground, dh_ground_unref);
      self->ground = ground != NULL ? dh_ground_ref (ground) : NULL;
      dh_ground_picture_clear_nodes (self);
    }
  if (!is_drawable (self, terrain))
    {
      forget_terrain (self);
      return;
    }
  if (self->terrain == terrain)
    return;
  dh_terrain_unref (self->terrain);
  self->terrain = dh_terrain_ref ((DhTerrain *) terrain);
  dh_height_scale_init (&self->height_scale, terrain);
  start_morph (self);
  repaint (self);
}

void
dh_ground_picture_set_axes (DhGroundPicture *self, const char *first, const char *second)
{
  if (g_strcmp0 (self->axes[0], first) == 0 && g_strcmp0 (self->axes[1], second) == 0)
    return;
  g_free (self->axes[0]);
  g_free (self->axes[1]);
  self->axes[0] = g_strdup (first);
  self->axes[1] = g_strdup (second);
  restyle (self);
}

void
dh_ground_picture_set_fill (DhGroundPicture *self, DhGroundFill fill, gpointer data)
{
  self->fill = fill;
  self->fill_data = data;
  dh_ground_picture_queue_balls (self);
  dh_ground_picture_queue_basins (self);
}

void
dh_ground_picture_emit_picked (DhGroundPicture *self, const double at[2], gboolean finished)
{
  g_signal_emit (self, signals[PICKED], 0, at[0], at[1], finished);
}
