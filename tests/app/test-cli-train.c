/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill-cli train, really training: a few iterations of the small model on the
 * bundled faces.  What is written must agree with what is printed, the same seed
 * must give the same bytes, and neither a full disk nor a signal may lose more
 * than it has to.
 */
#include "tests/app/cli-runner.h"

#include <cairo.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define HEADER \
  "lane,label,iteration,seconds,loss,loss_a,loss_b," \
  "mae,psnr,ssim,swap_mae,swap_psnr,swap_ssim," \
  "objective,mask,eye_multiplier,mouth_multiplier,loss_shares,pull_shares," \
  "rate,start,gradient_norm,clipped"
#define N_FIELDS 23

static const char *const metrics[] = {
  "mae", "psnr", "ssim", "swap_mae", "swap_psnr", "swap_ssim",
};

/* Fields of a CSV line; commas inside quotes stay. (transfer full) */
static char **
split_line (const char *line)
{
  GPtrArray *fields = g_ptr_array_new ();
  GString *field = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (; *line != '\0'; line++)
    if (*line == '"')
      quoted = !quoted;
    else if (*line == ',' && !quoted)
      {
        g_ptr_array_add (fields, g_string_free (field, FALSE));
        field = g_string_new (NULL);
      }
    else
      g_string_append_c (field, *line);
  g_ptr_array_add (fields, g_string_free (field, FALSE));
  g_ptr_array_add (fields, NULL);
  return (char **) g_ptr_array_free (fields, FALSE);
}

static JsonObject *
get_lane (JsonNode *summary, guint index)
{
  JsonArray *lanes = json_object_get_array_member (json_node_get_object (summary), "lanes");

  return json_array_get_object_element (lanes, index);
}

static void
assert_picture (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), >, 300);
  g_assert_cmpint (cairo_image_surface_get_height (surface), >, 100);
  cairo_surface_destroy (surface);
}

/* Checks one line of the file: its place, that the sum is right and that the metrics are where they
 * belong. */
static void
check_line (const char *line, guint lane, guint iteration, gboolean last, JsonObject *summary)
{
  g_auto (GStrv) fields = split_line (line);
  JsonObject *final = json_object_get_object_member (summary, "yardsticks");
  double loss, sum;

  g_assert_cmpuint (g_strv_length (fields), ==, N_FIELDS);
  g_assert_cmpuint (g_ascii_strtoull (fields[0], NULL, 10), ==, lane + 1);
  g_assert_cmpstr (fields[1], ==, json_object_get_string_member (summary, "label"));
  g_assert_cmpuint (g_ascii_strtoull (fields[2], NULL, 10), ==, iteration);
  loss = g_ascii_strtod (fields[4], NULL);
  sum = g_ascii_strtod (fields[5], NULL) + g_ascii_strtod (fields[6], NULL);
  g_assert_cmpfloat_with_epsilon (loss, sum, 1e-5 * loss);
  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    if (last)
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (fields[7 + i], NULL),
                                      json_object_get_double_member (final, metrics[i]), 1e-4);
    else
      g_assert_cmpstr (fields[7 + i], ==, "");
  if (last)
    g_assert_cmpfloat_with_epsilon (loss, json_object_get_double_member (summary, "final_loss"),
                                    1e-6);
}

static void
check_lane (JsonObject *lane, const char *loss, double rate, const char *optimizer)
{
  g_assert_cmpstr (json_object_get_string_member (lane, "loss"), ==, loss);
  g_assert_cmpfloat (json_object_get_double_member (lane, "rate"), ==, rate);
  g_assert_cmpstr (json_object_get_string_member (lane, "optimizer"), ==, optimizer);
  g_assert_cmpint (json_object_get_int_member (lane, "iterations"), ==, 3);
  g_assert_cmpfloat (json_object_get_double_member (lane, "iterations_per_second"), >, 0);
  g_assert_nonnull (json_object_get_string_member (lane, "state"));
}

static void
test_train (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *out = g_build_filename (folder, "made", NULL);
  g_autoptr (CliRun) run = cli_run ("train", "--iterations", "3", "--preset", "quick", "--lane",
                                    "mae:2e-4", "--lane", "mse:0.001:sgd", "--seed", "7", "--out",
                                    out, "--json", NULL);
  g_autofree char *summary = cli_read_file (out, "summary.json", NULL);
  g_autofree char *csv = cli_read_file (out, "history.csv", NULL);
  g_autoptr (JsonNode) root = NULL;
  g_auto (GStrv) lines = NULL;
  JsonObject *object;

  if (run->status != 0)
    g_test_message ("%s", run->errors);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->output, ==, summary);
  root = cli_parse_object (run->output);
  object = json_node_get_object (root);
  g_assert_cmpstr (json_object_get_string_member (object, "preset"), ==, "quick");
  g_assert_cmpint (json_object_get_int_member (object, "seed"), ==, 7);
  g_assert_cmpint (json_object_get_int_member (object, "parameters"), >, 10000);
  check_lane (get_lane (root, 0), "mae", 2e-4, "adam");
  check_lane (get_lane (root, 1), "mse", 1e-3, "sgd");
  g_assert_cmpstr (json_object_get_string_member (get_lane (root, 1), "label"), ==,
                   "MSE, rate 1.0e-3, Gradient descent");

  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 6 + 1); /* the last is empty */
  g_assert_cmpstr (lines[0], ==, HEADER);
  for (guint i = 0; i < 6; i++)
    check_line (lines[1 + i], i / 3, i % 3 + 1, i % 3 == 2, get_lane (root, i / 3));
  assert_picture (out, "preview.png");
  assert_picture (out, "loss.png");
  cli_remove_folder (folder);
}

/* The rates in history.csv, of the first lane. */
static void
check_rates (const char *folder, const double *rates, guint n_rates)
{
  g_autofree char *csv = cli_read_file (folder, "history.csv", NULL);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  for (guint i = 0; i < n_rates; i++)
    {
      g_auto (GStrv) fields = split_line (lines[1 + i]);

      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (fields[N_FIELDS - 4], NULL), rates[i], 1e-9);
    }
}

/* Options for all lanes apply to those that don't set their own. */
static void
test_optimizers (void)
{
  static const char *const optimizers[] = {
    "momentum{momentum=0.5}/step{gamma=0.5,every=1}",
    "sgd/step{gamma=0.5,every=1}",
    "sgd/warm_up=2",
  };
  const double rates[] = { 1e-3, 5e-4, 2.5e-4 };
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = cli_run ("train", "--iterations", "3", "--lane", "mae:1e-3", "--lane",
                                    "mae:1e-3:sgd", "--lane", "mae:1e-3:sgd/warm_up=2",
                                    "--optimizer", "momentum", "--set", "optimizer.momentum=0.5",
                                    "--schedule", "step{every=1}", "--set", "schedule.gamma=0.5",
                                    "--out", folder, "--json", NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);

  for (guint i = 0; i < G_N_ELEMENTS (optimizers); i++)
    check_lane (get_lane (root, i), "mae", 1e-3, optimizers[i]);
  check_rates (folder, rates, G_N_ELEMENTS (rates));
  cli_remove_folder (folder);
}

/* Of all lanes, of one lane, and both: what they did stands in the files. */
static void
test_clips (void)
{
  static const char *const clips[] = { "value=1e-6", "none", "norm=1000", "auto" };
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = cli_run ("train", "--iterations", "3", "--lane", "mae:1e-3", "--lane",
                                    "mae:1e-3:adam:none", "--lane", "mae:1e-3::norm=1000",
                                    "--lane", "mae:::auto", "--clip", "value=1e-6", "--out", folder,
                                    "--json", NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);
  g_autofree char *csv = cli_read_file (folder, "history.csv", NULL);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  for (guint i = 0; i < G_N_ELEMENTS (clips); i++)
    {
      JsonObject *lane = get_lane (root, i);
      JsonObject *norms = json_object_get_object_member (lane, "gradient_norm");
      double clipped = 0;

      check_lane (lane, "mae", 1e-3, "adam");
      g_assert_cmpstr (json_object_get_string_member (lane, "clip"), ==, clips[i]);
      for (guint k = 0; k < 3; k++)
        {
          g_auto (GStrv) fields = split_line (lines[1 + 3 * i + k]);

          g_assert_cmpfloat (g_ascii_strtod (fields[N_FIELDS - 2], NULL), >, 0);
          clipped += g_ascii_strtod (fields[N_FIELDS - 1], NULL);
          if (k == 2)
            g_assert_cmpfloat_with_epsilon (g_ascii_strtod (fields[N_FIELDS - 2], NULL),
                                            json_object_get_double_member (norms, "last"), 1e-6);
        }
      g_assert_cmpint (json_object_get_int_member (norms, "steps"), ==, 3);
      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (norms, "clipped_share"),
                                      clipped / 3, 1e-9);
      if (i < 3)
        g_assert_cmpfloat (clipped, ==, i == 0 ? 3 : 0);
    }
  cli_remove_folder (folder);
}

static void
check_mix (JsonObject *lane)
{
  JsonArray *parts = json_object_get_array_member (lane, "parts");
  double loss = 0, pull = 0;

  g_assert_cmpstr (json_object_get_string_member (lane, "loss"), ==,
                   "ssim_block+50%huber{delta=0.2}");
  g_assert_cmpstr (json_object_get_string_member (lane, "mask"), ==, "components");
  g_assert_cmpfloat (json_object_get_double_member (lane, "eye_multiplier"), ==, 3);
  g_assert_cmpfloat (json_object_get_double_member (lane, "mouth_multiplier"), ==, 2.5);
  g_assert_cmpuint (json_array_get_length (parts), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *part = json_array_get_object_element (parts, i);

      g_assert_cmpstr (json_object_get_string_member (part, "loss"), ==,
                       i == 0 ? "ssim_block" : "huber");
      g_assert_cmpfloat (json_object_get_double_member (part, "weight"), ==, i == 0 ? 1 : 0.5);
      loss += json_object_get_double_member (part, "loss_share");
      pull += json_object_get_double_member (part, "pull_share");
    }
  g_assert_cmpfloat_with_epsilon (loss, 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (pull, 1, 1e-6);
}

/* Mixes, settings, mask and multipliers reach the run and its files. */
static void
test_mixes (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = cli_run ("train", "--iterations", "2", "--lane",
                                    "ssim_block+50%huber:1e-3", "--lane", "huber", "--set",
                                    "huber.delta=0.2", "--mask", "components", "--eyes", "3",
                                    "--mouth", "2.5", "--out", folder, "--json", NULL);
  g_autofree char *csv = cli_read_file (folder, "history.csv", NULL);
  g_autoptr (JsonNode) root = NULL;
  g_auto (GStrv) lines = NULL, first = NULL, last = NULL;

  if (run->status != 0)
    g_test_message ("%s", run->errors);
  g_assert_cmpint (run->status, ==, 0);
  root = cli_parse_object (run->output);
  check_mix (get_lane (root, 0));
  g_assert_cmpstr (json_object_get_string_member (get_lane (root, 1), "loss"), ==,
                   "huber{delta=0.2}");
  lines = g_strsplit (csv, "\n", -1);
  first = split_line (lines[1]);
  last = split_line (lines[2]);
  g_assert_cmpuint (g_strv_length (last), ==, N_FIELDS);
  g_assert_cmpstr (first[13], ==, "ssim_block+50%huber{delta=0.2}");
  g_assert_cmpstr (first[14], ==, "components");
  g_assert_cmpstr (first[15], ==, "3");
  g_assert_cmpstr (first[16], ==, "2.5");
  g_assert_cmpstr (first[17], ==, "");
  g_assert_cmpuint (strlen (last[17]), ==, strlen ("0.5000 0.5000"));
  cli_remove_folder (folder);
}

static void
test_wrong_mixes (void)
{
  static const struct
  {
    const char *option, *value, *words[2];
  } cases[] = {
    { "--lane", "ssim_block+mea", { "“mea”", "“mae”" } },
    { "--lane", "500%mse", { "“500 %”", "400" } },
    { "--lane", "0%mse", { "0 %", "can’t all be 0" } },
    { "--lane", "mse+mse+mse+mse+mse", { "at most 4", "mse" } },
    { "--lane", "huber{delta=7}:1e-3", { "“7”", "0.001 to 1" } },
    { "--set", "huber.delta=0.1", { "no lane", "--lane huber" } },
    { "--set", "hubre.delta=0.1", { "“hubre”", "“huber”" } },
    { "--set", "smooth.delta=0.1", { "“delta”", "b" } },
    { "--set", "smooth.b=x", { "“x”", "0.5" } },
    { "--set", "smooth=1", { "“smooth=1”", "LOSS.SETTING=VALUE" } },
    { "--set", "optimizer.beta3=0.1", { "“beta3”", "beta1, beta2, eps" } },
    { "--set", "optimizer.beta1=2", { "“2”", "0 to 0.9999" } },
    { "--set", "schedule.gamma=0.5", { "“constant”", "none at all" } },
    { "--set", "=", { "“=”", "huber.delta=0.1" } },
    { "--mask", "extnded", { "“extnded”", "“extended”" } },
    { "--eyes", "0.5", { "--eyes must be", "not “0.5”" } },
    { "--mouth", "41", { "from 1 (nothing added) to 40", "not “41”" } },
    { "--mouth", "nan", { "“nan”", "40" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CliRun) run = cli_run ("train", "--iterations", "1", cases[i].option,
                                        cases[i].value, NULL);

      cli_assert_refused (run, 2, cases[i].words[0], cases[i].words[1], NULL);
    }
}

/* Memory is checked before anything starts: a run that can't fit is refused with the number of
 * lanes that would fit, and one that takes more than half is reported. */
static void
test_memory (void)
{
  g_autoptr (CliRun) none = NULL, fewer = NULL, scarce = NULL;

  g_setenv ("DOWNHILL_MEMORY", "1000000", TRUE);
  none = cli_run ("train", "--iterations", "1", "--lane", "mae", "--preset", "128", NULL);
  g_setenv ("DOWNHILL_MEMORY", "700000000", TRUE);
  fewer = cli_run ("train", "--iterations", "1", "--preset", "64", "--lane", "mae", "--lane",
                   "mse:1e-3:sgd", "--lane", "ssim", "--lane", "mae", "--lane", "mae", "--lane",
                   "mae", NULL);
  g_setenv ("DOWNHILL_MEMORY", "150000000", TRUE);
  scarce = cli_run ("train", "--iterations", "1", "--preset", "quick", "--lane", "mae", "--lane",
                    "mse", "--lane", "mae", "--lane", "mae", NULL);
  g_unsetenv ("DOWNHILL_MEMORY");
  cli_assert_refused (none, 1, "“128”", "--preset", NULL);
  cli_assert_refused (fewer, 1, "700", "would fit", NULL);
  g_assert_cmpint (scarce->status, ==, 0);
  g_assert_nonnull (strstr (scarce->errors, "more than half"));
}

/* history.csv without its time column. (transfer full) */
static char *
read_history (const char *folder)
{
  g_autofree char *csv = cli_read_file (folder, "history.csv", NULL);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) fields = split_line (lines[i]);

      *fields[3] = '\0';
      g_free (lines[i]);
      lines[i] = g_strjoinv (",", fields);
    }
  return g_strjoinv ("\n", lines);
}

static void
train_shortly (const char *out, const char *seed)
{
  g_autoptr (CliRun) run = cli_run ("train", "--iterations", "4", "--lane", "smooth", "--lane",
                                    "ssim", "--seed", seed, "--out", out, NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->output, "preview.png"));
}

static void
test_same_seed (void)
{
  char *folders[3] = { cli_make_folder (), cli_make_folder (), cli_make_folder () };
  char *histories[3], *previews[3];
  gsize lengths[3] = { 0 };

  for (guint i = 0; i < 3; i++)
    {
      train_shortly (folders[i], i < 2 ? "5" : "6");
      histories[i] = read_history (folders[i]);
      previews[i] = cli_read_file (folders[i], "preview.png", &lengths[i]);
    }
  g_assert_cmpstr (histories[0], ==, histories[1]);
  g_assert_cmpmem (previews[0], lengths[0], previews[1], lengths[1]);
  g_assert_cmpstr (histories[0], !=, histories[2]);
  for (guint i = 0; i < 3; i++)
    {
      g_free (histories[i]);
      g_free (previews[i]);
      cli_remove_folder (folders[i]);
    }
}

static void
test_no_folder (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "out", NULL);
  g_autoptr (CliRun) is_file = NULL, in_file = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  is_file = cli_run ("train", "--iterations", "1", "--out", file, NULL);
  in_file = cli_run ("train", "--iterations", "1", "--out", below, NULL);
  cli_assert_refused (is_file, 1, file, "folder", NULL);
  cli_assert_refused (in_file, 1, below, "folder", NULL);
  cli_remove_folder (folder);
}

/* The superuser can write to read-only folders on a disk, but not to the kernel's own. */
static void
test_read_only (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = NULL;

  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  if (g_access (folder, W_OK) == 0)
    run = cli_run ("train", "--iterations", "1", "--out", "/proc/sys", NULL);
  else
    run = cli_run ("train", "--iterations", "1", "--out", folder, NULL);
  cli_assert_refused (run, 1, "can’t be written", NULL);
  cli_remove_folder (folder);
}

/* Like a disk with room for 2300 bytes per file; the write fails instead of killing the process. */
static void
limit_files_cb (gpointer data)
{
  const struct rlimit limit = { 2300, 2300 };

  setrlimit (RLIMIT_FSIZE, &limit);
  signal (SIGXFSZ, SIG_IGN);
}

static void
test_full_disk (void)
{
  char *folder = cli_make_folder ();
  const char *const arguments[] = { "train", "--iterations", "1",      "--lane", "mae",
                                    "--out", folder,         "--json", NULL };
  GSubprocessLauncher *launcher = cli_launcher_new ();
  g_autoptr (CliRun) run = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *csv = NULL, *summary = NULL, *preview = NULL;
  g_autoptr (GDir) dir = NULL;
  guint n_files = 0;

  g_subprocess_launcher_set_child_setup (launcher, limit_files_cb, NULL, NULL);
  run = cli_run_with (launcher, arguments);
  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (run->errors, "preview.png"));
  g_assert_nonnull (strstr (run->errors, "loss.png"));
  g_assert_null (strstr (run->errors, "history.csv"));
  root = cli_parse_object (run->output);
  csv = cli_read_file (folder, "history.csv", NULL);
  summary = cli_read_file (folder, "summary.json", NULL);
  preview = cli_read_file (folder, "preview.png", NULL);
  g_assert_true (g_str_has_prefix (csv, HEADER "\n1,"));
  g_assert_cmpstr (summary, ==, run->output);
  g_assert_null (preview);
  dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n_files++;
  g_assert_cmpuint (n_files, ==, 2); /* no partial file is left */
  cli_remove_folder (folder);
}

/* Reads standard error until a line contains the words. */
static void
wait_for_line (GSubprocess *process, const char *words)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (
    g_subprocess_get_stderr_pipe (process));
  gboolean seen = FALSE;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  while (!seen)
    {
      g_autofree char *line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);

      g_assert_nonnull (line);
      seen = strstr (line, words) != NULL;
    }
}

/* Waits for the first line of progress. On a loaded machine that may describe the work before the
 * first iteration, and a short run ends before the next line is due. */
static void
wait_for_progress (GSubprocess *process)
{
  wait_for_line (process, " %  ");
}

/* Waits until the second iteration is running, so that there is something to write. */
static void
wait_for_training (GSubprocess *process)
{
  wait_for_line (process, "per second");
}

static void
test_interrupt (gconstpointer data)
{
  const int signal_number = GPOINTER_TO_INT (data);
  char *folder = cli_make_folder ();
  const char *const arguments[] = { "train", "--seconds", "1e6",  "--lane",
                                    "mae",   "--out",     folder, NULL };
  g_autoptr (GSubprocessLauncher) launcher = cli_launcher_new ();
  g_autoptr (GSubprocess) process = cli_spawn (launcher, arguments);
  g_autofree char *csv = NULL;

  wait_for_progress (process);
  g_subprocess_send_signal (process, signal_number);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 128 + signal_number);
  csv = cli_read_file (folder, "history.csv", NULL);
  if (csv != NULL)
    {
      g_assert_true (g_str_has_prefix (csv, HEADER "\n1,"));
      assert_picture (folder, "preview.png");
    }
  cli_remove_folder (folder);
}

/* All files are there and complete, whichever signal ended the run, even if it comes twice. */
static void
test_complete (gconstpointer data)
{
  const int signal_number = GPOINTER_TO_INT (data);
  char *folder = cli_make_folder ();
  const char *const arguments[] = { "train", "--seconds", "1e6",  "--lane",
                                    "mae",   "--out",     folder, NULL };
  g_autoptr (GSubprocessLauncher) launcher = cli_launcher_new ();
  g_autoptr (GSubprocess) process = cli_spawn (launcher, arguments);
  g_autofree char *csv = NULL, *summary = NULL;

  wait_for_training (process);
  g_subprocess_send_signal (process, signal_number);
  if (signal_number == SIGHUP)
    g_subprocess_send_signal (process, signal_number);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 128 + signal_number);
  csv = cli_read_file (folder, "history.csv", NULL);
  summary = cli_read_file (folder, "summary.json", NULL);
  g_assert_nonnull (csv);
  g_assert_true (g_str_has_prefix (csv, HEADER "\n1,"));
  g_assert_true (g_str_has_suffix (csv, "\n"));
  json_node_unref (cli_parse_object (summary));
  assert_picture (folder, "preview.png");
  assert_picture (folder, "loss.png");
  cli_remove_folder (folder);
}

static void
ignore_hangup_cb (gpointer data)
{
  signal (SIGHUP, SIG_IGN);
}

/* nohup is respected: the run continues to its normal end. */
static void
test_ignored (void)
{
  const char *const arguments[] = {
    "train", "--iterations", "40", "--lane", "mae", "--json", NULL
  };
  g_autoptr (GSubprocessLauncher) launcher = cli_launcher_new ();
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_set_child_setup (launcher, ignore_hangup_cb, NULL, NULL);
  process = cli_spawn (launcher, arguments);
  wait_for_progress (process);
  g_subprocess_send_signal (process, SIGHUP);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

static void
close_errors_cb (gpointer data)
{
  int ends[2];

  if (pipe (ends) == 0)
    {
      dup2 (ends[1], STDERR_FILENO);
      close (ends[0]);
      close (ends[1]);
    }
}

/* A reader of the progress that exits early, as in `| head`, doesn't cost any files. */
static void
test_broken_pipe (void)
{
  char *folder = cli_make_folder ();
  const char *const arguments[] = { "train", "--iterations", "3",      "--lane", "mae",
                                    "--out", folder,         "--json", NULL };
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (CliRun) run = NULL;

  g_subprocess_launcher_set_child_setup (launcher, close_errors_cb, NULL, NULL);
  run = cli_run_with (launcher, arguments);
  g_assert_cmpint (run->status, ==, 0);
  assert_picture (folder, "preview.png");
  cli_remove_folder (folder);
}

static void
test_diverged (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = cli_run ("train", "--iterations", "40", "--lane", "mse:1e38:sgd",
                                    "--out", folder, "--json", NULL);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *csv = cli_read_file (folder, "history.csv", NULL);

  g_assert_cmpint (run->status, ==, 0);
  root = cli_parse_object (run->output);
  g_assert_cmpstr (json_object_get_string_member (get_lane (root, 0), "state"), ==, "diverged");
  g_assert_cmpint (json_object_get_int_member (get_lane (root, 0), "iterations"), <, 40);
  g_assert_cmpint (json_object_get_int_member (get_lane (root, 0), "diverged_at"), ==,
                   json_object_get_int_member (get_lane (root, 0), "iterations") + 1);
  g_assert_true (g_str_has_prefix (json_object_get_string_member (get_lane (root, 0), "state_text"),
                                   "Diverged at step "));
  g_assert_null (strstr (csv, "nan"));
  g_assert_null (strstr (csv, "inf"));
  cli_remove_folder (folder);
}

static const char *
get_hash (JsonNode *root, guint side)
{
  JsonArray *people = json_object_get_array_member (json_node_get_object (root), "people");

  return json_object_get_string_member (json_array_get_object_element (people, side), "sha256");
}

/* The versions it was computed with, and a fingerprint that depends on the faces, not on their
 * folder's name. */
static void
test_environment (void)
{
  static const char *const libraries[] = { "oneDNN", "FFTW", "libpng", "libarchive", "GLib",
                                           "cairo", "Pango" };
  g_autofree char *alder = g_build_filename (g_getenv ("DH_FACES"), "alder", NULL);
  g_autofree char *birch = g_build_filename (g_getenv ("DH_FACES"), "birch", NULL);
  g_autoptr (CliRun) run = cli_run ("train", "--iterations", "1", "--lane", "mae", "--json", NULL);
  g_autoptr (CliRun) same = cli_run ("train", "--iterations", "1", "--lane", "mae:0.1", "--json",
                                     "--faces-a", birch, "--faces-b", alder, NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output),
                       other = cli_parse_object (same->output);
  JsonObject *object = json_node_get_object (root);
  JsonObject *found = json_object_get_object_member (object, "libraries");
  JsonObject *a = json_array_get_object_element (json_object_get_array_member (object, "people"),
                                                 0);

  for (guint i = 0; i < G_N_ELEMENTS (libraries); i++)
    g_assert_nonnull (strpbrk (json_object_get_string_member (found, libraries[i]), "0123456789"));
  g_assert_nonnull (strchr (json_object_get_string_member (object, "version"), '.'));
  g_assert_cmpstr (json_object_get_string_member (object, "processor"), !=, "");
  g_assert_cmpstr (json_object_get_string_member (object, "instruction_set"), !=, "");
  g_assert_cmpint (json_object_get_int_member (a, "training"), >, 50);
  g_assert_cmpint (json_object_get_int_member (a, "held_out"), ==, 24);
  g_assert_cmpuint (strlen (get_hash (root, 0)), ==, 64);
  g_assert_cmpstr (get_hash (root, 0), !=, get_hash (root, 1));
  g_assert_cmpstr (get_hash (root, 0), ==, get_hash (other, 1));
  g_assert_cmpstr (get_hash (root, 1), ==, get_hash (other, 0));
}

/* history.csv has the exact rates and losses: reading them gives the same doubles. */
static void
test_digits (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = cli_run ("train", "--iterations", "2", "--lane", "mae:0.00123456789012",
                                    "--out", folder, "--json", NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);
  g_autofree char *csv = cli_read_file (folder, "history.csv", NULL);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  g_auto (GStrv) fields = split_line (lines[2]);

  g_assert_cmpfloat (g_ascii_strtod (fields[N_FIELDS - 4], NULL), ==, 0.00123456789012);
  g_assert_cmpfloat (g_ascii_strtod (fields[4], NULL), ==,
                     json_object_get_double_member (get_lane (root, 0), "final_loss"));
  g_assert_cmpfloat (g_ascii_strtod (fields[4], NULL), ==,
                     g_ascii_strtod (fields[5], NULL) + g_ascii_strtod (fields[6], NULL));
  cli_remove_folder (folder);
}

static void
test_seconds (void)
{
  g_autoptr (CliRun) run = cli_run ("train", "--seconds", "0.1", "--pair", "birch,alder", "--json",
                                    NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);
  const char *const losses[] = { "mse", "mae", "smooth", "ssim" };

  g_assert_cmpint (run->status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      JsonObject *lane = get_lane (root, i);

      g_assert_cmpstr (json_object_get_string_member (lane, "loss"), ==, losses[i]);
      g_assert_cmpint (json_object_get_int_member (lane, "iterations"), >, 0);
    }
}

/* Weights that one run keeps are those that the next starts from. */
static void
test_keep_weights (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *file = g_build_filename (folder, "lane-1.npz", NULL);
  g_autoptr (CliRun) kept = cli_run ("train", "--iterations", "2", "--lane", "mae", "--out", folder,
                                     "--keep-weights", "full", NULL);
  g_autoptr (CliRun) run = cli_run ("train", "--iterations", "1", "--lane", "mae:1e-9", "--start",
                                    file, "--out", folder, "--json", NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);
  JsonObject *lane = get_lane (root, 0);
  g_autofree char *csv = cli_read_file (folder, "history.csv", NULL);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  g_auto (GStrv) fields = split_line (lines[1]);

  g_assert_cmpint (kept->status, ==, 0);
  g_assert_nonnull (strstr (kept->output, "lane-1.npz"));
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (json_object_get_string_member (lane, "start"), ==, "file");
  g_assert_cmpstr (json_object_get_string_member (lane, "start_file"), ==, file);
  g_assert_cmpuint (strlen (json_object_get_string_member (lane, "start_sha256")), ==, 64);
  g_assert_nonnull (strstr (json_object_get_string_member (lane, "label"), "from lane-1.npz"));
  g_assert_cmpstr (fields[N_FIELDS - 3], ==, file);
  cli_remove_folder (folder);
}

/* A model of the user's own: what it takes is said first; its shortest text is in summary, document
 * and weights, and from these the training is made again and goes on. */
static void
test_own_model (void)
{
  static const char typed[] = "df{batch=1, size=64,encoder=2,decoder=2,dense=16,residual=0}";
  static const char id[] = "df{size=64,encoder=2,decoder=2,dense=16,residual=0,batch=1}";
  char *folder = cli_make_folder ();
  g_autofree char *document = g_build_filename (folder, "own.downhill", NULL);
  g_autofree char *weights = g_build_filename (folder, "lane-1.npz", NULL);
  g_autoptr (CliRun) run = cli_run ("train", "--iterations", "2", "--preset", typed, "--lane",
                                    "mae:1e-3", "--out", folder, "--keep-weights", "full", "--save",
                                    document, "--json", NULL);
  g_autofree char *saved = cli_read_file (folder, "own.downhill", NULL);
  g_autoptr (CliRun) again = cli_run ("run", document, "--json", NULL);
  g_autoptr (CliRun) on = cli_run ("train", "--iterations", "1", "--preset", id, "--lane",
                                   "mae:1e-3", "--start", weights, "--json", NULL);
  g_autoptr (CliRun) other = cli_run ("train", "--preset", "df", "--start", weights, NULL);
  g_autoptr (JsonNode) first = NULL, second = NULL;
  double losses[2];

  g_assert_cmpint (run->status, ==, 0);
  g_assert_true (g_str_has_prefix (run->errors, id));
  g_assert_nonnull (strstr (run->errors, " parameters, "));
  g_assert_nonnull (strstr (run->errors, " for 1 lane, "));
  g_assert_nonnull (strstr (run->errors, " per step (estimated)"));
  g_assert_nonnull (strstr (saved, id));
  first = cli_parse_object (run->output);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (first), "preset"), ==, id);
  g_assert_cmpint (again->status, ==, 0);
  second = cli_parse_object (again->output);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (second), "preset"), ==, id);
  losses[0] = json_object_get_double_member (get_lane (first, 0), "final_loss");
  losses[1] = json_object_get_double_member (get_lane (second, 0), "final_loss");
  g_assert_cmpfloat (losses[0], >, 0);
  g_assert_cmpfloat (losses[0], ==, losses[1]);
  g_assert_cmpint (on->status, ==, 0);
  g_assert_cmpint (other->status, ==, 1);
  g_assert_nonnull (strstr (other->errors, "not of “df”"));
  cli_remove_folder (folder);
}

static void
test_wrong_start (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *file = g_build_filename (folder, "lane-1.npz", NULL);
  g_autoptr (CliRun) kept = cli_run ("train", "--iterations", "1", "--lane", "mae", "--out", folder,
                                     "--keep-weights", "half", NULL);
  g_autoptr (CliRun) word = cli_run ("train", "--start", "wram", NULL);
  g_autoptr (CliRun) none = cli_run ("train", "--start", "none.npz", NULL);
  g_autoptr (CliRun) other = cli_run ("train", "--start", file, "--preset", "64", NULL);
  g_autoptr (CliRun) people = cli_run ("train", "--start", "warm", "--pair", "birch,alder", NULL);
  g_autoptr (CliRun) precision = cli_run ("train", "--keep-weights", "hlaf", NULL);
  g_autoptr (CliRun) nowhere = cli_run ("train", "--keep-weights", "half", NULL);
  g_autoptr (CliRun) landscape = cli_run ("landscape", "--ground", "network", "--start", "wram",
                                          NULL);

  g_assert_cmpint (kept->status, ==, 0);
  cli_assert_refused (word, 2, "“wram”", "did you mean “warm”", NULL);
  cli_assert_refused (none, 1, "“none.npz”", NULL);
  cli_assert_refused (other, 1, "lane-1.npz", "“quick”, not of “64”", NULL);
  cli_assert_refused (people, 2, "no pretrained weights", NULL);
  cli_assert_refused (precision, 2, "did you mean “half”", NULL);
  cli_assert_refused (nowhere, 2, "--out", NULL);
  cli_assert_refused (landscape, 2, "did you mean “warm”", NULL);
  cli_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/train/memory", test_memory);
  g_test_add_func ("/cli/train/no-folder", test_no_folder);
  g_test_add_func ("/cli/train/read-only", test_read_only);
  g_test_add_func ("/cli/train/results", test_train);
  g_test_add_func ("/cli/train/rules", test_optimizers);
  g_test_add_func ("/cli/train/clips", test_clips);
  g_test_add_func ("/cli/train/mixes", test_mixes);
  g_test_add_func ("/cli/train/wrong-mixes", test_wrong_mixes);
  g_test_add_func ("/cli/train/same-seed", test_same_seed);
  g_test_add_func ("/cli/train/seconds", test_seconds);
  g_test_add_func ("/cli/train/full-disk", test_full_disk);
  g_test_add_func ("/cli/train/diverged", test_diverged);
  g_test_add_data_func ("/cli/train/interrupt", GINT_TO_POINTER (SIGINT), test_interrupt);
  g_test_add_data_func ("/cli/train/terminate", GINT_TO_POINTER (SIGTERM), test_interrupt);
  g_test_add_data_func ("/cli/train/hang-up", GINT_TO_POINTER (SIGHUP), test_interrupt);
  g_test_add_data_func ("/cli/train/complete/interrupt", GINT_TO_POINTER (SIGINT), test_complete);
  g_test_add_data_func ("/cli/train/complete/terminate", GINT_TO_POINTER (SIGTERM), test_complete);
  g_test_add_data_func ("/cli/train/complete/hang-up", GINT_TO_POINTER (SIGHUP), test_complete);
  g_test_add_func ("/cli/train/ignored-signal", test_ignored);
  g_test_add_func ("/cli/train/broken-pipe", test_broken_pipe);
  g_test_add_func ("/cli/train/environment", test_environment);
  g_test_add_func ("/cli/train/digits", test_digits);
  g_test_add_func ("/cli/train/keep-weights", test_keep_weights);
  g_test_add_func ("/cli/train/own-model", test_own_model);
  g_test_add_func ("/cli/train/wrong-start", test_wrong_start);
  return g_test_run ();
}
