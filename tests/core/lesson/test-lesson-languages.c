/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lessons and questions in other languages: each language has all of them, and they differ from the
 * English ones in nothing but their sentences.  So what was measured of one holds for all.
 */
#include "core/lesson/lesson-shelf.h"

#include <math.h>
#include <string.h>

#include "core/document/document.h"

#define INSTANCES 3

static const char *
get_folder (void)
{
  return g_getenv ("DH_LESSONS");
}

/* Names in a folder, sorted: files with that ending, or folders for NULL; (transfer full) */
static GPtrArray *
list_names (const char *folder, const char *suffix)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (suffix != NULL ? g_str_has_suffix (name, suffix) : g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_clear_pointer (&dir, g_dir_close);
  return names;
}

/* The folders of languages; (transfer full) */
static GPtrArray *
list_languages (void)
{
  GPtrArray *names = list_names (get_folder (), NULL);

  for (guint i = names->len; i-- > 0;)
    {
      const char *name = g_ptr_array_index (names, i);

      if (g_str_equal (name, "questions") || g_str_equal (name, "extra"))
        g_ptr_array_remove_index (names, i);
    }
  return names;
}

/* ---- equal but for the sentences ---- */

static void
assert_same_claim (const DhClaim *a, const DhClaim *b)
{
  g_assert_cmpstr (a != NULL ? dh_claim_get_text (a) : NULL, ==,
                   b != NULL ? dh_claim_get_text (b) : NULL);
}

static void
assert_same_world (const DhLessonWorld *a, const DhLessonWorld *b)
{
  g_autofree char *first = dh_document_to_dense_text (a->document);
  g_autofree char *second = dh_document_to_dense_text (b->document);

  g_assert_cmpstr (first, ==, second);
  assert_same_claim (a->until, b->until);
}

static void
assert_same_answer (const DhAnswer *a, const DhAnswer *b)
{
  assert_same_claim (a->when, b->when);
  g_assert_cmpstr (a->theory, ==, b->theory);
  g_assert_cmpstr (b->text, !=, "");
  g_assert_cmpstr (b->reason, !=, "");
}

static void
assert_same_step (const DhLessonStep *a, const DhLessonStep *b)
{
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpuint (a->world, ==, b->world);
  g_assert_cmpint (a->at.kind, ==, b->at.kind);
  g_assert_cmpuint (a->at.number, ==, b->at.number);
  assert_same_claim (a->until, b->until);
  g_assert_cmpint (a->prediction.kind, ==, b->prediction.kind);
  g_assert_cmpint (a->prediction.ranking.measure, ==, b->prediction.ranking.measure);
  g_assert_cmpint (a->prediction.ranking.highest, ==, b->prediction.ranking.highest);
  g_assert_cmpuint (a->prediction.number, ==, b->prediction.number);
  assert_same_claim (a->prediction.claim, b->prediction.claim);
  g_assert_cmpfloat (a->prediction.reach, ==, b->prediction.reach);
  g_assert_cmpuint (a->between[0], ==, b->between[0]);
  g_assert_cmpuint (a->between[1], ==, b->between[1]);
  g_assert_cmpuint (a->n_answers, ==, b->n_answers);
  for (guint i = 0; i < a->n_answers; i++)
    assert_same_answer (&a->answers[i], &b->answers[i]);
  g_assert_cmpint (a->text != NULL && *a->text != '\0', ==, b->text != NULL && *b->text != '\0');
}

static void
assert_same_lesson (const DhLesson *a, const DhLesson *b, const char *language)
{
  g_assert_cmpstr (b->language, ==, language);
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstr (a->lesson, ==, b->lesson);
  g_assert_cmpuint (a->minutes, ==, b->minutes);
  g_assert_cmpuint (a->n_worlds, ==, b->n_worlds);
  for (guint i = 0; i < a->n_worlds; i++)
    assert_same_world (&a->worlds[i], &b->worlds[i]);
  g_assert_cmpuint (a->n_steps, ==, b->n_steps);
  for (guint i = 0; i < a->n_steps; i++)
    assert_same_step (&a->steps[i], &b->steps[i]);
}

/* ---- files ---- */

static void
check_lesson (const char *path, const char *other, const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = dh_lesson_load (path, &error);
  g_autoptr (DhLesson) translated = lesson != NULL ? dh_lesson_load (other, &error) : NULL;

  g_assert_no_error (error);
  g_test_message ("%s", other);
  assert_same_lesson (lesson, translated, language);
}

static void
check_question (const char *path, const char *other, const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhQuestionTemplate) question = dh_question_template_load (path, &error);
  g_autoptr (DhQuestionTemplate) translated = question != NULL
                                                ? dh_question_template_load (other, &error)
                                                : NULL;

  g_assert_no_error (error);
  g_test_message ("%s", other);
  g_assert_cmpuint (dh_question_template_count (question), ==,
                    dh_question_template_count (translated));
  for (guint64 i = 0; i < INSTANCES; i++)
    {
      g_autoptr (DhLesson) a = dh_question_template_make (question, i, &error);
      g_autoptr (DhLesson) b = dh_question_template_make (translated, i, &error);

      g_assert_no_error (error);
      assert_same_lesson (a, b, language);
    }
}

/* below: a folder, or NULL */
static void
check_files (const char *language, const char *below, const char *suffix,
             void (*check) (const char *path, const char *other, const char *language))
{
  const char *inside = below != NULL ? below : ".";
  g_autofree char *folder = g_build_filename (get_folder (), inside, NULL);
  g_autofree char *translated = g_build_filename (get_folder (), language, inside, NULL);
  g_autoptr (GPtrArray) names = list_names (folder, suffix);
  g_autoptr (GPtrArray) others = list_names (translated, suffix);

  g_assert_cmpuint (names->len, >, 0);
  g_assert_cmpuint (names->len, ==, others->len);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_autofree char *other = g_build_filename (translated, g_ptr_array_index (names, i), NULL);

      check (path, other, language);
    }
}

static void
test_languages (void)
{
  g_autoptr (GPtrArray) languages = list_languages ();

  for (guint i = 0; i < languages->len; i++)
    {
      const char *language = g_ptr_array_index (languages, i);

      check_files (language, NULL, DH_LESSON_SUFFIX, check_lesson);
      check_files (language, "extra", DH_LESSON_SUFFIX, check_lesson);
      check_files (language, "questions", DH_QUESTION_SUFFIX, check_question);
    }
}

/* Every language of the window has lessons. */
static void
test_complete (void)
{
  g_autofree char *path = g_build_filename (get_folder (), "..", "..", "po", "LINGUAS", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  words = g_strsplit_set (text, " \n", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *folder = g_build_filename (get_folder (), words[i], NULL);

      if (*words[i] == '\0')
        continue;
      n++;
      if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
        g_error ("There are no lessons in the language “%s”.", words[i]);
    }
  g_assert_cmpuint (n, >, 0);
}

/* The shelf takes the first of a person's languages that has a text. */
static void
test_shelf (void)
{
  g_autoptr (GPtrArray) languages = list_languages ();

  for (guint i = 0; i < languages->len; i++)
    {
      const char *const wanted[] = { "xx_YY", g_ptr_array_index (languages, i), "C", NULL };
      g_autoptr (DhLessonShelf) shelf = dh_lesson_shelf_new (get_folder (), NULL, wanted);
      g_autoptr (GPtrArray) questions = dh_lesson_shelf_list_questions (shelf, "ravine");

      g_assert_cmpuint (dh_lesson_shelf_get_n (shelf), ==, 12);
      g_assert_cmpstr (dh_lesson_shelf_get (shelf, 0)->lesson->id, ==, "step-size");
      g_assert_cmpstr (dh_lesson_shelf_get (shelf, 0)->lesson->language, ==, wanted[1]);
      g_assert_cmpuint (questions->len, >, 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson-languages/complete", test_complete);
  g_test_add_func ("/lesson-languages/same", test_languages);
  g_test_add_func ("/lesson-languages/shelf", test_shelf);
  return g_test_run ();
}
