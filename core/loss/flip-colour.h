/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Three planes of n pixels each. */
typedef struct
{
  float *planes[3];
} DhColourPlanes;

/* sRGB (clamped to [0, 1]) → linear RGB → the opponent space Y Cx Cz, which is linear in light, so
 * that filtering it is what the eye's optics do.  Any thread, as all of these. */
void dh_colour_to_opponent (gsize n, const float *const srgb[3], DhColourPlanes *linear,
                            DhColourPlanes *opponent);
/* Converts by_opponent, the slopes of a loss, to by_srgb (overwritten).  linear: as made above. */
void dh_colour_from_opponent_back (gsize n, const float *const srgb[3],
                                   const DhColourPlanes *linear, const DhColourPlanes *by_opponent,
                                   float *const by_srgb[3]);

/* Opponent → linear RGB, clamped to [0, 1] → L*a*b* with Hunt's adjustment: colours of dark pixels
 * count less. */
void dh_colour_to_lab (gsize n, const DhColourPlanes *opponent, DhColourPlanes *lab);
/* by_lab becomes the slopes by the opponent planes, in place. */
void dh_colour_to_lab_back (gsize n, const DhColourPlanes *opponent, DhColourPlanes *by_lab);

G_END_DECLS
