/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/ground-maker.h"
#include "core/race/race-runner.h"

G_BEGIN_DECLS

/* All runners of a race: each[0 … n-1], the rest is empty. */
typedef struct
{
  DhRaceRunner each[DH_RACE_MAX_RUNNERS];
  guint n;
  gboolean shared; /* all use the ground of the first one's loss */
  double noise;    /* of DhDescentConfig */
  DhGroundMaker *maker;
} DhRaceRunners;

/* maker: lent */
DhRaceRunners *dh_race_runners_new (DhGroundMaker *maker);
void dh_race_runners_free (DhRaceRunners *self);

/* ---- the list ---- */

/* Whether the list changes nothing; or nothing that the steps made so far depend on. */
gboolean dh_race_runners_are (const DhRaceRunners *self, const DhRunner *list, guint n);
gboolean dh_race_runners_keep_future (const DhRaceRunners *self, const DhRunner *list, guint n);
/* Runners are identified by their number: each keeps its ball wherever it moves in the
 * list.  dh_race_runners_settle() makes the other changes that follow. */
void dh_race_runners_take (DhRaceRunners *self, const DhRunner *list, guint n);
/* Brings every runner up to date: its ground, a ball at the start if it has none, and the
 * configuration of its descent.  The caller has discarded the steps that this puts out of date. */
void dh_race_runners_settle (DhRaceRunners *self, guint position);
/* Removes all balls until dh_race_runners_settle(). */
void dh_race_runners_drop_balls (DhRaceRunners *self);
void dh_race_runners_drop_terrains (DhRaceRunners *self);

/* ---- how they run ---- */

/* The number of steps that the furthest ball has made. */
guint dh_race_runners_get_n_steps (const DhRaceRunners *self);
/* Discards the steps after the position, which are out of date. */
void dh_race_runners_forget_future (DhRaceRunners *self, guint position);
/* Whether a step that starts at the position exists or can be made. */
gboolean dh_race_runners_can_leave (const DhRaceRunners *self, guint position);
/* Makes the step that leads to the position for all runners that haven't made it yet. */
void dh_race_runners_reach (DhRaceRunners *self, guint position);
/* Whether every ball has diverged or settled; with noise, no ball settles. */
gboolean dh_race_runners_are_at_end (DhRaceRunners *self, guint position);
/* Whether a step takes long enough to make a window wait. */
gboolean dh_race_runners_are_dear (const DhRaceRunners *self);
/* Discards what is cached for the shown balls. */
void dh_race_runners_forget_looks (DhRaceRunners *self);

/* Breaks down the step that starts at the position; returns the number of parts of the longest
 * breakdown. */
guint dh_race_runners_tell (DhRaceRunners *self, guint position);
void dh_race_runners_tell_nothing (DhRaceRunners *self);

G_END_DECLS
