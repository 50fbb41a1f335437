/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/fields.h"
#include "core/lesson/lesson.h"

G_BEGIN_DECLS

/* A lesson while it is being read.  Field readers' document. */
typedef struct
{
  DhLesson *lesson;
  const char *name; /* of the file */
  gboolean is_question;
  GError **error;
  DhJsonText *front;  /* the front matter … */
  JsonNode *recipe;   /* … and its recipe */
  GPtrArray *texts;   /* DhJsonText: the blocks', which worlds' errors refer to */
} DhLessonReader;

/* A lesson's world from the recipe with changes: an object of the text; NULL: none.  −1 with an
 * error; else its index. */
int dh_lesson_add_world (DhLessonReader *self, DhJsonText *text, JsonNode *changes, guint line);
/* Fills the step from the text of its fenced block, whose first line that is. */
gboolean dh_lesson_read_block (DhLessonReader *self, DhLessonStep *step, const char *text,
                               guint line);
/* After all steps: connects predictions with their runs, and checks that all claims speak of what
 * there is. */
gboolean dh_lesson_connect (DhLessonReader *self);
/* Always FALSE, with an error; text: without a full stop. */
G_GNUC_PRINTF (3, 4)
gboolean dh_lesson_refuse (const DhLessonReader *self, guint line, const char *format, ...);

G_END_DECLS
