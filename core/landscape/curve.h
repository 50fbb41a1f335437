/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"
#include "core/loss/mix.h"

G_BEGIN_DECLS

/* One pixel's error, from −1 to 1, and what the loss makes of it. The mix has a profile. (transfer
 * full) */
DhGround *dh_curve_ground_new (const DhMix *mix);

G_END_DECLS
