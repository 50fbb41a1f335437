/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Places in landmarks.csv: which rows give them, what they do to a crop, and how they are written
 * into a file without changing a byte of the rest.
 */
#include "core/base/error.h"
#include "core/data/face-places.h"
#include "core/data/face.h"
#include "core/data/png.h"
#include "tests/core/data/temp-folder.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
get_path (const char *folder)
{
  return g_build_filename (folder, "landmarks.csv", NULL);
}

static void
write_table (const char *folder, const char *text, gssize size)
{
  g_autofree char *path = get_path (folder);

  /* Not flushed to the disk, because hundreds are written; this way, a longer file isn't cut. */
  g_remove (path);
  g_assert_true (g_file_set_contents_full (path, text, size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
assert_table (const char *folder, const char *expected)
{
  g_autofree char *path = get_path (folder), *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
append_landmarks (GString *text, const char *name, const char *end)
{
  g_string_append (text, name);
  for (int i = 0; i < 2 * DH_N_LANDMARKS; i++)
    g_string_append_printf (text, ",%d.25", i);
  g_string_append (text, end);
}

static DhFacePlaces *
read_places (const char *folder)
{
  g_autoptr (GError) error = NULL;
  DhFacePlaces *places = dh_face_places_read (folder, &error);

  g_assert_no_error (error);
  return places;
}

static void
write_places (DhFacePlaces *places, const char *folder)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_face_places_write (places, folder, &error));
  g_assert_no_error (error);
  g_assert_false (dh_face_places_is_changed (places));
}

static DhFacePlace
make_square (double x, double y, double side)
{
  return (DhFacePlace) { .kind = DH_PLACE_SQUARE, .x = x, .y = y, .side = side };
}

static DhFacePlace
make_eyes (float x0, float y0, float x1, float y1)
{
  return (DhFacePlace) { .kind = DH_PLACE_EYES, .eyes = { { x0, y0 }, { x1, y1 } } };
}

static void
assert_place (const DhFacePlaces *places, const char *name, DhFacePlace expected)
{
  const DhFacePlace place = dh_face_places_get (places, name);

  g_assert_true (dh_face_place_equal (&place, &expected));
}

/* ---- rows ---- */

static void
test_rows (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GString) text = g_string_new ("file;x;y;side\n# by hand\n");
  g_autoptr (DhFacePlaces) places = NULL;
  g_autoptr (DhFaceTable) table = NULL;

  g_string_append (text, "a.jpg;10;20,5;300\n\"b;c.jpg\";100.5;200;150;199;;;\n*;0,5;0.4;0,8\n");
  write_table (folder, text->str, -1);
  places = read_places (folder);
  assert_place (places, "a.jpg", make_square (10, 20.5, 300));
  assert_place (places, "b;c.jpg", make_eyes (100.5f, 200, 150, 199));
  assert_place (places, NULL, make_square (0.5, 0.4, 0.8));
  assert_place (places, "d.jpg", (DhFacePlace) { 0 });
  g_assert_false (dh_face_places_is_changed (places));

  g_assert_true (dh_face_table_read_folder (folder, &table, NULL));
  g_assert_cmpuint (dh_face_table_get_n_landmarks (table), ==, 0);
  g_assert_true (dh_face_table_admits (table, "d.jpg"));
}

/* Each is the second line. */
static void
test_bad_rows (void)
{
  static const struct
  {
    const char *line, *column, *word;
  } cases[] = {
    { "b.png,1\n", "column 8", "1 numbers" },
    { "b.png,1,2\n", "column 10", "4 (x and y of two eyes) or 3 (x, y and side of a square)" },
    { "b.png,1,2,3,4,5\n", "column 16", "5 numbers" },
    { "b.png,1,,3\n", "column 9", "missing" },
    { "b.png,1,x,3\n", "column 9", "“x”" },
    { "b.png,1,2,nan\n", "column 11", "“nan”" },
    { "b.png,1,2,inf,4\n", "column 11", "“inf”" },
    { "b.png,1e7,2,3\n", "column 7", "too large" },
    { "b.png,1,2,1e400\n", "column 11", "too large" },
    { "b.png,1,2,0\n", "column 7", "more than 0" },
    { "b.png,1,2,-5\n", "column 7", "more than 0" },
    { "b.png,1,2,1,2\n", "column 7", "same point" },
    { "*,1.5,.5,.5\n", "column 3", "shares" },
    { "*,.5,-.1,.5\n", "column 3", "shares" },
    { "*,.5,.5,0\n", "column 3", "shorter side" },
    { "*,.5,.5,10.5\n", "column 3", "shorter side" },
    { "*,1,2,3,4\n", "column 3", "only be a square" },
    { "a.png,1,2,3\n", "column 1", "given twice" },
    { "a.png,1,2,3,4\n", "column 1", "given twice" },
    { "b.png,1,2,3", "column 12", "incomplete" },
    { "b.png,1,2,3,4", "column 14", "incomplete" },
    { ",1,2,3\n", "column 1", "missing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TempFolder) folder = temp_folder_new ();
      g_autofree char *text = g_strconcat ("a.png,1,2,30\n", cases[i].line, NULL);
      g_autoptr (GError) error = NULL;

      write_table (folder, text, -1);
      g_assert_null (dh_face_places_read (folder, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "Line 2 of"));
      g_assert_nonnull (strstr (error->message, "landmarks.csv"));
      g_assert_nonnull (strstr (error->message, cases[i].column));
      g_assert_nonnull (strstr (error->message, cases[i].word));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* A text isn't taken to end where a zero stands. */
static void
test_zero_byte (void)
{
  static const char text[] = "a.png,1,2,30\nb.png,1,2,30\n";

  for (gsize i = 0; i + 1 < sizeof text; i++)
    {
      g_autoptr (TempFolder) folder = temp_folder_new ();
      g_autofree char *changed = g_memdup2 (text, sizeof text);
      g_autoptr (GError) error = NULL;

      changed[i] = '\0';
      write_table (folder, changed, sizeof text - 1);
      g_assert_null (dh_face_places_read (folder, &error));
      g_assert_nonnull (strstr (error->message, "zero byte"));
    }
}

/* Landmarks for all are refused, too, and a picture may have both landmarks and a place. */
static void
test_both (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GString) text = g_string_new ("a.png,1,2,30\n");
  g_autoptr (DhFaceTable) table = NULL;
  g_autoptr (GError) error = NULL;

  append_landmarks (text, "a.png", "\n");
  write_table (folder, text->str, -1);
  g_assert_true (dh_face_table_read_folder (folder, &table, NULL));
  g_assert_nonnull (dh_face_table_get_landmarks (table, "a.png"));
  g_assert_cmpint (dh_face_table_get_place (table, "a.png").kind, ==, DH_PLACE_SQUARE);
  g_assert_false (dh_face_table_admits (table, "b.png"));
  append_landmarks (text, "*", "\n");
  write_table (folder, text->str, -1);
  g_assert_null (dh_face_places_read (folder, &error));
  g_assert_nonnull (strstr (error->message, "Line 3"));
}

/* Truncated anywhere, a file is refused, or all places that are read are whole. */
static void
test_truncated (void)
{
  static const char *const names[] = { "a.png", "b.png", "c.png", NULL };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GString) text = g_string_new ("a.png,10.5,20.5,300\nb.png,1,2,33,44\n");
  g_autoptr (DhFacePlaces) whole = NULL;
  guint n_read = 0;

  append_landmarks (text, "a.png", "\n");
  g_string_append (text, "*,0.25,0.75,0.5\n\"c.png\",5,6,70\n");
  write_table (folder, text->str, -1);
  whole = read_places (folder);
  for (gsize n = 0; n < text->len; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DhFacePlaces) places = NULL;

      write_table (folder, text->str, n);
      places = dh_face_places_read (folder, &error);
      g_assert_true ((places == NULL) == (error != NULL));
      n_read += places != NULL;
      for (guint i = 0; places != NULL && i < G_N_ELEMENTS (names); i++)
        if (dh_face_places_get (places, names[i]).kind != DH_PLACE_NONE)
          assert_place (places, names[i], dh_face_places_get (whole, names[i]));
    }
  /* Only at the beginnings of lines, and where the last of the 136 numbers is shortened. */
  g_assert_cmpuint (n_read, ==, 5 + strlen ("135.25"));
}

/* ---- writing ---- */

static void
test_new_file (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = get_path (folder);
  g_autoptr (DhFacePlaces) places = read_places (folder), again = NULL;
  const DhFacePlace square = make_square (-3.456, 20, 100.005), none = { 0 };
  const DhFacePlace eyes = make_eyes (10.123f, 20, 30.5f, 19.999f);
  const DhFacePlace all = make_square (0.5, 1.0 / 3.0, 0.875);

  write_places (places, folder);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  dh_face_places_set (places, "b.jpg", &square);
  dh_face_places_set (places, "a, \"x\".jpg", &eyes);
  dh_face_places_set (places, "#1.jpg", &eyes);
  dh_face_places_set (places, NULL, &all);
  dh_face_places_set (places, "c.jpg", &none);
  g_assert_true (dh_face_places_is_changed (places));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  write_places (places, folder);
  assert_table (folder, "\"#1.jpg\",10.12,20,30.5,20\n"
                        "*,0.5,0.333333,0.875\n"
                        "\"a, \"\"x\"\".jpg\",10.12,20,30.5,20\n"
                        "b.jpg,-3.46,20,100.01\n");
  again = read_places (folder);
  assert_place (again, "a, \"x\".jpg", dh_face_places_get (places, "a, \"x\".jpg"));
  assert_place (again, NULL, make_square (0.5, 0.333333, 0.875));

  dh_face_places_set (places, "b.jpg", &none);
  dh_face_places_set (places, "#1.jpg", &none);
  write_places (places, folder);
  assert_table (folder, "file,x,y,side\n*,0.5,0.333333,0.875\n"
                        "\"a, \"\"x\"\".jpg\",10.12,20,30.5,20\n");
}

/* A file in which nothing is left goes. */
static void
test_removed (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = get_path (folder);
  g_autoptr (DhFacePlaces) places = read_places (folder);
  const DhFacePlace square = make_square (1, 2, 30), none = { 0 };

  dh_face_places_set (places, "a.jpg", &square);
  write_places (places, folder);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  dh_face_places_set (places, "a.jpg", &none);
  g_assert_true (dh_face_places_is_changed (places));
  write_places (places, folder);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  dh_face_places_set (places, "a.jpg", &square);
  dh_face_places_set (places, "a.jpg", &none);
  g_assert_false (dh_face_places_is_changed (places));

  write_table (folder, "# my note\na.jpg,1,2,30\n", -1);
  dh_face_places_free (g_steal_pointer (&places));
  places = read_places (folder);
  dh_face_places_set (places, "a.jpg", &none);
  write_places (places, folder);
  assert_table (folder, "# my note\n");
}

/* Marks, line ends, comments, headings, quotes and digits of all other lines stay. */
static void
check_kept (const char *mark, const char *end, gboolean ended)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GString) before = g_string_new (mark), after = g_string_new (mark);
  g_autoptr (GString) face = g_string_new (NULL), last = g_string_new (NULL);
  g_autoptr (DhFacePlaces) places = NULL;
  const DhFacePlace square = make_square (7, 8, 90.5), none = { 0 };

  append_landmarks (face, "# a note, \"as\" it is", end);
  append_landmarks (face, "\"Meier, Ute.png\"", end);
  append_landmarks (last, "  last.png", ended ? end : "");
  g_string_append_printf (before,
                          "%ssame.png, 1.50 ,2.0,30%schanged.png,1,2,30,40%sgone.png,1,2,3%s%s",
                          face->str, end, end, end, last->str);
  g_string_append_printf (after,
                          "%ssame.png, 1.50 ,2.0,30%schanged.png,7,8,90.5%s%s%snew.png,7,8,90.5%s",
                          face->str, end, end, last->str, ended ? "" : end, end);
  write_table (folder, before->str, -1);
  places = read_places (folder);
  dh_face_places_set (places, "changed.png", &square);
  dh_face_places_set (places, "gone.png", &none);
  dh_face_places_set (places, "new.png", &square);
  write_places (places, folder);
  assert_table (folder, after->str);
  /* What was written can be edited on. */
  dh_face_places_set (places, "new.png", &none);
  write_places (places, folder);
  g_string_truncate (after, after->len - strlen ("new.png,7,8,90.5") - strlen (end));
  assert_table (folder, after->str);
}

static void
test_kept (void)
{
  static const char *const ends[] = { "\n", "\r\n", "\r" };

  for (guint i = 0; i < 12; i++)
    check_kept (i % 2 ? "\xef\xbb\xbf" : "", ends[i / 2 % 3], i / 6);
}

/* The separator of the file is used, also if the line that decided on it goes. */
static void
test_separator (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhFacePlaces) places = NULL;
  const DhFacePlace square = make_square (1.5, 2, 30), none = { 0 };

  write_table (folder, "a.png;1;2;30\n,b,,,.png;1,5;2;30\n", -1);
  places = read_places (folder);
  assert_place (places, ",b,,,.png", square);
  dh_face_places_set (places, "a.png", &none);
  dh_face_places_set (places, "c;d.png", &square);
  write_places (places, folder);
  assert_table (folder, "file;x;y;side\n,b,,,.png;1,5;2;30\n\"c;d.png\";1,5;2;30\n");
  assert_place (places, "c;d.png", square);
}

/* The decimal sign, too: a comma only if the file has one, and where it doesn't separate. */
static void
test_decimal_sign (void)
{
  static const struct
  {
    const char *before, *added;
  } cases[] = {
    { "a.png;1,5;2;30\n", "b.png;-0,25;2;30,01\n" },
    { "a.png\t1,5\t2\t30\n", "b.png\t-0,25\t2\t30,01\n" },
    { "a.png;1.5;2;30\n", "b.png;-0.25;2;30.01\n" },
    { "a,b.png;1;2;30\n", "b.png;-0.25;2;30.01\n" },
    { "a.png,\"1,5\",2,30\n", "b.png,-0.25,2,30.01\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TempFolder) folder = temp_folder_new ();
      g_autofree char *expected = g_strconcat (cases[i].before, cases[i].added, NULL);
      const DhFacePlace square = make_square (-0.25, 2, 30.01);
      g_autoptr (DhFacePlaces) places = NULL, again = NULL;

      write_table (folder, cases[i].before, -1);
      places = read_places (folder);
      dh_face_places_set (places, "b.png", &square);
      write_places (places, folder);
      assert_table (folder, expected);
      again = read_places (folder);
      assert_place (again, "b.png", square);
    }
}

static void
assert_refused (DhFacePlaces *places, const char *folder, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_face_places_is_changed (places));
  g_assert_false (dh_face_places_write (places, folder, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_true (dh_face_places_is_changed (places));
}

static void
test_refused (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = get_path (folder);
  g_autoptr (DhFacePlaces) places = read_places (folder);
  const DhFacePlace square = make_square (1, 2, 30), point = make_eyes (5, 5, 5, 5);
  const DhFacePlace none = { 0 };

  dh_face_places_set (places, "a.png", &square);
  write_table (folder, "b.png,1,2,30\n", -1);
  assert_refused (places, folder, "by another program");
  assert_table (folder, "b.png,1,2,30\n");
  g_remove (path);
  write_places (places, folder);
  dh_face_places_set (places, "c.png", &square);
  g_remove (path);
  assert_refused (places, folder, "by another program");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  write_table (folder, "a.png,1,2,30\n", -1);
  dh_face_places_set (places, "d.png", &point);
  assert_refused (places, folder, "same point");
  dh_face_places_set (places, "d.png", &none);
  dh_face_places_set (places, "e\r.png", &square);
  assert_refused (places, folder, "rename the picture");
  assert_table (folder, "a.png,1,2,30\n");
  g_remove (path);
  g_assert_cmpint (symlink ("nowhere.csv", path), ==, 0);
  g_assert_null (dh_face_places_read (folder, NULL));
}

/* No folder, and one that may not be written to. */
static void
test_no_access (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autoptr (DhFacePlaces) places = read_places (missing);
  const DhFacePlace square = make_square (1, 2, 30);

  dh_face_places_set (places, "a.png", &square);
  assert_refused (places, missing, "can’t be written");
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  if (geteuid () == 0)
    {
      g_test_skip ("the superuser may write everywhere");
      return;
    }
  g_assert_cmpint (chmod (folder, 0500), ==, 0);
  assert_refused (places, folder, "can’t be written");
  g_assert_cmpint (chmod (folder, 0700), ==, 0);
}

/* ---- crops ---- */

static void
assert_maps (DhAffine to_crop, double x, double y, double to_x, double to_y)
{
  dh_affine_apply (to_crop, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, to_x, 1e-6);
  g_assert_cmpfloat_with_epsilon (y, to_y, 1e-6);
}

static void
test_crops (void)
{
  const DhFacePlace square = make_square (30, 20, 50), all = make_square (0.25, 0.5, 0.5);
  const DhFacePlace eyes = make_eyes (40, 60, 74, 60), tilted = make_eyes (100, 100, 100, 134);
  DhAffine to_crop;

  g_assert_true (dh_face_place_get_crop (&square, FALSE, 200, 100, &to_crop));
  assert_maps (to_crop, 30, 20, 0, 0);
  assert_maps (to_crop, 80, 70, 1, 1);
  /* Centre at (50, 50), side 50. */
  g_assert_true (dh_face_place_get_crop (&all, TRUE, 200, 100, &to_crop));
  assert_maps (to_crop, 25, 25, 0, 0);
  assert_maps (to_crop, 75, 75, 1, 1);
  /* .34 of the crop's side lie between the eyes. */
  g_assert_true (dh_face_place_get_crop (&eyes, FALSE, 200, 200, &to_crop));
  assert_maps (to_crop, 40, 60, .33, .38);
  assert_maps (to_crop, 74, 60, .67, .38);
  assert_maps (to_crop, 57, 60 + 38, .5, .76);
  g_assert_cmpfloat_with_epsilon (dh_crop_get_side (to_crop), 100, 1e-4);
  /* The head lies on its side: what is left of the eyes in the picture is below them. */
  g_assert_true (dh_face_place_get_crop (&tilted, FALSE, 200, 200, &to_crop));
  assert_maps (to_crop, 100, 134, .67, .38);
  assert_maps (to_crop, 100 - 38, 117, .5, .76);
}

static void
test_bad_crops (void)
{
  const struct
  {
    DhFacePlace place;
    gboolean for_all;
  } cases[] = {
    { { 0 }, FALSE },
    { { 0 }, TRUE },
    { make_square (1, 1, 0), FALSE },
    { make_square (1, 1, 3), FALSE },
    { make_square (1, 1, 1e-320), FALSE },
    { make_square (NAN, 1, 50), FALSE },
    { make_square (1, 1, INFINITY), FALSE },
    { make_square (0, 0, 2001), FALSE },
    { make_square (150, 10, 101), FALSE },
    { make_square (0.5, 0.5, 0.03), TRUE },
    { make_square (0.5, 1.01, 0.5), TRUE },
    { make_eyes (5, 5, 5, 5), FALSE },
    { make_eyes (5, 5, 6, 5), FALSE },
    { make_eyes (5, NAN, 6, 5), FALSE },
    { make_eyes (190, 90, 250, 90), FALSE },
    { make_eyes (5, 5, 60, 5), TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DhAffine to_crop;

      g_assert_false (
        dh_face_place_get_crop (&cases[i].place, cases[i].for_all, 200, 100, &to_crop));
    }
}

/* ---- faces ---- */

static const char *
get_alder (void)
{
  static char *folder;

  if (folder == NULL)
    folder = g_build_filename (g_getenv ("DH_FACES"), "alder", NULL);
  return folder;
}

static char *
dup_line (const char *name)
{
  g_autofree char *path = get_path (get_alder ()), *text = NULL;
  g_autofree char *start = g_strconcat (name, ",", NULL);
  const char *line;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  line = strstr (text, start);
  g_assert_nonnull (line);
  return g_strndup (line, strcspn (line, "\n") + 1);
}

static DhFace *
load (const char *folder, const char *name, GError **error)
{
  g_autoptr (DhFaceTable) table = NULL;

  g_assert_true (dh_face_table_read_folder (folder, &table, NULL));
  return dh_face_load (folder, name, table, DH_FACE_WHOLE, NULL, NULL, error);
}

static void
link_picture (const char *folder, const char *from, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (symlink (from, path), ==, 0);
}

/* The place decides the crop, and the landmarks the mask. */
static void
test_with_landmarks (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *picture = g_build_filename (get_alder (), "train_000.png", NULL);
  g_autofree char *line = dup_line ("train_000.png"), *text = NULL;
  g_autoptr (DhFace) plain = load (get_alder (), "train_000.png", NULL), face = NULL;

  link_picture (folder, picture, "train_000.png");
  text = g_strconcat ("train_000.png,20,30,60\n", line, NULL);
  write_table (folder, text, -1);
  face = load (folder, "train_000.png", NULL);
  g_assert_cmpint (plain->placed_by, ==, DH_PLACED_TABLE);
  g_assert_cmpint (face->placed_by, ==, DH_PLACED_SQUARE);
  assert_maps (face->to_crop, 20, 30, 0, 0);
  assert_maps (face->to_crop, 80, 90, 1, 1);
  g_assert_true (face->has_mask && face->has_landmarks);
  g_assert_cmpmem (face->image->pixels, (gsize) face->image->width * face->image->height * 8,
                   plain->image->pixels, (gsize) plain->image->width * plain->image->height * 8);
}

/* The same for what an extractor left in the file: the mask is its, the crop is the person's. */
static void
test_with_meta (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *set = g_build_filename (g_getenv ("DH_FACE_SETS"), "face", NULL);
  g_autofree char *picture = NULL;
  g_autoptr (GDir) dir = g_dir_open (set, 0, NULL);
  const char *name = NULL;
  g_autoptr (DhFace) plain = NULL, face = NULL, again = NULL;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL && !g_str_has_suffix (name, ".png"))
    ;
  g_assert_nonnull (name);
  picture = g_build_filename (set, name, NULL);
  plain = load (set, name, NULL);
  g_assert_cmpint (plain->placed_by, ==, DH_PLACED_FILE);
  link_picture (folder, picture, "x.png");
  write_table (folder, "x.png,40,50,80,50\n", -1);
  face = load (folder, "x.png", NULL);
  g_assert_cmpint (face->placed_by, ==, DH_PLACED_EYES);
  assert_maps (face->to_crop, 40, 50, .33, .38);
  g_assert_true (face->has_mask);
  g_assert_cmpmem (face->image->pixels, (gsize) face->image->width * face->image->height * 8,
                   plain->image->pixels, (gsize) plain->image->width * plain->image->height * 8);
  /* The square for all isn't for a picture of which the file knows more. */
  write_table (folder, "*,.5,.5,.5\n", -1);
  again = load (folder, "x.png", NULL);
  g_assert_cmpint (again->placed_by, ==, DH_PLACED_FILE);
  assert_maps (again->to_crop, 0, 0, plain->to_crop.x0, plain->to_crop.y0);
}

/* Which of the ways to a crop is taken. */
static void
test_order (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *picture = g_build_filename (get_alder (), "train_000.png", NULL);
  g_autofree char *line = dup_line ("train_000.png");
  const struct
  {
    const char *text;
    int x_by, y_by; /* −1: skipped */
  } cases[] = {
    { "", DH_PLACED_CENTRE, DH_PLACED_CENTRE },
    { "x.png,10,10,50\n", DH_PLACED_SQUARE, DH_PLACED_CENTRE },
    { "x.png,40,50,80,50\n*,.5,.5,.5\n", DH_PLACED_EYES, DH_PLACED_ALL },
    { line, -1, -1 },
    { g_strconcat (line, "x.png,10,10,50\n", NULL), DH_PLACED_SQUARE, -1 },
    { g_strconcat (line, "*,.5,.5,.5\n", NULL), DH_PLACED_ALL, DH_PLACED_ALL },
  };

  link_picture (folder, picture, "x.png");
  link_picture (folder, picture, "y.png");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int k = 0; k < 2; k++)
      {
        const int by = k == 0 ? cases[i].x_by : cases[i].y_by;
        g_autoptr (GError) error = NULL;
        g_autoptr (DhFace) face = NULL;

        write_table (folder, cases[i].text, -1);
        face = load (folder, k == 0 ? "x.png" : "y.png", &error);
        g_assert_true ((face == NULL) == (by == -1));
        if (face != NULL)
          g_assert_cmpint (face->placed_by, ==, by);
        else
          g_assert_nonnull (strstr (error->message, "has no line"));
      }
  g_free ((char *) cases[4].text);
  g_free ((char *) cases[5].text);
}

static void
test_sentences (void)
{
  static const struct
  {
    const char *line, *word;
  } cases[] = {
    { "x.png,500,500,50\n", "The square of" },
    { "x.png,5,5,2\n", "less than 4 pixels" },
    { "x.png,5,5,9000\n", "outside" },
    { "x.png,5,5,5.1,5\n", "too close together" },
    { "x.png,900,5,940,5\n", "between the eyes" },
    { "*,.5,.5,.01\n", "for all pictures" },
  };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *picture = g_build_filename (get_alder (), "train_000.png", NULL);

  link_picture (folder, picture, "x.png");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      write_table (folder, cases[i].line, -1);
      g_assert_null (load (folder, "x.png", &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "x.png"));
      g_assert_nonnull (strstr (error->message, "landmarks.csv"));
      g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

/* Every place makes another fingerprint, in a small folder and in a large one. */
static void
check_fingerprints (guint n_pictures)
{
  static const char *const texts[] = { "",
                                       "01.png,10,10,50\n",
                                       "01.png,10,10,51\n",
                                       "01.png,40,50,80,50\n",
                                       "01.png,40,50,80,51\n",
                                       "*,.5,.5,.5\n",
                                       "*,.5,.5,.6\n" };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *picture = g_build_filename (get_alder (), "train_000.png", NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n_pictures; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02u.png", i);

      link_picture (folder, picture, name);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DhFaceSet) set = NULL;

      write_table (folder, texts[i], -1);
      set = dh_face_set_load (folder, NULL, NULL);
      g_assert_true (dh_face_set_is_large (set) == (n_pictures > 100));
      g_assert_true (g_hash_table_add (seen, dh_face_set_dup_fingerprint (set)));
    }
}

static void
test_fingerprints (void)
{
  check_fingerprints (3);
  check_fingerprints (400);
}

static void
test_notices (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *picture = g_build_filename (get_alder (), "train_000.png", NULL);
  g_autofree char *said = NULL;
  g_autoptr (DhFaceSet) set = NULL;
  g_auto (GStrv) notices = NULL;

  link_picture (folder, picture, "x.png");
  link_picture (folder, picture, "y.png");
  link_picture (folder, picture, "z.png");
  write_table (folder, "x.png,10,10,50\ny.png,40,50,80,50\n", -1);
  set = dh_face_set_load (folder, NULL, NULL);
  notices = dh_face_set_dup_notices (set);
  said = g_strjoinv ("\n", notices);
  g_test_message ("%s", said);
  g_assert_nonnull (strstr (said, "1 of 3 pictures"));
  g_assert_nonnull (strstr (said, "2 of 3 pictures"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/face-places/rows", test_rows);
  g_test_add_func ("/face-places/bad-rows", test_bad_rows);
  g_test_add_func ("/face-places/zero-byte", test_zero_byte);
  g_test_add_func ("/face-places/both", test_both);
  g_test_add_func ("/face-places/truncated", test_truncated);
  g_test_add_func ("/face-places/new-file", test_new_file);
  g_test_add_func ("/face-places/removed", test_removed);
  g_test_add_func ("/face-places/kept", test_kept);
  g_test_add_func ("/face-places/separator", test_separator);
  g_test_add_func ("/face-places/decimal-sign", test_decimal_sign);
  g_test_add_func ("/face-places/refused", test_refused);
  g_test_add_func ("/face-places/no-access", test_no_access);
  g_test_add_func ("/face-places/crops", test_crops);
  g_test_add_func ("/face-places/bad-crops", test_bad_crops);
  g_test_add_func ("/face-places/with-landmarks", test_with_landmarks);
  g_test_add_func ("/face-places/with-meta", test_with_meta);
  g_test_add_func ("/face-places/order", test_order);
  g_test_add_func ("/face-places/sentences", test_sentences);
  g_test_add_func ("/face-places/fingerprints", test_fingerprints);
  g_test_add_func ("/face-places/notices", test_notices);
  return g_test_run ();
}
