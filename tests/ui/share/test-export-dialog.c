/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog that writes files: what it offers, what it writes, and that nothing is there after it
 * was broken off.  With the scripted trainer.
 */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/data/png.h"
#include "core/race/race-lanes.h"
#include "tests/core/data/apng-reader.h"
#include "tests/core/store/store-helpers.h"
#include "tests/ui/session-helpers.h"
#include "ui/plot/common/palette.h"
#include "ui/share/export-dialog.h"

typedef struct
{
  DhSession *session;
  DhSessionFilm *film;
  DhSessionKeeper *keeper; /* or NULL */
  DhRace *race;            /* or NULL */
  DhExportDialog *dialog;
  char *folder;
  char *written; /* what the signal said */
} Fixture;

static void
written_cb (Fixture *self, const char *path)
{
  g_free (self->written);
  self->written = g_strdup (path);
}

static void
show (Fixture *self)
{
  self->dialog = DH_EXPORT_DIALOG (
    dh_export_dialog_new (NULL, self->session, self->film, self->keeper, self->race, FALSE));
  g_object_add_weak_pointer (G_OBJECT (self->dialog), (gpointer *) &self->dialog);
  g_signal_connect_swapped (self->dialog, "written", G_CALLBACK (written_cb), self);
  gtk_window_present (GTK_WINDOW (self->dialog));
}

static void
train (Fixture *self, guint64 iteration)
{
  while (dh_session_get_iteration (self->session) < iteration)
    take_step (self->session);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  const char *faces = g_getenv ("DH_FACES");

  self->folder = g_dir_make_tmp ("export-XXXXXX", NULL);
  self->session = dh_session_new (faces != NULL ? faces : ".");
  for (guint i = 0; i < 2; i++)
    {
      DhLane *lane = dh_session_add_lane (self->session, i == 0 ? "mse" : "mae", 1e-3, "adam");

      dh_lane_set_plane_kind (lane, DH_PLANE_TRAJECTORY);
    }
  self->film = dh_session_film_new (self->session);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  wait_until (is_gone, &self->dialog);
  dh_session_film_free (self->film);
  g_object_unref (self->session);
  g_clear_object (&self->keeper);
  g_clear_object (&self->race);
  remove_folder (self->folder);
  g_free (self->written);
}

static GtkWidget *
find (Fixture *self, const char *name)
{
  return GTK_WIDGET (
    gtk_widget_get_template_child (GTK_WIDGET (self->dialog), DH_TYPE_EXPORT_DIALOG, name));
}

static gboolean
is_shown (Fixture *self, const char *name)
{
  return gtk_widget_get_visible (find (self, name));
}

static gboolean
can_write (Fixture *self)
{
  return gtk_widget_get_sensitive (find (self, "write"));
}

/* Writes and waits until the dialog has gone; the file. (transfer full) */
static char *
write_file (Fixture *self, DhExportKind kind, const char *name, gsize *size)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char *bytes = NULL;

  dh_export_dialog_set_kind (self->dialog, kind);
  g_assert_true (can_write (self));
  dh_export_dialog_write (self->dialog, path);
  g_assert_true (dh_export_dialog_get_busy (self->dialog));
  wait_until (is_gone, &self->dialog);
  g_assert_cmpstr (self->written, ==, path);
  g_assert_true (g_file_get_contents (path, &bytes, size, NULL));
  g_unlink (path);
  return bytes;
}

/* What can be chosen for each kind of file. */
static void
test_choices (Fixture *self, gconstpointer data)
{
  static const struct
  {
    DhExportKind kind;
    gboolean lane, range, look, format;
  } cases[] = {
    { DH_EXPORT_LANES, FALSE, FALSE, TRUE, TRUE },
    { DH_EXPORT_STRIP, TRUE, TRUE, TRUE, TRUE },
    { DH_EXPORT_ANIMATION, TRUE, TRUE, TRUE, FALSE },
    { DH_EXPORT_LANDSCAPE, TRUE, FALSE, TRUE, TRUE },
    { DH_EXPORT_HILLS, FALSE, FALSE, TRUE, TRUE },
    { DH_EXPORT_HISTORY, FALSE, FALSE, FALSE, FALSE },
    { DH_EXPORT_WEIGHTS, FALSE, FALSE, FALSE, FALSE },
  };

  train (self, 30);
  show (self);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      dh_export_dialog_set_kind (self->dialog, cases[i].kind);
      g_assert_cmpint (is_shown (self, "lane_row"), ==, cases[i].lane);
      g_assert_cmpint (is_shown (self, "range_row"), ==, cases[i].range);
      g_assert_cmpint (is_shown (self, "count_row"), ==, cases[i].range);
      g_assert_cmpint (is_shown (self, "look_group"), ==, cases[i].look);
      g_assert_cmpint (gtk_widget_get_visible (find (self, "format_row")) && cases[i].look, ==,
                       cases[i].format);
      g_assert_cmpint (can_write (self), ==, cases[i].kind != DH_EXPORT_HILLS); /* there are none */
    }
  dh_export_dialog_set_kind (self->dialog, DH_EXPORT_LANES);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (find (self, "scale"))), ==, 2);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (self, "size_row")), 4);
  g_assert_true (is_shown (self, "custom_row"));
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (find (self, "scale"))), ==, 1);
}

/* Before the first iteration there is nothing, and a sentence says so. */
static void
test_nothing (Fixture *self, gconstpointer data)
{
  show (self);
  g_assert_false (can_write (self));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (find (self, "note"))), "Play"));
}

static void
test_picture (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  g_autoptr (DhImage) image = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  train (self, 30);
  show (self);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (self, "size_row")), 1);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (self, "scheme_row")), 1);
  bytes = write_file (self, DH_EXPORT_LANES, "a.png", &size);
  image = dh_png_read_data ("a.png", (const guint8 *) bytes, size, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (image->width, ==, 1280);
  g_assert_cmpint (image->height, ==, 720);
  g_assert_cmpuint (image->pixels[0] >> 8, ==, 0x24);
}

/* ---- the page Hills ---- */

static gboolean
has_heights (gpointer race)
{
  return dh_race_is_terrain_current (race, 0) && dh_race_is_terrain_current (race, 1);
}

/* The pixels within a few steps of a colour. */
static guint
count_pixels (const DhImage *image, guint red, guint green, guint blue)
{
  const int wanted[] = { (int) red, (int) green, (int) blue };
  guint n = 0;

  for (int i = 0; i < image->width * image->height; i++)
    {
      gboolean near = TRUE;

      for (int part = 0; part < 3; part++)
        near = near && ABS ((image->pixels[4 * i + part] >> 8) - wanted[part]) <= 6;
      n += near;
    }
  return n;
}

static DhImage *
write_hills (Fixture *self)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  DhImage *image;
  gsize size;

  show (self);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (self, "size_row")), 1);
  bytes = write_file (self, DH_EXPORT_HILLS, "a.png", &size);
  image = dh_png_read_data ("a.png", (const guint8 *) bytes, size, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (image->width, ==, 1280);
  g_assert_cmpint (image->height, ==, 720);
  return image;
}

/* The colours of viridis at its ends are those of the lowest and the highest places, and nothing else
 * in the picture has them but the legend, which is some dozen pixels high and has few of each.  Each
 * lane's ball and its trajectory have the lane's colour. */
static void
assert_has_ground (const DhImage *image)
{
  g_assert_cmpuint (count_pixels (image, 0x47, 0x2d, 0x7b), >, 300);
  g_assert_cmpuint (count_pixels (image, 0x21, 0x91, 0x8c), >, 300);
  for (guint number = 1; number <= 2; number++)
    {
      DhColor color = dh_palette_get_lane (DH_SCHEME_LIGHT, number);

      g_assert_cmpuint (count_pixels (image, (guint) lround (255 * color.red),
                                      (guint) lround (255 * color.green),
                                      (guint) lround (255 * color.blue)),
                        >, 20);
    }
}

static void
test_hills (Fixture *self, gconstpointer data)
{
  g_autoptr (DhImage) own = NULL, shared = NULL;

  self->race = dh_race_new (g_getenv ("DH_FACES"));
  dh_race_follow_lanes (self->race, self->session);
  g_assert_true (dh_race_set_ground (self->race, "hill:bowl", NULL));
  show (self);
  dh_export_dialog_set_kind (self->dialog, DH_EXPORT_HILLS);
  g_assert_false (can_write (self));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (find (self, "note"))), "Hills"));
  gtk_window_destroy (GTK_WINDOW (self->dialog));
  wait_until (is_gone, &self->dialog);
  wait_until (has_heights, self->race);
  for (guint i = 0; i < 12; i++)
    dh_race_step (self->race);
  own = write_hills (self);
  assert_has_ground (own);
  g_free (g_steal_pointer (&self->written));
  dh_race_set_shared (self->race, TRUE);
  wait_until (has_heights, self->race);
  shared = write_hills (self);
  assert_has_ground (shared);
  /* one ground instead of two beside each other, so it is larger */
  g_assert_cmpuint (count_pixels (shared, 0x47, 0x2d, 0x7b), >,
                    count_pixels (own, 0x47, 0x2d, 0x7b));
}

/* In the chosen range only, of the chosen lane. */
static void
test_animation (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  g_autoptr (ApngRead) read = NULL;
  gsize size;

  train (self, 30);
  show (self);
  dh_export_dialog_set_kind (self->dialog, DH_EXPORT_ANIMATION);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (find (self, "lane_row"))), ==, 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (self, "lane_row")), 2);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (self, "from")), 11);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (self, "to")), 20);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (self, "count")), 5);
  bytes = write_file (self, DH_EXPORT_ANIMATION, "a.png", &size);
  read = apng_read ((const guint8 *) bytes, size);
  g_assert_cmpuint (read->pictures->len, >, 2);
  g_assert_cmpuint (read->pictures->len, <=, 5);
  g_assert_cmpint (read->width, <, 500);
}

static gboolean
has_path (gpointer keeper)
{
  return dh_session_keeper_get_path (keeper) != NULL;
}

/* Keeps the session; the window was opened in the middle, as it is after going on with it. */
static void
train_kept (Fixture *self)
{
  g_autofree char *folder = g_build_filename (self->folder, "sessions", NULL);

  self->keeper = dh_session_keeper_new (self->session, folder);
  dh_session_keeper_begin (self->keeper);
  wait_until (has_path, self->keeper);
  train (self, 20);
  dh_session_film_free (self->film);
  self->film = dh_session_film_new (self->session);
  train (self, 30);
  dh_session_keeper_flush (self->keeper);
}

/* The number of pictures of lane 2's animation: of the iterations 1, 8, 15, 23 and 30. */
static guint
count_pictures (Fixture *self)
{
  g_autofree char *bytes = NULL;
  g_autoptr (ApngRead) read = NULL;
  gsize size;

  show (self);
  dh_export_dialog_set_kind (self->dialog, DH_EXPORT_ANIMATION);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (self, "lane_row")), 2);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (self, "spacing_row")), 0);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (self, "count")), 5);
  bytes = write_file (self, DH_EXPORT_ANIMATION, "a.png", &size);
  read = apng_read ((const guint8 *) bytes, size);
  return read->pictures->len;
}

/* What was shown before the window was opened is in the kept session, as long as that can be read. */
static void
test_kept (Fixture *self, gconstpointer data)
{
  DhDatabase *database;

  train_kept (self);
  g_assert_cmpuint (count_pictures (self), ==, 5);
  database = dh_database_open (dh_session_keeper_get_path (self->keeper), DH_DATABASE_WRITE, NULL);
  g_assert_true (dh_database_run (database, "ALTER TABLE moments RENAME TO gone", NULL));
  dh_database_close (database);
  g_assert_cmpuint (count_pictures (self), ==, 3);
}

static void
test_table (Fixture *self, gconstpointer data)
{
  g_autofree char *csv = NULL;
  gsize size;

  train (self, 30);
  show (self);
  csv = write_file (self, DH_EXPORT_HISTORY, "a.csv", &size);
  g_assert_true (g_str_has_prefix (csv, "lane,label,"));
  g_assert_nonnull (strstr (csv, "\n2,"));
}

static void
close_questions (Fixture *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (link->data != (gpointer) self->dialog)
      gtk_window_destroy (link->data);
}

static gboolean
is_idle (gpointer data)
{
  return !dh_export_dialog_get_busy (data);
}

/* Where nothing can be written, the dialog stays, and can try again. */
static void
test_failure (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "none", "a.svg", NULL);

  train (self, 30);
  show (self);
  dh_export_dialog_set_kind (self->dialog, DH_EXPORT_STRIP);
  dh_export_dialog_write (self->dialog, path);
  wait_until (is_idle, self->dialog);
  g_assert_null (self->written);
  g_assert_nonnull (self->dialog);
  g_assert_true (can_write (self));
  close_questions (self);
}

/* Broken off or closed meanwhile: no file. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "a.png", NULL);

  train (self, 30);
  show (self);
  dh_export_dialog_set_kind (self->dialog, DH_EXPORT_ANIMATION);
  dh_export_dialog_write (self->dialog, path);
  g_signal_emit_by_name (find (self, "cancel"), "clicked");
  wait_until (is_idle, self->dialog);
  g_assert_null (self->written);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  dh_export_dialog_write (self->dialog, path);
  gtk_window_destroy (GTK_WINDOW (self->dialog));
  wait_until (is_gone, &self->dialog);
  g_assert_null (self->written);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* The film stays small, has the first and the last, and is denser at the start. */
static void
test_film (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (self->session), 1);
  g_autoptr (GPtrArray) list = NULL;
  guint64 last = 0;

  train (self, 150);
  list = dh_session_film_list (self->film, lane);
  g_assert_cmpuint (list->len, ==, DH_SESSION_FILM_LENGTH);
  for (guint i = 0; i < list->len; i++)
    {
      const DhPreview *preview = g_ptr_array_index (list, i);

      g_assert_cmpuint (dh_preview_get_iteration (preview), >, last);
      g_assert_cmpint (dh_preview_get_n_faces (preview), ==, 1);
      last = dh_preview_get_iteration (preview);
    }
  g_assert_cmpuint (last, ==, 150);
  g_assert_cmpuint (dh_preview_get_iteration (g_ptr_array_index (list, 10)), <, 25);
  /* a restart begins anew */
  dh_session_restart_lane (self->session, lane);
  take_step (self->session);
  g_ptr_array_unref (list);
  list = dh_session_film_list (self->film, lane);
  g_assert_cmpuint (list->len, <, 5);
}

int
main (int argc, char **argv)
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/export-dialog/choices", test_choices);
  ADD ("/export-dialog/nothing", test_nothing);
  ADD ("/export-dialog/picture", test_picture);
  ADD ("/export-dialog/hills", test_hills);
  ADD ("/export-dialog/animation", test_animation);
  ADD ("/export-dialog/kept", test_kept);
  ADD ("/export-dialog/table", test_table);
  ADD ("/export-dialog/failure", test_failure);
  ADD ("/export-dialog/cancel", test_cancel);
  ADD ("/export-dialog/film", test_film);
#undef ADD
  status = g_test_run ();
  return status;
}
