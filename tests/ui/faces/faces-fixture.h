/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests of the dialog with a person's pictures: a folder of plain photographs, and the dialog
 * on it.
 */
#pragma once

#include <adwaita.h>
#include <glib/gstdio.h>

#include "core/data/png.h"
#include "tests/core/store/store-helpers.h"
#include "tests/ui/dialogs.h"
#include "tests/ui/ui-helpers.h"
#include "ui/faces/faces-dialog.h"

#define PHOTO_WIDTH  400
#define PHOTO_HEIGHT 300

typedef struct
{
  char *folder;
  DhFacesDialog *dialog;
  guint n_saved;
} FacesFixture;

static inline char *
faces_dup_path (FacesFixture *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

/* A picture that differs from place to place. */
static inline void
faces_add_picture (FacesFixture *self, const char *name, int width, int height)
{
  g_autofree char *path = faces_dup_path (self, name);
  g_autoptr (DhImage) image = dh_image_new (width, height);

  for (int i = 0; i < width * height; i++)
    {
      image->pixels[4 * i] = (guint16) (65000 * (i % width) / width);
      image->pixels[4 * i + 1] = (guint16) (65000 * (i / width) / height);
      image->pixels[4 * i + 2] = 20000;
      image->pixels[4 * i + 3] = DH_IMAGE_FULL;
    }
  g_assert_true (dh_png_write (image, path, NULL, NULL));
}

static inline void
faces_add_text (FacesFixture *self, const char *name, const char *text)
{
  g_autofree char *path = faces_dup_path (self, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* NULL: there is no such file. (transfer full) */
static inline char *
faces_read_table (FacesFixture *self)
{
  g_autofree char *path = faces_dup_path (self, "landmarks.csv");
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static inline DhFolderPictures *
faces_get_pictures (FacesFixture *self)
{
  return dh_faces_dialog_get_pictures (self->dialog);
}

static inline gboolean
faces_is_read (gpointer data)
{
  DhFolderPictures *pictures = faces_get_pictures (data);
  const char *problem;

  return dh_folder_pictures_is_done (pictures, NULL)
         && (dh_folder_pictures_can_place (pictures, &problem) || problem != NULL);
}

static inline gboolean
faces_is_listed (gpointer data)
{
  return dh_folder_pictures_is_done (faces_get_pictures (data), NULL);
}

static inline void
faces_saved_cb (FacesFixture *self)
{
  self->n_saved++;
}

static inline void
faces_show (FacesFixture *self, gboolean read_only)
{
  self->dialog = DH_FACES_DIALOG (
    dh_faces_dialog_new (NULL, self->folder, "me", "Person A", read_only));
  g_object_add_weak_pointer (G_OBJECT (self->dialog), (gpointer *) &self->dialog);
  g_signal_connect_swapped (self->dialog, "saved", G_CALLBACK (faces_saved_cb), self);
  gtk_window_present (GTK_WINDOW (self->dialog));
  wait_until (read_only ? faces_is_listed : faces_is_read, self);
  wait_until (is_on_screen, self->dialog);
}

static inline DhCropCanvas *
faces_get_canvas (FacesFixture *self)
{
  return dh_place_page_get_canvas (dh_faces_dialog_get_place_page (self->dialog));
}

static inline gboolean
faces_has_picture (gpointer data)
{
  GtkWidget *canvas = GTK_WIDGET (faces_get_canvas (data));

  return dh_crop_canvas_get_texture (DH_CROP_CANVAS (canvas)) != NULL
         && gtk_widget_get_mapped (canvas) && gtk_widget_get_width (canvas) > 0;
}

/* Shows that picture large. */
static inline void
faces_open (FacesFixture *self, guint position)
{
  dh_faces_dialog_open (self->dialog, position);
  wait_until (faces_has_picture, self);
}

static inline DhFaceItem *
faces_get_item (FacesFixture *self)
{
  return dh_place_page_get_item (dh_faces_dialog_get_place_page (self->dialog));
}

static inline DhFacePlace
faces_get_place (FacesFixture *self)
{
  return dh_folder_pictures_get_place (faces_get_pictures (self), faces_get_item (self));
}

static inline void
faces_set_up (FacesFixture *self, gconstpointer data)
{
  self->folder = make_folder ();
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("photo-%u.png", i);

      faces_add_picture (self, name, PHOTO_WIDTH, PHOTO_HEIGHT);
    }
}

static inline void
faces_tear_down (FacesFixture *self, gconstpointer data)
{
  if (self->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  wait_until (is_gone, &self->dialog);
  remove_folder (self->folder);
}
