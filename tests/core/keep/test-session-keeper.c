/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A kept session goes on as it would have without an end, byte by byte, and under its old numbers.
 */
#include "core/keep/session-keeper.h"

#include "core/base/error.h"
#include "core/keep/kept-state.h"
#include "core/keep/session-index.h"
#include "core/store/kept-sessions.h"
#include "tests/core/session/session-runner.h"
#include "tests/core/store/store-helpers.h"

static const char *const losses[] = { "mae", "ssim", NULL };
static const char *const other[] = { "mse", NULL };

typedef struct
{
  DhSession *session;
  DhSessionKeeper *keeper;
} Kept;

static Kept
start (const char *folder, const char *const *names)
{
  Kept kept = { make_session (names), NULL };

  kept.keeper = dh_session_keeper_new (kept.session, folder);
  return kept;
}

/* As a program ends in order. */
static void
end (Kept *kept)
{
  dh_session_keeper_flush (kept->keeper);
  g_clear_object (&kept->session);
  g_clear_object (&kept->keeper);
}

static char *
get_only_id (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = dh_kept_sessions_list (folder, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  return g_strdup (((DhKeptSession *) g_ptr_array_index (list, 0))->id);
}

static void
resumed_cb (GObject *keeper, GAsyncResult *result, gpointer place)
{
  *(GAsyncResult **) place = g_object_ref (result);
}

/* NULL with an error. */
static DhDocument *
resume (Kept *kept, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dh_session_keeper_resume (kept->keeper, id, resumed_cb, &result);
  g_assert_true (dh_session_keeper_get_resuming (kept->keeper));
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return dh_session_keeper_resume_finish (kept->keeper, result, error);
}

static void
resume_only (Kept *kept, const char *folder)
{
  g_autofree char *id = get_only_id (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhDocument) document = resume (kept, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);
  g_assert_false (dh_session_keeper_get_resuming (kept->keeper));
}

static void
assert_same (DhSession *a, DhSession *b)
{
  guint n = g_list_model_get_n_items (dh_session_get_lanes (a));

  g_assert_cmpuint (n, ==, g_list_model_get_n_items (dh_session_get_lanes (b)));
  for (guint i = 0; i < n; i++)
    {
      const DhLaneSettings of_a = dh_lane_get_settings (peek_lane (a, i));
      const DhLaneSettings of_b = dh_lane_get_settings (peek_lane (b, i));

      assert_same_records (peek_snapshot (a, i), peek_snapshot (b, i));
      g_assert_true (dh_lane_settings_equal (&of_a, &of_b));
      g_assert_cmpuint (dh_lane_get_number (peek_lane (a, i)), ==,
                        dh_lane_get_number (peek_lane (b, i)));
    }
}

/* The same with and without an end in between. */
static void
train_first_half (DhSession *session)
{
  dh_session_set_seed (session, 5);
  run_until (session, 3);
  dh_lane_set_learning_rate (peek_lane (session, 0), 2e-3);
  dh_lane_set_optimizer (peek_lane (session, 1), "rmsprop");
  run_until (session, 6);
  dh_lane_set_loss (dh_session_duplicate_lane (session, peek_lane (session, 0)), "mse");
  run_until (session, 8);
}

static void
train_second_half (DhSession *session)
{
  dh_lane_set_clip (peek_lane (session, 1), dh_clip_make (DH_CLIP_NORM, 0.5));
  run_until (session, 11);
}

static void
wait_until_replayed (Kept *kept)
{
  while (dh_session_keeper_get_replaying (kept->keeper)
         || dh_session_get_status (kept->session) != DH_SESSION_READY
         || peek_snapshot (kept->session, 0) == NULL
         || dh_lane_snapshot_get_run (peek_snapshot (kept->session, 0)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_goes_on (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (DhSession) plain = make_session (losses);
  Kept kept = start (folder, losses);

  train_first_half (plain);
  train_second_half (plain);
  dh_session_keeper_begin (kept.keeper);
  train_first_half (kept.session);
  end (&kept);

  kept = start (folder, other);
  run_until (kept.session, 2); /* runs of its own by now */
  resume_only (&kept, folder);
  wait_until_replayed (&kept);
  g_assert_cmpuint (dh_session_get_iteration (kept.session), ==, 8);
  g_assert_false (dh_session_get_playing (kept.session));
  g_assert_null (dh_session_get_undo (kept.session));
  train_second_half (kept.session);
  assert_same (plain, kept.session);
  end (&kept);
  remove_folder (g_steal_pointer (&folder));
}

/* ---- numbers of runs ---- */

static guint64
find_run (Kept *kept, guint position, guint64 iteration)
{
  DhPlace place;

  g_assert_true (dh_session_keeper_find_place (kept->keeper, peek_lane (kept->session, position),
                                               iteration, &place));
  g_assert_cmpuint (place.iteration, ==, iteration);
  return place.run;
}

static void
test_numbers (void)
{
  g_autofree char *folder = make_folder ();
  Kept kept = start (folder, losses);
  guint64 runs[3], added;

  g_assert_cmpuint (dh_session_keeper_get_run (kept.keeper, peek_lane (kept.session, 0)), ==, 0);
  dh_session_keeper_begin (kept.keeper);
  train_first_half (kept.session); /* the copy of the first is the second */
  dh_session_keeper_flush (kept.keeper);
  for (guint i = 0; i < 3; i++)
    runs[i] = dh_session_keeper_get_run (kept.keeper, peek_lane (kept.session, i));
  g_assert_cmpuint (find_run (&kept, 1, 6), ==, runs[0]);
  g_assert_cmpuint (find_run (&kept, 1, 7), ==, runs[1]);
  end (&kept);

  kept = start (folder, other);
  run_until (kept.session, 1);
  resume_only (&kept, folder);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (dh_session_keeper_get_run (kept.keeper, peek_lane (kept.session, i)), ==,
                      runs[i]);
  g_assert_cmpuint (find_run (&kept, 1, 6), ==, runs[0]);
  g_assert_cmpuint (find_run (&kept, 1, 7), ==, runs[1]);
  dh_session_restart_lane (kept.session, peek_lane (kept.session, 2));
  dh_session_add_lane (kept.session, "huber", 0, NULL);
  added = dh_session_keeper_get_run (kept.keeper, peek_lane (kept.session, 3));
  g_assert_cmpuint (added, >, MAX (runs[0], MAX (runs[1], runs[2])) + 1);
  end (&kept);
  remove_folder (g_steal_pointer (&folder));
}

/* ---- damage ---- */

static char *
get_path (const char *folder, const char *id)
{
  g_autofree char *name = g_strconcat (id, DH_STORE_SUFFIX, NULL);

  return g_build_filename (folder, name, NULL);
}

static void
spoil (const char *folder, const char *sql)
{
  g_autofree char *id = get_only_id (folder);
  g_autofree char *path = get_path (folder, id);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhDatabase) database = dh_database_open (path, DH_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  dh_database_run (database, sql, &error);
  g_assert_no_error (error);
}

/* Whatever is wrong with the checkpoints, the training is the same. */
static void
test_damaged_checkpoints (void)
{
  static const char *const damages[] = {
    "UPDATE pieces SET bytes = zeroblob (length (bytes)) WHERE checkpoint ="
    " (SELECT max (id) FROM checkpoints)",
    "UPDATE checkpoints SET size = size + 1",
    "DELETE FROM pieces",
  };
  g_autoptr (DhSession) plain = make_session (losses);

  train_first_half (plain);
  train_second_half (plain);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *folder = make_folder ();
      Kept kept = start (folder, losses);

      dh_session_keeper_begin (kept.keeper);
      train_first_half (kept.session);
      end (&kept);
      spoil (folder, damages[i]);
      kept = start (folder, other);
      resume_only (&kept, folder);
      wait_until_replayed (&kept);
      g_assert_cmpuint (dh_session_get_iteration (kept.session), ==, 8);
      train_second_half (kept.session);
      assert_same (plain, kept.session);
      dh_session_keeper_flush (kept.keeper);
      g_assert_cmpuint (dh_session_keeper_get_reached (kept.keeper), ==, 11);
      end (&kept);
      remove_folder (g_steal_pointer (&folder));
    }
}

static void
assert_stays (Kept *kept, const char *id, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhDocument) document = resume (kept, id, &error);

  g_assert_null (document);
  g_assert_error (error, domain, code);
  g_assert_cmpstr (dh_lane_get_loss (peek_lane (kept->session, 0)), ==, "mse");
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (kept->session)), ==, 1);
}

/* What can't be gone on with changes nothing. */
static void
test_refused (void)
{
  g_autofree char *folder = make_folder (), *id = NULL;
  Kept first = start (folder, losses), second = start (folder, other);

  dh_session_keeper_begin (first.keeper);
  run_until (first.session, 1);
  dh_session_keeper_flush (first.keeper);
  id = get_only_id (folder);
  assert_stays (&second, id, DH_STORE_ERROR, DH_STORE_ERROR_IN_USE);
  assert_stays (&second, "nothing", DH_STORE_ERROR, DH_STORE_ERROR_MISSING);
  end (&first);
  spoil (folder, "UPDATE document SET text = 'nonsense'");
  assert_stays (&second, id, DH_ERROR, DH_ERROR_DOCUMENT);
  end (&second);
  remove_folder (g_steal_pointer (&folder));
}

/* ---- texts ---- */

static void
test_state (void)
{
  static const char *const wrong[] = {
    "",
    "{}\n",
    "nonsense\n{}",
    "{\"format\":\"downhill-kept\",\"version\":2,\"last-run\":1,\"lanes\":[],\"origins\":[]}\n",
    "{\"version\":1,\"last-run\":1,\"lanes\":[[2,0]],\"origins\":[]}\n",
    "{\"version\":1,\"last-run\":1,\"lanes\":[[1]],\"origins\":[]}\n",
    "{\"version\":1,\"last-run\":1,\"lanes\":[[1,-1]],\"origins\":[]}\n",
    "{\"version\":1,\"last-run\":2,\"lanes\":[[1,0]],\"origins\":[[1,2,0]]}\n",
  };
  g_autoptr (DhKeptState) state = dh_kept_state_new (), read = NULL;
  g_autofree char *text = NULL, *again = NULL;
  g_autoptr (GError) error = NULL;

  state->playing = TRUE;
  state->last_run = 9;
  state->lanes[state->n_lanes++] = (DhPlace) { 9, 100 };
  dh_kept_state_add_origin (state, 5, (DhPlace) { 2, 30 });
  dh_kept_state_add_origin (state, 9, (DhPlace) { 5, 70 });
  state->document = g_strdup ("{\n}\n");
  text = dh_kept_state_to_text (state);
  read = dh_kept_state_new_from_text (text, &error);
  g_assert_no_error (error);
  again = dh_kept_state_to_text (read);
  g_assert_cmpstr (text, ==, again);
  g_assert_cmpuint (dh_kept_state_find_place (read, 9, 71).run, ==, 9);
  g_assert_cmpuint (dh_kept_state_find_place (read, 9, 70).run, ==, 5);
  g_assert_cmpuint (dh_kept_state_find_place (read, 9, 30).run, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) reason = NULL;

      g_assert_null (dh_kept_state_new_from_text (wrong[i], &reason));
      g_assert_error (reason, DH_ERROR, DH_ERROR_DOCUMENT);
    }
}

static DhLaneSettings
make_settings (const char *loss, double rate)
{
  DhOptimizerConfig optimizer;
  DhMix mix;

  g_assert_true (dh_mix_parse (loss, &mix, NULL));
  g_assert_true (dh_optimizer_config_parse ("adam", DH_OPTIMIZER_USER_NETWORK, &optimizer, NULL));
  return dh_lane_settings_make (&mix, &optimizer, rate);
}

/* A rate that is dragged is one change, to where it was let go. */
static void
test_marks (void)
{
  DhSettingsChange changes[] = {
    { 0, make_settings ("mae", 1e-3) },   { 10, make_settings ("mae", 2e-3) },
    { 11, make_settings ("mae", 3e-3) },  { 12, make_settings ("mae", 4e-3) },
    { 20, make_settings ("ssim", 4e-3) }, { 30, make_settings ("ssim", 1e-3) },
    { 40, make_settings ("ssim", 1e-3) },
  };
  static const struct
  {
    guint64 iteration;
    DhChangeMarkKind kind;
    const char *text;
  } expected[] = {
    { 12, DH_CHANGE_MARK_RATE, "Rate of lane 3 changed from 1.0e-3 to 4.0e-3" },
    { 20, DH_CHANGE_MARK_LOSS, "Loss of lane 3 changed from MAE to SSIM" },
    { 30, DH_CHANGE_MARK_RATE, "Rate of lane 3 changed from 4.0e-3 to 1.0e-3" },
    { 40, DH_CHANGE_MARK_CLIP, "Clipping of lane 3 changed from off to norm 0.5" },
  };
  g_autoptr (DhSettingsLog) log = NULL;
  g_autoptr (GPtrArray) marks = NULL;

  changes[6].settings.clip = dh_clip_make (DH_CLIP_NORM, 0.5);
  log = dh_settings_log_new_from (changes, G_N_ELEMENTS (changes));
  marks = dh_change_marks_list (log, 0, 3);
  g_assert_cmpuint (marks->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < marks->len; i++)
    {
      const DhChangeMark *mark = g_ptr_array_index (marks, i);

      g_assert_cmpuint (mark->iteration, ==, expected[i].iteration);
      g_assert_cmpint (mark->kind, ==, expected[i].kind);
      g_assert_cmpstr (mark->text, ==, expected[i].text);
    }
}

/* Each change is kept once, with the run and the iteration at which it took effect. */
static void
test_kept_changes (void)
{
  g_autofree char *folder = make_folder (), *id = NULL, *path = NULL;
  g_autoptr (DhDatabase) database = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  Kept kept = start (folder, losses);
  guint n_rates = 0, n_losses = 0, n_added = 0;

  dh_session_keeper_begin (kept.keeper);
  train_first_half (kept.session);
  for (guint i = 0; i < 3; i++) /* a log that rests */
    dh_session_keeper_flush (kept.keeper);
  end (&kept);
  id = get_only_id (folder);
  path = get_path (folder, id);
  database = dh_database_open (path, DH_DATABASE_READ, NULL);
  changes = dh_changes_list (database, NULL);
  for (guint i = 0; i < changes->len; i++)
    {
      const DhChange *change = g_ptr_array_index (changes, i);

      n_rates += change->kind == DH_CHANGE_MARK_RATE;
      n_losses += change->kind == DH_CHANGE_MARK_LOSS;
      n_added += change->kind == DH_CHANGE_MARK_ADDED;
      if (change->kind == DH_CHANGE_MARK_RATE)
        g_assert_cmpuint (change->iteration, ==, 3);
      if (change->kind == DH_CHANGE_MARK_LOSS)
        g_assert_cmpuint (change->iteration, ==, 6);
    }
  g_assert_cmpuint (n_rates, ==, 1);
  g_assert_cmpuint (n_losses, ==, 1);
  g_assert_cmpuint (n_added, ==, 1);
  remove_folder (g_steal_pointer (&folder));
}

/* ---- all sessions together ---- */

static char *
make_kept (const char *folder, gint64 time, gsize size)
{
  DhStore *store = open_store (folder, NULL);
  g_autoptr (DhKeptState) state = dh_kept_state_new ();
  g_autofree char *text = dh_kept_state_to_text (state);
  char *id = g_strdup (dh_store_get_id (store));

  put_moment (dh_store_get_database (store), 1, 1, size);
  g_assert_true (dh_store_put_document (store, time, text, NULL));
  close_store (store);
  return id;
}

static gboolean
is_kept (const char *folder, const char *id)
{
  g_autofree char *path = get_path (folder, id);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The oldest go, but never the last one. */
static void
test_room (void)
{
  static const gint64 times[] = { 3, 1, 4, 2 };
  g_autofree char *folder = make_folder ();
  char *ids[G_N_ELEMENTS (times)];

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    ids[i] = make_kept (folder, times[i], 1 << 20);
  g_assert_cmpuint (dh_session_index_make_room (folder, 1 << 30), ==, 0);
  g_assert_cmpuint (dh_session_index_make_room (folder, 5 << 19), ==, 2);
  g_assert_false (is_kept (folder, ids[1]));
  g_assert_false (is_kept (folder, ids[3]));
  g_assert_cmpuint (dh_session_index_make_room (folder, 1), ==, 1);
  g_assert_false (is_kept (folder, ids[0]));
  g_assert_true (is_kept (folder, ids[2]));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    g_free (ids[i]);
  remove_folder (g_steal_pointer (&folder));
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-keeper/goes-on", test_goes_on);
  g_test_add_func ("/session-keeper/numbers", test_numbers);
  g_test_add_func ("/session-keeper/damaged-checkpoints", test_damaged_checkpoints);
  g_test_add_func ("/session-keeper/refused", test_refused);
  g_test_add_func ("/session-keeper/state", test_state);
  g_test_add_func ("/session-keeper/marks", test_marks);
  g_test_add_func ("/session-keeper/kept-changes", test_kept_changes);
  g_test_add_func ("/session-keeper/room", test_room);
  return g_test_run ();
}
