/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the steps of a lesson have to do with each other.
 *
 * A prediction is about the next run, and a reveal shows the last prediction; a question is about
 * the last run, unless it brings a world of its own.  Whom a step speaks of must be there.
 */
#include "core/lesson/lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The numbers of the world's balls or lanes, as bits. */
static guint
get_numbers (const DhLessonWorld *world)
{
  guint numbers = 0;

  for (guint i = 0; i < world->document->n_lanes; i++)
    numbers |= 1u << world->document->lanes[i].number;
  return numbers;
}

static gboolean
check_numbers (const DhLessonReader *self, const DhLessonWorld *world, guint numbers, guint line)
{
  const guint missing = numbers & ~get_numbers (world);

  if (missing == 0)
    return TRUE;
  return dh_lesson_refuse (self, line,
                           dh_lesson_world_has_balls (world) ? _ ("there is no ball %d here")
                                                             : _ ("there is no lane %d here"),
                           g_bit_nth_lsf (missing, 0));
}

static gboolean
check_claim (const DhLessonReader *self, const DhLessonWorld *world, const DhClaim *claim,
             guint line)
{
  return claim == NULL || check_numbers (self, world, dh_claim_get_numbers (claim), line);
}

static gboolean
check_step (const DhLessonReader *self, const DhLessonStep *step)
{
  const DhLessonWorld *world = &self->lesson->worlds[step->world];
  guint numbers = 1u << step->at.number | 1u << step->between[0] | 1u << step->between[1]
                  | 1u << step->prediction.number;

  if (!check_numbers (self, world, numbers & ~1u, step->line)
      || !check_claim (self, world, step->until, step->line)
      || !check_claim (self, world, step->prediction.claim, step->line))
    return FALSE;
  for (guint i = 0; i < step->n_answers; i++)
    if (!check_claim (self, world, step->answers[i].when, step->answers[i].line))
      return FALSE;
  return TRUE;
}

static DhLessonStep *
find_run (DhLesson *lesson, guint from)
{
  for (guint i = from; i < lesson->n_steps; i++)
    if (lesson->steps[i].kind == DH_LESSON_RUN)
      return &lesson->steps[i];
  return NULL;
}

static int
find_prediction (const DhLesson *lesson, guint before)
{
  for (int i = (int) before - 1; i >= 0; i--)
    if (lesson->steps[i].kind == DH_LESSON_PREDICT)
      return i;
  return -1;
}

static gboolean
has_run_before (const DhLesson *lesson, guint step)
{
  for (guint i = 0; i < step; i++)
    if (lesson->steps[i].kind == DH_LESSON_RUN)
      return TRUE;
  return FALSE;
}

static gboolean
connect_step (DhLessonReader *self, guint index)
{
  DhLesson *lesson = self->lesson;
  DhLessonStep *step = &lesson->steps[index];
  DhLessonStep *run;
  int predicted;

  switch (step->kind)
    {
    case DH_LESSON_PREDICT:
      run = find_run (lesson, index);
      if (run == NULL)
        return dh_lesson_refuse (self, step->line, _ ("“predict” needs a “run” that follows it"));
      if (dh_lesson_world_has_balls (&lesson->worlds[run->world])
          != dh_lesson_world_has_balls (&lesson->worlds[step->world]))
        return dh_lesson_refuse (self, step->line,
                                 _ ("the “run” after “predict” must be on the page shown before"));
      step->world = run->world;
      return TRUE;
    case DH_LESSON_REVEAL:
      predicted = find_prediction (lesson, index);
      if (predicted < 0 || lesson->steps[predicted].world != step->world)
        return dh_lesson_refuse (self, step->line,
                                 _ ("“reveal” needs a “predict” and its “run” before it"));
      step->predicted = (guint) predicted;
      return TRUE;
    case DH_LESSON_ASK:
    case DH_LESSON_SHARE:
      return has_run_before (lesson, index)
             || dh_lesson_refuse (self, step->line, _ ("“%s” needs a “run” before it"),
                                  dh_lesson_kind_get_id (step->kind));
    default:
      return TRUE;
    }
}

gboolean
dh_lesson_connect (DhLessonReader *self)
{
  for (guint i = 0; i < self->lesson->n_steps; i++)
    if (!connect_step (self, i) || !check_step (self, &self->lesson->steps[i]))
      return FALSE;
  for (guint i = 0; i < self->lesson->n_worlds; i++)
    if (!check_claim (self, &self->lesson->worlds[i], self->lesson->worlds[i].until,
                      self->lesson->worlds[i].line))
      return FALSE;
  return TRUE;
}
