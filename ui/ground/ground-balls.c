/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The moving parts of a ground's picture, in cached nodes that change at different times: the
 * trajectories at most ten times a second, a ball in each frame, the basins when more of them are
 * known.  GTK repaints the area of a changed node, so a ball has a node of its own that is no
 * larger than the ball: rolling only repaints a few pixels.
 */
#include "ui/ground/ground-picture-private.h"

#define TRAJECTORIES_US 100000
#define PHASE_US        13007

/* What is shown, with its balls; lent until the next call of the fill. */
static gboolean
make_full_scene (DhGroundPicture *self, DhScene *scene)
{
  if (!dh_ground_picture_make_scene (self, scene))
    return FALSE;
  if (self->fill != NULL)
    self->fill (scene, self->fill_data);
  scene->n_balls = MIN (scene->n_balls, DH_GROUND_MAX_BALLS);
  return TRUE;
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
  DhGroundDrawing *drawing = data;

  dh_scene_draw_trajectories (drawing->scene, cr, dh_ground_picture_is_map (drawing->picture));
}

static void
renew_trajectories (DhGroundPicture *self, const DhScene *scene)
{
  DhGroundDrawing drawing = { .scene = scene };

  g_clear_pointer (&self->trajectories_node, gsk_render_node_unref);
  g_clear_handle_id (&self->trajectories_source, g_source_remove);
  self->trajectories_stale = FALSE;
  self->trajectories_time = g_get_monotonic_time ();
  self->n_trajectory_balls = scene->n_balls;
  for (guint i = 0; i < scene->n_balls; i++)
    self->trajectory_lengths[i] = get_n_shown (scene, i);
  if (scene->n_balls > 0)
    self->trajectories_node = dh_ground_picture_new_node (self, &drawing, NULL, draw_trajectories);
}

static gboolean
trajectories_due_cb (gpointer data)
{
  DhGroundPicture *self = data;

  self->trajectories_source = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* Whether the cached trajectories show invalid steps, or other balls. */
static gboolean
is_wrong (DhGroundPicture *self, const DhScene *scene)
{
  if (self->n_trajectory_balls != scene->n_balls)
    return TRUE;
  for (guint i = 0; i < scene->n_balls; i++)
    if (get_n_shown (scene, i) < self->trajectory_lengths[i])
      return TRUE;
  return FALSE;
}

/* When the trajectories may be drawn again.  Each picture has a phase of its own: trajectories of
 * many pictures in one frame would make it late. */
static gint64
get_due_time (DhGroundPicture *self)
{
  gint64 phase = (gint64) (GPOINTER_TO_SIZE (self) / 64 * PHASE_US % TRAJECTORIES_US);

  return ((self->trajectories_time + phase) / TRAJECTORIES_US + 1) * TRAJECTORIES_US - phase;
}

static void
update_trajectories (DhGroundPicture *self, const DhScene *scene)
{
  gint64 wait = get_due_time (self) - g_get_monotonic_time ();

  if (!self->trajectories_stale)
    return;
  if (wait <= 0 || is_wrong (self, scene))
    renew_trajectories (self, scene);
  else if (self->trajectories_source == 0)
    self->trajectories_source = g_timeout_add ((guint) (wait / 1000 + 1), trajectories_due_cb,
                                               self);
}

static void
draw_balls (cairo_t *cr, double width, double height, gpointer data)
{
  DhGroundDrawing *drawing = data;

  cairo_translate (cr, -drawing->x, -drawing->y);
  dh_scene_draw_balls (drawing->scene, cr, dh_ground_picture_is_map (drawing->picture));
}

static void
renew_balls (DhGroundPicture *self, const DhScene *scene)
{
  DhScene alone = *scene;
  DhGroundDrawing drawing = { .scene = &alone };

  alone.n_balls = 1;
  for (guint i = 0; i < scene->n_balls; i++)
    {
      cairo_rectangle_int_t area;
      graphene_rect_t part;
      GskRenderNode *node;

      alone.balls = &scene->balls[i];
      if (alone.balls->n_points == 0)
        continue;
      dh_scene_get_balls_area (&alone, dh_ground_picture_is_map (self), &area);
      part = GRAPHENE_RECT_INIT (area.x, area.y, area.width, area.height);
      node = dh_ground_picture_new_node (self, &drawing, &part, draw_balls);
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
  DhGroundDrawing *drawing = data;

  dh_scene_draw_stories (drawing->scene, cr, dh_ground_picture_is_map (drawing->picture));
}

static void
draw_basins (cairo_t *cr, double width, double height, gpointer data)
{
  DhGroundDrawing *drawing = data;

  dh_scene_draw_basins (drawing->scene, cr);
}

static void
renew_basins (DhGroundPicture *self, const DhScene *scene)
{
  DhGroundDrawing drawing = { .scene = scene };

  self->basins_stale = FALSE;
  g_clear_pointer (&self->basins_node, gsk_render_node_unref);
  if (dh_ground_picture_is_map (self) && scene->basins != NULL)
    self->basins_node = dh_ground_picture_new_node (self, &drawing, NULL, draw_basins);
}

void
dh_ground_picture_update_balls (DhGroundPicture *self)
{
  gboolean balls = self->ball_nodes->len == 0, basins = self->basins_stale;
  DhGroundDrawing drawing = { 0 };
  DhScene scene;

  if (!(balls || basins || self->trajectories_stale) || !make_full_scene (self, &scene))
    return;
  drawing.scene = &scene;
  update_trajectories (self, &scene);
  if (basins)
    renew_basins (self, &scene);
  if (!balls)
    return;
  renew_balls (self, &scene);
  g_clear_pointer (&self->stories_node, gsk_render_node_unref);
  if (has_breakdown (&scene))
    self->stories_node = dh_ground_picture_new_node (self, &drawing, NULL, draw_stories);
}

void
dh_ground_picture_clear_balls (DhGroundPicture *self)
{
  dh_ground_picture_queue_balls (self);
  g_clear_pointer (&self->trajectories_node, gsk_render_node_unref);
  g_clear_pointer (&self->basins_node, gsk_render_node_unref);
  g_clear_handle_id (&self->trajectories_source, g_source_remove);
  self->trajectories_time = 0; /* they are drawn at once */
  self->basins_stale = TRUE;
}

void
dh_ground_picture_queue_balls (DhGroundPicture *self)
{
  g_ptr_array_set_size (self->ball_nodes, 0);
  g_clear_pointer (&self->stories_node, gsk_render_node_unref);
  self->trajectories_stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dh_ground_picture_queue_basins (DhGroundPicture *self)
{
  self->basins_stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
