/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The ramps that heights are drawn with, light = high. Nothing else uses them. */
typedef enum
{
  DH_RAMP_VIRIDIS,
  DH_RAMP_CIVIDIS, /* also for who sees no red or green */
  DH_N_RAMPS
} DhRamp;

/* Fills 256 colours of three parts (0 … 255) each. */
void dh_ramp_fill (DhRamp ramp, float colours[256][3]);

G_END_DECLS
