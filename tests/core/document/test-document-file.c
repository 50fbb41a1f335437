/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/error.h"
#include "tests/core/document/document-helpers.h"

static char *folder;

static char *
name_file (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
test_save_and_load (void)
{
  GRand *rand = g_rand_new_with_seed (16);
  g_autofree char *path = name_file ("ä document.downhill");

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (DhDocument) document = make_wild_document (rand), back = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (dh_document_save (document, path, &error));
      g_assert_no_error (error);
      back = dh_document_load (path, &error);
      g_assert_no_error (error);
      assert_same_document (document, back);
    }
  g_unlink (path);
  g_rand_free (rand);
}

/* A lesson's folder can be moved as a whole. */
static void
test_relative_paths (void)
{
  static const char *const text =
    "{\"format\": \"downhill\", \"version\": 1, \"people\": [{\"folder\": \"me\"}, \"birch\"],\n"
    "\"lanes\": [{\"start\": \"weights/lane-1.npz\", \"changes\": [{\"iteration\": 3, \"rate\": "
    "1}]}]}";
  g_autofree char *path = name_file ("a.downhill"), *me = name_file ("me");
  g_autofree char *weights = name_file ("weights/lane-1.npz");
  g_autoptr (GError) error = NULL;
  g_autoptr (DhDocument) document = NULL;
  const DhSettingsLog *log;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  document = dh_document_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (document->people[0].folder, ==, me);
  log = document->lanes[0].log;
  g_assert_cmpuint (dh_settings_log_get_length (log), ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpstr (dh_settings_log_get (log, i)->settings.start.path, ==, weights);
  g_unlink (path);
}

static void
assert_refused (const char *path, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhDocument) document = dh_document_load (path, &error);

  g_assert_null (document);
  g_assert_error (error, DH_ERROR, DH_ERROR_DOCUMENT);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” is not in: %s", word, error->message);
}

static void
test_what_is_no_document (void)
{
  g_autofree char *missing = name_file ("missing"), *huge = name_file ("huge");
  g_autofree char *broken = name_file ("broken");

  assert_refused (missing, "There is no file");
  assert_refused (folder, "is not a file");
  assert_refused ("/dev/zero", "is not a file");
  g_assert_true (g_file_set_contents (huge, "{", -1, NULL));
  g_assert_cmpint (truncate (huge, DH_DOCUMENT_MAX_SIZE + 1), ==, 0);
  assert_refused (huge, "larger than 16 MB");
  g_assert_true (g_file_set_contents (broken, "{\n\n\"a\"", -1, NULL));
  assert_refused (broken, "broken”, line 3: ");
  g_unlink (huge);
  g_unlink (broken);
}

static void
test_where_nothing_can_be_saved (void)
{
  g_autoptr (DhDocument) document = read_document (
    "{\"format\": \"downhill\", \"version\": 1, \"lanes\": [{}]}");
  g_autofree char *path = name_file ("none/a.downhill");
  g_autoptr (GError) error = NULL;

  g_assert_false (dh_document_save (document, path, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FILE);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("downhill-document-XXXXXX", NULL);
  g_test_add_func ("/document-file/save", test_save_and_load);
  g_test_add_func ("/document-file/relative", test_relative_paths);
  g_test_add_func ("/document-file/no-document", test_what_is_no_document);
  g_test_add_func ("/document-file/nowhere", test_where_nothing_can_be_saved);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
