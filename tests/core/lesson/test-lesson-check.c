/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys that are measured, against what can be reckoned by hand: on the bowl (x² + y²)/2, a step of
 * plain descent multiplies both by 1 − rate.
 */
#include "core/lesson/lesson-check.h"

#include <math.h>
#include <string.h>

#define FRONT                                                                                      \
  "---\nid: x\ntitle: x\nlanguage: en\nminutes: 1\nrecipe:\n  lanes:\n"                            \
  "    - { number: 1, ball: { rates: { \"hill:bowl\": 0.02 } } }\n"                                \
  "    - { number: 2, ball: { rates: { \"hill:bowl\": 0.5 } } }\n"                                 \
  "    - { number: 3, ball: { rates: { \"hill:bowl\": 1.9 } } }\n"                                 \
  "  window: { page: hills, hills: { ground: \"hill:bowl\", start: [-2.4, 1.9] } }\n---\n"

typedef struct
{
  GMainLoop *loop;
  GString *lines; /* "14 right: …\n" */
  guint n_faults;
} Result;

static void
checked_cb (DhLessonCheck *check, const GPtrArray *notes, gpointer data)
{
  Result *result = data;

  for (guint i = 0; i < notes->len; i++)
    {
      const DhLessonNote *note = g_ptr_array_index (notes, i);

      g_string_append_printf (result->lines, "%u %s\n", note->line, note->text);
      result->n_faults += note->kind != DH_NOTE_KEY;
    }
  g_main_loop_quit (result->loop);
}

/* (transfer full) */
static char *
check (const char *steps, guint *n_faults)
{
  g_autofree char *text = g_strconcat (FRONT, steps, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = dh_lesson_new_from_text (text, strlen (text), "x", &error);
  g_autoptr (DhLessonCheck) checking = NULL;
  Result result = { g_main_loop_new (NULL, FALSE), g_string_new (NULL), 0 };

  g_assert_no_error (error);
  checking = dh_lesson_check_new (lesson, g_getenv ("DH_FACES"), checked_cb, &result);
  g_main_loop_run (result.loop);
  g_assert_cmpfloat (dh_lesson_check_get_progress (checking), ==, 1);
  g_main_loop_unref (result.loop);
  *n_faults = result.n_faults;
  return g_string_free (result.lines, FALSE);
}

static void
assert_key (const char *steps, const char *expected)
{
  guint n_faults;
  g_autofree char *lines = check (steps, &n_faults);

  if (n_faults > 0 || strstr (lines, expected) == NULL)
    g_error ("“%s” is not in: %s", expected, lines);
}

static void
assert_fault (const char *steps, const char *expected)
{
  guint n_faults;
  g_autofree char *lines = check (steps, &n_faults);

  if (n_faults != 1 || strstr (lines, expected) == NULL)
    g_error ("“%s” is not in: %s", expected, lines);
}

/* 99 % of the height are done when (1 − rate)^2n <= 1 %: after 4 steps at .5, 22 at 1.9. */
static void
test_choice (void)
{
  assert_key ("## A\n```predict\nchoose: lowest arrival\n```\n"
              "## B\n```run\nuntil: ball 2 is settled and ball 3 is settled\n```\n",
              "ball 2 (arrival 4), ball 3 (arrival 22)");
}

static void
test_rate (void)
{
  g_autofree char *lines = NULL;
  guint n_faults;
  double rate;

  /* The height of 4.685 falls below 1e-3 in 100 steps where |1 − rate| <= .9586. */
  lines = check ("## A\n```predict\nmark: rate of ball 1\nlargest: ball 1 loss < 1e-3\n```\n"
                 "## B\n```run\nuntil: step >= 100\n```\n",
                 &n_faults);
  g_assert_cmpuint (n_faults, ==, 0);
  rate = g_ascii_strtod (strchr (lines, ' ') + 1, NULL);
  g_assert_cmpfloat_with_epsilon (rate, 1.9586, .02);
}

static void
test_curve_and_place (void)
{
  /* 4.685 · .98^100 = .6213, and −2.4 · .98^50 = −.874 */
  assert_key ("## A\n```predict\ndraw: curve of ball 1\n```\n"
              "## B\n```run\nuntil: step >= 50\n```\n",
              "4.685 → 0.6213");
  assert_key ("## A\n```predict\nmark: place of ball 1\n```\n"
              "## B\n```run\nuntil: step >= 50\n```\n",
              "-0.874, 0.692");
}

#define ANSWERS(a, b)                                                                              \
  "question: x\nanswers:\n  - { text: first, because: x, when: " a " }\n"                          \
  "  - { text: second, because: x, when: " b " }\n```\n"

static void
test_question (void)
{
  assert_key ("## B\n```run\nuntil: step >= 10\n```\n## C\n```ask\n" ANSWERS (
                "ball 1 loss < ball 2 loss", "ball 2 loss < ball 1 loss"),
              "2: second");
  /* In another world, the other way round. */
  assert_key ("## B\n```run\nuntil: step >= 10\n```\n## C\n```transfer\nuntil: step >= 10\n"
              "with: { lanes: [{ ball: { rates: { \"hill:bowl\": 0.9 } } }, { number: 2, ball: { "
              "rates: { \"hill:bowl\": 0.1 } } }] }\n" ANSWERS ("ball 1 loss < ball 2 loss",
                                                             "ball 2 loss < ball 1 loss"),
              "1: first");
}

static void
test_faults (void)
{
  assert_fault ("## B\n```run\nuntil: step >= 10\n```\n## C\n```ask\n" ANSWERS (
                  "ball 1 is diverged", "ball 2 is diverged"),
                "no answer is right");
  assert_fault ("## B\n```run\nuntil: step >= 10\n```\n## C\n```ask\n" ANSWERS (
                  "ball 1 loss > 0", "ball 2 loss > 0"),
                "every answer is right");
  assert_fault ("## B\n```run\nuntil: ball 1 loss < 0\n```\n", "doesn’t hold");
  /* Both come to 0. */
  assert_fault ("## A\n```predict\nmark: rate of ball 1\nlargest: ball 1 loss < 0\n```\n"
                "## B\n```run\nuntil: step >= 5\n```\n",
                "no rate");
  assert_fault ("## A\n```predict\nchoose: lowest loss\n```\n"
                "## B\n```run\nuntil: step >= 10\nwith: { lanes: [{ number: 1, ball: { rates: { "
                "\"hill:bowl\": 0.5 } } }, { number: 2, ball: { rates: { \"hill:bowl\": 1.5 } } }] "
                "}\n```\n",
                "too close");
}

/* What is written about a ground without effect is found, with the line of the world. */
static void
test_lost (void)
{
  assert_fault ("## B\n```run\nuntil: step >= 10\nwith: { window: { hills: { start: [-24, 1.9] } } "
                "}\n```\n",
                "15 the start [-24, 1.9] is outside the ground");
  /* On the edge is inside. */
  assert_key ("## B\n```run\nuntil: step >= 10\nwith: { window: { hills: { start: [-3, 3] } } "
              "}\n```\n",
              "");
  assert_fault ("## B\n```run\nuntil: step >= 10\nwith: { lanes: [{ number: 1, ball: { rates: { "
                "\"hill: bowl\": 0.5 } } }] }\n```\n",
                "the rate for “hill: bowl” is never used: here, ball 1 needs one for “hill:bowl”");
  /* Of another world's ground, but of none here. */
  assert_fault ("## B\n```run\nuntil: step >= 10\nwith: { window: { hills: { ground: "
                "\"hill:x^2+y^2\" } }, lanes: [{ number: 1, ball: { rates: { \"hill:x^2 + y^2\": "
                "0.5 } } }] }\n```\n",
                "never used");
  assert_key ("## B\n```run\nuntil: step >= 10\n```\n## C\n```run\nuntil: step >= 10\nwith: { "
              "window: { hills: { ground: \"hill:x^2\" } } }\n```\n",
              "");
}

/* Lanes that train: their losses and metrics after 10 iterations. */
static void
test_lanes (void)
{
  assert_key ("## A\n```run\nuntil: step >= 10\nwith: { window: { page: lanes }, lanes: [{ loss: mse "
              "}, { number: 2, loss: mae }] }\n```\n## C\n```ask\n" ANSWERS (
                "lane 1 loss < lane 2 loss and lane 1 psnr > 5 and lane 2 swap_ssim < 0.9",
                "lane 1 loss >= lane 2 loss"),
              "1: first");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson-check/choice", test_choice);
  g_test_add_func ("/lesson-check/rate", test_rate);
  g_test_add_func ("/lesson-check/curve-and-place", test_curve_and_place);
  g_test_add_func ("/lesson-check/question", test_question);
  g_test_add_func ("/lesson-check/faults", test_faults);
  g_test_add_func ("/lesson-check/lost", test_lost);
  g_test_add_func ("/lesson-check/lanes", test_lanes);
  return g_test_run ();
}
