/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The faces of a kept session, as exports and reports find them.  With the scripted trainer.
 */
#include <gtk/gtk.h>

#include "core/keep/kept-film.h"
#include "tests/core/store/store-helpers.h"
#include "tests/ui/session-helpers.h"
#include "ui/share/report-moments.h"

typedef struct
{
  char *folder;
  DhSession *session;
  DhSessionKeeper *keeper;
  DhPast *past;
  DhReportMoments *moments;
} Fixture;

static gboolean
has_path (gpointer keeper)
{
  return dh_session_keeper_get_path (keeper) != NULL;
}

static gboolean
is_settled (gpointer past)
{
  return dh_past_is_settled (past);
}

static void
open (Fixture *self)
{
  self->session = dh_session_new (g_getenv ("DH_FACES"));
  self->keeper = dh_session_keeper_new (self->session, self->folder);
  self->past = dh_past_new (self->session);
  dh_past_set_keeper (self->past, self->keeper);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = make_folder ();
  open (self);
  dh_session_add_lane (self->session, "mse", 1e-3, NULL);
  dh_session_add_lane (self->session, "mae", 2e-3, NULL);
  dh_session_keeper_begin (self->keeper);
  wait_until (has_path, self->keeper);
  wait_until (is_settled, self->past);
}

static void
close_all (Fixture *self)
{
  g_clear_pointer (&self->moments, dh_report_moments_free);
  assert_finalized (self->past, g_object_unref);
  dh_session_keeper_flush (self->keeper);
  g_object_unref (self->session);
  g_object_unref (self->keeper);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  close_all (self);
  remove_folder (self->folder);
}

static DhLane *
peek_lane (Fixture *self, guint i)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (self->session), i);

  return lane;
}

/* Steps, whose pictures are on the disk afterwards. */
static void
train (Fixture *self, guint n)
{
  for (guint i = 0; i < n; i++)
    take_step (self->session);
  dh_session_keeper_flush (self->keeper);
}

static DhPreview *
get_preview (Fixture *self, guint lane)
{
  return dh_lane_snapshot_get_preview (dh_lane_get_snapshot (peek_lane (self, lane)));
}

static void
assert_same (const DhPreview *a, const DhPreview *b)
{
  const gsize bytes = (gsize) dh_preview_get_size (b) * dh_preview_get_size (b) * 4;

  g_assert_nonnull (a);
  g_assert_cmpuint (dh_preview_get_iteration (a), ==, dh_preview_get_iteration (b));
  for (guint side = 0; side < 2; side++)
    for (guint tile = 0; tile < DH_N_TILES; tile++)
      g_assert_cmpmem (dh_preview_peek_tile (a, side, 0, tile), bytes,
                       dh_preview_peek_tile (b, side, 0, tile), bytes);
}

/* ---- picking ---- */

/* The faces nearest to 1, 1 + step … */
static GPtrArray *
pick (Fixture *self, DhLane *lane, guint64 step, guint n)
{
  g_autoptr (DhKeptFilm) film = dh_kept_film_new (self->keeper, lane);
  g_autoptr (GArray) iterations = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GError) error = NULL;
  GPtrArray *previews;

  for (guint64 i = 0, at = 1; i < n; i++, at += step)
    g_array_append_val (iterations, at);
  g_assert_nonnull (film);
  previews = dh_kept_film_pick (film, iterations, 1, NULL, &error);
  g_assert_no_error (error);
  return previews;
}

static guint64
get_iteration (GPtrArray *previews, guint i)
{
  return dh_preview_get_iteration (g_ptr_array_index (previews, i));
}

static void
test_pick (Fixture *self, gconstpointer data)
{
  g_autoptr (DhPreview) third = NULL;
  g_autoptr (GPtrArray) previews = NULL;

  train (self, 3);
  third = dh_preview_ref (get_preview (self, 1));
  train (self, 8);
  previews = pick (self, peek_lane (self, 1), 2, 9); /* 1, 3 … 17, of which 11 is the last kept */
  g_assert_cmpuint (previews->len, ==, 6);
  for (guint i = 0; i < previews->len; i++)
    {
      g_assert_cmpuint (get_iteration (previews, i), ==, 1 + 2 * i);
      g_assert_cmpint (dh_preview_get_n_faces (g_ptr_array_index (previews, i)), ==, 1);
    }
  assert_same (g_ptr_array_index (previews, 1), third);
}

/* A copy's faces before it was copied are those of its original, which itself goes on. */
static void
test_copies (Fixture *self, gconstpointer data)
{
  DhLane *copy;
  g_autoptr (DhKeptFilm) film = NULL;
  g_autoptr (DhPreview) second = NULL, found = NULL;
  g_autoptr (GPtrArray) previews = NULL;

  train (self, 2);
  second = dh_preview_ref (get_preview (self, 0));
  train (self, 2);
  copy = dh_session_duplicate_lane (self->session, peek_lane (self, 0));
  train (self, 3);
  dh_lane_set_loss (peek_lane (self, 0), "ssim");
  copy = dh_session_duplicate_lane (self->session, copy);
  train (self, 2);
  previews = pick (self, copy, 1, 20);
  g_assert_cmpuint (previews->len, ==,
                    dh_lane_snapshot_get_n_records (dh_lane_get_snapshot (copy)));
  for (guint i = 0; i < previews->len; i++)
    g_assert_cmpuint (get_iteration (previews, i), ==, 1 + i);
  film = dh_kept_film_new (self->keeper, copy);
  found = dh_kept_film_find (film, 2, 1);
  assert_same (found, second);
  g_assert_null (dh_kept_film_find (film, 20, 1));
}

static void
run_sql (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhDatabase) database = dh_database_open (dh_session_keeper_get_path (self->keeper),
                                                      DH_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  dh_database_run (database, sql, &error);
  g_assert_no_error (error);
}

/* A damaged moment costs only itself; another one was never kept. */
static void
test_faults (Fixture *self, gconstpointer data)
{
  g_autoptr (DhKeptFilm) film = NULL;
  g_autoptr (GPtrArray) previews = NULL;

  train (self, 6);
  run_sql (self, "UPDATE moments SET preview = zeroblob (100) WHERE iteration = 3;"
                 "DELETE FROM moments WHERE iteration = 5");
  previews = pick (self, peek_lane (self, 0), 1, 6);
  g_assert_cmpuint (previews->len, ==, 4);
  g_assert_cmpuint (get_iteration (previews, 1), ==, 2);
  g_assert_cmpuint (get_iteration (previews, 2), ==, 4);
  film = dh_kept_film_new (self->keeper, peek_lane (self, 0));
  g_assert_null (dh_kept_film_find (film, 3, 1));
  g_assert_null (dh_kept_film_find (film, 5, 1));
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (DhKeptFilm) film = NULL;
  g_autoptr (GArray) iterations = g_array_new (FALSE, TRUE, sizeof (guint64));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  train (self, 2);
  film = dh_kept_film_new (self->keeper, peek_lane (self, 0));
  g_array_set_size (iterations, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (dh_kept_film_pick (film, iterations, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- marked moments ---- */

static void
ready_cb (DhReportMoments *moments, gpointer place)
{
  *(DhReportMoments **) place = moments;
}

static gboolean
is_ready (gpointer place)
{
  return *(DhReportMoments **) place != NULL;
}

static const DhReportMoment *
load (Fixture *self)
{
  g_clear_pointer (&self->moments, dh_report_moments_free);
  dh_report_moments_load (self->session, self->past, self->keeper, ready_cb, &self->moments);
  wait_until (is_ready, &self->moments);
  return dh_report_moments_arrange (self->moments, self->session);
}

static void
test_marks (Fixture *self, gconstpointer data)
{
  g_autoptr (DhPreview) a = NULL, b = NULL, newest = NULL;
  const DhReportMoment *moments;

  train (self, 3);
  a = dh_preview_ref (get_preview (self, 0));
  b = dh_preview_ref (get_preview (self, 1));
  dh_past_mark (self->past, "the eyes");
  train (self, 4);
  newest = dh_preview_ref (get_preview (self, 1));
  dh_past_mark (self->past, ""); /* not in the file yet */
  dh_session_add_lane (self->session, "ssim", 1e-3, NULL);
  moments = load (self);
  g_assert_cmpuint (dh_report_moments_get_n (self->moments), ==, 2);
  g_assert_cmpuint (moments[0].iteration, ==, 3);
  g_assert_cmpstr (moments[0].note, ==, "the eyes");
  assert_same (moments[0].previews[0], a);
  assert_same (moments[0].previews[1], b);
  g_assert_null (moments[0].previews[2]); /* it wasn't there then */
  assert_same (moments[1].previews[1], newest);
  /* the faces stay those of their lanes */
  dh_session_remove_lane (self->session, peek_lane (self, 0));
  moments = dh_report_moments_arrange (self->moments, self->session);
  assert_same (moments[0].previews[0], b);
  g_assert_null (moments[0].previews[1]);
}

/* Marks of which nothing can be read have their notes. */
static void
test_marks_without_faces (Fixture *self, gconstpointer data)
{
  const DhReportMoment *moments;

  train (self, 3);
  dh_past_mark (self->past, "gone");
  train (self, 3);
  run_sql (self, "DELETE FROM moments");
  moments = load (self);
  g_assert_cmpuint (dh_report_moments_get_n (self->moments), ==, 1);
  g_assert_cmpstr (moments[0].note, ==, "gone");
  g_assert_null (moments[0].previews[0]);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/kept-faces/pick", test_pick },
    { "/kept-faces/copies", test_copies },
    { "/kept-faces/faults", test_faults },
    { "/kept-faces/cancelled", test_cancelled },
    { "/kept-faces/marks", test_marks },
    { "/kept-faces/marks-without-faces", test_marks_without_faces },
  };

  use_memory ();
  gtk_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
