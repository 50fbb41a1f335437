/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The largest rate at which something holds, from answers at single rates.
 */
#include "core/lesson/rate-search.h"

#include <math.h>

#define CLOSE_ENOUGH 1.01

DhRateSearch
dh_rate_search_make (double bottom, double top, guint n_grid)
{
  return (DhRateSearch) { bottom, top, pow (top / bottom, 1.0 / (n_grid - 1)), 0, 0 };
}

double
dh_rate_search_get_next (const DhRateSearch *self)
{
  double next;

  if (self->fails == 0)
    return self->holds == 0 ? self->top : 0;
  if (self->holds > 0)
    return self->fails / self->holds > CLOSE_ENOUGH ? sqrt (self->fails * self->holds) : 0;
  next = self->fails / self->ratio;
  /* But for rounding. */
  return next > self->bottom / sqrt (self->ratio) ? next : 0;
}

void
dh_rate_search_answer (DhRateSearch *self, double rate, gboolean holds)
{
  if (holds)
    self->holds = rate;
  else
    self->fails = rate;
}

double
dh_rate_search_get_result (const DhRateSearch *self)
{
  return self->holds > 0 ? self->holds : NAN;
}
