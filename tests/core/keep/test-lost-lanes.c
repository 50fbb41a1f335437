/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory gets short, and what was kept for undo has to make room: undo brings the weights back from
 * what was kept of the session, or says that it can't.
 */
#include "core/keep/lost-lanes.h"

#include <pthread.h>

#include "core/base/tensor.h"
#include "core/keep/image-search.h"
#include "tests/core/session/session-runner.h"
#include "tests/core/store/store-helpers.h"

#define PAUSE 14
#define END   18

static const char *const losses[] = { "mae", "ssim", NULL };

/* How often the worker will be told that no memory is free. */
static gint n_short;
static pthread_t main_thread;

guint64 __real_dh_memory_get_free (void);
guint64 __wrap_dh_memory_get_free (void);

guint64
__wrap_dh_memory_get_free (void)
{
  gint n = g_atomic_int_get (&n_short);

  if (pthread_equal (pthread_self (), main_thread) || n == 0)
    return __real_dh_memory_get_free ();
  g_atomic_int_set (&n_short, n - 1);
  return 0;
}

typedef struct
{
  char *folder;
  DhSession *session, *plain; /* the other is undisturbed */
  DhSessionKeeper *keeper;
  guint n_unkept;
  char *words;
} Fixture;

static void
unkept_cb (Fixture *self, const char *words)
{
  self->n_unkept++;
  g_free (self->words);
  self->words = g_strdup (words);
}

/* Images of 10 and of the pause are kept, if anything is. */
static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = make_folder ();
  self->session = make_session (losses);
  self->plain = make_session (losses);
  dh_session_set_undoable (self->session, TRUE);
  g_signal_connect_swapped (self->session, "unkept", G_CALLBACK (unkept_cb), self);
  self->keeper = dh_session_keeper_new (self->session, self->folder);
  dh_session_keeper_begin (self->keeper);
  while (dh_session_keeper_get_path (self->keeper) == NULL)
    g_main_context_iteration (NULL, TRUE);
  run_until (self->session, 10);
  run_until (self->session, PAUSE);
  dh_session_keeper_flush (self->keeper);
  run_until (self->plain, END);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (n_short, ==, 0);
  g_object_unref (self->session);
  g_object_unref (self->plain);
  g_object_unref (self->keeper);
  g_free (self->words);
  remove_folder (self->folder);
}

/* The second lane is removed, and the memory for a new one is to be had only where it was. */
static void
lose_lane (Fixture *self)
{
  dh_session_remove_lane (self->session, peek_lane (self->session, 1));
  wait_until_idle (self->session);
  g_atomic_int_set (&n_short, 1);
  dh_session_add_lane (self->session, "mse", 0, NULL);
  wait_until_idle (self->session);
  g_assert_true (dh_session_undo (self->session));
}

/* Until the worker shows the lane. */
static void
wait_for_lane (DhLane *lane, DhLaneSnapshot *last)
{
  while (dh_lane_get_snapshot (lane) == last
         || dh_lane_snapshot_get_n_records (dh_lane_get_snapshot (lane)) < PAUSE)
    g_main_context_iteration (NULL, TRUE);
}

static void
undo (Fixture *self, guint position)
{
  g_autoptr (DhLaneSnapshot) last = NULL;

  g_assert_true (dh_session_undo (self->session));
  last = dh_lane_snapshot_ref (peek_snapshot (self->session, position));
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (last), ==, PAUSE);
  wait_for_lane (peek_lane (self->session, position), last);
}

/* It goes on as the one that was never taken away: the same losses to the last bit. */
static void
assert_goes_on (Fixture *self, guint position)
{
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (peek_snapshot (self->session, position)), ==,
                    PAUSE);
  run_until (self->session, END);
  assert_same_records (peek_snapshot (self->session, position),
                       peek_snapshot (self->plain, position));
  g_assert_cmpuint (self->n_unkept, ==, 0);
}

static void
test_brought_back (Fixture *self, gconstpointer data)
{
  const guint id = dh_lane_get_id (peek_lane (self->session, 1));

  dh_lost_lanes_watch (self->session, self->keeper);
  lose_lane (self);
  undo (self, 1);
  g_assert_cmpuint (dh_lane_get_id (peek_lane (self->session, 1)), ==, id);
  assert_goes_on (self, 1);
}

/* Before a change of the loss, there was no memory for a copy: the original's image serves. */
static void
test_copy (Fixture *self, gconstpointer data)
{
  DhLane *lane = peek_lane (self->session, 0);
  g_autoptr (DhLaneSnapshot) last = NULL;

  dh_lost_lanes_watch (self->session, self->keeper);
  g_atomic_int_set (&n_short, 1);
  dh_lane_set_loss (lane, "mse");
  wait_until_idle (self->session);
  run_until (self->session, END);
  g_assert_cmpint (n_short, ==, 0);
  undo (self, 0);
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "mae");
  assert_goes_on (self, 0);
}

/* ---- an older image ---- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;
  DhPlace from;
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLaneImage) image = dh_image_search_finish (result, &from, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (dh_lane_image_get_iteration (image), ==, 10);
  dh_session_bring_back_lane (self->session, peek_lane (self->session, 1), image);
  g_assert_true (dh_lane_get_following (peek_lane (self->session, 1)));
}

static gboolean
lost_cb (DhSession *session, DhLane *lane, gpointer data)
{
  Fixture *self = data;

  dh_image_search_begin (self->keeper, lane, 11, NULL, found_cb, self);
  return TRUE;
}

/* What was trained since the image is trained again, although the training pauses. */
static void
test_older_image (Fixture *self, gconstpointer data)
{
  g_signal_connect (self->session, "lost", G_CALLBACK (lost_cb), self);
  lose_lane (self);
  undo (self, 1);
  g_assert_false (dh_session_get_playing (self->session));
  assert_goes_on (self, 1);
}

/* Nothing is kept, or nobody asks: a sentence, and another run, which begins anew. */
static void
test_said (Fixture *self, gconstpointer data)
{
  const guint id = dh_lane_get_id (peek_lane (self->session, 1));

  lose_lane (self);
  g_assert_true (dh_session_undo (self->session));
  while (self->n_unkept == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_str_has_prefix (self->words, "Lane 2 came back without its weights"));
  g_assert_cmpuint (dh_lane_get_id (peek_lane (self->session, 1)), !=, id);
  wait_until_idle (self->session);
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (peek_snapshot (self->session, 1)), ==, 0);
  run_until (self->session, END);
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (peek_snapshot (self->session, 1)), ==, END);
  g_assert_cmpuint (self->n_unkept, ==, 1);
}

int
main (int argc, char **argv)
{
  main_thread = pthread_self ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/lost-lanes/brought-back", Fixture, NULL, set_up, test_brought_back, tear_down);
  g_test_add ("/lost-lanes/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/lost-lanes/older-image", Fixture, NULL, set_up, test_older_image, tear_down);
  g_test_add ("/lost-lanes/said", Fixture, NULL, set_up, test_said, tear_down);
  return g_test_run ();
}
