/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The maximum number of lanes.
 */
#pragma once

/* As many as can be distinguished by colour and fit side by side.  Arrays with one entry per
 * lane have this length. */
#define DH_MAX_LANES 6
