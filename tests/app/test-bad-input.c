/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The user's own folders with all kinds of faults: each fault gives one sentence with the name of
 * the file or folder, and a bad picture among good ones is only skipped.
 */
#include "tests/app/cli-runner.h"

#include <string.h>

/* More than fits in any batch. */
#define ENOUGH 32

/* The bytes of a bundled picture. (transfer full) */
static char *
read_face (guint index, gsize *length)
{
  g_autofree char *folder = g_build_filename (g_getenv ("DH_FACES"), "alder", NULL);
  g_autofree char *name = g_strdup_printf ("train_%03u.png", index);
  char *face = cli_read_file (folder, name, length);

  g_assert_nonnull (face);
  return face;
}

static void
write_file (const char *folder, const char *name, const char *data, gssize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, length, &error);
  g_assert_no_error (error);
}

/* Good pictures, without landmarks. */
static void
write_faces (const char *folder, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      gsize length;
      g_autofree char *face = read_face (i, &length);
      g_autofree char *name = g_strdup_printf ("face-%03u.png", i);

      write_file (folder, name, face, length);
    }
}

/* A header that claims 100,000 × 100,000 pixels; its checksum is right. */
static void
write_huge (const char *folder)
{
  static const guint8 huge[] = {
    0x89, 'P',  'N',  'G',  '\r', '\n', 0x1a, '\n', 0,    0,    0,    13,   'I',  'H',  'D',
    'R',  0,    1,    0x86, 0xa0, 0,    1,    0x86, 0xa0, 8,    2,    0,    0,    0,    0x27,
    0x30, 0x9c, 0x9f, 0,    0,    0,    0,    'I',  'D',  'A',  'T',  0x35, 0xaf, 0x06, 0x1e,
    0,    0,    0,    0,    'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82,
  };

  write_file (folder, "huge.png", (const char *) huge, sizeof huge);
}

/* One picture is cut in half, the other has bits of its middle byte flipped. */
static void
write_damaged (const char *folder)
{
  gsize length;
  g_autofree char *face = read_face (0, &length);

  write_file (folder, "cut.png", face, length / 2);
  face[length / 2] ^= 0x55;
  write_file (folder, "flipped.png", face, length);
}

static CliRun *
train_on (const char *folder)
{
  return cli_run ("train", "--iterations", "1", "--lane", "mae", "--faces-a", folder, "--json",
                  NULL);
}

static void
test_missing (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *missing = g_build_filename (folder, "nothing-here", NULL);
  g_autofree char *file = g_build_filename (folder, "file.png", NULL);
  g_autoptr (CliRun) no_folder = train_on (missing);
  g_autoptr (CliRun) is_file = NULL, unset = NULL;

  write_file (folder, "file.png", "text", -1);
  is_file = train_on (file);
  cli_assert_refused (no_folder, 1, "nothing-here", NULL);
  cli_assert_refused (is_file, 1, "file.png", "folder", NULL);
  unset = train_on ("");
  cli_assert_refused (unset, 2, "There is no folder", NULL);
  cli_remove_folder (folder);
}

static void
test_empty (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = NULL;

  write_file (folder, "notes.txt", "no picture", -1);
  run = train_on (folder);
  cli_assert_refused (run, 1, folder, NULL);
  cli_remove_folder (folder);
}

/* Few pictures train, and what to expect of them is said. */
static void
test_few (void)
{
  static const char *const words[] = { NULL, "one picture", "1 picture to train on",
                                       "2 pictures to train on" };

  for (guint n = 1; n < G_N_ELEMENTS (words); n++)
    {
      char *folder = cli_make_folder ();
      g_autofree char *name = g_path_get_basename (folder);
      g_autoptr (CliRun) run = NULL;

      write_faces (folder, n);
      run = train_on (folder);
      g_test_message ("%s", run->errors);
      g_assert_cmpint (run->status, ==, 0);
      g_assert_nonnull (strstr (run->errors, name));
      g_assert_nonnull (strstr (run->errors, words[n]));
      cli_remove_folder (folder);
    }
}

static void
test_all_bad (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = NULL;

  write_file (folder, "text.png", "This is no picture at all.", -1);
  write_damaged (folder);
  write_huge (folder);
  run = train_on (folder);
  cli_assert_refused (run, 1, folder, "4", ".png", NULL);
  cli_remove_folder (folder);
}

/* One folder for each kind, so that the message names exactly that file. */
static void
test_one_bad (gconstpointer data)
{
  const char *bad = data;
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = NULL;
  g_autoptr (JsonNode) root = NULL;

  write_faces (folder, ENOUGH);
  if (g_str_equal (bad, "text.png"))
    write_file (folder, bad, "This is no picture at all.", -1);
  else if (g_str_equal (bad, "empty.png"))
    write_file (folder, bad, "", 0);
  else if (g_str_equal (bad, "huge.png"))
    write_huge (folder);
  else
    {
      char *parts = cli_make_folder ();
      gsize length;
      g_autofree char *part = NULL;

      write_damaged (parts);
      part = cli_read_file (parts, bad, &length);
      write_file (folder, bad, part, length);
      cli_remove_folder (parts);
    }
  run = train_on (folder);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->errors, bad));
  g_assert_nonnull (strstr (run->errors, "1 picture"));
  g_assert_nonnull (strstr (run->errors, "landmarks"));
  root = cli_parse_object (run->output);
  cli_remove_folder (folder);
}

/* Among good pictures, and alone. */
static void
test_other_kinds (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) alone = NULL, beside = NULL;

  write_file (folder, "a.nef", "II*\0", 4);
  write_file (folder, "b.CR2", "II*\0", 4);
  alone = train_on (folder);
  cli_assert_refused (alone, 1, folder, "2 RAW", NULL);
  write_faces (folder, ENOUGH);
  beside = train_on (folder);
  g_assert_cmpint (beside->status, ==, 0);
  g_assert_nonnull (strstr (beside->errors, "2 RAW"));
  cli_remove_folder (folder);
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  while ((text = strstr (text, part)) != NULL)
    {
      text += strlen (part);
      n++;
    }
  return n;
}

/* The number of skipped pictures of a large folder grows with every batch; what is known already
 * isn't said again. */
static void
test_many_bad (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = NULL;
  gsize length;
  g_autofree char *face = read_face (0, &length);

  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *name = g_strdup_printf ("face-%03u.png", i);

      write_file (folder, name, face, (gssize) (i % 5 == 0 ? length : length / 2));
    }
  run = cli_run ("train", "--seconds", "2", "--lane", "mae", "--faces-a", folder, NULL);
  g_test_message ("%s", run->errors);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpuint (count (run->errors, "has no landmarks"), ==, 1);
  g_assert_cmpuint (count (run->errors, "were skipped"), >=, 1);
  g_assert_cmpuint (count (run->errors, "were skipped"), <=, 2);
  cli_remove_folder (folder);
}

static void
test_same_folder (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = NULL;

  write_faces (folder, 2);
  run = cli_run ("train", "--iterations", "1", "--lane", "mae", "--faces-a", folder, "--faces-b",
                 folder, NULL);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpuint (count (run->errors, "1 picture to train on"), ==, 1);
  cli_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  static const char *const kinds[] = {
    "text.png", "empty.png", "huge.png", "cut.png", "flipped.png",
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bad-input/missing", test_missing);
  g_test_add_func ("/bad-input/empty", test_empty);
  g_test_add_func ("/bad-input/few", test_few);
  g_test_add_func ("/bad-input/all-bad", test_all_bad);
  g_test_add_func ("/bad-input/other-kinds", test_other_kinds);
  g_test_add_func ("/bad-input/many-bad", test_many_bad);
  g_test_add_func ("/bad-input/same-folder", test_same_folder);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/bad-input/one-bad/", kinds[i], NULL);

      g_test_add_data_func (path, kinds[i], test_one_bad);
    }
  return g_test_run ();
}
