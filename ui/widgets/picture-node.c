/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of widgets: cached as render nodes for the screen, drawn anew for a copy.
 *
 * On the screen, a node holds pixels, because copying them is the fastest way to repaint a frame.  A
 * copy is larger, or goes into a vector file, so for one the same functions draw straight into the
 * node, which records them.  Enlarging the pixels of the screen was rejected: text would be blurred,
 * and it is what a copy is looked at for.  A second function that draws each widget for a copy was
 * rejected as well: sooner or later the two would show different things.
 */
#include "ui/widgets/picture-node.h"

#include <math.h>

/* GTK hands no data down to snapshot functions.  Main context only. */
static gboolean is_drawn;

static void
record (GskRenderNode *node, double x, double y, double width, double height, DhDrawFunc draw,
        gpointer data)
{
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_translate (cr, x, y);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  draw (cr, width, height, data);
  cairo_destroy (cr);
}

static void
paint (GskRenderNode *node, int scale, double x, double y, double width, double height,
       DhDrawFunc draw, gpointer data)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                                         (int) ceil (width) * scale,
                                                         (int) ceil (height) * scale);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  draw (cr, width, height, data);
  cairo_destroy (cr);
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_set_source_surface (cr, surface, x, y);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

GskRenderNode *
dh_picture_node_new (GtkWidget *widget, double x, double y, double width, double height,
                     DhDrawFunc draw, gpointer data)
{
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (x, y, width, height));

  if (is_drawn)
    record (node, x, y, width, height, draw, data);
  else
    paint (node, gtk_widget_get_scale_factor (widget), x, y, width, height, draw, data);
  return node;
}

void
dh_picture_append (GtkSnapshot *snapshot, GskRenderNode **cache, GtkWidget *widget, double x,
                   double y, double width, double height, DhDrawFunc draw, gpointer data)
{
  GskRenderNode *node = is_drawn ? NULL : *cache;

  if (node == NULL)
    node = dh_picture_node_new (widget, x, y, width, height, draw, data);
  gtk_snapshot_append_node (snapshot, node);
  if (is_drawn)
    gsk_render_node_unref (node);
  else
    *cache = node;
}

/* ---- copies ---- */

/* GTK keeps the nodes of widgets that needn't be redrawn. */
static void
forget_nodes (GtkWidget *widget)
{
  gtk_widget_queue_draw (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    forget_nodes (child);
}

void
dh_widget_draw (GtkWidget *widget, cairo_t *cr)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  forget_nodes (widget);
  is_drawn = TRUE;
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  is_drawn = FALSE;
  forget_nodes (widget);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return;
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
}

gboolean
dh_widget_is_drawn (void)
{
  return is_drawn;
}
