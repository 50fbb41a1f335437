/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the timeline rests, the lanes are shown exactly as they were, and that is kept.
 */
#include "core/keep/past.h"

#include "tests/core/keep/keep-helpers.h"
#include "tests/core/session/session-runner.h"
#include "tests/core/store/store-helpers.h"

#define N_LANES 2

static const char *const losses[] = { "mae", "ssim", NULL };

typedef struct
{
  char *folder;
  DhSession *session;
  DhSessionKeeper *keeper;
  DhPast *past;
} Fixture;

/* At iteration 30, with images of 10 and 30. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_folder ();
  fixture->session = make_session (losses);
  fixture->keeper = dh_session_keeper_new (fixture->session, fixture->folder);
  fixture->past = dh_past_new (fixture->session);
  dh_past_set_keeper (fixture->past, fixture->keeper);
  dh_session_keeper_begin (fixture->keeper);
  while (dh_session_keeper_get_path (fixture->keeper) == NULL)
    g_main_context_iteration (NULL, TRUE);
  run_until (fixture->session, 10);
  dh_lane_set_learning_rate (peek_lane (fixture->session, 0), 5e-4);
  run_until (fixture->session, 30);
  dh_session_keeper_flush (fixture->keeper);
}

/* Nothing is left beside a session that was closed in order, also not by those who list it. */
static void
check_alone (const char *folder)
{
  g_autoptr (GPtrArray) list = dh_kept_sessions_list (folder, NULL);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpint (((DhKeptSession *) g_ptr_array_index (list, 0))->state, ==, DH_KEPT_CLOSED);
  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_assert_false (g_str_has_suffix (name, "-wal"));
      g_assert_false (g_str_has_suffix (name, "-shm"));
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->keeper);
  g_clear_object (&fixture->past); /* it had the file open, and the keeper too */
  check_alone (fixture->folder);
  remove_folder (fixture->folder);
}

static void
go (Fixture *fixture, guint64 iteration)
{
  dh_past_go (fixture->past, iteration);
  while (!dh_past_is_settled (fixture->past))
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_same_faces (DhLaneSnapshot *a, DhLaneSnapshot *b)
{
  DhPreview *of_a = dh_lane_snapshot_get_preview (a), *of_b = dh_lane_snapshot_get_preview (b);
  const gsize size = (gsize) dh_preview_get_size (of_a) * dh_preview_get_size (of_a) * 4;

  g_assert_cmpuint (dh_preview_get_iteration (of_a), ==, dh_preview_get_iteration (of_b));
  g_assert_cmpmem (dh_preview_peek_tile (of_a, 0, 0, DH_TILE_SWAP), size,
                   dh_preview_peek_tile (of_b, 0, 0, DH_TILE_SWAP), size);
}

/* A training that paused there shows the same. */
static void
test_exact (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhSession) plain = make_session (losses);
  guint64 n;

  run_until (plain, 10);
  dh_lane_set_learning_rate (peek_lane (plain, 0), 5e-4);
  run_until (plain, 17);
  go (fixture, 17);
  n = dh_session_get_work (fixture->session)->kinds[DH_WORK_REPLAY].n;
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < N_LANES; i++)
    {
      DhLaneSnapshot *shown = dh_past_get_snapshot (fixture->past, peek_lane (fixture->session, i));

      g_assert_cmpuint (dh_lane_snapshot_get_iteration (shown), ==, 17);
      assert_same_faces (shown, peek_snapshot (plain, i));
    }

  /* The next time it isn't made again. */
  dh_session_keeper_flush (fixture->keeper);
  dh_past_go_live (fixture->past);
  go (fixture, 17);
  g_assert_cmpuint (dh_session_get_work (fixture->session)->kinds[DH_WORK_REPLAY].n, ==, n);
}

/* ---- a slider that is dragged ---- */

typedef struct
{
  Fixture *fixture;
  guint n_changes;
  guint64 shown[8];
} Drag;

/* All lanes show one iteration, and that is the one that is said. */
static void
changed_cb (Drag *drag)
{
  DhPast *past = drag->fixture->past;
  const guint64 iteration = dh_past_get_shown_iteration (past);
  g_autofree char *words = dh_past_dup_words (past);
  g_autofree char *said = g_strdup_printf ("iteration %" G_GUINT64_FORMAT, iteration);

  g_assert_true (g_str_has_prefix (words, said));
  for (guint i = 0; i < N_LANES; i++)
    g_assert_cmpuint (dh_lane_snapshot_get_iteration (
                        dh_past_get_snapshot (past, peek_lane (drag->fixture->session, i))),
                      ==, iteration);
  g_assert_cmpuint (drag->n_changes, <, G_N_ELEMENTS (drag->shown));
  drag->shown[drag->n_changes++] = iteration;
}

/* However far the slider has got meanwhile: the position that is being looked up comes, and then the
 * newest, without those between. */
static void
test_newest_wins (Fixture *fixture, gconstpointer data)
{
  Drag drag = { .fixture = fixture };
  g_autofree char *words = NULL;

  g_signal_connect_swapped (fixture->past, "changed", G_CALLBACK (changed_cb), &drag);
  for (guint64 iteration = 25; iteration >= 10; iteration--)
    dh_past_go (fixture->past, iteration);
  words = dh_past_dup_words (fixture->past); /* nothing is shown yet, so nothing is said of it */
  g_assert_null (words);
  g_assert_cmpuint (dh_past_get_iteration (fixture->past), ==, 10);
  g_assert_cmpuint (dh_past_get_shown_iteration (fixture->past), ==, 30);
  while (drag.n_changes < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (drag.shown[0], ==, 25);
  g_assert_cmpuint (drag.shown[1], ==, 10);

  dh_past_go (fixture->past, 20); /* its answer is on its way */
  g_signal_handlers_disconnect_by_data (fixture->past, &drag);
  dh_past_go_live (fixture->past);
  dh_past_go (fixture->past, 15);
  g_signal_connect_swapped (fixture->past, "changed", G_CALLBACK (changed_cb), &drag);
  while (drag.n_changes < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (drag.shown[2], ==, 15);
  g_signal_handlers_disconnect_by_data (fixture->past, &drag);
}

/* What is no longer wanted ends. */
static void
test_moved_on (Fixture *fixture, gconstpointer data)
{
  for (guint64 iteration = 20; iteration < 25; iteration++)
    {
      dh_past_go (fixture->past, iteration);
      g_main_context_iteration (NULL, FALSE);
    }
  dh_past_go_live (fixture->past);
  g_assert_null (dh_past_get_snapshot (fixture->past, peek_lane (fixture->session, 0)));
  go (fixture, 21);
  dh_past_go (fixture->past, 11);
  dh_session_reset (fixture->session);
  while (!dh_past_get_live (fixture->past))
    g_main_context_iteration (NULL, TRUE);
  run_until (fixture->session, 3);
}

/* ---- marks ---- */

static const DhMarkedMoment *
get_mark (DhPast *past, guint i)
{
  g_assert_cmpuint (i, <, dh_past_get_marked (past)->len);
  return &g_array_index (dh_past_get_marked (past), DhMarkedMoment, i);
}

/* Waits until the list has been read. */
static void
settle (DhPast *past)
{
  while (!dh_past_is_settled (past))
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_marked (DhPast *past, const guint64 *iterations, const char *const *notes, guint n)
{
  g_assert_cmpuint (dh_past_get_marked (past)->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (get_mark (past, i)->iteration, ==, iterations[i]);
      g_assert_cmpstr (get_mark (past, i)->note, ==, notes[i]);
    }
}

/* What is marked while the list is being read, or before there is a file to read it from, is in it,
 * and on the disk. */
static void
test_marked_while_listing (Fixture *fixture, gconstpointer data)
{
  DhPast *late = dh_past_new (fixture->session), *again = dh_past_new (fixture->session);
  const guint64 at[] = { 30, 31 };
  const char *const notes[] = { "old", "new" };

  dh_past_mark (fixture->past, "old");
  run_until (fixture->session, 31);
  dh_session_keeper_flush (fixture->keeper);
  dh_past_set_keeper (late, fixture->keeper);
  g_assert_false (dh_past_is_settled (late));
  dh_past_mark (late, "new");
  settle (late);
  assert_marked (late, at, notes, 2);

  dh_session_keeper_flush (fixture->keeper);
  dh_past_set_keeper (again, fixture->keeper);
  dh_past_mark (again, "newer"); /* what is in the list is older */
  settle (again);
  assert_marked (again, at, (const char *const[]) { "old", "newer" }, 2);
  dh_past_unmark (again, 30);
  assert_marked (again, at + 1, (const char *const[]) { "newer" }, 1);
  g_object_unref (late);
  g_object_unref (again);
}

static void
remove_others (const char *folder, const char *id)
{
  g_autoptr (GPtrArray) list = dh_kept_sessions_list (folder, NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const DhKeptSession *session = g_ptr_array_index (list, i);

      if (!g_str_equal (session->id, id))
        g_assert_true (dh_kept_sessions_delete (folder, session->id, NULL));
    }
}

/* In a session that has no file yet, something is
 * marked; then that of the fixture, which has no marks, takes its place. */
static void
test_marked_before_the_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = g_strdup (dh_session_keeper_get_id (fixture->keeper));
  DhSession *session = make_session (losses);
  DhSessionKeeper *keeper = dh_session_keeper_new (session, fixture->folder);
  DhPast *past = dh_past_new (session);
  const guint64 at = 3;
  const char *const note = "early";

  dh_past_set_keeper (past, keeper);
  run_until (session, 3);
  dh_session_keeper_begin (keeper);
  g_assert_null (dh_session_keeper_get_path (keeper));
  dh_past_mark (past, note);
  while (dh_session_keeper_get_path (keeper) == NULL)
    g_main_context_iteration (NULL, TRUE);
  settle (past);
  assert_marked (past, &at, &note, 1);
  {
    DhPast *again = dh_past_new (session);

    dh_session_keeper_flush (keeper);
    dh_past_set_keeper (again, keeper);
    settle (again);
    assert_marked (again, &at, &note, 1);
    g_object_unref (again);
  }

  g_clear_object (&fixture->past);
  g_clear_object (&fixture->keeper);
  resume (keeper, first);
  settle (past);
  g_assert_cmpuint (dh_past_get_marked (past)->len, ==, 0);
  g_object_unref (past);
  g_object_unref (session);
  g_object_unref (keeper);
  remove_others (fixture->folder, first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/past-replays/exact", Fixture, NULL, set_up, test_exact, tear_down);
  g_test_add ("/past-replays/newest-wins", Fixture, NULL, set_up, test_newest_wins, tear_down);
  g_test_add ("/past-replays/moved-on", Fixture, NULL, set_up, test_moved_on, tear_down);
  g_test_add ("/past/marked-while-listing", Fixture, NULL, set_up, test_marked_while_listing,
              tear_down);
  g_test_add ("/past/marked-before-the-file", Fixture, NULL, set_up, test_marked_before_the_file,
              tear_down);
  return g_test_run ();
}
