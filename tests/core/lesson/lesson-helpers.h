/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests that play the bundled lessons.
 */
#pragma once

#include <string.h>

#include "core/lesson/lesson-player.h"

/* Whether it needs no training, which takes half a minute each time. */
static inline gboolean
has_only_balls (const DhLesson *lesson)
{
  for (guint i = 0; i < lesson->n_worlds; i++)
    if (!dh_lesson_world_has_balls (&lesson->worlds[i]))
      return FALSE;
  return TRUE;
}

/* What a bundled lesson asks to be done.  FALSE: of such a lesson, nothing is known here. */
static inline gboolean
do_deed (DhLessonPlayer *player, DhSession *session, DhRace *race)
{
  static const struct
  {
    const char *lesson;
    guint number; /* of the ball whose rate is set; 0: the balls are dropped */
    double rate, place[2];
  } deeds[] = {
    { .lesson = "step-size", .number = 4, .rate = .5 },
    { .lesson = "bumpy", .number = 3, .rate = .02 },
    { .lesson = "stuck", .place = { 2, -1 } },
  };
  const char *id = dh_lesson_player_get_lesson (player)->id;

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      g_autoptr (DhLane) lane = NULL;

      if (strcmp (deeds[i].lesson, id) != 0)
        continue;
      if (deeds[i].number == 0)
        {
          dh_lesson_player_drop (player, deeds[i].place);
          return TRUE;
        }
      lane = dh_session_find_lane (session, deeds[i].number);
      dh_lane_set_ball_rate_on (lane, dh_race_get_ground (race), deeds[i].rate);
      return TRUE;
    }
  return FALSE;
}
