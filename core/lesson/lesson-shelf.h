/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/question-template.h"

G_BEGIN_DECLS

/* A lesson's file. */
typedef struct
{
  char *path;
  DhLesson *lesson; /* NULL: it can't be read … */
  char *problem;    /* … and why, in a sentence with the line */
} DhShelfEntry;

/* The lessons that can be chosen: those that come with the program, in their order, then the
 * person's own by title.  Read once; main context. */
typedef struct _DhLessonShelf DhLessonShelf;

/* folder: has the bundled lessons, their questions in a folder of that name below, and a folder with
 * translations of both for each language.  own: the person's; (nullable), and needn't be there.
 * languages: such as g_get_language_names(): the first one in which there is a text wins; texts right
 * in the folder are in English. */
DhLessonShelf *dh_lesson_shelf_new (const char *folder, const char *own,
                                    const char *const *languages);
void dh_lesson_shelf_free (DhLessonShelf *self);
/* Usual folder of a person's own lessons; (transfer full) */
char *dh_lesson_shelf_dup_own_folder (void);

guint dh_lesson_shelf_get_n (const DhLessonShelf *self);
const DhShelfEntry *dh_lesson_shelf_get (const DhLessonShelf *self, guint index);
/* NULL: there is none; lent */
const DhShelfEntry *dh_lesson_shelf_find (const DhLessonShelf *self, const char *id);
/* The file of that name among those that aren't lessons to choose, in the folder "extra", in the first
 * language that has it; NULL: there is none; (transfer full) */
char *dh_lesson_shelf_dup_path (const DhLessonShelf *self, const char *name);
/* Of DhQuestionTemplate: those that belong to the lesson, in the same order in every language; (transfer
 * container) */
GPtrArray *dh_lesson_shelf_list_questions (DhLessonShelf *self, const char *lesson);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLessonShelf, dh_lesson_shelf_free)

G_END_DECLS
