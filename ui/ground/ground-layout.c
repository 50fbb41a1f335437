/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The layout of a ground's picture: the ground, and the axes or the legend around it.
 */
#include "ui/ground/ground-layout.h"

#include <math.h>

#define LEGEND_WIDTH  84.0  /* pixels, times the text's scale: room for two numbers */
#define LEGEND_HEIGHT 2.8   /* times the font size */
#define LEGEND_ROOM   250.0 /* a narrower surface has no legend */
#define LEGEND_TALL   160.0 /* neither has a lower curve */
#define LEGEND_ZOOM   1.15  /* no legend beyond this zoom */

/* What a node is drawn with. */
typedef struct
{
  const DhGroundLayout *layout;
  const DhHeightScale *height_scale;
} Drawing;

DhGroundLayout
dh_ground_layout_make (GtkWidget *widget, DhGroundPictureKind kind, const DhGroundAxes *axes,
                       double text_scale)
{
  return (DhGroundLayout) {
    .kind = kind,
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
    .text_scale = text_scale,
    .frame = { *axes, dh_scheme_get_current (), DH_COLORMAP_VIRIDIS,
               DH_GROUND_FONT_SIZE * text_scale },
  };
}

/* The legend of a curve is below the axis. */
static gboolean
has_lower_legend (const DhGroundLayout *self)
{
  return self->kind == DH_GROUND_PICTURE_CURVE && self->height >= LEGEND_TALL * self->text_scale;
}

typedef struct
{
  double left, top, right, bottom;
} Margins;

static Margins
find_margins (const DhGroundLayout *self)
{
  Margins margins = { .top = 1 };

  if (self->kind == DH_GROUND_PICTURE_SURFACE || self->frame.axes.n == 0)
    return (Margins) { 0 };
  margins.left = ceil (dh_ground_frame_get_left (&self->frame));
  margins.right = margins.left > 0 ? DH_GROUND_MARGIN : 0;
  margins.bottom = ceil (dh_ground_frame_get_bottom (&self->frame)) + 2;
  if (has_lower_legend (self))
    margins.bottom += ceil (dh_ground_frame_get_legend (&self->frame));
  return margins;
}

void
dh_ground_layout_get_margins (const DhGroundLayout *self, int *across, int *down)
{
  Margins margins = find_margins (self);

  *across = (int) (margins.left + margins.right);
  *down = (int) (margins.top + margins.bottom);
}

graphene_rect_t
dh_ground_layout_get_area (const DhGroundLayout *self)
{
  Margins margins = find_margins (self);

  return GRAPHENE_RECT_INIT (margins.left, margins.top,
                             MAX (self->width - margins.left - margins.right, 0),
                             MAX (self->height - margins.top - margins.bottom, 0));
}

/* ---- axes and legend ---- */

static double
get_legend_width (const DhGroundLayout *self)
{
  return LEGEND_WIDTH * self->text_scale;
}

static void
draw_legend (cairo_t *cr, double width, double height, gpointer data)
{
  const DhGroundDrawing *node = data;
  const Drawing *drawing = node->data;
  double legend = get_legend_width (drawing->layout);

  dh_ground_frame_draw_legend (&drawing->layout->frame, cr, drawing->height_scale,
                               width - legend - DH_GROUND_MARGIN, 2, legend);
}

static void
draw_axes (cairo_t *cr, double width, double height, gpointer data)
{
  const Drawing *drawing = data;
  const DhGroundLayout *self = drawing->layout;
  graphene_rect_t area = dh_ground_layout_get_area (self);

  if (self->frame.axes.n == 0)
    return;
  dh_ground_frame_draw_axes (&self->frame, cr, area.origin.x, area.origin.y, area.size.width,
                             area.size.height);
  if (has_lower_legend (self))
    dh_ground_frame_draw_legend (&self->frame, cr, drawing->height_scale,
                                 (width - get_legend_width (self)) / 2,
                                 height - dh_ground_frame_get_legend (&self->frame),
                                 get_legend_width (self));
}

/* For a surface, the legend, in a corner that stays free unless the view is zoomed in. */
GskRenderNode *
dh_ground_layout_new_node (const DhGroundLayout *self, const DhGroundCanvas *canvas,
                           const DhScaledTerrain *shown)
{
  Drawing drawing = { self, &shown->height_scale };
  double size = self->frame.size;
  double side = get_legend_width (self) + DH_GROUND_MARGIN + 4 * size, line = LEGEND_HEIGHT * size;
  graphene_rect_t corner = GRAPHENE_RECT_INIT (self->width - side, self->height - line, side, line);

  if (self->kind != DH_GROUND_PICTURE_SURFACE)
    return dh_picture_node_new (canvas->widget, 0, 0, self->width, self->height, draw_axes,
                                &drawing);
  if (shown->terrain == NULL || !isfinite (shown->terrain->highest))
    return NULL;
  if (self->width < LEGEND_ROOM * self->text_scale)
    return NULL;
  return dh_ground_canvas_new_node (canvas, &corner, draw_legend, NULL, &drawing);
}

gboolean
dh_ground_layout_has_node (const DhGroundCanvas *canvas)
{
  if (canvas->painting == NULL)
    return FALSE;
  return canvas->kind != DH_GROUND_PICTURE_SURFACE
         || canvas->painting->request.camera.zoom < LEGEND_ZOOM;
}
