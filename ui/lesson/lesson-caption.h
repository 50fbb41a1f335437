/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/lesson/lesson-course.h"

G_BEGIN_DECLS

/* What the course says in the present step, and the buttons to go on and back.
 *
 * Signals:
 *   ::next-lesson ()   the learner has finished, and wants the next one
 *   ::home ()          … or to choose another one */
#define DH_TYPE_LESSON_CAPTION (dh_lesson_caption_get_type ())
G_DECLARE_FINAL_TYPE (DhLessonCaption, dh_lesson_caption, DH, LESSON_CAPTION, GtkWidget)

/* next: title of the lesson after this one; (nullable) */
GtkWidget *dh_lesson_caption_new (DhLessonCourse *course, DhRace *race, const char *next);
/* The course has changed. */
void dh_lesson_caption_update (DhLessonCaption *self);
/* As if its button were pressed. */
void dh_lesson_caption_go_on (DhLessonCaption *self);
/* Puts the focus on the button that goes on, or on what is to be done before. */
void dh_lesson_caption_take_focus (DhLessonCaption *self);

G_END_DECLS
