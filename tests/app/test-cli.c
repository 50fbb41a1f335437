/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill-cli from outside: the command line, the losses of two pictures against numbers computed
 * here from the pixels, and the messages for wrong usage.  Pictures are read with Cairo, so that
 * the program's own reader doesn't judge itself.
 */
#include "tests/app/cli-runner.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

static char *
dup_face (const char *person, const char *name)
{
  return g_build_filename (g_getenv ("DH_FACES"), person, name, NULL);
}

static void
test_usage (void)
{
  const struct
  {
    const char *arguments[6];
    const char *words[3];
  } cases[] = {
    { { NULL }, { "train", "losses" } },
    { { "trian" }, { "“trian”", "“train”" } },
    { { "--frobnicate" }, { "“--frobnicate”", "train" } },
    { { "train", "--frobnicate" }, { "--frobnicate", "--help" } },
    { { "train", "extra" }, { "“extra”", "--lane" } },
    { { "train", "--lane", "mea" }, { "“mea”", "“mae”", "ssim_block" } },
    { { "train", "--lane", "zzzzzzzz" }, { "“zzzzzzzz”", "choose one of mse" } },
    { { "train", "--lane", "" }, { "--lane must", "LOSS:RATE" } },
    { { "train", "--lane", "mae:1e-3:adma" }, { "“adma”", "“adam”" } },
    { { "train", "--lane", "mae::adam{beta=0.9}" }, { "“beta”", "beta1, beta2, eps" } },
    { { "train", "--lane", "mae::sgd/cosin" }, { "“cosin”", "“cosine”" } },
    { { "train", "--optimizer", "adma" }, { "“adma”", "“adam”" } },
    { { "train", "--schedule", "cosine{over=0}" }, { "“0”", "“over”", "from 1" } },
    { { "train", "--warm-up", "soon" }, { "“soon”", "“warm_up”", "from 0" } },
    { { "train", "--lane", "mae:1e-3:adam:x" }, { "“x”", "none, norm=NUMBER" } },
    { { "train", "--lane", "mae:1e-3:adam:auto:x" }, { "“mae:1e-3:adam:auto:x”", "LOSS:RATE" } },
    { { "train", "--clip", "norm" }, { "“norm”", "norm=NUMBER or value=NUMBER" } },
    { { "train", "--clip", "auto=200" }, { "“auto=200”", "up to 100" } },
    { { "train", "--lane", "mae:0" }, { "0" } },
    { { "train", "--lane", "mae:-1" }, { "-1" } },
    { { "train", "--lane", "mae:nan" }, { "nan" } },
    { { "train", "--lane", "mae:1e400" }, { "1e400" } },
    { { "train", "--lane", "mae:fast" }, { "fast" } },
    { { "train", "--preset", "quik" }, { "“quik”", "“quick”" } },
    { { "train", "--preset", "df{size=97}" }, { "at character 9", "a multiple of 16", "“97”" } },
    { { "train", "--preset", "df{sze=96}" }, { "at character 4", "“sze”", "size, encoder" } },
    { { "train", "--preset", "64{batch=8}" }, { "at character 3", "“64”", "df{size=96}" } },
    { { "landscape", "--ground", "network", "--preset", "dff" }, { "“dff”", "“df”" } },
    { { "landscape", "--ground", "hill:bowl", "--preset", "df" }, { "--preset", "network" } },
    { { "train", "--pair", "alder" }, { "“alder”", "alder,birch" } },
    { { "train", "--pair", "alder,brich" }, { "“brich”", "“birch”" } },
    { { "train", "--pair", "alder,nobody" }, { "“nobody”", "alder" } },
    { { "train", "--iterations", "0" },
      { "--iterations must be a whole number, at least 1, not “0”" } },
    { { "train", "--iterations", "many" }, { "--iterations", "“many”" } },
    { { "train", "--seconds", "nan" }, { "--seconds", "“nan”" } },
    { { "train", "--seconds", "-3" }, { "--seconds", "“-3”" } },
    { { "train", "--seed", "-1" }, { "--seed", "“-1”" } },
    { { "train", "--out" }, { "--out", "--help" } },
    { { "losses", "one.png" }, { "“one.png”", "PREDICTION" } },
    { { "losses", "a.png", "b.png", "c.png" }, { "“c.png”" } },
    { { "losses", "--gradient", "dir" }, { "--gradient", "TARGET" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CliRun) run = cli_run_with (NULL, cases[i].arguments);

      cli_assert_refused (run, 2, cases[i].words[0], cases[i].words[1], cases[i].words[2], NULL);
    }
}

static void
test_too_many (void)
{
  g_autoptr (CliRun) lanes = cli_run ("train", "--lane", "mse", "--lane", "mse", "--lane", "mse",
                                      "--lane", "mse", "--lane", "mse", "--lane", "mse", "--lane",
                                      "mse", NULL);
  g_autoptr (CliRun) people = cli_run ("train", "--pair", "alder,birch", "--faces-a", ".",
                                       "--faces-b", ".", NULL);

  cli_assert_refused (lanes, 2, "7", "6", NULL);
  cli_assert_refused (people, 2, "--pair", "--faces-a", NULL);
}

static void
test_help (void)
{
  g_autoptr (CliRun) help = cli_run ("--help", NULL);
  g_autoptr (CliRun) train = cli_run ("train", "--help", NULL);
  g_autoptr (CliRun) losses = cli_run ("losses", "--help", NULL);
  g_autoptr (CliRun) version = cli_run ("--version", NULL);

  g_assert_cmpint (help->status, ==, 0);
  g_assert_nonnull (strstr (help->output, "downhill-cli losses"));
  g_assert_cmpint (train->status, ==, 0);
  g_assert_nonnull (strstr (train->output, "--lane=LOSS[:RATE[:OPTIMIZER[:CLIP]]]"));
  g_assert_cmpint (losses->status, ==, 0);
  g_assert_nonnull (strstr (losses->output, "--gradient=DIR"));
  g_assert_cmpint (version->status, ==, 0);
  g_assert_true (g_str_has_prefix (version->output, "downhill-cli "));
}

static void
test_list (void)
{
  g_autoptr (CliRun) text = cli_run ("losses", NULL);
  g_autoptr (CliRun) run = cli_run ("losses", "--json", NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);
  JsonArray *losses = json_object_get_array_member (json_node_get_object (root), "losses");

  g_assert_cmpint (text->status, ==, 0);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpuint (json_array_get_length (losses), >=, 9);
  for (guint i = 0; i < json_array_get_length (losses); i++)
    {
      JsonObject *loss = json_array_get_object_element (losses, i);

      g_assert_nonnull (strstr (text->output, json_object_get_string_member (loss, "id")));
      g_assert_nonnull (strstr (text->output, json_object_get_string_member (loss, "name")));
      g_assert_nonnull (strstr (text->output, json_object_get_string_member (loss, "formula")));
      g_assert_cmpuint (strlen (json_object_get_string_member (loss, "summary")), >, 10);
    }
}

/* A picture's red, green and blue planes in [0, 1]; (transfer full) */
static double *
read_planes (const char *path, int *n_pixels)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  const int width = cairo_image_surface_get_width (surface);
  const int height = cairo_image_surface_get_height (surface);
  double *planes = g_new (double, 3 * width * height);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_format (surface), ==, CAIRO_FORMAT_RGB24);
  *n_pixels = width * height;
  for (int y = 0; y < height; y++)
    {
      const guint8 *row = cairo_image_surface_get_data (surface)
                          + (gsize) y * cairo_image_surface_get_stride (surface);

      for (int x = 0; x < width; x++)
        {
          guint32 pixel;

          memcpy (&pixel, row + 4 * x, sizeof pixel);
          for (int c = 0; c < 3; c++)
            planes[(gsize) c * *n_pixels + y * width + x] = ((pixel >> (16 - 8 * c)) & 255) / 255.0;
        }
    }
  cairo_surface_destroy (surface);
  return planes;
}

static double
get_value (JsonObject *losses, const char *id)
{
  return json_object_get_double_member (json_object_get_object_member (losses, id), "value");
}

static void
assert_near (double value, double expected)
{
  g_assert_cmpfloat_with_epsilon (value, expected, 1e-4 * fabs (expected) + 1e-6);
}

static void
test_values (void)
{
  g_autofree char *target = dup_face ("alder", "pair_000.png");
  g_autofree char *prediction = dup_face ("birch", "pair_000.png");
  g_autoptr (CliRun) run = cli_run ("losses", target, prediction, "--json", NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);
  JsonObject *losses = json_object_get_object_member (json_node_get_object (root), "losses");
  int n_pixels;
  g_autofree double *t = read_planes (target, &n_pixels);
  g_autofree double *p = read_planes (prediction, &n_pixels);
  const double b = 1 / 255.0, delta = .05;
  double mse = 0, mae = 0, smooth = 0, huber = 0, logcosh = 0;

  for (int i = 0; i < 3 * n_pixels; i++)
    {
      double d = fabs (p[i] - t[i]);

      mse += d * d / (3 * n_pixels);
      mae += d / (3 * n_pixels);
      smooth += (sqrt (d * d + b * b) - b) / (3 * n_pixels);
      huber += (d <= delta ? d * d / 2 : delta * (d - delta / 2)) / (3 * n_pixels);
      logcosh += log (cosh (d)) / (3 * n_pixels);
    }
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->errors, ==, "");
  assert_near (get_value (losses, "mse"), mse);
  assert_near (get_value (losses, "mae"), mae);
  assert_near (get_value (losses, "smooth"), smooth);
  assert_near (get_value (losses, "huber"), huber);
  assert_near (get_value (losses, "logcosh"), logcosh);
  g_assert_cmpfloat (get_value (losses, "ssim"), >, .01);
  g_assert_cmpfloat (get_value (losses, "pixel_grad_diff"), >, 0);
}

static void
test_same_picture (void)
{
  g_autofree char *face = dup_face ("alder", "train_000.png");
  g_autoptr (CliRun) run = cli_run ("losses", face, face, "--json", NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);
  JsonObject *losses = json_object_get_object_member (json_node_get_object (root), "losses");
  g_autoptr (GList) ids = json_object_get_members (losses);

  for (GList *id = ids; id != NULL; id = id->next)
    g_assert_cmpfloat_with_epsilon (get_value (losses, id->data),
                                    g_str_equal (id->data, "broken") ? 1 : 0, 1e-6);
}

/* The data of a version 1.0 file of 32-bit floats in C order, after checking its header. */
static const float *
check_npy (const char *file, gsize length, const char *shape)
{
  guint header = (guint8) file[8] | (guint) (guint8) file[9] << 8;
  g_autofree char *text = NULL;

  g_assert_cmpmem (file, 8, "\x93NUMPY\x01\x00", 8);
  g_assert_cmpuint ((10 + header) % 16, ==, 0);
  g_assert_cmpuint (length, >, 10 + header);
  text = g_strndup (file + 10, header);
  g_assert_nonnull (strstr (text, "'descr': '<f4'"));
  g_assert_nonnull (strstr (text, "'fortran_order': False"));
  g_assert_nonnull (strstr (text, shape));
  return (const float *) (file + 10 + header);
}

static void
test_gradient (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *made = g_build_filename (folder, "new", "deep", NULL);
  g_autofree char *target = dup_face ("alder", "pair_001.png");
  g_autofree char *prediction = dup_face ("birch", "pair_001.png");
  g_autoptr (CliRun) run = cli_run ("losses", target, prediction, "--gradient", made, NULL);
  gsize length = 0;
  g_autofree char *mse = cli_read_file (made, "mse.npy", &length);
  g_autofree char *ssim = cli_read_file (made, "ssim.npy", NULL);
  int n_pixels;
  g_autofree double *t = read_planes (target, &n_pixels);
  g_autofree double *p = read_planes (prediction, &n_pixels);
  const int side = (int) sqrt (n_pixels);
  g_autofree char *shape = g_strdup_printf ("(3, %d, %d", side, side);
  const float *gradient;

  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->output, "MSE"));
  g_assert_nonnull (mse);
  g_assert_nonnull (ssim);
  gradient = check_npy (mse, length, shape);
  g_assert_cmpuint (length - ((const char *) gradient - mse), ==, 3 * n_pixels * sizeof (float));
  for (int i = 0; i < 3 * n_pixels; i++)
    g_assert_cmpfloat_with_epsilon (gradient[i], 2 * (p[i] - t[i]) / (3 * n_pixels), 1e-9);
  cli_remove_folder (folder);
}

static void
write_grey (const char *folder, const char *name, int width, int height)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);

  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
}

static void
test_bad_pictures (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *wide = g_build_filename (folder, "wide.png", NULL);
  g_autofree char *tall = g_build_filename (folder, "tall.png", NULL);
  g_autofree char *text = g_build_filename (folder, "text.png", NULL);
  g_autofree char *none = g_build_filename (folder, "none.png", NULL);
  g_autoptr (CliRun) sizes = NULL, no_png = NULL, no_file = NULL, no_folder = NULL;

  write_grey (folder, "wide.png", 20, 10);
  write_grey (folder, "tall.png", 10, 20);
  g_assert_true (g_file_set_contents (text, "not a picture", -1, NULL));
  sizes = cli_run ("losses", wide, tall, NULL);
  no_png = cli_run ("losses", wide, text, "--json", NULL);
  no_file = cli_run ("losses", none, wide, NULL);
  no_folder = cli_run ("losses", wide, wide, "--gradient", text, NULL);
  cli_assert_refused (sizes, 1, "wide.png", "tall.png", NULL);
  cli_assert_refused (no_png, 1, "text.png", NULL);
  cli_assert_refused (no_file, 1, "none.png", NULL);
  cli_assert_refused (no_folder, 1, "text.png", NULL);
  cli_remove_folder (folder);
}

/* A picture of one pixel: every loss gives a number or null, and none stops the others. */
static void
test_tiny_pictures (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *dot = g_build_filename (folder, "dot.png", NULL);
  g_autoptr (CliRun) run = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *losses;

  write_grey (folder, "dot.png", 1, 1);
  run = cli_run ("losses", dot, dot, "--json", NULL);
  g_assert_cmpint (run->status, ==, 0);
  root = cli_parse_object (run->output);
  losses = json_object_get_object_member (json_node_get_object (root), "losses");
  g_assert_cmpfloat (get_value (losses, "mse"), ==, 0);
  g_assert_true (json_object_has_member (losses, "ssim_block"));
  cli_remove_folder (folder);
}

static void
test_no_faces (void)
{
  GSubprocessLauncher *launcher = cli_launcher_new ();
  const char *const arguments[] = { "train", "--seconds", "1", NULL };
  g_autoptr (CliRun) run = NULL;

  g_subprocess_launcher_setenv (launcher, "DOWNHILL_FACES_DIR", "/nowhere/faces", TRUE);
  run = cli_run_with (launcher, arguments);
  cli_assert_refused (run, 1, "/nowhere/faces", "DOWNHILL_FACES_DIR", NULL);
}

static void
test_full_output (void)
{
  GSubprocessLauncher *launcher;
  const char *const arguments[] = { "losses", "--json", NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *errors = NULL;

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("no /dev/full");
      return;
    }
  launcher = cli_launcher_new ();
  g_subprocess_launcher_set_flags (launcher, G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_stdout_file_path (launcher, "/dev/full");
  process = cli_spawn (launcher, arguments);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &errors, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_nonnull (strstr (errors, "output"));
  g_object_unref (launcher);
}

static CliRun *
run_in_locale (const char *const *variables, const char *const *values, guint n,
               const char *argument)
{
  GSubprocessLauncher *launcher = cli_launcher_new ();

  for (guint i = 0; i < n; i++)
    if (values[i] != NULL)
      g_subprocess_launcher_setenv (launcher, variables[i], values[i], TRUE);
    else
      g_subprocess_launcher_unsetenv (launcher, variables[i]);
  return cli_run_with (launcher, (const char *[]) { argument, NULL });
}

/* If the environment names only ASCII, or a locale that isn't installed, special characters still
 * come out whole. The language is a separate choice and is kept. A minimal system has no locale but
 * C.UTF-8, in which newer C libraries translate nothing. */
static void
test_ascii_locale (void)
{
  static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANG",
                                           "LANGUAGE" };
  const struct
  {
    const char *values[G_N_ELEMENTS (variables)];
    const char *words;
  } cases[] = {
    { { NULL }, "There is no command “schön”" },
    { { "C" }, "There is no command “schön”" },
    { { "POSIX" }, "There is no command “schön”" },
    { { NULL, NULL, NULL, "C" }, "There is no command “schön”" },
    { { NULL, NULL, NULL, "xx_XX.UTF-8" }, "There is no command “schön”" },
    { { NULL, "C", "C.UTF-8", NULL, "de" }, "Einen Befehl „schön“ gibt es nicht" },
    { { NULL, "xx_XX", "C.UTF-8", NULL, "de" }, "Einen Befehl „schön“ gibt es nicht" },
  };
  g_autoptr (CliRun) german = run_in_locale (variables,
                                             (const char *[]) { "C.UTF-8", NULL, NULL, NULL, "de" },
                                             G_N_ELEMENTS (variables), "schön");
  gboolean translates = strstr (german->errors, "Befehl") != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CliRun) refused = run_in_locale (variables, cases[i].values,
                                                  G_N_ELEMENTS (variables), "schön");
      g_autoptr (CliRun) list = run_in_locale (variables, cases[i].values, G_N_ELEMENTS (variables),
                                               "losses");

      cli_assert_refused (refused, 2,
                          translates || cases[i].values[4] == NULL ? cases[i].words : "“schön”",
                          NULL);
      g_assert_nonnull (strstr (list->output, "√(d² + b²) − b"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/usage", test_usage);
  g_test_add_func ("/cli/too-many", test_too_many);
  g_test_add_func ("/cli/help", test_help);
  g_test_add_func ("/cli/no-faces", test_no_faces);
  g_test_add_func ("/cli/full-output", test_full_output);
  g_test_add_func ("/cli/ascii-locale", test_ascii_locale);
  g_test_add_func ("/cli/losses/list", test_list);
  g_test_add_func ("/cli/losses/values", test_values);
  g_test_add_func ("/cli/losses/same-picture", test_same_picture);
  g_test_add_func ("/cli/losses/gradient", test_gradient);
  g_test_add_func ("/cli/losses/bad-pictures", test_bad_pictures);
  g_test_add_func ("/cli/losses/tiny-pictures", test_tiny_pictures);
  return g_test_run ();
}
