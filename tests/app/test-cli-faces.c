/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill-cli faces from outside: a folder with all ways to a crop, as a table and as JSON, and
 * what is refused.
 */
#include "tests/app/cli-runner.h"

#include <glib/gstdio.h>
#include <string.h>

static void
copy_picture (const char *folder, const char *as)
{
  g_autofree char *path = g_build_filename (g_getenv ("DH_FACES"), "alder", "train_000.png", NULL);
  g_autofree char *copy = g_build_filename (folder, as, NULL), *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (copy, contents, (gssize) length, NULL));
}

static void
write_text (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static char *
make_folder (void)
{
  char *folder = cli_make_folder ();

  for (char name[] = "a.png"; *name <= 'e'; (*name)++)
    copy_picture (folder, name);
  write_text (folder, "bad.png", "no picture");
  write_text (folder, "raw.nef", "raw");
  write_text (folder, "landmarks.csv", "b.png,40,50,80,50\nc.png,1,2,50\n");
  return folder;
}

/* The line of a file. */
static char *
find_line (const char *output, const char *name)
{
  const char *start = strstr (output, name);

  g_assert_nonnull (start);
  return g_strndup (start, strcspn (start, "\n"));
}

static void
test_table (void)
{
  static const struct
  {
    const char *name, *words[3];
  } lines[] = {
    { "a.png", { "held out", "160 × 160", "centre" } },
    { "b.png", { "training", "160 × 160", "eyes" } },
    { "bad.png", { "skipped", "–", "not a picture" } },
    { "c.png", { "training", "160 × 160", "square" } },
    { "raw.nef", { "skipped", "RAW", "convert it to PNG" } },
  };
  char *folder = make_folder ();
  g_autoptr (GSubprocessLauncher) launcher = cli_launcher_new ();
  g_autoptr (CliRun) run = NULL;

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  run = cli_run_with (g_steal_pointer (&launcher), (const char *const[]) { "faces", folder, NULL });
  g_assert_cmpint (run->status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *line = find_line (run->output, lines[i].name);

      for (guint k = 0; k < 3; k++)
        g_assert_nonnull (strstr (line, lines[i].words[k]));
    }
  g_assert_nonnull (strstr (run->output, "4 to train on, 1 held out, 2 skipped"));
  cli_remove_folder (folder);
}

static void
test_json (void)
{
  char *folder = make_folder ();
  g_autoptr (CliRun) run = cli_run ("faces", "--json", folder, NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object, *item;
  JsonArray *files;

  g_assert_cmpint (run->status, ==, 0);
  node = cli_parse_object (run->output);
  object = json_node_get_object (node);
  files = json_object_get_array_member (object, "files");
  g_assert_cmpuint (json_array_get_length (files), ==, 7);
  g_assert_cmpint (json_object_get_int_member (object, "training"), ==, 4);
  g_assert_cmpint (json_object_get_int_member (object, "held_out"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (object, "skipped"), ==, 2);
  item = json_array_get_object_element (files, 3);
  g_assert_cmpstr (json_object_get_string_member (item, "name"), ==, "c.png");
  g_assert_cmpstr (json_object_get_string_member (item, "use"), ==, "training");
  g_assert_cmpstr (json_object_get_string_member (item, "placed_by"), ==, "square");
  g_assert_false (json_object_get_boolean_member (item, "mask"));
  g_assert_cmpfloat_with_epsilon (
    json_array_get_double_element (json_object_get_array_member (item, "to_crop"), 2), -1 / 50.0,
    1e-9);
  item = json_array_get_object_element (files, 2);
  g_assert_cmpstr (json_object_get_string_member (item, "use"), ==, "skipped");
  g_assert_nonnull (strstr (json_object_get_string_member (item, "reason"), "bad.png"));
  cli_remove_folder (folder);
}

/* A name is one line that a terminal only shows, and a folder's may begin with a dash. */
static void
test_odd_names (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *below = g_build_filename (folder, "-x", NULL);
  g_autoptr (GSubprocessLauncher) launcher = cli_launcher_new ();
  g_autoptr (CliRun) run = NULL;

  g_assert_cmpint (g_mkdir (below, 0700), ==, 0);
  copy_picture (below, "a\n\033[31m.png");
  write_text (below, "b\033[31m.png", "no picture");
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  g_subprocess_launcher_set_cwd (launcher, folder);
  run = cli_run_with (g_steal_pointer (&launcher),
                      (const char *const[]) { "faces", "--", "-x", NULL });
  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->output, "a��[31m.png"));
  g_assert_nonnull (strstr (run->output, "-x/b�[31m.png"));
  g_assert_null (strchr (run->output, '\033'));
  cli_remove_folder (folder);
}

/* Nothing is left in the folder, and what can't be trained on fails, with the table if there is
 * one. */
static void
test_unusable (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = NULL;

  write_text (folder, "bad.png", "no picture");
  run = cli_run ("faces", folder, NULL);
  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (run->output, "bad.png"));
  g_assert_nonnull (strstr (run->errors, "None of the 1 pictures"));
  cli_remove_folder (folder);
}

static void
refuse (int status, const char *word, const char *const *arguments)
{
  g_autoptr (CliRun) run = cli_run_with (NULL, arguments);

  cli_assert_refused (run, status, word, NULL);
}

static void
test_refused (void)
{
  char *empty = cli_make_folder ();

#define REFUSE(status, word, ...) \
  refuse (status, word, (const char *const[]) { "faces", __VA_ARGS__, NULL })
  REFUSE (2, "needs a folder", NULL);
  REFUSE (2, "stray", empty, "stray");
  REFUSE (2, "--tall", empty, "--tall");
  REFUSE (1, "no pictures", empty);
  REFUSE (1, "nonexistent", "/nonexistent");
  write_text (empty, "a.png", "");
  write_text (empty, "landmarks.csv", "a.png,1\n");
  REFUSE (1, "column 8", empty);
#undef REFUSE
  cli_remove_folder (empty);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-faces/table", test_table);
  g_test_add_func ("/cli-faces/json", test_json);
  g_test_add_func ("/cli-faces/odd-names", test_odd_names);
  g_test_add_func ("/cli-faces/unusable", test_unusable);
  g_test_add_func ("/cli-faces/refused", test_refused);
  return g_test_run ();
}
