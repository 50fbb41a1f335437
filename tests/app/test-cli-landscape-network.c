/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill-cli landscape --ground network, stopped by a signal: either the results so far are
 * written completely, or nothing is and a message says so.
 */
#include "tests/app/cli-runner.h"

#include <cairo.h>
#include <signal.h>
#include <string.h>

#define SIDE 51

typedef struct
{
  char *folder, *picture, *grid, *path;
  GSubprocess *process;
} Run;

/* Of a training run that would take days. */
static void
run_begin (Run *self)
{
  g_autoptr (GSubprocessLauncher) launcher = cli_launcher_new ();

  self->folder = cli_make_folder ();
  self->picture = g_build_filename (self->folder, "picture.png", NULL);
  self->grid = g_build_filename (self->folder, "grid.npy", NULL);
  self->path = g_build_filename (self->folder, "path.csv", NULL);
  {
    const char *const arguments[] = { "landscape", "--ground", "network", "--loss",   "mae",
                                      "--steps",   "1000000",  "--json",  "--out",    self->picture,
                                      "--grid",    self->grid, "--path",  self->path, NULL };

    self->process = cli_spawn (launcher, arguments);
  }
}

static void
run_end (Run *self)
{
  g_clear_object (&self->process);
  g_free (self->picture);
  g_free (self->grid);
  g_free (self->path);
  cli_remove_folder (self->folder);
}

/* Reads standard error up to a line with these words. */
static void
wait_for (Run *self, const char *words)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (
    g_subprocess_get_stderr_pipe (self->process));
  gboolean seen = FALSE;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  while (!seen)
    {
      g_autofree char *line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);

      g_assert_nonnull (line);
      seen = strstr (line, words) != NULL;
    }
}

/* Reads the rest of both pipes. */
static void
stop (Run *self, int signal_number, char **output, char **errors)
{
  g_subprocess_send_signal (self->process, signal_number);
  g_assert_true (g_subprocess_communicate_utf8 (self->process, NULL, NULL, output, errors, NULL));
  if (g_subprocess_get_if_signaled (self->process))
    g_error ("killed by signal %d: %s", g_subprocess_get_term_sig (self->process), *errors);
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 128 + signal_number);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
check_files (const Run *self)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (self->picture);
  g_autofree char *csv = cli_read_file (self->folder, "path.csv", NULL);
  gsize length = 0;
  g_autofree char *grid = cli_read_file (self->folder, "grid.npy", &length);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  g_assert_nonnull (grid);
  g_assert_cmpmem (grid, 6, "\x93NUMPY", 6);
  g_assert_cmpuint (length, >, SIDE * SIDE * sizeof (float));
  g_assert_true (g_str_has_prefix (csv, "step,x,y,loss\n"));
  g_assert_true (g_str_has_suffix (csv, "\n"));
  g_assert_cmpuint (count_files (self->folder), ==, 3); /* no partial file is left */
}

/* In the middle of training, when the landscape has been started. */
static void
test_complete (gconstpointer data)
{
  Run run;
  g_autofree char *output = NULL, *errors = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;

  run_begin (&run);
  wait_for (&run, ", point ");
  stop (&run, GPOINTER_TO_INT (data), &output, &errors);
  g_assert_nonnull (strstr (errors, "Stopped after iteration "));
  check_files (&run);
  root = cli_parse_object (output);
  object = json_node_get_object (root);
  g_assert_cmpstr (json_object_get_string_member (object, "ground"), ==, "network");
  g_assert_cmpint (json_object_get_int_member (object, "steps"), >, 0);
  g_assert_cmpint (json_object_get_int_member (object, "steps"), <, 1000000);
  run_end (&run);
}

/* Before there are any results. */
static void
test_early (void)
{
  Run run;
  g_autofree char *output = NULL, *errors = NULL;

  run_begin (&run);
  wait_for (&run, "iteration 0");
  stop (&run, SIGTERM, &output, &errors);
  g_assert_cmpstr (output, ==, "");
  g_assert_nonnull (strstr (errors, "Stopped before any landscape was computed; nothing was "
                                    "written."));
  g_assert_cmpuint (count_files (run.folder), ==, 0);
  run_end (&run);
}

/* Before anything of it is in memory. */
static void
test_too_large (void)
{
  g_autoptr (CliRun) run = cli_run ("landscape", "--ground", "network", "--preset", "df", NULL);

  cli_assert_refused (run, 1, "too large for a landscape", "--preset", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/cli-landscape-network/interrupt", GINT_TO_POINTER (SIGINT),
                        test_complete);
  g_test_add_data_func ("/cli-landscape-network/hang-up", GINT_TO_POINTER (SIGHUP), test_complete);
  g_test_add_func ("/cli-landscape-network/early", test_early);
  g_test_add_func ("/cli-landscape-network/too-large", test_too_large);
  return g_test_run ();
}
