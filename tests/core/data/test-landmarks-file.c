/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * landmarks.csv as written by spreadsheets and scripts, which must all give the same points;
 * mistakes, reported with line and column; and needlessly large files.
 */
#include "core/base/error.h"
#include "core/data/csv.h"
#include "core/data/face-table.h"

#include <string.h>
#include <sys/resource.h>

static DhFaceTable *
read_text (const char *text, gsize size, GError **error)
{
  g_autofree char *copy = g_memdup2 (text, MAX (size, 1));
  FILE *file = fmemopen (copy, MAX (size, 1), "r");
  DhFaceTable *table;

  g_assert_nonnull (file);
  if (size == 0)
    getc (file);
  table = dh_face_table_read_stream (file, "landmarks.csv", error);
  fclose (file);
  return table;
}

/* Numbers k + ½ in fields, each printed with the format, which takes the whole part and 5. */
static void
append_numbers (GString *text, const char *separator, const char *format)
{
  for (int i = 0; i < 2 * DH_N_LANDMARKS; i++)
    {
      g_string_append (text, separator);
      if (strstr (format, "%d") != NULL)
        g_string_append_printf (text,
                                format[0] == '"'               ? "\"%d,5\""
                                : strchr (format, ',') != NULL ? "%d,5"
                                                               : "%d.5",
                                i);
      else
        g_string_append (text, format);
    }
}

static void
assert_points (DhFaceTable *table, const char *name)
{
  const DhLandmarks *landmarks = dh_face_table_get_landmarks (table, name);

  g_assert_nonnull (landmarks);
  for (int i = 0; i < DH_N_LANDMARKS; i++)
    {
      g_assert_cmpfloat (landmarks->points[i].x, ==, 2 * i + 0.5f);
      g_assert_cmpfloat (landmarks->points[i].y, ==, 2 * i + 1.5f);
    }
}

static void
append_heading (GString *text, const char *separator)
{
  g_string_append (text, "file");
  for (int i = 0; i < DH_N_LANDMARKS; i++)
    g_string_append_printf (text, "%sx%d%sy%d", separator, i, separator, i);
}

static void
test_dialects (void)
{
  static const char *const marks[] = { "", "\xef\xbb\xbf" };
  static const char *const ends[] = { "\n", "\r\n", "\r" };
  static const struct
  {
    const char *separator, *format;
  } forms[] = {
    { ",", "%d.5" },  { ";", "%d.5" },     { ";", "%d,5" },   { "\t", "%d.5" },
    { "\t", "%d,5" }, { ",", "\"%d,5\"" }, { " , ", "%d.5" },
  };
  static const struct
  {
    const char *written, *name;
  } names[] = {
    { "a.png", "a.png" },
    { "two words.png", "two words.png" },
    { "\"Meier, Ute.png\"", "Meier, Ute.png" },
    { "\"a;b.png\"", "a;b.png" },
    { "\"the \"\"best\"\".png\"", "the \"best\".png" },
    { "\" x.png\"", " x.png" },
    { "Gr\xc3\xb6\xc3\x9f"
      "e.png",
      "Gr\xc3\xb6\xc3\x9f"
      "e.png" },
    { "\"two\nlines.png\"", "two\nlines.png" },
    { "\"#1.png\"", "#1.png" },
  };

  for (guint i = 0; i < 2 * 3 * G_N_ELEMENTS (forms) * 4; i++)
    {
      const char *separator = forms[i / 24].separator, *format = forms[i / 24].format;
      const char *end = ends[i % 3];
      g_autoptr (GString) text = g_string_new (marks[i / 3 % 2]);
      g_autoptr (DhFaceTable) table = NULL;
      g_autoptr (GError) error = NULL;

      if (i / 6 % 2)
        g_string_append_printf (text, "# made by hand, \"as\" it is%s%s", end, end);
      if (i / 12 % 2)
        {
          append_heading (text, separator);
          g_string_append (text, end);
        }
      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        {
          g_string_append (text, names[k].written);
          append_numbers (text, separator, format);
          g_string_append_printf (text, "%s%s", k == 2 ? separator : "",
                                  k + 1 < G_N_ELEMENTS (names) ? end : "");
        }
      table = read_text (text->str, text->len, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (dh_face_table_get_n_landmarks (table), ==, G_N_ELEMENTS (names));
      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        assert_points (table, names[k].name);
    }
}

/* Semicolons in names in a file with commas, and the other way round. */
static void
test_separator (void)
{
  static const char *const texts[][2] = { { "a;b.png", "," },
                                          { "a,b.png", ";" },
                                          { "a,;b.png", "\t" } };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GString) text = g_string_new (texts[i][0]);
      g_autoptr (DhFaceTable) table = NULL;
      g_autoptr (GError) error = NULL;

      append_numbers (text, texts[i][1], "%d.5");
      table = read_text (text->str, text->len, &error);
      g_assert_no_error (error);
      assert_points (table, texts[i][0]);
    }
}

static void
assert_mistake (const char *text, gsize size, const char *place, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhFaceTable) table = read_text (text, size, &error);

  g_assert_null (table);
  g_assert_error (error, DH_ERROR, DH_ERROR_FACES);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, place));
  g_assert_nonnull (strstr (error->message, word));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* Each is on the third line, after a comment and a good one; "ö" is one column. */
static void
test_mistakes (void)
{
  static const struct
  {
    const char *name, *number;
    int n;
    const char *end, *column, *word;
  } cases[] = {
    { "b.png", "1", 135, "\n", "column 276", "135 numbers" },
    { "b.png", "1", 137, "\n", "column 279", "137 numbers" },
    { "b.png", "1", 135, ",x1\n", "column 277", "“x1”" },
    { "b\xc3\xb6.png", "1", 135, ",1x\n", "column 278", "“1x”" },
    { "b.png", "", 135, ",1\n", "column 7", "missing" },
    { "b.png", "1e9", 136, "\n", "column 7", "too large" },
    { "b.png", "0x10", 136, "\n", "column 7", "“0x10”" },
    { "b.png", "nan", 135, ",1\n", "column 7", "“nan”" },
    { "b.png", "1,5", 136, "\n", "column 279", "272 numbers" },
    { "", "1", 136, "\n", "column 1", "missing" },
    { "a.png", "1", 136, "\n", "column 1", "listed twice" },
    { "\"b.png", "1", 136, "\n", "column 1", "never closed" },
    { "\"b\".png", "1", 136, "\n", "column 4", "follows" },
    { "b\".png", "1", 136, "\n", "column 2", "inside" },
    { "b.png", "1\xff", 136, "\n", "column 7", "not a number" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new ("# head\na.png");
      g_autofree char *place = g_strdup_printf ("Line 3 of “landmarks.csv”, %s: ", cases[i].column);

      append_numbers (text, ",", "1");
      g_string_append_printf (text, "\n%s", cases[i].name);
      for (int k = 0; k < cases[i].n; k++)
        g_string_append_printf (text, ",%s", cases[i].number);
      g_string_append (text, cases[i].end);
      assert_mistake (text->str, text->len, place, cases[i].word);
    }
}

static void
test_no_text (void)
{
  assert_mistake ("a\0b", 3, "Line 1 of “landmarks.csv”, column 2: ", "zero byte");
  assert_mistake ("\xff\xfe"
                  "a\0,\0",
                  6, "Line 1 of “landmarks.csv”, column 1: ", "UTF-16");
  assert_mistake ("\xfe\xff,", 3, "Line 1 of “landmarks.csv”, column 1: ", "UTF-16");
}

/* A line without an end is refused, not read into memory. */
static void
test_long_line (void)
{
  g_autofree char *text = g_strnfill (4 << 20, '1');

  assert_mistake (text, 4 << 20, "Line 1 of “landmarks.csv”, column 65537: ", "too long");
  text[0] = '"';
  memset (text + 1, '\n', (4 << 20) - 1);
  assert_mistake (text, 4 << 20, "Line 65536 of “landmarks.csv”, column 1: ", "too long");
}

/* 64 MiB of line ends only: they need no memory. */
static void
test_line_ends (void)
{
  const gsize size = (gsize) 64 << 20;
  g_autofree char *text = g_strnfill (size, '\n');
  FILE *file = fmemopen (text, size, "r");
  g_autoptr (DhFaceTable) table = NULL;
  struct rusage before, after;

  getrusage (RUSAGE_SELF, &before);
  table = dh_face_table_read_stream (file, "x", NULL);
  getrusage (RUSAGE_SELF, &after);
  fclose (file);
  g_assert_nonnull (table);
  g_assert_cmpuint (dh_face_table_get_n_landmarks (table), ==, 0);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 8 << 10);
}

/* Truncated anywhere, a file with every feature is read or refused, never misread. */
static void
test_truncated (void)
{
  g_autoptr (GString) text = g_string_new ("\xef\xbb\xbf# \"head\r\n");

  append_heading (text, ";");
  g_string_append (text, "\r\n\"M, \"\"U\"\".png\"");
  append_numbers (text, ";", "%d,5");
  for (gsize n = 0; n < text->len; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DhFaceTable) table = read_text (text->str, n, &error);
      const DhLandmarks *landmarks;

      g_assert_true ((table == NULL) == (error != NULL));
      landmarks = table != NULL ? dh_face_table_get_landmarks (table, "M, \"U\".png") : NULL;
      g_assert_true (landmarks == NULL || n >= text->len - 4);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/landmarks-file/dialects", test_dialects);
  g_test_add_func ("/landmarks-file/separator", test_separator);
  g_test_add_func ("/landmarks-file/mistakes", test_mistakes);
  g_test_add_func ("/landmarks-file/no-text", test_no_text);
  g_test_add_func ("/landmarks-file/long-line", test_long_line);
  g_test_add_func ("/landmarks-file/line-ends", test_line_ends);
  g_test_add_func ("/landmarks-file/truncated", test_truncated);
  return g_test_run ();
}
