/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race-feeds.h"
#include "core/race/race-timeline.h"
#include "core/race/race.h"

G_BEGIN_DECLS

/* Changed by race.c and read by race-look.c; the parts don't know it. */
struct _DhRace
{
  GObject parent_instance;

  DhGroundMaker *maker;
  DhRaceRunners *runners;
  DhRaceTimeline *timeline;
  DhRaceFeeds *feeds;
  char *message;

  /* The values of the properties at their last notification. */
  guint announced_position, announced_n_steps, announced_playing;
};

G_END_DECLS
