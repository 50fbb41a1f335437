/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"

G_BEGIN_DECLS

/* A learning rate at which plain descent from the ground's start converges. goal: where a
 * minimum is expected. */
double dh_ground_find_rate (const DhGround *ground, const double goal[2]);
/* A rate far above the ground's default, at which plain descent from the ground's start may jump
 * about but stays visible.  Never below the default. */
double dh_ground_find_boldest_rate (const DhGround *ground);
/* The default rate of the i-th of n balls on a ground where rates are compared: from one that creeps
 * to the boldest, in their order; a single ball has the usual rate.  usual, boldest: the ground's
 * default and the one found above. */
double dh_ground_spread_rate (double usual, double boldest, guint i, guint n);
/* The limits of all default rates, none of which is NaN, whatever the slopes of the ground. */
#define DH_GROUND_LEAST_RATE   2.3e-308
#define DH_GROUND_HIGHEST_RATE 1e307
/* Rounded down to two digits, easy to read and type; within the limits. */
double dh_ground_round_rate (double rate);

G_END_DECLS
