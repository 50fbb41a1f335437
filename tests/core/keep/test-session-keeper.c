/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A kept session goes on as it would have without an end, byte by byte, and under its old numbers.
 */
#include "core/keep/session-keeper.h"

#include "core/keep/kept-state.h"
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
  dh_lane_set_clip (peek_lane (session, 1), 0.5);
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

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-keeper/goes-on", test_goes_on);
  g_test_add_func ("/session-keeper/numbers", test_numbers);
  return g_test_run ();
}
