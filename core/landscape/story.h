/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/roll.h"

G_BEGIN_DECLS

/* A part of one step, as slow motion shows it. */
typedef enum
{
  DH_STORY_GRADIENT, /* vector: the way downhill, minus the exact gradient */
  DH_STORY_NOISE,    /* vector: what chance added to it */
  DH_STORY_MEMORY,   /* vector: a slot that is a direction, as it will push (downhill positive) */
  DH_STORY_SQUARES,  /* vector: roots of a slot of squares, both >= 0: what each knob's step is
                      * divided by */
  DH_STORY_STEP,     /* vector: where the ball goes, in the ground's units */
} DhStoryKind;

#define DH_STORY_MAX_PARTS 7

typedef struct
{
  DhStoryKind kind;
  double vector[2];
  char *text; /* one translated sentence with its figures; owned */
} DhStoryPart;

typedef struct
{
  guint n_parts;
  DhStoryPart parts[DH_STORY_MAX_PARTS]; /* in the order in which they are told; STEP is the last */
} DhStory;

/* Of the step that led to ball `index` > 0 of the roll. */
DhStory *dh_story_new (const DhRoll *roll, guint index);
void dh_story_free (DhStory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhStory, dh_story_free)

G_END_DECLS
