/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a function is unbounded below.  No finite number of values can prove it.  But it can be
 * tested whether the function still falls ten, a hundred, a thousand widths of the map away: if
 * each decade lowers it by about as much as the one before or more, nothing suggests a bottom.  A
 * logarithm falls by the same amount in each decade; everything that has a minimum falls by less
 * and less.
 */
#include "core/landscape/unbounded.h"

#include <math.h>

#define STEADY 0.7 /* of the drop over the previous decade */

gboolean
dh_ground_is_unbounded_along (const DhGround *self, const double from[2], const double direction[2],
                              float *scratch)
{
  static const double origin[2] = { 0, 0 };
  gboolean dear = self->scratch_size > 0;
  double length = dh_ground_get_distance (self, direction, origin);
  double before = NAN, drop = NAN;

  if (!(length > 0 && isfinite (length)))
    return FALSE;
  for (int decade = dear ? 0 : 1; decade <= (dear ? 3 : 5); decade++)
    {
      double way = pow (10, decade) / length, value, lower;
      const double at[2] = { from[0] + way * direction[0], from[1] + way * direction[1] };

      value = dh_ground_get_value (self, at, scratch);
      if (!isfinite (value))
        return value == -INFINITY;
      lower = before - value;
      if (lower <= 0 || lower < STEADY * drop)
        return FALSE;
      before = value;
      drop = lower;
    }
  return TRUE;
}
