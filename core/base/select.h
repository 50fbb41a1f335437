/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The value that would stand at `rank` (0 … n-1) if n values were sorted from small to large.
 * Changes their order. Takes time in proportion to n, whatever their order (Hoare 1961, with pivots
 * taken from the middle); NaN may end up anywhere. */
float dh_select_rank (float *values, gsize n, gsize rank);

G_END_DECLS
