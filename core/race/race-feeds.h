/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/job-worker.h"
#include "core/race/race-runners.h"

G_BEGIN_DECLS

/* What the threads make for the runners: the heights of their grounds, and basins where they are
 * wanted. */
typedef struct _DhRaceFeeds DhRaceFeeds;

/* runners: lent.  news: something has come, which dh_race_feeds_settle() would give to them; in the
 * main context, may free the feeds. */
DhRaceFeeds *dh_race_feeds_new (DhRaceRunners *runners, DhJobNews news, gpointer data);
void dh_race_feeds_free (DhRaceFeeds *self);
/* Asks for what the runners want by now, and gives them what there is of it.  Cheap when nothing has
 * changed. */
void dh_race_feeds_settle (DhRaceFeeds *self);
gboolean dh_race_feeds_get_with_basins (const DhRaceFeeds *self);
void dh_race_feeds_set_with_basins (DhRaceFeeds *self, gboolean with_basins);

G_END_DECLS
