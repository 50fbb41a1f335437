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
 * point is expensive; steps are made here, timed by the frame clock of the caller.
 *
 * The race has a timeline: `position` is the step that is shown, 0 … n-steps.  Playing and
 * stepping from the past show what was; at the end they make new steps.  A change of a
 * ball's future (rate, optimizer, noise, loss, ground) discards the steps after the position.
 *
 * Properties (compare, set, notify):
 *   ground   string   see DhGroundChoice.text; one that can't be made sets "message" and changes
 *                     nothing
 *   message  string   why not, in a sentence, or NULL (ro)
 *   playing  boolean  stops by itself when every ball has diverged or, without noise, settled, or
 *                     after DH_RACE_MAX_STEPS
 *   speed    double   DH_RACE_MIN_SPEED … DH_RACE_MAX_SPEED; 1 is DH_RACE_STEPS_PER_SECOND
 *   noise    double   of DhDescentConfig
 *   position uint     the step that is shown
 *   n-steps  uint     the number of steps of the furthest ball (ro)
 *   inside   boolean  slow motion: each step is shown part by part
 *   shared   boolean  all balls on the ground of the first runner's loss
 *   with-basins boolean basins are computed
 *
 * Signals:
 *   ::changed ()                       ground, parameters, points, start, noise or shared were set
 *   ::terrain-changed (guint runner)   the terrain is new, finer or gone
 *   ::basins-changed (guint runner)     more of the basins are known
 *   ::moved ()                         balls have moved, by time or by hand */
#define DH_TYPE_RACE (dh_race_get_type ())
G_DECLARE_FINAL_TYPE (DhRace, dh_race, DH, RACE, GObject)

DhRace *dh_race_new (const char *faces_folder);

/* ---- the ground ---- */
const char *dh_race_get_ground (DhRace *self);
DhGroundKind dh_race_get_ground_kind (DhRace *self);
/* FALSE: it can't be made; "message" says why, and fault (may be NULL) says where in a typed
 * function. */
gboolean dh_race_set_ground (DhRace *self, const char *text, DhTextSpan *fault);
const char *dh_race_get_message (DhRace *self);
/* A named hill's sliders: DH_HILL_MAX_PARAMETERS values. */
const double *dh_race_get_parameters (DhRace *self);
void dh_race_set_parameter (DhRace *self, guint index, double value);
/* The fit's points; lent until they change.  They are kept while another ground is chosen. */
const DhFitPoint *dh_race_get_points (DhRace *self, guint *n_points);
void dh_race_move_point (DhRace *self, guint index, DhFitPoint point);
/* FALSE if there are already DH_FIT_MAX_POINTS. */
gboolean dh_race_add_point (DhRace *self, DhFitPoint point);
/* The last remaining point can't be removed. */
void dh_race_remove_point (DhRace *self, guint index);
void dh_race_reset_points (DhRace *self);
/* Sets all points, 1 … DH_FIT_MAX_POINTS of them.  FALSE if there are fewer or more, or one is not
 * finite: nothing has changed. */
gboolean dh_race_set_points (DhRace *self, const DhFitPoint *points, guint n_points);
gboolean dh_race_get_shared (DhRace *self);
void dh_race_set_shared (DhRace *self, gboolean shared);

/* ---- the runners ---- */
/* Sets all runners.  A changed rate, optimizer or loss applies from the position on, a loss on its
 * new ground if it makes one.  A runner with a new number begins at the start. */
void dh_race_set_runners (DhRace *self, const DhRunner *runners, guint n_runners);
guint dh_race_get_n_runners (DhRace *self);
const DhRunner *dh_race_get_runner (DhRace *self, guint runner);
/* Why this runner has no ground ("SSIM looks at whole pictures …"), or NULL. */
const char *dh_race_get_problem (DhRace *self, guint runner);
/* (nullable): lent until the next change of ground or runners */
DhGround *dh_race_get_runner_ground (DhRace *self, guint runner);
/* (nullable): lent until ::terrain-changed.  While a changed ground of the same extent is being
 * computed, the terrain of the previous ground. */
const DhTerrain *dh_race_get_terrain (DhRace *self, guint runner);
/* FALSE while it is still that of the previous ground, or NULL. */
gboolean dh_race_is_terrain_current (DhRace *self, guint runner);
/* Whether it is current and no finer one follows, so that states are final. */
gboolean dh_race_is_terrain_finest (DhRace *self, guint runner);
/* (nullable): lent until ::basins-changed */
const DhBasins *dh_race_get_basins (DhRace *self, guint runner);
/* (nullable): lent until the next change of ground or runners */
const DhDescent *dh_race_get_descent (DhRace *self, guint runner);
/* The effective rate, before the schedule: the runner's own or the ground's default. */
double dh_race_get_rate (DhRace *self, guint runner);
/* The ball shown at the position, or its last one if it ended earlier; NULL: no ground */
const DhBall *dh_race_get_ball (DhRace *self, guint runner);
/* The shown ball's trajectory from its start to the ball itself; NULL and 0: no ground.  Not
 * always position + 1 points: a lane that was added later starts later, and a diverged ball
 * stays.  Lent until the next step or change. */
const DhTrajectoryPoint *dh_race_get_trajectory (DhRace *self, guint runner, guint *n_points);
/* Judges the ball at the position.  text: (out) (optional) (transfer full) */
DhBallState dh_race_judge (DhRace *self, guint runner, char **text);
/* 2/λ for plain descent, its counterpart for momentum; NaN where theory has none.  λ: the largest
 * curvature at the shown ball, or the mean curvature along its last step if that is larger. */
double dh_race_get_stable_rate (DhRace *self, guint runner);
/* The picture at the shown ball's place on a face ground, (3, side, side); FALSE on other
 * grounds.  rgb: (transfer full) */
gboolean dh_race_make_picture (DhRace *self, guint runner, int *side, float **rgb);
/* The line at the shown ball's place on ground "fit"; FALSE on other grounds. */
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
/* While playing: how far the balls are from the step before `position` to it, 0 … 1; 1 at rest. */
double dh_race_get_fraction (DhRace *self);
/* While playing: advances by that many seconds. */
void dh_race_tick (DhRace *self, double seconds);
/* One step (with breakdowns: one part) forward or back; pauses first. */
void dh_race_step (DhRace *self);
void dh_race_back (DhRace *self);
/* Goes to the start and discards the trajectories. */
void dh_race_reset (DhRace *self);
/* Jumps to the step at which every ball has finished, for users who have turned animations off. */
void dh_race_finish (DhRace *self);

/* Sets the start of all balls, which restart. */
void dh_race_drop (DhRace *self, const double at[2]);
void dh_race_get_start (DhRace *self, double at[2]);

/* ---- inside a step ---- */
gboolean dh_race_get_inside (DhRace *self);
void dh_race_set_inside (DhRace *self, gboolean inside);
/* The breakdown of the next step of the shown ball; NULL if there is none, or the ball has
 * diverged.  Lent until ::moved. */
const DhStepBreakdown *dh_race_get_breakdown (DhRace *self, guint runner);
/* The number of its parts shown so far, from 1. */
guint dh_race_get_n_told (DhRace *self, guint runner);

gboolean dh_race_get_with_basins (DhRace *self);
void dh_race_set_with_basins (DhRace *self, gboolean with_basins);

G_END_DECLS
