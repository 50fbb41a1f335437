/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A caption over a page.
 *
 * The targets are other widgets, which move when the page is laid out anew, scrolled or refilled;
 * nobody tells of that.  So they are looked for several times a second, which costs little, and the
 * layer is laid out again only if one has moved.  A frame clock that ticks for this would keep the
 * processor from the training.
 *
 * The veil consists of rectangles of one colour: a path with holes would have to be drawn on the
 * processor again in every frame in which something moves below.
 */
#include "ui/lesson/caption-layer.h"

#include <math.h>

#include "ui/lesson/caption-place.h"
#include "ui/plot/common/palette.h"
#include "ui/widgets/scheme.h"

#define LOOK_MS    200
#define VEIL       .62 /* opacity */
#define VEIL_HC    .8
#define ROOM       4.0f /* around a target */
#define HEAD       9.0  /* length of the arrow's head */
#define LINE_WIDTH 3.0

struct _DhCaptionLayer
{
  GtkWidget parent_instance;
  GtkWidget *caption;
  DhCaptionFind find;
  gpointer data;
  guint n_targets;
  graphene_rect_t targets[DH_CAPTION_MAX_TARGETS];
  DhCaptionPlace place;
  GtkAllocation allocation; /* of the caption */
  guint source;
};

G_DEFINE_FINAL_TYPE (DhCaptionLayer, dh_caption_layer, GTK_TYPE_WIDGET)

static guint
find_targets (DhCaptionLayer *self, graphene_rect_t *targets)
{
  return self->find != NULL ? self->find (GTK_WIDGET (self), targets, self->data) : 0;
}

void
dh_caption_layer_update (DhCaptionLayer *self)
{
  graphene_rect_t targets[DH_CAPTION_MAX_TARGETS];
  const guint n = find_targets (self, targets);
  gboolean same = n == self->n_targets;

  for (guint i = 0; same && i < n; i++)
    same = graphene_rect_equal (&targets[i], &self->targets[i]);
  if (!same)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
look_cb (gpointer data)
{
  dh_caption_layer_update (data);
  return G_SOURCE_CONTINUE;
}

/* ---- layout ---- */

static void
dh_caption_layer_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
}

/* As wide as it likes to be, as high as it must be then. */
static graphene_size_t
measure_caption (DhCaptionLayer *self, int width, int height)
{
  int wide, least, high;

  gtk_widget_measure (self->caption, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wide, NULL, NULL);
  wide = MAX (least, MIN (wide, width - 24));
  gtk_widget_measure (self->caption, GTK_ORIENTATION_VERTICAL, wide, &least, &high, NULL, NULL);
  high = MAX (least, MIN (high, height - 24));
  return GRAPHENE_SIZE_INIT ((float) wide, (float) high);
}

static void
dh_caption_layer_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhCaptionLayer *self = DH_CAPTION_LAYER (widget);
  const graphene_size_t page = GRAPHENE_SIZE_INIT ((float) width, (float) height);
  graphene_size_t size;

  self->n_targets = find_targets (self, self->targets);
  if (self->caption == NULL || !gtk_widget_should_layout (self->caption))
    return;
  size = measure_caption (self, width, height);
  self->place = dh_caption_place_find (self->targets, self->n_targets, &page, &size);
  self->allocation = (GtkAllocation){ (int) self->place.x, (int) self->place.y, (int) size.width,
                                      (int) size.height };
  gtk_widget_size_allocate (self->caption, &self->allocation, -1);
  gtk_widget_queue_draw (widget);
}

static gboolean
dh_caption_layer_contains (GtkWidget *widget, double x, double y)
{
  const GtkAllocation *area = &DH_CAPTION_LAYER (widget)->allocation;

  return x >= area->x && y >= area->y && x < area->x + area->width && y < area->y + area->height;
}

/* ---- drawing ---- */

static gboolean
has_contrast (DhScheme scheme)
{
  return scheme == DH_SCHEME_LIGHT_CONTRAST || scheme == DH_SCHEME_DARK_CONTRAST;
}

static void
draw_veil (DhCaptionLayer *self, GtkSnapshot *snapshot, DhScheme scheme)
{
  const DhColor window = dh_palette_get (scheme)->window;
  const GdkRGBA color = { (float) window.red, (float) window.green, (float) window.blue,
                          (float) (has_contrast (scheme) ? VEIL_HC : VEIL) };
  const cairo_rectangle_int_t page = { 0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                                       gtk_widget_get_height (GTK_WIDGET (self)) };
  cairo_region_t *rest = cairo_region_create_rectangle (&page);

  for (guint i = 0; i < self->n_targets; i++)
    {
      const graphene_rect_t *target = &self->targets[i];
      const int x = (int) floorf (target->origin.x - ROOM), y = (int) floorf (target->origin.y - ROOM);
      const cairo_rectangle_int_t hole = { x, y, (int) ceilf (target->size.width + 2 * ROOM),
                                           (int) ceilf (target->size.height + 2 * ROOM) };

      cairo_region_subtract_rectangle (rest, &hole);
    }
  for (int i = 0; i < cairo_region_num_rectangles (rest); i++)
    {
      cairo_rectangle_int_t part;

      cairo_region_get_rectangle (rest, i, &part);
      gtk_snapshot_append_color (snapshot, &color,
                                 &GRAPHENE_RECT_INIT ((float) part.x, (float) part.y,
                                                      (float) part.width, (float) part.height));
    }
  cairo_region_destroy (rest);
}

static void
draw_arrow (DhCaptionLayer *self, GtkSnapshot *snapshot)
{
  const graphene_point_t from = self->place.from, to = self->place.to;
  const double angle = atan2 (to.y - from.y, to.x - from.x);
  const float left = fminf (from.x, to.x), top = fminf (from.y, to.y);
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA color;
  cairo_t *cr;

  if (!gtk_style_context_lookup_color (style, "accent_color", &color))
    gtk_style_context_get_color (style, &color);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (left - 12, top - 12,
                                                       fabsf (from.x - to.x) + 24,
                                                       fabsf (from.y - to.y) + 24));
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, from.x, from.y);
  cairo_line_to (cr, to.x, to.y);
  for (int side = -1; side <= 1; side += 2)
    {
      cairo_move_to (cr, to.x, to.y);
      cairo_line_to (cr, to.x - HEAD * cos (angle + side * .6), to.y - HEAD * sin (angle + side * .6));
    }
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
dh_caption_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhCaptionLayer *self = DH_CAPTION_LAYER (widget);

  if (self->n_targets > 0)
    draw_veil (self, snapshot, dh_scheme_get_current ());
  if (self->place.has_arrow)
    draw_arrow (self, snapshot);
  if (self->caption != NULL)
    gtk_widget_snapshot_child (widget, self->caption, snapshot);
}

/* ---- the widget ---- */

static void
dh_caption_layer_map (GtkWidget *widget)
{
  DhCaptionLayer *self = DH_CAPTION_LAYER (widget);

  GTK_WIDGET_CLASS (dh_caption_layer_parent_class)->map (widget);
  self->source = g_timeout_add (LOOK_MS, look_cb, self);
}

static void
dh_caption_layer_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&DH_CAPTION_LAYER (widget)->source, g_source_remove);
  GTK_WIDGET_CLASS (dh_caption_layer_parent_class)->unmap (widget);
}

static void
dh_caption_layer_dispose (GObject *object)
{
  DhCaptionLayer *self = DH_CAPTION_LAYER (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->caption, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_caption_layer_parent_class)->dispose (object);
}

static void
dh_caption_layer_class_init (DhCaptionLayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_caption_layer_dispose;
  widget_class->measure = dh_caption_layer_measure;
  widget_class->size_allocate = dh_caption_layer_size_allocate;
  widget_class->contains = dh_caption_layer_contains;
  widget_class->snapshot = dh_caption_layer_snapshot;
  widget_class->map = dh_caption_layer_map;
  widget_class->unmap = dh_caption_layer_unmap;
  gtk_widget_class_set_css_name (widget_class, "captionlayer");
}

static void
dh_caption_layer_init (DhCaptionLayer *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
dh_caption_layer_new (void)
{
  return g_object_new (DH_TYPE_CAPTION_LAYER, NULL);
}

void
dh_caption_layer_set_find (DhCaptionLayer *self, DhCaptionFind find, gpointer data)
{
  self->find = find;
  self->data = data;
}

void
dh_caption_layer_set_child (DhCaptionLayer *self, GtkWidget *caption)
{
  g_clear_pointer (&self->caption, gtk_widget_unparent);
  self->caption = caption;
  if (caption != NULL)
    gtk_widget_set_parent (caption, GTK_WIDGET (self));
}
