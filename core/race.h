/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/ground-choice.h"
#include "core/roll.h"
#include "core/terrain.h"
#include "core/verdict.h"

G_BEGIN_DECLS

#define DH_RACE_MAX_RUNNERS 6
#define DH_RACE_MIN_SPEED   0.1
#define DH_RACE_MAX_SPEED   10.0

/* What one ball is to do. A value. */
typedef struct
{
  guint  number;      /* of the lane, 1 … 6: colour and numeral */
  DhMix  mix;         /* for grounds that use one */
  double learning_rate; /* 0: the ground's own */
  const char *optimizer; /* id of the table: static */
} DhRunner;

/* Balls on grounds, one a lane, from one start: grounds 1 to 4, which need no training.  Main
 * context; heights and valleys are computed on a thread of its own, coarse first where a point is
 * dear, and steps are made here, on the clock of whoever draws.
 *
 * Properties (compare, set, notify):
 *   ground   string   see DhGroundChoice.text; one that can't be made sets "message" and changes
 *                     nothing
 *   message  string   why not, in a sentence, or NULL (ro)
 *   playing  boolean
 *   speed    double   DH_RACE_MIN_SPEED … DH_RACE_MAX_SPEED; 1 is DH_RACE_STEPS_PER_SECOND
 *   noise    double   of DhDescent
 *
 * Signals:
 *   ::terrain-changed (guint runner)   a new terrain (or a finer one, or none) is there
 *   ::moved ()                         balls have moved, or gone back */
#define DH_RACE_STEPS_PER_SECOND 12.0
#define DH_TYPE_RACE (dh_race_get_type ())
G_DECLARE_FINAL_TYPE (DhRace, dh_race, DH, RACE, GObject)

DhRace          *dh_race_new           (const char *faces_folder);
const char      *dh_race_get_ground    (DhRace *self);
/* FALSE: it can't be made; "message" says why, fault (may be NULL) where in a typed function. */
gboolean         dh_race_set_ground    (DhRace *self, const char *text, DhTextSpan *fault);
const char      *dh_race_get_message   (DhRace *self);
gboolean         dh_race_get_playing   (DhRace *self);
void             dh_race_set_playing   (DhRace *self, gboolean playing);
double           dh_race_get_speed     (DhRace *self);
void             dh_race_set_speed     (DhRace *self, double speed);
double           dh_race_get_noise     (DhRace *self);
void             dh_race_set_noise     (DhRace *self, double noise);
/* A named hill's sliders: DH_HILL_MAX_PARAMETERS values. */
const double    *dh_race_get_parameters (DhRace *self);
void             dh_race_set_parameter (DhRace *self, guint index, double value);

/* All runners at once.  A changed rate holds from a ball's next step on; a changed loss or
 * optimizer, too, on the new ground where the loss makes another one.  A new number starts at the
 * start. */
void             dh_race_set_runners   (DhRace *self, const DhRunner *runners, guint n_runners);
guint            dh_race_get_n_runners (DhRace *self);
const DhRunner  *dh_race_get_runner    (DhRace *self, guint runner);
/* Why this runner has no ground ("SSIM looks at whole pictures …"), or NULL. */
const char      *dh_race_get_problem   (DhRace *self, guint runner);
/* (nullable): lent until ::terrain-changed */
const DhTerrain *dh_race_get_terrain   (DhRace *self, guint runner);
/* (nullable): lent until the next change of ground or runners */
const DhRoll    *dh_race_get_roll      (DhRace *self, guint runner);
/* text: (out) (transfer full) */
DhVerdict        dh_race_judge         (DhRace *self, guint runner, char **text);
/* 2/λ at the ball for plain descent, its like for momentum; NaN where theory has none. */
double           dh_race_get_stable_rate (DhRace *self, guint runner);

/* Where all balls are dropped; they start anew. */
void             dh_race_drop          (DhRace *self, const double at[2]);
void             dh_race_get_start     (DhRace *self, double at[2]);
/* One step of all balls; pauses first. */
void             dh_race_step          (DhRace *self);
void             dh_race_back          (DhRace *self);
void             dh_race_reset         (DhRace *self);
/* While it plays: makes the steps that are due after so many seconds. */
void             dh_race_tick          (DhRace *self, double seconds);
/* Steps of the furthest ball. */
guint            dh_race_get_n_steps   (DhRace *self);

/* The picture that a ball on a face ground makes, (3, side, side); FALSE on other grounds.
 * rgb: (transfer full) */
gboolean         dh_race_make_picture  (DhRace *self, guint runner, int *side, float **rgb);

G_END_DECLS
