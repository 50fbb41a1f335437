/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pictures of a person in a dialog: all of them, or one of them large.
 *
 * What is changed stays in memory.  Before anything is written into a folder, a question says which
 * file it is, and what follows.
 */
#include "ui/faces/faces-dialog.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/question.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/whole-text.h"

struct _DhFacesDialog
{
  AdwWindow parent_instance;
  GtkWidget *heading, *back, *save, *stack, *pictures_page, *place_page;
  DhFolderPictures *pictures; /* or NULL */
  char *title, *subtitle;
  gboolean closing; /* what isn't saved needn't be */
};

static guint saved_signal;

G_DEFINE_FINAL_TYPE (DhFacesDialog, dh_faces_dialog, ADW_TYPE_WINDOW)

static gboolean
shows_one (DhFacesDialog *self)
{
  return gtk_stack_get_visible_child (GTK_STACK (self->stack)) == self->place_page;
}

static void
show_heading (DhFacesDialog *self)
{
  AdwWindowTitle *heading = ADW_WINDOW_TITLE (self->heading);
  DhFaceItem *item = dh_place_page_get_item (DH_PLACE_PAGE (self->place_page));
  g_autofree char *name = NULL;

  if (shows_one (self) && item != NULL)
    name = g_filename_display_name (dh_face_item_get_name (item));
  adw_window_title_set_title (heading, name != NULL ? name : self->title);
  adw_window_title_set_subtitle (heading, name != NULL ? self->title : self->subtitle);
}

static void
update (DhFacesDialog *self)
{
  gtk_widget_set_visible (self->back, shows_one (self));
  gtk_widget_set_visible (self->save, dh_folder_pictures_can_place (self->pictures, NULL));
  gtk_widget_set_sensitive (self->save, dh_folder_pictures_is_changed (self->pictures));
  show_heading (self);
}

/* ---- all pictures, or one ---- */

void
dh_faces_dialog_open (DhFacesDialog *self, guint position)
{
  g_return_if_fail (DH_IS_FACES_DIALOG (self));
  dh_place_page_set_position (DH_PLACE_PAGE (self->place_page), position);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->place_page);
  gtk_widget_grab_focus (GTK_WIDGET (dh_place_page_get_canvas (DH_PLACE_PAGE (self->place_page))));
  update (self);
}

void
dh_faces_dialog_go_back (DhFacesDialog *self)
{
  g_return_if_fail (DH_IS_FACES_DIALOG (self));
  if (!shows_one (self))
    return;
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->pictures_page);
  dh_pictures_page_go_to (DH_PICTURES_PAGE (self->pictures_page),
                          dh_place_page_get_position (DH_PLACE_PAGE (self->place_page)));
  update (self);
}

static void
back_cb (DhFacesDialog *self)
{
  dh_faces_dialog_go_back (self);
}

static void
chosen_cb (DhFacesDialog *self, guint position)
{
  dh_faces_dialog_open (self, position);
}

static void
position_cb (DhFacesDialog *self)
{
  show_heading (self);
}

/* ---- keys ---- */

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DhFacesDialog *self = DH_FACES_DIALOG (widget);

  if (shows_one (self))
    dh_faces_dialog_go_back (self);
  else
    gtk_window_close (GTK_WINDOW (self));
  return GDK_EVENT_STOP;
}

static gboolean
back_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  dh_faces_dialog_go_back (DH_FACES_DIALOG (widget));
  return GDK_EVENT_STOP;
}

/* The grid has these keys for itself. */
static gboolean
turn_cb (GtkWidget *widget, GVariant *direction, gpointer data)
{
  DhFacesDialog *self = DH_FACES_DIALOG (widget);
  DhPlacePage *page = DH_PLACE_PAGE (self->place_page);
  const gint64 position = (gint64) dh_place_page_get_position (page)
                          + g_variant_get_int32 (direction);

  if (!shows_one (self))
    return GDK_EVENT_PROPAGATE;
  if (position >= 0)
    dh_place_page_set_position (page, (guint) position);
  return GDK_EVENT_STOP;
}

/* ---- saving ---- */

static gboolean
close_cb (gpointer self)
{
  gtk_window_close (self);
  return G_SOURCE_REMOVE;
}

/* When the question that was answered has gone: it is above this window. */
static void
close_soon (DhFacesDialog *self)
{
  self->closing = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_cb, g_object_ref (self), g_object_unref);
}

static void
save (DhFacesDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (!dh_folder_pictures_save (self->pictures, &error))
    {
      gtk_window_present (
        GTK_WINDOW (dh_question_new (GTK_WINDOW (self), _ ("The Places Weren’t Saved"),
                                     error->message, _ ("_Close"))));
      return;
    }
  g_signal_emit (self, saved_signal, 0);
  close_soon (self);
}

static void
response_cb (DhFacesDialog *self, const char *response)
{
  if (g_str_equal (response, "save"))
    save (self);
  else if (g_str_equal (response, "discard"))
    close_soon (self);
}

/* discard: whether nothing of it may be kept, too */
static void
ask (DhFacesDialog *self, const char *heading, gboolean discard)
{
  g_autofree char *file = dh_folder_pictures_dup_file (self->pictures);
  g_autofree char *body =
    g_strdup_printf (_ ("This writes “%s”. Then the training starts anew with "
                        "these crops; what was trained so far can’t be brought "
                        "back by Undo."),
                     file);
  AdwMessageDialog *question = dh_question_new (GTK_WINDOW (self), heading, body, _ ("_Cancel"));

  if (discard)
    {
      adw_message_dialog_add_response (question, "discard", _ ("_Discard"));
      adw_message_dialog_set_response_appearance (question, "discard", ADW_RESPONSE_DESTRUCTIVE);
    }
  adw_message_dialog_add_response (question, "save", _ ("_Save"));
  adw_message_dialog_set_response_appearance (question, "save", ADW_RESPONSE_SUGGESTED);
  g_signal_connect_object (question, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

static void
save_cb (DhFacesDialog *self)
{
  ask (self, _ ("Save Where the Faces Are?"), FALSE);
}

static gboolean
dh_faces_dialog_close_request (GtkWindow *window)
{
  DhFacesDialog *self = DH_FACES_DIALOG (window);

  if (!self->closing && dh_folder_pictures_is_changed (self->pictures))
    {
      ask (self, _ ("Save Before Closing?"), TRUE);
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (dh_faces_dialog_parent_class)->close_request (window);
}

/* ---- set-up ---- */

static void
dh_faces_dialog_dispose (GObject *object)
{
  DhFacesDialog *self = DH_FACES_DIALOG (object);

  if (self->pictures != NULL)
    dh_folder_pictures_stop (self->pictures);
  g_clear_object (&self->pictures);
  G_OBJECT_CLASS (dh_faces_dialog_parent_class)->dispose (object);
}

static void
dh_faces_dialog_finalize (GObject *object)
{
  g_free (DH_FACES_DIALOG (object)->title);
  g_free (DH_FACES_DIALOG (object)->subtitle);
  G_OBJECT_CLASS (dh_faces_dialog_parent_class)->finalize (object);
}

static void
bind_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, back_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Up, 0, turn_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Down, 0, turn_cb, "i", 1);
}

static void
dh_faces_dialog_class_init (DhFacesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_faces_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_faces_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = dh_faces_dialog_close_request;
  saved_signal = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  g_type_ensure (DH_TYPE_PICTURES_PAGE);
  g_type_ensure (DH_TYPE_PLACE_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/faces/faces-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DhFacesDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, DhFacesDialog, back);
  gtk_widget_class_bind_template_child (widget_class, DhFacesDialog, save);
  gtk_widget_class_bind_template_child (widget_class, DhFacesDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, DhFacesDialog, pictures_page);
  gtk_widget_class_bind_template_child (widget_class, DhFacesDialog, place_page);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, position_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  bind_keys (widget_class);
}

static void
dh_faces_dialog_init (DhFacesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_whole_text_watch (GTK_WIDGET (self));
}

GtkWidget *
dh_faces_dialog_new (GtkWindow *above, const char *folder, const char *title, const char *subtitle,
                     gboolean read_only)
{
  DhFacesDialog *self = g_object_new (DH_TYPE_FACES_DIALOG, "transient-for", above, NULL);

  dh_dialog_scale (GTK_WINDOW (self));
  self->title = g_strdup (title);
  self->subtitle = g_strdup (subtitle);
  self->pictures = dh_folder_pictures_new (folder, read_only);
  dh_pictures_page_set_pictures (DH_PICTURES_PAGE (self->pictures_page), self->pictures);
  dh_place_page_set_pictures (DH_PLACE_PAGE (self->place_page), self->pictures,
                              dh_pictures_page_get_shown (DH_PICTURES_PAGE (self->pictures_page)));
  g_signal_connect_object (self->pictures, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

DhFolderPictures *
dh_faces_dialog_get_pictures (DhFacesDialog *self)
{
  g_return_val_if_fail (DH_IS_FACES_DIALOG (self), NULL);
  return self->pictures;
}

DhPicturesPage *
dh_faces_dialog_get_pictures_page (DhFacesDialog *self)
{
  g_return_val_if_fail (DH_IS_FACES_DIALOG (self), NULL);
  return DH_PICTURES_PAGE (self->pictures_page);
}

DhPlacePage *
dh_faces_dialog_get_place_page (DhFacesDialog *self)
{
  g_return_val_if_fail (DH_IS_FACES_DIALOG (self), NULL);
  return DH_PLACE_PAGE (self->place_page);
}
