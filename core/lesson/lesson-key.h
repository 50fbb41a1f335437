/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/lesson.h"

G_BEGIN_DECLS

/* Where the first two are closer than this share of the larger value, none of them counts as first. */
#define DH_KEY_LEAST_MARGIN 0.02
/* A marked rate is right within this factor, a marked place within this share of the ground's width. */
#define DH_KEY_RATE_FACTOR 1.5
#define DH_KEY_PLACE_SHARE 0.1

/* What is right, as it was measured. */
typedef struct
{
  guint right;      /* of a question: bit i for answer i */
  guint number;     /* of a choice: the first */
  guint runner_up;  /* 0: there is no other */
  double margin;    /* between these two; see dh_ranking_pick() */
  double place[2];  /* of a place */
  double rate;      /* of a rate; NaN: not looked for, or there is none */
} DhLessonKey;

/* Whether the step asks something that has a right answer. */
gboolean dh_lesson_step_has_key (const DhLessonStep *step);
/* step: of PREDICT, ASK, SHARE or TRANSFER; end: of its world.  A rate needs a search of its own:
 * dh_lesson_case_find_rate(). */
DhLessonKey dh_lesson_key_make (const DhLessonStep *step, const DhObservation *end);
/* Why nobody could be marked by this key, as half a sentence: the claim is never true, or two are
 * too close.  NULL: it can be used.  (transfer full) */
char *dh_lesson_key_find_fault (const DhLessonKey *self, const DhLessonStep *step);
/* The key in words, for teachers: “ball 2, before ball 3 by 40 %”.  (transfer full) */
char *dh_lesson_key_describe (const DhLessonKey *self, const DhLessonStep *step,
                              const DhObservation *end);

/* Whether what was predicted is right.  width: the ground's, for a place. */
gboolean dh_lesson_key_is_rate_right (const DhLessonKey *self, double rate);
gboolean dh_lesson_key_is_place_right (const DhLessonKey *self, const double place[2],
                                       double width);

G_END_DECLS
