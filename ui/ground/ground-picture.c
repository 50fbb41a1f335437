/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ground with balls as a widget.  Its parts know nothing of each other: the renderer paints the
 * ground, the overlay draws the moving parts, the note the marked point, the input reads pointer
 * and keys.  This file connects them: what is shown is passed down as a value (ground-canvas.h),
 * and events come up by callbacks.
 */
#include "ui/ground/ground-picture.h"

#include "ui/ground/ground-input.h"
#include "ui/ground/ground-layout.h"
#include "ui/ground/ground-note.h"
#include "ui/ground/ground-renderer.h"
#include "ui/widgets/copyable.h"

#define MIN_WIDTH      120
#define MIN_HEIGHT     70
#define NATURAL_WIDTH  280
#define NATURAL_HEIGHT 180

struct _DhGroundPicture
{
  GtkWidget parent_instance;
  DhGroundPictureKind kind;
  DhGroundGroup *group;
  DhGround *ground; /* (nullable) */
  char *axes[2];    /* axis names used if there is no ground; (nullable) */
  char *font_family;
  double text_scale;

  DhGroundRenderer *renderer;
  DhGroundOverlay *overlay;
  DhGroundInput *input;
  DhGroundNote note;
  GskRenderNode *ground_node; /* NULL: must be redrawn */
  GskRenderNode *frame_node;
};

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhGroundPicture, dh_ground_picture, GTK_TYPE_WIDGET)

/* ---- what is shown, and where ---- */

/* Valid until the ground, the terrain or the names change. */
static DhGroundAxes
get_axes (DhGroundPicture *self)
{
  const DhTerrain *terrain = dh_ground_renderer_get_shown (self->renderer)->terrain;

  if (self->ground != NULL)
    return dh_ground_axes_of_ground (self->ground);
  if (terrain != NULL)
    return dh_ground_axes_of_terrain (terrain, self->axes[0], self->axes[1]);
  return (DhGroundAxes) { 0 };
}

static DhGroundLayout
make_layout (DhGroundPicture *self)
{
  DhGroundAxes axes = get_axes (self);

  return dh_ground_layout_make (GTK_WIDGET (self), self->kind, &axes, self->text_scale);
}

static void
get_canvas (DhGroundCanvas *canvas, gpointer owner)
{
  DhGroundPicture *self = owner;
  graphene_rect_t area = dh_ground_picture_get_area (self);

  dh_ground_canvas_init (canvas, GTK_WIDGET (self), self->kind, &area,
                         dh_ground_renderer_get_painting (self->renderer),
                         dh_ground_group_get_hover (self->group));
}

graphene_rect_t
dh_ground_picture_get_area (DhGroundPicture *self)
{
  DhGroundLayout layout = make_layout (self);

  return dh_ground_layout_get_area (&layout);
}

void
dh_ground_picture_get_margins (DhGroundPicture *self, int *across, int *down)
{
  DhGroundLayout layout = make_layout (self);

  dh_ground_layout_get_margins (&layout, across, down);
}

/* ---- what is drawn anew ---- */

static void
renew_note (DhGroundPicture *self)
{
  dh_ground_note_clear (&self->note);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* If the ground only became finer, nothing else is redrawn. If its heights changed, the balls of a
 * map stay as well, and the trajectories on a surface may follow a little later. */
static void
renew (DhGroundChange change, gpointer data)
{
  DhGroundPicture *self = data;
  gboolean on_map = self->kind == DH_GROUND_PICTURE_MAP;

  g_clear_pointer (&self->ground_node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (change == DH_GROUND_FINER)
    return;
  renew_note (self);
  if (change == DH_GROUND_ALL || (change == DH_GROUND_RESHAPED && !on_map))
    g_clear_pointer (&self->frame_node, gsk_render_node_unref);
  if (change == DH_GROUND_ALL)
    dh_ground_overlay_clear (self->overlay);
  else if (change == DH_GROUND_TURNED)
    dh_ground_overlay_queue_all_balls (self->overlay);
  else if (!on_map)
    dh_ground_overlay_queue_balls (self->overlay);
}

static void
repaint (DhGroundPicture *self)
{
  graphene_rect_t area = dh_ground_picture_get_area (self);

  dh_ground_renderer_repaint (self->renderer, &area);
}

static void
restyle (DhGroundPicture *self)
{
  renew (DH_GROUND_ALL, self);
  repaint (self);
}

/* ---- widget ---- */

static void
snapshot_ground (DhGroundPicture *self, const DhGroundCanvas *canvas, const DhGroundLayout *layout,
                 GtkSnapshot *snapshot)
{
  gboolean has_frame = dh_ground_layout_has_node (canvas);

  if (self->ground_node == NULL)
    self->ground_node = dh_ground_canvas_new_ground_node (canvas);
  if (self->frame_node == NULL && has_frame)
    self->frame_node = dh_ground_layout_new_node (layout, canvas,
                                                  dh_ground_renderer_get_shown (self->renderer));
  if (self->ground_node != NULL)
    gtk_snapshot_append_node (snapshot, self->ground_node);
  if (self->frame_node != NULL && has_frame)
    gtk_snapshot_append_node (snapshot, self->frame_node);
}

static void
snapshot_all (DhGroundPicture *self, GtkSnapshot *snapshot)
{
  const DhTerrain *terrain = dh_ground_renderer_get_shown (self->renderer)->terrain;
  DhGroundLayout layout = make_layout (self);
  DhGroundCanvas canvas;

  if (layout.width <= 0 || layout.height <= 0)
    return;
  get_canvas (&canvas, self);
  snapshot_ground (self, &canvas, &layout, snapshot);
  dh_ground_overlay_snapshot (self->overlay, &canvas, snapshot);
  dh_ground_note_snapshot (&self->note, &canvas, &layout, self->ground != NULL ? terrain : NULL,
                           self->font_family, snapshot);
}

static void
dh_ground_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (widget);

  if (dh_widget_is_drawn ())
    renew (DH_GROUND_ALL, self);
  snapshot_all (self, snapshot);
  if (dh_widget_is_drawn ())
    renew (DH_GROUND_ALL, self);
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
  restyle (DH_GROUND_PICTURE (widget));
}

static void
dh_ground_picture_map (GtkWidget *widget)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (widget);

  GTK_WIDGET_CLASS (dh_ground_picture_parent_class)->map (widget);
  if (dh_ground_renderer_is_stale (self->renderer))
    repaint (self);
}

static void
dh_ground_picture_unmap (GtkWidget *widget)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (widget);

  if (self->input != NULL) /* NULL after dispose */
    {
      dh_ground_input_stop (self->input);
      dh_ground_renderer_pause (self->renderer);
    }
  GTK_WIDGET_CLASS (dh_ground_picture_parent_class)->unmap (widget);
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
take_group (DhGroundPicture *self, DhGroundGroup *group)
{
  self->group = group;
  dh_ground_renderer_set_group (self->renderer, group);
  dh_ground_input_set_group (self->input, group);
  g_signal_connect_swapped (group, "camera-changed", G_CALLBACK (camera_changed_cb), self);
  g_signal_connect_swapped (group, "hover-changed", G_CALLBACK (renew_note), self);
}

static void
picked_cb (const double at[2], gboolean finished, gpointer owner)
{
  g_signal_emit (owner, signals[PICKED], 0, at[0], at[1], finished);
}

static void
dh_ground_picture_dispose (GObject *object)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (object);

  g_clear_pointer (&self->input, dh_ground_input_free);
  if (self->group != NULL)
    g_signal_handlers_disconnect_by_data (self->group, self);
  g_clear_object (&self->group);
  dh_ground_note_clear (&self->note);
  g_clear_pointer (&self->ground_node, gsk_render_node_unref);
  g_clear_pointer (&self->frame_node, gsk_render_node_unref);
  g_clear_pointer (&self->overlay, dh_ground_overlay_free);
  g_clear_pointer (&self->renderer, dh_ground_renderer_free);
  G_OBJECT_CLASS (dh_ground_picture_parent_class)->dispose (object);
}

static void
dh_ground_picture_finalize (GObject *object)
{
  DhGroundPicture *self = DH_GROUND_PICTURE (object);

  g_clear_pointer (&self->ground, dh_ground_unref);
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
  widget_class->snapshot = dh_ground_picture_snapshot;
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

static double
get_place (const DhTerrain *terrain, guint axis, guint index)
{
  guint n = axis == 0 ? terrain->n_columns : terrain->n_rows;

  return terrain->minimum[axis] + (terrain->maximum[axis] - terrain->minimum[axis]) * index / (n - 1);
}

/* A grid as one would write it: the first axis across, the second one down. */
static void
add_heights (DhTableText *table, const DhTerrain *terrain)
{
  for (guint row = 0; row < terrain->n_rows; row++)
    {
      if (terrain->n_rows > 1)
        dh_table_text_add_number (table, get_place (terrain, 1, row));
      for (guint column = 0; column < terrain->n_columns; column++)
        dh_table_text_add_number (table, terrain->heights[row * terrain->n_columns + column]);
      dh_table_text_end_row (table);
    }
}

static DhTableText *
make_table (GtkWidget *widget)
{
  const DhTerrain *terrain
    = dh_ground_renderer_get_shown (DH_GROUND_PICTURE (widget)->renderer)->terrain;
  DhTableText *table = dh_table_text_new ();

  if (terrain == NULL)
    return table;
  if (terrain->n_rows > 1)
    dh_table_text_add (table, "");
  for (guint column = 0; column < terrain->n_columns; column++)
    dh_table_text_add_number (table, get_place (terrain, 0, column));
  dh_table_text_end_row (table);
  add_heights (table, terrain);
  return table;
}

static void
dh_ground_picture_init (DhGroundPicture *self)
{
  static const DhCopyable copyable = { .name = "ground", .make_table = make_table };
  static const DhGroundInputEvents events = { .get_canvas = get_canvas, .picked = picked_cb };
  GtkWidget *widget = GTK_WIDGET (self);

  self->text_scale = 1;
  dh_copyable_add (widget, &copyable);
  self->renderer = dh_ground_renderer_new (widget, renew, self);
  self->overlay = dh_ground_overlay_new (widget);
  self->input = dh_ground_input_new (widget, &events, self);
  take_group (self, dh_ground_group_new ());
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (restyle), NULL);
  dh_scheme_watch (widget, G_CALLBACK (restyle));
}

GtkWidget *
dh_ground_picture_new (DhGroundPictureKind kind)
{
  DhGroundPicture *self = g_object_new (DH_TYPE_GROUND_PICTURE, NULL);

  self->kind = kind;
  dh_ground_renderer_set_kind (self->renderer, kind);
  dh_ground_input_set_kind (self->input, kind);
  return GTK_WIDGET (self);
}

/* ---- what is to be shown ---- */

void
dh_ground_picture_set_group (DhGroundPicture *self, DhGroundGroup *group)
{
  g_autoptr (DhGroundGroup) old = NULL;

  if (self->group == group)
    return;
  old = self->group;
  g_signal_handlers_disconnect_by_data (old, self);
  take_group (self, group != NULL ? g_object_ref (group) : dh_ground_group_new ());
  renew_note (self);
  camera_changed_cb (self);
}

void
dh_ground_picture_set_terrain (DhGroundPicture *self, const DhTerrain *terrain, DhGround *ground)
{
  const DhTerrain *shown;

  if (self->ground != ground)
    {
      g_clear_pointer (&self->ground, dh_ground_unref);
      self->ground = ground != NULL ? dh_ground_ref (ground) : NULL;
      renew (DH_GROUND_ALL, self);
    }
  /* The holes in a formula's terrain are permanent, not just unfinished. */
  if (!dh_ground_renderer_set_terrain (self->renderer, terrain, ground == NULL))
    return;
  shown = dh_ground_renderer_get_shown (self->renderer)->terrain;
  dh_ground_input_set_terrain (self->input, shown);
  if (shown != NULL)
    repaint (self);
  else
    renew (DH_GROUND_ALL, self);
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
  dh_ground_overlay_set_fill (self->overlay, fill, data);
}

void
dh_ground_picture_set_start (DhGroundPicture *self, const double at[2])
{
  dh_ground_input_set_start (self->input, at);
}

void
dh_ground_picture_queue_balls (DhGroundPicture *self)
{
  dh_ground_overlay_queue_balls (self->overlay);
}

void
dh_ground_picture_queue_basins (DhGroundPicture *self)
{
  dh_ground_overlay_queue_basins (self->overlay);
}

void
dh_ground_picture_describe (DhGroundPicture *self, const char *name, const char *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : "", GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
}
