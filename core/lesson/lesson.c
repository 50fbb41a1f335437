/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson: steps, and the worlds that they show.
 */
#include "core/lesson/lesson.h"

#include <string.h>

static const char *const kinds[] = {
  [DH_LESSON_TELL] = "tell",         [DH_LESSON_LOOK] = "look",     [DH_LESSON_DO] = "do",
  [DH_LESSON_PREDICT] = "predict",   [DH_LESSON_RUN] = "run",       [DH_LESSON_REVEAL] = "reveal",
  [DH_LESSON_ASK] = "ask",           [DH_LESSON_SHARE] = "share",
  [DH_LESSON_TRANSFER] = "transfer",
};

const char *
dh_lesson_kind_get_id (DhLessonKind kind)
{
  return kinds[kind];
}

gboolean
dh_lesson_world_has_balls (const DhLessonWorld *self)
{
  return strcmp (self->document->view.page, "hills") == 0;
}

static void
clear_step (DhLessonStep *step)
{
  g_free (step->title);
  g_free (step->text);
  g_free (step->question);
  g_clear_pointer (&step->until, dh_claim_free);
  g_clear_pointer (&step->prediction.claim, dh_claim_free);
  for (guint i = 0; i < step->n_answers; i++)
    {
      g_free (step->answers[i].text);
      g_free (step->answers[i].reason);
      g_free (step->answers[i].theory);
      g_clear_pointer (&step->answers[i].when, dh_claim_free);
    }
}

DhLesson *
dh_lesson_ref (DhLesson *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
dh_lesson_unref (DhLesson *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  for (guint i = 0; i < self->n_worlds; i++)
    {
      g_clear_pointer (&self->worlds[i].document, dh_document_free);
      g_clear_pointer (&self->worlds[i].until, dh_claim_free);
    }
  for (guint i = 0; i < self->n_steps; i++)
    clear_step (&self->steps[i]);
  g_free (self->id);
  g_free (self->title);
  g_free (self->summary);
  g_free (self->language);
  g_free (self->lesson);
  g_free (self);
}
