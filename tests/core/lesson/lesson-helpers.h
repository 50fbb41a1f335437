/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests that play the bundled lessons.
 */
#pragma once

#include "core/lesson/lesson.h"

/* Whether it needs no training, which takes half a minute each time. */
static inline gboolean
has_only_balls (const DhLesson *lesson)
{
  for (guint i = 0; i < lesson->n_worlds; i++)
    if (!dh_lesson_world_has_balls (&lesson->worlds[i]))
      return FALSE;
  return TRUE;
}
