/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Moves n values in [0, 1] towards 1 by the share `amount`, in [-1, 1]; towards 0 if it is
 * negative. */
void dh_colour_move (float *plane, gsize n, float amount);
/* Equalises a plane (size, size) in [0, 1] tile by tile; size >= 4.  Contrast is multiplied by at
 * most limit + 1; limit 0 changes nothing.  Zuiderveld 1994. */
void dh_colour_equalise (float *plane, int size, float limit);

G_END_DECLS
