/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tests of kept sessions share: folders, and contents that say what they should be.
 */
#include "tests/core/store/store-helpers.h"

#include "core/store/checksum.h"
#include "tests/core/data/temp-folder.h"

#include <string.h>
#include <unistd.h>

void
use_memory (void)
{
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
}

char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("downhill-store-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
remove_folder (char *folder)
{
  remove_tree (folder);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_free (folder);
}

/* A linear congruential generator of 64 bits (Knuth's MMIX). */
static void
fill (guint8 *bytes, gsize size, guint64 state)
{
  for (gsize i = 0; i < size; i++)
    {
      state = state * G_GUINT64_CONSTANT (6364136223846793005)
              + G_GUINT64_CONSTANT (1442695040888963407);
      bytes[i] = (guint8) (state >> 56);
    }
}

GBytes *
make_bytes (guint64 run, guint64 iteration, gsize size)
{
  guint8 *bytes = g_malloc (MAX (size, 1));

  fill (bytes, size, run * 1000003 + iteration);
  return g_bytes_new_take (bytes, size);
}

DhMoment *
make_moment (guint64 run, guint64 iteration, gsize size)
{
  g_autoptr (GBytes) preview = make_bytes (run, iteration, size);
  g_autoptr (GBytes) numbers = g_bytes_new (&iteration, sizeof iteration);

  return dh_moment_new (run, iteration, NULL, numbers, preview);
}

void
check_moment (const DhMoment *moment, guint64 run, guint64 iteration)
{
  g_autoptr (GBytes) preview = NULL;
  gsize size;

  g_assert_nonnull (moment);
  g_assert_cmpuint (moment->run, ==, run);
  g_assert_cmpuint (moment->iteration, ==, iteration);
  g_assert_cmpuint (*(const guint64 *) g_bytes_get_data (moment->numbers, &size), ==, iteration);
  g_assert_cmpuint (size, ==, sizeof iteration);
  preview = make_bytes (run, iteration, g_bytes_get_size (moment->preview));
  g_assert_true (g_bytes_equal (preview, moment->preview));
}

void
put_moment (DhDatabase *database, guint64 run, guint64 iteration, gsize size)
{
  g_autoptr (DhMoment) moment = make_moment (run, iteration, size);
  g_autoptr (GError) error = NULL;

  dh_moments_put (database, moment, &error);
  g_assert_no_error (error);
}

gboolean
put_checkpoint (DhDatabase *database, guint64 run, guint64 iteration, gsize size, gsize piece,
                GError **error)
{
  g_autoptr (GBytes) bytes = make_bytes (run, iteration, size);
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  gint64 id;

  if (!dh_checkpoints_begin (database, run, iteration, &id, error))
    return FALSE;
  for (gsize at = 0, i = 0; at < size; at += piece, i++)
    if (!dh_checkpoints_add (database, id, (guint) i, data + at, MIN (piece, size - at), error))
      return FALSE;
  return dh_checkpoints_finish (database, id, size, dh_checksum_add (0, data, size), error);
}

gboolean
collect_piece (const void *data, gsize size, gpointer bytes)
{
  g_byte_array_append (bytes, data, (guint) size);
  return TRUE;
}

void
check_checkpoint (DhDatabase *database, const DhCheckpoint *checkpoint)
{
  g_autoptr (GByteArray) is = g_byte_array_new ();
  g_autoptr (GBytes) should = make_bytes (checkpoint->run, checkpoint->iteration, checkpoint->size);
  g_autoptr (GError) error = NULL;

  dh_checkpoints_read (database, checkpoint, collect_piece, is, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (is->data, is->len, g_bytes_get_data (should, NULL), g_bytes_get_size (should));
}

void
commit (DhStore *store)
{
  g_autoptr (GError) error = NULL;

  dh_store_commit (store, &error);
  g_assert_no_error (error);
}

DhStore *
open_store (const char *folder, const char *id)
{
  g_autoptr (GError) error = NULL;
  DhStore *store = dh_store_open (folder, id, &dh_store_default_rules, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

void
close_store (DhStore *store)
{
  g_autoptr (GError) error = NULL;

  dh_store_close (store, &error);
  g_assert_no_error (error);
}

/* How many of a run's moments are whole; of the others, an earlier one is found. */
static guint
check_run (DhDatabase *database, guint64 run, guint *n_listed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) iterations = dh_moments_list_iterations (database, run, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < iterations->len; i++)
    {
      const DhPlace place = { run, g_array_index (iterations, guint64, i) };
      g_autoptr (GPtrArray) found = dh_moments_find (database, &place, 1, &error);
      const DhMoment *moment;

      g_assert_no_error (error);
      moment = g_ptr_array_index (found, 0);
      if (moment == NULL)
        continue;
      g_assert_cmpuint (moment->iteration, <=, place.iteration);
      check_moment (moment, run, moment->iteration);
      n += moment->iteration == place.iteration;
    }
  *n_listed += iterations->len;
  return n;
}

guint
check_moments (DhDatabase *database, guint *n_listed)
{
  guint n = 0;

  *n_listed = 0;
  for (guint64 run = 0; run < 8; run++)
    n += check_run (database, run, n_listed);
  return n;
}

void
check_all (DhDatabase *database)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) checkpoints = dh_checkpoints_list (database, &error);
  guint n_moments, n_listed;

  g_assert_no_error (error);
  for (guint i = 0; i < checkpoints->len; i++)
    check_checkpoint (database, &g_array_index (checkpoints, DhCheckpoint, i));
  n_moments = check_moments (database, &n_listed);
  g_assert_cmpuint (n_moments, ==, n_listed);
}
