/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/motion.h"
#include "core/landscape/rest.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* A ball of a descent, and all that is known of it once it has moved and has not diverged. A value;
 * lent: descent and terrain. */
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

/* Nothing is measured yet. The thread that the descent belongs to, here and below. */
DhConvergence dh_convergence_make (const DhDescent *descent, guint index, const DhTerrain *terrain);
/* Of a ball that has moved, index 1 or more, and has not diverged. All below ask for it. */
void dh_convergence_measure (DhConvergence *self);

/* To and fro without getting closer, or kept moving by noise. */
gboolean dh_convergence_is_bouncing (const DhConvergence *self);
/* At a critical point: nothing to speak of is left of the way to it, and the ball doesn't pass
 * it. */
gboolean dh_convergence_is_at_rest (const DhConvergence *self);
/* At a minimum where the slope jumps. */
gboolean dh_convergence_is_at_corner (const DhConvergence *self);
/* Beside the map, by more than a margin. */
gboolean dh_convergence_is_outside (const DhConvergence *self);
/* The same, on a way down that has no end. */
gboolean dh_convergence_is_unbounded (const DhConvergence *self);
/* The schedule has made the learning rate next to nothing. */
gboolean dh_convergence_has_faded (const DhConvergence *self);
/* Its steps have become too small to move it. */
gboolean dh_convergence_is_stopped (const DhConvergence *self);
/* Flat beside what else the map shows. */
gboolean dh_convergence_is_on_plateau (const DhConvergence *self);
/* Along a floor that is far longer than wide, on which most of the way is left. */
gboolean dh_convergence_is_creeping (const DhConvergence *self);

G_END_DECLS
