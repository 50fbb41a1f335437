/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/lesson/lesson-course.h"
#include "core/lesson/lesson-shelf.h"

G_BEGIN_DECLS

/* The page on which lessons are given, one at a time, with lanes of their own.
 *
 * Signals:
 *   ::left (string)      the learner wants to be elsewhere: "free-play" or "home"
 *   ::next ()            the learner wants the next lesson
 *   ::unkept (string)    see DhLessonCourse */
#define DH_TYPE_LESSON_PAGE (dh_lesson_page_get_type ())
G_DECLARE_FINAL_TYPE (DhLessonPage, dh_lesson_page, DH, LESSON_PAGE, GtkWidget)

GtkWidget *dh_lesson_page_new (void);
/* Gives a lesson where the learner was in it, or its review of that number if that isn't 0.  Another
 * lesson that was being given ends; its place is kept.  lesson, questions, log: see
 * dh_lesson_course_new(); next: title of the lesson after it, (nullable) */
void dh_lesson_page_give (DhLessonPage *self, DhLesson *lesson, GPtrArray *questions,
                          DhLearnerLog *log, const char *faces_folder, const char *next,
                          guint review);
/* The same for a tour: nothing is asked and nothing kept, and runs begin by themselves. */
void dh_lesson_page_give_tour (DhLessonPage *self, DhLesson *lesson, const char *faces_folder);
gboolean dh_lesson_page_is_tour (DhLessonPage *self);
/* NULL: no lesson is being given; lent */
DhLessonCourse *dh_lesson_page_get_course (DhLessonPage *self);
/* Ends the lesson, with its training. */
void dh_lesson_page_end (DhLessonPage *self);
/* Whether what a step speaks of is shown alone, for an audience. */
void dh_lesson_page_set_presenting (DhLessonPage *self, gboolean presenting);

G_END_DECLS
