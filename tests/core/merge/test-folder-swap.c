/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Swapping a folder: what is written and what is left alone, breaking it off, and looking at one
 * picture before.
 */
#include "core/base/error.h"
#include "core/data/picture.h"
#include "core/merge/folder-swap.h"
#include "core/merge/swap-sampler.h"
#include "tests/core/data/temp-folder.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_PICTURES 5

typedef struct
{
  char *root, *faces, *out, *weights;
  int cancelled;
  guint cancel_after; /* pictures; 0: never */
  guint n_told;
  char *first; /* sentence */
} Fixture;

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (from, &contents, &size, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, contents, (gssize) size, &error);
  g_assert_no_error (error);
}

static void
add_bundled (Fixture *self, const char *name)
{
  g_autofree char *from = g_build_filename (g_getenv ("DH_FACES"), "alder", name, NULL);
  g_autofree char *to = g_build_filename (self->faces, name, NULL);

  copy_file (from, to);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->root = g_dir_make_tmp ("folder-swap-XXXXXX", NULL);
  self->faces = g_build_filename (self->root, "faces", NULL);
  self->out = g_build_filename (self->root, "out", NULL);
  self->weights = g_build_filename (g_getenv ("DH_FACES"), "..", "warm", "quick-alder-birch.npz",
                                    NULL);
  g_mkdir (self->faces, 0700);
  g_mkdir (self->out, 0700);
  add_bundled (self, "landmarks.csv");
  for (guint i = 0; i < N_PICTURES; i++)
    {
      g_autofree char *name = g_strdup_printf ("train_%03u.png", i);

      add_bundled (self, name);
    }
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  remove_tree (self->root);
  g_free (self->root);
  g_free (self->faces);
  g_free (self->out);
  g_free (self->weights);
  g_free (self->first);
}

static DhFolderSwap
get_what (Fixture *self)
{
  return (DhFolderSwap) { .weights = self->weights,
                          .faces = self->faces,
                          .out = self->out,
                          .edge = DH_FOLDER_SWAP_EDGE,
                          .cancelled = &self->cancelled };
}

static void
tell_cb (const DhFolderSwapResult *so_far, const char *sentence, gpointer data)
{
  Fixture *self = data;

  self->n_told++;
  if (sentence != NULL && self->first == NULL)
    self->first = g_strdup (sentence);
  if (self->cancel_after > 0 && so_far->n_done >= self->cancel_after)
    g_atomic_int_set (&self->cancelled, TRUE);
}

static DhFolderSwapResult
run (Fixture *self, const DhFolderSwap *what)
{
  g_autoptr (GError) error = NULL;
  DhFolderSwapResult result;

  g_assert_true (dh_folder_swap_run (what, tell_cb, self, &result, &error));
  g_assert_no_error (error);
  return result;
}

static char *
dup_contents (const char *folder, const char *name, gsize *size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, size, NULL));
  return contents;
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

/* ---- files that are there already ---- */

static guint
count_existing (const DhFolderSwap *what)
{
  guint n;

  g_assert_true (dh_folder_swap_count_existing (what, &n, NULL));
  return n;
}

static void
test_existing (Fixture *self, gconstpointer data)
{
  g_autofree char *own = g_build_filename (self->out, "train_001.png", NULL);
  g_autofree char *other = g_build_filename (self->out, "unrelated.png", NULL);
  g_autofree char *kept = NULL, *replaced = NULL;
  DhFolderSwap what = get_what (self);
  DhFolderSwapResult result;
  gsize size;

  g_assert_cmpuint (count_existing (&what), ==, 0);
  g_assert_true (g_file_set_contents (own, "somebody’s", -1, NULL));
  g_assert_true (g_file_set_contents (other, "somebody’s", -1, NULL));
  g_assert_cmpuint (count_existing (&what), ==, 1);
  what.keep_existing = TRUE;
  what.niceness = 10;
  result = run (self, &what);
  g_assert_cmpuint (result.n_kept, ==, 1);
  g_assert_cmpuint (result.n_done, ==, N_PICTURES - 1);
  g_assert_cmpuint (self->n_told, ==, N_PICTURES);
  kept = dup_contents (self->out, "train_001.png", &size);
  g_assert_cmpmem (kept, size, "somebody’s", strlen ("somebody’s"));
  g_assert_cmpuint (count_existing (&what), ==, N_PICTURES);
  what.keep_existing = FALSE;
  result = run (self, &what);
  g_assert_cmpuint (result.n_kept, ==, 0);
  g_assert_cmpuint (result.n_done, ==, N_PICTURES);
  replaced = dup_contents (self->out, "train_001.png", &size);
  g_assert_cmpuint (size, >, 1000);
  g_assert_cmpuint (count_files (self->out), ==, N_PICTURES + 1);
}

/* Each picture is written, whatever the others are called; a name that ends in .png stays. */
static void
test_names (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "x.png", "x.PNG", "x.jpg", "x.jpg.png", "y.JPG" };
  static const char *const made[] = { "x.png", "x.PNG.png", "x.jpg.png.png", "x.jpg.png", "y.png" };
  g_autofree char *from = g_build_filename (self->faces, "train_000.png", NULL);
  g_autofree char *table = g_build_filename (self->faces, "landmarks.csv", NULL);
  const DhFolderSwap what = get_what (self);
  DhFolderSwapResult result;

  g_remove (table);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *to = g_build_filename (self->faces, names[i], NULL);

      copy_file (from, to);
    }
  result = run (self, &what);
  g_assert_cmpuint (result.n_done, ==, N_PICTURES + G_N_ELEMENTS (names));
  g_assert_cmpuint (count_files (self->out), ==, result.n_done);
  g_assert_cmpuint (count_existing (&what), ==, result.n_done);
  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autofree char *path = g_build_filename (self->out, made[i], NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
}

/* Links in the other folder that lead to pictures don't let these be overwritten. */
static void
test_links (Fixture *self, gconstpointer data)
{
  g_autofree char *picture = g_build_filename (self->faces, "train_000.png", NULL);
  g_autofree char *link = g_build_filename (self->out, "train_000.png", NULL);
  g_autofree char *dangling = g_build_filename (self->out, "train_001.png", NULL);
  g_autofree char *nowhere = g_build_filename (self->root, "nowhere.png", NULL);
  g_autofree char *before = NULL, *after = NULL;
  DhFolderSwap what = get_what (self);
  gsize size, size_after;

  g_assert_cmpint (symlink (picture, link), ==, 0);
  g_assert_cmpint (symlink (nowhere, dangling), ==, 0);
  g_assert_cmpuint (count_existing (&what), ==, 2);
  before = dup_contents (self->faces, "train_000.png", &size);
  what.keep_existing = TRUE;
  g_assert_cmpuint (run (self, &what).n_kept, ==, 2);
  what.keep_existing = FALSE;
  g_assert_cmpuint (run (self, &what).n_done, ==, N_PICTURES);
  after = dup_contents (self->faces, "train_000.png", &size_after);
  g_assert_cmpmem (before, size, after, size_after);
  g_assert_false (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_false (g_file_test (dangling, G_FILE_TEST_IS_SYMLINK));
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
}

/* ---- breaking off ---- */

/* All that is there can be read, and nothing else is. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  const DhFolderSwap what = get_what (self);
  g_autoptr (GDir) dir = NULL;
  DhFolderSwapResult result;
  const char *name;
  guint n = 0;

  for (guint i = N_PICTURES; i < 40; i++)
    {
      g_autofree char *picture = g_strdup_printf ("train_%03u.png", i);

      add_bundled (self, picture);
    }
  self->cancel_after = 2;
  result = run (self, &what);
  g_assert_cmpuint (result.n_done, >=, 2);
  g_assert_cmpuint (result.n_done, <, result.n_pictures);
  dir = g_dir_open (self->out, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->out, name, NULL);
      g_autoptr (DhImage) image = dh_picture_read (path, NULL, NULL);

      g_assert_nonnull (image);
      n++;
    }
  g_assert_cmpuint (n, ==, result.n_done);
}

static void
test_cancelled_before (Fixture *self, gconstpointer data)
{
  const DhFolderSwap what = get_what (self);
  DhFolderSwapResult result;

  self->cancelled = TRUE;
  result = run (self, &what);
  g_assert_cmpuint (result.n_done, ==, 0);
  g_assert_cmpuint (count_files (self->out), ==, 0);
}

/* ---- what can't be done ---- */

static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *bad = g_build_filename (self->faces, "train_002.png", NULL);
  const DhFolderSwap what = get_what (self);
  DhFolderSwapResult result;

  g_assert_true (g_file_set_contents (bad, "\x89PNG\r\n\x1a\nnothing", -1, NULL));
  result = run (self, &what);
  g_assert_cmpuint (result.n_done, ==, N_PICTURES - 1);
  g_assert_cmpuint (result.n_skipped, ==, 1);
  g_assert_nonnull (strstr (self->first, "train_002.png"));
}

static void
test_vanished (Fixture *self, gconstpointer data)
{
  DhFolderSwap what = get_what (self);
  g_autoptr (GError) error = NULL;
  DhFolderSwapResult result;
  guint n;

  what.faces = "/nonexistent";
  g_assert_false (dh_folder_swap_count_existing (&what, &n, &error));
  g_assert_nonnull (strstr (error->message, "nonexistent"));
  g_clear_error (&error);
  what = get_what (self);
  what.out = "/nonexistent";
  g_assert_false (dh_folder_swap_run (&what, tell_cb, self, &result, &error));
  g_assert_nonnull (strstr (error->message, "nonexistent"));
  g_assert_cmpuint (result.n_done, ==, 0);
  g_assert_null (self->first); /* that it can't be written is said once, by the error */
}

static void
test_same_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *link = g_build_filename (self->root, "link", NULL);
  g_autofree char *dots = g_build_filename (self->out, "..", "faces", NULL);

  g_assert_cmpint (symlink (self->faces, link), ==, 0);
  g_assert_true (dh_folder_swap_is_same_folder (self->faces, self->faces));
  g_assert_true (dh_folder_swap_is_same_folder (self->faces, link));
  g_assert_true (dh_folder_swap_is_same_folder (self->faces, dots));
  g_assert_true (dh_folder_swap_is_same_folder ("/nonexistent", "/nonexistent/."));
  g_assert_false (dh_folder_swap_is_same_folder (self->faces, self->out));
  g_assert_false (dh_folder_swap_is_same_folder (self->faces, "/nonexistent"));
}

/* ---- samples ---- */

static DhSwapSample *
wait_for_sample (DhSwapSampler *sampler, const DhFolderSwap *what, guint index)
{
  DhSwapSample *sample = NULL;

  dh_swap_sampler_want (sampler, what, index);
  while (sample == NULL)
    {
      GPollFD fd = { dh_swap_sampler_get_fd (sampler), G_IO_IN, 0 };

      g_assert_cmpint (g_poll (&fd, 1, 60000), ==, 1);
      sample = dh_swap_sampler_take (sampler);
    }
  return sample;
}

/* The picture that the swap writes, and the one that it is made from; others by another index. */
static void
test_sample (Fixture *self, gconstpointer data)
{
  DhFolderSwap what = get_what (self);
  DhSwapSampler *sampler = dh_swap_sampler_new (self->weights);
  g_autoptr (DhSwapSample) first = wait_for_sample (sampler, &what, 0);
  g_autoptr (DhSwapSample) again = NULL, second = NULL, own = NULL;
  g_autofree char *path = g_build_filename (self->out, "train_000.png", NULL);
  g_autoptr (DhImage) written = NULL;
  gsize n, n_different = 0;

  g_assert_null (first->problem);
  g_assert_cmpuint (first->n_pictures, ==, N_PICTURES);
  g_assert_cmpstr (first->name, ==, "train_000.png");
  g_assert_true (first->is_placed);
  n = 4 * (gsize) first->width * first->height;
  again = wait_for_sample (sampler, &what, N_PICTURES);
  g_assert_cmpmem (first->after, n, again->after, n);
  second = wait_for_sample (sampler, &what, 1);
  g_assert_cmpstr (second->name, ==, "train_001.png");
  what.to_a = TRUE;
  own = wait_for_sample (sampler, &what, 0);
  g_assert_cmpmem (first->before, n, own->before, n);
  g_assert_true (memcmp (first->after, own->after, n) != 0);
  dh_swap_sampler_free (sampler);

  what.to_a = FALSE;
  run (self, &what);
  written = dh_picture_read (path, NULL, NULL);
  g_assert_cmpint (written->width, ==, first->width);
  g_assert_cmpint (written->height, ==, first->height);
  for (gsize i = 0; i < n; i++)
    n_different += first->after[i] != written->pixels[i] / 257;
  g_assert_cmpuint (n_different, ==, 0);
}

static void
test_bad_samples (Fixture *self, gconstpointer data)
{
  DhFolderSwap what = get_what (self);
  DhSwapSampler *sampler = dh_swap_sampler_new (self->weights);
  DhSwapSampler *lost = dh_swap_sampler_new ("/nonexistent.npz");
  g_autoptr (DhSwapSample) nowhere = NULL, gone = NULL, weightless = NULL;
  g_autofree char *picture = g_build_filename (self->faces, "train_003.png", NULL);

  gone = wait_for_sample (sampler, &what, 0);
  g_assert_null (gone->problem);
  g_clear_pointer (&gone, dh_swap_sample_free);
  g_remove (picture);
  gone = wait_for_sample (sampler, &what, 3);
  g_assert_nonnull (strstr (gone->problem, "train_003.png"));
  g_assert_null (gone->after);
  what.faces = self->out;
  nowhere = wait_for_sample (sampler, &what, 0);
  g_assert_nonnull (nowhere->problem);
  g_assert_null (nowhere->name);
  g_assert_cmpuint (nowhere->n_pictures, ==, 0);
  what.faces = self->faces;
  weightless = wait_for_sample (lost, &what, 0);
  g_assert_nonnull (strstr (weightless->problem, "nonexistent"));
  dh_swap_sampler_free (sampler);
  dh_swap_sampler_free (lost);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/folder-swap/existing", test_existing);
  ADD ("/folder-swap/names", test_names);
  ADD ("/folder-swap/links", test_links);
  ADD ("/folder-swap/cancel", test_cancel);
  ADD ("/folder-swap/cancelled-before", test_cancelled_before);
  ADD ("/folder-swap/damaged", test_damaged);
  ADD ("/folder-swap/vanished", test_vanished);
  ADD ("/folder-swap/same-folder", test_same_folder);
  ADD ("/folder-swap/sample", test_sample);
  ADD ("/folder-swap/bad-samples", test_bad_samples);
  return g_test_run ();
}
