/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"

G_BEGIN_DECLS

/* A learning rate at which plain descent from the ground's start comes down.  goal: where a bottom
 * is expected. */
double dh_ground_find_rate (const DhGround *ground, const double goal[2]);
/* Never less than the ground's own: a rate far above it at which plain descent from the ground's
 * start may leap about, but is seen all the while. */
double dh_ground_find_boldest_rate (const DhGround *ground);
/* No ground's own rate lies beyond these, and none is NaN, whatever its slopes are. */
#define DH_GROUND_LEAST_RATE   2.3e-308
#define DH_GROUND_HIGHEST_RATE 1e307
/* Two digits, which a person can read and type, and never more than it was; within the limits. */
double dh_ground_round_rate (double rate);

G_END_DECLS
