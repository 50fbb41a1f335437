/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lessons.  One that can be read has steps with titles, and whomever it names is there; else there is
 * one sentence with a line.
 */
#include <stdint.h>
#include <string.h>

#include "core/lesson/lesson.h"

static void
check_step (const DhLesson *lesson, const DhLessonStep *step)
{
  g_assert_nonnull (step->title);
  g_assert_nonnull (step->text);
  g_assert_true (g_utf8_validate (step->text, -1, NULL));
  g_assert_cmpuint (step->world, <, lesson->n_worlds);
  g_assert_cmpuint (step->predicted, <, lesson->n_steps);
  for (guint i = 0; i < step->n_answers; i++)
    g_assert_true (step->answers[i].text != NULL && step->answers[i].reason != NULL
                   && step->answers[i].when != NULL);
  if (step->kind == DH_LESSON_RUN)
    g_assert_nonnull (lesson->worlds[step->world].until);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = dh_lesson_new_from_text ((const char *) data, size, "fuzz", &error);

  if (lesson != NULL)
    {
      g_assert_no_error (error);
      for (guint i = 0; i < lesson->n_steps; i++)
        check_step (lesson, &lesson->steps[i]);
      return 0;
    }
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_nonnull (strstr (error->message, "line "));
  return 0;
}
