/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A real mouse and real keys on a picture of a folder: its square is dragged, its eyes are clicked.
 */
#include <math.h>

#include "tests/ui/faces/faces-fixture.h"
#include "tests/ui/window/input-helpers.h"

static gboolean
is_dialog_active (gpointer data)
{
  return gtk_window_is_active (GTK_WINDOW (((FacesFixture *) data)->dialog));
}

static void
begin (FacesFixture *self)
{
  faces_show (self, FALSE);
  for (guint i = 0; i < 50 && !drive_window ("^Pictures$", "windowfocus %%1"); i++)
    g_usleep (50000);
  wait_until (is_dialog_active, self);
  faces_open (self, 0);
}

/* A place of the picture, in the X window. */
static void
find_place (FacesFixture *self, double x, double y, int *window_x, int *window_y)
{
  GtkWidget *canvas = GTK_WIDGET (faces_get_canvas (self));
  double dx, dy, left, top;

  dh_crop_canvas_locate (faces_get_canvas (self), x, y, &x, &y);
  gtk_native_get_surface_transform (GTK_NATIVE (self->dialog), &dx, &dy);
  g_assert_true (
    gtk_widget_translate_coordinates (canvas, GTK_WIDGET (self->dialog), x, y, &left, &top));
  *window_x = (int) lrint (left + dx);
  *window_y = (int) lrint (top + dy);
}

static void
drag (FacesFixture *self, double x0, double y0, double x1, double y1)
{
  int from_x, from_y, to_x, to_y;

  find_place (self, x0, y0, &from_x, &from_y);
  find_place (self, x1, y1, &to_x, &to_y);
  drive_window ("^Pictures$",
                "mousemove --window %%1 %d %d mousedown 1 mousemove --window %%1 %d %d mousemove "
                "--window %%1 %d %d mouseup 1",
                from_x, from_y, (from_x + to_x) / 2, (from_y + to_y) / 2, to_x, to_y);
}

static void
click (FacesFixture *self, double x, double y)
{
  int window_x, window_y;

  find_place (self, x, y, &window_x, &window_y);
  drive_window ("^Pictures$", "mousemove --window %%1 %d %d click 1", window_x, window_y);
}

static gboolean
has_place (gpointer data)
{
  return faces_get_place (data).kind != DH_PLACE_NONE;
}

typedef struct
{
  FacesFixture *fixture;
  double x, y, side; /* of a square, within two pixels */
} WantedSquare;

static gboolean
is_there (gpointer data)
{
  const WantedSquare *wanted = data;
  const DhFacePlace place = faces_get_place (wanted->fixture);

  return place.kind == DH_PLACE_SQUARE && fabs (place.x - wanted->x) < 2
         && fabs (place.y - wanted->y) < 2 && fabs (place.side - wanted->side) < 2;
}

/* The square in the middle is (50, 0) with a side of 300.  Its corner, all of it, then keys. */
static void
test_square (FacesFixture *self, gconstpointer data)
{
  begin (self);
  drag (self, 350, 300, 250, 200);
  wait_until (is_there, &(WantedSquare) { self, 50, 0, 200 });
  drag (self, 150, 100, 190, 150);
  wait_until (is_there, &(WantedSquare) { self, 90, 50, 200 });
  drive_window ("^Pictures$", "key Right");
  wait_until (is_there, &(WantedSquare) { self, 94, 50, 200 });
  drive_window ("^Pictures$", "key shift+Left");
  wait_until (is_there, &(WantedSquare) { self, 54, 50, 200 });
  drive_window ("^Pictures$", "key shift+Up key shift+Up"); /* no further than the edge */
  wait_until (is_there, &(WantedSquare) { self, 54, 0, 200 });
  drive_window ("^Pictures$", "key minus");
  wait_until (is_there, &(WantedSquare) { self, 54 + 100 - 98.04, 100 - 98.04, 196.08 });
}

typedef struct
{
  FacesFixture *fixture;
  DhPoint eyes[2]; /* within two pixels */
} WantedEyes;

static gboolean
are_there (gpointer data)
{
  const WantedEyes *wanted = data;
  const DhFacePlace place = faces_get_place (wanted->fixture);
  gboolean there = place.kind == DH_PLACE_EYES;

  for (guint i = 0; i < 2; i++)
    there = there
            && hypot (place.eyes[i].x - wanted->eyes[i].x, place.eyes[i].y - wanted->eyes[i].y) < 2;
  return there;
}

/* The right one first; then one of them is dragged, and moved by keys. */
static void
test_eyes (FacesFixture *self, gconstpointer data)
{
  GtkWidget *page;

  begin (self);
  page = GTK_WIDGET (dh_faces_dialog_get_place_page (self->dialog));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (
                                  gtk_widget_get_template_child (page, DH_TYPE_PLACE_PAGE, "eyes")),
                                TRUE);
  click (self, 240, 120);
  settle ();
  g_assert_false (has_place (self));                            /* one eye says nothing */
  g_signal_emit_by_name (faces_get_pictures (self), "changed"); /* as while the folder is read */
  click (self, 160, 100);
  wait_until (are_there, &(WantedEyes) { self, { { 160, 100 }, { 240, 120 } } });
  drag (self, 240, 120, 250, 160);
  wait_until (are_there, &(WantedEyes) { self, { { 160, 100 }, { 250, 160 } } });
  drive_window ("^Pictures$", "key Down");
  wait_until (are_there, &(WantedEyes) { self, { { 160, 100 }, { 250, 163 } } });
  drive_window ("^Pictures$", "key Return key Left");
  wait_until (are_there, &(WantedEyes) { self, { { 156, 100 }, { 250, 163 } } });
}

static gboolean
shows_list (gpointer data)
{
  return gtk_widget_get_mapped (
    GTK_WIDGET (dh_faces_dialog_get_pictures_page (((FacesFixture *) data)->dialog)));
}

static gboolean
shows_place (gpointer data)
{
  return !shows_list (data) && faces_has_picture (data);
}

static guint
get_position (FacesFixture *self)
{
  return dh_place_page_get_position (dh_faces_dialog_get_place_page (self->dialog));
}

static gboolean
is_at_second (gpointer data)
{
  return get_position (data) == 1;
}

/* With keys alone: from picture to picture, back to all of them, into one, and out. */
static void
test_keys (FacesFixture *self, gconstpointer data)
{
  begin (self);
  drive_window ("^Pictures$", "key Page_Down");
  wait_until (is_at_second, self);
  drive_window ("^Pictures$", "key Escape");
  wait_until (shows_list, self);
  drive_window ("^Pictures$", "key Return");
  wait_until (shows_place, self);
  g_assert_cmpuint (get_position (self), ==, 1);
  drive_window ("^Pictures$", "key alt+Left");
  wait_until (shows_list, self);
  drive_window ("^Pictures$", "key Escape");
  wait_until (is_gone, &self->dialog);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  load_style ();
  if (!can_drive ())
    return 0;
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_add ("/faces-input/square", FacesFixture, NULL, faces_set_up, test_square,
              faces_tear_down);
  g_test_add ("/faces-input/eyes", FacesFixture, NULL, faces_set_up, test_eyes, faces_tear_down);
  g_test_add ("/faces-input/keys", FacesFixture, NULL, faces_set_up, test_keys, faces_tear_down);
  return g_test_run ();
}
