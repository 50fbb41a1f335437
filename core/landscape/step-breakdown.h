/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/descent.h"

G_BEGIN_DECLS

/* A part of one step, as slow motion shows it. */
typedef enum
{
  DH_BREAKDOWN_GRADIENT, /* vector: downhill, minus the exact gradient */
  DH_BREAKDOWN_NOISE,    /* vector: the noise added to it */
  DH_BREAKDOWN_MEMORY,   /* vector: a slot with a direction, as it will push (downhill positive) */
  DH_BREAKDOWN_SQUARES,  /* vector: roots of a slot of squares, both >= 0, which divide the steps */
  DH_BREAKDOWN_STEP,     /* vector: where the ball goes, in the ground's units */
} DhBreakdownKind;

#define DH_BREAKDOWN_MAX_PARTS 7

typedef struct
{
  DhBreakdownKind kind;
  double vector[2];
  char *text; /* one translated sentence with its figures; owned */
} DhBreakdownPart;

typedef struct
{
  guint n_parts;
  DhBreakdownPart
    parts[DH_BREAKDOWN_MAX_PARTS]; /* in the order in which they are shown; STEP is the last */
} DhStepBreakdown;

/* Breaks down the step that led to ball `index` > 0 of the descent. */
DhStepBreakdown *dh_step_breakdown_new (const DhDescent *descent, guint index);
void dh_step_breakdown_free (DhStepBreakdown *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhStepBreakdown, dh_step_breakdown_free)

G_END_DECLS
