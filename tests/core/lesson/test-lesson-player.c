/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lessons played without a window: the bundled ones that need no training, to their ends; and a small
 * one on a bowl, whose figures can be reckoned by hand.
 */
#include "core/lesson/lesson-course.h"
#include "core/lesson/lesson-shelf.h"
#include "core/race/race-lanes.h"
#include "tests/core/lesson/lesson-helpers.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define PATIENCE (300 * G_USEC_PER_SEC)

/* On the bowl, a step multiplies the distance by 1 − rate: .5 arrives first, 2.1 leaves. */
#define LESSON                                                                                     \
  "---\nid: small\ntitle: Small\nlanguage: en\nminutes: 1\nrecipe:\n  lanes:\n"                    \
  "    - { number: 1, ball: { rates: { \"hill:bowl\": 0.02 } } }\n"                                \
  "    - { number: 2, ball: { rates: { \"hill:bowl\": 0.5 } } }\n"                                 \
  "    - { number: 3, ball: { rates: { \"hill:bowl\": 2.1 } } }\n"                                 \
  "  window: { page: hills, hills: { ground: \"hill:bowl\", start: [-2.4, 1.9] } }\n---\n"         \
  "## One\nWords.\n"                                                                               \
  "## Two\n```predict\nchoose: lowest arrival\n```\n"                                              \
  "## Three\n```run\nuntil: step >= 40\n```\n"                                                     \
  "## Four\n```reveal\n```\n"                                                                      \
  "## Five\n```ask\nquestion: Q\nanswers:\n"                                                       \
  "  - { text: a, because: b, when: ball 3 is settled }\n"                                         \
  "  - { text: c, because: d, when: ball 2 is settled }\n```\n"                                    \
  "## Six\n```predict\nmark: rate of ball 1\nlargest: ball 1 loss < 0.01\n```\n"                   \
  "## Seven\n```run\nuntil: step >= 100\n```\n"                                                    \
  "## Eight\n```predict\ndraw: curve of ball 2\n```\n"                                             \
  "## Nine\n```run\nuntil: step >= 20\n```\n"                                                      \
  "## Ten\n```do\nuntil: ball 1 rate > 0.4\n```\n"

typedef struct
{
  DhSession *session;
  DhRace *race;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->session = dh_session_new (g_getenv ("DH_FACES"));
  self->race = dh_race_new (g_getenv ("DH_FACES"));
  dh_race_follow_lanes (self->race, self->session);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->race);
  g_object_run_dispose (G_OBJECT (self->session));
  g_clear_object (&self->session);
}

/* Lets time pass, for the balls, too. */
static void
pass (Fixture *self)
{
  g_main_context_iteration (NULL, FALSE);
  if (dh_race_get_playing (self->race))
    dh_race_tick (self->race, .1);
  g_usleep (200);
}

#define wait_for(self, condition)                                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const gint64 end = g_get_monotonic_time () + PATIENCE;                                         \
                                                                                                   \
    while (!(condition) && g_get_monotonic_time () < end)                                          \
      pass (self);                                                                                 \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

static DhLesson *
read_lesson (const char *text)
{
  g_autoptr (GError) error = NULL;
  DhLesson *lesson = dh_lesson_new_from_text (text, strlen (text), "x", &error);

  g_assert_no_error (error);
  return lesson;
}

static void
count_cb (guint *n)
{
  ++*n;
}

static void
run (Fixture *self, DhLessonPlayer *player)
{
  dh_lesson_player_run (player);
  g_assert_cmpint (dh_lesson_player_get_shown (player), ==, DH_SHOWN_RUNNING);
  wait_for (self, dh_lesson_player_get_shown (player) == DH_SHOWN_END);
}

/* ---- choices and answers ---- */

static void
test_choice (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLessonPlayer) player = dh_lesson_player_new (read_lesson (LESSON), self->session,
                                                            self->race, g_getenv ("DH_FACES"));
  guint n_marked = 0;

  g_signal_connect_swapped (player, "marked", G_CALLBACK (count_cb), &n_marked);
  dh_lesson_player_go (player, 0);
  g_assert_true (dh_lesson_player_is_done (player));
  g_assert_cmpuint (dh_race_get_n_runners (self->race), ==, 3);

  dh_lesson_player_go (player, 1);
  g_assert_false (dh_lesson_player_is_done (player));
  dh_lesson_player_choose (player, 3);
  dh_lesson_player_choose (player, 2); /* a second thought */
  g_assert_true (dh_lesson_player_is_done (player));
  wait_for (self, dh_lesson_player_get_key (player, 1) != NULL);
  g_assert_cmpuint (dh_lesson_player_get_key (player, 1)->number, ==, 2);
  g_assert_cmpuint (n_marked, ==, 0); /* not before it was seen */

  dh_lesson_player_go (player, 2);
  g_assert_false (dh_lesson_player_is_done (player));
  run (self, player);
  g_assert_cmpuint (dh_race_get_position (self->race), ==, 40);
  g_assert_true (dh_lesson_player_is_done (player));
  g_assert_cmpuint (n_marked, ==, 1);
  g_assert_cmpfloat (dh_lesson_player_get_reply (player, 1)->score, ==, 1);

  /* What was seen can't be predicted any more. */
  dh_lesson_player_go (player, 1);
  g_assert_cmpuint (dh_race_get_position (self->race), ==, 0);
  dh_lesson_player_choose (player, 1);
  g_assert_cmpuint (dh_lesson_player_get_reply (player, 1)->number, ==, 2);
}

static void
test_answers (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLessonPlayer) player = dh_lesson_player_new (read_lesson (LESSON), self->session,
                                                            self->race, g_getenv ("DH_FACES"));

  /* Right to the question: the balls are where it speaks of. */
  dh_lesson_player_go (player, 4);
  wait_for (self, dh_lesson_player_get_shown (player) == DH_SHOWN_END);
  g_assert_cmpuint (dh_race_get_position (self->race), ==, 40);
  wait_for (self, dh_lesson_player_get_key (player, 4) != NULL);
  dh_lesson_player_answer (player, 0);
  g_assert_cmpfloat (dh_lesson_player_get_reply (player, 4)->score, ==, 0);
  dh_lesson_player_answer (player, 1);
  g_assert_cmpuint (dh_lesson_player_get_reply (player, 4)->tried, ==, 3);
  g_assert_cmpfloat (dh_lesson_player_get_reply (player, 4)->score, ==, 0);
  g_assert_cmpuint (dh_lesson_player_get_key (player, 4)->right, ==, 2);
}

/* ---- marks and curves ---- */

static void
test_rate (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLessonPlayer) player = dh_lesson_player_new (read_lesson (LESSON), self->session,
                                                            self->race, g_getenv ("DH_FACES"));
  g_autoptr (DhLane) lane = NULL;

  dh_lesson_player_go (player, 5);
  dh_lesson_player_mark_rate (player, 1.5);
  dh_lesson_player_go (player, 6);
  run (self, player);
  /* It ran with what was marked. */
  lane = dh_session_find_lane (self->session, 1);
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 1.5);
  wait_for (self, !isnan (dh_lesson_player_get_reply (player, 5)->score));
  /* |1 − r|^100 · 3.06 < √.02: up to 1.969 */
  g_assert_cmpfloat_with_epsilon (dh_lesson_player_get_key (player, 5)->rate, 1.969, .03);
  g_assert_cmpfloat (dh_lesson_player_get_reply (player, 5)->score, ==, 1);
}

static void
test_curve (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLessonPlayer) player = dh_lesson_player_new (read_lesson (LESSON), self->session,
                                                            self->race, g_getenv ("DH_FACES"));
  double curve[DH_DRAWN_POINTS];
  DhCurveScore score;

  /* Half of the distance at each of 20 steps. */
  for (guint i = 0; i < DH_DRAWN_POINTS; i++)
    curve[i] = -2 * log10 (2) * 20 * i / (DH_DRAWN_POINTS - 1);
  dh_lesson_player_go (player, 7);
  g_assert_false (dh_lesson_player_score_curve (player, 7, &score));
  dh_lesson_player_draw (player, curve);
  dh_lesson_player_go (player, 8);
  run (self, player);
  wait_for (self, !isnan (dh_lesson_player_get_reply (player, 7)->score));
  g_assert_true (dh_lesson_player_score_curve (player, 7, &score));
  g_assert_cmpfloat (score.total, >, 97);
  g_assert_cmpfloat_with_epsilon (dh_lesson_player_get_reply (player, 7)->score, score.total / 100,
                                  1e-12);
}

static void
test_deed (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLessonPlayer) player = dh_lesson_player_new (read_lesson (LESSON), self->session,
                                                            self->race, g_getenv ("DH_FACES"));
  g_autoptr (DhLane) lane = NULL;
  guint n;

  dh_lesson_player_go (player, 9);
  g_assert_false (dh_lesson_player_is_done (player));
  lane = dh_session_find_lane (self->session, 1);
  dh_lane_set_ball_rate_on (lane, "hill:bowl", .45);
  wait_for (self, dh_lesson_player_is_done (player));

  /* One may do more; what comes before and after shows the lesson's own world again. */
  dh_lesson_player_drop (player, (const double[]) { 1, 1 });
  wait_for (self, dh_race_get_position (self->race) > 3);
  g_assert_cmpfloat (dh_race_get_trajectory (self->race, 0, &n)->at[0], ==, 1);
  dh_lesson_player_go (player, 8);
  wait_for (self, dh_race_get_trajectory (self->race, 0, &n)->at[0] == -2.4);
  g_assert_cmpfloat (dh_race_get_rate (self->race, 0), ==, .02);
  dh_lesson_player_drop (player, (const double[]) { 1, 1 });
  g_assert_cmpfloat (dh_race_get_trajectory (self->race, 0, &n)->at[0], ==, -2.4);
}

/* What is to be done begins where the run ended; a ball that rests rolls on with another rate. */
static void
test_deed_after_run (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLessonPlayer) player = dh_lesson_player_new (read_lesson (LESSON), self->session,
                                                            self->race, g_getenv ("DH_FACES"));
  g_autoptr (DhLane) lane = NULL, lane_3 = NULL;
  guint n;

  dh_lesson_player_go (player, 9);
  wait_for (self, dh_lesson_player_get_shown (player) == DH_SHOWN_END);
  g_assert_cmpuint (dh_race_get_position (self->race), ==, 20);
  g_assert_false (dh_race_get_playing (self->race));
  lane = dh_session_find_lane (self->session, 1);
  dh_lane_set_ball_rate_on (lane, "hill:bowl", .3);
  wait_for (self, dh_race_get_position (self->race) > 25);
  g_assert_false (dh_lesson_player_is_done (player));

  /* From where the third flies to, none comes back: all begin anew. */
  lane_3 = dh_session_find_lane (self->session, 3);
  wait_for (self, dh_race_get_ball (self->race, 2)->diverged);
  n = dh_race_get_position (self->race);
  dh_lane_set_ball_rate_on (lane_3, "hill:bowl", .3);
  wait_for (self, dh_race_get_position (self->race) < n);
  wait_for (self, dh_race_get_ball (self->race, 2)->loss < .01);
}

/* A skipped run ends at the same step as one that is watched. */
static void
test_skip (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLessonPlayer) player = dh_lesson_player_new (read_lesson (LESSON), self->session,
                                                            self->race, g_getenv ("DH_FACES"));
  double watched;

  dh_lesson_player_go (player, 2);
  run (self, player);
  watched = dh_race_get_ball (self->race, 0)->at[0];
  wait_for (self, dh_lesson_player_get_key (player, 1) != NULL);
  dh_lesson_player_run (player);
  dh_lesson_player_skip (player);
  g_assert_cmpint (dh_lesson_player_get_shown (player), ==, DH_SHOWN_END);
  g_assert_cmpuint (dh_race_get_position (self->race), ==, 40);
  g_assert_cmpfloat (dh_race_get_ball (self->race, 0)->at[0], ==, watched);
}

/* ---- whole lessons ---- */

static void
do_step (Fixture *self, DhLessonPlayer *player)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  const guint index = dh_lesson_player_get_step (player);
  double curve[DH_DRAWN_POINTS] = { 0 };
  g_autofree char *problem = NULL;

  if (step->kind == DH_LESSON_PREDICT)
    switch (step->prediction.kind)
      {
      case DH_PREDICT_CHOICE:
        dh_lesson_player_choose (player, dh_race_get_runner (self->race, 0)->number);
        break;
      case DH_PREDICT_RATE:
        dh_lesson_player_mark_rate (player, .1);
        break;
      case DH_PREDICT_PLACE:
        dh_lesson_player_mark_place (player, (const double[]) { 0, 0 });
        break;
      default:
        dh_lesson_player_draw (player, curve);
      }
  else if (step->kind == DH_LESSON_RUN)
    {
      dh_lesson_player_run (player);
      wait_for (self, dh_lesson_player_get_end (player, index) != NULL);
      dh_lesson_player_skip (player);
    }
  else if (step->n_answers > 0)
    dh_lesson_player_answer (player, 0);
  else if (step->kind == DH_LESSON_DO)
    {
      wait_for (self, dh_lesson_player_get_shown (player) == DH_SHOWN_END);
      g_assert_false (dh_lesson_player_is_done (player));
      g_assert_true (do_deed (player, self->session, self->race));
    }
  wait_for (self, dh_lesson_player_is_done (player));
  problem = dh_lesson_player_dup_problem (player, index);
  g_assert_cmpstr (problem, ==, NULL);
}

/* From the opening question to the summary, and what is kept of it. */
static void
give (Fixture *self, DhLessonShelf *shelf, const DhLesson *lesson, DhLearnerLog *log)
{
  g_autoptr (GPtrArray) questions = dh_lesson_shelf_list_questions (shelf, lesson->id);
  g_autoptr (DhLessonCourse) course = dh_lesson_course_new (dh_lesson_ref ((DhLesson *) lesson),
                                                            questions, log, self->session,
                                                            self->race, g_getenv ("DH_FACES"), 7);

  dh_lesson_course_start (course);
  while (dh_lesson_course_get_stage (course) != DH_STAGE_SUMMARY)
    {
      wait_for (self, dh_lesson_course_get_player (course) != NULL
                        || dh_lesson_course_get_stage (course) == DH_STAGE_SUMMARY);
      if (dh_lesson_course_get_player (course) == NULL)
        break;
      do_step (self, dh_lesson_course_get_player (course));
      dh_lesson_course_go_on (course);
    }
  g_assert_cmpint (dh_learner_log_get_finished (log, lesson->id), >, 0);
  g_assert_cmpuint (dh_learner_log_get_place (log, lesson->id), ==, 0);
  g_assert_cmpint (isnan (dh_lesson_course_get_score (course, DH_STAGE_OPENING)), ==,
                   questions->len == 0);
  g_assert_cmpint (isnan (dh_lesson_course_get_score (course, DH_STAGE_CLOSING)), ==,
                   questions->len == 0);
  g_object_run_dispose (G_OBJECT (course));
}

static void
test_bundled (Fixture *self, gconstpointer data)
{
  const char *const languages[] = { "en", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("downhill-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "log", NULL);
  g_autoptr (DhLearnerLog) log = dh_learner_log_open (path, NULL, &error);
  g_autoptr (DhLessonShelf) shelf = dh_lesson_shelf_new (g_getenv ("DH_LESSONS"), NULL, languages);
  guint n = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (dh_lesson_shelf_get_n (shelf), ==, 12);
  g_assert_cmpstr (dh_lesson_shelf_get (shelf, 0)->lesson->id, ==, "step-size");
  for (guint i = 0; i < dh_lesson_shelf_get_n (shelf); i++)
    {
      const DhShelfEntry *entry = dh_lesson_shelf_get (shelf, i);

      g_assert_cmpstr (entry->problem, ==, NULL);
      if (!has_only_balls (entry->lesson))
        continue;
      g_test_message ("%s", entry->lesson->id);
      give (self, shelf, entry->lesson, log);
      n++;
    }
  g_assert_cmpuint (n, >=, 7);
  g_clear_pointer (&log, dh_learner_log_close);
  g_unlink (path);
  g_rmdir (folder);
}

/* Left in the middle, it goes on there. */
static void
test_place (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("downhill-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "log", NULL);
  g_autoptr (DhLearnerLog) log = dh_learner_log_open (path, NULL, NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DhLessonCourse) course = dh_lesson_course_new (read_lesson (LESSON), NULL, log,
                                                                self->session, self->race,
                                                                g_getenv ("DH_FACES"), 7);

      dh_lesson_course_start (course);
      g_assert_cmpuint (dh_lesson_player_get_step (dh_lesson_course_get_player (course)), ==, i);
      g_assert_true (dh_lesson_course_can_go_back (course) == (i > 0));
      dh_lesson_course_go_on (course);
      g_assert_cmpuint (dh_learner_log_get_place (log, "small"), ==, i + 1);
      g_object_run_dispose (G_OBJECT (course));
    }
  g_clear_pointer (&log, dh_learner_log_close);
  g_unlink (path);
  g_rmdir (folder);
}

#define add(name, function)                                                                        \
  g_test_add ("/lesson-player/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("choice", test_choice);
  add ("answers", test_answers);
  add ("rate", test_rate);
  add ("curve", test_curve);
  add ("deed", test_deed);
  add ("deed-after-run", test_deed_after_run);
  add ("skip", test_skip);
  add ("place", test_place);
  add ("bundled", test_bundled);
  return g_test_run ();
}
