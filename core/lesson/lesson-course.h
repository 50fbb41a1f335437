/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/learner-log.h"
#include "core/lesson/lesson-player.h"
#include "core/lesson/question-template.h"

G_BEGIN_DECLS

/* The parts of a lesson as it is given. */
typedef enum
{
  DH_STAGE_OPENING, /* a question, answered without being told what is right */
  DH_STAGE_LESSON,
  DH_STAGE_CLOSING, /* the same question with other numbers */
  DH_STAGE_REVIEW,  /* a question, days later; in place of the others */
  DH_STAGE_SUMMARY, /* nothing more to do */
} DhCourseStage;

/* Gives a lesson from its opening question to its summary, and keeps what the learner does.  Main
 * context.
 *
 * Signals:
 *   ::player ()           there is another player, or none while a question is being chosen
 *   ::changed ()          of the player, or the stage
 *   ::show (DhDocumentView *)     see DhLessonPlayer
 *   ::unkept (string)     what the learner does can't be kept, and why; once */
#define DH_TYPE_LESSON_COURSE (dh_lesson_course_get_type ())
G_DECLARE_FINAL_TYPE (DhLessonCourse, dh_lesson_course, DH, LESSON_COURSE, GObject)

/* lesson: (transfer full).  questions: of DhQuestionTemplate, which must outlive the course; none: the
 * lesson is given without them.  log: (nullable), must outlive it.  seed: of what is drawn by lot.
 * Nothing begins before dh_lesson_course_start(). */
DhLessonCourse *dh_lesson_course_new (DhLesson *lesson, GPtrArray *questions, DhLearnerLog *log,
                                      DhSession *session, DhRace *race, const char *faces_folder,
                                      guint32 seed);
/* Begins where the learner was; or the review of that number. */
void dh_lesson_course_start (DhLessonCourse *self);
void dh_lesson_course_start_review (DhLessonCourse *self, guint review);

const DhLesson *dh_lesson_course_get_lesson (DhLessonCourse *self);
DhCourseStage dh_lesson_course_get_stage (DhLessonCourse *self);
/* NULL: at the end, or while a question is being chosen; lent */
DhLessonPlayer *dh_lesson_course_get_player (DhLessonCourse *self);

/* The next step, or the next stage. */
void dh_lesson_course_go_on (DhLessonCourse *self);
void dh_lesson_course_go_back (DhLessonCourse *self);
gboolean dh_lesson_course_can_go_back (DhLessonCourse *self);
/* What was reached in the questions before and after; NaN: not asked */
double dh_lesson_course_get_score (DhLessonCourse *self, DhCourseStage stage);

G_END_DECLS
