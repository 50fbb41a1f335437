/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* The number of steps that count. */
#define DH_GRADIENT_NORMS_STEPS 100

/* What a lane's gradients were like in its last steps. */
typedef struct
{
  guint n;        /* steps, at most DH_GRADIENT_NORMS_STEPS; 0: there is none whose norm is known */
  double median;  /* of the whole gradient's norms, before clipping; NaN without any */
  double clipped; /* the share of them whose gradient was clipped, 0 … 1; NaN without any */
} DhGradientNorms;

/* snapshot: (nullable) */
DhGradientNorms dh_gradient_norms_read (const DhLaneSnapshot *snapshot);

G_END_DECLS
