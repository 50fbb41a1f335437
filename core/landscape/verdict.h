/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/descent.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* What a ball is doing. */
typedef enum
{
  DH_VERDICT_START, /* not moved yet */
  DH_VERDICT_ROLLING,
  DH_VERDICT_SETTLED_DEEPEST, /* in the deepest valley that is known */
  DH_VERDICT_SETTLED_OTHER,   /* in another one */
  DH_VERDICT_SETTLED_OUTSIDE, /* at a bottom that the map doesn't show */
  DH_VERDICT_SADDLE,          /* no slope, up in one direction and down in another */
  DH_VERDICT_PEAK,            /* no slope, down on all sides or, on a ridge, on two */
  DH_VERDICT_PLATEAU,         /* hardly a slope, and hardly a curvature */
  DH_VERDICT_BOUNCING,        /* to and fro without coming nearer */
  DH_VERDICT_NOISY,           /* the same, but it is chance that moves it */
  DH_VERDICT_STOPPED,         /* on a slope, but its steps have become too small to move it */
  DH_VERDICT_ASTRAY,          /* the loss falls and the face becomes worse */
  DH_VERDICT_UNDEFINED,       /* there is no slope where it is, or no height */
  DH_VERDICT_UNBOUNDED,       /* the function has no lowest value in that direction */
  DH_VERDICT_DIVERGED,        /* left all finite ground */
} DhVerdict;

/* It moves no more, in a valley. */
gboolean dh_verdict_is_settled (DhVerdict verdict);
/* Stable word: "settled_deepest". Never translated. */
const char *dh_verdict_get_id (DhVerdict verdict);
/* A height as people are told of it beside a verdict: what is nothing beside the ground's is 0. */
double dh_verdict_clean_loss (DhVerdict verdict, const DhTerrain *terrain, double loss);
/* Judges the steps that led to ball `index`. text: (out) (optional) one translated sentence,
 * (transfer full). */
DhVerdict dh_verdict_make_at (const DhDescent *descent, guint index, const DhTerrain *terrain,
                              char **text);
/* The last one's. */
DhVerdict dh_verdict_make (const DhDescent *descent, const DhTerrain *terrain, char **text);

G_END_DECLS
