/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The maximum number of lanes.
 */
#pragma once

/* As many as people tell apart by colour, and as there is room for side by side.  All that has a
 * place for each lane, whatever that keeps there, is so long. */
#define DH_MAX_LANES 6
