/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ball-state.h"
#include "core/landscape/basins.h"
#include "core/landscape/step-breakdown.h"
#include "core/race/runner.h"

G_BEGIN_DECLS

/* One ball and what belongs to it.  `position` is always the step of the race that is shown; the
 * shown ball is the one that the runner was at by then. */
typedef struct
{
  DhRunner request;

  DhGround *ground; /* shared by all runners with the same one; NULL: problem says why */
  char *problem;
  guint edition;   /* of the ground maker, that the ground was made of; 0: not asked for yet */
  const char *mix; /* interned: what the ground was made with; NULL: it uses none */

  DhTerrain *terrain;       /* until its own comes, that of the ground before may stand here */
  gboolean has_own_terrain; /* of its ground */
  DhBasins *basins;

  DhDescent *descent; /* NULL: no ground, or not put on it yet */
  guint first;        /* the race's position at the descent's first ball */
  DhStepBreakdown *breakdown;

  /* Another runner, ground, terrain or other basins stand here than the world was told of. */
  gboolean terrain_is_news, basins_are_news;

  /* What is known of the shown ball; forgotten when it moves or its terrain changes. */
  gboolean is_judged;
  DhBallState ball_state;
  char *sentence;
  gboolean has_jet;
  DhJet jet;
} DhRaceRunner;

void dh_race_runner_clear (DhRaceRunner *self);

/* ---- what it runs on ---- */

/* ground: (nullable): none, because of the problem.  The ball stays where it is, on the new ground,
 * and keeps its memory and its trajectory. There is no future. */
void dh_race_runner_set_ground (DhRaceRunner *self, DhGround *ground, const char *problem,
                                guint position);
/* The ones that its ground has by now; NULL is none yet, and does nothing. */
void dh_race_runner_take_terrain (DhRaceRunner *self, DhTerrain *terrain);
void dh_race_runner_take_basins (DhRaceRunner *self, DhBasins *basins);
void dh_race_runner_drop_terrain (DhRaceRunner *self);
void dh_race_runner_drop_basins (DhRaceRunner *self);

/* ---- how it runs ---- */

/* What it goes down with: its optimizer and rate, the race's noise. It has a ground. */
DhDescentConfig dh_race_runner_make_config (const DhRaceRunner *self, double noise);
/* Drops its ball at that place; it has a ground. */
void dh_race_runner_start (DhRaceRunner *self, const double at[2], double noise, guint position);
/* The last step that it has made. It has a descent, as in all that follows. */
guint dh_race_runner_get_end (const DhRaceRunner *self);
/* What lies after the position was made with what no longer holds. */
void dh_race_runner_forget_future (DhRaceRunner *self, guint position);
/* Whether it has diverged or settled; with noise nothing settles. */
gboolean dh_race_runner_is_at_end (DhRaceRunner *self, double noise, guint position);
/* Breaks down the step from the position on; none where it makes no such step. */
void dh_race_runner_tell (DhRaceRunner *self, guint position);

/* ---- what is seen of its ball ---- */

/* Of the shown ball in its descent. */
guint dh_race_runner_get_index (const DhRaceRunner *self, guint position);
/* What was known of the shown ball no longer holds. */
void dh_race_runner_forget_look (DhRaceRunner *self);
/* sentence: lent; also without a descent: then it is the problem. */
DhBallState dh_race_runner_judge (DhRaceRunner *self, guint position, const char **sentence);
/* See dh_race_get_stable_rate(). */
double dh_race_runner_get_stable_rate (DhRaceRunner *self, guint position);

G_END_DECLS
