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
  g_assert_false (dh_session_redo (session));
  dh_session_set_undoable (session, TRUE);
  dh_session_reset (session);
  g_assert_null (dh_session_get_undo (session)); /* nothing has changed */
  dh_session_restart_lane (session, peek_lane (session, 1));
  g_assert_null (dh_session_get_undo (session));
  dh_session_set_seed (session, 4);
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Changing the Seed");
  g_assert_null (dh_session_get_notice (session)); /* no iteration is lost */
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
  g_assert_cmpstr (dh_session_get_notice (session), ==, "Lane 2 removed");
  wait_until_idle (session);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpuint (count, ==, 2);
  g_assert_null (dh_session_get_undo (session));
  g_assert_cmpstr (dh_session_get_redo (session), ==, "Removing Lane 2");
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
  g_assert_cmpstr (dh_session_get_notice (session), ==,
                   "Training restarted: 4 iterations set aside");
  run_until (session, 2);
  dh_lane_set_learning_rate (peek_lane (session, 0), 1e-2); /* these can be undone separately */
  dh_lane_set_loss (peek_lane (session, 0), "huber");
  g_assert_cmpstr (dh_session_get_notice (session), ==, "Loss of lane 1 changed from MAE to Huber");
  g_assert_true (dh_session_undo (session));
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (session, 0)), ==, 1e-2);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (session, 0)), ==, 1e-3);
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
  g_assert_cmpstr (dh_session_get_notice (session), ==, "Lane 1 restarted: 4 iterations set aside");
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
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Loss Settings of Lane 2");
  g_assert_null (dh_session_get_notice (session));
  g_assert_true (dh_session_undo (session));
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "mse");
  dh_lane_set_loss (lane, "ssim+mae");
  g_assert_nonnull (strstr (dh_session_get_notice (session), "from MSE to "));
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
  g_assert_nonnull (strstr (dh_session_get_notice (session), "other people: 4 iterations"));
  run_until (session, 2);
  dh_session_set_seed (session, 9);
  g_assert_nonnull (strstr (dh_session_get_notice (session), "another seed: 2 iterations"));
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

/* A removed lane's number is free for the next one, which is taken back before the old one comes
 * back; so there is room for both at any time. */
static void
test_places (void)
{
  g_autoptr (DhSession) session = make_undoable ();

  while (g_list_model_get_n_items (dh_session_get_lanes (session)) < DH_MAX_LANES)
    g_assert_nonnull (dh_session_add_lane (session, NULL, 0, NULL));
  for (guint i = 0; i < 4; i++)
    {
      g_assert_true (dh_session_remove_lane (session, peek_lane (session, 1)));
      g_assert_nonnull (dh_session_duplicate_lane (session, peek_lane (session, 0)));
      g_assert_cmpuint (dh_lane_get_number (peek_lane (session, 1)), ==, 2);
    }
  while (dh_session_undo (session))
    ;
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (session)), ==, 3);
  while (dh_session_redo (session))
    ;
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (session)), ==, DH_MAX_LANES);
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
  g_assert_cmpstr (dh_session_get_notice (session), ==, "Lane 3 removed");
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
  g_assert_nonnull (strstr (dh_session_get_notice (session), "another model: 2 iterations"));
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
      g_assert_cmpstr (dh_session_get_notice (session), ==, changes[i].words);
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
  g_assert_cmpstr (dh_session_get_notice (session), ==,
                   "Mask of lane 1 changed from Face and forehead to Whole picture");
  run_until (session, 6);
  dh_lane_set_optimizer (lane, "sgd"); /* the newest first */
  g_assert_true (dh_session_undo (session));
  g_assert_true (dh_lane_get_mask (lane) == DH_AREA_NONE);
  g_assert_true (dh_session_undo (session));
  g_assert_true (dh_lane_get_mask (lane) == DH_AREA_EXTENDED);
  assert_undisturbed (session);
}

/* A setting that only affects the next steps: it is changed back, and the steps stay. */
static void
test_sliders (void)
{
  g_autoptr (DhSession) session = make_undoable ();
  DhLane *lane = peek_lane (session, 0);

  run_until (session, 4);
  dh_lane_set_optimizer (lane, "adam{beta1=0.8}");
  dh_lane_set_optimizer (lane, "adam{beta1=0.8}/warm_up=20"); /* no schedule position is lost */
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Optimizer Settings of Lane 1");
  dh_lane_set_learning_rate (lane, 1e-4);
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Learning Rate of Lane 1");
  dh_lane_set_eye_multiplier (lane, 3);
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Eye Multiplier of Lane 1");
  dh_lane_set_mouth_multiplier (lane, 2);
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Mouth Multiplier of Lane 1");
  dh_lane_set_clip (lane, dh_clip_make (DH_CLIP_NORM, 1));
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Gradient Clipping of Lane 1");
  g_assert_null (dh_session_get_notice (session));
  run_until (session, 6);
  for (guint i = 0; i < 5; i++)
    g_assert_true (dh_session_undo (session));
  g_assert_false (dh_session_undo (session));
  g_assert_cmpstr (dh_lane_get_optimizer (lane), ==, "adam");
  g_assert_cmpfloat (dh_lane_get_learning_rate (lane), ==, 1e-3);
  g_assert_cmpfloat (dh_lane_get_eye_multiplier (lane), ==, 1);
  g_assert_cmpfloat (dh_lane_get_mouth_multiplier (lane), ==, 1);
  g_assert_cmpfloat (dh_lane_get_clip (lane).bound, ==, 0);
  g_assert_cmpuint (dh_session_get_iteration (session), ==, 6);
  for (guint i = 0; i < 5; i++)
    g_assert_true (dh_session_redo (session));
  g_assert_cmpstr (dh_lane_get_optimizer (lane), ==, "adam{beta1=0.8}/warm_up=20");
  g_assert_cmpfloat (dh_lane_get_learning_rate (lane), ==, 1e-4);
  g_assert_cmpfloat (dh_lane_get_clip (lane).bound, ==, 1);
}

/* What a slider does from press to release is one change; the next press begins another one. */
static void
test_series (void)
{
  g_autoptr (DhSession) session = make_undoable ();
  DhLane *lane = peek_lane (session, 0);

  run_until (session, 4);
  dh_lane_set_optimizer (lane, "adam/cosine{over=500}");
  dh_session_forget_undo (session);
  for (guint updates = 5; updates < 9; updates++)
    {
      g_autofree char *text = g_strdup_printf ("adam/cosine{over=500}/warm_up=%u", updates);

      dh_lane_set_optimizer (lane, text);
    }
  g_assert_cmpstr (dh_session_get_notice (session), ==,
                   "Warm-up of lane 1 changed: its schedule restarts");
  g_assert_true (dh_session_undo (session));
  g_assert_null (strstr (dh_lane_get_optimizer (lane), "warm_up"));
  g_assert_null (dh_session_get_undo (session));
  for (guint i = 1; i <= 20; i++)
    dh_lane_set_learning_rate (lane, i * 1e-4);
  dh_session_end_change (session);
  for (guint i = 1; i <= 20; i++)
    dh_lane_set_learning_rate (lane, i * 1e-5);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpfloat (dh_lane_get_learning_rate (lane), ==, 20 * 1e-4);
  dh_lane_set_learning_rate (lane, 5e-4); /* not a part of what was undone before */
  g_assert_null (dh_session_get_redo (session));
  g_assert_true (dh_session_undo (session));
  g_assert_true (dh_session_undo (session));
  g_assert_cmpfloat (dh_lane_get_learning_rate (lane), ==, 1e-3);
  g_assert_false (dh_session_undo (session));
}

/* What was trained after an undo is kept as well: each state comes back as it was left. */
static void
test_redo (void)
{
  g_autoptr (DhSession) session = make_undoable (), plain = make_session (losses);
  DhLane *lane = peek_lane (session, 1);

  run_until (session, 4);
  dh_lane_set_loss (lane, "huber");
  run_until (session, 8);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpstr (dh_session_get_redo (session), ==, "Loss of Lane 2");
  run_until (session, 8);
  g_assert_true (dh_session_redo (session));
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "huber");
  g_assert_null (dh_session_get_redo (session));
  run_until (session, 10);
  run_until (plain, 4);
  dh_lane_set_loss (peek_lane (plain, 1), "huber");
  run_until (plain, 8);
  run_until (plain, 10);
  assert_same_records (peek_snapshot (plain, 1), peek_snapshot (session, 1));
  g_assert_true (dh_session_undo (session));
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "mse");
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (dh_lane_get_snapshot (lane)), ==, 8);
  run_until (session, 10);
  {
    g_autoptr (DhSession) undisturbed = make_session (losses);

    run_until (undisturbed, 4);
    run_until (undisturbed, 8);
    run_until (undisturbed, 10);
    assert_same_records (peek_snapshot (undisturbed, 1), peek_snapshot (session, 1));
  }
}

/* Everything at once: down to the beginning and up again, as often as one likes. */
static void
test_all_ways (void)
{
  g_autoptr (DhSession) session = make_undoable ();
  g_autoptr (DhSession) plain = make_session (losses);

  run_until (session, 4);
  dh_lane_set_loss (peek_lane (session, 0), "huber");
  dh_lane_set_learning_rate (peek_lane (session, 2), 3e-4);
  run_until (session, 6);
  g_assert_nonnull (dh_session_duplicate_lane (session, peek_lane (session, 0)));
  run_until (session, 8);
  dh_session_remove_lane (session, peek_lane (session, 2));
  dh_session_restart_lane (session, peek_lane (session, 0));
  run_until (session, 10);
  dh_session_set_seed (session, 3);
  run_until (session, 2);
  for (guint round = 0; round < 3; round++)
    {
      guint n = 0;

      while (dh_session_undo (session))
        n++;
      g_assert_cmpuint (n, ==, 6);
      g_assert_cmpuint (dh_session_get_seed (session), ==, 1);
      g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (session, 2)), ==, 1e-3);
      if (round == 1)
        wait_until_idle (session); /* the worker hasn't seen the others */
      while (dh_session_redo (session))
        n--;
      g_assert_cmpuint (n, ==, 0);
      g_assert_cmpuint (dh_session_get_seed (session), ==, 3);
      g_assert_cmpuint (dh_session_get_iteration (session), ==, 2);
    }
  run_until (session, 5);
  dh_session_set_seed (plain, 3);
  dh_lane_set_loss (peek_lane (plain, 0), "huber");
  run_until (plain, 2);
  run_until (plain, 5);
  assert_same_records (peek_snapshot (plain, 0), peek_snapshot (session, 0));
}

/* Where no step was made, a new run is the same as the old one, and takes no memory. */
static void
test_before_the_first_step (void)
{
  g_autoptr (DhSession) session = make_undoable ();
  DhLane *lane = peek_lane (session, 2);

  dh_session_set_undo_limit (session, 1000);
  dh_lane_set_loss (lane, "mae");
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Loss of Lane 3");
  g_assert_null (dh_session_get_notice (session));
  run_until (session, 4);
  g_assert_true (dh_session_undo (session)); /* for redo, there is no memory */
  g_assert_null (dh_session_get_redo (session));
  dh_session_set_undo_limit (session, 0);
  run_until (session, 4);
  assert_undisturbed (session);
}

/* Lanes with one rate: it is set for all, and comes back for all. */
static void
test_same_rate (void)
{
  g_autoptr (DhSession) session = make_undoable ();

  run_until (session, 1);
  dh_lane_set_learning_rate (peek_lane (session, 1), 7e-4);
  dh_session_set_same_rate (session, TRUE);
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Same Rate");
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (session, 1)), ==, 1e-3);
  dh_lane_set_learning_rate (peek_lane (session, 2), 2e-3);
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Learning Rate of All Lanes");
  g_assert_true (dh_session_undo (session));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (session, i)), ==, 1e-3);
  g_assert_true (dh_session_undo (session));
  g_assert_false (dh_session_get_same_rate (session));
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (session, 1)), ==, 7e-4);
  g_assert_true (dh_session_redo (session));
  g_assert_true (dh_session_get_same_rate (session));
  g_assert_true (dh_session_redo (session));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (session, i)), ==, 2e-3);
}

static void
test_balls (void)
{
  g_autoptr (DhSession) session = make_undoable ();
  DhLane *lane = peek_lane (session, 1);

  dh_lane_set_ball_rate (lane, 0.3);
  dh_lane_set_ball_rate (lane, 0.4);
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Learning Rate of Ball 2");
  dh_lane_set_ball_optimizer (lane, "momentum");
  dh_lane_set_ball_loss (lane, "huber");
  dh_lane_set_ball_shown (lane, FALSE);
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Hiding Ball 2");
  g_assert_true (dh_session_undo (session));
  g_assert_true (dh_lane_get_ball_shown (lane));
  g_assert_cmpstr (dh_session_get_redo (session), ==, "Hiding Ball 2");
  g_assert_true (dh_session_undo (session));
  g_assert_null (dh_lane_get_ball_loss (lane));
  g_assert_true (dh_session_undo (session));
  g_assert_cmpstr (dh_lane_get_ball_optimizer (lane), ==, "sgd");
  g_assert_true (dh_session_undo (session));
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 0);
  g_assert_false (dh_session_undo (session));
  while (dh_session_redo (session))
    ;
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 0.4);
  g_assert_cmpstr (dh_lane_get_ball_loss (lane), ==, "huber");
  g_assert_false (dh_lane_get_ball_shown (lane));
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
  g_assert_true (dh_session_undo (session));
  run_until (session, 2);
  dh_lane_set_learning_rate (lane, 1e-4);
  g_assert_null (words);
  dh_lane_set_loss (lane, "ssim");
  g_assert_nonnull (
    strstr (words, "Loss of lane 1 changed from MAE to SSIM. This can’t be undone"));
  dh_lane_set_optimizer (lane, "sgd");
  g_assert_true (g_str_has_prefix (words, "Optimizer of lane 1 "));
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Learning Rate of Lane 1");
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
  g_test_add_func ("/session-undo/series", test_series);
  g_test_add_func ("/session-undo/redo", test_redo);
  g_test_add_func ("/session-undo/all-ways", test_all_ways);
  g_test_add_func ("/session-undo/before-the-first-step", test_before_the_first_step);
  g_test_add_func ("/session-undo/same-rate", test_same_rate);
  g_test_add_func ("/session-undo/balls", test_balls);
  g_test_add_func ("/session-undo/unkept", test_unkept);
  g_test_add_func ("/session-undo/people-and-seed", test_people_and_seed);
  g_test_add_func ("/session-undo/single-steps", test_single_steps);
  g_test_add_func ("/session-undo/places", test_places);
  g_test_add_func ("/session-undo/memory", test_memory);
  g_test_add_func ("/session-undo/preset", test_preset);
  return g_test_run ();
}
