/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"

G_BEGIN_DECLS

/* A learning rate at which plain descent from the ground's start comes down.  goal: where a bottom
 * is expected. */
double dh_ground_find_rate (const DhGround *ground, const double goal[2]);

G_END_DECLS
