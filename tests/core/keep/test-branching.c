/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The past of a kept session is taken up from the nearest image that can be used.
 */
#include "core/keep/branching.h"

#include "core/keep/image-search.h"
#include "tests/core/session/session-runner.h"
#include "tests/core/store/store-helpers.h"

static const char *const losses[] = { "mae", "ssim", NULL };

typedef struct
{
  char *folder;
  DhSession *session;
  DhSessionKeeper *keeper;
} Fixture;

static gboolean
has_path (Fixture *fixture)
{
  return dh_session_keeper_get_path (fixture->keeper) != NULL;
}

/* ---- searching ---- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer place)
{
  *(GAsyncResult **) place = g_object_ref (result);
}

static DhLaneImage *
search (Fixture *fixture, DhLane *lane, guint64 iteration, DhPlace *from)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  DhLaneImage *image;

  dh_image_search_begin (fixture->keeper, lane, iteration, NULL, found_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  image = dh_image_search_finish (result, from, &error);
  g_assert_no_error (error);
  return image;
}

/* They are handed over after the report that the training has paused. */
static void
wait_for_images (Fixture *fixture, guint64 iteration)
{
  for (guint i = 0; i < 2;)
    {
      DhPlace from = { 0, 0 };
      g_autoptr (DhLaneImage) image = NULL;

      dh_session_keeper_flush (fixture->keeper);
      image = search (fixture, peek_lane (fixture->session, i), iteration, &from);
      if (image != NULL && from.iteration == iteration)
        i++;
      else
        g_usleep (2000);
    }
}

/* Images of iterations 10, 20 and 30, where the lanes are, with changes in between. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_folder ();
  fixture->session = make_session (losses);
  fixture->keeper = dh_session_keeper_new (fixture->session, fixture->folder);
  dh_session_keeper_begin (fixture->keeper);
  while (!has_path (fixture))
    g_main_context_iteration (NULL, TRUE);
  run_until (fixture->session, 10);
  wait_for_images (fixture, 10);
  dh_lane_set_learning_rate (peek_lane (fixture->session, 0), 5e-4);
  run_until (fixture->session, 20);
  wait_for_images (fixture, 20);
  dh_lane_set_optimizer (peek_lane (fixture->session, 0), "rmsprop");
  run_until (fixture->session, 30);
  wait_for_images (fixture, 30);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->keeper);
  remove_folder (fixture->folder);
}

static void
assert_finds (Fixture *fixture, DhLane *lane, guint64 iteration, guint64 expected)
{
  DhPlace from;
  g_autoptr (DhLaneImage) image = search (fixture, lane, iteration, &from);

  if (expected == 0)
    {
      g_assert_null (image);
      return;
    }
  g_assert_nonnull (image);
  g_assert_cmpuint (dh_lane_image_get_iteration (image), ==, expected);
  g_assert_cmpuint (from.iteration, ==, expected);
}

static void
test_nearest (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      DhLane *lane = peek_lane (fixture->session, i);

      assert_finds (fixture, lane, 30, 30);
      assert_finds (fixture, lane, 29, 20);
      assert_finds (fixture, lane, 20, 20);
      assert_finds (fixture, lane, 19, 10);
      assert_finds (fixture, lane, 9, 0);
    }
}

/* Something that isn't an image is passed over. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  DhLane *lane = peek_lane (fixture->session, 0);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("no image", 8);
  GBytes *const parts[] = { bytes };
  DhPlace place;

  g_assert_true (dh_session_keeper_find_place (fixture->keeper, lane, 25, &place));
  dh_keeper_put_checkpoint (dh_session_keeper_get_keeper (fixture->keeper), place.run, 25, parts,
                            1);
  dh_session_keeper_flush (fixture->keeper);
  assert_finds (fixture, lane, 27, 20);
  assert_finds (fixture, lane, 12, 10);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  DhPlace from;

  dh_image_search_begin (fixture->keeper, peek_lane (fixture->session, 0), 25, cancellable,
                         found_cb, &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (dh_image_search_finish (result, &from, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- branching ---- */

static DhLane *
branch_off (Fixture *fixture, DhLane *lane, guint64 iteration)
{
  GListModel *lanes = dh_session_get_lanes (fixture->session);
  const guint n = g_list_model_get_n_items (lanes);
  guint position = 0;

  while (peek_lane (fixture->session, position) != lane)
    position++;
  dh_branching_begin (fixture->session, fixture->keeper, lane, iteration, NULL);
  while (g_list_model_get_n_items (lanes) == n)
    g_main_context_iteration (NULL, TRUE);
  while (dh_lane_is_arriving (peek_lane (fixture->session, position + 1), NULL, NULL))
    g_main_context_iteration (NULL, TRUE);
  return peek_lane (fixture->session, position + 1);
}

static guint64
count_trained (Fixture *fixture)
{
  return dh_session_get_work (fixture->session)->kinds[DH_WORK_TRAINING].n;
}

/* Only what follows the image is trained again; the branch's past before it is the original's, also
 * for a branch of the branch. */
static void
test_branches (Fixture *fixture, gconstpointer data)
{
  const guint64 before = count_trained (fixture);
  DhLane *lane = peek_lane (fixture->session, 0), *branch, *second;
  DhPlace own, place, of_lane;

  branch = branch_off (fixture, lane, 24);
  g_assert_cmpuint (count_trained (fixture), ==, before + 4);
  g_assert_true (dh_session_keeper_find_place (fixture->keeper, lane, 20, &of_lane));
  g_assert_true (dh_session_keeper_find_place (fixture->keeper, branch, 24, &own));
  g_assert_cmpuint (own.run, !=, of_lane.run);
  g_assert_true (dh_session_keeper_find_place (fixture->keeper, branch, 20, &place));
  g_assert_cmpuint (place.run, ==, of_lane.run);
  g_assert_cmpuint (place.iteration, ==, 20);
  assert_finds (fixture, branch, 15, 10);

  second = branch_off (fixture, branch, 12);
  g_assert_cmpuint (count_trained (fixture), ==, before + 4 + 2);
  g_assert_true (dh_session_keeper_find_place (fixture->keeper, second, 10, &place));
  g_assert_cmpuint (place.run, ==, of_lane.run);
  dh_session_set_iteration_limit (fixture->session, 30);
  dh_session_set_playing (fixture->session, TRUE);
  wait_until_idle (fixture->session);
  /* Before the original's change at 20, after which the branch goes on like it. */
  assert_same_records (dh_lane_get_snapshot (lane), dh_lane_get_snapshot (branch));
}

/* Nothing is kept: it begins at the start. */
static void
test_unkept (void)
{
  Fixture fixture = { .session = make_session (losses) };
  guint64 before;

  run_until (fixture.session, 10);
  before = count_trained (&fixture);
  branch_off (&fixture, peek_lane (fixture.session, 1), 7);
  g_assert_cmpuint (count_trained (&fixture), ==, before + 7);
  g_object_unref (fixture.session);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/branching/nearest", Fixture, NULL, set_up, test_nearest, tear_down);
  g_test_add ("/branching/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/branching/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/branching/branches", Fixture, NULL, set_up, test_branches, tear_down);
  g_test_add_func ("/branching/unkept", test_unkept);
  return g_test_run ();
}
