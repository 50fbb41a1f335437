/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill-cli run: a document gives the same bytes again, also through a link, and nearly the same
 * pictures with other instructions.
 */
#include "tests/app/cli-runner.h"
#include "tests/ui/plot/qr-reader.h"

#include <math.h>
#include <string.h>

/* Changes of loss, rate, optimizer and mask on the way. */
static const char *const eventful =
  "{ \"format\": \"downhill\", \"version\": 1, \"seed\": 5, \"lanes\": [\n"
  "  { \"loss\": \"mse\", \"iteration\": 7, \"changes\": [\n"
  "    { \"iteration\": 2, \"rate\": 0.0003 },\n"
  "    { \"iteration\": 3, \"loss\": \"ssim+50%mae\" },\n"
  "    { \"iteration\": 4, \"optimizer\": \"rmsprop\" },\n"
  "    { \"iteration\": 5, \"mask\": \"none\", \"eyes\": 3 } ] },\n"
  "  { \"loss\": \"mae\", \"rate\": 0.01, \"optimizer\": \"sgd\" } ] }\n";

static char *
write_document (const char *folder)
{
  char *path = g_build_filename (folder, "a.downhill", NULL);

  g_assert_true (g_file_set_contents (path, eventful, -1, NULL));
  return path;
}

/* Runs it with weights in a folder below; instructions NULL: the processor's best.  The summary. */
static JsonNode *
run (const char *folder, const char *document, const char *name, const char *instructions)
{
  g_autofree char *out = g_build_filename (folder, name, NULL);
  const char *arguments[] = { "run",    document,         "--out", out,
                              "--json", "--keep-weights", "full",  NULL };
  GSubprocessLauncher *launcher = cli_launcher_new ();
  g_autoptr (CliRun) done = NULL;

  if (instructions != NULL)
    g_subprocess_launcher_setenv (launcher, "ONEDNN_MAX_CPU_ISA", instructions, TRUE);
  done = cli_run_with (launcher, arguments);
  if (done->status != 0)
    g_test_message ("%s", done->errors);
  g_assert_cmpint (done->status, ==, 0);
  return cli_parse_object (done->output);
}

static void
assert_same_files (const char *folder, const char *a, const char *b)
{
  static const char *const names[] = { "lane-1.npz", "lane-2.npz", "preview.png", "loss.png" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path_a = g_build_filename (a, names[i], NULL);
      g_autofree char *path_b = g_build_filename (b, names[i], NULL);
      gsize size_a = 0, size_b = 0;
      g_autofree char *bytes_a = cli_read_file (folder, path_a, &size_a);
      g_autofree char *bytes_b = cli_read_file (folder, path_b, &size_b);

      g_assert_nonnull (bytes_a);
      g_assert_cmpmem (bytes_a, size_a, bytes_b, size_b);
    }
}

static void
test_same_bytes (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *document = write_document (folder), *link = NULL;
  g_autoptr (CliRun) printed = cli_run ("link", document, NULL);
  g_autoptr (JsonNode) first = run (folder, document, "1", NULL);
  g_autoptr (JsonNode) second = run (folder, document, "2", NULL);
  g_autoptr (JsonNode) third = NULL;

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (first), "document"), ==,
                   document);
  assert_same_files (folder, "1", "2");
  g_assert_cmpint (printed->status, ==, 0);
  link = g_strchomp (g_strdup (printed->output));
  third = run (folder, link, "3", NULL);
  assert_same_files (folder, "1", "3");
  cli_remove_folder (folder);
}

/* As a picture, too: one that tests/ui/plot/qr-reader.c reads again. */
static void
test_code (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *document = write_document (folder), *link = NULL, *read = NULL;
  g_autofree char *path = g_build_filename (folder, "code.png", NULL);
  g_autoptr (CliRun) printed = cli_run ("link", document, "--qr", path, NULL);
  g_autoptr (CliRun) nowhere = cli_run ("link", document, "--qr", "/no/such/code.png", NULL);
  cairo_surface_t *picture = cairo_image_surface_create_from_png (path);
  int side = cairo_image_surface_get_width (picture) / 8 - 8;
  char level;

  g_assert_cmpint (printed->status, ==, 0);
  link = g_strchomp (g_strdup (printed->output));
  read = qr_reader_read (picture, side, &level);
  g_assert_cmpstr (read, ==, link);
  cairo_surface_destroy (picture);
  g_assert_cmpint (nowhere->status, ==, 1);
  g_assert_nonnull (strstr (nowhere->errors, "can’t be written"));
  cli_remove_folder (folder);
}

/* What `train` wrote is what `run` makes again, and it says so: the landscapes that only `run` looks
 * at are no other choice of convolutions. */
static void
test_saved_training (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *document = g_build_filename (folder, "saved.downhill", NULL);
  g_autofree char *out = g_build_filename (folder, "1", NULL);
  g_autoptr (CliRun) trained = cli_run ("train", "--lane", "gmsd:2e-3", "--lane", "mae:3e-4:sgd",
                                        "--mask", "components", "--iterations", "5", "--seed", "9",
                                        "--save", document, "--out", out, "--keep-weights", "full",
                                        NULL);
  g_autoptr (CliRun) again = NULL;
  g_autoptr (JsonNode) summary = NULL;

  g_assert_cmpint (trained->status, ==, 0);
  summary = run (folder, document, "2", NULL);
  assert_same_files (folder, "1", "2");
  again = cli_run ("run", document, NULL);
  g_assert_nonnull (strstr (again->output, "the results are the same, to the last bit."));
  cli_remove_folder (folder);
}

static double
get_psnr (JsonNode *summary, guint lane)
{
  JsonArray *lanes = json_object_get_array_member (json_node_get_object (summary), "lanes");
  JsonObject *metrics = json_object_get_object_member (json_array_get_object_element (lanes, lane),
                                                       "yardsticks");

  return json_object_get_double_member (metrics, "psnr");
}

/* tests/bench/document-processors.py does the same over 500 iterations. */
static void
test_other_instructions (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *document = write_document (folder);
  g_autoptr (JsonNode) best = run (folder, document, "1", NULL);
  g_autoptr (JsonNode) other = run (folder, document, "2", "AVX2");
  const char *of_best = json_object_get_string_member (json_node_get_object (best),
                                                       "instruction_set");
  const char *of_other = json_object_get_string_member (json_node_get_object (other),
                                                        "instruction_set");

  if (g_str_equal (of_best, of_other))
    g_test_skip ("this processor has no other instructions");
  else
    for (guint i = 0; i < 2; i++)
      g_assert_cmpfloat (fabs (get_psnr (best, i) - get_psnr (other, i)), <, .3);
  cli_remove_folder (folder);
}

/* A link can't carry pictures: its receiver is asked for a folder. */
static void
test_own_pictures (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *document = g_build_filename (folder, "own.downhill", NULL);
  g_autofree char *faces = g_build_filename (g_getenv ("DH_FACES"), "birch", NULL), *link = NULL;
  g_autofree char *text =
    g_strdup_printf ("{\"format\": \"downhill\", \"version\": 1, \"people\": [\"alder\", "
                     "{\"folder\": \"%s\"}],\n\"lanes\": [{\"iteration\": 1}]}",
                     faces);
  g_autoptr (CliRun) printed = NULL;
  g_autoptr (CliRun) asked = NULL;
  g_autoptr (CliRun) given = NULL;

  g_assert_true (g_file_set_contents (document, text, -1, NULL));
  printed = cli_run ("link", document, NULL);
  g_assert_cmpint (printed->status, ==, 0);
  g_assert_nonnull (strstr (printed->errors, "will be asked for a folder"));
  link = g_strchomp (g_strdup (printed->output));
  asked = cli_run ("run", link, NULL);
  cli_assert_refused (asked, 2, "person B", "--faces-b DIR", NULL);
  given = cli_run ("run", link, "--faces-b", faces, NULL);
  g_assert_cmpint (given->status, ==, 0);
  cli_remove_folder (folder);
}

static void
test_refused (void)
{
  char *folder = cli_make_folder ();
  g_autofree char *document = g_build_filename (folder, "b.downhill", NULL);
  g_autoptr (CliRun) none = cli_run ("run", NULL);
  g_autoptr (CliRun) no_link = cli_run ("link", NULL);
  g_autoptr (CliRun) missing = cli_run ("run", "/no/such.downhill", NULL);
  g_autoptr (CliRun) damaged = cli_run ("run", "downhill:AXYZ", NULL);
  g_autoptr (CliRun) wrong = NULL;
  g_autoptr (CliRun) untrained = NULL;
  g_autoptr (CliRun) nowhere = NULL;

  cli_assert_refused (none, 2, "one document or link", NULL);
  cli_assert_refused (no_link, 2, "one document", NULL);
  cli_assert_refused (missing, 1, "There is no file", NULL);
  cli_assert_refused (damaged, 1, "The link can’t be used", NULL);
  g_assert_true (g_file_set_contents (document,
                                      "{\"format\": \"downhill\", \"version\": 1,\n"
                                      "\"lanes\": [{\"loss\": \"mea\"}]}",
                                      -1, NULL));
  wrong = cli_run ("run", document, NULL);
  cli_assert_refused (wrong, 1, "line 2", "did you mean “mae”?", NULL);
  g_assert_true (g_file_set_contents (document,
                                      "{\"format\": \"downhill\", \"version\": 1,\n"
                                      "\"lanes\": [{}]}",
                                      -1, NULL));
  untrained = cli_run ("run", document, NULL);
  cli_assert_refused (untrained, 2, "--iterations N", NULL);
  nowhere = cli_run ("train", "--iterations", "1", "--save", "/no/such/a.downhill", NULL);
  cli_assert_refused (nowhere, 1, "can’t be written", NULL);
  cli_remove_folder (folder);
}

/* Where the bundled faces aren't installed. */
static void
test_no_faces (void)
{
  static const char *const commands[] = { "run", "export" };
  char *folder = cli_make_folder ();
  g_autofree char *document = write_document (folder);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const char *arguments[] = { commands[i], document, "--out", folder, NULL };
      GSubprocessLauncher *launcher = cli_launcher_new ();
      g_autoptr (CliRun) run = NULL;

      g_subprocess_launcher_setenv (launcher, "DOWNHILL_FACES_DIR", folder, TRUE);
      run = cli_run_with (launcher, arguments);
      cli_assert_refused (run, 1, "no people", folder, "DOWNHILL_FACES_DIR", NULL);
    }
  cli_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-run/same-bytes", test_same_bytes);
  g_test_add_func ("/cli-run/code", test_code);
  g_test_add_func ("/cli-run/saved-training", test_saved_training);
  g_test_add_func ("/cli-run/other-instructions", test_other_instructions);
  g_test_add_func ("/cli-run/own-pictures", test_own_pictures);
  g_test_add_func ("/cli-run/refused", test_refused);
  g_test_add_func ("/cli-run/no-faces", test_no_faces);
  return g_test_run ();
}
