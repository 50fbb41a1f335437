/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Undo as a window uses it: texts, settings, lanes and weights are exactly as before.
 */
#include "tests/core/session/session-runner.h"

#include <string.h>

static const char *const losses[] = { "mae", "mse", "ssim", NULL };

static DhSession *
make_undoable (void)
{
  DhSession *session = make_session (losses);

  dh_session_set_undoable (session, TRUE);
  return session;
}

/* A session trained to iteration 4 and on to 6 is the same as one that was never disturbed. */
static void
assert_undisturbed (DhSession *session)
{
  g_autoptr (DhSession) plain = make_session (losses);

  run_until (plain, 4);
  run_until (plain, 6);
  run_until (session, 6);
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (session)), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (dh_lane_get_number (peek_lane (session, i)), ==, i + 1);
      assert_same_records (peek_snapshot (plain, i), peek_snapshot (session, i));
    }
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  ++*count;
}

static void
test_nothing (void)
{
  g_autoptr (DhSession) session = make_session (losses);

  run_until (session, 1);
  dh_session_reset (session);
  g_assert_null (dh_session_get_undo (session)); /* undo is not enabled yet */
  g_assert_false (dh_session_undo (session));
  dh_session_set_undoable (session, TRUE);
  dh_session_reset (session);
  g_assert_null (dh_session_get_undo (session)); /* no iteration is lost */
  dh_session_set_seed (session, 4);
  g_assert_null (dh_session_get_undo (session));
}

static void
test_removal (void)
{
  g_autoptr (DhSession) session = make_undoable ();
  DhLane *lane = peek_lane (session, 1);
  DhLaneSnapshot *snapshot;
  guint count = 0;

  run_until (session, 4);
  g_signal_connect (session, "notify::undo", G_CALLBACK (count_cb), &count);
  snapshot = dh_lane_get_snapshot (lane);
  g_assert_true (dh_session_remove_lane (session, lane));
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Lane 2 removed");
  wait_until_idle (session);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpuint (count, ==, 2);
  g_assert_null (dh_session_get_undo (session));
  g_assert_true (peek_lane (session, 1) == lane);
  g_assert_true (dh_lane_get_snapshot (lane) == snapshot); /* there at once */
  wait_until_idle (session);
  assert_undisturbed (session);
}

static void
test_reset (void)
{
  g_autoptr (DhSession) session = make_undoable ();

  run_until (session, 4);
  dh_session_reset (session);
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Training restarted: 4 iterations set aside");
  run_until (session, 2);
  dh_lane_set_learning_rate (peek_lane (session, 0), 1e-2);
  dh_lane_set_loss (peek_lane (session, 0), "huber"); /* this can be undone separately */
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Loss of lane 1 changed from MAE to Huber");
  g_assert_true (dh_session_undo (session));
  g_assert_true (dh_session_undo (session));
  g_assert_cmpuint (dh_session_get_iteration (session), ==, 4);
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (session, 0)), ==, 1e-3);
  g_assert_cmpstr (dh_lane_get_loss (peek_lane (session, 0)), ==, "mae");
  assert_undisturbed (session);
}

/* Requested and undone before the worker looks. */
static void
test_at_once (void)
{
  g_autoptr (DhSession) session = make_undoable ();

  run_until (session, 4);
  dh_lane_set_loss (peek_lane (session, 2), "mae");
  dh_session_reset (session);
  g_assert_true (dh_session_undo (session));
  g_assert_true (dh_session_undo (session));
  g_assert_cmpstr (dh_lane_get_loss (peek_lane (session, 2)), ==, "ssim");
  assert_undisturbed (session);
}

static void
test_restart (void)
{
  g_autoptr (DhSession) session = make_undoable ();

  run_until (session, 4);
  dh_session_restart_lane (session, peek_lane (session, 0));
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Lane 1 restarted: 4 iterations set aside");
  run_until (session, 4);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (peek_snapshot (session, 0)), ==, 4);
  g_assert_true (dh_session_undo (session));
  assert_undisturbed (session);
}

static void
test_loss (void)
{
  g_autoptr (DhSession) session = make_undoable ();
  DhLane *lane = peek_lane (session, 1);

  run_until (session, 4);
  dh_lane_set_loss (lane, "50%mse"); /* the same loss */
  g_assert_null (dh_session_get_undo (session));
  dh_lane_set_loss (lane, "mse");
  dh_lane_set_loss (lane, "ssim+mae");
  g_assert_nonnull (strstr (dh_session_get_undo (session), "from MSE to "));
  run_until (session, 6);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "mse");
  run_until (session, 6);
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (dh_lane_get_snapshot (lane)), ==, 6);
  {
    g_autoptr (DhSession) plain = make_session (losses);

    run_until (plain, 4);
    run_until (plain, 6);
    assert_same_records (peek_snapshot (plain, 1), peek_snapshot (session, 1));
  }
}

static void
test_people_and_seed (void)
{
  g_autoptr (DhSession) session = make_undoable ();

  run_until (session, 4);
  dh_session_set_people (session, "cedar", "birch");
  g_assert_nonnull (strstr (dh_session_get_undo (session), "other people: 4 iterations"));
  run_until (session, 2);
  dh_session_set_seed (session, 9);
  g_assert_nonnull (strstr (dh_session_get_undo (session), "another seed: 2 iterations"));
  run_until (session, 1);
  dh_session_set_people (session, "/nonexistent", "birch");
  wait_until_idle (session);
  g_assert_cmpint (dh_session_get_status (session), ==, DH_SESSION_FAILED);
  g_assert_true (dh_session_undo (session));
  wait_until_idle (session);
  g_assert_cmpint (dh_session_get_status (session), ==, DH_SESSION_READY);
  g_assert_null (dh_session_get_message (session));
  g_assert_cmpuint (dh_session_get_iteration (session), ==, 1);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpuint (dh_session_get_seed (session), ==, 1);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpstr (dh_session_get_person (session, 0), ==, "alder");
  g_assert_false (dh_session_undo (session));
  assert_undisturbed (session);
}

/* Single steps are counted per training run: earlier ones are neither repeated nor forgotten. */
static void
test_single_steps (void)
{
  g_autoptr (DhSession) session = make_undoable ();

  for (guint i = 0; i < 3; i++)
    {
      dh_session_step (session);
      wait_until_idle (session);
    }
  dh_session_reset (session);
  dh_session_step (session);
  wait_until_idle (session);
  g_assert_cmpuint (dh_session_get_iteration (session), ==, 1);
  g_assert_true (dh_session_undo (session));
  wait_until_idle (session);
  g_assert_cmpuint (dh_session_get_iteration (session), ==, 3);
  dh_session_step (session);
  wait_until_idle (session);
  g_assert_cmpuint (dh_session_get_iteration (session), ==, 4);
}

/* A new lane doesn't take the number of one that may come back; if there is no room for both, the
 * old one can't come back. */
static void
test_places (void)
{
  g_autoptr (DhSession) session = make_undoable ();

  g_assert_true (dh_session_remove_lane (session, peek_lane (session, 1)));
  g_assert_cmpuint (dh_lane_get_number (dh_session_add_lane (session, "gmsd", 0, NULL)), ==, 4);
  g_assert_true (dh_session_undo (session));
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (dh_lane_get_number (peek_lane (session, i)), ==, i + 1);
  while (g_list_model_get_n_items (dh_session_get_lanes (session)) < DH_MAX_LANES)
    g_assert_nonnull (dh_session_add_lane (session, NULL, 0, NULL));
  g_assert_true (dh_session_remove_lane (session, peek_lane (session, 4)));
  g_assert_nonnull (dh_session_get_undo (session));
  g_assert_nonnull (dh_session_duplicate_lane (session, peek_lane (session, 0)));
  g_assert_null (dh_session_get_undo (session));
  g_assert_false (dh_session_undo (session));
}

/* Too little memory: nothing is kept, and this can be known in advance. */
static void
test_memory (void)
{
  g_autoptr (DhSession) session = make_undoable ();

  g_assert_true (dh_session_can_keep (session, NULL, "128")); /* there is nothing to keep */
  run_until (session, 2);
  g_assert_true (dh_session_can_keep (session, NULL, NULL));
  dh_session_remove_lane (session, peek_lane (session, 2));
  g_assert_nonnull (dh_session_get_undo (session));
  dh_session_set_undo_limit (session, 1000);
  g_assert_false (dh_session_can_keep (session, NULL, NULL));
  g_assert_false (dh_session_can_keep (session, peek_lane (session, 0), NULL));
  g_assert_false (dh_session_can_keep (session, NULL, "64"));
  dh_lane_set_loss (peek_lane (session, 0), "ssim");
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Lane 3 removed");
  dh_session_reset (session);
  g_assert_null (dh_session_get_undo (session));
  run_until (session, 2);
  dh_session_remove_lane (session, peek_lane (session, 1)); /* needs no more memory */
  g_assert_nonnull (dh_session_get_undo (session));
  dh_session_forget_undo (session);
  g_assert_null (dh_session_get_undo (session));
  run_until (session, 3);
}

/* Another model and back; the lanes' rates are restored, too. */
static void
test_preset (void)
{
  g_autoptr (DhSession) session = make_undoable ();

  dh_lane_set_learning_rate (peek_lane (session, 0), 7e-4);
  run_until (session, 2);
  dh_session_set_preset (session, "64");
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (session, 0)), ==, 3e-4);
  g_assert_nonnull (strstr (dh_session_get_undo (session), "another model: 2 iterations"));
  g_assert_null (dh_lane_get_snapshot (peek_lane (session, 0)));
  dh_session_set_playing (session, FALSE);
  wait_until_idle (session);
  g_assert_cmpuint (dh_session_get_iteration (session), ==, 0);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpstr (dh_session_get_preset (session), ==, "quick");
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (session, 0)), ==, 7e-4);
  g_assert_nonnull (dh_lane_get_snapshot (peek_lane (session, 0)));
  wait_until_idle (session);
  g_assert_cmpint (dh_session_get_status (session), ==, DH_SESSION_READY);
  run_until (session, 4);
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (peek_snapshot (session, 0)), ==, 4);
}

/* Changes that a lane's training can't recover from by itself, and how they are named. */
static void
test_settings (void)
{
  static const struct
  {
    const char *value, *words;
  } changes[] = {
    { "sgd", "Optimizer of lane 2 changed from Adam to Gradient descent" },
    { "adam/cosine{over=500}", "Schedule of lane 2 changed from Constant to Cosine" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (DhSession) session = make_undoable ();
      DhLane *lane = peek_lane (session, 1);

      run_until (session, 4);
      dh_lane_set_optimizer (lane, changes[i].value);
      g_assert_cmpstr (dh_session_get_undo (session), ==, changes[i].words);
      run_until (session, 6);
      g_assert_true (dh_session_undo (session));
      g_assert_cmpstr (dh_lane_get_optimizer (lane), ==, "adam");
      assert_undisturbed (session);
    }
}

static void
test_mask (void)
{
  g_autoptr (DhSession) session = make_undoable ();
  DhLane *lane = peek_lane (session, 0);

  run_until (session, 4);
  dh_lane_set_mask (lane, DH_AREA_NONE);
  g_assert_cmpstr (dh_session_get_undo (session), ==,
                   "Mask of lane 1 changed from Face and forehead to Whole picture");
  run_until (session, 6);
  dh_lane_set_optimizer (lane, "sgd"); /* the newest first */
  g_assert_true (dh_session_undo (session));
  g_assert_true (dh_lane_get_mask (lane) == DH_AREA_NONE);
  g_assert_true (dh_session_undo (session));
  g_assert_true (dh_lane_get_mask (lane) == DH_AREA_EXTENDED);
  assert_undisturbed (session);
}

/* A setting that only affects the next steps is for trying out and isn't undoable; a series of
 * turns is one change. */
static void
test_sliders (void)
{
  g_autoptr (DhSession) session = make_undoable ();
  DhLane *lane = peek_lane (session, 0);

  run_until (session, 4);
  dh_lane_set_optimizer (lane, "adam{beta1=0.5}");
  dh_lane_set_optimizer (lane, "adam{beta1=0.5}/warm_up=20"); /* no schedule position is lost */
  dh_lane_set_learning_rate (lane, 1e-4);
  dh_lane_set_eye_multiplier (lane, 3);
  dh_lane_set_clip (lane, 1);
  g_assert_null (dh_session_get_undo (session));
  dh_lane_set_optimizer (lane, "adam/cosine{over=500}");
  dh_session_forget_undo (session);
  for (guint updates = 5; updates < 9; updates++)
    {
      g_autofree char *text = g_strdup_printf ("adam/cosine{over=500}/warm_up=%u", updates);

      dh_lane_set_optimizer (lane, text);
    }
  g_assert_cmpstr (dh_session_get_undo (session), ==,
                   "Warm-up of lane 1 changed: its schedule restarts");
  g_assert_true (dh_session_undo (session));
  g_assert_null (strstr (dh_lane_get_optimizer (lane), "warm_up"));
  g_assert_null (dh_session_get_undo (session));
}

static void
take_words_cb (DhSession *session, const char *words, char **taken)
{
  g_free (*taken);
  *taken = g_strdup (words);
}

/* The lane continues, so there is no question, but a message. */
static void
test_unkept (void)
{
  g_autoptr (DhSession) session = make_undoable ();
  g_autofree char *words = NULL;
  DhLane *lane = peek_lane (session, 0);

  g_signal_connect (session, "unkept", G_CALLBACK (take_words_cb), &words);
  dh_session_set_undo_limit (session, 1000);
  dh_lane_set_loss (lane, "mse");
  g_assert_null (words); /* no iteration is lost */
  dh_lane_set_loss (lane, "mae");
  run_until (session, 2);
  dh_lane_set_learning_rate (lane, 1e-4);
  g_assert_null (words);
  dh_lane_set_loss (lane, "ssim");
  g_assert_nonnull (
    strstr (words, "Loss of lane 1 changed from MAE to SSIM. This can’t be undone"));
  dh_lane_set_optimizer (lane, "sgd");
  g_assert_true (g_str_has_prefix (words, "Optimizer of lane 1 "));
  g_assert_null (dh_session_get_undo (session));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-undo/nothing", test_nothing);
  g_test_add_func ("/session-undo/removal", test_removal);
  g_test_add_func ("/session-undo/reset", test_reset);
  g_test_add_func ("/session-undo/at-once", test_at_once);
  g_test_add_func ("/session-undo/restart", test_restart);
  g_test_add_func ("/session-undo/loss", test_loss);
  g_test_add_func ("/session-undo/settings", test_settings);
  g_test_add_func ("/session-undo/mask", test_mask);
  g_test_add_func ("/session-undo/sliders", test_sliders);
  g_test_add_func ("/session-undo/unkept", test_unkept);
  g_test_add_func ("/session-undo/people-and-seed", test_people_and_seed);
  g_test_add_func ("/session-undo/single-steps", test_single_steps);
  g_test_add_func ("/session-undo/places", test_places);
  g_test_add_func ("/session-undo/memory", test_memory);
  g_test_add_func ("/session-undo/preset", test_preset);
  return g_test_run ();
}
