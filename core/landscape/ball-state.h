/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/descent.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* What a ball is doing. */
typedef enum
{
  DH_BALL_STATE_START, /* not moved yet */
  DH_BALL_STATE_ROLLING,
  DH_BALL_STATE_SETTLED_DEEPEST, /* in the deepest valley that is known */
  DH_BALL_STATE_SETTLED_OTHER,   /* in another one */
  DH_BALL_STATE_SETTLED_OUTSIDE, /* at a bottom that the map doesn't show */
  DH_BALL_STATE_SADDLE,          /* no slope, up in one direction and down in another */
  DH_BALL_STATE_PEAK,            /* no slope, down on all sides or, on a ridge, on two */
  DH_BALL_STATE_PLATEAU,         /* hardly a slope, and hardly a curvature */
  DH_BALL_STATE_BOUNCING,        /* to and fro without getting closer */
  DH_BALL_STATE_NOISY,           /* the same, but moved by noise */
  DH_BALL_STATE_STOPPED,         /* on a slope, but its steps have become too small to move it */
  DH_BALL_STATE_ASTRAY,          /* the loss falls and the face becomes worse */
  DH_BALL_STATE_UNDEFINED,       /* the slope or the height is undefined there */
  DH_BALL_STATE_UNBOUNDED,       /* the function has no lowest value in that direction */
  DH_BALL_STATE_DIVERGED,        /* ran off for good */
} DhBallState;

/* Whether it has come to rest in a valley. */
gboolean dh_ball_state_is_settled (DhBallState ball_state);
/* A stable identifier, such as "settled_deepest"; never translated. */
const char *dh_ball_state_get_id (DhBallState ball_state);
/* A height as shown beside a ball state: 0 if it is negligible relative to the ground's heights. */
double dh_ball_state_clean_loss (DhBallState ball_state, const DhTerrain *terrain, double loss);
/* Judges the steps that led to ball `index`. text: (out) (optional) one translated sentence,
 * (transfer full). */
DhBallState dh_ball_state_judge_at (const DhDescent *descent, guint index, const DhTerrain *terrain,
                                    char **text);
/* Judges the last ball. */
DhBallState dh_ball_state_judge (const DhDescent *descent, const DhTerrain *terrain, char **text);

G_END_DECLS
