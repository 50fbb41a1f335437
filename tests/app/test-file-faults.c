/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every system call by which a file for people is written goes wrong in turn: after each, the file
 * is the old one or the new one, whole, and what was said is true.
 *
 * The test calls itself as a program that writes one file of each kind (--child); then the same is
 * tried with downhill-cli, which writes several.
 */
#include "core/data/apng.h"
#include "core/data/npy.h"
#include "core/data/npz.h"
#include "core/data/png.h"
#include "core/document/document.h"
#include "core/base/safe-file.h"
#include "core/landscape/export.h"
#include "tests/app/cli-runner.h"
#include "tests/faults/fault-runner.h"
#include "ui/plot/sheets/drawing.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define SIDE      150
#define N_WEIGHTS 50000

/* ---- the program ---- */

/* variant: what it is filled with, to tell the old file from the new one */

static gboolean
write_document (const char *path, guint variant, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{\"format\": \"downhill\", \"version\": 1, \"seed\": %u, "
                                           "\"lanes\": [{}, {\"loss\": \"ssim\"}]}",
                                           variant);
  g_autoptr (DhDocument) document = dh_document_new_from_text (text, strlen (text), NULL, NULL);

  return dh_document_save (document, path, error);
}

static gboolean
write_weights (const char *path, guint variant, GError **error)
{
  const int shape = N_WEIGHTS;
  g_autofree float *numbers = g_new (float, N_WEIGHTS);
  g_autoptr (DhNpzWriter) writer = NULL;

  for (guint i = 0; i < N_WEIGHTS; i++)
    numbers[i] = i * .5f + variant;
  writer = dh_npz_writer_new (path, error);
  return writer != NULL && dh_npz_writer_add (writer, "a", numbers, &shape, 1, FALSE, error)
         && dh_npz_writer_add_text (writer, "b", "text", error)
         && dh_npz_writer_finish (writer, error);
}

static gboolean
write_numbers (const char *path, guint variant, GError **error)
{
  const int shape = 100;
  float numbers[100];

  for (guint i = 0; i < 100; i++)
    numbers[i] = i + variant;
  return dh_npy_write (path, numbers, &shape, 1, error);
}

static gboolean
write_picture (const char *path, guint variant, GError **error)
{
  g_autoptr (DhImage) image = dh_image_new (SIDE, SIDE);

  for (guint i = 0; i < 4 * SIDE * SIDE; i++)
    image->pixels[i] = 65535 - 257 * (i % 7 * variant);
  return dh_png_write (image, path, NULL, error);
}

static gboolean
write_animation (const char *path, guint variant, GError **error)
{
  g_autofree guint32 *words = g_new0 (guint32, SIDE * SIDE);
  g_autoptr (DhApng) animation = dh_apng_new (SIDE, SIDE, NULL);
  g_autoptr (GBytes) file = NULL;
  gsize size;
  const char *data;

  for (guint i = 0; i < 3; i++)
    {
      words[i * variant] = 0xffffff;
      if (!dh_apng_add (animation, words, SIDE, 100, error))
        return FALSE;
    }
  file = dh_apng_finish (animation);
  data = g_bytes_get_data (file, &size);
  return dh_safe_file_write (path, data, size, error);
}

static gboolean
write_heights (const char *path, guint variant, GError **error)
{
  static const double low[2] = { -1, -1 }, high[2] = { 1, 1 };
  const float heights[4] = { 0, 1, 2, variant };
  g_autoptr (DhTerrain) terrain = dh_terrain_new_from_heights (2, 2, low, high, heights);

  return dh_terrain_write (terrain, path, error);
}

static void
draw_cb (cairo_t *cr, int resolution, gpointer data)
{
  cairo_rectangle (cr, 10, 10, 10 * *(guint *) data, 10);
  cairo_set_source_rgb (cr, 1, 0, 0);
  cairo_fill (cr);
}

static gboolean
write_drawing (const char *path, guint variant, GError **error)
{
  const DhDrawing drawing = { 100, 50, DH_SCHEME_LIGHT, "title", draw_cb, &variant };
  g_autoptr (GByteArray) bytes =
    dh_drawing_encode (&drawing, &(DhDrawingSize) { DH_DRAWING_SVG, 0, 0, 1 }, error);

  return bytes != NULL && dh_safe_file_write (path, (const char *) bytes->data, bytes->len, error);
}

static const struct
{
  const char *name;
  gboolean (*write) (const char *path, guint variant, GError **error);
} kinds[] = {
  { "document", write_document },   { "weights", write_weights }, { "numbers", write_numbers },
  { "picture", write_picture },     { "heights", write_heights }, { "animation", write_animation },
  { "drawing", write_drawing },
};

static int
child (const char *kind, const char *path, const char *variant)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, kind))
      {
        g_autoptr (GError) error = NULL;
        const gboolean done = kinds[i].write (path, (guint) atoi (variant), &error);

        if (done)
          printf ("done\n");
        else
          printf ("said %s\n", error->message);
        return done == (error == NULL) ? 0 : 1;
      }
  return 1;
}

/* ---- the test ---- */

static char *program; /* this one */

/* NULL: there is no such file */
static GBytes *
read_file (const char *path)
{
  char *contents;
  gsize size;

  return g_file_get_contents (path, &contents, &size, NULL) ? g_bytes_new_take (contents, size)
                                                            : NULL;
}

static gboolean
is_same (GBytes *a, GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

static void
put_file (const char *path, GBytes *bytes)
{
  gsize size;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (data == NULL)
    g_unlink (path);
  else
    g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}

/* Files that were begun and not put in place; removes them. */
static guint
count_leftovers (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, ".downhill-"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
        n++;
      }
  return n;
}

static void
run_child (const char *kind, const char *folder, const char *path, const char *variant, guint at,
           const Fault *fault, FaultRun *run)
{
  const char *arguments[] = { program, "--child", kind, path, variant, NULL };

  fault_run (arguments, folder, at, fault->how, fault->sticky, run);
}

/* old: NULL for a new file */
static guint
try_call (const char *kind, const char *folder, GBytes *old, GBytes *new, guint at,
          const Fault *fault)
{
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_auto (FaultRun) run = { 0 };
  g_autoptr (GBytes) found = NULL;
  guint n_left;

  put_file (path, old);
  run_child (kind, folder, path, "2", at, fault, &run);
  g_test_message ("%s: %s%s at %u: %s%s: %s", kind, fault->how, fault->sticky ? " from" : "", at,
                  run.call, run.killed ? ", killed" : "", run.output);
  g_assert_cmpint (run.status, ==, 0);
  found = read_file (path);
  n_left = count_leftovers (folder);
  g_assert_true (is_same (found, old) || is_same (found, new));
  if (g_str_has_prefix (run.output, "done"))
    g_assert_true (is_same (found, new));
  else if (!run.killed)
    g_assert_nonnull (strstr (run.output, path));
  if (!run.killed && !g_str_equal (fault->how, "SHORT")) /* it may hit the tidying up, too */
    g_assert_cmpuint (n_left, ==, 0);
  return run.n_calls;
}

static GBytes *
make_bytes (const char *kind, const char *folder, const char *variant)
{
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_auto (FaultRun) run = { 0 };

  run_child (kind, folder, path, variant, 0, &all_faults[0], &run);
  g_assert_cmpstr (run.output, ==, "done\n");
  return read_file (path);
}

/* In short: each call with another fault; else each with every one. */
static void
test_kinds (void)
{
  char *folder = cli_make_folder ();

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      const char *kind = kinds[k].name;
      g_autoptr (GBytes) old = make_bytes (kind, folder, "1"), new = make_bytes (kind, folder, "2");
      guint n_calls;

      g_assert_false (g_bytes_equal (old, new));
      n_calls = try_call (kind, folder, old, new, 0, &all_faults[0]);
      g_assert_cmpuint (n_calls, >=, 5); /* open, write, fsync, rename, fsync */
      for (guint at = 1; at <= n_calls; at++)
        for (guint i = 0; i < n_faults; i++)
          if (g_test_thorough () || (at + k) % n_faults == i || (at + k + 3) % n_faults == i)
            try_call (kind, folder, i % 2 == 0 ? old : NULL, new, at, &all_faults[i]);
    }
  cli_remove_folder (folder);
}

/* ---- the command ---- */

static const char *const files[] = { "comparison.png", "strip-1.png", "animation.png",
                                     "history.csv", "lane-1.npz" };

typedef struct
{
  GBytes *files[G_N_ELEMENTS (files)];
} Written;

static void
written_read (Written *self, const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);

      self->files[i] = read_file (path);
    }
}

static void
written_clear (Written *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_clear_pointer (&self->files[i], g_bytes_unref);
}

static void
run_export (const char *document, const char *folder, const char *iterations, guint at,
            const Fault *fault, FaultRun *run)
{
  const char *arguments[] = { g_getenv ("DOWNHILL_CLI"),
                              "export",
                              document,
                              "--out",
                              folder,
                              "--what",
                              "comparison,strip,animation,history,weights",
                              "--no-landscapes",
                              "--frames",
                              "2",
                              "--columns",
                              "2",
                              "--scale",
                              "0.5",
                              "--iterations",
                              iterations,
                              NULL };

  fault_run (arguments, folder, at, fault->how, fault->sticky, run);
}

/* history.csv has the time in it. */
static gboolean
is_whole (guint file, GBytes *found, const Written *written)
{
  gsize size;
  const char *data;

  if (!g_str_equal (files[file], "history.csv"))
    return is_same (found, written->files[file]);
  data = g_bytes_get_data (found, &size);
  return size > 200 && data[size - 1] == '\n' && g_str_has_prefix (data, "lane,label,");
}

static void
check_files (const char *folder, const Written *old, const Written *new, const FaultRun *run)
{
  Written found;
  guint n_new = 0;

  written_read (&found, folder);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_assert_nonnull (found.files[i]);
      n_new += is_whole (i, found.files[i], new);
      g_assert_true (is_whole (i, found.files[i], old) || is_whole (i, found.files[i], new));
    }
  if (!run->killed && run->status == 0)
    g_assert_cmpuint (n_new, ==, G_N_ELEMENTS (files));
  written_clear (&found);
}

static void
test_command (void)
{
  const guint step = g_test_thorough () ? 1 : 10;
  char *folder = cli_make_folder ();
  g_autofree char *out = g_build_filename (folder, "out", NULL);
  g_autofree char *document = g_build_filename (folder, "a.downhill", NULL);
  g_auto (FaultRun) first = { 0 }, second = { 0 };
  Written old, new;

  g_assert_true (g_file_set_contents (document,
                                      "{\"format\": \"downhill\", \"version\": 1, "
                                      "\"lanes\": [{\"loss\": \"mse\"}]}",
                                      -1, NULL));
  run_export (document, out, "1", 0, &all_faults[0], &first);
  written_read (&old, out);
  run_export (document, out, "2", 0, &all_faults[0], &second);
  written_read (&new, out);
  g_assert_cmpint (first.status, ==, 0);
  g_assert_cmpint (second.status, ==, 0);
  g_assert_cmpuint (second.n_calls, >, 20);
  for (guint at = 1; at <= second.n_calls; at += step)
    {
      const Fault *fault = &all_faults[at / step % n_faults];
      g_auto (FaultRun) run = { 0 };

      for (guint i = 0; i < G_N_ELEMENTS (files); i++)
        {
          g_autofree char *path = g_build_filename (out, files[i], NULL);

          put_file (path, old.files[i]);
        }
      run_export (document, out, "2", at, fault, &run);
      g_test_message ("%s%s at %u: %s: status %d%s", fault->how, fault->sticky ? " from" : "", at,
                      run.call, run.status, run.killed ? ", killed" : "");
      check_files (out, &old, &new, &run);
      count_leftovers (out);
    }
  written_clear (&old);
  written_clear (&new);
  cli_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--child"))
    return child (argv[2], argv[3], argv[4]);
  g_test_init (&argc, &argv, NULL);
  program = argv[0];
  g_test_add_func ("/file-faults/kinds", test_kinds);
  g_test_add_func ("/file-faults/command", test_command);
  return g_test_run ();
}
