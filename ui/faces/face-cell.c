/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A cell of the grid of pictures.  It asks for its thumbnail when it comes into sight, and for it
 * again when the crop has changed.
 */
#include "ui/faces/face-cell.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/whole-text.h"

#define SIDE       96
#define ICON       32
#define MAX_REASON 3  /* lines */
#define WIDTH      15 /* characters */

struct _DhFaceCell
{
  GtkWidget parent_instance;
  GtkWidget *box, *picture, *icon, *badge, *name, *words;
  DhFaceItem *item; /* or NULL */
  DhThumbnailReader *reader;
};

G_DEFINE_FINAL_TYPE (DhFaceCell, dh_face_cell, GTK_TYPE_WIDGET)

/* "its own square", or why it is skipped */
static const char *
get_words (DhFaceItem *item)
{
  const char *reason = dh_face_item_get_reason (item);

  return dh_face_item_get_use (item) == DH_FILE_SKIPPED && reason != NULL
           ? reason
           : dh_face_item_get_placed_words (item);
}

static void
show_texts (DhFaceCell *self)
{
  const DhFileUse use = dh_face_item_get_use (self->item);
  const gboolean skipped = use == DH_FILE_SKIPPED;
  g_autofree char *name = g_filename_display_name (dh_face_item_get_name (self->item));
  const char *role = skipped                   ? _ ("Skipped")
                     : use == DH_FILE_HELD_OUT ? _ ("Held out: never trained on, for measuring")
                                               : _ ("Trained on");
  g_autofree char *tip = g_strdup_printf ("%s\n%s\n%s", name, role, get_words (self->item));

  gtk_label_set_text (GTK_LABEL (self->name), name);
  gtk_label_set_text (GTK_LABEL (self->words), get_words (self->item));
  gtk_label_set_wrap (GTK_LABEL (self->words), skipped);
  gtk_label_set_lines (GTK_LABEL (self->words), skipped ? MAX_REASON : -1);
  gtk_widget_set_visible (self->badge, use == DH_FILE_HELD_OUT);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
}

static void
show_item (DhFaceCell *self)
{
  GdkTexture *thumbnail = dh_face_item_get_thumbnail (self->item);
  const gboolean unusable = dh_face_item_is_damaged (self->item)
                            || (thumbnail == NULL
                                && dh_face_item_get_use (self->item) == DH_FILE_SKIPPED);

  show_texts (self);
  gtk_image_set_from_paintable (GTK_IMAGE (self->picture),
                                thumbnail != NULL ? GDK_PAINTABLE (thumbnail) : NULL);
  gtk_widget_set_visible (self->icon, unusable);
}

static void
changed_cb (DhFaceCell *self)
{
  show_item (self);
  if (dh_face_item_get_thumbnail (self->item) == NULL)
    dh_thumbnail_reader_want (self->reader, self->item);
}

static void
drop_item (DhFaceCell *self)
{
  if (self->item == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->item, self);
  dh_thumbnail_reader_leave (self->reader, self->item);
  g_clear_object (&self->item);
  g_clear_object (&self->reader);
}

void
dh_face_cell_show (DhFaceCell *self, DhFaceItem *item, DhThumbnailReader *reader)
{
  g_return_if_fail (DH_IS_FACE_CELL (self));
  drop_item (self);
  if (item == NULL)
    return;
  self->item = g_object_ref (item);
  self->reader = g_object_ref (reader);
  g_signal_connect_swapped (item, "changed", G_CALLBACK (changed_cb), self);
  dh_thumbnail_reader_want (reader, item);
  show_item (self);
}

DhFaceItem *
dh_face_cell_get_item (DhFaceCell *self)
{
  g_return_val_if_fail (DH_IS_FACE_CELL (self), NULL);
  return self->item;
}

static void
dh_face_cell_dispose (GObject *object)
{
  DhFaceCell *self = DH_FACE_CELL (object);

  drop_item (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_face_cell_parent_class)->dispose (object);
}

static void
dh_face_cell_class_init (DhFaceCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_face_cell_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "facecell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static GtkWidget *
make_label (PangoEllipsizeMode ellipsize, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), ellipsize);
  gtk_label_set_width_chars (GTK_LABEL (label), WIDTH);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, style);
  return label;
}

/* The badge may be wider than the picture. */
static GtkWidget *
make_frame (DhFaceCell *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->picture = gtk_image_new ();
  self->icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  self->badge = gtk_label_new (_ ("held out"));
  gtk_image_set_pixel_size (GTK_IMAGE (self->picture), SIDE);
  gtk_widget_set_halign (self->picture, GTK_ALIGN_CENTER);
  gtk_widget_set_overflow (self->picture, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (self->picture, "face");
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), ICON);
  gtk_widget_set_halign (self->icon, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->icon, GTK_ALIGN_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (self->badge), PANGO_ELLIPSIZE_END);
  gtk_widget_set_halign (self->badge, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->badge, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->badge, "ground-chip");
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->picture);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->icon);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->badge);
  return overlay;
}

static void
dh_face_cell_init (DhFaceCell *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->name = make_label (PANGO_ELLIPSIZE_MIDDLE, "face-name");
  self->words = make_label (PANGO_ELLIPSIZE_END, "face-words");
  gtk_box_append (GTK_BOX (self->box), make_frame (self));
  gtk_box_append (GTK_BOX (self->box), self->name);
  gtk_box_append (GTK_BOX (self->box), self->words);
  gtk_widget_set_valign (self->box, GTK_ALIGN_START);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  dh_whole_text_watch (GTK_WIDGET (self));
}

GtkWidget *
dh_face_cell_new (void)
{
  return g_object_new (DH_TYPE_FACE_CELL, NULL);
}
