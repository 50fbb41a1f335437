/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/lesson/lesson.h"

G_BEGIN_DECLS

/* A small picture of what a lesson is about: its ground with the ways of its balls, or faces with the
 * numbers of its lanes.  Made when it is shown first, from the lesson itself.
 *
 * Signal ::described (): it has words, once it has been made */
#define DH_TYPE_LESSON_PICTURE (dh_lesson_picture_get_type ())
G_DECLARE_FINAL_TYPE (DhLessonPicture, dh_lesson_picture, DH, LESSON_PICTURE, GtkWidget)

GtkWidget *dh_lesson_picture_new (DhLesson *lesson, const char *faces_folder);
/* The picture in words, for screen readers; NULL before ::described (); lent */
const char *dh_lesson_picture_get_words (DhLessonPicture *self);

G_END_DECLS
