/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/lesson.h"

G_BEGIN_DECLS

/* line: of the world; text: what has no effect, without a full stop, (transfer full) */
typedef void (*DhLessonLost) (guint line, char *text, gpointer data);

/* Finds starts outside their ground and rates of grounds that no world has.  Main context. */
void dh_lesson_find_lost (const DhLesson *lesson, const char *faces_folder, DhLessonLost lost,
                          gpointer data);

G_END_DECLS
