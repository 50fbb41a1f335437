/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session's link to pass on: as text, and as a QR code for a phone or for the pupils in front of
 * a projector.
 *
 * The code grows with the dialog, so that it can be made as large as the screen, and its modules are
 * always whole pixels.  It is black on white in dark mode, too: see dh_qr_code_draw().
 */
#include "ui/share/share-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/base/safe-file.h"
#include "ui/plot/pictures/qr-code.h"
#include "ui/widgets/beside.h"
#include "ui/widgets/file-choice.h"
#include "ui/widgets/question.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/toast.h"
#include "ui/widgets/whole-text.h"

/* Pixels of a module in a picture: some 800 for a code of the usual size. */
#define MODULE 8

struct _DhShareDialog
{
  AdwWindow parent_instance;
  GtkWidget *toasts, *picture, *problem, *entry, *gap, *copy_link, *copy_picture, *save;
  DhQrCode *code;                    /* NULL: the link is too long */
  GtkFileChooserNative *file_dialog; /* or NULL */
};

G_DEFINE_FINAL_TYPE (DhShareDialog, dh_share_dialog, ADW_TYPE_WINDOW)

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  DhShareDialog *self = data;
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (area));
  double size = MIN (width, height);

  if (self->code == NULL)
    return;
  size = dh_qr_code_fit (self->code, size, scale);
  cairo_translate (cr, floor ((width - size) / 2), floor ((height - size) / 2));
  dh_qr_code_draw (self->code, cr, size);
}

static void
tell (DhShareDialog *self, const char *sentence)
{
  dh_toast_show (ADW_TOAST_OVERLAY (self->toasts), adw_toast_new (sentence));
}

static void
copy_link_cb (DhShareDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  tell (self, _ ("Link copied"));
}

static void
copy_picture_cb (DhShareDialog *self)
{
  g_autoptr (GBytes) png = dh_qr_code_to_png (self->code, MODULE);
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (png, NULL);

  if (texture == NULL)
    return;
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  tell (self, _ ("QR code copied"));
}

void
dh_share_dialog_save (DhShareDialog *self, const char *path)
{
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (DH_IS_SHARE_DIALOG (self) && self->code != NULL);
  png = dh_qr_code_to_png (self->code, MODULE);
  if (dh_safe_file_write (path, g_bytes_get_data (png, NULL), g_bytes_get_size (png), &error))
    tell (self, _ ("QR code saved"));
  else
    gtk_window_present (
      GTK_WINDOW (dh_question_new (GTK_WINDOW (self), _ ("The QR Code Wasn’t Saved"),
                                   error->message, _ ("_Close"))));
}

static void
response_cb (DhShareDialog *self, int response)
{
  gboolean elsewhere;
  g_autofree char *path = dh_file_choice_take (&self->file_dialog, response, &elsewhere);

  if (path != NULL)
    dh_share_dialog_save (self, path);
  else if (elsewhere)
    dh_file_choice_refuse (GTK_WIDGET (self), _ ("The QR Code Wasn’t Saved"));
}

static void
save_cb (DhShareDialog *self)
{
  if (self->file_dialog != NULL)
    return;
  self->file_dialog = gtk_file_chooser_native_new (_ ("Save the QR Code"), GTK_WINDOW (self),
                                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->file_dialog), TRUE);
  /* Translators: the suggested name of a file */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->file_dialog), _ ("downhill-link.png"));
  g_signal_connect_swapped (self->file_dialog, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->file_dialog));
}

static void
dh_share_dialog_dispose (GObject *object)
{
  DhShareDialog *self = DH_SHARE_DIALOG (object);

  dh_file_choice_drop (&self->file_dialog);
  if (self->picture != NULL)
    gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->picture), NULL, NULL, NULL);
  G_OBJECT_CLASS (dh_share_dialog_parent_class)->dispose (object);
}

static void
dh_share_dialog_finalize (GObject *object)
{
  g_clear_pointer (&DH_SHARE_DIALOG (object)->code, dh_qr_code_free);
  G_OBJECT_CLASS (dh_share_dialog_parent_class)->finalize (object);
}

static void
dh_share_dialog_class_init (DhShareDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_share_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_share_dialog_finalize;
  g_type_ensure (DH_TYPE_BESIDE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/share/share-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DhShareDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, DhShareDialog, picture);
  gtk_widget_class_bind_template_child (widget_class, DhShareDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, DhShareDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, DhShareDialog, gap);
  gtk_widget_class_bind_template_child (widget_class, DhShareDialog, copy_link);
  gtk_widget_class_bind_template_child (widget_class, DhShareDialog, copy_picture);
  gtk_widget_class_bind_template_child (widget_class, DhShareDialog, save);
  gtk_widget_class_bind_template_callback (widget_class, copy_link_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_picture_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dh_share_dialog_init (DhShareDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_whole_text_watch (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->picture), draw_cb, self, NULL);
}

static void
show_label (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

GtkWidget *
dh_share_dialog_new (GtkWindow *above, const char *link, const char *gap)
{
  DhShareDialog *self = g_object_new (DH_TYPE_SHARE_DIALOG, "transient-for", above, NULL);
  g_autoptr (GError) error = NULL;

  dh_dialog_scale (GTK_WINDOW (self));
  self->code = dh_qr_code_new (link, &error);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), link);
  show_label (self->gap, gap);
  show_label (self->problem, error != NULL ? error->message : NULL);
  gtk_widget_set_visible (self->picture, self->code != NULL);
  gtk_widget_set_sensitive (self->copy_picture, self->code != NULL);
  gtk_widget_set_sensitive (self->save, self->code != NULL);
  gtk_window_set_focus (GTK_WINDOW (self), self->copy_link);
  return GTK_WIDGET (self);
}
