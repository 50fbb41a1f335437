/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The crop of a picture, upright, while its square or its eyes are being moved.
 *
 * It may reach beyond the picture, whose border is repeated there, as for a training.  Render nodes
 * can't do that with a texture, so Cairo draws it.
 */
#include "ui/faces/crop-preview.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SIDE 128

struct _DhCropPreview
{
  GtkWidget parent_instance;
  GdkTexture *texture;      /* or NULL */
  cairo_surface_t *surface; /* of the texture; or NULL */
  double scale;             /* its pixels per pixel of the picture */
  DhCropSquare square;
};

G_DEFINE_FINAL_TYPE (DhCropPreview, dh_crop_preview, GTK_TYPE_WIDGET)

static void
draw (DhCropPreview *self, cairo_t *cr, double side)
{
  cairo_rectangle (cr, 0, 0, side, side);
  cairo_clip (cr);
  cairo_translate (cr, side / 2, side / 2);
  cairo_scale (cr, side / self->square.side, side / self->square.side);
  cairo_rotate (cr, -self->square.angle);
  cairo_translate (cr, -self->square.x, -self->square.y);
  cairo_scale (cr, 1 / self->scale, 1 / self->scale);
  cairo_set_source_surface (cr, self->surface, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
}

static void
dh_crop_preview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhCropPreview *self = DH_CROP_PREVIEW (widget);
  const int side = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  cairo_t *cr;

  if (self->surface == NULL || side < 1)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) side, (float) side));
  draw (self, cr, side);
  cairo_destroy (cr);
}

static void
dh_crop_preview_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = SIDE;
}

static void
dh_crop_preview_finalize (GObject *object)
{
  DhCropPreview *self = DH_CROP_PREVIEW (object);

  g_clear_object (&self->texture);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  G_OBJECT_CLASS (dh_crop_preview_parent_class)->finalize (object);
}

static void
dh_crop_preview_class_init (DhCropPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dh_crop_preview_finalize;
  widget_class->snapshot = dh_crop_preview_snapshot;
  widget_class->measure = dh_crop_preview_measure;
  gtk_widget_class_set_css_name (widget_class, "croppreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_crop_preview_init (DhCropPreview *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the network gets"), -1);
}

static void
take_texture (DhCropPreview *self, GdkTexture *texture)
{
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  if (texture == NULL)
    return;
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_texture_get_width (texture),
                                              gdk_texture_get_height (texture));
  gdk_texture_download (texture, cairo_image_surface_get_data (self->surface),
                        (gsize) cairo_image_surface_get_stride (self->surface));
  cairo_surface_mark_dirty (self->surface);
}

void
dh_crop_preview_show (DhCropPreview *self, GdkTexture *texture, int width,
                      const DhCropSquare *square)
{
  g_return_if_fail (DH_IS_CROP_PREVIEW (self)
                    && (texture == NULL || (width > 0 && square != NULL)));
  if (g_set_object (&self->texture, texture))
    take_texture (self, texture);
  if (texture != NULL)
    {
      self->scale = (double) gdk_texture_get_width (texture) / width;
      self->square = *square;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
