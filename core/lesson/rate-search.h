/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looks for the largest rate at which something holds, from answers at rates that it chooses: from
 * the top of a range down on a coarse grid, then by halving.  A value. */
typedef struct
{
  double bottom, top, ratio; /* of the grid */
  double holds, fails;       /* rates; 0: none yet */
} DhRateSearch;

/* Between bottom and top, both above 0, with that many rates on the grid, at least 2. */
DhRateSearch dh_rate_search_make (double bottom, double top, guint n_grid);
/* The next rate to try; 0: the search has ended. */
double dh_rate_search_get_next (const DhRateSearch *self);
void dh_rate_search_answer (DhRateSearch *self, double rate, gboolean holds);
/* The largest rate that holds, to 1 %; NaN: none does.  Where even the top holds, the top. */
double dh_rate_search_get_result (const DhRateSearch *self);

G_END_DECLS
