/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session goes through a document's text and is trained again: the same losses, byte by byte, and
 * the same document.
 */
#include "core/session/session-document.h"

#include <string.h>

#include "core/base/error.h"
#include "tests/core/session/session-runner.h"

static const char *const losses[] = { "mae", "ssim", NULL };
static const char *const other_losses[] = { "mse", NULL };

static DhDocument *
pass_through_text (const DhDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = dh_document_to_text (document, &error);
  DhDocument *back;

  g_assert_no_error (error);
  back = dh_document_new_from_text (text, strlen (text), "test", &error);
  g_assert_no_error (error);
  return back;
}

static DhSession *
open_document (const DhDocument *document)
{
  g_autoptr (GError) error = NULL;
  DhSession *session = make_session (other_losses);

  g_assert_true (dh_session_open_document (session, document, &error));
  g_assert_no_error (error);
  return session;
}

/* All four kinds of change, a restart, and a copy with its own way from there. */
static DhSession *
make_eventful_session (void)
{
  DhSession *session = make_session (losses);
  DhLane *first = peek_lane (session, 0), *copy;

  dh_session_set_seed (session, 77);
  run_until (session, 2);
  dh_lane_set_learning_rate (first, 3e-4);
  run_until (session, 4);
  dh_lane_set_loss (first, "mse+50%gmsd");
  dh_lane_set_optimizer (peek_lane (session, 1), "sgd/cosine{over=500}");
  run_until (session, 6);
  dh_lane_set_mask (first, DH_AREA_NONE);
  dh_lane_set_eye_multiplier (first, 3);
  copy = dh_session_duplicate_lane (session, first);
  dh_lane_set_optimizer (copy, "rmsprop");
  run_until (session, 8);
  return session;
}

static void
test_made_again (void)
{
  g_autoptr (DhSession) session = make_eventful_session (), again = NULL;
  g_autoptr (DhDocument) document = dh_session_make_document (session), back = NULL, later = NULL;
  g_autofree char *text = dh_document_to_text (document, NULL), *later_text = NULL;
  g_autofree char *difference = NULL;

  g_assert_cmpuint (dh_document_get_iteration (document), ==, 8);
  back = pass_through_text (document);
  again = open_document (back);
  run_until (again, 8);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (dh_lane_get_number (peek_lane (again, i)), ==,
                        dh_lane_get_number (peek_lane (session, i)));
      assert_same_records (peek_snapshot (session, i), peek_snapshot (again, i));
    }
  later = dh_session_make_document (again);
  later_text = dh_document_to_text (later, NULL);
  g_assert_cmpstr (text, ==, later_text);
  difference = dh_session_compare_with_document (again, document);
  g_assert_cmpstr (difference, ==, NULL);
}

/* What isn't trained: balls, landscapes, linked rates, the start of new lanes. */
static void
test_everything_else (void)
{
  g_autoptr (DhSession) session = make_session (losses), again = NULL;
  g_autoptr (DhDocument) document = NULL, back = NULL, later = NULL;
  g_autofree char *text = NULL, *later_text = NULL;
  DhLane *first = peek_lane (session, 0);

  dh_session_set_people (session, "birch", "alder");
  dh_session_set_preset (session, "64");
  dh_lane_set_plane_kind (first, DH_PLANE_RANDOM);
  dh_lane_set_ball_optimizer (first, "adam");
  dh_lane_set_ball_loss (first, "huber{delta=0.1}");
  dh_lane_set_ball_rate_on (first, "hill:bumpy", .25);
  dh_lane_set_ball_shown (first, FALSE);
  dh_lane_set_learning_rate (first, .125);
  document = dh_session_make_document (session);
  document->view.same_rate = TRUE;
  text = dh_document_to_text (document, NULL);
  back = pass_through_text (document);
  again = open_document (back);
  later = dh_session_make_document (again);
  later_text = dh_document_to_text (later, NULL);
  g_assert_cmpstr (text, ==, later_text);
  g_assert_true (dh_session_get_same_rate (again));
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (again, 0)), ==, .125);
  g_assert_cmpfloat (dh_lane_get_learning_rate (peek_lane (again, 1)), !=, .125);
}

static void
assert_refused (const char *people, const char *lane, const char *word)
{
  g_autofree char *text = g_strdup_printf ("{\"format\": \"downhill\", \"version\": 1, \"people\": "
                                           "[%s], \"lanes\": [{%s}]}",
                                           people, lane);
  g_autoptr (DhSession) session = make_session (losses);
  g_autoptr (DhDocument) before = dh_session_make_document (session), after = NULL;
  g_autoptr (DhDocument) document = NULL;
  g_autofree char *text_before = dh_document_to_text (before, NULL), *text_after = NULL;
  g_autoptr (GError) error = NULL;

  document = dh_document_new_from_text (text, strlen (text), "test", &error);
  g_assert_no_error (error);
  g_assert_false (dh_session_open_document (session, document, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” is not in: %s", word, error->message);
  after = dh_session_make_document (session);
  text_after = dh_document_to_text (after, NULL);
  g_assert_cmpstr (text_before, ==, text_after);
}

static void
test_refused (void)
{
  assert_refused ("\"alder\", \"brich\"", "", "did you mean “birch”?");
  assert_refused ("\"alder\", {\"folder\": \"/no/such\"}", "", "person B: choose another folder");
  assert_refused ("{}, \"birch\"", "", "choose a folder of pictures for A");
  assert_refused ("\"alder\", \"birch\"", "\"start\": \"/no/such.npz\"", "no start weights");
  assert_refused ("\"birch\", \"alder\"", "\"start\": \"warm\"", "no pretrained weights");
}

/* A folder of one's own: its pictures are part of the recipe. */
static void
test_other_faces (void)
{
  g_autoptr (DhSession) session = make_session (other_losses), again = NULL;
  g_autofree char *folder = g_build_filename (g_getenv ("DH_FACES"), "alder", NULL);
  g_autoptr (DhDocument) document = NULL;
  g_autofree char *same = NULL, *difference = NULL;

  dh_session_set_people (session, folder, "birch");
  run_until (session, 1);
  document = dh_session_make_document (session);
  g_assert_cmpstr (document->people[0].folder, ==, folder);
  g_assert_cmpuint (strlen (document->people[0].fingerprint), ==, 64);
  again = open_document (document);
  run_until (again, 1);
  same = dh_session_compare_with_document (again, document);
  g_assert_cmpstr (same, ==, NULL);
  document->people[0].fingerprint[5] ^= 1;
  difference = dh_session_compare_with_document (again, document);
  g_assert_nonnull (difference);
  g_assert_nonnull (strstr (difference, "person A"));
}

/* A model of one's own goes with the document, under its shortest text. */
static void
test_own_model (void)
{
  static const char id[] = "liae{size=64,encoder=2,decoder=2,dense=16,batch=2}";
  g_autoptr (DhSession) session = make_session (losses), again = NULL;
  g_autoptr (DhDocument) document = NULL, back = NULL;

  dh_session_set_preset (session, "liae{batch=2, dense=16,encoder=2,decoder=2,size=64}");
  g_assert_cmpstr (dh_session_get_preset (session), ==, id);
  document = dh_session_make_document (session);
  g_assert_cmpstr (document->preset, ==, id);
  back = pass_through_text (document);
  g_assert_cmpstr (back->preset, ==, id);
  again = open_document (back);
  g_assert_true (dh_session_get_preset (again) == dh_session_get_preset (session));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-document/made-again", test_made_again);
  g_test_add_func ("/session-document/everything-else", test_everything_else);
  g_test_add_func ("/session-document/own-model", test_own_model);
  g_test_add_func ("/session-document/refused", test_refused);
  g_test_add_func ("/session-document/other-faces", test_other_faces);
  return g_test_run ();
}
