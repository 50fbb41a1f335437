/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small picture drawn large.  It is enlarged with smooth interpolation: with hard edges some
 * pixels were wider than others, which looks like a defect on a face.
 */
#include "ui/losses/picture-view.h"

#include <math.h>

#include "core/document/document.h"
#include "ui/plot/common/rounded.h"
#include "ui/plot/common/text.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"

#define MIN_SIDE     72
#define NATURAL_SIDE 240
#define MAX_SIDE     400
#define RADIUS       6.0
#define FONT_SIZE    12.0

struct _DhPictureView
{
  GtkWidget parent_instance;
  cairo_surface_t *surface; /* (nullable) */
  char *absence;
  char *font_family;
  GskRenderNode *node; /* NULL: must be redrawn */
};

enum
{
  DROPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhPictureView, dh_picture_view, GTK_TYPE_WIDGET)

static void
invalidate (DhPictureView *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Height divided by width. */
static double
get_aspect (DhPictureView *self)
{
  if (self->surface == NULL)
    return 1.0;
  return (double) cairo_image_surface_get_height (self->surface)
         / MAX (cairo_image_surface_get_width (self->surface), 1);
}

static void
draw_absence (DhPictureView *self, cairo_t *cr, double width, double height)
{
  const DhPalette *palette = dh_palette_get (dh_scheme_get_current ());
  DhText style = { .family = self->font_family,
                   .size = FONT_SIZE * dh_widget_get_text_scale (GTK_WIDGET (self)),
                   .color = palette->dim_text,
                   .align_x = .5,
                   .align_y = .5,
                   .max_width = width - 16 };

  dh_color_set_source (cr, palette->placeholder, 1.0);
  cairo_paint (cr);
  if (self->absence != NULL)
    dh_text_draw (cr, &style, width / 2, height / 2, self->absence);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  DhPictureView *self = data;

  dh_path_add_rounded (cr, 0, 0, width, height, RADIUS);
  cairo_clip (cr);
  if (self->surface == NULL)
    {
      draw_absence (self, cr, width, height);
      return;
    }
  cairo_scale (cr, width / cairo_image_surface_get_width (self->surface),
               height / cairo_image_surface_get_height (self->surface));
  cairo_set_source_surface (cr, self->surface, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_paint (cr);
}

static void
dh_picture_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhPictureView *self = DH_PICTURE_VIEW (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double aspect = get_aspect (self);
  double shown = floor (MIN (width, height / aspect));

  if (shown < 1 || shown * aspect < 1)
    return;
  dh_picture_append (snapshot, &self->node, widget, floor ((width - shown) / 2), 0, shown,
                     floor (shown * aspect), draw, self);
}

static void
dh_picture_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  double aspect = get_aspect (DH_PICTURE_VIEW (widget));

  *minimum = MIN_SIDE;
  *natural = NATURAL_SIDE;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  if (for_size >= 0)
    *minimum = *natural = MAX ((int) ceil (MIN (for_size * aspect, MAX_SIDE)), 1);
  else
    /* The smallest height at any width; a larger one would mislead a box that asks for the width
     * for a height. */
    *minimum = MAX ((int) ceil (MIN_SIDE * aspect), 1);
}

static GtkSizeRequestMode
dh_picture_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dh_picture_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  invalidate (DH_PICTURE_VIEW (widget));
}

static void
dh_picture_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DhPictureView *self = DH_PICTURE_VIEW (widget);

  GTK_WIDGET_CLASS (dh_picture_view_parent_class)->css_changed (widget, change);
  dh_widget_take_font (widget, &self->font_family, NULL);
  invalidate (self);
}

static void
dh_picture_view_dispose (GObject *object)
{
  DhPictureView *self = DH_PICTURE_VIEW (object);

  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->absence, g_free);
  g_clear_pointer (&self->font_family, g_free);
  G_OBJECT_CLASS (dh_picture_view_parent_class)->dispose (object);
}

static void
dh_picture_view_class_init (DhPictureViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_picture_view_dispose;
  widget_class->snapshot = dh_picture_view_snapshot;
  widget_class->measure = dh_picture_view_measure;
  widget_class->get_request_mode = dh_picture_view_get_request_mode;
  widget_class->size_allocate = dh_picture_view_size_allocate;
  widget_class->css_changed = dh_picture_view_css_changed;
  signals[DROPPED] = g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "pictureview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_picture_view_init (DhPictureView *self)
{
  static const DhCopyable copyable = { .name = "picture" };

  dh_copyable_add (GTK_WIDGET (self), &copyable);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
}

GtkWidget *
dh_picture_view_new (void)
{
  return g_object_new (DH_TYPE_PICTURE_VIEW, NULL);
}

void
dh_picture_view_set_surface (DhPictureView *self, cairo_surface_t *surface)
{
  double aspect = get_aspect (self);

  if (surface != NULL)
    cairo_surface_reference (surface);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  self->surface = surface;
  if (get_aspect (self) != aspect)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  invalidate (self);
}

void
dh_picture_view_set_pixels (DhPictureView *self, const guint8 *pixels, int width, int height)
{
  cairo_surface_t *surface;
  guint8 *data;
  int stride;

  if (pixels == NULL || width < 1 || height < 1)
    {
      dh_picture_view_set_surface (self, NULL);
      return;
    }
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  data = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      guint32 *row = (guint32 *) (void *) (data + (gsize) y * stride);
      const guint8 *from = pixels + (gsize) y * width * 4;

      for (int x = 0; x < width; x++)
        row[x] = (guint32) from[4 * x] << 16 | (guint32) from[4 * x + 1] << 8 | from[4 * x + 2];
    }
  cairo_surface_mark_dirty (surface);
  dh_picture_view_set_surface (self, surface);
  cairo_surface_destroy (surface);
}

cairo_surface_t *
dh_picture_view_get_surface (DhPictureView *self)
{
  return self->surface;
}

void
dh_picture_view_set_absence (DhPictureView *self, const char *text)
{
  if (g_strcmp0 (self->absence, text) == 0)
    return;
  g_free (self->absence);
  self->absence = g_strdup (text);
  invalidate (self);
}

/* It isn't a picture, but the window takes it. */
static void
open_document (DhPictureView *self, const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  if (uri != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-uri", "s", uri);
}

/* Takes the first file only. */
static gboolean
drop_cb (DhPictureView *self, const GValue *value)
{
  g_autofree char *path = NULL;

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      GSList *files = g_value_get_boxed (value);

      path = files != NULL ? g_file_get_path (files->data) : NULL;
    }
  else if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    path = g_file_get_path (g_value_get_object (value));
  if (path == NULL)
    return FALSE;
  if (dh_document_has_suffix (path))
    open_document (self, path);
  else
    g_signal_emit (self, signals[DROPPED], 0, path);
  return TRUE;
}

void
dh_picture_view_take_files (DhPictureView *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, (GType[]) { GDK_TYPE_FILE_LIST, G_TYPE_FILE }, 2);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
