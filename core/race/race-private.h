/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race.h"

#include "core/race/terrain-worker.h"

G_BEGIN_DECLS

/* core/race/race-basins.c's own. */
typedef struct _DhRaceBasinsFeed DhRaceBasinsFeed;

/* One ball and what belongs to it. */
typedef struct
{
  DhRunner request;
  DhGround *ground; /* shared by all runners with the same one; NULL: problem says why */
  guint64 serial;   /* of the ground; the same for the same one; 0: none */
  guint edition;    /* of the race, that the ground was made for */
  const char *mix;  /* interned: what the ground was made with; NULL: it uses none */
  char *problem;
  DhDescent *descent;
  guint first;        /* the race's position at the descent's first ball */
  DhTerrain *terrain; /* until its own comes, that of the ground before may stand here */
  guint64 terrain_serial;
  DhBasins *basins; /* of race-basins.c, as is its serial */
  guint64 basins_serial;
  DhStepBreakdown *breakdown; /* of the step from the position on, inside a step */

  /* What is known of the shown ball; forgotten when it moves or its terrain changes. */
  gboolean is_judged;
  DhBallState ball_state;
  char *sentence;
  gboolean has_jet;
  DhJet jet;
} DhRaceRunner;

struct _DhRace
{
  GObject parent_instance;

  /* The ground. */
  char *faces_folder;
  DhFacePictures *face; /* read when the first face ground is made */
  char *ground;
  DhGroundKind ground_kind; /* of it */
  char *message;
  double parameters[DH_HILL_MAX_PARAMETERS];
  DhFitPoint points[DH_FIT_MAX_POINTS];
  guint n_points;
  gboolean shared;
  guint edition; /* counts up with each change of what all grounds are made of */
  guint64 last_serial;
  DhTerrainWorker *worker;
  GSource *source;

  DhRaceRunner runners[DH_RACE_MAX_RUNNERS];
  guint n_runners;
  double start[2];
  double minimum[2], maximum[2]; /* of what is shown: a start lies within */

  /* Time. */
  gboolean playing;
  double speed, noise;
  guint position;
  double fraction; /* of the way to the position */
  gboolean inside;
  guint n_told;    /* parts of the longest breakdown; 0: none is told */
  double told_for; /* s, at speed 1: how long the newest of them has been shown */
  guint n_rests;   /* looks in a row at which every ball had come to its end */
  guint notified_position, notified_n_steps;

  struct _DhRaceFollowing *following; /* race-lanes.c; NULL: it follows no lanes */

  gboolean with_basins;
  DhRaceBasinsFeed *basins; /* race-basins.c; NULL until it needs it */
};

enum
{
  DH_RACE_PROP_GROUND = 1,
  DH_RACE_PROP_MESSAGE,
  DH_RACE_PROP_PLAYING,
  DH_RACE_PROP_SPEED,
  DH_RACE_PROP_NOISE,
  DH_RACE_PROP_POSITION,
  DH_RACE_PROP_N_STEPS,
  DH_RACE_PROP_INSIDE,
  DH_RACE_PROP_SHARED,
  DH_RACE_PROP_WITH_BASINS,
  DH_RACE_N_PROPS
};

/* race.c */
void dh_race_notify (DhRace *self, guint property);
void dh_race_emit_terrain_changed (DhRace *self, guint runner);
void dh_race_emit_basins_changed (DhRace *self, guint runner);
/* The balls have moved or their way is another one: notifies position and n-steps, too. */
void dh_race_emit_moved (DhRace *self);

/* race-runners.c */
void dh_race_clear_runner (DhRaceRunner *runner);
/* What the runner goes down with: its optimizer and rate, the race's noise. It has a ground. */
DhDescentConfig dh_race_make_config (const DhRace *self, const DhRaceRunner *runner);
/* Gives it to all, from their last balls on. */
void dh_race_take_configs (DhRace *self);

/* race-terrains.c */
void dh_race_start_worker (DhRace *self);
void dh_race_stop_worker (DhRace *self);
/* Asks for the heights that are missing. */
void dh_race_send_requests (DhRace *self);
/* Whether the runner's terrain is the one of its ground, and not of the one before. */
gboolean dh_race_has_own_terrain (const DhRaceRunner *runner);

/* race-grounds.c */
/* Where the runner's request asks for another ground than it has: the ball stays where it is, on
 * the new one.  There is no future. */
void dh_race_make_ground (DhRace *self, guint runner);
/* After `edition` has counted up: all of them, and everyone is told. */
void dh_race_remake_grounds (DhRace *self);

/* race-motion.c */
void dh_race_put_on_start (DhRace *self, DhRaceRunner *runner);
/* What lies after the position was made with what no longer holds. */
void dh_race_forget_future (DhRace *self);
/* After any change of balls or grounds: what was known of them is forgotten, and what is told of
 * the next step is told anew. */
void dh_race_refresh (DhRace *self);

/* One place further on the line; where nobody has been before, with a step of each ball.  FALSE:
 * there is nowhere to go. */
gboolean dh_race_advance (DhRace *self);
gboolean dh_race_can_advance (DhRace *self);
/* Whether a race that plays is over; looks now and then. To be asked after each advance. */
gboolean dh_race_has_ended (DhRace *self);

/* race-inside.c */
/* Breakdowns of the step from the position on, n_told parts of them, within what there is; none
 * where nothing is to be told. */
void dh_race_tell (DhRace *self, guint n_told);
/* FALSE: there is no such part, or nothing is told. */
gboolean dh_race_tell_next (DhRace *self);
gboolean dh_race_tell_previous (DhRace *self);
/* Playing. */
void dh_race_run_inside (DhRace *self, double seconds);

/* race-look.c */
/* Of the shown ball in its descent, which there is. */
guint dh_race_get_index (const DhRace *self, const DhRaceRunner *runner);
/* What was known of the shown ball no longer holds. */
void dh_race_forget_look (DhRaceRunner *runner);
/* Of the shown ball, with its sentence; the runner has a ground and its own terrain. */
DhBallState dh_race_look_at (DhRace *self, DhRaceRunner *runner);

/* race-lanes.c */
void dh_race_stop_following (DhRace *self);

/* race-basins.c: basins, where with_basins is set */

/* Called whenever runners, grounds, terrains, optimizers, rates or with_basins may have changed;
 * cheap when nothing did.  A runner's own terrain is what its basins count valleys by. */
void dh_race_basins_update (DhRace *self);
/* This runner's basins go with it; emits nothing. */
void dh_race_basins_drop (DhRaceRunner *runner);
/* Everything is given up; emits nothing. */
void dh_race_basins_clear (DhRace *self);

G_END_DECLS
