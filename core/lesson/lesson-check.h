/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/lesson-case.h"
#include "core/lesson/lesson-key.h"

G_BEGIN_DECLS

typedef enum
{
  DH_NOTE_KEY,    /* what is right, as it was measured */
  DH_NOTE_FAULT,  /* the lesson can't be given like this: a run doesn't end, nobody can be marked */
  DH_NOTE_THEORY, /* what was measured isn't what theory says */
} DhLessonNoteKind;

/* Something that was found out about a lesson. */
typedef struct
{
  guint line;
  DhLessonNoteKind kind;
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
