/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/face-table.h"
#include "tests/core/data/temp-folder.h"

#include <math.h>
#include <string.h>

static void
assert_maps (DhAffine affine, double x, double y, double to_x, double to_y)
{
  dh_affine_apply (affine, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, to_x, 1e-4);
  g_assert_cmpfloat_with_epsilon (y, to_y, 1e-4);
}

static void
test_affine (void)
{
  const DhAffine turn = { .xy = -1.0, .x0 = 3.0, .yx = 1.0, .y0 = -2.0 };
  const DhAffine stretch = { .xx = 2.0, .yy = 0.5, .y0 = 1.0 };

  assert_maps (turn, 5.0, 7.0, -4.0, 3.0);
  assert_maps (dh_affine_multiply (turn, stretch), 5.0, 7.0, -8.0, 2.5);
  assert_maps (dh_affine_multiply (stretch, turn), 5.0, 7.0, -1.5, 8.0);
  assert_maps (dh_affine_invert (turn), -4.0, 3.0, 5.0, 7.0);
  assert_maps (dh_affine_multiply (stretch, dh_affine_invert (stretch)), 5.0, 7.0, 5.0, 7.0);
}

/* If the points are related by a similarity, it is found again. */
static void
test_exact_fit (void)
{
  static const DhPoint from[4] = { { 0, 0 }, { 10, 0 }, { 3, 8 }, { -5, 2 } };
  DhPoint to[4];
  double c = 0.3 * cos (0.7), s = 0.3 * sin (0.7);
  DhAffine fit;

  for (int i = 0; i < 4; i++)
    to[i] = (DhPoint) {
      .x = (float) (c * from[i].x - s * from[i].y + 20.0),
      .y = (float) (s * from[i].x + c * from[i].y - 9.0),
    };
  fit = dh_similarity_fit (from, to, 4);
  g_assert_cmpfloat_with_epsilon (fit.xx, c, 1e-6);
  g_assert_cmpfloat_with_epsilon (fit.yx, s, 1e-6);
  g_assert_cmpfloat_with_epsilon (fit.xy, -s, 1e-6);
  g_assert_cmpfloat_with_epsilon (fit.yy, c, 1e-6);
  assert_maps (fit, from[2].x, from[2].y, to[2].x, to[2].y);
}

static double
get_residual (const DhPoint *from, const DhPoint *to, guint n, DhAffine fit)
{
  double sum = 0.0;

  for (guint i = 0; i < n; i++)
    {
      double x = from[i].x, y = from[i].y;

      dh_affine_apply (fit, &x, &y);
      sum += (x - to[i].x) * (x - to[i].x) + (y - to[i].y) * (y - to[i].y);
    }
  return sum;
}

/* No neighbouring similarity is better, even where a reflection would be better. */
static void
test_best_fit (void)
{
  DhRandom random;

  dh_random_init (&random, 5, 0);
  for (int round = 0; round < 50; round++)
    {
      DhPoint from[6], to[6];
      DhAffine fit;
      double best;

      for (int i = 0; i < 6; i++)
        {
          from[i].x = (float) dh_random_normal (&random);
          from[i].y = (float) dh_random_normal (&random);
          to[i] = (DhPoint) { -from[i].x + 0.3f * (float) dh_random_normal (&random), from[i].y };
        }
      fit = dh_similarity_fit (from, to, 6);
      best = get_residual (from, to, 6, fit);
      for (int i = 0; i < 8; i++)
        {
          double c = 1e-3 * (i % 4 == 0) - 1e-3 * (i % 4 == 1);
          double s = 1e-3 * (i % 4 == 2) - 1e-3 * (i % 4 == 3);
          DhAffine other = fit;

          if (i < 4)
            {
              other.xx += c, other.yy += c;
              other.yx += s, other.xy -= s;
            }
          else
            {
              other.x0 += c;
              other.y0 += s;
            }
          g_assert_cmpfloat (get_residual (from, to, 6, other), >, best);
        }
    }
}

static void
test_align (void)
{
  DhLandmarks landmarks = { 0 };
  DhAffine align;

  /* A face of 200 px, lying on its side: its right eye (36 … 41) above. */
  for (int i = 36; i < 42; i++)
    landmarks.points[i] = (DhPoint) { 100 + 0.5f * (i % 2), 66 };
  for (int i = 42; i < 48; i++)
    landmarks.points[i] = (DhPoint) { 100 + 0.5f * (i % 2), 134 };
  for (int i = 48; i < 60; i++)
    landmarks.points[i] = (DhPoint) { 24 + 0.5f * (i % 2), 100 };
  align = dh_landmarks_align (&landmarks);
  assert_maps (align, 100.25, 66, .33, .38);
  assert_maps (align, 100.25, 134, .67, .38);
  assert_maps (align, 24.25, 100, .50, .76);

  memset (&landmarks, 0, sizeof landmarks);
  g_assert_cmpfloat (dh_landmarks_align (&landmarks).xx, ==, 0.0);
}

static void
append_line (GString *text, const char *name, int n_numbers, const char *number, const char *end)
{
  g_string_append (text, name);
  for (int i = 0; i < n_numbers; i++)
    g_string_append_printf (text, ",%s", number);
  g_string_append (text, end);
}

static DhFaceTable *
read_text (const char *text, gssize length, GError **error)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "landmarks.csv", NULL);

  /* Not flushed to the disk, because hundreds are written. */
  g_assert_true (
    g_file_set_contents_full (path, text, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return dh_face_table_read (path, error);
}

static void
test_read (void)
{
  g_autoptr (GString) text = g_string_new ("\xef\xbb\xbf# a comment\r\n\n");
  g_autoptr (DhFaceTable) table = NULL;
  g_autoptr (GError) error = NULL;
  const DhLandmarks *landmarks;

  append_line (text, "a.png", 136, "1.5", "\r\n");
  append_line (text, "two words.png", 136, " -2e1", "");
  table = read_text (text->str, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dh_face_table_get_n_landmarks (table), ==, 2);
  landmarks = dh_face_table_get_landmarks (table, "a.png");
  g_assert_cmpfloat (landmarks->points[67].y, ==, 1.5f);
  landmarks = dh_face_table_get_landmarks (table, "two words.png");
  g_assert_cmpfloat (landmarks->points[0].x, ==, -20.0f);
}

/* The last position of the widest picture is valid; a thousandth more is not. */
static void
test_largest (void)
{
  static const struct
  {
    const char *number;
    gboolean good;
  } cases[] = {
    { "1000000", TRUE },
    { "-1e6", TRUE },
    { "1000000.001", FALSE },
    { "-1000000.001", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (DhFaceTable) table = NULL;
      g_autoptr (GError) error = NULL;

      append_line (text, "a.png", 136, cases[i].number, "\n");
      table = read_text (text->str, -1, &error);
      g_assert_true ((table != NULL) == cases[i].good);
      g_assert_true ((error == NULL) == cases[i].good);
      if (table == NULL)
        g_assert_nonnull (strstr (error->message, "too large"));
    }
}

/* Each is the third line of a file. */
static void
test_malformed (void)
{
  static const struct
  {
    const char *name;
    int n;
    const char *number, *end;
  } cases[] = {
    { "b.png", 135, "1", "\n" },     { "b.png", 137, "1", "\n" },    { "b.png", 136, "nan", "\n" },
    { "b.png", 136, "1e400", "\n" }, { "b.png", 136, "-inf", "\n" }, { "b.png", 136, "1x", "\n" },
    { "b.png", 136, "", "\n" },      { "", 136, "1", "\n" },         { "b.png", 0, "", "\n" },
    { "b.png", 136, "1", ";\n" },    { "a.png", 136, "1", "\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new ("# head\n");
      g_autoptr (GError) error = NULL;

      append_line (text, "a.png", 136, "1", "\n");
      append_line (text, cases[i].name, cases[i].n, cases[i].number, cases[i].end);
      g_assert_null (read_text (text->str, -1, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "ine 3 "));
      g_assert_nonnull (strstr (error->message, "landmarks.csv"));
    }
}

/* Truncated anywhere, a file is read or refused, never misread. */
static void
test_truncated (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_line (text, "a.png", 136, "12.25", "\n");
  for (gsize n = 0; n < text->len; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DhFaceTable) table = read_text (text->str, n, &error);

      g_assert_true ((table == NULL) == (error != NULL));
      /* Only without a line, or with its last number shortened, is a file still valid. */
      g_assert_true (table == NULL || n == 0 || n >= text->len - 6);
    }
}

static void
test_zero_byte (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  append_line (text, "a.png", 136, "1", "\n");
  g_string_append_len (text, "\0hidden\n", 8);
  g_assert_null (read_text (text->str, text->len, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/landmarks/affine", test_affine);
  g_test_add_func ("/landmarks/exact-fit", test_exact_fit);
  g_test_add_func ("/landmarks/best-fit", test_best_fit);
  g_test_add_func ("/landmarks/align", test_align);
  g_test_add_func ("/landmarks/read", test_read);
  g_test_add_func ("/landmarks/largest", test_largest);
  g_test_add_func ("/landmarks/malformed", test_malformed);
  g_test_add_func ("/landmarks/truncated", test_truncated);
  g_test_add_func ("/landmarks/zero-byte", test_zero_byte);
  return g_test_run ();
}
