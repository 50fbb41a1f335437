/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill-cli losses from outside: changed and refused settings, maps as pictures, the share of a
 * few bad pixels, and extreme pictures: one pixel, all black, all white, with alpha, twice the
 * same.
 */
#include "tests/app/cli-runner.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

/* Grey levels from 0 to 255, with an alpha for each pixel. */
typedef guint8 (*LevelFunc) (int x, int y);

static guint8
paint_black (int x, int y)
{
  return 0;
}

static guint8
paint_white (int x, int y)
{
  return 255;
}

static guint8
paint_grey (int x, int y)
{
  return 100;
}

/* 1 % of the pixels far away, the rest near. */
static guint8
paint_outliers (int x, int y)
{
  return (y * 100 + x) % 100 == 37 ? 225 : 105;
}

/* Darker than the grey on the left, lighter on the right. */
static guint8
paint_halves (int x, int y)
{
  return x < 20 ? 80 : x < 30 ? 100 : 120;
}

static char *
write_levels (const char *folder, const char *name, int width, int height, LevelFunc func,
              guint8 alpha)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  char *path = g_build_filename (folder, name, NULL);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint32 level = func (x, y) * alpha / 255;
        guint32 pixel = (guint32) alpha << 24 | level << 16 | level << 8 | level;

        memcpy (cairo_image_surface_get_data (surface)
                  + y * cairo_image_surface_get_stride (surface) + 4 * x,
                &pixel, sizeof pixel);
      }
  cairo_surface_mark_dirty (surface);
  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  return path;
}

static JsonObject *
get_losses (JsonNode *root)
{
  return json_object_get_object_member (json_node_get_object (root), "losses");
}

static double
get_number (JsonNode *root, const char *id, const char *member)
{
  return json_object_get_double_member (json_object_get_object_member (get_losses (root), id),
                                        member);
}

/* The numbers for two pictures, with up to two more arguments. */
static JsonNode *
measure (const char *target, const char *prediction, const char *first, const char *second)
{
  const char *arguments[] = { "losses", "--json", target, prediction, first, second, NULL };
  g_autoptr (CliRun) run = cli_run_with (NULL, arguments);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->errors, ==, "");
  return cli_parse_object (run->output);
}

static void
test_list_settings (void)
{
  g_autoptr (CliRun) text = cli_run ("losses", NULL);
  g_autoptr (CliRun) run = cli_run ("losses", "--json", NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);
  JsonArray *losses = json_object_get_array_member (json_node_get_object (root), "losses");
  guint n_settings = 0;

  for (guint i = 0; i < json_array_get_length (losses); i++)
    {
      JsonObject *loss = json_array_get_object_element (losses, i);
      JsonArray *settings = json_object_get_array_member (loss, "settings");

      for (guint k = 0; k < json_array_get_length (settings); k++)
        {
          JsonObject *setting = json_array_get_object_element (settings, k);
          double usual = json_object_get_double_member (setting, "default");
          g_autofree char *name = g_strconcat (json_object_get_string_member (loss, "id"), ".",
                                               json_object_get_string_member (setting, "id"), NULL);

          n_settings++;
          g_assert_nonnull (strstr (text->output, name));
          g_assert_nonnull (strstr (text->output, json_object_get_string_member (setting, "name")));
          g_assert_cmpfloat (json_object_get_double_member (setting, "minimum"), <=, usual);
          g_assert_cmpfloat (json_object_get_double_member (setting, "maximum"), >=, usual);
        }
    }
  g_assert_cmpuint (n_settings, >=, 3);
}

static void
test_set (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *target = write_levels (folder, "t.png", 20, 20, paint_grey, 255);
  g_autofree char *prediction = write_levels (folder, "p.png", 20, 20, paint_white, 255);
  g_autoptr (JsonNode) usual = measure (target, prediction, NULL, NULL);
  g_autoptr (JsonNode) set = measure (target, prediction, "--set=huber.delta=0.1",
                                      "--set=logcosh.scale=0.05");
  g_autoptr (JsonNode) comma = measure (target, prediction, "--set=huber.delta=0,3",
                                        "--set=huber.delta=0.1");
  const double d = 155 / 255.0;

  g_assert_cmpfloat_with_epsilon (get_number (usual, "huber", "value"), .05 * (d - .025), 1e-6);
  g_assert_cmpfloat_with_epsilon (get_number (set, "huber", "value"), .1 * (d - .05), 1e-6);
  g_assert_cmpfloat_with_epsilon (get_number (comma, "huber", "value"), .1 * (d - .05), 1e-6);
  g_assert_cmpfloat_with_epsilon (get_number (set, "logcosh", "value"),
                                  .0025 * log (cosh (d / .05)), 1e-6);
  g_assert_cmpfloat (get_number (set, "mse", "value"), ==, get_number (usual, "mse", "value"));
  cli_remove_folder (folder);
}

static void
test_set_refused (void)
{
  const struct
  {
    const char *text;
    const char *words[2];
  } cases[] = {
    { "", { "--set “”", "LOSS.SETTING=NUMBER" } },
    { "huber", { "“huber”", "LOSS.SETTING=NUMBER" } },
    { "huber=0.1", { "“huber=0.1”", "LOSS.SETTING=NUMBER" } },
    { "huber.delta", { "“huber.delta”", "LOSS.SETTING=NUMBER" } },
    { "hubr.delta=1", { "“hubr”", "“huber”" } },
    { "huber.dleta=1", { "“dleta”", "delta" } },
    { "mse.delta=1", { "“delta”", "mse" } },
    { "huber.delta=", { "delta", "0.001" } },
    { "huber.delta=9", { "“9”", "0.001" } },
    { "huber.delta=-1", { "“-1”", "0.001" } },
    { "huber.delta=nan", { "“nan”", "0.001" } },
    { "huber.delta=1e400", { "“1e400”", "0.001" } },
    { "huber.delta=x", { "“x”", "0.001" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CliRun) run = cli_run ("losses", "a.png", "b.png", "--set", cases[i].text, NULL);

      cli_assert_refused (run, 2, cases[i].words[0], cases[i].words[1], NULL);
    }
}

static void
test_pictures_missing (void)
{
  g_autoptr (CliRun) map = cli_run ("losses", "--map", "dir", NULL);
  g_autoptr (CliRun) set = cli_run ("losses", "--set", "huber.delta=1", NULL);

  cli_assert_refused (map, 2, "--map", "TARGET", NULL);
  cli_assert_refused (set, 2, "--set", "TARGET", NULL);
}

static guint32
read_pixel (cairo_surface_t *surface, int x, int y)
{
  guint32 pixel;

  memcpy (&pixel,
          cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface)
            + 4 * x,
          sizeof pixel);
  return pixel;
}

/* Too dark is orange, too light is blue, and correct is grey. */
static void
test_map (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *target = write_levels (folder, "t.png", 50, 30, paint_grey, 255);
  g_autofree char *prediction = write_levels (folder, "p.png", 50, 30, paint_halves, 255);
  g_autofree char *maps = g_build_filename (folder, "new", "maps", NULL);
  g_autofree char *mse = g_build_filename (maps, "mse.png", NULL);
  g_autofree char *ssim = g_build_filename (maps, "ssim.png", NULL);
  g_autoptr (CliRun) run = cli_run ("losses", target, prediction, "--map", maps, NULL);
  cairo_surface_t *surface = cairo_image_surface_create_from_png (mse);
  guint32 left, middle, right;

  g_assert_cmpint (run->status, ==, 0);
  g_assert_true (g_file_test (ssim, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 50);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 30);
  left = read_pixel (surface, 5, 15);
  middle = read_pixel (surface, 25, 15);
  right = read_pixel (surface, 45, 15);
  g_assert_cmpuint (left >> 16 & 255, >, 100 + (left & 255));
  g_assert_cmpuint (right & 255, >, 100 + (right >> 16 & 255));
  g_assert_cmpuint (middle >> 16 & 255, ==, middle & 255);
  cairo_surface_destroy (surface);
  cli_remove_folder (folder);
}

/* A file that can't be written is reported, and the numbers are printed anyway. */
static void
test_map_not_written (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *grey = write_levels (folder, "t.png", 9, 9, paint_grey, 255);
  g_autofree char *taken = g_build_filename (folder, "mse.png", NULL);
  g_autoptr (CliRun) no_folder = cli_run ("losses", grey, grey, "--map", grey, NULL);
  g_autoptr (CliRun) one = NULL;

  cli_assert_refused (no_folder, 1, "t.png", NULL);
  g_assert_cmpint (g_mkdir_with_parents (taken, 0777), ==, 0);
  one = cli_run ("losses", grey, grey, "--map", folder, NULL);
  g_assert_cmpint (one->status, ==, 1);
  g_assert_nonnull (strstr (one->errors, "mse.png"));
  g_assert_nonnull (strstr (one->output, "MSE"));
  cli_remove_folder (folder);
}

/* 1 % of the pixels at an error of .5, the rest at .02. */
static void
test_shares (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *target = write_levels (folder, "t.png", 100, 100, paint_grey, 255);
  g_autofree char *prediction = write_levels (folder, "p.png", 100, 100, paint_outliers, 255);
  g_autoptr (JsonNode) root = measure (target, prediction, NULL, NULL);
  g_autoptr (CliRun) text = cli_run ("losses", target, prediction, NULL);

  g_assert_cmpfloat_with_epsilon (get_number (root, "mse", "loss_share"), .86, .01);
  g_assert_cmpfloat_with_epsilon (get_number (root, "mae", "loss_share"), .20, .01);
  g_assert_cmpfloat_with_epsilon (get_number (root, "mse", "gradient_share"), .20, .01);
  g_assert_cmpfloat_with_epsilon (get_number (root, "mae", "gradient_share"), .01, .001);
  g_assert_nonnull (strstr (text->output, " 86.3 % of the loss,"));
  cli_remove_folder (folder);
}

/* Each value is a number, or null along with its shares. */
static void
check_numbers (JsonNode *root)
{
  g_autoptr (GList) ids = json_object_get_members (get_losses (root));

  g_assert_cmpuint (g_list_length (ids), >=, 9);
  for (GList *id = ids; id != NULL; id = id->next)
    {
      JsonObject *loss = json_object_get_object_member (get_losses (root), id->data);
      gboolean none = json_object_get_null_member (loss, "value");

      g_assert_true (json_object_get_null_member (loss, "loss_share") == none);
      g_assert_true (json_object_get_null_member (loss, "gradient_share") == none);
      if (none)
        continue;
      g_assert_true (isfinite (json_object_get_double_member (loss, "value")));
      g_assert_cmpfloat (json_object_get_double_member (loss, "loss_share"), <=, 1);
      g_assert_cmpfloat (json_object_get_double_member (loss, "loss_share"), >=, 0);
      g_assert_cmpfloat (json_object_get_double_member (loss, "gradient_share"), <=, 1);
    }
}

static void
test_extremes (void)
{
  const int sizes[][2] = { { 1, 1 }, { 2, 9 }, { 13, 13 }, { 33, 40 } };
  char *folder = cli_make_folder ();

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      int w = sizes[i][0], h = sizes[i][1];
      g_autofree char *black = write_levels (folder, "black.png", w, h, paint_black, 255);
      g_autofree char *white = write_levels (folder, "white.png", w, h, paint_white, 255);
      g_autofree char *clear = write_levels (folder, "clear.png", w, h, paint_white, 51);
      g_autofree char *map = g_strdup_printf ("--map=%s", folder);
      g_autoptr (JsonNode) far = measure (black, white, NULL, NULL);
      g_autoptr (JsonNode) same = measure (white, white, NULL, NULL);
      g_autoptr (JsonNode) alpha = measure (black, clear, NULL, NULL);
      g_autoptr (CliRun) drawn = cli_run ("losses", black, white, map, NULL);

      check_numbers (far);
      check_numbers (same);
      check_numbers (alpha);
      g_assert_cmpfloat_with_epsilon (get_number (far, "mse", "value"), 1, 1e-6);
      g_assert_cmpfloat (get_number (same, "mse", "value"), ==, 0);
      g_assert_cmpfloat (get_number (same, "mse", "loss_share"), ==, 0);
      g_assert_cmpfloat_with_epsilon (get_number (alpha, "mae", "value"), .2, 1e-6);
      g_assert_cmpint (drawn->status, ==, 0);
    }
  cli_remove_folder (folder);
}

/* Losses are listed in the order of the table, whatever the order of the options. */
static void
test_some (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *target = write_levels (folder, "t.png", 30, 30, paint_grey, 255);
  g_autofree char *prediction = write_levels (folder, "p.png", 30, 30, paint_halves, 255);
  g_autoptr (CliRun) run = cli_run ("losses", target, prediction, "--loss", "ssim", "--loss", "mae",
                                    "--json", NULL);
  g_autoptr (CliRun) table = cli_run ("losses", target, prediction, "--loss", "mse", NULL);
  g_autoptr (CliRun) wrong = cli_run ("losses", target, prediction, "--loss", "mea", NULL);
  g_autoptr (JsonNode) root = cli_parse_object (run->output);
  JsonObject *losses = json_object_get_object_member (json_node_get_object (root), "losses");
  JsonObject *metrics = json_object_get_object_member (json_node_get_object (root), "yardsticks");
  double mse = 2 * 400 / 3.0 / 255 / 255;

  g_assert_cmpuint (json_object_get_size (losses), ==, 2);
  g_assert_true (json_object_has_member (losses, "mae"));
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (metrics, "psnr"),
                                  -10 * log10 (mse), 1e-4);
  g_assert_cmpfloat (json_object_get_double_member (metrics, "ssim"), <, 1);
  g_assert_nonnull (strstr (table->output, "PSNR 23.87 dB\n"));
  g_assert_null (strstr (table->output, "SSIM"));
  cli_assert_refused (wrong, 2, "“mea”", "“mae”", NULL);
  cli_remove_folder (folder);
}

/* Two JPEGs, judged by what they are: the same pixels in two forms. */
static void
test_jpeg (void)
{
  g_autofree char *one = g_build_filename (g_getenv ("DH_TEST_DATA"), "pictures", "colour.jpg",
                                           NULL);
  g_autofree char *other = g_build_filename (g_getenv ("DH_TEST_DATA"), "pictures",
                                             "progressive.jpg", NULL);
  g_autofree char *grey = g_build_filename (g_getenv ("DH_TEST_DATA"), "pictures", "grey.jpg",
                                            NULL);
  g_autoptr (JsonNode) same = measure (one, other, "--loss", "mae");
  g_autoptr (JsonNode) different = measure (one, grey, "--loss", "mae");

  g_assert_cmpfloat (get_number (same, "mae", "value"), ==, 0);
  g_assert_cmpfloat (get_number (different, "mae", "value"), >, 0.1);
}

/* Another kind is named as such, and unsupported features are listed with the result. */
static void
test_notices (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *target = write_levels (folder, "t.png", 30, 30, paint_grey, 255);
  g_autofree char *other = g_build_filename (folder, "p.png", NULL);
  g_autofree char *damaged = g_build_filename (folder, "d.png", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (CliRun) refused = NULL, run = NULL;
  gsize size;

  g_assert_true (g_file_set_contents (other, "8BPS", 4, NULL));
  refused = cli_run ("losses", target, other, NULL);
  cli_assert_refused (refused, 1, "PSD", "p.png", NULL);

  g_assert_true (g_file_get_contents (target, &bytes, &size, NULL));
  g_byte_array_append (file, (guint8 *) bytes, 33);
  g_byte_array_append (file, (const guint8 *) "\0\0\0\3tEXta\0bXXXX", 15);
  g_byte_array_append (file, (guint8 *) bytes + 33, size - 33);
  g_assert_true (g_file_set_contents (damaged, (char *) file->data, file->len, NULL));
  run = cli_run ("losses", target, damaged, "--loss", "mae", "--json", NULL);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->errors, ==,
                   "“d.png”: the tEXt chunk is damaged; the pixels are not affected.\n");
  json_node_unref (cli_parse_object (run->output));
  cli_remove_folder (folder);
}

/* When memory is short, a message comes before anything is allocated or written, and fewer losses
 * help. */
static void
test_memory (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *maps = g_build_filename (folder, "maps", NULL);
  g_autofree char *path = write_levels (folder, "large.png", 300, 200, paint_outliers, 255);
  g_autoptr (CliRun) refused = NULL, fewer = NULL;

  g_setenv ("DOWNHILL_MEMORY", "5000000", TRUE);
  refused = cli_run ("losses", path, path, "--map", maps, NULL);
  fewer = cli_run ("losses", path, path, "--loss", "mse", NULL);
  g_unsetenv ("DOWNHILL_MEMORY");
  cli_assert_refused (refused, 1, "large.png", "too large to compare", NULL);
  g_assert_nonnull (strstr (refused->errors, "Make both pictures smaller or choose fewer losses."));
  g_assert_false (g_file_test (maps, G_FILE_TEST_EXISTS));
  g_assert_cmpint (fewer->status, ==, 0);
  g_assert_nonnull (strstr (fewer->output, "MSE"));
  cli_remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-losses/list-settings", test_list_settings);
  g_test_add_func ("/cli-losses/set", test_set);
  g_test_add_func ("/cli-losses/set-refused", test_set_refused);
  g_test_add_func ("/cli-losses/pictures-missing", test_pictures_missing);
  g_test_add_func ("/cli-losses/map", test_map);
  g_test_add_func ("/cli-losses/map-not-written", test_map_not_written);
  g_test_add_func ("/cli-losses/shares", test_shares);
  g_test_add_func ("/cli-losses/some", test_some);
  g_test_add_func ("/cli-losses/jpeg", test_jpeg);
  g_test_add_func ("/cli-losses/notices", test_notices);
  g_test_add_func ("/cli-losses/extremes", test_extremes);
  g_test_add_func ("/cli/losses/memory", test_memory);
  return g_test_run ();
}
