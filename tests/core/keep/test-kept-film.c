/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session that was taken up again still has the faces of before.
 */
#include "core/keep/kept-film.h"

#include "tests/core/session/session-runner.h"
#include "tests/core/store/store-helpers.h"

static const char *const losses[] = { "mae", NULL };

static gboolean
has_path (DhSessionKeeper *keeper)
{
  return dh_session_keeper_get_path (keeper) != NULL;
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer place)
{
  *(GAsyncResult **) place = g_object_ref (result);
}

static void
resume (DhSession *session, DhSessionKeeper *keeper, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (DhDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  dh_session_keeper_resume (keeper, id, resumed_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  document = dh_session_keeper_resume_finish (keeper, result, &error);
  g_assert_no_error (error);
  while (dh_session_keeper_get_replaying (keeper)
         || dh_session_get_status (session) != DH_SESSION_READY
         || peek_snapshot (session, 0) == NULL
         || dh_lane_snapshot_get_run (peek_snapshot (session, 0)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Trains a new session to 5 and 10, where its faces are painted; its id, (transfer full). */
static char *
make_kept (const char *folder, DhPreview **fifth)
{
  DhSession *session = make_session (losses);
  DhSessionKeeper *keeper = dh_session_keeper_new (session, folder);
  char *id;

  dh_session_keeper_begin (keeper);
  while (!has_path (keeper))
    g_main_context_iteration (NULL, TRUE);
  run_until (session, 5);
  *fifth = dh_preview_ref (dh_lane_snapshot_get_preview (peek_snapshot (session, 0)));
  g_assert_cmpuint (dh_preview_get_iteration (*fifth), ==, 5);
  run_until (session, 10);
  id = g_strdup (dh_session_keeper_get_id (keeper));
  g_object_unref (session);
  g_object_unref (keeper);
  return id;
}

static void
test_resumed (void)
{
  char *folder = make_folder ();
  g_autoptr (DhPreview) fifth = NULL;
  g_autofree char *id = make_kept (folder, &fifth);
  DhSession *session = make_session (losses);
  DhSessionKeeper *keeper = dh_session_keeper_new (session, folder);
  const guint64 wanted[] = { 1, 12 };
  g_autoptr (GArray) iterations = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (DhKeptFilm) film = NULL;
  g_autoptr (GPtrArray) previews = NULL;
  const gsize bytes = (gsize) 4 * dh_preview_get_size (fifth) * dh_preview_get_size (fifth);
  g_autoptr (GError) error = NULL;

  resume (session, keeper, id);
  run_until (session, 12);
  dh_session_keeper_flush (keeper);
  film = dh_kept_film_new (keeper, peek_lane (session, 0));
  g_array_append_vals (iterations, wanted, G_N_ELEMENTS (wanted));
  previews = dh_kept_film_pick (film, iterations, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (previews->len, ==, 2);
  g_assert_cmpuint (dh_preview_get_iteration (g_ptr_array_index (previews, 0)), ==, 5);
  g_assert_cmpuint (dh_preview_get_iteration (g_ptr_array_index (previews, 1)), ==, 12);
  g_assert_cmpmem (dh_preview_peek_tile (g_ptr_array_index (previews, 0), 0, 0, DH_TILE_SWAP),
                   bytes, dh_preview_peek_tile (fifth, 0, 0, DH_TILE_SWAP), bytes);
  g_object_unref (session);
  g_object_unref (keeper);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kept-film/resumed", test_resumed);
  return g_test_run ();
}
