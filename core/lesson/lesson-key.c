/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys: what is right, from the end of a hidden run.
 */
#include "core/lesson/lesson-key.h"

#include <glib/gi18n-lib.h>
#include <math.h>

gboolean
dh_lesson_step_has_key (const DhLessonStep *step)
{
  return step->kind == DH_LESSON_PREDICT || step->n_answers > 0;
}

DhLessonKey
dh_lesson_key_make (const DhLessonStep *step, const DhObservation *end)
{
  DhLessonKey self = { .rate = NAN, .margin = NAN, .place = { NAN, NAN } };
  const DhObserved *observed = dh_observation_find (end, step->prediction.number);

  for (guint i = 0; i < step->n_answers; i++)
    if (dh_claim_holds (step->answers[i].when, end))
      self.right |= 1u << i;
  if (step->kind == DH_LESSON_PREDICT && step->prediction.kind == DH_PREDICT_CHOICE)
    self.number = dh_ranking_pick (&step->prediction.ranking, end, &self.runner_up, &self.margin);
  if (observed != NULL)
    {
      self.place[0] = observed->values[DH_MEASURE_X];
      self.place[1] = observed->values[DH_MEASURE_Y];
    }
  return self;
}

static char *
find_choice_fault (const DhLessonKey *self)
{
  if (self->number == 0)
    return g_strdup (_ ("nothing was measured to choose by"));
  if (self->runner_up == 0)
    return g_strdup (_ ("there is nothing to choose from"));
  /* NaN: the next one has no value */
  if (self->margin < DH_KEY_LEAST_MARGIN)
    return g_strdup_printf (_ ("numbers %u and %u are too close: they differ by %.1f %%"),
                            self->number, self->runner_up, 100 * self->margin);
  return NULL;
}

static char *
find_question_fault (const DhLessonKey *self, const DhLessonStep *step)
{
  if (self->right == 0)
    return g_strdup (_ ("no answer is right here"));
  if (self->right == (1u << step->n_answers) - 1)
    return g_strdup (_ ("every answer is right here"));
  return NULL;
}

char *
dh_lesson_key_find_fault (const DhLessonKey *self, const DhLessonStep *step)
{
  if (step->kind != DH_LESSON_PREDICT)
    return find_question_fault (self, step);
  switch (step->prediction.kind)
    {
    case DH_PREDICT_CHOICE:
      return find_choice_fault (self);
    case DH_PREDICT_RATE:
      return isnan (self->rate) ? g_strdup (_ ("there is no rate at which the claim holds")) : NULL;
    case DH_PREDICT_PLACE:
      return isfinite (self->place[0]) ? NULL : g_strdup (_ ("the ball ends nowhere"));
    default:
      return NULL;
    }
}

static void
add_value (GString *text, const DhLessonStep *step, const DhObservation *end, guint number)
{
  const DhObserved *observed = dh_observation_find (end, number);
  const DhMeasure measure = step->prediction.ranking.measure;

  g_string_append_printf (text, "%s %u (%s %.4g)", end->balls ? "ball" : "lane", number,
                          dh_measure_get_id (measure), observed->values[measure]);
}

char *
dh_lesson_key_describe (const DhLessonKey *self, const DhLessonStep *step, const DhObservation *end)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < step->n_answers; i++)
    if (self->right & 1u << i)
      g_string_append_printf (text, "%s%u: %s", text->len > 0 ? "; " : "", i + 1,
                              step->answers[i].text);
  if (step->kind != DH_LESSON_PREDICT)
    return g_string_free (text, FALSE);
  if (step->prediction.kind == DH_PREDICT_CHOICE && self->number > 0)
    {
      add_value (text, step, end, self->number);
      if (self->runner_up > 0)
        {
          g_string_append (text, ", ");
          add_value (text, step, end, self->runner_up);
        }
    }
  else if (step->prediction.kind == DH_PREDICT_RATE)
    g_string_append_printf (text, "%.3g", self->rate);
  else if (step->prediction.kind == DH_PREDICT_PLACE)
    g_string_append_printf (text, "%.3g, %.3g", self->place[0], self->place[1]);
  else
    {
      const DhObserved *observed = dh_observation_find (end, step->prediction.number);

      g_string_append_printf (text, "%.4g → %.4g",
                              g_array_index (observed->curve, double, 0),
                              observed->values[DH_MEASURE_LOSS]);
    }
  return g_string_free (text, FALSE);
}

gboolean
dh_lesson_key_is_rate_right (const DhLessonKey *self, double rate)
{
  return rate > 0 && fabs (log (rate / self->rate)) <= log (DH_KEY_RATE_FACTOR);
}

gboolean
dh_lesson_key_is_place_right (const DhLessonKey *self, const double place[2], double width)
{
  return hypot (place[0] - self->place[0], place[1] - self->place[1])
         <= DH_KEY_PLACE_SHARE * width;
}
