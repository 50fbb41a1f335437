/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill-cli export: which files are written, and what is in them.
 */
#include "tests/app/cli-runner.h"
#include "tests/core/data/apng-reader.h"

#include <stdlib.h>
#include <string.h>

static const char *const two_lanes =
  "{ \"format\": \"downhill\", \"version\": 1, \"seed\": 5, \"lanes\": [\n"
  "  { \"number\": 1, \"loss\": \"mse\", \"iteration\": 9, \"changes\": [\n"
  "    { \"iteration\": 4, \"loss\": \"mae\", \"eyes\": 3 } ] },\n"
  "  { \"number\": 3, \"loss\": \"ssim\", \"rate\": 0.01, \"optimizer\": \"sgd\" } ] }\n";

static char *
write_document (const char *folder)
{
  char *path = g_build_filename (folder, "a.downhill", NULL);

  g_assert_true (g_file_set_contents (path, two_lanes, -1, NULL));
  return path;
}

/* out: below the folder; what follows is added to the command. */
static CliRun *
run (const char *folder, const char *out, const char *first, ...)
{
  g_autofree char *document = write_document (folder);
  g_autofree char *path = g_build_filename (folder, out, NULL);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list rest;

  g_ptr_array_add (arguments, (gpointer) "export");
  g_ptr_array_add (arguments, document);
  g_ptr_array_add (arguments, (gpointer) "--out");
  g_ptr_array_add (arguments, path);
  va_start (rest, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (rest, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (rest);
  g_ptr_array_add (arguments, NULL);
  return cli_run_with (NULL, (const char *const *) arguments->pdata);
}

static void
assert_done (const CliRun *done)
{
  if (done->status != 0)
    g_test_message ("%s", done->errors);
  g_assert_cmpint (done->status, ==, 0);
}

static DhImage *
read_png (const char *folder, const char *name)
{
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  g_autofree char *bytes = cli_read_file (folder, name, &size);
  DhImage *image = dh_png_read_data (name, (const guint8 *) bytes, size, NULL, &error);

  g_assert_no_error (error);
  return image;
}

/* All pictures have the size that was asked for, and all files are named. */
static void
test_pictures (void)
{
  static const char *const names[] = { "out/comparison.png", "out/strip-3.png",
                                       "out/landscape-3.png", "out/animation-3.png" };
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) done = run (folder, "out", "--what",
                                 "comparison,strip,animation,history,landscapes,weights", "--size",
                                 "640x400", "--frames", "4", "--iterations", "6", "--lane", "3",
                                 NULL);
  g_autofree char *csv = NULL, *weights = NULL;
  gsize size = 0;

  assert_done (done);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (DhImage) image = read_png (folder, names[i]);

      g_assert_cmpint (image->width, ==, 640);
      g_assert_cmpint (image->height, ==, 400);
      g_assert_nonnull (strstr (done->output, names[i]));
    }
  csv = cli_read_file (folder, "out/history.csv", &size);
  g_assert_nonnull (strstr (csv, "\n3,"));
  weights = cli_read_file (folder, "out/lane-2.npz", &size);
  g_assert_cmpuint (size, >, 100000);
  cli_remove_folder (folder);
}

static guint
count_differences (const ApngRead *read, guint a, guint b)
{
  const guint32 *first = apng_read_get (read, a), *second = apng_read_get (read, b);
  guint n = 0;

  for (int i = 0; i < read->width * read->height; i++)
    n += first[i] != second[i];
  return n;
}

/* One picture for each iteration; faces change, and most of the picture stands still. */
static void
test_animation (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) first = run (folder, "1.png", "--what", "animation", "--frames", "5",
                                  "--spacing", "even", "--no-landscapes", NULL);
  g_autoptr (CliRun) second = run (folder, "2.png", "--what", "animation", "--frames", "5",
                                   "--spacing", "even", "--no-landscapes", NULL);
  g_autofree char *bytes = NULL, *again = NULL;
  g_autoptr (ApngRead) read = NULL;
  gsize size = 0, size_again = 0;

  assert_done (first);
  assert_done (second);
  bytes = cli_read_file (folder, "1.png", &size);
  again = cli_read_file (folder, "2.png", &size_again);
  g_assert_cmpmem (bytes, size, again, size_again);
  read = apng_read ((const guint8 *) bytes, size);
  g_assert_cmpuint (read->pictures->len, ==, 5);
  for (guint i = 1; i < 5; i++)
    {
      const guint n = count_differences (read, i - 1, i);

      g_assert_cmpuint (n, >, 1000);
      g_assert_cmpuint (n, <, (guint) (read->width * read->height / 3));
    }
  g_assert_cmpuint (g_array_index (read->milliseconds, guint, 4), >,
                    g_array_index (read->milliseconds, guint, 3));
  cli_remove_folder (folder);
}

/* Chosen columns make a strip as wide as they are many. */
static void
test_strip (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) three = run (folder, "3.png", "--what", "strip", "--lane", "3", "--at", "2,5,9",
                                  "--scale", "1", NULL);
  g_autoptr (CliRun) five = run (folder, "5.png", "--what", "strip", "--lane", "1", "--columns", "5",
                                 "--scale", "1", "--dark", NULL);
  g_autoptr (DhImage) a = NULL, b = NULL;

  assert_done (three);
  assert_done (five);
  a = read_png (folder, "3.png");
  b = read_png (folder, "5.png");
  g_assert_cmpint (b->width - a->width, ==, 2 * (84 + 4));
  g_assert_cmpint (a->height, ==, b->height);
  g_assert_cmpuint (a->pixels[0] >> 8, ==, 0xfa);
  g_assert_cmpuint (b->pixels[0] >> 8, ==, 0x24);
  cli_remove_folder (folder);
}

/* A report, alone in a file and in a folder with others. */
static void
test_report (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) alone = run (folder, "report.pdf", "--what", "report", "--no-landscapes",
                                  "--iterations", "2", NULL);
  g_autoptr (CliRun) both = run (folder, "out", "--what", "history,report", "--no-landscapes",
                                 "--iterations", "2", NULL);
  static const char *const names[] = { "report.pdf", "out/report.pdf" };

  assert_done (alone);
  assert_done (both);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize size = 0;
      g_autofree char *bytes = cli_read_file (folder, names[i], &size);

      g_assert_cmpuint (size, >, 20000);
      g_assert_cmpmem (bytes, 5, "%PDF-", 5);
    }
  cli_remove_folder (folder);
}

/* The name of a file decides the format. */
static void
test_vectors (void)
{
  char *folder = cli_make_folder ();
  g_autoptr (CliRun) pdf = run (folder, "a.PDF", "--no-landscapes", "--iterations", "2", NULL);
  g_autoptr (CliRun) svg = run (folder, "out", "--format", "svg", "--no-landscapes", "--iterations",
                                "2", NULL);
  g_autofree char *a = NULL, *b = NULL;
  gsize size = 0;

  assert_done (pdf);
  assert_done (svg);
  a = cli_read_file (folder, "a.PDF", &size);
  g_assert_cmpmem (a, 8, "%PDF-1.4", 8);
  b = cli_read_file (folder, "out/comparison.svg", &size);
  g_assert_nonnull (strstr (b, "<svg"));
  cli_remove_folder (folder);
}

static void
test_refused (void)
{
  static const char *const cases[][4] = {
    { "--what", "film", "“film” can’t be exported", "comparison" },
    { "--format", "gif", "no format “gif”", "png" },
    { "--size", "12", "--size must be", "12" },
    { "--size", "100x30000", "--size must be", "30000" },
    { "--scale", "0", "--scale must be", "0" },
    { "--scale", "inf", "--scale must be", "inf" },
    { "--lane", "2", "no lane 2", "" },
    { "--lane", "9", "at most 6", "9" },
    { "--at", "5,3", "--at must be", "5,3" },
    { "--at", "5,30", "iteration 30", "--iterations" },
    { "--columns", "0", "--columns must be", "0" },
    { "--frames", "1", "--frames must be", "1" },
    { "--spacing", "wide", "no spacing “wide”", "even" },
    { "--iterations", "x", "--iterations must be", "x" },
  };
  char *folder = cli_make_folder ();
  g_autofree char *document = write_document (folder);
  g_autoptr (CliRun) nowhere = cli_run ("export", document, NULL);
  g_autoptr (CliRun) nothing = cli_run ("export", "--out", folder, NULL);
  g_autoptr (CliRun) several = run (folder, "a.png", "--what", "strip", NULL);

  cli_assert_refused (nowhere, 2, "--out DIR", NULL);
  cli_assert_refused (nothing, 2, "takes one document", NULL);
  cli_assert_refused (several, 2, "must name a folder", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CliRun) refused = run (folder, "out", cases[i][0], cases[i][1], NULL);

      cli_assert_refused (refused, 2, cases[i][2], cases[i][3], NULL);
    }
  cli_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-export/pictures", test_pictures);
  g_test_add_func ("/cli-export/animation", test_animation);
  g_test_add_func ("/cli-export/strip", test_strip);
  g_test_add_func ("/cli-export/vectors", test_vectors);
  g_test_add_func ("/cli-export/report", test_report);
  g_test_add_func ("/cli-export/refused", test_refused);
  return g_test_run ();
}
