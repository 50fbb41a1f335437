/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/lesson/lesson.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/error.h"

#define FRONT                                                                                      \
  "---\n"                                                                                          \
  "id: bowls\n"                                                                                    \
  "title: Two bowls\n"                                                                             \
  "language: en\n"                                                                                 \
  "minutes: 3\n"                                                                                   \
  "recipe:\n"                                                                                      \
  "  lanes:\n"                                                                                     \
  "    - { number: 1, ball: { rates: { \"hill:bowl\": 0.1 } } }\n"                                 \
  "    - { number: 3, loss: mae }\n"                                                               \
  "  window: { page: hills, hills: { ground: \"hill:bowl\", noise: 0.5 } }\n"                      \
  "---\n" /* line 11 */

static const char *const whole = FRONT
  "\n"
  "## First *one*\n" /* 13 */
  "\n"
  "A **bold** word, `code`,\n"
  "and <3 & a [link](https://example.org/?a=1&b).\n"
  "\n"
  "- one\n"
  "- *two*\n"
  "\n"
  "1. three\n"
  "2. four\n"
  "\n"
  "```look\n" /* 24 */
  "at: rate of ball 3\n"
  "```\n"
  "## Which?\n"
  "```predict\n"
  "choose: lowest loss\n"
  "```\n"
  "## Run\n"
  "```run\n" /* 32 */
  "until: step >= 20\n"
  "with: { window: { hills: { noise: 0 } } }\n"
  "```\n"
  "## See\n"
  "```reveal\n"
  "```\n"
  "## Why\n"
  "```ask\n" /* 40 */
  "question: Which?\n"
  "answers:\n"
  "  - { text: one, because: so, when: ball 1 loss < ball 3 loss }\n"
  "  - { text: three, because: not so, when: ball 3 loss < ball 1 loss }\n"
  "```\n"
  "## Do\n"
  "```do\n"
  "until: ball 1 rate > 1\n"
  "```\n";

static DhLesson *
read_lesson (const char *text, GError **error)
{
  return dh_lesson_new_from_text (text, strlen (text), "bowls.lesson.md", error);
}

static void
test_steps (void)
{
  static const DhLessonKind kinds[] = { DH_LESSON_LOOK,   DH_LESSON_PREDICT, DH_LESSON_RUN,
                                        DH_LESSON_REVEAL, DH_LESSON_ASK,     DH_LESSON_DO };
  static const guint lines[] = { 13, 27, 31, 36, 39, 46 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = read_lesson (whole, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (lesson->id, ==, "bowls");
  g_assert_cmpstr (lesson->title, ==, "Two bowls");
  g_assert_cmpstr (lesson->language, ==, "en");
  g_assert_cmpuint (lesson->minutes, ==, 3);
  g_assert_cmpuint (lesson->n_steps, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < lesson->n_steps; i++)
    {
      g_assert_cmpint (lesson->steps[i].kind, ==, kinds[i]);
      g_assert_cmpuint (lesson->steps[i].line, ==, lines[i]);
    }
  g_assert_cmpint (lesson->steps[0].at.kind, ==, DH_TARGET_RATE);
  g_assert_cmpuint (lesson->steps[0].at.number, ==, 3);
  g_assert_cmpint (lesson->steps[1].prediction.kind, ==, DH_PREDICT_CHOICE);
  g_assert_cmpuint (lesson->steps[3].predicted, ==, 1);
  g_assert_cmpuint (lesson->steps[4].n_answers, ==, 2);
  g_assert_cmpstr (lesson->steps[4].answers[1].reason, ==, "not so");
  g_assert_cmpuint (lesson->steps[4].answers[1].line, ==, 44);
  g_assert_cmpstr (dh_claim_get_text (lesson->steps[5].until), ==, "ball 1 rate > 1");
}

/* How far a curve can be drawn, and the table of a lane's metrics. */
static void
test_reach (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson =
    read_lesson ("---\nid: lanes\ntitle: Lanes\nlanguage: en\nminutes: 3\nrecipe:\n"
                 "  lanes: [{ number: 1, loss: mae }]\n  window: { page: lanes }\n---\n"
                 "## A\n```predict\ndraw: curve of lane 1\nreach: 1.5\nat: metrics of lane 1\n```\n"
                 "## B\n```run\nuntil: step >= 1\n```\n",
                 &error);

  g_assert_no_error (error);
  g_assert_cmpint (lesson->steps[0].prediction.kind, ==, DH_PREDICT_CURVE);
  g_assert_cmpfloat (lesson->steps[0].prediction.reach, ==, 1.5);
  g_assert_cmpint (lesson->steps[0].at.kind, ==, DH_TARGET_METRICS);
  g_assert_cmpuint (lesson->steps[0].at.number, ==, 1);
}

static void
test_caption (void)
{
  g_autoptr (DhLesson) lesson = read_lesson (whole, NULL);

  g_assert_cmpstr (lesson->steps[0].title, ==, "First one");
  g_assert_cmpstr (lesson->steps[0].text, ==,
                   "A <b>bold</b> word, <tt>code</tt>, and &lt;3 &amp; a <a "
                   "href=\"https://example.org/?a=1&amp;b\">link</a>.\n\n"
                   "• one\n• <i>two</i>\n\n1. three\n2. four");
}

/* A run is in a world of its own: the recipe's with its changes. */
static void
test_worlds (void)
{
  g_autoptr (DhLesson) lesson = read_lesson (whole, NULL);
  const DhLessonWorld *worlds = lesson->worlds;

  g_assert_cmpuint (lesson->n_worlds, ==, 2);
  g_assert_null (worlds[0].until);
  g_assert_cmpfloat (worlds[0].document->view.hills.noise, ==, .5);
  g_assert_cmpstr (dh_claim_get_text (worlds[1].until), ==, "step >= 20");
  g_assert_cmpfloat (worlds[1].document->view.hills.noise, ==, 0);
  g_assert_cmpstr (worlds[1].document->view.hills.ground, ==, "hill:bowl");
  g_assert_cmpuint (worlds[1].document->n_lanes, ==, 2);
  g_assert_cmpuint (worlds[1].document->lanes[1].number, ==, 3);
  g_assert_true (dh_lesson_world_has_balls (&worlds[1]));
  /* A prediction is about the run that follows it. */
  g_assert_cmpuint (lesson->steps[0].world, ==, 0);
  for (guint i = 1; i < lesson->n_steps; i++)
    g_assert_cmpuint (lesson->steps[i].world, ==, 1);
}

static void
assert_refused (const char *text, guint line, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *place = g_strdup_printf ("line %u", line);
  g_autoptr (DhLesson) lesson = read_lesson (text, &error);

  if (lesson != NULL)
    g_error ("taken: %s", text);
  g_assert_error (error, DH_ERROR, DH_ERROR_DOCUMENT);
  if (strstr (error->message, place) == NULL || strstr (error->message, word) == NULL
      || strstr (error->message, "bowls.lesson.md") == NULL)
    g_error ("%s, “%s”: %s", place, word, error->message);
}

static void
test_refused_front (void)
{
  assert_refused ("", 1, "dashes");
  assert_refused ("id: x\n", 1, "dashes");
  assert_refused ("---\nid: x\n", 2, "ends with");
  assert_refused ("---\nid: [x\n---\n", 3, "YAML");
  assert_refused ("---\nid: x\n---\n## A\n", 1, "title");
  assert_refused ("---\nid: x y\ntitle: a\nlanguage: en\nminutes: 1\nrecipe: {lanes: [{}]}\n---\n",
                  1, "hyphens");
  assert_refused ("---\nname: x\n---\n", 2, "name");
  assert_refused ("---\nminutes: 0\n---\n", 2, "minutes");
  assert_refused ("---\nid: x\ntitle: a\nlanguage: en\nminutes: 1\nrecipe:\n  lanes:\n    - {}\n"
                  "    - {rate: fast}\n---\n",
                  9, "rate");
  assert_refused ("---\nid: x\ntitle: a\nlanguage: en\nminutes: 1\nrecipe: {seed: 1}\n---\n", 6,
                  "lanes");
}

static void
test_refused_steps (void)
{
  static const struct
  {
    const char *text; /* from line 12 */
    guint line;
    const char *word;
  } cases[] = {
    { "", 11, "no steps" },
    { "text\n", 12, "heading" },
    { "# One\n", 12, "two number signs" },
    { "## A\n<b>x</b>\n", 13, "HTML" },
    { "## A\n\n![x](y.png)\n", 14, "pictures" },
    { "## A\n\n[x](file:///etc/passwd)\n", 14, "https" },
    { "## A\n\n> quoted\n", 14, "block_quote" },
    { "## A\n\n- x\n\n  y\n", 14, "one paragraph" },
    { "## A\n```python\nx\n```\n", 13, "python" },
    { "## A\n\n    indented\n", 14, "fenced" },
    { "## A\n```look\nat: ground\n```\n```look\nat: ground\n```\n", 16, "at most one" },
    { "## A\n```look\n```\n", 14, "at" },
    { "## A\n```look\nat: moon\n```\n", 14, "moon" },
    { "## A\n```look\nat: rate of lane 1\n```\n", 14, "ball" },
    { "## A\n```look\nat: rate of ball 2\n```\n", 12, "no ball 2" },
    { "## A\n```look\nat: ground\nuntil: step >= 1\n```\n", 15, "until" },
    { "## A\n```do\nuntil: step >= x\n```\n", 14, "x" },
    { "## A\n```do\nuntil: ball 2 is settled\n```\n", 12, "no ball 2" },
    { "## A\n```predict\nchoose: best loss\n```\n", 14, "lowest" },
    { "## A\n```predict\n{}\n```\n", 14, "one of" },
    { "## A\n```predict\nchoose: lowest loss\n```\n", 12, "run" },
    { "## A\n```predict\nmark: rate of ball 1\n```\n", 14, "largest" },
    { "## A\n```predict\ndraw: curve of ball 1\nreach: 1\n```\n", 15, "reach" },
    { "## A\n```reveal\n```\n", 12, "predict" },
    { "## A\n```ask\nquestion: x\n```\n", 14, "answers" },
    { "## A\n```ask\nquestion: x\nanswers: [{text: y}]\n```\n", 15, "2" },
    { "## A\n```ask\nquestion: x\nanswers:\n - {text: y}\n - {text: z}\n```\n", 16, "because" },
    { "## A\n```run\nuntil: step >= 1\nwith:\n  window:\n    hills: {noise: much}\n```\n", 17,
      "noise" },
    { "## A\n```run\nuntil: step >= 1\nwith:\n  speed: 1\n```\n", 16, "speed" },
    { "## A\n```share\nquestion: x\nbetween: [ball 1]\nanswers: [1, 2]\n```\n", 15, "between" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (FRONT, cases[i].text, NULL);

      assert_refused (text, cases[i].line, cases[i].word);
    }
}

static void
test_refused_bytes (void)
{
  g_autofree char *text = g_strconcat (FRONT, "## A\n\xff\n", NULL);
  g_autofree char *large = g_strnfill (DH_LESSON_MAX_SIZE + 1, 'x');

  assert_refused (text, 13, "UTF-8");
  assert_refused (large, 1, "bytes");
}

/* Every beginning is a lesson or refused with a line; what is read is whole. */
static void
test_truncated (void)
{
  for (gsize size = 0; size <= strlen (whole); size++)
    {
      g_autofree char *exact = g_memdup2 (whole, MAX (size, 1));
      g_autoptr (GError) error = NULL;
      g_autoptr (DhLesson) lesson = dh_lesson_new_from_text (exact, size, "x", &error);

      g_assert_true ((lesson == NULL) == (error != NULL));
      if (error != NULL)
        g_assert_nonnull (strstr (error->message, "line "));
    }
}

static void
test_file (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL, missing = NULL;
  g_autoptr (DhLesson) lesson = NULL;
  int fd = g_file_open_tmp ("downhill-XXXXXX.lesson.md", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_assert_true (g_file_set_contents (path, whole, -1, &error));
  lesson = dh_lesson_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lesson->n_steps, ==, 6);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_null (dh_lesson_load (path, &missing));
  g_assert_error (missing, DH_ERROR, DH_ERROR_DOCUMENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/steps", test_steps);
  g_test_add_func ("/lesson/reach", test_reach);
  g_test_add_func ("/lesson/caption", test_caption);
  g_test_add_func ("/lesson/worlds", test_worlds);
  g_test_add_func ("/lesson/refused-front", test_refused_front);
  g_test_add_func ("/lesson/refused-steps", test_refused_steps);
  g_test_add_func ("/lesson/refused-bytes", test_refused_bytes);
  g_test_add_func ("/lesson/truncated", test_truncated);
  g_test_add_func ("/lesson/file", test_file);
  return g_test_run ();
}
