/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/lesson-case.h"
#include "core/lesson/lesson-key.h"

G_BEGIN_DECLS

/* Something that was found out about a lesson. */
typedef struct
{
  guint line;
  gboolean is_fault; /* the lesson can't be given like this; else a measured key */
  char *text;
} DhLessonNote;

/* Plays a lesson through without a window: runs all its worlds, one after the other, and makes all
 * keys.  Main context. */
typedef struct _DhLessonCheck DhLessonCheck;

/* notes: of DhLessonNote, in the order of the lines; lent.  May free the check. */
typedef void (*DhLessonChecked) (DhLessonCheck *self, const GPtrArray *notes, gpointer data);

/* lesson: must outlive the check.  Starts at once. */
DhLessonCheck *dh_lesson_check_new (const DhLesson *lesson, const char *faces_folder,
                                    DhLessonChecked checked, gpointer data);
void dh_lesson_check_free (DhLessonCheck *self);
/* 0 … 1, a guess */
double dh_lesson_check_get_progress (const DhLessonCheck *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLessonCheck, dh_lesson_check_free)

G_END_DECLS
