/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's past is made again, byte by byte, and a branch goes on from there as the original did.
 */
#include "tests/core/session/session-runner.h"

#include <pthread.h>
#include <string.h>

#include "core/optim/optimizer.h"

#define N_LANES    2
#define MAX_IMAGES 64

static const char *const losses[] = { "mae", "ssim", NULL };

/* ---- what was ---- */

/* Everything that a keeper was given. */
typedef struct
{
  pthread_mutex_t mutex; /* the thread sanitizer knows it */
  DhLaneImage *images[MAX_IMAGES];
  guint n;
  gboolean full;
} Kept;

static gboolean
wants (gsize size, gboolean urgent, gpointer data)
{
  Kept *kept = data;
  gboolean wanted;

  pthread_mutex_lock (&kept->mutex);
  wanted = !kept->full;
  pthread_mutex_unlock (&kept->mutex);
  return wanted;
}

static void
take (guint run, DhLaneImage *image, gpointer data)
{
  Kept *kept = data;

  pthread_mutex_lock (&kept->mutex);
  g_assert_cmpuint (kept->n, <, MAX_IMAGES);
  kept->images[kept->n++] = dh_lane_image_ref (image);
  pthread_mutex_unlock (&kept->mutex);
}

/* They are handed over after the report that the training has paused. */
static void
wait_for_images (Kept *kept, guint n)
{
  gboolean done = FALSE;

  while (!done)
    {
      g_usleep (2000);
      pthread_mutex_lock (&kept->mutex);
      done = kept->n >= n;
      pthread_mutex_unlock (&kept->mutex);
    }
}

static void
kept_clear (Kept *kept)
{
  for (guint i = 0; i < kept->n; i++)
    dh_lane_image_unref (kept->images[i]);
}

/* A lane at a pause. */
typedef struct
{
  guint lane;
  guint64 iteration;
  DhLaneSnapshot *snapshot;
  DhLaneImage *image;
  gboolean changed; /* its settings, before the next step */
} Pause;

static void
pause_clear (gpointer data)
{
  Pause *pause = data;

  dh_lane_snapshot_unref (pause->snapshot);
}

typedef struct
{
  DhSession *session;
  Kept kept;
  GArray *pauses;
} Past;

static void
past_clear (Past *past)
{
  g_clear_object (&past->session); /* the keeper gets its last images */
  g_array_unref (past->pauses);
  kept_clear (&past->kept);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Past, past_clear)

static void
past_init (Past *past)
{
  const DhLaneKeeper keeper = { wants, take, &past->kept };

  *past = (Past) { .kept = { .mutex = PTHREAD_MUTEX_INITIALIZER } };
  past->session = make_session (losses);
  past->pauses = g_array_new (FALSE, FALSE, sizeof (Pause));
  g_array_set_clear_func (past->pauses, pause_clear);
  dh_session_set_keeper (past->session, &keeper);
}

static void
pause_at (Past *past, guint64 iteration)
{
  const guint before = past->kept.n;

  run_until (past->session, iteration);
  wait_for_images (&past->kept, before + N_LANES);
  for (guint i = 0; i < N_LANES; i++)
    {
      const Pause pause = { .lane = i,
                            .iteration = iteration,
                            .snapshot = dh_lane_snapshot_ref (peek_snapshot (past->session, i)),
                            .image = past->kept.images[before + i] };

      g_assert_cmpuint (dh_lane_image_get_iteration (pause.image), ==, iteration);
      g_array_append_val (past->pauses, pause);
    }
}

static Pause *
get_pause (Past *past, guint index)
{
  return &g_array_index (past->pauses, Pause, index);
}

static void
note_change (Past *past, guint lane)
{
  for (guint i = past->pauses->len - N_LANES; i < past->pauses->len; i++)
    get_pause (past, i)->changed |= get_pause (past, i)->lane == lane;
}

/* The newest image of the lane before that pause, or NULL. */
static DhLaneImage *
find_image_before (Past *past, const Pause *pause)
{
  DhLaneImage *image = NULL;

  for (guint i = 0; i < past->pauses->len; i++)
    if (get_pause (past, i)->lane == pause->lane && get_pause (past, i)->iteration < pause->iteration)
      image = get_pause (past, i)->image;
  return image;
}

/* Changes of every kind at random iterations, pauses without changes among them. */
static void
train_with_changes (Past *past, GRand *rand)
{
  static const char *const mixes[] = { "mse", "50%mae+huber{delta=0.1}", "ssim", "logcosh" };
  guint n;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n);
  guint64 iteration = 0;

  for (guint i = 0; i < n; i++)
    {
      DhLane *lane = peek_lane (past->session, i % N_LANES);

      iteration += (guint) g_rand_int_range (rand, 1, 4);
      pause_at (past, iteration);
      note_change (past, i % N_LANES);
      dh_lane_set_optimizer (lane, optimizers[i]->id);
      dh_lane_set_learning_rate (lane, g_rand_double_range (rand, 1e-5, 1e-3));
      if (i % 2 == 0)
        dh_lane_set_loss (lane, mixes[i / 2 % G_N_ELEMENTS (mixes)]);
      if (i % 3 == 1)
        dh_lane_set_mask (lane, i % 2 == 0 ? DH_AREA_EXTENDED : DH_AREA_COMPONENTS);
      if (i % 3 == 2)
        dh_lane_set_mouth_multiplier (lane, 1 + i);
      iteration += (guint) g_rand_int_range (rand, 1, 4);
      pause_at (past, iteration);
    }
  pthread_mutex_lock (&past->kept.mutex);
  past->kept.full = TRUE;
  pthread_mutex_unlock (&past->kept.mutex);
}

/* ---- replaying ---- */

static void
assert_same_preview (DhLaneSnapshot *a, DhLaneSnapshot *b)
{
  const DhPreview *of_a = dh_lane_snapshot_get_preview (a), *of_b = dh_lane_snapshot_get_preview (b);
  const gsize size = (gsize) dh_preview_get_size (of_a) * dh_preview_get_size (of_a) * 4;

  g_assert_cmpuint (dh_preview_get_iteration (of_a), ==, dh_preview_get_iteration (of_b));
  g_assert_cmpint (dh_preview_get_n_faces (of_a), ==, dh_preview_get_n_faces (of_b));
  for (guint side = 0; side < 2; side++)
    for (int face = 0; face < dh_preview_get_n_faces (of_a); face++)
      {
        g_assert_cmpmem (dh_preview_peek_tile (of_a, side, face, DH_TILE_SELF), size,
                         dh_preview_peek_tile (of_b, side, face, DH_TILE_SELF), size);
        g_assert_cmpmem (dh_preview_peek_tile (of_a, side, face, DH_TILE_SWAP), size,
                         dh_preview_peek_tile (of_b, side, face, DH_TILE_SWAP), size);
      }
}

static void
assert_same_metrics (DhLaneSnapshot *a, DhLaneSnapshot *b)
{
  const DhMetrics *of_a = dh_lane_snapshot_get_metrics (a), *of_b = dh_lane_snapshot_get_metrics (b);

  g_assert_cmpuint (of_a->iteration, ==, of_b->iteration);
  g_assert_cmpfloat (of_a->psnr, ==, of_b->psnr);
  g_assert_cmpfloat (of_a->ssim, ==, of_b->ssim);
  g_assert_cmpfloat (of_a->swap_psnr, ==, of_b->swap_psnr);
}

/* The first n vectors: the weights, then the slots. */
static void
assert_same_vectors (DhLaneImage *a, DhLaneImage *b, gboolean weights_only)
{
  GBytes *of_a[DH_LANE_IMAGE_MAX_PARTS], *of_b[DH_LANE_IMAGE_MAX_PARTS];
  guint n_a = dh_lane_image_list_parts (a, of_a), n_b = dh_lane_image_list_parts (b, of_b);

  if (!weights_only)
    g_assert_cmpuint (n_a, ==, n_b);
  for (guint i = DH_LANE_IMAGE_FIRST_VECTOR;
       i < (weights_only ? DH_LANE_IMAGE_FIRST_VECTOR + 1 : n_a); i++)
    g_assert_true (g_bytes_equal (of_a[i], of_b[i]));
}

static void
done_cb (DhReplay *replay, guint *n_done)
{
  (*n_done)++;
}

static void
wait_for_replay (DhReplay *replay)
{
  while (dh_replay_get_state (replay) == DH_REPLAY_RUNNING)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_replays_to (Past *past, const Pause *pause, DhLaneImage *image)
{
  DhLane *lane = peek_lane (past->session, pause->lane);
  g_autoptr (DhReplay) replay = dh_session_replay (past->session, lane, image, pause->iteration);
  DhLaneSnapshot *snapshot;
  guint n_done = 0;

  g_signal_connect (replay, "done", G_CALLBACK (done_cb), &n_done);
  g_assert_cmpuint (dh_replay_get_remaining (replay), ==,
                    pause->iteration - (image != NULL ? dh_lane_image_get_iteration (image) : 0));
  wait_for_replay (replay);
  g_assert_cmpuint (n_done, ==, 1);
  g_assert_cmpint (dh_replay_get_state (replay), ==, DH_REPLAY_DONE);
  g_assert_cmpfloat (dh_replay_get_progress (replay), ==, 1);
  g_assert_cmpuint (dh_replay_get_remaining (replay), ==, 0);
  snapshot = dh_replay_get_snapshot (replay);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (snapshot), ==, pause->iteration);
  assert_same_records (snapshot, pause->snapshot);
  assert_same_preview (snapshot, pause->snapshot);
  assert_same_metrics (snapshot, pause->snapshot);
  assert_same_vectors (dh_replay_get_image (replay), pause->image, pause->changed);
}

/* Any place of a training in which every optimizer was used, and each kind of setting changed. */
static void
test_every_optimizer (void)
{
  g_auto (Past) past = { 0 };
  GRand *rand = g_rand_new_with_seed (11);

  past_init (&past);
  train_with_changes (&past, rand);
  for (guint i = 0; i < past.pauses->len; i++)
    assert_replays_to (&past, get_pause (&past, i),
                       find_image_before (&past, get_pause (&past, i)));
  /* The image of the place itself, the start, and an image that isn't the lane's. */
  for (guint i = 0; i < 3; i++)
    {
      const Pause *pause = get_pause (&past, past.pauses->len - 1 - i);

      assert_replays_to (&past, pause, i == 0 ? pause->image : NULL);
    }
  {
    const Pause *pause = get_pause (&past, past.pauses->len - 1), *other = pause - 1;
    g_autoptr (DhReplay) replay = NULL;

    g_assert_cmpuint (other->lane, !=, pause->lane);
    replay = dh_session_replay (past.session, peek_lane (past.session, pause->lane), other->image,
                                pause->iteration);
    g_assert_cmpuint (dh_replay_get_remaining (replay), ==, pause->iteration);
    wait_for_replay (replay);
    assert_same_preview (dh_replay_get_snapshot (replay), pause->snapshot);
  }
  g_rand_free (rand);
}

/* The lanes go on meanwhile, and several replays are made one after the other. */
static void
test_beside_the_training (void)
{
  g_auto (Past) past = { 0 };
  DhReplay *replays[N_LANES];

  past_init (&past);
  pause_at (&past, 30);
  pause_at (&past, 40);
  dh_session_set_iteration_limit (past.session, 0);
  dh_session_set_playing (past.session, TRUE);
  for (guint i = 0; i < N_LANES; i++)
    replays[i] = dh_session_replay (past.session, peek_lane (past.session, i), NULL, 30);
  for (guint i = 0; i < N_LANES; i++)
    {
      wait_for_replay (replays[i]);
      g_assert_cmpint (dh_replay_get_state (replays[i]), ==, DH_REPLAY_DONE);
      assert_same_vectors (dh_replay_get_image (replays[i]), get_pause (&past, i)->image, FALSE);
      assert_same_preview (dh_replay_get_snapshot (replays[i]), get_pause (&past, i)->snapshot);
      g_object_unref (replays[i]);
    }
  g_assert_cmpuint (dh_session_get_iteration (past.session), >, 40);
  g_assert_cmpuint (dh_session_get_work (past.session)->kinds[DH_WORK_REPLAY].n, >, 60);
  dh_session_set_playing (past.session, FALSE);
  wait_until_idle (past.session);
}

/* A replay of the first lane that has begun and isn't at its end; both sessions train for as long as
 * that takes to be seen. */
static DhReplay *
start_long_replay (DhSession *session, DhSession *plain, guint64 *length)
{
  for (*length = 20;; *length *= 2)
    {
      g_autoptr (DhReplay) replay = NULL;

      run_until (session, *length);
      run_until (plain, *length);
      replay = dh_session_replay (session, peek_lane (session, 0), NULL, *length);
      while (dh_replay_get_progress (replay) == 0)
        g_main_context_iteration (NULL, TRUE);
      if (dh_replay_get_remaining (replay) > 0)
        return g_steal_pointer (&replay);
      wait_for_replay (replay);
    }
}

/* Neither a replay that is broken off nor one that is finished leaves anything behind. */
static void
test_cancelled (void)
{
  g_autoptr (DhSession) session = make_session (losses), plain = make_session (losses);
  g_autoptr (DhReplay) replay = NULL, next = NULL;
  guint64 length;
  guint n_done = 0;

  replay = start_long_replay (session, plain, &length);
  next = dh_session_replay (session, peek_lane (session, 1), NULL, 5);
  g_signal_connect (replay, "done", G_CALLBACK (done_cb), &n_done);
  g_assert_cmpuint (dh_replay_get_remaining (replay), <, length);
  dh_replay_cancel (replay);
  g_assert_cmpint (dh_replay_get_state (replay), ==, DH_REPLAY_CANCELLED);
  g_assert_cmpuint (n_done, ==, 1);
  g_assert_null (dh_replay_get_snapshot (replay));
  dh_replay_cancel (replay);
  g_assert_cmpuint (n_done, ==, 1);
  wait_for_replay (next);
  g_assert_cmpint (dh_replay_get_state (next), ==, DH_REPLAY_DONE);
  run_until (session, length + 4);
  run_until (plain, length + 4);
  for (guint i = 0; i < N_LANES; i++)
    assert_same_records (peek_snapshot (session, i), peek_snapshot (plain, i));
}

static void
test_ends_with_the_training (void)
{
  g_autoptr (DhSession) session = make_session (losses);
  g_autoptr (DhReplay) by_reset = NULL, by_seed = NULL, by_end = NULL;

  run_until (session, 10);
  by_reset = dh_session_replay (session, peek_lane (session, 0), NULL, 10);
  dh_session_reset (session);
  g_assert_cmpint (dh_replay_get_state (by_reset), ==, DH_REPLAY_CANCELLED);
  run_until (session, 10);
  by_seed = dh_session_replay (session, peek_lane (session, 0), NULL, 10);
  dh_session_set_seed (session, 5);
  g_assert_cmpint (dh_replay_get_state (by_seed), ==, DH_REPLAY_CANCELLED);
  run_until (session, 10);
  by_end = dh_session_replay (session, peek_lane (session, 0), NULL, 10);
  g_clear_object (&session);
  g_assert_cmpint (dh_replay_get_state (by_end), ==, DH_REPLAY_CANCELLED);
}

/* ---- branching off ---- */

/* Plays until all lanes have come there, whatever is ahead. */
static void
bring_all_to (DhSession *session, guint64 iteration)
{
  dh_session_set_iteration_limit (session, iteration);
  dh_session_set_playing (session, TRUE);
  wait_until_idle (session);
  dh_session_set_playing (session, FALSE);
}

static void
assert_begins_with (DhLaneSnapshot *whole, DhLaneSnapshot *begin, guint64 n)
{
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (begin), ==, n);
  for (guint64 i = 0; i < n; i++)
    {
      const DhRecord a = dh_lane_snapshot_get_record (whole, i);
      const DhRecord b = dh_lane_snapshot_get_record (begin, i);

      g_assert_cmpmem (&a.loss, sizeof a.loss, &b.loss, sizeof b.loss);
      g_assert_cmpfloat (a.learning_rate, ==, b.learning_rate);
      g_assert_cmpuint (a.n_turns, ==, b.n_turns);
    }
}

static gboolean
is_painted (DhLane *lane)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);
  DhPreview *preview = snapshot != NULL ? dh_lane_snapshot_get_preview (snapshot) : NULL;

  return preview != NULL
         && dh_preview_get_iteration (preview) == dh_lane_snapshot_get_iteration (snapshot);
}

/* Waits until a branch has come to where it goes on; the training pauses. */
static void
wait_for_arrival (DhLane *branch)
{
  double progress = 0, before = 0;
  guint64 remaining;

  while (dh_lane_is_arriving (branch, &progress, &remaining))
    {
      g_assert_cmpfloat (progress, >=, before);
      before = progress;
      g_main_context_iteration (NULL, TRUE);
    }
  while (!is_painted (branch))
    g_main_context_iteration (NULL, TRUE);
}

/* Without a change, up to the original's next one; then with the original's, one by one. */
static void
assert_branch_follows (Past *past, const Pause *pause, DhLaneImage *image)
{
  DhSession *session = past->session;
  DhLane *lane = peek_lane (session, pause->lane), *branch;
  const guint64 end = dh_session_get_iteration (session);
  g_autoptr (DhSettingsLog) log = dh_lane_dup_log (lane), own = NULL;
  DhLaneSettings settings;

  branch = dh_session_branch_lane (session, lane, image, pause->iteration, NULL);
  g_assert_true (peek_lane (session, pause->lane + 1) == branch);
  wait_for_arrival (branch);
  settings = dh_lane_get_settings (branch);
  g_assert_true (
    dh_lane_settings_equal (&settings, dh_settings_log_get_at (log, pause->iteration)));
  assert_begins_with (dh_lane_get_snapshot (lane), dh_lane_get_snapshot (branch),
                      pause->iteration);
  assert_same_preview (dh_lane_get_snapshot (branch), pause->snapshot);
  for (guint i = 0; i < dh_settings_log_get_length (log); i++)
    {
      const DhSettingsChange *change = dh_settings_log_get (log, i);

      if (change->iteration <= pause->iteration)
        continue;
      bring_all_to (session, change->iteration);
      assert_begins_with (dh_lane_get_snapshot (lane), dh_lane_get_snapshot (branch),
                          change->iteration);
      dh_lane_set_mix (branch, &change->settings.mix);
      dh_lane_set_learning_rate (branch, change->settings.learning_rate);
      dh_lane_set_optimizer_config (branch, &change->settings.optimizer_config);
      dh_lane_set_mask (branch, change->settings.mask);
      dh_lane_set_mouth_multiplier (branch, change->settings.mouth_multiplier);
      wait_until_idle (session);
    }
  bring_all_to (session, end);
  assert_same_records (dh_lane_get_snapshot (lane), dh_lane_get_snapshot (branch));
  assert_same_preview (dh_lane_get_snapshot (lane), dh_lane_get_snapshot (branch));
  own = dh_lane_dup_log (branch);
  g_assert_true (dh_settings_log_equal (log, own));
  g_assert_true (dh_session_remove_lane (session, branch));
}

static void
test_branches_of_every_optimizer (void)
{
  g_auto (Past) past = { 0 };
  GRand *rand = g_rand_new_with_seed (5);

  past_init (&past);
  train_with_changes (&past, rand);
  for (guint i = 0; i < past.pauses->len; i++)
    {
      const Pause *pause = get_pause (&past, i);

      /* Each optimizer's, and both before and after its change. */
      if (i % N_LANES == (i / (2 * N_LANES)) % N_LANES)
        assert_branch_follows (&past, pause,
                               i % 3 == 0 ? pause->image : find_image_before (&past, pause));
    }
  g_rand_free (rand);
}

/* At iterations at which nothing paused, from the nearest image before or from the start. */
static void
test_branches_at_any_iteration (void)
{
  g_auto (Past) past = { 0 };
  GRand *rand = g_rand_new_with_seed (23);

  past_init (&past);
  train_with_changes (&past, rand);
  for (guint i = 0; i < 4; i++)
    {
      DhLane *lane = peek_lane (past.session, i % N_LANES), *branch;
      const guint64 end = dh_session_get_iteration (past.session);
      const guint64 at = (guint64) g_rand_int_range (rand, 1, (int) end);
      const Pause pause = { .lane = i % N_LANES, .iteration = at + 1 };

      branch = dh_session_branch_lane (past.session, lane,
                                       i < 2 ? find_image_before (&past, &pause) : NULL, at, NULL);
      wait_for_arrival (branch);
      assert_begins_with (dh_lane_get_snapshot (lane), dh_lane_get_snapshot (branch), at);
      g_assert_true (dh_session_remove_lane (past.session, branch));
    }
  g_rand_free (rand);
}

/* With other settings from there on; its past stays as it was. */
static void
test_branch_with_changes (void)
{
  g_autoptr (DhSession) session = make_session (losses), again = NULL;
  DhLane *lane = peek_lane (session, 0), *branch;
  DhLaneSettings settings;
  DhTrainingPlan plan = { .people = { "alder", "birch" }, .preset = "quick", .seed = 1 };

  run_until (session, 4);
  dh_lane_set_learning_rate (lane, 2e-4);
  run_until (session, 8);
  dh_lane_set_optimizer (lane, "rmsprop");
  run_until (session, 12);
  settings = dh_lane_get_settings (lane);
  settings.learning_rate = 7e-4;
  g_assert_true (dh_mix_parse ("mse", &settings.mix, NULL));
  branch = dh_session_branch_lane (session, lane, NULL, 6, &settings);
  wait_for_arrival (branch);
  assert_begins_with (dh_lane_get_snapshot (lane), dh_lane_get_snapshot (branch), 6);
  g_assert_cmpstr (dh_lane_get_loss (branch), ==, "mse");
  g_assert_cmpfloat (dh_lane_get_learning_rate (branch), ==, 7e-4);
  g_assert_cmpstr (dh_lane_get_optimizer (branch), ==, "rmsprop");
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "mae");
  bring_all_to (session, 12);
  g_assert_false (dh_lane_get_following (branch));
  {
    const DhRecord a = dh_lane_snapshot_get_record (dh_lane_get_snapshot (lane), 7);
    const DhRecord b = dh_lane_snapshot_get_record (dh_lane_get_snapshot (branch), 7);

    g_assert_cmpfloat (a.loss, !=, b.loss);
    g_assert_cmpfloat (b.learning_rate, ==, 7e-4);
  }

  /* Its log is the whole recipe: a document with it gives the same bytes. */
  plan.n_lanes = 3;
  for (guint i = 0; i < 3; i++)
    {
      plan.lanes[i].number = dh_lane_get_number (peek_lane (session, i));
      plan.lanes[i].log = dh_lane_dup_log (peek_lane (session, i));
    }
  again = make_session (losses);
  dh_session_open (again, &plan);
  run_until (again, 12);
  for (guint i = 0; i < 3; i++)
    {
      assert_same_records (peek_snapshot (session, i), peek_snapshot (again, i));
      assert_same_preview (peek_snapshot (session, i), peek_snapshot (again, i));
      dh_settings_log_unref (plan.lanes[i].log);
    }
}

/* Only the branch moves while the training pauses; a document of a branch on its way is whole. */
static void
test_branch_on_its_way (void)
{
  g_autoptr (DhSession) session = make_session (losses);
  g_autoptr (DhSettingsLog) log = NULL;
  DhLane *branch, *late;
  double progress;
  guint64 remaining;

  run_until (session, 30);
  late = dh_session_add_lane (session, "mse", 0, NULL);
  branch = dh_session_branch_lane (session, peek_lane (session, 0), NULL, 20, NULL);
  g_assert_true (dh_lane_is_arriving (branch, &progress, &remaining));
  g_assert_cmpfloat (progress, ==, 0);
  g_assert_cmpuint (remaining, ==, 20);
  while (dh_lane_is_arriving (branch, &progress, &remaining) && remaining == 20)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (dh_lane_snapshot_get_state (dh_lane_get_snapshot (branch)), ==,
                   DH_STATE_CATCHING_UP);
  g_assert_true (g_str_has_prefix (
    dh_lane_snapshot_get_state_text (dh_lane_get_snapshot (branch)), "Replaying: step "));
  wait_for_arrival (branch);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (dh_lane_get_snapshot (branch)), ==, 20);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (dh_lane_get_snapshot (late)), ==, 0);
  g_assert_cmpuint (dh_session_get_iteration (session), ==, 30);

  /* One that is removed on its way leaves the others as they were. */
  branch = dh_session_branch_lane (session, peek_lane (session, 0), NULL, 30, NULL);
  while (dh_lane_is_arriving (branch, &progress, &remaining) && remaining == 30)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dh_session_remove_lane (session, branch));
  wait_until_idle (session);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (peek_snapshot (session, 0)), ==, 30);
  log = dh_lane_dup_log (peek_lane (session, 1));
  g_assert_cmpuint (dh_settings_log_get_length (log), ==, 1);

  /* There are places for six. */
  while (g_list_model_get_n_items (dh_session_get_lanes (session)) < DH_MAX_LANES)
    g_assert_nonnull (dh_session_branch_lane (session, peek_lane (session, 0), NULL, 3, NULL));
  g_assert_null (dh_session_branch_lane (session, peek_lane (session, 0), NULL, 3, NULL));
}

/* Undo takes a branch away, on its way as well as after it; redo brings it back. */
static void
test_undo (void)
{
  g_autoptr (DhSession) session = make_session (losses);
  GListModel *lanes = dh_session_get_lanes (session);
  DhLane *branch;

  dh_session_set_undoable (session, TRUE);
  run_until (session, 12);
  branch = dh_session_branch_lane (session, peek_lane (session, 0), NULL, 8, NULL);
  wait_for_arrival (branch);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpuint (g_list_model_get_n_items (lanes), ==, N_LANES);
  g_assert_true (dh_session_redo (session));
  g_assert_cmpuint (g_list_model_get_n_items (lanes), ==, N_LANES + 1);
  branch = peek_lane (session, 1);
  bring_all_to (session, 12);
  assert_same_records (peek_snapshot (session, 0), dh_lane_get_snapshot (branch));

  branch = dh_session_branch_lane (session, peek_lane (session, 0), NULL, 10, NULL);
  g_assert_true (dh_session_undo (session));
  g_assert_cmpuint (g_list_model_get_n_items (lanes), ==, N_LANES + 1);
  bring_all_to (session, 14);
  g_assert_cmpuint (dh_session_get_iteration (session), ==, 14);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-replay/optimizers", test_every_optimizer);
  g_test_add_func ("/session-replay/beside", test_beside_the_training);
  g_test_add_func ("/session-replay/cancelled", test_cancelled);
  g_test_add_func ("/session-replay/ends", test_ends_with_the_training);
  g_test_add_func ("/session-replay/branches", test_branches_of_every_optimizer);
  g_test_add_func ("/session-replay/any-iteration", test_branches_at_any_iteration);
  g_test_add_func ("/session-replay/changes", test_branch_with_changes);
  g_test_add_func ("/session-replay/on-its-way", test_branch_on_its_way);
  g_test_add_func ("/session-replay/undo", test_undo);
  return g_test_run ();
}
