/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/lesson/question-template.h"

#include <string.h>

#include "core/base/error.h"
#include "core/lesson/theory.h"

#define FRONT(vary)                                                                                \
  "---\nid: q\nlesson: l\ntitle: x\nlanguage: en\nminutes: 1\n" vary                               \
  "recipe:\n  lanes: [{ ball: { rates: { \"hill:bowl\": $(a) } } }]\n"                             \
  "  window: { page: hills, hills: { ground: \"hill:bowl\" } }\n---\n"
#define BODY                                                                                       \
  "## Ask $(b)\n```transfer\nquestion: \"$(b) at $(a)?\"\nwith: {}\nuntil: step >= 5\nanswers:\n"      \
  "  - { text: yes, because: \"$(a)\", when: ball 1 loss < $(a), theory: $(a) < 1 }\n"                 \
  "  - { text: no, because: x, when: ball 1 loss > 1 }\n```\n"
#define VARY "vary: { a: [0.1, 0.2, 0.3, 0.4, 0.5], b: [Which, What] }\n"

static DhQuestionTemplate *
read_template (const char *text, GError **error)
{
  return dh_question_template_new (text, strlen (text), "q.question.md", error);
}

/* All combinations, each once; then from the beginning. */
static void
test_instances (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhQuestionTemplate) template = read_template (FRONT (VARY) BODY, &error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (dh_question_template_count (template), ==, 10);
  for (guint64 i = 0; i < 10; i++)
    {
      g_autoptr (DhLesson) question = dh_question_template_make (template, i, &error);
      g_autoptr (DhLesson) again = dh_question_template_make (template, i + 10, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (question->steps[0].question, ==, again->steps[0].question);
      g_hash_table_add (seen, g_strdup (question->steps[0].question));
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 10);
  g_assert_true (g_hash_table_contains (seen, "Which at 0.3?"));
  g_assert_true (g_hash_table_contains (seen, "What at 0.5?"));
}

/* Sentences have numbers as people write them, the rest as programs do. */
static void
test_numbers (void)
{
  g_autoptr (DhQuestionTemplate) template =
    read_template (FRONT ("vary: { a: [0.25], b: [-1.5] }\n")
                   "## From $(b)\nBegins at $(b).\n\n```transfer\nquestion: \"At $(b)?\"\n"
                   "with: { window: { hills: { start: [$(b), 0] } } }\nuntil: step >= 5\nanswers:\n"
                   "  - text: $(b)\n    because: it is $(b)\n    when: ball 1 x < $(b)\n"
                   "  - text: x\n    because: x\n    when: ball 1 x > $(b)\n```\n",
                   NULL);
  g_autoptr (DhLesson) question = dh_question_template_make (template, 0, NULL);
  const DhLessonStep *step = &question->steps[0];

  g_assert_cmpstr (step->title, ==, "From −1.5");
  g_assert_cmpstr (step->text, ==, "Begins at −1.5.");
  g_assert_cmpstr (step->question, ==, "At −1.5?");
  g_assert_cmpstr (step->answers[0].text, ==, "−1.5");
  g_assert_cmpstr (step->answers[0].reason, ==, "it is −1.5");
  g_assert_cmpfloat (question->worlds[step->world].document->view.hills.start[0], ==, -1.5);
}

static void
test_filled (void)
{
  g_autoptr (DhQuestionTemplate) template =
    read_template (FRONT ("vary: { a: [0.25], b: [\"So: what\"] }\n") BODY, NULL);
  g_autoptr (DhLesson) question = dh_question_template_make (template, 0, NULL);
  const DhLessonStep *step = &question->steps[0];
  double rate = 0;

  g_assert_cmpstr (question->lesson, ==, "l");
  g_assert_cmpuint (question->n_steps, ==, 1);
  g_assert_cmpstr (step->title, ==, "Ask So: what");
  g_assert_cmpstr (dh_claim_get_text (step->answers[0].when), ==, "ball 1 loss < 0.25");
  g_assert_cmpstr (step->answers[0].theory, ==, "0.25 < 1");
  g_assert_null (step->answers[1].theory);
  g_variant_get_child (question->worlds[step->world].document->lanes[0].ball_rates, 0, "(&sd)", NULL,
                       &rate);
  g_assert_cmpfloat (rate, ==, .25);
}

static void
assert_refused (const char *text, guint line, const char *word)
{
  g_autofree char *place = g_strdup_printf ("line %u", line);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhQuestionTemplate) template = read_template (text, &error);

  if (template != NULL)
    g_error ("taken: %s", text);
  g_assert_error (error, DH_ERROR, DH_ERROR_DOCUMENT);
  if (strstr (error->message, place) == NULL || strstr (error->message, word) == NULL)
    g_error ("%s, “%s”: %s", place, word, error->message);
}

static void
test_refused (void)
{
  assert_refused ("## A\n", 1, "dashes");
  assert_refused (FRONT ("") BODY, 2, "vary");
  assert_refused (FRONT ("vary: [1]\n") BODY, 2, "vary");
  assert_refused (FRONT ("vary: { a: 1 }\n") BODY, 7, "list");
  assert_refused (FRONT ("vary: { a: [[1]] }\n") BODY, 7, "a number or a text");
  assert_refused (FRONT ("vary: { a: [0.1] }\n") BODY, 12, "$(b)");
  /* The second value of a rate isn't one, but the first instance is read at once. */
  assert_refused (FRONT ("vary: { a: [fast], b: [x] }\n") BODY, 9, "must be");
  assert_refused (FRONT (VARY) "## A\ntext\n", 12, "transfer");
  assert_refused (FRONT (VARY) BODY BODY, 12, "one");
}

/* A lesson has no values to be drawn. */
static void
test_lesson (void)
{
  static const char *const text =
    "---\nid: q\ntitle: x\nlanguage: en\nminutes: 1\nvary: { a: [1] }\nrecipe: { lanes: [{}] }\n"
    "---\n## A\n";
  g_autoptr (GError) error = NULL;

  g_assert_null (dh_lesson_new_from_text (text, strlen (text), "x", &error));
  g_assert_nonnull (strstr (error->message, "only questions"));
}

static void
test_theory (void)
{
  static const struct
  {
    const char *text;
    gboolean holds;
  } cases[] = {
    { "0.3 < 2/5", TRUE },
    { "0.5 < 2/5", FALSE },
    { "2/max(2, 2*3) > 0.3", TRUE },
    { "1 < 2 and 2 < 3 and 3 > 1", TRUE },
    { "1 < 2 and 3 < 2", FALSE },
    { "abs(1 - 1.9)^20 < 0.2", TRUE },
  };
  static const char *const bad[] = { "1", "1 < ", "1/0 < 2", "x < 2", "1 < 2 or 2 < 1" };
  gboolean holds;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (dh_theory_judge (cases[i].text, &holds, NULL));
      if (holds != cases[i].holds)
        g_error ("%s", cases[i].text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (dh_theory_judge (bad[i], &holds, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/question-template/numbers", test_numbers);
  g_test_add_func ("/question-template/instances", test_instances);
  g_test_add_func ("/question-template/filled", test_filled);
  g_test_add_func ("/question-template/refused", test_refused);
  g_test_add_func ("/question-template/lesson", test_lesson);
  g_test_add_func ("/question-template/theory", test_theory);
  return g_test_run ();
}
