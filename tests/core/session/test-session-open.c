/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A training is made again from its log: the same losses, byte by byte, and the same settings at the
 * end, whatever was changed on the way.
 */
#include "tests/core/session/session-runner.h"

#include <pthread.h>

#define N_LANES 2

static const char *const losses[] = { "mae", "ssim", NULL };

typedef struct
{
  DhTrainingPlan plan;
  guint64 iteration;
} Recording;

static void
record (DhSession *session, Recording *recording)
{
  recording->plan = (DhTrainingPlan) {
    .people = { dh_session_get_person (session, 0), dh_session_get_person (session, 1) },
    .preset = dh_session_get_preset (session),
    .seed = dh_session_get_seed (session),
    .n_lanes = g_list_model_get_n_items (dh_session_get_lanes (session)),
  };
  for (guint i = 0; i < recording->plan.n_lanes; i++)
    {
      recording->plan.lanes[i].number = dh_lane_get_number (peek_lane (session, i));
      recording->plan.lanes[i].log = dh_lane_dup_log (peek_lane (session, i));
    }
  recording->iteration = dh_session_get_iteration (session);
}

static void
recording_clear (Recording *recording)
{
  for (guint i = 0; i < recording->plan.n_lanes; i++)
    dh_settings_log_unref (recording->plan.lanes[i].log);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Recording, recording_clear)

static DhSession *
open_recording (const Recording *recording)
{
  static const char *const other[] = { "mse", NULL };
  DhSession *session = make_session (other);

  dh_session_open (session, &recording->plan);
  return session;
}

static void
assert_same_lanes (DhSession *a, DhSession *b)
{
  guint n = g_list_model_get_n_items (dh_session_get_lanes (a));

  g_assert_cmpuint (n, ==, g_list_model_get_n_items (dh_session_get_lanes (b)));
  for (guint i = 0; i < n; i++)
    {
      const DhLaneSettings of_a = dh_lane_get_settings (peek_lane (a, i));
      const DhLaneSettings of_b = dh_lane_get_settings (peek_lane (b, i));
      g_autoptr (DhSettingsLog) log_a = dh_lane_dup_log (peek_lane (a, i));
      g_autoptr (DhSettingsLog) log_b = dh_lane_dup_log (peek_lane (b, i));

      assert_same_records (peek_snapshot (a, i), peek_snapshot (b, i));
      g_assert_true (dh_lane_settings_equal (&of_a, &of_b));
      g_assert_true (dh_settings_log_equal (log_a, log_b));
      g_assert_cmpuint (dh_lane_get_number (peek_lane (a, i)), ==,
                        dh_lane_get_number (peek_lane (b, i)));
    }
}

/* Makes it again, and goes on for two steps. */
static void
assert_made_again (DhSession *session)
{
  g_auto (Recording) recording = { 0 };
  g_autoptr (DhSession) again = NULL;

  record (session, &recording);
  again = open_recording (&recording);
  if (recording.iteration > 0)
    run_until (again, recording.iteration);
  for (guint i = 0; i < recording.plan.n_lanes; i++)
    g_assert_false (dh_lane_get_following (peek_lane (again, i)));
  if (recording.iteration > 0)
    assert_same_lanes (session, again);
  run_until (session, recording.iteration + 2);
  run_until (again, recording.iteration + 2);
  assert_same_lanes (session, again);
}

static void
test_every_optimizer (void)
{
  guint n;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n);
  g_autoptr (DhSession) session = make_session (losses);

  dh_session_set_seed (session, 7);
  for (guint i = 0; i < n; i++)
    {
      DhLane *lane = peek_lane (session, i % N_LANES);

      dh_lane_set_optimizer (lane, optimizers[i]->id);
      dh_lane_set_learning_rate (lane, 1e-4 * (i + 1));
      run_until (session, 2 * i + 2);
    }
  assert_made_again (session);
}

static void
test_every_setting (void)
{
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *first = peek_lane (session, 0), *second = peek_lane (session, 1);

  dh_lane_set_optimizer (first, "adam/cosine{over=50}/warm_up=5");
  run_until (session, 3);
  dh_lane_set_loss (first, "50%mae+huber{delta=0.1}");
  dh_lane_set_mask (second, DH_AREA_COMPONENTS);
  run_until (session, 5);
  dh_lane_set_clip (second, dh_clip_make (DH_CLIP_NORM, 0.5));
  dh_lane_set_eye_multiplier (first, 3);
  dh_lane_set_mouth_multiplier (second, 2);
  dh_lane_set_optimizer (first, "sgd"); /* and back: without its moments and its schedule */
  wait_until_idle (session);
  dh_lane_set_optimizer (first, "adam/cosine{over=50}/warm_up=5");
  run_until (session, 8);
  dh_lane_set_learning_rate (first, 7e-4); /* the next step's */
  wait_until_idle (session);
  assert_made_again (session);
}

/* While the worker is training, so that nobody knows at which iterations they arrive. */
static void
test_at_any_moment (void)
{
  g_autoptr (DhSession) session = make_session (losses);
  GRand *rand = g_rand_new_with_seed (3);

  dh_session_set_iteration_limit (session, 60);
  dh_session_set_playing (session, TRUE);
  while (dh_session_get_iteration (session) < 50)
    {
      DhLane *lane = peek_lane (session, g_rand_int_range (rand, 0, N_LANES));

      dh_lane_set_learning_rate (lane, g_rand_double_range (rand, 1e-4, 2e-3));
      if (g_rand_int_range (rand, 0, 8) == 0)
        dh_lane_set_optimizer (lane, g_rand_boolean (rand) ? "adam" : "rmsprop");
      g_usleep (g_rand_int_range (rand, 0, 20000));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_rand_free (rand);
  wait_until_idle (session);
  assert_made_again (session);
}

/* A copy has its original's log; an added lane its own. */
static void
test_copies_and_late_lanes (void)
{
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *copy;

  run_until (session, 3);
  dh_lane_set_learning_rate (peek_lane (session, 0), 2e-3);
  run_until (session, 5);
  copy = dh_session_duplicate_lane (session, peek_lane (session, 0));
  dh_lane_set_loss (copy, "mse");
  run_until (session, 7);
  dh_session_add_lane (session, "huber", 0, NULL);
  g_assert_true (dh_session_remove_lane (session, peek_lane (session, 2)));
  run_until (session, 9);
  assert_made_again (session);
}

static void
test_undone_changes_are_no_part_of_it (void)
{
  g_autoptr (DhSession) session = make_session (losses);

  dh_session_set_undoable (session, TRUE);
  run_until (session, 3);
  dh_lane_set_loss (peek_lane (session, 0), "mse");
  run_until (session, 5);
  g_assert_true (dh_session_undo (session));
  run_until (session, 6);
  {
    g_autoptr (DhSettingsLog) log = dh_lane_dup_log (peek_lane (session, 0));

    g_assert_cmpuint (dh_settings_log_get_length (log), ==, 1);
  }
  assert_made_again (session);
}

static void
test_a_hand_ends_it (void)
{
  g_auto (Recording) recording = { 0 };
  g_autoptr (DhSession) session = make_session (losses), again = NULL;

  run_until (session, 2);
  dh_lane_set_learning_rate (peek_lane (session, 0), 2e-3);
  dh_lane_set_learning_rate (peek_lane (session, 1), 2e-3);
  run_until (session, 6);
  dh_lane_set_learning_rate (peek_lane (session, 0), 3e-3);
  dh_lane_set_learning_rate (peek_lane (session, 1), 3e-3);
  run_until (session, 7);
  record (session, &recording);

  again = open_recording (&recording);
  g_assert_true (dh_lane_get_following (peek_lane (again, 0)));
  run_until (again, 4);
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (again, 0)), ==, 2e-3);
  dh_lane_set_clip (peek_lane (again, 0), dh_clip_make (DH_CLIP_NORM, 1));
  g_assert_false (dh_lane_get_following (peek_lane (again, 0)));
  g_assert_true (dh_lane_get_following (peek_lane (again, 1)));
  run_until (again, 7);
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (again, 0)), ==, 2e-3);
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (again, 1)), ==, 3e-3);
  assert_same_records (peek_snapshot (session, 1), peek_snapshot (again, 1));
  assert_made_again (again);
}

/* Undone before a step: as if nothing had happened.  Later, the plan goes on from where the lane is:
 * what it has missed comes at once. */
static void
test_undo_brings_a_plan_back (void)
{
  g_auto (Recording) recording = { 0 };
  g_autoptr (DhSession) session = make_session (losses), again = NULL;

  run_until (session, 2);
  dh_lane_set_learning_rate (peek_lane (session, 0), 2e-3);
  dh_lane_set_learning_rate (peek_lane (session, 1), 2e-3);
  run_until (session, 6);
  dh_lane_set_learning_rate (peek_lane (session, 0), 3e-3);
  dh_lane_set_learning_rate (peek_lane (session, 1), 3e-3);
  run_until (session, 8);
  record (session, &recording);

  again = open_recording (&recording);
  dh_session_set_undoable (again, TRUE);
  run_until (again, 4);
  dh_lane_set_clip (peek_lane (again, 1), dh_clip_make (DH_CLIP_NORM, 1));
  g_assert_false (dh_lane_get_following (peek_lane (again, 1)));
  wait_until_idle (again);
  g_assert_true (dh_session_undo (again));
  g_assert_true (dh_lane_get_following (peek_lane (again, 1)));
  dh_lane_set_clip (peek_lane (again, 0), dh_clip_make (DH_CLIP_NORM, 1));
  run_until (again, 7);
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (again, 0)), ==, 2e-3);
  g_assert_true (dh_session_undo (again));
  g_assert_cmpfloat (dh_lane_get_clip (peek_lane (again, 0)).bound, ==, 0);
  run_until (again, 8);
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (again, 0)), ==, 3e-3);
  g_assert_false (dh_lane_get_following (peek_lane (again, 0)));
  assert_same_records (peek_snapshot (session, 1), peek_snapshot (again, 1));
  assert_made_again (again);
}

static void
test_opening_is_undone (void)
{
  g_auto (Recording) recording = { 0 };
  g_autoptr (DhSession) session = make_session (losses), plain = make_session (losses);
  g_autoptr (DhSettingsLog) log = dh_lane_dup_log (peek_lane (session, 1));
  const DhTrainingPlan other = { .people = { "cedar", "dogwood" },
                                 .preset = "quick",
                                 .seed = 9,
                                 .n_lanes = 1,
                                 .lanes = { { 5, log } } };

  dh_session_set_undoable (session, TRUE);
  run_until (session, 4);
  dh_session_open (session, &other);
  g_assert_cmpstr (dh_session_get_notice (session), ==, "Document opened: 4 iterations set aside");
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (session)), ==, 1);
  g_assert_cmpuint (dh_lane_get_number (peek_lane (session, 0)), ==, 5);
  g_assert_cmpstr (dh_session_get_person (session, 1), ==, "dogwood");
  run_until (session, 2);
  g_assert_nonnull (dh_session_add_lane (session, NULL, 0, NULL));
  g_assert_cmpuint (dh_lane_get_number (peek_lane (session, 1)), ==, 1);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpuint (dh_session_get_seed (session), ==, 9);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpuint (dh_session_get_seed (session), ==, 1);
  g_assert_cmpstr (dh_session_get_person (session, 1), ==, "birch");
  wait_until_idle (session);
  g_assert_true (dh_session_redo (session));
  g_assert_cmpuint (dh_session_get_seed (session), ==, 9);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (peek_snapshot (session, 0)), ==, 2);
  g_assert_true (dh_session_undo (session));
  run_until (session, 6);
  run_until (plain, 4);
  run_until (plain, 6);
  assert_same_lanes (plain, session);
}

/* ---- images ---- */

typedef struct
{
  pthread_mutex_t mutex;   /* the thread sanitizer knows it */
  DhLaneImage *newest[16]; /* by run */
  guint n_taken;
} Kept;

static gboolean
wants (gsize size, gboolean urgent, gpointer data)
{
  g_assert_cmpuint (size, >, 1 << 20);
  return TRUE;
}

static void
take (guint run, DhLaneImage *image, gpointer data)
{
  Kept *kept = data;

  g_assert_cmpuint (run, <, G_N_ELEMENTS (kept->newest));
  pthread_mutex_lock (&kept->mutex);
  g_clear_pointer (&kept->newest[run], dh_lane_image_unref);
  kept->newest[run] = dh_lane_image_ref (image);
  kept->n_taken++;
  pthread_mutex_unlock (&kept->mutex);
}

/* They are handed over after the report that the training has paused. */
static void
wait_for_images (DhSession *session, Kept *kept, guint n)
{
  gboolean done = FALSE;

  while (!done)
    {
      g_usleep (2000);
      pthread_mutex_lock (&kept->mutex);
      done = kept->n_taken >= n;
      pthread_mutex_unlock (&kept->mutex);
    }
}

/* Taken up from images of iteration 4, which is less than what had been trained. */
static void
test_images (void)
{
  Kept kept = { .mutex = PTHREAD_MUTEX_INITIALIZER };
  const DhLaneKeeper keeper = { wants, take, &kept };
  g_auto (Recording) recording = { 0 };
  g_autoptr (DhSession) session = make_session (losses), again = NULL;
  DhLaneImage *images[N_LANES];

  dh_session_set_keeper (session, &keeper);
  run_until (session, 2);
  dh_lane_set_optimizer (peek_lane (session, 0), "rmsprop");
  run_until (session, 4);
  wait_for_images (session, &kept, 4);
  for (guint i = 0; i < N_LANES; i++)
    {
      images[i] = dh_lane_image_ref (kept.newest[1 + i]);
      g_assert_cmpuint (dh_lane_image_get_iteration (images[i]), ==, 4);
    }
  dh_lane_set_learning_rate (peek_lane (session, 0), 3e-4);
  dh_lane_set_loss (peek_lane (session, 1), "mse");
  run_until (session, 6);
  dh_lane_set_clip (peek_lane (session, 1), dh_clip_make (DH_CLIP_NORM, 1));
  run_until (session, 7);
  record (session, &recording);
  for (guint i = 0; i < N_LANES; i++)
    recording.plan.lanes[i].image = images[i];

  again = open_recording (&recording);
  run_until (again, 7);
  g_assert_cmpuint (dh_session_get_work (again)->kinds[DH_WORK_TRAINING].n, ==, 3 * N_LANES);
  assert_same_lanes (session, again);
  run_until (session, 9);
  run_until (again, 9);
  assert_same_lanes (session, again);

  /* At the end, the newest state is handed over, too. */
  g_clear_object (&session);
  for (guint i = 0; i < N_LANES; i++)
    {
      g_assert_cmpuint (dh_lane_image_get_iteration (kept.newest[1 + i]), ==, 9);
      dh_lane_image_unref (kept.newest[1 + i]);
      dh_lane_image_unref (images[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-open/optimizers", test_every_optimizer);
  g_test_add_func ("/session-open/settings", test_every_setting);
  g_test_add_func ("/session-open/any-moment", test_at_any_moment);
  g_test_add_func ("/session-open/copies", test_copies_and_late_lanes);
  g_test_add_func ("/session-open/undone", test_undone_changes_are_no_part_of_it);
  g_test_add_func ("/session-open/hand", test_a_hand_ends_it);
  g_test_add_func ("/session-open/plan-undone", test_undo_brings_a_plan_back);
  g_test_add_func ("/session-open/undo", test_opening_is_undone);
  g_test_add_func ("/session-open/images", test_images);
  return g_test_run ();
}
