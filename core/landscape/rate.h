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
/* Two digits, which a person can read and type, and never more than it was. */
double dh_ground_round_rate (double rate);

G_END_DECLS
