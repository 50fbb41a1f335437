/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of a lesson that is being played.
 *
 * Balls cost milliseconds, so their worlds are run hidden, one after the other, before they are
 * asked about.  A training that the learner watches anyway isn't run twice: the same core with the
 * same seed would only show the same again, on half of the processor.
 */
#include "core/lesson/lesson-keys.h"

typedef struct
{
  DhLessonCase *run;       /* hidden; or NULL */
  DhObservation *end;      /* of a shown run; or NULL */
  gboolean begun, settled; /* asked for; nothing more will become known */
} World;

struct _DhLessonKeys
{
  const DhLesson *lesson;
  char *faces_folder;
  DhLessonKeysChanged changed;
  gpointer data;
  World *worlds; /* n_worlds */
  DhLessonKey keys[DH_LESSON_MAX_STEPS];
  gboolean has_key[DH_LESSON_MAX_STEPS];
  guint from; /* the step from which on keys are wanted first */
  gboolean with_lanes;
  int current; /* the world that is being measured; −1: none */
  guint step;  /* of its keys, the next one */
  guint source;
};

/* Lanes that a step of the lesson trains on the screen. */
static gboolean
is_shown (const DhLessonKeys *self, guint world)
{
  if (dh_lesson_world_has_balls (&self->lesson->worlds[world]))
    return FALSE;
  for (guint i = 0; i < self->lesson->n_steps; i++)
    if (self->lesson->steps[i].kind == DH_LESSON_RUN && self->lesson->steps[i].world == world)
      return TRUE;
  return FALSE;
}

static gboolean
can_measure (const DhLessonKeys *self, guint world)
{
  return self->lesson->worlds[world].until != NULL && !self->worlds[world].begun
         && !is_shown (self, world)
         && (self->with_lanes || dh_lesson_world_has_balls (&self->lesson->worlds[world]));
}

/* −1: none.  First what is asked next, then what was passed over. */
static int
find_next (const DhLessonKeys *self)
{
  for (guint n = 0; n < self->lesson->n_steps; n++)
    {
      const DhLessonStep *step = &self->lesson->steps[(self->from + n) % self->lesson->n_steps];

      if ((dh_lesson_step_has_key (step) || step->kind == DH_LESSON_RUN)
          && can_measure (self, step->world))
        return (int) step->world;
    }
  return -1;
}

const DhObservation *
dh_lesson_keys_get_end (DhLessonKeys *self, guint world)
{
  const World *measured = &self->worlds[world];

  if (measured->end != NULL)
    return measured->end;
  return measured->run != NULL ? dh_lesson_case_get_end (measured->run) : NULL;
}

static gboolean go_on_cb (gpointer data);

static void
schedule (DhLessonKeys *self)
{
  if (self->source == 0)
    self->source = g_idle_add (go_on_cb, self);
}

static void
put_key (DhLessonKeys *self, guint step, DhLessonKey key)
{
  self->keys[step] = key;
  self->has_key[step] = TRUE;
}

static void
found_cb (DhLessonCase *run, double found, gpointer data)
{
  DhLessonKeys *self = data;
  DhLessonKey key = dh_lesson_key_make (&self->lesson->steps[self->step],
                                        dh_lesson_case_get_end (run));

  key.rate = found;
  put_key (self, self->step, key);
  self->step++;
  schedule (self);
}

/* FALSE: a search goes on. */
static gboolean
make_keys (DhLessonKeys *self, guint world)
{
  const DhObservation *end = dh_lesson_keys_get_end (self, world);

  for (; end != NULL && self->step < self->lesson->n_steps; self->step++)
    {
      const DhLessonStep *step = &self->lesson->steps[self->step];

      if (step->world != world || !dh_lesson_step_has_key (step))
        continue;
      if (step->kind == DH_LESSON_PREDICT && step->prediction.kind == DH_PREDICT_RATE)
        {
          dh_lesson_case_find_rate (self->worlds[world].run, step->prediction.number,
                                    step->prediction.claim, found_cb, self);
          return FALSE;
        }
      put_key (self, self->step, dh_lesson_key_make (step, end));
    }
  return TRUE;
}

static void
ended_cb (DhLessonCase *run, gpointer data)
{
  schedule (data);
}

static void
begin (DhLessonKeys *self, int world)
{
  self->current = world;
  self->step = 0;
  if (world < 0)
    return;
  self->worlds[world].begun = TRUE;
  self->worlds[world].run = dh_lesson_case_new (&self->lesson->worlds[world], self->faces_folder,
                                                ended_cb, self);
}

static gboolean
go_on_cb (gpointer data)
{
  DhLessonKeys *self = data;

  self->source = 0;
  if (self->current >= 0)
    {
      if (!make_keys (self, (guint) self->current))
        return G_SOURCE_REMOVE;
      self->worlds[self->current].settled = TRUE;
    }
  begin (self, find_next (self));
  self->changed (self->data);
  return G_SOURCE_REMOVE;
}

void
dh_lesson_keys_want (DhLessonKeys *self, guint step, gboolean with_lanes)
{
  self->from = step;
  self->with_lanes = with_lanes;
  if (self->current < 0)
    schedule (self);
}

void
dh_lesson_keys_put_end (DhLessonKeys *self, guint world, DhObservation *end)
{
  World *measured = &self->worlds[world];

  g_return_if_fail (measured->run == NULL);
  g_clear_pointer (&measured->end, dh_observation_free);
  measured->end = end;
  measured->begun = measured->settled = TRUE;
  for (guint i = 0; i < self->lesson->n_steps; i++)
    if (self->lesson->steps[i].world == world && dh_lesson_step_has_key (&self->lesson->steps[i]))
      put_key (self, i, dh_lesson_key_make (&self->lesson->steps[i], end));
}

const DhLessonKey *
dh_lesson_keys_get_key (DhLessonKeys *self, guint step)
{
  return self->has_key[step] ? &self->keys[step] : NULL;
}

const char *
dh_lesson_keys_get_problem (DhLessonKeys *self, guint world)
{
  const World *measured = &self->worlds[world];

  return measured->settled && measured->run != NULL ? dh_lesson_case_get_problem (measured->run)
                                                    : NULL;
}

DhLessonKeys *
dh_lesson_keys_new (const DhLesson *lesson, const char *faces_folder, DhLessonKeysChanged changed,
                    gpointer data)
{
  DhLessonKeys *self = g_new0 (DhLessonKeys, 1);

  self->lesson = lesson;
  self->faces_folder = g_strdup (faces_folder);
  self->changed = changed;
  self->data = data;
  self->worlds = g_new0 (World, lesson->n_worlds);
  self->current = -1;
  return self;
}

void
dh_lesson_keys_free (DhLessonKeys *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  for (guint i = 0; i < self->lesson->n_worlds; i++)
    {
      dh_lesson_case_free (self->worlds[i].run);
      g_clear_pointer (&self->worlds[i].end, dh_observation_free);
    }
  g_free (self->worlds);
  g_free (self->faces_folder);
  g_free (self);
}
