/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race-feeds.h"
#include "core/race/race-timeline.h"
#include "core/race/race.h"

G_BEGIN_DECLS

/* For race.c, which changes it, and race-look.c, which reads it; the parts don't know it. */
struct _DhRace
{
  GObject parent_instance;

  DhGroundMaker *maker;
  DhRaceRunners *runners;
  DhRaceTimeline *timeline;
  DhRaceFeeds *feeds;
  char *message;

  /* What the properties were when that was last announced. */
  guint announced_position, announced_n_steps, announced_playing;
};

G_END_DECLS
