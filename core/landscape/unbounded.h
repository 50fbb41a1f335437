/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"

G_BEGIN_DECLS

/* Whether the ground seems to have no lower bound in a direction, in the dimensions' own units:
 * it falls by no less with each decade of distance.  FALSE for a direction of length 0.  Any
 * thread; scratch as for values. */
gboolean dh_ground_is_unbounded_along (const DhGround *self, const double from[2],
                                       const double direction[2], float *scratch);

G_END_DECLS
