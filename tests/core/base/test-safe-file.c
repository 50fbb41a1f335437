/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/safe-file.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"

static char *folder;

static char *
name_file (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
write_text (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_safe_file_write (path, text, strlen (text), &error));
  g_assert_no_error (error);
}

static void
assert_content (const char *path, const char *text)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, text);
}

/* One sentence with the path and the words; nothing is left lying about. */
static void
assert_refused (const char *path, const char *data, gsize size, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_false (dh_safe_file_write (path, data, size, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, path));
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” is not in: %s", words, error->message);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_false (g_str_has_prefix (name, "."));
}

static void
assert_mode (const char *path, guint mode)
{
  struct stat found;

  g_assert_cmpint (stat (path, &found), ==, 0);
  g_assert_cmpuint (found.st_mode & 07777, ==, mode);
}

static void
test_new_and_old (void)
{
  g_autofree char *path = name_file ("a");
  mode_t old = umask (027);

  write_text (path, "first");
  umask (old);
  assert_mode (path, 0640);
  write_text (path, "");
  assert_content (path, "");
  g_assert_cmpint (chmod (path, 0604), ==, 0);
  write_text (path, "second");
  assert_content (path, "second");
  assert_mode (path, 0604);
}

static void
test_links_are_followed (void)
{
  g_autofree char *path = name_file ("real"), *link = name_file ("link");
  g_autofree char *dangling = name_file ("dangling"), *made = name_file ("made");
  g_autofree char *circle = name_file ("circle");

  write_text (path, "old");
  g_assert_cmpint (symlink ("real", link), ==, 0);
  write_text (link, "new");
  assert_content (path, "new");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (symlink (made, dangling), ==, 0);
  write_text (dangling, "there");
  assert_content (made, "there");
  g_assert_true (g_file_test (dangling, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (symlink ("circle", circle), ==, 0);
  assert_refused (circle, "x", 1, "choose another name");
}

static void
test_where_nothing_can_be_written (void)
{
  g_autofree char *missing = name_file ("none/a"), *under = name_file ("file/a");
  g_autofree char *file = name_file ("file"), *locked = name_file ("locked");
  g_autofree char *longest = g_strnfill (300, 'n'), *long_path = name_file (longest);

  assert_refused (missing, "x", 1, "create its folder");
  write_text (file, "x");
  assert_refused (under, "x", 1, "create its folder");
  assert_refused (folder, "x", 1, "choose another name");
  assert_refused (long_path, "x", 1, "choose another name");
  assert_refused ("/dev/full", "x", 1, "free some space");
  write_text (locked, "kept");
  g_assert_cmpint (chmod (locked, 0400), ==, 0);
  if (geteuid () != 0)
    assert_refused (locked, "x", 1, "may write to");
  assert_content (locked, "kept");
}

/* A limit on the size of files stands for a full disk: writing fails in the middle. */
static void
test_full_disk (void)
{
  const gsize size = 1 << 20;
  g_autofree char *path = name_file ("kept"), *data = g_strnfill (size, 'z');
  g_autofree char *other = name_file ("not-made");
  struct rlimit old, small;

  write_text (path, "old");
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = (struct rlimit) { size / 2, old.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  assert_refused (path, data, size, "free some space");
  assert_refused (other, data, size, "free some space");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  assert_content (path, "old");
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
}

/* A pipe stays one, and its reader gets everything. */
static void
test_pipe (void)
{
  g_autofree char *path = name_file ("pipe"), *got = NULL;
  const char *argv[] = { "cat", path, NULL };
  g_autoptr (GSubprocess) reader = NULL;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  reader = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  g_assert_nonnull (reader);
  write_text (path, "through");
  g_assert_true (g_subprocess_communicate_utf8 (reader, NULL, NULL, &got, NULL, NULL));
  g_assert_cmpstr (got, ==, "through");
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = name_file (name);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("downhill-safe-file-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/safe-file/new-and-old", test_new_and_old);
  g_test_add_func ("/safe-file/links", test_links_are_followed);
  g_test_add_func ("/safe-file/nowhere", test_where_nothing_can_be_written);
  g_test_add_func ("/safe-file/full-disk", test_full_disk);
  g_test_add_func ("/safe-file/pipe", test_pipe);
  status = g_test_run ();
  remove_folder ();
  return status;
}
