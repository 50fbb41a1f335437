/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog with a person's pictures: what it says of a folder, what is changed in memory, and
 * that a file is written when that is asked for, and only then.
 */
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/data/face-set.h"
#include "tests/ui/faces/faces-fixture.h"
#include "ui/faces/thumbnail-reader.h"

static GtkWidget *
find_child (GtkWidget *page, GType type, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (page, type, name));
}

static GtkWidget *
find_in_list (FacesFixture *self, const char *name)
{
  return find_child (GTK_WIDGET (dh_faces_dialog_get_pictures_page (self->dialog)),
                     DH_TYPE_PICTURES_PAGE, name);
}

static GtkWidget *
find_in_place (FacesFixture *self, const char *name)
{
  return find_child (GTK_WIDGET (dh_faces_dialog_get_place_page (self->dialog)), DH_TYPE_PLACE_PAGE,
                     name);
}

static GtkWidget *
find_save (FacesFixture *self)
{
  return find_child (GTK_WIDGET (self->dialog), DH_TYPE_FACES_DIALOG, "save");
}

static const char *
get_text (GtkWidget *label)
{
  return gtk_label_get_text (GTK_LABEL (label));
}

static guint
count_shown (FacesFixture *self)
{
  return g_list_model_get_n_items (
    dh_pictures_page_get_shown (dh_faces_dialog_get_pictures_page (self->dialog)));
}

static DhFaceItem *
get_shown (FacesFixture *self, guint position)
{
  g_autoptr (DhFaceItem) item =
    g_list_model_get_item (dh_pictures_page_get_shown (
                             dh_faces_dialog_get_pictures_page (self->dialog)),
                           position);

  return item; /* the list has it */
}

static void
choose (FacesFixture *self, const char *filter)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_in_list (self, filter)), TRUE);
}

/* Presses a button of the question that is up. */
static void
answer (const char *response)
{
  AdwMessageDialog *question;

  wait_until (is_dialog_up, NULL);
  question = find_dialog ();
  adw_message_dialog_response (question, response);
  gtk_window_destroy (GTK_WINDOW (question)); /* a button would */
}

static void
click (GtkWidget *button)
{
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* As the canvas does when a hand has dragged the square. */
static void
drag_square_to (FacesFixture *self, double left, double top, double side)
{
  DhCropCanvas *canvas = faces_get_canvas (self);

  dh_crop_canvas_set_square (canvas, &(DhCropSquare) { left + side / 2, top + side / 2, side, 0 });
  g_signal_emit_by_name (canvas, "square-changed");
}

/* ---- the folder ---- */

static void
test_survey (FacesFixture *self, gconstpointer data)
{
  faces_add_text (self, "broken.png", "no picture");
  faces_add_text (self, "raw.cr2", "a photograph, perhaps");
  faces_show (self, FALSE);
  g_assert_cmpstr (get_text (find_in_list (self, "summary")), ==,
                   "8 pictures trained on, 2 held out for measuring, 2 skipped");
  g_assert_false (gtk_widget_get_visible (find_in_list (self, "progress")));
  g_assert_false (gtk_widget_get_visible (find_in_list (self, "problem")));
  g_assert_cmpuint (count_shown (self), ==, 12);
  choose (self, "skipped");
  g_assert_cmpuint (count_shown (self), ==, 2);
  g_assert_cmpstr (dh_face_item_get_name (get_shown (self, 0)), ==, "broken.png");
  g_assert_nonnull (strstr (dh_face_item_get_reason (get_shown (self, 0)), "“broken.png”"));
  g_assert_null (strstr (dh_face_item_get_reason (get_shown (self, 0)), self->folder));
  choose (self, "used");
  g_assert_cmpuint (count_shown (self), ==, 10);
  g_assert_cmpstr (dh_face_item_get_placed_words (get_shown (self, 0)), ==, "the centre");
}

/* The same as a training: its numbers of pictures, and its crops. */
static void
test_same_as_training (FacesFixture *self, gconstpointer data)
{
  g_autoptr (DhFaceSet) set = NULL;

  faces_add_text (self, "landmarks.csv", "*,.5,.4,.5\nphoto-3.png,100,120,180,130\n");
  set = dh_face_set_load (self->folder, NULL, NULL);
  faces_show (self, FALSE);
  g_assert_cmpuint (dh_folder_pictures_count (faces_get_pictures (self), DH_FILE_TRAINING), ==,
                    dh_face_set_get_count (set, DH_FACES_TRAINING));
  g_assert_cmpuint (dh_folder_pictures_count (faces_get_pictures (self), DH_FILE_HELD_OUT), ==,
                    dh_face_set_get_count (set, DH_FACES_HELD_OUT));
  g_assert_cmpint (dh_face_item_get_placed_by (get_shown (self, 3)), ==, DH_PLACED_EYES);
  g_assert_cmpint (dh_face_item_get_placed_by (get_shown (self, 4)), ==, DH_PLACED_ALL);
}

static void
test_no_folder (FacesFixture *self, gconstpointer data)
{
  g_autofree char *folder = self->folder;

  self->folder = g_build_filename (folder, "missing", NULL);
  faces_show (self, TRUE);
  g_assert_true (gtk_widget_get_visible (find_in_list (self, "problem")));
  g_assert_nonnull (strstr (get_text (find_in_list (self, "problem")), "missing"));
  g_free (self->folder);
  self->folder = g_steal_pointer (&folder);
}

static void
test_bad_table (FacesFixture *self, gconstpointer data)
{
  faces_add_text (self, "landmarks.csv", "photo-1.png,1,2\n");
  faces_show (self, FALSE);
  g_assert_nonnull (strstr (get_text (find_in_list (self, "problem")), "landmarks.csv"));
  g_assert_false (gtk_widget_get_visible (find_save (self)));
}

/* ---- thumbnails ---- */

static gboolean
first_has_thumbnail (gpointer self)
{
  return count_shown (self) > 0 && dh_face_item_get_thumbnail (get_shown (self, 0)) != NULL;
}

/* It shows the crop, and another one after that was moved. */
static void
test_thumbnail (FacesFixture *self, gconstpointer data)
{
  g_autoptr (GdkTexture) before = NULL;
  guint32 pixels[2][128 * 128];

  faces_show (self, FALSE);
  wait_until (first_has_thumbnail, self);
  before = g_object_ref (dh_face_item_get_thumbnail (get_shown (self, 0)));
  faces_open (self, 0);
  drag_square_to (self, 0, 0, 60);
  g_assert_null (dh_face_item_get_thumbnail (get_shown (self, 0)));
  dh_faces_dialog_go_back (self->dialog);
  wait_until (first_has_thumbnail, self);
  gdk_texture_download (before, (guchar *) pixels[0], 4 * 128);
  gdk_texture_download (dh_face_item_get_thumbnail (get_shown (self, 0)), (guchar *) pixels[1],
                        4 * 128);
  /* Red grows to the right: the corner is darker than the middle. */
  g_assert_cmpuint ((pixels[1][64 * 128 + 64] >> 16) & 255, <,
                    (pixels[0][64 * 128 + 64] >> 16) & 255);
}

static DhFaceItem *
make_item (const char *name)
{
  const DhSurveyItem found = { .name = (char *) name,
                               .width = PHOTO_WIDTH,
                               .height = PHOTO_HEIGHT,
                               .to_crop = dh_crop_centre (PHOTO_WIDTH, PHOTO_HEIGHT) };

  return dh_face_item_new (&found, "/");
}

static gboolean
is_settled (gpointer item)
{
  return dh_face_item_get_thumbnail (item) != NULL || dh_face_item_is_damaged (item);
}

/* No more thumbnails are kept than there may be, a damaged picture has none, and what is out of
 * sight before its turn isn't read. */
static void
test_reader (FacesFixture *self, gconstpointer data)
{
  g_autoptr (DhThumbnailReader) reader = dh_thumbnail_reader_new (self->folder, 3);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DhFaceItem) broken = make_item ("broken.png"), gone = make_item ("photo-0.png");

  faces_add_text (self, "broken.png", "no picture");
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("photo-%u.png", i);

      g_ptr_array_add (items, make_item (name));
      dh_thumbnail_reader_want (reader, items->pdata[i]);
      wait_until (is_settled, items->pdata[i]);
      g_assert_false (dh_face_item_is_damaged (items->pdata[i]));
    }
  g_assert_cmpuint (dh_thumbnail_reader_get_n_kept (reader), ==, 3);
  g_assert_null (dh_face_item_get_thumbnail (items->pdata[0]));
  g_assert_nonnull (dh_face_item_get_thumbnail (items->pdata[5]));
  for (guint i = 0; i < 3; i++)
    dh_thumbnail_reader_want (reader, items->pdata[i]);
  dh_thumbnail_reader_want (reader, gone);
  dh_thumbnail_reader_leave (reader, gone);
  dh_thumbnail_reader_want (reader, broken);
  wait_until (is_settled, broken);
  wait_until (is_settled, items->pdata[2]);
  g_assert_true (dh_face_item_is_damaged (broken));
  g_assert_null (dh_face_item_get_thumbnail (gone));
  dh_thumbnail_reader_stop (reader);
}

/* ---- placing ---- */

static void
test_square (FacesFixture *self, gconstpointer data)
{
  DhFacePlace place;

  faces_show (self, FALSE);
  faces_open (self, 2);
  g_assert_cmpstr (get_text (find_in_place (self, "placed")), ==, "Placed by: the centre");
  g_assert_false (gtk_widget_get_sensitive (find_in_place (self, "for_all")));
  g_assert_false (gtk_widget_get_sensitive (find_in_place (self, "reset")));
  g_assert_false (gtk_widget_get_sensitive (find_save (self)));
  drag_square_to (self, 20, 30, 100);
  place = faces_get_place (self);
  g_assert_cmpint (place.kind, ==, DH_PLACE_SQUARE);
  g_assert_cmpfloat (place.x, ==, 20);
  g_assert_cmpfloat (place.y, ==, 30);
  g_assert_cmpfloat (place.side, ==, 100);
  g_assert_cmpfloat_with_epsilon (dh_crop_get_side (dh_face_item_get_crop (get_shown (self, 2))),
                                  100, 1e-6);
  g_assert_cmpstr (get_text (find_in_place (self, "placed")), ==, "Placed by: its own square");
  g_assert_true (gtk_widget_get_sensitive (find_save (self)));
  click (find_in_place (self, "reset"));
  g_assert_cmpint (faces_get_place (self).kind, ==, DH_PLACE_NONE);
  g_assert_cmpfloat_with_epsilon (dh_crop_get_side (dh_face_item_get_crop (get_shown (self, 2))),
                                  PHOTO_HEIGHT, 1e-6);
  g_assert_false (gtk_widget_get_sensitive (find_save (self)));
}

static void
test_for_all (FacesFixture *self, gconstpointer data)
{
  DhFacePlace place;

  faces_add_text (self, "landmarks.csv", "photo-3.png,100,120,180,130\n");
  faces_show (self, FALSE);
  faces_open (self, 2);
  drag_square_to (self, 20, 30, 150);
  click (find_in_place (self, "for_all"));
  place = dh_folder_pictures_get_place (faces_get_pictures (self), NULL);
  g_assert_cmpint (place.kind, ==, DH_PLACE_SQUARE);
  g_assert_cmpfloat_with_epsilon (place.x, 95.0 / PHOTO_WIDTH, 1e-6);
  g_assert_cmpfloat_with_epsilon (place.y, 105.0 / PHOTO_HEIGHT, 1e-6);
  g_assert_cmpfloat_with_epsilon (place.side, .5, 1e-6);
  g_assert_cmpint (dh_face_item_get_placed_by (get_shown (self, 2)), ==, DH_PLACED_ALL);
  g_assert_cmpint (dh_face_item_get_placed_by (get_shown (self, 3)), ==, DH_PLACED_EYES);
  g_assert_cmpint (dh_face_item_get_placed_by (get_shown (self, 9)), ==, DH_PLACED_ALL);
  g_assert_cmpfloat_with_epsilon (dh_crop_get_side (dh_face_item_get_crop (get_shown (self, 9))),
                                  150, 1e-3);
  /* Reset takes away what the picture is placed by. */
  click (find_in_place (self, "reset"));
  g_assert_cmpint (dh_face_item_get_placed_by (get_shown (self, 9)), ==, DH_PLACED_CENTRE);
}

/* The second eye may be left of the first. */
static void
test_eyes (FacesFixture *self, gconstpointer data)
{
  const DhPoint eyes[2] = { { 120, 100 }, { 200, 130 } };
  DhCropCanvas *canvas;
  DhCropSquare square;
  DhPoint found[2];

  faces_show (self, FALSE);
  faces_open (self, 0);
  canvas = faces_get_canvas (self);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_in_place (self, "eyes")), TRUE);
  dh_crop_canvas_set_eyes (canvas, eyes);
  g_signal_emit_by_name (canvas, "eyes-changed");
  g_assert_cmpint (faces_get_place (self).kind, ==, DH_PLACE_EYES);
  g_assert_true (dh_crop_canvas_get_eyes (canvas, found));
  g_assert_cmpfloat (found[1].y, ==, 130);
  /* The square is turned as the eyes are. */
  g_assert_true (dh_crop_canvas_get_square (canvas, &square));
  g_assert_cmpfloat_with_epsilon (square.angle, atan2 (30, 80), 1e-6);
  g_assert_cmpstr (get_text (find_in_place (self, "placed")), ==, "Placed by: its eyes");
  /* One pixel apart, they would crop a few pixels: that is refused, and the former ones stay. */
  dh_crop_canvas_set_eyes (canvas, (DhPoint[]) { { 50, 50 }, { 50.5f, 50 } });
  g_signal_emit_by_name (canvas, "eyes-changed");
  g_assert_cmpfloat (faces_get_place (self).eyes[0].x, ==, 120);
}

/* ---- saving ---- */

static void
test_save (FacesFixture *self, gconstpointer data)
{
  g_autofree char *before = NULL, *cancelled = NULL, *after = NULL;

  faces_show (self, FALSE);
  faces_open (self, 2);
  drag_square_to (self, 20, 30, 100);
  before = faces_read_table (self);
  g_assert_null (before); /* nothing is written without being asked */
  click (find_save (self));
  wait_until (is_dialog_up, NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), "landmarks.csv"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), self->folder));
  answer ("cancel");
  cancelled = faces_read_table (self);
  g_assert_null (cancelled);
  g_assert_cmpuint (self->n_saved, ==, 0);
  click (find_save (self));
  answer ("save");
  wait_until (is_gone, &self->dialog);
  after = faces_read_table (self);
  g_assert_nonnull (after);
  g_assert_nonnull (strstr (after, "photo-2.png,20,30,100"));
  g_assert_cmpuint (self->n_saved, ==, 1);
}

static void
test_close (FacesFixture *self, gconstpointer data)
{
  g_autofree char *after = NULL;

  faces_show (self, FALSE);
  faces_open (self, 2);
  drag_square_to (self, 20, 30, 100);
  gtk_window_close (GTK_WINDOW (self->dialog));
  answer ("cancel");
  g_assert_nonnull (self->dialog);
  g_assert_cmpint (faces_get_place (self).kind, ==, DH_PLACE_SQUARE);
  gtk_window_close (GTK_WINDOW (self->dialog));
  answer ("discard");
  wait_until (is_gone, &self->dialog);
  after = faces_read_table (self);
  g_assert_null (after);
  g_assert_cmpuint (self->n_saved, ==, 0);
}

static void
test_close_unchanged (FacesFixture *self, gconstpointer data)
{
  faces_show (self, FALSE);
  faces_open (self, 2);
  gtk_window_close (GTK_WINDOW (self->dialog));
  wait_until (is_gone, &self->dialog);
  g_assert_null (find_dialog ());
}

/* The file can't be written: where it should be is a folder, which stops root, too. */
static void
test_cant_save (FacesFixture *self, gconstpointer data)
{
  g_autofree char *path = faces_dup_path (self, "landmarks.csv");

  faces_show (self, FALSE);
  faces_open (self, 2);
  drag_square_to (self, 20, 30, 100);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  click (find_save (self));
  answer ("save");
  wait_until (is_dialog_up, NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), "landmarks.csv"));
  answer ("cancel");
  g_assert_nonnull (self->dialog);
  g_assert_cmpuint (self->n_saved, ==, 0);
  g_assert_cmpint (faces_get_place (self).kind, ==, DH_PLACE_SQUARE);
  g_assert_true (gtk_widget_get_sensitive (find_save (self)));
  /* Once that is put right, nothing is lost. */
  g_assert_cmpint (g_rmdir (path), ==, 0);
  click (find_save (self));
  answer ("save");
  wait_until (is_gone, &self->dialog);
  g_assert_cmpuint (self->n_saved, ==, 1);
}

static void
test_read_only_folder (FacesFixture *self, gconstpointer data)
{
  if (geteuid () == 0)
    {
      g_test_skip ("root may write into any folder");
      return;
    }
  faces_show (self, FALSE);
  faces_open (self, 2);
  drag_square_to (self, 20, 30, 100);
  g_assert_cmpint (g_chmod (self->folder, 0500), ==, 0);
  click (find_save (self));
  answer ("save");
  wait_until (is_dialog_up, NULL);
  answer ("cancel");
  g_assert_cmpint (faces_get_place (self).kind, ==, DH_PLACE_SQUARE);
  g_assert_cmpint (g_chmod (self->folder, 0700), ==, 0);
}

static void
test_read_only (FacesFixture *self, gconstpointer data)
{
  DhFacePlace place = { .kind = DH_PLACE_SQUARE, .x = 10, .y = 10, .side = 50 };

  faces_show (self, TRUE);
  faces_open (self, 1);
  g_assert_false (gtk_widget_get_visible (find_in_place (self, "tools")));
  g_assert_false (gtk_widget_get_visible (find_save (self)));
  g_assert_false (
    dh_folder_pictures_set_place (faces_get_pictures (self), faces_get_item (self), &place));
  gtk_window_close (GTK_WINDOW (self->dialog));
  wait_until (is_gone, &self->dialog);
}

/* ---- from picture to picture ---- */

static gboolean
shows_warning (gpointer self)
{
  return gtk_widget_get_visible (find_in_place (self, "broken"));
}

static void
test_turn (FacesFixture *self, gconstpointer data)
{
  DhPlacePage *page;

  faces_add_text (self, "photo-4.png", "no picture any more");
  faces_show (self, FALSE);
  page = dh_faces_dialog_get_place_page (self->dialog);
  faces_open (self, 0);
  g_assert_false (gtk_widget_get_sensitive (find_in_place (self, "previous")));
  for (guint i = 0; i < 5; i++)
    click (find_in_place (self, "next"));
  g_assert_cmpstr (get_text (find_in_place (self, "count")), ==, "6 of 10");
  click (find_in_place (self, "previous"));
  g_assert_cmpuint (dh_place_page_get_position (page), ==, 4);
  g_assert_true (gtk_widget_get_visible (find_in_place (self, "reason")));
  wait_until (shows_warning, self);
  g_assert_false (gtk_widget_get_visible (find_in_place (self, "tools")));
  dh_place_page_set_position (page, 9);
  g_assert_false (gtk_widget_get_sensitive (find_in_place (self, "next")));
  g_assert_false (gtk_widget_get_visible (find_in_place (self, "reason")));
}

/* ---- thousands ---- */

static guint
count_cells (GtkWidget *widget)
{
  guint n = g_str_equal (G_OBJECT_TYPE_NAME (widget), "DhFaceCell");

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_cells (child);
  return n;
}

/* "Reading 1,240 of 10,000…" */
static gboolean
says_how_far (gpointer self)
{
  const char *text = get_text (find_in_list (self, "summary"));

  return g_str_has_prefix (text, "Reading ") && g_str_has_suffix (text, " of 10000…");
}

/* One small picture under ten thousand names. */
static void
test_thousands (FacesFixture *self, gconstpointer data)
{
  g_autofree char *photo = faces_dup_path (self, "small.png");
  guint n_cells;

  faces_add_picture (self, "small.png", 48, 48);
  for (guint i = 0; i < 9989; i++)
    {
      g_autofree char *name = g_strdup_printf ("more-%04u.png", i);
      g_autofree char *path = faces_dup_path (self, name);

      g_assert_cmpint (link (photo, path), ==, 0);
    }
  self->dialog = DH_FACES_DIALOG (
    dh_faces_dialog_new (NULL, self->folder, "me", "Person A", FALSE));
  g_object_add_weak_pointer (G_OBJECT (self->dialog), (gpointer *) &self->dialog);
  gtk_window_present (GTK_WINDOW (self->dialog));
  g_assert_cmpstr (get_text (find_in_list (self, "summary")), ==, "Listing the folder…");
  g_assert_true (gtk_widget_get_visible (find_in_list (self, "progress")));
  wait_until (says_how_far, self);
  wait_until (faces_is_read, self);
  wait_until (first_has_thumbnail, self);
  g_assert_cmpuint (count_shown (self), ==, 10000);
  n_cells = count_cells (GTK_WIDGET (self->dialog));
  g_test_message ("%u cells for 10000 pictures", n_cells);
  g_assert_cmpuint (n_cells, >, 10);
  g_assert_cmpuint (n_cells, <, 500);
}

#define add(name) \
  g_test_add ("/faces-dialog/" #name, FacesFixture, NULL, faces_set_up, test_##name, \
              faces_tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  load_style ();
  add (survey);
  add (same_as_training);
  add (no_folder);
  add (bad_table);
  add (thumbnail);
  add (reader);
  add (square);
  add (for_all);
  add (eyes);
  add (save);
  add (close);
  add (close_unchanged);
  add (cant_save);
  add (read_only_folder);
  add (read_only);
  add (turn);
  add (thousands);
  return g_test_run ();
}
