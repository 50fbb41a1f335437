/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/objective.h"

G_BEGIN_DECLS

/* At most so many outputs: of the pictures' side, half of it, a quarter. */
#define DH_MAX_SCALES 3

/* Floats of the outputs of all scales, of which shape is the largest. */
gsize dh_scales_get_size (DhShape shape, int n_scales);
/* Floats that the function below needs. */
gsize dh_scales_get_scratch_size (const DhObjective *objective, DhShape shape, int n_scales);
/* The sum of the objective over the scales; with one, dh_objective_evaluate() itself.  target,
 * areas: as there, of the largest, whose side is a multiple of 4; predictions: n_scales pictures;
 * gradient: of all of them, end to end, may be NULL; sums: over all scales.  Worker. */
double dh_scales_evaluate (const DhObjective *objective, DhShape shape, int n_scales,
                           const float *target, const float *const *predictions,
                           float *const *areas, float *gradient, DhPartSums *sums, float *scratch);

G_END_DECLS
