/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/loss.h"

G_BEGIN_DECLS

/* What a lane minimises: a loss of masked pictures. */
typedef struct
{
  const DhLoss *loss;
  double        settings[DH_LOSS_MAX_SETTINGS];
} DhObjective;

void   dh_objective_init (DhObjective *self, const DhLoss *loss);
/* Floats that evaluate needs. */
gsize  dh_objective_get_scratch_size (const DhObjective *self, DhShape shape);
/* Both pictures are multiplied by the mask (N, 1, H, W; NULL: all ones) before the loss; masked
 * pixels stay in the mean. gradient: by the unmasked prediction. target, prediction (N, C, H, W).
 * Worker. */
double dh_objective_evaluate (const DhObjective *self,
                              DhShape            shape,
                              const float       *target,
                              const float       *prediction,
                              const float       *mask,
                              float             *gradient,
                              float             *scratch);

G_END_DECLS
