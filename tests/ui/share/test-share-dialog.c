/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog that shares a link: what it copies and saves is that link, and where there can be no
 * QR code, it says so.
 */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "tests/ui/plot/qr-reader.h"
#include "tests/ui/ui-helpers.h"
#include "ui/plot/pictures/qr-code.h"
#include "ui/share/share-dialog.h"

#define LINK "downhill:AapRZKwboNg2MSQprnHHDLJBiaQZZIzLIGiCIMUsE5xmoUY2Dp-NikTMwPMciVXga8_FU98"

static DhShareDialog *
show (const char *link, const char *gap)
{
  GtkWidget *dialog = dh_share_dialog_new (NULL, link, gap);

  gtk_window_present (GTK_WINDOW (dialog));
  return DH_SHARE_DIALOG (dialog);
}

static void
destroy (DhShareDialog *dialog)
{
  gpointer watched = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &watched);
  gtk_window_destroy (GTK_WINDOW (dialog));
  wait_until (is_gone, &watched);
}

static GtkWidget *
find (DhShareDialog *dialog, const char *name)
{
  return GTK_WIDGET (
    gtk_widget_get_template_child (GTK_WIDGET (dialog), DH_TYPE_SHARE_DIALOG, name));
}

static char *
read_picture (cairo_surface_t *picture)
{
  g_autoptr (DhQrCode) code = dh_qr_code_new (LINK, NULL);
  char level;

  return qr_reader_read (picture, dh_qr_code_get_side (code), &level);
}

/* The picture has the code's black and white only; on the screen it is drawn by the same code. */
static void
test_save (void)
{
  g_autofree char *folder = g_dir_make_tmp ("share-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "code.png", NULL), *read = NULL;
  DhShareDialog *dialog = show (LINK, NULL);
  cairo_surface_t *picture;

  dh_share_dialog_save (dialog, path);
  picture = cairo_image_surface_create_from_png (path);
  read = read_picture (picture);
  g_assert_cmpstr (read, ==, LINK);
  cairo_surface_destroy (picture);
  destroy (dialog);
  g_unlink (path);
  g_rmdir (folder);
}

static gboolean
is_question_up (gpointer data)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data) && gtk_widget_get_visible (link->data))
      return TRUE;
  return FALSE;
}

static void
test_cant_save (void)
{
  DhShareDialog *dialog = show (LINK, NULL);

  dh_share_dialog_save (dialog, "/no/such/folder/code.png");
  wait_until (is_question_up, NULL);
  destroy (dialog);
}

static void
text_cb (GObject *clipboard, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static void
texture_cb (GObject *clipboard, GAsyncResult *result, gpointer texture)
{
  *(GdkTexture **) texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result,
                                                                NULL);
}

static gboolean
is_there (gpointer pointer)
{
  return *(gpointer *) pointer != NULL;
}

static char *
read_texture (GdkTexture *texture)
{
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  char *text;

  gdk_texture_download (texture, cairo_image_surface_get_data (picture),
                        (gsize) cairo_image_surface_get_stride (picture));
  cairo_surface_mark_dirty (picture);
  text = read_picture (picture);
  cairo_surface_destroy (picture);
  return text;
}

static void
test_copy (void)
{
  DhShareDialog *dialog = show (LINK, NULL);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (dialog));
  g_autofree char *text = NULL, *read = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  g_signal_emit_by_name (find (dialog, "copy_link"), "clicked");
  gdk_clipboard_read_text_async (clipboard, NULL, text_cb, &text);
  wait_until (is_there, &text);
  g_assert_cmpstr (text, ==, LINK);
  g_signal_emit_by_name (find (dialog, "copy_picture"), "clicked");
  gdk_clipboard_read_texture_async (clipboard, NULL, texture_cb, &texture);
  wait_until (is_there, &texture);
  read = read_texture (texture);
  g_assert_cmpstr (read, ==, LINK);
  destroy (dialog);
}

static void
test_words (void)
{
  g_autofree char *long_link = g_strnfill (DH_QR_CODE_MAX_LENGTH + 1, 'a');
  DhShareDialog *usual = show (LINK, NULL), *folder = show (LINK, "A folder stays here."),
                *too_long = show (long_link, NULL);

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (usual, "entry"))), ==, LINK);
  g_assert_true (gtk_widget_get_visible (find (usual, "picture")));
  g_assert_false (gtk_widget_get_visible (find (usual, "problem")));
  g_assert_false (gtk_widget_get_visible (find (usual, "gap")));
  g_assert_true (gtk_widget_get_visible (find (folder, "gap")));
  g_assert_false (gtk_widget_get_visible (find (too_long, "picture")));
  g_assert_nonnull (
    strstr (gtk_label_get_text (GTK_LABEL (find (too_long, "problem"))), "too long"));
  g_assert_false (gtk_widget_get_sensitive (find (too_long, "save")));
  g_assert_false (gtk_widget_get_sensitive (find (too_long, "copy_picture")));
  g_assert_true (gtk_widget_get_sensitive (find (too_long, "copy_link")));
  destroy (usual);
  destroy (folder);
  destroy (too_long);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/share-dialog/save", test_save);
  g_test_add_func ("/share-dialog/cant-save", test_cant_save);
  g_test_add_func ("/share-dialog/copy", test_copy);
  g_test_add_func ("/share-dialog/words", test_words);
  return g_test_run ();
}
