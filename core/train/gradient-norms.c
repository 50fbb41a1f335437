/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gradient's norm in a lane's last steps, in two numbers.
 *
 * The median, not the mean: one step that explodes would move the mean out of sight of all others.
 */
#include "core/train/gradient-norms.h"

#include <math.h>
#include <stdlib.h>

static int
compare (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

DhGradientNorms
dh_gradient_norms_read (const DhLaneSnapshot *snapshot)
{
  const guint64 n = snapshot != NULL ? dh_lane_snapshot_get_n_records (snapshot) : 0;
  double norms[DH_GRADIENT_NORMS_STEPS];
  DhGradientNorms self = { 0, NAN, NAN };
  guint n_clipped = 0;

  for (guint64 i = n > DH_GRADIENT_NORMS_STEPS ? n - DH_GRADIENT_NORMS_STEPS : 0; i < n; i++)
    {
      const DhRecord record = dh_lane_snapshot_get_record (snapshot, i);

      if (isnan (record.gradient_norm))
        continue;
      norms[self.n++] = record.gradient_norm;
      n_clipped += record.clipped;
    }
  if (self.n == 0)
    return self;
  qsort (norms, self.n, sizeof *norms, compare);
  self.median = (norms[(self.n - 1) / 2] + norms[self.n / 2]) / 2;
  self.clipped = (double) n_clipped / self.n;
  return self;
}
