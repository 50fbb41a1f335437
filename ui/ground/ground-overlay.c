/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The moving parts of a ground's picture, in cached nodes that change at different times: the
 * trajectories at most ten times a second, a ball in each frame, the basins when more of them are
 * known.  GTK repaints the area of a changed node, so a ball has a node of its own that is no
 * larger than the ball: rolling only repaints a few pixels.
 */
#include "ui/ground/ground-overlay.h"

#include "core/base/lanes.h"

#define TRAJECTORIES_US 100000
#define PHASE_US        13007

struct _DhGroundOverlay
{
  GtkWidget *widget;
  DhGroundFill fill;
  gpointer fill_data;

  GskRenderNode *basins_node; /* NULL: must be redrawn, or nothing is visible */
  GskRenderNode *trajectories_node;
  GPtrArray *ball_nodes; /* one per ball; emptied to redraw them */
  GskRenderNode *stories_node;
  gboolean trajectories_stale, basins_stale;
  gint64 trajectories_time;
  guint trajectories_source;
  guint n_trajectory_balls; /* number of balls in trajectories_node */
  guint trajectory_lengths[DH_MAX_LANES];
};

/* The scene with its balls, valid until the next call of the fill function. */
static DhScene
make_full_scene (DhGroundOverlay *self, const DhGroundCanvas *canvas)
{
  DhScene scene = canvas->scene;

  if (self->fill != NULL)
    self->fill (&scene, self->fill_data);
  scene.n_balls = MIN (scene.n_balls, DH_MAX_LANES);
  return scene;
}

static guint
get_n_shown (const DhScene *scene, guint ball)
{
  guint n = scene->balls[ball].n_points;

  return scene->n_shown > 0 ? MIN (scene->n_shown, n) : n;
}

static void
draw_trajectories (cairo_t *cr, double width, double height, gpointer data)
{
  const DhGroundDrawing *drawing = data;

  dh_scene_draw_trajectories (drawing->scene, cr, dh_ground_canvas_is_map (drawing->canvas));
}

static void
renew_trajectories (DhGroundOverlay *self, const DhGroundCanvas *canvas, const DhScene *scene)
{
  g_clear_pointer (&self->trajectories_node, gsk_render_node_unref);
  g_clear_handle_id (&self->trajectories_source, g_source_remove);
  self->trajectories_stale = FALSE;
  self->trajectories_time = g_get_monotonic_time ();
  self->n_trajectory_balls = scene->n_balls;
  for (guint i = 0; i < scene->n_balls; i++)
    self->trajectory_lengths[i] = get_n_shown (scene, i);
  if (scene->n_balls > 0)
    self->trajectories_node = dh_ground_canvas_new_node (canvas, NULL, draw_trajectories, scene,
                                                         NULL);
}

static gboolean
trajectories_due_cb (gpointer data)
{
  DhGroundOverlay *self = data;

  self->trajectories_source = 0;
  gtk_widget_queue_draw (self->widget);
  return G_SOURCE_REMOVE;
}

/* Whether the cached trajectories show steps that are no longer valid, or other balls. */
static gboolean
is_wrong (DhGroundOverlay *self, const DhScene *scene)
{
  if (self->n_trajectory_balls != scene->n_balls)
    return TRUE;
  for (guint i = 0; i < scene->n_balls; i++)
    if (get_n_shown (scene, i) < self->trajectory_lengths[i])
      return TRUE;
  return FALSE;
}

/* When the trajectories may be redrawn. Each picture has its own phase, since redrawing the
 * trajectories of many pictures in one frame would make it late. */
static gint64
get_due_time (DhGroundOverlay *self)
{
  gint64 phase = (gint64) (GPOINTER_TO_SIZE (self) / 64 * PHASE_US % TRAJECTORIES_US);

  return ((self->trajectories_time + phase) / TRAJECTORIES_US + 1) * TRAJECTORIES_US - phase;
}

static void
update_trajectories (DhGroundOverlay *self, const DhGroundCanvas *canvas, const DhScene *scene)
{
  gint64 wait = get_due_time (self) - g_get_monotonic_time ();

  if (!self->trajectories_stale)
    return;
  if (wait <= 0 || is_wrong (self, scene))
    renew_trajectories (self, canvas, scene);
  else if (self->trajectories_source == 0)
    self->trajectories_source = g_timeout_add ((guint) (wait / 1000 + 1), trajectories_due_cb,
                                               self);
}

static void
draw_balls (cairo_t *cr, double width, double height, gpointer data)
{
  const DhGroundDrawing *drawing = data;

  cairo_translate (cr, -drawing->x, -drawing->y);
  dh_scene_draw_balls (drawing->scene, cr, dh_ground_canvas_is_map (drawing->canvas));
}

static void
renew_balls (DhGroundOverlay *self, const DhGroundCanvas *canvas, const DhScene *scene)
{
  DhScene alone = *scene;

  alone.n_balls = 1;
  for (guint i = 0; i < scene->n_balls; i++)
    {
      cairo_rectangle_int_t area;
      graphene_rect_t part;
      GskRenderNode *node;

      alone.balls = &scene->balls[i];
      if (alone.balls->n_points == 0)
        continue;
      dh_scene_get_balls_area (&alone, dh_ground_canvas_is_map (canvas), &area);
      part = GRAPHENE_RECT_INIT (area.x, area.y, area.width, area.height);
      node = dh_ground_canvas_new_node (canvas, &part, draw_balls, &alone, NULL);
      if (node != NULL)
        g_ptr_array_add (self->ball_nodes, node);
    }
}

static gboolean
has_breakdown (const DhScene *scene)
{
  for (guint i = 0; i < scene->n_balls; i++)
    if (scene->balls[i].breakdown != NULL && scene->balls[i].n_told > 0)
      return TRUE;
  return FALSE;
}

static void
draw_stories (cairo_t *cr, double width, double height, gpointer data)
{
  const DhGroundDrawing *drawing = data;

  dh_scene_draw_stories (drawing->scene, cr, dh_ground_canvas_is_map (drawing->canvas));
}

static void
draw_basins (cairo_t *cr, double width, double height, gpointer data)
{
  const DhGroundDrawing *drawing = data;

  dh_scene_draw_basins (drawing->scene, cr);
}

static void
renew_basins (DhGroundOverlay *self, const DhGroundCanvas *canvas, const DhScene *scene)
{
  self->basins_stale = FALSE;
  g_clear_pointer (&self->basins_node, gsk_render_node_unref);
  if (dh_ground_canvas_is_map (canvas) && scene->basins != NULL)
    self->basins_node = dh_ground_canvas_new_node (canvas, NULL, draw_basins, scene, NULL);
}

static void
update (DhGroundOverlay *self, const DhGroundCanvas *canvas)
{
  gboolean balls = self->ball_nodes->len == 0, basins = self->basins_stale;
  DhScene scene;

  if (!(balls || basins || self->trajectories_stale) || !canvas->has_scene)
    return;
  scene = make_full_scene (self, canvas);
  update_trajectories (self, canvas, &scene);
  if (basins)
    renew_basins (self, canvas, &scene);
  if (!balls)
    return;
  renew_balls (self, canvas, &scene);
  g_clear_pointer (&self->stories_node, gsk_render_node_unref);
  if (has_breakdown (&scene))
    self->stories_node = dh_ground_canvas_new_node (canvas, NULL, draw_stories, &scene, NULL);
}

static void
append (GtkSnapshot *snapshot, GskRenderNode *node)
{
  if (node != NULL)
    gtk_snapshot_append_node (snapshot, node);
}

void
dh_ground_overlay_snapshot (DhGroundOverlay *self, const DhGroundCanvas *canvas,
                            GtkSnapshot *snapshot)
{
  update (self, canvas);
  append (snapshot, self->basins_node);
  append (snapshot, self->trajectories_node);
  for (guint i = 0; i < self->ball_nodes->len; i++)
    append (snapshot, g_ptr_array_index (self->ball_nodes, i));
  append (snapshot, self->stories_node);
}

/* ---- what changed ---- */

DhGroundOverlay *
dh_ground_overlay_new (GtkWidget *widget)
{
  DhGroundOverlay *self = g_new0 (DhGroundOverlay, 1);

  self->widget = widget;
  self->ball_nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) gsk_render_node_unref);
  return self;
}

void
dh_ground_overlay_free (DhGroundOverlay *self)
{
  g_clear_handle_id (&self->trajectories_source, g_source_remove);
  g_clear_pointer (&self->basins_node, gsk_render_node_unref);
  g_clear_pointer (&self->trajectories_node, gsk_render_node_unref);
  g_clear_pointer (&self->stories_node, gsk_render_node_unref);
  g_ptr_array_unref (self->ball_nodes);
  g_free (self);
}

void
dh_ground_overlay_set_fill (DhGroundOverlay *self, DhGroundFill fill, gpointer data)
{
  self->fill = fill;
  self->fill_data = data;
  dh_ground_overlay_queue_balls (self);
  dh_ground_overlay_queue_basins (self);
}

void
dh_ground_overlay_queue_balls (DhGroundOverlay *self)
{
  g_ptr_array_set_size (self->ball_nodes, 0);
  g_clear_pointer (&self->stories_node, gsk_render_node_unref);
  self->trajectories_stale = TRUE;
  gtk_widget_queue_draw (self->widget);
}

void
dh_ground_overlay_queue_all_balls (DhGroundOverlay *self)
{
  self->trajectories_time = 0;
  dh_ground_overlay_queue_balls (self);
}

void
dh_ground_overlay_queue_basins (DhGroundOverlay *self)
{
  self->basins_stale = TRUE;
  gtk_widget_queue_draw (self->widget);
}

void
dh_ground_overlay_clear (DhGroundOverlay *self)
{
  dh_ground_overlay_queue_all_balls (self);
  g_clear_pointer (&self->trajectories_node, gsk_render_node_unref);
  g_clear_pointer (&self->basins_node, gsk_render_node_unref);
  g_clear_handle_id (&self->trajectories_source, g_source_remove);
  self->basins_stale = TRUE;
}
