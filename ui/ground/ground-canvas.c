/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The current content of a ground's picture and its place in the widget.  All parts of the picture
 * draw on it and look up points in it.
 */
#include "ui/ground/ground-canvas.h"

#include <math.h>

#include "ui/plot/scene/curve-scene.h"

#define USUAL_RADIUS 11.0 /* of a ball, in pixels */
#define LEAST_RADIUS 6.5
#define COPY_SCALE   2 /* pixels of a copied ground for each of the widget */

/* ---- what is shown ---- */

/* Balls grow with the picture, but more slowly in a large one, where they would hide the ground
 * below them. */
static double
get_ball_radius (double side)
{
  return MAX (side < 22 * USUAL_RADIUS ? side / 22
                                       : USUAL_RADIUS * sqrt (side / (22 * USUAL_RADIUS)),
              LEAST_RADIUS);
}

static DhScene
make_scene (const DhGroundPainting *painting, const graphene_rect_t *area, const double *hover)
{
  gboolean fits = painting->request.width == (int) area->size.width
                  && painting->request.height == (int) area->size.height;

  return (DhScene) {
    .terrain = painting->request.shown.terrain,
    .height_scale = painting->request.shown.height_scale,
    .camera = painting->request.camera,
    .width = area->size.width,
    .height = area->size.height,
    .depths = fits ? painting->depths : NULL,
    .scheme = dh_scheme_get_current (),
    .ball_radius = get_ball_radius (MIN (area->size.width, area->size.height)),
    .fraction = 1,
    .hover = hover,
  };
}

void
dh_ground_canvas_init (DhGroundCanvas *self, GtkWidget *widget, DhGroundPictureKind kind,
                       const graphene_rect_t *area, const DhGroundPainting *painting,
                       const double *hover)
{
  *self = (DhGroundCanvas) { .widget = widget, .kind = kind, .area = *area, .painting = painting };
  self->has_scene = painting != NULL && area->size.width >= 1 && area->size.height >= 1;
  if (self->has_scene)
    self->scene = make_scene (painting, area, hover);
}

gboolean
dh_ground_canvas_is_map (const DhGroundCanvas *self)
{
  return self->kind == DH_GROUND_PICTURE_MAP;
}

/* ---- places ---- */

void
dh_ground_canvas_locate (const DhGroundCanvas *self, const double at[2], double *x, double *y)
{
  const DhScene *scene = &self->scene;
  const DhTerrain *terrain = scene->terrain;

  if (!dh_ground_canvas_is_map (self))
    {
      dh_scene_locate (scene, at, NAN, x, y);
      return;
    }
  *x = (at[0] - terrain->minimum[0]) / (terrain->maximum[0] - terrain->minimum[0]) * scene->width;
  *y = (terrain->maximum[1] - at[1]) / (terrain->maximum[1] - terrain->minimum[1]) * scene->height;
}

gboolean
dh_ground_canvas_pick (const DhGroundCanvas *self, double x, double y, gboolean inside,
                       double at[2])
{
  if (!self->has_scene)
    return FALSE;
  x -= self->area.origin.x;
  y -= self->area.origin.y;
  if (inside)
    {
      x = CLAMP (x, 0, self->scene.width);
      y = CLAMP (y, 0, self->scene.height);
    }
  return dh_scene_pick (&self->scene, x, y, self->kind != DH_GROUND_PICTURE_SURFACE, at);
}

/* ---- nodes ---- */

GskRenderNode *
dh_ground_canvas_new_node (const DhGroundCanvas *self, const graphene_rect_t *part, DhDrawFunc draw,
                           const DhScene *scene, gconstpointer data)
{
  DhGroundDrawing drawing = { .canvas = self, .scene = scene, .data = data };
  double right = self->area.size.width, bottom = self->area.size.height;

  if (part != NULL)
    {
      drawing.x = MAX (floor (part->origin.x), 0);
      drawing.y = MAX (floor (part->origin.y), 0);
      right = MIN (ceil (part->origin.x + part->size.width), right);
      bottom = MIN (ceil (part->origin.y + part->size.height), bottom);
    }
  if (!(right > drawing.x && bottom > drawing.y))
    return NULL;
  return dh_picture_node_new (self->widget, self->area.origin.x + drawing.x,
                              self->area.origin.y + drawing.y, right - drawing.x,
                              bottom - drawing.y, draw, &drawing);
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

/* The same painting with more pixels. */
static DhGroundPainting *
paint_for_copy (const DhGroundPainting *painting)
{
  DhGroundRequest request = painting->request;
  DhGroundPainting *finer;

  request.scale = MAX (request.scale, COPY_SCALE);
  request.smooth = TRUE;
  request.from.terrain = NULL; /* what a morph shows now is its terrain */
  finer = dh_ground_painting_new (&request);
  dh_ground_painting_paint (finer);
  return finer;
}

/* Until a painting of the right size exists, stretches the present one. */
static GskRenderNode *
new_painting_node (const DhGroundCanvas *self)
{
  const graphene_rect_t *area = &self->area;
  const DhGroundRequest *request = &self->painting->request;
  g_autoptr (DhGroundPainting) finer = dh_widget_is_drawn () ? paint_for_copy (self->painting)
                                                             : NULL;
  GskRenderNode *node = gsk_cairo_node_new (area);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_translate (cr, area->origin.x, area->origin.y);
  if (request->width != (int) area->size.width || request->height != (int) area->size.height)
    cairo_scale (cr, area->size.width / request->width, area->size.height / request->height);
  cairo_set_source_surface (cr, finer != NULL ? finer->surface : self->painting->surface, 0, 0);
  cairo_rectangle (cr, 0, 0, request->width, request->height);
  cairo_fill (cr);
  cairo_destroy (cr);
  return node;
}

GskRenderNode *
dh_ground_canvas_new_ground_node (const DhGroundCanvas *self)
{
  if (self->painting != NULL && self->painting->surface != NULL)
    return new_painting_node (self);
  if (self->kind != DH_GROUND_PICTURE_CURVE)
    return dh_ground_canvas_new_node (self, NULL, draw_empty, NULL, NULL);
  return dh_ground_canvas_new_node (self, NULL, draw_curve, self->has_scene ? &self->scene : NULL,
                                    NULL);
}
