/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/history.h"
#include "core/train/snapshot-private.h"

static DhHistory *
make_history (guint64 n)
{
  DhHistory *history = dh_history_new ();

  for (guint64 i = 1; i <= n; i++)
    {
      DhRecord record = { .iteration = i, .seconds = i / 10.0, .loss = 1.0f / i };

      dh_history_add_record (history, &record);
    }
  return history;
}

static void
test_entries_stay (void)
{
  const guint64 n = 100000;
  g_autoptr (DhHistory) history = make_history (n);

  g_assert_cmpuint (dh_history_get_n_records (history), ==, n);
  for (guint64 i = 0; i < n; i += 997)
    {
      DhRecord record = dh_history_get_record (history, i);

      g_assert_cmpuint (record.iteration, ==, i + 1);
      g_assert_cmpfloat (record.seconds, ==, (i + 1) / 10.0);
    }
}

/* Any number of them, over the ends of chunks, and nothing behind. */
static void
test_copied_records (void)
{
  static const guint64 counts[] = { 0, 1, 4095, 4096, 4097, 8192, 10000, 12000 };
  g_autoptr (DhHistory) history = make_history (10000);
  g_autofree DhRecord *records = g_new (DhRecord, 12001);

  for (guint k = 0; k < G_N_ELEMENTS (counts); k++)
    {
      const guint64 n = MIN (counts[k], 10000);

      memset (records, 0, 12001 * sizeof *records);
      dh_history_copy_records (history, counts[k], records);
      for (guint64 i = 0; i < n; i++)
        {
          g_assert_cmpuint (records[i].iteration, ==, i + 1);
          g_assert_cmpfloat (records[i].seconds, ==, (i + 1) / 10.0);
        }
      g_assert_cmpuint (records[n].iteration, ==, 0);
    }
}

static void
test_copy_goes_its_own_way (void)
{
  g_autoptr (DhHistory) history = make_history (5000);
  g_autoptr (DhHistory) copy = dh_history_copy (history);
  DhRecord record = { .iteration = 7 };

  g_assert_cmpuint (dh_history_get_serial (copy), !=, dh_history_get_serial (history));
  dh_history_add_record (copy, &record);
  g_assert_cmpuint (dh_history_get_n_records (copy), ==, 5001);
  g_assert_cmpuint (dh_history_get_n_records (history), ==, 5000);
  g_assert_cmpuint (dh_history_get_record (copy, 4999).iteration, ==, 5000);
}

static void
test_snapshot_does_not_grow (void)
{
  g_autoptr (DhHistory) history = make_history (10);
  DhLaneSnapshotValues values = {
    .iteration = 10, .state = DH_STATE_FLAT, .state_text = "flat", .loss = 0.1, .history = history
  };
  g_autoptr (DhLaneSnapshot) snapshot = dh_lane_snapshot_new (&values);
  DhRecord record = { .iteration = 11 };

  dh_history_add_record (history, &record);
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (snapshot), ==, 10);
  g_assert_cmpuint (dh_lane_snapshot_get_record (snapshot, 9).iteration, ==, 10);
  g_assert_cmpstr (dh_lane_snapshot_get_state_text (snapshot), ==, "flat");
  g_assert_cmpstr (dh_state_get_id (dh_lane_snapshot_get_state (snapshot)), ==, "flat");
  g_assert_null (dh_lane_snapshot_get_preview (snapshot));
}

static void
fill (float *planes, int size, float red, float green, float blue)
{
  for (int i = 0; i < size * size; i++)
    {
      planes[i] = red;
      planes[size * size + i] = green;
      planes[2 * size * size + i] = blue;
    }
}

static void
assert_colour (const guint8 *tile, guint red, guint green, guint blue)
{
  g_assert_cmpuint (tile[0], ==, red);
  g_assert_cmpuint (tile[1], ==, green);
  g_assert_cmpuint (tile[2], ==, blue);
  g_assert_cmpuint (tile[3], ==, 255);
}

static void
test_preview_tiles (void)
{
  enum
  {
    SIZE = 4
  };
  g_autoptr (DhPreviewFaces) faces = dh_preview_faces_new (SIZE, 2, FALSE);
  float planes[3 * SIZE * SIZE];
  g_autoptr (DhPreview) preview = NULL;

  fill (planes, SIZE, 0, 0.5f, 1);
  dh_preview_faces_set_tile (faces, 1, 1, DH_TILE_ORIGINAL, planes);
  preview = dh_preview_new (faces, 42);
  fill (planes, SIZE, -3, 7, (float) (0.0 / 0.0));
  dh_preview_set_tile (preview, 0, 1, DH_TILE_SWAP, planes);

  g_assert_cmpuint (dh_preview_get_iteration (preview), ==, 42);
  g_assert_cmpint (dh_preview_get_size (preview), ==, SIZE);
  g_assert_cmpint (dh_preview_get_n_faces (preview), ==, 2);
  assert_colour (dh_preview_peek_tile (preview, 1, 1, DH_TILE_ORIGINAL), 0, 128, 255);
  assert_colour (dh_preview_peek_tile (preview, 0, 1, DH_TILE_SWAP), 0, 255, 0);
  g_assert_false (dh_preview_has_true_swap (preview));
  g_assert_null (dh_preview_peek_tile (preview, 0, 0, DH_TILE_TRUE_SWAP));
  g_assert_null (dh_preview_peek_tile (preview, 0, 2, DH_TILE_SELF));
  g_assert_null (dh_preview_peek_tile (preview, 2, 0, DH_TILE_SELF));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/entries-stay", test_entries_stay);
  g_test_add_func ("/history/copied-records", test_copied_records);
  g_test_add_func ("/history/copy-goes-its-own-way", test_copy_goes_its_own_way);
  g_test_add_func ("/snapshot/does-not-grow", test_snapshot_does_not_grow);
  g_test_add_func ("/snapshot/preview-tiles", test_preview_tiles);
  return g_test_run ();
}
