/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/lesson.h"

G_BEGIN_DECLS

/* A question with numbers left open: a lesson's text whose front matter says what may stand for each
 * $(name) in it.  Immutable. */
typedef struct _DhQuestionTemplate DhQuestionTemplate;

/* See data/lessons/README.md.  NULL with DH_ERROR_DOCUMENT: a sentence with the line.  (transfer
 * full) */
DhQuestionTemplate *dh_question_template_new (const char *text, gsize size, const char *name,
                                              GError **error);
DhQuestionTemplate *dh_question_template_load (const char *path, GError **error);
void dh_question_template_free (DhQuestionTemplate *self);

/* Its own id, and that of its lesson; the latter (nullable) */
const char *dh_question_template_get_id (const DhQuestionTemplate *self);
const char *dh_question_template_get_lesson (const DhQuestionTemplate *self);
/* The number of different instances. */
guint64 dh_question_template_count (const DhQuestionTemplate *self);
/* The instance of that number, from 0: a lesson of one TRANSFER.  Numbers are shuffled: those that
 * follow each other differ in more than one value.  NULL with an error: the text isn't a lesson with
 * these values.  Main context.  (transfer full) */
DhLesson *dh_question_template_make (const DhQuestionTemplate *self, guint64 number, GError **error);

/* The end of a template's file name. */
#define DH_QUESTION_SUFFIX ".question.md"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhQuestionTemplate, dh_question_template_free)

G_END_DECLS
