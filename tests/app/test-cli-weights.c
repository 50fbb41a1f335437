/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill-cli weights from outside: what it says of a file, the way to half precision and back, and
 * what is refused.
 */
#include "tests/app/cli-runner.h"

#include "core/data/npz.h"

#include <string.h>

#define MODEL "df{size=64,encoder=2,decoder=2,dense=8,residual=0,batch=1,multiscale=yes}"

static char *
find_weights (void)
{
  return g_build_filename (g_getenv ("DH_FACES"), "..", "warm", "quick-alder-birch.npz", NULL);
}

static JsonObject *
read_object (const char *path, JsonNode **node)
{
  g_autoptr (CliRun) run = cli_run ("weights", path, "--json", NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->errors, ==, "");
  *node = cli_parse_object (run->output);
  return json_node_get_object (*node);
}

static void
test_table (void)
{
  g_autofree char *path = find_weights ();
  g_autoptr (CliRun) run = cli_run ("weights", path, NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->output, "1098182"));
  g_assert_nonnull (strstr (run->output, "float16"));
  g_assert_nonnull (strstr (run->output, "alder and birch"));
  g_assert_nonnull (strstr (run->output, "encoder.conv1.weight"));
  g_assert_nonnull (strstr (run->output, "(32, 16, 5, 5)"));
  g_assert_nonnull (strstr (run->output, "decoder_b.output.bias"));
}

/* Every tensor with its shape, whose numbers are all that there are. */
static void
test_json (void)
{
  g_autofree char *path = find_weights ();
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = read_object (path, &node);
  JsonArray *tensors = json_object_get_array_member (object, "tensors");
  gint64 sum = 0;

  g_assert_cmpstr (json_object_get_string_member (object, "model"), ==, "quick");
  g_assert_cmpstr (json_object_get_string_member (object, "precision"), ==, "float16");
  g_assert_cmpint (json_object_get_int_member (object, "iterations"), ==, 10000);
  for (guint i = 0; i < json_array_get_length (tensors); i++)
    {
      JsonObject *tensor = json_array_get_object_element (tensors, i);
      JsonArray *shape = json_object_get_array_member (tensor, "shape");
      gint64 n = 1;

      g_assert_cmpuint (strlen (json_object_get_string_member (tensor, "name")), >, 0);
      for (guint k = 0; k < json_array_get_length (shape); k++)
        n *= json_array_get_int_element (shape, k);
      sum += n;
    }
  g_assert_cmpint (sum, ==, json_object_get_int_member (object, "parameters"));
  g_assert_cmpint (sum, ==, 1098182);
}

static gsize
get_size (const char *folder, const char *name)
{
  gsize length = 0;
  g_autofree char *contents = cli_read_file (folder, name, &length);

  g_assert_nonnull (contents);
  return length;
}

static void
convert (const char *folder, const char *from, const char *to, const char *precision)
{
  g_autofree char *source = g_build_filename (folder, from, NULL);
  g_autofree char *target = g_build_filename (folder, to, NULL);
  g_autoptr (CliRun) run = cli_run ("weights", source, "--out", target, "--precision", precision,
                                    NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->output, g_str_equal (precision, "half") ? "float16" : "float32"));
}

/* A training's file, of a model of one's own: half as large and back; what was rounded once isn't
 * rounded again, and a training starts from it. */
static void
test_convert (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *half = g_build_filename (folder, "half.npz", NULL);
  g_autofree char *again = g_build_filename (folder, "again.npz", NULL);
  g_autoptr (CliRun) train = cli_run ("train", "--preset", MODEL, "--lane", "mse", "--iterations",
                                      "2", "--keep-weights", "full", "--out", folder, NULL);
  g_autoptr (CliRun) start = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *first = NULL, *second = NULL;
  JsonObject *object;
  gsize n_first, n_second;

  g_assert_cmpint (train->status, ==, 0);
  convert (folder, "lane-1.npz", "half.npz", "half");
  convert (folder, "half.npz", "full.npz", "full");
  convert (folder, "full.npz", "again.npz", "half");
  g_assert_cmpuint (get_size (folder, "half.npz"), <, .6 * get_size (folder, "lane-1.npz"));
  object = read_object (again, &node);
  g_assert_cmpstr (json_object_get_string_member (object, "model"), ==, MODEL);
  g_assert_cmpstr (json_object_get_string_member (object, "precision"), ==, "float16");
  g_assert_cmpint (json_object_get_int_member (object, "iterations"), ==, 2);
  g_assert_nonnull (strstr (json_object_get_string_member (object, "about"), "loss mse"));
  first = cli_read_file (folder, "half.npz", &n_first);
  second = cli_read_file (folder, "again.npz", &n_second);
  g_assert_cmpmem (first, n_first, second, n_second);
  start = cli_run ("train", "--preset", MODEL, "--lane", "mse", "--iterations", "1", "--start",
                   half, NULL);
  g_assert_cmpint (start->status, ==, 0);
  cli_remove_folder (folder);
}

static void
test_refused (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *path = find_weights (), *cut = g_build_filename (folder, "cut.npz", NULL);
  g_autofree char *out = g_build_filename (folder, "no", "x.npz", NULL), *contents = NULL;
  g_autoptr (CliRun) none = cli_run ("weights", NULL);
  g_autoptr (CliRun) two = cli_run ("weights", "a", "b", NULL);
  g_autoptr (CliRun) alone = cli_run ("weights", path, "--precision", "half", NULL);
  g_autoptr (CliRun) word = cli_run ("weights", path, "--out", cut, "--precision", "hal", NULL);
  g_autoptr (CliRun) absent = cli_run ("weights", out, NULL);
  g_autoptr (CliRun) nowhere = cli_run ("weights", path, "--out", out, NULL);
  g_autoptr (CliRun) damaged = NULL;
  gsize length;

  cli_assert_refused (none, 2, "takes one file", NULL);
  cli_assert_refused (two, 2, "takes one file", NULL);
  cli_assert_refused (alone, 2, "--out FILE.npz", NULL);
  cli_assert_refused (word, 2, "“hal”", "“half”", NULL);
  cli_assert_refused (absent, 1, "x.npz", NULL);
  cli_assert_refused (nowhere, 1, "x.npz", NULL);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (cut, contents, (gssize) length / 2, NULL));
  damaged = cli_run ("weights", cut, NULL);
  cli_assert_refused (damaged, 1, "cut.npz", NULL);
  cli_remove_folder (folder);
}

/* A terminal doesn't obey what a file from anywhere says. */
static void
test_hostile_words (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.npz", NULL);
  g_autoptr (DhNpzWriter) writer = dh_npz_writer_new (path, NULL);
  g_autoptr (CliRun) run = NULL;

  g_assert_true (dh_npz_writer_add_text (writer, "model", "\033[31mred", NULL));
  g_assert_true (dh_npz_writer_finish (writer, NULL));
  run = cli_run ("weights", path, NULL);
  cli_assert_refused (run, 1, "\357\277\275[31mred", NULL);
  g_assert_null (strchr (run->errors, '\033'));
  cli_remove_folder (folder);
}

/* What half precision can't hold isn't written as infinite, and the training says so. */
static void
test_too_large_for_half (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) run = cli_run ("train", "--preset", MODEL, "--lane", "mae:1e5", "--iterations",
                                    "2", "--keep-weights", "half", "--out", folder, NULL);
  g_autofree char *file = cli_read_file (folder, "lane-1.npz", NULL);

  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (run->errors, "too large for half precision: use full precision."));
  g_assert_null (file);
  cli_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-weights/table", test_table);
  g_test_add_func ("/cli-weights/json", test_json);
  g_test_add_func ("/cli-weights/convert", test_convert);
  g_test_add_func ("/cli-weights/refused", test_refused);
  g_test_add_func ("/cli-weights/hostile-words", test_hostile_words);
  g_test_add_func ("/cli-weights/too-large-for-half", test_too_large_for_half);
  return g_test_run ();
}
