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
  gboolean shared; /* all on the ground of the first one's loss */
  double noise;    /* of DhDescentConfig */
  DhGroundMaker *maker;
} DhRaceRunners;

/* maker: lent */
DhRaceRunners *dh_race_runners_new (DhGroundMaker *maker);
void dh_race_runners_free (DhRaceRunners *self);

/* ---- who runs ---- */

/* Whether the list only says again what holds; or what leaves the steps that were made as they
 * are. */
gboolean dh_race_runners_are (const DhRaceRunners *self, const DhRunner *list, guint n);
gboolean dh_race_runners_keep_future (const DhRaceRunners *self, const DhRunner *list, guint n);
/* They are known by their number: each keeps its ball wherever it moves in the list.  What else this
 * changes, dh_race_runners_settle() sees to. */
void dh_race_runners_take (DhRaceRunners *self, const DhRunner *list, guint n);
/* Everyone gets the ground that it should have by now, its ball at the start where it has none, and
 * what it is to go down with. There is no future where anything of that is another. */
void dh_race_runners_settle (DhRaceRunners *self, guint position);
/* All balls are taken off their grounds, until dh_race_runners_settle(). */
void dh_race_runners_drop_balls (DhRaceRunners *self);
void dh_race_runners_drop_terrains (DhRaceRunners *self);

/* ---- how they run ---- */

/* Steps that were made, of the furthest ball. */
guint dh_race_runners_get_n_steps (const DhRaceRunners *self);
/* What lies after the position was made with what no longer holds. */
void dh_race_runners_forget_future (DhRaceRunners *self, guint position);
/* Whether there is a step from the position on, or one can be made. */
gboolean dh_race_runners_can_leave (const DhRaceRunners *self, guint position);
/* The step that leads to the position is made by all that haven't made it yet. */
void dh_race_runners_reach (DhRaceRunners *self, guint position);
/* Every ball has diverged or settled; with noise nothing settles. */
gboolean dh_race_runners_are_at_end (DhRaceRunners *self, guint position);
/* Whether a step takes so long that a window would wait for it. */
gboolean dh_race_runners_are_dear (const DhRaceRunners *self);
/* What was known of the shown balls no longer holds. */
void dh_race_runners_forget_looks (DhRaceRunners *self);

/* Breaks down the step from the position on; returns the number of parts of the longest
 * breakdown. */
guint dh_race_runners_tell (DhRaceRunners *self, guint position);
void dh_race_runners_tell_nothing (DhRaceRunners *self);

G_END_DECLS
