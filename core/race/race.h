/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/landscape/ball-state.h"
#include "core/landscape/basins.h"
#include "core/landscape/descent.h"
#include "core/landscape/ground-choice.h"
#include "core/landscape/step-breakdown.h"
#include "core/landscape/terrain.h"
#include "core/race/runner.h"

G_BEGIN_DECLS

/* Balls on grounds, one per lane, from one start: grounds 1 to 4, which need no training.  Main
 * context; heights, valleys and basins are computed on threads of their own, coarse first where a
 * point is expensive, and steps are made here, on the clock of whoever draws.
 *
 * The race has a timeline: `position` is the step that is shown, 0 … n-steps.  Playing and
 * stepping from the past show what was; at the end they make new steps.  What changes a ball's
 * future (rate, optimizer, noise, loss, ground) forgets what lies after the position.
 *
 * Properties (compare, set, notify):
 *   ground   string   see DhGroundChoice.text; one that can't be made sets "message" and changes
 *                     nothing
 *   message  string   why not, in a sentence, or NULL (ro)   playing  boolean  stops by itself when
 * every ball has come to its end (settled, or diverged, without
 *                     noise), or after DH_RACE_MAX_STEPS
 *   speed    double   DH_RACE_MIN_SPEED … DH_RACE_MAX_SPEED; 1 is DH_RACE_STEPS_PER_SECOND
 *   noise    double   of DhDescentConfig
 *   position uint     the step that is shown
 *   n-steps  uint     steps that were made, of the furthest ball (ro)
 *   inside   boolean  slow motion: each step is told part by part
 *   shared   boolean  all balls on the ground of the first runner's loss
 *   with-basins boolean basins are computed
 *
 * Signals:
 *   ::terrain-changed (guint runner)   a new terrain (or a finer one, or none) is there
 *   ::basins-changed (guint runner)     more of the basins are known
 *   ::moved ()                         balls have moved, by time or by hand */
#define DH_TYPE_RACE (dh_race_get_type ())
G_DECLARE_FINAL_TYPE (DhRace, dh_race, DH, RACE, GObject)

DhRace *dh_race_new (const char *faces_folder);

/* ---- the ground ---- */
const char *dh_race_get_ground (DhRace *self);
DhGroundKind dh_race_get_ground_kind (DhRace *self);
/* FALSE: it can't be made; "message" says why, and fault (may be NULL) where in a typed
 * function. */
gboolean dh_race_set_ground (DhRace *self, const char *text, DhTextSpan *fault);
const char *dh_race_get_message (DhRace *self);
/* A named hill's sliders: DH_HILL_MAX_PARAMETERS values. */
const double *dh_race_get_parameters (DhRace *self);
void dh_race_set_parameter (DhRace *self, guint index, double value);
/* The fit's points; lent until they change.  They survive other grounds. */
const DhFitPoint *dh_race_get_points (DhRace *self, guint *n_points);
void dh_race_move_point (DhRace *self, guint index, DhFitPoint point);
/* FALSE when there are DH_FIT_MAX_POINTS. */
gboolean dh_race_add_point (DhRace *self, DhFitPoint point);
/* The last one stays. */
void dh_race_remove_point (DhRace *self, guint index);
void dh_race_reset_points (DhRace *self);
/* All at once; n_points within 1 and DH_FIT_MAX_POINTS, else, or where one is not finite, nothing
 * happens and it returns FALSE. */
gboolean dh_race_set_points (DhRace *self, const DhFitPoint *points, guint n_points);
gboolean dh_race_get_shared (DhRace *self);
void dh_race_set_shared (DhRace *self, gboolean shared);

/* ---- the runners ---- */
/* All at once.  A changed rate or optimizer holds from the position on; a changed loss, too, on the
 * new ground where the loss makes another one.  A new number starts at the start. */
void dh_race_set_runners (DhRace *self, const DhRunner *runners, guint n_runners);
guint dh_race_get_n_runners (DhRace *self);
const DhRunner *dh_race_get_runner (DhRace *self, guint runner);
/* Why this runner has no ground ("SSIM looks at whole pictures …"), or NULL. */
const char *dh_race_get_problem (DhRace *self, guint runner);
/* (nullable): lent until the next change of ground or runners */
DhGround *dh_race_get_runner_ground (DhRace *self, guint runner);
/* (nullable): lent until ::terrain-changed.  While the heights of a changed ground of the same
 * extent are computed, those of the ground before. */
const DhTerrain *dh_race_get_terrain (DhRace *self, guint runner);
/* FALSE while it is still the one of the ground before, or NULL. */
gboolean dh_race_is_terrain_current (DhRace *self, guint runner);
/* (nullable): lent until ::basins-changed */
const DhBasins *dh_race_get_basins (DhRace *self, guint runner);
/* (nullable): lent until the next change of ground or runners */
const DhDescent *dh_race_get_descent (DhRace *self, guint runner);
/* The effective rate, before the schedule: its own or the ground's default. */
double dh_race_get_rate (DhRace *self, guint runner);
/* The ball that is shown, at the position (or its last, where it ended sooner); NULL: no ground */
const DhBall *dh_race_get_ball (DhRace *self, guint runner);
/* The shown ball's trajectory from its start to the ball itself; NULL and 0: no ground.  Not
 * always position + 1 points: a lane that was added later starts later, and a diverged ball
 * stays.  Lent until the next step or change. */
const DhTrajectoryPoint *dh_race_get_trajectory (DhRace *self, guint runner, guint *n_points);
/* Judged up to the position. text: (out) (transfer full) */
DhBallState dh_race_judge (DhRace *self, guint runner, char **text);
/* 2/λ for plain descent, its like for momentum; NaN where theory has none.  λ: the largest
 * curvature at the shown ball, or the mean one along its last step where that is larger. */
double dh_race_get_stable_rate (DhRace *self, guint runner);
/* The picture that the shown ball makes on a face ground, (3, side, side); FALSE on other grounds.
 * rgb: (transfer full) */
gboolean dh_race_make_picture (DhRace *self, guint runner, int *side, float **rgb);
/* The line that the shown ball is on ground "fit"; FALSE on other grounds. */
gboolean dh_race_get_line (DhRace *self, guint runner, double *slope, double *intercept);

/* ---- time ---- */
gboolean dh_race_get_playing (DhRace *self);
void dh_race_set_playing (DhRace *self, gboolean playing);
double dh_race_get_speed (DhRace *self);
void dh_race_set_speed (DhRace *self, double speed);
double dh_race_get_noise (DhRace *self);
void dh_race_set_noise (DhRace *self, double noise);
guint dh_race_get_position (DhRace *self);
void dh_race_set_position (DhRace *self, guint position);
guint dh_race_get_n_steps (DhRace *self);
/* While it plays: the progress of the balls from the step before `position` to it, 0 … 1; 1 at
 * rest. */
double dh_race_get_fraction (DhRace *self);
/* While it plays: advances by so many seconds. */
void dh_race_tick (DhRace *self, double seconds);
/* One step (with breakdowns: one part) forward or back; pauses first. */
void dh_race_step (DhRace *self);
void dh_race_back (DhRace *self);
/* To the start; the trajectory is forgotten. */
void dh_race_reset (DhRace *self);
/* Jumps to where every ball has finished, for users who have turned animations off. */
void dh_race_finish (DhRace *self);

/* The start of all balls, which restart. */
void dh_race_drop (DhRace *self, const double at[2]);
void dh_race_get_start (DhRace *self, double at[2]);

/* ---- inside a step ---- */
gboolean dh_race_get_inside (DhRace *self);
void dh_race_set_inside (DhRace *self, gboolean inside);
/* The breakdown of the step from the shown ball; NULL if there is none, or the ball has
 * diverged.  Lent until ::moved. */
const DhStepBreakdown *dh_race_get_breakdown (DhRace *self, guint runner);
/* How many of its parts are shown by now, from 1. */
guint dh_race_get_n_told (DhRace *self, guint runner);

gboolean dh_race_get_with_basins (DhRace *self);
void dh_race_set_with_basins (DhRace *self, gboolean with_basins);

G_END_DECLS
