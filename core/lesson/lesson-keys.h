/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/lesson-case.h"
#include "core/lesson/lesson-key.h"

G_BEGIN_DECLS

/* Measures what is right in a lesson, world after world, while the learner reads.  A part of the
 * player.  Main context. */
typedef struct _DhLessonKeys DhLessonKeys;

/* More is known; not from inside a call. */
typedef void (*DhLessonKeysChanged) (gpointer data);

/* lesson: must outlive the keys. */
DhLessonKeys *dh_lesson_keys_new (const DhLesson *lesson, const char *faces_folder,
                                  DhLessonKeysChanged changed, gpointer data);
void dh_lesson_keys_free (DhLessonKeys *self);

/* What is asked from this step on is measured first.  with_lanes: trainings, too, of which the
 * learner sees nothing; those that a step of the lesson runs are never hidden. */
void dh_lesson_keys_want (DhLessonKeys *self, guint step, gboolean with_lanes);
/* The end of a run that was shown, of a world that wasn't changed by hand.  end: (transfer full) */
void dh_lesson_keys_put_end (DhLessonKeys *self, guint world, DhObservation *end);

/* NULL: not known, or it can't be; lent */
const DhObservation *dh_lesson_keys_get_end (DhLessonKeys *self, guint world);
const DhLessonKey *dh_lesson_keys_get_key (DhLessonKeys *self, guint step);
/* Why the world couldn't be run; NULL: it could, or hasn't been; lent */
const char *dh_lesson_keys_get_problem (DhLessonKeys *self, guint world);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLessonKeys, dh_lesson_keys_free)

G_END_DECLS
