/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill-cli landscape from outside: every ground with every optimizer, where balls end and how
 * that is described, the three files, and all wrong options.
 */
#include "tests/app/cli-runner.h"

#include "core/landscape/hill.h"
#include "core/optim/optimizer.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const states[] = {
  "start",   "rolling", "settled_deepest", "settled_other", "settled_outside",
  "saddle",  "peak",    "plateau",         "bouncing",      "noisy",
  "stopped", "astray",  "undefined",       "unbounded",     "diverged",
  NULL,
};

/* ---- the output ---- */

/* Checks one object: it has these members, and each is a number or null. */
static void
check_members (JsonObject *object)
{
  static const char *const names[] = { "ground",     "start", "end",    "state",
                                       "state_text", "steps", "lambda", "stable_rate" };
  static const char *const ends[] = { "start", "end" };

  g_assert_cmpuint (json_object_get_size (object), ==, G_N_ELEMENTS (names));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (json_object_has_member (object, names[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      JsonObject *ball = json_object_get_object_member (object, ends[i]);

      g_assert_cmpuint (json_object_get_size (ball), ==, 3);
      g_assert_true (isfinite (json_object_get_double_member (ball, "x")));
      g_assert_true (isfinite (json_object_get_double_member (ball, "y")));
      g_assert_true (isfinite (json_object_get_double_member (ball, "loss")));
    }
  g_assert_cmpstr (json_object_get_string_member (object, "state_text"), !=, "");
  g_assert_cmpint (json_object_get_int_member (object, "steps"), >=, 0);
  g_assert_true (g_strv_contains (states, json_object_get_string_member (object, "state")));
}

/* Runs the command and parses its JSON; options are separated by spaces. */
static JsonNode *
go (const char *ground, const char *options)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_auto (GStrv) more = g_strsplit (options, " ", -1);
  g_autoptr (CliRun) run = NULL;
  JsonNode *root;

  g_ptr_array_add (arguments, (char *) "landscape");
  g_ptr_array_add (arguments, (char *) "--json");
  g_ptr_array_add (arguments, (char *) "--ground");
  g_ptr_array_add (arguments, (char *) ground);
  for (char **option = more; *option != NULL; option++)
    if (**option != '\0')
      g_ptr_array_add (arguments, *option);
  g_ptr_array_add (arguments, NULL);
  run = cli_run_with (NULL, (const char *const *) arguments->pdata);
  if (run->status != 0)
    g_error ("%s %s: %s", ground, options, run->errors);
  g_assert_cmpstr (run->errors, ==, "");
  g_assert_null (strstr (run->output, "nan"));
  g_assert_null (strstr (run->output, "inf"));
  root = cli_parse_object (run->output);
  check_members (json_node_get_object (root));
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (root), "ground"), ==,
                   ground);
  return root;
}

/* Checks only that it runs and prints what it should. */
static void
check_run (const char *ground, const char *options)
{
  json_node_unref (go (ground, options));
}

static double
get_number (JsonNode *root, const char *ball, const char *name)
{
  JsonObject *object = json_object_get_object_member (json_node_get_object (root), ball);

  return json_object_get_double_member (object, name);
}

static const char *
get_state (JsonNode *root)
{
  return json_object_get_string_member (json_node_get_object (root), "state");
}

static void
assert_state (const char *ground, const char *options, const char *state)
{
  g_autoptr (JsonNode) root = go (ground, options);

  if (!g_str_equal (get_state (root), state))
    g_error ("%s %s: %s, not %s", ground, options, get_state (root), state);
}

static void
assert_end (const char *ground, const char *options, double x, double y, double near)
{
  g_autoptr (JsonNode) root = go (ground, options);
  double end[2] = { get_number (root, "end", "x"), get_number (root, "end", "y") };

  if (!(fabs (end[0] - x) <= near && fabs (end[1] - y) <= near))
    g_error ("%s %s: (%g, %g), not (%g, %g)", ground, options, end[0], end[1], x, y);
}

/* ---- every combination ---- */

static void
test_every_hill (void)
{
  guint n_hills;
  const DhHill *const *hills = dh_hills_get (&n_hills);
  guint n_optimizers;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n_optimizers);

  for (gsize h = 0; h < n_hills; h++)
    for (gsize o = 0; o < n_optimizers; o++)
      {
        g_autofree char *ground = g_strconcat ("hill:", hills[h]->id, NULL);
        g_autofree char *options = g_strconcat ("--steps 20 --optimizer ", optimizers[o]->id, NULL);

        check_run (ground, options);
      }
}

static void
test_every_other (void)
{
  guint n_optimizers;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n_optimizers);
  static const char *const grounds[] = { "curve",      "fit",       "hill:x^4 - x^2 + y^2/2",
                                         "face:shift", "face:turn", "face:tone",
                                         "face:morph" };

  for (gsize g = 0; g < G_N_ELEMENTS (grounds); g++)
    for (gsize o = 0; o < n_optimizers; o++)
      {
        g_autofree char *options = g_strconcat ("--steps 5 --optimizer ", optimizers[o]->id, NULL);

        check_run (grounds[g], options);
      }
}

/* Every loss has a ground of faces; those with a profile also have the other two. */
static void
test_every_loss (void)
{
  g_autoptr (CliRun) list = cli_run ("losses", "--json", NULL);
  g_autoptr (JsonNode) root = cli_parse_object (list->output);
  JsonArray *losses = json_object_get_array_member (json_node_get_object (root), "losses");
  guint n_profiles = 0;

  g_assert_cmpuint (json_array_get_length (losses), >=, 9);
  for (guint i = 0; i < json_array_get_length (losses); i++)
    {
      const char *id = json_object_get_string_member (json_array_get_object_element (losses, i),
                                                      "id");
      g_autofree char *options = g_strconcat ("--steps 3 --loss ", id, NULL);
      g_autoptr (CliRun) curve = cli_run ("landscape", "--ground", "curve", "--loss", id, NULL);
      g_autoptr (CliRun) fit = cli_run ("landscape", "--ground", "fit", "--loss", id, NULL);

      check_run ("face:shift", options);
      g_assert_cmpint (curve->status, ==, fit->status);
      if (curve->status != 0)
        {
          cli_assert_refused (curve, 2, "choose a face", NULL);
          cli_assert_refused (fit, 2, "choose a face", NULL);
        }
      n_profiles += curve->status == 0;
    }
  g_assert_cmpuint (n_profiles, >=, 5);
}

static void
test_set (void)
{
  g_autoptr (JsonNode) plain = go ("hill:bowl", "--optimizer adam --rate 0.1 --steps 10");
  g_autoptr (JsonNode) same = go ("hill:bowl",
                                  "--optimizer adam --rate 0.1 --steps 10 "
                                  "--set optimizer.beta1=0.9 --set optimizer.beta2=0.999");
  g_autoptr (JsonNode) other = go ("hill:bowl", "--optimizer adam --rate 0.1 --steps 10 "
                                                "--set optimizer.beta1=0.5");
  g_autoptr (JsonNode) half = go ("hill:bowl", "--schedule step --steps 1 --warm-up 2 --rate 0.2");

  g_autoptr (JsonNode) text = go ("hill:bowl", "--optimizer adam{beta1=0.5} --rate 0.1 --steps 10");

  g_assert_cmpfloat (get_number (text, "end", "x"), ==, get_number (other, "end", "x"));
  g_assert_cmpfloat (get_number (plain, "end", "x"), ==, get_number (same, "end", "x"));
  g_assert_cmpfloat (fabs (get_number (plain, "end", "x") - get_number (other, "end", "x")), >,
                     1e-3);
  g_assert_cmpfloat_with_epsilon (get_number (half, "end", "x"), -2.4 * 0.9, 1e-12);
  assert_end ("hill:plateau", "--set hill.w=6 --start 0.5,0 --steps 2000 --rate 1", 0, 0, 1e-3);
  assert_end ("curve", "--loss huber --set huber.delta=0.1 --start 0.5 --rate 0.5 --steps 1", 0.45,
              0, 1e-12);
  assert_end ("curve", "--loss 50%mse+50%mae --start 0.5 --rate 0.1 --steps 1", 0.4, 0, 1e-12);
}

static void
test_noise (void)
{
  const char *options = "--noise 0.5 --steps 30 --seed 7";
  g_autoptr (JsonNode) one = go ("hill:bowl", options);
  g_autoptr (JsonNode) again = go ("hill:bowl", options);
  g_autoptr (JsonNode) other = go ("hill:bowl", "--noise 0.5 --steps 30 --seed 8");

  g_assert_cmpfloat (get_number (one, "end", "x"), ==, get_number (again, "end", "x"));
  g_assert_cmpfloat (get_number (one, "end", "x"), !=, get_number (other, "end", "x"));
}

/* ---- where balls end ---- */

static void
test_ends (void)
{
  assert_end ("hill:bowl", "--steps 300", 0, 0, 1e-6);
  assert_end ("hill:ravine", "--steps 1500", 0, 0, 1e-6);
  assert_end ("hill:plateau", "", 0, 0, 1e-6);
  assert_end ("hill:rosenbrock", "--steps 60000", 1, 1, 1e-4);
  assert_end ("hill:beale", "--steps 20000", 3, 0.5, 1e-4);
  assert_end ("hill:himmelblau", "--start 3.5,2.5", 3, 2, 1e-4);
  assert_end ("hill:himmelblau", "", -2.805118, 3.131312, 1e-4);
  assert_end ("hill:rastrigin", "--start 0.2,-0.2 --steps 200", 0, 0, 1e-6);
  assert_end ("hill:ackley", "--start 0.2,0.1 --rate 0.0001 --steps 3000", 0, 0, 1e-3);
  assert_end ("face:shift", "--steps 300", 0, 0, 1e-5);
  assert_end ("face:turn", "--steps 300", 0, 1, 1e-4);
}

static void
test_states (void)
{
  assert_state ("hill:bowl", "--steps 300", "settled_deepest");
  assert_state ("hill:bowl", "--steps 0", "start");
  assert_state ("hill:bowl", "--rate 2", "bouncing");
  assert_state ("hill:bowl", "--rate 2.5 --steps 2000", "diverged");
  assert_state ("hill:bumpy", "--rate 0.05 --steps 1000", "settled_other");
  assert_state ("hill:bumpy", "--rate 1 --steps 300", "bouncing");
  assert_state ("hill:bumpy", "--start 1,-0.5 --steps 500", "settled_deepest");
  assert_state ("hill:saddle", "--start 0,0", "saddle");
  assert_state ("hill:saddle", "", "rolling");
  assert_state ("hill:plateau", "--start=-3.9,3.9 --rate 0.01", "plateau");
  assert_state ("hill:rosenbrock", "", "rolling");
  assert_state ("hill:rosenbrock", "--rate 0.1 --steps 1000", "diverged");
  assert_state ("hill:himmelblau", "", "settled_deepest");
  assert_state ("hill:rastrigin", "", "settled_other");
}

/* MAE bounces, MSE settles, Huber settles, at the same rate. */
static void
test_curve_states (void)
{
  assert_state ("curve", "--loss mae --rate 0.1 --steps 300", "bouncing");
  assert_state ("curve", "--loss mse --rate 0.1 --steps 300", "settled_deepest");
  assert_state ("curve", "--loss huber --rate 0.1 --steps 600", "settled_deepest");
}

static void
assert_member (const char *ground, const char *options, const char *name, double expected)
{
  g_autoptr (JsonNode) root = go (ground, options);
  JsonObject *object = json_node_get_object (root);

  if (isnan (expected))
    g_assert_true (json_object_get_null_member (object, name));
  else
    g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, name), expected,
                                    1e-9 * fabs (expected));
}

static void
test_stability (void)
{
  assert_member ("hill:bowl", "", "lambda", 1);
  assert_member ("hill:bowl", "", "stable_rate", 2);
  assert_member ("hill:ravine", "--set hill.k=4", "stable_rate", 0.25);
  assert_member ("hill:bowl", "--optimizer momentum", "stable_rate", 3.8);
  assert_member ("hill:bowl", "--optimizer adam", "stable_rate", NAN);
  assert_member ("curve", "--loss mse", "stable_rate", 1);
  assert_member ("curve", "--loss mae", "stable_rate", NAN);
  assert_member ("hill:-x^2-y^2", "--steps 1", "stable_rate", NAN);
}

static void
test_sentences (void)
{
  g_autoptr (CliRun) run = cli_run ("landscape", "--ground", "hill:bowl", NULL);
  g_autoptr (CliRun) help = cli_run ("landscape", "--help", NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_true (g_str_has_prefix (run->output, "Bowl\nGradient descent, rate 0.1, 100 steps\n"));
  g_assert_nonnull (strstr (run->output, "Settled in the deepest valley"));
  g_assert_nonnull (strstr (run->output, "rates above 2 diverge"));
  g_assert_cmpint (help->status, ==, 0);
  g_assert_nonnull (strstr (help->output, "--ground"));
}

/* ---- files ---- */

static void
test_path (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *path = g_build_filename (folder, "way.csv", NULL);
  g_autofree char *options = g_strconcat ("--start 0.1,0.3 --steps 12 --path ", path, NULL);
  g_autoptr (JsonNode) root = go ("hill:rosenbrock", options);
  g_autofree char *text = cli_read_file (folder, "way.csv", NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  double x = 0.1, y = 0.3;

  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 13 + 1);
  g_assert_cmpstr (lines[0], ==, "step,x,y,loss");
  g_assert_cmpstr (lines[14], ==, "");
  for (guint i = 0; i < 13; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);
      double loss = (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
      double slope = -2 * (1 - x) - 400 * x * (y - x * x);

      g_assert_cmpuint (g_strv_length (cells), ==, 4);
      g_assert_cmpint (atoi (cells[0]), ==, (int) i);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[1], NULL), x, 1e-13);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[2], NULL), y, 1e-13);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[3], NULL), loss, 1e-12);
      if (i == 12)
        g_assert_cmpfloat (g_ascii_strtod (cells[3], NULL), ==, get_number (root, "end", "loss"));
      y -= 1e-3 * 200 * (y - x * x);
      x -= 1e-3 * slope;
    }
  cli_remove_folder (folder);
}

/* The heights in the NumPy file, whose header must state this shape. */
static float *
read_grid (const char *folder, const char *name, const char *shape, gsize n)
{
  gsize length;
  g_autofree char *bytes = cli_read_file (folder, name, &length);
  g_autofree char *header = g_strndup (bytes + 10, 118);

  g_assert_cmpint (memcmp (bytes, "\x93NUMPY\x01\x00", 8), ==, 0);
  g_assert_nonnull (strstr (header, "'<f4'"));
  g_assert_nonnull (strstr (header, shape));
  g_assert_cmpuint (length % 64, ==, n * sizeof (float) % 64);
  return g_memdup2 (bytes + length - n * sizeof (float), n * sizeof (float));
}

/* Rows are the second dimension, columns are the first. */
static void
test_grid (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *path = g_build_filename (folder, "grid.npy", NULL);
  g_autofree char *curve_path = g_build_filename (folder, "curve.npy", NULL);
  g_autofree char *options = g_strconcat ("--steps 1 --grid ", path, NULL);
  g_autofree char *curve_options = g_strconcat ("--steps 1 --grid ", curve_path, NULL);
  g_autofree float *heights = NULL;
  g_autofree float *line = NULL;

  check_run ("hill:ravine", options);
  check_run ("curve", curve_options);
  heights = read_grid (folder, "grid.npy", "(96, 96", 96 * 96);
  line = read_grid (folder, "curve.npy", "(1, 401", 401);
  for (guint row = 0; row < 96; row++)
    for (guint column = 0; column < 96; column++)
      {
        double x = -4 + 8.0 * column / 95, y = -2 + 4.0 * row / 95;
        double expected = 0.05 * x * x + 2.5 * y * y;

        g_assert_cmpfloat_with_epsilon (heights[row * 96 + column], expected, 1e-5);
      }
  for (guint i = 0; i < 401; i++)
    g_assert_cmpfloat_with_epsilon (line[i], (i / 200.0 - 1) * (i / 200.0 - 1), 1e-6);
  cli_remove_folder (folder);
}

/* Percentage of pixels that differ from the one in the corner. */
static double
measure_ink (cairo_surface_t *picture)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  const guint8 *data = cairo_image_surface_get_data (picture);
  int stride = cairo_image_surface_get_stride (picture), n = 0;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      n += memcmp (data + y * stride + 4 * x, data, 3) != 0;
  return 100.0 * n / (width * height);
}

static void
check_picture (const char *ground, const char *view, int width, int height)
{
  char *folder = cli_make_folder ();
  g_autofree char *path = g_build_filename (folder, "picture.png", NULL);
  g_autofree char *options = g_strdup_printf ("--steps 30 --view %s --size %dx%d --out %s", view,
                                              width, height, path);
  cairo_surface_t *picture;

  check_run (ground, options);
  picture = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (picture), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (picture), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (picture), ==, height);
  if (width >= 300 && height >= 200)
    g_assert_cmpfloat (measure_ink (picture), >, 10);
  cairo_surface_destroy (picture);
  cli_remove_folder (folder);
}

static void
test_pictures (void)
{
  static const char *const grounds[] = { "hill:bumpy", "hill:saddle",     "curve",    "fit",
                                         "face:tone",  "hill:log(x) + y", "hill:1/x", "hill:0*x" };
  static const char *const views[] = { "surface", "contour", "both" };

  for (gsize g = 0; g < G_N_ELEMENTS (grounds); g++)
    for (gsize v = 0; v < G_N_ELEMENTS (views); v++)
      {
        if (!g_str_equal (grounds[g], "hill:log(x) + y"))
          check_picture (grounds[g], views[v], 450, 300);
        check_picture (grounds[g], views[v], 64, 64);
      }
  check_picture ("hill:bumpy", "both", 300, 900);
  check_picture ("hill:bumpy", "both", 1200, 64);
}

/* ---- bad input ---- */

static void
assert_refused (const char *ground, const char *option, const char *value, const char *word)
{
  g_autofree char *argument = option != NULL ? g_strdup_printf ("%s=%s", option, value) : NULL;
  g_autoptr (CliRun) run = cli_run ("landscape", "--ground", ground, argument, NULL);

  cli_assert_refused (run, 2, word, NULL);
}

static void
test_bad_grounds (void)
{
  g_autoptr (CliRun) none = cli_run ("landscape", NULL);
  g_autofree char *open = g_strnfill (400, '(');
  g_autofree char *close = g_strnfill (400, ')');
  g_autofree char *deep = g_strconcat ("hill:", open, "x", close, NULL);
  g_autofree char *thousand = g_strnfill (1000, '(');
  g_autofree char *deeper = g_strconcat ("hill:", thousand, NULL);

  cli_assert_refused (none, 2, "--ground", NULL);
  assert_refused ("bowl", NULL, NULL, "hill:bowl");
  assert_refused ("hill:bowle", NULL, NULL, "did you mean “bowl”");
  assert_refused ("hill:", NULL, NULL, "missing");
  assert_refused ("hill:x +", NULL, NULL, "missing");
  assert_refused ("hill:x + z", NULL, NULL, "“z”");
  assert_refused ("hill:sine(x)", NULL, NULL, "sine");
  assert_refused ("hill:log(-1 - x^2)", NULL, NULL, "no finite value");
  assert_refused ("hill:1/0", NULL, NULL, "no finite value");
  assert_refused (deep, NULL, NULL, "bracket");
  assert_refused (deeper, NULL, NULL, "bracket");
  assert_refused ("face:left", NULL, NULL, "face:shift");
  assert_refused ("curve", "--loss", "ssim", "choose a face");
  assert_refused ("curve", "--loss", "mea", "mae");
  assert_refused ("hill:bowl", "--loss", "mse", "no effect");
}

static void
test_bad_options (void)
{
  static const char *const sizes[] = { "",          "900",     "900x",     "x600",
                                       "0x0",       "-9x9",    "63x100",   "99999x100",
                                       "900x600x3", "9e2x600", "900 x 600" };
  static const char *const starts[] = { "", "1", "1,", "1,2,3", "a,b", "nan,0", "inf,0", "1;2" };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    assert_refused ("hill:bowl", "--size", sizes[i], "900x600");
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    assert_refused ("hill:bowl", "--start", starts[i], "two numbers");
  assert_refused ("hill:1/x", "--start", "0,0", "no finite value");
  assert_refused ("hill:bowl", "--view", "top", "contour");
  assert_refused ("hill:bowl", "--optimizer", "adan", "adam");
  assert_refused ("hill:bowl", "--schedule", "cosin", "cosine");
  assert_refused ("hill:bowl", "--rate", "0", "above 0");
  assert_refused ("hill:bowl", "--rate", "fast", "fast");
  assert_refused ("hill:bowl", "--steps", "-1", "whole number");
  assert_refused ("hill:bowl", "--steps", "99999999999", "1000000");
  assert_refused ("hill:bowl", "--noise", "-1", "0 to 100");
  assert_refused ("hill:bowl", "--warm-up", "x", "warm_up");
  assert_refused ("hill:bowl", "--seed", "x", "whole number");
  assert_refused ("hill:bowl", "--nonsense", "1", "--help");
  assert_refused ("hill:bowl", "--set", "beta1", "optimizer.beta1=0.9");
  assert_refused ("hill:bowl", "--set", "optimizer.beta1=0.9", "no setting");
  assert_refused ("hill:bowl", "--set", "hill.b=1", "no setting");
  assert_refused ("hill:bumpy", "--set", "hill.b=1e9", "from 0 to 2");
  assert_refused ("hill:bumpy", "--set", "hill.b=nan", "from 0 to 2");
  assert_refused ("hill:bumpy", "--set", "huber.delta=1", "no effect");
  assert_refused ("curve", "--set", "mse.delta=1", "delta");
  assert_refused ("hill:x^2", "--range", "4:1", "must increase");
  assert_refused ("hill:x^2", "--range", "1", "-4:4");
  assert_refused ("hill:x^2 @ 1:2", "--range", "1:2", "already");
  assert_refused ("hill:x^2 @ 1:", NULL, NULL, "-4:4");
  assert_refused ("hill:bowl", "--range", "1:2", "its own range");
  assert_refused ("hill:bowl @ 1:2", NULL, NULL, "its own range");
  assert_refused ("curve", "--range", "1:2", "typed function");
}

/* The range is part of the ground's name, and the name makes the same ground again. */
static void
test_range (void)
{
  g_autoptr (CliRun) run = cli_run ("landscape", "--json", "--ground", "hill:(x-5)^2 + y^2",
                                    "--range=0:10,-1:3", "--steps=200", NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);
  JsonObject *object = json_node_get_object (root), *end;
  const char *ground = json_object_get_string_member (object, "ground");
  g_autoptr (JsonNode) again = NULL;

  g_assert_cmpstr (ground, ==, "hill:(x-5)^2 + y^2 @ 0:10, -1:3");
  end = json_object_get_object_member (object, "end");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (end, "x"), 5, 1e-3);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (end, "y"), 0, 1e-3);
  again = go (ground, "--steps 200");
  g_assert_true (json_node_equal (root, again));
}

static void
test_bad_extra (void)
{
  g_autoptr (CliRun) run = cli_run ("landscape", "--ground", "hill:bowl", "more", NULL);

  cli_assert_refused (run, 2, "“more”", NULL);
}

/* No value becomes NaN, whatever a ball meets: a ball that diverges stays where it last was. */
static void
test_flying_off (void)
{
  static const char *const grounds[] = { "hill:bowl",           "hill:rosenbrock", "hill:beale",
                                         "hill:exp(x^2 + y^2)", "hill:1/x + y^2",  "fit" };
  /* Their steps grow with the slope. */
  static const char *const unbounded[] = { "sgd", "momentum", "nesterov" };

  for (gsize g = 0; g < G_N_ELEMENTS (grounds); g++)
    for (gsize o = 0; o < G_N_ELEMENTS (unbounded); o++)
      {
        g_autofree char *options = g_strdup_printf ("--rate 1e6 --steps 3000 --optimizer %s",
                                                    unbounded[o]);

        assert_state (grounds[g], options, "diverged");
      }
  assert_state ("hill:log(x)", "--start 0.001,0 --rate=1e-9 --steps 3", "rolling");
  assert_state ("hill:-log(x)", "--start 0.5,0 --steps 3 --rate 0.1", "rolling");
  assert_state ("hill:x*log(x)", "--start 0.5,0 --rate 9 --steps 9", "diverged");
  assert_state ("hill:bowl", "--start 1.1e9,1", "rolling");
  assert_state ("hill:bowl", "--start 1e9,1", "rolling"); /* its loss is huge, also in JSON */
  assert_state ("face:turn", "--rate 1e9 --steps 50", "diverged");
}

/* Each of the three is tried, and the numbers are printed anyway. */
static void
test_files_not_written (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *missing = g_build_filename (folder, "none", NULL);
  g_autofree char *out = g_strdup_printf ("--out=%s/a.png", missing);
  g_autofree char *grid = g_strdup_printf ("--grid=%s/b.npy", missing);
  g_autofree char *path = g_strdup_printf ("--path=%s/c.csv", missing);
  g_autoptr (CliRun) run = cli_run ("landscape", "--ground", "hill:bowl", "--json", out, grid, path,
                                    NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);

  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (run->errors, "a.png"));
  g_assert_nonnull (strstr (run->errors, "b.npy"));
  g_assert_nonnull (strstr (run->errors, "c.csv"));
  check_members (json_node_get_object (root));
  cli_remove_folder (folder);
}

static void
test_no_faces (void)
{
  char *folder = cli_make_folder ();
  GSubprocessLauncher *launcher = cli_launcher_new ();
  const char *arguments[] = { "landscape", "--ground", "face:shift", NULL };
  g_autoptr (CliRun) run = NULL;

  g_subprocess_launcher_setenv (launcher, "DOWNHILL_FACES_DIR", folder, TRUE);
  run = cli_run_with (launcher, arguments);
  cli_assert_refused (run, 1, "pair_001.png", NULL);
  cli_remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-landscape/every-hill", test_every_hill);
  g_test_add_func ("/cli-landscape/every-other", test_every_other);
  g_test_add_func ("/cli-landscape/every-loss", test_every_loss);
  g_test_add_func ("/cli-landscape/set", test_set);
  g_test_add_func ("/cli-landscape/noise", test_noise);
  g_test_add_func ("/cli-landscape/ends", test_ends);
  g_test_add_func ("/cli-landscape/states", test_states);
  g_test_add_func ("/cli-landscape/curve-states", test_curve_states);
  g_test_add_func ("/cli-landscape/stability", test_stability);
  g_test_add_func ("/cli-landscape/sentences", test_sentences);
  g_test_add_func ("/cli-landscape/path", test_path);
  g_test_add_func ("/cli-landscape/grid", test_grid);
  g_test_add_func ("/cli-landscape/pictures", test_pictures);
  g_test_add_func ("/cli-landscape/bad-grounds", test_bad_grounds);
  g_test_add_func ("/cli-landscape/bad-options", test_bad_options);
  g_test_add_func ("/cli-landscape/bad-extra", test_bad_extra);
  g_test_add_func ("/cli-landscape/range", test_range);
  g_test_add_func ("/cli-landscape/flying-off", test_flying_off);
  g_test_add_func ("/cli-landscape/files-not-written", test_files_not_written);
  g_test_add_func ("/cli-landscape/no-faces", test_no_faces);
  return g_test_run ();
}
