/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/objective.h"
#include "core/train/snapshot-private.h"

G_BEGIN_DECLS

/* The recent shares of a mix's parts.  A value. */
typedef struct
{
  guint n_parts;
  double weights[DH_MIX_MAX_PARTS];
  double loss[DH_MIX_MAX_PARTS], pull[DH_MIX_MAX_PARTS]; /* running means */
  guint64 n;                                             /* steps */
} DhShareMeter;

void dh_share_meter_init (DhShareMeter *self, const DhObjective *objective);
/* Adds one step, from the halves of both sides. */
void dh_share_meter_add (DhShareMeter *self, const DhPartSums *a, const DhPartSums *b);
DhShares dh_share_meter_read (const DhShareMeter *self);

G_END_DECLS
