/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The crop of a picture, upright, while its square or its eyes are being moved.
 */
#include "ui/faces/crop-preview.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SIDE 128

struct _DhCropPreview
{
  GtkWidget parent_instance;
  GdkTexture *texture; /* or NULL */
  int width, height;
  DhCropSquare square;
};

G_DEFINE_FINAL_TYPE (DhCropPreview, dh_crop_preview, GTK_TYPE_WIDGET)

static void
dh_crop_preview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhCropPreview *self = DH_CROP_PREVIEW (widget);
  const float side = (float) MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  const float scale = side / (float) self->square.side;
  const graphene_rect_t frame = GRAPHENE_RECT_INIT (0, 0, side, side);

  if (self->texture == NULL)
    return;
  gtk_snapshot_push_clip (snapshot, &frame);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 0, 0, 0, 1 }, &frame);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (side / 2, side / 2));
  gtk_snapshot_scale (snapshot, scale, scale);
  gtk_snapshot_rotate (snapshot, (float) (-self->square.angle * 180 / G_PI));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-(float) self->square.x,
                                                          -(float) self->square.y));
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT (0, 0, (float) self->width,
                                                    (float) self->height));
  gtk_snapshot_pop (snapshot);
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
  g_clear_object (&DH_CROP_PREVIEW (object)->texture);
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
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the network gets"), -1);
}

void
dh_crop_preview_show (DhCropPreview *self, GdkTexture *texture, int width, int height,
                      const DhCropSquare *square)
{
  g_return_if_fail (DH_IS_CROP_PREVIEW (self));
  g_set_object (&self->texture, texture);
  self->width = width;
  self->height = height;
  if (square != NULL)
    self->square = *square;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
