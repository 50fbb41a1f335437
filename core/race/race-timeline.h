/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race-runners.h"

G_BEGIN_DECLS

/* The time of a race: `position` is a step of the timeline, 0 … n-steps, whose end advances as
 * steps are made.  All balls are at it. */
typedef struct _DhRaceTimeline DhRaceTimeline;

/* runners: lent; from here on the timeline makes their steps and breakdowns. */
DhRaceTimeline *dh_race_timeline_new (DhRaceRunners *runners);
void dh_race_timeline_free (DhRaceTimeline *self);

/* See the properties of DhRace and the functions of the same names in race.h. */
gboolean dh_race_timeline_get_playing (const DhRaceTimeline *self);
double dh_race_timeline_get_speed (const DhRaceTimeline *self);
guint dh_race_timeline_get_position (const DhRaceTimeline *self);
double dh_race_timeline_get_fraction (const DhRaceTimeline *self);
gboolean dh_race_timeline_get_inside (const DhRaceTimeline *self);
guint dh_race_timeline_get_n_told (const DhRaceTimeline *self, guint runner);

/* These return whether the balls or their breakdowns have changed. */
gboolean dh_race_timeline_set_playing (DhRaceTimeline *self, gboolean playing);
gboolean dh_race_timeline_set_inside (DhRaceTimeline *self, gboolean inside);
gboolean dh_race_timeline_set_position (DhRaceTimeline *self, guint position);
gboolean dh_race_timeline_tick (DhRaceTimeline *self, double seconds);
/* DH_RACE_MIN_SPEED … DH_RACE_MAX_SPEED */
void dh_race_timeline_set_speed (DhRaceTimeline *self, double speed);
void dh_race_timeline_step (DhRaceTimeline *self);
void dh_race_timeline_back (DhRaceTimeline *self);
void dh_race_timeline_finish (DhRaceTimeline *self);

/* After a change of the runners: goes to the start, without a breakdown, and keeps the steps. */
void dh_race_timeline_rewind (DhRaceTimeline *self);
/* Goes to the end if that is now before the position. */
void dh_race_timeline_keep_within (DhRaceTimeline *self);
/* After any change of balls or grounds: discards what was cached for them and breaks down the
 * next step again. */
void dh_race_timeline_refresh (DhRaceTimeline *self);

G_END_DECLS
