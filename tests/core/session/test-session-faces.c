/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The session with all kinds of people: the user's own folder, pairs with gaps, the same person
 * twice, people that change while they are read.
 */
#include "core/data/image.h"
#include "core/data/png.h"
#include "tests/core/data/temp-folder.h"
#include "tests/core/session/session-runner.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static const char *const one_lane[] = { "mae", NULL };

typedef enum
{
  LANDMARKS = 1 << 0,
  PAIRS = 1 << 1,
} Kinds;

/* A folder with a bundled person's pictures, and any other files the test needs. */
static TempFolder *
copy_person (const char *person, Kinds kinds)
{
  g_autofree char *source = g_build_filename (g_getenv ("DH_FACES"), person, NULL);
  g_autoptr (GDir) dir = g_dir_open (source, 0, NULL);
  TempFolder *folder = temp_folder_new ();
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *from = g_build_filename (source, name, NULL);
      g_autofree char *to = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize size;

      if (g_str_has_suffix (name, ".csv") ? !(kinds & LANDMARKS)
                                          : g_str_has_prefix (name, "pair_") && !(kinds & PAIRS))
        continue;
      g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
      g_assert_true (g_file_set_contents (to, bytes, size, NULL));
    }
  return folder;
}

static DhLaneSnapshot *
run_people (DhSession *session, const char *a, const char *b, guint64 iteration)
{
  dh_session_set_people (session, a, b);
  run_until (session, iteration);
  g_assert_cmpint (dh_session_get_status (session), ==, DH_SESSION_READY);
  return peek_snapshot (session, 0);
}

/* Two folders without landmarks: there is no true swap, and both are reported. */
static void
test_own_folders (void)
{
  g_autoptr (TempFolder) a = copy_person ("alder", 0);
  g_autoptr (TempFolder) b = copy_person ("birch", 0);
  g_autofree char *name_a = g_path_get_basename (a);
  g_autofree char *name_b = g_path_get_basename (b);
  g_autoptr (DhSession) session = make_session (one_lane);
  DhLaneSnapshot *snapshot = run_people (session, a, b, 2);
  const DhMetrics *metrics = dh_lane_snapshot_get_metrics (snapshot);
  DhPreview *preview = dh_lane_snapshot_get_preview (snapshot);

  g_assert_true (isfinite (metrics->mae) && isfinite (metrics->psnr));
  g_assert_true (isfinite (metrics->ssim));
  g_assert_true (isnan (metrics->swap_mae) && isnan (metrics->swap_psnr));
  g_assert_true (isnan (metrics->swap_ssim));
  g_assert_false (dh_preview_has_true_swap (preview));
  g_assert_null (dh_preview_peek_tile (preview, 0, 0, DH_TILE_TRUE_SWAP));
  g_assert_nonnull (dh_preview_peek_tile (preview, 0, 0, DH_TILE_SWAP));
  g_assert_nonnull (strstr (dh_session_get_message (session), name_a));
  g_assert_nonnull (strstr (dh_session_get_message (session), name_b));
}

/* Other held-out pictures change the measurements, but nothing in the training. */
static void
test_held_out_never_trained_on (void)
{
  g_autoptr (TempFolder) folder = copy_person ("alder", LANDMARKS | PAIRS);
  g_autoptr (DhImage) grey = dh_image_new (256, 256);
  g_autoptr (DhSession) clean = make_session (one_lane);
  g_autoptr (DhSession) poisoned = make_session (one_lane);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  DhLaneSnapshot *a, *b;
  const char *name;
  guint n_replaced = 0;

  memset (grey->pixels, 128, 256 * 256 * DH_IMAGE_PIXEL);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "pair_"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_assert_true (dh_png_write (grey, path, NULL, NULL));
        n_replaced++;
      }
  g_assert_cmpuint (n_replaced, >, 10);
  a = run_people (clean, "alder", "birch", 45); /* more than a pass over the pictures */
  b = run_people (poisoned, folder, "birch", 45);
  g_assert_null (dh_session_get_message (poisoned));
  assert_same_records (a, b);
  g_assert_cmpfloat (dh_lane_snapshot_get_metrics (a)->mae, !=,
                     dh_lane_snapshot_get_metrics (b)->mae);
}

/* One damaged picture drops only its own pair, not the others. */
static void
test_damaged_pair (void)
{
  g_autoptr (TempFolder) folder = copy_person ("alder", LANDMARKS | PAIRS);
  g_autofree char *path = g_build_filename (folder, "pair_003.png", NULL);
  g_autoptr (DhSession) session = make_session (one_lane);
  g_autoptr (DhSession) whole = make_session (one_lane);
  const DhMetrics *metrics, *all;
  DhLaneSnapshot *snapshot;
  DhPreview *preview;

  g_assert_true (g_file_set_contents (path, "no picture", -1, NULL));
  snapshot = run_people (session, folder, "birch", 2);
  g_assert_nonnull (strstr (dh_session_get_message (session), "pair_003.png"));
  metrics = dh_lane_snapshot_get_metrics (snapshot);
  all = dh_lane_snapshot_get_metrics (run_people (whole, "alder", "birch", 2));
  g_assert_cmpfloat (metrics->swap_mae, !=, all->swap_mae);
  g_assert_cmpfloat_with_epsilon (metrics->swap_mae, all->swap_mae, 0.01);
  g_assert_cmpfloat_with_epsilon (metrics->swap_psnr, all->swap_psnr, 0.5);

  /* still the same pair on both sides */
  preview = dh_lane_snapshot_get_preview (snapshot);
  g_assert_true (dh_preview_has_true_swap (preview));
  for (int face = 0; face < dh_preview_get_n_faces (preview); face++)
    g_assert_cmpmem (dh_preview_peek_tile (preview, 0, face, DH_TILE_ORIGINAL), 64 * 64 * 4,
                     dh_preview_peek_tile (preview, 1, face, DH_TILE_TRUE_SWAP), 64 * 64 * 4);
}

/* The halves of a pair may be of different kinds: every other one gets another ending. */
static void
test_pairs_of_two_kinds (void)
{
  g_autoptr (TempFolder) same = copy_person ("alder", PAIRS), other = copy_person ("alder", PAIRS);
  g_autoptr (DhSession) session = make_session (one_lane), expected = make_session (one_lane);
  DhMetrics metrics, all;

  for (guint i = 0; i < 24; i += 2)
    {
      g_autofree char *name = g_strdup_printf ("%s/pair_%03u.png", other, i);
      g_autofree char *renamed = g_strdup_printf ("%s/pair_%03u.jpg", other, i);

      g_assert_cmpint (g_rename (name, renamed), ==, 0);
    }
  metrics = *dh_lane_snapshot_get_metrics (run_people (session, other, "birch", 2));
  all = *dh_lane_snapshot_get_metrics (run_people (expected, same, "birch", 2));
  g_assert_cmpfloat (metrics.swap_mae, ==, all.swap_mae);
  g_assert_cmpfloat (metrics.mae, ==, all.mae);
  g_assert_true (isfinite (metrics.swap_mae));
}

static void
test_same_person_twice (void)
{
  g_autoptr (DhSession) session = make_session (one_lane);
  DhLaneSnapshot *snapshot = run_people (session, "cedar", "cedar", 2);

  g_assert_true (isfinite (dh_lane_snapshot_get_metrics (snapshot)->swap_mae));
  g_assert_null (dh_session_get_message (session));
}

/* A load that was started and abandoned leaves no trace. */
static void
test_change_while_loading (void)
{
  g_autoptr (DhSession) restless = make_session (one_lane);
  g_autoptr (DhSession) calm = make_session (one_lane);

  dh_session_set_playing (restless, TRUE);
  for (guint i = 0; i < 6; i++)
    {
      dh_session_set_people (restless, i % 2 ? "cedar" : "dogwood", "birch");
      dh_session_set_preset (restless, i % 2 ? "64" : "quick");
      dh_session_set_seed (restless, i % 2 ? G_MAXUINT64 : 0);
      for (guint turn = 0; turn < i; turn++)
        g_main_context_iteration (NULL, FALSE);
    }
  dh_session_set_preset (restless, "quick");
  dh_session_set_seed (restless, 0);
  dh_session_set_seed (calm, 0);
  assert_same_records (run_people (restless, "alder", "birch", 3),
                       run_people (calm, "alder", "birch", 3));
}

/* Asserts that the lane sees what a new session sees that trains the folder as it is now. */
static void
assert_as_new (DhSession *session, const char *folder, guint64 iteration)
{
  g_autoptr (DhSession) other = make_session (one_lane);

  assert_same_records (peek_snapshot (session, 0),
                       run_people (other, folder, "birch", iteration));
}

/* A folder whose landmarks have changed is read anew, and only when that is asked for. */
static void
test_reload (void)
{
  g_autoptr (TempFolder) folder = copy_person ("alder", LANDMARKS | PAIRS);
  g_autofree char *path = g_build_filename (folder, "landmarks.csv", NULL);
  g_autofree char *before = NULL, *same = NULL, *after = NULL;
  g_autoptr (DhSession) session = make_session (one_lane);

  dh_session_set_undoable (session, TRUE);
  run_people (session, folder, "birch", 3);
  before = dh_session_dup_fingerprint (session, 0);
  g_assert_cmpint (g_remove (path), ==, 0);
  dh_session_reset (session);
  run_until (session, 2);
  same = dh_session_dup_fingerprint (session, 0);
  g_assert_cmpstr (same, ==, before);
  g_assert_nonnull (dh_session_get_undo (session));
  dh_session_reload_faces (session);
  g_assert_cmpint (dh_session_get_status (session), ==, DH_SESSION_LOADING);
  g_assert_null (dh_session_get_undo (session));
  run_until (session, 3);
  after = dh_session_dup_fingerprint (session, 0);
  g_assert_cmpstr (after, !=, before);
  assert_as_new (session, folder, 3);
}

/* What was wrong with a folder may have been put right. */
static void
test_reload_after_failure (void)
{
  g_autoptr (TempFolder) folder = copy_person ("alder", PAIRS);
  g_autofree char *path = g_build_filename (folder, "landmarks.csv", NULL);
  g_autoptr (DhSession) session = make_session (one_lane);

  g_assert_true (g_file_set_contents (path, "no landmarks", -1, NULL));
  dh_session_set_people (session, folder, "birch");
  wait_until_idle (session);
  g_assert_cmpint (dh_session_get_status (session), ==, DH_SESSION_FAILED);
  g_assert_cmpint (g_remove (path), ==, 0);
  dh_session_reload_faces (session);
  run_until (session, 2);
  g_assert_cmpint (dh_session_get_status (session), ==, DH_SESSION_READY);
  assert_as_new (session, folder, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-faces/own-folders", test_own_folders);
  g_test_add_func ("/session-faces/held-out-never-trained-on", test_held_out_never_trained_on);
  g_test_add_func ("/session-faces/damaged-pair", test_damaged_pair);
  g_test_add_func ("/session-faces/pairs-of-two-kinds", test_pairs_of_two_kinds);
  g_test_add_func ("/session-faces/same-person-twice", test_same_person_twice);
  g_test_add_func ("/session-faces/change-while-loading", test_change_while_loading);
  g_test_add_func ("/session-faces/reload", test_reload);
  g_test_add_func ("/session-faces/reload-after-failure", test_reload_after_failure);
  return g_test_run ();
}
