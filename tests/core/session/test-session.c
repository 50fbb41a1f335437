/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The session as a window uses it: real training of the smallest preset on the bundled faces, a few
 * iterations at a time.  Nothing waits for a time, only for the session's signals.
 */
#include "tests/core/session/session-runner.h"

#include <math.h>
#include <string.h>

static void
assert_same_pictures (DhPreview *a, DhPreview *b)
{
  gsize bytes = (gsize) dh_preview_get_size (a) * dh_preview_get_size (a) * 4;

  for (guint side = 0; side < 2; side++)
    for (int face = 0; face < dh_preview_get_n_faces (a); face++)
      for (DhTile tile = 0; tile < DH_N_TILES; tile++)
        g_assert_cmpmem (dh_preview_peek_tile (a, side, face, tile), bytes,
                         dh_preview_peek_tile (b, side, face, tile), bytes);
}

/* The same seed gives the same bytes; and lanes with equal settings are equal, because start and
 * batches are. */
static void
test_same_seed_same_bytes (void)
{
  static const char *const losses[] = { "mae", "ssim", "mae", NULL };
  g_autoptr (DhSession) first = make_session (losses);
  g_autoptr (DhSession) second = make_session (losses);

  run_until (first, 6);
  run_until (second, 6);
  for (guint i = 0; i < 3; i++)
    {
      assert_same_records (peek_snapshot (first, i), peek_snapshot (second, i));
      assert_same_pictures (dh_lane_snapshot_get_preview (peek_snapshot (first, i)),
                            dh_lane_snapshot_get_preview (peek_snapshot (second, i)));
    }
  assert_same_records (peek_snapshot (first, 0), peek_snapshot (first, 2));
  g_assert_cmpfloat (dh_lane_snapshot_get_loss (peek_snapshot (first, 0)), !=,
                     dh_lane_snapshot_get_loss (peek_snapshot (first, 1)));

  dh_session_set_seed (second, 2);
  run_until (second, 6);
  g_assert_cmpfloat (dh_lane_snapshot_get_loss (peek_snapshot (first, 0)), !=,
                     dh_lane_snapshot_get_loss (peek_snapshot (second, 0)));
}

static void
test_reset_repeats (void)
{
  static const char *const losses[] = { "mse", NULL };
  g_autoptr (DhSession) session = make_session (losses);
  g_autoptr (DhLaneSnapshot) before = NULL;

  run_until (session, 5);
  before = dh_lane_snapshot_ref (peek_snapshot (session, 0));
  dh_session_reset (session);
  run_until (session, 5);
  g_assert_true (before != peek_snapshot (session, 0));
  g_assert_cmpuint (dh_lane_snapshot_get_history_serial (before), !=,
                    dh_lane_snapshot_get_history_serial (peek_snapshot (session, 0)));
  assert_same_records (before, peek_snapshot (session, 0));
}

/* A lane added later starts from the beginning and catches up; a copy continues byte for byte. */
static void
test_added_and_copied_lanes (void)
{
  static const char *const losses[] = { "mae", NULL };
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *copy;

  run_until (session, 4);
  g_assert_nonnull (dh_session_add_lane (session, "mae", 0, NULL));
  copy = dh_session_duplicate_lane (session, peek_lane (session, 0));
  g_assert_nonnull (copy);
  run_until (session, 8);
  for (guint i = 1; i < 3; i++)
    assert_same_records (peek_snapshot (session, 0), peek_snapshot (session, i));
}

/* All of it in one request, as when the worker is busy with a long step. */
static void
test_copies_in_one_request (void)
{
  static const char *const losses[] = { "mae", NULL };
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *copy, *other, *restarted;

  run_until (session, 4);
  copy = dh_session_duplicate_lane (session, peek_lane (session, 0));
  g_assert_nonnull (dh_session_duplicate_lane (session, copy));
  other = dh_session_duplicate_lane (session, copy);
  dh_lane_set_loss (other, "mse");
  restarted = dh_session_duplicate_lane (session, copy);
  dh_lane_set_loss (restarted, "ssim");
  dh_session_restart_lane (session, restarted);
  run_until (session, 5);
  for (guint i = 0; i < 5; i++)
    {
      DhLane *lane = peek_lane (session, i);
      DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

      g_assert_cmpuint (dh_lane_snapshot_get_n_records (snapshot), ==, 5);
      if (lane != other && lane != restarted)
        assert_same_records (snapshot, peek_snapshot (session, 0));
    }
  g_assert_cmpfloat (dh_lane_snapshot_get_record (dh_lane_get_snapshot (other), 3).loss, ==,
                     dh_lane_snapshot_get_record (peek_snapshot (session, 0), 3).loss);
  g_assert_cmpfloat (dh_lane_snapshot_get_record (dh_lane_get_snapshot (other), 4).loss, <,
                     dh_lane_snapshot_get_record (peek_snapshot (session, 0), 4).loss);
  g_assert_cmpfloat (dh_lane_snapshot_get_record (dh_lane_get_snapshot (restarted), 0).loss, !=,
                     dh_lane_snapshot_get_record (peek_snapshot (session, 0), 0).loss);
}

static void
test_changes_hold_from_the_next_step (void)
{
  static const char *const losses[] = { "mae", "mae", NULL };
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *lane = peek_lane (session, 1);
  DhRecord before, after;

  run_until (session, 4);
  dh_lane_set_learning_rate (lane, 1e-5);
  dh_lane_set_loss (lane, "mse");
  dh_lane_set_optimizer (lane, "sgd");
  run_until (session, 6);
  before = dh_lane_snapshot_get_record (peek_snapshot (session, 1), 3);
  after = dh_lane_snapshot_get_record (peek_snapshot (session, 1), 4);
  g_assert_cmpuint (after.iteration, ==, 5);
  g_assert_cmpfloat_with_epsilon (before.learning_rate,
                                  dh_lane_get_learning_rate (peek_lane (session, 0)), 1e-9);
  g_assert_cmpfloat_with_epsilon (after.learning_rate, 1e-5, 1e-10);
  g_assert_cmpfloat (after.loss, <, before.loss); /* squares of errors below one */
  g_assert_cmpuint (before.n_turns, ==, 0);
  g_assert_cmpuint (after.n_turns, ==,
                    1); /* counts changes of the loss, not of rates or optimizers */
  g_assert_cmpuint (dh_lane_snapshot_get_record (peek_snapshot (session, 0), 4).n_turns, ==, 0);
}

static void
test_diverged_lane_holds_nobody_up (void)
{
  static const char *const losses[] = { "mse", NULL };
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *wild = dh_session_add_lane (session, "mse", 1e30, "sgd");
  DhLaneSnapshot *snapshot;

  run_until (session, 12);
  snapshot = dh_lane_get_snapshot (wild);
  g_assert_cmpint (dh_lane_snapshot_get_state (snapshot), ==, DH_STATE_DIVERGED);
  g_assert_cmpfloat (dh_lane_snapshot_get_advised_rate (snapshot), >, 0);
  g_assert_cmpfloat (dh_lane_snapshot_get_advised_rate (snapshot), <,
                     dh_lane_get_learning_rate (wild) / 2);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (snapshot), <, 12);
  g_assert_nonnull (strstr (dh_lane_snapshot_get_state_text (snapshot), "3e29"));
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (peek_snapshot (session, 0)), ==, 12);

  dh_lane_set_learning_rate (wild, 1e-3);
  dh_lane_set_optimizer (wild, "adam");
  dh_session_restart_lane (session, wild);
  run_until (session, 13);
  g_assert_cmpint (dh_lane_snapshot_get_state (dh_lane_get_snapshot (wild)), !=, DH_STATE_DIVERGED);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (dh_lane_get_snapshot (wild)), ==, 13);
}

static void
test_metrics_and_previews (void)
{
  static const char *const losses[] = { "mae", NULL };
  g_autoptr (DhSession) session = make_session (losses);
  const DhMetrics *metrics;
  DhPreview *preview;

  run_until (session, 3);
  metrics = dh_lane_snapshot_get_metrics (peek_snapshot (session, 0));
  g_assert_cmpuint (metrics->iteration, ==, 3);
  g_assert_cmpfloat (metrics->mae, >, 0.01);
  g_assert_cmpfloat (metrics->mae, <, 0.6);
  g_assert_cmpfloat (metrics->psnr, >, 3);
  g_assert_cmpfloat (metrics->psnr, <, 30);
  g_assert_cmpfloat_with_epsilon ((metrics->side_psnr[0] + metrics->side_psnr[1]) / 2,
                                  metrics->psnr, 1e-9);
  g_assert_true (isfinite (metrics->swap_ssim));
  preview = dh_lane_snapshot_get_preview (peek_snapshot (session, 0));
  g_assert_cmpuint (dh_preview_get_iteration (preview), ==, 3);
  g_assert_true (dh_preview_has_true_swap (preview));
  /* the truth of B's swap is A's original of the same pair, if both sides show the same pairs */
  g_assert_cmpmem (dh_preview_peek_tile (preview, 0, 0, DH_TILE_ORIGINAL), 64 * 64 * 4,
                   dh_preview_peek_tile (preview, 1, 0, DH_TILE_TRUE_SWAP), 64 * 64 * 4);

  dh_session_set_preview_faces (session, 5);
  wait_until_idle (session);
  preview = dh_lane_snapshot_get_preview (peek_snapshot (session, 0));
  g_assert_cmpint (dh_preview_get_n_faces (preview), ==, 5);
}

/* A beginner watches the first numbers: they come after 10 and 25 iterations, then every 50. */
static void
test_early_metrics (void)
{
  static const char *const losses[] = { "mse", NULL };
  static const guint64 expected[] = { 10, 25, 27 }; /* the last one: where it pauses */
  g_autoptr (DhSession) session = make_session (losses);
  DhLaneSnapshot *snapshot;

  run_until (session, 27);
  snapshot = peek_snapshot (session, 0);
  g_assert_cmpuint (dh_lane_snapshot_get_n_measured (snapshot), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (dh_lane_snapshot_get_measured (snapshot, i).iteration, ==, expected[i]);
}

static void
test_single_steps (void)
{
  static const char *const losses[] = { "mae", "mse", NULL };
  g_autoptr (DhSession) session = make_session (losses);

  for (guint i = 1; i <= 3; i++)
    {
      dh_session_step (session);
      wait_until_idle (session);
      g_assert_cmpuint (dh_session_get_iteration (session), ==, i);
      g_assert_false (dh_session_get_playing (session));
    }
}

/* Steps requested while no lane can make them are not made up for later. */
static void
test_steps_of_nobody (void)
{
  static const char *const losses[] = { NULL };
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *wild = dh_session_add_lane (session, "mse", 1e30, "sgd");

  dh_session_set_playing (session, TRUE);
  wait_until_idle (session);
  g_assert_cmpint (dh_lane_snapshot_get_state (dh_lane_get_snapshot (wild)), ==, DH_STATE_DIVERGED);
  for (guint i = 0; i < 3; i++)
    {
      dh_session_step (session);
      wait_until_idle (session);
    }
  dh_lane_set_learning_rate (wild, 1e-3);
  dh_session_restart_lane (session, wild);
  wait_until_idle (session);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (dh_lane_get_snapshot (wild)), ==, 0);
  dh_session_step (session);
  wait_until_idle (session);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (dh_lane_get_snapshot (wild)), ==, 1);
}

static void
test_lane_limits (void)
{
  static const char *const losses[] = { "mae", NULL };
  g_autoptr (DhSession) session = make_session (losses);
  GListModel *lanes = dh_session_get_lanes (session);

  g_assert_false (dh_session_remove_lane (session, peek_lane (session, 0)));
  while (g_list_model_get_n_items (lanes) < DH_MAX_LANES)
    g_assert_nonnull (dh_session_add_lane (session, NULL, 0, NULL));
  g_assert_null (dh_session_add_lane (session, NULL, 0, NULL));
  g_assert_null (dh_session_duplicate_lane (session, peek_lane (session, 0)));
  for (guint i = 0; i < DH_MAX_LANES; i++)
    g_assert_cmpuint (dh_lane_get_number (peek_lane (session, i)), ==, i + 1);
  g_assert_true (dh_session_remove_lane (session, peek_lane (session, 1)));
  g_assert_cmpuint (dh_lane_get_number (dh_session_add_lane (session, NULL, 0, NULL)), ==, 2);
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  ++*count;
}

static void
test_same_rate (void)
{
  static const char *const losses[] = { "mae", "mse", "ssim", NULL };
  g_autoptr (DhSession) session = make_session (losses);
  guint count = 0;

  g_signal_connect (peek_lane (session, 2), "notify::learning-rate", G_CALLBACK (count_cb), &count);
  dh_lane_set_learning_rate (peek_lane (session, 0), 2e-3);
  g_assert_cmpuint (count, ==, 0);
  dh_session_set_same_rate (session, TRUE);
  g_assert_cmpuint (count, ==, 1);
  dh_lane_set_learning_rate (peek_lane (session, 1), 5e-4);
  dh_lane_set_learning_rate (peek_lane (session, 1), 5e-4);
  g_assert_cmpuint (count, ==, 2);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (session, i)), ==, 5e-4);
}

static void
expect_refusal (void)
{
  g_test_assert_expected_messages ();
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*should not be reached*");
}

/* An invalid loss or optimizer is a caller's mistake, and changes nothing. */
static void
test_nonsense_is_refused (void)
{
  static const char *const losses[] = { "mae", NULL };
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *lane = peek_lane (session, 0);

  dh_lane_set_ball_loss (lane, "mse");
  expect_refusal ();
  dh_lane_set_loss (lane, "nonsense");
  expect_refusal ();
  dh_lane_set_loss (lane, NULL);
  expect_refusal ();
  dh_lane_set_ball_loss (lane, "mse+");
  expect_refusal ();
  dh_lane_set_optimizer (lane, "adam beta1=2");
  expect_refusal ();
  dh_lane_set_ball_optimizer (lane, NULL);
  g_test_assert_expected_messages ();
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "mae");
  g_assert_cmpstr (dh_lane_get_ball_loss (lane), ==, "mse");
  g_assert_cmpstr (dh_lane_get_optimizer (lane), ==, "adam");
  g_assert_cmpstr (dh_lane_get_ball_optimizer (lane), ==, "sgd");
  dh_lane_set_ball_loss (lane, NULL);
  g_assert_null (dh_lane_get_ball_loss (lane));
}

static void
test_bad_people_are_told_and_mended (void)
{
  static const char *const losses[] = { "mae", NULL };
  g_autoptr (DhSession) session = make_session (losses);

  dh_session_set_people (session, "/nonexistent/folder", "birch");
  wait_until_idle (session);
  g_assert_cmpint (dh_session_get_status (session), ==, DH_SESSION_FAILED);
  g_assert_nonnull (strstr (dh_session_get_message (session), "/nonexistent/folder"));
  dh_session_set_people (session, "cedar", "dogwood");
  run_until (session, 2);
  g_assert_cmpint (dh_session_get_status (session), ==, DH_SESSION_READY);
  g_assert_null (dh_session_get_message (session));
}

/* Freed in the middle of loading, of a step, and with requests pending. */
static void
test_sudden_end (void)
{
  static const char *const losses[] = { "mae", "mse", NULL };

  for (guint n_turns = 0; n_turns < 40; n_turns += 8)
    {
      g_autoptr (DhSession) session = make_session (losses);

      dh_session_set_live (session, TRUE);
      dh_session_set_playing (session, TRUE);
      for (guint i = 0; i < n_turns; i++)
        {
          dh_lane_set_learning_rate (peek_lane (session, 0), 1e-4 * (i + 1));
          g_main_context_iteration (NULL, TRUE);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/same-seed-same-bytes", test_same_seed_same_bytes);
  g_test_add_func ("/session/reset-repeats", test_reset_repeats);
  g_test_add_func ("/session/added-and-copied-lanes", test_added_and_copied_lanes);
  g_test_add_func ("/session/copies-in-one-request", test_copies_in_one_request);
  g_test_add_func ("/session/changes-hold-from-the-next-step",
                   test_changes_hold_from_the_next_step);
  g_test_add_func ("/session/diverged-lane-holds-nobody-up", test_diverged_lane_holds_nobody_up);
  g_test_add_func ("/session/metrics-and-previews", test_metrics_and_previews);
  g_test_add_func ("/session/early-metrics", test_early_metrics);
  g_test_add_func ("/session/single-steps", test_single_steps);
  g_test_add_func ("/session/steps-of-nobody", test_steps_of_nobody);
  g_test_add_func ("/session/lane-limits", test_lane_limits);
  g_test_add_func ("/session/same-rate", test_same_rate);
  g_test_add_func ("/session/nonsense", test_nonsense_is_refused);
  g_test_add_func ("/session/bad-people", test_bad_people_are_told_and_mended);
  g_test_add_func ("/session/sudden-end", test_sudden_end);
  return g_test_run ();
}
