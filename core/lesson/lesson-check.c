/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking a lesson by playing it: whether every run ends, and whether every question can be marked.
 */
#include "core/lesson/lesson-check.h"

#include "core/lesson/lesson-lost.h"
#include "core/lesson/theory.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _DhLessonCheck
{
  const DhLesson *lesson;
  char *faces_folder;
  DhLessonChecked checked;
  gpointer data;
  guint world; /* that is being run */
  guint step;  /* whose key is being made */
  DhLessonCase *run;
  guint source;
  GPtrArray *notes;
};

static void
note_free (gpointer data)
{
  g_free (((DhLessonNote *) data)->text);
  g_free (data);
}

/* Takes the text. */
static void
add_note (DhLessonCheck *self, guint line, DhLessonNoteKind kind, char *text)
{
  DhLessonNote *note = g_new (DhLessonNote, 1);

  *note = (DhLessonNote) { line, kind, text };
  g_ptr_array_add (self->notes, note);
}

static int
compare_notes (gconstpointer a, gconstpointer b)
{
  const DhLessonNote *first = *(DhLessonNote *const *) a, *second = *(DhLessonNote *const *) b;

  return first->line < second->line ? -1 : first->line > second->line;
}

/* Whether what was measured is what theory says. */
static void
check_theory (DhLessonCheck *self, const DhLessonStep *step, const DhLessonKey *key)
{
  for (guint i = 0; i < step->n_answers; i++)
    {
      const DhAnswer *answer = &step->answers[i];
      gboolean holds, measured = (key->right & 1u << i) != 0;
      g_autoptr (GError) error = NULL;

      if (answer->theory == NULL)
        continue;
      if (!dh_theory_judge (answer->theory, &holds, &error))
        add_note (self, answer->line, DH_NOTE_FAULT, g_strdup (error->message));
      else if (holds != measured)
        add_note (self, answer->line, DH_NOTE_THEORY,
                  g_strdup_printf (measured ? _ ("this was measured, but “%s” isn’t true")
                                            : _ ("this wasn’t measured, but “%s” is true"),
                                   answer->theory));
    }
}

static void
note_key (DhLessonCheck *self, const DhLessonStep *step, const DhLessonKey *key)
{
  char *fault = dh_lesson_key_find_fault (key, step);

  add_note (self, step->line, DH_NOTE_KEY,
            dh_lesson_key_describe (key, step, dh_lesson_case_get_end (self->run)));
  if (fault != NULL)
    add_note (self, step->line, DH_NOTE_FAULT, fault);
  check_theory (self, step, key);
}

static void go_on (DhLessonCheck *self);

static void
found_cb (DhLessonCase *run, double found, gpointer data)
{
  DhLessonCheck *self = data;
  const DhLessonStep *step = &self->lesson->steps[self->step];
  DhLessonKey key = dh_lesson_key_make (step, dh_lesson_case_get_end (run));

  key.rate = found;
  note_key (self, step, &key);
  self->step++;
  go_on (self);
}

/* The keys of the world that has been run; FALSE: a search goes on. */
static gboolean
make_keys (DhLessonCheck *self)
{
  for (; self->step < self->lesson->n_steps; self->step++)
    {
      const DhLessonStep *step = &self->lesson->steps[self->step];
      DhLessonKey key;

      if (step->world != self->world || !dh_lesson_step_has_key (step))
        continue;
      if (step->kind == DH_LESSON_PREDICT && step->prediction.kind == DH_PREDICT_RATE)
        {
          dh_lesson_case_find_rate (self->run, step->prediction.number, step->prediction.claim,
                                    found_cb, self);
          return FALSE;
        }
      key = dh_lesson_key_make (step, dh_lesson_case_get_end (self->run));
      note_key (self, step, &key);
    }
  return TRUE;
}

/* Not from inside of the case that is freed. */
static gboolean
next_cb (gpointer data)
{
  DhLessonCheck *self = data;

  self->source = 0;
  g_clear_pointer (&self->run, dh_lesson_case_free);
  self->world++;
  self->step = 0;
  go_on (self);
  return G_SOURCE_REMOVE;
}

static void
ended_cb (DhLessonCase *run, gpointer data)
{
  DhLessonCheck *self = data;
  const char *problem = dh_lesson_case_get_problem (run);

  if (problem != NULL)
    add_note (self, self->lesson->worlds[self->world].line, DH_NOTE_FAULT, g_strdup (problem));
  if (dh_lesson_case_get_end (run) == NULL)
    self->step = self->lesson->n_steps;
  go_on (self);
}

/* Runs the next world, or makes the keys of the one that has been run. */
static void
go_on (DhLessonCheck *self)
{
  if (self->run != NULL)
    {
      if (make_keys (self))
        self->source = g_idle_add (next_cb, self);
      return;
    }
  while (self->world < self->lesson->n_worlds
         && self->lesson->worlds[self->world].until == NULL)
    self->world++;
  if (self->world < self->lesson->n_worlds)
    {
      self->run = dh_lesson_case_new (&self->lesson->worlds[self->world], self->faces_folder,
                                      ended_cb, self);
      return;
    }
  g_ptr_array_sort (self->notes, compare_notes);
  self->checked (self, self->notes, self->data);
}

static void
lost_cb (guint line, char *text, gpointer data)
{
  add_note (data, line, DH_NOTE_FAULT, text);
}

static gboolean
start_cb (gpointer data)
{
  DhLessonCheck *self = data;

  self->source = 0;
  dh_lesson_find_lost (self->lesson, self->faces_folder, lost_cb, self);
  go_on (self);
  return G_SOURCE_REMOVE;
}

DhLessonCheck *
dh_lesson_check_new (const DhLesson *lesson, const char *faces_folder, DhLessonChecked checked,
                     gpointer data)
{
  DhLessonCheck *self = g_new0 (DhLessonCheck, 1);

  self->lesson = lesson;
  self->faces_folder = g_strdup (faces_folder);
  self->checked = checked;
  self->data = data;
  self->notes = g_ptr_array_new_with_free_func (note_free);
  self->source = g_idle_add (start_cb, self);
  return self;
}

void
dh_lesson_check_free (DhLessonCheck *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->run, dh_lesson_case_free);
  g_ptr_array_unref (self->notes);
  g_free (self->faces_folder);
  g_free (self);
}

double
dh_lesson_check_get_progress (const DhLessonCheck *self)
{
  const double share = self->run != NULL ? dh_lesson_case_get_progress (self->run) : 0;

  return MIN ((self->world + share) / self->lesson->n_worlds, 1);
}
