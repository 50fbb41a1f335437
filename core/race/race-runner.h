/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ball-state.h"
#include "core/landscape/basins.h"
#include "core/landscape/step-breakdown.h"
#include "core/race/runner.h"

G_BEGIN_DECLS

/* One ball and what belongs to it.  `position` is always the step of the race that is shown, and
 * the shown ball is the runner's ball at that step. */
typedef struct
{
  DhRunner request;

  DhGround *ground; /* shared by all runners with the same one; NULL: problem says why */
  char *problem;
  guint edition;   /* of the ground maker when the ground was made; 0: not made yet */
  const char *mix; /* interned: the mix that the ground was made with; NULL: it uses none */

  DhTerrain *terrain;       /* possibly the previous ground's, until its own arrives */
  gboolean has_own_terrain; /* terrain is that of the ground */
  DhBasins *basins;

  DhDescent *descent; /* NULL: no ground, or no ball on it yet */
  guint first;        /* the race's position at the descent's first ball */
  DhStepBreakdown *breakdown;

  /* The runner, ground, terrain or basins have changed since this was last announced. */
  gboolean terrain_is_news, basins_are_news;

  /* Cached for the shown ball; discarded when it moves or its terrain changes. */
  gboolean is_judged;
  DhBallState ball_state;
  char *sentence;
  gboolean has_jet;
  DhJet jet;
} DhRaceRunner;

void dh_race_runner_clear (DhRaceRunner *self);

/* ---- what it runs on ---- */

/* ground: (nullable): there is none, because of the problem.  The ball stays where it is, on the
 * new ground, and keeps its memory and its trajectory.  There must be no steps after the
 * position. */
void dh_race_runner_set_ground (DhRaceRunner *self, DhGround *ground, const char *problem,
                                guint position);
/* Takes what is available for its ground by now; does nothing for NULL. */
void dh_race_runner_take_terrain (DhRaceRunner *self, DhTerrain *terrain);
void dh_race_runner_take_basins (DhRaceRunner *self, DhBasins *basins);
void dh_race_runner_drop_terrain (DhRaceRunner *self);
void dh_race_runner_drop_basins (DhRaceRunner *self);

/* ---- how it runs ---- */

/* The configuration of its descent: its optimizer and rate, the race's noise.  It must have a
 * ground. */
DhDescentConfig dh_race_runner_make_config (const DhRaceRunner *self, double noise);
/* Drops its ball at that place.  It must have a ground. */
void dh_race_runner_start (DhRaceRunner *self, const double at[2], double noise, guint position);
/* The last step that it has made.  This and all functions below require a descent. */
guint dh_race_runner_get_end (const DhRaceRunner *self);
/* Discards the steps after the position, which are out of date. */
void dh_race_runner_forget_future (DhRaceRunner *self, guint position);
/* Whether it has diverged or settled; with noise nothing settles. */
gboolean dh_race_runner_is_at_end (DhRaceRunner *self, double noise, guint position);
/* Breaks down the step that starts at the position; there is no breakdown if it makes no such
 * step. */
void dh_race_runner_tell (DhRaceRunner *self, guint position);

/* ---- the shown ball ---- */

/* The index of the shown ball in its descent. */
guint dh_race_runner_get_index (const DhRaceRunner *self, guint position);
/* Discards what is cached for the shown ball. */
void dh_race_runner_forget_look (DhRaceRunner *self);
/* sentence: lent; without a descent, it is the problem. */
DhBallState dh_race_runner_judge (DhRaceRunner *self, guint position, const char **sentence);
/* See dh_race_get_stable_rate(). */
double dh_race_runner_get_stable_rate (DhRaceRunner *self, guint position);

G_END_DECLS
