/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/job-worker.h"
#include "core/race/race-runners.h"

G_BEGIN_DECLS

/* What the threads compute for the runners: the heights of their grounds and, if requested,
 * basins. */
typedef struct _DhRaceFeeds DhRaceFeeds;

/* runners: lent.  news: called in the main context when results have arrived for
 * dh_race_feeds_settle() to hand out; may free the feeds. */
DhRaceFeeds *dh_race_feeds_new (DhRaceRunners *runners, DhJobNews news, gpointer data);
void dh_race_feeds_free (DhRaceFeeds *self);
/* Requests what the runners need now, and hands out what is available.  Cheap when nothing has
 * changed. */
void dh_race_feeds_settle (DhRaceFeeds *self);
gboolean dh_race_feeds_get_with_basins (const DhRaceFeeds *self);
void dh_race_feeds_set_with_basins (DhRaceFeeds *self, gboolean with_basins);

G_END_DECLS
