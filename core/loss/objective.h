/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/area.h"
#include "core/loss/mix.h"

G_BEGIN_DECLS

/* What a lane minimises: a mix of losses L of masked pictures, plus the same mix of the eyes and of
 * the mouth alone if their k is above 1:
 *   L(mask · t, mask · p) + k_e · L(eyes · t, eyes · p) + k_m · L(mouth · t, mouth · p) */
typedef struct
{
  guint n_parts;
  struct
  {
    const DhLoss *loss;
    double weight;
    double settings[DH_LOSS_MAX_SETTINGS];
  } parts[DH_MIX_MAX_PARTS];
  DhArea mask; /* NONE: the whole picture */
  double eye_multiplier, mouth_multiplier;
} DhObjective;

/* For each part: what it adds to the loss, and the squared length of its gradient. */
typedef struct
{
  double loss[DH_MIX_MAX_PARTS], length2[DH_MIX_MAX_PARTS];
} DhPartSums;

/* Extended mask, no multipliers. */
void dh_objective_init (DhObjective *self, const DhMix *mix);
/* Bit mask of the areas that evaluate needs. */
guint dh_objective_get_areas (const DhObjective *self);
/* Floats that evaluate needs. */
gsize dh_objective_get_scratch_size (const DhObjective *self, DhShape shape);
/* Both pictures are multiplied by an area before a loss; pixels outside stay in the mean.  target,
 * prediction (N, C, H, W); areas: DH_N_AREAS planes (N, 1, H, W) (only those of get_areas() are
 * read), or NULL if there are no landmarks: then there is no mask and no multiplier.  gradient: by
 * the unmasked prediction, may be NULL; sums (may be NULL) has lengths only with a gradient of more
 * than one part.  Worker. */
double dh_objective_evaluate (const DhObjective *self, DhShape shape, const float *target,
                              const float *prediction, float *const *areas, float *gradient,
                              DhPartSums *sums, float *scratch);

G_END_DECLS
