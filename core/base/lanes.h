/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The maximum number of lanes, and the parts of a lane.
 */
#pragma once

/* As many as can be distinguished by colour and fit side by side.  Arrays with one entry per
 * lane have this length. */
#define DH_MAX_LANES 6

/* The parts that a lane shows and that the workers compute for the eye alone. */
typedef enum
{
  DH_LANE_NO_PART = 0,
  DH_LANE_FACES = 1 << 0,
  DH_LANE_LANDSCAPE = 1 << 1,
  DH_LANE_RATE_LIMIT = 1 << 2, /* the mark on the rate slider, from the curvature */
  DH_LANE_ALL_PARTS = DH_LANE_FACES | DH_LANE_LANDSCAPE | DH_LANE_RATE_LIMIT
} DhLaneParts;
