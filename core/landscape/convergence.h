/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/motion.h"
#include "core/landscape/rest.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* A ball of a descent that has moved and not diverged, with everything that is known about it.
 * A value; lent: descent and terrain. */
typedef struct
{
  const DhDescent *descent;
  guint index; /* of the ball */
  const DhGround *ground;
  const DhTerrain *terrain;
  float *scratch;
  const DhBall *ball;

  /* Measured: */
  DhJet jet;       /* at the ball */
  DhMotion motion; /* its last steps */
  DhRest rest;     /* the critical point next to it */
} DhConvergence;

/* Nothing is measured yet.  Only for the descent's thread, like all functions below. */
DhConvergence dh_convergence_make (const DhDescent *descent, guint index, const DhTerrain *terrain);
/* Requires a ball that has moved, index 1 or more, and has not diverged.  All functions below need
 * these measurements. */
void dh_convergence_measure (DhConvergence *self);

/* To and fro without getting closer, or kept moving by noise. */
gboolean dh_convergence_is_bouncing (const DhConvergence *self);
/* At a critical point: the remaining distance is negligible, and the ball doesn't pass it. */
gboolean dh_convergence_is_at_rest (const DhConvergence *self);
/* At a minimum where the slope jumps. */
gboolean dh_convergence_is_at_corner (const DhConvergence *self);
/* Beside the map, by more than a margin. */
gboolean dh_convergence_is_outside (const DhConvergence *self);
/* The same, where the function is unbounded below. */
gboolean dh_convergence_is_unbounded (const DhConvergence *self);
/* The schedule has lowered the learning rate to almost nothing. */
gboolean dh_convergence_has_faded (const DhConvergence *self);
/* Its steps have become too small to move it. */
gboolean dh_convergence_is_stopped (const DhConvergence *self);
/* Flat relative to the rest of the map. */
gboolean dh_convergence_is_on_plateau (const DhConvergence *self);
/* Along a floor that is far longer than wide, with most of the distance still ahead. */
gboolean dh_convergence_is_creeping (const DhConvergence *self);

G_END_DECLS
