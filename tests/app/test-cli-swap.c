/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill-cli swap from outside: a folder of faces, with one that is damaged; what is refused.
 */
#include "tests/app/cli-runner.h"

#include <cairo.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define N_MANY 2000

static char *
find_weights (void)
{
  return g_build_filename (g_getenv ("DH_FACES"), "..", "warm", "quick-alder-birch.npz", NULL);
}

static void
copy_picture (const char *name, const char *folder, const char *as)
{
  g_autofree char *path = g_build_filename (g_getenv ("DH_FACES"), "alder", name, NULL);
  g_autofree char *copy = g_build_filename (folder, as, NULL);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (copy, contents, (gssize) length, NULL));
}

/* Returns the picture's first line of pixels as a sum, after checking its size. */
static guint32
read_picture (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  guint32 sum = 0;

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 160);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 160);
  for (int i = 0; i < 160 * 160; i++)
    sum = sum * 31
          + *(guint32 *) (void *) (cairo_image_surface_get_data (surface)
                                   + i / 160 * cairo_image_surface_get_stride (surface)
                                   + 4 * (i % 160));
  cairo_surface_destroy (surface);
  return sum;
}

static void
test_folder (void)
{
  g_autofree char *weights = find_weights ();
  char *faces = cli_make_folder (), *out = cli_make_folder ();
  g_autofree char *bad = g_build_filename (faces, "bad.png", NULL);
  g_autoptr (CliRun) to_b = NULL, to_a = NULL;
  guint32 original, as_b;

  copy_picture ("train_000.png", faces, "one.png");
  copy_picture ("train_001.png", faces, "two.png");
  g_assert_true (g_file_set_contents (bad, "no picture", -1, NULL));
  to_b = cli_run ("swap", "--model", weights, "--faces", faces, "--out", out, NULL);
  g_assert_cmpint (to_b->status, ==, 0);
  g_assert_nonnull (strstr (to_b->output, "2 pictures"));
  g_assert_nonnull (strstr (to_b->output, "no landmarks"));
  g_assert_nonnull (strstr (to_b->errors, "bad.png"));
  g_assert_nonnull (strstr (to_b->errors, "1 picture was skipped"));
  original = read_picture (faces, "one.png");
  as_b = read_picture (out, "one.png");
  g_assert_cmpuint (as_b, !=, original);
  read_picture (out, "two.png");
  to_a = cli_run ("swap", "--model", weights, "--faces", faces, "--out", out, "--to", "a", NULL);
  g_assert_cmpint (to_a->status, ==, 0);
  g_assert_cmpuint (read_picture (out, "one.png"), !=, as_b);
  cli_remove_folder (faces);
  cli_remove_folder (out);
}

/* Ctrl+C: what is written is whole, and the rest isn't begun. */
static void
test_interrupt (void)
{
  g_autofree char *weights = find_weights ();
  g_autofree char *picture = g_build_filename (g_getenv ("DH_FACES"), "alder", "train_000.png",
                                               NULL);
  char *faces = cli_make_folder (), *out = cli_make_folder ();
  const char *const arguments[] = {
    "swap", "--model", weights, "--faces", faces, "--out", out, NULL
  };
  g_autoptr (GSubprocessLauncher) launcher = cli_launcher_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n = 0;

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *file = g_strdup_printf ("%04u.png", i);
      g_autofree char *link = g_build_filename (faces, file, NULL);

      g_assert_cmpint (symlink (picture, link), ==, 0);
    }
  process = cli_spawn (launcher, arguments);
  lines = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);
  g_assert_nonnull (strstr (line, "picture"));
  g_subprocess_send_signal (process, SIGINT);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 128 + SIGINT);
  dir = g_dir_open (out, 0, NULL);
  for (; (name = g_dir_read_name (dir)) != NULL; n++)
    {
      g_assert_true (g_str_has_suffix (name, ".png"));
      read_picture (out, name);
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, N_MANY);
  cli_remove_folder (faces);
  cli_remove_folder (out);
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
  g_autofree char *weights = find_weights ();
  g_autofree char *faces = g_build_filename (g_getenv ("DH_FACES"), "alder", NULL);
  g_autofree char *picture = g_build_filename (faces, "train_000.png", NULL);
  char *out = cli_make_folder (), *empty = cli_make_folder ();
  g_autofree char *fresh = g_build_filename (out, "fresh", NULL);

#define REFUSE(status, word, ...) \
  refuse (status, word, (const char *const[]) { "swap", __VA_ARGS__, NULL })
  REFUSE (2, "--model", "--faces", faces, "--out", out);
  REFUSE (2, "--faces", "--model", weights, "--out", out);
  REFUSE (2, "--out", "--model", weights, "--faces", faces);
  REFUSE (2, "overwritten", "--model", weights, "--faces", faces, "--out", faces);
  REFUSE (2, "b or a", "--model", weights, "--faces", faces, "--out", out, "--to", "c");
  REFUSE (2, "stored", "--model", weights, "--faces", faces, "--out", out, "--area", "c");
  REFUSE (2, "keep", "--model", weights, "--faces", faces, "--out", out, "--light", "c");
  REFUSE (2, "0 to 30", "--model", weights, "--faces", faces, "--out", out, "--edge", "31");
  REFUSE (2, "stray", "--model", weights, "--faces", faces, "--out", out, "stray");
  REFUSE (1, "train_000.png", "--model", picture, "--faces", faces, "--out", out);
  REFUSE (1, "no pictures", "--model", weights, "--faces", empty, "--out", out);
  REFUSE (1, "nonexistent", "--model", weights, "--faces", "/nonexistent", "--out", out);
  REFUSE (1, "train_000.png", "--model", picture, "--faces", faces, "--out", fresh);
  g_assert_false (g_file_test (fresh, G_FILE_TEST_EXISTS));
#undef REFUSE
  cli_remove_folder (out);
  cli_remove_folder (empty);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-swap/folder", test_folder);
  g_test_add_func ("/cli-swap/interrupt", test_interrupt);
  g_test_add_func ("/cli-swap/refused", test_refused);
  return g_test_run ();
}
