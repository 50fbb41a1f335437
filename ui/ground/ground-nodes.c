/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The render nodes of a ground's picture: the painted ground, axes or legend around it, and
 * everything on top, in order.
 */
#include "ui/ground/ground-picture-private.h"

#include <math.h>

#include "ui/plot/scene/curve-scene.h"
#include "ui/plot/scene/ground-frame.h"

#define USUAL_RADIUS  11.0 /* of a ball; pixels */
#define LEAST_RADIUS  6.5
#define LEGEND_WIDTH  84.0  /* pixels */
#define LEGEND_HEIGHT 2.8   /* letters */
#define LEGEND_ROOM   250.0 /* a narrower surface has none, */
#define LEGEND_TALL   160.0 /* nor has a lower curve */
#define LEGEND_ZOOM   1.15  /* a nearer ground covers its place */

gboolean
dh_ground_picture_is_map (DhGroundPicture *self)
{
  return self->kind == DH_GROUND_PICTURE_MAP;
}

static DhGroundFrame
make_frame (DhGroundPicture *self)
{
  return (DhGroundFrame) { dh_ground_picture_get_axes (self), dh_scheme_get_current (),
                           DH_COLORMAP_VIRIDIS, DH_GROUND_FONT_SIZE * self->text_scale };
}

/* Of a curve it stands below the axis. */
static gboolean
has_lower_legend (DhGroundPicture *self)
{
  return self->kind == DH_GROUND_PICTURE_CURVE
         && gtk_widget_get_height (GTK_WIDGET (self)) >= LEGEND_TALL * self->text_scale;
}

/* Around the ground, for its axes. */
typedef struct
{
  double left, top, right, bottom;
} Margins;

static Margins
get_margins (DhGroundPicture *self)
{
  Margins margins = { .top = 1 };
  DhGroundFrame frame = make_frame (self);

  if (self->kind == DH_GROUND_PICTURE_SURFACE || frame.axes.n == 0)
    return (Margins) { 0 };
  margins.left = ceil (dh_ground_frame_get_left (&frame));
  margins.right = margins.left > 0 ? DH_GROUND_MARGIN : 0;
  margins.bottom = ceil (dh_ground_frame_get_bottom (&frame)) + 2;
  if (has_lower_legend (self))
    margins.bottom += ceil (dh_ground_frame_get_legend (&frame));
  return margins;
}

void
dh_ground_picture_get_margins (DhGroundPicture *self, int *across, int *down)
{
  Margins margins = get_margins (self);

  *across = (int) (margins.left + margins.right);
  *down = (int) (margins.top + margins.bottom);
}

graphene_rect_t
dh_ground_picture_get_area (DhGroundPicture *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  Margins margins = get_margins (self);

  return GRAPHENE_RECT_INIT (margins.left, margins.top,
                             MAX (width - margins.left - margins.right, 0),
                             MAX (height - margins.top - margins.bottom, 0));
}

/* It grows with its picture, but more slowly where there is room: a large one would hide what it
 * stands on. */
static double
get_ball_radius (double side)
{
  return MAX (side < 22 * USUAL_RADIUS ? side / 22
                                       : USUAL_RADIUS * sqrt (side / (22 * USUAL_RADIUS)),
              LEAST_RADIUS);
}

gboolean
dh_ground_picture_make_scene (DhGroundPicture *self, DhScene *scene)
{
  const DhGroundPainting *painting = self->painting;
  graphene_rect_t area = dh_ground_picture_get_area (self);
  gboolean fits;

  if (painting == NULL || area.size.width < 1 || area.size.height < 1)
    return FALSE;
  fits = painting->request.width == (int) area.size.width
         && painting->request.height == (int) area.size.height;
  *scene = (DhScene) {
    .terrain = painting->request.shown.terrain,
    .height_scale = painting->request.shown.height_scale,
    .camera = painting->request.camera,
    .width = area.size.width,
    .height = area.size.height,
    .depths = fits ? painting->depths : NULL,
    .scheme = dh_scheme_get_current (),
    .ball_radius = get_ball_radius (MIN (area.size.width, area.size.height)),
    .fraction = 1,
    .hover = dh_ground_group_get_hover (self->group),
  };
  return TRUE;
}

GskRenderNode *
dh_ground_picture_new_node (DhGroundPicture *self, DhGroundDrawing *drawing,
                            const graphene_rect_t *part, DhDrawFunc draw)
{
  graphene_rect_t area = dh_ground_picture_get_area (self);
  double right = area.size.width, bottom = area.size.height;

  drawing->picture = self;
  if (part != NULL)
    {
      drawing->x = MAX (floor (part->origin.x), 0);
      drawing->y = MAX (floor (part->origin.y), 0);
      right = MIN (ceil (part->origin.x + part->size.width), right);
      bottom = MIN (ceil (part->origin.y + part->size.height), bottom);
    }
  if (!(right > drawing->x && bottom > drawing->y))
    return NULL;
  return dh_picture_node_new (GTK_WIDGET (self), area.origin.x + drawing->x,
                              area.origin.y + drawing->y, right - drawing->x, bottom - drawing->y,
                              draw, drawing);
}

/* ---- frame and ground ---- */

static void
draw_legend (cairo_t *cr, double width, double height, gpointer data)
{
  DhGroundDrawing *drawing = data;
  DhGroundPicture *self = drawing->picture;
  DhGroundFrame frame = make_frame (self);

  dh_ground_frame_draw_legend (&frame, cr, &self->height_scale,
                               width - LEGEND_WIDTH - DH_GROUND_MARGIN, 2, LEGEND_WIDTH);
}

static void
draw_axes (cairo_t *cr, double width, double height, gpointer data)
{
  DhGroundPicture *self = data;
  graphene_rect_t area = dh_ground_picture_get_area (self);
  DhGroundFrame frame = make_frame (self);

  if (frame.axes.n == 0)
    return;
  dh_ground_frame_draw_axes (&frame, cr, area.origin.x, area.origin.y, area.size.width,
                             area.size.height);
  if (has_lower_legend (self))
    dh_ground_frame_draw_legend (&frame, cr, &self->height_scale, (width - LEGEND_WIDTH) / 2,
                                 height - dh_ground_frame_get_legend (&frame), LEGEND_WIDTH);
}

/* Of a surface the legend, in a corner that it leaves free while it isn't brought nearer. */
static GskRenderNode *
new_frame_node (DhGroundPicture *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double size = DH_GROUND_FONT_SIZE * self->text_scale;
  double side = LEGEND_WIDTH + DH_GROUND_MARGIN + 4 * size, line = LEGEND_HEIGHT * size;
  graphene_rect_t corner = GRAPHENE_RECT_INIT (width - side, height - line, side, line);
  DhGroundDrawing drawing = { 0 };

  if (self->kind != DH_GROUND_PICTURE_SURFACE)
    return dh_picture_node_new (widget, 0, 0, width, height, draw_axes, self);
  if (self->terrain == NULL || !isfinite (self->terrain->highest))
    return NULL;
  if (width < LEGEND_ROOM * self->text_scale)
    return NULL;
  return dh_ground_picture_new_node (self, &drawing, &corner, draw_legend);
}

static gboolean
has_frame (DhGroundPicture *self)
{
  if (self->painting == NULL)
    return FALSE;
  return self->kind != DH_GROUND_PICTURE_SURFACE
         || self->painting->request.camera.zoom < LEGEND_ZOOM;
}

static void
draw_curve (cairo_t *cr, double width, double height, gpointer data)
{
  DhGroundDrawing *drawing = data;

  dh_ground_paint_room (cr, dh_scheme_get_current (), height);
  if (drawing->scene != NULL)
    dh_curve_scene_draw_ground (drawing->scene, DH_COLORMAP_VIRIDIS, cr);
}

static void
draw_empty (cairo_t *cr, double width, double height, gpointer data)
{
  dh_ground_paint_room (cr, dh_scheme_get_current (), height);
}

/* A painting of another size, while the right one isn't there, is stretched. */
static GskRenderNode *
new_painting_node (DhGroundPicture *self)
{
  graphene_rect_t area = dh_ground_picture_get_area (self);
  const DhGroundRequest *request = &self->painting->request;
  GskRenderNode *node = gsk_cairo_node_new (&area);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_translate (cr, area.origin.x, area.origin.y);
  if (request->width != (int) area.size.width || request->height != (int) area.size.height)
    cairo_scale (cr, area.size.width / request->width, area.size.height / request->height);
  cairo_set_source_surface (cr, self->painting->surface, 0, 0);
  cairo_rectangle (cr, 0, 0, request->width, request->height);
  cairo_fill (cr);
  cairo_destroy (cr);
  return node;
}

static GskRenderNode *
new_ground_node (DhGroundPicture *self)
{
  DhGroundDrawing drawing = { 0 };
  DhScene scene;

  if (self->painting != NULL && self->painting->surface != NULL)
    return new_painting_node (self);
  if (self->kind != DH_GROUND_PICTURE_CURVE)
    return dh_ground_picture_new_node (self, &drawing, NULL, draw_empty);
  if (dh_ground_picture_make_scene (self, &scene))
    drawing.scene = &scene;
  return dh_ground_picture_new_node (self, &drawing, NULL, draw_curve);
}

/* ---- all together ---- */

static void
append (GtkSnapshot *snapshot, GskRenderNode *node)
{
  if (node != NULL)
    gtk_snapshot_append_node (snapshot, node);
}

void
dh_ground_picture_snapshot (DhGroundPicture *self, GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (width <= 0 || height <= 0)
    return;
  if (self->ground_node == NULL)
    self->ground_node = new_ground_node (self);
  if (self->frame_node == NULL && has_frame (self))
    self->frame_node = new_frame_node (self);
  dh_ground_picture_update_hover (self);
  dh_ground_picture_update_balls (self);
  append (snapshot, self->ground_node);
  if (has_frame (self))
    append (snapshot, self->frame_node);
  append (snapshot, self->basins_node);
  append (snapshot, self->trajectories_node);
  for (guint i = 0; i < self->ball_nodes->len; i++)
    append (snapshot, g_ptr_array_index (self->ball_nodes, i));
  append (snapshot, self->stories_node);
  append (snapshot, self->hover_node);
  append (snapshot, self->note_node);
}

/* Over a ground that only became finer all else stays; over one with other heights a map's balls
 * stay, too, and a surface's trajectories may come a little later. */
void
dh_ground_picture_renew_ground (DhGroundPicture *self, DhGroundChange change)
{
  gboolean on_map = dh_ground_picture_is_map (self);

  g_clear_pointer (&self->ground_node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (change == DH_GROUND_FINER)
    return;
  dh_ground_picture_renew_hover (self);
  if (change == DH_GROUND_ALL || (change == DH_GROUND_RESHAPED && !on_map))
    g_clear_pointer (&self->frame_node, gsk_render_node_unref);
  if (change == DH_GROUND_ALL)
    dh_ground_picture_clear_balls (self);
  else if (change == DH_GROUND_TURNED)
    self->trajectories_time = 0;
  if (change == DH_GROUND_TURNED || !on_map)
    dh_ground_picture_queue_balls (self);
}

void
dh_ground_picture_clear_nodes (DhGroundPicture *self)
{
  dh_ground_picture_renew_ground (self, DH_GROUND_ALL);
}
