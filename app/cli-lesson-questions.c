/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli lesson questions`: makes instances of questions, and checks their keys.
 *
 * An instance that can't be marked, because no answer is right or every one, is not a mistake: the
 * program draws another.  A mistake is a key that a second run doesn't confirm, or that contradicts
 * theory.
 */
#include "app/cli-lesson.h"

#include "app/cli-progress.h"
#include "app/cli.h"
#include "app/installation.h"
#include "core/lesson/lesson-check.h"
#include "core/lesson/question-template.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* One file. */
typedef struct
{
  const char *name;
  GMainLoop *loop;
  GString *found;      /* by the present check: all notes */
  guint n_notes[3];    /* of each kind, by the present check */
  guint n_good, n_unusable, n_wrong;
} Questions;

static void
checked_cb (DhLessonCheck *check, const GPtrArray *notes, gpointer data)
{
  Questions *self = data;

  for (guint i = 0; i < notes->len; i++)
    {
      const DhLessonNote *note = g_ptr_array_index (notes, i);

      self->n_notes[note->kind]++;
      g_string_append_printf (self->found, "%u: %s\n", note->line, note->text);
    }
  g_main_loop_quit (self->loop);
}

/* (transfer full): what was found */
static char *
check_once (Questions *self, const DhLesson *question)
{
  g_autoptr (DhLessonCheck) check = NULL;

  self->found = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (self->n_notes); i++)
    self->n_notes[i] = 0;
  check = dh_lesson_check_new (question, dh_installation_get_faces_folder (), checked_cb, self);
  g_main_loop_run (self->loop);
  return g_string_free (self->found, FALSE);
}

static void
check_instance (Questions *self, const DhLesson *question, guint64 number)
{
  g_autofree char *first = check_once (self, question), *second = check_once (self, question);

  if (!g_str_equal (first, second) || self->n_notes[DH_NOTE_THEORY] > 0)
    {
      self->n_wrong++;
      g_print (_ ("%s, instance %" PRIu64 ":\n%s"), self->name, number, first);
    }
  else if (self->n_notes[DH_NOTE_FAULT] > 0)
    self->n_unusable++;
  else
    self->n_good++;
}

/* FALSE with an error: an instance isn't a lesson. */
static gboolean
check_template (Questions *self, const DhQuestionTemplate *template, guint n_instances,
                GError **error)
{
  const guint64 n = MIN (n_instances, dh_question_template_count (template));
  g_autoptr (DhCliProgress) progress = dh_cli_progress_new ();

  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr (DhLesson) question = dh_question_template_make (template, i, error);

      if (question == NULL)
        return FALSE;
      dh_cli_progress_update (progress, (double) i / (double) n, self->name);
      check_instance (self, question, i);
    }
  return TRUE;
}

static gboolean
check_file (const char *path, guint n_instances)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhQuestionTemplate) template = dh_question_template_load (path, &error);
  g_autofree char *name = g_filename_display_name (path);
  Questions questions = { .name = name };
  gboolean checked;

  if (template == NULL)
    {
      dh_cli_fail (error);
      return FALSE;
    }
  questions.loop = g_main_loop_new (NULL, FALSE);
  checked = check_template (&questions, template, n_instances, &error);
  g_main_loop_unref (questions.loop);
  if (!checked)
    {
      dh_cli_fail (error);
      return FALSE;
    }
  /* Translators: the file, and three counts. */
  g_print (_ ("%s: %u good, %u that can’t be asked, %u wrong\n"), name, questions.n_good,
           questions.n_unusable, questions.n_wrong);
  return questions.n_wrong == 0 && questions.n_good > 0;
}

gboolean
dh_cli_lesson_questions (char **paths, guint n_instances)
{
  gboolean good = TRUE;

  for (guint i = 0; paths[i] != NULL; i++)
    good = check_file (paths[i], n_instances) && good;
  return good;
}
